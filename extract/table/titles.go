package table

import (
	"math"
	"slices"
)

// How titles over columns are told within a table. "Number (thousands)", "All
// races": a text alone at its height, in the middle of the table or of the columns
// behind the stub, heads the rows below it up to the next. It stands over all of
// these columns, whichever its words happen to meet, and tells nothing of where
// they part.

// maxTitles is the share of the rows of text that may be titles, as 1 in so many;
// where there are more, they are the texts of a column.
const maxTitles = 4

// findTitles notes the titles among the rows of text below the header.
func (d *divider) findTitles() {
	body := 0
	var titles []int
	for i := range d.rows {
		if !d.inBody(&d.rows[i]) {
			continue
		}
		body++
		if d.isTitle(i) {
			if n := len(titles); n > 0 && titles[n-1] == i-1 {
				return // lines of a text
			}
			titles = append(titles, i)
		}
	}
	if len(titles)*maxTitles > body {
		return
	}
	for _, i := range titles {
		for k := range d.rows[i].words {
			d.titles = append(d.titles, d.rows[i].words[k].base)
		}
	}
}

// isTitle reports whether row i is one text of words, with white above and below,
// in the middle of the table or of the columns behind the stub.
func (d *divider) isTitle(i int) bool {
	r := &d.rows[i]
	if i == 0 || i+1 == len(d.rows) || r.chunks(chunkGap) > 1 || r.figures() > 0 || isOpening(r.words[0].first) || !d.standsFree(i) || d.walledAt(r.words[0].midY()) ||
		!slices.ContainsFunc(r.words, func(w *tword) bool { return w.digits == 0 && w.n > 1 }) {
		return false
	}
	lo, hi, label, stub := d.textExtents()
	if math.IsInf(stub, 1) || r.X0 <= lo+2*d.em {
		return false
	}
	mid := (r.X0 + r.X1) / 2
	for _, m := range [4]float64{lo + hi, d.r.box.X0 + d.r.box.X1, stub + hi, stub + d.r.box.X1} {
		if math.Abs(mid-m/2) < d.em {
			return true
		}
	}
	// The columns behind the stub begin anywhere between its labels and the figures.
	return mid > (label+hi)/2-d.em && mid < (stub+d.r.box.X1)/2+d.em && !d.goesOn(r, &d.rows[i-1]) && !d.goesOn(r, &d.rows[i+1])
}

// goesOn reports whether a row of one text is in line with words of another, as the
// lines of a cell are.
func (d *divider) goesOn(r, o *row) bool {
	return slices.ContainsFunc(o.words, func(w *tword) bool { return !w.numeric && inLine(w, r.Box, 0.6*d.em) })
}

// textExtents returns from where to where the texts of the region reach, where the
// labels of rows of figures mostly end, and where what stands behind these begins at
// the earliest.
func (d *divider) textExtents() (lo, hi, label, stub float64) {
	if d.texted == nil {
		lo, hi, stub = math.Inf(1), math.Inf(-1), math.Inf(1)
		var labels []float64
		for i := range d.rows {
			r := &d.rows[i]
			lo, hi = min(lo, r.X0), max(hi, r.X1)
			if cs := r.cells(); r.figures() > 0 && (len(cs) > 2 || len(cs) == 2 && cs[1].figure && !cs[0].figure) {
				stub = min(stub, cs[1].x0)
				labels = append(labels, cs[0].x1)
			}
		}
		if len(labels) > 0 {
			label = median(labels)
		}
		d.texted = &[4]float64{lo, hi, label, stub}
	}
	return d.texted[0], d.texted[1], d.texted[2], d.texted[3]
}

// standsFree reports whether no other text stands at the height of row i: the
// lines of cells that are set in the middle do.
func (d *divider) standsFree(i int) bool {
	w := d.rows[i].words[0]
	top, bottom := w.midY()-0.5*w.size, w.midY()+0.5*w.size
	return (i == 0 || d.rows[i-1].words[0].midY()+0.5*d.rows[i-1].words[0].size < top) &&
		(i+1 == len(d.rows) || d.rows[i+1].words[0].midY()-0.5*d.rows[i+1].words[0].size > bottom)
}

// walledAt reports whether a vertical is drawn inside the region at a height:
// then lines tell what is one cell.
func (d *divider) walledAt(y float64) bool {
	return slices.ContainsFunc(d.r.v, func(v ruling) bool {
		return v.lo < y && v.hi > y && v.at > d.r.box.X0+sideTol && v.at < d.r.box.X1-sideTol
	})
}

// titled reports whether a row of text is a title.
func (d *divider) titled(r *row) bool {
	return len(d.titles) > 0 && slices.Contains(d.titles, r.words[0].base)
}

// titleSides takes out the sides between the columns that a title stands over: all,
// or those behind the stub, of which it is in the middle.
func (d *divider) titleSides() {
	cols := len(d.xs) - 1
	for i := range d.rows {
		r := &d.rows[i]
		if !d.titled(r) {
			continue
		}
		mid := (r.X0 + r.X1) / 2
		first := 0
		if cols > 2 && math.Abs(mid-(d.xs[1]+d.xs[cols])/2) < math.Abs(mid-(d.xs[0]+d.xs[cols])/2) && r.X0 > d.xs[1] {
			first = 1
		}
		k := d.slotRow(r.words[0].midY())
		for c := first + 1; c < cols; c++ {
			if !d.realLeft[k*(cols+1)+c] {
				d.left[k*(cols+1)+c] = false
			}
		}
	}
}

// titled reports whether a row of the grid is a title over columns.
func (g *grid) titled(r int) bool {
	return slices.ContainsFunc(g.titles, func(base float64) bool { return g.ys[r] < base && base < g.ys[r+1] })
}
