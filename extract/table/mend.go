package table

import (
	"math"
	"slices"
)

// How missing lines are mended. A line that a producer or a scanner lost makes
// one cell of two, which reads like a merged cell. It is taken apart again where
// the grid around it has a border there and its texts keep to both sides of it:
// words in two columns with white at the border, or figures at the heights of
// two rows. What was mended is believed less, and the page says so, so that a
// person looks once.

// mend takes apart cells of a closed grid that seem to have lost a line.
func (g *grid) mend(words []*tword) {
	byCell := g.byCell(words)
	changed := false
	for k := range byCell {
		c := g.cells[k]
		if len(byCell[k]) < 2 || c.cut {
			continue
		}
		switch {
		case c.c1-c.c0 > 1:
			changed = g.mendAcross(k, byCell[k]) || changed
		case c.r1-c.r0 > 1 && c.c0 > 0:
			changed = g.mendDown(k, byCell) || changed
		}
	}
	if changed {
		g.order()
		byCell = g.byCell(words)
	}
	g.mendRows(byCell)
}

// mendRows parts rows that lost the whole line between them: most cells of the
// row have two texts further apart than the lines of one, at the same heights.
func (g *grid) mendRows(byCell [][]*tword) {
	// The texts of the cells of one row each, by row. Parting a row moves only
	// what stands below it, and rows are looked at from below.
	byRow := make([][][]*tword, g.rows())
	for k, c := range g.cells {
		if c.r1 == c.r0+1 && len(byCell[k]) > 0 {
			byRow[c.r0] = append(byRow[c.r0], byCell[k])
		}
	}
	for r := len(byRow) - 1; r >= 0; r-- {
		var gaps []river // along y
		filled := len(byRow[r])
		for _, ws := range byRow[r] {
			slices.SortFunc(ws, func(a, b *tword) int { return cmp2(a.base, b.base, a.X0, b.X0) })
			var widest river
			for i := 1; i < len(ws); i++ {
				a, b := ws[i-1], ws[i]
				if b.base-a.base > 1.8*max(a.size, b.size) && b.base-a.base > widest.hi-widest.lo {
					widest = river{a.base, b.midY() - 0.4*b.size}
				}
			}
			if widest.hi > widest.lo {
				gaps = append(gaps, widest)
			}
		}
		if filled < 4 || len(gaps)*10 < filled*7 {
			continue
		}
		lo, hi := math.Inf(-1), math.Inf(1)
		for _, gap := range gaps {
			lo, hi = max(lo, gap.lo), min(hi, gap.hi)
		}
		if hi-lo < 1 {
			continue
		}
		g.splitRow(r, (lo+hi)/2)
	}
}

// splitRow parts row r at height y; cells that reach over the row stay whole.
func (g *grid) splitRow(r int, y float64) {
	g.ys = slices.Insert(g.ys, r+1, y)
	for k, n := 0, len(g.cells); k < n; k++ {
		c := &g.cells[k]
		single := c.r0 == r && c.r1 == r+1
		if c.r0 > r {
			c.r0++
		}
		if c.r1 > r {
			c.r1++
		}
		if single {
			upper, lower := *c, *c
			upper.r1, lower.r0 = r+1, r+1
			upper.inferred, lower.inferred = true, true
			*c = upper
			g.cells = append(g.cells, lower)
		}
	}
	g.order()
}

// slotCell returns the cell at a slot, nil outside the grid.
func (g *grid) slotCell(r, c int) *rect {
	if r < 0 || c < 0 || r >= g.rows() || c >= g.cols() {
		return nil
	}
	return &g.cells[g.slot[r*g.cols()+c]]
}

// mendAcross parts a cell at the borders of columns that its words respect.
func (g *grid) mendAcross(k int, words []*tword) bool {
	cell := g.cells[k]
	for _, w := range words {
		if w.X0 < g.xs[cell.c0]-1 || w.X1 > g.xs[cell.c1]+1 {
			return false // joined with a neighbour's text: no word to judge by
		}
	}
	var cuts []int
	each := g.oneEach(cell, words)
	for c := cell.c0 + 1; c < cell.c1; c++ {
		above, below := g.slotCell(cell.r0-1, c), g.slotCell(cell.r1, c)
		if (above == nil || above.c0 != c) && (below == nil || below.c0 != c) {
			continue
		}
		x := g.xs[c]
		l, r, white := 0, 0, math.Inf(1)
		figures := [2]bool{} // a figure or year stands on this side
		left := math.Inf(-1)
		for _, w := range words {
			if w.X0 < x && w.X1 > x {
				l = -len(words)
			}
			if w.midX() < x {
				l++
				left = max(left, w.X1)
				figures[0] = figures[0] || w.digits > 0 && w.n > 1 || w.numeric && w.digits > 0 && !w.cjk
			} else {
				r++
				figures[1] = figures[1] || w.digits > 0 && w.n > 1 || w.numeric && w.digits > 0 && !w.cjk
			}
		}
		for _, w := range words {
			if w.midX() > x {
				white = min(white, w.X0-left)
			}
		}
		if l <= 0 || r <= 0 || white < 0.5*words[0].size || bridged(words, x) {
			continue
		}
		if !each && !(figures[0] && figures[1]) && !centred(words, g.xs[cell.c0], x, g.xs[cell.c1]) {
			continue
		}
		cuts = append(cuts, c)
	}
	if len(cuts) == 0 || len(cuts) < cell.c1-cell.c0-1 && len(cuts) < 2 && cell.c1-cell.c0 > 3 {
		return false
	}
	from := cell.c0
	for i, c := range append(cuts, cell.c1) {
		part := rect{r0: cell.r0, c0: from, r1: cell.r1, c1: c, mended: true}
		if i == 0 {
			g.cells[k] = part
		} else {
			g.cells = append(g.cells, part)
		}
		from = c
	}
	return true
}

// oneEach reports whether a cell over three columns or more has a text in each of
// them and none across: a row of cells that was drawn without lines between.
func (g *grid) oneEach(cell rect, words []*tword) bool {
	if cell.c1-cell.c0 < 3 || cell.r1-cell.r0 > 1 {
		return false
	}
	n := make([]int, cell.c1-cell.c0)
	for _, w := range words {
		for c := cell.c0; c < cell.c1; c++ {
			if w.X0 >= g.xs[c]-1 && w.X1 <= g.xs[c+1]+1 {
				n[c-cell.c0] += w.n
			}
		}
	}
	for _, k := range n {
		if k < 2 {
			return false
		}
	}
	return true
}

// centred reports whether the words left and right of x each stand in the
// middle of their side, as two headers do.
func centred(words []*tword, x0, x, x1 float64) bool {
	var lo, hi [2]float64
	var n [2]int
	lo[0], lo[1], hi[0], hi[1] = x1, x1, x0, x0
	size := 0.0
	for _, w := range words {
		side := 0
		if w.midX() > x {
			side = 1
		}
		lo[side], hi[side] = min(lo[side], w.X0), max(hi[side], w.X1)
		n[side] += w.n
		size = w.size
	}
	return n[0] > 1 && n[1] > 1 &&
		math.Abs((lo[0]+hi[0])-(x0+x)) < 0.5*size && math.Abs((lo[1]+hi[1])-(x+x1)) < 0.5*size
}

// bridged reports whether printed blanks lead from one word to the next across
// x: then they are one text.
func bridged(words []*tword, x float64) bool {
	for _, l := range words {
		if l.X1 > x {
			continue
		}
		for _, r := range words {
			if r.X0 >= x && math.Abs(r.base-l.base) < 0.3*l.size && l.blank > 0.7*(r.X0-l.X1) {
				return true
			}
		}
	}
	return false
}

// mendDown parts a cell of figures at the border of two rows when each of its
// figures stands at the height of a text beside it.
func (g *grid) mendDown(k int, byCell [][]*tword) bool {
	cell := g.cells[k]
	words := byCell[k]
	if len(words) != cell.r1-cell.r0 {
		return false
	}
	words = slices.Clone(words)
	slices.SortFunc(words, func(a, b *tword) int { return cmp2(a.base, b.base, a.X0, b.X0) })
	for i, w := range words {
		r := cell.r0 + i
		if !w.numeric || w.digits == 0 || w.midY() < g.ys[r] || w.midY() > g.ys[r+1] {
			return false
		}
		beside := false
		for _, c := range [2]int{cell.c0 - 1, cell.c1} {
			n := g.slotCell(r, c)
			if n == nil || n.r0 != r || n.r1 != r+1 {
				continue
			}
			for _, o := range byCell[g.slot[r*g.cols()+c]] {
				beside = beside || math.Abs(o.base-w.base) < 1.5
			}
		}
		if !beside {
			return false
		}
	}
	for r := cell.r0; r < cell.r1; r++ {
		part := rect{r0: r, c0: cell.c0, r1: r + 1, c1: cell.c1, mended: true}
		if r == cell.r0 {
			g.cells[k] = part
		} else {
			g.cells = append(g.cells, part)
		}
	}
	return true
}
