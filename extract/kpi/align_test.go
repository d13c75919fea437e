package kpi

import (
	"maps"
	"testing"

	"shihyo/extract/page"
	"shihyo/extract/table"
)

// TestOffCentre checks that the one header that lacks a character stands out
// among centred ones, and that nothing is concluded where they are not centred
// or where no lines show the cells' sides.
func TestOffCentre(t *testing.T) {
	const size = 10.0
	header := func(closed bool, off ...float64) map[int]offness {
		tb := &table.Table{Rows: 1, Cols: len(off), Ruled: true, Closed: closed}
		for c, d := range off {
			box := page.Box{X0: float64(c) * 100, X1: float64(c)*100 + 100, Bottom: 20}
			line := table.Line{Text: "見出し", Size: size, Box: page.Box{X0: box.X0 + 35 + d, X1: box.X1 - 35 + d, Top: 5, Bottom: 15}}
			tb.Cells = append(tb.Cells, table.Cell{Col: c, RowSpan: 1, ColSpan: 1, Text: line.Text, Lines: []table.Line{line}, Box: box})
		}
		return offCentre(newGrid(tb), header{0, 1})
	}
	for _, c := range []struct {
		closed bool
		off    []float64
		want   map[int]offness
	}{
		{true, []float64{0, 0, 0, 0, 0}, nil},
		{true, []float64{0, 0, -5, 0, 0}, map[int]offness{2: surelyOff}},
		{true, []float64{1, 1, 1, 6, 1}, map[int]offness{3: surelyOff}}, // padding differs left and right
		{true, []float64{0, 0, 2.5, 0, 0}, nil},                         // less than half a character
		{true, []float64{0, 0, 30, 0, 0}, map[int]offness{2: maybeOff}}, // set left, or spread
		{true, []float64{0, 5, -5, 5, 0}, nil},
		{false, []float64{0, 0, -5, 0, 0}, map[int]offness{2: maybeOff}}, // the sides are not known
		{true, []float64{0, -5, 0}, nil},                                 // too few
	} {
		got := header(c.closed, c.off...)
		if !maps.Equal(got, c.want) {
			t.Errorf("closed %v, off %v: %v, want %v", c.closed, c.off, got, c.want)
		}
	}
}

// TestMoved checks that a line which stands off along y too, or by less than a
// character takes, was moved and lost nothing, and that one which stands off along
// x alone by that much may have.
func TestMoved(t *testing.T) {
	const size = 10.0
	column := func(dx, dy float64) offness {
		tb := &table.Table{Rows: 12, Cols: 1, Ruled: true, Closed: true}
		for r := range tb.Rows {
			box := page.Box{X1: 100, Top: float64(r) * 20, Bottom: float64(r)*20 + 20}
			line := table.Line{Text: "街灯の数", Size: size, Box: page.Box{X0: 4, X1: 44, Top: box.Top + 5, Bottom: box.Bottom - 5}}
			if r == 3 {
				line.Box.X0, line.Box.X1 = line.Box.X0+dx, line.Box.X1+dx
				line.Box.Top, line.Box.Bottom = line.Box.Top+dy, line.Box.Bottom+dy
			}
			tb.Cells = append(tb.Cells, table.Cell{Row: r, RowSpan: 1, ColSpan: 1, Text: line.Text, Lines: []table.Line{line}, Box: box})
		}
		return misaligned(newGrid(tb), 0, 0, tb.Rows)[3]
	}
	for _, c := range []struct {
		dx, dy float64
		want   offness
	}{{0, 0, inPlace}, {10, 0, surelyOff}, {3, 2, inPlace}, {0, 2, inPlace}, {10, 0.3, surelyOff}, {4, 0, inPlace}} {
		if got := column(c.dx, c.dy); got != c.want {
			t.Errorf("moved by %g, %g: %v, want %v", c.dx, c.dy, got, c.want)
		}
	}
}

// TestOffMiddleDown checks that of texts set downwards in the middle of their cells
// one that stands off it by half a character is suspected, and none where they stand
// at the top.
func TestOffMiddleDown(t *testing.T) {
	column := func(top func(cell page.Box, height float64) float64, lost int) map[int]bool {
		tb := &table.Table{Rows: 4, Cols: 1, Ruled: true, Closed: true}
		for r := range tb.Rows {
			box := page.Box{X1: 20, Top: float64(r) * 200, Bottom: float64(r)*200 + 200}
			height := 50 + 10*float64(r)
			y := top(box, height)
			if r == lost {
				height -= 10
			}
			line := table.Line{Text: "安全な街", Size: 10, Vertical: true, Box: page.Box{X0: 5, X1: 15, Top: y, Bottom: y + height}}
			tb.Cells = append(tb.Cells, table.Cell{Row: r, RowSpan: 1, ColSpan: 1, Vertical: true, Text: line.Text, Lines: []table.Line{line}, Box: box})
		}
		return offMiddleDown(newGrid(tb), []int{0}, 0, tb.Rows)
	}
	inMiddle := func(c page.Box, h float64) float64 { return (c.Top + c.Bottom - h) / 2 }
	if got := column(inMiddle, 2); !maps.Equal(got, map[int]bool{2: true}) {
		t.Errorf("the third lacks its last character: %v", got)
	}
	if got := column(inMiddle, -1); len(got) > 0 {
		t.Errorf("none lacks any: %v", got)
	}
	if got := column(func(c page.Box, _ float64) float64 { return c.Top + 3 }, 2); len(got) > 0 {
		t.Errorf("set at the top: %v", got)
	}
}

// TestLooseLines checks that lines further apart than a page's are told from
// those of one text.
func TestLooseLines(t *testing.T) {
	cell := func(tops ...float64) table.Cell {
		c := table.Cell{RowSpan: 1, ColSpan: 1}
		for _, y := range tops {
			c.Lines = append(c.Lines, table.Line{Text: "街灯の数", Size: 10, Box: page.Box{X0: 0, X1: 40, Top: y, Bottom: y + 10}})
		}
		return c
	}
	var l table.Layout
	l.Tables = []table.Table{{}}
	for range 10 {
		l.Tables[0].Cells = append(l.Tables[0].Cells, cell(0, 12))
	}
	p := pitch{lead: measureLead(&l)}
	for gap, want := range map[float64]bool{2: false, 4: false, 7: true, 20: true} {
		c := cell(0, 10+gap)
		if p.looseLines(&c) != want {
			t.Errorf("lines %g apart: %v", gap, !want)
		}
	}
	if lead := measureLead(&table.Layout{}); lead != 0.9 {
		t.Errorf("a page without such lines: %g", lead)
	}
}

// TestHeaderTakenIn checks that a header of two rows is doubted where its second
// row is one of values or says the first again, and not where it divides it.
func TestHeaderTakenIn(t *testing.T) {
	terms := builtin(t)
	for second, want := range map[string]bool{"目標値": false, "47人": true, "（2021年度）": true, "（2022年度）": false, "": false} {
		tb := &table.Table{Rows: 2, Cols: 1}
		for r, text := range []string{"令和3年度", second} {
			tb.Cells = append(tb.Cells, table.Cell{Row: r, RowSpan: 1, ColSpan: 1, Text: text})
		}
		if got := terms.paths(newGrid(tb), header{0, 2})[0].doubt != ""; got != want {
			t.Errorf("令和3年度 over %q: doubted %v", second, got)
		}
	}
}
