package table

import (
	"math"
	"slices"
)

// river is a strip of white.
type river struct{ lo, hi float64 }

// rivers finds the white strips that part columns between x0 and x1. Strict
// asks for the evidence needed to part a column that lines seem to close.
func (d *divider) rivers(x0, x1 float64, strict bool) []river {
	if x1-x0 < 2*d.em {
		return nil
	}
	type line struct{ words []tword }
	collect := func(minTop float64) []line {
		var ls []line
		for i := range d.rows {
			if d.rows[i].Bottom < minTop {
				continue
			}
			var l line
			for _, w := range d.rows[i].words {
				if m := w.midX(); m > x0 && m < x1 && w.X1-w.X0 < (x1-x0)*0.98 {
					l.words = append(l.words, w)
				}
			}
			if len(l.words) > 0 {
				ls = append(ls, l)
			}
		}
		return ls
	}
	ls := collect(d.bodyTop)
	multi := 0
	for i := range ls {
		if len(ls[i].words) > 1 {
			multi++
		}
	}
	if multi < 2 {
		ls = collect(math.Inf(-1))
		multi = 0
		for i := range ls {
			if len(ls[i].words) > 1 {
				multi++
			}
		}
	}
	if multi == 0 || strict && multi < 3 {
		return nil
	}
	// Sweep over the ends of words, counting the rows that block each x.
	type ev struct {
		x float64
		d int
	}
	var evs []ev
	for i := range ls {
		for _, w := range ls[i].words {
			evs = append(evs, ev{w.X0 + 0.3, 1}, ev{max(w.X1-0.3, w.X0+0.4), -1})
		}
	}
	slices.SortFunc(evs, func(a, b ev) int {
		if a.x != b.x {
			return cmp2(a.x, b.x, 0, 0)
		}
		return b.d - a.d
	})
	n := len(ls)
	minWidth := 1.4
	switch {
	case strict:
		minWidth = 1.5
	case n >= 10:
		minWidth = 0.35
	case n >= 5:
		minWidth = 0.5
	case n >= 3:
		minWidth = 0.7
	}
	words := make([][]tword, n)
	for i := range ls {
		words[i] = ls[i].words
	}
	sweep := func(allowed int, width float64, share float64) []river {
		var out []river
		blocked, seen := 0, false
		start := math.NaN()
		for _, e := range evs {
			blocked += e.d
			if e.d > 0 && blocked > allowed {
				if seen && !math.IsNaN(start) && e.x-start >= width*d.em {
					rv := river{start, e.x}
					if supported(rv, words, multi, strict, share) {
						out = append(out, rv)
					}
				}
				seen = true
				start = math.NaN()
			}
			if e.d < 0 && blocked <= allowed && math.IsNaN(start) {
				start = e.x
			}
		}
		return out
	}
	if strict {
		return sweep(0, minWidth, 0)
	}
	out := sweep(multi/12, minWidth, 0)
	// A few texts that span columns may stand across wide white that most rows
	// have.
	if multi >= 5 {
		for _, rv := range sweep(max(1, multi/6), max(0.8, minWidth), 0.6) {
			if !slices.ContainsFunc(out, func(o river) bool { return o.lo < rv.hi && rv.lo < o.hi }) {
				out = append(out, rv)
			}
		}
		slices.SortFunc(out, func(a, b river) int { return cmp2(a.lo, b.lo, a.hi, b.hi) })
	}
	return out
}

// supported reports whether enough rows have text on both sides of a river.
func supported(rv river, ls [][]tword, multi int, strict bool, share float64) bool {
	both, numeric, glued := 0, 0, 0
	for _, ws := range ls {
		l, r, num := false, false, false
		for i := range ws {
			if ws[i].X1 <= rv.lo+1 {
				l = true
			} else if ws[i].X0 >= rv.hi-1 && !r {
				r = true
				num = ws[i].numeric
				// One or two blanks printed between: the same text goes on.
				if i > 0 && ws[i].X0-ws[i-1].X1 < 1.3*ws[i].size && ws[i-1].blank > 0.8*(ws[i].X0-ws[i-1].X1) {
					glued++
				}
			}
		}
		if l && r {
			both++
			if num {
				numeric++
			}
		}
	}
	if glued*2 > both {
		return false
	}
	if strict {
		return both >= 3 && both*10 >= len(ls)*6 && numeric*2 >= both
	}
	if share > 0 {
		return float64(both) >= share*float64(multi)
	}
	return both >= 2 && both*5 >= multi || both >= 1 && len(ls) <= 2
}
