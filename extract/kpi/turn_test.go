package kpi

import (
	"testing"

	"shihyo/extract/page"
	"shihyo/extract/table"
)

// TestTurnedStrips checks that a row at the edge of a page set sideways, which may
// be a piece of a table that the break cut, is handed on in the frame of the tables.
func TestTurnedStrips(t *testing.T) {
	cell := func(row, col int) table.Cell {
		x, y := 300-20*float64(row), 100+50*float64(col)
		return table.Cell{Row: row, Col: col, RowSpan: 1, ColSpan: 1, Box: page.Box{X0: x, Top: y, X1: x + 20, Bottom: y + 50}}
	}
	at := page.Box{X0: 320, Top: 100, X1: 340, Bottom: 200}
	l := &table.Layout{Width: 595, Height: 842,
		Tables: []table.Table{{Rows: 3, Cols: 2, Cells: []table.Cell{cell(0, 0), cell(0, 1), cell(1, 0), cell(1, 1), cell(2, 0), cell(2, 1)}}},
		Strips: []table.Table{{Rows: 1, Cols: 1, Box: at, Cells: []table.Cell{{RowSpan: 1, ColSpan: 1, Box: at}}}},
	}
	up, q := upright(l)
	if q != 1 || len(up.Strips) != 1 {
		t.Fatalf("turned %d times, with %d rows at the edge", q, len(up.Strips))
	}
	want := page.Box{X0: 100, Top: 595 - 340, X1: 200, Bottom: 595 - 320}
	if got := up.Strips[0]; got.Box != want || got.Cells[0].Box != want {
		t.Errorf("the row stands at %v, its cell at %v, want %v", got.Box, got.Cells[0].Box, want)
	}
	if l.Strips[0].Cells[0].Box != at {
		t.Error("the page's own layout was changed")
	}
}
