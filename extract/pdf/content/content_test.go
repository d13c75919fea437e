package content

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"shihyo/extract/finding"
	"shihyo/extract/page"
	"shihyo/extract/pdf/object"
)

// sheet describes a PDF of one page for tests. What is left empty gets a value
// that shows a page of 200 by 100 points with the font Helvetica as /F1.
type sheet struct {
	content   string
	resources string   // entries of the resource dictionary besides /Font
	page      string   // further entries of the page
	catalog   string   // further entries of the catalogue
	objects   []string // further objects, numbered from 10 on
}

// stream returns a stream object with the entries dict and the given data.
func stream(dict, data string) string {
	return fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", dict, len(data), data)
}

func (s sheet) bytes() []byte {
	box := ""
	if !strings.Contains(s.page, "/MediaBox") {
		box = "/MediaBox[0 0 200 100]"
	}
	objects := map[int]string{
		1: "<</Type/Catalog/Pages 2 0 R" + s.catalog + ">>",
		2: "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		3: "<</Type/Page/Parent 2 0 R" + box + s.page + "/Contents 4 0 R/Resources<</Font<</F1 5 0 R/V1 6 0 R>>" + s.resources + ">>>>",
		4: stream("", s.content),
		5: "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
		6: "<</Type/Font/Subtype/Type0/BaseFont/Ryumin-Light/Encoding/UniJIS-UCS2-V/DescendantFonts[7 0 R]>>",
		7: "<</Type/Font/Subtype/CIDFontType0/BaseFont/Ryumin-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 2>>/FontDescriptor 8 0 R>>",
		8: "<</Type/FontDescriptor/FontName/Ryumin-Light/Flags 4/Ascent 880/Descent -120>>",
	}
	for i, o := range s.objects {
		objects[10+i] = o
	}
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	size := 10 + len(s.objects)
	at := make([]int, size)
	for n := 1; n < size; n++ {
		if o, ok := objects[n]; ok {
			at[n] = b.Len()
			fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", n, o)
		}
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", size)
	for n := 1; n < size; n++ {
		kind := "n"
		if at[n] == 0 {
			kind = "f"
		}
		fmt.Fprintf(&b, "%010d 00000 %s \n", at[n], kind)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", size, xref)
	return b.Bytes()
}

func (s sheet) result(t testing.TB) Result {
	t.Helper()
	f, err := object.Open(s.bytes(), "")
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Pages()) != 1 {
		t.Fatalf("%d pages, want 1", len(f.Pages()))
	}
	return NewReader(f, false).Page(f.Pages()[0], 1)
}

func (s sheet) read(t testing.TB) *page.Page {
	t.Helper()
	return s.result(t).Page
}

func text(glyphs []page.Glyph) string {
	var b strings.Builder
	for i := range glyphs {
		if glyphs[i].Unknown {
			b.WriteByte('?')
			continue
		}
		b.WriteString(glyphs[i].Text)
	}
	return b.String()
}

// rule formats a rule as direction, box and, where it has them, marks.
func rule(r page.Rule) string {
	d := "v"
	if r.Horizontal {
		d = "h"
	}
	s := fmt.Sprintf("%s %.4g %.4g %.4g %.4g", d, r.X0, r.Top, r.X1, r.Bottom)
	if r.Dashed {
		s += " dashed"
	}
	if r.Gray > 0.005 {
		s += fmt.Sprintf(" gray %.2f", r.Gray)
	}
	return s
}

func rules(p *page.Page) []string {
	var out []string
	for _, r := range p.Rules {
		out = append(out, rule(r))
	}
	return out
}

func has(p *page.Page, code finding.Code) bool {
	for _, f := range p.Findings {
		if f.Code == code {
			return true
		}
	}
	return false
}

func near(a, b float64) bool { return math.Abs(a-b) < 0.01 }

// Ensure the text state places glyphs where ISO 32000-1 §9.4.4 says.
func TestTextState(t *testing.T) {
	// Helvetica: A 0.667 em, space 0.278 em.
	for _, tt := range []struct {
		name, content string
		x, y          float64 // origin of the last glyph, bottom-up
	}{
		{"Td", "BT /F1 10 Tf 20 30 Td (A) Tj ET", 20, 30},
		{"advance", "BT /F1 10 Tf 20 30 Td (AA) Tj ET", 26.67, 30},
		{"Tc", "BT /F1 10 Tf 2 Tc 20 30 Td (AA) Tj ET", 28.67, 30},
		{"Tw", "BT /F1 10 Tf 3 Tw 20 30 Td ( A) Tj ET", 25.78, 30},
		{"Tz", "BT /F1 10 Tf 50 Tz 2 Tc 20 30 Td (AA) Tj ET", 24.335, 30},
		{"TL and T*", "BT /F1 10 Tf 12 TL 20 30 Td T* (A) Tj ET", 20, 18},
		{"TD sets the leading", "BT /F1 10 Tf 20 60 Td 0 -12 TD T* (A) Tj ET", 20, 36},
		{"quote", "BT /F1 10 Tf 12 TL 20 30 Td (A) ' ET", 20, 18},
		{"double quote", "BT /F1 10 Tf 12 TL 20 30 Td 3 1 ( A) \" ET", 26.78, 18},
		{"Ts", "BT /F1 10 Tf 5 Ts 20 30 Td (A) Tj ET", 20, 35},
		{"Tm", "BT /F1 1 Tf 10 0 0 10 20 30 Tm (AA) Tj ET", 26.67, 30},
		{"TJ moves back", "BT /F1 10 Tf 20 30 Td [(A)-1000(A)] TJ ET", 36.67, 30},
		{"TJ with Tz", "BT /F1 10 Tf 50 Tz 20 30 Td [(A)-1000(A)] TJ ET", 28.335, 30},
		{"cm", "q 2 0 0 2 10 10 cm BT /F1 10 Tf 5 10 Td (A) Tj ET Q", 20, 30},
		{"Q restores the font", "BT /F1 10 Tf ET q BT /F1 99 Tf ET Q BT 20 30 Td (AA) Tj ET", 26.67, 30},
		{"Q without q", "Q Q Q BT /F1 10 Tf 20 30 Td (A) Tj ET", 20, 30},
		{"unknown operator", "BT /F1 10 Tf 20 30 Td 1 2 frobnicate (A) Tj ET", 20, 30},
		{"operands left over", "BT 7 7 7 /F1 10 Tf 9 9 20 30 Td (A) Tj ET", 20, 30},
		{"operators in an array", "BT /F1 10 Tf 20 30 Td [(A) 0 Tc -1000 (A) 0 Tc (A)] TJ ET", 43.34, 30},
		{"array never closed", "BT /F1 10 Tf 20 30 Td [(A) Tj [(A)] TJ ET", 26.67, 30},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := sheet{content: tt.content}.read(t)
			if len(p.Glyphs) == 0 {
				t.Fatal("no glyphs")
			}
			g := p.Glyphs[len(p.Glyphs)-1]
			if !near(g.OriginX, tt.x) || !near(g.OriginY, 100-tt.y) {
				t.Errorf("origin %.3f %.3f, want %.3f %.3f", g.OriginX, g.OriginY, tt.x, 100-tt.y)
			}
		})
	}
}

// Ensure a page is shown as its boxes, rotation and unit say.
func TestPageGeometry(t *testing.T) {
	const hello = "BT /F1 10 Tf 20 30 Td (A) Tj ET"
	for _, tt := range []struct {
		name, page   string
		width, hight float64
		x, y         float64
		turn         page.Turn
	}{
		{"plain", "", 200, 100, 20, 70, page.Upright},
		{"odd origin", "/MediaBox[-10 -20 190 80]", 200, 100, 30, 50, page.Upright},
		{"corners swapped", "/MediaBox[200 100 0 0]", 200, 100, 20, 70, page.Upright},
		{"crop", "/CropBox[10 10 110 60]", 100, 50, 10, 30, page.Upright},
		{"unit", "/UserUnit 2", 400, 200, 40, 140, page.Upright},
		{"90", "/Rotate 90", 100, 200, 30, 20, page.TurnedCW},
		{"180", "/Rotate 180", 200, 100, 180, 30, page.UpsideDown},
		{"270", "/Rotate 270", 100, 200, 70, 180, page.TurnedCCW},
		{"-90", "/Rotate -90", 100, 200, 70, 180, page.TurnedCCW},
		{"90 and crop", "/Rotate 90/CropBox[10 20 110 60]", 40, 100, 10, 10, page.TurnedCW},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := sheet{content: hello, page: tt.page}.read(t)
			if !near(p.Width, tt.width) || !near(p.Height, tt.hight) {
				t.Errorf("page %g × %g, want %g × %g", p.Width, p.Height, tt.width, tt.hight)
			}
			if len(p.Glyphs) != 1 {
				t.Fatalf("%d glyphs, want 1", len(p.Glyphs))
			}
			g := p.Glyphs[0]
			if !near(g.OriginX, tt.x) || !near(g.OriginY, tt.y) || g.Turn != tt.turn {
				t.Errorf("origin %.2f %.2f turn %d, want %.2f %.2f turn %d", g.OriginX, g.OriginY, g.Turn, tt.x, tt.y, tt.turn)
			}
			if !g.Contains(g.OriginX, g.OriginY) {
				t.Errorf("box %v does not hold the origin", g.Box)
			}
		})
	}
}

// Ensure vertical writing runs downwards with the origin at the top centre.
func TestVertical(t *testing.T) {
	p := sheet{content: "BT /V1 10 Tf 50 90 Td <65E5672C> Tj ET"}.read(t)
	if got := text(p.Glyphs); got != "日本" {
		t.Fatalf("text %q", got)
	}
	for i, g := range p.Glyphs {
		top := 10 + 10*float64(i)
		if !g.Vertical || !near(g.OriginX, 50) || !near(g.OriginY, top) {
			t.Errorf("glyph %d at %.2f %.2f vertical %v", i, g.OriginX, g.OriginY, g.Vertical)
		}
		if !near(g.X0, 45) || !near(g.X1, 55) || !near(g.Top, top) || !near(g.Bottom, top+10) {
			t.Errorf("glyph %d box %v", i, g.Box)
		}
	}
}

// Ensure a glyph with a vertical origin of its own stands where it is drawn.
func TestVerticalOrigin(t *testing.T) {
	p := sheet{
		content:   "/X Do",
		resources: "/XObject<</X 10 0 R>>",
		objects: []string{
			stream("/Subtype/Form/BBox[0 0 200 100]/Resources<</Font<</V 11 0 R>>>>", "BT /V 10 Tf 50 50 Td <65E5672C> Tj ET"),
			"<</Type/Font/Subtype/Type0/BaseFont/Ryumin-Light/Encoding/UniJIS-UCS2-V/DescendantFonts[12 0 R]>>",
			"<</Type/Font/Subtype/CIDFontType0/BaseFont/Ryumin-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 2>>/W2[3284 3284 -1000 0 0]>>",
		},
	}.read(t)
	if got := text(p.Glyphs); got != "日本" {
		t.Fatalf("text %q", got)
	}
	// 日 has its vertical origin where the horizontal one is, 本 as usual.
	want := []page.Box{{X0: 50, Top: 41.2, X1: 60, Bottom: 51.2}, {X0: 45, Top: 60, X1: 55, Bottom: 70}}
	for i, g := range p.Glyphs {
		if b := g.Box; !near(b.X0, want[i].X0) || !near(b.Top, want[i].Top) || !near(b.X1, want[i].X1) || !near(b.Bottom, want[i].Bottom) {
			t.Errorf("glyph %d box %v, want %v", i, b, want[i])
		}
	}
}

// Ensure what is drawn as a line becomes a rule, however it is drawn, and
// nothing else does.
func TestRules(t *testing.T) {
	for _, tt := range []struct {
		name, content string
		want          []string
	}{
		{"stroke", "1 w 10 50 m 110 50 l S", []string{"h 10 49.5 110 50.5"}},
		{"hair line", "0 w 10 50 m 110 50 l S", []string{"h 10 50 110 50"}},
		{"vertical stroke", "1 w 20 10 m 20 60 l S", []string{"v 19.5 40 20.5 90"}},
		{"projecting caps", "2 J 1 w 10 50 m 110 50 l S", []string{"h 9.5 49.5 110.5 50.5"}},
		{"scaled", "q 10 0 0 1 0 0 cm 1 w 1 50 m 11 50 l S Q", []string{"h 10 49.5 110 50.5"}},
		{"turned", "q 0 1 -1 0 100 0 cm 1 w 10 50 m 60 50 l S Q", []string{"v 49.5 40 50.5 90"}},
		{"two lines in a path", "1 w 10 20 m 110 20 l 10 60 m 110 60 l S", []string{"h 10 39.5 110 40.5", "h 10 79.5 110 80.5"}},
		{"stroked rectangle", "1 w 10 20 100 50 re S", []string{
			"h 9.5 29.5 110.5 30.5", "h 9.5 79.5 110.5 80.5", "v 9.5 29.5 10.5 80.5", "v 109.5 29.5 110.5 80.5"}},
		{"polyline", "1 w 10 20 m 110 20 l 110 70 l S", []string{"h 10 79.5 110.5 80.5", "v 109.5 30 110.5 80.5"}},
		{"filled box", "10 50 100 0.5 re f", []string{"h 10 49.5 110 50"}},
		{"filled polygon", "10 50 m 110 50 l 109 51 l 11 51 l h f", []string{"h 10 49 110 50"}},
		{"negative height", "10 50 100 -0.5 re f", []string{"h 10 50 110 50.5"}},
		{"filled frame", "10 20 100 50 re 11 21 98 48 re f*", []string{
			"h 10 30 110 31", "h 10 79 110 80", "v 10 30 11 80", "v 109 30 110 80"}},
		{"two boxes, one in the other", "0.5 g 10 20 100 50 re 11 21 98 48 re f", nil},
		{"image", "q 100 0 0 0.5 10 50 cm /I Do Q", []string{"h 10 49.5 110 50"}},
		{"inline image", "q 100 0 0 0.5 10 50 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x00 EI Q", []string{"h 10 49.5 110 50"}},
		{"pieces joined", "1 w 10 50 m 60 50 l S 60 50 m 110 50 l S", []string{"h 10 49.5 110 50.5"}},
		{"pieces overlapping", "10 50 60 0.5 re 50 50 60 0.5 re f", []string{"h 10 49.5 110 50"}},
		{"gap kept", "1 w 10 50 m 60 50 l S 63 50 m 110 50 l S", []string{"h 10 49.5 60 50.5", "h 63 49.5 110 50.5"}},
		{"gap under a crossing line", "1 w 10 50 m 60 50 l S 61 50 m 110 50 l S 60 20 m 60 80 l S 1 w 60.5 20 m 60.5 80 l S",
			[]string{"h 10 49.5 110 50.5", "v 59.5 20 60.5 80", "v 60 20 61 80"}},
		{"hundreds of small boxes", strings.Repeat("1 0 0 1 1 0 cm 9 50 1 0.5 re f ", 100), []string{"h 10 49.5 110 50"}},
		{"double line", "0.25 w 10 50 m 110 50 l S 10 51 m 110 51 l S", []string{"h 10 48.88 110 49.12", "h 10 49.88 110 50.12"}},
		{"drawn twice", "0.5 w 10 50 m 110 50 l S 10 50 m 110 50 l S", []string{"h 10 49.75 110 50.25"}},
		{"dashed", "[3 2] 0 d 1 w 10 50 m 110 50 l S", []string{"h 10 49.5 110 50.5 dashed"}},
		{"dash without gap", "[3 0] 0 d 1 w 10 50 m 110 50 l S", []string{"h 10 49.5 110 50.5"}},
		{"dash ended", "[3 2] 0 d [] 0 d 1 w 10 50 m 110 50 l S", []string{"h 10 49.5 110 50.5"}},
		{"dotted by boxes", strings.Repeat("1 0 0 1 2 0 cm 8 50 1 1 re f ", 20), []string{"h 10 49 49 50 dashed"}},
		{"dotted by discs", strings.Repeat("1 0 0 1 2 0 cm 8 50.5 m 8 51 8 51 8.5 51 c 9 51 9 51 9 50.5 c 9 50 9 50 8.5 50 c 8 50 8 50 8 50.5 c f ", 20), []string{"h 10 49 49 50 dashed"}},
		{"dashed by strokes, down", strings.Repeat("1 0 0 1 0 4 cm 0.5 w 20 10 m 20 12 l S ", 10), []string{"v 19.75 48 20.25 86 dashed"}},
		{"row of check boxes", strings.Repeat("1 0 0 1 9 0 cm 0.5 w 5 50 6 6 re S ", 5), []string{
			"h 13.75 43.75 20.25 44.25", "h 22.75 43.75 29.25 44.25", "h 31.75 43.75 38.25 44.25", "h 40.75 43.75 47.25 44.25", "h 49.75 43.75 56.25 44.25",
			"h 13.75 49.75 20.25 50.25", "h 22.75 49.75 29.25 50.25", "h 31.75 49.75 38.25 50.25", "h 40.75 49.75 47.25 50.25", "h 49.75 49.75 56.25 50.25",
			"v 13.75 43.75 14.25 50.25", "v 19.75 43.75 20.25 50.25", "v 22.75 43.75 23.25 50.25", "v 28.75 43.75 29.25 50.25", "v 31.75 43.75 32.25 50.25",
			"v 37.75 43.75 38.25 50.25", "v 40.75 43.75 41.25 50.25", "v 46.75 43.75 47.25 50.25", "v 49.75 43.75 50.25 50.25", "v 55.75 43.75 56.25 50.25"}},
		{"thick line is an area", "12 w 10 50 m 110 50 l S", nil},
		{"area", "0.8 g 10 20 100 50 re f", nil},
		{"drawing with corners", "0.5 w 10 10 m 15 10 l 15 15 l 20 15 l 20 20 l 25 20 l 25 25 l 30 25 l 30 30 l 35 30 l S", nil},
		{"character with an outline", "0.1 w 10 50 10 1 re 12 40 m 13 40 l 13 60 l 12.5 60 l h S", nil},
		{"curve", "1 w 10 50 m 20 60 30 40 40 50 c S", nil},
		{"frame with round corners", "1 w 20 20 m 100 20 l 105 20 110 25 110 30 c 110 70 l 110 75 105 80 100 80 c 20 80 l 15 80 10 75 10 70 c 10 30 l 10 25 15 20 20 20 c h S",
			[]string{"h 20 19.5 100 20.5", "h 20 79.5 100 80.5", "v 9.5 30 10.5 70", "v 109.5 30 110.5 70"}},
		{"crumb", "1 w 10 50 m 11 50 l S", nil},
		{"white on white", "1 G 1 w 10 50 m 110 50 l S", nil},
		{"white between shaded cells", "0.8 g 10 20 100 30 re f 10 50 100 30 re f 1 G 1 w 10 50 m 110 50 l S", []string{"h 10 49.5 110 50.5 gray 1.00"}},
		{"grey on the same grey", "0.8 g 10 20 100 60 re f 0.8 G 1 w 20 50 m 100 50 l S", nil},
		{"red", "1 0 0 RG 1 w 10 50 m 110 50 l S", []string{"h 10 49.5 110 50.5 gray 0.30"}},
		{"cmyk black", "0 0 0 1 K 1 w 10 50 m 110 50 l S", []string{"h 10 49.5 110 50.5"}},
		{"transparent", "/Clear gs 1 w 10 50 m 110 50 l S", nil},
		{"clipped", "q 30 0 40 100 re W n 1 w 10 50 m 110 50 l S Q", []string{"h 30 49.5 70 50.5"}},
		{"clipped away", "q 30 0 40 40 re W n 1 w 10 50 m 110 50 l S Q", nil},
		{"off the page", "1 w 10 150 m 110 150 l S", nil},
		{"under a white box", "1 w 10 50 m 110 50 l S 1 g 40 30 20 40 re f", []string{"h 10 49.5 40 50.5", "h 60 49.5 110 50.5"}},
		{"over a white box", "1 g 40 30 20 40 re f 1 w 10 50 m 110 50 l S", []string{"h 10 49.5 110 50.5"}},
		{"at the edge of a white box", "1 w 10 50 m 110 50 l S 1 g 10 50 100 40 re f", []string{"h 10 49.5 110 50.5"}},
		{"rubbed out by a white line", "1 w 10 50 m 110 50 l S 1 G 60 50 m 110 50 l S", []string{"h 10 49.5 60 50.5"}},
		{"stripes make an area", "0.5 g 10 50 100 1 re f 10 51 100 1 re f 10 52 100 1 re f 10 53 100 1 re f 10 54 100 1 re f", nil},
		{"stripes make a line", "10 50 100 0.5 re f 10 50.5 100 0.5 re f", []string{"h 10 49 110 50"}},
		{"between cells laid over a dark table", "0 g 10 20 101 61 re f 1 g 11 21 49 29 re f 61 21 49 29 re f 11 51 49 29 re f 61 51 49 29 re f", []string{
			"h 10 19 111 20", "h 10 49 111 50", "h 10 79 111 80", "v 10 19 11 80", "v 60 19 61 80", "v 110 19 111 80"}},
		{"character drawn as an outline", "10 50 20 1 re 20 40 m 21 40 l 21 60 l 20 61 l h f", nil},
		{"pattern", "/Pattern cs /P scn 10 50 100 1 re f", []string{"h 10 49 110 50 dashed gray 0.50"}},
		{"diagonal", "1 w 10 20 m 60 70 l S", nil},
		{"slightly slanted", "1 w 10 50 m 110 50.2 l S", []string{"h 10 49.4 110 50.4"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := sheet{
				content:   tt.content,
				resources: "/XObject<</I 10 0 R>>/ExtGState<</Clear<</CA 0/ca 0>>>>/Pattern<</P 11 0 R>>",
				objects: []string{
					stream("/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray", "\x00"),
					stream("/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 2 2]/XStep 2/YStep 2/Resources<<>>", "0 0 1 1 re f"),
				},
			}.read(t)
			got := rules(p)
			if strings.Join(got, "\n") != strings.Join(tt.want, "\n") {
				t.Errorf("rules\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(tt.want, "\n"))
			}
		})
	}
}

// Ensure lines of posters may be thicker.
func TestLargePage(t *testing.T) {
	s := sheet{content: "6 w 100 500 m 3000 500 l S"}
	if n := len(s.read(t).Rules); n != 0 {
		t.Errorf("small page: %d rules of 6 pt, want none", n)
	}
	s.page = "/MediaBox[0 0 3400 2400]"
	if n := len(s.read(t).Rules); n != 1 {
		t.Errorf("large page: %d rules of 6 pt, want 1", n)
	}
}

// Ensure a reader for text alone gives the same text and no lines.
func TestTextOnly(t *testing.T) {
	s := sheet{content: "BT /F1 10 Tf 20 30 Td (hello) Tj ET 1 g 10 25 17 15 re f 0 g 1 w 10 50 m 110 50 l S 10 20 m 60 70 l S 0.5 g 100 20 50 30 re f"}
	f, err := object.Open(s.bytes(), "")
	if err != nil {
		t.Fatal(err)
	}
	p := NewReader(f, true).Page(f.Pages()[0], 1).Page
	if got := text(p.Glyphs); got != "ello" {
		t.Errorf("text %q", got)
	}
	if len(p.Rules)+len(p.Diagonals)+len(p.Fills) != 0 {
		t.Errorf("%d rules, %d diagonals, %d fills", len(p.Rules), len(p.Diagonals), len(p.Fills))
	}
}

// Ensure what is painted with curves or slanted sides is told apart from
// rectangles and from characters drawn as outlines.
func TestShapes(t *testing.T) {
	for _, tt := range []struct {
		name, content string
		want          []page.Box
	}{
		{"rectangle", "0.8 g 10 10 50 20 re f", nil},
		{"slice of a pie", "0.2 g 50 50 m 90 50 l 90 72 72 90 50 90 c f", []page.Box{{X0: 50, Top: 10, X1: 90, Bottom: 50}}},
		{"arrow", "0.2 g 20 20 m 60 20 l 80 40 l 60 60 l 20 60 l f", []page.Box{{X0: 20, Top: 40, X1: 80, Bottom: 80}}},
		{"curve", "20 20 m 40 80 60 80 80 30 c S", []page.Box{{X0: 20, Top: 70, X1: 80, Bottom: 80}}},
		{"character", "10 10 m 14 10 l 16 14 10 20 10 18 c h 12 11 m 13 12 l 13 14 12 14 12 13 c f", nil},
		{"white on paper", "1 g 50 50 m 90 50 l 90 72 72 90 50 90 c f", nil},
	} {
		p := sheet{content: tt.content}.read(t)
		if !slices.Equal(p.Shapes, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, p.Shapes, tt.want)
		}
	}
}

// Ensure slanted lines are kept for struck-out cells, however drawn.
func TestDiagonals(t *testing.T) {
	for _, tt := range []struct{ name, content string }{
		{"stroke", "1 w 10 20 m 60 70 l S"},
		{"filled", "10 20 m 10.5 20 l 60.5 70 l 60 70 l h f"},
	} {
		p := sheet{content: tt.content}.read(t)
		if len(p.Diagonals) != 1 || len(p.Rules) != 0 {
			t.Fatalf("%s: %d diagonals, %d rules", tt.name, len(p.Diagonals), len(p.Rules))
		}
		d := p.Diagonals[0]
		if math.Abs(d.X0-10) > 1 && math.Abs(d.X1-10) > 1 || math.Abs(math.Abs(d.Y0-d.Y1)-50) > 1 {
			t.Errorf("%s: %v", tt.name, d)
		}
	}
}

// Ensure areas are reported with their colour, in painting order, and the
// page's background is not.
func TestFills(t *testing.T) {
	const tint = "/ColorSpace<</S[/Separation/Gold/DeviceRGB 10 0 R]/I[/Indexed/DeviceRGB 1<FF000000FF00>]>>"
	fn := "<</FunctionType 2/Domain[0 1]/C0[1 1 1]/C1[1 0.5 0]/N 1>>"
	for _, tt := range []struct {
		name, content string
		want          string // red green blue of each fill
	}{
		{"grey", "0.8 g 10 20 50 30 re f", "0.80 0.80 0.80"},
		{"rgb", "1 0.5 0 rg 10 20 50 30 re f", "1.00 0.50 0.00"},
		{"cmyk", "0 0.5 1 0 k 10 20 50 30 re f", "1.00 0.50 0.00"},
		{"separation", "/S cs 1 scn 10 20 50 30 re f", "1.00 0.50 0.00"},
		{"half a separation", "/S cs 0.5 scn 10 20 50 30 re f", "1.00 0.75 0.50"},
		{"indexed", "/I cs 1 sc 10 20 50 30 re f", "0.00 1.00 0.00"},
		{"alpha", "/Half gs 0 g 10 20 50 30 re f", "0.50 0.50 0.50"},
		{"two", "0.8 g 10 20 50 30 re f 0.4 g 100 20 50 30 re f", "0.80 0.80 0.80, 0.40 0.40 0.40"},
		{"background", "0.9 g 0 0 200 100 re f", ""},
		{"white on paper", "1 g 10 20 50 30 re f", ""},
		{"white on grey", "0.8 g 10 20 50 30 re f 1 g 20 30 10 10 re f", "0.80 0.80 0.80, 1.00 1.00 1.00"},
		{"clipped", "q 0 0 30 100 re W n 0.8 g 10 20 50 30 re f Q", "0.80 0.80 0.80"},
		{"unpainted", "10 20 50 30 re n", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := sheet{content: tt.content, resources: tint + "/ExtGState<</Half<</ca 0.5>>>>", objects: []string{fn}}.read(t)
			var got []string
			for _, f := range p.Fills {
				got = append(got, fmt.Sprintf("%.2f %.2f %.2f", f.R, f.G, f.B))
			}
			if s := strings.Join(got, ", "); s != tt.want {
				t.Errorf("fills %q, want %q", s, tt.want)
			}
		})
	}
}

// Ensure text that cannot be seen is dropped or kept apart, and what can be
// seen is not.
func TestVisibility(t *testing.T) {
	const hello = "BT /F1 10 Tf 20 30 Td (hello) Tj ET "
	for _, tt := range []struct{ name, content, seen, hidden string }{
		{"plain", hello, "hello", ""},
		{"render mode 3", "3 Tr " + hello, "", "hello"},
		{"render mode 7", "7 Tr " + hello, "", "hello"},
		{"filled as a clip", "q 7 Tr " + hello + "0 0 1 rg 0 0 200 100 re f Q", "hello", ""},
		{"shaded as a clip", "q BT 7 Tr /F1 10 Tf 20 30 Td (hello) Tj 0 Tr ET /Sh sh Q", "hello", ""},
		{"picture in a clip", "q 7 Tr " + hello + "200 0 0 100 0 0 cm /I Do Q", "hello", ""},
		{"filled in part as a clip", "q 7 Tr " + hello + "0 0 33 100 re f Q", "hel", "lo"},
		{"a clip of text that has ended", "q 7 Tr " + hello + "Q 0 1 0 rg 0 0 200 100 re f", "", "hello"},
		{"white in a clip of text", "q 7 Tr " + hello + "1 g 0 0 200 100 re f Q", "", "hello"},
		{"outline", "1 Tr " + hello, "hello", ""},
		{"alpha 0", "/Clear gs " + hello, "", "hello"},
		{"off the page", "BT /F1 10 Tf 300 30 Td (hello) Tj ET", "", ""},
		{"partly off the page", "BT /F1 10 Tf 187 30 Td (hello) Tj ET", "hel", ""},
		{"clipped", "q 100 0 100 100 re W n " + hello + "Q", "", ""},
		{"clip restored", "q 100 0 100 100 re W n Q " + hello, "hello", ""},
		{"empty clip", "q 100 0 0 0 re W n " + hello + " Q", "", ""},
		{"size 0", "BT /F1 0 Tf 20 30 Td (hello) Tj ET", "", ""},
		{"tiny", "BT /F1 0.1 Tf 20 30 Td (hello) Tj ET", "", ""},
		{"white on paper", "1 g " + hello, "", "hello"},
		{"white on a dark box", "0 g 10 20 100 30 re f 1 g " + hello, "hello", ""},
		{"white on a dark image", "q 100 0 0 30 10 20 cm /I Do Q 1 g " + hello, "hello", ""},
		{"white on a shading", "/Sh sh 1 g " + hello, "hello", ""},
		{"white on a round shape", "0 g 10 20 m 60 0 110 20 110 40 c 60 60 10 40 10 20 c f 1 g " + hello, "hello", ""},
		{"grey on the same grey", "0.5 g 10 20 100 30 re f " + hello, "", "hello"},
		{"black on grey", "0.5 g 10 20 100 30 re f 0 g " + hello, "hello", ""},
		{"under a small white box", hello + "1 g 10 25 60 15 re f", "", ""},
		{"under part of a box", hello + "1 g 10 25 17 15 re f", "ello", ""},
		{"under a transparent box", hello + "/Half gs 1 g 10 25 60 15 re f", "hello", ""},
		{"under a multiplied box", hello + "/Mult gs 1 1 0 rg 10 25 60 15 re f", "hello", ""},
		{"under a box of the whole page", hello + "1 g 0 0 200 100 re f", "", "hello"},
		{"under a scan", hello + "q 200 0 0 100 0 0 cm /I Do Q", "", "hello"},
		{"under a scan with a mask", hello + "q 200 0 0 100 0 0 cm /M Do Q", "hello", ""},
		{"under a multiplied group", hello + "/Mult gs /G Do", "hello", ""},
		{"under a group", hello + "/G Do", "", ""},
		{"before a box drawn earlier", "1 g 10 25 60 15 re f 0 g " + hello, "hello", ""},
		{"under a small picture", hello + "q 60 0 0 15 10 25 cm /I Do Q", "hello", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			image := "/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray"
			p := sheet{
				content: tt.content,
				resources: "/XObject<</I 10 0 R/M 11 0 R/G 12 0 R>>/ExtGState<</Clear<</CA 0/ca 0>>/Half<</ca 0.5>>/Mult<</BM/Multiply>>>>" +
					"/Shading<</Sh<</ShadingType 2>>>>",
				objects: []string{stream(image, "\x00"), stream(image+"/SMask 10 0 R", "\x00"),
					stream("/Type/XObject/Subtype/Form/BBox[0 0 200 100]/Group<</S/Transparency>>", "1 g 10 25 60 15 re f")},
			}.read(t)
			if got := text(p.Glyphs); got != tt.seen {
				t.Errorf("seen %q, want %q", got, tt.seen)
			}
			if got := text(p.Hidden); got != tt.hidden {
				t.Errorf("hidden %q, want %q", got, tt.hidden)
			}
		})
	}
}

// Ensure text under a small picture is marked as doubtful.
func TestUnderPicture(t *testing.T) {
	p := sheet{
		content:   "BT /F1 10 Tf 20 30 Td (hello) Tj ET q 60 0 0 15 10 25 cm /I Do Q",
		resources: "/XObject<</I 10 0 R>>",
		objects:   []string{stream("/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray", "\x00")},
	}.read(t)
	if p.Glyphs[0].Conf >= 1 || !has(p, TextUnder) {
		t.Errorf("confidence %v, findings %v", p.Glyphs[0].Conf, p.Findings)
	}
}

// Ensure a page drawn a second time in outlines over its text gives that text,
// without the strokes of the outlines.
func TestOutlinedPage(t *testing.T) {
	curve := "q 1 0 0 1 20 30 cm 0 0 m 5 0 5 5 0 5 c f 0 3 5 0.3 re f Q "
	const hidden = "BT /F1 10 Tf 20 30 Td (AB) Tj ET "
	for _, content := range []string{hidden + "1 g 0 0 200 100 re f 0 g ", "3 Tr " + hidden} {
		p := sheet{content: content + curve + curve + "0.5 w 10 20 m 100 20 l S"}.read(t)
		if got := text(p.Glyphs); got != "AB" {
			t.Fatalf("text %q", got)
		}
		if p.Glyphs[0].Conf >= 1 || !has(p, TextUnder) {
			t.Error("not marked as doubtful")
		}
		if got := rules(p); len(got) != 1 || got[0] != "h 10 79.75 100 80.25" {
			t.Errorf("rules %v", got)
		}
	}
}

// Ensure characters printed over themselves come once and bold, and different
// or distant ones stay.
func TestDoubled(t *testing.T) {
	for _, tt := range []struct {
		name, content, want string
		bold                bool
	}{
		{"twice", "BT /F1 10 Tf 20 30 Td (hello) Tj 0.3 0 Td (hello) Tj ET", "hello", true},
		{"three times", "BT /F1 10 Tf 20 30 Td (hello) Tj 0.3 0 Td (hello) Tj -0.1 0.2 Td (hello) Tj ET", "hello", true},
		{"character by character", "BT /F1 10 Tf 20 30 Td (h) Tj 0.3 0 Td (h) Tj 6 0 Td (e) Tj 0.3 0 Td (e) Tj ET", "he", true},
		{"same place", "BT /F1 10 Tf 20 30 Td (hello) Tj 0 0 Td (hello) Tj ET", "hello", false},
		{"narrow letters", "BT /F1 10 Tf 20 30 Td (llliii111) Tj ET", "llliii111", false},
		{"tight digits", "BT /F1 10 Tf -3 Tc 20 30 Td (1111) Tj ET", "1111", false},
		{"other characters", "BT /F1 10 Tf 20 30 Td (hello) Tj 0.3 0 Td (world) Tj ET", "helloworld", false},
		{"below", "BT /F1 10 Tf 20 30 Td (hello) Tj 0 -10 Td (hello) Tj ET", "hellohello", false},
		{"filled and stroked", "0.3 w 2 Tr BT /F1 10 Tf 20 30 Td (hello) Tj ET", "hello", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := sheet{content: tt.content}.read(t)
			if got := text(p.Glyphs); got != tt.want {
				t.Errorf("text %q, want %q", got, tt.want)
			}
			if p.Glyphs[0].Bold != tt.bold {
				t.Errorf("bold %v", p.Glyphs[0].Bold)
			}
		})
	}
}

// Ensure /ActualText replaces what its glyphs read as, glyph by glyph where it
// can.
func TestActualText(t *testing.T) {
	span := func(actual, shown string) string {
		return "BT /F1 10 Tf 20 30 Td /Span <</ActualText " + actual + ">> BDC (" + shown + ") Tj EMC (!) Tj ET"
	}
	for _, tt := range []struct{ name, content, want string }{
		{"same length", span("<FEFF2212>", "-"), "−|!"},
		{"several", span("<FEFF65E5672C>", "ab"), "日|本|!"},
		{"ligature", span("(fi)", "x"), "fi|!"},
		{"agreeing ends", span("(affix)", "aMx"), "a|ffi|x|!"},
		{"fewer characters", span("(e)", "ab"), "e|!"},
		{"empty keeps what is printed", span("()", "ab"), "a|b|!"},
		{"soft hyphen keeps what is printed", span("<FEFF00AD>", "-"), "-|!"},
		{"variation selector", span("<FEFF845BDB40DD00>", "a"), "葛|!"},
		{"surrogates", span("<FEFFD842DFB7>", "a"), "𠮷|!"},
		{"little endian", span("<FFFE2C67>", "a"), "本|!"},
		{"UTF-8", span("<EFBBBFE69CAC>", "a"), "本|!"},
		{"named properties", "BT /F1 10 Tf 20 30 Td /Span /MC BDC (-) Tj EMC (!) Tj ET", "−|!"},
		{"nested dictionary", "BT /F1 10 Tf 20 30 Td /Span <</A<</ActualText(no)>>/ActualText(y)>> BDC (-) Tj EMC ET", "y"},
		{"without", "BT /F1 10 Tf 20 30 Td /P <</MCID 0>> BDC (a) Tj EMC (!) Tj ET", "a|!"},
		{"not closed", "BT /F1 10 Tf 20 30 Td /Span <</ActualText(x)>> BDC (a) Tj ET", "x"},
		{"EMC too many", "EMC EMC BT /F1 10 Tf 20 30 Td (a) Tj ET", "a"},
		{"over a move", "BT /F1 10 Tf 20 30 Td /Span <</ActualText(xy)>> BDC (a) Tj 20 0 Td (b) Tj EMC ET", "x|y"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := sheet{content: tt.content, resources: "/Properties<</MC<</ActualText<FEFF2212>>>>>"}.read(t)
			var got []string
			for _, g := range p.Glyphs {
				got = append(got, g.Text)
			}
			if s := strings.Join(got, "|"); s != tt.want {
				t.Errorf("got %q, want %q", s, tt.want)
			}
		})
	}
}

// Ensure layers that are off are not read, in marked content and in forms, and
// the text after them stands where it would.
func TestLayers(t *testing.T) {
	for _, tt := range []struct{ name, props, want string }{
		{"on", "11 0 R", "secret!"},
		{"off", "10 0 R", "!"},
		{"any of", "<</Type/OCMD/OCGs[10 0 R 11 0 R]>>", "secret!"},
		{"all of", "<</Type/OCMD/OCGs[10 0 R 11 0 R]/P/AllOn>>", "!"},
		{"any off", "<</Type/OCMD/OCGs[10 0 R 11 0 R]/P/AnyOff>>", "secret!"},
		{"all off", "<</Type/OCMD/OCGs[10 0 R 11 0 R]/P/AllOff>>", "!"},
		{"one group", "<</Type/OCMD/OCGs 10 0 R>>", "!"},
		{"no groups", "<</Type/OCMD/OCGs[]>>", "secret!"},
		{"not", "<</Type/OCMD/VE[/Not 10 0 R]>>", "secret!"},
		{"and", "<</Type/OCMD/VE[/And 10 0 R 11 0 R]>>", "!"},
		{"or", "<</Type/OCMD/VE[/Or 10 0 R [/Not 11 0 R]]>>", "!"},
		{"missing", "99 0 R", "secret!"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := sheet{
				content:   "BT /F1 10 Tf 20 30 Td /OC /L BDC (secret) Tj EMC (!) Tj ET",
				resources: "/Properties<</L " + tt.props + ">>",
				catalog:   "/OCProperties<</OCGs[10 0 R 11 0 R]/D<</OFF[10 0 R]>>>>",
				objects:   []string{"<</Type/OCG/Name(off)>>", "<</Type/OCG/Name(on)>>"},
			}
			p := s.read(t)
			if got := text(p.Glyphs); got != tt.want {
				t.Errorf("marked content: %q, want %q", got, tt.want)
			}
			if x := p.Glyphs[len(p.Glyphs)-1].OriginX; x < 45 {
				t.Errorf("the text after the layer stands at %.1f", x)
			}
			s.content = "/X Do BT /F1 10 Tf 60 30 Td (!) Tj ET"
			s.resources = "/XObject<</X 12 0 R>>"
			s.objects = append(s.objects, stream("/Type/XObject/Subtype/Form/BBox[0 0 200 100]/OC "+tt.props, "BT /F1 10 Tf 20 30 Td (secret) Tj ET"))
			if got := text(s.read(t).Glyphs); got != tt.want {
				t.Errorf("form: %q, want %q", got, tt.want)
			}
		})
	}
}

// Ensure a layer for print alone, as watermarks are on, is not read where the
// file asks viewers to mind its usage.
func TestLayerUsage(t *testing.T) {
	for _, tt := range []struct{ name, as, want string }{
		{"print alone", "/AS[<</Event/View/Category[/View]/OCGs[10 0 R 11 0 R]>>]", "b"},
		{"another event", "/AS[<</Event/Print/Category[/View]/OCGs[10 0 R]>>]", "ab"},
		{"another category", "/AS[<</Event/View/Category[/Zoom]/OCGs[10 0 R]>>]", "ab"},
		{"not asked for", "", "ab"},
		{"nonsense", "/AS[1 <</Event/View/Category[/View]/OCGs[1 99 0 R]>>]", "ab"},
	} {
		p := sheet{
			content:   "/OC /A BDC BT /F1 10 Tf 20 30 Td (a) Tj ET EMC /OC /B BDC BT /F1 10 Tf 40 30 Td (b) Tj ET EMC",
			resources: "/Properties<</A 10 0 R/B 11 0 R>>",
			catalog:   "/OCProperties<</OCGs[10 0 R 11 0 R]/D<<" + tt.as + ">>>>",
			objects: []string{"<</Type/OCG/Name(a)/Usage<</View<</ViewState/OFF>>/Print<</PrintState/ON>>>>>>",
				"<</Type/OCG/Name(b)/Usage<</View<</ViewState/ON>>>>>>"},
		}.read(t)
		if got := text(p.Glyphs); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

// Ensure layers are off by default where the document says so.
func TestBaseStateOff(t *testing.T) {
	p := sheet{
		content:   "/OC /A BDC BT /F1 10 Tf 20 30 Td (a) Tj ET EMC /OC /B BDC BT /F1 10 Tf 40 30 Td (b) Tj ET EMC",
		resources: "/Properties<</A 10 0 R/B 11 0 R>>",
		catalog:   "/OCProperties<</OCGs[10 0 R 11 0 R]/D<</BaseState/OFF/ON[11 0 R]>>>>",
		objects:   []string{"<</Type/OCG/Name(a)>>", "<</Type/OCG/Name(b)>>"},
	}.read(t)
	if got := text(p.Glyphs); got != "b" {
		t.Errorf("got %q, want b", got)
	}
}

// Ensure forms are drawn with their matrix, clip and resources, and leave no
// trace in the state.
func TestForms(t *testing.T) {
	const hello = "BT /F1 10 Tf 0 0 Td (A) Tj ET"
	for _, tt := range []struct {
		name, content, dict, data string
		want                      string // text and origin of the first glyph, bottom-up
	}{
		{"matrix", "/X Do", "/BBox[0 0 50 50]/Matrix[1 0 0 1 20 30]", hello, "A 20 30"},
		{"placed by cm", "q 2 0 0 2 20 30 cm /X Do Q", "/BBox[0 0 50 50]", hello, "A 20 30"},
		{"no subtype", "/X Do", "/NoSub 1/BBox[0 0 50 50]/Matrix[1 0 0 1 20 30]", hello, "A 20 30"},
		{"clipped by the box", "/X Do", "/BBox[100 0 150 50]", hello, ""},
		{"resources of the page", "/X Do", "/BBox[0 0 50 50]/Resources<<>>", hello, "A 0 0"},
		{"own font", "/X Do", "/BBox[0 0 50 50]/Resources<</Font<</G 5 0 R>>>>", "BT /G 10 Tf (A) Tj ET", "A 0 0"},
		{"state inherited", "BT /F1 10 Tf ET /X Do", "/BBox[0 0 50 50]", "BT (A) Tj ET", "A 0 0"},
		{"state restored", "BT /F1 10 Tf ET /X Do BT 20 30 Td (B) Tj ET", "/BBox[0 0 50 50]", "/F1 99 Tf q q q Q Q Q Q Q Q", "B 20 30"},
		{"cycle", "/X Do", "/BBox[0 0 50 50]", "/X Do /X Do " + hello, "A 0 0"},
		{"group", "/X Do", "/BBox[0 0 50 50]/Group<</S/Transparency>>", hello, "A 0 0"},
		{"group made invisible", "/Clear gs /X Do", "/BBox[0 0 50 50]/Group<</S/Transparency>>", hello, ""},
		{"EMC does not close the page's", "/Span <</ActualText(Z)>> BDC /X Do EMC", "/BBox[0 0 50 50]", "EMC " + hello, "Z 0 0"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			sub := "/Subtype/Form"
			if strings.Contains(tt.dict, "NoSub") {
				sub = ""
			}
			p := sheet{
				content: tt.content, resources: "/XObject<</X 10 0 R>>/ExtGState<</Clear<</CA 0/ca 0>>>>",
				objects: []string{stream("/Type/XObject"+sub+tt.dict, tt.data)},
			}.read(t)
			got := ""
			if len(p.Glyphs) > 0 {
				g := p.Glyphs[0]
				got = fmt.Sprintf("%s %.4g %.4g", text(p.Glyphs), g.OriginX, 100-g.OriginY)
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// Ensure patterns with few large cells are drawn as what they hold.
func TestPatternCells(t *testing.T) {
	p := sheet{
		content:   "/Pattern cs /P scn 0 0 200 100 re f",
		resources: "/Pattern<</P 10 0 R>>",
		objects: []string{stream("/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 100 50]/XStep 100/YStep 50/Resources<</Font<</F1 5 0 R>>>>",
			"0.5 w 0 25 m 100 25 l S BT /F1 10 Tf 10 30 Td (A) Tj ET")},
	}.read(t)
	if got := text(p.Glyphs); got != "AAAA" {
		t.Errorf("text %q, want AAAA", got)
	}
	if got := rules(p); len(got) != 2 || got[0] != "h 0 24.75 200 25.25" {
		t.Errorf("rules %v", got)
	}
}

// Ensure annotations are read as shown: appearances of those that are not
// hidden, in the state that is on.
func TestAnnotations(t *testing.T) {
	form := func(s string) string {
		return stream("/Type/XObject/Subtype/Form/BBox[0 0 10 10]/Resources<</Font<</F1 5 0 R>>>>", "BT /F1 5 Tf 1 1 Td ("+s+") Tj ET")
	}
	p := sheet{
		content: "q",
		page: "/Annots[<</Subtype/FreeText/Rect[20 30 40 50]/AP<</N 10 0 R>>>>" +
			"<</Subtype/Widget/Rect[50 30 70 50]/AS/On/AP<</N<</On 11 0 R/Off 12 0 R>>>>>>" +
			"<</Subtype/FreeText/F 2/Rect[80 30 90 50]/AP<</N 12 0 R>>>>" +
			"<</Subtype/Popup/Rect[80 30 90 50]/AP<</N 12 0 R>>>>" +
			"<</Subtype/Link/Rect[80 30 90 50]>>]",
		objects: []string{form("a"), form("b"), form("no")},
	}.read(t)
	if got := text(p.Glyphs); got != "ab" {
		t.Fatalf("text %q, want ab", got)
	}
	// A box of 10 laid onto one of 20: twice as large.
	if g := p.Glyphs[0]; !near(g.OriginX, 22) || !near(g.OriginY, 68) || !near(g.Size, 10) {
		t.Errorf("origin %.2f %.2f size %.2f", g.OriginX, g.OriginY, g.Size)
	}
}

// Ensure inline images are passed over, whatever their data look like.
func TestInlineImage(t *testing.T) {
	p := sheet{content: "q 50 0 0 50 10 10 cm BI /W 4 /H 1 /BPC 8 /CS /G ID EI ) EI Q BT /F1 10 Tf 100 30 Td (A) Tj ET"}.read(t)
	if got := text(p.Glyphs); got != "A" {
		t.Errorf("text %q, want A", got)
	}
	if len(p.Images) != 1 {
		t.Errorf("%d images, want 1", len(p.Images))
	}
}

// Ensure marks of artefacts stay on the glyphs.
func TestArtifact(t *testing.T) {
	p := sheet{content: "BT /F1 10 Tf 20 30 Td /Artifact BMC (1) Tj EMC (A) Tj ET"}.read(t)
	if !p.Glyphs[0].Artifact || p.Glyphs[1].Artifact {
		t.Error("artefact not marked, or what is none")
	}
}

// Ensure a page says what could not be read of it.
func TestFindings(t *testing.T) {
	image := stream("/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray", "\x00")
	unknown := "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>]>>"
	for _, tt := range []struct {
		name, content string
		want          finding.Code
		none          bool
	}{
		{"image only", "q 200 0 0 100 0 0 cm /I Do Q", ImageOnly, false},
		{"scan with text", "3 Tr BT /F1 10 Tf 20 30 Td (hello) Tj ET q 200 0 0 100 0 0 cm /I Do Q", ImageHidden, false},
		{"image and text", "q 200 0 0 100 0 0 cm /I Do Q BT /F1 10 Tf 20 30 Td (A) Tj ET", ImageOnly, true},
		{"empty page", "q Q", ImageOnly, true},
		{"page number on a scan with text", "3 Tr BT /F1 10 Tf 20 30 Td (hello) Tj ET q 200 0 0 100 0 0 cm /I Do Q BT 0 Tr /F1 10 Tf 20 30 Td (12) Tj ET", ImageHidden, false},
		{"page number on a scan", "q 200 0 0 100 0 0 cm /I Do Q BT /F1 10 Tf 20 30 Td (12) Tj ET", ImageMostly, false},
		{"small picture", "q 20 0 0 10 0 0 cm /I Do Q BT /F1 10 Tf 20 30 Td (12) Tj ET", ImageMostly, true},
		{"characters drawn as shapes", strings.Repeat("1 0 0 1 3 0 cm 0 50 m 5 50 5 55 0 55 c f ", 50), TextDrawn, false},
		{"a few shapes", strings.Repeat("1 0 0 1 3 0 cm 0 50 m 5 50 5 55 0 55 c f ", 5), TextDrawn, true},
		{"unknown glyphs", "BT /U 10 Tf 20 30 Td <00010002> Tj ET", GlyphsUnknown, false},
		{"a page of unknown glyphs", "BT /U 5 Tf 20 30 Td <" + strings.Repeat("0001", manyUnknown) + "> Tj ET", TextUnknown, false},
		{"unknown glyphs among others", "BT /F1 5 Tf 20 30 Td (" + strings.Repeat("A", manyUnknown+2) + ") Tj /U 5 Tf 0 20 Td <" + strings.Repeat("0001", manyUnknown) + "> Tj ET", TextUnknown, true},
		{"known glyphs", "BT /F1 10 Tf 20 30 Td (A) Tj ET", GlyphsUnknown, true},
		{"unseen text", "BT /F1 10 Tf 400 30 Td (A) Tj ET", TextUnseen, false},
		{"too many states", strings.Repeat("q ", MaxStates+1), ContentLimit, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := sheet{content: tt.content, resources: "/XObject<</I 10 0 R>>", objects: []string{image, unknown}}
			s.resources += "/Font<</F1 5 0 R/U 11 0 R>>"
			p := s.read(t)
			if has(p, tt.want) == tt.none {
				t.Errorf("findings %v", p.Findings)
			}
			for _, f := range p.Findings {
				if f.Page != 1 || f.Message(finding.English) == "" || strings.Contains(f.Message(finding.Japanese), "%!") {
					t.Errorf("finding %v: %q", f, f.Message(finding.Japanese))
				}
			}
		})
	}
}

// Ensure content that never ends is ended.
func TestLimits(t *testing.T) {
	t.Run("forms that multiply", func(t *testing.T) {
		var objects []string
		for i := range 20 {
			next := fmt.Sprintf("/X%d Do ", i+1)
			objects = append(objects, stream("/Type/XObject/Subtype/Form/BBox[0 0 200 100]", strings.Repeat(next, 10)+"BT /F1 10 Tf (A) Tj ET"))
		}
		names := ""
		for i := range objects {
			names += fmt.Sprintf("/X%d %d 0 R", i, 10+i)
		}
		p := sheet{content: "/X0 Do", resources: "/XObject<<" + names + ">>", objects: objects}.read(t)
		if !has(p, ContentLimit) {
			t.Error("no finding of the limit")
		}
	})
	t.Run("fonts", func(t *testing.T) {
		var b strings.Builder
		for i := range 20 * MaxFonts {
			fmt.Fprintf(&b, "/N%d 10 Tf ", i)
		}
		p := sheet{content: "BT 20 30 Td " + b.String() + "(A) Tj /F1 10 Tf (B) Tj ET"}.read(t)
		if len(p.Fonts) > 2 || text(p.Glyphs) != "AB" {
			t.Errorf("%d fonts, text %q", len(p.Fonts), text(p.Glyphs))
		}
	})
	t.Run("glyphs", func(t *testing.T) {
		p := sheet{content: "BT /F1 1 Tf 1 1 Td " + strings.Repeat("("+strings.Repeat("a", 1000)+") Tj ", MaxGlyphs/1000+2) + "ET"}.read(t)
		if !has(p, ContentLimit) {
			t.Error("no finding of the limit")
		}
	})
	t.Run("coordinates", func(t *testing.T) {
		p := sheet{content: "1e30 0 0 1e30 0 0 cm 1e30 w 0 0 m 1e30 1e30 l S BT /F1 1e30 Tf (A) Tj ET 1e308 1e308 1e308 1e308 re f"}.read(t)
		for _, r := range p.Rules {
			if math.IsNaN(r.X0 + r.X1 + r.Top + r.Bottom) {
				t.Errorf("rule %v", r)
			}
		}
	})
}

// Ensure the structure tree tells what unknown glyphs read as where it agrees
// with those that are known, and nothing else.
func TestStructureText(t *testing.T) {
	const unknown = "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/ToUnicode 14 0 R/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>]>>"
	for _, tt := range []struct{ name, element, want string }{
		{"one to one", "/K 0/ActualText(A B C)", "ABC"},
		{"of the element above", "/K[0]/P<</K[12 0 R]/ActualText(ABC)>>", "ABC"},
		{"of several sequences", "/K[0 1]/ActualText(ABC)", "A??"},
		{"another number of characters", "/K 0/ActualText(ABCD)", "A??"},
		{"another character", "/K 0/ActualText(XBC)", "A??"},
		{"none", "/K 0", "A??"},
		{"its own parent", "/K 0/P 12 0 R", "A??"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := sheet{
				content:   "/P <</MCID 0>> BDC BT /F2 10 Tf 20 30 Td <000100020003> Tj ET EMC",
				page:      "/StructParents 7",
				catalog:   "/StructTreeRoot<</ParentTree<</Kids[<</Limits[0 3]/Nums[3 null]>><</Limits[4 9]/Nums[4 null 7 [12 0 R]]>>]>>>>",
				resources: "/Font<</F2 11 0 R>>",
				objects:   []string{"null", unknown, "<</S/P" + tt.element + ">>", "null", stream("", "beginbfchar <0001> <0041> endbfchar")},
			}.read(t)
			if got := text(p.Glyphs); got != tt.want {
				t.Errorf("text %q, want %q", got, tt.want)
			}
			if told := has(p, GlyphsUnknown); told != strings.Contains(tt.want, "?") {
				t.Errorf("finding: %v", told)
			}
		})
	}
}
