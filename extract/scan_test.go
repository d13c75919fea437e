package extract

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"shihyo/extract/page"
	"shihyo/extract/pdf/content"
)

// scan returns a PDF of one page that is a picture of a table, with its text
// invisible under it.
func scan(rows [][]string) Source {
	const left, top, width, height = 50, 42, 120, 30 // points, and pixels: there is one to a point
	pixels := bytes.Repeat([]byte{0xff}, 595*842)
	for i := range rows {
		for k := range rows[i] {
			x, y := left+k*width, top+i*height
			for d := range width + 1 {
				pixels[y*595+x+d], pixels[(y+height)*595+x+d] = 0, 0
			}
			for d := range height + 1 {
				pixels[(y+d)*595+x], pixels[(y+d)*595+x+width] = 0, 0
			}
		}
	}
	var draw strings.Builder
	draw.WriteString("q 595 0 0 842 0 0 cm /I Do Q ")
	for i := range rows {
		for k, s := range rows[i] {
			var hex strings.Builder
			for _, u := range utf16.Encode([]rune(s)) {
				fmt.Fprintf(&hex, "%04X", u)
			}
			fmt.Fprintf(&draw, "BT 3 Tr /F 10 Tf %d %d Td <%s> Tj ET ", left+k*width+5, 842-top-(i+1)*height+10, hex.String())
		}
	}
	objects := []string{
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>/XObject<</I 6 0 R>>>>>>",
		fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", draw.Len(), draw.String()),
		"<</Type/Font/Subtype/Type0/BaseFont/Ryumin-Light/Encoding/UniJIS-UCS2-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/BaseFont/Ryumin-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 2>>>>]>>",
		fmt.Sprintf("<</Subtype/Image/Width 595/Height 842/BitsPerComponent 8/ColorSpace/DeviceGray/Length %d>>\nstream\n%s\nendstream", len(pixels), pixels),
	}
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	for i, o := range objects {
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	b.WriteString("trailer\n<</Root 1 0 R>>\n")
	return Source{Name: "scan.pdf", Data: b.Bytes()}
}

// Ensure the invisible text of a scan is read in the cells that its picture
// shows, with little confidence and a finding on the page and on each value.
func TestTextLayer(t *testing.T) {
	src := scan([][]string{
		{"指標", "単位", "基準値", "目標値"},
		{"相談件数", "件", "120", "200"},
		{"参加者数", "人", "1,500", "2,000"},
	})
	r, err := Run(context.Background(), src, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if !has(r.Findings, TextLayer) || has(r.Findings, content.ImageHidden) || has(r.Findings, NoText) {
		t.Errorf("findings %v", r.Findings)
	}
	if len(r.Indicators) != 2 {
		t.Fatalf("%d indicators, want 2", len(r.Indicators))
	}
	for _, ind := range r.Indicators {
		if ind.Confidence > recognisedConfidence {
			t.Errorf("%s: confidence %g", ind.Name, ind.Confidence)
		}
		for i, v := range ind.Readings {
			if c := ind.ValueConfidence(i); c > recognisedConfidence || !has(ind.ValueFindings(i), TextLayerCell) {
				t.Errorf("%s %s: confidence %g, findings %v", ind.Name, v.Raw, c, ind.ValueFindings(i))
			}
		}
	}
	if got := r.Indicators[1].Values[1].Raw; got != "2,000" {
		t.Errorf("value %q, want 2,000", got)
	}
}

// Ensure text without a page under it, spaces and lines taken for characters are
// left out of the layer.
func TestTakeLayer(t *testing.T) {
	at := func(x float64, s string) page.Glyph {
		return page.Glyph{Box: page.Box{X0: x, X1: x + 10, Top: 10, Bottom: 20}, Text: s, Conf: 1}
	}
	p := &page.Page{Width: 100, Height: 100, Hidden: []page.Glyph{at(10, "市"), at(20, " "), at(30, "\u3000"), at(200, "外")}}
	takeLayer(p)
	if len(p.Glyphs) != 1 || p.Glyphs[0].Text != "市" || p.Glyphs[0].Conf != recognisedConfidence || !has(p.Findings, TextLayer) {
		t.Errorf("glyphs %v, findings %v", p.Glyphs, p.Findings)
	}
	lined := &page.Page{Width: 100, Height: 100, Hidden: []page.Glyph{at(10, "|"), at(30, "|"), at(50, "―"), at(70, "8")},
		Rules: []page.Rule{{Box: page.Box{X0: 14, X1: 15, Bottom: 90}}, {Box: page.Box{X0: 74, X1: 75, Bottom: 90}}}}
	takeLayer(lined)
	if got := fmt.Sprint(len(lined.Glyphs), lined.Glyphs[0].Text, lined.Glyphs[0].X0); got != "3|30" {
		t.Errorf("a line taken for a character: %v", lined.Glyphs)
	}
	empty := &page.Page{Width: 100, Height: 100, Hidden: []page.Glyph{at(10, " ")}}
	takeLayer(empty)
	if len(empty.Glyphs) != 0 || has(empty.Findings, TextLayer) {
		t.Errorf("a layer of spaces counts: %v", empty.Findings)
	}
}
