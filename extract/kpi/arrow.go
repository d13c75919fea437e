package kpi

import (
	"slices"
	"strings"

	"shihyo/extract/table"
)

// An arrow is a border drawn within a cell: 現状（R4）→目標（R9） over cells of
// ５か所→８か所 is a column of baselines and one of targets. Such a column is parted
// before the table is read. Without a header that says what stands on either side
// it stays one, and its values are doubtful: nothing tells which is meant.

const arrows = "→⇒➡⇨➔▶►"

// unarrowed returns the grid with the columns parted that arrows run through: g
// itself where there are none.
func (t *Terms) unarrowed(g *grid) *grid {
	n := *g.t
	for c := g.cols - 1; c >= 0; c-- {
		if head := t.arrowHead(g, c); head >= 0 && arrowed(g, c, head+1) {
			partAtArrows(&n, c, head)
		}
	}
	if n.Cols == g.cols {
		return g
	}
	return newGrid(&n)
}

// arrowHead returns the row of the header that leads from a baseline to a target in
// column c, -1 for none.
func (t *Terms) arrowHead(g *grid, c int) int {
	for r := 0; r < min(g.rows-1, 4); r++ {
		from, to, ok := atArrow(g.text(r, c))
		if !ok {
			continue
		}
		a, b := t.classify(from), t.classify(to)
		if said := a.m.role() != "" || b.m.role() != ""; said && !a.figure && !b.figure && (a.hasYear || a.m.role() != "") && (b.hasYear || b.m.role() != "") {
			return r
		}
	}
	return -1
}

// arrowed reports whether the cells of column c from a row on lead from one value to
// another.
func arrowed(g *grid, c, from int) bool {
	n, both := 0, 0
	for r := from; r < g.rows; r++ {
		cell := g.cell(r, c)
		if cell == nil || cell.Row != r || cell.ColSpan > 1 || strings.TrimSpace(cell.Text) == "" {
			continue
		}
		n++
		if a, b, ok := atArrow(cell.Text); ok && looksValue(a) && looksValue(b) {
			both++
		}
	}
	return both > 0 && both*2 >= n
}

// atArrow parts a text at its one arrow.
func atArrow(s string) (from, to string, ok bool) {
	i := strings.IndexAny(s, arrows)
	if i < 0 {
		return "", "", false
	}
	from, to = s[:i], strings.TrimLeft(s[i:], arrows)
	if strings.ContainsAny(to, arrows) {
		return "", "", false
	}
	from, to = strings.TrimSpace(from), strings.TrimSpace(to)
	return from, to, from != "" && to != ""
}

// partAtArrows makes two columns of column c of a table, by the arrows in its cells
// from row head on. A cell without one stands for both.
func partAtArrows(t *table.Table, c, head int) {
	t.Cols++
	var cells []table.Cell
	for _, k := range t.Cells {
		switch {
		case k.Col > c:
			k.Col++
		case k.Col+k.ColSpan > c:
			from, to, ok := atArrow(k.Text)
			if !ok || k.Row < head || k.ColSpan > 1 {
				k.ColSpan++
				break
			}
			right := k
			k.Text, k.Lines, right.Text, right.Lines = from, nil, to, nil
			k.Box.X1 = k.Box.X0 + k.Box.Width()*float64(len(from))/float64(len(from)+len(to))
			right.Col, right.Box.X0 = c+1, k.Box.X1
			cells = append(cells, k)
			k = right
		}
		cells = append(cells, k)
	}
	slices.SortStableFunc(cells, func(a, b table.Cell) int {
		if a.Row != b.Row {
			return a.Row - b.Row
		}
		return a.Col - b.Col
	})
	t.Cells = cells
}
