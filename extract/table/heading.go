package table

import (
	"math"
	"slices"
	"unicode"

	"shihyo/extract/page"
)

// How the header is read. Its texts are put together to headings, each the text
// of one cell, on one line or several. A heading with others below it may head
// several columns: those over whose middle it stands, or that the rule under it
// covers. Which ones is decided for all headings of a height at once, so that
// no column is headed twice and as few as can be go without. How many headings
// stand above one another gives the levels; a heading that has none below it
// reaches down to the body.

// heading is the text of one header cell.
type heading struct {
	page.Box
	size   float64
	c0, c1 int        // columns its text stands in; later those it heads
	level  int        // from 0
	last   *textPiece // its lowest line
}

func (h *heading) midY() float64 { return (h.Top + h.Bottom) / 2 }

// textPiece is a piece of header text on one baseline.
type textPiece struct {
	page.Box
	c0, c1 int
	midY   float64
	size   float64

	head               float64 // width of its first unbreakable part
	low, bracket, bold bool    // begins so; is so
}

// Weights of whether a text of the header is a heading of its own (positive) or
// the next line of the heading above it. Columns are narrow and their headings
// broken at will, so it takes more than room above to part two.
const (
	headBias     = -0.4
	headTight    = -0.5 // no further below than lines of one text are
	headLoose    = 1.5
	headRoom     = 0.5 // its first word had room in the line above
	headFull     = -1.0
	headBracket  = -1.0 // 目標値 / （R5年度）
	headLower    = -0.7 // goes on in lower case
	headWeight   = 2.0  // bold and light
	headAside    = 1.5  // not in line with the one above: that stands over other columns too
	headLevel    = 0.5  // the columns beside have theirs at its height, and nothing above
	headSpans    = 1.0  // at the height of the one above, others head several columns
	costUnheaded = 0.35 // of a column that no heading is chosen for, against a heading an em off its middle

	headPadding = 1.0 // em of its column that a heading leaves free

	maxHeadings = 120
	maxHeadCols = 60
)

// readHeader finds the headings and the heights at which their levels part.
func (d *divider) readHeader() {
	ps := d.pieces()
	if len(ps) == 0 || len(ps) > maxHeadings || len(d.xs) > maxHeadCols {
		return
	}
	d.heads = d.stack(ps)
	d.headsLeft = d.setLeft()
	d.extendHeads()
	d.joinSingle()
	d.nest()
}

// pieces joins the words of the header that stand close on one baseline and in
// one column.
func (d *divider) pieces() []textPiece {
	var out []textPiece
	for i := range d.rows {
		if d.rows[i].Top > d.bodyTop {
			break
		}
		from := len(out)
		for k := range d.rows[i].words {
			w := d.rows[i].words[k]
			if w.midY() >= d.bodyTop {
				continue
			}
			c0, c1 := d.span(w)
			if n := len(out) - 1; n >= from && w.X0-out[n].X1 < within(w)*w.size && (c0 <= out[n].c1 || d.oneHeading(out[n].Box, w)) {
				out[n].Box = out[n].Union(w.Box)
				out[n].c1 = max(out[n].c1, c1)
				continue
			}
			out = append(out, textPiece{w.Box, c0, c1, w.midY(), w.size, w.head, unicode.IsLower(w.first), isOpening(w.first), w.bold})
		}
	}
	slices.SortStableFunc(out, func(a, b textPiece) int { return cmp2(a.midY, b.midY, a.X0, b.X0) })
	return out
}

// within tells how many em of white a word of a heading has before it at most:
// Japanese is spread over a column, Latin words keep the blanks that they have.
func within(w *tword) float64 {
	if w.cjk {
		return 1.1
	}
	return 0.6
}

// oneHeading reports whether a word of the header goes on with the text before it,
// though a column ends between: they stand over texts of several columns, and not
// each in line with one.
func (d *divider) oneHeading(before page.Box, w *tword) bool {
	const within = 0.7 // em, as between words
	if w.X0-before.X1 > within*w.size || d.inLineBelow(before, w.base, w.size) && d.inLineBelow(w.Box, w.base, w.size) {
		return false
	}
	u := *w
	u.Box = u.Union(before)
	return d.headsSeveral(&u)
}

// inLineBelow reports whether a text of the header is in line with one below its
// base, by their middles or by their sides.
func (d *divider) inLineBelow(b page.Box, base, size float64) bool {
	if len(d.headed()) > maxHeads {
		return false
	}
	return slices.ContainsFunc(d.headed(), func(o *tword) bool {
		return o.base > base+0.5*size && inLine(o, b, size)
	})
}

// stack puts the pieces together to headings.
func (d *divider) stack(ps []textPiece) []heading {
	st := stacker{d: d, pieces: ps, lead: math.Inf(1)}
	for i := range ps {
		if o := st.above(i); o != nil {
			if white := whiteBetween(o, &ps[i]); white > -0.05*d.em {
				st.lead = min(st.lead, white)
			}
		}
	}
	if d.lead > 0 {
		st.lead = min(st.lead, d.lead)
	}
	for i := range ps {
		if st.spans(i) {
			st.spanHeights = append(st.spanHeights, ps[i].midY)
		}
	}
	var hs []heading
	for i := range ps {
		p := &ps[i]
		best := -1
		for k := range hs {
			if hs[k].c1 >= p.c0 && hs[k].c0 <= p.c1 && (best < 0 || hs[k].Bottom > hs[best].Bottom) {
				best = k
			}
		}
		if best >= 0 && st.goesOn(&hs[best], p) {
			h := &hs[best]
			h.Box = h.Union(p.Box)
			h.c0, h.c1 = min(h.c0, p.c0), max(h.c1, p.c1)
			h.last = p
			continue
		}
		hs = append(hs, heading{Box: p.Box, size: p.size, c0: p.c0, c1: p.c1, last: p})
	}
	return hs
}

// stacker tells which pieces of header text are lines of one heading.
type stacker struct {
	d           *divider
	pieces      []textPiece
	lead        float64   // white between the lines of a heading
	spanHeights []float64 // at which texts head several columns
}

func whiteBetween(a, b *textPiece) float64 {
	return b.midY - 0.4*b.size - (a.midY + 0.4*a.size)
}

// above returns the next piece above piece i in a column of its.
func (st *stacker) above(i int) *textPiece {
	p := &st.pieces[i]
	for k := i - 1; k >= 0; k-- {
		if o := &st.pieces[k]; o.c0 <= p.c1 && o.c1 >= p.c0 && o.midY < p.midY-0.3*p.size {
			return o
		}
	}
	return nil
}

// spans reports whether piece i heads several columns: it stands across them,
// each of which has a text of its own below, or aside of the one text below it.
func (st *stacker) spans(i int) bool {
	p := &st.pieces[i]
	below := map[int]*textPiece{}
	for k := i + 1; k < len(st.pieces); k++ {
		o := &st.pieces[k]
		if o.midY < p.midY+0.6*p.size || o.c0 != o.c1 || o.c0 < p.c0 || o.c0 > p.c1 || below[o.c0] != nil {
			continue
		}
		below[o.c0] = o
	}
	if p.c0 != p.c1 {
		return len(below) > 1
	}
	o := below[p.c0]
	return o != nil && st.aside(p.Box, o)
}

// aside reports whether a text is in line with the one below it neither by their
// middles nor by their sides, and does not stand in the middle of the column.
func (st *stacker) aside(a page.Box, b *textPiece) bool {
	d := st.d
	mid := (a.X0 + a.X1) / 2
	in := math.Abs(mid-(b.X0+b.X1)/2) <= 0.5*b.size || math.Abs(a.X0-b.X0) <= 0.3*b.size || math.Abs(a.X1-b.X1) <= 0.3*b.size
	if !in && b.c0 == b.c1 {
		in = math.Abs(mid-(d.minCol[b.c0]+d.maxCol[b.c0])/2) <= 0.5*b.size || math.Abs(mid-(d.xs[b.c0]+d.xs[b.c0+1])/2) <= 0.5*b.size
	}
	return !in
}

// goesOn reports whether a piece is the next line of a heading.
func (st *stacker) goesOn(h *heading, p *textPiece) bool {
	d, last := st.d, h.last
	if p.midY < last.midY+0.3*p.size {
		return p.X0-h.X1 < 1.1*p.size // on its line, in a column that both touch
	}
	if d.lineBetween(h.Bottom-0.3*h.size, p.Top+0.3*p.size, max(h.X0, p.X0), min(h.X1, p.X1)) || st.several(h, p) {
		return false
	}
	score := headBias
	if whiteBetween(last, p) <= st.lead+wrapSlack*d.em {
		score += headTight
	} else {
		score += headLoose
	}
	room := d.xs[last.c1+1] - d.xs[last.c0] - headPadding*d.em - last.Width()
	switch {
	case last.bold != p.bold:
		score += headWeight
	case p.bracket:
		score += headBracket
	case p.low:
		score += headLower
	case room < min(p.head, 1.5*p.size)+0.3*d.em:
		score += headFull
	default:
		score += headRoom
	}
	if st.aside(h.Box, p) {
		score += headAside
	}
	if st.levelBeside(h, p) {
		score += headLevel
	}
	if slices.ContainsFunc(st.spanHeights, func(y float64) bool { return math.Abs(y-last.midY) < 0.5*h.size }) {
		score += headSpans
	}
	return score <= 0
}

// several reports whether a text over several columns has several below it, or
// columns in which it has none.
func (st *stacker) several(h *heading, p *textPiece) bool {
	if h.c0 == h.c1 && p.c0 == p.c1 {
		return false
	}
	for i := range st.pieces {
		o := &st.pieces[i]
		if o != p && math.Abs(o.midY-p.midY) < 0.3*p.size && o.c0 <= h.c1 && o.c1 >= h.c0 {
			return true
		}
	}
	return st.aside(h.Box, p)
}

// levelBeside reports whether the columns on both sides have text at the height
// of p and none at that of the heading above it.
func (st *stacker) levelBeside(h *heading, p *textPiece) bool {
	var level, over [2]bool
	for i := range st.pieces {
		o := &st.pieces[i]
		for side, c := range [2]int{p.c0 - 1, p.c1 + 1} {
			if c < o.c0 || c > o.c1 {
				continue
			}
			level[side] = level[side] || math.Abs(o.midY-p.midY) < 0.3*p.size
			over[side] = over[side] || o.midY < h.last.midY+0.5*p.size
		}
	}
	return level[0] && level[1] && !over[0] && !over[1]
}

// lineBetween reports whether a horizontal is drawn between two heights over
// most of an extent.
func (d *divider) lineBetween(y0, y1, x0, x1 float64) bool {
	for i := range d.r.h {
		if h := &d.r.h[i]; h.at > y0 && h.at < y1 && min(h.hi, x1)-max(h.lo, x0) > 0.5*(x1-x0) {
			return true
		}
	}
	return false
}

// wallBetween reports whether a vertical is drawn at border c at a height.
func (d *divider) wallBetween(c int, y float64) bool {
	for i := range d.r.v {
		if v := &d.r.v[i]; math.Abs(v.at-d.xs[c]) <= thinStrip/2+1 && v.lo < y && v.hi > y {
			return true
		}
	}
	return false
}

// setLeft reports whether headings are set flush left: those that have others
// below them begin where these do, and do not stand over their middle.
func (d *divider) setLeft() bool {
	left := 0
	for i := range d.heads {
		h := &d.heads[i]
		o := d.childIn(i, h.c0)
		if o == nil {
			continue
		}
		switch centred := math.Abs(h.X0+h.X1-o.X0-o.X1)/2 < 0.3*h.size; {
		case centred:
		case math.Abs(h.X0-o.X0) < 0.2*h.size:
			left++
		default:
			return false
		}
	}
	return left > 0
}

// extendHeads decides which columns the headings with others below them head, height
// by height.
func (d *divider) extendHeads() {
	hs := d.heads
	order := make([]int, len(hs))
	for i := range order {
		order[i] = i
	}
	mid := func(i int) float64 { return hs[i].midY() }
	slices.SortFunc(order, func(a, b int) int { return cmp2(mid(a), mid(b), hs[a].X0, hs[b].X0) })
	for from := 0; from < len(order); {
		to := from + 1
		for to < len(order) && mid(order[to])-mid(order[from]) < 0.6*hs[order[from]].size {
			to++
		}
		d.extendRow(order[from:to])
		from = to
	}
}

// joinSingle puts a heading that was left with one column together with the only
// one below it, unless a line or white parts them: it heads nothing but that.
func (d *divider) joinSingle() {
	for i := 0; i < len(d.heads); i++ {
		h := &d.heads[i]
		if h.c0 != h.c1 {
			continue
		}
		o := d.childIn(i, h.c0)
		if o == nil || o.c0 != o.c1 || h.last.bold != o.last.bold || o.Top-h.Bottom > 0.5*h.size ||
			d.lineBetween(h.Bottom-0.3*h.size, o.Top+0.3*o.size, max(h.X0, o.X0), min(h.X1, o.X1)) {
			continue
		}
		o.Box = o.Union(h.Box)
		d.heads = slices.Delete(d.heads, i, i+1)
		i--
	}
}

// extent is a choice of columns for a heading and what it costs.
type extent struct {
	c0, c1 int
	cost   float64
}

// extendRow chooses the columns of the headings of one height, from left to
// right, at least cost.
func (d *divider) extendRow(row []int) {
	hs := d.heads
	var parents []int
	for _, i := range row {
		if d.childIn(i, hs[i].c0) != nil || hs[i].c0 != hs[i].c1 && d.childIn(i, hs[i].c1) != nil {
			parents = append(parents, i)
		}
	}
	slices.SortFunc(parents, func(a, b int) int { return cmp2(hs[a].X0, hs[b].X0, hs[a].X1, hs[b].X1) })
	type state struct {
		cost float64
		pick []extent
	}
	best := map[int]state{-1: {}} // by the last column taken
	for _, i := range parents {
		next := map[int]state{}
		for _, e := range d.extents(i) {
			for last, s := range best {
				if e.c0 <= last {
					continue
				}
				cost := s.cost + e.cost - costUnheaded*float64(e.c1-e.c0)
				if o, ok := next[e.c1]; !ok || cost < o.cost-1e-9 {
					next[e.c1] = state{cost, append(slices.Clone(s.pick), e)}
				}
			}
		}
		if len(next) == 0 {
			return // their texts overlap
		}
		best = next
	}
	var end state
	end.cost = math.Inf(1)
	for _, s := range best {
		if s.cost < end.cost {
			end = s
		}
	}
	for k, i := range parents {
		hs[i].c0, hs[i].c1 = end.pick[k].c0, end.pick[k].c1
	}
}

// childIn returns the first heading below heading i in a column.
func (d *divider) childIn(i, c int) *heading {
	hs := d.heads
	var first *heading
	for k := range hs {
		o := &hs[k]
		if k != i && o.c0 <= c && c <= o.c1 && o.Top > hs[i].Bottom-0.4*hs[i].size && (first == nil || o.Top < first.Top) {
			first = o
		}
	}
	return first
}

// whole reports whether a heading stands where those of the first column do that
// reach over all levels: in the middle of their height, with lower ones elsewhere.
// So none stands over it.
func (d *divider) whole(h *heading) bool {
	first, mid := 0, 0.0
	low := math.Inf(-1)
	below := false // another under h
	for k := range d.heads {
		o := &d.heads[k]
		if o.c0 == 0 {
			first, mid = first+1, o.midY()
		}
		low = max(low, o.midY())
		below = below || o.c0 <= h.c1 && h.c0 <= o.c1 && o.Top > h.Bottom-0.4*h.size
	}
	return first == 1 && !below && low > mid+0.5*h.size && math.Abs(h.midY()-mid) < 0.15*h.size
}

// extents returns the columns that heading i may head.
func (d *divider) extents(i int) []extent {
	hs := d.heads
	h := &hs[i]
	y := h.midY()
	free := func(c int) bool {
		if o := d.childIn(i, c); o == nil || d.whole(o) {
			return false
		}
		for k := range hs {
			if o := &hs[k]; k != i && o.c0 <= c && c <= o.c1 && o.Top < h.Bottom-0.3*h.size && o.Bottom > h.Top+0.3*h.size {
				return false
			}
		}
		return true
	}
	a, b := h.c0, h.c1
	for a > 0 && free(a-1) && !d.wallBetween(a, y) {
		a--
	}
	for b+2 < len(d.xs) && free(b+1) && !d.wallBetween(b+1, y) {
		b++
	}
	if lo, hi, ok := d.ruleUnder(i); ok {
		a, b = max(a, min(lo, h.c0)), min(b, max(hi, h.c1))
		if lo >= a && hi <= b && d.off(h, lo, hi) < 2*h.size {
			return []extent{{min(lo, h.c0), max(hi, h.c1), 0}}
		}
	}
	if d.wallBetween(a, y) && d.wallBetween(b+1, y) && d.off(h, a, b) < h.size {
		return []extent{{a, b, 0}}
	}
	var out []extent
	for x := a; x <= h.c0; x++ {
		for z := h.c1; z <= b; z++ {
			cost := min(d.off(h, x, z)/h.size, 4)
			if x == h.c0 && z == h.c1 && x == z {
				cost = min(cost, math.Abs((h.X0+h.X1)/2-d.middle(x, i))/h.size)
			}
			out = append(out, extent{x, z, cost})
		}
	}
	return out
}

// off tells how far a heading stands off the middle of columns: of their sides
// or of the texts that they have below it.
func (d *divider) off(h *heading, a, b int) float64 {
	mid := (h.X0 + h.X1) / 2
	lo, hi := math.Inf(1), math.Inf(-1)
	for k := range d.heads {
		if o := &d.heads[k]; o.Top > h.Bottom-0.4*h.size && o.c0 >= a && o.c1 <= b {
			lo, hi = min(lo, o.X0), max(hi, o.X1)
		}
	}
	if d.headsLeft && lo < hi {
		return math.Abs(h.X0 - lo)
	}
	off := math.Abs(mid - (d.xs[a]+d.xs[b+1])/2)
	if lo < hi {
		off = min(off, math.Abs(mid-(lo+hi)/2))
	}
	return off
}

// middle is where the texts of a column below heading i have theirs.
func (d *divider) middle(c, i int) float64 {
	if o := d.childIn(i, c); o != nil {
		return (o.X0 + o.X1) / 2
	}
	return (d.xs[c] + d.xs[c+1]) / 2
}

// ruleUnder returns the columns over which a rule is drawn right under heading
// i, where it does not run on over the whole table.
func (d *divider) ruleUnder(i int) (lo, hi int, ok bool) {
	h := &d.heads[i]
	bottom := math.Inf(1)
	for c := h.c0; c <= h.c1; c++ {
		if o := d.childIn(i, c); o != nil {
			bottom = min(bottom, o.Top)
		}
	}
	mid := (h.X0 + h.X1) / 2
	for k := range d.r.h {
		l := &d.r.h[k]
		if l.at < h.Bottom-0.3*h.size || l.at > bottom+0.5*h.size || l.lo > mid || l.hi < mid || l.length() > 0.9*d.r.box.Width() {
			continue
		}
		lo, hi = -1, -1
		for c := range len(d.xs) - 1 {
			x0, x1 := d.minCol[c], d.maxCol[c] // of its texts; a line may end where they do
			if x0 > x1 {
				x0, x1 = d.xs[c], d.xs[c+1]
			}
			if min(l.hi, x1)-max(l.lo, x0) <= 0.5*(x1-x0) {
				continue
			}
			if lo < 0 {
				lo = c
			}
			hi = c
		}
		if lo >= 0 {
			return lo, hi, true
		}
	}
	return 0, 0, false
}

// nest sets the levels of the headings and the heights between them.
func (d *divider) nest() {
	hs := d.heads
	order := make([]int, len(hs))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp2(hs[a].Top, hs[b].Top, hs[a].X0, hs[b].X0) })
	depth := make([]int, len(d.xs)-1)
	for _, i := range order {
		h := &hs[i]
		for c := h.c0; c <= h.c1; c++ {
			h.level = max(h.level, depth[c])
		}
		for c := h.c0; c <= h.c1; c++ {
			depth[c] = h.level + 1
		}
	}
	d.levels = nil
	for l := range slices.Max(depth) - 1 {
		lo, hi := math.Inf(-1), math.Inf(1)
		for i := range hs {
			h := &hs[i]
			if h.level == l && d.hasBelow(i) {
				lo = max(lo, h.Bottom)
			}
			if h.level == l+1 {
				hi = min(hi, h.Top)
			}
		}
		d.levels = append(d.levels, d.levelAt(lo, hi))
	}
	if !slices.IsSorted(d.levels) || slices.ContainsFunc(d.levels, func(y float64) bool { return math.IsInf(y, 0) || y >= d.bodyTop }) {
		d.heads, d.levels = nil, nil // staggered: no levels to speak of
	}
}

// levelAt returns where two levels part between two heights: at a line, or in the
// middle.
func (d *divider) levelAt(lo, hi float64) float64 {
	mid := (lo + hi) / 2
	reach := math.Abs(hi-lo)/2 + 0.5*d.em
	at, best := mid, reach
	for i := range d.r.h {
		if dist := math.Abs(d.r.h[i].at - mid); dist < best {
			at, best = d.r.h[i].at, dist
		}
	}
	return at
}

// hasBelow reports whether another heading stands below heading i.
func (d *divider) hasBelow(i int) bool {
	for c := d.heads[i].c0; c <= d.heads[i].c1; c++ {
		if d.childIn(i, c) != nil {
			return true
		}
	}
	return false
}

// headSides sets the sides of the header's slots: those between two headings
// stand, those within one are left out unless a line draws them.
func (d *divider) headSides() {
	if d.headRows == 0 || len(d.heads) == 0 {
		return
	}
	cols := len(d.xs) - 1
	owner := make([]int, d.headRows*cols)
	for i := range owner {
		owner[i] = -1
	}
	levels := len(d.levels)
	bounds := func(l int) float64 { // top of a level
		if l <= 0 {
			return math.Inf(-1)
		}
		if l > levels {
			return math.Inf(1)
		}
		return d.levels[l-1]
	}
	for i := range d.heads {
		h := &d.heads[i]
		top := bounds(h.level)
		for c := h.c0; c <= h.c1; c++ {
			bottom := math.Inf(1)
			if o := d.childIn(i, c); o != nil {
				bottom = bounds(o.level)
			}
			for r := range d.headRows {
				if m := (d.ys[r] + d.ys[r+1]) / 2; m > top && m < bottom {
					owner[r*cols+c] = i
				}
			}
		}
	}
	for r := range d.headRows {
		for c := range cols {
			o := owner[r*cols+c]
			if c > 0 && !d.realLeft[r*(cols+1)+c] {
				switch l := owner[r*cols+c-1]; {
				case l == o && o >= 0:
					d.left[r*(cols+1)+c] = false
				case l >= 0 && o >= 0:
					d.left[r*(cols+1)+c] = true
				}
			}
			if r > 0 && !d.realTop[r*cols+c] {
				d.top[r*cols+c] = owner[(r-1)*cols+c] != o
			}
		}
	}
	d.lendHeads(owner)
}

// lendHeads gives a column without a heading to the neighbour whose text stands
// over the middle of both.
func (d *divider) lendHeads(owner []int) {
	cols := len(d.xs) - 1
	only := func(c int) int { // the one heading of a column
		o := owner[c]
		for r := range d.headRows {
			if owner[r*cols+c] != o {
				return -1
			}
		}
		return o
	}
	for c := range cols {
		if slices.ContainsFunc(d.heads, func(h heading) bool { return h.c0 <= c && c <= h.c1 }) {
			continue
		}
		for _, n := range [2]int{c - 1, c + 1} {
			if n < 0 || n >= cols {
				continue
			}
			o := only(n)
			if o < 0 || d.heads[o].c0 != d.heads[o].c1 {
				continue
			}
			a, b := min(c, n), max(c, n)
			mid := (d.heads[o].X0 + d.heads[o].X1) / 2
			if math.Abs((d.xs[a]+d.xs[b+1])/2-mid) > math.Abs((d.xs[n]+d.xs[n+1])/2-mid)-2 {
				continue
			}
			for r := range d.headRows {
				if !d.realLeft[r*(cols+1)+b] {
					d.left[r*(cols+1)+b] = false
				}
				if r > 0 && !d.realTop[r*cols+a] && !d.realTop[r*cols+b] {
					d.top[r*cols+c] = false
				}
			}
			break
		}
	}
}
