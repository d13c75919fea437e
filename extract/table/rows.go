package table

import (
	"math"
	"slices"
	"unicode"
)

// How rows are found. Drawn lines part the body of a region into bands. In a
// band the lines of text are put together to rows so that the whole costs
// least: a row pays for lines of its that look like texts of two rows, and for
// cells that do not stand in it as those of the table do. What speaks for and
// against a border between two lines is rowEvidence. Since the cost of a row
// depends on its own lines only, the best division is found by dynamic
// programming, once for each way of setting cells in a row: at its top, in its
// middle, at its foot. A table has one of them.

// costMisplaced is what a cell out of its place in the row costs; three at most
// count.
const costMisplaced = 1.0

// costTitle is what a row costs in which a title stands beside other lines.
const costTitle = 20.0

// Distances in em.
const (
	wrapSlack   = 0.28 // lines of one text differ in distance by less
	wideWhite   = 1.2  // white beyond that of wraps that is more than padding
	maxPadding  = 0.6  // between a line and a text that is broken there
	placeTol    = 0.35 // cells of a row are set with this exactness
	narrow      = 4.0  // a label no wider is not broken where no line shows that it must be
	maxRowLines = 40   // lines of one row looked at between two drawn lines
	maxRowCost  = 25   // a row that costs more is none
)

// setting is how cells shorter than their row are placed in it.
type setting int

const (
	setTop setting = iota
	setMiddle
	setFoot
	settings
)

// textLine is one line of text through a band, by columns.
type textLine struct {
	top, bottom float64
	words       int
	cells       []lineCell // by column
	floats      []textLine // texts of merged cells that stand below this line, see float
	title       bool       // stands over columns and is a row of its own
	led         bool       // leaders begin it: the label that they lead from stands above
}

// lineCell is what a line of text has in one column.
type lineCell struct {
	col                     int
	x0, x1                  float64
	top, bottom             float64
	head, size              float64 // of its first word: unbreakable part, font size
	numeric, figure         bool    // reads as a number or a mark; is digits and signs alone
	cjk, enum, bracket, low bool    // how its first word begins
	minus                   bool    // with a minus sign
	bold, spread            bool    // spread over the width of its cell
	hang, under             bool    // in the first column: set in as a further line of the label above; as a row below its heading
}

// rowBorders sets ys: the heights of lines, and between them where rows of text
// part.
func (d *divider) rowBorders() {
	drawn := d.drawnHeights()
	d.measure()
	bands := make([][]textLine, len(drawn)-1)
	for i := range bands {
		bands[i] = d.lines(max(drawn[i], min(d.bodyTop, drawn[i+1])), drawn[i+1])
	}
	d.lead = wrapLead(bands, d.em)
	for i := range bands {
		d.indents(bands[i])
		bands[i] = d.float(bands[i])
	}
	cuts := d.cutBands(bands)
	d.sums = d.overSums(bands, drawn)
	wide := 2*len(d.fullLines(0.5)) >= len(drawn)-2 // most lines run on, not under a column alone
	lined := wide && linesPart(bands, drawn, d.bodyTop) && !d.sums && !d.rowsBetween(bands, cuts)
	d.readHeader()
	for i := range bands {
		d.addRow(drawn[i], true)
		for _, y := range d.levels {
			if y > drawn[i]+thinStrip/2 && y < drawn[i+1]-thinStrip/2 {
				d.addRow(y, false)
			}
		}
		if d.bodyTop > drawn[i]+1 && d.bodyTop <= drawn[i+1]-thinStrip && len(d.lines(drawn[i], drawn[i+1])) > 0 {
			d.addRow(d.bodyTop, false)
		}
		for _, cut := range cuts[i] {
			if lined && drawn[i] >= d.bodyTop-1 && !cut.title {
				continue
			}
			d.addRow(cut.y, false)
			d.cuts = append(d.cuts, cut)
			if len(cut.over) > 0 {
				d.join(cut)
			}
		}
	}
	d.addRow(drawn[len(drawn)-1], true)
}

func (d *divider) addRow(y float64, real bool) {
	d.ys, d.realY = append(d.ys, y), append(d.realY, real)
}

// drawnHeights returns the heights at which lines are drawn, and the region's
// ends.
func (d *divider) drawnHeights() []float64 {
	at := []float64{d.r.box.Top, d.r.box.Bottom}
	for _, h := range d.r.h {
		at = append(at, h.at)
	}
	return squeeze(snap(at), d.words, (*tword).midY)
}

// linesPart reports whether lines alone part the rows: most bands between them
// hold one line in the typical column, and the other bands are rows of wrapped
// text.
func linesPart(bands [][]textLine, drawn []float64, bodyTop float64) bool {
	n, lone, texts, loneTexts := 0, 0, 0, 0
	for i, b := range bands {
		if len(b) == 0 || drawn[i] < bodyTop-1 {
			continue
		}
		n++
		texts += len(b)
		if linesPerColumn(b) <= 1 {
			lone++
			loneTexts += len(b)
		}
	}
	return n >= 2 && lone*2 >= n && (n >= 5 || loneTexts*3 >= texts)
}

// overSums reports whether most of the lines between bands stand over sums: not over
// the labels, of which there is one above and one below.
func (d *divider) overSums(bands [][]textLine, drawn []float64) bool {
	labelled := func(l *textLine) bool {
		c := &l.cells[0]
		return c.col == 0 && c.x1-c.x0 > 1.5*c.size // no character of a vertical text
	}
	sums := 0
	for i := 1; i < len(bands); i++ {
		above, below := bands[i-1], bands[i]
		if len(above) > 0 && len(below) > 0 && labelled(&above[len(above)-1]) && labelled(&below[0]) && !d.drawnOver(0, drawn[i]) {
			sums++
		}
	}
	return sums*2 > len(bands)-1
}

// drawnOver reports whether a horizontal is drawn at a height over most of the texts
// of a column.
func (d *divider) drawnOver(c int, y float64) bool {
	return slices.ContainsFunc(d.r.h, func(h ruling) bool {
		return math.Abs(h.at-y) <= snapWidth && min(h.hi, d.maxCol[c])-max(h.lo, d.minCol[c]) > 0.5*(d.maxCol[c]-d.minCol[c])
	})
}

// rowsBetween reports whether most of the lines of text stand in bands of several
// rows.
func (d *divider) rowsBetween(bands [][]textLine, cuts [][]rowCut) bool {
	inside, all := 0, 0
	for i := range bands {
		if all += len(bands[i]); d.severalRows(bands[i], cuts[i]) {
			inside += len(bands[i])
		}
	}
	return inside*2 > all
}

// linesPerColumn returns how many lines the typical column of a band has.
func linesPerColumn(ls []textLine) int {
	n := map[int]int{}
	for i := range ls {
		for k := range ls[i].cells {
			n[ls[i].cells[k].col]++
		}
	}
	counts := make([]int, 0, len(n))
	for _, k := range n {
		counts = append(counts, k)
	}
	slices.Sort(counts)
	return counts[(len(counts)-1)/2]
}

// measure notes how far text can reach in each column: between drawn lines up to
// the padding, else as far as any text of it does.
func (d *divider) measure() {
	n := len(d.xs) - 1
	d.minCol, d.maxCol = make([]float64, n), make([]float64, n)
	for c := range d.minCol {
		d.minCol[c], d.maxCol[c] = math.Inf(1), math.Inf(-1)
	}
	for i := range d.words {
		w := d.words[i]
		if c0, c1 := d.span(w); c0 == c1 && !w.leader() {
			d.minCol[c0] = min(d.minCol[c0], w.X0)
			d.maxCol[c0] = max(d.maxCol[c0], w.end)
		}
	}
	for c := range d.minCol {
		if !d.realX[c] || !d.realX[c+1] || d.minCol[c] > d.maxCol[c] {
			continue
		}
		pad := max(0, min(d.minCol[c]-d.xs[c], d.xs[c+1]-d.maxCol[c], maxPadding*d.em))
		d.minCol[c], d.maxCol[c] = d.xs[c]+pad, d.xs[c+1]-pad
	}
}

// through reports whether a word stands across a height at which the line that is
// drawn elsewhere leaves room for it: in a cell of the rows above and below, it
// tells of neither.
func (d *divider) through(w *tword, y float64) bool {
	if math.Abs(w.midY()-y) > 0.3*w.size {
		return false
	}
	drawn := false
	for i := range d.r.h {
		if h := &d.r.h[i]; math.Abs(h.at-y) < snapWidth {
			if h.lo < w.X1 && h.hi > w.X0 {
				return false
			}
			drawn = true
		}
	}
	return drawn
}

// lines returns the lines of text between two heights.
func (d *divider) lines(y0, y1 float64) []textLine {
	from := 0
	for from < len(d.rows) && d.rows[from].Bottom < y0 {
		from++
	}
	to := from
	for to < len(d.rows) && d.rows[to].Top <= y1+2*d.em {
		to++
	}
	out := d.r.memory.textLines.lend(to - from)[:0]
	for i := from; i < to; i++ {
		r := &d.rows[i]
		if r.Bottom < y0 {
			continue
		}
		if cap(d.cells) < len(r.words) {
			d.cells = d.r.memory.lineCells.lend(len(d.words))[:0]
		}
		l := textLine{top: math.Inf(1), bottom: math.Inf(-1), cells: d.cells, title: d.titled(r)}
		for _, w := range r.words {
			if m := w.midY(); m >= y0 && m < y1 && !d.through(w, y0) && !d.through(w, y1) {
				d.addWord(&l, w)
			}
		}
		n := len(l.cells)
		if n == 0 {
			continue
		}
		l.cells = l.cells[:n:n]
		// What is left of the room; a line that had not enough found its own.
		d.cells = d.cells[min(n, cap(d.cells)):cap(d.cells)][:0]
		out = append(out, l)
	}
	return out
}

// addWord adds a word to a line; words come from left to right.
func (d *divider) addWord(l *textLine, w *tword) {
	top, bottom := w.midY()-0.4*w.size, w.midY()+0.4*w.size
	l.top, l.bottom = min(l.top, top), max(l.bottom, bottom)
	l.words++
	if w.leader() {
		l.led = l.led || len(l.cells) == 0
		return
	}
	c0, c1 := d.span(w)
	for c := c0; c <= c1; c++ {
		if n := len(l.cells); n > 0 && l.cells[n-1].col >= c {
			o := &l.cells[n-1]
			o.x0, o.x1 = min(o.x0, w.X0), max(o.x1, w.end)
			o.top, o.bottom = min(o.top, top), max(o.bottom, bottom)
			o.numeric, o.figure, o.spread = o.numeric && w.numeric, o.figure && w.figure, o.spread && w.spread
			continue
		}
		l.cells = append(l.cells, lineCell{col: c, x0: w.X0, x1: w.end, top: top, bottom: bottom,
			head: w.head, size: w.size, numeric: w.numeric, figure: w.figure, cjk: w.cjk, bold: w.bold, spread: w.spread,
			enum: isEnumerator(w.first), bracket: isOpening(w.first) && !w.item && !w.mark, minus: isMinus(w.first), low: unicode.IsLower(w.first)})
	}
}

func isEnumerator(r rune) bool {
	return r >= 0x2460 && r <= 0x24ff || r >= 0x3220 && r <= 0x33ff || r == '・' || r == '•'
}

func isMinus(r rune) bool { return r == '△' || r == '▲' || r == '-' || r == '−' || r == '－' }

func isOpening(r rune) bool {
	return r == '(' || r == '（' || r == '[' || r == '［' || r == '【' || r == '〔' || r == '〈' || r == '<' || r == '＜'
}

// shared calls f for the columns in which both lines have text.
func (l *textLine) shared(o *textLine, f func(a, b *lineCell)) {
	for i, k := 0, 0; i < len(l.cells) && k < len(o.cells); {
		switch a, b := &l.cells[i], &o.cells[k]; {
		case a.col < b.col:
			i++
		case a.col > b.col:
			k++
		default:
			f(a, b)
			i, k = i+1, k+1
		}
	}
}

func (l *textLine) shares(o *textLine) int {
	n := 0
	l.shared(o, func(_, _ *lineCell) { n++ })
	return n
}

// wrapLead returns the white between lines that are wraps of one text: the
// smallest that is common. Rows stand further apart where the table has
// padding.
func wrapLead(bands [][]textLine, em float64) float64 {
	var gaps []float64
	for _, ls := range bands {
		for k := 1; k < len(ls); k++ {
			if gap := ls[k].top - ls[k-1].bottom; gap > -0.02*em && ls[k].shares(&ls[k-1]) > 0 {
				gaps = append(gaps, gap)
			}
		}
	}
	if len(gaps) == 0 {
		return 0
	}
	slices.Sort(gaps)
	return gaps[len(gaps)/20]
}

// indents notes what the indents of the first column tell of its lines. One that is
// set in below another, while the next is not, is a further line of its label; where
// the next is set in as much, both stand below a heading.
func (d *divider) indents(ls []textLine) {
	least := 0.3 * d.em
	var labels []*lineCell
	var alone []bool // lines that have nothing but the label
	for i := range ls {
		if c := &ls[i].cells[0]; c.col == 0 && !c.numeric {
			labels, alone = append(labels, c), append(alone, len(ls[i].cells) == 1)
		}
	}
	for i := 1; i < len(labels); i++ {
		a, b := labels[i-1], labels[i]
		if b.x0 < a.x0+least || !alone[i-1] && !alone[i] {
			continue
		}
		k := i + 1 // the next label
		for k < len(labels) && alone[i] && alone[k] && math.Abs(labels[k].x0-b.x0) < least {
			k++ // further lines
		}
		switch {
		case k < len(labels) && labels[k].x0 > b.x0-least && alone[i-1]:
			b.under = !b.low
		default:
			b.hang = true
		}
	}
}

// float takes out the lines that are text of merged cells, centred in height
// over the rows above and below: they stand halfway, in columns of their own. A
// border between these rows runs through them.
func (d *divider) float(ls []textLine) []textLine {
	const most = 3 // lines of such a text
	if len(ls) < 3 {
		return ls
	}
	out := ls[:0:0]
	for k := 0; k < len(ls); k++ {
		out = append(out, ls[k])
		for n := 1; n <= most && k+n+1 < len(ls); n++ {
			between, below := ls[k+1:k+n+1], &ls[k+n+1]
			if !d.centredBetween(&ls[k], between, below) {
				continue
			}
			if !d.around(ls, k, k+n+1) {
				out[len(out)-1].floats = between
			} else {
				for i := range between {
					if one := between[i : i+1]; d.centredBetween(&ls[k], one, below) {
						out[len(out)-1].floats = one
					} else {
						out = append(out, one[0])
					}
				}
			}
			k += n
			break
		}
	}
	return out
}

// around reports whether lines between those at a and b are no text between their
// rows but the halves of two, each set around its own row: another line of the same
// column stands as far on the other side of it.
func (d *divider) around(ls []textLine, a, b int) bool {
	first, last := &ls[a+1], &ls[b-1]
	if b-a < 3 || first.shares(last) == 0 {
		return false
	}
	about := func(at, x, y int) bool {
		return x >= 0 && y < len(ls) && ls[x].shares(&ls[y]) > 0 && math.Abs((ls[x].midY()+ls[y].midY())/2-ls[at].midY()) < 0.5*placeTol*d.em
	}
	return about(a, a-1, a+1) || about(b, b-1, b+1)
}

func (l *textLine) midY() float64 { return (l.top + l.bottom) / 2 }

func (d *divider) centredBetween(a *textLine, between []textLine, c *textLine) bool {
	off := (a.top+a.bottom+c.top+c.bottom)/4 - (between[0].top+between[len(between)-1].bottom)/2
	if math.Abs(off) >= placeTol*d.em || a.shares(c) < 2 {
		return false
	}
	for i := range between {
		if b := &between[i]; a.shares(b) > 0 || c.shares(b) > 0 || len(b.cells) >= len(a.cells) {
			return false
		}
	}
	return true
}

// rowCut is a border between rows that no line draws.
type rowCut struct {
	y     float64
	over  []textLine // texts that stand across it
	title bool       // above or below a title
	ev    *rowEvidence
}

// join notes the columns of the texts that stand across a border.
func (d *divider) join(cut rowCut) {
	if d.joins == nil {
		d.joins = map[float64]map[int]bool{}
	}
	cols := map[int]bool{}
	for i := range cut.over {
		for k := range cut.over[i].cells {
			cols[cut.over[i].cells[k].col] = true
		}
	}
	d.joins[cut.y] = cols
}

// cutBands divides each band into rows, with the setting that costs least over
// all of them.
func (d *divider) cutBands(bands [][]textLine) [][]rowCut {
	r := newRowBuilder(d)
	starts := make([][settings][]int, len(bands))
	var sum [settings]float64
	for i, ls := range bands {
		var costs [settings]float64
		starts[i], costs = r.divide(ls)
		for s := range settings {
			sum[s] += costs[s]
		}
	}
	best := setTop
	for s := range settings {
		if sum[s] < sum[best]-1e-9 {
			best = s
		}
	}
	cuts := make([][]rowCut, len(bands))
	for i, ls := range bands {
		cuts[i] = r.cuts(ls, starts[i][best])
	}
	return cuts
}

// cutBetween places the border above line j.
func (d *divider) cutBetween(ls []textLine, j int) rowCut {
	bottom := ls[j-1].bottom
	for i := max(0, j-4); i < j; i++ {
		bottom = max(bottom, ls[i].bottom) // of texts side by side
	}
	cut := rowCut{y: (bottom + ls[j].top) / 2, title: ls[j-1].title || ls[j].title}
	if over := ls[j-1].floats; len(over) > 0 {
		cut = rowCut{y: (over[0].top + over[len(over)-1].bottom) / 2, over: over}
	}
	return cut
}

// gain tells how much less the lines of a band cost when they are cut than as
// one row.
func (d *divider) gain(ls []textLine, cuts []rowCut) float64 {
	r := newRowBuilder(d)
	for i := range ls {
		r.add(&ls[i])
	}
	costs := r.costs()
	least := slices.Min(costs[:])
	r.reset()
	for i := range ls {
		if len(cuts) > 0 && ls[i].top > cuts[0].y-1e-9 {
			least -= r.inner
			cuts = cuts[1:]
			r.reset()
		}
		r.add(&ls[i])
	}
	return least - r.inner
}

// rowBuilder puts lines together to a row and tells what that costs.
type rowBuilder struct {
	d *divider

	inner       float64 // cost of lines that look like other rows
	top, bottom float64
	title       bool       // its last line is one
	blocks      []rowBlock // by column; the texts of the row's cells
	cols        []int      // columns that have one

	least [][settings]float64 // working memory of divide
	room  []int               // for what it returns
}

type rowBlock struct {
	last        *lineCell // its lowest line; nil for an empty cell
	top, bottom float64
}

func newRowBuilder(d *divider) *rowBuilder {
	n := len(d.xs) - 1
	r := &rowBuilder{d: d, blocks: make([]rowBlock, n), cols: make([]int, 0, n)}
	r.reset()
	return r
}

func (r *rowBuilder) reset() {
	for _, c := range r.cols {
		r.blocks[c] = rowBlock{}
	}
	r.cols = r.cols[:0]
	r.inner, r.top, r.bottom = 0, math.Inf(1), math.Inf(-1)
}

// divide divides the lines of a band into rows at least cost, once for each
// setting. Starts tells of each line where the row that ends above it begins, by
// which cuts finds the way back.
func (r *rowBuilder) divide(ls []textLine) (starts [settings][]int, costs [settings]float64) {
	n := len(ls)
	if n == 0 {
		return starts, costs
	}
	r.least = sized(r.least, n+1) // cost of the lines before
	least := r.least
	least[0] = [settings]float64{}
	if len(r.room) < int(settings)*(n+1) {
		r.room = make([]int, max(int(settings)*(n+1), 128))
	}
	for s := range settings {
		starts[s], r.room = r.room[:n+1:n+1], r.room[n+1:]
		for j := 1; j <= n; j++ {
			least[j][s] = math.Inf(1)
		}
	}
	for i := range n {
		r.reset()
		for j := i; j < n && j-i < maxRowLines; j++ {
			r.add(&ls[j])
			if r.inner > maxRowCost && j > i {
				break
			}
			row := r.costs()
			for s := range settings {
				if c := least[i][s] + row[s]; c < least[j+1][s]-1e-9 {
					least[j+1][s], starts[s][j+1] = c, i
				}
			}
		}
	}
	return starts, least[n]
}

// cuts returns the borders between the rows of a band.
func (r *rowBuilder) cuts(ls []textLine, starts []int) []rowCut {
	if len(ls) == 0 {
		return nil
	}
	var cuts []rowCut
	for j := starts[len(ls)]; j > 0; j = starts[j] {
		r.reset()
		for i := starts[j]; i < j; i++ {
			r.add(&ls[i])
		}
		cut, ev := r.d.cutBetween(ls, j), r.parting(&ls[j])
		cut.ev = &ev
		cuts = append(cuts, cut)
	}
	slices.Reverse(cuts)
	return cuts
}

// add adds the next line of text to the row.
func (r *rowBuilder) add(l *textLine) {
	if len(r.cols) > 0 {
		e := r.parting(l)
		r.inner += e.score()
		if l.title || r.title {
			r.inner += costTitle
		}
	}
	r.title = l.title
	for i := range l.cells {
		c := &l.cells[i]
		b := &r.blocks[c.col]
		if b.last == nil {
			r.cols = append(r.cols, c.col)
			b.top, b.bottom = c.top, c.bottom
		}
		b.last = c
		b.top, b.bottom = min(b.top, c.top), max(b.bottom, c.bottom)
	}
	r.top, r.bottom = min(r.top, l.top), max(r.bottom, l.bottom)
}

// parting gathers what tells whether a line begins a new row rather than going
// on with this one.
func (r *rowBuilder) parting(l *textLine) rowEvidence {
	e := rowEvidence{led: l.led}
	white := math.Inf(-1) // the most that a text of the line keeps from the one above it
	for i := range l.cells {
		b := &l.cells[i]
		if a := r.blocks[b.col].last; a != nil {
			white = max(white, b.top-a.bottom)
			r.d.compare(a, b, &e)
		}
	}
	e.apart = r.labelled(l)
	over := l.top - r.bottom
	if math.IsInf(white, -1) {
		white = over
	}
	switch {
	case over < -0.02*r.d.em:
		e.white = overlapping
	case r.d.tight(white):
		e.white = tight
	case white > r.d.lead+wideWhite*r.d.em:
		e.white = wide
	default:
		e.white = loose
	}
	return e
}

// labelled reports whether both the row and the line below have a label and figures
// of their own, the figures in different columns, as accounts have them.
func (r *rowBuilder) labelled(l *textLine) bool {
	first := &l.cells[0]
	above := r.blocks[first.col].last
	if len(l.cells) < 2 || first.figure || above == nil || above.figure {
		return false
	}
	for i := range l.cells[1:] {
		if b := &l.cells[i+1]; !b.figure || r.blocks[b.col].last != nil {
			return false
		}
	}
	figures := 0
	for c := range r.blocks {
		if a := r.blocks[c].last; a != nil && a.figure {
			figures++
		} else if a != nil && c != first.col {
			return false
		}
	}
	return figures > 0
}

// tight reports whether lines with that much white between are as near to one
// another as those of one text.
func (d *divider) tight(white float64) bool { return white <= d.lead+wrapSlack*d.em }

// compare adds what two texts of a column, one below the other, tell of whether
// they are two or the lines of one.
func (d *divider) compare(a, b *lineCell, e *rowEvidence) {
	room := (d.maxCol[b.col] - d.minCol[b.col]) - (a.x1 - a.x0)
	if centred := math.Abs(a.x0+a.x1-b.x0-b.x1) < 0.4*d.em; b.col == 0 && !centred {
		room = d.maxCol[0] - a.x1 // set in, it has no room on its left
	}
	next := b.head
	if b.cjk {
		next = min(next, 1.5*b.size)
	}
	full := room < next+0.3*d.em && !a.spread // what is spread over the width ends there
	drawn := d.realX[b.col] && d.realX[b.col+1]
	switch {
	case a.bold != b.bold:
		e.weights++
		return
	case a.enum && b.enum:
		e.enumerators++
		return
	case b.bracket && b.figure && a.numeric:
		return // the share below the number, or the next number
	case b.bracket && !a.bracket && d.tight(b.top-a.bottom):
		e.brackets++
		return
	case a.numeric && b.numeric && b.col > 0 && (!full || b.minus || !drawn):
		e.figures++
		return
	case a.numeric && b.numeric && b.col > 0:
		e.fullFigures++
		return
	case b.hang && full:
		e.hanging++
	case b.under && !full:
		e.under++
	case b.low:
		e.lowerCase++
	}
	switch {
	case !full:
		e.room++
	case drawn || a.x1-a.x0 > narrow*d.em:
		e.full++
	}
}

// costs tells what the row costs as it is, by how its cells are set.
func (r *rowBuilder) costs() (out [settings]float64) {
	tol := placeTol * r.d.em
	var misplaced [settings]int
	for _, c := range r.cols {
		b := &r.blocks[c]
		if math.Abs(b.top-r.top) > tol {
			misplaced[setTop]++
		}
		if math.Abs((b.top+b.bottom-r.top-r.bottom)/2) > tol {
			misplaced[setMiddle]++
		}
		if math.Abs(r.bottom-b.bottom) > tol {
			misplaced[setFoot]++
		}
	}
	for s, n := range misplaced {
		out[s] = r.inner + costMisplaced*float64(min(n, 3))
	}
	return out
}
