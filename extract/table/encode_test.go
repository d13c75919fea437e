package table

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"strconv"
	"strings"
	"testing"

	"shihyo/extract/finding"
	"shihyo/extract/page"
)

// sample is a table with spans, a struck cell and texts that need escaping.
func sample() []Table {
	return []Table{{Page: 3, Rows: 2, Cols: 3, Ruled: true, Confidence: 0.98123, Box: page.Box{X0: 1.005, Top: 2, X1: 3, Bottom: 4},
		Cells: []Cell{
			{Row: 0, Col: 0, RowSpan: 2, ColSpan: 1, Text: "<分野> & |"},
			{Row: 0, Col: 1, RowSpan: 1, ColSpan: 2, Text: "目標値"},
			{Row: 1, Col: 1, RowSpan: 1, ColSpan: 1, Text: `1,234 "約"`},
			{Row: 1, Col: 2, RowSpan: 1, ColSpan: 1, Struck: true},
		}}}
}

func write(t *testing.T, f func(io.Writer, []Table) error, tables []Table) string {
	t.Helper()
	var b bytes.Buffer
	if err := f(&b, tables); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestWriteJSON(t *testing.T) {
	got := write(t, WriteJSON, sample())
	want := `[
{"page":3,"bbox":[1,2,3,4],"rows":2,"cols":3,"ruled":true,"confidence":0.98,"cells":[` +
		`{"row":0,"col":0,"row_span":2,"col_span":1,"text":"<分野> & |","bbox":[0,0,0,0]},` +
		`{"row":0,"col":1,"row_span":1,"col_span":2,"text":"目標値","bbox":[0,0,0,0]},` +
		`{"row":1,"col":1,"row_span":1,"col_span":1,"text":"1,234 \"約\"","bbox":[0,0,0,0]},` +
		`{"row":1,"col":2,"row_span":1,"col_span":1,"text":"","bbox":[0,0,0,0]}]}
]
`
	if got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	for _, tables := range [][]Table{nil, sample(), append(sample(), sample()...)} {
		var back []map[string]any
		if err := json.Unmarshal([]byte(write(t, WriteJSON, tables)), &back); err != nil || len(back) != len(tables) || back == nil {
			t.Errorf("%d tables read back as %d: %v", len(tables), len(back), err)
		}
	}
	nans := sample()
	nans[0].Confidence, nans[0].Box.X0 = nan, nan
	if !json.Valid([]byte(write(t, WriteJSON, nans))) {
		t.Error("a figure that is no number makes invalid JSON")
	}
}

func TestWriteCSV(t *testing.T) {
	got := write(t, WriteCSV, append(sample(), sample()...))
	want := "<分野> & |,目標値,\n,\"1,234 \"\"約\"\"\",\n"
	if got != want+"\n"+want {
		t.Errorf("got %q", got)
	}
}

func TestWriteMarkdown(t *testing.T) {
	want := "| &lt;分野> & \\| | 目標値 |  |\n| --- | --- | --- |\n|  | 1,234 \"約\" |  |\n"
	if got := write(t, WriteMarkdown, sample()); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestWriteHTML(t *testing.T) {
	got := write(t, WriteHTML, sample())
	for _, want := range []string{
		`<tr><td rowspan="2">&lt;分野&gt; &amp; |</td><td colspan="2">目標値</td></tr>`,
		`<tr><td>1,234 &#34;約&#34;</td><td class="struck"></td></tr>`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
	// A row of nothing but merged cells is still a row.
	tall := []Table{{Rows: 3, Cols: 1, Cells: []Cell{{RowSpan: 3, ColSpan: 1, Text: "a"}}}}
	if n := strings.Count(write(t, WriteHTML, tall), "<tr>"); n != 3 {
		t.Errorf("%d rows, want 3", n)
	}
}

// FuzzWriteJSONText checks that any text comes back from the standard decoder,
// but for bytes that are no UTF-8, for which U+FFFD stands.
func FuzzWriteJSONText(f *testing.F) {
	for _, text := range []string{"", "年間で20％以上", `"\`, "<&>", "a\nb\x00\x1f\x7f", "\u2028\u2029", "\xff目標\xe7", "\ufffd"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var back []struct{ Cells []struct{ Text string } }
		got := write(t, WriteJSON, []Table{{Cells: []Cell{{Text: text}}}})
		if err := json.Unmarshal([]byte(got), &back); err != nil {
			t.Fatalf("%v: %s", err, got)
		}
		if want := strings.ToValidUTF8(text, "\ufffd"); len(back) != 1 || len(back[0].Cells) != 1 ||
			strings.ReplaceAll(back[0].Cells[0].Text, "\ufffd", "") != strings.ReplaceAll(want, "\ufffd", "") {
			t.Errorf("%q came back as %s", text, got)
		}
	})
}

func TestDrawSVG(t *testing.T) {
	s := lattice(plainRows)
	s.Diagonals = []page.Diagonal{{X0: 50, Y0: 160, X1: 150, Y1: 140}}
	s.Glyphs[0].Text = "<&\x01"
	s.Glyphs = append(s.Glyphs, page.Glyph{Box: page.Box{X0: nan}, Text: "x"})
	l := Build(&s.Page)
	l.Tables[0].Cells[0].Findings = []finding.Finding{finding.New(GlyphOnBorder, "<x>")}
	var b bytes.Buffer
	if err := DrawSVG(&b, &s.Page, l, []Mark{{Box: page.Box{X0: 1, Top: 1, X1: 9, Bottom: 9}, Label: "目標 <値>"}}, finding.Japanese); err != nil {
		t.Fatal(err)
	}
	d := xml.NewDecoder(bytes.NewReader(b.Bytes()))
	titles := 0
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("not well formed: %v", err)
		}
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "title" {
			titles++
		}
	}
	if want := len(l.Tables[0].Cells) + len(l.Judged); titles != want {
		t.Errorf("%d cells and judged regions drawn, want %d", titles, want)
	}
	if !strings.Contains(b.String(), "目標 &lt;値&gt;") || strings.Contains(b.String(), "NaN") {
		t.Error("the mark is missing or a figure is no number")
	}
}

// TestNumbers checks that numbers are written as the shortest that reads back as
// the value rounded to two decimals.
func TestNumbers(t *testing.T) {
	values := []float64{0, 0.004, -0.004, 0.005, 0.1, 0.07, 12, 12.3, 12.34, 12.345, 595.276, -7.5, -0.25, 1e6 + 0.01, 123456789012.34, 9999999999999.99, 1e13, 1e14, 3e20}
	for i := range 2000 {
		values = append(values, float64(i*i)*0.37-1000)
	}
	for _, v := range values {
		want := strconv.FormatFloat(math.Round(v*100)/100, 'f', -1, 64)
		if got := string(appendNumber(nil, v)); got != want {
			t.Errorf("%v is written as %s, want %s", v, got, want)
		}
	}
	for _, v := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		if got := string(appendNumber(nil, v)); got != "0" {
			t.Errorf("%v is written as %s, want 0", v, got)
		}
	}
}
