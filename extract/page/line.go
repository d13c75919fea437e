package page

import (
	"math"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// How lines are found. Glyphs are looked at in the frame of their own reading
// direction: u runs along the line, v from one line to the next, so horizontal,
// vertical (縦書き) and turned text go through the same code. Glyphs of one
// baseline form a line, ordered by u; small raised or lowered glyphs
// (superscripts, note marks) join the line they touch. Raised figures behind a
// figure become superscript characters, since 10³ is not 103 nor 412¹⁾ 4121;
// behind all else they stay as they are (m2, CO2, 推移1)). A blank appears in
// the text where one was printed, or where Latin characters stand apart by more
// than the tracking of the line; Japanese is never given blanks it does not
// have, since 均等割付 spreads a word's characters over the whole cell.

// Thresholds of the line finder, in units of the font size (em).
const (
	sameBaseline = 0.22 // baselines nearer than this are one line
	wordGap      = 0.14 // more white than this between Latin glyphs is a blank
	lineGap      = 2.5  // more white than this ends a line; see Lines
	scriptSize   = 0.87 // a superscript is no larger than this share of its line; browsers set 0.83
)

// scriptReach is how many pieces up and down the page are looked at for the one
// a superscript touches. No page has as many side by side; a page made up to
// waste time would be looked at for its pieces squared.
const scriptReach = 2048

// Line is a line of text as printed, in one reading direction.
type Line struct {
	Box              // of its visible glyphs
	Text     string  // blanks as printed, without leading and trailing ones
	Glyphs   []int32 // indexes of its glyphs in reading order, blanks included
	Size     float64 // dominant font size, points
	Base     float64 // baseline on the v axis of its direction, points
	Turn     Turn
	Vertical bool
	Bold     bool
	// SpaceAfter tells that a blank was printed behind the last visible glyph.
	SpaceAfter bool
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

// frame maps a box and a point into the (u, v) frame of a direction.
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
	i      int32
	u0, u1 float32
	base   float32
	size   float32
	blank  bool
	wide   bool // set without blanks between words
	raised bool // a superscript of its line
}

// reach returns how far the glyph's ink may reach on the v axis.
func (it *item) reach() (above, beneath float64) {
	return float64(it.base - 0.8*it.size), float64(it.base + 0.15*it.size)
}

func newItem(glyphs []Glyph, i int32, dir int) item {
	g := &glyphs[i]
	u0, u1, v0, v1 := frame(dir, &g.Box)
	size := g.Size
	if size <= 0 {
		size = max(v1-v0, 1)
	}
	it := item{i: i, u0: float32(u0), u1: float32(u1), size: float32(size)}
	r, n := utf8.DecodeRuneInString(g.Text)
	it.wide = wide(r)
	if n == len(g.Text) && n > 0 { // one character, as nearly always
		it.blank = unseen(r) && !g.Unknown
	} else {
		it.blank = g.Blank()
	}
	if g.Vertical {
		// Origins of vertical text lie on the centre line of the column.
		it.base = float32((v0+v1)/2 + 0.38*size)
		return it
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
	return it
}

// Lines groups the chosen glyphs of a page (all when idx is nil) into lines.
// A line ends where more white than gap em follows (lineGap when gap is 0; a
// negative gap never ends a line). Lines come ordered by direction, then from
// line to line, then along the line.
func Lines(glyphs []Glyph, idx []int32, gap float64) []Line {
	if gap == 0 {
		gap = lineGap
	}
	d := drafts.Get().(*draft)
	defer drafts.Put(d)
	d.split(glyphs, idx)
	var lines []Line
	for dir := range d.byDir {
		if len(d.byDir[dir]) > 0 {
			lines = d.appendLines(lines, glyphs, d.byDir[dir], gap)
		}
	}
	return lines
}

// draft is the working memory of Lines and Words, which are called for each cell
// of a table.
type draft struct {
	byDir    [4][]item
	pieces   []piece
	order    []uint64 // baseline and index, see sortable
	unsorted []item
}

var drafts = sync.Pool{New: func() any { return new(draft) }}

// split makes items of the chosen glyphs, by direction.
func (d *draft) split(glyphs []Glyph, idx []int32) {
	for dir := range d.byDir {
		d.byDir[dir] = d.byDir[dir][:0]
	}
	add := func(i int32) {
		dir := glyphs[i].Direction()
		d.byDir[dir] = append(d.byDir[dir], newItem(glyphs, i, dir))
	}
	if idx == nil {
		for i := range glyphs {
			add(int32(i))
		}
		return
	}
	for _, i := range idx {
		add(i)
	}
}

// appendLines makes the lines of one direction.
func (d *draft) appendLines(lines []Line, glyphs []Glyph, items []item, gap float64) []Line {
	d.bands(items, gap, false)
	pieces := attachScripts(d.pieces)
	lines = slices.Grow(lines, len(pieces))
	ids := make([]int32, 0, len(items)) // shared by the lines
	for i := range pieces {
		from := len(ids)
		for k := range pieces[i].items {
			ids = append(ids, pieces[i].items[k].i)
		}
		if l, ok := makeLine(glyphs, pieces[i].items); ok {
			l.Glyphs = ids[from:len(ids):len(ids)]
			lines = append(lines, l)
		}
	}
	return lines
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

// Words cuts the chosen glyphs of a page (all when idx is nil) wherever more
// than gap em of white lies between visible glyphs, printed blanks or not.
// Between Japanese characters, which are set without blanks, 0.55 of that is
// enough.
func Words(glyphs []Glyph, idx []int32, gap float64) []Word {
	var words []Word
	d := drafts.Get().(*draft)
	defer drafts.Put(d)
	d.split(glyphs, idx)
	n := 0
	for dir := range d.byDir {
		n += len(d.byDir[dir])
	}
	ids := make([]int32, 0, n) // shared by all words
	for dir := range d.byDir {
		if len(d.byDir[dir]) == 0 {
			continue
		}
		d.bands(d.byDir[dir], gap, true)
		pieces := attachScripts(d.pieces)
		words = slices.Grow(words, len(pieces))
		for _, p := range pieces {
			w := Word{Base: p.base, Size: p.size, Dir: dir, Blank: max(0, p.blank-p.u1)}
			from := len(ids)
			for _, it := range p.items {
				if it.blank {
					continue
				}
				if len(ids) == from {
					w.Box = glyphs[it.i].Box
				} else {
					w.Box = w.Box.Union(glyphs[it.i].Box)
				}
				ids = append(ids, it.i)
			}
			w.Glyphs = ids[from:len(ids):len(ids)]
			words = append(words, w)
		}
	}
	return words
}

// bands orders items into baselines and cuts these into pieces.
func (d *draft) bands(items []item, gap float64, hard bool) {
	d.pieces = d.pieces[:0]
	d.sort(items)
	// Bands of equal baseline. A band is anchored at its first glyph so that
	// slowly rising baselines cannot chain a page into one line.
	for from := 0; from < len(items); {
		to := from + 1
		for to < len(items) && items[to].base-items[from].base <= sameBaseline*min(items[to].size, items[from].size*1.5) {
			to++
		}
		part := items[from:to]
		if part[0].base != part[len(part)-1].base {
			sortAlong(part)
		}
		d.pieces = appendPieces(d.pieces, part, gap, hard)
		from = to
	}
}

// sort sorts items by baseline and, on one, along the line. Few have a baseline
// of their own, and most come in the order of their line: to sort numbers that
// stand for baselines leaves little else to do.
func (d *draft) sort(items []item) {
	d.order = d.order[:0]
	for k := range items {
		d.order = append(d.order, sortable(float64(items[k].base), k))
	}
	if !slices.IsSorted(d.order) {
		slices.Sort(d.order)
		d.unsorted = append(d.unsorted[:0], items...)
		for k, o := range d.order {
			items[k] = d.unsorted[uint32(o)]
		}
	}
	for from := 0; from < len(items); {
		to := from + 1
		for to < len(items) && items[to].base == items[from].base {
			to++
		}
		sortAlong(items[from:to])
		from = to
	}
}

// sortAlong sorts items by where they begin on their line, which is the order
// they nearly always have.
func sortAlong(items []item) {
	for k := 1; k < len(items); k++ {
		a, b := &items[k-1], &items[k]
		if !(a.u0 < b.u0 || a.u0 == b.u0 && a.i < b.i) {
			slices.SortFunc(items, alongLine)
			return
		}
	}
}

// alongLine compares items by where they begin on their line.
func alongLine(a, b item) int {
	switch {
	case a.u0 < b.u0:
		return -1
	case a.u0 > b.u0:
		return 1
	}
	return int(a.i) - int(b.i)
}

// piece is a run of items on one baseline without a wide gap.
type piece struct {
	items          []item
	u0, u1         float64
	base, size     float64
	above, beneath float64
	blank          float64 // end of the blanks printed behind it
}

func appendPieces(pieces []piece, part []item, gap float64, hard bool) []piece {
	cut := func(p []item) {
		for len(p) > 0 && p[0].blank {
			p = p[1:]
		}
		end := math.Inf(-1)
		for k := len(p) - 1; k >= 0 && p[k].blank; k-- {
			end = max(end, float64(p[k].u1))
		}
		n := len(p)
		for n > 1 && p[n-1].blank && p[n-2].blank {
			n-- // keep one blank: it tells that a word ended
		}
		if n == 0 {
			return
		}
		pc := piece{items: p[:n:n], u0: float64(p[0].u0), u1: float64(p[0].u1), blank: end}
		for _, it := range pc.items {
			if it.blank {
				continue
			}
			pc.u1 = max(pc.u1, float64(it.u1))
			if size := float64(it.size); size > pc.size {
				pc.size, pc.base = size, float64(it.base)
				pc.above, pc.beneath = it.reach()
			}
		}
		pieces = append(pieces, pc)
	}
	from := 0
	seen := false
	var end float64 // of the visible glyphs so far
	lastWide := false
	for i := range part {
		it := &part[i]
		if it.blank {
			continue
		}
		u0, u1, size := float64(it.u0), float64(it.u1), float64(it.size)
		least := gap * size
		if hard && lastWide && it.wide {
			least *= 0.55
		}
		lastWide = it.wide
		if gap >= 0 && seen && u0-end > least {
			// White that was printed as blanks holds a line together, unless
			// it is so wide that it stands for a tabulator.
			printed := 0
			for k := i - 1; k >= from && part[k].blank; k-- {
				printed++
			}
			if hard || printed == 0 || u0-end > 2*gap*size {
				cut(part[from:i])
				from = i
			}
		}
		if !seen || u1 > end {
			end = u1
		}
		seen = true
	}
	cut(part[from:])
	return pieces
}

// attachScripts joins small raised or lowered pieces to the line they touch.
func attachScripts(pieces []piece) []piece {
	smallest, largest := math.Inf(1), 0.0
	for i := range pieces {
		smallest, largest = min(smallest, pieces[i].size), max(largest, pieces[i].size)
	}
	if smallest > scriptSize*largest {
		return pieces // all of a size, as the text of most cells
	}
	gone := make([]bool, len(pieces))
	for i := range pieces {
		s := &pieces[i]
		if s.size > scriptSize*largest {
			continue
		}
		for _, step := range [2]int{1, -1} {
			far := i + step*scriptReach
			for k := i + step; k >= 0 && k < len(pieces) && k != far && !gone[i]; k += step {
				p := &pieces[k]
				if math.Abs(p.base-s.base) > 1.2*max(p.size, s.size) {
					break
				}
				if gone[k] || s.size > scriptSize*p.size {
					continue
				}
				if min(s.beneath, p.beneath)-max(s.above, p.above) < 0.5*(s.beneath-s.above) {
					continue
				}
				if s.u0 > p.u1+0.3*p.size || s.u1 < p.u0-0.3*p.size {
					continue
				}
				if s.base < p.base {
					for n := range s.items {
						s.items[n].raised = true
					}
				}
				p.items = append(p.items, s.items...)
				slices.SortStableFunc(p.items, func(a, b item) int {
					switch {
					case a.u0 < b.u0:
						return -1
					case a.u0 > b.u0:
						return 1
					}
					return 0
				})
				p.u0, p.u1 = min(p.u0, s.u0), max(p.u1, s.u1)
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

// makeLine sets all of a line but its glyphs from its items.
func makeLine(glyphs []Glyph, items []item) (Line, bool) {
	var l Line
	length := 0
	for k := range items {
		length += len(glyphs[items[k].i].Text)
	}
	var text strings.Builder
	text.Grow(length)
	seen, bold := 0, 0
	var last item
	var lastRune rune
	power := false // the last visible glyph was written as a superscript
	blank := false // a blank was printed since the last visible glyph
	tracking := tracking(items)
	for k, it := range items {
		g := &glyphs[it.i]
		if it.blank {
			blank = blank || seen > 0 && it.u1-it.u0 > 0.05*it.size
			if seen > 0 {
				last.u1 = max(last.u1, min(it.u1, last.u1+2*it.size))
			}
			continue
		}
		first, _ := utf8.DecodeRuneInString(g.Text)
		if seen == 0 {
			l.Box, l.Turn, l.Vertical, l.Base = g.Box, g.Turn, g.Vertical, float64(it.base)
		} else {
			l.Box = l.Box.Union(g.Box)
			white := it.u0 - last.u1
			switch {
			case blank:
				text.WriteString(printedBlank(glyphs, items[:k]))
			case white > tracking+wordGap*max(it.size, last.size) && !(wide(first) && wide(lastRune)):
				// Between a Japanese and a Latin character composing programs
				// leave a quarter em of their own (四分アキ).
				if wide(first) || wide(lastRune) {
					if white > tracking+0.45*it.size {
						text.WriteByte(' ')
					}
				} else {
					text.WriteByte(' ')
				}
			case white > tracking+1.2*it.size:
				text.WriteByte(' ')
			}
		}
		blank = false
		power = it.raised && (power || !last.raised && unicode.IsDigit(lastRune) && (unicode.IsDigit(first) || minus(first)))
		switch {
		case g.Unknown && g.Text == "":
			text.WriteRune(utf8.RuneError)
		case power:
			text.WriteString(superscripts.Replace(g.Text))
		default:
			text.WriteString(g.Text)
		}
		if g.Bold {
			bold++
		}
		if size := float64(it.size); size > l.Size {
			l.Size, l.Base = size, float64(it.base)
		}
		lastRune, _ = utf8.DecodeLastRuneInString(g.Text)
		last = it
		seen++
	}
	l.SpaceAfter = blank
	l.Bold = seen > 0 && bold*2 > seen
	l.Text = strings.TrimSpace(text.String())
	return l, seen > 0
}

// superscripts writes figures and what goes with them as Unicode's superscript
// characters.
var superscripts = strings.NewReplacer(
	"0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴", "5", "⁵", "6", "⁶", "7", "⁷", "8", "⁸", "9", "⁹",
	"０", "⁰", "１", "¹", "２", "²", "３", "³", "４", "⁴", "５", "⁵", "６", "⁶", "７", "⁷", "８", "⁸", "９", "⁹",
	"-", "⁻", "−", "⁻", "－", "⁻", ")", "⁾", "）", "⁾")

// minus reports whether a rune stands for a minus before an exponent.
func minus(r rune) bool { return r == '-' || r == '−' || r == '－' }

// printedBlank returns the blanks that end items: an ideographic one where one
// was printed, else a single plain blank.
func printedBlank(glyphs []Glyph, items []item) string {
	from := len(items)
	for from > 0 && items[from-1].blank {
		from--
	}
	var b strings.Builder
	for _, it := range items[from:] {
		if strings.ContainsRune(glyphs[it.i].Text, '\u3000') {
			b.WriteRune('\u3000')
		}
	}
	if b.Len() == 0 {
		return " "
	}
	return b.String()
}

// tracking is the white that a line has between all of its glyphs, so that
// words set with letter-spacing are not taken apart: the lower quartile of the
// gaps, and 0 unless most gaps are about as wide.
func tracking(items []item) float32 {
	var room [64]float32
	gaps := room[:0]
	prev := -1
	for k := range items {
		if items[k].blank {
			prev = -1
			continue
		}
		if prev >= 0 {
			gaps = append(gaps, items[k].u0-items[prev].u1)
		}
		prev = k
		if len(gaps) == cap(gaps) {
			break
		}
	}
	if len(gaps) < 2 {
		return 0
	}
	slices.Sort(gaps)
	q := gaps[len(gaps)/4]
	if q <= 0 {
		return 0
	}
	return q
}

// wide reports whether a rune belongs to text that is set without blanks
// between words.
func wide(r rune) bool {
	return r >= 0x2e80 && r <= 0x9fff || r >= 0xf900 && r <= 0xfaff || r >= 0xff00 && r <= 0xffef ||
		r >= 0x20000 && r <= 0x3ffff || r >= 0x2460 && r <= 0x27bf || r >= 0x2010 && r <= 0x203b && r != '\u2019' && r != '\u2018'
}

// Join puts the lines of one cell or paragraph together. Wrapped Japanese is
// joined without a blank. Latin text gets one where one was printed at the end
// of the line, or where the line broke although its next character would still
// have fitted into measure (the width in points available to each line): then
// it broke between words.
func Join(glyphs []Glyph, lines []Line, measure float64) string {
	var b strings.Builder
	for i := range lines {
		if i > 0 {
			prev, next := &lines[i-1], &lines[i]
			last, _ := utf8.DecodeLastRuneInString(prev.Text)
			first, _ := utf8.DecodeRuneInString(next.Text)
			if latin(last) && latin(first) {
				room := measure - prev.length()
				need := next.firstAdvance(glyphs) * 1.02
				if figure(last) && figure(first) {
					// A figure goes on over the end of a narrow cell, with the
					// cell's padding and what may not begin a line left free.
					if inBrackets(prev.Text) {
						need = measure
					}
					need *= 3
				}
				if prev.SpaceAfter || room > need {
					b.WriteByte(' ')
				}
			} else if prev.SpaceAfter && (latin(last) || latin(first)) && !wide(last) && !wide(first) {
				b.WriteByte(' ')
			}
		}
		b.WriteString(lines[i].Text)
	}
	return b.String()
}

// figure reports whether a rune is part of a number.
func figure(r rune) bool { return r >= '0' && r <= '9' || r == '.' || r == ',' }

// inBrackets reports whether a text ends within brackets it has opened.
func inBrackets(s string) bool {
	return strings.LastIndexAny(s, "(（【［〔") > strings.LastIndexAny(s, ")）】］〕")
}

// latin reports whether a rune is of a script written with blanks between
// words, or a digit or sign among them.
func latin(r rune) bool { return r > ' ' && !wide(r) }

// length returns the extent of the line along its reading direction.
func (l *Line) length() float64 {
	if (int(l.Turn)+b2i(l.Vertical))&1 == 1 {
		return l.Height()
	}
	return l.Width()
}

func (l *Line) firstAdvance(glyphs []Glyph) float64 {
	if len(l.Glyphs) == 0 || int(l.Glyphs[0]) >= len(glyphs) {
		return l.Size / 2
	}
	u0, u1, _, _ := frame((int(l.Turn)+b2i(l.Vertical))&3, &glyphs[l.Glyphs[0]].Box)
	return u1 - u0
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}
