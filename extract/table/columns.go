package table

import (
	"math"
	"slices"
)

// columns sets xs from lines and rivers.
func (d *divider) columns() {
	b := d.r.box
	var at []float64
	for _, v := range d.r.v {
		at = append(at, v.at)
	}
	at = append(at, b.X0, b.X1)
	mx, _ := middles(d.words)
	drawn := squeeze(snap(at), mx)
	ends := d.lineEnds()
	hasV := len(d.r.v) > 0
	d.xs, d.realX = nil, nil
	if len(drawn) > maxColumns || len(ends) > maxColumns {
		// No table has so many; looking for rivers in each would take long.
		d.xs = drawn
		d.realX = make([]bool, len(drawn))
		return
	}
	for i := 0; i+1 < len(drawn); i++ {
		d.xs, d.realX = append(d.xs, drawn[i]), append(d.realX, hasV)
		strict := hasV && len(drawn) > 3 && (d.walled(drawn[i]) || i == 0) && (d.walled(drawn[i+1]) || i+2 == len(drawn)) &&
			(d.walled(drawn[i]) || d.walled(drawn[i+1]))
		rvs := d.rivers(drawn[i], drawn[i+1], strict)
		var inner []float64
		for _, rv := range rvs {
			x := d.between(rv)
			best := math.Inf(1)
			k, _ := slices.BinarySearch(ends, rv.lo-1)
			for ; k < len(ends) && ends[k] <= rv.hi+1; k++ {
				if dist := math.Abs(ends[k] - (rv.lo+rv.hi)/2); dist < best {
					best, x = dist, ends[k]
				}
			}
			inner = append(inner, x)
		}
		for _, x := range ends {
			if x < drawn[i]+d.em || x > drawn[i+1]-d.em || d.crossings(x) > len(d.rows)/10 {
				continue
			}
			near := slices.ContainsFunc(inner, func(y float64) bool { return math.Abs(x-y) < 0.8*d.em })
			if !near {
				inner = append(inner, x)
			}
		}
		slices.Sort(inner)
		for _, x := range inner {
			d.xs, d.realX = append(d.xs, x), append(d.realX, false)
		}
	}
	d.xs, d.realX = append(d.xs, drawn[len(drawn)-1]), append(d.realX, hasV)
}

// walled reports whether verticals at x run along a good part of the body.
func (d *divider) walled(x float64) bool {
	covered := 0.0
	for i := range d.r.v {
		if v := &d.r.v[i]; math.Abs(v.at-x) <= snapWidth {
			covered += max(0, v.hi-max(v.lo, d.bodyTop))
		}
	}
	return covered > 0.35*(d.r.box.Bottom-d.bodyTop)
}

// between returns where in a river the border goes: its middle, or that of the
// widest part that no header text stands in.
func (d *divider) between(rv river) float64 {
	free := []river{rv}
	for i := range d.words {
		w := &d.words[i]
		if w.midY() > d.bodyTop || w.X1 < rv.lo || w.X0 > rv.hi || d.headBelow(w) {
			continue
		}
		var next []river
		for _, f := range free {
			if w.X0-f.lo > 0.5 {
				next = append(next, river{f.lo, min(f.hi, w.X0)})
			}
			if f.hi-w.X1 > 0.5 {
				next = append(next, river{max(f.lo, w.X1), f.hi})
			}
		}
		free = next
	}
	best := river{}
	for _, f := range free {
		if f.hi-f.lo > best.hi-best.lo {
			best = f
		}
	}
	if best.hi-best.lo < 0.15*d.em {
		return (rv.lo + rv.hi) / 2
	}
	return (best.lo + best.hi) / 2
}

// bothSides counts the rows of the body that have text between x0 and x and
// between x and x1.
func (d *divider) bothSides(x0, x, x1 float64) (both, left, right int) {
	for k := range d.rows {
		if d.rows[k].Bottom <= d.bodyTop+1 {
			continue
		}
		l, r := false, false
		for _, w := range d.rows[k].words {
			m := w.midX()
			l = l || m > x0 && m < x
			r = r || m > x && m < x1
		}
		if l {
			left++
		}
		if r {
			right++
		}
		if l && r {
			both++
		}
	}
	return both, left, right
}

// joinStray takes out columns that hold nothing but a text or two of merged
// cells, centred between the columns on both sides, which are empty there: the
// text then spans both.
func (d *divider) joinStray() {
	if len(d.rows) < 5 {
		return
	}
	for c := len(d.xs) - 3; c >= 1; c-- {
		if d.realX[c] || d.realX[c+1] {
			continue
		}
		in, beside, both := 0, 0, 0
		var low [3]float64 // the lowest text of the header: left, here, right
		for k := range d.rows {
			var seen [3]bool
			for i := range d.rows[k].words {
				w := &d.rows[k].words[i]
				for s := range seen {
					if m := w.midX(); m > d.xs[c-1+s] && m < d.xs[c+s] {
						seen[s] = true
						if w.midY() < d.bodyTop {
							low[s] = max(low[s], w.midY())
						}
					}
				}
			}
			left, here, right := seen[0], seen[1], seen[2]
			switch {
			case d.rows[k].Bottom <= d.bodyTop+1:
			case here && (left || right):
				beside++
			case here:
				in++
			case left && right:
				both++
			}
		}
		headed := low[1] > 0 && low[1] > min(low[0], low[2])-0.5*d.em
		if headed || beside > 0 || in == 0 || in > 2 || both < 3 {
			continue
		}
		d.xs[c] = (d.xs[c] + d.xs[c+1]) / 2
		d.xs, d.realX = slices.Delete(d.xs, c+1, c+2), slices.Delete(d.realX, c+1, c+2)
	}
}

// headed parts columns over which the header's lowest texts are several, where
// few rows of the body stand across the white between them.
func (d *divider) headed() {
	for i := len(d.xs) - 2; i >= 0; i-- {
		var head []tword
		body := 0
		for k := range d.rows {
			seen := false
			for _, w := range d.rows[k].words {
				if m := w.midX(); m > d.xs[i] && m < d.xs[i+1] {
					seen = true
					if d.rows[k].Bottom <= d.bodyTop+1 {
						head = append(head, w)
					}
				}
			}
			if seen && d.rows[k].Bottom > d.bodyTop+1 {
				body++
			}
		}
		// The lowest texts of the header: nothing stands below them.
		var last []tword
		for k := range head {
			w := &head[k]
			if !slices.ContainsFunc(head, func(o tword) bool {
				return o.midY() > w.midY()+0.5*w.size && o.X0 < w.X1 && o.X1 > w.X0
			}) {
				last = append(last, *w)
			}
		}
		slices.SortStableFunc(last, func(a, b tword) int { return cmp2(a.X0, b.X0, a.X1, b.X1) })
		if body == 0 {
			continue
		}
		for k := len(last) - 1; k > 0; k-- {
			lo, hi := last[k-1].X1, last[k].X0
			if hi-lo < 0.7*d.em {
				continue
			}
			best, x := math.MaxInt, 0.0
			for s := 1; s < 8; s++ {
				at := lo + (hi-lo)*float64(s)/8
				if n := d.crossingsBelow(at); n < best || n == best && math.Abs(at-(lo+hi)/2) < math.Abs(x-(lo+hi)/2) {
					best, x = n, at
				}
			}
			both, left, right := d.bothSides(d.xs[i], x, d.xs[i+1])
			clear := best == 0 && (both >= 2 || hi-lo > 3*d.em && left >= 2 && right >= 2)
			if best*4 <= body && both > 0 && (both*4 >= body || clear) {
				d.xs = slices.Insert(d.xs, i+1, x)
				d.realX = slices.Insert(d.realX, i+1, false)
			}
		}
	}
}

// crossingsBelow counts the words of the body that stand across x.
func (d *divider) crossingsBelow(x float64) int {
	n := 0
	for i := range d.words {
		w := &d.words[i]
		if w.midY() > d.bodyTop && w.X0 < x-0.3*w.size && w.X1 > x+0.3*w.size {
			n++
		}
	}
	return n
}

// follow adds the borders that a table of the same extent on the page has
// beside those found here, where all found here are borders there too and the
// texts respect the others.
func (d *divider) follow() {
	const tol = 1.2 // em
	for _, xs := range d.r.siblings {
		if len(xs) < len(d.xs) || math.Abs(xs[0]-d.r.box.X0) > 2 || math.Abs(xs[len(xs)-1]-d.r.box.X1) > 2 {
			continue
		}
		same := true
		for _, x := range d.xs {
			same = same && math.Abs(xs[nearest(xs, x)]-x) < tol*d.em
		}
		if !same {
			continue
		}
		for _, x := range xs[1 : len(xs)-1] {
			k := nearest(d.xs, x)
			if math.Abs(d.xs[k]-x) < tol*d.em || d.crossings(x)*8 > len(d.rows) {
				continue
			}
			i, _ := slices.BinarySearch(d.xs, x)
			if d.holds(d.xs[i-1], x) && d.holds(x, d.xs[i]) {
				d.xs, d.realX = slices.Insert(d.xs, i, x), slices.Insert(d.realX, i, false)
			}
		}
		return
	}
}

// holds reports whether a word stands between x0 and x1.
func (d *divider) holds(x0, x1 float64) bool {
	return slices.ContainsFunc(d.words, func(w tword) bool { m := w.midX(); return m > x0 && m < x1 })
}

// lineEnds returns where partial lines end inside the region: columns part
// there.
func (d *divider) lineEnds() []float64 {
	var at []float64
	for _, h := range d.r.h {
		for _, x := range [2]float64{h.lo, h.hi} {
			if x > d.r.box.X0+sideTol && x < d.r.box.X1-sideTol {
				at = append(at, x)
			}
		}
	}
	return snap(at)
}

// crossings counts the words that stand across x.
func (d *divider) crossings(x float64) int {
	n := 0
	for i := range d.words {
		w := &d.words[i]
		if w.X0 < x-0.3*w.size && w.X1 > x+0.3*w.size {
			n++
		}
	}
	return n
}
