package table

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"shihyo/extract/page"
)

// stat sets a table of names and figures without lines, its header at y, and
// returns the height below it.
func (s *sheet) stat(y float64, heads, names []string) float64 {
	for c, head := range heads {
		s.text(240+float64(c)*60-width(head), y, head)
	}
	for _, name := range names {
		y += 15
		s.text(50, y, name)
		if strings.HasSuffix(name, ":") {
			continue // the label of a group
		}
		for c := range heads {
			v := fmt.Sprint(1200 + int(y)*7 + c*313)
			s.text(240+float64(c)*60-width(v), y, v)
		}
	}
	return y
}

var (
	years  = []string{"2009", "2010", "2011"}
	states = []string{"Alabama", "Alaska", "Arizona", "Idaho", "Nevada"}
	crimes = []string{"Burglary", "Robbery", "Arson", "Larceny"}
)

// Ensure a table of white, or of a few lines, has the rows that are its own:
// header and total, and no caption, unit, note or list.
func TestExtent(t *testing.T) {
	for _, tt := range []struct {
		name    string
		draw    func(s *sheet)
		tables  int
		outside []string // how the lines begin that belong to no table
	}{
		{"caption over the middle and note below", func(s *sheet) {
			s.center(205, 80, "Table 4. Households by state and year")
			s.center(205, 94, "[In thousands]")
			y := s.stat(110, years, states)
			s.text(50, y+14, "NOTE: Data are for households of all kinds and sizes of the year.")
			s.text(50, y+28, "SOURCE: Annual survey.")
		}, 1, []string{"Table 4", "[In", "NOTE", "SOURCE"}},
		{"caption at the left and a unit at the right", func(s *sheet) {
			s.text(50, 80, "表１２　都道府県別の世帯数の推移")
			s.text(310, 94, "（単位：人）")
			s.stat(110, years, states)
		}, 1, []string{"表１２", "（単位"}},
		{"a title bar above shaded rows, the source below", func(s *sheet) {
			s.fill(page.Box{X0: 50, Top: 96, X1: 370, Bottom: 112}, 0.7)
			s.text(54, 108, "■第３表／主な国における研究開発の方針と体制の概要")
			for r := range 5 {
				s.fill(page.Box{X0: 50, Top: 114 + float64(r)*20, X1: 120, Bottom: 134 + float64(r)*20}, 0.9)
				s.fill(page.Box{X0: 120, Top: 114 + float64(r)*20, X1: 370, Bottom: 134 + float64(r)*20}, 0.95)
				s.text(54, 128+float64(r)*20, []string{"国名", "米国", "英国", "日本", "韓国"}[r])
				s.text(124, 128+float64(r)*20, []string{"方針", "省庁の連携を進める", "基盤の整備に投資する", "戦略を定める", "人材を育てる"}[r])
			}
			s.fill(page.Box{X0: 50, Top: 216, X1: 370, Bottom: 232}, 0.95)
			s.text(54, 228, "資料：各国の公表資料を基に研究開発戦略室が作成")
		}, 1, []string{"■第３表", "資料："}},
		{"two tables of the same columns under captions in larger type", func(s *sheet) {
			y := 80.0
			for i, caption := range []string{"Households", "Offenses known"} {
				from := len(s.Glyphs)
				s.text(50, y, caption)
				for k := range s.Glyphs[from:] {
					s.Glyphs[from+k].Size = 12
				}
				s.text(50, y+16, "Area")
				y = s.stat(y+16, []string{"Number", "Percent", "Rate"}, [][]string{states, crimes}[i]) + 26
			}
		}, 2, []string{"Households", "Offenses"}},
		{"caption behind its number, close above", func(s *sheet) {
			s.text(50, 95, "表35")
			s.text(85, 95, "世帯数の推移")
			s.stat(110, years, states)
		}, 1, []string{"表35"}},
		{"a header alone shaded above many rows", func(s *sheet) {
			s.fill(page.Box{X0: 46, Top: 98, X1: 374, Bottom: 114}, 0.8)
			s.stat(110, years, slices.Concat(states, crimes, states, crimes, states))
		}, 1, nil},
		{"figures that reach a little under the heading beside their own", func(s *sheet) {
			s.text(206, 80, "Manufacturing")
			s.text(336, 80, "Residential")
			y := s.stat(95, []string{"Rate", "S.E.", "Rate", "S.E."}, nil)
			for r, name := range slices.Concat(states, crimes) {
				y += 15
				s.text(50, y, name)
				for c := range 4 {
					v := fmt.Sprintf("%d,%d59", 10+r+c, (r*7+c)%10)
					s.text(240+float64(c)*60-width(v), y, v)
				}
			}
		}, 1, nil},
		{"labels of groups", func(s *sheet) {
			s.stat(110, years, []string{"South:", "Alabama", "Florida", "West:", "Idaho", "Nevada"})
		}, 1, nil},
		{"a label of two lines with its figures at half height", func(s *sheet) {
			y := s.stat(110, years, []string{"Alabama", "Nuclear electric:"})
			for c, v := range []string{"3101", "3233", "4120"} {
				s.text(216+float64(c)*60, y+6, v)
			}
			s.text(50, y+12, "power plants")
			s.stat(y+12, nil, []string{"Oil", "Gas"})
			for r := range 2 {
				for c, v := range []string{"5101", "5233", "6120"} {
					s.text(216+float64(c)*60, y+27+15*float64(r), v)
				}
			}
		}, 1, nil},
		{"headers in the middle over short figures at the end", func(s *sheet) {
			for c, head := range years {
				s.center(210+float64(c)*80, 100, head)
			}
			for r, name := range states {
				y := 114 + float64(r)*14
				s.text(50, y, name)
				for c := range years {
					v := strings.Repeat("7", 1+(r*r+c)%4*2)
					s.text(240+float64(c)*80-width(v), y, v)
				}
			}
		}, 1, nil},
		{"a text over two columns of the header", func(s *sheet) {
			s.center(280, 96, "Current")
			s.stat(110, years, states)
		}, 1, nil},
		{"a total below the last line", func(s *sheet) {
			y := s.stat(110, years, append(states, "Total"))
			s.hline(50, 362, 114)
			s.hline(200, 362, y-11)
		}, 1, nil},
		{"a table after another of the same columns", func(s *sheet) {
			y := s.stat(110, years, states)
			s.center(205, y+22, "Table 5. Offenses known to the police")
			s.stat(y+40, years, crimes)
		}, 2, []string{"Table 5"}},
		{"a table after another between the same lines", func(s *sheet) {
			y := s.stat(110, years, states)
			s.hline(50, 362, 98)
			s.hline(50, 362, 114)
			s.hline(50, 362, y+4)
			s.text(50, y+16, "NOTE: Data are for households of all kinds and sizes of the year.")
			s.center(205, y+32, "Table 5. Offenses known to the police")
			s.hline(50, 362, y+38)
			z := s.stat(y+50, years, crimes)
			s.hline(50, 362, y+54)
			s.hline(50, 362, z+4)
		}, 2, []string{"NOTE", "Table 5"}},
		{"a list above", func(s *sheet) {
			for i := range 4 {
				s.text(50, 40+float64(i)*14, "-")
				s.text(65, 40+float64(i)*14, "Counts of each state that took part in the survey of that year")
			}
			s.stat(110, years, states)
		}, 1, []string{"- Counts", "- Counts", "- Counts", "- Counts"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newSheet()
			tt.draw(s)
			l := Build(&s.Page)
			if len(l.Tables) != tt.tables {
				t.Fatalf("%d tables, want %d:\n%s", len(l.Tables), tt.tables, shown(l))
			}
			var lines []string
			for i := range l.Lines {
				lines = append(lines, l.Lines[i].Text)
			}
			same := len(lines) == len(tt.outside)
			for i := 0; same && i < len(lines); i++ {
				same = strings.HasPrefix(lines[i], tt.outside[i])
			}
			if !same {
				t.Errorf("outside of tables stand %q, want %q\n%s", lines, tt.outside, shown(l))
			}
		})
	}
}
