package report

import (
	"encoding/csv"
	"io"

	"shihyo/extract"
	"shihyo/extract/finding"
)

// CSV writes the tidy table as CSV (RFC 4180) in UTF-8.
func CSV(w io.Writer, r *extract.Result, lang finding.Lang) error {
	c := csv.NewWriter(w)
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.name
	}
	if err := c.Write(names); err != nil {
		return err
	}
	err := tidy(r, lang, func(row []string) error {
		for i := range row {
			if !fields[i].number {
				row[i] = Inert(row[i])
			}
		}
		return c.Write(row)
	})
	if err != nil {
		return err
	}
	c.Flush()
	return c.Error()
}
