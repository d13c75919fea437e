package table

import (
	"slices"

	"shihyo/extract/page"
)

// How a region becomes a grid where lines do not close its cells. First the
// header is told from the body (header.go), then columns (columns.go) and rows
// (rows.go) are chosen among the borders that lines, white and texts suggest,
// each with the evidence for it (evidence.go). What stands between two borders is
// a slot; which slots are one cell is told by the lines that are drawn and by
// the texts that stand across borders that are not (spans.go), in the header by
// its headings (heading.go).

// maxColumns is how many columns are looked for in a region; more is a drawing.
const maxColumns = 300

// divider works on one region.
type divider struct {
	r     *region
	words []*tword
	rows  []row
	em    float64 // typical font size

	// The header: where the body begins, its words (nil until asked for), its
	// headings, whether they are set flush left, the heights between its levels.
	bodyTop   float64
	headWords []*tword
	heads     []heading
	headsLeft bool
	levels    []float64

	titles []float64   // baselines of titles over columns, see titles.go
	texted *[4]float64 // see textExtents

	// Columns: their borders with the evidence, the same as numbers, which have
	// lines, and how far left and right text can reach in each.
	borders        []border
	xs             []float64
	realX          []bool
	minCol, maxCol []float64
	strip          panel // working memory of panel

	// Rows: borders, which have lines, those that no line draws, the columns of
	// texts that stand across one, the white between the lines of one text.
	ys    []float64
	realY []bool
	cuts  []rowCut
	joins map[float64]map[int]bool
	sums  bool // lines stand over sums, see overSums
	lead  float64
	cells []lineCell // room for those of lines

	// Slots: their sides (see grid), the drawn ones of these, how many rows are
	// header, which hold text, and words by column, downwards.
	top, left         []bool
	realTop, realLeft []bool
	headRows          int
	filled            []bool
	byCol             [][]*tword
}

// divide makes the grid of a region; nil when its text has no columns.
func divide(r *region) *grid {
	d := &divider{r: r, words: r.words}
	if len(d.words) < 2 {
		return nil
	}
	if r.core == (page.Box{}) {
		r.core = r.box
	}
	d.em = r.em()
	d.rows = r.rows()
	d.findHead()
	d.findTitles()
	d.columns()
	d.splitWords()
	if len(d.xs) < 3 {
		return nil
	}
	d.rowBorders()
	if len(d.ys) < 2 || (len(d.xs)-1)*(len(d.ys)-1) > maxSlots {
		return nil
	}
	d.edges()
	g := &grid{xs: d.xs, ys: d.ys, top: d.top, left: d.left, ruled: !r.free}
	g.merge()
	g.order()
	g.sides = d.sides(g)
	g.titles = d.titles
	return g
}

// sides tells why the borders of a grid stand that no line draws.
func (d *divider) sides(g *grid) []Border {
	var out []Border
	box := g.box()
	for i := range d.borders {
		b := &d.borders[i]
		if !b.ev.drawn && slices.Contains(g.xs[1:g.cols()], b.x) {
			out = append(out, Border{Box: page.Box{X0: b.x, X1: b.x, Top: box.Top, Bottom: box.Bottom}, Margin: b.ev.margin(), evidence: &b.ev})
		}
	}
	for _, c := range d.cuts {
		if slices.Contains(g.ys, c.y) {
			out = append(out, Border{Box: page.Box{X0: box.X0, X1: box.X1, Top: c.y, Bottom: c.y}, Margin: c.ev.margin(), evidence: c.ev})
		}
	}
	return out
}

func medianSize(ws []*tword) float64 {
	sizes := sortedBy(ws, func(w *tword) float64 { return w.size })
	return sizes[len(sizes)/2]
}

// median sorts s and returns its middle.
func median(s []float64) float64 {
	slices.Sort(s)
	return s[len(s)/2]
}

// splitWords parts words that stand across a border because the texts of two
// cells nearly touch: there is more white at the border than within the words.
func (d *divider) splitWords() {
	var more []*tword
	for i := range d.words {
		w := d.words[i]
		if slices.Contains(d.titles, w.base) || w.midY() < d.bodyTop && (w.spread || d.headsSeveral(w)) {
			continue
		}
		c0, c1 := d.span(w)
		for c := c0 + 1; c <= c1 && len(w.glyphs) > 1; c++ {
			if l, r, ok := w.split(d.xs[c]); ok {
				if more == nil {
					d.words = slices.Clone(d.words) // the region's stay as they are
				}
				more = append(more, &l)
				w = &r
				d.words[i] = w
			}
		}
	}
	if more != nil {
		d.words = append(d.words, more...)
		d.rows = rowsOf(d.words, sameRow)
	}
}

// headsSeveral reports whether a word of the header stands over texts of several
// columns: it is one heading, however its words are spaced.
func (d *divider) headsSeveral(w *tword) bool {
	if len(d.headed()) > maxHeads {
		return false
	}
	c0, c1 := d.span(w)
	below := 0
	for c := c0; c <= c1; c++ {
		if slices.ContainsFunc(d.headed(), func(o *tword) bool {
			return o.midY() > w.midY()+0.5*w.size && o.X0 < d.xs[c+1] && o.X1 > d.xs[c] && (o.X0 >= d.xs[c]-0.5*o.size && o.X1 <= d.xs[c+1]+0.5*o.size)
		}) {
			below++
		}
	}
	return below > 1
}

// column returns the column that holds x.
func (d *divider) column(x float64) int { return intervalOf(d.xs, x) }

// span returns the columns a word stands in: those it covers by more than a
// little.
func (d *divider) span(w *tword) (c0, c1 int) {
	slack := min(0.55*w.size, 0.5*w.Width())
	c0, c1 = d.column(w.X0+slack), d.column(w.X1-slack)
	if c1 < c0 {
		c0 = d.column(w.midX())
		c1 = c0
	}
	return c0, c1
}

// slotRow returns the row that holds y.
func (d *divider) slotRow(y float64) int { return intervalOf(d.ys, y) }
