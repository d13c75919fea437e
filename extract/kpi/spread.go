package kpi

import (
	"strings"

	"shihyo/extract/page"
	"shihyo/extract/table"
)

// Where no lines close the cells of a field or an item, or of an indicator with a
// row for each year, how many rows its text stands for is told by where it stands. It stands at the top of its rows, and
// then it goes on down to the next; or at their middle, and then the rows above
// it are its own too. The second is only taken for true where all texts of the
// column agree: each at the middle of a run of rows, and the runs without a gap
// from the first row to the last.

// spreadTolerance is how far from the middle of its rows a text may stand, as a
// share of the height of a row. One row more or less moves the middle by a half.
const spreadTolerance = 0.2

// run is a text of a column and the rows it stands for.
type run struct {
	cells    []int // more than one where its lines were given to several rows
	from, to int
}

// spread gives the texts of the columns that group the rows [from, to) the rows
// they stand at the middle of. The grid is g itself where there is nothing to
// do. The rows returned may as well belong to the text above them as to the one
// below.
func (s *schema) spread(t *Terms, g *grid, from, to int, continued bool) (*grid, map[int]bool) {
	if g.t.Closed || to-from < 2 {
		return g, nil
	}
	for row := from; row < to; row++ {
		if t.isBand(g, row) {
			return g, nil
		}
	}
	var doubt map[int]bool
	changed := false
	n := *g.t
	n.Cells = append([]table.Cell(nil), g.t.Cells...)
	drop := map[int]bool{}
	for c := range s.cols {
		if c >= g.cols || s.cols[c].stats.blank == 0 || !s.spans(c) {
			continue
		}
		runs := s.centred(g, c, from, to)
		if runs == nil {
			continue
		}
		if (continued || g.text(from, c) != "") && !offRow(g, runs) {
			// It may as well stand at the top, or go on from the page before.
			for _, u := range runs {
				for row := u.from; row < g.t.Cells[u.cells[0]].Row; row++ {
					if doubt == nil {
						doubt = map[int]bool{}
					}
					doubt[row] = true
				}
			}
			continue
		}
		changed = true
		for _, u := range runs {
			first := &n.Cells[u.cells[0]]
			for _, i := range u.cells[1:] {
				first.Text += g.t.Cells[i].Text
				first.Lines = append(first.Lines[:len(first.Lines):len(first.Lines)], g.t.Cells[i].Lines...)
				first.Box = first.Box.Union(g.t.Cells[i].Box)
				drop[i] = true
			}
			for row := u.from; row < u.to; row++ {
				if i := g.at(row, c); i >= 0 && i != u.cells[0] {
					first.Box = first.Box.Union(g.t.Cells[i].Box)
					drop[i] = true
				}
			}
			first.Row, first.RowSpan = u.from, u.to-u.from
		}
	}
	if !changed {
		return g, doubt
	}
	kept := n.Cells[:0]
	for i, c := range n.Cells {
		if !drop[i] {
			kept = append(kept, c)
		}
	}
	n.Cells = kept
	return newGrid(&n), doubt
}

// spans reports whether the cells of a column may stand for several rows: those
// of field and item, and with several rows to an indicator its own too.
func (s *schema) spans(c int) bool {
	switch s.cols[c].kind {
	case kindField, kindItem:
		return true
	case kindIndicator, kindUnit:
		return s.rowLabel >= 0
	}
	return false
}

// centred returns the runs of rows that the texts of a column stand at the
// middle of, nil where they do not.
func (s *schema) centred(g *grid, c, from, to int) []run {
	var one, joined []run
	for row := from; row < to; row++ {
		i := g.at(row, c)
		if i < 0 {
			return nil
		}
		cell := &g.t.Cells[i]
		if cell.ColSpan > 1 || cell.Vertical || rowBand(g, row) == (page.Box{}) {
			return nil
		}
		if cell.Row < row || strings.TrimSpace(cell.Text) == "" || len(cell.Lines) == 0 {
			continue
		}
		one = append(one, run{cells: []int{i}})
		if n := len(joined); n > 0 && follows(&g.t.Cells[joined[n-1].cells[len(joined[n-1].cells)-1]], cell) {
			joined[n-1].cells = append(joined[n-1].cells, i)
		} else {
			joined = append(joined, run{cells: []int{i}})
		}
	}
	if len(one) == 0 || len(one) == to-from {
		return nil
	}
	if fitRuns(g, one, from, to) {
		return one
	}
	if len(joined) < len(one) && fitRuns(g, joined, from, to) {
		return joined
	}
	return nil
}

// follows reports whether a cell's first line stands below another's last like a
// further line of one text.
func follows(above, below *table.Cell) bool {
	a, b := &above.Lines[len(above.Lines)-1], &below.Lines[0]
	return above.Row+above.RowSpan == below.Row && b.Box.Top-a.Box.Bottom < 0.5*min(a.Size, b.Size)
}

// fitRuns lays the rows [from, to) out to the texts, in order, so that each
// stands at the middle of its own, and reports whether that can be done.
func fitRuns(g *grid, runs []run, from, to int) bool {
	row := from
	for n := range runs {
		if row == to {
			return false
		}
		u := &runs[n]
		mid := middle(g, u)
		top := rowBand(g, row).Top
		end := row
		for ; end < to; end++ {
			b := rowBand(g, end)
			if off := (top+b.Bottom)/2 - mid; off > spreadTolerance*b.Height() {
				return false
			} else if off > -spreadTolerance*b.Height() {
				break
			}
		}
		if end == to {
			return false
		}
		u.from, u.to = row, end+1
		row = end + 1
	}
	return row == to
}

// middle returns the height at which the middle of a run's text stands.
func middle(g *grid, u *run) float64 {
	var b page.Box
	for _, i := range u.cells {
		for _, ln := range g.t.Cells[i].Lines {
			b = union(b, ln.Box)
		}
	}
	return (b.Top + b.Bottom) / 2
}

// offRow reports whether a text stands at no row's own height, as only one at
// the middle of several can.
func offRow(g *grid, runs []run) bool {
	for i := range runs {
		u := &runs[i]
		b := rowBand(g, g.t.Cells[u.cells[0]].Row)
		if d := middle(g, u) - (b.Top+b.Bottom)/2; len(u.cells) > 1 || abs(d) > spreadTolerance*b.Height() {
			return true
		}
	}
	return false
}

// rowBand returns where a row stands, told by the cells of that row alone.
func rowBand(g *grid, row int) (b page.Box) {
	for _, i := range g.row(row) {
		if c := &g.t.Cells[i]; c.Row == row && c.RowSpan == 1 {
			b = union(b, c.Box)
		}
	}
	return b
}
