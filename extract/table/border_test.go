package table

import (
	"slices"
	"strings"
	"testing"

	"shihyo/extract/finding"
)

// onLines draws a ruled table whose texts begin at the sides of their cells, moved
// to the left by dx.
func onLines(dx float64) *Layout {
	s := newSheet()
	for _, y := range rowY {
		s.hline(colX[0], colX[3], y)
	}
	for _, x := range colX[:4] {
		s.vline(x, rowY[0], rowY[len(rowY)-1])
	}
	for r := range len(rowY) - 1 {
		for c, text := range []string{"防災の項目", "組織の数", "65.6%"} {
			s.text(colX[c]+1-dx, rowY[r]+14, text)
		}
	}
	return Build(&s.Page)
}

// TestTextOffItsGrid checks that text which stands off its grid throughout is
// told of once, and that its cells are not doubted.
func TestTextOffItsGrid(t *testing.T) {
	l := onLines(4)
	marked := 0
	for _, c := range l.Tables[0].Cells {
		if strings.Contains(codes(&c), string(GlyphOnBorder)) {
			marked++
		}
	}
	told := slices.ContainsFunc(l.Findings, func(f finding.Finding) bool { return f.Code == TextDisplaced })
	if marked != 0 || !told {
		t.Errorf("text 4 points to the left: %d cells doubted, page told: %v", marked, told)
	}
	l = onLines(0)
	if len(l.Findings) != 0 {
		t.Errorf("text in its place: %v", l.Findings)
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
