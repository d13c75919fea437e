package table

import (
	"maps"
	"slices"
)

// How a region that is no rectangle is taken apart. Slots without a line between
// them are one cell, and where they make an angle, or a line ends in nothing
// between them, lines were lost. Which, the texts tell: of all ways to cut the
// region into rectangles along its slots, none with a drawn line inside, the one
// is taken whose parts hold their texts as the table does, and of these the one
// of fewest parts.

// What a way to cut a region costs.
const (
	costMisfit = 100 // for a part whose text stands otherwise than any of the table
	costOther  = 3   // for one whose text stands otherwise than those of its column
	costPart   = 10  // for each part
)

// maxAngle bounds the slots of a region's bounds for all ways to be tried; more
// are left as they were found.
const maxAngle = 160

// angle is a region that is no rectangle, with the slots around it.
type angle struct {
	s      *stance
	bounds rect
	words  []*tword
	in     []bool    // slot of the bounds → it belongs to the region
	above  []bool    // a line is drawn above it
	before []bool    // and left of it
	best   []cutting // of every rectangle of its slots, see of
	most   int       // ways that cost as much are none
}

// cutting is the best way to cut a rectangle of slots: at a border, or not at all
// where at is 0.
type cutting struct {
	cost   int32
	at     int32
	across bool
	known  bool
}

// of returns the place in best of a rectangle: its extents along both axes, from a to
// b, are numbered by b and then by a.
func (a *angle) of(c rect) *cutting {
	number := func(from, to int) int { return to*(to-1)/2 + from }
	b := &a.bounds
	return &a.best[number(c.r0-b.r0, c.r1-b.r0)*number(0, b.c1-b.c0+1)+number(c.c0-b.c0, c.c1-b.c0)]
}

// mendAngles cuts the regions that are no rectangles, since a line of theirs was
// lost, as their texts tell; h and v are the lines that are drawn.
func (s *stance) mendAngles(h, v []ruling) bool {
	g := s.g
	regions := map[int32][]int{}
	for k, c := range g.cells {
		if c.region != 0 {
			regions[c.region] = append(regions[c.region], k)
		}
	}
	cut := map[int32]bool{}
	var parts []rect
	for _, id := range slices.Sorted(maps.Keys(regions)) {
		a := s.angle(regions[id], h, v)
		if a == nil {
			continue
		}
		if a.most = a.costOf(regions[id]); a.most <= 2*costPart || a.least() >= a.most {
			continue // it takes two parts at least
		}
		for _, c := range a.parts(a.bounds, nil) {
			c.region, c.mended = id, true
			parts = append(parts, c)
		}
		cut[id] = true
	}
	g.cells = append(slices.DeleteFunc(g.cells, func(c rect) bool { return cut[c.region] }), parts...)
	return len(cut) > 0
}

// angle describes the region that cells make together, nil where it is too large
// or holds no text.
func (s *stance) angle(cells []int, h, v []ruling) *angle {
	g := s.g
	b := g.cells[cells[0]]
	for _, k := range cells {
		c := g.cells[k]
		b = rect{r0: min(b.r0, c.r0), c0: min(b.c0, c.c0), r1: max(b.r1, c.r1), c1: max(b.c1, c.c1)}
	}
	cols, n := b.c1-b.c0, (b.r1-b.r0)*(b.c1-b.c0)
	if n > maxAngle {
		return nil
	}
	a := &angle{s: s, bounds: b, in: make([]bool, n), above: make([]bool, n), before: make([]bool, n)}
	for _, k := range cells {
		a.words = append(a.words, s.byCell[k]...)
		c := g.cells[k]
		for r := c.r0; r < c.r1; r++ {
			for x := c.c0; x < c.c1; x++ {
				i := (r-b.r0)*cols + x - b.c0
				a.in[i] = true
				a.above[i] = covered(h, g.ys[r], g.xs[x], g.xs[x+1])
				a.before[i] = covered(v, g.xs[x], g.ys[r], g.ys[r+1])
			}
		}
	}
	if len(a.words) == 0 {
		return nil
	}
	return a
}

// costOf returns what the parts cost that the region is in now.
func (a *angle) costOf(cells []int) int {
	sum := 0
	for _, k := range cells {
		c := a.s.g.cells[k]
		sum += a.whole(rect{r0: c.r0, c0: c.c0, r1: c.r1, c1: c.c1})
	}
	return sum
}

// least returns what the best way to cut the region costs.
func (a *angle) least() int {
	rows, cols := a.bounds.r1-a.bounds.r0, a.bounds.c1-a.bounds.c0
	a.best = a.s.memory.cuttings.lend(rows * (rows + 1) / 2 * (cols * (cols + 1) / 2))
	return int(a.cut(a.bounds).cost)
}

// cut returns the best way to cut a rectangle of slots.
func (a *angle) cut(c rect) cutting {
	if best := a.of(c); best.known {
		return *best
	}
	inside, lined := a.look(c)
	best := cutting{cost: int32(a.most), known: true}
	least := int32(costPart) // of what takes more than one part
	switch n := (c.r1 - c.r0) * (c.c1 - c.c0); {
	case inside == 0:
		best.cost = 0
	case inside == n:
		if least = 2 * costPart; !lined {
			best.cost = int32(min(a.most, a.whole(c)))
		}
	}
	try := func(first, second rect, across bool, at int) {
		cost := a.cut(first).cost
		if cost < best.cost {
			cost += a.cut(second).cost
		}
		if cost < best.cost {
			best = cutting{cost, int32(at), across, true}
		}
	}
	for k := c.r0 + 1; k < c.r1 && best.cost > least; k++ {
		up, down := c, c
		up.r1, down.r0 = k, k
		try(up, down, false, k)
	}
	for k := c.c0 + 1; k < c.c1 && best.cost > least; k++ {
		l, r := c, c
		l.c1, r.c0 = k, k
		try(l, r, true, k)
	}
	*a.of(c) = best
	return best
}

// look counts the slots of a rectangle that belong to the region, and tells
// whether a line is drawn between two of its slots.
func (a *angle) look(c rect) (inside int, lined bool) {
	cols := a.bounds.c1 - a.bounds.c0
	for r := c.r0; r < c.r1; r++ {
		for x := c.c0; x < c.c1; x++ {
			i := (r-a.bounds.r0)*cols + x - a.bounds.c0
			if a.in[i] {
				inside++
			}
			lined = lined || r > c.r0 && a.above[i] || x > c.c0 && a.before[i]
		}
	}
	return inside, lined
}

// whole returns what a rectangle of slots costs as one cell.
func (a *angle) whole(c rect) int {
	box := a.s.g.cellBox(c)
	p := piece{rect: c}
	cost := costPart
	for _, w := range a.words {
		if w.midX() >= box.X0 && w.midX() < box.X1 && w.midY() >= box.Top && w.midY() < box.Bottom {
			p.words = append(p.words, w)
			if w.X0 < box.X0-1 || w.X1 > box.X1+1 {
				cost += costMisfit
			}
		}
	}
	p.lines = setLines(p.words)
	switch {
	case p.words == nil:
	case !a.s.fits(p, true, false) || !a.s.fits(p, false, true):
		cost += costMisfit
	case !a.s.fits(p, false, false):
		cost += costOther
	}
	return cost
}

// parts appends the parts of a rectangle of slots, cut in the best way.
func (a *angle) parts(c rect, out []rect) []rect {
	if inside, _ := a.look(c); inside == 0 {
		return out
	}
	best := a.cut(c)
	if best.at == 0 {
		return append(out, c)
	}
	first, second := c, c
	if best.across {
		first.c1, second.c0 = int(best.at), int(best.at)
	} else {
		first.r1, second.r0 = int(best.at), int(best.at)
	}
	return a.parts(second, a.parts(first, out))
}
