package kpi

import (
	"testing"

	"shihyo/extract/page"
	"shihyo/extract/table"
)

// TestMidPhrase ensures that texts are told apart by how the first ends and the
// second begins, and that names which only look cut are left alone.
func TestMidPhrase(t *testing.T) {
	for _, c := range []struct {
		above, below string
		want         bool
	}{
		{"環境と", "共に生きる", true},
		{"地域で支え合う福祉", "の体制づくり", true},
		{"子育て（乳幼児", "）の支援", true},
		{"データの利活用・", "デジタル化", true},
		{"リサイクルセンタ", "ーの整備", true},
		{"健康づくり", "子育ての支援", false},
		{"健康づくり", "のびのび子育て", false},
		{"高齢者福祉", "がん検診の推進", false},
	} {
		if got := midPhrase(c.above, c.below); got != c.want {
			t.Errorf("midPhrase(%q, %q) = %v", c.above, c.below, got)
		}
	}
}

// TestOverrun ensures that what stands right below an open cell is taken for its
// text, and for neither where it stands below two; a closed cell takes nothing,
// nor does any take a note or a line further down.
func TestOverrun(t *testing.T) {
	at := func(x0, x1, top float64, text string) table.Line {
		return table.Line{Text: text, Size: 10, Box: page.Box{X0: x0, X1: x1, Top: top, Bottom: top + 10}}
	}
	for _, c := range []struct {
		name          string
		line          table.Line
		left          string // of the open cell on the left
		lines, doubts int
	}{
		{"below one", at(12, 40, 102, "ち"), "支え合うまち", 0, 0},
		{"below two", at(12, 90, 102, "ち の体制"), "支え合うま", 0, 2},
		{"below a closed one", at(112, 140, 102, "ち"), "支え合うま", 1, 0},
		{"far below", at(12, 40, 130, "ち"), "支え合うま", 1, 0},
		{"a note", at(12, 40, 102, "※1 速報値"), "支え合うま", 1, 0},
		{"beside the table", at(2, 40, 102, "ち"), "支え合うま", 1, 0},
	} {
		l := &table.Layout{Page: 1, Lines: []table.Line{c.line}, Tables: []table.Table{{
			Rows: 1, Cols: 3, Box: page.Box{X0: 10, X1: 150, Top: 50, Bottom: 100},
			Cells: []table.Cell{
				{Col: 0, RowSpan: 1, ColSpan: 1, Text: "支え合うま", OpenBottom: true, Box: page.Box{X0: 10, X1: 50, Top: 50, Bottom: 100}},
				{Col: 1, RowSpan: 1, ColSpan: 1, Text: "福祉", OpenBottom: true, Box: page.Box{X0: 50, X1: 100, Top: 50, Bottom: 100}},
				{Col: 2, RowSpan: 1, ColSpan: 1, Text: "30％", Box: page.Box{X0: 100, X1: 150, Top: 50, Bottom: 100}},
			},
		}}}
		before := l.Tables[0].Cells[0].Text
		got := overrun(l)
		doubts := 0
		for _, k := range got.Tables[0].Cells {
			doubts += len(k.Findings)
		}
		if text := got.Tables[0].Cells[0].Text; text != c.left || len(got.Lines) != c.lines || doubts != c.doubts {
			t.Errorf("%s: text %q, %d lines left, %d doubts", c.name, text, len(got.Lines), doubts)
		}
		if l.Tables[0].Cells[0].Text != before || len(l.Lines) != 1 {
			t.Errorf("%s: the layout given was changed", c.name)
		}
	}
}
