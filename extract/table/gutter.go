package table

import (
	"math"
	"slices"

	"shihyo/extract/page"
)

// How a page set in columns is told from a table. Both have white that runs down
// between texts. On the two sides of a gutter, though, stand texts that have
// nothing to do with one another: each side is prose that fills its lines, or a
// table by itself, and where it is not prose on both sides the lines of one do
// not stand at the heights of the other's. Two tables may be in step all the same;
// then the row lines of both end at the white between them.

const (
	gutterRows  = 5    // rows beside a gutter, on either side
	gutterWidth = 0.9  // em
	gutterTries = 40   // places tried on a page
	fewRows     = 3    // fewer rows beside one another tell nothing of whether they keep step
	gutterDepth = 3    // columns of a page are parted so often
	proseShare  = 0.45 // of a side's lines that fill it, for prose
)

// gutter is white between two columns of a page, left of x.
type gutter struct {
	x, top, bottom float64
	prose          bool // with lines of prose on both sides
}

// gutters parts words at the gutters between columns of the page.
func gutters(words []*tword, depth int, m *memory) [][]*tword {
	parts, _ := partAtGutters(words, depth, m)
	return parts
}

// partAtGutters parts words at the gutters between columns of the page, of columns
// within columns as deep as told, and returns the gutters too. It works in the memory
// given.
func partAtGutters(words []*tword, depth int, m *memory) (parts [][]*tword, at []gutter) {
	if depth == 0 || len(words) < 4*gutterRows {
		return [][]*tword{words}, nil
	}
	rows := rowsOf(words, sameRow)
	for _, x := range leftEdges(words) {
		for _, run := range clearRuns(rows, x) {
			a, b := &m.sides[0], &m.sides[1]
			if halves(rows[run[0]:run[1]], x, a, b); len(a.rows) < gutterRows || len(b.rows) < gutterRows {
				continue
			}
			a.read()
			b.read()
			if !unrelated(a, b) {
				continue
			}
			at = append(at, gutter{x, rows[run[0]].Top, rows[run[1]-1].Bottom, a.lines() >= fewRows && b.lines() >= fewRows})
			var rest, l, r []*tword
			for i := range rows {
				switch {
				case i < run[0] || i >= run[1]:
					rest = append(rest, rows[i].words...)
				default:
					for _, w := range rows[i].words {
						if w.X0 < x-1 {
							l = append(l, w)
						} else {
							r = append(r, w)
						}
					}
				}
			}
			for _, part := range [3][]*tword{rest, l, r} {
				if len(part) > 0 {
					more, inner := partAtGutters(part, depth-1, m)
					parts, at = append(parts, more...), append(at, inner...)
				}
			}
			return parts, at
		}
	}
	return [][]*tword{words}, nil
}

// pageGutters returns the gutters of the page.
func (ix *wordIndex) pageGutters() []gutter {
	if !ix.hasGutters {
		_, ix.gutters = partAtGutters(ix.words, gutterDepth, ix.memory)
		ix.hasGutters = true
	}
	return ix.gutters
}

// addGutters adds gutters that lines show to those of the page.
func (ix *wordIndex) addGutters(gs []gutter) {
	if len(gs) > 0 {
		ix.gutters = append(ix.pageGutters(), gs...)
	}
}

// lineGutters returns the gutters between two tables whose row lines stand at about
// the same heights: the lines of both end at the same white again and again, and on
// either side a row has its label and its figures over one line, or the lines are out
// of step. They reach as far as nothing stands across that white.
func lineGutters(h []ruling, ix *wordIndex) []gutter {
	const (
		most = 100 // places where lines end looked at; a page of more is a drawing
		near = 6   // lines of about one height looked at beside each
	)
	type pair struct{ left, right ruling }
	lines := slices.Clone(h)
	slices.SortFunc(lines, func(a, b ruling) int { return cmp2(a.at, b.at, a.lo, b.lo) })
	var ends [][]pair // of lines that end and begin again at one place, downwards
	for i := range lines {
		for j := i + 1; j < min(len(lines), i+near) && lines[j].at-lines[i].at <= snapWidth; j++ {
			l, r := lines[i], lines[j]
			if r.lo < l.lo {
				l, r = r, l
			}
			if gap := r.lo - l.hi; gap <= touchTol || gap > segGap {
				continue
			}
			k := slices.IndexFunc(ends, func(ps []pair) bool {
				return math.Abs(ps[0].left.hi-l.hi) <= touchTol && math.Abs(ps[0].right.lo-r.lo) <= touchTol
			})
			if k < 0 {
				if len(ends) == most {
					return nil
				}
				k, ends = len(ends), append(ends, nil)
			}
			ends[k] = append(ends[k], pair{l, r})
		}
	}
	var out []gutter
	for _, ps := range ends {
		l, r, bottom := ps[0].left, ps[0].right, ps[len(ps)-1].left.at
		if !outOfStep(lines, l, r) && (len(ps) < gutterRows || !ix.labelled(page.Box{X0: l.lo, X1: l.hi, Top: l.at, Bottom: bottom}) ||
			!ix.labelled(page.Box{X0: r.lo, X1: r.hi, Top: l.at, Bottom: bottom})) {
			continue
		}
		g := gutter{x: r.lo, top: math.Inf(-1), bottom: math.Inf(1)}
		across := func(lo, hi, y float64) {
			switch {
			case lo > l.hi-touchTol || hi < r.lo+touchTol:
			case y < l.at:
				g.top = max(g.top, y)
			default:
				g.bottom = min(g.bottom, y)
			}
		}
		for i := range h {
			across(h[i].lo, h[i].hi, h[i].at)
		}
		for _, w := range ix.words {
			across(w.X0, w.X1, w.midY())
		}
		if g.bottom > bottom {
			out = append(out, g)
		}
	}
	return out
}

// outOfStep reports whether, of several lines that reach from where l does to where
// it does and of those like r, there are on either side some without one beside them:
// no row line that is drawn in pieces is so.
func outOfStep(lines []ruling, l, r ruling) bool {
	const (
		least = 3   // lines on a side
		same  = 1.0 // pieces of one line differ in height by less
	)
	like := func(a, b ruling) bool { return math.Abs(a.lo-b.lo) <= touchTol && math.Abs(a.hi-b.hi) <= touchTol }
	var left, right []float64
	for _, k := range lines {
		switch {
		case like(k, l):
			left = append(left, k.at)
		case like(k, r):
			right = append(right, k.at)
		}
	}
	alone := func(a, b []float64) bool {
		return slices.ContainsFunc(a, func(y float64) bool { return math.Abs(b[nearest(b, y)]-y) > same })
	}
	return len(left) >= least && len(right) >= least && alone(left, right) && alone(right, left)
}

// labelled reports whether the rows of text in a box begin with labels and go on
// with figures.
func (ix *wordIndex) labelled(b page.Box) bool {
	s := halfPage{rows: rowsOf(ix.within(b), sameRow)}
	return s.labelled()
}

// column returns from where to where the column of the page reaches in which a box
// stands.
func (ix *wordIndex) column(b page.Box) (lo, hi float64) {
	lo, hi = -1e7, 1e7
	for _, g := range ix.pageGutters() {
		if min(g.bottom, b.Bottom)-max(g.top, b.Top) < 0.5*b.Height() {
			continue
		}
		if g.x <= b.X0+1.5 {
			lo = max(lo, g.x-1)
		}
		if g.x > b.X1-1 {
			hi = min(hi, g.x-1)
		}
	}
	return lo, hi
}

// parted reports whether a gutter of the page runs between two boxes that stand
// side by side, along most of the lower of them.
func (ix *wordIndex) parted(a, b page.Box) bool {
	if b.X0 < a.X0 {
		a, b = b, a
	}
	top, bottom := max(a.Top, b.Top), min(a.Bottom, b.Bottom)
	if top > bottom {
		top, bottom = bottom, top
	}
	return slices.ContainsFunc(ix.pageGutters(), func(g gutter) bool {
		return g.x > a.X1-1 && g.x < b.X0+1.5 && min(g.bottom, bottom)-max(g.top, top) >= 0.5*(bottom-top)
	})
}

// leftEdges returns the places at which most words begin, but for the first.
func leftEdges(words []*tword) []float64 {
	xs := make([]float64, len(words))
	for i := range words {
		xs[i] = words[i].X0
	}
	slices.Sort(xs)
	type edge struct {
		x float64
		n int
	}
	var edges []edge
	for from := 0; from < len(xs); {
		to := from + 1
		for to < len(xs) && xs[to]-xs[from] <= 1.5 {
			to++
		}
		if to-from >= gutterRows {
			edges = append(edges, edge{xs[from], to - from})
		}
		from = to
	}
	slices.SortStableFunc(edges, func(a, b edge) int { return b.n - a.n })
	var out []float64
	for _, e := range edges[:min(len(edges), gutterTries)] {
		out = append(out, e.x)
	}
	return out
}

// clearRuns returns the runs of rows, as from and to, in which no word stands
// over the white left of x.
func clearRuns(rows []row, x float64) [][2]int {
	var out [][2]int
	from := 0
	for i := 0; i <= len(rows); i++ {
		if i < len(rows) && !slices.ContainsFunc(rows[i].words, func(w *tword) bool { return w.X0 < x-1 && w.X1 > x-gutterWidth*w.size }) {
			continue
		}
		if i-from >= gutterRows {
			out = append(out, [2]int{from, i})
		}
		from = i + 1
	}
	return out
}

// halves sets the rows of what stands left and right of x in rows.
func halves(rows []row, x float64, left, right *halfPage) {
	left.rows, right.rows = left.rows[:0], right.rows[:0]
	add := func(s *halfPage, ws []*tword) {
		if len(ws) > 0 {
			s.rows = append(s.rows, row{Box: boxOf(ws), words: ws})
		}
	}
	for i := range rows {
		k := slices.IndexFunc(rows[i].words, func(w *tword) bool { return w.X0 >= x-1 })
		if k < 0 {
			k = len(rows[i].words)
		}
		add(left, rows[i].words[:k])
		add(right, rows[i].words[k:])
	}
}

// unrelated reports whether the texts on two sides have nothing to do with one
// another.
func unrelated(l, r *halfPage) bool {
	if l.prose >= proseShare && r.prose >= proseShare {
		return true
	}
	inStep := inStep(l.others, r.rows) || inStep(r.others, l.rows)
	if inStep && !(l.captioned() && r.captioned() && r.labelled()) {
		return false
	}
	return (l.prose >= proseShare || l.known()) && (r.prose >= proseShare || r.known())
}

// captioned reports whether a text over most of the width of a side stands above
// its first row of several texts.
func (s *halfPage) captioned() bool {
	lo, hi := math.Inf(1), math.Inf(-1)
	for i := range s.rows {
		lo, hi = min(lo, s.rows[i].X0), max(hi, s.rows[i].X1)
	}
	for i := range s.rows {
		r := &s.rows[i]
		if r.chunks(chunkGap) > 1 {
			return false
		}
		if r.Width() > 0.6*(hi-lo) {
			return true
		}
	}
	return false
}

// labelled reports whether the rows of a side begin with labels and go on with
// figures, as those of a table do that stands by itself. A figure with a letter
// that begins where labels do (80代) is one.
func (s *halfPage) labelled() bool {
	n, of := 0, 0
	var doubtful, labels []*tword
	for i := range s.rows {
		if cs := s.rows[i].cells(); len(cs) > 1 && s.rows[i].figures() > 0 {
			of++
			switch first := s.rows[i].words[0]; {
			case !cs[0].figure:
				n++
				labels = append(labels, first)
			case !first.figure:
				doubtful = append(doubtful, first)
			}
		}
	}
	for _, w := range doubtful {
		if slices.ContainsFunc(labels, func(l *tword) bool { return math.Abs(l.X0-w.X0) <= touchTol }) {
			n++
		}
	}
	return of >= fewRows && n*5 >= of*4
}

// halfPage is what stands on one side of a gutter.
type halfPage struct {
	rows   []row
	prose  float64 // share of the rows that fill its width, as the lines of a paragraph do
	others []row   // those that do not
}

// lines returns how many rows are lines of prose.
func (s *halfPage) lines() int { return len(s.rows) - len(s.others) }

// read reads the rows of one side.
func (s *halfPage) read() {
	const long = 14 // em
	s.others = s.others[:0]
	lo, hi := math.Inf(1), math.Inf(-1)
	for i := range s.rows {
		lo, hi = min(lo, s.rows[i].X0), max(hi, s.rows[i].X1)
	}
	for i := range s.rows {
		r := &s.rows[i]
		if em := r.words[0].size; r.X0 < lo+2*em && r.X1 > hi-1.5*em && r.Width() > long*em && r.figures()*4 < len(r.words)+2 {
			continue
		}
		s.others = append(s.others, *r)
	}
	s.prose = float64(s.lines()) / float64(len(s.rows))
}

// known reports whether most rows are lines of prose or keep columns.
func (s *halfPage) known() bool {
	if len(s.others) == 0 {
		return true
	}
	rows := levelled(s.others)
	n := 0
	for _, b := range blocks(rows) {
		n += b.to - b.from
	}
	return n*2+s.lines() >= len(rows)
}

// inStep reports whether the rows of one side stand at the heights of the
// other's.
func inStep(left, right []row) bool {
	if len(left) == 0 || len(right) == 0 {
		return false
	}
	n, of := 0, 0
	for i := range left {
		w := left[i].words[0]
		if w.base < right[0].words[0].base-w.size || w.base > right[len(right)-1].words[0].base+w.size {
			continue
		}
		of++
		if slices.ContainsFunc(right, func(r row) bool { return math.Abs(r.words[0].base-w.base) < 0.2*w.size }) {
			n++
		}
	}
	return of >= fewRows && n*2 >= of
}
