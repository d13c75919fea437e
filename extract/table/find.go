package table

import (
	"math"
	"slices"

	"shihyo/extract/finding"
	"shihyo/extract/page"
)

// How the tables of a page are found. Candidates come from two sides: regions
// that lines or shading bound, and then, among the text that none of these
// holds, sections whose rows keep columns. Each is divided into a grid, and each
// grid is judged (see judge.go); only what is judged a table is kept. What is
// not still has a say: texts over a drawing make no table, nor do texts inside a
// frame together with texts outside.

// find collects the grids of the page's tables. Capped tells that lines had to be
// left out.
func (b *builder) find(capped bool) {
	ix := newWordIndex(textWords(b.page, b.words, b.memory), b.memory)
	b.index = ix
	rs := regions(b.h, b.v, ix)
	capped = capped || ix.work <= 0
	ix.work = maxWork
	drawn := drawings(b.page, b.marks, b.h, b.v)
	loose, frames := b.ruled(rs, ix, &drawn)
	b.unruled(ix, loose, frames, drawn)
	if capped || ix.work <= 0 {
		b.layout.Findings = append(b.layout.Findings, place(finding.New(TooManyRules, len(b.page.Rules)+len(b.page.Fills)), b.page, page.Box{X1: b.page.Width, Bottom: b.page.Height}))
	}
}

// ruled takes the tables among the regions that lines bound. It returns the
// horizontals and the frames that make none; regions that are drawings are added
// to drawn.
func (b *builder) ruled(rs []*region, ix *wordIndex, drawn *[]page.Box) (loose []ruling, frames []page.Box) {
	const most = 300 // regions parted by their texts; a page of more is a drawing
	var areas []page.Box
	if len(rs) <= most {
		rs = parted(rs, func(i int, r *region) []*region {
			areas = others(areas[:0], rs, i)
			return r.byBlocks(ix, areas)
		})
	}
	for _, r := range rs {
		r.memory = b.memory
	}
	grids := make([]*grid, len(rs))
	var siblings [][]float64
	for i, r := range rs {
		if r.hold(ix.within(r.box)); len(r.words) == 0 {
			continue
		}
		r.dropMargins()
		areas = others(areas[:0], rs, i)
		r.extend(b.h, ix, areas)
		r.siblings = siblings
		g := b.gridOf(r)
		if g != nil {
			if top, bottom, ok := r.ownRows(g); ok {
				r.clip(page.Box{X0: r.box.X0, Top: top, X1: r.box.X1, Bottom: bottom})
				r.hold(ix.within(r.box))
				r.dropMargins()
				g = b.gridOf(r)
			}
		}
		if g == nil {
			if len(r.v) > 1 && len(r.h) > 1 {
				frames = append(frames, r.box)
			}
			continue
		}
		j := b.judged(g, r, ix)
		if len(g.xs) > 3 && len(siblings) < 20 {
			siblings = append(siblings, g.xs)
		}
		switch {
		case j.Table:
			grids[i] = g
		case j.drawn():
			*drawn = append(*drawn, r.box)
		default:
			frames = append(frames, g.frames(r.words, b.memory)...)
			if s := b.strip(r, ix); s != nil {
				b.strips = append(b.strips, s)
			}
		}
	}
	b.adopt(rs, grids, ix)
	oneEach(grids)
	for i, r := range rs {
		if g := grids[i]; g != nil {
			b.grids = append(b.grids, g)
			continue
		}
		for _, l := range r.h {
			if !l.soft {
				loose = append(loose, l)
			}
		}
	}
	return loose, frames
}

// parted returns what f makes of the regions.
func parted(rs []*region, f func(int, *region) []*region) []*region {
	var out []*region
	for i, r := range rs {
		out = append(out, f(i, r)...)
	}
	return out
}

// oneEach drops of two grids that claim the same area the less sure, unless one
// stands in a cell of the other.
func oneEach(grids []*grid) {
	const most = 300 // grids compared; pages of more are not of this kind
	var kept []int
	for i, g := range grids {
		if g == nil || len(kept) > most {
			continue
		}
		for n, k := range kept {
			a, b := grids[k].box(), g.box()
			w, h := min(a.X1, b.X1)-max(a.X0, b.X0), min(a.Bottom, b.Bottom)-max(a.Top, b.Top)
			if w <= 0 || h <= 0 || 2*w*h < min(a.Width()*a.Height(), b.Width()*b.Height()) || grids[k].nests(b) || g.nests(a) {
				continue
			}
			if grids[k].sure >= g.sure && len(grids[k].cells) >= len(g.cells) {
				grids[i] = nil
			} else {
				grids[k] = nil
				kept = slices.Delete(kept, n, n+1)
			}
			break
		}
		if grids[i] != nil {
			kept = append(kept, i)
		}
	}
}

// nests reports whether a box lies in one cell of the grid.
func (g *grid) nests(b page.Box) bool {
	for _, c := range g.cells {
		box := g.cellBox(c)
		if b.X0 > box.X0-touchTol && b.X1 < box.X1+touchTol && b.Top > box.Top-touchTol && b.Bottom < box.Bottom+touchTol {
			return true
		}
	}
	return false
}

// unruled takes the tables that white alone makes of the rest of the text.
func (b *builder) unruled(ix *wordIndex, loose []ruling, frames, drawn []page.Box) {
	words := unclaimed(ix.words, b.grids, labelled(drawn, ix))
	var candidates []*region
	for _, part := range framed(words, frames) {
		for _, column := range gutters(part, gutterDepth, b.memory) {
			candidates = append(candidates, freeRegions(column, loose)...)
		}
	}
	for _, r := range candidates {
		r.memory = b.memory
		if g := divide(r); g != nil && b.judged(g, r, ix).Table {
			b.grids = append(b.grids, g)
		}
	}
}

// ownRows returns from where to where the rows of a table reach in a grid, ok
// where that is less than all: a title or a source over its whole width, at its
// top or bottom, that no drawn line bounds at its sides is none of them, nor a row
// or two beyond such a text.
func (r *region) ownRows(g *grid) (top, bottom float64, ok bool) {
	const few = 2 // rows beyond a text that are not the table's
	sided := func(y float64) bool {
		return slices.ContainsFunc(r.v, func(v ruling) bool { return !v.soft && v.lo < y && v.hi > y })
	}
	byCell := g.byCell(r.words)
	texts := make([]int, g.rows())
	whole := make([]bool, g.rows()) // a text over the whole width
	for k, c := range g.cells {
		if len(byCell[k]) == 0 {
			continue
		}
		for r := c.r0; r < c.r1; r++ {
			if texts[r]++; g.titled(r) {
				continue
			}
			whole[r] = whole[r] || c.c0 == 0 && c.c1 == g.cols() && c.r1 == c.r0+1 && !sided((g.ys[r]+g.ys[r+1])/2)
		}
	}
	from, to := 0, g.rows()
	for n, r := 0, 0; r < g.rows() && n <= few; r++ {
		if whole[r] {
			from, n = r+1, 0
		} else if texts[r] > 1 {
			n++
		}
	}
	for n, r := 0, g.rows()-1; r >= from && n <= few; r-- {
		if whole[r] {
			to, n = r, 0
		} else if texts[r] > 1 {
			n++
		}
	}
	if to-from < 2 || from == 0 && to == g.rows() {
		return 0, 0, false
	}
	return g.ys[from], g.ys[to], true
}

// clip cuts a region off at the sides of a box.
func (r *region) clip(box page.Box) {
	r.box = box
	r.core = page.Box{X0: max(r.core.X0, box.X0), Top: max(r.core.Top, box.Top), X1: min(r.core.X1, box.X1), Bottom: min(r.core.Bottom, box.Bottom)}
	within := func(rs []ruling, lo, hi, from, to float64) []ruling {
		rs = slices.DeleteFunc(rs, func(l ruling) bool { return l.at < lo-snapWidth || l.at > hi+snapWidth })
		for i := range rs {
			rs[i].lo, rs[i].hi = max(rs[i].lo, from), min(rs[i].hi, to)
		}
		return slices.DeleteFunc(rs, func(l ruling) bool { return l.hi-l.lo < minRuling })
	}
	r.h = within(r.h, box.Top, box.Bottom, box.X0, box.X1)
	r.v = within(r.v, box.X0, box.X1, box.Top, box.Bottom)
	r.closed = r.closed && isClosed(&component{h: r.h, v: r.v, box: r.box})
}

// dropMargins takes away what the shading of a panel adds around the drawn lines of
// a table: margins without text.
func (r *region) dropMargins() {
	var drawn []page.Box
	for _, l := range r.h {
		if lo, hi := max(l.lo, l.inkLo), min(l.hi, l.inkHi); lo < hi && !l.soft {
			drawn = append(drawn, page.Box{X0: lo, Top: l.at, X1: hi, Bottom: l.at})
		}
	}
	for _, l := range r.v {
		if lo, hi := max(l.lo, l.inkLo), min(l.hi, l.inkHi); lo < hi && !l.soft {
			drawn = append(drawn, page.Box{X0: l.at, Top: lo, X1: l.at, Bottom: hi})
		}
	}
	if len(drawn) == 0 || len(drawn) == len(r.h)+len(r.v) {
		return
	}
	hull := drawn[0]
	for _, d := range drawn[1:] {
		hull = hull.Union(d)
	}
	box := r.box
	blank := func(b page.Box) bool {
		return !slices.ContainsFunc(r.words, func(w *tword) bool { return w.X0 < b.X1 && w.X1 > b.X0 && w.midY() > b.Top && w.midY() < b.Bottom })
	}
	if blank(page.Box{X0: box.X0, Top: box.Top, X1: hull.X0, Bottom: box.Bottom}) {
		box.X0 = hull.X0
	}
	if blank(page.Box{X0: hull.X1, Top: box.Top, X1: box.X1, Bottom: box.Bottom}) {
		box.X1 = hull.X1
	}
	if blank(page.Box{X0: box.X0, Top: box.Top, X1: box.X1, Bottom: hull.Top}) {
		box.Top = hull.Top
	}
	if blank(page.Box{X0: box.X0, Top: hull.Bottom, X1: box.X1, Bottom: box.Bottom}) {
		box.Bottom = hull.Bottom
	}
	if box != r.box {
		r.clip(box)
	}
}

// judged judges a grid and keeps a note of it.
func (b *builder) judged(g *grid, r *region, ix *wordIndex) Judged {
	const most = 1000 // notes kept of a page
	j := b.judge(g, r, ix)
	g.sure = j.sure()
	if len(b.layout.Judged) < most {
		b.layout.Judged = append(b.layout.Judged, j)
	}
	return j
}

// gridOf makes the grid of a region, nil when it holds none.
func (b *builder) gridOf(r *region) *grid {
	c := component{h: r.h, v: r.v, box: r.box}
	g := latticeGrid(&c, r.words)
	if g != nil && r.closed && r.box == r.core {
		if byCell := g.byCell(r.words); !compound(g, r, byCell) {
			g.closed = true
			g.mend(r, byCell)
			return g
		}
	}
	if d := divide(r); d != nil {
		return d
	}
	return g
}

// adopt takes the ruled grids of one row or one column for tables where the page
// shows that they are: the row has the columns of a table above or below, or is what
// a wide table of the page before left over, with no text above it; the column has
// the rows of a table beside it. By itself such a grid may as well be a frame or a
// form.
func (b *builder) adopt(rs []*region, grids []*grid, ix *wordIndex) {
	var full []*grid
	for _, g := range grids {
		if g != nil && g.closed && len(full) < 50 {
			full = append(full, g)
		}
	}
	for i, r := range rs {
		if grids[i] != nil || r.soft || len(r.words) == 0 ||
			ix.words[0].midY() < r.box.Top-gridOff && !slices.ContainsFunc(full, func(f *grid) bool { return sameReach(f.box(), r.box) }) {
			continue // as most: neither at the top of the page nor in line with a table
		}
		g := latticeGrid(&component{h: r.h, v: r.v, box: r.box}, r.words)
		if g == nil || g.rows() > 1 && g.cols() > 1 {
			continue
		}
		if !g.texts(r.words) && !slices.ContainsFunc(full, func(f *grid) bool { return g.below(f) }) {
			continue
		}
		like := b.leftOver(g, r, ix) || slices.ContainsFunc(full, func(f *grid) bool {
			if g.rows() == 1 {
				return g.cols() >= 3 && sameBorders(f.xs, g.xs)
			}
			apart := g.xs[0] > f.xs[len(f.xs)-1] || g.xs[1] < f.xs[0]
			return apart && commonBorders(f.ys, g.ys)
		})
		if like {
			g.closed, g.sure = true, 1
			grids[i] = g
		}
	}
}

// gridOff is by how many points the sides of a grid may stand off those of the lines it
// is made of.
const gridOff = 2*snapWidth + thinStrip

// sameReach reports whether two boxes reach from and to the same x, or the same height,
// give or take gridOff.
func sameReach(a, b page.Box) bool {
	same := func(x, y float64) bool { return math.Abs(x-y) <= gridOff }
	return same(a.X0, b.X0) && same(a.X1, b.X1) || same(a.Top, b.Top) && same(a.Bottom, b.Bottom)
}

// below reports whether a row of cells stands close below another grid and has its
// columns, as the last sum of a table may.
func (g *grid) below(f *grid) bool {
	gap := g.ys[0] - f.ys[len(f.ys)-1]
	return g.rows() == 1 && gap >= 0 && gap < blankGap && sameBorders(f.xs, g.xs)
}

// leftOver reports whether a wide grid of one row is what a table of the page before
// left over: no text stands above it, and it holds a figure or a text of some lines,
// as no boxes for stamps do.
func (b *builder) leftOver(g *grid, r *region, ix *wordIndex) bool {
	const cells, lines = 3, 3
	if g.rows() != 1 || g.cols() < cells || g.box().Width() < b.page.Width/2 || ix.words[0].midY() < g.ys[0] {
		return false
	}
	return slices.ContainsFunc(g.contents(r.words, b.memory), func(h held) bool { return h.isFigure() || h.lines >= lines })
}

// texts reports whether all cells of the grid, or all but one of many, have text.
func (g *grid) texts(words []*tword) bool {
	empty := 0
	for _, filled := range g.filled(words) {
		if !filled {
			empty++
		}
	}
	return empty == 0 || empty == 1 && len(g.cells) > 3
}

// sameBorders reports whether two grids have the same borders along an axis.
func sameBorders(a, b []float64) bool {
	return len(a) == len(b) && commonBorders(a, b)
}

// commonBorders reports whether b has the outer borders of a, and inside only
// borders that a has.
func commonBorders(a, b []float64) bool {
	near := func(x, y float64) bool { return math.Abs(x-y) <= snapWidth }
	if !near(a[0], b[0]) || !near(a[len(a)-1], b[len(b)-1]) {
		return false
	}
	for _, y := range b {
		if !near(a[nearest(a, y)], y) {
			return false
		}
	}
	return true
}

// others appends the boxes of the regions but i that have an area.
func others(out []page.Box, rs []*region, i int) []page.Box {
	if len(rs) > 2000 {
		return out
	}
	for k, r := range rs {
		if k != i && r.box.Height() > 2*snapWidth && r.box.Width() > 2*snapWidth {
			out = append(out, r.box)
		}
	}
	return out
}
