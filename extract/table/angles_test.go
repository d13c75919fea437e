package table

import "testing"

// A line lost beside a header of two levels leaves an angle; so does one that is
// lost over the whole height of the table. The texts tell how it was cut.
func TestAngles(t *testing.T) {
	const want = "[指標 2x1][現状値 2x1][目標値 1x2]\n[令和４年度][令和５年度]\n[組織率][63.7%][65.6%][67.1%]\n[充足率][76%][79%][80%]\n[雇用率][55%][56%][57%]"
	for _, lost := range []struct {
		what string
		to   float64 // how far down the line beside 現状値 is lost
	}{{"nothing", 100}, {"a piece beside the upper level", 120}, {"a piece beside both levels", 140}, {"the whole line", 200}} {
		s := newSheet()
		rows := []float64{100, 120, 140, 160, 180, 200}
		for _, y := range []float64{100, 140, 160, 180, 200} {
			s.hline(50, 410, y)
		}
		s.hline(250, 410, 120)
		for _, x := range []float64{50, 150, 410} {
			s.vline(x, 100, 200)
		}
		s.vline(330, 120, 200)
		if lost.to < 200 {
			s.vline(250, lost.to, 200)
		}
		s.center(100, 123, "指標")
		s.center(200, 123, "現状値")
		s.center(330, 113, "目標値")
		s.center(290, 133, "令和４年度")
		s.center(370, 133, "令和５年度")
		for r, row := range [][]string{{"組織率", "63.7%", "65.6%", "67.1%"}, {"充足率", "76%", "79%", "80%"}, {"雇用率", "55%", "56%", "57%"}} {
			s.text(54, rows[r+2]+13, row[0])
			for c, text := range row[1:] {
				s.center([]float64{200, 290, 370}[c], rows[r+2]+13, text)
			}
		}
		if got := shown(Build(&s.Page)); got != want {
			t.Errorf("%s is missing: got\n%s", lost.what, got)
		}
	}
}

// A row whose line is lost is told by its texts although they stand no further
// apart than the lines of one, and a row of numbers broken in narrow cells is one.
func TestLostRow(t *testing.T) {
	table := func(gap float64, cells []string, lower []string) string {
		s := newSheet()
		for _, y := range []float64{100, 120, 140, 140 + 4 + 2*gap, 160 + 4 + 2*gap} {
			s.hline(50, 410, y)
		}
		for _, x := range colX {
			s.vline(x, 100, 164+2*gap)
		}
		set := func(y float64, row []string) {
			for c, text := range row {
				s.text(colX[c]+4, y, text)
			}
		}
		set(113, plainRows[0])
		set(133, plainRows[1])
		set(141+gap, cells)
		set(141+2*gap, lower)
		set(157+2*gap, plainRows[2])
		return shown(Build(&s.Page))
	}
	got := table(15, []string{"福祉", "雇用率", "40%", "42%"}, []string{"教育", "進学率", "71%", "75%"})
	if want := "[項目][指標][R4][R5]\n[防災][組織率][63.7%][65.6%]\n[福祉][雇用率][40%][42%]\n[教育][進学率][71%][75%]\n[][充足率][76%][79%]"; got != want {
		t.Errorf("two rows: got\n%s", got)
	}
	got = table(12, []string{"福祉", "雇用率", "1,234,567,890,", "1,234,567,890,"}, []string{"教育", "進学率", "123", "456"})
	if want := "[項目][指標][R4][R5]\n[防災][組織率][63.7%][65.6%]\n[福祉教育][雇用率進学率][1,234,567,890,123][1,234,567,890,456]\n[][充足率][76%][79%]"; got != want {
		t.Errorf("numbers broken in their cells: got\n%s", got)
	}
}

// Verticals that end at one height in nothing had a line across their ends; one by
// itself may have lost its own rest.
func TestLooseEnds(t *testing.T) {
	s := newSheet()
	for _, y := range []float64{100, 140, 160, 180} {
		s.hline(50, 410, y)
	}
	for _, x := range []float64{50, 150, 410} {
		s.vline(x, 100, 180)
	}
	for _, x := range []float64{230, 320} {
		s.vline(x, 120, 180)
	}
	s.center(100, 123, "指標")
	s.center(280, 113, "目標値")
	for c, x := range []float64{190, 275, 365} {
		s.center(x, 133, []string{"R4", "R5", "R6"}[c])
		s.center(x, 153, []string{"63.7%", "65.6%", "67.1%"}[c])
		s.center(x, 173, []string{"76%", "79%", "80%"}[c])
	}
	s.text(54, 153, "組織率")
	s.text(54, 173, "充足率")
	if got, want := shown(Build(&s.Page)), "[指標 2x1][目標値 1x3]\n[R4][R5][R6]\n[組織率][63.7%][65.6%][67.1%]\n[充足率][76%][79%][80%]"; got != want {
		t.Errorf("the line between two levels is missing: got\n%s", got)
	}
}

// Where a line is lost over the whole height of a table, between merged cells and
// the rows that they stand for, the lines of these rows still part them.
func TestLostColumnBesideMerged(t *testing.T) {
	s := newSheet()
	for _, y := range []float64{100, 120, 180, 240, 300} {
		s.hline(50, 410, y)
	}
	for _, y := range []float64{140, 160, 200, 220, 260, 280} {
		s.hline(150, 410, y)
	}
	for _, x := range []float64{50, 300, 410} { // none at 150
		s.vline(x, 100, 300)
	}
	s.center(100, 113, "項目")
	s.center(225, 113, "指標")
	s.center(355, 113, "目標値")
	for i, item := range []string{"防災", "福祉", "教育"} {
		s.text(54, 153+60*float64(i), item)
	}
	for i, name := range []string{"組織率", "充足率", "雇用率", "進学率", "就職率", "受診率", "利用率", "参加率", "達成率"} {
		s.text(154, 133+20*float64(i), name)
		s.center(355, 133+20*float64(i), "65%")
	}
	want := "[項目][指標][目標値]\n[防災 3x1][組織率][65%]\n[充足率][65%]\n[雇用率][65%]\n[福祉 3x1][進学率][65%]\n[就職率][65%]\n[受診率][65%]\n[教育 3x1][利用率][65%]\n[参加率][65%]\n[達成率][65%]"
	if got := shown(Build(&s.Page)); got != want {
		t.Errorf("got\n%s", got)
	}
}
