package table

import (
	"math"
	"slices"

	"shihyo/extract/page"
)

// How regions are found. A region is a part of the page that lines say is one
// table: a lattice of touching lines, or a stack of horizontal lines (or shaded
// bands) of equal extent with text between. Pieces of a stack belong together
// while what stands between them looks like rows of the table; a heading, a
// paragraph or a wide blank ends it.

// region is a candidate table area with its lines and words.
type region struct {
	box    page.Box
	core   page.Box // the part that lines bound; box may reach further
	h, v   []ruling
	words  []*tword
	inRows []row   // of words, see rows
	size   float64 // of the typical word, see em
	// siblings are the column borders of tables above on the page.
	siblings [][]float64
	// memory is that of the page.
	memory *memory
	// closed tells that one component of drawn lines makes the grid by itself.
	closed bool
	// soft tells that no vertical line of it is drawn: those it has are sides of
	// filled areas.
	soft bool
	// done tells that text below ended it.
	done bool
	// heads tells that it is a shaded header over rows of its own.
	heads bool
	// free tells that the region was found by its text alone.
	free bool
}

// hold sets the words of a region.
func (r *region) hold(words []*tword) { r.words, r.inRows, r.size = words, nil, 0 }

// rows returns the region's rows of text.
func (r *region) rows() []row {
	if r.inRows == nil {
		r.inRows = rowsOf(r.words, sameRow)
	}
	return r.inRows
}

// em returns the typical font size of a region's words.
func (r *region) em() float64 {
	if r.size == 0 {
		r.size = medianSize(r.words)
	}
	return r.size
}

const (
	sideTol   = 6.0  // sides of stacked pieces differ by less
	segGap    = 20.0 // pieces of one row line, drawn per column, are this near
	blankGap  = 30.0 // so much height without text ends a stack
	boxGap    = 6.0  // and so much between two boxes
	widePiece = 25.0 // em: a box this wide is no cell by itself
)

// regions groups the components of lines into regions. Words are the page's
// upright words.
func regions(h, v []ruling, ix *wordIndex) []*region {
	var pieces []*region
	var flat []ruling // horizontals that touch no vertical
	for _, c := range components(h, v) {
		if len(c.v) > 0 && len(c.h) > 0 {
			r := &region{box: c.box, h: c.h, v: c.v}
			r.soft = c.soft()
			r.closed = isClosed(&c)
			pieces = append(pieces, r)
			continue
		}
		flat = append(flat, c.h...)
	}
	// A row line drawn per column is one line.
	slices.SortFunc(flat, func(a, b ruling) int { return cmp2(a.at, b.at, a.lo, b.lo) })
	ix.addGutters(lineGutters(h, ix))
	for from := 0; from < len(flat); {
		to := from + 1
		for to < len(flat) && flat[to].at-flat[from].at <= snapWidth {
			to++
		}
		band := slices.Clone(flat[from:to])
		slices.SortFunc(band, func(a, b ruling) int { return cmp2(a.lo, b.lo, a.hi, b.hi) })
		var cur *region
		for _, l := range band {
			box := page.Box{X0: l.lo, X1: l.hi, Top: l.at, Bottom: l.at}
			if cur != nil && l.lo-cur.box.X1 <= segGap && (l.lo-cur.box.X1 < touchTol || !ix.parted(cur.box, box)) {
				cur.h = append(cur.h, l)
				cur.box = cur.box.Union(box)
				continue
			}
			cur = &region{box: box, h: []ruling{l}, soft: true}
			pieces = append(pieces, cur)
		}
		from = to
	}
	slices.SortStableFunc(pieces, func(a, b *region) int { return cmp2(a.box.Top, b.box.Top, a.box.X0, b.box.X0) })
	var out []*region
	for i, p := range pieces {
		p.heads = p.leads(pieces, i, ix)
		if p.done = p.prose(ix); p.done || !attach(out, p, ix) {
			out = append(out, p)
		}
	}
	return out
}

// prose reports whether a piece is a box around lines of text that keep no
// columns: it goes with no other piece.
func (r *region) prose(ix *wordIndex) bool {
	if len(r.v) < 2 || len(r.h) < 2 || r.closed {
		return false
	}
	if g := latticeGrid(&component{h: r.h, v: r.v, box: r.box}, nil); g == nil || len(g.cells) > 1 {
		return false
	}
	words := ix.within(r.box)
	if len(words) == 0 {
		return false
	}
	rows := rowsOf(words, sameRow)
	kept, long, parted := 0, 0, 0
	for _, b := range blocks(rows) {
		kept += b.to - b.from
	}
	for i := range rows {
		if rows[i].Width() > 0.7*r.box.Width() {
			long++
		}
		switch n := len(rows[i].cells()); {
		case n > 3:
			return false
		case n > 1:
			parted++
		}
	}
	// The lines of a narrow cell are short and may be a cell's of a table.
	wide := r.box.Width() > widePiece*words[0].size
	return len(rows) >= 3 && kept*2 < len(rows) && parted*2 < len(rows) && (wide || long*2 >= len(rows))
}

// leads reports whether piece i is a shaded header with rows of its own: nothing
// goes on at its sides, white stands above it, and below it drawn lines of its extent.
func (r *region) leads(pieces []*region, i int, ix *wordIndex) bool {
	const rows, looked = 2, 40
	if !r.soft || len(r.v) == 0 {
		return false
	}
	n := 0
	for k := max(0, i-looked); k < len(pieces) && k < i+looked && n < rows; k++ {
		line := len(pieces[k].v) == 0 && !pieces[k].h[0].soft
		p := &pieces[k].box
		switch {
		case k == i || p.X0 > r.box.X1+sideTol || p.X1 < r.box.X0-sideTol || p.Bottom < r.box.Top-snapWidth:
		case p.Bottom <= r.box.Bottom+snapWidth:
			if p.X0 < r.box.X0-snapWidth || p.X1 > r.box.X1+snapWidth {
				return false
			}
		case p.X0 < r.box.X1 && p.X1 > r.box.X0:
			if !line || math.Abs(p.X0-r.box.X0) > sideTol || math.Abs(p.X1-r.box.X1) > sideTol {
				return false
			}
			n++
		}
	}
	heads := ix.within(r.box)
	if n < rows || len(heads) == 0 {
		return false
	}
	// More white than stands around its own texts, and than rows have between them.
	size := heads[0].size
	top := r.box.Top - size - 2*max(0, heads[0].Top-r.box.Top)
	above := ix.within(page.Box{X0: r.box.X0, X1: r.box.X1, Top: top - size, Bottom: r.box.Top})
	return !slices.ContainsFunc(above, func(w *tword) bool { return w.Bottom > top })
}

// soft reports whether the component has no drawn vertical.
func (c *component) soft() bool {
	for i := range c.v {
		if !c.v[i].soft {
			return false
		}
	}
	return true
}

// shading reports whether the region has no drawn line at all.
func (r *region) shading() bool {
	for i := range r.h {
		if !r.h[i].soft {
			return false
		}
	}
	return r.soft
}

// isClosed reports whether the lines part the area into cells by themselves:
// there are inner lines both ways.
func isClosed(c *component) bool {
	g, _, _ := mesh(c, nil)
	if g == nil || g.rows() < 2 || g.cols() < 2 {
		return false
	}
	below, behind := false, false // slots that are cells, below and behind others
	for s := range g.rows() * g.cols() {
		if r, k := s/g.cols(), s%g.cols(); (r > 0 && !below || k > 0 && !behind) && g.walled(r, k) {
			if below, behind = below || r > 0, behind || k > 0; below && behind {
				return true
			}
		}
	}
	g.merge()
	rows := slices.ContainsFunc(g.cells, func(b rect) bool { return b.r0 > 0 })
	return rows && slices.ContainsFunc(g.cells, func(b rect) bool { return b.c0 > 0 })
}

// attach adds a piece to the region above that it continues.
func attach(out []*region, p *region, ix *wordIndex) bool {
	for i := len(out) - 1; i >= 0 && i >= len(out)-40; i-- {
		r := out[i]
		if besideShading(r, p, ix) {
			r.add(p)
			return true
		}
		if r.done || p.closed && r.closed && !p.soft && !r.soft {
			continue
		}
		if p.heads && r.heads && p.box.X0 < r.box.X1 && p.box.X1 > r.box.X0 {
			r.done = true
			return false
		}
		full := math.Abs(p.box.X0-r.box.X0) <= sideTol && math.Abs(p.box.X1-r.box.X1) <= sideTol
		partial := p.soft && !p.heads && p.box.X0 >= r.box.X0-sideTol && p.box.X1 <= r.box.X1+sideTol
		if !full && !partial {
			continue
		}
		if p.box.Top < r.box.Bottom-snapWidth {
			// Beside or inside.
			if partial && !r.closed {
				r.add(p)
				return true
			}
			continue
		}
		gap := page.Box{X0: r.box.X0, X1: r.box.X1, Top: r.box.Bottom, Bottom: p.box.Top}
		if partial && !full && !p.shading() {
			gap.X0, gap.X1 = p.box.X0, p.box.X1
		}
		between := slices.ContainsFunc(out[i+1:], func(q *region) bool {
			return q.closed && !q.soft && q.box.Top > gap.Top-snapWidth && q.box.Bottom < gap.Bottom+snapWidth && q.box.Overlaps(gap)
		})
		if between {
			r.done = true
			continue
		}
		if breaks(r, p, gap, full, ix) {
			r.done = true
			continue
		}
		r.add(p)
		return true
	}
	return false
}

// besideShading reports whether p is shading in a row of r on the other side of
// a column that is not shaded: texts stand in the white between.
func besideShading(r, p *region, ix *wordIndex) bool {
	if !p.shading() || !r.soft || r.done || p.box.Bottom < r.box.Bottom-60 {
		return false
	}
	gap := page.Box{X0: r.box.X1, X1: p.box.X0, Top: p.box.Top - 40, Bottom: p.box.Bottom + 40}
	if p.box.X1 <= r.box.X0 {
		gap.X0, gap.X1 = p.box.X1, r.box.X0
	}
	if gap.Width() < 2*snapWidth || gap.Width() > 250 {
		return false
	}
	same := false
	for i := max(0, len(r.h)-50); i < len(r.h); i++ {
		same = same || math.Abs(r.h[i].at-p.box.Top) < snapWidth
	}
	return same && len(ix.within(gap)) > 0 && !ix.parted(r.box, p.box)
}

func (r *region) add(p *region) {
	inside := p.box.Bottom <= r.box.Bottom+snapWidth
	r.h = append(r.h, p.h...)
	r.v = append(r.v, p.v...)
	r.box = r.box.Union(p.box)
	r.soft = r.soft && p.soft
	r.closed = r.closed && p.soft && inside
}

// breaks reports whether the band between a region and the next piece of its
// width ends the table.
func breaks(r, p *region, gap page.Box, full bool, ix *wordIndex) bool {
	if gap.Height() <= 2 {
		return false
	}
	words := ix.within(gap)
	if len(words) == 0 {
		return gap.Height() > blankGap || gap.Height() > boxGap && r.sided(r.box.Bottom) && p.sided(p.box.Top)
	}
	rows := rowsOf(words, sameRow)
	if rows[0].Top-gap.Top > 2*blankGap || gap.Bottom-rows[len(rows)-1].Bottom > 2*blankGap {
		return true
	}
	if !full && !slices.ContainsFunc(words, func(w *tword) bool { return !w.numeric }) {
		return false // the line stands under the figures of a column
	}
	prose, multi := 0, 0
	for i := range rows {
		if rows[i].chunks(1.6) > 1 {
			multi++
			prose = 0
			continue
		}
		if rows[i].Width() > 0.55*gap.Width() && !rows[i].words[0].numeric {
			if prose++; prose >= 2 && multi == 0 {
				return true
			}
		} else {
			prose = 0
		}
		if i > 0 && rows[i].Top-rows[i-1].Bottom > blankGap*1.5 {
			return true
		}
	}
	if multi > 0 {
		return len(rows) > 2 && r.shading() && headWithin(r, words, ix)
	}
	// Only one text on each row: a heading, a note, or a row of the table that
	// spans it or fills one column.
	bare := len(r.h) > 0 && len(r.v) == 0 && r.box.Height() < 2*snapWidth
	if full && bare {
		return true
	}
	first := rows[0].words[0]
	inner := ix.within(r.box)
	if len(inner) == 0 {
		return full
	}
	if p.closed && !p.soft {
		// A shaded title above a table is not its first row.
		title := true
		for _, row := range rowsOf(inner, sameRow) {
			title = title && row.chunks(1.6) == 1
		}
		if title {
			return true
		}
	}
	left, size := math.Inf(1), 0.0
	for i := range inner {
		left = min(left, inner[i].X0)
		size += inner[i].size
	}
	size /= float64(len(inner))
	if !full && !r.closed {
		band := rowsOf(ix.within(page.Box{X0: r.box.X0, X1: r.box.X1, Top: gap.Top, Bottom: gap.Bottom}), sameRow)
		if slices.ContainsFunc(band, func(w row) bool { return w.chunks(1.6) >= 3 }) {
			return false // texts of merged cells stand beside
		}
	}
	switch {
	case !full && (rows[0].Width() > 0.8*gap.Width() || len(rows) > 4):
		return true
	case first.size > 1.1*size:
		return true
	case first.X0 < left-1 && first.X0 < gap.X0+1.5 && (r.shading() && len(rows) > 1 || !goesOnBelow(p, gap, first.size, ix)):
		return true // flush with the line's end, where cells have padding
	case isNoteMark(first.first) || isHeadMark(first.first):
		return true
	}
	return full && headAgain(r, p, ix)
}

// sided reports whether a line is drawn along both sides of the region at a height,
// its top or bottom.
func (r *region) sided(y float64) bool {
	left, right := false, false
	for i := range r.v {
		if v := &r.v[i]; !v.soft && v.lo < y+touchTol && v.hi > y-touchTol {
			left = left || math.Abs(v.at-r.box.X0) <= touchTol
			right = right || math.Abs(v.at-r.box.X1) <= touchTol
		}
	}
	return left && right
}

// goesOnBelow reports whether figures follow below the top of p, not a header: then
// what stands in the narrow gap above it is the name of a section or a label.
func goesOnBelow(p *region, gap page.Box, size float64, ix *wordIndex) bool {
	const (
		narrow = 5.0 // em of a gap
		deep   = 9.0 // em looked at below it
	)
	if gap.Height() > narrow*size {
		return false
	}
	words := ix.within(page.Box{X0: gap.X0, X1: gap.X1, Top: gap.Bottom, Bottom: gap.Bottom + deep*size})
	if len(words) == 0 {
		return false
	}
	rows := rowsOf(words, sameRow)
	i := slices.IndexFunc(rows, func(w row) bool { return w.chunks(1.6) > 1 })
	return i >= 0 && rows[i].figures() > 0
}

func isNoteMark(r rune) bool {
	switch r {
	case '※', '＊', '*', '†', '注':
		return true
	}
	return false
}

func isHeadMark(r rune) bool {
	switch r {
	case '■', '□', '●', '◆', '◇', '▼', '▶', '【', '《', '〈', '＜':
		return true
	}
	return false
}

// headAgain reports whether the first band of p repeats that of r: then a new
// table starts.
func headAgain(r, p *region, ix *wordIndex) bool {
	top := func(q *region) []*tword {
		ws := ix.within(page.Box{X0: q.box.X0, X1: q.box.X1, Top: q.box.Top - 1, Bottom: q.box.Top + 80})
		if len(ws) == 0 {
			return nil
		}
		return rowsOf(ws, sameRow)[0].words
	}
	a, b := top(r), top(p)
	n := 0
	for i := range a {
		for k := range b {
			if a[i].first == b[k].first && a[i].n == b[k].n && math.Abs(a[i].X0-b[k].X0) < 2 &&
				math.Abs((a[i].Top-r.box.Top)-(b[k].Top-p.box.Top)) < 4 {
				n++
				break
			}
		}
	}
	return n >= 2 && n*5 >= max(len(a), len(b))*4
}

// headWithin reports whether the header that stands above the shading of r
// stands among the words once more.
func headWithin(r *region, words []*tword, ix *wordIndex) bool {
	head := ix.within(page.Box{X0: r.box.X0 - 300, X1: r.box.X1 + 300, Top: r.box.Top - 80, Bottom: r.box.Top + 2})
	n, letters := 0, 0
	for i := range head {
		if head[i].n < 2 || head[i].numeric {
			continue
		}
		letters++
		for k := range words {
			if head[i].first == words[k].first && head[i].n == words[k].n && math.Abs(head[i].X0-words[k].X0) < 2 {
				n++
				break
			}
		}
	}
	return n >= 3 && n*2 >= letters
}

// wordIndex finds words by place.
type wordIndex struct {
	words []*tword // by middle height
	// work counts down the words looked at, so that a page of thousands of
	// stray lines cannot make the search for their texts go on for ever.
	work int
	// gutters are those of the page, once they were asked for.
	gutters    []gutter
	hasGutters bool
	memory     *memory
}

// maxWork is how many words may be looked at on a page when its lines are put
// together; a page of 50,000 glyphs takes a hundredth of it.
const maxWork = 50_000_000

// newWordIndex indexes words. It stands in the memory given.
func newWordIndex(words []tword, m *memory) *wordIndex {
	m.index = sized(m.index, len(words))
	ws := m.index
	for i := range words {
		ws[i] = &words[i]
	}
	slices.SortStableFunc(ws, byHeight)
	return &wordIndex{words: ws, work: maxWork, memory: m}
}

// within returns the words whose middle lies in the box.
func (ix *wordIndex) within(b page.Box) []*tword {
	from, _ := slices.BinarySearchFunc(ix.words, b.Top, func(w *tword, y float64) int { return cmp2(w.midY(), y, 0, 0) })
	n, to := 0, from
	for ; to < len(ix.words) && ix.work > 0; to++ {
		w := ix.words[to]
		if w.midY() > b.Bottom {
			break
		}
		ix.work--
		if x := w.midX(); x >= b.X0 && x <= b.X1 {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	out := make([]*tword, 0, n)
	for i := from; i < to; i++ {
		w := ix.words[i]
		if x := w.midX(); x >= b.X0 && x <= b.X1 {
			out = append(out, w)
		}
	}
	return out
}
