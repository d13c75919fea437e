package table

import (
	"math"
	"slices"
)

// edges sets the borders of the slots: drawn ones, then the others.
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
	// Borders of columns. A border that has lines along most of the table
	// means a merge where it has none.
	crossed := make([]bool, rows*(cols+1))
	for i := range d.words {
		w := &d.words[i]
		c0, c1 := d.span(w)
		r := d.slotRow(w.midY())
		for c := c0 + 1; c <= c1; c++ {
			crossed[r*(cols+1)+c] = true
		}
	}
	hardX, hardY, softHead := d.drawnBorders()
	// Sides of shaded cells tell so only in rows that are shaded.
	shaded := make([]bool, rows)
	for r := range rows {
		for c := 1; c < cols; c++ {
			shaded[r] = shaded[r] || d.left[r*(cols+1)+c]
		}
	}
	for c := 1; c < cols; c++ {
		drawn, soft := 0.0, 0.0
		for r := range rows {
			if !d.left[r*(cols+1)+c] {
				continue
			}
			if hardX[c] {
				drawn += d.ys[r+1] - d.ys[r]
			} else {
				soft += d.ys[r+1] - d.ys[r]
			}
		}
		height := d.ys[rows] - d.ys[0]
		for r := range rows {
			k := r*(cols+1) + c
			if d.texts(r, c-1) && d.texts(r, c) && !crossed[k] {
				d.left[k] = true
				continue
			}
			if drawn > 0.5*height || soft > 0 && shaded[r] && r >= d.headRows && soft > 0.3*height {
				continue
			}
			if soft > 0 && r < d.headRows && shaded[r] && softHead[c] {
				continue
			}
			if !crossed[k] {
				d.left[k] = true
			}
		}
	}
	// Borders of rows: where nothing is drawn at this height at all, every
	// column ends. Where only shading tells, texts that keep the distance of
	// rows are told apart too.
	real := 0
	for r := 1; r < rows; r++ {
		if d.realY[r] {
			real++
		}
	}
	sums := real*3 <= rows-1 // rows are told by their texts, lines stand over sums
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
				sums && r > d.headRows && d.texts(r-1, c) && d.texts(r, c) {
				d.top[r*cols+c] = true
			}
		}
	}
	d.headSides()
}

// texts reports whether a word stands in a slot.
func (d *divider) texts(r, c int) bool {
	if d.filled == nil {
		cols := len(d.xs) - 1
		d.filled = make([]bool, (len(d.ys)-1)*cols)
		for i := range d.words {
			w := &d.words[i]
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
				w := &d.rows[i].words[k]
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
