package kpi

import (
	"slices"
	"strings"

	"shihyo/extract/finding"
	"shihyo/extract/page"
	"shihyo/extract/table"
)

// What a page break leaves by itself: a header at the foot of a page whose rows
// begin on the next, and a last row at the top of a page whose table stands on the
// one before. The header waits for the table that follows and is put over it where
// their columns stand under one another; the row is read as the table it ends.

// hanging is a header that ended a page.
type hanging struct {
	table *table.Table // nil for none
	page  int
	title title
}

// pieces takes the rows kept aside on a page that are pieces of tables: one that
// goes on from the page before is put among the page's tables, a header at the foot
// waits for the next. What is taken leaves the page's lines.
func (r *Reader) pieces(l *table.Layout) (_ *table.Layout, foot *table.Table) {
	if len(l.Strips) == 0 {
		return l, nil
	}
	n := *l
	n.Tables = slices.Clone(l.Tables)
	for i := range l.Strips {
		t := &l.Strips[i]
		g := newGrid(t)
		switch {
		case g == nil:
			continue
		case r.terms.headed(g) && !standsOver(t, l.Tables):
			foot = t
		case r.cur != nil && r.curPage == l.Page-1 && !standsUnder(t, l.Tables) && len(r.cur.cols) == g.cols && aligned(g.edges(), r.cur.edges):
			if _, ok := r.terms.continuation(r.cur, g); !ok {
				continue
			}
			n.Tables = append(n.Tables, *t)
		default:
			continue
		}
		n.Lines = slices.DeleteFunc(slices.Clone(n.Lines), func(ln table.Line) bool { return inside(ln.Box, t.Box) })
	}
	return &n, foot
}

// nameless reports whether the first body row of a table stands in a merged cell of
// a field or an item that is blank: its name is printed on the page before.
func (s *schema) nameless(g *grid, row int) bool {
	for c := range min(len(s.cols), g.cols) {
		if k := s.cols[c].kind; row < g.rows && (k == kindField || k == kindItem) {
			if cell := g.cell(row, c); cell != nil && cell.Row == row && cell.RowSpan > 1 && strings.TrimSpace(cell.Text) == "" {
				return true
			}
		}
	}
	return false
}

// strayHead returns the title of a table that goes on from the page before although
// a text stands over it like a title: the rest of a cell, perhaps. The rows whose
// groups are carried down to it are doubted.
func (r *Reader) strayHead(l *table.Layout) title {
	f := finding.New(groupReach).At(l.Page, [4]float64{})
	r.carry.doubt(kindField, f)
	r.carry.doubt(kindItem, f)
	return title{text: r.section}
}

// standsOver reports whether a table stands over one of the others.
func standsOver(t *table.Table, others []table.Table) bool {
	return slices.ContainsFunc(others, func(u table.Table) bool { return u.Box.Top >= t.Box.Bottom-1 })
}

// standsUnder reports whether a table stands under one of the others.
func standsUnder(t *table.Table, others []table.Table) bool {
	return slices.ContainsFunc(others, func(u table.Table) bool { return u.Box.Bottom <= t.Box.Top+1 })
}

// inside reports whether the middle of a box lies in another.
func inside(b, in page.Box) bool { return in.Contains((b.X0+b.X1)/2, (b.Top+b.Bottom)/2) }

// hangs keeps the last table of a page for the next one where it is a header
// without rows, and reports whether it is.
func (r *Reader) hangs(l *table.Layout, t *table.Table, hs []heading) bool {
	g := newGrid(t)
	if g == nil || !r.terms.onlyHeader(g) {
		return false
	}
	r.hanging = hanging{t, l.Page, titleOver(above(hs, l, t))}
	return true
}

// onlyHeader reports whether a table is a header without rows.
func (t *Terms) onlyHeader(g *grid) bool {
	h := t.findHeader(g, 0)
	if h.end == h.start || h.start > 0 {
		return false
	}
	for row := h.start + 1; row < g.rows; row++ {
		if t.reach(g, h.start, row) <= row && !t.subHeaderRow(g, h.start, row) {
			return false
		}
	}
	return true
}

// under puts the header that ended the page before over a table without one, where
// the columns of both stand under one another. It returns nil where that is not so.
func (h *hanging) under(t *Terms, g *grid) *grid {
	if h.table == nil || h.page != g.t.Page-1 || h.table.Cols != g.cols || t.headed(g) {
		return nil
	}
	head := newGrid(h.table)
	if head == nil || !aligned(g.edges(), head.edges()) {
		return nil
	}
	n := *g.t
	n.Rows += h.table.Rows
	n.Cells = slices.Clone(h.table.Cells)
	for _, c := range g.t.Cells {
		c.Row += h.table.Rows
		n.Cells = append(n.Cells, c)
	}
	return newGrid(&n)
}
