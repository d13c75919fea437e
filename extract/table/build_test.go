package table

import (
	"fmt"
	"strings"
	"testing"

	"shihyo/extract/finding"
	"shihyo/extract/page"
)

// sheet draws pages for tests: texts, lines and shading by hand.
type sheet struct{ page.Page }

func newSheet() *sheet {
	return &sheet{page.Page{Number: 1, Width: 600, Height: 800}}
}

// text sets s with its left end at x and its baseline at y, size 10: Latin
// characters half an em wide, others an em.
func (s *sheet) text(x, y float64, text string) {
	for _, r := range text {
		w := 10.0
		if r < 0x100 {
			w = 5
		}
		s.Glyphs = append(s.Glyphs, page.Glyph{Box: page.Box{X0: x, Top: y - 9, X1: x + w, Bottom: y + 1},
			Text: string(r), Size: 10, OriginX: x, OriginY: y, Conf: 1})
		x += w
	}
}

func width(text string) float64 {
	w := 0.0
	for _, r := range text {
		if r < 0x100 {
			w += 5
		} else {
			w += 10
		}
	}
	return w
}

// center sets s with its middle at x.
func (s *sheet) center(x, y float64, text string) { s.text(x-width(text)/2, y, text) }

func (s *sheet) hline(x0, x1, y float64) {
	s.Rules = append(s.Rules, page.Rule{Box: page.Box{X0: x0, Top: y - 0.25, X1: x1, Bottom: y + 0.25}, Horizontal: true, Thickness: 0.5})
}

func (s *sheet) vline(x, y0, y1 float64) {
	s.Rules = append(s.Rules, page.Rule{Box: page.Box{X0: x - 0.25, Top: y0, X1: x + 0.25, Bottom: y1}, Thickness: 0.5})
}

func (s *sheet) fill(b page.Box, gray float32) {
	s.Fills = append(s.Fills, page.Fill{Box: b, R: gray, G: gray, B: gray})
}

var (
	colX = []float64{50, 150, 250, 330, 410}
	rowY = []float64{100, 120, 140, 160, 180}
)

// body sets the texts of a table of four rows and four columns whose borders
// are colX and rowY; "" leaves a slot empty.
func (s *sheet) body(rows [][]string) {
	for r, row := range rows {
		for c, text := range row {
			if text != "" {
				s.text(colX[c]+4, rowY[r]+13, text)
			}
		}
	}
}

var plainRows = [][]string{
	{"項目", "指標", "R4", "R5"},
	{"防災", "組織率", "63.7%", "65.6%"},
	{"", "充足率", "76%", "79%"},
	{"福祉", "雇用率", "2.10", "2.15"},
}

// show writes a table as text: rows by line, cells as text with their spans.
func show(t *Table) string {
	var b strings.Builder
	row := 0
	for i := range t.Cells {
		c := &t.Cells[i]
		for row < c.Row {
			b.WriteByte('\n')
			row++
		}
		fmt.Fprintf(&b, "[%s", c.Text)
		if c.RowSpan > 1 || c.ColSpan > 1 {
			fmt.Fprintf(&b, " %dx%d", c.RowSpan, c.ColSpan)
		}
		b.WriteByte(']')
	}
	return b.String()
}

func shown(l *Layout) string {
	var out []string
	for i := range l.Tables {
		out = append(out, show(&l.Tables[i]))
	}
	return strings.Join(out, "\n\n")
}

const plainGrid = "[項目][指標][R4][R5]\n[防災][組織率][63.7%][65.6%]\n[][充足率][76%][79%]\n[福祉][雇用率][2.10][2.15]"

func TestBuildForms(t *testing.T) {
	tests := []struct {
		name string
		draw func(s *sheet)
		want string
	}{
		{"Ensure full lines close every cell", func(s *sheet) {
			s.body(plainRows)
			for _, y := range rowY {
				s.hline(50, 410, y)
			}
			for _, x := range colX {
				s.vline(x, 100, 180)
			}
		}, plainGrid},
		{"Ensure shading that meets unseen between empty cells makes no column", func(s *sheet) {
			s.body([][]string{{"項目", "", "R4", "R5"}, {"防災", "組織率", "63.7%", "65.6%"}})
			for _, y := range rowY[:3] {
				s.hline(50, 410, y)
			}
			for _, x := range colX {
				s.vline(x, 100, 140)
			}
			for _, x := range []float64{150, 180, 215} { // shaded in three pieces
				s.fill(page.Box{X0: x, Top: 100, X1: min(x+35, 250), Bottom: 120}, 0.9)
			}
		}, "[項目][][R4][R5]\n[防災][組織率][63.7%][65.6%]"},
		{"Ensure a panel behind the lines adds no cells", func(s *sheet) {
			s.fill(page.Box{X0: 36, Top: 88, X1: 424, Bottom: 196}, 0.9)
			s.body(plainRows)
			for _, y := range rowY {
				s.hline(50, 410, y)
			}
			for _, x := range colX {
				s.vline(x, 100, 180)
			}
		}, plainGrid},
		{"Ensure a row at the top of the page, left over from the page before, is a table", func(s *sheet) {
			s.body([][]string{{"防災", "組織率", "63.7%", "65.6%"}})
			for _, y := range rowY[:2] {
				s.hline(50, 410, y)
			}
			for _, x := range colX {
				s.vline(x, 100, 120)
			}
		}, "[防災][組織率][63.7%][65.6%]"},
		{"Ensure a header above the lines of the body belongs to the table", func(s *sheet) {
			s.body([][]string{{"区分", "2015年", "2020年", "2025年"}, {"男", "120", "12.5", "3"}, {"女", "80", "8.3", "5"}, {"計", "310", "32.2", "1"}})
			for _, y := range rowY[1:] {
				s.hline(50, 410, y)
			}
			for _, x := range colX {
				s.vline(x, 120, 180)
			}
		}, "[区分][2015年][2020年][2025年]\n[男][120][12.5][3]\n[女][80][8.3][5]\n[計][310][32.2][1]"},
		{"Ensure the lines of accounts are rows, though their figures stand in different columns", func(s *sheet) {
			for i, line := range [][3]string{{"(1) 現金預金", "", "590"}, {"  現金", "590", ""}, {"(2) 未収金の合計", "", "402"}, {"  営業未収金", "88", ""}, {"  資本的未収金", "314", ""}, {"(3) 貯蔵品", "", "101"}, {"  材料", "87", ""}, {"  量水器", "14", ""}} {
				y := 100 + float64(i)*13
				x := 50.0
				if line[0][0] == ' ' {
					x = 70
				}
				s.text(x, y, strings.TrimSpace(line[0]))
				for k, v := range line[1:] {
					if v != "" {
						s.text(250+float64(k)*80-width(v), y, v)
					}
				}
			}
		}, "[(1) 現金預金][][590]\n[現金][590][]\n[(2) 未収金の合計][][402]\n[営業未収金][88][]\n[資本的未収金][314][]\n[(3) 貯蔵品][][101]\n[材料][87][]\n[量水器][14][]"},
		{"Ensure a box of one row below a table stands by itself", func(s *sheet) {
			s.body(plainRows)
			for _, y := range append(rowY, 192, 212) {
				s.hline(50, 410, y)
			}
			for k, x := range colX {
				s.vline(x, 100, 180)
				s.vline(x, 192, 212)
				if k < 4 && k != 1 {
					s.text(x+4, 205, []string{"合計", "", "76%", "79%"}[k])
				}
			}
		}, plainGrid + "\n\n[合計][][76%][79%]"},
		{"Ensure a list to fill in is a table", func(s *sheet) {
			s.body([][]string{{"番号", "品名", "数量", "摘要"}})
			for _, y := range rowY {
				s.hline(50, 410, y)
			}
			for _, x := range colX {
				s.vline(x, 100, 180)
			}
		}, "[番号][品名][数量][摘要]\n[][][][]\n[][][][]\n[][][][]"},
		{"Ensure shading that meets between texts parts them", func(s *sheet) {
			s.body([][]string{{"項目", "指標", "R4", "R5"}, {"防災", "組織率", "63.7%", "65.6%"}})
			for _, y := range rowY[:3] {
				s.hline(50, 410, y)
			}
			for _, x := range []float64{50, 150, 410} {
				s.vline(x, 100, 140)
			}
			for _, y := range rowY[:2] {
				for k, x := range colX[:4] {
					s.fill(page.Box{X0: x, Top: y, X1: colX[k+1], Bottom: y + 20}, 0.9)
				}
			}
		}, "[項目][指標][R4][R5]\n[防災][組織率][63.7%][65.6%]"},
		{"Ensure a ruled row with the columns of the table above is a table", func(s *sheet) {
			s.body(plainRows)
			for _, y := range append(rowY, 260, 280) {
				s.hline(50, 410, y)
			}
			for _, x := range colX {
				s.vline(x, 100, 180)
				s.vline(x, 260, 280)
			}
			s.text(60, 240, "【参考】国の指標")
			for c, text := range []string{"産業", "出荷額", "12%", "13%"} {
				s.text(colX[c]+4, 273, text)
			}
		}, plainGrid + "\n\n[産業][出荷額][12%][13%]"},
		{"Ensure a ruled column with the rows of the table beside it is a table", func(s *sheet) {
			s.body(plainRows)
			for _, y := range rowY {
				s.hline(50, 410, y)
			}
			for _, x := range colX {
				s.vline(x, 100, 180)
			}
			for _, y := range []float64{100, 120, 180} {
				s.hline(450, 520, y)
			}
			s.vline(450, 100, 180)
			s.vline(520, 100, 180)
			s.text(460, 113, "うち市内")
			s.text(460, 153, "12")
		}, plainGrid + "\n\n[うち市内]\n[12]"},
		{"Ensure a minus sign belongs to its figure far off, and a line over a sum joins no labels", func(s *sheet) {
			s.hline(330, 400, 153) // over the sum
			for i, row := range [][2]string{{"当年度純利益", "80,131"}, {"減価償却費", "271,012"}, {"引当金の増減", "9"}, {"投資による支出", "346,334"}, {"資金の増減", "11,000"}} {
				y := 100 + float64(i)*16
				s.text(50, y, row[0])
				s.text(400-width(row[1]), y, row[1])
				if i == 2 || i == 3 {
					s.text(335, y, "△")
				}
			}
		}, "[当年度純利益][80,131]\n[減価償却費][271,012]\n[引当金の増減][△ 9]\n[投資による支出][△ 346,334]\n[資金の増減][11,000]"},
		{"Ensure outer verticals may be missing", func(s *sheet) {
			s.body(plainRows)
			for _, y := range rowY {
				s.hline(50, 410, y)
			}
			for _, x := range colX[1:4] {
				s.vline(x, 100, 180)
			}
		}, plainGrid},
		{"Ensure a missing inner line merges cells down", func(s *sheet) {
			s.body(plainRows)
			for i, y := range rowY {
				x0 := 50.0
				if i == 2 {
					x0 = 150
				}
				s.hline(x0, 410, y)
			}
			for _, x := range colX {
				s.vline(x, 100, 180)
			}
		}, "[項目][指標][R4][R5]\n[防災 2x1][組織率][63.7%][65.6%]\n[充足率][76%][79%]\n[福祉][雇用率][2.10][2.15]"},
		{"Ensure a missing inner line merges cells across", func(s *sheet) {
			s.body([][]string{{"項目", "指標", "目標値", ""}, {"", "", "R4", "R5"}, plainRows[1], plainRows[3]})
			s.hline(50, 410, 100)
			s.hline(250, 410, 120)
			for _, y := range rowY[2:] {
				s.hline(50, 410, y)
			}
			for _, x := range colX {
				y0 := 100.0
				if x == 330 {
					y0 = 120
				}
				s.vline(x, y0, 180)
			}
		}, "[項目 2x1][指標 2x1][目標値 1x2]\n[R4][R5]\n[防災][組織率][63.7%][65.6%]\n[福祉][雇用率][2.10][2.15]"},
		{"Ensure sides drawn cell by cell with small gaps are joined", func(s *sheet) {
			s.body(plainRows)
			for _, y := range rowY {
				for c := range 4 {
					s.hline(colX[c]+0.7, colX[c+1]-0.7, y)
				}
			}
			for _, x := range colX {
				for r := range 4 {
					s.vline(x, rowY[r]+0.7, rowY[r+1]-0.7)
				}
			}
		}, plainGrid},
		{"Ensure double lines count once", func(s *sheet) {
			s.body(plainRows)
			for _, y := range rowY {
				s.hline(50, 410, y-1)
				s.hline(50, 410, y+1)
			}
			for _, x := range colX {
				s.vline(x-1, 99, 181)
				s.vline(x+1, 99, 181)
			}
		}, plainGrid},
		{"Ensure dotted lines are lines", func(s *sheet) {
			s.body(plainRows)
			dot := func(x, y float64) {
				s.Rules = append(s.Rules, page.Rule{Box: page.Box{X0: x - 0.4, Top: y - 0.4, X1: x + 0.4, Bottom: y + 0.4}, Horizontal: true, Thickness: 0.8})
			}
			for _, y := range rowY {
				for x := 50.0; x <= 410; x += 2 {
					dot(x, y)
				}
			}
			for _, x := range colX {
				for y := 100.0; y <= 180; y += 2 {
					dot(x, y)
				}
			}
		}, plainGrid},
		{"Ensure horizontal lines alone part the rows", func(s *sheet) {
			s.body(plainRows)
			for _, y := range rowY {
				s.hline(50, 410, y)
			}
		}, plainGrid},
		{"Ensure three lines are enough, as books set tables", func(s *sheet) {
			s.body([][]string{{"", "Count", "Share", "Rank"}, {"Alpha", "120", "12.5%", "3"}, {"Beta", "80", "8.3%", "5"}, {"Gamma", "310", "32.2%", "1"}})
			s.hline(50, 410, 100)
			s.hline(50, 410, 120)
			s.hline(50, 410, 180)
		}, "[][Count][Share][Rank]\n[Alpha][120][12.5%][3]\n[Beta][80][8.3%][5]\n[Gamma][310][32.2%][1]"},
		{"Ensure shading cell by cell is a grid", func(s *sheet) {
			s.body(plainRows)
			for r := range 4 {
				for c := range 4 {
					s.fill(page.Box{X0: colX[c] + 0.5, Top: rowY[r] + 0.5, X1: colX[c+1] - 0.5, Bottom: rowY[r+1] - 0.5}, 0.9)
				}
			}
		}, plainGrid},
		{"Ensure every other row shaded parts the rows", func(s *sheet) {
			s.body([][]string{{"項目", "指標", "R4", "R5"}, {"防災", "組織率", "63.7%", "65.6%"}, {"消防", "充足率", "76%", "79%"}, {"福祉", "雇用率", "2.10", "2.15"}})
			s.fill(page.Box{X0: 50, Top: 100, X1: 410, Bottom: 120}, 0.6)
			s.fill(page.Box{X0: 50, Top: 140, X1: 410, Bottom: 160}, 0.9)
		}, "[項目][指標][R4][R5]\n[防災][組織率][63.7%][65.6%]\n[消防][充足率][76%][79%]\n[福祉][雇用率][2.10][2.15]"},
		{"Ensure text halfway between two rows without lines spans both", func(s *sheet) {
			for i, h := range []string{"目標", "取組", "指標", "単位", "R4", "R9"} {
				s.center(80+float64(i)*90, 113, h)
			}
			for i, row := range [][]string{{"参加者数", "人", "1,541", "2,045"}, {"開催回数", "回", "101", "138"}, {"会場の数", "か所", "51", "65"}, {"満足した割合", "%", "2,102", "2,200"}, {"相談件数", "件", "12", "14"}} {
				for c, text := range row {
					s.text(235+float64(c)*90, 143+float64(i)*20, text)
				}
			}
			s.text(50, 153, "交流人口")
			s.text(140, 153, "相互訪問")
			s.text(140, 183, "学びの場")
			s.text(50, 203, "地域づくり")
			s.text(140, 223, "窓口の充実")
			s.text(50, 253, "(注)四捨五入による。")
			s.text(290, 258, "1/1")
		}, "[目標][取組][指標][単位][R4][R9]\n[交流人口 2x1][相互訪問 2x1][参加者数][人][1,541][2,045]\n[開催回数][回][101][138]\n" +
			"[][学びの場][会場の数][か所][51][65]\n[地域づくり][][満足した割合][%][2,102][2,200]\n[][窓口の充実][相談件数][件][12][14]"},
		{"Ensure a text between two columns spans both where they are empty", func(s *sheet) {
			for _, y := range []float64{100, 140, 160, 180, 200, 220} {
				s.hline(50, 410, y)
			}
			s.hline(250, 410, 120)
			s.text(54, 133, "施策")
			s.text(154, 133, "指標")
			s.center(330, 113, "目標値")
			s.center(290, 133, "2021")
			s.center(370, 133, "2022")
			for r, row := range [][]string{{"防災", "組織率", "63.7%", "65.6%"}, {"環境", "排出量", "", ""}, {"福祉", "雇用率", "2.10", "2.15"}, {"産業", "起業数", "12", "14"}} {
				s.text(54, 153+float64(r)*20, row[0])
				s.text(154, 153+float64(r)*20, row[1])
				s.center(290, 153+float64(r)*20, row[2])
				s.center(370, 153+float64(r)*20, row[3])
			}
			s.center(330, 173, "減少")
		}, "[施策 2x1][指標 2x1][目標値 1x2]\n[2021][2022]\n[防災][組織率][63.7%][65.6%]\n[環境][排出量][減少 1x2]\n[福祉][雇用率][2.10][2.15]\n[産業][起業数][12][14]"},
		{"Ensure a date in brackets goes on with its value without lines", func(s *sheet) {
			for i, h := range []string{"指標", "単位", "現況", "目標"} {
				s.center(80+float64(i)*110, 113, h)
			}
			for i, row := range [][]string{{"参加者数", "人", "36人", "50人"}, {"開催回数", "回", "11回", "18回"}, {"会場の数", "か所", "51箇所", "65箇所"}} {
				for c, text := range row {
					s.center(80+float64(c)*110, 133+float64(i)*24, text)
				}
			}
			s.center(300, 144, "（R3末）")
		}, "[指標][単位][現況][目標]\n[参加者数][人][36人（R3末）][50人]\n[開催回数][回][11回][18回]\n[会場の数][か所][51箇所][65箇所]"},
		{"Ensure short lines part the cells beside a merged row", func(s *sheet) {
			for _, y := range []float64{100, 120, 180, 200, 220} {
				s.hline(50, 410, y)
			}
			s.hline(50, 150, 140)
			s.hline(50, 150, 160)
			s.body([][]string{{"施策", "指標", "R4", "R5"}})
			s.text(54, 133, "地域の防災力の向")
			s.text(54, 153, "避難の支援の充実")
			s.text(54, 173, "備蓄")
			s.text(154, 153, "組織率")
			s.text(254, 153, "63.7%")
			s.text(334, 153, "65.6%")
			for c, text := range []string{"福祉", "雇用率", "2.10", "2.15"} {
				s.text(colX[c]+4, 193, text)
			}
			for c, text := range []string{"産業", "起業数", "12", "14"} {
				s.text(colX[c]+4, 213, text)
			}
		}, "[施策][指標][R4][R5]\n[地域の防災力の向][組織率 3x1][63.7% 3x1][65.6% 3x1]\n[避難の支援の充実]\n[備蓄]\n[福祉][雇用率][2.10][2.15]\n[産業][起業数][12][14]"},
		{"Ensure white alone parts rows and columns of figures", func(s *sheet) {
			s.body([][]string{{"Region", "Count", "Share", "Rank"}, {"Alpha", "120", "12.5%", "3"}, {"Beta", "80", "8.3%", "5"}, {"Gamma", "310", "32.2%", "1"}})
		}, "[Region][Count][Share][Rank]\n[Alpha][120][12.5%][3]\n[Beta][80][8.3%][5]\n[Gamma][310][32.2%][1]"},
		{"Ensure a thin strip of shading beside a line is no column", func(s *sheet) {
			s.body(plainRows)
			for _, y := range rowY {
				s.hline(50, 410, y)
			}
			for _, x := range colX {
				s.vline(x, 100, 180)
			}
			for c := range 4 {
				s.fill(page.Box{X0: colX[c] + 4, Top: 102, X1: colX[c+1] - 4, Bottom: 118}, 0.9)
			}
		}, plainGrid},
		{"Ensure a table of figures in one drawn row is parted", func(s *sheet) {
			s.text(54, 113, "Region")
			s.text(154, 113, "Count")
			s.text(254, 113, "Share")
			for i, row := range [][3]string{{"Alpha", "120", "12.5"}, {"Beta", "80", "8.3"}, {"Gamma", "310", "32.2"}, {"Delta", "95", "9.9"}} {
				y := 133 + float64(i)*14
				s.text(54, y, row[0])
				s.text(154, y, row[1])
				s.text(254, y, row[2])
			}
			for _, y := range []float64{100, 120, 180} {
				s.hline(50, 330, y)
			}
			for _, x := range colX[:4] {
				s.vline(x, 100, 180)
			}
		}, "[Region][Count][Share]\n[Alpha][120][12.5]\n[Beta][80][8.3]\n[Gamma][310][32.2]\n[Delta][95][9.9]"},
		{"Ensure wrapped text stays in its row where lines part the rows", func(s *sheet) {
			for _, x := range []float64{50, 200, 300} {
				s.vline(x, 100, 180)
			}
			for _, y := range []float64{100, 120, 150, 180} {
				s.hline(50, 300, y)
			}
			s.text(54, 113, "指標")
			s.text(204, 113, "目標値")
			s.text(54, 133, "デジタル田園都市国家構想交")
			s.text(54, 145, "付金の件数")
			s.text(204, 139, "12")
			s.text(54, 169, "組織率")
			s.text(204, 169, "63.7%")
		}, "[指標][目標値]\n[デジタル田園都市国家構想交付金の件数][12]\n[組織率][63.7%]"},
		{"Ensure tables side by side are two, left then right", func(s *sheet) {
			for _, dx := range []float64{0, 280} {
				for _, y := range rowY[:3] {
					s.hline(50+dx, 250+dx, y)
				}
				for _, x := range colX[:3] {
					s.vline(x+dx, 100, 140)
				}
			}
			s.text(340, 113, "右")
			s.text(440, 113, "R5")
			s.text(340, 133, "丙")
			s.text(440, 133, "3")
			s.text(54, 113, "左")
			s.text(154, 113, "R4")
			s.text(54, 133, "甲")
			s.text(154, 133, "1")
		}, "[左][R4]\n[甲][1]\n\n[右][R5]\n[丙][3]"},
		{"Ensure a table inside a cell is a table of its own", func(s *sheet) {
			s.hline(50, 450, 100)
			s.hline(50, 450, 120)
			s.hline(50, 450, 300)
			s.vline(50, 100, 300)
			s.vline(150, 100, 300)
			s.vline(450, 100, 300)
			s.text(54, 113, "区分")
			s.text(154, 113, "内訳")
			s.text(54, 213, "合計")
			for _, y := range []float64{160, 180, 200} {
				s.hline(200, 400, y)
			}
			for _, x := range []float64{200, 300, 400} {
				s.vline(x, 160, 200)
			}
			s.text(204, 173, "甲")
			s.text(304, 173, "1")
			s.text(204, 193, "乙")
			s.text(304, 193, "2")
		}, "[区分][内訳]\n[合計][]\n\n[甲][1]\n[乙][2]"},
		{"Ensure a stub outside the lines belongs to the table", func(s *sheet) {
			s.body([][]string{{"", "Count", "Share", "Rank"}, {"Alpha", "120", "12.5%", "3"}, {"Beta", "80", "8.3%", "5"}, {"Gamma", "310", "32.2%", "1"}})
			for _, y := range rowY {
				s.hline(150, 410, y)
			}
			for _, x := range colX[1:] {
				s.vline(x, 100, 180)
			}
		}, "[][Count][Share][Rank]\n[Alpha][120][12.5%][3]\n[Beta][80][8.3%][5]\n[Gamma][310][32.2%][1]"},
	}
	for _, tt := range tests {
		s := newSheet()
		tt.draw(s)
		if got := shown(Build(&s.Page)); got != tt.want {
			t.Errorf("%s: got\n%s\nwant\n%s", tt.name, got, tt.want)
		}
	}
}

// TestBuildNoTable checks what looks like a table and is none.
func TestBuildNoTable(t *testing.T) {
	sentence := "本計画の進捗を客観的に把握するため、各施策に重要業績評価指標を設定し"
	tests := []struct {
		name string
		draw func(s *sheet)
	}{
		{"Ensure prose is none", func(s *sheet) {
			for i := range 12 {
				s.text(50, 100+float64(i)*14, sentence)
			}
		}},
		{"Ensure prose in two columns is none", func(s *sheet) {
			for i := range 20 {
				s.text(50, 100+float64(i)*14, "この欄の文は二十三文字ずつ並ぶ段組みの本文です。")
				s.text(310, 100+float64(i)*14, "右の段もおなじ長さの文がどこまでも続いています。")
			}
		}},
		{"Ensure a paragraph in a box is none", func(s *sheet) {
			s.hline(40, 560, 90)
			s.hline(40, 560, 200)
			s.vline(40, 90, 200)
			s.vline(560, 90, 200)
			for i := range 5 {
				s.text(50, 110+float64(i)*14, sentence)
			}
		}},
		{"Ensure a ruled row by itself is none", func(s *sheet) {
			s.hline(50, 410, 100)
			s.hline(50, 410, 120)
			for c, x := range colX {
				s.vline(x, 100, 120)
				if c < 4 {
					s.text(x+4, 113, []string{"起案", "決裁", "施行", "公印"}[c])
				}
			}
		}},
		{"Ensure a chart with labels at its lines is none", func(s *sheet) {
			for i, label := range []string{"80", "60", "40", "20", "0"} {
				y := 100 + float64(i)*40
				s.hline(80, 480, y)
				s.text(66, y+4, label)
			}
			for i := range 6 {
				s.vline(80+float64(i)*80, 100, 260)
			}
			for i, v := range []string{"23.3", "29.1", "21.9", "13.4", "16.1"} {
				s.center(120+float64(i)*80, 150+float64(i%3)*30, v)
				s.center(120+float64(i)*80, 195+float64(i%2)*30, v)
			}
		}},
		{"Ensure a list with marks is none", func(s *sheet) {
			for i, mark := range []string{"1.", "2.", "3.", "4."} {
				s.text(50, 100+float64(i)*16, mark)
				s.text(80, 100+float64(i)*16, "庁内ワーキンググループの設置と運用を行う")
			}
		}},
		{"Ensure a contents page is none", func(s *sheet) {
			for i, title := range []string{"計画の趣旨", "計画の期間", "推進の体制", "進行の管理"} {
				s.text(50, 100+float64(i)*16, title)
				s.text(130, 100+float64(i)*16, "………………………………")
				s.text(480, 100+float64(i)*16, fmt.Sprint(i+1))
			}
		}},
		{"Ensure a contents page with drawn leaders is none", func(s *sheet) {
			for i, title := range []string{"計画の趣旨", "計画の期間", "推進の体制", "進行の管理"} {
				y := 100 + float64(i)*16
				s.text(50, y, title)
				s.hline(120, 470, y-3)
				s.text(480, y, fmt.Sprint(i+1))
			}
		}},
		{"Ensure the bars of a chart with their figures are none", func(s *sheet) {
			for i := range 9 {
				x, top := 100+float64(i)*40, 120+float64(i)*17
				s.fill(page.Box{X0: x, Top: top, X1: x + 40, Bottom: 300}, 0.5+0.05*float32(i%2))
				s.center(x+20, top+12, fmt.Sprint(1000-i*90))
			}
		}},
		{"Ensure the grid of a chart is none", func(s *sheet) {
			for i := range 6 {
				s.hline(100, 400, 100+float64(i)*40)
				s.vline(100+float64(i)*60, 100, 300)
			}
			s.text(105, 113, "1,200")
			s.text(225, 193, "800")
		}},
		{"Ensure lines above and below a page's text make none", func(s *sheet) {
			s.hline(50, 550, 60)
			s.hline(50, 550, 760)
			for i := range 30 {
				s.text(50, 100+float64(i)*20, sentence)
			}
		}},
		{"Ensure an empty form is none", func(s *sheet) {
			for i := range 6 {
				s.hline(50, 450, 100+float64(i)*20)
			}
			for _, x := range []float64{50, 150, 250, 350, 450} {
				s.vline(x, 100, 200)
			}
			s.text(54, 113, "氏名")
			s.text(54, 133, "住所")
		}},
		{"Ensure a cell alone is none", func(s *sheet) {
			s.hline(50, 150, 100)
			s.hline(50, 150, 120)
			s.vline(50, 100, 120)
			s.vline(150, 100, 120)
			s.text(54, 113, "資料１")
		}},
	}
	for _, tt := range tests {
		s := newSheet()
		tt.draw(s)
		l := Build(&s.Page)
		if len(l.Tables) > 0 {
			t.Errorf("%s: got\n%s", tt.name, shown(l))
		}
		if len(l.Lines) == 0 {
			t.Errorf("%s: the text is lost", tt.name)
		}
	}
}

// lattice draws a full grid with the given texts.
func lattice(rows [][]string) *sheet {
	s := newSheet()
	s.body(rows)
	for _, y := range rowY {
		s.hline(50, 410, y)
	}
	for _, x := range colX {
		s.vline(x, 100, 180)
	}
	return s
}

func cellAt(t *testing.T, l *Layout, row, col int) *Cell {
	t.Helper()
	if len(l.Tables) != 1 {
		t.Fatalf("got %d tables, want 1", len(l.Tables))
	}
	for i := range l.Tables[0].Cells {
		if c := &l.Tables[0].Cells[i]; c.Row == row && c.Col == col {
			return c
		}
	}
	t.Fatalf("no cell at %d, %d", row, col)
	return nil
}

func TestStruckCells(t *testing.T) {
	s := lattice([][]string{plainRows[0], {"防災", "組織率", "", ""}, plainRows[2], plainRows[3]})
	s.Diagonals = []page.Diagonal{
		{X0: 251, Y0: 139, X1: 329, Y1: 121}, // one cell
		{X0: 300, Y0: 165, X1: 306, Y1: 170}, // a slip of the pen
	}
	l := Build(&s.Page)
	if !cellAt(t, l, 1, 2).Struck || cellAt(t, l, 1, 3).Struck || cellAt(t, l, 3, 2).Struck {
		t.Error("want the one cell struck that a diagonal crosses from corner to corner")
	}
	// One diagonal over a block of empty cells strikes all of them.
	s.Diagonals = []page.Diagonal{{X0: 250, Y0: 140, X1: 410, Y1: 120}}
	l = Build(&s.Page)
	if !cellAt(t, l, 1, 2).Struck || !cellAt(t, l, 1, 3).Struck || cellAt(t, l, 1, 1).Struck {
		t.Error("want both cells of the block struck")
	}
}

func TestCellDetails(t *testing.T) {
	s := lattice(plainRows)
	s.fill(page.Box{X0: 50, Top: 100, X1: 410, Bottom: 120}, 0.8)
	s.text(155, 173, "第二の行") // a second line in a cell of one
	l := Build(&s.Page)
	if c := cellAt(t, l, 0, 0); !c.Shaded || c.Confidence < 0.95 || c.Box.X0 != 50 {
		t.Errorf("header cell: shaded %v, confidence %.2f, box %v", c.Shaded, c.Confidence, c.Box)
	}
	if c := cellAt(t, l, 1, 0); c.Shaded {
		t.Error("body cell: shaded")
	}
	if tab := &l.Tables[0]; tab.OpenTop || tab.OpenBottom || !tab.Ruled {
		t.Errorf("open %v %v, ruled %v", tab.OpenTop, tab.OpenBottom, tab.Ruled)
	}
}

// Ensure a text beside two lines, at a height between theirs, is read before or
// behind them, by the side it stands on.
func TestTextBesideLines(t *testing.T) {
	s := lattice([][]string{{"科目", "", "", ""}, {"", "", "", ""}, {"福祉", "", "", ""}, {"土木", "", "", ""}})
	s.text(54, 133.5, "4")
	s.text(66, 128, "使用料等")
	s.text(66, 139, "徴収収益")
	s.text(154, 148, "施行令による")
	s.text(154, 159, "資金不足額")
	s.text(228, 153.5, "(R)")
	l := Build(&s.Page)
	if got, want := cellAt(t, l, 1, 0).Text, "4 使用料等徴収収益"; got != want {
		t.Errorf("number before: got %q, want %q", got, want)
	}
	if got, want := cellAt(t, l, 2, 1).Text, "施行令による資金不足額(R)"; got != want {
		t.Errorf("mark behind: got %q, want %q", got, want)
	}
}

// TestOpenCells ensures that a cell is told to go on where lines close its sides
// but not its end, beside cells that are closed; without sides drawn it is not
// known for one that lines close.
func TestOpenCells(t *testing.T) {
	for _, sides := range []bool{true, false} {
		s := newSheet()
		s.body(plainRows)
		last := len(rowY) - 1
		for _, y := range rowY[:last] {
			s.hline(50, 410, y)
		}
		s.hline(colX[1], 410, rowY[last])
		for i, x := range colX {
			if sides || i > 0 {
				s.vline(x, rowY[0], rowY[last])
			}
		}
		l := Build(&s.Page)
		if first := cellAt(t, l, last-1, 0); first.OpenBottom != sides || first.OpenTop {
			t.Errorf("sides drawn %v: open at the bottom %v, at the top %v", sides, first.OpenBottom, first.OpenTop)
		}
		if second := cellAt(t, l, last-1, 1); second.OpenBottom {
			t.Error("a closed cell is open")
		}
		if above := cellAt(t, l, 0, 0); above.OpenBottom || above.OpenTop {
			t.Error("a cell of the first row is open")
		}
	}
}

// TestOpenSides checks that a table cut by the page is marked.
func TestOpenSides(t *testing.T) {
	s := newSheet()
	s.body(plainRows)
	for _, y := range rowY[:4] {
		s.hline(50, 410, y)
	}
	for _, x := range colX {
		s.vline(x, 100, 180)
	}
	l := Build(&s.Page)
	if tab := &l.Tables[0]; tab.OpenTop || !tab.OpenBottom || tab.Rows != 4 {
		t.Errorf("open %v %v, %d rows; want the bottom open and 4 rows", tab.OpenTop, tab.OpenBottom, tab.Rows)
	}
}

func codes(c *Cell) string {
	var out []string
	for _, f := range c.Findings {
		out = append(out, string(f.Code))
	}
	return strings.Join(out, " ")
}

// TestDoubts checks that what is doubtful of a cell is named, and that a right
// table has no findings.
func TestDoubts(t *testing.T) {
	l := Build(&lattice(plainRows).Page)
	for i := range l.Tables[0].Cells {
		if c := &l.Tables[0].Cells[i]; len(c.Findings) > 0 {
			t.Errorf("right cell %q has findings %s", c.Text, codes(c))
		}
	}
	if len(l.Findings) > 0 {
		t.Errorf("right page has findings %v", l.Findings)
	}

	// A number too long for its cell stays whole.
	s := lattice([][]string{plainRows[0], {"防災", "組織率", "", ""}, plainRows[2], plainRows[3]})
	s.text(293, 133, "1,234,567")
	c := cellAt(t, Build(&s.Page), 1, 2)
	if c.Text != "1,234,567" || !strings.Contains(codes(c), string(GlyphOnBorder)) || c.Confidence > 0.7 {
		t.Errorf("glyph on the border: %q %s %.2f", c.Text, codes(c), c.Confidence)
	}

	s = newSheet()
	s.body(plainRows)
	for _, y := range rowY {
		s.hline(50, 410, y)
	}
	for _, x := range colX {
		if x != 330 {
			s.vline(x, 100, 180)
			continue
		}
		s.vline(x, 100, 120) // the line is missing in one row
		s.vline(x, 140, 180)
	}
	c = cellAt(t, Build(&s.Page), 1, 2)
	if c.ColSpan == 2 && !strings.Contains(codes(c), string(CellsRunTogether)) {
		t.Errorf("missing line: %q %s", c.Text, codes(c))
	}
}

// TestMend checks that cells which lost a line are taken apart and doubted, and
// that texts of merged cells are not.
func TestMend(t *testing.T) {
	// grid draws the lines of a table but for one piece.
	grid := func(rows [][]string, skipV, skipH func(at, from float64) bool) *Layout {
		s := newSheet()
		s.body(rows)
		for _, y := range rowY {
			for c := range 4 {
				if skipH == nil || !skipH(y, colX[c]) {
					s.hline(colX[c], colX[c+1], y)
				}
			}
		}
		for _, x := range colX {
			for r := range 4 {
				if skipV == nil || !skipV(x, rowY[r]) {
					s.vline(x, rowY[r], rowY[r+1])
				}
			}
		}
		return Build(&s.Page)
	}
	figures := [][]string{{"項目", "指標", "R4", "R5"}, {"防災", "組織率", "63.7%", "65.6%"}, {"消防", "充足率", "76%", "79%"}, {"福祉", "雇用率", "2.10", "2.15"}}
	whole := "[項目][指標][R4][R5]\n[防災][組織率][63.7%][65.6%]\n[消防][充足率][76%][79%]\n[福祉][雇用率][2.10][2.15]"

	l := grid(figures, func(at, from float64) bool { return at == 330 && from == 120 }, nil)
	if got := shown(l); got != whole {
		t.Errorf("a piece of a vertical is missing: got\n%s", got)
	} else if c := cellAt(t, l, 1, 2); len(l.Findings) != 1 || l.Findings[0].Code != LineMissing || c.Confidence > 0.75 {
		t.Errorf("a piece of a vertical is missing: findings %v, confidence %.2f", l.Findings, c.Confidence)
	}
	l = grid(figures, nil, func(at, from float64) bool { return at == 140 && from == 250 })
	if got := shown(l); got != whole {
		t.Errorf("a piece of a horizontal is missing: got\n%s", got)
	} else if len(l.Findings) != 1 || l.Findings[0].Code != LineMissing {
		t.Errorf("a piece of a horizontal is missing: findings %v", l.Findings)
	}
	l = grid(figures, nil, func(at, from float64) bool { return at == 140 })
	if got := shown(l); got != whole {
		t.Errorf("a whole horizontal is missing: got\n%s", got)
	} else if len(l.Findings) != 1 || l.Findings[0].Code != RowLineMissing {
		t.Errorf("a whole horizontal is missing: findings %v", l.Findings)
	}
	// Two names below each other, of which each stands in the middle of its cell.
	names := newSheet()
	names.body([][]string{{"項目", "指標", "R4", "R5"}, {"", "組織率", "63.7%", "65.6%"}, {"", "充足率", "76%", "79%"}, {"", "雇用率", "2.10", "2.15"}})
	for _, y := range []float64{100, 120, 180} {
		names.hline(50, 410, y)
	}
	for _, y := range []float64{140, 160} {
		names.hline(150, 410, y)
	}
	for _, x := range colX {
		names.vline(x, 100, 180)
	}
	names.text(54, 143, "地域防災")
	names.text(54, 173, "消防")
	if got, want := shown(Build(&names.Page)), "[項目][指標][R4][R5]\n[地域防災 2x1][組織率][63.7%][65.6%]\n[充足率][76%][79%]\n[消防][雇用率][2.10][2.15]"; got != want {
		t.Errorf("the line between two names is missing: got\n%s", got)
	}
	// One text over two columns, with a printed blank at the border, is a merge.
	merged := [][]string{figures[0], {"防災", "組織率", "令和４年　５年減少", ""}, figures[2], figures[3]}
	l = grid(merged, func(at, from float64) bool { return at == 330 && from == 120 }, nil)
	if c := cellAt(t, l, 1, 2); c.ColSpan != 2 || len(c.Findings) > 0 {
		t.Errorf("a merged cell: %d columns, findings %q", c.ColSpan, codes(c))
	}
	// So is a name whose characters are spread over several columns.
	spread := newSheet()
	spread.body([][]string{{"項目", "内訳", "R4", "R5"}, {"", "", "", "65.6%"}, {"消防", "充足率", "76%", "79%"}, {"福祉", "雇用率", "2.10", "2.15"}})
	for _, y := range rowY {
		spread.hline(50, 410, y)
	}
	for _, x := range colX {
		spread.vline(x, 100, 120)
		spread.vline(x, 140, 180)
	}
	for _, x := range []float64{50, 330, 410} {
		spread.vline(x, 120, 140)
	}
	for k, char := range []string{"（2）", "営", "業", "外", "収", "益"} {
		spread.text([]float64{54, 160, 215, 260, 285, 310}[k], 133, char)
	}
	l = Build(&spread.Page)
	if c := cellAt(t, l, 1, 0); c.ColSpan != 3 {
		t.Errorf("a name spread over columns: %d columns, %q", c.ColSpan, c.Text)
	}
}

// TestTurnedPage checks that a table set sideways has its rows as rows and its
// boxes on the displayed page.
func TestTurnedPage(t *testing.T) {
	upright := lattice(plainRows)
	for turn := page.TurnedCW; turn <= page.TurnedCCW; turn++ {
		// Showing a page turned is the inverse of taking it upright.
		back := turner{(4 - turn) & 3, upright.Width, upright.Height}
		p := back.page(&upright.Page, new(memory))
		l := Build(p)
		if got := shown(l); got != plainGrid {
			t.Errorf("turn %d: got\n%s", turn, got)
			continue
		}
		c := cellAt(t, l, 0, 0)
		if want := back.in(page.Box{X0: 50, Top: 100, X1: 150, Bottom: 120}); c.Box != want {
			t.Errorf("turn %d: box %v, want %v", turn, c.Box, want)
		}
		if l.Width != p.Width || l.Height != p.Height {
			t.Errorf("turn %d: size %v × %v", turn, l.Width, l.Height)
		}
	}
}

// TestBuildBadInput checks that odd pages are survived and told of.
func TestBuildBadInput(t *testing.T) {
	for name, p := range map[string]*page.Page{
		"empty":        {Number: 1},
		"zero size":    {Number: 1, Glyphs: newSheetText("ab").Glyphs},
		"no text":      {Number: 1, Width: 600, Height: 800, Rules: lattice(nil).Rules},
		"no rules":     {Number: 1, Width: 600, Height: 800, Glyphs: newSheetText("ab").Glyphs},
		"not a number": {Number: 1, Width: 600, Height: 800, Rules: []page.Rule{{Box: page.Box{X0: nan, X1: 5}}}, Fills: []page.Fill{{Box: page.Box{X0: nan}}}, Glyphs: []page.Glyph{{Box: page.Box{X0: nan, Top: nan}, Text: "a"}}},
	} {
		if l := Build(p); len(l.Tables) > 0 {
			t.Errorf("%s: got tables", name)
		}
	}
	s := newSheet()
	for i := range maxRules + 1000 {
		x, y := float64(i%700), float64(i/700)
		s.vline(x, y, y+6)
	}
	s.text(50, 790, "本文")
	l := Build(&s.Page)
	if len(l.Findings) == 0 || l.Findings[0].Code != TooManyRules {
		t.Errorf("a page of %d rules: findings %v", len(s.Rules), l.Findings)
	}
	if len(l.Lines)+len(l.Tables) == 0 {
		t.Error("its text is lost")
	}
	for _, f := range l.Findings {
		if f.Message(finding.Japanese) == "" || f.Message(finding.English) == "" {
			t.Error("a finding without a message")
		}
	}
}

func newSheetText(text string) *sheet {
	s := newSheet()
	s.text(50, 100, text)
	return s
}

// TestRulerOrder checks the reading order of tables: band by band, in a band
// from left to right, in a column from top to bottom.
func TestTableOrder(t *testing.T) {
	box := func(x0, top, x1, bottom float64) Table {
		return Table{Box: page.Box{X0: x0, Top: top, X1: x1, Bottom: bottom}}
	}
	ts := []Table{box(300, 100, 500, 180), box(50, 300, 500, 400), box(50, 105, 250, 150), box(50, 155, 250, 190)}
	orderTables(ts)
	var got []float64
	for _, x := range ts {
		got = append(got, x.Box.Top)
	}
	if fmt.Sprint(got) != "[105 155 100 300]" {
		t.Errorf("got %v", got)
	}
}

var nan = func() float64 { var z float64; return z / z }()

// FuzzBuild checks on random pages that every glyph is kept once, that spans
// are consistent and that nothing panics.
func FuzzBuild(f *testing.F) {
	f.Add([]byte("0123456789abcdefghijklmnopqrstuvwxyz"))
	f.Add([]byte{1, 10, 10, 200, 0, 1, 10, 30, 200, 0, 2, 10, 10, 20, 0, 2, 100, 10, 20, 0, 0, 20, 20, 5, 1, 0, 120, 20, 5, 1})
	f.Fuzz(func(t *testing.T, data []byte) {
		p := &page.Page{Number: 1, Width: 600, Height: 800}
		for ; len(data) >= 5; data = data[5:] {
			x, y, n := float64(data[1])*2, float64(data[2])*3, float64(data[3])
			switch data[0] % 5 {
			case 0:
				g := page.Glyph{Box: page.Box{X0: x, Top: y, X1: x + n/20, Bottom: y + n/15}, Text: string(rune('0' + data[4])), Size: n / 15, OriginX: x, OriginY: y + n/20, Turn: page.Turn(data[4] & 3), Vertical: data[4]&64 != 0}
				p.Glyphs = append(p.Glyphs, g)
			case 1:
				p.Rules = append(p.Rules, page.Rule{Box: page.Box{X0: x, Top: y, X1: x + n, Bottom: y}, Horizontal: true})
			case 2:
				p.Rules = append(p.Rules, page.Rule{Box: page.Box{X0: x, Top: y, X1: x, Bottom: y + n}})
			case 3:
				p.Fills = append(p.Fills, page.Fill{Box: page.Box{X0: x, Top: y, X1: x + n, Bottom: y + float64(data[4])}, R: float32(data[4]) / 255})
			case 4:
				p.Diagonals = append(p.Diagonals, page.Diagonal{X0: x, Y0: y, X1: x + n, Y1: y + float64(data[4])})
			}
		}
		check(t, Build(p))
	})
}

// check fails when a layout contradicts itself.
func check(t *testing.T, l *Layout) {
	t.Helper()
	for _, f := range l.Findings {
		if f.Code == GlyphsMiscounted {
			t.Fatalf("glyphs lost or used twice: %s", f.Message(finding.English))
		}
	}
	for i := range l.Tables {
		tab := &l.Tables[i]
		taken := make([]bool, tab.Rows*tab.Cols)
		for k := range tab.Cells {
			c := &tab.Cells[k]
			for r := c.Row; r < c.Row+c.RowSpan; r++ {
				for col := c.Col; col < c.Col+c.ColSpan; col++ {
					if r >= tab.Rows || col >= tab.Cols || taken[r*tab.Cols+col] {
						t.Fatalf("cell %d covers slot %d, %d of a table of %d × %d, which is taken or outside", k, r, col, tab.Rows, tab.Cols)
					}
					taken[r*tab.Cols+col] = true
				}
			}
			if c.Confidence < 0 || c.Confidence > 1 {
				t.Fatalf("confidence %v", c.Confidence)
			}
		}
		for k, ok := range taken {
			if !ok {
				t.Fatalf("slot %d belongs to no cell", k)
			}
		}
	}
}

// TestOddPages checks pages made to be hard on the search: stray lines, areas
// and shading by the thousand. They must come to an end with all text kept.
func TestOddPages(t *testing.T) {
	pages := map[string]func(s *sheet){
		"stray lines": func(s *sheet) {
			for i := range 20000 {
				x, y := float64(i*7919%600), float64(i*104729%800)
				s.hline(x, x+30, y)
				s.vline(y*0.7, x, x+30)
			}
		},
		"areas": func(s *sheet) {
			for i := range 5000 {
				x, y := float64(i*7919%600), float64(i*104729%800)
				s.fill(page.Box{X0: x, Top: y, X1: x + 20, Bottom: y + 15}, float32(i%10)/10)
			}
		},
		"curves and slanted strokes": func(s *sheet) {
			for i := range 60000 {
				x, y := float64(i*7919%600), float64(i*104729%800)
				s.Shapes = append(s.Shapes, page.Box{X0: x, Top: y, X1: x + 300, Bottom: y + 400})
				s.Diagonals = append(s.Diagonals, page.Diagonal{X0: x, Y0: y, X1: x + 11, Y1: y + 7})
			}
		},
		"bars": func(s *sheet) {
			for i := range 20000 {
				y := float64(i) * 0.04
				s.fill(page.Box{X0: 10, Top: y, X1: float64(i * 7919 % 600), Bottom: y + 5}, 0.5)
			}
		},
		"rows of thousands of words": func(s *sheet) {
			for i := range 40000 {
				s.text(float64(i%8000)*12, 300+float64(i/8000)*7, "9")
			}
		},
		"a grid of thousands of columns": func(s *sheet) {
			for i := range 2001 {
				s.vline(float64(i)*8, 100, 1500)
			}
			for i := range 180 {
				s.hline(0, 16000, 100+float64(i)*8)
				s.text(float64(i*37%1900)*8+1, 107+float64(i)*8, "1")
			}
		},
		"lines under words": func(s *sheet) {
			for i := range 2500 {
				x, y := float64(i%20)*30, float64(i/20)*6
				s.hline(x, x+24, y)
				s.text(x, y-1, "12")
			}
		},
		"shaded rows": func(s *sheet) {
			for i := range 300 {
				s.fill(page.Box{X0: 10, Top: float64(i) * 24, X1: 500, Bottom: float64(i)*24 + 12}, 0.9)
			}
		},
	}
	for name, draw := range pages {
		s := newSheet()
		draw(s)
		for i := range 600 {
			s.text(float64(i*37%500), float64(i)*12+10, "12,345")
		}
		l := Build(&s.Page)
		check(t, l)
		if len(l.Lines)+len(l.Tables) == 0 {
			t.Errorf("%s: the text is lost", name)
		}
	}
}

// bigPage has n rows of cells with lines all round and text in each.
func bigPage(rows, cols, chars int) *page.Page {
	s := newSheet()
	s.Width, s.Height = float64(cols)*60+100, float64(rows)*12+100
	for r := range rows + 1 {
		for c := range cols {
			s.hline(50+float64(c)*60, 110+float64(c)*60, 50+float64(r)*12)
		}
	}
	for c := range cols + 1 {
		for r := range rows {
			s.vline(50+float64(c)*60, 50+float64(r)*12, 62+float64(r)*12)
		}
	}
	for r := range rows {
		for c := range cols {
			s.text(52+float64(c)*60, 60+float64(r)*12, strings.Repeat("8", chars))
		}
	}
	return &s.Page
}

// whitePage has a table of n rows without lines, each with a label and figures.
func whitePage(rows int) *page.Page {
	s := newSheet()
	s.Width, s.Height = 700, float64(rows)*14+100
	for r := range rows {
		y := 60 + float64(r)*14
		s.text(50, y, fmt.Sprintf("Label of row %05d", r))
		for c := range 5 {
			s.text(250+float64(c)*80, y, fmt.Sprintf("%06d.5", r*7+c))
		}
	}
	return &s.Page
}

func BenchmarkBuild(b *testing.B) {
	for name, p := range map[string]*page.Page{
		"glyphs=5000":  bigPage(50, 10, 10),
		"glyphs=50000": bigPage(500, 10, 10),
		"white=5000":   whitePage(90),
		"white=50000":  whitePage(900),
		"rules=2000":   bigPage(100, 10, 1),
		"rules=20000":  bigPage(1000, 10, 1),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Build(p)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(p.Glyphs)+len(p.Rules)), "ns/piece")
		})
	}
}

// Ensure a row of closed cells with nothing between it and the page's edge is kept
// beside the tables, and one in the middle of the page is not.
func TestStrips(t *testing.T) {
	row := func(s *sheet, top float64) {
		s.hline(50, 410, top)
		s.hline(50, 410, top+20)
		for c, x := range colX {
			s.vline(x, top, top+20)
			if c < 4 {
				s.text(x+4, top+13, []string{"施策", "指標名", "現状値", "目標値"}[c])
			}
		}
	}
	for _, tt := range []struct {
		name         string
		top          float64
		above, below bool
		want         int
	}{
		{"at the foot", 700, true, false, 1},
		{"at the top", 60, false, true, 1},
		{"within prose", 400, true, true, 0},
	} {
		s := newSheet()
		row(s, tt.top)
		for i := range 4 {
			if tt.above {
				s.text(50, tt.top-100+float64(i)*20, "計画の進行管理は毎年度行います。")
			}
			if tt.below {
				s.text(50, tt.top+60+float64(i)*20, "計画の進行管理は毎年度行います。")
			}
		}
		l := Build(&s.Page)
		if len(l.Tables) != 0 || len(l.Strips) != tt.want {
			t.Errorf("%s: got %d tables and %d strips, want none and %d", tt.name, len(l.Tables), len(l.Strips), tt.want)
		}
		for i := range l.Strips {
			if n := len(l.Strips[i].Cells); n != 4 || l.Strips[i].Cells[2].Text != "現状値" {
				t.Errorf("%s: got %v", tt.name, l.Strips[i].Cells)
			}
		}
	}
}
