package table

import (
	"math"
	"slices"

	"shihyo/extract/finding"
	"shihyo/extract/page"
)

// How cells are described and doubted. A cell's confidence starts from how its
// grid was found and falls with every piece of evidence against it; each piece
// that a person should look at is also a finding, so a low figure always has a
// named reason. What is checked: that drawn lines stand on a cell's sides, that
// no glyph stands across them, that a cell without an inner line does not hold
// the texts of several, that no glyph was lost or given twice, that no
// line has room for a character that is not there.

// Where confidence starts, by how the grid was found.
const (
	confClosed  = 0.99 // lines close every cell
	confDivided = 0.95 // lines and white share the work
	confFree    = 0.85 // white alone
)

// A border that no line draws takes a little from the cells at it where it stands
// with a margin below weakBorder.
const (
	weakBorder = 0.3
	confWeak   = 0.93
)

// describe fills in what is known of each cell beyond its text.
func (b *builder) describe(t *Table, g *grid, byCell [][]int32) {
	base := confFree
	switch {
	case g.closed:
		base = confClosed
	case g.ruled:
		base = confDivided
	}
	base *= g.sure
	for i := range t.Cells {
		t.Cells[i].Confidence = base
	}
	t.weaken()
	b.strike(t, g)
	b.shade(t, g)
	b.open(t, g)
	holed := b.holes(t, byCell)
	joined := b.joined(t, byCell)
	torn := b.torn(t, g.first)
	b.doubtCrossings(t, byCell)
	for i := range t.Cells {
		b.doubtCell(t, g, i, byCell[i])
		if holed[i] {
			b.doubt(&t.Cells[i], 0.6, HoleInText, t.Cells[i].Text)
		}
		if torn[i] {
			b.doubt(&t.Cells[i], 0.6, TextTorn, t.Cells[i].Text)
		}
		if joined[i] {
			b.doubt(&t.Cells[i], 0.5, CellsRunTogether, t.Cells[i].Text)
		}
	}
	// Parted rightly nearly always: a person need look once a table.
	tell := func(code finding.Code, is func(rect) bool) {
		if k := slices.IndexFunc(g.cells, is); k >= 0 {
			b.layout.Findings = append(b.layout.Findings, place(finding.New(code, t.Cells[k].Text), b.page, t.Cells[k].Box))
		}
	}
	tell(RowLineMissing, func(c rect) bool { return c.inferred })
	tell(LineMissing, func(c rect) bool { return c.mended })
	sum, n := 0.0, 0
	for i := range t.Cells {
		if t.Cells[i].Text != "" {
			sum += t.Cells[i].Confidence
			n++
		}
	}
	t.Confidence = base
	if n > 0 {
		t.Confidence = sum / float64(n)
	}
}

// weaken lowers the confidence of the cells at borders that stand on little.
func (t *Table) weaken() {
	for i := range t.Borders {
		s := &t.Borders[i]
		if s.Margin >= weakBorder {
			continue
		}
		for k := range t.Cells {
			c := &t.Cells[k]
			at := c.Box.X0 == s.Box.X0 || c.Box.X1 == s.Box.X0
			if s.Box.Height() == 0 {
				at = c.Box.Top == s.Box.Top || c.Box.Bottom == s.Box.Top
			}
			if at {
				c.Confidence *= confWeak
			}
		}
	}
}

// strike marks the cells that a diagonal strikes out: one that runs from corner
// to corner of a cell, or of a block of empty cells.
func (b *builder) strike(t *Table, g *grid) {
	const slack = 4.0
	for _, d := range b.page.Diagonals {
		box := page.Box{X0: min(d.X0, d.X1), X1: max(d.X0, d.X1), Top: min(d.Y0, d.Y1), Bottom: max(d.Y0, d.Y1)}
		if !finite(box) || !box.Overlaps(t.Box) {
			continue
		}
		if k := g.at((box.X0+box.X1)/2, (box.Top+box.Bottom)/2); k >= 0 {
			c := &t.Cells[k]
			if box.X0 > c.Box.X0-slack && box.X1 < c.Box.X1+slack && box.Top > c.Box.Top-slack && box.Bottom < c.Box.Bottom+slack {
				if box.Width() > 0.5*c.Box.Width() && box.Height() > 0.5*c.Box.Height() {
					c.Struck = true
				}
				continue
			}
		}
		x0, x1 := nearest(g.xs, box.X0), nearest(g.xs, box.X1)
		y0, y1 := nearest(g.ys, box.Top), nearest(g.ys, box.Bottom)
		if math.Abs(g.xs[x0]-box.X0) > slack || math.Abs(g.xs[x1]-box.X1) > slack ||
			math.Abs(g.ys[y0]-box.Top) > slack || math.Abs(g.ys[y1]-box.Bottom) > slack {
			continue
		}
		for r := y0; r < y1; r++ {
			for c := x0; c < x1; c++ {
				if k := &t.Cells[g.slot[r*g.cols()+c]]; k.Text == "" {
					k.Struck = true
				}
			}
		}
	}
}

// shade marks the cells that have a background.
func (b *builder) shade(t *Table, g *grid) {
	for i := range b.page.Fills {
		f := &b.page.Fills[i]
		if !f.Overlaps(t.Box) || !finite(f.Box) {
			continue
		}
		c0, c1 := nearest(g.xs, f.X0), nearest(g.xs, f.X1)
		r0, r1 := nearest(g.ys, f.Top), nearest(g.ys, f.Bottom)
		shaded := f.Gray() < 0.985
		for r := r0; r < r1; r++ {
			for c := c0; c < c1; c++ {
				k := g.slot[r*g.cols()+c]
				if b := g.cells[k]; b.r0 == r && b.c0 == c {
					t.Cells[k].Shaded = shaded
				}
			}
		}
	}
}

// open tells whether the table's first and last sides, and those of its cells
// there, have no line although cells have sides that run there: then the page
// cuts it. Left and right, it only means that the sides are not where the page
// shows them.
func (b *builder) open(t *Table, g *grid) {
	if !g.ruled {
		return
	}
	across := func(y, x0, x1 float64) bool { return covered(near(b.h, y), y, x0, x1) }
	down := func(x, y0, y1 float64) bool { return covered(near(b.v, x), x, y0, y1) }
	t.OpenTop = !across(t.Box.Top, t.Box.X0, t.Box.X1)
	t.OpenBottom = !across(t.Box.Bottom, t.Box.X0, t.Box.X1)
	for i := range t.Cells {
		c := &t.Cells[i]
		first, last := c.Row == 0, c.Row+c.RowSpan == t.Rows
		if !first && !last || !down(c.Box.X0, c.Box.Top, c.Box.Bottom) || !down(c.Box.X1, c.Box.Top, c.Box.Bottom) {
			continue // without sides it is not known for a cell that lines close
		}
		c.OpenTop = first && !across(t.Box.Top, c.Box.X0, c.Box.X1)
		c.OpenBottom = last && !across(t.Box.Bottom, c.Box.X0, c.Box.X1)
	}
	t.Closed = g.closed && down(t.Box.X0, t.Box.Top, t.Box.Bottom) && down(t.Box.X1, t.Box.Top, t.Box.Bottom)
}

// near returns those of lines, in order of their axes, that may be at a place, give or
// take snapWidth.
func near(lines []ruling, at float64) []ruling {
	const slack = 1e-6 * snapWidth // of the sums
	return lines[firstFrom(lines, at-snapWidth-slack):firstFrom(lines, at+snapWidth+slack)]
}

// covered reports whether lines run along most of from..to at a height (or, of
// vertical lines, at an x).
func covered(lines []ruling, at, from, to float64) bool {
	sum, end := 0.0, math.Inf(-1)
	for _, l := range lines {
		if math.Abs(l.at-at) > snapWidth || l.hi < from || l.lo > to {
			continue
		}
		lo, hi := max(l.lo, from, end), min(l.hi, to)
		sum += max(0, hi-lo)
		end = max(end, hi)
	}
	return sum > 0.6*(to-from)
}

// torn returns the cells between which a text is torn: of characters that touch,
// one stands in one cell and the next in another. First is the number of the
// table's first cell.
func (b *builder) torn(t *Table, first int32) []bool {
	const touching = 0.12 // em
	out := make([]bool, len(t.Cells))
	none := int32(len(t.Cells))
	cell := func(id int32) int32 { // of the table
		if k := b.cell[id] - first; k >= 0 && k < none {
			return k
		}
		return none
	}
	for k := range b.words {
		w := &b.words[k]
		if w.Dir != 0 || !w.Overlaps(t.Box) {
			continue
		}
		for n := 1; n < len(w.Glyphs); n++ {
			i, j := cell(w.Glyphs[n-1]), cell(w.Glyphs[n])
			if i == j || i == none || j == none {
				continue
			}
			l, r := &b.page.Glyphs[w.Glyphs[n-1]], &b.page.Glyphs[w.Glyphs[n]]
			if math.Abs(r.X0-l.X1) < touching*l.Size {
				out[i], out[j] = true, true
			}
		}
	}
	return out
}

// doubt lowers a cell's confidence and names the reason.
func (b *builder) doubt(c *Cell, factor float64, code finding.Code, args ...any) {
	c.Confidence *= factor
	c.Findings = append(c.Findings, place(finding.New(code, args...), b.page, c.Box))
}

// doubtCell looks for evidence against one cell.
func (b *builder) doubtCell(t *Table, g *grid, i int, ids []int32) {
	c := &t.Cells[i]
	if len(ids) == 0 {
		return
	}
	conf, unknown := float32(1), false
	for _, id := range ids {
		if b.shown[id] {
			gl := &b.page.Glyphs[id]
			conf, unknown = min(conf, gl.Conf), unknown || gl.Unknown
		}
	}
	if conf < 1 {
		c.Confidence *= float64(conf)
	}
	if unknown {
		b.doubt(c, 0.5, CharacterUnknown, c.Text)
	}
	if g.cells[i].several || c.interleaved() {
		b.doubt(c, 0.5, CellsRunTogether, c.Text)
	}
	if g.cells[i].inferred {
		c.Confidence *= 0.85
	}
	if g.cells[i].mended {
		c.Confidence *= 0.7
	}
	if c.RowSpan > 1 || c.ColSpan > 1 {
		b.doubtMerge(t, g, i, ids)
	}
}

// interleaved reports whether two lines of a cell overlap in height, as those of one
// text never do: a number that stood in the middle of a cell of its own.
func (c *Cell) interleaved() bool {
	const over = 0.3 // share of a line's height
	for k := 1; k < len(c.Lines) && !c.Vertical; k++ {
		a, b := &c.Lines[k-1], &c.Lines[k]
		if min(a.Size, b.Size) < 0.8*max(a.Size, b.Size) || a.Vertical || b.Vertical {
			continue // raised or lowered
		}
		if min(a.Box.Bottom, b.Box.Bottom)-max(a.Box.Top, b.Box.Top) > over*min(a.Box.Height(), b.Box.Height()) {
			return true
		}
	}
	return false
}

// doubtMerge looks whether a merged cell holds the texts of several cells: each
// within one of the columns or rows it covers, and none across.
func (b *builder) doubtMerge(t *Table, g *grid, i int, ids []int32) {
	c := &t.Cells[i]
	if c.Vertical {
		if c.RowSpan > 1 && b.partedDown(ids) {
			b.doubt(c, 0.5, CellsRunTogether, c.Text)
		}
		return
	}
	if !b.severalIn(g, c, ids) {
		return
	}
	words := b.set.Words(ids, wordCut)
	if len(words) < 2 || len(words) > 400 {
		return
	}
	parted := false
	for x := c.Col + 1; x < c.Col+c.ColSpan && !parted; x++ {
		l, r := sides(words, g.xs[x])
		numeric := 0
		for k := range words {
			if words[k].Dir != 0 {
				l = 0 // of turned text no side can be told
			}
			if digits(b.page.Glyphs, words[k].Glyphs) {
				numeric++
			}
		}
		parted = l > 0 && r > 0 && (numeric == len(words) || !setApart(words)) && (numeric > 0 || !level(words, g.xs[x]))
	}
	if !parted && c.RowSpan > 1 && c.ColSpan == 1 {
		// Figures one below the other, each at the height of its row.
		rows := map[int]int{}
		figures := 0
		for k := range words {
			w := &words[k]
			y := (w.Top + w.Bottom) / 2
			r, _ := slices.BinarySearch(g.ys, y)
			rows[r]++
			if digits(b.page.Glyphs, w.Glyphs) {
				figures++
			}
		}
		parted = len(rows) > 1 && figures == len(words) && !isEnumerator(firstRune(c.Text))
	}
	if parted {
		b.doubt(c, 0.5, CellsRunTogether, c.Text)
	}
}

// setApart reports whether words are the characters of one that are set apart.
func setApart(words []page.Word) bool {
	return !slices.ContainsFunc(words, func(w page.Word) bool { return len(w.Glyphs) > 1 })
}

// severalIn reports whether the glyphs of a merged cell can be the texts of
// several at all: none stands across a border of columns, or they are figures. The
// glyphs of most cannot, and need not be put together to words.
func (b *builder) severalIn(g *grid, c *Cell, ids []int32) bool {
	for x := c.Col + 1; x < c.Col+c.ColSpan; x++ {
		if b.onBothSides(ids, g.xs[x]) {
			return true
		}
	}
	if c.RowSpan == 1 || c.ColSpan > 1 {
		return false
	}
	n, of := 0, 0
	for _, id := range ids {
		if b.shown[id] {
			of++
			n += digitsIn(b.page.Glyphs[id].Text)
		}
	}
	return n*2 > of
}

// onBothSides reports whether glyphs stand left and right of x and none across.
func (b *builder) onBothSides(ids []int32, x float64) bool {
	l, r := false, false
	for _, id := range ids {
		if !b.shown[id] {
			continue
		}
		switch gl := &b.page.Glyphs[id]; {
		case gl.X1 <= x:
			l = true
		case gl.X0 >= x:
			r = true
		default:
			return false
		}
	}
	return l && r
}

// partedDown reports whether a text in vertical writing has white of a character
// or more at one place, and nearly none elsewhere: two texts, each set in the
// middle of a cell of its own.
func (b *builder) partedDown(ids []int32) bool {
	glyphs, order := laidDown(b.page.Glyphs, ids)
	slices.SortFunc(order, func(i, k int32) int {
		return cmp2(math.Round(glyphs[i].OriginY), math.Round(glyphs[k].OriginY), glyphs[i].X0, glyphs[k].X0)
	})
	wide, loose := 0, 0
	for n := 1; n < len(order); n++ {
		l, r := &glyphs[order[n-1]], &glyphs[order[n]]
		if r.OriginY-l.OriginY > 0.3*l.Size {
			continue // the next line
		}
		switch white := (r.X0 - l.X1) / l.Size; {
		case white >= 1:
			wide++
		case white > 0.3:
			loose++
		}
	}
	return wide == 1 && loose == 0
}

// level reports whether the words left of x stand at the heights of those right
// of it, or the other way round, as those of one text do.
func level(words []page.Word, x float64) bool {
	alone := [2]int{}
	for i := range words {
		side, met := 0, false
		if words[i].X0 >= x {
			side = 1
		}
		for k := range words {
			if (words[k].X0 >= x) != (side == 1) && math.Abs(words[k].Top+words[k].Bottom-words[i].Top-words[i].Bottom) < 0.4*words[i].Height() {
				met = true
			}
		}
		if !met {
			alone[side]++
		}
	}
	return alone[0] == 0 || alone[1] == 0
}

func firstRune(s string) rune {
	for _, r := range s {
		return r
	}
	return 0
}

// digits reports whether more than half of the glyphs are digits or signs.
func digits(glyphs []page.Glyph, ids []int32) bool {
	n := 0
	for _, id := range ids {
		n += digitsIn(glyphs[id].Text)
	}
	return n*2 > len(ids)
}

// digitsIn counts the digits and signs of a text.
func digitsIn(s string) int {
	n := 0
	for _, r := range s {
		if digitValue(r) >= 0 || r == ',' || r == '.' || r == '，' || r == '．' || r == '%' || r == '％' {
			n++
		}
	}
	return n
}

// recount checks that every visible glyph stands in exactly one cell or line.
func (b *builder) recount(used int) {
	if used != b.visible {
		b.layout.Findings = append(b.layout.Findings, place(finding.New(GlyphsMiscounted, b.visible, used), b.page, page.Box{X1: b.page.Width, Bottom: b.page.Height}))
	}
}
