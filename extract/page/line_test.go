package page

import (
	"strings"
	"testing"
)

// setLine sets a string from (x, baseline y) at a size: Latin characters half an
// em wide, others an em, with extra white between characters.
func setLine(glyphs []Glyph, s string, x, y, size, extra float64) []Glyph {
	for _, r := range s {
		w := size
		if r < 0x100 {
			w = size / 2
		}
		glyphs = append(glyphs, Glyph{
			Box:  Box{X0: x, Top: y - 0.88*size, X1: x + w, Bottom: y + 0.12*size},
			Text: string(r), Size: size, OriginX: x, OriginY: y, Conf: 1,
		})
		x += w + extra
	}
	return glyphs
}

func texts(lines []Line) string {
	var out []string
	for _, l := range lines {
		out = append(out, l.Text)
	}
	return strings.Join(out, "|")
}

func TestLines(t *testing.T) {
	tests := []struct {
		name string
		set  func() []Glyph
		gap  float64
		want string
	}{
		{"Ensure blanks that are printed stay", func() []Glyph {
			return setLine(nil, "Total EURbn", 10, 20, 10, 0)
		}, 0, "Total EURbn"},
		{"Ensure a blank that is only white between Latin words is seen", func() []Glyph {
			return setLine(setLine(nil, "Total", 10, 20, 10, 0), "sum", 38, 20, 10, 0)
		}, 0, "Total sum"},
		{"Ensure letter-spaced Latin is no row of words", func() []Glyph {
			return setLine(nil, "Total", 10, 20, 10, 3)
		}, 0, "Total"},
		{"Ensure Japanese spread over a cell gets no blanks", func() []Glyph {
			return setLine(nil, "目標値", 10, 20, 10, 8)
		}, 0, "目標値"},
		{"Ensure ideographic blanks that are printed stay as printed", func() []Glyph {
			return setLine(nil, "目　標　値", 10, 20, 10, 0)
		}, 0, "目　標　値"},
		{"Ensure lines come from top to bottom whatever the order of drawing", func() []Glyph {
			return setLine(setLine(nil, "下", 10, 40, 10, 0), "上", 10, 20, 10, 0)
		}, 0, "上|下"},
		{"Ensure a browser's subscripts, hardly smaller, stand in their line", func() []Glyph {
			return setLine(setLine(setLine(nil, "CO", 10, 20, 9, 0), "2", 19, 21.8, 7.5, 0), "排出量", 22.75, 20, 9, 0)
		}, 0, "CO2排出量"},
		{"Ensure the mark of a note stands behind its figure", func() []Glyph {
			return setLine(setLine(nil, "412", 10, 20, 9, 0), "※1", 23.5, 17, 7.5, 0)
		}, 0, "412※1"},
		{"Ensure a raised figure with its bracket is no digit either", func() []Glyph {
			return setLine(setLine(nil, "412", 10, 20, 9, 0), "1)", 23.5, 17, 6, 0)
		}, 0, "412¹⁾"},
		{"Ensure a raised figure behind a letter stays as it is", func() []Glyph {
			return setLine(setLine(nil, "41m", 10, 20, 9, 0), "2", 23.5, 17, 6, 0)
		}, 0, "41m2"},
		{"Ensure wide white parts two texts of a height", func() []Glyph {
			return setLine(setLine(nil, "左", 10, 20, 10, 0), "右", 200, 20, 10, 0)
		}, 0, "左|右"},
		{"Ensure a negative gap keeps them together", func() []Glyph {
			return setLine(setLine(nil, "左", 10, 20, 10, 0), "右", 200, 20, 10, 0)
		}, -1, "左 右"},
		{"Ensure a raised exponent stays with its number, as an exponent", func() []Glyph {
			return setLine(setLine(nil, "10", 10, 20, 10, 0), "2", 20, 16, 6, 0)
		}, 0, "10²"},
		{"Ensure a character out of its line's height is read in its place", func() []Glyph {
			return setLine(setLine(setLine(nil, "目", 10, 20, 10, 0), "標", 20, 24, 10, 0), "値", 30, 20, 10, 0)
		}, -1, "目標値"},
		{"Ensure the second line of a text is none of the first, however tight", func() []Glyph {
			return setLine(setLine(nil, "目標", 10, 20, 10, 0), "値", 10, 25, 10, 0)
		}, -1, "目標|値"},
		{"Ensure neighbouring lines set tight are kept apart", func() []Glyph {
			return setLine(setLine(nil, "一行目", 10, 20, 10, 0), "二行目", 10, 30, 10, 0)
		}, 0, "一行目|二行目"},
		{"Ensure a glyph without Unicode leaves a mark", func() []Glyph {
			g := setLine(nil, "ab", 10, 20, 10, 0)
			g[1].Text, g[1].Unknown = "", true
			return g
		}, 0, "a\ufffd"},
	}
	for _, tt := range tests {
		if got := texts(NewSetter(tt.set()).Lines(nil, tt.gap)); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

// TestLinesTurned checks that text in every direction is read in its own order.
func TestLinesTurned(t *testing.T) {
	upright := setLine(setLine(nil, "読む順", 10, 20, 10, 0), "次の行", 10, 34, 10, 0)
	for turn := Upright; turn <= TurnedCCW; turn++ {
		var glyphs []Glyph
		for _, g := range upright {
			x, y := g.OriginX, g.OriginY
			b := g.Box
			switch turn {
			case TurnedCW:
				g.Box = Box{X0: 100 - b.Bottom, Top: b.X0, X1: 100 - b.Top, Bottom: b.X1}
				g.OriginX, g.OriginY = 100-y, x
			case UpsideDown:
				g.Box = Box{X0: 100 - b.X1, Top: 100 - b.Bottom, X1: 100 - b.X0, Bottom: 100 - b.Top}
				g.OriginX, g.OriginY = 100-x, 100-y
			case TurnedCCW:
				g.Box = Box{X0: b.Top, Top: 100 - b.X1, X1: b.Bottom, Bottom: 100 - b.X0}
				g.OriginX, g.OriginY = y, 100-x
			}
			g.Turn = turn
			glyphs = append(glyphs, g)
		}
		if got := texts(NewSetter(glyphs).Lines(nil, 0)); got != "読む順|次の行" {
			t.Errorf("turn %d: got %q", turn, got)
		}
	}
}

// TestLinesVertical checks that columns of 縦書き come from right to left.
func TestLinesVertical(t *testing.T) {
	var glyphs []Glyph
	for c, s := range []string{"右の列", "左の列"} {
		for i, r := range []rune(s) {
			x, y := 80-float64(c)*14, 10+float64(i)*10
			glyphs = append(glyphs, Glyph{Box: Box{X0: x, Top: y, X1: x + 10, Bottom: y + 10},
				Text: string(r), Size: 10, OriginX: x + 5, OriginY: y, Vertical: true})
		}
	}
	lines := NewSetter(glyphs).Lines(nil, 0)
	if got := texts(lines); got != "右の列|左の列" || !lines[0].Vertical {
		t.Errorf("got %q", got)
	}
}

func TestJoin(t *testing.T) {
	tests := []struct {
		name    string
		lines   []string
		measure float64
		want    string
	}{
		{"Ensure wrapped Japanese is joined without a blank", []string{"消防団員の", "充足率"}, 50, "消防団員の充足率"},
		{"Ensure Latin words that broke with room to spare get a blank", []string{"Google", "Workspace"}, 50, "Google Workspace"},
		{"Ensure a Latin word broken for want of room is put together", []string{"1,234,567,", "890"}, 52, "1,234,567,890"},
		{"Ensure a blank printed at the end of a line counts", []string{"Total ", "sum"}, 25, "Total sum"},
		{"Ensure words that fill narrow lines get a blank", []string{"Unemployment", "rate"}, 60, "Unemployment rate"},
		{"Ensure a word broken at its hyphen is put together", []string{"Off-", "budget"}, 80, "Off-budget"},
		{"Ensure a hyphen with a blank printed behind it stands alone", []string{"short- ", "and long-term"}, 80, "short- and long-term"},
		{"Ensure an address broken for want of room is put together", []string{"example.jp/sei", "saku"}, 70, "example.jp/seisaku"},
		{"Ensure a Latin word broken among Japanese is put together", []string{"市のInsta", "gram"}, 48, "市のInstagram"},
		{"Ensure Japanese after Latin gets no blank", []string{"Web", "会議"}, 60, "Web会議"},
	}
	for _, tt := range tests {
		var glyphs []Glyph
		for i, s := range tt.lines {
			glyphs = setLine(glyphs, s, 10, 20+float64(i)*13, 10, 0)
		}
		s := NewSetter(glyphs)
		if got := s.Join(s.Lines(nil, -1), tt.measure); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

// TestWords checks that words part at white, printed blanks or not, and that
// Japanese parts at less of it.
func TestWords(t *testing.T) {
	glyphs := setLine(nil, "12", 10, 20, 10, 0)
	glyphs = setLine(glyphs, "34", 28, 20, 10, 0)
	glyphs = setLine(glyphs, "前の", 60, 20, 10, 0)
	glyphs = setLine(glyphs, "後の", 83, 20, 10, 0)
	words := NewSetter(glyphs).Words(nil, 0.45)
	var got []int
	for _, w := range words {
		got = append(got, len(w.Glyphs))
	}
	if len(words) != 4 {
		t.Errorf("got words of %v glyphs, want 4 of 2 each", got)
	}
}

// FuzzLines checks that every visible glyph stands in exactly one line.
func FuzzLines(f *testing.F) {
	f.Add([]byte("\x10\x20\x30目標値 12,345"))
	f.Add([]byte{0xff, 0, 1, 2, 0x80, 9, 9, 9, 9, 9})
	f.Fuzz(func(t *testing.T, data []byte) {
		glyphs, visible := scatter(data)
		seen := map[int32]bool{}
		for _, l := range NewSetter(glyphs).Lines(nil, 0) {
			for _, i := range l.Glyphs {
				if !glyphs[i].Blank() {
					if seen[i] {
						t.Fatalf("glyph %d stands in two lines", i)
					}
					seen[i] = true
				}
			}
		}
		if len(seen) != visible {
			t.Fatalf("%d of %d glyphs in lines", len(seen), visible)
		}
	})
}

// scatter makes glyphs of fuzz data, five bytes each.
func scatter(data []byte) (glyphs []Glyph, visible int) {
	for len(data) >= 5 {
		b := data[:5]
		data = data[5:]
		x, y, size := float64(b[0])*2, float64(b[1])*3, float64(b[2]%20)
		text := string(rune(' ' + int(b[3])*40))
		g := Glyph{Box: Box{X0: x, Top: y - size, X1: x + size, Bottom: y}, Text: text, Size: size,
			OriginX: x, OriginY: y, Turn: Turn(b[4] & 3), Vertical: b[4]&4 != 0, Unknown: b[4]&8 != 0}
		if !g.Blank() {
			visible++
		}
		glyphs = append(glyphs, g)
	}
	return glyphs, visible
}

func BenchmarkLines(b *testing.B) {
	var glyphs []Glyph
	for i := range 1000 {
		glyphs = setLine(glyphs, "この行は五十字の文字からなり、ページの幅いっぱいに続く。2024年の値は123である。", 30, 10+float64(i)*14, 10, 0)
	}
	b.ReportAllocs()
	s := new(Setter)
	for b.Loop() {
		s.Reset(glyphs)
		s.Lines(nil, 0)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(glyphs)), "ns/glyph")
}
