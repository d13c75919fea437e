package table

import (
	"math"
	"slices"
)

// How the sides of slots are set once columns and rows stand. Between two slots
// there is a side where a line is drawn; where none is, it depends on what the
// border is elsewhere: one that lines draw along most of the table means a merge
// where they leave it out, one that only white shows is left out under a text
// that stands across it. Slots without a side between them are one cell. The
// header has rules of its own, see heading.go.

// edges sets the sides of the slots: drawn ones, then the others.
func (d *divider) edges() {
	rows, cols := len(d.ys)-1, len(d.xs)-1
	d.top = make([]bool, (rows+1)*cols)
	d.left = make([]bool, rows*(cols+1))
	for _, h := range d.r.h {
		r := nearest(d.ys, h.at)
		if math.Abs(d.ys[r]-h.at) <= thinStrip/2+1 {
			markShare(d.xs, h, 0.5, func(c int) { d.top[r*cols+c] = true })
		}
	}
	for _, v := range d.r.v {
		c := nearest(d.xs, v.at)
		if math.Abs(d.xs[c]-v.at) <= thinStrip/2+1 {
			markShare(d.ys, v, 0.5, func(r int) { d.left[r*(cols+1)+c] = true })
		}
	}
	d.realTop, d.realLeft = slices.Clone(d.top), slices.Clone(d.left)
	d.headRows = 0
	for d.headRows < rows && d.ys[d.headRows+1] <= d.bodyTop+snapWidth {
		d.headRows++
	}
	hardX, hardY, softHead := d.drawnBorders()
	d.columnSides(hardX, softHead)
	d.rowSides(hardY)
	d.headSides()
	d.titleSides()
}

// crossed tells of which slots a word stands across the left side.
func (d *divider) crossed() []bool {
	cols := len(d.xs) - 1
	out := make([]bool, (len(d.ys)-1)*(cols+1))
	for i := range d.words {
		w := d.words[i]
		c0, c1 := d.span(w)
		r := d.slotRow(w.midY())
		for c := c0 + 1; c <= c1; c++ {
			out[r*(cols+1)+c] = true
		}
	}
	return out
}

// columnSides sets the sides between columns that no line draws.
func (d *divider) columnSides(hardX, softHead []bool) {
	rows, cols := len(d.ys)-1, len(d.xs)-1
	crossed := d.crossed()
	// Sides of shaded cells tell of merges only in rows that are shaded.
	shaded := make([]bool, rows)
	for r := range rows {
		for c := 1; c < cols; c++ {
			shaded[r] = shaded[r] || d.left[r*(cols+1)+c]
		}
	}
	height := d.ys[rows] - d.ys[0]
	for c := 1; c < cols; c++ {
		drawn, soft := 0.0, 0.0 // height along which lines, or sides of areas, run
		for r := range rows {
			switch {
			case !d.left[r*(cols+1)+c]:
			case hardX[c]:
				drawn += d.ys[r+1] - d.ys[r]
			default:
				soft += d.ys[r+1] - d.ys[r]
			}
		}
		for r := range rows {
			k := r*(cols+1) + c
			if crossed[k] {
				continue
			}
			merged := drawn > 0.5*height ||
				soft > 0 && shaded[r] && (r < d.headRows && softHead[c] || r >= d.headRows && soft > 0.3*height)
			if !merged || d.texts(r, c-1) && d.texts(r, c) {
				d.left[k] = true
			}
		}
	}
}

// rowSides sets the sides between rows that no line draws: where nothing is
// drawn at a height at all, every column ends. Where only shading tells, texts
// that keep the distance of rows are told apart too.
func (d *divider) rowSides(hardY []bool) {
	rows, cols := len(d.ys)-1, len(d.xs)-1
	real := 0
	for r := 1; r < rows; r++ {
		if d.realY[r] {
			real++
		}
	}
	sums := d.sums || real*3 <= rows-1 // rows are told by their texts, lines stand over sums
	under := d.underlines()
	for r := 1; r < rows; r++ {
		drawn, hard := false, !d.realY[r]
		if d.realY[r] {
			for c := range cols {
				drawn = drawn || d.top[r*cols+c]
			}
			hard = hardY[r]
		}
		for c := range cols {
			if !d.realY[r] && d.joins[d.ys[r]][c] {
				continue
			}
			outside := d.r.free || d.xs[c+1] <= d.r.core.X0+1 || d.xs[c] >= d.r.core.X1-1
			if !drawn || !hard && r > d.headRows && d.apart(r, c) || outside && !d.straddled(r, c) ||
				sums && r > d.headRows && d.texts(r-1, c) && d.texts(r, c) || under[r] ||
				len(d.r.v) == 0 && r == d.headRows && d.linedElsewhere(r, c) {
				d.top[r*cols+c] = true
			}
		}
	}
}

// linedElsewhere reports whether the lines between rows but the one at r run over
// column c too: its cells are not merged.
func (d *divider) linedElsewhere(r, c int) bool {
	cols := len(d.xs) - 1
	for k := 1; k+1 < len(d.ys); k++ {
		if k != r && d.realY[k] && !d.realTop[k*cols+c] {
			return false
		}
	}
	return true
}

// underlines tells at which borders between rows nothing is drawn but lines under,
// or over, the figures of single columns, as accounts have them at sums: they do
// not meet, and end the row in all columns.
func (d *divider) underlines() []bool {
	out := make([]bool, len(d.ys))
	for _, pieces := range linesByHeight(d.r.h) {
		r := nearest(d.ys, pieces[0].at)
		if len(pieces) < 2 || r == 0 || r == len(d.ys)-1 || math.Abs(d.ys[r]-pieces[0].at) > thinStrip/2+1 {
			continue
		}
		out[r] = true
		for i, p := range pieces {
			if i > 0 && p.lo < pieces[i-1].hi+touchTol || d.column(p.lo+touchTol) != d.column(p.hi-touchTol) {
				out[r] = false
				break
			}
		}
	}
	return out
}

// texts reports whether a word stands in a slot.
func (d *divider) texts(r, c int) bool {
	if d.filled == nil {
		cols := len(d.xs) - 1
		d.filled = make([]bool, (len(d.ys)-1)*cols)
		for i := range d.words {
			w := d.words[i]
			c0, c1 := d.span(w)
			for k := c0; k <= c1; k++ {
				d.filled[d.slotRow(w.midY())*cols+k] = true
			}
		}
	}
	return d.filled[r*(len(d.xs)-1)+c]
}

// drawnBorders tells which borders have a drawn line somewhere, and which borders
// of columns are sides of shaded header cells, which shading tells apart.
func (d *divider) drawnBorders() (hardX, hardY, softHead []bool) {
	hardX, softHead = make([]bool, len(d.xs)), make([]bool, len(d.xs))
	hardY = make([]bool, len(d.ys))
	for i := range d.r.v {
		v := &d.r.v[i]
		c := nearest(d.xs, v.at)
		if math.Abs(d.xs[c]-v.at) > thinStrip/2+1 {
			continue
		}
		hardX[c] = hardX[c] || !v.soft
		softHead[c] = softHead[c] || v.lo < d.bodyTop-1
	}
	for i := range d.r.h {
		h := &d.r.h[i]
		if r := nearest(d.ys, h.at); math.Abs(d.ys[r]-h.at) <= thinStrip/2+1 {
			hardY[r] = hardY[r] || !h.soft
		}
	}
	return hardX, hardY, softHead
}

// apart reports whether the text of column c below border r keeps more than a
// line's distance from the one above it.
func (d *divider) apart(r, c int) bool {
	if d.byCol == nil {
		d.byCol = make([][]*tword, len(d.xs)-1)
		for i := range d.rows {
			for k := range d.rows[i].words {
				w := d.rows[i].words[k]
				c0, c1 := d.span(w)
				for j := c0; j <= c1; j++ {
					d.byCol[j] = append(d.byCol[j], w)
				}
			}
		}
		for _, ws := range d.byCol {
			slices.SortFunc(ws, func(a, b *tword) int { return cmp2(a.midY(), b.midY(), a.X0, b.X0) })
		}
	}
	ws := d.byCol[c]
	i, _ := slices.BinarySearchFunc(ws, d.ys[r], func(w *tword, y float64) int { return cmp2(w.midY(), y, 0, 0) })
	if i == 0 || i == len(ws) || ws[i].midY() >= d.ys[r+1] {
		return false
	}
	above, below := ws[i-1], ws[i]
	return (below.midY()-0.4*below.size)-(above.midY()+0.4*above.size) > d.lead+0.28*d.em
}

// straddled reports whether border r parts the lines of one text in column c.
func (d *divider) straddled(r, c int) bool {
	return d.texts(r-1, c) && d.texts(r, c) && !d.apart(r, c)
}

// markShare calls f for the intervals of which a ruling covers a share.
func markShare(coords []float64, l ruling, share float64, f func(int)) {
	i := max(nearest(coords, l.lo)-1, 0)
	for ; i+1 < len(coords) && coords[i] < l.hi; i++ {
		w := coords[i+1] - coords[i]
		if min(l.hi, coords[i+1])-max(l.lo, coords[i]) >= share*w {
			f(i)
		}
	}
}
