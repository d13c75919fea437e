package table

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"html"
	"io"
	"math"
	"strconv"
	"strings"
)

// The forms in which tables are given out. JSON keeps everything and is a
// contract; CSV and Markdown know no spans, so a merged cell's text stands at
// its first place and the others are empty; HTML keeps the spans.

// jsonTable is a table as the JSON contract has it.
type jsonTable struct {
	Page       int        `json:"page"`
	Box        [4]number  `json:"bbox"`
	Rows       int        `json:"rows"`
	Cols       int        `json:"cols"`
	Ruled      bool       `json:"ruled"`
	Confidence number     `json:"confidence"`
	Cells      []jsonCell `json:"cells"`
}

type jsonCell struct {
	Row     int       `json:"row"`
	Col     int       `json:"col"`
	RowSpan int       `json:"row_span"`
	ColSpan int       `json:"col_span"`
	Text    string    `json:"text"`
	Box     [4]number `json:"bbox"`
}

// number is written with at most two decimals.
type number float64

// MarshalJSON implements json.Marshaler. What is no number is written as 0.
func (n number) MarshalJSON() ([]byte, error) {
	f := math.Round(float64(n)*100) / 100
	if math.IsNaN(f) || math.IsInf(f, 0) {
		f = 0
	}
	return strconv.AppendFloat(nil, f, 'f', -1, 64), nil
}

// WriteJSON writes tables as one JSON array, each table on a line of its own:
// [{"page","bbox","rows","cols","ruled","confidence","cells":[…]}]. Boxes are
// [x0, top, x1, bottom] in points of the displayed page.
func WriteJSON(w io.Writer, tables []Table) error {
	b := bufio.NewWriter(w)
	b.WriteByte('[')
	for i := range tables {
		t := &tables[i]
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteByte('\n')
		j := jsonTable{
			Page: t.Page, Rows: t.Rows, Cols: t.Cols, Ruled: t.Ruled, Confidence: number(t.Confidence),
			Box:   [4]number{number(t.Box.X0), number(t.Box.Top), number(t.Box.X1), number(t.Box.Bottom)},
			Cells: make([]jsonCell, len(t.Cells)),
		}
		for k := range t.Cells {
			c := &t.Cells[k]
			j.Cells[k] = jsonCell{c.Row, c.Col, c.RowSpan, c.ColSpan, c.Text,
				[4]number{number(c.Box.X0), number(c.Box.Top), number(c.Box.X1), number(c.Box.Bottom)}}
		}
		var line strings.Builder
		e := json.NewEncoder(&line)
		e.SetEscapeHTML(false)
		if err := e.Encode(j); err != nil {
			return err
		}
		b.WriteString(strings.TrimSuffix(line.String(), "\n"))
	}
	if len(tables) > 0 {
		b.WriteByte('\n')
	}
	b.WriteString("]\n")
	return b.Flush()
}

// grid returns the texts of a table by row and column.
func (t *Table) grid() [][]string {
	rows := make([][]string, t.Rows)
	for r := range rows {
		rows[r] = make([]string, t.Cols)
	}
	for i := range t.Cells {
		if c := &t.Cells[i]; c.Row >= 0 && c.Row < t.Rows && c.Col >= 0 && c.Col < t.Cols {
			rows[c.Row][c.Col] = c.Text
		}
	}
	return rows
}

// WriteCSV writes tables as CSV (RFC 4180) one below the other, with an empty
// line between.
func WriteCSV(w io.Writer, tables []Table) error {
	for i := range tables {
		if i > 0 {
			if _, err := io.WriteString(w, "\n"); err != nil {
				return err
			}
		}
		c := csv.NewWriter(w)
		if err := c.WriteAll(tables[i].grid()); err != nil {
			return err
		}
	}
	return nil
}

// WriteMarkdown writes tables as GitHub's Markdown tables, the first row as
// header.
func WriteMarkdown(w io.Writer, tables []Table) error {
	b := bufio.NewWriter(w)
	escape := strings.NewReplacer("|", `\|`, "\n", "<br>", `\`, `\\`, "<", "&lt;")
	for i := range tables {
		t := &tables[i]
		if i > 0 {
			b.WriteByte('\n')
		}
		for r, row := range t.grid() {
			b.WriteByte('|')
			for _, text := range row {
				b.WriteByte(' ')
				b.WriteString(escape.Replace(text))
				b.WriteString(" |")
			}
			b.WriteByte('\n')
			if r == 0 {
				b.WriteByte('|')
				b.WriteString(strings.Repeat(" --- |", t.Cols))
				b.WriteByte('\n')
			}
		}
	}
	return b.Flush()
}

// WriteHTML writes tables as one HTML document with the spans kept. Struck
// cells are marked by a class.
func WriteHTML(w io.Writer, tables []Table) error {
	b := bufio.NewWriter(w)
	b.WriteString("<!DOCTYPE html>\n<html lang=\"ja\">\n<head>\n<meta charset=\"utf-8\">\n<title>tables</title>\n" +
		"<style>table{border-collapse:collapse;margin:1em 0}td{border:1px solid #888;padding:.2em .5em;vertical-align:top}" +
		".struck{background:linear-gradient(to top right,#fff 49%,#888 50%,#fff 51%)}</style>\n</head>\n<body>\n")
	for i := range tables {
		t := &tables[i]
		b.WriteString("<table data-page=\"" + strconv.Itoa(t.Page) + "\">\n")
		row := -1
		for k := range t.Cells {
			c := &t.Cells[k]
			for row < c.Row {
				if row >= 0 {
					b.WriteString("</tr>\n")
				}
				b.WriteString("<tr>")
				row++
			}
			b.WriteString("<td")
			if c.RowSpan > 1 {
				b.WriteString(" rowspan=\"" + strconv.Itoa(c.RowSpan) + "\"")
			}
			if c.ColSpan > 1 {
				b.WriteString(" colspan=\"" + strconv.Itoa(c.ColSpan) + "\"")
			}
			if c.Struck {
				b.WriteString(" class=\"struck\"")
			}
			b.WriteString(">" + html.EscapeString(c.Text) + "</td>")
		}
		for ; row >= 0 && row < t.Rows; row++ {
			b.WriteString("</tr>\n")
			if row+1 < t.Rows {
				b.WriteString("<tr>")
			}
		}
		b.WriteString("</table>\n")
	}
	b.WriteString("</body>\n</html>\n")
	return b.Flush()
}
