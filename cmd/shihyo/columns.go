package main

import (
	"io"
	"slices"
	"strings"
	"unicode"

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
	screen int    // width to fit, 0 for none; see give
	give   []int  // columns that may be cut to fit the screen, the first one first
}

// add appends a row.
func (c *columns) add(row ...string) { c.rows = append(c.rows, row) }

// narrowest is how far a column may be cut to fit the screen.
const narrowest = 12

// fitScreen returns the widths at which the table fits the screen, nil where
// there is none. Columns give way one after the other, each down to its
// narrowest.
func (c *columns) fitScreen(widths []int) []int {
	if c.screen == 0 {
		return nil
	}
	excess := 2*(len(widths)-1) - c.screen
	for _, w := range widths {
		excess += w
	}
	cut := slices.Clone(widths)
	for _, i := range c.give {
		if by := min(excess, cut[i]-narrowest); by > 0 {
			cut[i] -= by
			excess -= by
		}
	}
	return cut
}

// fits reports whether the table fits its screen without giving way.
func (c *columns) fits() bool {
	if c.screen == 0 {
		return true
	}
	widths := make([]int, len(c.header))
	for _, row := range append([][]string{c.header}, c.rows...) {
		for i, s := range row {
			widths[i] = max(widths[i], cells.StringWidth(s))
		}
	}
	total := 2 * (len(widths) - 1)
	for _, w := range widths {
		total += w
	}
	return total <= c.screen
}

// write prints the table: header and a line of dashes (where there is a
// header), rows; two spaces between columns and none at the end of a line. What
// a document says may hold line breaks and control characters; a terminal gets
// none of them.
func (c *columns) write(w io.Writer) error {
	rows := c.rows
	columns := 0
	if c.header != nil {
		rows = append([][]string{c.header, nil}, c.rows...)
	}
	for _, row := range rows {
		columns = max(columns, len(row))
	}
	fitted := make([][]string, len(rows))
	widths := make([]int, columns)
	for r, row := range rows {
		fitted[r] = make([]string, len(row))
		for i, s := range row {
			s = strings.Join(strings.FieldsFunc(s, unicode.IsControl), " ")
			if c.limit > 0 {
				s = cells.Truncate(s, c.limit, "…")
			}
			fitted[r][i] = s
			widths[i] = max(widths[i], cells.StringWidth(s))
		}
	}
	if cut := c.fitScreen(widths); cut != nil {
		clear(widths)
		for _, row := range fitted {
			for i := range row {
				row[i] = cells.Truncate(row[i], cut[i], "…")
				widths[i] = max(widths[i], cells.StringWidth(row[i]))
			}
		}
	}
	if c.header != nil { // the empty row below it is for dashes
		for _, n := range widths {
			fitted[1] = append(fitted[1], strings.Repeat("-", n))
		}
	}
	var b strings.Builder
	for _, row := range fitted {
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
