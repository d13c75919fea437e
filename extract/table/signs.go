package table

import (
	"math"
	"slices"
)

// joinSigns takes away the borders between minus signs and their figures: in
// accounts the signs (△) stand below one another, away from the figures, which
// end at the right. A column of nothing else is no column.
func (g *grid) joinSigns(r *region) {
	type content struct {
		n       int
		sign    bool // nothing but a minus sign
		numeric bool
	}
	held := make([]content, len(g.cells))
	for i := range r.words {
		w := &r.words[i]
		k := g.at(w.midX(), w.midY())
		if k < 0 {
			continue
		}
		c := &held[k]
		c.sign = c.n == 0 && w.n == 1 && (w.first == '△' || w.first == '▲')
		c.numeric = (c.n == 0 || c.numeric) && w.numeric && w.digits > 0
		c.n++
	}
	joined := false
	for k := 1; k+1 < len(g.xs); k++ {
		drawn := slices.ContainsFunc(r.v, func(v ruling) bool { return !v.soft && math.Abs(v.at-g.xs[k]) <= snapWidth })
		signs, ok := 0, !drawn
		for i, c := range g.cells {
			if !ok {
				break
			}
			switch {
			case c.c1 == k && c.c0 == k-1:
				if held[i].n == 0 {
					continue
				}
				signs++
				right := g.at((g.xs[k]+g.xs[k+1])/2, (g.ys[c.r0]+g.ys[c.r1])/2)
				ok = held[i].sign && right >= 0 && held[right].numeric
			case c.c1 == k || c.c0 < k && c.c1 > k && held[i].n > 0:
				ok = c.c1 > k // a text may span both columns, none may end here
			}
		}
		if !ok || signs == 0 {
			continue
		}
		// Both columns have the same rows, else the sign of one is another's.
		rows := map[[2]int]bool{}
		for _, c := range g.cells {
			if c.c1 == k {
				rows[[2]int{c.r0, c.r1}] = true
			}
		}
		n := 0
		for _, c := range g.cells {
			if c.c0 == k && rows[[2]int{c.r0, c.r1}] {
				n++
			}
		}
		if n != len(rows) {
			continue
		}
		for i := range g.cells {
			if c := &g.cells[i]; c.c0 == k {
				c.c0 = k - 1
			}
		}
		kept, heldKept := g.cells[:0], held[:0]
		for i, c := range g.cells {
			if c.c1 != k {
				kept, heldKept = append(kept, c), append(heldKept, held[i])
			}
		}
		g.cells, held = kept, heldKept
		joined = true
		break // one such column is what a table has; more are of another kind
	}
	if joined {
		g.order()
	}
}
