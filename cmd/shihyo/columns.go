package main

import (
	"io"
	"strings"

	"github.com/mattn/go-runewidth"
)

// cells measures text as terminals show it: East Asian wide characters take two
// columns. Characters of ambiguous width (① … ―) take one, as in nearly every
// terminal of today, whatever the locale.
var cells = &runewidth.Condition{EastAsianWidth: false}

// columns is a table for the terminal. Cells are padded by displayed width;
// numbers are set to the right.
type columns struct {
	header []string
	rows   [][]string
	right  []bool // columns set to the right
	limit  int    // longest cell in columns, 0 for no limit; longer ones are cut with …
}

// add appends a row.
func (c *columns) add(row ...string) { c.rows = append(c.rows, row) }

// write prints the table: header, a line of dashes, rows; two spaces between
// columns and none at the end of a line.
func (c *columns) write(w io.Writer) error {
	widths := make([]int, len(c.header))
	fit := func(row []string) []string {
		out := make([]string, len(row))
		for i, s := range row {
			s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\r' || r == '\t' }), " ")
			if c.limit > 0 {
				s = cells.Truncate(s, c.limit, "…")
			}
			out[i] = s
			widths[i] = max(widths[i], cells.StringWidth(s))
		}
		return out
	}
	header := fit(c.header)
	rows := make([][]string, len(c.rows))
	for i, row := range c.rows {
		rows[i] = fit(row)
	}
	dashes := make([]string, len(widths))
	for i, n := range widths {
		dashes[i] = strings.Repeat("-", n)
	}
	var b strings.Builder
	for _, row := range append([][]string{header, dashes}, rows...) {
		var line strings.Builder
		for i, s := range row {
			if i > 0 {
				line.WriteString("  ")
			}
			pad := strings.Repeat(" ", widths[i]-cells.StringWidth(s))
			if i < len(c.right) && c.right[i] {
				line.WriteString(pad)
				line.WriteString(s)
			} else {
				line.WriteString(s)
				line.WriteString(pad)
			}
		}
		b.WriteString(strings.TrimRight(line.String(), " "))
		b.WriteByte('\n')
	}
	_, err := io.WriteString(w, b.String())
	return err
}
