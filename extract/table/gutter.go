package table

import (
	"math"
	"slices"

	"shihyo/extract/page"
)

// How a page set in columns is told from a table. Both have white that runs down
// between texts. On the two sides of a gutter, though, stand texts that have
// nothing to do with one another: each side is prose that fills its lines, or a
// table by itself, and where it is not prose on both sides the lines of one do
// not stand at the heights of the other's.

const (
	gutterRows  = 5    // rows beside a gutter, on either side
	gutterWidth = 0.9  // em
	gutterTries = 40   // places tried on a page
	proseShare  = 0.45 // of a side's lines that fill it, for prose
)

// gutters parts words at the gutters between columns of the page.
func gutters(words []*tword, depth int) [][]*tword {
	if depth == 0 || len(words) < 4*gutterRows {
		return [][]*tword{words}
	}
	rows := rowsOf(words, sameRow)
	for _, x := range leftEdges(words) {
		for _, run := range clearRuns(rows, x) {
			left, right := halves(rows[run[0]:run[1]], x)
			if len(left) < gutterRows || len(right) < gutterRows || !unrelated(left, right) {
				continue
			}
			var rest, l, r []*tword
			for i := range rows {
				switch {
				case i < run[0] || i >= run[1]:
					rest = append(rest, rows[i].words...)
				default:
					for _, w := range rows[i].words {
						if w.X0 < x-1 {
							l = append(l, w)
						} else {
							r = append(r, w)
						}
					}
				}
			}
			var out [][]*tword
			for _, part := range [3][]*tword{rest, l, r} {
				if len(part) > 0 {
					out = append(out, gutters(part, depth-1)...)
				}
			}
			return out
		}
	}
	return [][]*tword{words}
}

// leftEdges returns the places at which most words begin, but for the first.
func leftEdges(words []*tword) []float64 {
	xs := make([]float64, len(words))
	for i := range words {
		xs[i] = words[i].X0
	}
	slices.Sort(xs)
	type edge struct {
		x float64
		n int
	}
	var edges []edge
	for from := 0; from < len(xs); {
		to := from + 1
		for to < len(xs) && xs[to]-xs[from] <= 1.5 {
			to++
		}
		if to-from >= gutterRows {
			edges = append(edges, edge{xs[from], to - from})
		}
		from = to
	}
	slices.SortStableFunc(edges, func(a, b edge) int { return b.n - a.n })
	var out []float64
	for _, e := range edges[:min(len(edges), gutterTries)] {
		out = append(out, e.x)
	}
	return out
}

// clearRuns returns the runs of rows, as from and to, in which no word stands
// over the white left of x.
func clearRuns(rows []row, x float64) [][2]int {
	var out [][2]int
	from := 0
	for i := 0; i <= len(rows); i++ {
		if i < len(rows) && !slices.ContainsFunc(rows[i].words, func(w *tword) bool { return w.X0 < x-1 && w.X1 > x-gutterWidth*w.size }) {
			continue
		}
		if i-from >= gutterRows {
			out = append(out, [2]int{from, i})
		}
		from = i + 1
	}
	return out
}

// halves returns what stands left and right of x in rows.
func halves(rows []row, x float64) (left, right []row) {
	add := func(out []row, ws []*tword) []row {
		if len(ws) == 0 {
			return out
		}
		return append(out, row{Box: boxOf(ws), words: ws})
	}
	for i := range rows {
		k := slices.IndexFunc(rows[i].words, func(w *tword) bool { return w.X0 >= x-1 })
		if k < 0 {
			k = len(rows[i].words)
		}
		left, right = add(left, rows[i].words[:k]), add(right, rows[i].words[k:])
	}
	return left, right
}

// unrelated reports whether the texts on two sides have nothing to do with one
// another.
func unrelated(left, right []row) bool {
	lp, rp := fullShare(left) >= proseShare, fullShare(right) >= proseShare
	if lp && rp {
		return true
	}
	return (lp || tableLike(left)) && (rp || tableLike(right)) && !inStep(left, right)
}

// fullShare returns the share of the rows that run through the whole width that
// they have, as the lines of a paragraph do.
func fullShare(rows []row) float64 {
	const long = 14 // em
	lo, hi := math.Inf(1), math.Inf(-1)
	for i := range rows {
		lo, hi = min(lo, rows[i].X0), max(hi, rows[i].X1)
	}
	n := 0
	for i := range rows {
		r := &rows[i]
		if em := r.words[0].size; r.X0 < lo+2*em && r.X1 > hi-1.5*em && r.Width() > long*em && r.figures()*4 < len(r.words)+2 {
			n++
		}
	}
	return float64(n) / float64(len(rows))
}

// tableLike reports whether most rows keep columns with one another.
func tableLike(rows []row) bool {
	n := 0
	for _, b := range blocks(levelled(rows)) {
		n += b.to - b.from
	}
	return n*2 >= len(rows)
}

// inStep reports whether the rows of one side stand at the heights of the
// other's.
func inStep(left, right []row) bool {
	n, of := 0, 0
	for i := range left {
		w := left[i].words[0]
		if w.base < right[0].words[0].base-w.size || w.base > right[len(right)-1].words[0].base+w.size {
			continue
		}
		of++
		if slices.ContainsFunc(right, func(r row) bool { return math.Abs(r.words[0].base-w.base) < 0.2*w.size }) {
			n++
		}
	}
	return n*2 >= of
}

// byGutters parts a region that only horizontal lines bound where a gutter runs
// between them: lines at one height, in two columns of the page, are not one.
func (r *region) byGutters(ix *wordIndex) []*region {
	if len(r.v) > 0 || len(r.h) < 4 {
		return []*region{r}
	}
	sides := gutters(ix.within(page.Box{X0: r.box.X0, X1: r.box.X1, Top: -1e7, Bottom: 1e7}), 1)
	if len(sides) < 2 {
		return []*region{r}
	}
	var out []*region
	taken := 0
	for _, ws := range sides {
		b := boxOf(ws)
		em := ws[0].size
		part := &region{soft: true}
		for _, h := range r.h {
			if h.lo > b.X0-2*em && h.hi < b.X1+2*em {
				line := page.Box{X0: h.lo, X1: h.hi, Top: h.at, Bottom: h.at}
				if len(part.h) == 0 {
					part.box = line
				}
				part.box = part.box.Union(line)
				part.h = append(part.h, h)
			}
		}
		if taken += len(part.h); len(part.h) > 0 {
			out = append(out, part)
		}
	}
	if taken != len(r.h) || len(out) < 2 {
		return []*region{r}
	}
	return out
}
