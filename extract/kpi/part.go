package kpi

import (
	"shihyo/extract/page"
	"shihyo/extract/table"
)

// Parts of tables: a grid may hold several tables, one below the other or side by
// side. Each is cut out as a table of its own; cells that reach beyond the cut are
// shortened, and boxes stay where they are on the page.

// axis is the direction a table is cut along: which of a cell's numbers say where
// it stands, which of a box's edges, and how long the table is.
type axis struct {
	cell func(*table.Cell) (at, span *int)
	box  func(*page.Box) (lo, hi *float64)
	size func(*table.Table) *int
}

var (
	down = axis{
		cell: func(c *table.Cell) (at, span *int) { return &c.Row, &c.RowSpan },
		box:  func(b *page.Box) (lo, hi *float64) { return &b.Top, &b.Bottom },
		size: func(t *table.Table) *int { return &t.Rows },
	}
	across = axis{
		cell: func(c *table.Cell) (at, span *int) { return &c.Col, &c.ColSpan },
		box:  func(b *page.Box) (lo, hi *float64) { return &b.X0, &b.X1 },
		size: func(t *table.Table) *int { return &t.Cols },
	}
)

// part returns rows [from, to) of a table as a table of its own.
func part(t *table.Table, from, to int) *table.Table {
	n := down.cut(t, from, to)
	n.OpenTop = t.OpenTop && from == 0
	n.OpenBottom = t.OpenBottom && to == t.Rows
	return n
}

// columns returns columns [from, to) of a table as a table of its own.
func columns(t *table.Table, from, to int) *table.Table { return across.cut(t, from, to) }

// cut returns what of a table stands in [from, to) along the axis.
func (x *axis) cut(t *table.Table, from, to int) *table.Table {
	n := *t
	*x.size(&n) = to - from
	n.Cells = nil
	var box page.Box
	for _, c := range t.Cells {
		at, span := x.cell(&c)
		end := *at + *span
		if end <= from || *at >= to {
			continue
		}
		*at, end = max(*at, from)-from, min(end, to)-from
		*span = end - *at
		n.Cells = append(n.Cells, c)
		box = union(box, c.Box)
	}
	if lo, hi := x.box(&box); *lo < *hi {
		a, b := x.box(&n.Box)
		*a, *b = *lo, *hi
	}
	return &n
}
