package table

import (
	"math"
	"slices"

	"shihyo/extract/page"
)

// How a region grows beyond its lines. Lines often bound only part of a table:
// a stub stands left of them, a header above, shading begins with the second
// row and ends before the last. Text beside the region that keeps its rows, and
// rows of text above and below that keep its columns and its row distance,
// belong to it.

// extend grows a region over the text that belongs to it. Lines are the page's
// horizontals; blocked areas are those of other regions.
func (r *region) extend(lines []ruling, ix *wordIndex, blocked []page.Box) {
	const most = 50 // times that rows below are looked for
	r.core = r.box
	if len(r.words) == 0 {
		return
	}
	r.sideways(ix, blocked)
	if len(r.v) == 0 || r.soft {
		if r.startsWithFigures() {
			r.grow(ix, blocked, -1)
		} else {
			r.spanners(lines, ix, blocked)
		}
		for n := 0; n < most && r.shading() && r.grow(ix, blocked, 1); n++ {
			r.hold(ix.within(r.box))
		}
	} else if r.startsWithFigures() {
		r.headOutside(ix, blocked)
	}
	if len(r.v) == 0 {
		r.take(lines)
	}
	if r.box != r.core {
		r.hold(ix.within(r.box))
	}
}

func free(w *tword, blocked []page.Box) bool {
	for _, b := range blocked {
		if b.Contains(w.midX(), w.midY()) {
			return false
		}
	}
	return true
}

// sideways takes in a stub: text left or right of most rows, near the region
// and narrower than it.
func (r *region) sideways(ix *wordIndex, blocked []page.Box) {
	em := r.em()
	band := ix.within(page.Box{X0: -1e7, X1: 1e7, Top: r.box.Top, Bottom: r.box.Bottom})
	var rows []row
	for _, left := range [2]bool{true, false} {
		var beside []*tword
		for _, w := range band {
			if (left && w.X1 <= r.core.X0+0.3*em || !left && w.X0 >= r.core.X1-0.3*em) && free(w, blocked) {
				beside = append(beside, w)
			}
		}
		if len(beside) == 0 {
			continue
		}
		if rows == nil {
			rows = rowsOf(r.words, 0.6)
		}
		if len(rows) < 3 || 10*met(rows, beside) < 6*len(rows) {
			continue // whatever of it stands in the same column of the page
		}
		lo, hi := ix.column(r.core)
		beside = slices.DeleteFunc(beside, func(w *tword) bool { return w.X0 < lo || w.X0 > hi })
		if len(beside) == 0 {
			continue
		}
		hit := met(rows, beside)
		b := boxOf(beside)
		near := r.core.X0 - b.X1
		if !left {
			near = b.X0 - r.core.X1
		}
		far := 4 * em
		switch {
		case left && hit == len(rows) && hit >= 5 && inStep(rowsOf(beside, sameRow), rows):
			far = 25 * em // a label to each row of figures
		case hit*10 >= len(rows)*7:
			far = 8 * em
		}
		if hit*10 < len(rows)*6 || near > far || b.Width() > r.core.Width() || len(beside) > 6*len(rows) {
			continue
		}
		if left {
			r.box.X0 = b.X0 - 2
		} else {
			r.box.X1 = b.X1 + 2
		}
	}
}

// met counts the rows at whose height one of the words stands.
func met(rows []row, words []*tword) int {
	n := 0
	for i := range rows {
		if slices.ContainsFunc(words, func(w *tword) bool { return w.Top < rows[i].Bottom-1 && w.Bottom > rows[i].Top+1 }) {
			n++
		}
	}
	return n
}

// take adds those of the page's horizontals that stand where the region has grown to:
// each is shorter than the table, so none was put together with its lines.
func (r *region) take(lines []ruling) {
	const most = 50 // lines of a region; more is no header
	if len(r.h) > most {
		return
	}
	own := r.h
	for _, h := range lines[firstFrom(lines, r.box.Top):] {
		if h.at > r.box.Bottom || len(r.h) > 2*most {
			return
		}
		if !h.soft && h.lo > r.box.X0-sideTol && h.hi < r.box.X1+sideTol && !slices.Contains(own, h) {
			r.h = append(r.h, h)
		}
	}
}

// spanners takes in the headings above the top of a region that have a line of their
// own below them, shorter than the table. Lines are the page's horizontals, in order.
func (r *region) spanners(lines []ruling, ix *wordIndex, blocked []page.Box) {
	const (
		levels = 3   // of headings
		near   = 1.4 // em between a line and the text over it, or the next line
	)
	em := r.em()
	for range levels {
		var under []ruling
		for _, h := range lines[firstFrom(lines, r.box.Top-near*em):] {
			if h.at > r.box.Top+snapWidth {
				break
			}
			if h.soft || h.hi < r.box.X0 || h.lo > r.box.X1 {
				continue
			}
			if h.lo < r.box.X0+2*em || h.hi > r.box.X1+sideTol || h.length() < 2*em {
				return
			}
			under = append(under, h)
		}
		if len(under) == 0 {
			return
		}
		top := r.box.Top
		for _, h := range under {
			heads := ix.within(page.Box{X0: h.lo, X1: h.hi, Top: h.at - near*em, Bottom: h.at})
			if len(heads) == 0 {
				return
			}
			b := boxOf(heads)
			if !free(heads[0], blocked) || b.X0 < h.lo-em || b.X1 > h.hi+em || math.Abs(b.X0+b.X1-h.lo-h.hi) > 4*em {
				return
			}
			top = min(top, b.Top-1)
		}
		r.box.Top = top
	}
}

// startsWithFigures reports whether the first row of text holds figures, so that
// its header stands above.
func (r *region) startsWithFigures() bool {
	figures := 0
	for _, w := range r.rows()[0].words {
		if w.numeric && w.digits > 0 && !w.year {
			figures++
		}
	}
	return figures > 0
}

// headOutside takes in a header that stands close above lines which frame the body
// alone: a row of texts, one over each of most of the figures in the first row.
func (r *region) headOutside(ix *wordIndex, blocked []page.Box) {
	const (
		near  = 0.8 // em of white
		least = 3   // columns
	)
	first, em := r.rows()[0].cells(), r.em()
	above := slices.DeleteFunc(ix.within(page.Box{X0: r.box.X0 - em, X1: r.box.X1 + em, Top: r.box.Top - 2*em, Bottom: r.box.Top}),
		func(w *tword) bool { return !free(w, blocked) })
	if len(above) == 0 {
		return
	}
	rows := rowsOf(above, sameRow)
	head := rows[len(rows)-1]
	figures, heads := 0, 0
	texts := head.cells()
	for _, f := range first {
		if !f.figure {
			continue
		}
		figures++
		over := 0
		for _, t := range texts {
			if t.x0 < f.x1 && t.x1 > f.x0 {
				over++
			}
		}
		if over == 1 {
			heads++
		}
	}
	if r.box.Top-head.Bottom <= near*em && figures >= least && heads*3 >= figures*2 && heads <= len(texts) && head.headings() {
		r.box.Top = head.Top - 1
	}
}

// headings reports whether no word of a row is a figure, but for years.
func (r *row) headings() bool {
	return !slices.ContainsFunc(r.words, func(w *tword) bool { return w.figure && !w.year })
}

// grow takes in rows that stand near, above (dir -1: header rows and unshaded
// ones) or below (dir 1: unshaded rows after the last shading). It reports whether
// it took any.
func (r *region) grow(ix *wordIndex, blocked []page.Box, dir int) bool {
	em := r.em()
	edge := page.Box{X0: r.box.X0 - 0.5*em, X1: r.box.X1 + 0.5*em, Top: r.box.Top - 14*em, Bottom: r.box.Top}
	if dir > 0 {
		edge.Top, edge.Bottom = r.box.Bottom, r.box.Bottom+14*em
	}
	var near []*tword
	for _, w := range ix.within(edge) {
		if free(w, blocked) {
			near = append(near, w)
		}
	}
	if len(near) == 0 {
		return false
	}
	rows := rowsOf(near, sameRow)
	inner := r.rows()
	columns := r.columnStarts(inner)
	at := r.box.Top
	if dir > 0 {
		at = r.box.Bottom
	}
	lead := typicalGap(inner)
	taken := at
	pending := 0
	for k := range rows {
		row := &rows[k]
		if dir < 0 {
			row = &rows[len(rows)-1-k]
		}
		gap := at - row.Bottom
		if dir > 0 {
			gap = row.Top - at
		}
		if gap > max(lead+1.2*em, 1.6*em) || row.X0 < r.box.X0-em {
			break
		}
		if row.chunks(1.6) == 1 && (row.X0 < r.box.X0+em && crosses(row, inner) || isHeadMark(row.words[0].first) || isNoteMark(row.words[0].first)) {
			break // a heading or a note
		}
		fits := 0
		for i := range row.words {
			w := row.words[i]
			for _, c := range columns {
				if math.Abs(w.X0-c.X0) < 0.6*em || math.Abs(w.X1-c.X1) < 0.6*em || math.Abs(w.midX()-c.X0/2-c.X1/2) < 0.6*em {
					fits++
					break
				}
			}
		}
		at = row.Top
		if dir > 0 {
			at = row.Bottom
		}
		mid := (row.X0 + row.X1) / 2
		if dir < 0 && r.shading() && taken < r.box.Top && gap < lead+0.8*em && row.chunks(1.2) == 1 && crosses(row, inner) &&
			row.Width() < 0.5*r.box.Width() && math.Abs(mid-(r.box.X0+r.box.X1)/2) > 2*em {
			taken, pending = at, 0 // a text over several columns
			continue
		}
		if row.chunks(1.2) >= 2 && (fits >= 2 || fits*2 >= len(row.words)) {
			taken = at
			pending = 0
			continue
		}
		if pending++; pending > 2 || row.Width() > 0.5*r.box.Width() {
			break
		}
	}
	if dir > 0 {
		taken = max(taken, halvesBelow(slices.Concat(inner, rows), taken, em))
	}
	switch {
	case dir < 0 && taken < r.box.Top:
		r.box.Top = taken - 1
	case dir > 0 && taken > r.box.Bottom:
		r.box.Bottom = taken + 1
	default:
		return false
	}
	return true
}

// halvesBelow returns the bottom of the lines below y that are the second halves of
// texts set around the last row with several texts above y: each mirrors a line
// above that row which begins where it does, at the pitch of one text.
func halvesBelow(rows []row, y, em float64) float64 {
	const (
		most  = 4   // lines of a half
		pitch = 1.6 // em from one line of a text to the next, at most
	)
	mid := func(r *row) float64 { return (r.Top + r.Bottom) / 2 }
	k := -1
	for i := range rows {
		if mid(&rows[i]) < y && rows[i].chunks(1.2) > 1 {
			k = i
		}
	}
	if k < 0 {
		return y
	}
	for n := 1; n <= min(most, k, len(rows)-1-k); n++ {
		above, below := &rows[k-n], &rows[k+n]
		far := pitch * float64(n)
		if !slices.ContainsFunc(rows[k].words, func(w *tword) bool { return math.Abs(w.X0-below.X0) < placeTol*em }) {
			far -= pitch / 2 // no line of it stands at the height of the row itself
		}
		if above.chunks(1.6) > 1 || below.chunks(1.6) > 1 || math.Abs(above.X0-below.X0) > placeTol*em || mid(below)-mid(&rows[k]) > far*em ||
			math.Abs((mid(above)+mid(below))/2-mid(&rows[k])) > placeTol*em || isNoteMark(below.words[0].first) {
			break
		}
		y = max(y, below.Bottom)
	}
	return y
}

// crosses reports whether a text stands over several texts of a row.
func crosses(text *row, rows []row) bool {
	for i := range rows {
		n := 0
		end := math.Inf(-1)
		for _, w := range rows[i].words {
			if w.X0 < text.X1 && w.X1 > text.X0 {
				if n == 0 || w.X0-end > w.size {
					n++
				}
				end = w.X1
			}
		}
		if n > 1 {
			return true
		}
	}
	return false
}

// columnStarts returns the extents of the words in the region's rows, the
// places that the words of a further row should keep to.
func (r *region) columnStarts(rows []row) []page.Box {
	var out []page.Box
	for i := range rows {
		for k := range rows[i].words {
			out = append(out, rows[i].words[k].Box)
		}
		if len(out) > 200 {
			break
		}
	}
	return out
}

// typicalGap returns the median white between rows of text.
func typicalGap(rows []row) float64 {
	var gaps []float64
	for i := 1; i < len(rows); i++ {
		gaps = append(gaps, max(0, rows[i].Top-rows[i-1].Bottom))
	}
	if len(gaps) == 0 {
		return 0
	}
	return median(gaps)
}
