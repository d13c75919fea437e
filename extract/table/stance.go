package table

import (
	"math"
	"slices"
	"unicode"
)

// How texts stand in their cells. A table keeps to one way: its texts stand in
// the middle of their cells' height, or at the top; those of a column share an
// edge or the middle; the lines of a text follow each other at one pitch. So a
// cell whose text stands otherwise is not the cell that the text was set in,
// and where parts of it hold their parts of the text as the table does, these
// are the cells. That tells a line that was lost from one that was never there.

// Tolerances of stance, in em.
const (
	stanceTol  = 0.25 // by which a text may stand off its place
	stanceRoom = 0.6  // white beside a text for its place to tell anything
	pitchTol   = 0.12 // by which lines of a text may stand further apart
	pitchMost  = 1.9  // from line to line of a text where no more is known
)

// Shares of texts that must agree for their way to be that of the table or
// column, and the least number of texts that tell: for one that stands otherwise
// to be two, and for one to have lost the empty cell beside it.
const (
	stanceShare = 0.7
	stanceFew   = 3
	stanceFirm  = 0.85
	stanceMany  = 5
	pitchShare  = 0.6 // of the lines of texts, those of two in one cell among them
)

// footing is where texts stand along an axis: at the low edge of their cells, in
// the middle or at the high edge, off it by so many points. The zero footing is not
// known.
type footing struct {
	mode keeping
	off  float64
	firm bool // nearly all texts that tell stand there, and many do
}

// keeping is what of their cells texts keep to.
type keeping uint8

const (
	anywhere keeping = iota
	atLow
	atMiddle
	atHigh
)

// of returns how far a text from a to b stands from where m has it in a cell
// from lo to hi.
func (m keeping) of(a, b, lo, hi float64) float64 {
	switch m {
	case atLow:
		return a - lo
	case atHigh:
		return hi - b
	}
	return (a+b)/2 - (lo+hi)/2
}

// holds reports whether a text of a size from a to b stands at the place in a
// cell from lo to hi.
func (p footing) holds(a, b, lo, hi, size float64) bool {
	return math.Abs(p.mode.of(a, b, lo, hi)-p.off) <= stanceTol*size
}

// standing is the extent of a text along an axis, and that of its cell.
type standing struct{ a, b, lo, hi, size float64 }

// tells reports whether the text leaves room, so that its place is no accident.
func (s standing) tells() bool { return (s.hi-s.lo)-(s.b-s.a) > stanceRoom*s.size }

// common returns where most of some of the texts stand; the zero footing where too
// few tell or agree.
func common(texts []standing, of []int32, memory *memory) footing {
	samples := memory.standings.lend(len(of))[:0]
	for _, i := range of {
		if texts[i].tells() {
			samples = append(samples, texts[i])
		}
	}
	if len(samples) < stanceFew {
		return footing{}
	}
	best, most, least := footing{}, 0, 0.0
	offs := make([]float64, len(samples))
	for _, m := range []keeping{atMiddle, atLow, atHigh} {
		for i, s := range samples {
			offs[i] = m.of(s.a, s.b, s.lo, s.hi)
		}
		p := footing{mode: m, off: median(offs)}
		n, spread := 0, 0.0
		for _, s := range samples {
			if p.holds(s.a, s.b, s.lo, s.hi, s.size) {
				n++
			}
			spread += min(math.Abs(m.of(s.a, s.b, s.lo, s.hi)-p.off), s.size)
		}
		if n > most || n == most && spread < least {
			best, most, least = p, n, spread
		}
	}
	if float64(most) < stanceShare*float64(len(samples)) {
		return footing{}
	}
	best.firm = len(samples) >= stanceMany && float64(most) >= stanceFirm*float64(len(samples))
	return best
}

// stance is how the texts of a grid stand. It is learnt when a cell is first
// compared with it: most grids have none that could have lost a line.
type stance struct {
	g      *grid
	byCell [][]*tword
	memory *memory
	at     []int // working memory of borders
	learnt bool
	lines  [][]setLine // of the words of each cell
	pitch  float64     // em from line to line of a text, 0 where not known
	table  footings    // along y, all texts
	down   footings    // along y, by column
	across footings    // along x, lines by column
	rows   footings    // along x, lines by row
	full   []float64   // how wide the lines of each column get
	fills  []bool      // lines of each column go on as long as there is room
}

// footings are where the texts of each of some groups stand, found out for those
// that are asked for.
type footings struct {
	memory *memory
	texts  []standing
	group  []int32   // of each text, -1 for none
	groups [][]int32 // the texts of each
	found  []footing
	asked  []bool
}

// of returns where most texts of group i out of n stand.
func (f *footings) of(i, n int) footing {
	if f.groups == nil {
		f.groups = grouped(f.group, n, func(k int) int32 { return int32(k) })
		f.found, f.asked = make([]footing, n), make([]bool, n)
	}
	if !f.asked[i] {
		f.found[i], f.asked[i] = common(f.texts, f.groups[i], f.memory), true
	}
	return f.found[i]
}

// setLine is a line of a cell's text.
type setLine struct {
	words        []*tword
	x0, x1, base float64
	size         float64
}

// setLines puts words into lines, from top to bottom.
func setLines(words []*tword) []setLine {
	return appendLines(make([]setLine, 0, len(words)), slices.Clone(words))
}

// appendLines puts words into lines, which share the memory of the words.
func appendLines(lines []setLine, ws []*tword) []setLine {
	slices.SortFunc(ws, func(a, b *tword) int { return cmp2(a.base, b.base, a.X0, b.X0) })
	first, from := len(lines), 0
	for i, w := range ws {
		if n := len(lines); n > first && w.base-lines[n-1].base < 0.5*max(w.size, lines[n-1].size) {
			l := &lines[n-1]
			l.words = ws[from : i+1 : i+1]
			l.x0, l.x1 = min(l.x0, w.X0), max(l.x1, w.X1)
			if w.size > l.size { // a raised figure has no baseline of its own
				l.size, l.base = w.size, w.base
			}
			continue
		}
		from = i
		lines = append(lines, setLine{ws[i : i+1 : i+1], w.X0, w.X1, w.base, w.size})
	}
	for i := first; i < len(lines); i++ {
		slices.SortFunc(lines[i].words, func(a, b *tword) int { return cmp2(a.X0, b.X0, a.X1, b.X1) })
	}
	return lines
}

// reach returns from where to where lines reach along y, and their size.
func reach(lines []setLine) (top, bottom, size float64) {
	first, last := &lines[0], &lines[len(lines)-1]
	for i := range lines {
		size = max(size, lines[i].size)
	}
	return first.base - 0.85*first.size, last.base + 0.2*last.size, size
}

// learn looks at the texts of the grid.
func (s *stance) learn() {
	if s.learnt {
		return
	}
	s.learnt = true
	g := s.g
	n := 0
	for _, ws := range s.byCell {
		n += len(ws)
	}
	words, all := s.memory.wordRefs.lend(n)[:0], s.memory.setLines.lend(n)[:0] // shared by all cells
	lines := make([][]setLine, len(g.cells))
	var pitches []float64
	for k, ws := range s.byCell {
		from, to := len(all), len(words)
		words = append(words, ws...)
		all = appendLines(all, words[to:])
		lines[k] = all[from:]
		for i := 1; i < len(lines[k]); i++ {
			a, b := &lines[k][i-1], &lines[k][i]
			pitches = append(pitches, (b.base-a.base)/max(a.size, b.size))
		}
	}
	s.pitch = commonPitch(pitches)
	s.lines = lines
	s.measureLines(lines)
	m := s.memory
	tall, wide := m.standings.lend(len(lines))[:0], m.standings.lend(len(all))[:0] // texts along y, lines along x
	whole, column := m.groups.lend(len(lines))[:0], m.groups.lend(len(lines))[:0]
	lineColumn, lineRow := m.groups.lend(len(all))[:0], m.groups.lend(len(all))[:0]
	for k, c := range g.cells {
		if len(lines[k]) == 0 {
			continue
		}
		col := int32(-1)
		if c.c1 == c.c0+1 {
			col = int32(c.c0)
		}
		if s.oneText(c, lines[k]) {
			top, bottom, size := reach(lines[k])
			tall = append(tall, standing{top, bottom, g.ys[c.r0], g.ys[c.r1], size})
			whole, column = append(whole, 0), append(column, col)
		}
		for _, l := range lines[k] {
			wide = append(wide, standing{l.x0, l.x1, g.xs[c.c0], g.xs[c.c1], l.size})
			lineColumn, lineRow = append(lineColumn, col), append(lineRow, int32(c.r0))
		}
	}
	s.table, s.down = footings{memory: m, texts: tall, group: whole}, footings{memory: m, texts: tall, group: column}
	s.across, s.rows = footings{memory: m, texts: wide, group: lineColumn}, footings{memory: m, texts: wide, group: lineRow}
}

// ofTable returns where the texts of the table stand along y.
func (s *stance) ofTable() footing { return s.table.of(0, 1) }

// ofColumn returns where the texts of a column stand along an axis.
func (s *stance) ofColumn(c int, across bool) footing {
	s.learn()
	if across {
		return s.across.of(c, s.g.cols())
	}
	return s.down.of(c, s.g.cols())
}

// centred reports whether the texts of a row stand in the middle along x.
func (s *stance) centred(r int) bool {
	p := s.rows.of(r, s.g.rows())
	return p.mode == atMiddle && math.Abs(p.off) < stanceTol*s.rows.texts[s.rows.groups[r][0]].size
}

// commonPitch returns the pitch, in em, that most lines have, 0 where too few
// have one.
func commonPitch(pitches []float64) float64 {
	if len(pitches) < stanceFew {
		return 0
	}
	m, n := median(pitches), 0
	for _, p := range pitches {
		if math.Abs(p-m) < pitchTol/2 {
			n++
		}
	}
	if float64(n) < pitchShare*float64(len(pitches)) {
		return 0
	}
	return m
}

// measureLines learns how long lines get before they wrap, and whether all do.
func (s *stance) measureLines(lines [][]setLine) {
	s.full = make([]float64, s.g.cols())
	for k, c := range s.g.cells {
		if c.c1 == c.c0+1 {
			for _, l := range lines[k] {
				s.full[c.c0] = max(s.full[c.c0], l.x1-l.x0)
			}
		}
	}
	wrapped, short := make([]int, s.g.cols()), make([]int, s.g.cols())
	for k, c := range s.g.cells {
		for i := 1; i < len(lines[k]); i++ {
			if goesOn(&lines[k][i]) {
				wrapped[c.c0]++
				if s.short(c, &lines[k][i-1], &lines[k][i]) {
					short[c.c0]++
				}
			}
		}
	}
	s.fills = make([]bool, s.g.cols())
	for c := range s.fills {
		s.fills[c] = wrapped[c] >= stanceMany && float64(short[c]) <= (1-stanceShare)*float64(wrapped[c])
	}
}

// goesOn reports whether a line may be the rest of a text: what brackets open and
// what is counted may begin a line on purpose, and a character alone ends a word.
func goesOn(l *setLine) bool {
	w := l.words[0]
	return w.cjk && w.n > 1 && w.first >= 0x3000 && w.first < 0xff00 && unicode.IsLetter(w.first)
}

// short reports whether a line of a cell ends although the first characters of
// the next would have had room in it.
func (s *stance) short(c rect, a, b *setLine) bool {
	return c.c1 == c.c0+1 && a.x1-a.x0+b.words[0].head+stanceRoom*b.size < s.full[c.c0]
}

// oneText reports whether lines of a cell follow each other as those of one text
// do.
func (s *stance) oneText(c rect, lines []setLine) bool {
	for i := 1; i < len(lines); i++ {
		a, b := &lines[i-1], &lines[i]
		if s.apart(a, b) || s.fills[c.c0] && goesOn(b) && s.short(c, a, b) {
			return false
		}
	}
	return true
}

// apart reports whether line b does not follow a as the next of its text does.
func (s *stance) apart(a, b *setLine) bool {
	most := pitchMost
	if s.pitch > 0 {
		most = s.pitch + pitchTol
	}
	if len(a.words) == 1 && len(b.words) == 1 && a.words[0].n == 1 && b.words[0].n == 1 {
		return false // characters set one below the other
	}
	return (b.base-a.base)/max(a.size, b.size) > most
}

// fitsDown reports whether lines stand in a cell as texts of the table do along
// y, as one text. A whole cell, which nothing speaks against yet, may do so in any
// way that the table knows.
func (s *stance) fitsDown(c rect, lines []setLine, whole bool) bool {
	if !s.oneText(c, lines) {
		return false
	}
	top, bottom, size := reach(lines)
	lo, hi := s.g.ys[c.r0], s.g.ys[c.r1]
	own := s.ofColumn(c.c0, false)
	if c.c1 > c.c0+1 || own.mode == anywhere {
		own = s.ofTable()
	}
	if own.mode != anywhere && own.holds(top, bottom, lo, hi, size) {
		return true
	}
	if !whole {
		return false
	}
	// A header stands in the middle though the texts below it do not.
	table := s.ofTable()
	return table.mode == anywhere || table.holds(top, bottom, lo, hi, size) || footing{mode: atMiddle}.holds(top, bottom, lo, hi, size)
}

// fitsAcross reports whether every line stands in a cell as those of its columns
// or row do along x, and is one text.
func (s *stance) fitsAcross(c rect, lines []setLine) bool {
	lo, hi := s.g.xs[c.c0], s.g.xs[c.c1]
	for i := range lines {
		l := &lines[i]
		for k := 1; k < len(l.words); k++ {
			a, b := l.words[k-1], l.words[k]
			if b.X0-a.X1 > l.size && a.blank < 0.7*(b.X0-a.X1) && (a.n > 1 || b.n > 1) {
				return false // no characters set apart
			}
		}
		if l.x0 < lo-1 || l.x1 > hi+1 {
			return false
		}
		h := standing{l.x0, l.x1, lo, hi, l.size}
		if !h.tells() {
			continue
		}
		ok := s.centred(c.r0) && math.Abs(atMiddle.of(l.x0, l.x1, lo, hi)) <= stanceTol*l.size
		for _, col := range [2]int{c.c0, c.c1 - 1} {
			p := s.ofColumn(col, true)
			ok = ok || p.mode != anywhere && p.holds(l.x0, l.x1, lo, hi, l.size)
		}
		if !ok {
			return false
		}
	}
	return true
}
