package table

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"html"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"shihyo/extract/page"
)

// The forms in which tables are given out. JSON keeps everything and is a
// contract; CSV and Markdown know no spans, so a merged cell's text stands at
// its first place and the others are empty; HTML keeps the spans.

// JSON gathers tables as one JSON array, each table on a line of its own:
// [{"page","bbox","rows","cols","ruled","confidence","cells":[…]}]. Boxes are
// [x0, top, x1, bottom] in points of the displayed page. Their text is kept until
// it is written: it takes a part of the memory that the tables of a long document
// would.
type JSON struct {
	texts [][]byte // of the tables added, in pieces
	room  []byte
}

// Add adds tables behind those there are.
func (j *JSON) Add(tables []Table) {
	if len(tables) == 0 {
		return
	}
	j.room = j.room[:0]
	for i := range tables {
		if i > 0 || len(j.texts) > 0 {
			j.room = append(j.room, ',')
		}
		j.room = tables[i].appendJSON(append(j.room, '\n'))
	}
	j.texts = append(j.texts, slices.Clone(j.room))
}

// Write writes the array.
func (j *JSON) Write(w io.Writer) error {
	b := bufio.NewWriter(w)
	b.WriteByte('[')
	for _, text := range j.texts {
		b.Write(text)
	}
	if len(j.texts) > 0 {
		b.WriteByte('\n')
	}
	b.WriteString("]\n")
	return b.Flush()
}

// WriteJSON writes tables as JSON does.
func WriteJSON(w io.Writer, tables []Table) error {
	var j JSON
	j.Add(tables)
	return j.Write(w)
}

// appendJSON appends the table as the JSON contract has it. Nearly all of it is
// numbers: to have them written by reflection takes a tenth of the time that
// reading the document and finding its tables does.
func (t *Table) appendJSON(b []byte) []byte {
	b = appendInt(b, `{"page":`, t.Page)
	b = appendBox(b, `,"bbox":`, t.Box)
	b = appendInt(b, `,"rows":`, t.Rows)
	b = appendInt(b, `,"cols":`, t.Cols)
	b = strconv.AppendBool(append(b, `,"ruled":`...), t.Ruled)
	b = appendNumber(append(b, `,"confidence":`...), t.Confidence)
	b = append(b, `,"cells":[`...)
	for i := range t.Cells {
		c := &t.Cells[i]
		if i > 0 {
			b = append(b, ',')
		}
		b = appendInt(b, `{"row":`, c.Row)
		b = appendInt(b, `,"col":`, c.Col)
		b = appendInt(b, `,"row_span":`, c.RowSpan)
		b = appendInt(b, `,"col_span":`, c.ColSpan)
		b = appendText(append(b, `,"text":`...), c.Text)
		b = appendBox(b, `,"bbox":`, c.Box)
		b = append(b, '}')
	}
	return append(b, "]}"...)
}

func appendInt(b []byte, name string, n int) []byte {
	return strconv.AppendInt(append(b, name...), int64(n), 10)
}

func appendBox(b []byte, name string, box page.Box) []byte {
	b = append(b, name...)
	for i, v := range [4]float64{box.X0, box.Top, box.X1, box.Bottom} {
		b = append(b, "[,,,"[i])
		b = appendNumber(b, v)
	}
	return append(b, ']')
}

// appendNumber appends a number with at most two decimals. What is no number is
// written as 0.
func appendNumber(b []byte, v float64) []byte {
	const exact = 1e15 // larger ones have no decimals
	f := math.Round(v * 100)
	switch {
	case math.IsNaN(f) || math.IsInf(f, 0):
		return append(b, '0')
	case math.Abs(f) >= exact:
		return strconv.AppendFloat(b, f/100, 'f', -1, 64)
	case math.Signbit(f):
		b, f = append(b, '-'), -f
	}
	n := uint64(f)
	b = strconv.AppendUint(b, n/100, 10)
	if n %= 100; n == 0 {
		return b
	}
	b = append(b, '.', byte('0'+n/10))
	if n %= 10; n > 0 {
		b = append(b, byte('0'+n))
	}
	return b
}

// appendText appends a JSON string; one that needs escapes, as few do, is left to
// the standard encoder.
func appendText(b []byte, s string) []byte {
	escaped := strings.ContainsFunc(s, func(r rune) bool {
		return r < ' ' || r == '"' || r == '\\' || r == '\u2028' || r == '\u2029' || r == utf8.RuneError
	})
	if !escaped {
		b = append(b, '"')
		b = append(b, s...)
		return append(b, '"')
	}
	var text strings.Builder
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	if e.Encode(s) != nil {
		return append(b, `""`...) // a string can always be encoded
	}
	return append(b, strings.TrimSuffix(text.String(), "\n")...)
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
