package table

import (
	"math"
	"slices"
)

// How columns are found. Everything that may part two columns is gathered as a
// border with its evidence: drawn lines, rivers of white between them and the
// ends of rules; then, within the columns that these leave, header texts that
// stand side by side and the borders of a table of the same extent on the page.
// A border stands when its score does. What two borders cut off that is no column
// goes back to its neighbours.

// border is a possible border between columns: where it stands, the white it may
// stand in, and why.
type border struct {
	x, lo, hi float64
	ev        columnEvidence
}

// columns sets the borders of the columns from the evidence for them.
func (d *divider) columns() {
	bs := d.fromLines()
	if len(bs) <= maxColumns {
		bs = d.fitHeads(d.joinStray(d.fromWhite(bs)))
		bs = d.add(bs, d.fromHeaders(bs))
		bs = d.add(bs, d.fromSiblings(bs))
	}
	d.setColumns(bs)
}

func (d *divider) setColumns(bs []border) {
	d.borders = bs
	d.xs, d.realX = make([]float64, len(bs)), make([]bool, len(bs))
	for i := range bs {
		d.xs[i], d.realX[i] = bs[i].x, bs[i].ev.drawn
	}
}

// add adds the borders whose evidence is enough.
func (d *divider) add(bs, more []border) []border {
	for _, b := range more {
		if b.ev.score() < columnLeast {
			continue
		}
		i, _ := slices.BinarySearchFunc(bs, b.x, func(o border, x float64) int { return cmp2(o.x, x, 0, 0) })
		bs = slices.Insert(bs, i, b)
	}
	return bs
}

// fromLines returns the borders that lines draw, and the sides of the region.
func (d *divider) fromLines() []border {
	at := []float64{d.r.box.X0, d.r.box.X1}
	for _, v := range d.r.v {
		at = append(at, v.at)
	}
	var bs []border
	for _, x := range squeeze(snap(at), d.words, (*tword).midX) {
		bs = append(bs, border{x: x, lo: x, hi: x, ev: columnEvidence{drawn: len(d.r.v) > 0}})
	}
	return bs
}

// fromWhite adds, between the drawn borders, those that rivers show and those
// where rules end.
func (d *divider) fromWhite(drawn []border) []border {
	ends := d.lineEnds()
	if len(ends) > maxColumns {
		return drawn // no table; looking at each would take long
	}
	last := len(drawn) - 1
	walls := make([]bool, len(drawn)) // lines run along the body
	for i := range drawn {
		walls[i] = d.walled(drawn[i].x)
	}
	var out []border
	for i := range last {
		l, r := drawn[i], drawn[i+1]
		walled := len(d.r.v) > 0 && last > 2 && (walls[i] || i == 0) && (walls[i+1] || i+1 == last) && (walls[i] || walls[i+1])
		inner := d.whites(l.x, r.x, walled)
		for k := range inner {
			d.toLineEnd(&inner[k], ends)
		}
		for _, e := range ends {
			x := (e.lo + e.hi) / 2
			near := slices.ContainsFunc(inner, func(b border) bool {
				return math.Abs(b.x-x) < 0.8*d.em || b.lo < e.hi && b.hi > e.lo
			})
			if near || x < l.x+d.em || x > r.x-d.em || !d.holds(l.x, x) || !d.holds(x, r.x) {
				continue
			}
			b := border{x: x, lo: x, hi: x, ev: columnEvidence{lineEnd: true, rows: len(d.rows), crossed: d.crossings(x, false)}}
			if b.ev.score() >= columnLeast {
				inner = append(inner, b)
			}
		}
		slices.SortFunc(inner, func(a, b border) int { return cmp2(a.x, b.x, 0, 0) })
		out = append(append(out, l), inner...)
	}
	return append(out, drawn[last])
}

// fitHeads moves borders in their white to where the headings part, when each
// column, or each behind the stub, has one: a heading may stand anywhere over its
// column, and nearer to the figures of the next.
func (d *divider) fitHeads(bs []border) []border {
	const within = 0.6 // em of white between the words of a heading
	if len(d.headed()) > maxHeads {
		return bs
	}
	low := lowest(d.headed())
	slices.SortStableFunc(low, func(a, b *tword) int { return cmp2(a.X0, b.X0, a.X1, b.X1) })
	heads := textsOf(low, within)
	last := len(bs) - 1
	if len(heads) > last {
		heads = textsOf(slices.DeleteFunc(slices.Clone(low), func(w *tword) bool { return between(low, w) }), within)
	}
	first := last - len(heads) // columns without a heading
	if first < 0 || first > 1 || len(heads) < 2 {
		return bs
	}
	for k, h := range heads {
		if l, r := &bs[first+k], &bs[first+k+1]; h.hi < l.lo || h.lo > r.hi {
			return bs // stands over another column
		}
	}
	d.widen(heads)
	for k := range heads {
		b := &bs[first+k]
		lo, hi := b.lo, min(b.hi, heads[k].lo)
		if k > 0 {
			lo = max(lo, heads[k-1].hi)
		}
		if first+k > 0 && !b.ev.drawn && lo < hi && (b.x < lo || b.x > hi) {
			b.x = (lo + hi) / 2
		}
	}
	return bs
}

// widen lets the extents of headings' last lines reach as far as the lines above them.
func (d *divider) widen(heads []river) {
	last := slices.Clone(heads)
	for _, w := range d.headed() {
		over, n := -1, 0
		for k, h := range last {
			if w.X0 < h.hi && w.X1 > h.lo {
				over, n = k, n+1
			}
		}
		if n == 1 && !d.headBelow(w) {
			heads[over].lo, heads[over].hi = min(heads[over].lo, w.X0), max(heads[over].hi, w.X1)
		}
	}
}

// textsOf joins words, in order along x, that have less than so many em of white
// between them.
func textsOf(ws []*tword, within float64) []river {
	var out []river
	for i := range ws {
		if n := len(out) - 1; n >= 0 && ws[i].X0-out[n].hi < within*ws[i].size {
			out[n].hi = max(out[n].hi, ws[i].X1)
			continue
		}
		out = append(out, river{ws[i].X0, ws[i].X1})
	}
	return out
}

// between reports whether words stand below a word to both sides of it: it heads
// their columns, though it stands over none of them.
func between(ws []*tword, w *tword) bool {
	left, right := false, false
	for i := range ws {
		if o := ws[i]; o.midY() > w.midY()+0.5*w.size {
			left = left || o.X1 <= w.X0 && w.X0-o.X1 < 6*w.size
			right = right || o.X0 >= w.X1 && o.X0-w.X1 < 6*w.size
		}
	}
	return left && right
}

// toLineEnd moves a border to the end of a rule in its white, the one nearest to
// its middle. Between the ends of two rules far apart it stays where it is.
func (d *divider) toLineEnd(b *border, ends []river) {
	best := math.Inf(1)
	for _, e := range ends {
		if e.hi < b.lo-1 || e.lo > b.hi+1 {
			continue
		}
		b.ev.lineEnd = true
		x := (e.lo + e.hi) / 2
		if dist := math.Abs(x - (b.lo+b.hi)/2); e.hi-e.lo < d.em && x >= b.lo-1 && x <= b.hi+1 && dist < best {
			best, b.x = dist, x
		}
	}
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

// lineEnds returns where partial lines end inside the region, in order: columns
// part there. Where one ends and the next begins at the same height, as under
// the figures of accounts, they part in between.
func (d *divider) lineEnds() []river {
	var out []river
	inside := func(x float64) bool { return x > d.r.box.X0+sideTol && x < d.r.box.X1-sideTol }
	for _, pieces := range linesByHeight(d.r.h) {
		if lo := pieces[0].lo; inside(lo) {
			out = append(out, river{lo, lo})
		}
		end := pieces[0].hi
		for _, p := range pieces[1:] {
			if p.lo > end && inside(end) && inside(p.lo) {
				out = append(out, river{end, p.lo})
			}
			end = max(end, p.hi)
		}
		if inside(end) {
			out = append(out, river{end, end})
		}
	}
	slices.SortFunc(out, func(a, b river) int { return cmp2(a.lo, b.lo, a.hi, b.hi) })
	return slices.CompactFunc(out, func(a, b river) bool { return b.lo-a.lo <= snapWidth && math.Abs(b.hi-a.hi) <= snapWidth })
}

// crossings counts the words that stand across x, in the body or everywhere.
func (d *divider) crossings(x float64, body bool) int {
	n := 0
	for i := range d.words {
		w := d.words[i]
		if w.X0 < x-0.3*w.size && w.X1 > x+0.3*w.size && (!body || w.midY() > d.bodyTop) {
			n++
		}
	}
	return n
}

// inBody reports whether a row of text belongs to the body.
func (d *divider) inBody(r *row) bool { return r.Bottom > d.bodyTop+1 }

// joinStray takes out what two borders cut off that is no column. A text or two
// of merged cells, centred between the columns on both sides, which are empty
// there, span both. Minus and currency signs (△, $) that accounts set below one
// another, away from their figures, belong to these.
func (d *divider) joinStray(bs []border) []border {
	bs = d.joinEmpty(bs)
	for c := len(bs) - 3; c >= 1; c-- {
		l, r := &bs[c], &bs[c+1]
		switch {
		case r.ev.drawn:
		case d.signs(l.x, r.x):
			bs = slices.Delete(bs, c+1, c+2)
		case !l.ev.drawn && len(d.rows) >= 5 && d.stray(bs[c-1].x, l.x, r.x, bs[c+2].x):
			l.x = (l.x + r.x) / 2
			l.lo, l.hi = l.x, l.x
			bs = slices.Delete(bs, c+1, c+2)
		}
	}
	return bs
}

// joinEmpty takes out the borders that cut off columns without any text.
func (d *divider) joinEmpty(bs []border) []border {
	for c := len(bs) - 2; c >= 0 && len(bs) > 2; c-- {
		if d.holds(bs[c].x, bs[c+1].x) {
			continue
		}
		switch last := len(bs) - 1; {
		case c+1 < last && !bs[c+1].ev.drawn && (c == 0 || bs[c].ev.drawn || bs[c].ev.score() >= bs[c+1].ev.score()):
			bs = slices.Delete(bs, c+1, c+2)
		case c > 0 && !bs[c].ev.drawn:
			bs = slices.Delete(bs, c, c+1)
		}
	}
	return bs
}

// signs reports whether nothing but minus or currency signs stands between x0 and x1
// in the body, each with a figure to its right.
func (d *divider) signs(x0, x1 float64) bool {
	n := 0
	for k := range d.rows {
		if !d.inBody(&d.rows[k]) {
			continue
		}
		ws := d.rows[k].words
		for i := range ws {
			w := ws[i]
			if m := w.midX(); m <= x0 || m >= x1 || w.X0 < x0 && w.X1 > x1 {
				continue
			}
			sign := w.n == 1 && (w.first == '△' || w.first == '▲' || isCurrency(w.first))
			if !sign || i+1 == len(ws) || !ws[i+1].numeric || ws[i+1].digits == 0 {
				return false
			}
			n++
		}
	}
	return n > 0
}

// stray reports whether what stands between x1 and x2 is no column beside those
// from x0 on and up to x3.
func (d *divider) stray(x0, x1, x2, x3 float64) bool {
	alone, beside, both := 0, 0, 0
	var low [3]float64 // the lowest text of the header: left, here, right
	for k := range d.rows {
		var seen [3]bool
		for i := range d.rows[k].words {
			w := d.rows[k].words[i]
			m := w.midX()
			if m <= x0 || m >= x3 || m == x1 || m == x2 {
				continue
			}
			s := 0
			if m > x1 {
				s++
			}
			if m > x2 {
				s++
			}
			seen[s] = true
			if w.midY() < d.bodyTop {
				low[s] = max(low[s], w.midY())
			}
		}
		left, here, right := seen[0], seen[1], seen[2]
		switch {
		case !d.inBody(&d.rows[k]):
		case here && (left || right):
			beside++
		case here:
			alone++
		case left && right:
			both++
		}
	}
	headed := low[1] > 0 && low[1] > min(low[0], low[2])-0.5*d.em
	return !headed && beside == 0 && alone > 0 && alone <= 2 && both >= 3
}

// fromHeaders returns the borders between the header's lowest texts where
// several stand over one column.
func (d *divider) fromHeaders(bs []border) []border {
	var out []border
	for i := range len(bs) - 1 {
		x0, x1 := bs[i].x, bs[i+1].x
		heads, body := d.headsOver(x0, x1)
		if body == 0 {
			continue
		}
		for k := 1; k < len(heads); k++ {
			lo, hi := heads[k-1].X1, heads[k].X0
			if hi-lo < 0.7*d.em {
				continue
			}
			x, crossed := d.leastCrossed(lo, hi)
			both, left, right := d.bothSides(x0, x, x1)
			out = append(out, border{x: x, lo: lo, hi: hi, ev: columnEvidence{headers: true, rows: body, both: both, crossed: crossed,
				lone: both*4 < body && (crossed > 0 || both < 2 && (hi-lo <= 3*d.em || left < 2 || right < 2))}})
			if both == 0 && crossed > 0 {
				out[len(out)-1].ev.lone = true
			}
		}
	}
	return out
}

// headsOver returns the lowest texts of the header between x0 and x1, from left
// to right, and the number of rows that the body has there.
func (d *divider) headsOver(x0, x1 float64) (heads []*tword, body int) {
	var all []*tword
	for k := range d.rows {
		r := &d.rows[k]
		seen := false
		for _, w := range r.words {
			if m := w.midX(); m > x0 && m < x1 {
				seen = true
				if !d.inBody(r) {
					all = append(all, w)
				}
			}
		}
		if seen && d.inBody(r) {
			body++
		}
	}
	if len(all) > maxHeads {
		return nil, body
	}
	heads = lowest(all)
	slices.SortStableFunc(heads, func(a, b *tword) int { return cmp2(a.X0, b.X0, a.X1, b.X1) })
	return heads, body
}

// leastCrossed returns the x between lo and hi that fewest words of the body
// stand across, near the middle, and their number.
func (d *divider) leastCrossed(lo, hi float64) (x float64, crossed int) {
	const steps = 8
	crossed = math.MaxInt
	mid := (lo + hi) / 2
	for s := 1; s < steps; s++ {
		at := lo + (hi-lo)*float64(s)/steps
		if n := d.crossings(at, true); n < crossed || n == crossed && math.Abs(at-mid) < math.Abs(x-mid) {
			x, crossed = at, n
		}
	}
	return x, crossed
}

// bothSides counts the rows of the body that have text between x0 and x and
// between x and x1.
func (d *divider) bothSides(x0, x, x1 float64) (both, left, right int) {
	for k := range d.rows {
		if !d.inBody(&d.rows[k]) {
			continue
		}
		l, r := false, false
		for i := range d.rows[k].words {
			m := d.rows[k].words[i].midX()
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

// fromSiblings returns the borders that a table of the same extent on the page
// has besides those found here, where it has all of these too.
func (d *divider) fromSiblings(bs []border) []border {
	const tol = 1.2 // em
	here := make([]float64, len(bs))
	for i := range bs {
		here[i] = bs[i].x
	}
	for _, xs := range d.r.siblings {
		if len(xs) < len(bs) || math.Abs(xs[0]-d.r.box.X0) > 2 || math.Abs(xs[len(xs)-1]-d.r.box.X1) > 2 ||
			slices.ContainsFunc(here, func(x float64) bool { return math.Abs(xs[nearest(xs, x)]-x) >= tol*d.em }) {
			continue
		}
		var out []border
		for i := 1; i+1 < len(xs); i++ {
			x := xs[i]
			if math.Abs(here[nearest(here, x)]-x) < tol*d.em {
				continue
			}
			k, _ := slices.BinarySearch(here, x)
			out = append(out, border{x: x, lo: x, hi: x, ev: columnEvidence{sibling: true, rows: len(d.rows), crossed: d.crossings(x, false),
				lone: !d.holds(max(here[k-1], xs[i-1]), x) || !d.holds(x, here[k])}})
		}
		return out
	}
	return nil
}

// holds reports whether a word stands between x0 and x1.
func (d *divider) holds(x0, x1 float64) bool {
	return slices.ContainsFunc(d.words, func(w *tword) bool { m := w.midX(); return m > x0 && m < x1 })
}
