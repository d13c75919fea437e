package table

import (
	"math"
	"slices"

	"shihyo/extract/finding"
	"shihyo/extract/page"
)

// Build finds the tables of a page. It never fails: what it cannot make sense
// of becomes a finding.
func Build(p *page.Page) *Layout {
	if turn := mainTurn(p); turn != page.Upright {
		t := turner{turn, p.Width, p.Height}
		l := build(t.page(p))
		t.layout(l)
		return l
	}
	return build(p)
}

// build grids a page whose text reads upright.
func build(p *page.Page) *Layout {
	l := &Layout{Page: p.Number, Width: p.Width, Height: p.Height}
	b := builder{page: p, layout: l}
	b.run()
	return l
}

// builder holds what the steps of Build share.
type builder struct {
	page   *page.Page
	layout *Layout
	grids  []*grid
	owner  []int32  // glyph → grid, -1 for none
	h, v   []ruling // the page's horizontals and verticals
	words  []page.Word
}

func (b *builder) run() {
	h, v, capped := rulings(b.page)
	b.h, b.v = h, v
	b.words = page.Words(b.page.Glyphs, nil, wordCut)
	ix := newWordIndex(textWords(b.page, b.words))
	rs := regions(h, v, ix)
	if capped || ix.work <= 0 {
		b.layout.Findings = append(b.layout.Findings, place(finding.New(TooManyRules, len(b.page.Rules)+len(b.page.Fills)), b.page, page.Box{X1: b.page.Width, Bottom: b.page.Height}))
	}
	ix.work = maxWork
	var loose []ruling   // horizontals that make no table by themselves
	var drawn []page.Box // drawings: their labels make no table either
	// Drawings first: what lies over one is a chart too.
	grids := make([]*grid, len(rs))
	drawing := make([]bool, len(rs))
	var siblings [][]float64
	for i, r := range rs {
		if r.words = ix.within(r.box); len(r.words) == 0 {
			continue
		}
		r.extend(ix, others(rs, i))
		r.siblings = siblings
		g := b.gridOf(r)
		if g == nil {
			continue
		}
		if r.plotted(ix) {
			drawing[i] = true
			continue
		}
		if len(g.xs) > 3 && len(siblings) < 20 {
			siblings = append(siblings, g.xs)
		}
		if g.filled(r.words) && (r.ruled(g) || tabular(g, r.words)) {
			grids[i] = g
		} else {
			drawing[i] = len(g.cells) > 3 && len(r.v) > 0
		}
	}
	adopt(rs, grids)
	for i, r := range rs {
		if grids[i] == nil && drawing[i] {
			drawn = append(drawn, r.box)
		}
	}
	for i, r := range rs {
		if g := grids[i]; g != nil && !over(g.box(), drawn) {
			b.grids = append(b.grids, g)
			continue
		}
		for _, l := range r.h {
			if !l.soft {
				loose = append(loose, l)
			}
		}
	}
	// The names of axes and the legend stand around a drawing.
	for i := range drawn {
		drawn[i].Top -= 20
		drawn[i].Bottom += 45
	}
	for _, r := range freeRegions(unclaimed(ix.words, b.grids, drawn), loose) {
		if g := divide(r); g != nil && tabular(g, r.words) && !over(g.box(), drawn) {
			b.grids = append(b.grids, g)
		}
	}
	b.assign()
	b.emit()
}

// gridOf makes the grid of a region, nil when it holds none.
func (b *builder) gridOf(r *region) *grid {
	c := component{h: r.h, v: r.v, box: r.box}
	g := latticeGrid(&c, r.words)
	if g != nil && r.closed && r.box == r.core && !compound(g, r) {
		g.closed = true
		g.mend(r.words)
		return g
	}
	if d := divide(r); d != nil {
		return d
	}
	return g
}

// adopt takes the ruled grids of one row or one column for tables where another
// table of the page shows that they are: the row has the columns of one above or
// below, the column has the rows of one beside it. By itself such a grid may as
// well be a frame or a form.
func adopt(rs []*region, grids []*grid) {
	var full []*grid
	for _, g := range grids {
		if g != nil && g.closed && len(full) < 50 {
			full = append(full, g)
		}
	}
	if len(full) == 0 {
		return
	}
	for i, r := range rs {
		if grids[i] != nil || r.soft || len(r.words) == 0 {
			continue
		}
		g := latticeGrid(&component{h: r.h, v: r.v, box: r.box}, r.words)
		if g == nil || g.rows() > 1 && g.cols() > 1 || !g.texts(r.words) {
			continue
		}
		like := slices.ContainsFunc(full, func(f *grid) bool {
			if g.rows() == 1 {
				return g.cols() >= 3 && sameBorders(f.xs, g.xs)
			}
			apart := g.xs[0] > f.xs[len(f.xs)-1] || g.xs[1] < f.xs[0]
			return apart && commonBorders(f.ys, g.ys)
		})
		if like {
			g.closed = true
			grids[i] = g
		}
	}
}

// texts reports whether all cells of the grid, or all but one of many, have text.
func (g *grid) texts(words []tword) bool {
	seen := map[int]bool{}
	for i := range words {
		if k := g.at(words[i].midX(), words[i].midY()); k >= 0 {
			seen[k] = true
		}
	}
	return len(seen) == len(g.cells) || len(g.cells) > 3 && len(seen) == len(g.cells)-1
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

// over reports whether drawings take up a good part of a box.
func over(b page.Box, drawn []page.Box) bool {
	sum := 0.0
	for _, d := range drawn {
		w := min(b.X1, d.X1) - max(b.X0, d.X0)
		h := min(b.Bottom, d.Bottom) - max(b.Top, d.Top)
		if w > 0 && h > 0 {
			sum += w * h
		}
	}
	return sum > 0.3*b.Width()*b.Height()
}

// plotted reports whether the lines are those of a chart: figures stand at their
// ends, at the height of the lines, as the labels of an axis do. The texts of a
// table stand between its lines.
func (r *region) plotted(ix *wordIndex) bool {
	const (
		reach  = 40.0 // labels stand this near to their lines
		middle = 0.2  // their middles miss the lines by less than this share of their height
	)
	var lines []ruling
	for _, l := range r.h {
		if !l.soft && l.length() > r.box.Width()/2 {
			lines = append(lines, l)
		}
	}
	slices.SortFunc(lines, func(a, b ruling) int { return cmp2(a.at, b.at, a.lo, b.lo) })
	lines = slices.CompactFunc(lines, func(a, b ruling) bool { return math.Abs(b.at-a.at) <= snapWidth })
	if len(lines) < 3 {
		return false
	}
	left, right := 0, 0
	for _, l := range lines {
		atLeft, atRight := false, false
		for _, w := range ix.within(page.Box{X0: l.lo - reach, Top: l.at - 5, X1: l.hi + reach, Bottom: l.at + 5}) {
			if w.numeric && math.Abs(w.midY()-l.at) < middle*w.Height() {
				atLeft = atLeft || w.X1 <= l.lo+touchTol
				atRight = atRight || w.X0 >= l.hi-touchTol
			}
		}
		if atLeft {
			left++
		}
		if atRight {
			right++
		}
	}
	labels := max(left, right)
	return labels >= 3 && labels*5 >= len(lines)*3
}

// others returns the boxes of the regions but i that have an area.
func others(rs []*region, i int) []page.Box {
	if len(rs) > 2000 {
		return nil
	}
	var out []page.Box
	for k, r := range rs {
		if k != i && r.box.Height() > 2*snapWidth && r.box.Width() > 2*snapWidth {
			out = append(out, r.box)
		}
	}
	return out
}

// filled reports whether the grid has text in several cells, in two rows and two
// columns at least. A frame around a text and an empty form have not.
func (g *grid) filled(words []tword) bool {
	if g.rows() < 2 || g.cols() < 2 {
		return false
	}
	seen := map[int]bool{}
	for i := range words {
		if k := g.at(words[i].midX(), words[i].midY()); k >= 0 {
			seen[k] = true
		}
	}
	rows, cols := map[int]bool{}, map[int]bool{}
	for k := range seen {
		rows[g.cells[k].r0], cols[g.cells[k].c0] = true, true
	}
	if len(g.cells) >= 12 && len(seen)*4 < len(g.cells) {
		return false // the grid of a chart, a form to fill in
	}
	if g.ragged() {
		return false // bars of a chart
	}
	return len(seen) >= 3 && len(rows) >= 2 && len(cols) >= 2
}

// ragged reports whether the borders between rows, or between columns, are each
// that of few cells only, as the ends of bars are. The rows of a table end
// together but for merged cells.
func (g *grid) ragged() bool {
	share := func(borders, across int, ends func(rect) (at, from, to int)) bool {
		if borders < 6 {
			return false
		}
		covered := 0
		for _, c := range g.cells {
			if at, from, to := ends(c); at > 0 && !c.cut {
				covered += to - from
			}
		}
		return covered*10 < borders*across*3
	}
	return share(g.rows()-1, g.cols(), func(c rect) (int, int, int) { return c.r0, c.c0, c.c1 }) ||
		share(g.cols()-1, g.rows(), func(c rect) (int, int, int) { return c.c0, c.r0, c.r1 })
}

// assign gives every glyph to the innermost grid that holds its centre.
func (b *builder) assign() {
	slices.SortFunc(b.grids, func(x, y *grid) int {
		bx, by := x.box(), y.box()
		return cmp2(bx.Width()*bx.Height(), by.Width()*by.Height(), bx.Top, by.Top)
	})
	b.owner = make([]int32, len(b.page.Glyphs))
	boxes := make([]page.Box, len(b.grids))
	for i, g := range b.grids {
		boxes[i] = g.box()
	}
	for i := range b.page.Glyphs {
		g := &b.page.Glyphs[i]
		b.owner[i] = -1
		cx, cy := centre(g)
		for k := range boxes {
			if boxes[k].Contains(cx, cy) {
				b.owner[i] = int32(k)
				break
			}
		}
	}
}

// centre is the point by which a glyph is given to a cell: the middle of its
// advance, at the height where its ink is.
func centre(g *page.Glyph) (x, y float64) {
	return (g.X0 + g.X1) / 2, (g.Top + g.Bottom) / 2
}

// emit turns grids into tables and the remaining glyphs into lines.
func (b *builder) emit() {
	glyphs := b.page.Glyphs
	byCell := make([][][]int32, len(b.grids))
	for k, g := range b.grids {
		byCell[k] = make([][]int32, len(g.cells))
	}
	var free []int32
	cells := make([]int32, len(glyphs))
	for i := range glyphs {
		if k := b.owner[i]; k >= 0 {
			cx, cy := centre(&glyphs[i])
			cells[i] = int32(b.grids[k].at(cx, cy))
		}
	}
	b.keepRuns(cells)
	for i := range glyphs {
		k := b.owner[i]
		if k < 0 {
			free = append(free, int32(i))
			continue
		}
		byCell[k][cells[i]] = append(byCell[k][cells[i]], int32(i))
	}
	used := 0
	count := func(ids []int32) {
		for _, i := range ids {
			if !glyphs[i].Blank() {
				used++
			}
		}
	}
	for k, g := range b.grids {
		t, ok := b.table(g, byCell[k])
		for _, ids := range byCell[k] {
			if ok {
				count(ids)
			} else {
				free = append(free, ids...)
			}
		}
		if ok {
			b.layout.Tables = append(b.layout.Tables, t)
		}
	}
	if len(free) > 0 {
		slices.Sort(free)
		for _, l := range page.Lines(glyphs, free, 0) {
			count(l.Glyphs)
			b.layout.Lines = append(b.layout.Lines, Line{Text: l.Text, Box: l.Box, Size: l.Size, Bold: l.Bold, Vertical: l.Vertical})
		}
	}
	b.recount(used)
	orderTables(b.layout.Tables)
	slices.SortStableFunc(b.layout.Lines, func(x, y Line) int { return cmp2(x.Box.Top, y.Box.Top, x.Box.X0, y.Box.X0) })
	for i := range b.layout.Tables {
		t := &b.layout.Tables[i]
		t.OpenTop = t.OpenTop && i == 0
		t.OpenBottom = t.OpenBottom && i == len(b.layout.Tables)-1
	}
}

// keepRuns gives a number or word that runs over a cell's side to the cell of
// most of its characters: it was too long for its own. Where the neighbour has a
// text of its own only one or two of many are moved, since no one could tell
// whose the characters are; such cells are doubted in any case.
func (b *builder) keepRuns(cells []int32) {
	glyphs := b.page.Glyphs
	held := map[[2]int32]int{} // visible glyphs by grid and cell
	for i := range glyphs {
		if b.owner[i] >= 0 && !glyphs[i].Blank() {
			held[[2]int32{b.owner[i], cells[i]}]++
		}
	}
	for i := range b.words {
		w := &b.words[i]
		if w.Dir != 0 || len(w.Glyphs) < 2 {
			continue
		}
		for from := 0; from < len(w.Glyphs); {
			to := from + 1
			for to < len(w.Glyphs) && glyphs[w.Glyphs[to]].X0-glyphs[w.Glyphs[to-1]].X1 < 0.12*w.Size {
				to++
			}
			b.keepRun(w.Glyphs[from:to], cells, held)
			from = to
		}
	}
}

func (b *builder) keepRun(run, cells []int32, held map[[2]int32]int) {
	k := b.owner[run[0]]
	if k < 0 {
		return
	}
	g := b.grids[k]
	count := map[int32]int{}
	across := false
	for _, i := range run {
		if b.owner[i] != k {
			return
		}
		if len(count) == 0 || count[cells[i]] == 0 {
			if len(count) > 2 {
				return
			}
		}
		count[cells[i]]++
		gl := &b.page.Glyphs[i]
		c := g.cellBox(g.cells[cells[i]])
		slack := 0.15 * gl.Width()
		across = across || gl.X0 < c.X0-slack || gl.X1 > c.X1+slack
	}
	if len(count) != 2 || !across {
		return
	}
	best := cells[run[0]]
	for c, n := range count {
		if n > count[best] {
			best = c
		}
	}
	for c, n := range count {
		if c != best && held[[2]int32{k, c}] > n && (n > 2 || 3*n > len(run)) {
			return
		}
	}
	for _, i := range run {
		cells[i] = best
	}
}

// orderTables puts tables in reading order: bands from top to bottom, and
// within a band from left to right. Tables that overlap in height share a band.
func orderTables(ts []Table) {
	slices.SortStableFunc(ts, func(x, y Table) int { return cmp2(x.Box.Top, y.Box.Top, x.Box.X0, y.Box.X0) })
	for from := 0; from < len(ts); {
		to, bottom := from+1, ts[from].Box.Bottom
		for to < len(ts) && ts[to].Box.Top < bottom-0.3*min(ts[to].Box.Height(), bottom-ts[from].Box.Top) {
			bottom = max(bottom, ts[to].Box.Bottom)
			to++
		}
		band := ts[from:to]
		// Columns of tables within the band: left to right, and in each from
		// top to bottom.
		slices.SortStableFunc(band, func(x, y Table) int {
			if x.Box.X1 <= y.Box.X0+1 {
				return -1
			}
			if y.Box.X1 <= x.Box.X0+1 {
				return 1
			}
			return cmp2(x.Box.Top, y.Box.Top, x.Box.X0, y.Box.X0)
		})
		from = to
	}
}

// table makes the table of a grid; false when it holds no text.
func (b *builder) table(g *grid, byCell [][]int32) (Table, bool) {
	t := Table{Page: b.page.Number, Box: g.box(), Rows: g.rows(), Cols: g.cols(), Ruled: g.ruled}
	filled := 0
	for i, c := range g.cells {
		cell := Cell{Row: c.r0, Col: c.c0, RowSpan: c.r1 - c.r0, ColSpan: c.c1 - c.c0, Box: g.cellBox(c)}
		setText(&cell, b.page.Glyphs, byCell[i])
		if cell.Text != "" {
			filled++
		}
		t.Cells = append(t.Cells, cell)
	}
	if filled == 0 {
		return t, false
	}
	b.describe(&t, g, byCell)
	return t, true
}

// setText sets a cell's lines and text from its glyphs.
func setText(c *Cell, glyphs []page.Glyph, ids []int32) {
	if len(ids) == 0 {
		return
	}
	lines := page.Lines(glyphs, ids, -1)
	vertical := 0
	bold := 0
	for i := range lines {
		l := &lines[i]
		c.Lines = append(c.Lines, Line{Text: l.Text, Box: l.Box, Size: l.Size, Bold: l.Bold, Vertical: l.Vertical})
		if l.Vertical {
			vertical++
		}
		if l.Bold {
			bold++
		}
	}
	c.Vertical = vertical*2 > len(lines)
	c.Bold = bold*2 > len(lines)
	measure := c.Box.Width() - 4
	if c.Vertical {
		measure = c.Box.Height() - 4
	}
	c.Text = page.Join(glyphs, lines, measure)
}
