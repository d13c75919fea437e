//go:build ignore

// Command generate writes the two editions of an invented plan in this folder,
// on which the README and the tests show what a revision changes. Run it here
// with: go run generate.go
package main

import (
	"bytes"
	"fmt"
	"os"
	"unicode/utf16"
)

// edition is one PDF: a title, a date and a table of indicators. The columns
// are 分野, 番号, 項目, 指標名, 基準値 and four years.
type edition struct {
	file, date string
	rows       [][]string
}

var editions = []edition{
	{"keikaku-r4.pdf", "令和４年３月", [][]string{
		{"行政", "1(1)", "手続のオンライン化", "オンライン申請の利用率", "48.2%", "55%", "62%", "70%", "80%"},
		{"行政", "1(2)", "窓口の改革", "書かない窓口の設置数（か所）", "0", "1", "3", "5", "8"},
		{"行政", "1(3)", "紙の削減", "コピー用紙の購入枚数", "40百万枚", "36百万枚", "32百万枚", "28百万枚", "24百万枚"},
		{"地域", "2(1)", "人材の育成", "デジタル講座の受講者数（人）", "320", "500", "700", "900", "1,100"},
		{"地域", "2(2)", "見守りの支援", "見守りセンサーの設置世帯数", "-", "50世帯", "100世帯", "150世帯", "200世帯"},
	}},
	{"keikaku-r5.pdf", "令和５年３月改定", [][]string{
		{"行政", "1(1)", "手続のオンライン化", "オンライン申請の利用率", "48.2%", "55%", "65%", "75%", "90%"},
		{"行政", "1(2)", "窓口の改革", "書かない窓口の設置か所数（か所）", "0", "1", "3", "5", "8"},
		{"行政", "1(3)", "紙の削減", "コピー用紙の購入枚数", "40百万枚", "36百万枚", "32百万枚", "28百万枚", "24百万枚"},
		{"地域", "2(1)", "人材の育成", "デジタル講座の受講者数（人）", "320", "500", "700", "900", "1,10"},
		{"地域", "2(3)", "防災の充実", "防災アプリの登録者数（人）", "1,500", "2,000", "4,000", "6,000", "8,000"},
	}},
}

// edges are the left edges of the columns and the right edge of the table.
var edges = []float64{40, 80, 115, 235, 415, 475, 535, 595, 655, 715}

const (
	top    = 470.0 // of the table, from the bottom of the page
	height = 24.0  // of a row
)

func main() {
	for _, e := range editions {
		if err := os.WriteFile(e.file, document(content(e)), 0o644); err != nil {
			panic(err)
		}
	}
}

// content draws the page.
func content(e edition) []byte {
	var b bytes.Buffer
	text := func(x, y, size float64, s string) {
		fmt.Fprintf(&b, "BT /F %g Tf %g %g Td <", size, x, y)
		for _, u := range utf16.Encode([]rune(s)) {
			fmt.Fprintf(&b, "%04X", u)
		}
		b.WriteString("> Tj ET\n")
	}
	line := func(x0, y0, x1, y1 float64) { fmt.Fprintf(&b, "%g %g m %g %g l S\n", x0, y0, x1, y1) }
	text(250, 530, 16, "みなみ市デジタル化推進計画")
	text(600, 530, 10, e.date)
	text(40, 485, 11, "計画のＫＰＩ一覧")
	b.WriteString("0.5 w\n")
	last := len(edges) - 1
	right := edges[last]
	bottom := top - height*float64(len(e.rows)+2)
	line(edges[0], top, right, top)
	line(edges[5], top-height, right, top-height) // under 目標値
	for i := range e.rows {
		y := top - height*float64(i+2)
		from := edges[0]
		if i > 0 && e.rows[i][0] == e.rows[i-1][0] {
			from = edges[1] // 分野 is merged
		}
		line(from, y, right, y)
	}
	line(edges[0], bottom, right, bottom)
	for i, x := range edges {
		from := top
		if i > 5 && i < last {
			from = top - height
		}
		line(x, from, x, bottom)
	}
	cell := func(row float64, col int, s string) { text(edges[col]+3, top-height*row-15, 8, s) }
	for i, s := range []string{"分野", "番号", "項目", "指標名", "基準値"} {
		cell(0.5, i, s)
	}
	cell(0, 5, "目標値")
	for i, s := range []string{"Ｒ４", "Ｒ５", "Ｒ６", "Ｒ７"} {
		cell(1, 5+i, s)
	}
	for i, row := range e.rows {
		for k, s := range row {
			if k == 0 && i > 0 && s == e.rows[i-1][0] {
				continue
			}
			cell(float64(i+2), k, s)
		}
	}
	return b.Bytes()
}

// document wraps the drawing into a PDF of one page, with a Japanese font that
// is named and not embedded.
func document(draw []byte) []byte {
	objects := []string{
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 760 580]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
		fmt.Sprintf("<</Length %d>>\nstream\n%sendstream", len(draw), draw),
		"<</Type/Font/Subtype/Type0/BaseFont/HeiseiKakuGo-W5/Encoding/UniJIS-UTF16-H/DescendantFonts[6 0 R]>>",
		"<</Type/Font/Subtype/CIDFontType0/BaseFont/HeiseiKakuGo-W5/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 4>>/FontDescriptor 7 0 R/DW 1000/W[1[278 299 353 614 614 721 735 216 323 323 449 529 219 306 219 453] 17[614 614 614 614 614 614 614 614 614 614]]>>",
		"<</Type/FontDescriptor/FontName/HeiseiKakuGo-W5/Flags 4/FontBBox[-92 -250 1010 922]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 720/StemV 80>>",
	}
	var b bytes.Buffer
	b.WriteString("%PDF-1.5\n")
	var at []int
	for i, o := range objects {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, n := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, xref)
	return b.Bytes()
}
