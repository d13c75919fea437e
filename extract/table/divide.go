package table

import (
	"slices"

	"shihyo/extract/page"
)

// How a region becomes a grid where lines do not close its cells. Columns are
// parted by the lines there are and by rivers of white through the rows of
// text; rows by the lines there are and, between these, where the text says
// that a new row begins. Both give borders that are not drawn; a border is left
// out where a word crosses it (a text that spans columns). In the header the
// extent of a spanning text is told by the line under it or by the columns over
// whose middle it stands. The result goes through the same merging as a
// lattice.

// maxColumns is how many columns are looked for in a region; more is a drawing.
const maxColumns = 300

// divider works on one region.
type divider struct {
	r     *region
	words []tword
	rows  []row
	em    float64 // typical font size

	borders        []border // of the columns, with their evidence
	cuts           []rowCut // the rows' borders that no line draws
	xs, ys         []float64
	realX, realY   []bool // border has lines
	top, left      []bool // drawn borders, see grid
	headRows       int    // rows of slots that are header
	realTop        []bool // copies of the drawn borders before virtual ones
	realLeft       []bool
	bodyTop        float64 // where the first line of the body can start
	minCol, maxCol []float64
	heads          []heading
	headsLeft      bool                     // they are set flush left
	levels         []float64                // heights between levels of the header
	filled         []bool                   // slots that hold text
	byCol          [][]*tword               // words by column, downwards
	lead           float64                  // white between the lines of one text
	joins          map[float64]map[int]bool // borders that text of these columns stands on
	headWords      []tword                  // words of the header; nil until asked for
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
	d.em = medianSize(d.words)
	d.rows = rowsOf(d.words, 0.35)
	d.findHead()
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
	g.joinSigns(r)
	g.sides = d.sides(g)
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

func medianSize(ws []tword) float64 {
	s := make([]float64, len(ws))
	for i := range ws {
		s[i] = ws[i].size
	}
	return median(s)
}

// median sorts s and returns its middle.
func median(s []float64) float64 {
	slices.Sort(s)
	return s[len(s)/2]
}

// splitWords parts words that stand across a border because the texts of two
// cells nearly touch: there is more white at the border than within the words.
func (d *divider) splitWords() {
	var more []tword
	for i := range d.words {
		w := &d.words[i]
		c0, c1 := d.span(w)
		for c := c0 + 1; c <= c1 && len(w.ends) > 1; c++ {
			if l, r, ok := w.split(d.xs[c]); ok {
				if more == nil {
					d.words = slices.Clone(d.words) // the region's stay as they are
					w = &d.words[i]
				}
				more = append(more, l)
				*w = r
			}
		}
	}
	if more != nil {
		d.words = append(d.words, more...)
		d.rows = rowsOf(d.words, 0.35)
	}
}

// column returns the column that holds x.
func (d *divider) column(x float64) int {
	i, _ := slices.BinarySearch(d.xs, x)
	return min(max(i-1, 0), len(d.xs)-2)
}

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

func (d *divider) slotRow(y float64) int {
	i, _ := slices.BinarySearch(d.ys, y)
	return min(max(i-1, 0), len(d.ys)-2)
}
