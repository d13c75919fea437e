package kpi

import (
	"strings"

	"shihyo/extract/finding"
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
func (s *schema) spread(t *Terms, g *grid, from, to int, continued bool) (*grid, map[int]finding.Code) {
	if g.t.Closed || to-from < 2 {
		return g, nil
	}
	for row := from; row < to; row++ {
		if t.isBand(g, row) {
			return g, nil
		}
	}
	doubt := map[int]finding.Code{}
	cycles := s.cycles(g, from, to)
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
			if !s.own(c) || inCycles(g, c, cycles) {
				continue
			}
			// What stands in the rows of one indicator is its own, but in what
			// order it reads, and whether all of it does, cannot be told.
			for row := from; row < to; row++ {
				doubt[row] = nameReach
			}
			if runs = cycleTexts(g, c, cycles); runs == nil {
				continue
			}
		} else if (continued || g.text(from, c) != "") && !offRow(g, runs) && !(s.own(c) && s.strayDivision(g, from, to)) {
			// It may as well stand at the top, or go on from the page before.
			code := groupReach
			if s.own(c) {
				code = nameReach
			}
			for _, u := range runs {
				for row := u.from; row < g.t.Cells[u.cells[0]].Row; row++ {
					doubt[row] = code
				}
			}
			continue
		}
		changed = true
		for i := range runs {
			runs[i].give(g, &n, drop)
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

// give lays the cell of a run's text over all its rows in n, a copy of the table of
// g. The cells it takes the place of are dropped.
func (u *run) give(g *grid, n *table.Table, drop map[int]bool) {
	c := g.t.Cells[u.cells[0]].Col
	first := &n.Cells[u.cells[0]]
	for _, i := range u.cells[1:] {
		first.Text += g.t.Cells[i].Text
		first.Lines = append(first.Lines[:len(first.Lines):len(first.Lines)], g.t.Cells[i].Lines...)
	}
	for row := u.from; row < u.to; row++ {
		if i := g.at(row, c); i >= 0 && i != u.cells[0] {
			first.Box = first.Box.Union(g.t.Cells[i].Box)
			drop[i] = true
		}
	}
	first.Row, first.RowSpan = u.from, u.to-u.from
}

// strayDivision reports whether a row holds a division (女性) but neither a name
// nor, right above it, the divisions of one: its name stands further down.
func (s *schema) strayDivision(g *grid, from, to int) bool {
	sub := s.ind + 1
	if sub >= min(len(s.cols), g.cols) || s.cols[sub].kind != kindSub {
		return false
	}
	divided := func(row int) bool { return g.text(row, sub) != "" && g.at(row, sub) != g.at(row, s.ind) }
	for row := from + 1; row < to; row++ {
		if divided(row) && g.text(row, s.ind) == "" && !divided(row-1) {
			return true
		}
	}
	return false
}

// spans reports whether the cells of a column may stand for several rows: those
// of field and item, and with several rows to an indicator its own too.
func (s *schema) spans(c int) bool {
	switch s.cols[c].kind {
	case kindField, kindItem:
		return true
	}
	return s.own(c) && (s.rowLabel >= 0 || s.has(kindSub))
}

// own reports whether a column holds what is the indicator's own: its name and
// its unit.
func (s *schema) own(c int) bool {
	return s.cols[c].kind == kindIndicator || s.cols[c].kind == kindUnit
}

// cycles returns the rows in which the labels of an indicator's rows run through
// once, 目標 実績 達成率 and again; nil where they do not come again.
func (s *schema) cycles(g *grid, from, to int) []run {
	if s.rowLabel < 0 {
		return nil
	}
	first := fold(g.text(from, s.rowLabel))
	if first == "" {
		return nil
	}
	var out []run
	for row := from; row < to; row++ {
		if fold(g.text(row, s.rowLabel)) == first {
			out = append(out, run{from: row, to: row})
		}
		out[len(out)-1].to = row + 1
	}
	if len(out) < 2 {
		return nil
	}
	return out
}

// cycleTexts returns the texts of a column by the cycles they stand in, nil where
// one has none.
func cycleTexts(g *grid, c int, cycles []run) []run {
	out := make([]run, 0, len(cycles))
	for _, u := range cycles {
		for row := u.from; row < u.to; row++ {
			i := g.at(row, c)
			if i < 0 || g.t.Cells[i].ColSpan > 1 || g.t.Cells[i].RowSpan > 1 {
				return nil
			}
			if strings.TrimSpace(g.t.Cells[i].Text) != "" {
				u.cells = append(u.cells, i)
			}
		}
		if len(u.cells) == 0 {
			return nil
		}
		out = append(out, u)
	}
	return out
}

// inCycles reports whether each text of a column begins with its rows, as far as
// their labels tell where those begin.
func inCycles(g *grid, c int, cycles []run) bool {
	for _, u := range cycles {
		for row := u.from + 1; row < u.to; row++ {
			if cell := g.cell(row, c); cell != nil && cell.Row == row && strings.TrimSpace(cell.Text) != "" && g.text(u.from, c) == "" {
				return false
			}
		}
	}
	return true
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
