package kpi

import "sort"

// The lines of a column share an edge or a middle. A line that lost a character
// at that edge stands off by the width of it: less than its neighbours'
// alignment allows, more than rounding does.

const (
	alignTolerance = 0.12 // ems a line may stand off its column's edge
	alignShare     = 0.9  // of the lines must agree for the column to have one
	alignLines     = 6    // lines at least, to speak of a column
)

// misaligned returns the cells of column c in rows [from, to) with a line that
// stands off the edge all others keep by the width of a character.
func misaligned(g *grid, c, from, to int) map[int]bool {
	type line struct {
		cell        int
		left, right float64 // distance from the cell's edges
		size        float64
	}
	var lines []line
	last := -1
	for r := from; r < to; r++ {
		i := g.at(r, c)
		if i < 0 || i == last {
			continue
		}
		last = i
		cell := &g.t.Cells[i]
		if cell.ColSpan != 1 || cell.Vertical {
			continue
		}
		for k := range cell.Lines {
			ln := &cell.Lines[k]
			if ln.Size > 0 && ln.Text != "" && !ln.Vertical {
				lines = append(lines, line{cell: i, left: ln.Box.X0 - cell.Box.X0, right: cell.Box.X1 - ln.Box.X1, size: ln.Size})
			}
		}
	}
	if len(lines) < alignLines {
		return nil
	}
	var out map[int]bool
	for _, edge := range []func(l line) float64{
		func(l line) float64 { return l.left },
		func(l line) float64 { return l.right },
		func(l line) float64 { return (l.left - l.right) / 2 },
	} {
		at := make([]float64, len(lines))
		for i, l := range lines {
			at[i] = edge(l)
		}
		sort.Float64s(at)
		mid := at[len(at)/2]
		off, plausible := 0, true
		var cells []int
		for _, l := range lines {
			d := abs(edge(l) - mid)
			if d <= alignTolerance*l.size {
				continue
			}
			off++
			// A character's width, or half of it in a centred column.
			if d < 0.18*l.size || d > 1.15*l.size {
				plausible = false
			}
			cells = append(cells, l.cell)
		}
		if off == 0 {
			return nil // the column keeps this edge throughout
		}
		if float64(off) <= (1-alignShare)*float64(len(lines)) && plausible {
			if out == nil {
				out = map[int]bool{}
			}
			for _, i := range cells {
				out[i] = true
			}
		}
	}
	return out
}

// offCentre returns the header cells with a line that stands off the middle of
// its cell by half a character's width, in a header whose lines are centred.
// Only a grid that lines close shows where the middle is.
func offCentre(g *grid, h header) map[int]bool {
	if !g.t.Closed {
		return nil
	}
	type line struct {
		cell int
		off  float64 // ems from the middle
	}
	var lines []line
	seen := map[int]bool{}
	for r := h.start; r < h.end; r++ {
		for _, i := range g.row(r) {
			cell := &g.t.Cells[i]
			if seen[i] || cell.Vertical {
				continue
			}
			seen[i] = true
			for k := range cell.Lines {
				ln := &cell.Lines[k]
				if ln.Size > 0 && ln.Text != "" && !ln.Vertical {
					lines = append(lines, line{i, (ln.Box.X0 + ln.Box.X1 - cell.Box.X0 - cell.Box.X1) / 2 / ln.Size})
				}
			}
		}
	}
	if len(lines) < 4 {
		return nil
	}
	// Where the middle is: padding may differ left and right.
	at := make([]float64, len(lines))
	for i, l := range lines {
		at[i] = l.off
	}
	sort.Float64s(at)
	mid := at[len(at)/2]
	off := map[int]bool{}
	n := 0
	for _, l := range lines {
		switch d := abs(l.off - mid); {
		case d <= alignTolerance:
		case d >= 0.2 && d <= 1.15:
			off[l.cell] = true
			n++
		default:
			return nil
		}
	}
	if float64(n) > 0.3*float64(len(lines)) {
		return nil
	}
	return off
}
