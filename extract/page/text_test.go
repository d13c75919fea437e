package page

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"
	"testing"
)

// put adds text at a place, one glyph a character, wide ones an em.
func put(p *Page, x, base, size float64, text string) {
	for _, r := range text {
		w := size / 2
		if r >= 0x1100 {
			w = size
		}
		p.Glyphs = append(p.Glyphs, Glyph{
			Box:  Box{X0: x, Top: base - 0.88*size, X1: x + w, Bottom: base + 0.12*size},
			Text: string(r), Size: size, OriginX: x, OriginY: base, Conf: 1,
		})
		x += w
	}
}

func laidOut(t *testing.T, p *Page) string {
	t.Helper()
	var b bytes.Buffer
	if err := WriteText(&b, p); err != nil {
		t.Fatal(err)
	}
	s := b.String()
	if !strings.HasSuffix(s, "\f") {
		t.Errorf("no form feed at the end of %q", s)
	}
	return strings.TrimSuffix(s, "\f")
}

// Ensure text is laid out as it stands on the page.
func TestWriteText(t *testing.T) {
	for _, tt := range []struct {
		name string
		draw func(*Page)
		want string
	}{
		{"nothing", func(*Page) {}, ""},
		{"one line", func(p *Page) { put(p, 50, 50, 10, "分野 A") }, "分野 A\n"},
		{"content order does not matter", func(p *Page) {
			put(p, 50, 80, 10, "下")
			put(p, 50, 65, 10, "上")
		}, "上\n下\n"},
		{"columns", func(p *Page) {
			put(p, 50, 50, 10, "目標")
			put(p, 100, 50, 10, "100")
			put(p, 50, 65, 10, "A")
			put(p, 100, 65, 10, "9")
		}, "目標      100\nA         9\n"},
		{"spaced-out text", func(p *Page) {
			put(p, 50, 50, 10, "目")
			put(p, 80, 50, 10, "標")
		}, "目    標\n"},
		{"tight text stays together", func(p *Page) {
			put(p, 50, 50, 10, "48")
			put(p, 60.5, 50, 10, ".2%")
		}, "48.2%\n"},
		{"a small gap is a space", func(p *Page) {
			put(p, 50, 50, 10, "of")
			put(p, 62.5, 50, 10, "it")
		}, "of it\n"},
		{"raised note mark", func(p *Page) {
			put(p, 50, 50, 10, "値")
			put(p, 60, 47, 5, "※")
			put(p, 50, 65, 10, "１２３４５６７８９０")
		}, "値※\n１２３４５６７８９０\n"},
		{"empty line", func(p *Page) {
			put(p, 50, 50, 10, "上")
			put(p, 50, 90, 10, "下")
		}, "上\n\n下\n"},
		{"unknown glyph", func(p *Page) {
			put(p, 50, 50, 10, "AB")
			p.Glyphs[1].Text, p.Glyphs[1].Unknown = "", true
		}, "A\ufffd\n"},
		{"controls", func(p *Page) {
			put(p, 50, 50, 10, "A\x07\nB")
		}, "AB\n"},
		{"text that reads downwards", func(p *Page) {
			for i, r := range "AB" {
				y := 50 + 5*float64(i)
				p.Glyphs = append(p.Glyphs, Glyph{Box: Box{X0: 48, Top: y, X1: 58, Bottom: y + 5}, Text: string(r), Size: 10, OriginX: 50, OriginY: y, Turn: TurnedCW})
			}
		}, "AB\n"},
		{"vertical writing from the right", func(p *Page) {
			for i, r := range []rune("右行左列") {
				x, y := 100.0, 50+10*float64(i)
				if i >= 2 {
					x, y = 84, 50+10*float64(i-2)
				}
				p.Glyphs = append(p.Glyphs, Glyph{Box: Box{X0: x - 5, Top: y, X1: x + 5, Bottom: y + 10}, Text: string(r), Size: 10, OriginX: x, OriginY: y, Vertical: true})
			}
		}, "右行\n左列\n"},
		{"vertical cell among lines", func(p *Page) {
			put(p, 50, 50, 10, "A")
			put(p, 50, 62, 10, "B")
			for i, r := range []rune("分野") {
				y := 41.2 + 12*float64(i)
				p.Glyphs = append(p.Glyphs, Glyph{Box: Box{X0: 20, Top: y, X1: 30, Bottom: y + 10}, Text: string(r), Size: 10, OriginX: 25, OriginY: y, Vertical: true})
			}
			put(p, 50, 74, 10, "CCCC")
		}, "分    A\n野    B\n      CCCC\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := &Page{Number: 1, Width: 595, Height: 842}
			tt.draw(p)
			if got := laidOut(t, p); got != tt.want {
				t.Errorf("got\n%q, want\n%q", got, tt.want)
			}
		})
	}
}

// Ensure a page is written as the JSON that DESIGN names, whatever its text.
func TestAppendJSON(t *testing.T) {
	p := &Page{Number: 3, Width: 595.276, Height: 841.89, Fonts: []FontName{{Name: `A"B`}}}
	put(p, 50, 50.004, 10, "分\"\\\x01é")
	p.Glyphs[0].Vertical = true
	p.Glyphs[1].X0 = math.NaN()
	p.Glyphs[2].Text = "\xff"
	p.Rules = []Rule{{Box: Box{X0: -1.5, Top: 2, X1: 3.25, Bottom: 4.125}}}
	got := AppendJSON([]byte("x"), p)
	if got[0] != 'x' {
		t.Fatal("what was there is gone")
	}
	var v struct {
		Page          int
		Width, Height float64
		Glyphs        []struct {
			Text                      string
			X0, Top, X1, Bottom, Size float64
			Font                      string
			Vertical                  bool
		}
		Rules []map[string]float64
	}
	d := json.NewDecoder(bytes.NewReader(got[1:]))
	d.DisallowUnknownFields()
	if err := d.Decode(&v); err != nil {
		t.Fatalf("%v in %s", err, got)
	}
	if v.Page != 3 || v.Width != 595.28 || v.Height != 841.89 || len(v.Glyphs) != 5 {
		t.Fatalf("%+v", v)
	}
	g := v.Glyphs[0]
	if g.Text != "分" || g.X0 != 50 || g.Top != 41.2 || g.X1 != 60 || g.Bottom != 51.2 || g.Size != 10 || g.Font != `A"B` || !g.Vertical {
		t.Errorf("%+v", g)
	}
	if v.Glyphs[1].Text != `"` || v.Glyphs[1].X0 != 0 || v.Glyphs[2].Text != "\ufffd" || v.Glyphs[3].Text != "\x01" || v.Glyphs[4].Text != "é" {
		t.Errorf("%+v", v.Glyphs)
	}
	if r := v.Rules[0]; len(r) != 4 || r["x0"] != -1.5 || r["top"] != 2 || r["x1"] != 3.25 || r["bottom"] != 4.13 {
		t.Errorf("%v", r)
	}
	if s := string(AppendJSON(nil, &Page{Number: 1})); s != `{"page":1,"width":0,"height":0,"glyphs":[],"rules":[]}` {
		t.Errorf("empty page: %s", s)
	}
}
