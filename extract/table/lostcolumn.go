package table

import (
	"math"
	"slices"
)

// How a column is found that lost its line over the whole height of the table.
// Two headers then stand side by side in one cell, and below them each text
// stands under one or the other: none across, and those of either side sharing an
// edge or their middle. A number set apart before a name has no header of its
// own.

// Shares of the cells below the header: that have a text under both headers, and
// whose texts share an edge.
const (
	lostBoth  = 0.5
	lostAlike = 0.7
)

// mendColumns parts columns that lost the whole line between them, and returns the
// words by cell.
func (g *grid) mendColumns(words []*tword, byCell [][]*tword) [][]*tword {
	for c := g.cols() - 1; c >= 0; c-- { // parting one moves only those behind it
		if g.cols()*g.rows() > maxSlots/2 {
			break
		}
		if x, ok := g.lostLine(c, byCell); ok {
			g.split(c, x, true, func(c *rect) { c.mended = true })
			byCell = g.byCell(words)
		}
	}
	return byCell
}

// lostLine returns where a line was lost within column c.
func (g *grid) lostLine(c int, byCell [][]*tword) (float64, bool) {
	// Its header: below those that reach over other columns too, its own.
	head, middle, ok := int32(-1), 0.0, false
	for r := 0; r < g.rows() && !ok; r++ {
		if head = g.slot[r*g.cols()+c]; len(byCell[head]) == 0 {
			continue
		}
		middle, ok = g.headersApart(g.cells[head], c, byCell[head])
		if g.cells[head].c1 == g.cells[head].c0+1 {
			break
		}
	}
	if !ok {
		return 0, false
	}
	var body [][]*tword
	for k, o := range g.cells {
		if o.c0 == c && o.c1 == c+1 && k != int(head) && len(byCell[k]) > 0 {
			body = append(body, byCell[k])
		}
	}
	if len(body) < stanceFew {
		return 0, false
	}
	// There, or near it at the left edge of a text below.
	x, most := middle, bothSides(body, middle)
	for _, ws := range body {
		for _, w := range ws {
			if math.Abs(w.X0-middle) < w.size && len(body) < maxSlots/maxParts {
				if n := bothSides(body, w.X0-0.25); n > most {
					x, most = w.X0-0.25, n
				}
			}
		}
	}
	return x, float64(most) >= lostBoth*float64(len(body))
}

// headersApart returns the x within column c at which two texts of a header part
// that stand side by side, not both of characters set apart: each in the middle
// of its side of the cell.
func (g *grid) headersApart(cell rect, c int, words []*tword) (x float64, ok bool) {
	ws := slices.Clone(words)
	slices.SortFunc(ws, func(a, b *tword) int { return cmp2(a.X0, b.X0, a.base, b.base) })
	first, last := ws[0].X0, ws[0].X1
	for _, w := range ws {
		last = max(last, w.X1)
	}
	before := ws[0] // of the words so far the one that ends furthest right
	for _, w := range ws[1:] {
		if white := w.X0 - before.X1; white > 0.8*w.size && (before.n > 1 || w.n > 1) && before.blank < 0.7*white {
			// The middles of both sides tell where they meet.
			l, r := first+before.X1-g.xs[cell.c0], w.X0+last-g.xs[cell.c1]
			if m := (l + r) / 2; math.Abs(l-r) < w.size && m > max(before.X1, g.xs[c]) && m < min(w.X0, g.xs[c+1]) {
				return m, true
			}
		}
		if w.X1 > before.X1 {
			before = w
		}
	}
	return 0, false
}

// bothSides counts the cells with a text on both sides of x; 0 where one stands
// across it, or those of a side share no edge.
func bothSides(body [][]*tword, x float64) int {
	var sides [2][]setLine
	both := 0
	for _, ws := range body {
		var part [2][]*tword
		for _, w := range ws {
			switch {
			case w.X1 <= x+0.5:
				part[0] = append(part[0], w)
			case w.X0 >= x-0.5:
				part[1] = append(part[1], w)
			default:
				l, r, ok := w.split(x)
				if !ok {
					return 0
				}
				part[0], part[1] = append(part[0], &l), append(part[1], &r)
			}
		}
		if len(part[0]) > 0 && len(part[1]) > 0 {
			both++
		}
		for i := range sides {
			sides[i] = append(sides[i], setLines(part[i])...)
		}
	}
	if !aligned(sides[0]) || !aligned(sides[1]) {
		return 0
	}
	return both
}

// aligned reports whether lines share an edge or their middle.
func aligned(lines []setLine) bool {
	if len(lines) < stanceFew {
		return false
	}
	for _, at := range []func(l *setLine) float64{
		func(l *setLine) float64 { return l.x0 },
		func(l *setLine) float64 { return l.x1 },
		func(l *setLine) float64 { return (l.x0 + l.x1) / 2 },
	} {
		xs := make([]float64, len(lines))
		for i := range lines {
			xs[i] = at(&lines[i])
		}
		m, n := median(xs), 0
		for i := range lines {
			if math.Abs(at(&lines[i])-m) <= stanceTol*lines[i].size {
				n++
			}
		}
		if float64(n) >= lostAlike*float64(len(lines)) {
			return true
		}
	}
	return false
}
