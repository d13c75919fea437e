package table

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// onLines draws a ruled table whose texts stand close to a side of their cells,
// moved by dx and dy, and strikes so many of them out.
func onLines(dx, dy float64, struck int) *Layout {
	s := newSheet()
	for _, y := range rowY {
		s.hline(colX[0], colX[3], y)
	}
	for _, x := range colX[:4] {
		s.vline(x, rowY[0], rowY[len(rowY)-1])
	}
	for r := range len(rowY) - 1 {
		for c, text := range []string{"防災の項目", "組織の数", "65.6%"} {
			s.text(colX[c]+1+dx, rowY[r]+9+dy, text)
			if struck--; struck >= 0 {
				s.hline(colX[c]+1, colX[c]+1+float64(utf8.RuneCountInString(text))*9, rowY[r]+9-3)
			}
		}
	}
	return Build(&s.Page)
}

// TestTextOffItsGrid checks that text which stands off its lines throughout is
// read as if it stood between them, and told of once; and that text which lines
// run through for another reason stays where it is.
func TestTextOffItsGrid(t *testing.T) {
	want := onLines(0, 0, 0)
	if len(want.Findings) != 0 {
		t.Errorf("text in its place: %v", want.Findings)
	}
	for _, c := range []struct {
		dx, dy float64
		struck int
		told   int
	}{
		{-4, 0, 0, 1}, {0, -4, 0, 1}, {-4, -4, 0, 1}, {0, 0, 9, 0}, {-1, 1, 0, 0},
	} {
		l := onLines(c.dx, c.dy, c.struck)
		told := 0
		for _, f := range l.Findings {
			if f.Code == TextDisplaced {
				told++
			}
		}
		if told != c.told {
			t.Errorf("%+v: told %d times", c, told)
		}
		for i := range want.Tables[0].Cells {
			got, want := &l.Tables[0].Cells[i], &want.Tables[0].Cells[i]
			if got.Text != want.Text || strings.Contains(codes(got), string(GlyphOnBorder)) {
				t.Errorf("%+v: cell %q reads %q, doubts %s", c, want.Text, got.Text, codes(got))
			}
		}
	}
}

// TestUnknownCharacter checks that a character the file does not tell is doubted.
func TestUnknownCharacter(t *testing.T) {
	s := newSheet()
	s.body([][]string{{"項目", "指標", "R4", "R5"}, {"防災", "組織率", "63.7%", "65.6%"}})
	for _, y := range rowY[:3] {
		s.hline(colX[0], colX[4], y)
	}
	for _, x := range colX {
		s.vline(x, rowY[0], rowY[2])
	}
	for i := range s.Glyphs {
		if s.Glyphs[i].Text == "織" {
			s.Glyphs[i].Text, s.Glyphs[i].Unknown = "", true
		}
	}
	l := Build(&s.Page)
	for i := range l.Tables[0].Cells {
		c := &l.Tables[0].Cells[i]
		if got, want := strings.Contains(codes(c), string(CharacterUnknown)), strings.Contains(c.Text, "\ufffd"); got != want {
			t.Errorf("%q: %s", c.Text, codes(c))
		}
	}
	if c := cellAt(t, l, 1, 1); c.Text != "組\ufffd率" {
		t.Errorf("got %q", c.Text)
	}
}
