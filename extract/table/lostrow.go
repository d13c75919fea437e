package table

import (
	"math"
	"slices"
	"strings"
)

// How a row is found that lost its line over the whole width of the table. The
// cells of what looks like one row then hold two texts each, at the same two
// heights, and the white between them stands at one height in all. What speaks
// for two texts is that they stand further apart than the lines of one, that
// figures stand below figures, or that the upper one ends although there was
// room for the lower; nearly all cells must have both texts, most of them show
// one of these, and none may have a text across.

// Shares of the cells with text in a row: that have a text above the border and
// one below it, and of these that show them to be two.
const (
	rowCells = 4 // least number of cells with text
	rowBoth  = 0.7
	rowApart = 0.5
)

// mendRows parts rows that lost the whole line between them.
func (s *stance) mendRows() bool {
	g := s.g
	byRow := make([][]int, g.rows()) // the cells of one row each
	for k, c := range g.cells {
		if c.r1 == c.r0+1 && len(s.byCell[k]) > 0 {
			byRow[c.r0] = append(byRow[c.r0], k)
		}
	}
	lost := make([][]float64, len(byRow))
	texts := make([]map[int][]setLine, len(byRow)) // by column
	for r, cells := range byRow {
		if !s.tall(cells) {
			continue
		}
		lost[r], texts[r] = s.lostRows(cells), map[int][]setLine{}
		for _, k := range cells {
			texts[r][g.cells[k].c0] = s.lines[k]
		}
	}
	changed := false
	for r := len(lost) - 1; r >= 0; r-- { // parting one moves only those below it
		for i := len(lost[r]) - 1; i >= 0; i-- {
			g.split(r, lost[r][i], false, func(c *rect) bool {
				c.inferred = !s.over(*c, texts[r][c.c0], lost[r][i])
				return c.inferred
			})
			changed = true
		}
	}
	return changed
}

// over reports whether a text of a cell stands over a height, or goes on over it
// because its line there had no room for more.
func (s *stance) over(c rect, lines []setLine, y float64) bool {
	n, ok := belowLine(lines, y)
	if !ok || n == 0 || n == len(lines) {
		return !ok
	}
	return s.wrapped(c, &lines[n-1], &lines[n])
}

// tall reports whether enough cells have texts of more than one line for them to
// be two rows.
func (s *stance) tall(cells []int) bool {
	n := 0
	for _, k := range cells {
		lo, hi := math.Inf(1), math.Inf(-1)
		for _, w := range s.byCell[k] {
			lo, hi = min(lo, w.base), max(hi, w.base-0.9*w.size)
		}
		if lo < hi {
			n++
		}
	}
	return len(cells) >= rowCells && float64(n) >= rowBoth*float64(len(cells))
}

// lostRows returns the heights, downwards, at which the line of a row was lost
// within cells.
func (s *stance) lostRows(cells []int) []float64 {
	s.learn()
	texts := make([][]setLine, len(cells))
	var tried []float64
	for i, k := range cells {
		texts[i] = s.lines[k]
		for n := 1; n < len(texts[i]); n++ {
			if white := whiteOver(texts[i], n); s.begun(s.g.cells[k], texts[i], n) {
				tried = append(tried, (white.lo+white.hi)/2)
			}
		}
	}
	var sure, likely []float64 // where most of the cells show it, and where some do
	for _, y := range snap(tried) {
		lo, hi := math.Inf(-1), math.Inf(1)
		both, apart := 0, 0
		for i, k := range cells {
			n, ok := belowLine(texts[i], y)
			if !ok || n == 0 || n == len(texts[i]) {
				continue
			}
			both++
			white := whiteOver(texts[i], n)
			lo, hi = max(lo, white.lo), min(hi, white.hi)
			if s.begun(s.g.cells[k], texts[i], n) {
				apart++
			}
		}
		if float64(both) < rowBoth*float64(len(cells)) || hi-lo < 1 {
			continue
		}
		likely = append(likely, (lo+hi)/2)
		if float64(apart) >= rowApart*float64(both) {
			sure = append(sure, (lo+hi)/2)
		}
	}
	if len(sure) == 0 {
		return nil
	}
	out := likely // where one line was lost for sure, more are
	for _, lines := range texts {
		if stacked(lines, out) > len(out) {
			return nil // rows of the table are parted by no line, so none was lost
		}
	}
	return out
}

// stacked counts the lines of figures that stand below another without a border
// between.
func stacked(lines []setLine, borders []float64) int {
	count := 0
	for n := 1; n < len(lines); n++ {
		a, b := &lines[n-1], &lines[n]
		if a.figures() && b.figures() && !slices.ContainsFunc(borders, func(y float64) bool { return a.base <= y && y < b.base }) {
			count++
		}
	}
	return count
}

// whiteOver returns the white above line n of a text, along y.
func whiteOver(lines []setLine, n int) river {
	a, b := &lines[n-1], &lines[n]
	return river{a.base, b.base - 0.73*b.size}
}

// belowLine returns the first line of a text that stands below y; ok is false
// where one stands across.
func belowLine(lines []setLine, y float64) (n int, ok bool) {
	for n < len(lines) && lines[n].base <= y+0.5 {
		n++
	}
	return n, n == len(lines) || lines[n].base-0.73*lines[n].size >= y-0.5
}

// begun reports whether line n of a cell shows that a text of its own begins
// there.
func (s *stance) begun(c rect, lines []setLine, n int) bool {
	a, b := &lines[n-1], &lines[n]
	if s.apart(a, b) {
		return true
	}
	if a.figures() && b.figures() { // where there is little room a number may be broken
		return s.short(c, a, b) || 2*(a.x1-a.x0) < s.g.xs[c.c1]-s.g.xs[c.c0] || strings.ContainsRune(measures, a.words[len(a.words)-1].last)
	}
	return s.fills[c.c0] && goesOn(b) && s.short(c, a, b)
}

// measures end a figure that is whole.
const measures = "%％人件回円台校団箇"

// figures reports whether a line reads as figures, with a unit or without: it
// begins with one that does not number what follows.
func (l *setLine) figures() bool {
	w := l.words[0]
	return w.digits > 0 && (digitValue(w.first) >= 0 || w.numeric && !isEnumerator(w.first) && w.first != '(' && w.first != '（')
}
