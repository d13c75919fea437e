package table

import (
	"math"
	"slices"
	"strings"
	"unicode"
)

// How missing lines are mended. A line that a producer or a scanner lost makes
// one cell of two, which reads like a merged cell. It is taken apart again where
// the grid around it has a border there and its texts keep to both sides of it:
// words in two columns with white at the border, or figures at the heights of
// two rows. What was mended is believed less, and the page says so, so that a
// person looks once.

// mend takes apart cells of a region's closed grid that seem to have lost a line.
// ByCell has the words of each cell.
func (g *grid) mend(r *region, byCell [][]*tword) {
	words, byCell := g.cutWords(r.words, byCell)
	byCell = g.mendColumns(words, byCell)
	s := &stance{g: g, byCell: byCell, memory: r.memory}
	cutDrawn := func() bool { return g.cutDrawn(r.h, r.v) }
	for _, mend := range []func() bool{cutDrawn, s.mendRows, cutDrawn, func() bool { return s.mendAngles(r.h, r.v) }} {
		if mend() {
			g.order()
			byCell = g.byCell(words)
			*s = stance{g: g, byCell: byCell, memory: r.memory}
		}
	}
	changed := false
	for k, n := 0, len(g.cells); k < n; k++ {
		if c := &g.cells[k]; c.r1-c.r0 == 1 && c.c1-c.c0 == 1 || len(byCell[k]) == 0 {
			continue // nothing to take apart
		}
		whole := s.whole(k)
		parts := s.parts(whole)
		if len(parts) < 2 {
			g.cells[k].several = s.several(whole)
			continue
		}
		changed = true
		for i, p := range parts {
			p.mended = true
			if i == 0 {
				g.cells[k] = p.rect
			} else {
				g.cells = append(g.cells, p.rect)
			}
		}
	}
	if changed {
		g.order()
	}
}

// cutDrawn parts the cells that were taken from a neighbour where a line is drawn
// across what is left of them: it ended in nothing before, at the line that was lost.
func (g *grid) cutDrawn(h, v []ruling) bool {
	before := len(g.cells)
	for k := 0; k < len(g.cells); k++ { // those that are cut off too
		c := g.cells[k]
		if !c.mended && !c.inferred {
			continue
		}
		for r := c.r0 + 1; r < c.r1; r++ {
			if covered(h, g.ys[r], g.xs[c.c0], g.xs[c.c1]) {
				rest := c
				rest.r0, c.r1 = r, r
				g.cells = append(g.cells, rest)
			}
		}
		for x := c.c0 + 1; x < c.c1; x++ {
			if covered(v, g.xs[x], g.ys[c.r0], g.ys[c.r1]) {
				rest := c
				rest.c0, c.c1 = x, x
				g.cells = append(g.cells, rest)
			}
		}
		g.cells[k] = c
	}
	return len(g.cells) > before
}

// cutWords parts the words that stand across a side of their cell and have white
// there, since the texts of two cells meet, and returns all words and those of each
// cell.
func (g *grid) cutWords(words []*tword, byCell [][]*tword) ([]*tword, [][]*tword) {
	parts := map[*tword]*[2]tword{}
	for k, ws := range byCell {
		for _, w := range ws {
			x := g.xs[g.cells[k].c0]
			if w.X0 >= x-1 {
				x = g.xs[g.cells[k].c1]
			}
			if w.X0 >= x-1 || w.X1 <= x+1 {
				continue
			}
			if l, r, ok := w.split(x); ok {
				parts[w] = &[2]tword{l, r}
			}
		}
	}
	if len(parts) == 0 {
		return words, byCell
	}
	words = slices.Clone(words)
	for i, w := range words {
		if p := parts[w]; p != nil {
			words[i] = &p[0]
			words = append(words, &p[1])
		}
	}
	g.held = nil // other words
	return words, g.byCell(words)
}

// several reports whether a cell that could not be taken apart holds more than
// one text all the same, or is what is left of a region that is no rectangle.
func (s *stance) several(p piece) bool {
	if p.region != 0 {
		return !s.fits(p, true, false) || !s.fits(p, false, true)
	}
	return p.r1-p.r0 > 1 && !s.oneText(p.rect, p.lines)
}

// piece is a part of a cell with the words that stand in it, and their lines.
type piece struct {
	rect
	words []*tword
	lines []setLine // nil until asked for
}

// whole returns cell k as one piece.
func (s *stance) whole(k int) piece {
	s.learn()
	return piece{s.g.cells[k], s.byCell[k], s.lines[k]}
}

// maxParts bounds the rows or columns of a cell that are looked at.
const maxParts = 60

// parts takes a cell apart, along x and then along y, into those that its words
// were set in; none where it is whole.
func (s *stance) parts(p piece) []piece {
	if p.r1-p.r0 > maxParts || p.c1-p.c0 > maxParts {
		return nil
	}
	across := s.divide(p, true)
	if across == nil {
		return s.divide(p, false)
	}
	var out []piece
	for _, q := range across {
		if down := s.divide(q, false); down != nil {
			out = append(out, down...)
		} else {
			out = append(out, q)
		}
	}
	return out
}

// divide takes a cell apart along one axis: into the fewest parts that hold
// their words as the table does, if the whole does not; none where it is whole.
// Parts begin where cells beside them do. One part may be empty beside one that is a
// single row or column.
func (s *stance) divide(p piece, across bool) []piece {
	borders := s.borders(p.rect, across)
	if len(borders) < 3 || len(p.words) == 0 || s.fits(p, across, true) {
		return nil
	}
	if across && s.g.oneEach(p.rect, p.words) {
		var out []piece
		for i := 1; i < len(borders); i++ {
			out = append(out, s.part(p.rect, p.words, borders[i-1], borders[i], true))
		}
		return out
	}
	words := p.words
	if across {
		words = s.splitAt(words, borders)
	}
	type state struct {
		cost  int
		from  int
		empty int
		wide  bool // holds words in more than one row or column
		piece piece
	}
	best := make([]state, len(borders))
	for j := 1; j < len(borders); j++ {
		best[j].cost = math.MaxInt32
		for i := 0; i < j; i++ {
			if best[i].cost == math.MaxInt32 {
				continue
			}
			q := s.part(p.rect, words, borders[i], borders[j], across)
			if q.words != nil && (!s.fits(q, across, false) || i > 0 && (!begins(q.words, words, across) || !across && s.wrappedAt(p, s.g.ys[borders[i]]))) {
				continue
			}
			st := state{cost: best[i].cost + 2, from: i, empty: best[i].empty, wide: best[i].wide, piece: q}
			if q.words == nil {
				st.empty, st.cost = st.empty+1, st.cost+1
			} else if borders[j]-borders[i] > 1 {
				st.wide = true
			}
			if st.empty > 1 || st.empty == 1 && (st.wide || !s.known(p.rect, across)) {
				continue
			}
			if st.cost < best[j].cost {
				best[j] = st
			}
		}
	}
	if best[len(borders)-1].cost == math.MaxInt32 {
		return nil
	}
	var out []piece
	held := 0
	for j := len(borders) - 1; j > 0; j = best[j].from {
		out = append(out, best[j].piece)
		held += len(best[j].piece.words)
	}
	if held < len(words) {
		return nil // a word stands across a border
	}
	if best[len(borders)-1].empty > 0 && s.usual(p.rect, across) {
		return nil
	}
	slices.Reverse(out)
	return out
}

// fits reports whether a part holds its words as the table does along an axis.
func (s *stance) fits(p piece, across, whole bool) bool {
	s.learn()
	if p.lines == nil {
		p.lines = setLines(p.words)
	}
	if across {
		return s.fitsAcross(p.rect, p.lines)
	}
	return s.fitsDown(p.rect, p.lines, whole)
}

// known reports whether texts of a cell's own column keep to one place, so that
// one that stands otherwise has lost its cell.
func (s *stance) known(c rect, across bool) bool {
	if across {
		return s.ofColumn(c.c0, true).firm || s.ofColumn(c.c1-1, true).firm
	}
	return s.ofColumn(c.c0, false).firm
}

// usual reports whether another cell of a cell's extent along an axis holds its
// text otherwise than the table does too: then both were meant to.
func (s *stance) usual(c rect, across bool) bool {
	for k := range s.byCell { // parts that cells were taken into stand behind these
		o := s.g.cells[k]
		same := o.r0 == c.r0 && o.r1 == c.r1 && o.c0 != c.c0
		if across {
			same = o.c0 == c.c0 && o.c1 == c.c1 && o.r0 != c.r0
		}
		if same && len(s.byCell[k]) > 0 && !s.fits(s.whole(k), across, true) {
			return true
		}
	}
	return false
}

// wrappedAt reports whether a text of a cell goes on over a height because its line
// there had no room for more.
func (s *stance) wrappedAt(p piece, y float64) bool {
	lines := p.lines
	if lines == nil {
		lines = setLines(p.words)
	}
	n, ok := belowLine(lines, y)
	return ok && n > 0 && n < len(lines) && s.wrapped(p.rect, &lines[n-1], &lines[n])
}

// wrapped reports whether line b of a cell goes on with a, which had no room for
// more.
func (s *stance) wrapped(c rect, a, b *setLine) bool {
	room := s.g.xs[c.c1] - s.g.xs[c.c0] - (a.x1 - a.x0) - b.words[0].head
	return goesOn(b) && !s.apart(a, b) && c.c1 == c.c0+1 && !s.short(c, a, b) && room < (2*maxPadding+stanceRoom)*b.size
}

// begins reports whether the words of a part may be a text of their own, among
// all those of a cell: what a bracket opens belongs to what stands before it, and
// characters set apart are one word, and one alone is the end of a wrapped one.
func begins(part, all []*tword, across bool) bool {
	first := slices.MinFunc(part, func(a, b *tword) int { return cmp2(a.base, b.base, a.X0, b.X0) })
	letter := func(w *tword) bool { return w.n == 1 && w.cjk && unicode.IsLetter(w.first) }
	if !across {
		return !strings.ContainsRune("（(［[【〔", first.first) && (len(part) > 1 || !letter(first))
	}
	var before *tword
	for _, w := range all {
		if w.X1 <= first.X0 && math.Abs(w.base-first.base) < 0.3*w.size && (before == nil || w.X1 > before.X1) {
			before = w
		}
	}
	return before == nil || !letter(before) || !first.cjk || !unicode.IsLetter(first.first)
}

// oneEach reports whether a cell over three columns or more has a text in each of
// them and none across: a row of cells that was drawn without lines between.
func (g *grid) oneEach(cell rect, words []*tword) bool {
	if cell.c1-cell.c0 < 3 || cell.r1-cell.r0 > 1 {
		return false
	}
	n := make([]int, cell.c1-cell.c0)
	for _, w := range words {
		for c := cell.c0; c < cell.c1; c++ {
			if w.X0 >= g.xs[c]-1 && w.X1 <= g.xs[c+1]+1 {
				n[c-cell.c0] += w.n
			}
		}
	}
	for _, k := range n {
		if k < 2 {
			return false
		}
	}
	for _, x := range g.xs[cell.c0+1 : cell.c1] {
		behind := slices.DeleteFunc(slices.Clone(words), func(w *tword) bool { return w.X0 < x-1 })
		if !begins(behind, words, true) {
			return false
		}
	}
	return true
}

// borders returns where parts of a cell may begin and end along an axis. They stand
// until those of the next cell are asked for.
func (s *stance) borders(c rect, across bool) []int {
	from, to := c.ends(across)
	s.at = append(s.at[:0], *from)
	for k := *from + 1; k < *to; k++ {
		var begins bool
		if across {
			above, below := s.beside(c, k, -1, true), s.beside(c, k, 1, true)
			begins = above != nil && above.c0 == k || below != nil && below.c0 == k
		} else {
			left, right := s.beside(c, k, -1, false), s.beside(c, k, 1, false)
			begins = left != nil && left.r0 == k || right != nil && right.r0 == k
		}
		if begins {
			s.at = append(s.at, k)
		}
	}
	s.at = append(s.at, *to)
	return s.at
}

// beside returns the cell on one side of a cell at row k, or across at column k:
// the next one that does not reach over the same rows or columns, since a line may
// be lost in several cells side by side.
func (s *stance) beside(c rect, k, step int, across bool) *rect {
	for at := c; ; {
		var o *rect
		switch {
		case across && step < 0:
			o = s.g.slotCell(at.r0-1, k)
		case across:
			o = s.g.slotCell(at.r1, k)
		case step < 0:
			o = s.g.slotCell(k, at.c0-1)
		default:
			o = s.g.slotCell(k, at.c1)
		}
		same := o != nil && o.r0 == c.r0 && o.r1 == c.r1
		if across {
			same = o != nil && o.c0 == c.c0 && o.c1 == c.c1
		}
		if !same {
			return o
		}
		at = *o
	}
}

// part returns the part of a cell between two borders along an axis, with the
// words that stand in it.
func (s *stance) part(c rect, words []*tword, from, to int, across bool) piece {
	p := piece{rect: c}
	if across {
		p.c0, p.c1 = from, to
	} else {
		p.r0, p.r1 = from, to
	}
	for _, w := range words {
		at, lo, hi := w.midY(), s.g.ys[p.r0], s.g.ys[p.r1]
		if across {
			at, lo, hi = w.midX(), s.g.xs[p.c0], s.g.xs[p.c1]
		}
		if at >= lo && at < hi {
			p.words = append(p.words, w)
		}
	}
	return p
}

// splitAt parts the words that stand across a column's border and have white
// there.
func (s *stance) splitAt(words []*tword, borders []int) []*tword {
	out := slices.Clone(words)
	for _, b := range borders[1 : len(borders)-1] {
		x := s.g.xs[b]
		for i := range out {
			if out[i].X0 >= x-1 || out[i].X1 <= x+1 {
				continue
			}
			if l, r, ok := out[i].split(x); ok {
				out[i] = &l
				out = append(out, &r)
			}
		}
	}
	return out
}

// split parts row i at a height, or column i at a place across, and the cells that
// part tells to; the others reach over it, as those of more rows or columns do.
func (g *grid) split(i int, at float64, across bool, part func(*rect) bool) {
	borders := &g.ys
	if across {
		borders = &g.xs
	}
	*borders = slices.Insert(*borders, i+1, at)
	for k, n := 0, len(g.cells); k < n; k++ {
		c := &g.cells[k]
		from, to := c.ends(across)
		single := *from == i && *to == i+1
		if *from > i {
			*from++
		}
		if *to > i {
			*to++
		}
		if !single || !part(c) {
			continue
		}
		second := *c
		*to = i + 1
		from, _ = second.ends(across)
		*from = i + 1
		g.cells = append(g.cells, second)
	}
	g.order()
}

// ends returns between which borders a cell lies, of rows or across of columns.
func (c *rect) ends(across bool) (from, to *int) {
	if across {
		return &c.c0, &c.c1
	}
	return &c.r0, &c.r1
}

// slotCell returns the cell at a slot, nil outside the grid.
func (g *grid) slotCell(r, c int) *rect {
	if r < 0 || c < 0 || r >= g.rows() || c >= g.cols() {
		return nil
	}
	return &g.cells[g.slot[r*g.cols()+c]]
}
