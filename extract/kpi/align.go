package kpi

import (
	"maps"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"shihyo/extract/table"
)

// What the places of lines tell. The lines of a column share an edge or a
// middle, and one that lost a character at that edge stands off by its width;
// the lines of a text that wraps are full, and one that lost a character ends
// where the next would have fitted. Both hold as far as the rest of the column
// or page keeps to it, and only of lines that stand at the height of the others:
// one that was moved as a whole lost nothing.

const (
	alignTolerance = 0.12 // ems a line may stand off its column's edge
	alignShare     = 0.9  // of the lines must agree for one off them to be proof
	alignHint      = 0.6  // and for it to be a hint
	alignLines     = 6    // lines at least for proof
	alignFew       = 4    // and for a hint
	alignMany      = 12   // of all columns together
)

// offness tells how far a cell's line is out of place.
type offness uint8

const (
	inPlace offness = iota
	maybeOff
	surelyOff
)

// columnLine is a line of a column's cells. Its ends are kept as they stand on
// the page: without lines the sides of a cell are where its text has them.
type columnLine struct {
	cell        int
	left, right float64
	size        float64
	text        string
}

// least returns how far a line stands off, at least, that lost a character at one of
// its edges, or at either where it is its middle that stands off. Beside full-width
// characters stand others as wide.
func (l *columnLine) least(e lineEdge) float64 {
	wide := false
	switch e {
	case leftEdge:
		r, _ := utf8.DecodeRuneInString(l.text)
		wide = r >= 0x3000
	case rightEdge:
		r, _ := utf8.DecodeLastRuneInString(l.text)
		wide = r >= 0x3000
	default:
		return leastOff(l.text) * l.size
	}
	if wide {
		return 0.7 * l.size
	}
	return 0.18 * l.size
}

// leastOff returns by how many em a centred text stands off its middle, at least,
// that lost a character.
func leastOff(text string) float64 {
	if strings.IndexFunc(text, func(r rune) bool { return r < 0x3000 }) < 0 {
		return 0.4
	}
	return 0.18
}

// lineEdge is what of its lines a column shares.
type lineEdge uint8

const (
	leftEdge lineEdge = iota
	rightEdge
	middleEdge
)

// of returns where a line's edge is.
func (e lineEdge) of(l *columnLine) float64 {
	switch e {
	case leftEdge:
		return l.left
	case rightEdge:
		return l.right
	}
	return (l.left + l.right) / 2
}

// columnLines returns the lines of the cells that stand in column c alone, in
// rows [from, to).
func columnLines(g *grid, c, from, to int) (lines []columnLine) {
	last := -1
	for r := from; r < to; r++ {
		i := g.at(r, c)
		if i < 0 || i == last {
			continue
		}
		last = i
		cell := &g.t.Cells[i]
		if cell.ColSpan != 1 || cell.Vertical {
			continue
		}
		for k := range cell.Lines {
			ln := &cell.Lines[k]
			if ln.Size > 0 && ln.Text != "" && !ln.Vertical {
				lines = append(lines, columnLine{i, ln.Box.X0, ln.Box.X1, ln.Size, ln.Text})
			}
		}
	}
	return lines
}

// misaligned returns the cells of column c in rows [from, to) with a line that
// stands off the edge most of the others keep by the width of a character, or
// half of it where it is their middle that they share.
func misaligned(g *grid, c, from, to int) map[int]offness {
	lines := columnLines(g, c, from, to)
	if len(lines) < alignFew {
		return nil
	}
	edge, mid, agree := sharedEdge(lines)
	share := float64(agree) / float64(len(lines))
	if agree == len(lines) || share < alignHint {
		return nil
	}
	sure := maybeOff
	if share >= alignShare && len(lines) >= alignLines {
		sure = surelyOff
	}
	out := map[int]offness{}
	h := heightsOf(g, cellsOf(lines))
	for _, l := range lines {
		if d := abs(edge.of(&l) - mid); d >= l.least(edge) && d <= 1.15*l.size && !h.moved(&g.t.Cells[l.cell]) {
			out[l.cell] = sure
		}
	}
	return out
}

// cellsOf returns the cells of lines, each once.
func cellsOf(lines []columnLine) (cells []int) {
	for i, l := range lines {
		if i == 0 || l.cell != lines[i-1].cell {
			cells = append(cells, l.cell)
		}
	}
	return cells
}

// sharedEdge returns the edge, or middle, that most lines share, where it is and
// how many do.
func sharedEdge(lines []columnLine) (edge lineEdge, mid float64, agree int) {
	at := make([]float64, len(lines))
	for e := leftEdge; e <= middleEdge; e++ {
		for i := range lines {
			at[i] = e.of(&lines[i])
		}
		m, n := median(at), 0
		for i := range lines {
			if abs(at[i]-m) <= alignTolerance*lines[i].size {
				n++
			}
		}
		if n > agree {
			edge, mid, agree = e, m, n
		}
	}
	return edge, mid, agree
}

// indented returns the cells of the columns in rows [from, to) with a line that
// begins further in than the others, in a table whose texts all begin at the same
// distance from the sides of their cells. Fewer lines tell than of one column by
// itself, so that it shows in columns of few cells too.
func indented(g *grid, columns []int, from, to int) map[int]bool {
	if !g.t.Ruled {
		return nil // the sides are where the text has them
	}
	var lines []columnLine
	var at []float64 // of their left ends, from the side of the cell
	for _, c := range columns {
		for _, l := range columnLines(g, c, from, to) {
			lines = append(lines, l)
			at = append(at, l.left-g.t.Cells[l.cell].Box.X0)
		}
	}
	if len(lines) < alignMany {
		return nil
	}
	pad, agree := median(at), 0
	for i, l := range lines {
		if abs(at[i]-pad) <= alignTolerance*l.size {
			agree++
		}
	}
	if float64(agree) < alignShare*float64(len(lines)) {
		return nil
	}
	out := map[int]bool{}
	h := heightsOf(g, cellsOf(lines))
	for i, l := range lines {
		if d := at[i] - pad; d >= l.least(leftEdge) && d <= 1.15*l.size && !h.moved(&g.t.Cells[l.cell]) {
			out[l.cell] = true
		}
	}
	return out
}

// offMiddleDown returns the cells of the columns in rows [from, to) whose text reads
// downwards and stands off the middle of its cell by half a character or more, in a
// table where the others stand in it.
func offMiddleDown(g *grid, columns []int, from, to int) map[int]bool {
	if !g.t.Ruled {
		return nil // the sides are where the text has them
	}
	var cells []int
	var at []float64
	last := -1
	for _, c := range columns {
		for r := from; r < to; r++ {
			i := g.at(r, c)
			if i < 0 || i == last {
				continue
			}
			last = i
			if cell := &g.t.Cells[i]; readsDown(cell) && !cell.OpenTop && !cell.OpenBottom {
				n := len(cell.Lines) - 1
				cells = append(cells, i)
				at = append(at, (cell.Lines[0].Box.Top+cell.Lines[n].Box.Bottom-cell.Box.Top-cell.Box.Bottom)/2/cell.Lines[0].Size)
			}
		}
	}
	at = append(at, 0) // of few, the middle itself is as likely as any
	mid, agree := agreed(at)
	if agree < 2 || float64(agree) < heightShare*float64(len(at)) {
		return nil
	}
	out := map[int]bool{}
	for k, i := range cells {
		if d := abs(at[k] - mid); d >= 0.4 && d <= 1.15 {
			out[i] = true
		}
	}
	return out
}

// readsDown reports whether a cell holds one line in vertical writing, or characters
// set one below the other.
func readsDown(c *table.Cell) bool {
	if len(c.Lines) == 0 || c.Lines[0].Size <= 0 {
		return false
	}
	if c.Vertical {
		return len(c.Lines) == 1
	}
	for i := range c.Lines {
		if utf8.RuneCountInString(c.Lines[i].Text) > 1 {
			return false
		}
	}
	return len(c.Lines) > 2
}

// unfilled returns the cells of the columns in rows [from, to) with a line that
// ends where the first characters of the next would have fitted, in a table where
// the others are filled: up to as far from the side of their cell as texts begin on
// the other, or, where no lines show the sides, up to where another line ends.
// Where many of the columns' lines, or most of one, end early they are broken at
// words, or by hand.
func unfilled(g *grid, columns []int, from, to int) map[int]bool {
	out := map[int]bool{}
	wrapped := 0
	for _, c := range columns {
		lines := columnLines(g, c, from, to)
		h := heightsOf(g, cellsOf(lines))
		lines = slices.DeleteFunc(lines, func(l columnLine) bool { return h.moved(&g.t.Cells[l.cell]) })
		longest, pad := math.Inf(-1), math.Inf(1)
		for _, l := range lines {
			longest = max(longest, l.right)
			pad = min(pad, l.left-g.t.Cells[l.cell].Box.X0)
		}
		latest := func(*table.Cell) float64 { return longest }
		if g.t.Closed && pad >= 0 {
			latest = func(cell *table.Cell) float64 { return cell.Box.X1 - pad }
		}
		early, n := endEarly(g, cellsOf(lines), latest)
		if len(early)*2 > n && n > 1 {
			early, n = endEarly(g, cellsOf(lines), func(*table.Cell) float64 { return longest })
		}
		wrapped += n
		if len(early)*2 <= n {
			for _, i := range early {
				out[i] = true
			}
		}
	}
	if len(out) > max(2, wrapped/8) {
		return nil
	}
	return out
}

// endEarly returns those of the cells with a line that ends where the first
// characters of the next would have fitted, given where lines end at the latest,
// and how many lines could.
func endEarly(g *grid, cells []int, latest func(*table.Cell) float64) (early []int, wrapped int) {
	for _, i := range cells {
		cell := &g.t.Cells[i]
		short := false
		for k := 0; k+1 < len(cell.Lines); k++ {
			ln := &cell.Lines[k]
			need, ok := firstUnit(&cell.Lines[k+1])
			if last, _ := utf8.DecodeLastRuneInString(ln.Text); !ok || unicode.IsNumber(last) {
				continue // behind a number a blank may have been where the line broke
			}
			wrapped++
			short = short || latest(cell)-ln.Box.X1 >= need-0.05*ln.Size
		}
		if short {
			early = append(early, i)
		}
	}
	return early, wrapped
}

// firstUnit returns the width of what of a line must have stood together on the
// line before, in points: its first character, with those behind it that must
// not begin a line. ok is false where a line may have been begun on purpose.
func firstUnit(ln *table.Line) (width float64, ok bool) {
	rs := []rune(ln.Text)
	if len(rs) == 0 || rs[0] < 0x3000 || rs[0] >= 0xff00 || strings.ContainsRune("（「『【〔・※　", rs[0]) {
		return 0, false
	}
	n := 1
	for n < len(rs) && strings.ContainsRune(neverFirst, rs[n]) {
		n++
	}
	return float64(n) * ln.Size, true
}

// neverFirst are the characters that must not begin a line (JIS X 4051, 4.3).
const neverFirst = "、。，．・：；？！）］｝〕〉》」』】ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ々％‰℃),.%]"

// offCentre returns the header cells with a line that stands off the middle of
// its cell, in a header whose lines are centred: by half a character's width
// where one was lost, by more where the letters are spread over the cell. Only a
// grid that lines close shows for certain where the middle is. Brackets, half of
// which is white, may stand off it anyhow, and so may lines that wrap.
func offCentre(g *grid, h header) map[int]offness {
	if !g.t.Ruled {
		return nil
	}
	type line struct {
		cell  int
		off   float64 // ems from the middle
		least float64 // off it where a character was lost
		half  bool    // half-width characters, whose white may lie otherwise
	}
	var lines []line
	seen := map[int]bool{}
	for r := h.start; r < h.end; r++ {
		for _, i := range g.row(r) {
			cell := &g.t.Cells[i]
			if seen[i] || cell.Vertical {
				continue
			}
			seen[i] = true
			for k := range cell.Lines {
				ln := &cell.Lines[k]
				if ln.Size > 0 && ln.Text != "" && !ln.Vertical && !strings.ContainsAny(ln.Text, "（）【】") {
					lines = append(lines, line{i, (ln.Box.X0 + ln.Box.X1 - cell.Box.X0 - cell.Box.X1) / 2 / ln.Size, max(leastOff(ln.Text), 0.2), halfWidth(ln.Text)})
				}
			}
		}
	}
	if len(lines) < alignFew {
		return nil
	}
	// Where the middle is: padding may differ left and right.
	var at [2][]float64
	for _, l := range lines {
		for k := range at {
			if l.half == (k == 1) {
				at[k] = append(at[k], l.off)
			}
		}
	}
	var mids [2]float64
	for k, few := range [2]bool{len(at[0]) < 3, len(at[1]) < 3} {
		if few {
			at[k] = slices.Concat(at[k], at[1-k])
		}
		mids[k] = median(at[k])
	}
	off := map[int]offness{}
	agree, sure := 0, g.t.Closed
	heights := heightsOf(g, slices.Collect(maps.Keys(seen)))
	for _, l := range lines {
		cell := &g.t.Cells[l.cell]
		mid := mids[0]
		if l.half {
			mid = mids[1]
		}
		switch d := abs(l.off - mid); {
		case d <= alignTolerance:
			agree++
		case heights.moved(cell):
		case d >= l.least && d <= 1.15 && g.t.Closed:
			off[l.cell] = surelyOff
		case d >= l.least && len(cell.Lines) == 1 && (g.t.Closed || cell.ColSpan == 1):
			off[l.cell] = max(off[l.cell], maybeOff)
		}
		sure = sure && abs(l.off-mid) <= 1.15
	}
	share := float64(agree) / float64(len(lines))
	if share < alignHint || !g.t.Closed && share < openShare {
		return nil
	}
	if !sure || share < headShare {
		for i := range off {
			off[i] = maybeOff
		}
	}
	return off
}

// headShare is the share of a header's lines that must be centred for the others
// to be damaged for certain: in a header of six words, one may be.
const headShare = 0.7

// openShare is the same for a hint where no lines show a cell's sides.
const openShare = 0.8

// median returns the middle one of xs, the upper of two.
func median(xs []float64) float64 {
	xs = slices.Sorted(slices.Values(xs))
	return xs[len(xs)/2]
}

// halfWidth reports whether a text is of ASCII characters.
func halfWidth(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= 0x80 }) < 0
}

// heights are how the texts of some cells stand along y: off an edge of the cells,
// or their middle, and line below line. A line that was moved as a whole stands
// otherwise, which one that lost a character does not.
type heights struct {
	edge  func(*table.Cell) float64 // nil where they share none
	off   float64                   // em
	pitch float64                   // em from line to line, 0 where not known
}

// Tolerances of heights, in em.
const (
	heightSlack = 0.07 // by which texts at one height differ
	heightMoved = 0.9  // what stands further off was set so
	heightShare = 0.6  // of the texts must stand alike
)

// heightEdges tell how far a text stands off the top, the middle and the bottom of
// its cell, in em.
var heightEdges = []func(c *table.Cell) float64{
	func(c *table.Cell) float64 { return (c.Lines[0].Box.Top - c.Box.Top) / c.Lines[0].Size },
	func(c *table.Cell) float64 {
		return (c.Lines[0].Box.Top + c.Lines[len(c.Lines)-1].Box.Bottom - c.Box.Top - c.Box.Bottom) / 2 / c.Lines[0].Size
	},
	func(c *table.Cell) float64 {
		return (c.Box.Bottom - c.Lines[len(c.Lines)-1].Box.Bottom) / c.Lines[0].Size
	},
}

// heightsOf learns from the cells with those numbers how texts stand.
func heightsOf(g *grid, cells []int) (h heights) {
	var at, pitches []float64
	most := 0
	for k, edge := range heightEdges {
		at = at[:0]
		for _, i := range cells {
			c := &g.t.Cells[i]
			if !level(c) {
				continue
			}
			at = append(at, edge(c))
			for n := 1; n < len(c.Lines) && k == 0; n++ {
				pitches = append(pitches, pitchAt(c, n))
			}
		}
		if len(at) < alignFew {
			return h
		}
		m, n := agreed(at)
		if n > most && float64(n) >= heightShare*float64(len(at)) {
			h.edge, h.off, most = edge, m, n
		}
	}
	if m, n := agreed(pitches); n >= alignFew && float64(n) >= heightShare*float64(len(pitches)) {
		h.pitch = m
	}
	return h
}

// level reports whether a cell has lines of text from left to right.
func level(c *table.Cell) bool { return len(c.Lines) > 0 && !c.Vertical && c.Lines[0].Size > 0 }

// pitchAt returns how far line n of a cell stands below the one before, in em.
func pitchAt(c *table.Cell, n int) float64 {
	return (c.Lines[n].Box.Bottom - c.Lines[n-1].Box.Bottom) / c.Lines[0].Size
}

// agreed returns the median of some heights and how many stand there.
func agreed(at []float64) (m float64, n int) {
	if len(at) == 0 {
		return 0, 0
	}
	m = median(at)
	for _, x := range at {
		if abs(x-m) <= heightSlack {
			n++
		}
	}
	return m, n
}

// moved reports whether a line of a cell stands off the height that the texts
// share.
func (h heights) moved(c *table.Cell) bool {
	if !level(c) {
		return false
	}
	off := func(d float64) bool { return abs(d) > heightSlack && abs(d) < heightMoved }
	if h.edge != nil && off(h.edge(c)-h.off) {
		return true
	}
	for n := 1; n < len(c.Lines) && h.pitch > 0; n++ {
		if off(pitchAt(c, n) - h.pitch) {
			return true
		}
	}
	return false
}
