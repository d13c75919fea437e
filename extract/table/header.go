package table

import (
	"math"
	"slices"

	"shihyo/extract/page"
)

// How header and body are told apart. The header ends at the first line that runs
// through the region, or above the first row of figures where there is none or
// that comes earlier. It goes on below a line where what stands above is too
// little to head the columns; and the name of a section, which stands over the
// first figures in the stub alone, is no header.

// fullLines returns the heights of lines that run through at least share of the
// region's width, in order.
func (d *divider) fullLines(share float64) []float64 {
	w := d.r.box.Width()
	var out []float64
	for _, part := range linesByHeight(d.r.h) {
		covered, end := 0.0, math.Inf(-1)
		for _, h := range part {
			covered += max(0, h.hi-max(h.lo, end))
			end = max(end, h.hi)
		}
		if covered >= share*w {
			out = append(out, slices.MinFunc(part, func(a, b ruling) int { return cmp2(a.at, b.at, 0, 0) }).at)
		}
	}
	return out
}

// linesByHeight returns horizontals by their heights, those of one height from left to
// right.
func linesByHeight(hs []ruling) [][]ruling {
	hs = slices.Clone(hs)
	slices.SortFunc(hs, func(a, b ruling) int { return cmp2(a.at, b.at, a.lo, b.lo) })
	var out [][]ruling
	for from := 0; from < len(hs); {
		to := from + 1
		for to < len(hs) && hs[to].at-hs[from].at <= snapWidth {
			to++
		}
		part := hs[from:to:to]
		slices.SortFunc(part, func(a, b ruling) int { return cmp2(a.lo, b.lo, a.hi, b.hi) })
		out = append(out, part)
		from = to
	}
	return out
}

// findHead sets bodyTop: below the first full line that has text above it in
// the region and about as much below; or above the first row of figures, where
// that comes earlier or there is no such line.
func (d *divider) findHead() {
	d.bodyTop = d.headLine()
	lined := !math.IsInf(d.bodyTop, 1)
	drawn := lined && slices.ContainsFunc(d.r.h, func(h ruling) bool { return !h.soft && math.Abs(h.at-d.bodyTop) <= snapWidth })
	for i := range d.rows {
		if drawn && i > 0 {
			break
		}
		r := &d.rows[i]
		if r.Top > d.bodyTop {
			break
		}
		if !r.ofFigures() {
			continue
		}
		if i == 0 {
			// A row of figures is no header: the table goes on from an
			// earlier page.
			d.bodyTop = d.r.box.Top - 1
		} else {
			// The first lines of the row's taller cells stand higher; so
			// does the name of its section, in the stub alone, and a title
			// below the headings of the columns.
			for i > 1 && (d.rows[i-1].Bottom > r.Top || d.rows[i-1].before(r) || d.isTitle(i-1) && len(d.rows[i-2].cells()) > 2) {
				i--
			}
			d.bodyTop = (d.rows[i-1].Bottom + d.rows[i].Top) / 2
		}
		return
	}
	if !lined {
		d.bodyTop = d.rows[0].Bottom
	}
}

// headLine returns the height of the line that ends the header, infinite when
// there is none.
func (d *divider) headLine() float64 {
	full := d.fullLines(0.75)
	for i, y := range full {
		above, below := 0, 0
		for k := range d.words {
			if d.words[k].midY() < y {
				above++
			} else {
				below++
			}
		}
		if above == 0 || below < max(1, above/2) {
			continue
		}
		for i+2 < len(full) && d.headGoesOn(full[i], full[i+1]) {
			i++
		}
		return full[i]
	}
	return math.Inf(1)
}

// headGoesOn reports whether the header goes on between two full lines: what
// stands above is too little to head the columns, which get their texts here.
func (d *divider) headGoesOn(y0, y1 float64) bool {
	var above, here []*tword
	for i := range d.rows {
		switch r := &d.rows[i]; {
		case r.Bottom < y0+touchTol:
			above = append(above, r.words...)
		case r.Bottom < y1+touchTol:
			if r.figures() > 0 {
				return false
			}
			here = append(here, r.words...)
		}
	}
	heads, more := len(lowest(above)), len(lowest(here))
	return more >= heads+2 && more*2 >= heads*3
}

// lowest returns the words that no other stands below.
func lowest(ws []*tword) []*tword {
	if len(ws) > maxHeads {
		return ws
	}
	var out []*tword
	for i := range ws {
		w := ws[i]
		if !slices.ContainsFunc(ws, func(o *tword) bool {
			return o.midY() > w.midY()+0.5*w.size && o.X0 < w.X1 && o.X1 > w.X0
		}) {
			out = append(out, w)
		}
	}
	return out
}

// ofFigures reports whether a row of text holds figures, as those of the body
// do; years head columns.
func (r *row) ofFigures() bool {
	n := r.figures()
	return n >= 2 && n*5 >= len(r.words)*2
}

// before reports whether a row of text stands left of the first figure of
// another.
func (r *row) before(o *row) bool {
	for k := range o.words {
		if w := o.words[k]; w.numeric && w.digits > 0 && !w.year {
			return k > 0 && r.X1 < w.X0
		}
	}
	return false
}

// figures counts the words that are figures and no years.
func (r *row) figures() int {
	n := 0
	for k := range r.words {
		if w := r.words[k]; w.numeric && w.digits > 0 && !w.year {
			n++
		}
	}
	return n
}

// maxHeads bounds the words of a header that are compared with one another.
const maxHeads = 300

// headBelow reports whether other texts of the header stand below a word of it, not
// one alone and in line with it: then the word heads several columns and tells
// nothing of where they part.
func (d *divider) headBelow(w *tword) bool {
	if len(d.headed()) > maxHeads {
		return false
	}
	var below *tword
	for _, o := range d.headed() {
		if o.midY() <= w.midY()+0.5*w.size || o.X0 >= w.X1 || o.X1 <= w.X0 {
			continue
		}
		if below != nil && math.Abs(o.midY()-below.midY()) < 0.5*w.size || !inLine(o, w.Box, w.size) {
			return true
		}
		below = o
	}
	return false
}

// inLine reports whether a word is in line with a text, by their middles or by their
// sides.
func inLine(w *tword, b page.Box, size float64) bool {
	return math.Abs(w.midX()-(b.X0+b.X1)/2) <= 0.5*size || math.Abs(w.X0-b.X0) <= 0.3*size || math.Abs(w.X1-b.X1) <= 0.3*size
}

// headed returns the words of the header.
func (d *divider) headed() []*tword {
	if d.headWords == nil {
		d.headWords = slices.DeleteFunc(slices.Clone(d.words), func(o *tword) bool { return o.midY() >= d.bodyTop })
	}
	return d.headWords
}
