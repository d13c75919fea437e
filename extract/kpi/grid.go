package kpi

import (
	"sort"
	"strings"

	"shihyo/extract/page"
	"shihyo/extract/table"
)

// maxPositions bounds the grid positions of one table; a page of a document
// holds some thousands.
const maxPositions = 1 << 21

// grid gives every position of a table its cell, so that a merged cell is found
// at each row and column it covers.
type grid struct {
	t          *table.Table
	rows, cols int
	own        []int // index into t.Cells by row*cols+col, -1 for none
}

// newGrid returns nil for a table without positions or with more than a page
// can hold.
func newGrid(t *table.Table) *grid {
	if t.Rows <= 0 || t.Cols <= 0 || t.Rows > maxPositions/t.Cols {
		return nil
	}
	t = sound(t)
	g := &grid{t: t, rows: t.Rows, cols: t.Cols, own: make([]int, t.Rows*t.Cols)}
	for i := range g.own {
		g.own[i] = -1
	}
	for i := range t.Cells {
		c := &t.Cells[i]
		for r := c.Row; r < c.Row+c.RowSpan; r++ {
			for k := c.Col; k < c.Col+c.ColSpan; k++ {
				if g.own[r*g.cols+k] < 0 {
					g.own[r*g.cols+k] = i
				}
			}
		}
	}
	return g
}

// sound returns the table with every cell inside the grid and covering at least
// one position: t itself when that is so.
func sound(t *table.Table) *table.Table {
	inside := func(c *table.Cell) bool {
		return c.Row >= 0 && c.Col >= 0 && c.RowSpan >= 1 && c.ColSpan >= 1 && c.RowSpan <= t.Rows-c.Row && c.ColSpan <= t.Cols-c.Col
	}
	ok := true
	for i := range t.Cells {
		ok = ok && inside(&t.Cells[i])
	}
	if ok {
		return t
	}
	n := *t
	n.Cells = nil
	for _, c := range t.Cells {
		if c.Row < 0 || c.Col < 0 || c.Row >= t.Rows || c.Col >= t.Cols {
			continue
		}
		c.RowSpan = min(max(c.RowSpan, 1), t.Rows-c.Row)
		c.ColSpan = min(max(c.ColSpan, 1), t.Cols-c.Col)
		n.Cells = append(n.Cells, c)
	}
	return &n
}

// at returns the index of the cell covering a position, -1 for none.
func (g *grid) at(r, c int) int { return g.own[r*g.cols+c] }

// cell returns the cell covering a position, nil for none.
func (g *grid) cell(r, c int) *table.Cell {
	if i := g.at(r, c); i >= 0 {
		return &g.t.Cells[i]
	}
	return nil
}

// text returns the text at a position, trimmed.
func (g *grid) text(r, c int) string {
	if i := g.at(r, c); i >= 0 {
		return strings.TrimSpace(g.t.Cells[i].Text)
	}
	return ""
}

// row returns the distinct cells that cover row r, left to right.
func (g *grid) row(r int) []int {
	var out []int
	last := -1
	for c := 0; c < g.cols; c++ {
		if i := g.at(r, c); i >= 0 && i != last {
			out = append(out, i)
			last = i
		}
	}
	return out
}

// column returns the texts of the distinct cells of a column in rows [from, to).
func (g *grid) column(c, from, to int) []string {
	var out []string
	last := -2
	for r := from; r < to; r++ {
		i := g.at(r, c)
		if i >= 0 && i == last {
			continue
		}
		last = i
		out = append(out, g.text(r, c))
	}
	return out
}

// edges returns left and right of every column as the cells of one column tell;
// columns no cell stands in alone get an empty interval.
func (g *grid) edges() [][2]float64 {
	e := make([][2]float64, g.cols)
	set := make([]bool, g.cols)
	for i := range g.t.Cells {
		c := &g.t.Cells[i]
		if c.ColSpan > 1 || c.Col < 0 || c.Col >= g.cols || c.Box.X1 <= c.Box.X0 {
			continue
		}
		if !set[c.Col] {
			e[c.Col], set[c.Col] = [2]float64{c.Box.X0, c.Box.X1}, true
			continue
		}
		e[c.Col][0] = min(e[c.Col][0], c.Box.X0)
		e[c.Col][1] = max(e[c.Col][1], c.Box.X1)
	}
	return e
}

// transpose returns the table with rows and columns exchanged, for sheets that
// are laid out the other way round. Boxes stay those on the page.
func transpose(t *table.Table) *table.Table {
	n := *t
	n.Rows, n.Cols = t.Cols, t.Rows
	n.Cells = make([]table.Cell, len(t.Cells))
	for i, c := range t.Cells {
		c.Row, c.Col = c.Col, c.Row
		c.RowSpan, c.ColSpan = c.ColSpan, c.RowSpan
		n.Cells[i] = c
	}
	sort.SliceStable(n.Cells, func(i, j int) bool {
		a, b := &n.Cells[i], &n.Cells[j]
		return a.Row < b.Row || a.Row == b.Row && a.Col < b.Col
	})
	return &n
}

func union(a, b page.Box) page.Box {
	if a == (page.Box{}) {
		return b
	}
	if b == (page.Box{}) {
		return a
	}
	return a.Union(b)
}

// widened returns the grid with cells replaced by wider ones and those left out
// whose place they take.
func (g *grid) widened(wide map[int]table.Cell, drop map[int]bool) *grid {
	n := *g.t
	n.Cells = make([]table.Cell, 0, len(g.t.Cells))
	for i, c := range g.t.Cells {
		if w, ok := wide[i]; ok {
			n.Cells = append(n.Cells, w)
		} else if !drop[i] {
			n.Cells = append(n.Cells, c)
		}
	}
	return newGrid(&n)
}
