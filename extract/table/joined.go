package table

import (
	"math"

	"shihyo/extract/page"
)

// How a column shows that the line within it was lost over its whole height, so
// that every cell of it holds the texts of two: white runs down through all of
// its cells at one x, and the texts left of it do not stand at the heights of
// those right of it, since each was placed in a cell of its own. The texts of
// one cell share their lines, even where a number is set apart before them.

// joinedCells is the least number of cells that must hold two texts, and how
// many of those must have them at different heights.
const (
	joinedCells  = 3
	joinedUneven = 2
)

// padding is the least white between the texts of two cells, as a share of their
// height.
const padding = 0.25

// joined returns the cells of columns that seem to be two.
func (b *builder) joined(t *Table, byCell [][]int32) []bool {
	out := make([]bool, len(t.Cells))
	column := make([]int32, len(t.Cells)) // of each cell with a text of its own
	for i := range t.Cells {
		if c := &t.Cells[i]; c.ColSpan == 1 && !c.Vertical && c.Col >= 0 && c.Col < t.Cols && len(byCell[i]) > 0 {
			column[i] = int32(c.Col)
		} else {
			column[i] = -1
		}
	}
	for _, cells := range grouped(column, t.Cols, func(i int) int { return i }) {
		wrapped := 0 // the texts of one line have its height
		for _, i := range cells {
			if len(t.Cells[i].Lines) > 1 {
				wrapped++
			}
		}
		if len(cells) < joinedCells || len(cells) > 2000 || wrapped < joinedUneven || !b.whiteDown(cells, byCell) {
			continue
		}
		words := make([][]page.Word, len(cells))
		for k, i := range cells {
			words[k] = b.set.Words(byCell[i], wordCut)
		}
		if x, ok := whiteIn(words); ok {
			for k, i := range cells {
				if l, r := sides(words[k], x); l > 0 && r > 0 {
					out[i] = true
				}
			}
		}
	}
	return out
}

// enoughJoined reports whether so many of a column's cells with text hold two that
// the column may be two.
func enoughJoined(both, filled int) bool { return both >= joinedCells && both*10 >= filled*7 }

// whiteDown reports whether white runs down through enough of a column's cells,
// at whatever x: if not, as in nearly all columns, there is no need to look for
// one that all have.
func (b *builder) whiteDown(cells []int, byCell [][]int32) bool {
	both := 0
	for k, i := range cells {
		if b.hasWhite(byCell[i]) {
			both++
		}
		if left := len(cells) - k - 1; !enoughJoined(both+left, len(cells)) {
			return false
		}
	}
	return true
}

// hasWhite reports whether glyphs leave white between them from the first line to
// the last, as wide as sides asks for.
func (b *builder) hasWhite(ids []int32) bool {
	least := 0.0
	for _, id := range ids {
		if b.shown[id] {
			least = max(least, padding*b.page.Glyphs[id].Height())
		}
	}
	const most = 32 // strips looked at; a cell of more has white
	var room [most]river
	strips := room[:0] // what glyphs stand over, with white between
	for _, id := range ids {
		if !b.shown[id] || len(strips) == most {
			continue
		}
		s := river{b.page.Glyphs[id].X0, b.page.Glyphs[id].X1}
		kept := strips[:0]
		for _, o := range strips {
			if o.lo-s.hi < least && s.lo-o.hi < least {
				s = river{min(s.lo, o.lo), max(s.hi, o.hi)}
			} else {
				kept = append(kept, o)
			}
		}
		strips = append(kept, s)
	}
	return len(strips) > 1
}

// whiteIn returns an x that no word of a column's cells crosses, with texts of
// different heights on both sides.
func whiteIn(cells [][]page.Word) (float64, bool) {
	// The left edges of words are where white ends.
	tried := 0
	for _, from := range cells {
		for i := range from {
			x := from[i].X0 - 0.5
			if tried++; tried > 60 {
				return 0, false
			}
			both, uneven, filled, clear := 0, 0, 0, true
			for _, words := range cells {
				l, r := sides(words, x)
				if l < 0 {
					clear = false
					break
				}
				filled++
				if l > 0 && r > 0 {
					both++
					if !level(words, x) {
						uneven++
					}
				}
			}
			if clear && enoughJoined(both, filled) && uneven >= joinedUneven {
				return x, true
			}
		}
	}
	return 0, false
}

// sides counts the words left and right of x; both are -1 when one crosses it or
// there is less white than the padding of two cells leaves.
func sides(words []page.Word, x float64) (l, r int) {
	left, right := math.Inf(-1), math.Inf(1)
	size := 0.0
	for i := range words {
		w := &words[i]
		size = max(size, w.Height())
		switch {
		case w.X1 <= x:
			l++
			left = max(left, w.X1)
		case w.X0 >= x:
			r++
			right = min(right, w.X0)
		default:
			return -1, -1
		}
	}
	if l > 0 && r > 0 && right-left < padding*size {
		return -1, -1
	}
	return l, r
}
