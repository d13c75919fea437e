package table

import (
	"math"
	"slices"
	"strings"
	"sync"

	"shihyo/extract/page"
)

// Build finds the tables of a page. It never fails: what it cannot make sense
// of becomes a finding.
func Build(p *page.Page) *Layout { return build(p, false) }

// BuildTables is Build without the lines of text, in tables or outside, for callers
// that want the texts of cells alone.
func BuildTables(p *page.Page) *Layout { return build(p, true) }

func build(p *page.Page, tablesOnly bool) *Layout {
	m := memories.Get().(*memory)
	defer m.done()
	turn := mainTurn(p)
	if turn == page.Upright {
		return grids(p, tablesOnly, m)
	}
	t := turner{turn, p.Width, p.Height}
	l := grids(t.page(p, m), tablesOnly, m)
	t.layout(l)
	return l
}

// grids builds the tables of a page whose text reads upright.
func grids(p *page.Page, tablesOnly bool, m *memory) *Layout {
	l := &Layout{Page: p.Number, Width: p.Width, Height: p.Height}
	b := builder{page: p, layout: l, tablesOnly: tablesOnly, memory: m, set: &m.set}
	b.run()
	return l
}

// memory is what the work on a page takes and its layout does not keep. It serves
// for one page after the other.
type memory struct {
	set         page.Setter
	turned      []page.Glyph // of a page whose text is
	shown       []bool
	owner, cell []int32
	words       []tword
	index       []*tword
	lines       []Line   // of a table
	h, v, drawn []ruling // of the page; the drawn ones among these
	sides       [2]halfPage

	held      slab[held]
	lineCells slab[lineCell]
	textLines slab[textLine]
	setLines  slab[setLine]
	wordRefs  slab[*tword]
	standings slab[standing]
	groups    slab[int32]
	cuttings  slab[cutting]
}

var memories = sync.Pool{New: func() any { return new(memory) }}

// done leaves the memory to another page.
func (m *memory) done() {
	m.held.back()
	m.lineCells.back()
	m.textLines.back()
	m.setLines.back()
	m.wordRefs.back()
	m.standings.back()
	m.groups.back()
	m.cuttings.back()
	memories.Put(m)
}

// slab lends slices of one piece of memory and has them all back at once.
type slab[T any] struct {
	room []T
	lent int // items of it, from the first
}

// lend returns n zero items.
func (s *slab[T]) lend(n int) []T {
	if n > len(s.room)-s.lent {
		s.room, s.lent = make([]T, max(n, 2*len(s.room), 64)), 0 // what is lent stays where it is
	}
	s.lent += n
	return s.room[s.lent-n : s.lent : s.lent]
}

// back has back what was lent.
func (s *slab[T]) back() {
	clear(s.room[:s.lent])
	s.lent = 0
}

// sized returns n items in the memory of old ones, if there is enough. What they
// held is still there.
func sized[T any](old []T, n int) []T {
	if cap(old) < n {
		return make([]T, n)
	}
	return old[:n]
}

// builder holds what the steps of Build share.
type builder struct {
	page       *page.Page
	layout     *Layout
	tablesOnly bool
	memory     *memory
	set        *page.Setter
	shown      []bool // glyph → it shows something
	visible    int    // glyphs that do
	grids      []*grid
	strips     []*grid  // rows that may be pieces of tables cut by the page break
	owner      []int32  // glyph → grid, -1 for none
	cell       []int32  // glyph → cell, -1 for none; cells are numbered through all grids
	cells      int      // in all grids
	h, v       []ruling // the page's horizontals and verticals
	words      []page.Word
	index      *wordIndex // of those that stand upright
	ruby       []bool     // glyph → it is ruby; nil where there is none
	marks      marks
}

func (b *builder) run() {
	h, v, capped := rulings(b.page, b.memory)
	b.h, b.v = h, v
	b.visible = b.memory.look(b.page.Glyphs)
	b.shown = b.memory.shown
	b.words = b.set.Words(nil, wordCut)
	b.register()
	b.dropRuby()
	b.marks = marksOf(b.page, h, v)
	b.find(capped)
	b.assign()
	b.emit()
}

// look makes the memory ready for a page and notes which of its glyphs show
// something, since it is asked of each several times. It returns how many do.
func (m *memory) look(glyphs []page.Glyph) (visible int) {
	m.set.Reset(glyphs)
	m.shown = sized(m.shown, len(glyphs))
	for i := range glyphs {
		if m.shown[i] = !m.set.Blank(i); m.shown[i] {
			visible++
		}
	}
	return visible
}

// assign gives every glyph to the innermost grid that holds its centre.
func (b *builder) assign() {
	slices.SortFunc(b.grids, func(x, y *grid) int {
		bx, by := x.box(), y.box()
		return cmp2(bx.Width()*bx.Height(), by.Width()*by.Height(), bx.Top, by.Top)
	})
	b.memory.owner = sized(b.memory.owner, len(b.page.Glyphs))
	b.owner = b.memory.owner
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
	b.number()
	b.keepRuns()
	if old, ok := cellRooms.Get().(*[]Cell); ok && cap(*old) >= b.cells {
		b.layout.cells = *old
	} else {
		b.layout.cells = make([]Cell, 0, b.cells)
	}
	byCell := grouped(b.cell, b.cells, func(i int) int32 { return int32(i) })
	unowned := 0
	for _, k := range b.owner {
		if k < 0 {
			unowned++
		}
	}
	free := make([]int32, 0, unowned)
	for i, k := range b.owner {
		if k < 0 {
			free = append(free, int32(i))
		}
	}
	used := 0
	count := func(ids []int32) {
		for _, i := range ids {
			if b.shown[i] {
				used++
			}
		}
	}
	for _, g := range b.grids {
		own := byCell[g.first:][:len(g.cells)]
		t, ok := b.table(g, own)
		for _, ids := range own {
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
	if b.tablesOnly {
		count(free)
	} else {
		b.setStrips(free)
		b.lines(free, count)
	}
	b.recount(used)
	orderTables(b.layout.Tables)
	b.orderColumns(b.layout.Tables)
	for i := range b.layout.Tables {
		t := &b.layout.Tables[i]
		t.OpenTop = t.OpenTop && i == 0
		t.OpenBottom = t.OpenBottom && i == len(b.layout.Tables)-1
	}
}

// lines sets the text outside tables; count is told which glyphs each line holds.
func (b *builder) lines(free []int32, count func([]int32)) {
	if len(free) == 0 {
		return
	}
	slices.Sort(free)
	for _, l := range b.set.Lines(free, 0) {
		count(l.Glyphs)
		b.layout.Lines = append(b.layout.Lines, Line{Text: l.Text, Box: l.Box, Size: l.Size, Bold: l.Bold, Vertical: l.Vertical})
	}
	slices.SortStableFunc(b.layout.Lines, func(x, y Line) int { return cmp2(x.Box.Top, y.Box.Top, x.Box.X0, y.Box.X0) })
}

// number gives numbers to the cells of all grids and notes which cell each glyph
// stands in.
func (b *builder) number() {
	for _, g := range b.grids {
		g.first = int32(b.cells)
		b.cells += len(g.cells)
	}
	b.memory.cell = sized(b.memory.cell, len(b.owner))
	b.cell = b.memory.cell
	last, in := int32(-1), page.Box{} // the last cell of the grid before
	for i, k := range b.owner {
		if k < 0 {
			b.cell[i], last = -1, -1
			continue
		}
		x, y := centre(&b.page.Glyphs[i])
		if last >= 0 && b.owner[i-1] == k && x > in.X0 && x <= in.X1 && y > in.Top && y <= in.Bottom {
			b.cell[i] = last // most glyphs stand in the cell of the one before
			continue
		}
		g := b.grids[k]
		c := g.at(x, y)
		last, in = g.first+int32(c), g.cellBox(g.cells[c])
		b.cell[i] = last
	}
}

// grouped puts items into n groups, in order. At tells the group of each, -1 for
// none. The groups share their memory, so that it costs little to make many.
func grouped[T any](at []int32, n int, item func(int) T) [][]T {
	sizes := make([]int, n)
	all := 0
	for _, k := range at {
		if k >= 0 {
			sizes[k]++
			all++
		}
	}
	room := make([]T, all)
	out := make([][]T, n)
	for k, size := range sizes {
		out[k], room = room[:0:size], room[size:]
	}
	for i, k := range at {
		if k >= 0 {
			out[k] = append(out[k], item(i))
		}
	}
	return out
}

// keepRuns gives a number or word that runs over a cell's side to the cell of
// most of its characters: it was too long for its own. Where the neighbour has a
// text of its own only one or two of many are moved, since no one could tell
// whose the characters are; such cells are doubted in any case.
func (b *builder) keepRuns() {
	glyphs := b.page.Glyphs
	held := make([]int, b.cells) // visible glyphs
	for i, c := range b.cell {
		if c >= 0 && b.shown[i] {
			held[c]++
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
			b.keepRun(w.Glyphs[from:to], held)
			from = to
		}
	}
}

func (b *builder) keepRun(run []int32, held []int) {
	k, cells := b.owner[run[0]], b.cell
	if k < 0 || !slices.ContainsFunc(run, func(i int32) bool { return cells[i] != cells[run[0]] }) {
		return // as nearly all do, it stands in one cell
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
		c := g.cellBox(g.cells[cells[i]-g.first])
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
		if c != best && held[c] > n && (n > 2 || 3*n > len(run)) {
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

// orderColumns puts the tables left of a gutter between columns of prose before those
// right of it, which are read later though some stand higher.
func (b *builder) orderColumns(ts []Table) {
	beside := func(t Table) bool {
		return slices.ContainsFunc(ts, func(o Table) bool { return o.Box.X1 < t.Box.X0 })
	}
	if len(ts) > maxOrdered || !slices.ContainsFunc(ts, beside) {
		return
	}
	for _, g := range b.index.pageGutters() {
		var at []int // of the tables beside it
		var in []Table
		for i := range ts {
			if y := (ts[i].Box.Top + ts[i].Box.Bottom) / 2; y > g.top && y < g.bottom && (ts[i].Box.X1 < g.x+1.5 || ts[i].Box.X0 > g.x-1.5) {
				at, in = append(at, i), append(in, ts[i])
			}
		}
		if !g.prose || len(at) < 2 {
			continue
		}
		side := func(t Table) float64 {
			if t.Box.X0 > g.x-1.5 {
				return 1
			}
			return 0
		}
		slices.SortStableFunc(in, func(x, y Table) int { return cmp2(side(x), side(y), 0, 0) })
		for k, i := range at {
			ts[i] = in[k]
		}
	}
}

// maxOrdered bounds the tables of a page that are put in order by its columns.
const maxOrdered = 300

// room returns room for the cells of a table. All of the page's have one, see
// Layout.Recycle.
func (b *builder) room(n int) []Cell {
	l := b.layout
	if cap(l.cells)-len(l.cells) < n {
		return make([]Cell, n)
	}
	from := len(l.cells)
	l.cells = l.cells[:from+n]
	return l.cells[from : from+n : from+n]
}

// cellRooms has the cells of layouts that nobody uses any more.
var cellRooms sync.Pool

// Recycle takes back a layout that nobody uses any more, with its tables: their cells
// make room for those of another page.
func (l *Layout) Recycle() {
	room := l.cells[:0]
	clear(l.cells)
	l.cells, l.Tables = nil, nil
	cellRooms.Put(&room)
}

// table makes the table of a grid; false when it holds no text.
func (b *builder) table(g *grid, byCell [][]int32) (Table, bool) {
	t := Table{Page: b.page.Number, Box: g.box(), Rows: g.rows(), Cols: g.cols(), Ruled: g.ruled, Borders: g.sides}
	t.Cells = b.room(len(g.cells))
	var lines []Line // of all cells
	if b.tablesOnly {
		lines = b.memory.lines[:0]
	} else {
		lines = make([]Line, 0, len(g.cells))
	}
	filled := 0
	for i, c := range g.cells {
		cell := &t.Cells[i]
		*cell = Cell{Row: c.r0, Col: c.c0, RowSpan: c.r1 - c.r0, ColSpan: c.c1 - c.c0, Box: g.cellBox(c)}
		lines = setText(cell, lines, b.set, b.base(byCell[i]))
		if cell.Text != "" {
			filled++
		}
	}
	if filled == 0 {
		return t, false
	}
	b.describe(&t, g, byCell)
	if b.tablesOnly {
		for i := range t.Cells {
			t.Cells[i].Lines = nil
		}
		b.memory.lines = lines
	}
	return t, true
}

// setText sets a cell's lines and text from its glyphs. The lines are appended to all,
// which is returned.
func setText(c *Cell, all []Line, set *page.Setter, ids []int32) []Line {
	if len(ids) == 0 {
		return all
	}
	lines := set.Lines(ids, -1)
	number := asideFirst(lines)
	from := len(all)
	vertical := 0
	bold := 0
	for i := range lines {
		l := &lines[i]
		all = append(all, Line{Text: l.Text, Box: l.Box, Size: l.Size, Bold: l.Bold, Vertical: l.Vertical})
		if l.Vertical {
			vertical++
		}
		if l.Bold {
			bold++
		}
	}
	c.Lines = all[from:len(all):len(all)]
	c.Vertical = vertical*2 > len(lines)
	c.Bold = bold*2 > len(lines)
	measure := c.Box.Width() - 4
	if c.Vertical {
		measure = c.Box.Height() - 4
	}
	c.Text = set.Join(lines, measure)
	if number {
		before := lines[0].Text
		c.Text = before + " " + strings.TrimPrefix(c.Text[len(before):], " ")
	}
	return all
}

// asideFirst puts a text that stands beside two lines, at a height between theirs,
// before the lines of a cell when it stands left of all of them, as the number of a
// name set in two lines, and behind them when it stands right. It reports whether a
// text was put first from which white parts the others.
func asideFirst(lines []page.Line) bool {
	const apart = 0.45 // em
	for k := 1; k+1 < len(lines); k++ {
		l := &lines[k]
		if l.Vertical || l.Top > lines[k-1].Bottom-0.1*l.Size || l.Bottom < lines[k+1].Top+0.1*l.Size {
			continue
		}
		left, right, white := true, true, math.Inf(1)
		for i := range lines {
			if i != k {
				white = min(white, lines[i].X0-l.X1)
			}
			left = left && (i == k || lines[i].X0 >= l.X1)
			right = right && (i == k || lines[i].X1 <= l.X0)
		}
		switch aside := *l; {
		case left:
			copy(lines[1:], lines[:k])
			lines[0] = aside
			return white > apart*aside.Size
		case right:
			copy(lines[k:], lines[k+1:])
			lines[len(lines)-1] = aside
			return false
		}
	}
	return false
}
