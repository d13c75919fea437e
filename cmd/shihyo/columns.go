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
	give   []give // columns that may be cut to fit the screen, the first one first
}

// give is a column that may be cut, and to what width at least. One that gives
// way in two steps stands twice.
type give struct{ column, least int }

// gap is the space between two columns.
const gap = 2

// add appends a row.
func (c *columns) add(row ...string) { c.rows = append(c.rows, row) }

// all returns header and rows as they are shown at most: what a document says
// may hold line breaks and control characters; a terminal gets none of them.
func (c *columns) all() [][]string {
	rows := c.rows
	if c.header != nil {
		rows = append([][]string{c.header}, c.rows...)
	}
	shown := make([][]string, len(rows))
	for r, row := range rows {
		shown[r] = make([]string, len(row))
		for i, s := range row {
			s = strings.Join(strings.FieldsFunc(s, unicode.IsControl), " ")
			if c.limit > 0 {
				s = cells.Truncate(s, c.limit, "…")
			}
			shown[r][i] = s
		}
	}
	return shown
}

// widest returns the widths of columns that hold their widest cells.
func widest(rows [][]string) []int {
	var widths []int
	for _, row := range rows {
		for i, s := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], cells.StringWidth(s))
		}
	}
	return widths
}

// excess is by how much columns of these widths are too wide for the screen.
func (c *columns) excess(widths []int) int {
	if c.screen == 0 {
		return 0
	}
	total := gap * (len(widths) - 1)
	for _, w := range widths {
		total += w
	}
	return max(0, total-c.screen)
}

// cut lets columns give way, one after the other, until the table fits the
// screen or none can any more.
func (c *columns) cut(widths []int) []int {
	excess := c.excess(widths)
	cut := slices.Clone(widths)
	for _, g := range c.give {
		if by := min(excess, cut[g.column]-g.least); by > 0 {
			cut[g.column] -= by
			excess -= by
		}
	}
	return cut
}

// fits reports whether the table fits its screen, columns giving way as they may.
func (c *columns) fits() bool { return c.excess(c.cut(widest(c.all()))) == 0 }

// write prints the table: header and a line of dashes (where there is a
// header), rows; none ends in spaces.
func (c *columns) write(w io.Writer) error {
	rows := c.all()
	widths := widest(rows)
	if c.excess(widths) > 0 {
		cut := c.cut(widths)
		for _, row := range rows {
			for i := range row {
				row[i] = cells.Truncate(row[i], cut[i], "…")
			}
		}
		widths = widest(rows)
	}
	if c.header != nil {
		rows = slices.Insert(rows, 1, c.dashes(widths))
	}
	var b strings.Builder
	for _, row := range rows {
		var line strings.Builder
		for i, s := range row {
			if i > 0 {
				line.WriteString(strings.Repeat(" ", gap))
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

// dashes is the line below the header. Where the last column is running text
// that goes on in the next line of the screen, the dashes do not.
func (c *columns) dashes(widths []int) []string {
	row := make([]string, len(widths))
	at := 0
	for i, n := range widths {
		if c.screen > 0 && i == len(widths)-1 {
			n = min(n, max(1, c.screen-at))
		}
		row[i] = strings.Repeat("-", n)
		at += n + gap
	}
	return row
}

// writeTall prints a block of lines for each row, one for each of its cells led
// by the header: for tables that are too wide for any screen.
func (c *columns) writeTall(w io.Writer) error {
	var b strings.Builder
	for r, row := range c.rows {
		if r > 0 {
			b.WriteByte('\n')
		}
		t := &columns{}
		for i, s := range row {
			t.add(c.header[i], s)
		}
		if err := t.write(&b); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}
