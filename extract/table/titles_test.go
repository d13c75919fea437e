package table

import (
	"testing"

	"shihyo/extract/page"
)

// TestReports covers how statistics and accounts are set: signs apart from their
// figures, lines under single columns, titles over columns within the table,
// labels on several lines with their figures on the last.
func TestReports(t *testing.T) {
	under := func(s *sheet, y float64, xs ...float64) {
		for _, x := range xs {
			s.hline(x-50, x, y)
		}
	}
	for _, tt := range []struct {
		name string
		draw func(s *sheet)
		want string
	}{
		{"Ensure a currency sign goes with its figure, however far it stands from it", func(s *sheet) {
			s.account(113, 14, [][]string{{"Revenue", "2009", "2010"}, {"Taxes", "1,204", "98"}, {"Fees", "311", "1,020"}, {"Fines", "12", "7"}, {"Grants", "46", "52"}, {"Total", "1,573", "1,177"}})
			for _, y := range []float64{127, 183} {
				s.text(200, y, "$")
				s.text(290, y, "$")
			}
			s.hline(45, 345, 117)
			s.hline(45, 345, 100)
		}, "[Revenue][2009][2010]\n[Taxes][$ 1,204][$ 98]\n[Fees][311][1,020]\n[Fines][12][7]\n[Grants][46][52]\n[Total][$ 1,573][$ 1,177]"},
		{"Ensure lines under the figures of sums end rows and make no columns of the white between them", func(s *sheet) {
			s.account(113, 14, [][]string{{"Item", "Actual", "Budget"}, {"Salaries", "120", "131"}, {"Supplies", "45", "40"}, {"Travel", "8", "9"}, {"Subtotal", "173", "180"}, {"Equipment", "22", "20"}, {"Total", "195", "200"}})
			under(s, 117, 260, 340)
			under(s, 159, 260, 340)
			under(s, 187, 260, 340)
			under(s, 201, 260, 340)
			under(s, 203, 260, 340)
		}, "[Item][Actual][Budget]\n[Salaries][120][131]\n[Supplies][45][40]\n[Travel][8][9]\n[Subtotal][173][180]\n[Equipment][22][20]\n[Total][195][200]"},
		{"Ensure a title within the table stands over all columns that it heads", func(s *sheet) {
			s.account(113, 14, [][]string{{"State", "1990", "2000", "2010"}, {}, {"Alpha", "120", "125", "131"}, {"Beta", "80", "83", "85"}, {"Gamma", "310", "322", "340"},
				{}, {"Alpha", "12.0", "12.5", "13.1"}, {"Beta", "8.0", "8.3", "8.5"}, {"Gamma", "31.0", "32.2", "34.0"}})
			s.center(235, 127, "Number")
			s.center(235, 183, "Percent of total")
			s.hline(45, 425, 100)
			s.hline(45, 425, 117)
			s.hline(45, 425, 232)
		}, "[State][1990][2000][2010]\n[Number 1x4]\n[Alpha][120][125][131]\n[Beta][80][83][85]\n[Gamma][310][322][340]\n[Percent of total 1x4]\n[Alpha][12.0][12.5][13.1]\n[Beta][8.0][8.3][8.5]\n[Gamma][31.0][32.2][34.0]"},
		{"Ensure a label on many lines does not end a table, and has its figures on the last", func(s *sheet) {
			s.account(113, 14, [][]string{{"Item", "2009", "2010"}, {"Wheat", "1,204", "98"}, {"Corn", "311", "1,020"}})
			y := 155.0
			for i, l := range []string{"Federal employee and veteran", "benefits payable in the", "year, those of retired", "members of the services", "and their dependents"} {
				s.text(50+10*float64(min(i, 1)), y, l)
				y += 14
			}
			s.account(y-14, 14, [][]string{{"", "12", "7"}, {"Cotton", "46", "52"}, {"Milk", "5", "6"}, {"Hogs", "17", "18"}})
		}, "[Item][2009][2010]\n[Wheat][1,204][98]\n[Corn][311][1,020]\n[Federal employee and veteran benefits payable in the year, those of retired members of the services and their dependents][12][7]\n[Cotton][46][52]\n[Milk][5][6]\n[Hogs][17][18]"},
		{"Ensure a currency sign at the far side of a wide column goes with its figure", func(s *sheet) {
			s.account(113, 14, [][]string{{"Revenue", "2009", ""}, {"Taxes", "", "1,204"}, {"Fees", "", "311"}, {"Fines", "", "12"}, {"Grants", "", "46"}, {"Total", "", "1,573"}})
			s.text(200, 127, "$")
			s.text(200, 183, "$")
			s.hline(45, 345, 117)
			s.hline(45, 345, 100)
		}, "[Revenue][2009]\n[Taxes][$ 1,204]\n[Fees][311]\n[Fines][12]\n[Grants][46]\n[Total][$ 1,573]"},
		{"Ensure a mark in brackets below a figure is a value of its own", func(s *sheet) {
			s.account(113, 12, [][]string{{"Receipts", "Share"}, {"Income taxes", "18.0"}, {"Excise taxes", "1.1"}, {"On-budget", "52.1"}, {"Off-budget", "(X)"}})
			s.hline(45, 265, 117)
			s.hline(45, 265, 100)
			s.hline(45, 265, 164)
		}, "[Receipts][Share]\n[Income taxes][18.0]\n[Excise taxes][1.1]\n[On-budget][52.1]\n[Off-budget][(X)]"},
		{"Ensure lines over sums do not part the rows of accounts whose columns are ruled", func(s *sheet) {
			s.account(113, 12, [][]string{{"Assets", "2009", "2010"}, {"Cash", "120", "131"}, {"Loans", "45", "40"}, {"Total current", "165", "171"},
				{"Land", "8", "9"}, {"Buildings", "22", "20"}, {"Total fixed", "30", "29"}, {"Total", "195", "200"}})
			s.hline(45, 345, 100)
			s.hline(45, 345, 116)
			s.hline(45, 345, 201)
			for _, y := range []float64{140, 176, 188} {
				s.hline(190, 345, y)
			}
			s.vline(190, 100, 201)
			s.vline(270, 100, 201)
		}, "[Assets][2009][2010]\n[Cash][120][131]\n[Loans][45][40]\n[Total current][165][171]\n[Land][8][9]\n[Buildings][22][20]\n[Total fixed][30][29]\n[Total][195][200]"},
		{"Ensure leaders on a line of their own go on from the label above", func(s *sheet) {
			s.account(113, 12, [][]string{{"Receipts", "2009"}, {"Income taxes ....", "18"}, {"Customs duties"}, {"...............", "7"}, {"Excise taxes ....", "11"}})
			s.hline(45, 265, 117)
			s.hline(45, 265, 100)
			s.hline(45, 265, 164)
		}, "[Receipts][2009]\n[Income taxes ....][18]\n[Customs duties ...............][7]\n[Excise taxes ....][11]"},
		{"Ensure the words of a text in type of one pitch are one text, and one that reaches far makes no column", func(s *sheet) {
			s.account(113, 12, [][]string{{"Item", "2009", "2010"}, {"Cash", "120", "131"}, {"Federal employee benefits", "45", "40"}, {"Loans", "165", "171"},
				{"Property and equipment, net", "8", "9"}, {"Land", "22", "20"}, {"Other", "30", "29"}})
		}, "[Item][2009][2010]\n[Cash][120][131]\n[Federal employee benefits][45][40]\n[Loans][165][171]\n[Property and equipment, net][8][9]\n[Land][22][20]\n[Other][30][29]"},
		{"Ensure headings of two lines close beside one another are two", func(s *sheet) {
			s.account(127, 14, [][]string{{"State"}, {"Alpha", "421", "97"}, {"Beta", "272", "55"}, {"Gamma", "34", "29"}, {"Delta", "14", "44"}})
			s.center(239, 113, "Hours and wages")
			s.center(240, 127, "adjusted")
			s.center(321, 113, "Civilian worker")
			s.center(320, 127, "force")
		}, "[State][Hours and wages adjusted][Civilian worker force]\n[Alpha][421][97]\n[Beta][272][55]\n[Gamma][34][29]\n[Delta][14][44]"},
		{"Ensure a heading over its own line above a table is of it", func(s *sheet) {
			s.account(113, 14, [][]string{{"State", "1990", "2000", "Rate"}, {"Alpha", "120", "125", "131"}, {"Beta", "80", "83", "85"}, {"Gamma", "310", "322", "340"}})
			s.center(290, 98, "Population")
			s.hline(230, 345, 102)
			s.hline(45, 425, 117)
			s.hline(45, 425, 160)
		}, "[State 2x1][Population 1x2][Rate 2x1]\n[1990][2000]\n[Alpha][120][125][131]\n[Beta][80][83][85]\n[Gamma][310][322][340]"},
		{"Ensure the name of a section flush with the lines around it ends no table", func(s *sheet) {
			s.account(113, 16, [][]string{{"Type", "2009", "2010"}, {"Age"}, {"Under five", "120", "125"}, {"Five and over", "80", "83"}, {"Household"}, {"Married", "310", "322"}, {"Single", "46", "52"}})
			for i := range 8 {
				s.hline(50, 345, 102+float64(i)*16)
			}
		}, "[Type][2009][2010]\n[Age][][]\n[Under five][120][125]\n[Five and over][80][83]\n[Household][][]\n[Married][310][322]\n[Single][46][52]"},
		{"Ensure many figures between two lines are rows where only the columns are ruled", func(s *sheet) {
			s.account(113, 12, [][]string{{"Item", "2010"}, {"Cash", "120"}, {"Loans", "45"}, {"Land", "8"}, {"Plant", "22"}, {"Stock", "30"}, {"Other", "(X)"}})
			for _, y := range []float64{102, 116, 190} {
				s.hline(45, 265, y)
			}
			for _, x := range []float64{45, 190, 265} {
				s.vline(x, 102, 190)
			}
		}, "[Item][2010]\n[Cash][120]\n[Loans][45]\n[Land][8]\n[Plant][22]\n[Stock][30]\n[Other][(X)]"},
		{"Ensure a title stands over columns of which it is not quite in the middle", func(s *sheet) {
			s.account(113, 14, [][]string{{"State", "1990", "2000", "2010"}, {"Alpha", "120", "125", "131"}, {"Beta", "80", "83", "85"}, {}, {"Gamma", "310", "322", "340"}, {"Delta", "95", "47", "48"}})
			s.center(290, 155, "Percent of total")
			s.hline(45, 425, 100)
			s.hline(45, 425, 117)
			s.hline(45, 425, 190)
		}, "[State][1990][2000][2010]\n[Alpha][120][125][131]\n[Beta][80][83][85]\n[][Percent of total 1x3]\n[Gamma][310][322][340]\n[Delta][95][47][48]"},
		{"Ensure headings part columns whose figures stand at their right ends", func(s *sheet) {
			for i, h := range []string{"Total", "Male", "Female"} {
				s.center(230+80*float64(i), 113, h)
			}
			s.text(50, 113, "State")
			for i, row := range [][]string{{"Alpha", "120", "61", "59"}, {"Beta", "80", "42", "38"}, {"Gamma", "310", "150", "160"}, {"Delta", "95", "47", "48"}} {
				s.text(50, 127+14*float64(i), row[0])
				for c, v := range row[1:] {
					s.right(268+80*float64(c), 127+14*float64(i), v)
				}
			}
		}, "[State][Total][Male][Female]\n[Alpha][120][61][59]\n[Beta][80][42][38]\n[Gamma][310][150][160]\n[Delta][95][47][48]"},
		{"Ensure prose beside a table is no stub of it", func(s *sheet) {
			s.account(113, 14, [][]string{{"Item", "2009"}, {"Wheat", "1,204"}, {"Corn", "311"}, {"Cotton", "46"}, {"Milk", "5"}, {"Hogs", "17"}})
			s.hline(45, 262, 100)
			s.hline(45, 262, 117)
			s.hline(45, 262, 188)
			for i := range 24 {
				s.text(290, 100+11*float64(i), "the report gives prices of the year, and of that before it")
			}
		}, "[Item][2009]\n[Wheat][1,204]\n[Corn][311]\n[Cotton][46]\n[Milk][5]\n[Hogs][17]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newSheet()
			tt.draw(s)
			l := Build(&s.Page)
			check(t, l)
			if got := shown(l); got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

// Ensure ruby stands in no cell's text and makes no row, neither between lines nor
// without.
func TestRuby(t *testing.T) {
	draw := func(lined bool) *sheet {
		s := newSheet()
		for r, row := range [][3]string{{"番号", "氏名", "得票"}, {"1", "山田花子", "120"}, {"2", "佐藤次郎", "98"}, {"3", "鈴木三郎", "76"}} {
			y := 113 + 24*float64(r)
			for c, text := range row {
				s.text(54+80*float64(c), y, text)
			}
			if r == 0 {
				continue
			}
			for i, ruby := range []rune("やまだはなこ") {
				x := 134 + 7*float64(i)
				s.Glyphs = append(s.Glyphs, page.Glyph{Box: page.Box{X0: x, Top: y - 14, X1: x + 5, Bottom: y - 9}, Text: string(ruby), Size: 5, OriginX: x, OriginY: y - 10, Conf: 1})
			}
		}
		if lined {
			for r := range 5 {
				s.hline(50, 290, 96+24*float64(r))
			}
			for c := range 4 {
				s.vline(50+80*float64(c), 96, 192)
			}
		}
		return s
	}
	want := "[番号][氏名][得票]\n[1][山田花子][120]\n[2][佐藤次郎][98]\n[3][鈴木三郎][76]"
	for _, lined := range []bool{true, false} {
		l := Build(&draw(lined).Page)
		check(t, l)
		if got := shown(l); got != want {
			t.Errorf("lined %v: got\n%s\nwant\n%s", lined, got, want)
		}
	}
}

// Ensure accounts are read row by row whose labels are spread over their column
// behind numbers in brackets, and whose sums stand in columns of their own.
func TestAccounts(t *testing.T) {
	s := newSheet()
	spread := func(y float64, no, label string) {
		s.text(70, y, no)
		rs := []rune(label)
		for i, r := range rs {
			s.text(86+float64(i)*66/float64(len(rs)-1), y, string(r))
		}
	}
	y := 113.0
	for _, row := range []struct{ no, label, a, b string }{
		{"(1)", "給水収益", "579,091", ""}, {"(2)", "新設分担金", "16,146", ""}, {"(3)", "営業雑収益", "3,225", ""}, {"", "収益合計", "", "598,462"},
		{"(1)", "原水及び浄水費", "82,943", ""}, {"(2)", "総務管理費", "99,178", ""}, {"(3)", "減価償却費", "284,646", ""}, {"", "費用合計", "", "466,767"},
	} {
		spread(y, row.no, row.label)
		s.right(290, y, row.a)
		s.right(370, y, row.b)
		y += 16
	}
	s.hline(240, 292, 149)
	s.hline(240, 292, 213)
	want := [][3]string{{"(1)給水収益", "579,091", ""}, {"(2)新設分担金", "16,146", ""}, {"(3)営業雑収益", "3,225", ""}, {"収益合計", "", "598,462"},
		{"(1)原水及び浄水費", "82,943", ""}, {"(2)総務管理費", "99,178", ""}, {"(3)減価償却費", "284,646", ""}, {"費用合計", "", "466,767"}}
	l := Build(&s.Page)
	check(t, l)
	if len(l.Tables) != 1 || l.Tables[0].Rows != len(want) || l.Tables[0].Cols != 3 {
		t.Fatalf("got\n%s", shown(l))
	}
	for r, row := range want {
		for c, text := range row {
			if got := cellAt(t, l, r, c).Text; got != text {
				t.Errorf("row %d, column %d: %q, want %q", r, c, got, text)
			}
		}
	}
}
