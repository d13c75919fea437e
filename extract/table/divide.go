package table

import (
	"math"
	"slices"

	"shihyo/extract/page"
)

// How a region becomes a grid where lines do not close its cells. Columns are
// parted by the lines there are and by rivers of white through the rows of
// text; rows by the lines there are and, between these, where the text says
// that a new row begins. Both give borders that are not drawn; a border is left
// out where a word crosses it (a text that spans columns). In the header the
// extent of a spanning text is told by the line under it or by the columns over
// whose middle it stands. The result goes through the same merging as a
// lattice.

// maxColumns is how many columns are looked for in a region; more is a drawing.
const maxColumns = 300

// divider works on one region.
type divider struct {
	r     *region
	words []tword
	rows  []row
	em    float64 // typical font size

	xs, ys         []float64
	realX, realY   []bool // border has lines
	top, left      []bool // drawn borders, see grid
	headRows       int    // rows of slots that are header
	realTop        []bool // copies of the drawn borders before virtual ones
	realLeft       []bool
	bodyTop        float64 // where the first line of the body can start
	minCol, maxCol []float64
	spanners       []spanner
	filled         []bool                       // slots that hold text
	byCol          [][]*tword                   // words by column, downwards
	lead           float64                      // white between the lines of one text
	joins          map[float64]map[int]*colLine // borders that text of these columns stands on
	heads          []tword                      // words of the header; nil until asked for
}

// divide makes the grid of a region; nil when its text has no columns.
func divide(r *region) *grid {
	d := &divider{r: r, words: r.words}
	if len(d.words) < 2 {
		return nil
	}
	if r.core == (page.Box{}) {
		r.core = r.box
	}
	d.em = medianSize(d.words)
	d.rows = rowsOf(d.words, 0.35)
	d.findHead()
	d.columns()
	if len(d.xs) <= maxColumns {
		d.joinStray()
		d.headed()
		d.follow()
		d.splitWords()
	}
	if len(d.xs) < 3 {
		return nil
	}
	d.rowBorders()
	if len(d.ys) < 2 || (len(d.xs)-1)*(len(d.ys)-1) > maxSlots {
		return nil
	}
	d.edges()
	g := &grid{xs: d.xs, ys: d.ys, top: d.top, left: d.left, ruled: !r.free}
	g.merge()
	g.order()
	g.joinSigns(r)
	return g
}

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

// compound reports whether cells that lines close hold several rows or columns
// of the table each: numbers stacked in line with one another, or rivers.
func compound(g *grid, r *region) bool {
	d := &divider{r: r, words: r.words}
	if len(d.words) < 6 {
		return false
	}
	if looseRows(g, d.words) {
		return true
	}
	d.em = medianSize(d.words)
	d.rows = rowsOf(d.words, 0.35)
	d.bodyTop = math.Inf(-1)
	for c := range g.cols() {
		if len(d.rivers(g.xs[c], g.xs[c+1], true)) > 0 {
			return true
		}
	}
	type stack struct {
		at      []float64
		numeric int
		wide    float64 // of its widest line
		enum    bool
		words   int
	}
	byCell := map[int]*stack{}
	for i := range d.words {
		w := &d.words[i]
		k := g.at(w.midX(), w.midY())
		if k < 0 {
			continue
		}
		s := byCell[k]
		if s == nil {
			s = &stack{}
			byCell[k] = s
		}
		s.words++
		s.wide = max(s.wide, w.Width())
		s.enum = s.enum || isEnumerator(w.first)
		if n := len(s.at); n == 0 || w.midY()-s.at[n-1] > 0.5*w.size {
			s.at = append(s.at, w.midY())
			if w.numeric {
				s.numeric++
			}
		}
	}
	inside := 0
	for row := range g.rows() {
		tall, numbers, words, enum := 0, 0, 0, false
		for c := 0; c < g.cols(); c++ {
			k := int(g.slot[row*g.cols()+c])
			b := g.cells[k]
			if b.r0 != row || b.c0 != c || b.r1 != row+1 {
				continue
			}
			s := byCell[k]
			if s == nil {
				continue
			}
			words += s.words
			enum = enum || s.enum
			if len(s.at) < 3 {
				continue
			}
			tall++
			room := g.xs[b.c1] - g.xs[b.c0] - s.wide
			if s.numeric*5 >= len(s.at)*4 && room > 1.5*d.em {
				numbers++
			}
		}
		if tall >= 2 && numbers >= 1 && numbers*2 >= tall && !enum {
			inside += words
		}
	}
	return inside*2 > len(d.words)
}

// looseRows reports whether many rows have no line where the columns part, yet
// keep their texts apart there: the lines part only the header.
func looseRows(g *grid, ws []tword) bool {
	type side struct{ l, r, x int }
	loose := 0
	rowsSeen := map[int]bool{}
	byCell := map[int][]*tword{}
	for i := range ws {
		if k := g.at(ws[i].midX(), ws[i].midY()); k >= 0 {
			b := g.cells[k]
			rowsSeen[b.r0] = true
			if b.c1-b.c0 > 1 {
				byCell[k] = append(byCell[k], &ws[i])
			}
		}
	}
	for k, in := range byCell {
		b := g.cells[k]
		parted := 0
		for c := b.c0 + 1; c < b.c1; c++ {
			var s side
			for _, w := range in {
				if w.n == 1 && isCJK(w.first) {
					continue
				}
				switch x := g.xs[c]; {
				case w.X1 <= x+1:
					s.l++
				case w.X0 >= x-1:
					s.r++
				default:
					s.x++
				}
			}
			if s.l > 0 && s.r > 0 && s.x == 0 {
				parted++
			}
		}
		if parted*2 > b.c1-b.c0-1 && parted > 0 {
			loose++
		}
	}
	return loose >= 2 && loose*2 > len(rowsSeen)
}

func medianSize(ws []tword) float64 {
	s := make([]float64, len(ws))
	for i := range ws {
		s[i] = ws[i].size
	}
	return median(s)
}

// median sorts s and returns its middle.
func median(s []float64) float64 {
	slices.Sort(s)
	return s[len(s)/2]
}

// fullLines returns the heights of lines that run through at least share of the
// region's width, in order.
func (d *divider) fullLines(share float64) []float64 {
	w := d.r.box.Width()
	hs := slices.Clone(d.r.h)
	slices.SortFunc(hs, func(a, b ruling) int { return cmp2(a.at, b.at, a.lo, b.lo) })
	var out []float64
	for from := 0; from < len(hs); {
		to, covered, end := from, 0.0, math.Inf(-1)
		for to < len(hs) && hs[to].at-hs[from].at <= snapWidth {
			to++
		}
		part := slices.Clone(hs[from:to])
		slices.SortFunc(part, func(a, b ruling) int { return cmp2(a.lo, b.lo, a.hi, b.hi) })
		for _, h := range part {
			covered += max(0, h.hi-max(h.lo, end))
			end = max(end, h.hi)
		}
		if covered >= share*w {
			out = append(out, hs[from].at)
		}
		from = to
	}
	return out
}

// findHead sets bodyTop: below the first full line that has text above it in
// the region and about as much below; or above the first row of figures, where
// that comes earlier or there is no such line.
func (d *divider) findHead() {
	d.bodyTop = math.Inf(1)
	for _, y := range d.fullLines(0.75) {
		above, below := 0, 0
		for i := range d.words {
			if d.words[i].midY() < y {
				above++
			} else {
				below++
			}
		}
		if above > 0 && below >= above/2 && below > 0 {
			d.bodyTop = y
			break
		}
	}
	lined := !math.IsInf(d.bodyTop, 1)
	drawn := lined && slices.ContainsFunc(d.r.h, func(h ruling) bool { return !h.soft && math.Abs(h.at-d.bodyTop) <= snapWidth })
	for i := range d.rows {
		if drawn && i > 0 {
			break
		}
		r := &d.rows[i]
		if r.Top > d.bodyTop {
			break
		}
		figures := 0
		for k := range r.words {
			if w := &r.words[k]; w.numeric && w.digits > 0 && !w.year {
				figures++
			}
		}
		if figures < 2 || figures*5 < len(r.words)*2 {
			continue
		}
		if i == 0 {
			// A row of figures is no header: the table goes on from an
			// earlier page.
			d.bodyTop = d.r.box.Top - 1
		} else {
			// The first lines of the row's taller cells stand higher.
			for i > 1 && d.rows[i-1].Bottom > r.Top {
				i--
			}
			d.bodyTop = (d.rows[i-1].Bottom + d.rows[i].Top) / 2
		}
		return
	}
	if !lined {
		d.bodyTop = d.rows[0].Bottom
	}
}

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

// splitWords parts words that stand across a border because the texts of two
// cells nearly touch: there is more white at the border than within the words.
func (d *divider) splitWords() {
	var out []tword
	changed := false
	for i := range d.words {
		w := d.words[i]
		c0, c1 := d.span(&w)
		for c := c0 + 1; c <= c1 && len(w.ends) > 1; c++ {
			l, r, ok := w.split(d.xs[c])
			if !ok {
				continue
			}
			out = append(out, l)
			w = r
			changed = true
		}
		out = append(out, w)
	}
	if changed {
		d.words = out
		d.rows = rowsOf(d.words, 0.35)
	}
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

// maxHeads bounds the words of a header that are compared with one another.
const maxHeads = 300

// headBelow reports whether other text of the header stands below a word of it:
// then the word heads several columns and tells nothing of where they part.
func (d *divider) headBelow(w *tword) bool {
	if d.heads == nil {
		d.heads = slices.DeleteFunc(slices.Clone(d.words), func(o tword) bool { return o.midY() >= d.bodyTop })
	}
	return len(d.heads) <= maxHeads && slices.ContainsFunc(d.heads, func(o tword) bool {
		return o.midY() > w.midY()+0.5*w.size && o.X0 < w.X1 && o.X1 > w.X0
	})
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

// column returns the column that holds x.
func (d *divider) column(x float64) int {
	i, _ := slices.BinarySearch(d.xs, x)
	return min(max(i-1, 0), len(d.xs)-2)
}

// span returns the columns a word stands in: those it covers by more than a
// little.
func (d *divider) span(w *tword) (c0, c1 int) {
	slack := min(0.55*w.size, 0.5*w.Width())
	c0, c1 = d.column(w.X0+slack), d.column(w.X1-slack)
	if c1 < c0 {
		c0 = d.column(w.midX())
		c1 = c0
	}
	return c0, c1
}

// rowBorders sets ys: the heights of lines, and between them where rows of text
// part.
func (d *divider) rowBorders() {
	b := d.r.box
	var at []float64
	for _, h := range d.r.h {
		at = append(at, h.at)
	}
	at = append(at, b.Top, b.Bottom)
	_, my := middles(d.words)
	drawn := squeeze(snap(at), my)
	d.measure()
	d.lead = d.wrapLead(drawn)
	lead := d.lead
	cuts := make([][]float64, len(drawn))
	bands, lone := 0, 0
	texts, loneTexts := 0, 0
	for i := 0; i+1 < len(drawn); i++ {
		cs := d.clusters(drawn[i], drawn[i+1])
		if len(cs) == 0 {
			continue
		}
		if drawn[i] < d.bodyTop-1 {
			cuts[i] = d.levels(drawn[i], min(drawn[i+1], d.bodyTop))
			if d.bodyTop > drawn[i+1]-thinStrip {
				continue
			}
			cuts[i] = append(cuts[i], d.bodyTop)
			cs = d.clusters(d.bodyTop, drawn[i+1])
			cuts[i] = append(cuts[i], d.partBand(cs, lead)...)
			continue
		}
		cuts[i] = d.partBand(cs, lead)
		bands++
		texts += len(cs)
		if linesPerColumn(cs) <= 1 {
			lone++
			loneTexts += len(cs)
		}
	}
	// Where most columns have one line between drawn ones, lines part the rows
	// and the other bands are rows of wrapped text.
	ruled := bands >= 2 && lone*2 >= bands && (bands >= 5 || loneTexts*3 >= texts)
	for i := 0; i+1 < len(drawn); i++ {
		d.ys, d.realY = append(d.ys, drawn[i]), append(d.realY, true)
		if ruled && drawn[i] >= d.bodyTop-1 {
			continue
		}
		for _, y := range cuts[i] {
			d.ys, d.realY = append(d.ys, y), append(d.realY, false)
		}
	}
	d.ys, d.realY = append(d.ys, drawn[len(drawn)-1]), append(d.realY, true)
}

// linesPerColumn returns how many clusters the typical column of a band has
// text in.
func linesPerColumn(cs []cluster) int {
	n := map[int]int{}
	for i := range cs {
		for c := range cs[i].cols {
			n[c]++
		}
	}
	var counts []int
	for _, k := range n {
		counts = append(counts, k)
	}
	slices.Sort(counts)
	return counts[(len(counts)-1)/2]
}

// measure notes how far text reaches in each column.
func (d *divider) measure() {
	n := len(d.xs) - 1
	d.minCol, d.maxCol = make([]float64, n), make([]float64, n)
	for c := range d.minCol {
		d.minCol[c], d.maxCol[c] = math.Inf(1), math.Inf(-1)
	}
	for i := range d.words {
		w := &d.words[i]
		if c0, c1 := d.span(w); c0 == c1 {
			d.minCol[c0] = min(d.minCol[c0], w.X0)
			d.maxCol[c0] = max(d.maxCol[c0], w.X1)
		}
	}
}

// cluster is text rows of one height band, merged while they overlap.
type cluster struct {
	top, bottom float64
	cols        map[int]*colLine
}

// colLine is what a cluster has in one column.
type colLine struct {
	x0, x1, head, size float64
	numeric            bool
	cjk                bool
	enum               bool
	bracket            bool // begins with one
	n                  int
}

func (d *divider) clusters(y0, y1 float64) []cluster {
	var out []cluster
	for i := range d.rows {
		r := &d.rows[i]
		if r.Bottom < y0 {
			continue
		}
		if r.Top > y1+2*d.em {
			break
		}
		var ws []tword
		for _, w := range r.words {
			if m := w.midY(); m >= y0 && m < y1 {
				ws = append(ws, w)
			}
		}
		if len(ws) == 0 {
			continue
		}
		top, bottom := math.Inf(1), math.Inf(-1)
		for _, w := range ws {
			top, bottom = min(top, w.midY()-0.4*w.size), max(bottom, w.midY()+0.4*w.size)
		}
		if k := len(out) - 1; k < 0 || top > out[k].bottom-0.02*d.em {
			out = append(out, cluster{top: top, bottom: bottom, cols: map[int]*colLine{}})
		}
		c := &out[len(out)-1]
		c.top, c.bottom = min(c.top, top), max(c.bottom, bottom)
		for k := range ws {
			w := &ws[k]
			c0, c1 := d.span(w)
			for j := c0; j <= c1; j++ {
				l := c.cols[j]
				if l == nil {
					l = &colLine{x0: w.X0, x1: w.X1, head: w.head, size: w.size, numeric: w.numeric, cjk: w.cjk, enum: isEnumerator(w.first), bracket: isOpening(w.first)}
					c.cols[j] = l
				} else {
					l.x0, l.x1 = min(l.x0, w.X0), max(l.x1, w.X1)
					l.numeric = l.numeric && w.numeric
				}
				l.n += w.n
			}
		}
	}
	return out
}

func isEnumerator(r rune) bool {
	return r >= 0x2460 && r <= 0x24ff || r >= 0x3220 && r <= 0x33ff || r == '・' || r == '•'
}

func isOpening(r rune) bool {
	return r == '(' || r == '（' || r == '[' || r == '［' || r == '【' || r == '〔' || r == '〈' || r == '<' || r == '＜'
}

// wrapLead returns the white between lines that are wraps of one text: the
// smallest that is common. Rows stand further apart where the table has
// padding.
func (d *divider) wrapLead(drawn []float64) float64 {
	var gaps []float64
	for i := 0; i+1 < len(drawn); i++ {
		cs := d.clusters(drawn[i], drawn[i+1])
		for k := 0; k+1 < len(cs); k++ {
			if cs[k+1].shares(&cs[k]) > 0 {
				gaps = append(gaps, cs[k+1].top-cs[k].bottom)
			}
		}
	}
	if len(gaps) == 0 {
		return 0
	}
	slices.Sort(gaps)
	return gaps[len(gaps)/20]
}

// partBand returns the heights at which rows part between two drawn lines.
func (d *divider) partBand(cs []cluster, lead float64) []float64 {
	if len(cs) < 2 {
		return nil
	}
	var out []float64
	for k := 0; k+1 < len(cs); k++ {
		if k+2 < len(cs) && d.centredBetween(&cs[k], &cs[k+1], &cs[k+2]) {
			if d.parts(&cs[k], &cs[k+2], lead) {
				// Through the text between: it then spans both rows.
				y := (cs[k+1].top + cs[k+1].bottom) / 2
				out = append(out, y)
				if d.joins == nil {
					d.joins = map[float64]map[int]*colLine{}
				}
				d.joins[y] = cs[k+1].cols
			}
			k++
			continue
		}
		if d.parts(&cs[k], &cs[k+1], lead) {
			out = append(out, (cs[k].bottom+cs[k+1].top)/2)
		}
	}
	return out
}

// centredBetween reports whether b is text of merged cells that are centred in
// height over the rows a and c: it stands halfway, in columns of its own.
func (d *divider) centredBetween(a, b, c *cluster) bool {
	off := (a.top+a.bottom+c.top+c.bottom)/4 - (b.top+b.bottom)/2
	return a.shares(b) == 0 && c.shares(b) == 0 && a.shares(c) >= 2 && len(b.cols) < len(a.cols) && math.Abs(off) < 0.35*d.em
}

// shares counts the columns in which both clusters have text.
func (c *cluster) shares(o *cluster) int {
	n := 0
	for k := range c.cols {
		if o.cols[k] != nil {
			n++
		}
	}
	return n
}

// parts reports whether a new row begins between two clusters.
func (d *divider) parts(a, b *cluster, lead float64) bool {
	gap := b.top - a.bottom
	score := 0.0
	if gap > lead+0.28*d.em {
		score += 1.5
	} else {
		score -= 0.5
	}
	if gap > lead+1.2*d.em {
		score += 2
	}
	shared, fresh, enum := 0, 0, 0
	for c, lb := range b.cols {
		la := a.cols[c]
		if la == nil {
			fresh++
			continue
		}
		shared++
		if lb.enum && la.enum {
			enum++
		}
		room := (d.maxCol[c] - d.minCol[c]) - (la.x1 - la.x0)
		next := lb.head
		if lb.cjk {
			next = min(next, 1.5*lb.size)
		}
		wraps := room < next+0.3*d.em
		switch {
		case lb.bracket && !la.bracket && gap <= lead+0.28*d.em:
			score -= 0.5 // 36人 / （R3末）
		case la.numeric && lb.numeric && c > 0 && !wraps:
			score += 2
		case la.numeric && lb.numeric && c > 0:
			score++
		case !wraps:
			score++
		default:
			score--
		}
	}
	if fresh > 0 {
		score += 0.7 * float64(fresh)
	}
	if enum > 0 && enum*2 >= shared {
		score -= 2
	}
	if len(b.cols) < len(a.cols) && fresh == 0 {
		score--
	}
	return score > 0.4
}

// spanner is a header text that stands over several columns.
type spanner struct {
	c0, c1 int
	midY   float64
	x0, x1 float64
}

// unit is a piece of header text on one baseline.
type unit struct {
	page.Box
	c0, c1 int
	midY   float64
	size   float64
}

// units joins the words of a band that stand close on one baseline.
func (d *divider) units(y0, y1 float64) []unit {
	var out []unit
	for i := range d.rows {
		if d.rows[i].Bottom < y0 {
			continue
		}
		if d.rows[i].Top > y1+2*d.em {
			break
		}
		from := len(out)
		for k := range d.rows[i].words {
			w := &d.rows[i].words[k]
			if w.midY() < y0 || w.midY() >= y1 {
				continue
			}
			c0, c1 := d.span(w)
			if n := len(out) - 1; n >= from && w.X0-out[n].X1 < 1.1*w.size && c0 <= out[n].c1 {
				out[n].Box = out[n].Union(w.Box)
				out[n].c1 = max(out[n].c1, c1)
				continue
			}
			out = append(out, unit{w.Box, c0, c1, w.midY(), w.size})
		}
	}
	return out
}

// levels returns the heights at which the header in a band changes level: under
// every text that stands over several columns.
func (d *divider) levels(y0, y1 float64) []float64 {
	us := d.units(y0, y1)
	var found []spanner
	// The middle of a column is that of its lowest header text.
	mids := make([]float64, len(d.xs)-1)
	low := make([]float64, len(mids))
	for c := range mids {
		mids[c], low[c] = (d.xs[c]+d.xs[c+1])/2, math.Inf(-1)
	}
	for i := range us {
		if u := &us[i]; u.c0 == u.c1 && u.midY > low[u.c0] {
			low[u.c0], mids[u.c0] = u.midY, (u.X0+u.X1)/2
		}
	}
	for i := range us {
		u := &us[i]
		// The first text below u in each column, and whether another text
		// stands beside u.
		n := len(d.xs) - 1
		below := make([]*unit, n)
		beside := make([]bool, n)
		for k := range us {
			o := &us[k]
			if k == i {
				continue
			}
			for c := o.c0; c <= o.c1; c++ {
				switch {
				case o.midY > u.midY+0.6*u.size:
					if below[c] == nil || o.midY < below[c].midY {
						below[c] = o
					}
				case o.midY > u.midY-0.6*u.size || o.midY > u.midY-1.05*u.size && (o.c1 < u.c0 || o.c0 > u.c1):
					beside[c] = true
				}
			}
		}
		if below[u.c0] == nil && u.c0 == u.c1 {
			continue
		}
		mid := (u.X0 + u.X1) / 2
		own := math.Inf(1)
		if u.c0 == u.c1 {
			own = math.Abs(mid - (below[u.c0].X0+below[u.c0].X1)/2)
		}
		best, b0, b1 := math.Inf(1), 0, 0
		for a := u.c0; a >= 0 && below[a] != nil && (a == u.c0 || !beside[a]); a-- {
			for b := u.c1; b < n && below[b] != nil && (b == u.c1 || !beside[b]); b++ {
				if a == b {
					continue
				}
				off := math.Abs(mid - (mids[a]+mids[b])/2)
				if d.realX[a] && d.realX[b+1] {
					off = math.Abs(mid - (d.xs[a]+d.xs[b+1])/2)
				}
				if off < best-0.5 || off < best+0.5 && b-a > b1-b0 {
					best, b0, b1 = off, a, b
				}
			}
		}
		if math.IsInf(best, 1) {
			continue
		}
		if u.c0 == u.c1 && own <= 0.6*u.size {
			// Over the middle of its own column and of a group alike: the
			// group has it if its other columns would else stand too low for
			// a header that is centred in height.
			level := true
			for c := b0; c <= b1; c++ {
				level = level && math.Abs(low[c]-low[u.c0]) < 0.5*u.size
			}
			if best > 0.6*u.size || !level || !d.middled(us, u, below[u.c0]) {
				continue
			}
		} else if u.c0 == u.c1 && best > min(own, 2.5*u.size)-1 {
			continue
		} else if u.c0 != u.c1 && best > 3*u.size {
			b0, b1 = u.c0, u.c1
		}
		found = append(found, spanner{b0, b1, u.midY, u.X0, u.X1})
	}
	var at []float64
	for _, s := range found {
		top := math.Inf(1)
		for k := range us {
			if o := &us[k]; o.midY > s.midY+0.6*o.size && o.c1 >= s.c0 && o.c0 <= s.c1 {
				top = min(top, o.midY-0.45*o.size)
			}
		}
		if !math.IsInf(top, 1) {
			at = append(at, (s.midY+0.45*d.em+top)/2)
		}
	}
	d.spanners = append(d.spanners, found...)
	slices.Sort(at)
	var out []float64
	for _, y := range at {
		if n := len(out); n == 0 || y-out[n-1] > 0.5*d.em {
			out = append(out, y)
		}
	}
	return out
}

// middled reports whether the header's texts are centred in height: a column
// beside has all its header text well above the lowest row.
func (d *divider) middled(us []unit, u, below *unit) bool {
	low := map[int]float64{}
	for i := range us {
		for c := us[i].c0; c <= us[i].c1; c++ {
			low[c] = max(low[c], us[i].midY)
		}
	}
	for c, y := range low {
		if (c < u.c0 || c > u.c1) && y < below.midY-0.45*u.size {
			return true
		}
	}
	return false
}

// edges sets the borders of the slots: drawn ones, then the others.
func (d *divider) edges() {
	rows, cols := len(d.ys)-1, len(d.xs)-1
	d.top = make([]bool, (rows+1)*cols)
	d.left = make([]bool, rows*(cols+1))
	for _, h := range d.r.h {
		r := nearest(d.ys, h.at)
		if math.Abs(d.ys[r]-h.at) <= thinStrip/2+1 {
			markShare(d.xs, h, 0.5, func(c int) { d.top[r*cols+c] = true })
		}
	}
	for _, v := range d.r.v {
		c := nearest(d.xs, v.at)
		if math.Abs(d.xs[c]-v.at) <= thinStrip/2+1 {
			markShare(d.ys, v, 0.5, func(r int) { d.left[r*(cols+1)+c] = true })
		}
	}
	d.realTop, d.realLeft = slices.Clone(d.top), slices.Clone(d.left)
	d.headRows = 0
	for d.headRows < rows && d.ys[d.headRows+1] <= d.bodyTop+snapWidth {
		d.headRows++
	}
	// Borders of columns. A border that has lines along most of the table
	// means a merge where it has none.
	crossed := make([]bool, rows*(cols+1))
	for i := range d.words {
		w := &d.words[i]
		c0, c1 := d.span(w)
		r := d.slotRow(w.midY())
		for c := c0 + 1; c <= c1; c++ {
			crossed[r*(cols+1)+c] = true
		}
	}
	hardX, hardY, softHead := d.drawnBorders()
	// Sides of shaded cells tell so only in rows that are shaded.
	shaded := make([]bool, rows)
	for r := range rows {
		for c := 1; c < cols; c++ {
			shaded[r] = shaded[r] || d.left[r*(cols+1)+c]
		}
	}
	for c := 1; c < cols; c++ {
		drawn, soft := 0.0, 0.0
		for r := range rows {
			if !d.left[r*(cols+1)+c] {
				continue
			}
			if hardX[c] {
				drawn += d.ys[r+1] - d.ys[r]
			} else {
				soft += d.ys[r+1] - d.ys[r]
			}
		}
		height := d.ys[rows] - d.ys[0]
		for r := range rows {
			k := r*(cols+1) + c
			if d.texts(r, c-1) && d.texts(r, c) && !crossed[k] {
				d.left[k] = true
				continue
			}
			if drawn > 0.5*height || soft > 0 && shaded[r] && r >= d.headRows && soft > 0.3*height {
				continue
			}
			if soft > 0 && r < d.headRows && shaded[r] && softHead[c] {
				continue
			}
			if !crossed[k] {
				d.left[k] = true
			}
		}
	}
	// Borders of rows: where nothing is drawn at this height at all, every
	// column ends. Where only shading tells, texts that keep the distance of
	// rows are told apart too.
	real := 0
	for r := 1; r < rows; r++ {
		if d.realY[r] {
			real++
		}
	}
	sums := real*3 <= rows-1 // rows are told by their texts, lines stand over sums
	for r := 1; r < rows; r++ {
		drawn, hard := false, !d.realY[r]
		if d.realY[r] {
			for c := range cols {
				drawn = drawn || d.top[r*cols+c]
			}
			hard = hardY[r]
		}
		for c := range cols {
			if !d.realY[r] && d.joins[d.ys[r]][c] != nil {
				continue
			}
			outside := d.r.free || d.xs[c+1] <= d.r.core.X0+1 || d.xs[c] >= d.r.core.X1-1
			if !drawn || !hard && r > d.headRows && d.apart(r, c) || outside && !d.straddled(r, c) ||
				sums && r > d.headRows && d.texts(r-1, c) && d.texts(r, c) {
				d.top[r*cols+c] = true
			}
		}
	}
	d.head(crossed)
}

// texts reports whether a word stands in a slot.
func (d *divider) texts(r, c int) bool {
	if d.filled == nil {
		cols := len(d.xs) - 1
		d.filled = make([]bool, (len(d.ys)-1)*cols)
		for i := range d.words {
			w := &d.words[i]
			c0, c1 := d.span(w)
			for k := c0; k <= c1; k++ {
				d.filled[d.slotRow(w.midY())*cols+k] = true
			}
		}
	}
	return d.filled[r*(len(d.xs)-1)+c]
}

// drawnBorders tells which borders have a drawn line somewhere, and which borders
// of columns are sides of shaded header cells, which shading tells apart.
func (d *divider) drawnBorders() (hardX, hardY, softHead []bool) {
	hardX, softHead = make([]bool, len(d.xs)), make([]bool, len(d.xs))
	hardY = make([]bool, len(d.ys))
	for i := range d.r.v {
		v := &d.r.v[i]
		c := nearest(d.xs, v.at)
		if math.Abs(d.xs[c]-v.at) > thinStrip/2+1 {
			continue
		}
		hardX[c] = hardX[c] || !v.soft
		softHead[c] = softHead[c] || v.lo < d.bodyTop-1
	}
	for i := range d.r.h {
		h := &d.r.h[i]
		if r := nearest(d.ys, h.at); math.Abs(d.ys[r]-h.at) <= thinStrip/2+1 {
			hardY[r] = hardY[r] || !h.soft
		}
	}
	return hardX, hardY, softHead
}

// apart reports whether the text of column c below border r keeps more than a
// line's distance from the one above it.
func (d *divider) apart(r, c int) bool {
	if d.byCol == nil {
		d.byCol = make([][]*tword, len(d.xs)-1)
		for i := range d.rows {
			for k := range d.rows[i].words {
				w := &d.rows[i].words[k]
				c0, c1 := d.span(w)
				for j := c0; j <= c1; j++ {
					d.byCol[j] = append(d.byCol[j], w)
				}
			}
		}
		for _, ws := range d.byCol {
			slices.SortFunc(ws, func(a, b *tword) int { return cmp2(a.midY(), b.midY(), a.X0, b.X0) })
		}
	}
	ws := d.byCol[c]
	i, _ := slices.BinarySearchFunc(ws, d.ys[r], func(w *tword, y float64) int { return cmp2(w.midY(), y, 0, 0) })
	if i == 0 || i == len(ws) || ws[i].midY() >= d.ys[r+1] {
		return false
	}
	above, below := ws[i-1], ws[i]
	return (below.midY()-0.4*below.size)-(above.midY()+0.4*above.size) > d.lead+0.28*d.em
}

// straddled reports whether border r parts the lines of one text in column c.
func (d *divider) straddled(r, c int) bool {
	return d.texts(r-1, c) && d.texts(r, c) && !d.apart(r, c)
}

// markShare calls f for the intervals of which a ruling covers a share.
func markShare(coords []float64, l ruling, share float64, f func(int)) {
	i := max(nearest(coords, l.lo)-1, 0)
	for ; i+1 < len(coords) && coords[i] < l.hi; i++ {
		w := coords[i+1] - coords[i]
		if min(l.hi, coords[i+1])-max(l.lo, coords[i]) >= share*w {
			f(i)
		}
	}
}

func (d *divider) slotRow(y float64) int {
	i, _ := slices.BinarySearch(d.ys, y)
	return min(max(i-1, 0), len(d.ys)-2)
}

// head merges the slots of the header: texts over several columns, and columns
// whose header stands over several rows.
func (d *divider) head(crossed []bool) {
	cols := len(d.xs) - 1
	if d.headRows == 0 {
		return
	}
	type unit struct {
		c0, c1 int
		x0, x1 float64
	}
	has := make([][]bool, d.headRows) // a text stands in the slot
	units := make([][]unit, d.headRows)
	for r := range has {
		has[r] = make([]bool, cols)
	}
	for i := range d.words {
		w := &d.words[i]
		r := d.slotRow(w.midY())
		if r >= d.headRows {
			continue
		}
		c0, c1 := d.span(w)
		joined := false
		for k := range units[r] {
			u := &units[r][k]
			if c0 <= u.c1 && c1 >= u.c0 {
				u.c0, u.c1 = min(u.c0, c0), max(u.c1, c1)
				u.x0, u.x1 = min(u.x0, w.X0), max(u.x1, w.X1)
				joined = true
				break
			}
		}
		if !joined {
			units[r] = append(units[r], unit{c0, c1, w.X0, w.X1})
		}
		for c := c0; c <= c1; c++ {
			has[r][c] = true
		}
	}
	// The middle of a column is where its lowest header text stands, or the
	// middle between its borders.
	mids := make([]float64, cols)
	for c := range mids {
		mids[c] = (d.xs[c] + d.xs[c+1]) / 2
	}
	for r := range units {
		for _, u := range units[r] {
			if u.c0 == u.c1 && !(d.realX[u.c0] && d.realX[u.c0+1]) {
				mids[u.c0] = (u.x0 + u.x1) / 2
			}
		}
	}
	headed := make([]bool, cols)
	for r := range has {
		for c := range has[r] {
			headed[c] = headed[c] || has[r][c]
		}
	}
	taken := make([][]bool, d.headRows) // covered by a spanning text
	for r := range taken {
		taken[r] = make([]bool, cols)
	}
	for r := 0; r+1 < d.headRows; r++ {
		for _, u := range units[r] {
			b0, b1 := u.c0, u.c1
			mid := (u.x0 + u.x1) / 2
			off := func(a, b int) float64 {
				if a == b && a == u.c0 && d.headRows > 1 {
					// Over its own column only what stands below can tell.
					below := false
					for k := r + 1; k < d.headRows; k++ {
						below = below || has[k][a]
					}
					if !below {
						return 0
					}
				}
				return math.Abs((mids[a]+mids[b])/2 - mid)
			}
			bestOff := off(b0, b1)
			free := func(c int) bool {
				if has[r][c] && (c < u.c0 || c > u.c1) || taken[r][c] {
					return false
				}
				// Something must stand below for the text to head it, and no
				// drawn line may part the column from the text.
				for k := r + 1; k < d.headRows; k++ {
					if has[k][c] {
						return true
					}
				}
				return false
			}
			walled := func(c int) bool { return d.realLeft[r*(cols+1)+c] }
			if sp := d.spannerAt(u.c0, u.c1, r); sp != nil {
				for c := sp.c0; c <= sp.c1; c++ {
					taken[r][c] = true
					if c > sp.c0 && !walled(c) {
						d.left[r*(cols+1)+c] = false
					}
				}
				continue
			}
			if !free(u.c0) {
				continue
			}
			// Where a line is drawn under the text it tells the extent.
			k := (r+1)*cols + u.c0
			if d.realTop[k] && d.realTop[(r+1)*cols+u.c1] {
				a, b := u.c0, u.c1
				for a > 0 && d.realTop[(r+1)*cols+a-1] && free(a-1) && !walled(a) {
					a--
				}
				for b+1 < cols && d.realTop[(r+1)*cols+b+1] && free(b+1) && !walled(b+1) {
					b++
				}
				for x := a; x <= u.c0; x++ {
					for y := u.c1; y <= b; y++ {
						if o := off(x, y); o < bestOff-0.5 || o < bestOff+0.5 && y-x > b1-b0 {
							b0, b1, bestOff = x, y, min(o, bestOff)
						}
					}
				}
			} else {
				for x := u.c0; x >= 0 && (x == u.c0 || free(x) && !walled(x+1)); x-- {
					for y := u.c1; y < cols && (y == u.c1 || free(y) && !walled(y)); y++ {
						if o := off(x, y); o < bestOff-2 {
							b0, b1, bestOff = x, y, o
						}
					}
				}
			}
			if b1 > b0 {
				for c := b0; c <= b1; c++ {
					taken[r][c] = true
					if c > b0 {
						d.left[r*(cols+1)+c] = false
					}
				}
			}
		}
	}
	// A column without any header text goes to the neighbour whose text stands
	// over the middle of both.
	for c := range cols {
		if headed[c] {
			continue
		}
		for _, n := range [2]int{c - 1, c + 1} {
			if n < 0 || n >= cols || !headed[n] {
				continue
			}
			var x0, x1 = math.Inf(1), math.Inf(-1)
			single := true
			for r := range units {
				for _, u := range units[r] {
					if u.c0 <= n && n <= u.c1 {
						single = single && u.c0 == u.c1
						x0, x1 = min(x0, u.x0), max(x1, u.x1)
					}
				}
			}
			a, b := min(c, n), max(c, n)
			mid := (x0 + x1) / 2
			lone := math.Abs((d.xs[n]+d.xs[n+1])/2 - mid)
			both := math.Abs((d.xs[a]+d.xs[b+1])/2 - mid)
			if !single || both > lone-2 {
				continue
			}
			for r := range d.headRows {
				if !d.realLeft[r*(cols+1)+b] {
					d.left[r*(cols+1)+b] = false
				}
			}
			for r := 1; r < d.headRows; r++ {
				if !d.realTop[r*cols+a] && !d.realTop[r*cols+b] {
					d.top[r*cols+c] = false
				}
			}
			headed[c] = true
			break
		}
	}
	// Columns with one text in the header below any spanning one: it fills
	// the rows that no line parts.
	for c := range cols {
		from := 0
		for r := range d.headRows {
			if taken[r][c] {
				from = r + 1
			}
		}
		for r := from + 1; r < d.headRows; r++ {
			if !d.realTop[r*cols+c] && !crossed[(r-1)*(cols+1)+c] {
				d.top[r*cols+c] = false
			}
		}
	}
}

// spannerAt returns the spanning text that stands in header row r over the
// given columns.
func (d *divider) spannerAt(c0, c1, r int) *spanner {
	for i := range d.spanners {
		if s := &d.spanners[i]; d.slotRow(s.midY) == r && s.c0 <= c0 && c1 <= s.c1 {
			return s
		}
	}
	return nil
}
