package kpi

import (
	"math"

	"shihyo/extract/table"
)

// How a table without header is known to go on from one before: its columns
// stand where those stood, or under them, and hold the same sort of things.

// continuation fits a table without header to the columns of the table before:
// as it stands where the columns are the same, else by moving its cells to the
// columns they lie under. The grid is nil when the table does not look like one
// that goes on; fit is false when it does but its columns cannot be told.
func (t *Terms) continuation(s *schema, g *grid) (_ *grid, fit bool) {
	if t.headed(g) || t.ownHeader(g) {
		return nil, false
	}
	edges := g.edges()
	same := g.cols == len(s.cols)
	if !same || !aligned(edges, s.edges) {
		if moved := s.mapped(g, edges); moved != nil {
			g, same = moved, true
		}
	}
	if !same {
		return g, false
	}
	// The cells must agree with what the columns hold.
	values, bad := 0, 0
	for _, c := range s.values {
		st := t.newStats(g.column(c, 0, g.rows))
		switch {
		case st.n == 0:
		case st.value >= 0.5 || s.cols[c].stats.value < 0.5:
			values++
		default:
			bad++
		}
	}
	names := t.newStats(g.column(s.ind, 0, g.rows))
	if names.n > 0 && names.value > 0.5 {
		return nil, false
	}
	if names.n == 0 && values == 0 {
		// Nothing but names of items: the rest of a merged indicator.
		return g, bad == 0 && aligned(edges, s.edges) && g.rows <= 6
	}
	if values <= bad {
		return nil, false
	}
	return g, true
}

// aligned reports whether two sets of column edges are the same but for a
// shift and some per cent of the width.
func aligned(a, b [][2]float64) bool {
	if len(a) != len(b) || len(a) == 0 {
		return false
	}
	width := b[len(b)-1][1] - b[0][0]
	if width <= 0 {
		return false
	}
	tol := max(6, 0.025*width)
	shift := a[0][0] - b[0][0]
	for i := range a {
		if a[i][1] <= a[i][0] || b[i][1] <= b[i][0] {
			continue // no cell stands in this column alone
		}
		if math.Abs(a[i][0]-shift-b[i][0]) > tol || math.Abs(a[i][1]-shift-b[i][1]) > tol {
			return false
		}
	}
	return true
}

// mapped returns the table with its cells moved to the columns of the schema
// they lie under, for a table that goes on with columns missing or divided
// otherwise. It returns nil where a cell lies under none, or two of one row
// under the same.
func (s *schema) mapped(g *grid, edges [][2]float64) *grid {
	to := make([]int, g.cols)
	last := -1
	for c := range to {
		best, over := -1, 0.0
		for k := range s.edges {
			if o := min(edges[c][1], s.edges[k][1]) - max(edges[c][0], s.edges[k][0]); o > over {
				best, over = k, o
			}
		}
		if best <= last {
			return nil
		}
		to[c], last = best, best
	}
	values, named := 0, false
	for _, k := range to {
		named = named || k == s.ind
		if s.cols[k].kind == kindValue {
			values++
		}
	}
	if !named || values*2 < len(s.values) || len(to)*3 < len(s.cols)*2 {
		return nil // another table that happens to stand there
	}
	n := *g.t
	n.Cols = len(s.cols)
	n.Cells = make([]table.Cell, 0, len(g.t.Cells))
	for _, c := range g.t.Cells {
		if c.Col < 0 || c.Col >= g.cols {
			continue
		}
		end := min(c.Col+max(c.ColSpan, 1), g.cols) - 1
		c.ColSpan = to[end] - to[c.Col] + 1
		c.Col = to[c.Col]
		n.Cells = append(n.Cells, c)
	}
	return newGrid(&n)
}

// ownHeader reports whether the first row of a table, of no word that is known,
// heads it all the same: it names what is counted in every column of figures. Such
// a table is another one, however its columns stand.
func (t *Terms) ownHeader(g *grid) bool {
	if g.rows < 2 {
		return false
	}
	heads := map[string]bool{}
	columns := 0
	for c := 0; c < min(g.cols, 64); c++ {
		st := t.newStats(g.column(c, 1, min(g.rows, 200)))
		if st.n == 0 || st.value < 0.6 || st.code >= 0.9 && st.sequence {
			continue
		}
		columns++
		text := g.text(0, c)
		if f := fold(text); !looksValue(text) && namesMeasure(f) {
			heads[f] = true
		}
	}
	return columns >= 2 && len(heads) == columns
}

// figures counts the columns of a table that hold mostly values.
func (t *Terms) figures(g *grid) int {
	n := 0
	for c := 0; c < min(g.cols, 64); c++ {
		if st := t.newStats(g.column(c, 0, min(g.rows, 200))); st.n > 0 && st.value >= 0.6 && st.code < 0.9 {
			n++
		}
	}
	return n
}
