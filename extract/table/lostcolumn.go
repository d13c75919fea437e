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
		if x, from, ok := g.lostLine(c, byCell); ok {
			g.split(c, x, true, func(c *rect) bool {
				c.mended = c.r0 >= from
				return c.mended
			})
			byCell = g.byCell(words)
		}
	}
	if g.partBeside(byCell) {
		g.order()
		byCell = g.byCell(words)
	}
	return byCell
}

// partBeside parts the cells over two columns whose line was lost in many rows: most
// of them have a text on both sides, and those of either side are aligned. A cell
// with a text across is a merged one.
func (g *grid) partBeside(byCell [][]*tword) bool {
	over := make([][]int, g.cols()) // cells over a border alone
	for k, c := range g.cells {
		if c.c1 == c.c0+2 && len(byCell[k]) > 0 && c.region == 0 {
			over[c.c0+1] = append(over[c.c0+1], k)
		}
	}
	changed := false
	for c, cells := range over {
		if len(cells) < stanceFew {
			continue
		}
		var loose []int
		var body [][]*tword
		for _, k := range cells {
			if bothSides(byCell[k:k+1], g.xs[c], maxSlots) >= 0 {
				loose, body = append(loose, k), append(body, byCell[k])
			}
		}
		if both := bothSides(body, g.xs[c], 0); both < stanceFew || float64(both) < lostBoth*float64(len(cells)) {
			continue
		}
		for _, k := range loose {
			second := g.cells[k]
			second.c0, second.mended = c, true
			g.cells[k].c1, g.cells[k].mended = c, true
			g.cells = append(g.cells, second)
		}
		changed = true
	}
	return changed
}

// lostLine returns where a line was lost within column c, and from which row on.
func (g *grid) lostLine(c int, byCell [][]*tword) (x float64, from int, ok bool) {
	// Its header: below those that reach over other columns too, its own.
	head, middle := int32(-1), 0.0
	for r := 0; r < g.rows() && !ok; r++ {
		k := g.slot[r*g.cols()+c]
		if k == head || len(byCell[k]) == 0 {
			continue
		}
		head = k
		middle, ok = g.headersApart(g.cells[head], c, byCell[head])
		if h := g.cells[head]; h.c1 == h.c0+1 && !g.divided(h) {
			break
		}
	}
	if !ok {
		return 0, 0, false
	}
	from = g.cells[head].r0
	var body [][]*tword
	for k, o := range g.cells {
		if o.c0 == c && o.c1 == c+1 && o.r0 > from && len(byCell[k]) > 0 {
			body = append(body, byCell[k])
		}
	}
	if len(body) < stanceFew {
		return 0, 0, false
	}
	// There, or near it at the left edge of a text below.
	x, most := middle, bothSides(body, middle, 0)
	for _, ws := range body {
		for _, w := range ws {
			if math.Abs(w.X0-middle) < w.size && len(body) < maxSlots/maxParts {
				if n := bothSides(body, w.X0-0.25, 0); n > most {
					x, most = w.X0-0.25, n
				}
			}
		}
	}
	return x, from, float64(most) >= lostBoth*float64(len(body))
}

// divided reports whether a header may stand over others: some beside it reach
// further down.
func (g *grid) divided(h rect) bool {
	for x := range g.cols() {
		if o := g.slotCell(h.r0, x); o.r0 == h.r0 && o.r1 > h.r1 {
			return true
		}
	}
	return false
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
	apart := whitesApart(ws)
	for _, w := range ws[1:] {
		if white := w.X0 - before.X1; white > 0.8*w.size && (before.n > 1 || w.n > 1 || white > apart) && before.blank < 0.7*white {
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

// whitesApart returns the white beyond which characters that are set apart, from
// left to right, are those of two texts: twice what most leave.
func whitesApart(ws []*tword) float64 {
	whites := make([]float64, 0, len(ws))
	for i := 1; i < len(ws); i++ {
		if ws[i].digits > 0 {
			return math.Inf(1)
		}
		whites = append(whites, max(0, ws[i].X0-ws[i-1].X1))
	}
	if len(whites) < stanceFew {
		return math.Inf(1)
	}
	return 2 * median(whites)
}

// bothSides counts the cells with a text on both sides of x, -1 where one stands
// across it, or those of a side share no edge and are at least so many lines.
func bothSides(body [][]*tword, x float64, least int) int {
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
					return -1
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
	for _, lines := range sides {
		if len(lines) >= least && !aligned(lines) {
			return -1
		}
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
