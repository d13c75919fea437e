package kpi

import (
	"math"
	"strings"

	"shihyo/extract/table"
)

// How far a header over several years reaches where no line shows it. It stands in
// the middle of them, so where the headers of a row must share a run of years
// between them there is one way to do so that has each in its middle.

// spannerTolerance is how far from the middle of its years a header may stand, as
// a share of the distance of two years.
const spannerTolerance = 0.3

// spanner is a header over years.
type spanner struct {
	cell int
	x    float64 // its middle
}

// spanYears gives the headers over years the columns whose middle they stand in,
// where blank cells beside them show that it is not known. It returns g itself
// where there are none.
func (t *Terms) spanYears(g *grid, h header) *grid {
	if g.t.Closed {
		return g
	}
	drop := map[int]bool{}
	wide := map[int]table.Cell{}
	for r := h.start; r+1 < h.end; r++ {
		for from := 0; from < g.cols; {
			to := from
			for to < g.cols && t.overYear(g, r, to) {
				to++
			}
			if to-from > 1 {
				g.share(r, from, to, wide, drop)
			}
			from = max(to, from+1)
		}
	}
	if len(wide) == 0 {
		return g
	}
	return g.widened(wide, drop)
}

// overYear reports whether the cell at (r, c) stands over a year, in that row alone.
func (t *Terms) overYear(g *grid, r, c int) bool {
	above, below := g.cell(r, c), g.cell(r+1, c)
	return above != nil && above.Row == r && above.RowSpan == 1 && below != nil && below.Row == r+1 && below.ColSpan == 1 && len(below.Lines) > 0 &&
		t.classify(below.Text).bare
}

// share parts the years of columns [from, to) among the headers in row r above them.
func (g *grid) share(r, from, to int, wide map[int]table.Cell, drop map[int]bool) {
	var heads []spanner
	var blank []int
	for _, i := range g.row(r) {
		k := &g.t.Cells[i]
		switch {
		case k.Col+k.ColSpan <= from || k.Col >= to:
		case k.Col < from || k.Col+k.ColSpan > to:
			return
		case strings.TrimSpace(k.Text) == "":
			blank = append(blank, i)
		default:
			heads = append(heads, spanner{i, textMiddle(k)})
		}
	}
	if len(blank) == 0 || len(heads) == 0 || len(heads) > to-from {
		return
	}
	years := make([]float64, 0, to-from)
	for c := from; c < to; c++ {
		years = append(years, textMiddle(g.cell(r+1, c)))
	}
	ends, ok := shares(heads, years)
	if !ok {
		return
	}
	for _, i := range blank {
		drop[i] = true
	}
	first := 0
	for n, end := range ends {
		k := g.t.Cells[heads[n].cell]
		k.Col, k.ColSpan = from+first, end-first
		for c := from + first; c < from+end; c++ {
			k.Box = union(k.Box, g.t.Cells[g.at(r, c)].Box)
		}
		wide[heads[n].cell] = k
		first = end
	}
}

// shares parts years among headers so that each stands nearest to the middle of
// its own, and returns behind which year each one's end; ok is false where one
// stands in the middle of none.
func shares(heads []spanner, years []float64) (ends []int, ok bool) {
	n := len(years)
	best := make([][]float64, len(heads)+1) // cost of the first heads over the first years
	from := make([][]int, len(heads)+1)
	for k := range best {
		best[k], from[k] = make([]float64, n+1), make([]int, n+1)
		for i := range best[k] {
			best[k][i] = math.Inf(1)
		}
	}
	best[0][0] = 0
	for k, h := range heads {
		for i := k; i < n; i++ {
			for j := i + 1; j <= n; j++ {
				if cost := best[k][i] + abs((years[i]+years[j-1])/2-h.x); cost < best[k+1][j] {
					best[k+1][j], from[k+1][j] = cost, i
				}
			}
		}
	}
	ends = make([]int, len(heads))
	for k, j := len(heads), n; k > 0; k-- {
		i := from[k][j]
		if abs((years[i]+years[j-1])/2-heads[k-1].x) > spannerTolerance*(years[n-1]-years[0])/float64(max(n-1, 1)) {
			return nil, false
		}
		ends[k-1], j = j, i
	}
	return ends, true
}

// textMiddle returns the middle of a cell's text.
func textMiddle(c *table.Cell) float64 {
	box := c.Box
	if len(c.Lines) > 0 {
		box = c.Lines[0].Box
		for _, ln := range c.Lines[1:] {
			box = box.Union(ln.Box)
		}
	}
	return (box.X0 + box.X1) / 2
}
