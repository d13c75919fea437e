// Package seeds holds the reference data the stages read by: header terms,
// units, eras and the words that stand in value cells. It is embedded in the
// binary; a user extends it without a rebuild by a folder of CSV files with the
// same names and columns, whose rows are added and win over the built-in ones.
package seeds

import (
	"embed"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
)

//go:embed *.csv
var files embed.FS

// Row is one record of a seed table by column name.
type Row map[string]string

// Load returns the rows of a seed table (header_terms, units, eras, …), the
// built-in ones first, then those of userDir/NAME.csv when userDir is not empty
// and has one. Lines that begin with # are comments. The error names the file
// and line.
func Load(name, userDir string) ([]Row, error) {
	f, err := files.Open(name + ".csv")
	if err != nil {
		return nil, err
	}
	rows, err := read(f, name+".csv")
	if err != nil || userDir == "" {
		return rows, err
	}
	user, err := os.Open(userDir + string(os.PathSeparator) + name + ".csv")
	if errors.Is(err, fs.ErrNotExist) {
		return rows, nil
	}
	if err != nil {
		return nil, err
	}
	defer user.Close()
	more, err := read(user, user.Name())
	return append(rows, more...), err
}

// read parses one CSV file with a header line.
func read(r io.Reader, name string) ([]Row, error) {
	c := csv.NewReader(r)
	c.Comment = '#'
	records, err := c.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(records) == 0 {
		return nil, nil
	}
	header := records[0]
	if len(header) > 0 {
		header[0] = strings.TrimPrefix(header[0], "\ufeff")
	}
	rows := make([]Row, 0, len(records)-1)
	for _, rec := range records[1:] {
		row := make(Row, len(header))
		for i, h := range header {
			row[h] = rec[i]
		}
		rows = append(rows, row)
	}
	return rows, nil
}
