package table

import "shihyo/extract/finding"

// How text that stands across the sides of its cells is judged. A character
// across a border may belong on either side of it, so its cell is doubtful. But
// where the text of a whole table stands off the grid by some points (a
// producer that measured with another font, a page that was put together),
// characters cross the borders on one side everywhere, and say nothing of their
// cells: then the page is told of once, and doubtful are the cells with a
// character across the other side, for that one was most likely pulled in from
// the neighbour, and the neighbour that lacks it.

// side is a side of a cell.
type side uint8

const (
	left side = iota
	right
	top
	bottom
	sides4
)

// opposite returns the side across the cell.
func (s side) opposite() side { return s ^ 1 }

// crossing is a character that stands across a side of its cell.
type crossing struct {
	cell, beyond int // index of the neighbour across the side, -1 for none
	side         side
	far          bool // by so much that it may as well belong there
}

const (
	overTouch = 0.1  // of a character's width beyond the side: it crosses it
	overFar   = 0.42 // and it may belong beyond it
	overSlack = 0.1  // of its height that a character's middle keeps from a side above or below
)

// Where text stands off the grid: so many cells with a character across one
// side, and so many times those across the opposite one.
const (
	displacedCells = 6
	displacedTimes = 8
)

// crossings returns the characters across the sides of a table's cells.
func (b *builder) crossings(t *Table, g *grid, byCell [][]int32) (out []crossing) {
	for i, ids := range byCell {
		box := t.Cells[i].Box
		for _, id := range ids {
			if !b.shown[id] {
				continue
			}
			gl := &b.page.Glyphs[id]
			w, h := gl.Width(), gl.Size
			if h <= 0 || h > gl.Height() {
				h = gl.Height()
			}
			mx, my := (gl.X0+gl.X1)/2, (gl.Top+gl.Bottom)/2
			for s, over := range [sides4]float64{box.X0 - gl.X0, gl.X1 - box.X1, box.Top - my + h/2, my + h/2 - box.Bottom} {
				c := crossing{cell: i, beyond: -1, side: side(s)}
				switch c.side {
				case left, right:
					if over <= overTouch*w {
						continue
					}
					c.far = over > overFar*w
				default:
					if over <= overTouch*h {
						continue
					}
					c.far = over > (0.5-overSlack)*h
				}
				const past = 0.5 // points
				switch c.side {
				case left:
					c.beyond = g.at(box.X0-past, my)
				case right:
					c.beyond = g.at(box.X1+past, my)
				case top:
					c.beyond = g.at(mx, box.Top-past)
				case bottom:
					c.beyond = g.at(mx, box.Bottom+past)
				}
				out = append(out, c)
			}
		}
	}
	return out
}

// displaced tells on which sides text crosses throughout, because it stands off
// the grid.
func displaced(cs []crossing) (out [sides4]bool) {
	var cells [sides4]map[int]bool
	for s := range cells {
		cells[s] = map[int]bool{}
	}
	for _, c := range cs {
		cells[c.side][c.cell] = true
	}
	for s := range out {
		n, against := len(cells[s]), len(cells[side(s).opposite()])
		out[s] = n >= displacedCells && n >= displacedTimes*against
	}
	return out
}

// doubtCrossings doubts the cells that text crosses the sides of.
func (b *builder) doubtCrossings(t *Table, g *grid, byCell [][]int32) {
	cs := b.crossings(t, g, byCell)
	if len(cs) == 0 {
		return
	}
	var off [sides4]bool
	if g.ruled {
		off = displaced(cs) // without lines the sides are where the text has them
	}
	doubtful := map[int]bool{}
	told := false
	for _, c := range cs {
		switch {
		case off[c.side]:
			if !told && c.far {
				told = true
				b.layout.Findings = append(b.layout.Findings, place(finding.New(TextDisplaced), b.page, t.Box))
			}
		case off[c.side.opposite()]:
			doubtful[c.cell] = true
			if c.beyond >= 0 {
				doubtful[c.beyond] = true
			}
		case c.far:
			doubtful[c.cell] = true
		}
	}
	for i := range t.Cells {
		if doubtful[i] {
			b.doubt(&t.Cells[i], 0.6, GlyphOnBorder, t.Cells[i].Text)
		}
	}
}
