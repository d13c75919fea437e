package content

import (
	"math"
	"testing"
)

// Ensure no content stream makes the interpreter panic or give boxes that are
// none.
func FuzzContent(f *testing.F) {
	for _, s := range []string{
		"BT /F1 10 Tf 20 30 Td (hello) Tj [(a)-100<62>] TJ T* (x) ' 1 2 (y) \" ET",
		"q 1 0 0 1 10 10 cm 10 20 100 50 re S 0.5 g 10 20 100 1 re f Q",
		"/Span <</ActualText<FEFF2212>>> BDC BT /V1 9 Tf <65E5> Tj ET EMC",
		"BI /W 1 /H 1 /BPC 8 /CS /G ID \x00 EI /X Do /X Do",
		"[3 2] 0 d 10 50 m 110 50 l 110 20 l h B* W n",
		"/P cs /P scn 0 0 200 100 re f /S sh",
		"10 50 1 1 re f 12 50 1 1 re f 14 50 1 1 re f 16 50 1 1 re f 18 50 1 1 re f",
		"0 g 10 20 101 61 re f 1 g 11 21 49 29 re f 61 21 49 29 re f",
		"1e9 0 0 1e-9 0 0 cm -1 -1 1e9 1e9 re f 0 0 m 1 1 1 1 1 1 c s",
		"] ) >> } 1 0 R q q q Q Q Q Q << /A [ << ] >> gs",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<16 {
			return
		}
		p := sheet{
			content:   string(data),
			resources: "/XObject<</X 10 0 R>>/Pattern<</P 11 0 R>>",
			objects: []string{
				stream("/Type/XObject/Subtype/Form/BBox[0 0 50 50]", "BT /F1 5 Tf (x) Tj ET /X Do"),
				stream("/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 20 20]/XStep 20/YStep 20", "0 0 10 1 re f"),
			},
		}.read(t)
		for _, g := range p.Glyphs {
			if v := g.X0 + g.X1 + g.Top + g.Bottom + g.Size; math.IsNaN(v) || math.IsInf(v, 0) || g.X1 < g.X0 || g.Bottom < g.Top {
				t.Fatalf("glyph %+v", g)
			}
		}
		for _, r := range p.Rules {
			if !(r.X1 >= r.X0 && r.Bottom >= r.Top && r.X0 > -1 && r.X1 < 201 && r.Top > -1 && r.Bottom < 101) {
				t.Fatalf("rule %+v", r)
			}
		}
		for _, b := range p.Fills {
			if !(b.X1 >= b.X0 && b.Bottom >= b.Top) {
				t.Fatalf("fill %+v", b)
			}
		}
	})
}
