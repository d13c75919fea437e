package table

import (
	"fmt"
	"testing"

	"shihyo/extract/page"
)

// Ensure tables and prose in columns of the page are kept apart, and the columns
// of a table are not.
func TestGutters(t *testing.T) {
	line := "この欄の文は二十三文字ずつ並ぶ段組みの本文です。"
	prose := func(s *sheet, x, y float64, n int) {
		for i := range n {
			s.text(x, y+float64(i)*14, line)
		}
	}
	small := func(s *sheet, x, y, lead float64) {
		for c, year := range years {
			s.text(x+130+float64(c)*40-20, y, year)
		}
		for r, name := range states {
			y += lead
			s.text(x, y, name)
			for c := range years {
				v := fmt.Sprint(120 + r*37 + c*11)
				s.text(x+130+float64(c)*40-width(v), y, v)
			}
		}
	}
	for _, tt := range []struct {
		name       string
		draw       func(s *sheet)
		tables     int
		rows, cols int
	}{
		{"prose in two columns", func(s *sheet) {
			prose(s, 50, 100, 20)
			prose(s, 310, 100, 20)
		}, 0, 0, 0},
		{"a table in one of two columns of prose", func(s *sheet) {
			prose(s, 50, 100, 6)
			small(s, 50, 200, 13)
			prose(s, 50, 290, 8)
			prose(s, 310, 100, 24)
		}, 1, 6, 4},
		{"two tables side by side, out of step", func(s *sheet) {
			small(s, 50, 100, 16)
			small(s, 320, 107, 14)
		}, 2, 6, 4},
		{"two tables whose row lines stand at the same heights", func(s *sheet) {
			for _, x := range []float64{50, 310} {
				small(s, x, 100, 16)
				for r := range 7 {
					s.hline(x, x+250, 88+float64(r)*16)
				}
			}
		}, 2, 6, 4},
		{"a table whose row lines are drawn by column", func(s *sheet) {
			small(s, 50, 100, 16)
			for r := range 7 {
				y := 88 + float64(r)*16
				s.hline(50, 140, y)
				for c := range years {
					s.hline(145+float64(c)*40, 181+float64(c)*40, y)
				}
			}
		}, 1, 6, 4},
		{"tables of one width under shaded headers", func(s *sheet) {
			for _, y := range []float64{100, 220} {
				s.fill(page.Box{X0: 48, Top: y - 12, X1: 300, Bottom: y + 4}, 0.8)
				small(s, 50, y, 16)
				for r := range 6 {
					s.hline(48, 300, y+4+float64(r)*16)
				}
			}
		}, 2, 6, 4},
		{"names at the middle of their texts", func(s *sheet) {
			for c, head := range []string{"施策", "内容", "R4", "R5"} {
				s.text([]float64{50, 130, 440, 500}[c], 100, head)
			}
			for r, name := range []string{"防災", "福祉", "教育", "観光"} {
				y := 120 + float64(r)*40
				s.text(50, y+7, name)
				s.text(130, y, line)
				s.text(130, y+14, "の一覧")
				s.text(440, y+7, fmt.Sprint(61+r*7))
				s.text(500, y+7, fmt.Sprint(58+r*9))
			}
		}, 1, 5, 4},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newSheet()
			tt.draw(s)
			l := Build(&s.Page)
			if len(l.Tables) != tt.tables {
				t.Fatalf("%d tables, want %d:\n%s", len(l.Tables), tt.tables, shown(l))
			}
			for i := range l.Tables {
				if x := &l.Tables[i]; x.Rows != tt.rows || x.Cols != tt.cols {
					t.Errorf("%d × %d, want %d × %d:\n%s", x.Rows, x.Cols, tt.rows, tt.cols, show(x))
				}
			}
		})
	}
}
