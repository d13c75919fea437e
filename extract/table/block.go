package table

import (
	"math"
	"slices"

	"shihyo/extract/page"
)

// How the rows of one table are told from what stands above and below it where
// lines do not. Rows of a table keep its columns: each of their texts stands
// over one column and none bridges two. Rows that do not are captions, notes and
// prose, or a text over several columns within the table. Which of these it is
// shows behind it: a table goes on where the same columns follow and no header
// comes again.
//
// A block begins with two rows that keep one another's columns, takes in the
// rows that follow as long as they do, and then looks upwards for its header.

const (
	rowBreak   = 2.6 // em of blank height that ends a table of white alone
	deepHeader = 3   // rows of a header that may stand above the first line
	longLabel  = 2   // rows of text over several columns that a table may have in a row
	stackLines = 14  // lines of a label in the first column: broken often, or a character a line
	lookBack   = 60  // rows of a block that a new one is compared with
)

// chunk is a piece of a row that may be a cell's text.
type chunk struct {
	x0, x1 float64
	figure bool
	n      int      // characters
	words  []*tword // it is made of
}

// cells parts a row at white that is wide, or that stands before a figure. A sign
// stays with its figure. A row of more pieces than a table has columns is taken
// for one.
func (r *row) cells() []chunk { return r.appendCells(make([]chunk, 0, len(r.words))) }

// appendCells is cells behind those of other rows.
func (r *row) appendCells(out []chunk) []chunk {
	first := len(out)
	for i := range r.words {
		w := r.words[i]
		figure := w.numeric && w.digits > 0
		if n := len(out) - 1; n >= first && w.X0-out[n].x1 <= chunkGap*w.size && (!figure || r.words[i-1].n == 1) {
			out[n].x1 = max(out[n].x1, w.X1)
			out[n].figure = figure && r.words[i-1].n == 1
			out[n].n += w.n
			out[n].words = r.words[i-len(out[n].words) : i+1]
			continue
		}
		if len(out)-first == maxColumns {
			return append(out[:first], chunk{x0: r.X0, x1: r.X1})
		}
		out = append(out, chunk{w.X0, w.X1, figure, w.n, r.words[i : i+1]})
	}
	return out
}

// cellsOf parts each of rows.
func cellsOf(rows []row) [][]chunk {
	n := 0
	for i := range rows {
		n += len(rows[i].words)
	}
	room, out := make([]chunk, 0, n), make([][]chunk, len(rows)) // shared by all rows
	for i := range rows {
		from := len(room)
		room = rows[i].appendCells(room)
		out[i] = room[from:len(room):len(room)]
	}
	return out
}

// levelled puts rows together that overlap in height and stand beside one another:
// a label of two lines with its figures at half height, a header set lower than
// its neighbours.
func levelled(rows []row) []row {
	const overlap = 0.25 // em
	out := make([]row, 0, len(rows))
	for _, r := range rows {
		if n := len(out) - 1; n >= 0 && out[n].Bottom-r.Top > overlap*r.words[0].size && beside(&out[n], &r) {
			words := slices.Concat(out[n].words, r.words)
			slices.SortStableFunc(words, func(a, b *tword) int { return cmp2(a.X0, b.X0, a.X1, b.X1) })
			out[n] = row{Box: out[n].Union(r.Box), words: words}
			continue
		}
		out = append(out, r)
	}
	return out
}

// beside reports whether no word of a row stands over one of the other. The words
// of both are in order.
func beside(a, b *row) bool {
	for i, k := 0, 0; i < len(a.words) && k < len(b.words); {
		x, y := a.words[i], b.words[k]
		switch {
		case x.X1 <= y.X0:
			i++
		case y.X1 <= x.X0:
			k++
		default:
			return false
		}
	}
	return true
}

// columnsOf is what rows of a block have in common: the extents of its columns.
type columnsOf struct {
	spans []river
	em    float64
	rows  [][]chunk // taken
}

// over counts the columns that a chunk stands over.
func (c *columnsOf) over(k chunk) int {
	n := 0
	slack := min(0.3*c.em, 0.4*(k.x1-k.x0))
	for _, s := range c.spans {
		if k.x0+slack < s.hi && k.x1-slack > s.lo {
			n++
		}
	}
	return n
}

// off tells how far a chunk stands off the middle of the nearest column.
func (c *columnsOf) off(k chunk) float64 {
	off := math.Inf(1)
	for _, s := range c.spans {
		off = min(off, math.Abs(k.x0+k.x1-s.lo-s.hi)/2)
	}
	return off
}

// part takes chunks that stand over several columns apart where two texts came
// nearer to one another than words of one may, between narrow columns: at their
// widest white, if what stands on either side of it keeps to a column.
func (c *columnsOf) part(cs []chunk) []chunk {
	for i := 0; i < len(cs); i++ {
		k := cs[i]
		if len(k.words) < 2 || c.over(k) < 2 {
			continue
		}
		at, white := 0, math.Inf(-1)
		for n := 1; n < len(k.words); n++ {
			switch w := k.words[n].X0 - k.words[n-1].X1; {
			case w > white+0.1*c.em:
				at, white = n, w
			case w > white-0.1*c.em:
				at = 0 // evenly spaced, as in prose
			}
		}
		if at == 0 {
			continue
		}
		parts := []chunk{chunkOf(k.words[:at]), chunkOf(k.words[at:])}
		if !c.bridged(parts) {
			cs = slices.Concat(cs[:i], parts, cs[i+1:])
			i++
		}
	}
	return cs
}

// chunkOf makes one chunk of words.
func chunkOf(ws []*tword) chunk {
	k := chunk{x0: ws[0].X0, x1: ws[0].X1, figure: ws[0].numeric && ws[0].digits > 0, words: ws}
	for i := range ws {
		k.x1 = max(k.x1, ws[i].X1)
		k.n += ws[i].n
	}
	return k
}

// bridged reports whether one of the chunks stands over several columns.
func (c *columnsOf) bridged(cs []chunk) bool {
	return slices.ContainsFunc(cs, func(k chunk) bool { return c.over(k) > 1 })
}

// parted reports whether several chunks stand over what was one column so far.
func (c *columnsOf) parted(cs []chunk) bool {
	if len(c.rows) < 2 {
		return false
	}
	for _, s := range c.spans {
		n := 0
		for _, k := range cs {
			if k.x0 < s.hi && k.x1 > s.lo {
				n++
			}
		}
		if n > 2 {
			return true
		}
	}
	return false
}

// keeps reports whether a row keeps the columns: none of its texts stands over
// two, and not several over one.
func (c *columnsOf) keeps(cs []chunk) bool {
	for _, k := range cs {
		if c.over(k) > 1 {
			c.unite(k)
		}
	}
	return !c.bridged(cs) && !c.parted(cs)
}

// unite makes one column of those that a chunk stands over if no row has texts in
// several of them: a header in the middle and a short figure at the end are far
// apart until a longer figure joins them.
func (c *columnsOf) unite(k chunk) {
	joined := river{k.x0, k.x1}
	for _, s := range c.spans {
		if k.x0 < s.hi && k.x1 > s.lo {
			joined.lo, joined.hi = min(joined.lo, s.lo), max(joined.hi, s.hi)
		}
	}
	for _, row := range c.rows[max(0, len(c.rows)-lookBack):] {
		n := 0
		for _, o := range row {
			if o.x0 < joined.hi && o.x1 > joined.lo {
				n++
			}
		}
		if n > 1 {
			return
		}
	}
	c.spans = slices.DeleteFunc(c.spans, func(s river) bool { return s.lo < joined.hi && s.hi > joined.lo })
	c.spans = append(c.spans, joined)
	slices.SortFunc(c.spans, func(a, b river) int { return cmp2(a.lo, b.lo, a.hi, b.hi) })
}

// take takes in the chunks of a row that keeps the columns.
func (c *columnsOf) take(cs []chunk) {
	c.rows = append(c.rows, cs)
	c.widen(cs)
}

// widen widens the columns by chunks: each the one that it stands over most. It may
// reach a little under a heading over the columns beside its own.
func (c *columnsOf) widen(cs []chunk) {
	for _, k := range cs {
		over, most := -1, 0.0
		for i, s := range c.spans {
			if x := min(k.x1, s.hi) - max(k.x0, s.lo); x > most {
				over, most = i, x
			}
		}
		if over < 0 {
			c.spans = append(c.spans, river{k.x0, k.x1})
			continue
		}
		s := &c.spans[over]
		s.lo, s.hi = min(s.lo, k.x0), max(s.hi, k.x1)
	}
	slices.SortFunc(c.spans, func(a, b river) int { return cmp2(a.lo, b.lo, a.hi, b.hi) })
}

// met counts the columns over which a row has text.
func (c *columnsOf) met(cs []chunk) int {
	n := 0
	for _, s := range c.spans {
		if slices.ContainsFunc(cs, func(k chunk) bool { return k.x0 < s.hi && k.x1 > s.lo }) {
			n++
		}
	}
	return n
}

// agree reports whether two rows of several chunks keep one another's columns.
func agree(a, b []chunk, em float64) bool {
	ca, cb := columnsOf{em: em}, columnsOf{em: em}
	ca.widen(a)
	cb.widen(b)
	return !ca.bridged(b) && !cb.bridged(a) && ca.met(b)*3 >= min(len(a), len(b))*2 && ca.met(b) >= 2
}

// block is the rows from..to (exclusive) of a table.
type block struct {
	from, to int
	columns  columnsOf
}

// blocks finds the tables among rows of text, from top to bottom.
func blocks(rows []row) []block {
	cs := cellsOf(rows)
	var out []block
	floor := 0 // rows above belong to earlier blocks
	for i := 0; i < len(rows); {
		j := following(rows, cs, i)
		if j < 0 || titled(&rows[i], cs[i]) || !agree(cs[i], cs[j], rows[i].words[0].size) {
			i++
			continue
		}
		b := block{from: i, to: j + 1, columns: columnsOf{em: rows[i].words[0].size}}
		b.columns.take(cs[i])
		b.columns.take(cs[j])
		b.down(rows, cs)
		b.up(rows, cs, floor)
		floor = b.to
		i = b.to
		out = append(out, b)
	}
	return out
}

// following returns the next row of several chunks below row i, near enough to
// be of the same table; -1 for none. Lines of a label left of the second chunk may
// stand between, and a few others.
func following(rows []row, cs [][]chunk, i int) int {
	if len(cs[i]) < 2 {
		return -1
	}
	others := 0
	for j := i + 1; j < len(rows) && j <= i+1+stackLines; j++ {
		if blank(rows, j) {
			return -1
		}
		if len(cs[j]) > 1 {
			return j
		}
		if cs[j][0].x1 > cs[i][1].x0 {
			if others++; others > longLabel {
				return -1
			}
		}
	}
	return -1
}

// blank reports whether more white than rows of a table have stands above row j.
func blank(rows []row, j int) bool {
	return rows[j].Top-rows[j-1].Bottom > rowBreak*rows[j].words[0].size
}

// down takes in the rows below that keep the columns. Rows that do not are taken
// where the table goes on behind them.
func (b *block) down(rows []row, cs [][]chunk) {
	for i := b.to; i < len(rows) && !blank(rows, i); {
		for j := i; j < len(rows) && j <= i+longLabel; j++ {
			cs[j] = b.columns.part(cs[j])
		}
		if b.columns.keeps(cs[i]) && (len(cs[i]) > 1 || b.wraps(rows, cs, i)) {
			b.columns.take(cs[i])
			i++
			b.to = i
			continue
		}
		j, others := i+1, 1 // lines that are no label in the first column
		for j < len(rows) && j-i < stackLines && !blank(rows, j) && (len(cs[j]) < 2 || !b.columns.keeps(cs[j])) {
			if len(cs[j]) > 1 || b.columns.over(cs[j][0]) > 1 || cs[j][0].x0 > b.columns.spans[0].hi {
				if others++; others > longLabel {
					break
				}
			}
			j++
		}
		if j >= len(rows) || blank(rows, j) || len(cs[j]) < 2 || !b.columns.keeps(cs[j]) ||
			b.columns.met(cs[j])*3 < len(b.columns.spans) || b.headsAgain(rows, cs, j) || b.ends(rows, cs, i, j) {
			return
		}
		b.columns.take(cs[j])
		i = j + 1
		b.to = i
	}
}

// wraps reports whether row i, of one chunk that bridges nothing, goes on with
// the table: it is the further line of a cell, or the label of a group of rows.
func (b *block) wraps(rows []row, cs [][]chunk, i int) bool {
	w := rows[i].words[0]
	size := rows[b.to-1].words[0].size
	note := (w.size < 0.93*size || w.size > 1.08*size) && cs[i][0].x1 > b.columns.spans[0].hi+w.size
	if note || isNoteMark(w.first) || isHeadMark(w.first) {
		return false
	}
	if k := cs[i][0]; k.x0 > b.columns.spans[0].hi {
		return rows[i].Top-rows[i-1].Bottom < 0.8*w.size
	}
	// In the first column: more rows of the table follow.
	for j := i + 1; j < len(rows) && j <= i+stackLines && !blank(rows, j); j++ {
		switch {
		case len(cs[j]) > 1:
			return !b.columns.bridged(cs[j]) && !b.headsAgain(rows, cs, j)
		case j > i+longLabel && b.columns.over(cs[j][0]) > 1:
			return false
		}
	}
	gap := rows[i].Top - rows[i-1].Bottom
	return gap < 0.5*w.size && w.size > 0.95*rows[i-1].words[0].size &&
		(w.X0 > rows[i-1].X0+0.5*w.size || b.overflows(rows, cs, i) && gap < b.closest(rows, cs)-0.1*w.size)
}

// overflows reports whether row i begins where the text above it does, which had
// no room for its first part.
func (b *block) overflows(rows []row, cs [][]chunk, i int) bool {
	w, above := rows[i].words[0], cs[i-1][0]
	return math.Abs(w.X0-above.x0) < 0.2*w.size && above.x1+w.head > b.columns.spans[0].hi && rows[i].Width() < 0.7*(above.x1-above.x0)
}

// closest returns the least white between two rows of the block that have texts
// in several columns, 0 where no two follow one another.
func (b *block) closest(rows []row, cs [][]chunk) float64 {
	least := math.Inf(1)
	for i := b.from + 1; i < b.to; i++ {
		if len(cs[i]) > 1 && len(cs[i-1]) > 1 {
			least = min(least, rows[i].Top-rows[i-1].Bottom)
		}
	}
	if math.IsInf(least, 1) {
		return 0
	}
	return least
}

// headsAgain reports whether row j is the header of another table: where this one
// has figures it has years and words.
func (b *block) headsAgain(rows []row, cs [][]chunk, j int) bool {
	const word = 5 // characters; shorter ones stand for figures that are missing
	figures, heads := 0, 0
	for _, s := range b.columns.spans[1:] {
		n, of := 0, 0
		for i := max(b.from, b.to-8); i < b.to; i++ {
			for _, k := range cs[i] {
				if k.x0 < s.hi && k.x1 > s.lo {
					of++
					if k.figure {
						n++
					}
				}
			}
		}
		if n*2 <= of {
			continue
		}
		met, head := false, false
		for _, w := range rows[j].words {
			if w.X0 >= s.hi || w.X1 <= s.lo {
				continue
			}
			if w.digits > 0 && !w.year {
				return false
			}
			met, head = true, head || w.year || w.n >= word || w.cjk && w.n > 1
		}
		if met {
			figures++
		}
		if head {
			heads++
		}
	}
	return heads > 0 && heads*2 >= figures
}

// ends reports whether the rows i..j that bridge columns are notes, a caption or
// prose rather than a text over several columns of the table.
func (b *block) ends(rows []row, cs [][]chunk, i, j int) bool {
	size := rows[b.to-1].words[0].size
	for k := i; k < j; k++ {
		w := rows[k].words[0]
		if isNoteMark(w.first) || isHeadMark(w.first) || w.size < 0.93*size || w.size > 1.08*size {
			return true
		}
	}
	return j-i > 1 && len(cs[i]) == 1 && len(cs[j-1]) == 1 && rows[i].Width() > 0.8*b.width()
}

func (b *block) width() float64 {
	return b.columns.spans[len(b.columns.spans)-1].hi - b.columns.spans[0].lo
}

// up takes in the rows of the header above: texts over columns behind the first,
// and texts over several of those. What stands over the middle of the whole table
// is its caption.
func (b *block) up(rows []row, cs [][]chunk, floor int) {
	const (
		most       = 6   // rows of a header beyond the first
		apartHeads = 1.7 // em of white below a text over several columns, at most
	)
	first := b.columns.spans[0]
	size := rows[b.from].words[0].size
	near := max(1.2*size, 1.3*typicalGap(rows[b.from:b.to]))
	label := false // the row below is the label of the first rows
	for i := b.from - 1; i >= max(floor, b.from-most); i-- {
		cs[i] = b.columns.part(cs[i])
		w := rows[i].words[0]
		gap := rows[i+1].Top - rows[i].Bottom
		far := near // white that ends the header
		single := len(cs[i]) == 1 && rows[i].chunks(chunkGap) == 1
		switch {
		case len(cs[i]) == 1 && cs[i][0].x0 >= first.hi && b.columns.off(cs[i][0]) >= size:
			far = max(far, apartHeads*size) // it stands over several columns
		case len(cs[i]) == 1:
			far -= 0.4 * size
		}
		if gap > far || math.Abs(w.size-size) > 0.15*size || isNoteMark(w.first) || isHeadMark(w.first) || b.captions(&rows[i], cs[i], &rows[i+1]) {
			return
		}
		switch {
		case label && len(cs[i]) == 1 || single && isOpening(w.first):
			return // a unit, a line of its own
		case len(cs[i]) == 1 && cs[i][0].x0 < first.hi:
			label = true
		default:
			b.from, label = i, false
		}
	}
}

// captions reports whether a row above the block is the caption of the table: it
// stands over the first column and the next; or its texts, close to one another,
// are long, or bold where the block is not, or have their middle nearer to that
// of the table than to that of the columns behind the first.
func (b *block) captions(r *row, cs []chunk, below *row) bool {
	const long = 28 // characters over more than half of the columns
	spans := b.columns.spans
	if len(spans) < 2 {
		return false
	}
	n := 0
	years := true
	for _, k := range cs {
		if k.x0 < spans[0].hi && k.x1 > spans[1].lo {
			return true
		}
		n += k.n
	}
	for i := range r.words {
		years = years && (r.words[i].year || r.words[i].digits > 0 && r.words[i].numeric)
	}
	if titled(r, cs) && r.X0 < spans[0].hi {
		return true
	}
	mid, end := (r.X0+r.X1)/2, spans[len(spans)-1].hi
	whole, behind := (spans[0].lo+end)/2, (spans[1].lo+end)/2
	if len(cs) == 1 && len(spans) > 2 && !years && math.Abs(mid-whole) < 0.5*r.words[0].size && b.columns.off(cs[0]) > r.words[0].size {
		return true // the last words of a caption set in the middle
	}
	size := r.words[0].size
	if r.X0 > spans[0].hi-size && math.Abs(mid-behind) < 0.5*size && math.Abs(mid-whole) > size && end-spans[1].lo > r.Width()-2*size {
		return false // a heading in the middle of the columns behind the stub
	}
	single := len(cs) == 1 && r.chunks(chunkGap) == 1 || len(cs) == 2 && cs[0].n < 5 && r.chunks(2.2) == 1
	if years || !single || b.columns.over(chunk{x0: r.X0, x1: r.X1}) < 2 {
		return false
	}
	return math.Abs(mid-whole) < math.Abs(mid-behind) || r.Width() > 0.9*(end-spans[1].lo) ||
		n > long && r.Width() > 0.5*(end-spans[1].lo) || r.words[0].bold && !below.words[len(below.words)-1].bold
}

// regionOf makes a region of the rows of a block.
func (b *block) regionOf(rows []row) *region {
	r := &region{free: true}
	for i := b.from; i < b.to; i++ {
		r.words = append(r.words, rows[i].words...)
	}
	r.box = boxOf(r.words)
	r.box.X0, r.box.X1 = r.box.X0-1, r.box.X1+1
	return r
}

// byBlocks parts a region that only horizontal lines bound into the tables that
// its texts make, and lets it reach as far as these: the last row often stands
// below the last line, and tables of one width stand one below the other. Blocked
// areas are those of other regions.
func (r *region) byBlocks(ix *wordIndex, blocked []page.Box) []*region {
	if r.closed {
		return []*region{r}
	}
	inside := ix.within(r.box)
	if len(inside) == 0 {
		return []*region{r}
	}
	crossed := func(y float64) bool {
		return slices.ContainsFunc(r.v, func(v ruling) bool { return !v.soft && v.lo < y && v.hi > y })
	}
	em := medianSize(inside)
	band := page.Box{X0: r.box.X0 - em, X1: r.box.X1 + em, Top: -1e7, Bottom: 1e7}
	for _, o := range blocked {
		if o.X0 >= band.X1 || o.X1 <= band.X0 {
			continue
		}
		switch {
		case o.Bottom <= r.box.Top+1:
			band.Top = max(band.Top, o.Bottom)
		case o.Top >= r.box.Bottom-1:
			band.Bottom = min(band.Bottom, o.Top)
		}
	}
	rows := levelled(rowsOf(ix.within(band), sameRow))
	var in []block
	for _, b := range blocks(rows) {
		if above := r.above(rows[b.from:b.to]); slices.ContainsFunc(above, r.exceeded) && b.from+len(above) < b.to {
			b.from += len(above) // they are none of the header's
		}
		if rows[b.from].Top < r.box.Bottom+0.5*em && rows[b.to-1].Bottom > r.box.Top-0.5*em {
			if n := len(in); n > 0 && (!apart(rows, in[n-1], b) || crossed((rows[in[n-1].to-1].Bottom+rows[b.from].Top)/2)) {
				in[n-1].goOn(rows, b)
				continue
			}
			in = append(in, b)
		}
	}
	if len(in) == 0 {
		return []*region{r}
	}
	if len(in) == 1 {
		if slices.ContainsFunc(r.v, func(v ruling) bool { return !v.soft }) {
			return []*region{r} // its lines tell how far it reaches
		}
		r.reach(rows[in[0].from:in[0].to])
		return []*region{r}
	}
	var out []*region
	for k, b := range in {
		part := b.regionOf(rows)
		part.free, part.words, part.soft = false, nil, true
		part.box.X0, part.box.X1 = r.box.X0, r.box.X1
		from, to := math.Inf(-1), math.Inf(1)
		if k > 0 {
			from = (rows[in[k-1].to-1].Bottom + rows[b.from].Top) / 2
		}
		if k+1 < len(in) {
			to = (rows[b.to-1].Bottom + rows[in[k+1].from].Top) / 2
		}
		for _, h := range r.h {
			if h.at > from && h.at < to {
				part.h = append(part.h, h)
				part.box.Top, part.box.Bottom = min(part.box.Top, h.at), max(part.box.Bottom, h.at)
			}
		}
		for _, v := range r.v {
			if v.lo, v.hi = max(v.lo, from), min(v.hi, to); v.hi-v.lo > minRuling {
				part.v = append(part.v, v)
				part.soft = part.soft && v.soft
				part.box.Top, part.box.Bottom = min(part.box.Top, v.lo), max(part.box.Bottom, v.hi)
			}
		}
		out = append(out, part)
	}
	return out
}

// above returns those of the rows that stand above the region.
func (r *region) above(rows []row) []row {
	n := 0
	for n < len(rows) && rows[n].Bottom < r.box.Top {
		n++
	}
	return rows[:n]
}

// exceeded reports whether a text of a row begins over the region and goes on far
// beyond its side, as headings do not.
func (r *region) exceeded(row row) bool {
	const far = 2 // em
	return slices.ContainsFunc(row.words, func(w *tword) bool {
		return w.X0 < r.box.X1 && w.X1 > r.box.X1+far*w.size || w.X1 > r.box.X0 && w.X0 < r.box.X0-far*w.size
	})
}

// reach lets a region grow over the rows of a table of which it holds most: up to
// the header, and down over further rows of figures.
// Lines around a heading do not make a table of the text below.
func (r *region) reach(rows []row) {
	var held []int
	for i := range rows {
		if y := rows[i].words[0].midY(); y > r.box.Top && y < r.box.Bottom {
			held = append(held, i)
		}
	}
	if len(held) < 2 || len(held)*2 < len(rows) {
		return
	}
	first, last := held[0], held[len(held)-1]
	if rows[first].figures() > 0 || first <= deepHeader {
		r.box.Top = min(r.box.Top, rows[0].Top-1)
	}
	for last+1 < len(rows) && (rows[last+1].figures() > 0 || last+2 < len(rows) && rows[last+2].figures() > 0) {
		last++
	}
	if rows[last].Bottom > r.box.Bottom && last > held[len(held)-1] {
		r.box.Bottom = rows[last].Bottom + 1
	}
}

// goOn takes in the rows of a block that is of the same table.
func (b *block) goOn(rows []row, more block) {
	b.to = more.to
	for i := more.from; i < more.to; i++ {
		if cs := rows[i].cells(); b.columns.keeps(cs) {
			b.columns.take(cs)
		}
	}
}

// apart reports whether two blocks are two tables: between them stands a text of
// its own, a caption or a note, and the second has columns or a header of its own. A
// caption in larger type needs no more than a row of words above the figures.
func apart(rows []row, a, b block) bool {
	alone, caption := false, false
	for i := a.to; i < b.from; i++ {
		if rows[i].chunks(2.2) == 1 {
			alone, caption = true, caption || rows[i].words[0].size > 1.08*rows[a.to-1].words[0].size
		}
	}
	figures := func(r row) bool { return r.figures() > 0 }
	if caption && !figures(rows[b.from]) && slices.ContainsFunc(rows[b.from+1:b.to], figures) {
		return true
	}
	cs := make([][]chunk, len(rows))
	copy(cs[a.from:], cellsOf(rows[a.from:b.to]))
	bridged := 0
	for i := b.from; i < b.to; i++ {
		if !a.columns.keeps(cs[i]) {
			bridged++
		}
	}
	return alone && (bridged*2 > b.to-b.from || a.headsAgain(rows, cs, b.from) || b.from+1 < b.to && a.headsAgain(rows, cs, b.from+1))
}

// titled reports whether a row is a title behind its number, 表１２　…: a short
// text with digits that is no figure and no year, and one longer text near it.
func titled(r *row, cs []chunk) bool {
	w := r.words[0]
	return len(cs) == 2 && cs[0].n < 5 && cs[1].n > cs[0].n && !cs[1].figure && w.digits > 0 && !w.figure && !w.year && r.chunks(2.2) == 1
}

// boxOf returns the box of words.
func boxOf(ws []*tword) page.Box {
	b := ws[0].Box
	for _, w := range ws[1:] {
		b = b.Union(w.Box)
	}
	return b
}
