package report

import (
	"encoding/csv"
	"io"
	"strings"

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

// Inert puts an apostrophe before a text that a spreadsheet would run as a
// formula when it opens the CSV. Texts that begin with a sign and go on like a
// number are left alone: they are values.
func Inert(s string) string {
	if s == "" {
		return s
	}
	switch s[0] {
	case '=', '@', '\t', '\r':
		return "'" + s
	case '+', '-':
		runs := "=(|!\"'"
		if len(s) > 1 && strings.ContainsAny(s[1:2], "0123456789.") {
			runs = "=|!\"'" // -198(R3.4) is a value, -2+3+cmd|' /C calc'!A0 is none
		}
		if strings.ContainsAny(s, runs) {
			return "'" + s
		}
	}
	return s
}
