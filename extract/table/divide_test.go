package table

import (
	"strings"
	"testing"

	"shihyo/extract/finding"
	"shihyo/extract/page"
)

// right sets s with its right end at x.
func (s *sheet) right(x, y float64, text string) { s.text(x-width(text), y, text) }

// account sets rows of a stub and figures: the stub at x 50, the figures with
// their right ends at 260, 340, 420 and so on, the first baseline at y.
func (s *sheet) account(y, step float64, rows [][]string) {
	for i, row := range rows {
		for c, text := range row {
			if c == 0 {
				s.text(50, y+float64(i)*step, text)
			} else {
				s.right(180+80*float64(c), y+float64(i)*step, text)
			}
		}
	}
}

// bold makes all glyphs set so far from the given one on bold.
func (s *sheet) bold(from int) {
	for i := from; i < len(s.Glyphs); i++ {
		s.Glyphs[i].Bold = true
	}
}

// TestDivide covers tables whose cells lines do not close.
func TestDivide(t *testing.T) {
	tests := []struct {
		name string
		draw func(s *sheet)
		want string
	}{
		{"Ensure rows are told where lines part the columns alone", func(s *sheet) {
			s.account(113, 14, [][]string{{"Region", "Count", "Share", "Rank"}, {"Alpha", "120", "12.5", "3"}, {"Beta", "80", "8.3", "5"},
				{"Gamma", "310", "32.2", "1"}, {"Delta", "95", "9.9", "4"}, {"Epsilon", "11", "1.1", "6"}})
			for _, y := range []float64{100, 118, 190} {
				s.hline(45, 425, y)
			}
			for _, x := range []float64{45, 190, 265, 345, 425} {
				s.vline(x, 100, 190)
			}
		}, "[Region][Count][Share][Rank]\n[Alpha][120][12.5][3]\n[Beta][80][8.3][5]\n[Gamma][310][32.2][1]\n[Delta][95][9.9][4]\n[Epsilon][11][1.1][6]"},
		{"Ensure a frame around the body is no cell", func(s *sheet) {
			s.account(113, 14, [][]string{{"Region", "Count", "Share", "Rank"}, {"Alpha", "120", "12.5", "3"}, {"Beta", "80", "8.3", "5"},
				{"Gamma", "310", "32.2", "1"}, {"Delta", "95", "9.9", "4"}, {"Epsilon", "11", "1.1", "6"}})
			for _, y := range []float64{100, 118, 190} {
				s.hline(45, 425, y)
			}
			for _, x := range []float64{190, 265, 345} {
				s.vline(x, 100, 118)
			}
			s.vline(45, 100, 190)
			s.vline(425, 100, 190)
		}, "[Region][Count][Share][Rank]\n[Alpha][120][12.5][3]\n[Beta][80][8.3][5]\n[Gamma][310][32.2][1]\n[Delta][95][9.9][4]\n[Epsilon][11][1.1][6]"},
		{"Ensure a label broken above its figures belongs to them where cells stand at the foot", func(s *sheet) {
			s.account(113, 12, [][]string{{"Item", "2021", "2022", "2023"}, {"Accommodation and food"}, {"services in cities", "14", "25", "36"},
				{"Transport", "11", "12", "13"}, {"Real estate and leasing"}, {"of all kinds", "71", "82", "93"}, {"Total", "96", "119", "142"}})
			s.hline(45, 425, 117)
		}, "[Item][2021][2022][2023]\n[Accommodation and food services in cities][14][25][36]\n[Transport][11][12][13]\n[Real estate and leasing of all kinds][71][82][93]\n[Total][96][119][142]"},
		{"Ensure a label broken below its figures belongs to them where cells stand at the top", func(s *sheet) {
			s.account(113, 12, [][]string{{"Item", "2021", "2022", "2023"}, {"Accommodation and food", "14", "25", "36"}, {"services in cities"},
				{"Transport", "11", "12", "13"}, {"Real estate and leasing", "71", "82", "93"}, {"of all kinds"}, {"Total", "96", "119", "142"}})
			s.hline(45, 425, 117)
		}, "[Item][2021][2022][2023]\n[Accommodation and food services in cities][14][25][36]\n[Transport][11][12][13]\n[Real estate and leasing of all kinds][71][82][93]\n[Total][96][119][142]"},
		{"Ensure the name of a section is a row, above the first figures too", func(s *sheet) {
			s.account(113, 14, [][]string{{"Item", "2021", "2022", "2023"}})
			for i, row := range [][]string{{"North"}, {"Rice", "11", "12", "13"}, {"Wheat", "21", "22", "23"}, {"South"}, {"Rice", "31", "32", "33"}, {"Wheat", "41", "42", "43"}} {
				from := len(s.Glyphs)
				s.account(127+float64(i)*14, 14, [][]string{row})
				if len(row) == 1 {
					s.bold(from)
				}
			}
		}, "[Item][2021][2022][2023]\n[North][][][]\n[Rice][11][12][13]\n[Wheat][21][22][23]\n[South][][][]\n[Rice][31][32][33]\n[Wheat][41][42][43]"},
		{"Ensure figures in brackets are figures", func(s *sheet) {
			s.account(113, 12, [][]string{{"Age", "Estimate", "S.E.", "Count"}, {"Under 18", "12.5", "(0.41)", "(12)"}, {"18 to 64", "8.3", "(0.22)", "80"},
				{"65 and over", "32.2", "(1.07)", "(310)"}, {"Total", "17.0", "(0.19)", "402"}})
		}, "[Age][Estimate][S.E.][Count]\n[Under 18][12.5][(0.41)][(12)]\n[18 to 64][8.3][(0.22)][80]\n[65 and over][32.2][(1.07)][(310)]\n[Total][17.0][(0.19)][402]"},
		{"Ensure a heading heads the columns that the rule under it covers", func(s *sheet) {
			s.center(312, 113, "Students")
			s.hline(200, 425, 117)
			s.account(127, 14, [][]string{{"Year", "Male", "Female", "Total"}, {"2021", "120", "125", "245"}, {"2022", "80", "83", "163"}, {"2023", "310", "322", "632"}})
			s.hline(45, 425, 131)
		}, "[Year 2x1][Students 1x3]\n[Male][Female][Total]\n[2021][120][125][245]\n[2022][80][83][163]\n[2023][310][322][632]"},
		{"Ensure headings flush left head the columns up to the next", func(s *sheet) {
			s.text(150, 113, "Urban areas")
			s.text(310, 113, "Rural areas")
			for i, row := range [][]string{{"Year", "Male", "Female", "Male", "Female"}, {"2021", "120", "125", "24", "19"}, {"2022", "80", "83", "16", "17"}, {"2023", "310", "322", "63", "64"}} {
				for c, text := range row {
					s.text([]float64{50, 150, 230, 310, 390}[c], 127+14*float64(i), text)
				}
			}
		}, "[Year 2x1][Urban areas 1x2][Rural areas 1x2]\n[Male][Female][Male][Female]\n[2021][120][125][24][19]\n[2022][80][83][16][17]\n[2023][310][322][63][64]"},
		{"Ensure a header goes on below a line that leaves columns without text", func(s *sheet) {
			s.center(290, 113, "Urban")
			s.center(450, 113, "Rural")
			s.hline(45, 500, 117)
			s.account(127, 14, [][]string{{"Place", "Male", "Female", "Male", "Female"}, {"North", "120", "125", "24", "19"}, {"West", "80", "83", "16", "17"}, {"South", "310", "322", "63", "64"}})
			s.hline(45, 500, 131)
			s.hline(45, 500, 175)
		}, "[][Urban 1x2][Rural 1x2]\n[Place][Male][Female][Male][Female]\n[North][120][125][24][19]\n[West][80][83][16][17]\n[South][310][322][63][64]"},
		{"Ensure names on two lines about their figures are not one text between the rows", func(s *sheet) {
			s.account(113, 0, [][]string{{"Group", "", "2021", "2022"}})
			s.text(130, 113, "Name")
			for i, row := range [][]string{{"Alpha", "(ha)", "11", "12"}, {"Beta", "(km)", "21", "22"}, {"Gamma", "(kg)", "31", "32"}, {"Delta", "(cm)", "41", "42"}} {
				y := 133 + 24*float64(i)
				s.text(130, y-5.5, row[0])
				s.text(130, y+5.5, row[1])
				s.right(340, y, row[2])
				s.right(420, y, row[3])
			}
			s.text(50, 145, "North")
			s.text(50, 193, "South")
			for _, y := range []float64{100, 117, 217} {
				s.hline(45, 425, y)
			}
		}, "[Group][Name][2021][2022]\n[North 2x1][Alpha (ha)][11][12]\n[Beta (km)][21][22]\n[South 2x1][Gamma (kg)][31][32]\n[Delta (cm)][41][42]"},
		{"Ensure a heading in the middle of the header's height stands under none", func(s *sheet) {
			s.center(390, 103, "Progress")
			s.center(310, 121, "2021")
			s.center(470, 121, "2022")
			s.text(50, 121, "Name")
			s.center(210, 121, "Before")
			s.center(570, 121, "After")
			for i, text := range []string{"Aim", "Now", "Aim", "Now"} {
				s.center(270+80*float64(i), 139, text)
			}
			for i, row := range [][]string{{"Alpha", "11", "12", "13", "14", "15", "16"}, {"Beta", "21", "22", "23", "24", "25", "26"}, {"Gamma", "31", "32", "33", "34", "35", "36"}} {
				for c, text := range row {
					s.center([]float64{62, 210, 270, 350, 430, 510, 570}[c], 157+16*float64(i), text)
				}
			}
		}, "[Name 3x1][Before 3x1][Progress 1x4][After 3x1]\n[2021 1x2][2022 1x2]\n[Aim][Now][Aim][Now]\n[Alpha][11][12][13][14][15][16]\n[Beta][21][22][23][24][25][26]\n[Gamma][31][32][33][34][35][36]"},
		{"Ensure two characters in line are the ends of two cells where others part them", func(s *sheet) {
			for i, row := range [][]string{{"名称", "数", "評価"}, {"甲", "五十二人", "未達"}, {"", "泊", "成"}, {"乙", "三十人", "達成"}, {"丙", "二十人", "達成"}, {"丁", "四十人", "達成"}} {
				y := 113 + 22*float64(i)
				if i > 1 {
					y -= 11
				}
				s.text(50, y, row[0])
				s.right(180, y, row[1])
				s.text(192, y, row[2])
			}
			for _, y := range []float64{100, 118, 151, 173, 195, 217} {
				s.hline(45, 220, y)
			}
		}, "[名称][数][評価]\n[甲][五十二人泊][未達成]\n[乙][三十人][達成]\n[丙][二十人][達成]\n[丁][四十人][達成]"},
		{"Ensure a text across the height where a line ends before it stands for both rows", func(s *sheet) {
			s.account(113, 0, [][]string{{"Item", "2021", "2022", "Office"}})
			s.account(134, 44, [][]string{{"Alpha and", "11", "12"}, {"Beta and", "21", "22"}, {"Gamma and", "31", "32", "Third"}})
			s.account(146, 44, [][]string{{"others", "(1)", "(2)"}, {"others", "(3)", "(4)"}, {"others", "(5)", "(6)"}})
			s.right(420, 162, "Second")
			for i, y := range []float64{100, 120, 158, 202, 246} {
				s.hline(45, []float64{425, 425, 345, 425, 425}[i], y)
			}
		}, "[Item][2021][2022][Office]\n[Alpha and others][11 (1)][12 (2)][Second 2x1]\n[Beta and others][21 (3)][22 (4)]\n[Gamma and others][31 (5)][32 (6)][Third]"},
	}
	for _, tt := range tests {
		s := newSheet()
		tt.draw(s)
		if got := shown(Build(&s.Page)); got != tt.want {
			t.Errorf("%s: got\n%s\nwant\n%s", tt.name, got, tt.want)
		}
	}
}

func TestColumnEvidence(t *testing.T) {
	tests := []struct {
		name string
		e    columnEvidence
		want bool
	}{
		{"Ensure a drawn border stands", columnEvidence{drawn: true}, true},
		{"Ensure white stands that all rows have", columnEvidence{rows: 10, both: 10}, true},
		{"Ensure white stands under a text that spans", columnEvidence{rows: 10, both: 8, crossed: 1}, true},
		{"Ensure white that few rows have does not", columnEvidence{rows: 20, both: 3}, false},
		{"Ensure words across outweigh words beside", columnEvidence{rows: 10, both: 6, crossed: 4}, false},
		{"Ensure headers side by side part where few texts reach across", columnEvidence{rows: 8, both: 2, crossed: 2, headers: true}, true},
		{"Ensure headers side by side do not part prose", columnEvidence{rows: 8, both: 2, crossed: 6, headers: true}, false},
		{"Ensure the end of a rule is enough", columnEvidence{rows: 10, lineEnd: true}, true},
		{"Ensure printed blanks part nothing", columnEvidence{rows: 10, both: 10, glued: true}, false},
		{"Ensure a column between lines takes more to part", columnEvidence{rows: 10, both: 5, walled: true}, false},
		{"Ensure figures in a column between lines part it", columnEvidence{rows: 10, both: 9, walled: true}, true},
	}
	for _, tt := range tests {
		if got := tt.e.score() >= columnLeast; got != tt.want {
			t.Errorf("%s: %v, score %.2f", tt.name, got, tt.e.score())
		}
	}
}

// TestBorders checks that borders that no line draws say why they stand.
func TestBorders(t *testing.T) {
	s := newSheet()
	s.account(113, 14, [][]string{{"Region", "Count", "Share"}, {"Alpha", "120", "12.5"}, {"Beta", "80", "8.3"}, {"Gamma", "310", "32.2"}, {"Delta", "95", "9.9"}})
	l := Build(&s.Page)
	if len(l.Tables) != 1 {
		t.Fatalf("%d tables", len(l.Tables))
	}
	columns, rows := 0, 0
	for _, b := range l.Tables[0].Borders {
		if b.Margin <= 0 || b.Why(finding.English) == "" || b.Why(finding.Japanese) == b.Why(finding.English) {
			t.Errorf("border %v: margin %v, %q, %q", b.Box, b.Margin, b.Why(finding.English), b.Why(finding.Japanese))
		}
		if b.Box.Width() == 0 {
			columns++
		} else {
			rows++
		}
	}
	if columns != 2 || rows != 3 {
		t.Errorf("%d borders of columns, %d of rows; want 2 and 3", columns, rows)
	}
	var svg strings.Builder
	if err := DrawSVG(&svg, &s.Page, l, nil, finding.English); err != nil {
		t.Fatal(err)
	}
	if want := "rows with text on both sides: 4"; !strings.Contains(svg.String(), want) {
		t.Errorf("the drawing does not say %q", want)
	}
}

// TestOutOfStep covers tables side by side whose row lines stand at heights of their
// own, but for some that meet by chance.
func TestOutOfStep(t *testing.T) {
	s := newSheet()
	side := func(x float64, ys []float64, rows [][]string) {
		for i, row := range rows {
			y := (ys[i] + ys[i+1]) / 2
			s.text(x+2, y+3, row[0])
			s.right(x+150, y+3, row[1])
			s.right(x+210, y+3, row[2])
		}
		for _, y := range ys {
			s.hline(x, x+212, y)
		}
	}
	side(45, []float64{100, 120, 140, 172, 192, 212}, [][]string{{"Item", "2021", "2026"}, {"Alpha", "11", "12"}, {"Beta", "21", "22"}, {"Gamma", "31", "32"}, {"Delta", "41", "42"}})
	side(268, []float64{100, 120, 152, 172, 202}, [][]string{{"Item", "2021", "2026"}, {"Kappa", "51", "52"}, {"Lambda", "61", "62"}, {"Sigma", "71", "72"}})
	want := "[Item][2021][2026]\n[Alpha][11][12]\n[Beta][21][22]\n[Gamma][31][32]\n[Delta][41][42]\n\n[Item][2021][2026]\n[Kappa][51][52]\n[Lambda][61][62]\n[Sigma][71][72]"
	if got := shown(Build(&s.Page)); strings.TrimSpace(got) != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestHalvesBelow covers the foot of a table that shading bounds: the second line of
// a name set around its figures is of the last row, a note at that distance is not.
func TestHalvesBelow(t *testing.T) {
	line := func(x, y float64, texts ...string) row {
		var ws []*tword
		for _, text := range texts {
			ws = append(ws, &tword{Box: page.Box{X0: x, X1: x + 20, Top: y - 4, Bottom: y + 4}, size: 8, first: []rune(text)[0]})
			x += 80
		}
		return rowsOf(ws, sameRow)[0]
	}
	tests := []struct {
		name string
		rows []row
		want float64
	}{
		{"Ensure the second of two lines is", []row{line(50, 94, "A"), line(130, 100, "1", "2"), line(50, 106, "B")}, 110},
		{"Ensure the third of three lines is", []row{line(50, 88, "A"), line(50, 100, "B", "1", "2"), line(50, 112, "C")}, 116},
		{"Ensure a note is not", []row{line(50, 88, "A"), line(50, 100, "B", "1", "2"), line(50, 112, "※")}, 104},
		{"Ensure what no line above mirrors is not", []row{line(50, 80, "A", "1", "2"), line(50, 100, "B", "1", "2"), line(50, 112, "C")}, 104},
		{"Ensure what begins elsewhere is not", []row{line(50, 94, "A"), line(130, 100, "1", "2"), line(60, 106, "B")}, 104},
	}
	for _, tt := range tests {
		if got := halvesBelow(tt.rows, 104, 8); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}
