package table

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"shihyo/extract/finding"
	"shihyo/extract/page"
)

// box strokes the sides of a box.
func (s *sheet) box(b page.Box) {
	s.hline(b.X0, b.X1, b.Top)
	s.hline(b.X0, b.X1, b.Bottom)
	s.vline(b.X0, b.Top, b.Bottom)
	s.vline(b.X1, b.Top, b.Bottom)
}

// color fills a box with a colour as bars have.
func (s *sheet) color(b page.Box) {
	s.Fills = append(s.Fills, page.Fill{Box: b, R: 0.2, G: 0.4, B: 0.8})
}

var months = []string{"4月", "5月", "6月", "7月", "8月", "9月"}

// schedule draws a grid of tasks by months.
func schedule(s *sheet) {
	for r := range 7 {
		s.hline(50, 450, 100+float64(r)*22)
	}
	for _, x := range []float64{50, 150, 200, 250, 300, 350, 400, 450} {
		s.vline(x, 100, 232)
	}
	for i, m := range months {
		s.center(175+float64(i)*50, 115, m)
	}
	for r, task := range []string{"現況調査", "素案作成", "市民意見", "審議会", "公表"} {
		s.text(54, 137+float64(r)*22, task)
	}
}

// figures sets a table of white alone: names and three columns of figures.
func (s *sheet) figures(y float64) {
	for c, head := range []string{"", "男", "女", "計"} {
		s.center(200+float64(c-1)*80, y, head)
	}
	for r, name := range []string{"総人口", "出生数", "死亡数", "転入者数", "転出者数"} {
		s.text(50, y+16*float64(r+1), name)
		for c := range 3 {
			v := fmt.Sprint(10234 + r*1111 + c*317)
			s.text(225+float64(c)*80-width(v), y+16*float64(r+1), v)
		}
	}
}

// Ensure drawings, panels and lists are judged to be no tables, for a reason that
// is named, where the same lines and texts without it may be one.
func TestJudge(t *testing.T) {
	for _, tt := range []struct {
		name   string
		draw   func(s *sheet)
		tables int
		reason *Reason // against the grid; nil for none
	}{
		{"a schedule of texts", func(s *sheet) {
			schedule(s)
			for r := range 5 {
				for c := range 6 {
					s.center(175+float64(c)*50, 137+float64(r)*22, "実施")
				}
			}
		}, 1, nil},
		{"a Gantt chart", func(s *sheet) {
			schedule(s)
			for r, span := range [][2]int{{0, 2}, {1, 4}, {3, 4}, {2, 6}, {5, 6}} {
				s.color(page.Box{X0: 150 + float64(span[0])*50, X1: 150 + float64(span[1])*50, Top: 126 + float64(r)*22, Bottom: 139 + float64(r)*22})
			}
		}, 0, byBars},
		{"stacked bars with figures in them", func(s *sheet) {
			for r, name := range []string{"男性", "女性", "全体", "市外"} {
				y, x := 100+float64(r)*26, 120.0
				s.text(80, y+13, name)
				for k := range 5 {
					w := 40 + float64((r*13+k*29)%37)
					s.color(page.Box{X0: x, X1: x + w, Top: y, Bottom: y + 18})
					s.center(x+w/2, y+13, fmt.Sprintf("%.1f", w/4))
					x += w
				}
			}
		}, 0, byBars},
		{"figures over the slices of a pie", func(s *sheet) {
			s.figures(100)
			for i := range 12 {
				x, y := 150+float64(i%4)*70, 90+float64(i/4)*35
				s.Shapes = append(s.Shapes, page.Box{X0: x, Top: y, X1: x + 60, Bottom: y + 30})
			}
		}, 0, nil},
		{"a legend beside a pie", func(s *sheet) {
			s.Shapes = append(s.Shapes, page.Box{X0: 30, Top: 90, X1: 90, Bottom: 150})
			for i := range 5 {
				s.fill(page.Box{X0: 125, Top: 93 + float64(i)*16, X1: 133, Bottom: 101 + float64(i)*16}, 0.4)
				s.text(140, 100+float64(i)*16, []string{"農業", "工業", "商業", "観光", "公務"}[i])
				s.text(240, 100+float64(i)*16, fmt.Sprintf("%d.%d%%", 11+i*3, i))
			}
		}, 0, nil},
		{"boxes of a form with room to write", func(s *sheet) {
			for i, label := range []string{"氏名", "住所", "電話", "職業", "申請日", "勤務先"} {
				x, y := 50+float64(i%2)*200, 100+float64(i/2)*45
				s.box(page.Box{X0: x, Top: y, X1: x + 200, Bottom: y + 45})
				s.text(x+3, y+12, label)
			}
		}, 0, byWriting},
		{"figures in columns", func(s *sheet) { s.figures(100) }, 1, nil},
		{"an organisation chart", func(s *sheet) {
			s.box(page.Box{X0: 260, Top: 100, X1: 340, Bottom: 122})
			s.center(300, 115, "部長")
			s.vline(300, 122, 140)
			s.hline(100, 500, 140)
			for i, name := range []string{"総務課", "企画課", "財政課", "市民課", "福祉課"} {
				x := 100 + float64(i)*100
				s.vline(x, 140, 155)
				s.box(page.Box{X0: x - 38, Top: 155, X1: x + 38, Bottom: 177})
				s.center(x, 170, name)
				s.vline(x, 177, 190)
				s.box(page.Box{X0: x - 38, Top: 190, X1: x + 38, Bottom: 212})
				s.center(x, 205, name[:len("総務")]+"係")
			}
		}, 0, byBoxes},
		{"panels of a dashboard", func(s *sheet) {
			for i := range 6 {
				x, y := 50+float64(i%3)*140, 100+float64(i/3)*70
				s.fill(page.Box{X0: x, Top: y, X1: x + 130, Bottom: y + 60}, 0.9)
				s.center(x+65, y+15, []string{"総人口", "世帯数", "出生数", "死亡数", "転入", "転出"}[i])
				s.center(x+65, y+33, fmt.Sprint(12345+i*777))
			}
		}, 0, byPanels},
		{"articles with their amounts", func(s *sheet) {
			y := 100.0
			for i, name := range []string{"給水戸数", "年間総給水量", "一日平均給水量", "建設改良事業"} {
				if i%2 == 0 {
					s.text(50, y, fmt.Sprintf("第%d条　業務の予定量及び予算の総額は、次のとおりと定めることとする。", i+1))
					y += 16
				}
				s.text(90, y, name)
				v := fmt.Sprint(5110 + i*977)
				s.text(330-width(v), y, v)
				s.text(380, y, "千円")
				y += 16
			}
		}, 0, bySentences},
		{"page numbers without leaders", func(s *sheet) {
			for i, title := range []string{"計画の趣旨", "計画の期間", "推進の体制", "進行の管理", "施策の体系", "資料"} {
				s.text(50, 100+float64(i)*16, title)
				n := fmt.Sprint(1 + i*i*2)
				s.text(480-width(n), 100+float64(i)*16, n)
			}
		}, 0, nil},
		{"two boxes of prose side by side", func(s *sheet) {
			for i, x := range []float64{50, 310} {
				s.box(page.Box{X0: x - 8, Top: 86, X1: x + 245, Bottom: 220 - float64(i)*14})
				for k := range 9 - i {
					s.text(x, 100+float64(k)*14, "この欄の文は二十三文字ずつ並ぶ段組みの本文です。")
				}
			}
		}, 0, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newSheet()
			tt.draw(s)
			l := Build(&s.Page)
			if len(l.Tables) != tt.tables {
				t.Errorf("%d tables, want %d:\n%s", len(l.Tables), tt.tables, shown(l))
			}
			named := tt.reason == nil
			for i := range l.Judged {
				named = named || slices.ContainsFunc(l.Judged[i].Evidence, func(e Evidence) bool { return e.Reason == tt.reason && e.Weight < 0 })
			}
			if !named {
				t.Errorf("the reason %q is not named: %v", tt.reason.Text(finding.English), l.Judged)
			}
		})
	}
}

// Ensure a drawing of a page tells why a grid was not taken for a table, in the
// reader's language.
func TestWhyInDrawing(t *testing.T) {
	s := newSheet()
	schedule(s)
	for r := range 5 {
		s.color(page.Box{X0: 160 + float64(r)*50, X1: 220 + float64(r)*40, Top: 126 + float64(r)*22, Bottom: 139 + float64(r)*22})
	}
	for lang, want := range map[finding.Lang]string{finding.Japanese: "棒の形の塗りがある", finding.English: "bars"} {
		var b strings.Builder
		if err := DrawSVG(&b, &s.Page, Build(&s.Page), nil, lang); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.String(), want) {
			t.Errorf("%s: the drawing does not tell %q", lang, want)
		}
	}
}

// Ensure a grid that only just counts as a table is less sure than one that
// lines close.
func TestSureness(t *testing.T) {
	s := newSheet()
	s.figures(100)
	open := Build(&s.Page).Tables
	closed := Build(&lattice(plainRows).Page).Tables
	if len(open) != 1 || len(closed) != 1 || open[0].Confidence >= closed[0].Confidence {
		t.Errorf("confidence: %v by white, %v by lines", open, closed)
	}
}

// Ensure rows shaded cell by cell are no bars, though the borders of their cells
// differ, and parts of bars in several colours are.
func TestBars(t *testing.T) {
	for name, tt := range map[string]struct {
		grays []float32 // of the areas in a row, from left to right
		bars  int
	}{
		"cells":        {[]float32{0.93, 0.93, 0.93, 0.93}, 0},
		"stacked bars": {[]float32{0.3, 0.5, 0.7, 0.9}, 6},
	} {
		s := newSheet()
		for r, xs := range [][]float64{{50, 190, 370}, {50, 190, 250, 310, 370}} {
			y := 82 + float64(r)*32
			for i := 1; i < len(xs); i++ {
				s.fill(page.Box{X0: xs[i-1], X1: xs[i], Top: y, Bottom: y + 16}, tt.grays[i-1])
			}
		}
		if got := marksOf(&s.Page, nil, nil).bars; len(got) != tt.bars {
			t.Errorf("%s: %d bars, want %d: %v", name, len(got), tt.bars, got)
		}
	}
}
