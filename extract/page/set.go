package page

import (
	"cmp"
	"math"
	"slices"
	"unicode"
	"unicode/utf8"
)

// How glyphs are put together. They are looked at in the frame of their own
// reading direction: u runs along the line, v from one line to the next, so
// horizontal, vertical (縦書き) and turned text go through the same code. Glyphs of
// one baseline, ordered by u, are cut into pieces at wide white; small raised or
// lowered pieces (superscripts, note marks) join the one they touch, and in a cell,
// where white ends no line, characters out of their line's height join it where
// they fit in between. What is left are lines or, where less white parts them,
// words.

// Thresholds in units of the font size (em).
const (
	sameBaseline   = 0.22 // baselines nearer than this are one line
	unevenBaseline = 0.6  // and these are, where nothing stands above anything else
	lineGap        = 2.5  // more white than this ends a line; see Lines
	scriptSize     = 0.87 // a superscript is no larger than this share of its line; browsers set 0.83
)

// scriptReach is how many pieces up and down the page are looked at for the one
// a superscript touches. No page has as many side by side; a page made up to
// waste time would be looked at for its pieces squared.
const scriptReach = 2048

// Setter puts the glyphs of a page together to words and lines. What it asks of
// a glyph, for the words of the page and for the lines of a cell, is worked out
// once. Its results stand in memory of its own and are valid until the next Reset,
// so that one Setter serves for page after page. The zero Setter has no glyphs.
type Setter struct {
	glyphs []Glyph
	items  []item // of each glyph

	// Working memory.
	byDir    [4][]item
	unsorted []item
	order    []uint64 // a place and an index, see sortable
	pieces   []piece
	gone     []bool
	text     []byte

	// Results.
	words []Word
	lines []Line
	ids   []int32
}

// NewSetter returns a Setter for the glyphs of a page.
func NewSetter(glyphs []Glyph) *Setter {
	s := new(Setter)
	s.Reset(glyphs)
	return s
}

// Reset makes the Setter ready for the glyphs of a page, which must not change
// while it is in use.
func (s *Setter) Reset(glyphs []Glyph) {
	s.glyphs = glyphs
	s.items = slices.Grow(s.items[:0], len(glyphs))[:len(glyphs)]
	for i := range glyphs {
		s.items[i].set(&glyphs[i], int32(i))
	}
	clear(s.lines) // their texts are kept by those who want them
	s.words, s.lines, s.ids = s.words[:0], s.lines[:0], s.ids[:0]
}

// Blank reports whether glyph i shows nothing.
func (s *Setter) Blank(i int) bool { return s.items[i].blank }

// Lines groups the chosen glyphs (all when idx is nil) into lines. A line ends
// where more white than gap em follows (lineGap when gap is 0; a negative gap
// never ends a line). Lines come ordered by direction, then from line to line,
// then along the line.
func (s *Setter) Lines(idx []int32, gap float64) []Line {
	if gap == 0 {
		gap = lineGap
	}
	s.part(idx)
	from := len(s.lines)
	for _, items := range s.byDir {
		for _, p := range s.cut(items, gap, false) {
			l, ok := s.line(p.items)
			if !ok {
				continue
			}
			first := len(s.ids)
			for k := range p.items {
				s.ids = append(s.ids, p.items[k].i)
			}
			l.Glyphs = s.ids[first:len(s.ids):len(s.ids)]
			s.lines = append(s.lines, l)
		}
	}
	return s.lines[from:len(s.lines):len(s.lines)]
}

// Word is a run of glyphs on one baseline without a wide gap: what column
// finding works with. It needs no text, so none is made.
type Word struct {
	Box
	Glyphs []int32 // indexes of its glyphs in reading order
	Base   float64 // baseline on the v axis of its direction
	Size   float64
	Dir    int // reading direction, see Glyph.Direction
	// Blank is how far blanks printed behind the word reach along the reading
	// direction, points; 0 where none was printed.
	Blank float64
}

// Words cuts the chosen glyphs (all when idx is nil) wherever more than gap em of
// white lies between visible glyphs, printed blanks or not. Between Japanese
// characters, which are set without blanks, 0.55 of that is enough.
func (s *Setter) Words(idx []int32, gap float64) []Word {
	s.part(idx)
	from := len(s.words)
	for dir, items := range s.byDir {
		for _, p := range s.cut(items, gap, true) {
			w := Word{Base: p.base, Size: p.size, Dir: dir, Blank: max(0, p.blank-p.u1)}
			first := len(s.ids)
			for k := range p.items {
				it := &p.items[k]
				if it.blank {
					continue
				}
				if len(s.ids) == first {
					w.Box = s.glyphs[it.i].Box
				} else {
					w.Box = w.Box.Union(s.glyphs[it.i].Box)
				}
				s.ids = append(s.ids, it.i)
			}
			w.Glyphs = s.ids[first:len(s.ids):len(s.ids)]
			s.words = append(s.words, w)
		}
	}
	return s.words[from:len(s.words):len(s.words)]
}

// Direction is the quarter turn of the reading direction: 0 to the right, 1
// downwards, 2 to the left, 3 upwards.
func (g *Glyph) Direction() int {
	d := int(g.Turn)
	if g.Vertical {
		d++
	}
	return d & 3
}

// Blank reports whether the glyph shows nothing.
func (g *Glyph) Blank() bool {
	for _, r := range g.Text {
		if !unseen(r) {
			return false
		}
	}
	return !g.Unknown
}

// unseen reports whether a character shows nothing. It is asked many times of
// every glyph; all blanks of Unicode stand before the Japanese characters, so
// that for these no table is searched.
func unseen(r rune) bool {
	switch {
	case r > '\u3000':
		return r == '\ufeff'
	case r > ' ' && r < 0x7f:
		return false
	}
	return unicode.IsSpace(r) || r == '\u200b'
}

// frame maps a box into the (u, v) frame of a direction.
func frame(dir int, b *Box) (u0, u1, v0, v1 float64) {
	switch dir {
	case 1:
		return b.Top, b.Bottom, -b.X1, -b.X0
	case 2:
		return -b.X1, -b.X0, -b.Bottom, -b.Top
	case 3:
		return -b.Bottom, -b.Top, b.X0, b.X1
	}
	return b.X0, b.X1, b.Top, b.Bottom
}

// item is a glyph on its way into a line. It is kept small, since sorting items
// is most of the work; single precision tells a thousandth of a point apart.
type item struct {
	i        int32
	u0, u1   float32
	base     float32
	size     float32
	dir      uint8
	blank    bool
	wide     bool // its first character is set without blanks between words
	wideLast bool // its last one is
	raised   bool // a superscript of its line
}

// set makes the item of glyph i.
func (it *item) set(g *Glyph, i int32) {
	dir := g.Direction()
	u0, u1, v0, v1 := frame(dir, &g.Box)
	size := g.Size
	if size <= 0 {
		size = max(v1-v0, 1)
	}
	*it = item{i: i, u0: float32(u0), u1: float32(u1), size: float32(size), dir: uint8(dir)}
	r, n := utf8.DecodeRuneInString(g.Text)
	it.wide = wide(r)
	if n == len(g.Text) && n > 0 { // one character, as nearly always
		it.blank = unseen(r) && !g.Unknown
		it.wideLast = it.wide
	} else {
		it.blank = g.Blank()
		r, _ = utf8.DecodeLastRuneInString(g.Text)
		it.wideLast = wide(r)
	}
	if g.Vertical {
		// Origins of vertical text lie on the centre line of the column.
		it.base = float32((v0+v1)/2 + 0.38*size)
		return
	}
	var o float64
	switch dir {
	case 1:
		o = -g.OriginX
	case 2:
		o = -g.OriginY
	case 3:
		o = g.OriginX
	default:
		o = g.OriginY
	}
	if !(o >= v0-size && o <= v1+size) { // no origin given
		o = v1 - 0.2*size
	}
	it.base = float32(o)
}

// reach returns how far the glyph's ink may reach on the v axis.
func (it *item) reach() (above, beneath float64) {
	return float64(it.base - 0.8*it.size), float64(it.base + 0.15*it.size)
}

// part parts the items of the chosen glyphs by direction.
func (s *Setter) part(idx []int32) {
	for dir := range s.byDir {
		s.byDir[dir] = s.byDir[dir][:0]
	}
	if idx == nil {
		for i := range s.items {
			dir := s.items[i].dir
			s.byDir[dir] = append(s.byDir[dir], s.items[i])
		}
		return
	}
	for _, i := range idx {
		dir := s.items[i].dir
		s.byDir[dir] = append(s.byDir[dir], s.items[i])
	}
}

// cut orders items of one direction into baselines and cuts these into pieces,
// with superscripts in the piece they belong to.
func (s *Setter) cut(items []item, gap float64, hard bool) []piece {
	s.pieces = s.pieces[:0]
	s.sort(items)
	// Bands of equal baseline. A band is anchored at its first glyph so that
	// slowly rising baselines cannot chain a page into one line.
	for from := 0; from < len(items); {
		to := from + 1
		for to < len(items) && items[to].base-items[from].base <= sameBaseline*min(items[to].size, items[from].size*1.5) {
			to++
		}
		band := items[from:to]
		if band[0].base != band[len(band)-1].base {
			s.sortAlong(band)
		}
		s.pieces = appendPieces(s.pieces, band, gap, hard)
		from = to
	}
	pieces := s.attachScripts()
	if gap < 0 {
		pieces = joinUneven(pieces)
	}
	return pieces
}

// sort sorts items by baseline and, on one, along the line. They come in runs of
// one baseline, and mostly in the order of their line: sorting the runs leaves
// little else to do.
func (s *Setter) sort(items []item) {
	s.order = s.order[:0]
	for from := 0; from < len(items); from += level(items[from:]) {
		s.order = append(s.order, sortable(float64(items[from].base), from))
	}
	if !slices.IsSorted(s.order) {
		slices.Sort(s.order)
		s.unsorted = append(s.unsorted[:0], items...)
		to := items[:0]
		for _, o := range s.order {
			run := s.unsorted[uint32(o):]
			to = append(to, run[:level(run)]...)
		}
	}
	for from := 0; from < len(items); {
		n := level(items[from:])
		s.sortAlong(items[from : from+n])
		from += n
	}
}

// level returns how many items have the baseline of the first.
func level(items []item) int {
	n := 1
	for n < len(items) && items[n].base == items[0].base {
		n++
	}
	return n
}

// sortAlong sorts items by where they begin on their line, which is the order
// they nearly always have; those that begin at one place by their glyphs.
func (s *Setter) sortAlong(items []item) {
	sorted := true
	for k := 1; k < len(items) && sorted; k++ {
		a, b := &items[k-1], &items[k]
		sorted = a.u0 < b.u0 || a.u0 == b.u0 && a.i < b.i
	}
	if sorted {
		return
	}
	s.order = s.order[:0]
	for k := range items {
		s.order = append(s.order, sortable(float64(items[k].u0), int(items[k].i)))
	}
	slices.Sort(s.order)
	for k, o := range s.order {
		items[k] = s.items[uint32(o)]
	}
}

// piece is a run of items on one baseline without a wide gap.
type piece struct {
	items          []item
	u0, u1         float64
	base, size     float64
	above, beneath float64
	blank          float64 // end of the blanks printed behind it
}

// appendPieces cuts a band, items of one baseline in the order of their line, where
// more than gap em of white follows; hard tells that printed blanks do not bridge
// it.
func appendPieces(pieces []piece, band []item, gap float64, hard bool) []piece {
	var p piece
	first, last := -1, -1 // visible items of the piece at hand
	end := math.Inf(-1)   // of the visible items so far
	lastWide := false
	finish := func(next int) {
		n := last + 1
		p.blank = math.Inf(-1)
		for k := n; k < next; k++ {
			p.blank = max(p.blank, float64(band[k].u1))
		}
		if n < next {
			n++ // keep one blank: it tells that a word ended
		}
		p.items = band[first:n:n]
		pieces = append(pieces, p)
	}
	for i := range band {
		it := &band[i]
		if it.blank {
			continue
		}
		u0, u1, size := float64(it.u0), float64(it.u1), float64(it.size)
		least := gap * size
		if hard && lastWide && it.wide {
			least *= 0.55
		}
		// White that was printed as blanks holds a line together, unless it is so
		// wide that it stands for a tabulator.
		if gap >= 0 && first >= 0 && u0-end > least && (hard || last == i-1 || u0-end > 2*gap*size) {
			finish(i)
			first = -1
		}
		if first < 0 {
			first = i
			p = piece{u0: u0, u1: u1}
		}
		p.u1 = max(p.u1, u1)
		if size > p.size {
			p.size, p.base = size, float64(it.base)
			p.above, p.beneath = it.reach()
		}
		end = max(end, u1)
		last, lastWide = i, it.wide
	}
	if first >= 0 {
		finish(len(band))
	}
	return pieces
}

// joinUneven joins pieces of text that stand side by side at nearly one height:
// a line of which some characters are out of place. Two lines of a text would
// stand one above the other. A text beside two lines, at a height between theirs,
// is of neither.
func joinUneven(pieces []piece) []piece {
	kept := pieces[:0]
	for i := range pieces {
		p := &pieces[i]
		n := len(kept)
		if n > 0 && i+1 < len(pieces) && p.aside(&kept[n-1], &pieces[i+1]) || n > 1 && kept[n-1].aside(&kept[n-2], p) {
			kept = append(kept, *p)
			continue
		}
		if n > 0 && p.base-kept[n-1].base <= unevenBaseline*min(p.size, kept[n-1].size) && kept[n-1].takes(p) {
			continue
		}
		kept = append(kept, *p)
	}
	return kept
}

// aside reports whether p stands left or right of two lines, at heights of both.
func (p *piece) aside(above, below *piece) bool {
	const shared = 0.25 // em of height, with either
	if p.u1 > min(above.u0, below.u0) && p.u0 < max(above.u1, below.u1) || above.beneath > below.above {
		return false
	}
	return above.beneath-p.above > shared*p.size && p.beneath-below.above > shared*p.size
}

// takes joins q to p if the visible characters of one stand beside those of the
// other, and reports whether it did.
func (p *piece) takes(q *piece) bool {
	all := slices.Concat(p.items, q.items)
	slices.SortFunc(all, func(a, b item) int {
		return cmp.Or(cmp.Compare(a.u0+a.u1, b.u0+b.u1), cmp.Compare(a.i, b.i))
	})
	last := -1
	for k := range all {
		if all[k].blank {
			continue
		}
		if last >= 0 && all[last].base != all[k].base && all[last].u1-all[k].u0 > 0.5*min(all[last].u1-all[last].u0, all[k].u1-all[k].u0) {
			return false
		}
		last = k
	}
	if len(q.items) > len(p.items) {
		p.base, p.size, p.above, p.beneath = q.base, q.size, q.above, q.beneath
	}
	p.items, p.u0, p.u1, p.blank = all, min(p.u0, q.u0), max(p.u1, q.u1), max(p.blank, q.blank)
	return true
}

// attachScripts joins small raised or lowered pieces to the line they touch.
func (s *Setter) attachScripts() []piece {
	pieces := s.pieces
	smallest, largest := math.Inf(1), 0.0
	for i := range pieces {
		smallest, largest = min(smallest, pieces[i].size), max(largest, pieces[i].size)
	}
	if smallest > scriptSize*largest {
		return pieces // all of a size, as the text of most cells
	}
	s.gone = slices.Grow(s.gone[:0], len(pieces))[:len(pieces)]
	gone := s.gone
	clear(gone)
	for i := range pieces {
		small := &pieces[i]
		if small.size > scriptSize*largest {
			continue
		}
		for _, step := range [2]int{1, -1} {
			far := i + step*scriptReach
			for k := i + step; k >= 0 && k < len(pieces) && k != far && !gone[i]; k += step {
				p := &pieces[k]
				if math.Abs(p.base-small.base) > 1.2*max(p.size, small.size) {
					break
				}
				if gone[k] || small.size > scriptSize*p.size {
					continue
				}
				if min(small.beneath, p.beneath)-max(small.above, p.above) < 0.5*(small.beneath-small.above) {
					continue
				}
				if small.u0 > p.u1+0.3*p.size || small.u1 < p.u0-0.3*p.size {
					continue
				}
				if small.base < p.base {
					for n := range small.items {
						small.items[n].raised = true
					}
				}
				p.items = append(p.items, small.items...)
				slices.SortStableFunc(p.items, func(a, b item) int {
					switch {
					case a.u0 < b.u0:
						return -1
					case a.u0 > b.u0:
						return 1
					}
					return 0
				})
				p.u0, p.u1 = min(p.u0, small.u0), max(p.u1, small.u1)
				gone[i] = true
			}
		}
	}
	kept := pieces[:0]
	for i := range pieces {
		if !gone[i] {
			kept = append(kept, pieces[i])
		}
	}
	return kept
}
