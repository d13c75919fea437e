package kpi

import "shihyo/extract/table"

// Parts of tables: a grid may hold several tables, one below the other or side by
// side. Each is cut out as a table of its own; cells that reach beyond the cut are
// shortened, and boxes stay where they are on the page.

// part returns rows [from, to) of a table as a table of its own.
func part(t *table.Table, from, to int) *table.Table {
	n := *t
	n.Rows = to - from
	n.Cells = nil
	top, bottom := t.Box.Bottom, t.Box.Top
	for _, c := range t.Cells {
		if c.Row+c.RowSpan <= from || c.Row >= to {
			continue
		}
		if c.Row < from {
			c.RowSpan -= from - c.Row
			c.Row = from
		}
		c.RowSpan = min(c.RowSpan, to-c.Row)
		c.Row -= from
		n.Cells = append(n.Cells, c)
		top, bottom = min(top, c.Box.Top), max(bottom, c.Box.Bottom)
	}
	if top < bottom {
		n.Box.Top, n.Box.Bottom = top, bottom
	}
	n.OpenTop = t.OpenTop && from == 0
	n.OpenBottom = t.OpenBottom && to == t.Rows
	return &n
}

// columns returns columns [from, to) of a table as a table of its own.
func columns(t *table.Table, from, to int) *table.Table {
	n := *t
	n.Cols = to - from
	n.Cells = nil
	left, right := t.Box.X1, t.Box.X0
	for _, c := range t.Cells {
		if c.Col+c.ColSpan <= from || c.Col >= to {
			continue
		}
		if c.Col < from {
			c.ColSpan -= from - c.Col
			c.Col = from
		}
		c.ColSpan = min(c.ColSpan, to-c.Col)
		c.Col -= from
		n.Cells = append(n.Cells, c)
		left, right = min(left, c.Box.X0), max(right, c.Box.X1)
	}
	if left < right {
		n.Box.X0, n.Box.X1 = left, right
	}
	return &n
}
