// Package seeds holds the reference data the stages read by: header terms,
// units, eras and the words that stand in value cells. It is embedded in the
// binary; a user extends it without a rebuild by a folder of CSV files with the
// same names and columns, whose rows are added and win over the built-in ones.
package seeds

import (
	"bytes"
	"embed"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"unicode/utf8"
)

//go:embed *.csv
var files embed.FS

// Row is one record of a seed table by column name.
type Row map[string]string

// Load returns the rows of a seed table (header_terms, units, eras, …), the
// built-in ones first, then those of userDir/NAME.csv when userDir is not empty
// and has one. Lines that begin with # are comments. The user's file may leave
// columns out but the first. The error names the file, and the line or the column.
func Load(name, userDir string) ([]Row, error) {
	f, err := files.Open(name + ".csv")
	if err != nil {
		return nil, err
	}
	columns, rows, err := read(f, name+".csv")
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
	header, more, err := read(user, user.Name())
	if err != nil {
		return nil, err
	}
	// A row without its key would be passed over in silence.
	for _, h := range header {
		if !slices.Contains(columns, h) {
			return nil, fmt.Errorf("%s: unknown column %q, the columns are %s", user.Name(), h, strings.Join(columns, ", "))
		}
	}
	if len(header) > 0 && !slices.Contains(header, columns[0]) {
		return nil, fmt.Errorf("%s: column %q is missing", user.Name(), columns[0])
	}
	return append(rows, more...), nil
}

// read parses one CSV file with a header line, with or without a byte order mark.
func read(r io.Reader, name string) (header []string, rows []Row, err error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", name, err)
	}
	if !utf8.Valid(data) { // spreadsheets save CSV in the system's encoding
		return nil, nil, fmt.Errorf("%s: not UTF-8, save it as \"CSV UTF-8\"", name)
	}
	c := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	c.Comment = '#'
	records, err := c.ReadAll()
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(records) == 0 {
		return nil, nil, nil
	}
	header = records[0]
	for i, h := range header {
		header[i] = strings.TrimSpace(h)
	}
	rows = make([]Row, 0, len(records)-1)
	for _, rec := range records[1:] {
		row := make(Row, len(header))
		for i, h := range header {
			row[h] = rec[i]
		}
		rows = append(rows, row)
	}
	return header, rows, nil
}
