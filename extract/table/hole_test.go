package table

import (
	"slices"
	"strings"
	"testing"

	"shihyo/extract/page"
)

// TestHoles checks that the room of a lost character is seen, and that texts
// set apart on purpose are not taken for damaged.
func TestHoles(t *testing.T) {
	for _, c := range []struct {
		text string
		lost int     // the character that is taken out, -1 for none
		gap  float64 // points between all characters
		want bool
	}{
		{"河川の点検箇所", -1, 0, false},
		{"河川の点検箇所", 2, 0, true},
		{"河川の点検箇所", 6, 0, false}, // the last one leaves no room
		{"河川の点検箇所", -1, 3, false},
		{"河川の点検箇所", 3, 3, true},
		{"1,254", 1, 0, true},
		{"12.5", 2, 0, true},
		{"第3期", 1, 0, false}, // a single room tells nothing
		{"目標", -1, 8, false},
		{"点検 箇所数", -1, 0, false},
		{"(2) 河川の点検", -1, 0, false},
		{"(2) 河川の点検", 4, 0, true},    // room of a character behind the blank
		{"Smart City計画", 8, 0, true}, // one within, where blanks are printed
		{"ICT施設の数", 2, 0, false},     // half a character may be white between scripts
		{"Web等の数", 3, 0, true},       // letters are no number before a name
	} {
		s := newSheet()
		x := 100.0
		for i, r := range []rune(c.text) {
			if i != c.lost {
				s.text(x, 100, string(r))
			}
			x += width(string(r)) + c.gap
		}
		ids := make([]int32, len(s.Glyphs))
		for i := range ids {
			ids[i] = int32(i)
		}
		if _, holed := holesIn(s.Glyphs, ids); holed > 0 != c.want {
			t.Errorf("%s without %d, %g apart: hole %v", c.text, c.lost, c.gap, holed > 0)
		}
	}
	// A file that gives characters too little width shows no holes, but the room of
	// two of them is one.
	for lost, want := range map[int]bool{-1: false, 3: true} {
		s := newSheet()
		for i, r := range []rune("河川の点検箇所") {
			if i != lost {
				s.text(100+10*float64(i), 100, string(r))
				g := &s.Glyphs[len(s.Glyphs)-1]
				g.X1 = g.X0 + 3 + float64(i%2)*2
			}
		}
		if _, holed := holesIn(s.Glyphs, []int32{0, 1, 2, 3, 4, 5, 6}[:len(s.Glyphs)]); holed > 0 != want {
			t.Errorf("widths too small, without %d: hole %v", lost, holed > 0)
		}
	}
	// A note's mark, raised, stands in the room it takes.
	marked := newSheet()
	marked.text(100, 100, "河川の")
	marked.text(133, 97, "1)")
	for i := range marked.Glyphs[3:] {
		marked.Glyphs[3+i].Size = 6
	}
	marked.text(145, 100, "点検箇所")
	if _, holed := holesIn(marked.Glyphs, []int32{0, 1, 2, 3, 4, 5, 6, 7, 8}); holed > 0 {
		t.Error("a note's mark is taken for a hole")
	}
	// In a table the cell is marked, the others are not.
	s := lattice(plainRows)
	k := 0
	for k = range s.Glyphs {
		if s.Glyphs[k].Text == "織" {
			break
		}
	}
	s.Glyphs = append(s.Glyphs[:k], s.Glyphs[k+1:]...)
	s.Glyphs[k].X0, s.Glyphs[k].X1 = s.Glyphs[k].X0+2, s.Glyphs[k].X1+2
	s.text(s.Glyphs[k].X1, s.Glyphs[k].OriginY, "値")
	l := Build(&s.Page)
	for i := range l.Tables[0].Cells {
		c := &l.Tables[0].Cells[i]
		if got, want := strings.Contains(codes(c), string(HoleInText)), strings.HasPrefix(c.Text, "組"); got != want {
			t.Errorf("%q: %s", c.Text, codes(c))
		}
	}
}

// TestJoined checks that a column which holds two is marked all down, and one of
// numbered texts is not; with headers side by side the two are parted.
func TestJoined(t *testing.T) {
	draw := func(numberUp float64) string {
		s := newSheet()
		ys := []float64{100, 140, 180, 220, 260}
		for _, y := range ys {
			s.hline(50, 350, y)
		}
		for _, x := range []float64{50, 230, 350} {
			s.vline(x, 100, 260)
		}
		for i, name := range []string{"街灯の更新", "歩道の整備", "水路の点検", "橋の補修"} {
			s.text(56, ys[i]+18-numberUp, "2-"+string(rune('1'+i)))
			s.text(56, ys[i]+30, "甲")
			s.text(100, ys[i]+18, name)
			s.text(100, ys[i]+30, "の推進")
			s.text(260, ys[i]+24, "12件")
		}
		l := Build(&s.Page)
		marked := ""
		for i := range l.Tables[0].Cells {
			if c := &l.Tables[0].Cells[i]; strings.Contains(codes(c), string(CellsRunTogether)) {
				marked += string([]rune(c.Text)[:1])
			}
		}
		return marked
	}
	if got := draw(0); got != "" {
		t.Errorf("texts at the same heights: %s marked", got)
	}
	if got := draw(6); len(got) != 4 {
		t.Errorf("texts at heights of their own: %q marked, want four", got)
	}

	s := newSheet()
	s.body([][]string{{"", "", "R4", "R5"}, {"防災", "組織率", "63.7%", "65.6%"}, {"消防", "充足率", "76%", "79%"}, {"福祉", "雇用率", "2.10", "2.15"}})
	s.center(100, 113, "項目")
	s.center(200, 113, "指標")
	for _, y := range rowY {
		s.hline(50, 410, y)
	}
	for _, x := range []float64{50, 250, 330, 410} {
		s.vline(x, 100, 180)
	}
	want := "[項目][指標][R4][R5]\n[防災][組織率][63.7%][65.6%]\n[消防][充足率][76%][79%]\n[福祉][雇用率][2.10][2.15]"
	if got := shown(Build(&s.Page)); got != want {
		t.Errorf("two columns under two headers: got\n%s", got)
	}
}

// TestTorn checks that a number whose last figure fell into the next cell marks
// both, and that texts which end at a border mark none.
func TestTorn(t *testing.T) {
	for x, want := range map[float64]string{300: "", 313: "", 322: "12 3"} {
		s := lattice([][]string{plainRows[0], {"防災", "組織率", "", ""}, plainRows[2], plainRows[3]})
		for i, r := range "123" {
			s.text(x+float64(i)*5, 133, string(r))
		}
		ids := make([][]int32, 16)
		cell := slices.Repeat([]int32{-1}, len(s.Glyphs))
		l := Build(&s.Page)
		tb := &l.Tables[0]
		for g := range s.Glyphs {
			for i := range tb.Cells {
				c := &tb.Cells[i]
				if gl := &s.Glyphs[g]; (gl.X0+gl.X1)/2 >= c.Box.X0 && (gl.X0+gl.X1)/2 < c.Box.X1 && gl.OriginY > c.Box.Top && gl.OriginY < c.Box.Bottom {
					ids[i], cell[g] = append(ids[i], int32(g)), int32(i)
				}
			}
		}
		b := &builder{page: &s.Page, words: page.NewSetter(s.Glyphs).Words(nil, wordCut), cell: cell}
		var got []string
		for i, torn := range b.torn(tb, 0) {
			if torn {
				text := ""
				for _, id := range ids[i] {
					text += s.Glyphs[id].Text
				}
				got = append(got, text)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("number at %g: %q, want %q", x, got, want)
		}
	}
}

// TestPartedDown checks that two texts in vertical writing are told from one, and
// from characters set apart.
func TestPartedDown(t *testing.T) {
	for name, c := range map[string]struct {
		tops []float64
		want bool
	}{
		"one text":   {[]float64{100, 110, 120, 130}, false},
		"two texts":  {[]float64{100, 110, 150, 160}, true},
		"set apart":  {[]float64{100, 120, 140, 160}, false},
		"three gaps": {[]float64{100, 115, 140, 155}, false},
	} {
		p := &page.Page{Number: 1, Width: 600, Height: 800}
		var ids []int32
		for i, top := range c.tops {
			p.Glyphs = append(p.Glyphs, page.Glyph{Box: page.Box{X0: 50, X1: 60, Top: top, Bottom: top + 10}, Text: "章", Size: 10, Vertical: true})
			ids = append(ids, int32(i))
		}
		b := &builder{page: p}
		if got := b.partedDown(ids); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
