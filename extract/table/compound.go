package table

import (
	"math"
	"slices"
)

// How a lattice is seen to be coarser than its table. Lines may close cells that
// hold several rows or columns each: a frame around the body, lines between
// columns but not between rows, lines in the header alone. Such a grid is
// divided like any region.

// What it takes to say that the lines of text between two drawn ones are rows
// of their own: so much less cost than as one row, for every border between
// them. Two columns of figures in step are enough, or one in many rows.
const (
	rowsInside     = 3 // rows
	marginFew      = 2.5
	rowsInsideMany = 5
	marginMany     = 2.0
)

// looseBorders is how many borders of columns must have no line in a row: where it
// is one, that line was lost.
const looseBorders = 2

// compound reports whether cells that lines close hold several rows or columns
// of the table each. ByCell has the words of each cell.
func compound(g *grid, r *region, byCell [][]*tword) bool {
	d := &divider{r: r, words: r.words}
	if len(d.words) < 6 {
		return false
	}
	if looseRows(g, byCell) || labelledRows(g, byCell) {
		return true
	}
	d.em = r.em()
	d.rows = r.rows()
	d.bodyTop = math.Inf(-1)
	for c, n := range d.severalBetween(g.xs) {
		if n >= walledRows && len(d.whites(g.xs[c], g.xs[c+1], true)) > 0 {
			return true
		}
	}
	return g.cols() > 1 && d.linedUp(g.ys)*2 > len(d.words) && d.stacked(g)*2 > len(d.words)
}

// severalBetween counts for each column the rows of text that have several words
// in it, or may have.
func (d *divider) severalBetween(xs []float64) []int {
	several := make([]int, len(xs)-1)
	seen := make([]struct{ row, words int }, len(several)) // the last row that has words there
	for i := range d.rows {
		for _, w := range d.rows[i].words {
			c := intervalOf(xs, w.midX())
			s := &seen[c]
			if s.row != i+1 {
				s.row, s.words = i+1, 0
			}
			if s.words++; s.words == 2 {
				several[c]++
			}
		}
	}
	return several
}

// linedUp counts the words that stand between heights with rowsInside lines of
// text or more: no others can stand in rows of their own.
func (d *divider) linedUp(ys []float64) int {
	bands := make([]struct{ row, lines, words int }, len(ys)-1)
	for i := range d.rows {
		for _, w := range d.rows[i].words {
			y := w.midY()
			k := indexOf(ys, y)
			if k == len(ys) || ys[k] > y {
				k--
			}
			if k < 0 || k == len(bands) {
				continue
			}
			b := &bands[k]
			b.words++
			if b.row != i+1 && !w.leader() {
				b.row = i + 1
				b.lines++
			}
		}
	}
	n := 0
	for _, b := range bands {
		if b.lines >= rowsInside {
			n += b.words
		}
	}
	return n
}

// stacked counts the words that stand in rows between the lines of a lattice.
func (d *divider) stacked(g *grid) int {
	d.xs = g.xs
	d.realX = make([]bool, len(d.xs))
	for i := range d.realX {
		d.realX[i] = true
	}
	d.measure()
	bands := make([][]textLine, g.rows())
	for i := range bands {
		bands[i] = d.lines(g.ys[i], g.ys[i+1])
	}
	d.lead = wrapLead(bands, d.em)
	inside := 0
	for i, cuts := range d.cutBands(bands) {
		if !d.severalRows(bands[i], cuts) {
			continue
		}
		inside += wordsIn(bands[i])
	}
	return inside
}

// severalRows reports whether the lines of text in a band are rows of their own
// for sure.
func (d *divider) severalRows(ls []textLine, cuts []rowCut) bool {
	if len(cuts)+1 < rowsInside {
		return false
	}
	if listed(ls) {
		return true
	}
	margin, n := d.gain(ls, cuts), float64(len(cuts))
	return margin >= marginFew*n || len(cuts)+1 >= rowsInsideMany && margin >= marginMany*n
}

// listed reports whether lines of text are each a label and a figure, but for a few
// labels that go on or head others: many of these are no lines of one text, unless they
// are numbered as the parts of one.
func listed(ls []textLine) bool {
	both := 0
	for i := range ls {
		cs := ls[i].cells
		if len(cs) < 2 {
			continue
		}
		if cs[0].figure || cs[0].enum || cs[0].bracket || cs[len(cs)-1].enum || !cs[len(cs)-1].numeric {
			return false
		}
		both++
	}
	return both >= rowsInsideMany && both*4 >= len(ls)*3
}

// wordsIn counts the words of lines of text.
func wordsIn(ls []textLine) int {
	n := 0
	for i := range ls {
		n += ls[i].words
	}
	return n
}

// labelledRows reports whether a cell of the first column, over several rows, is the
// labels of figures that stand one below the other in the cells beside it: lines over
// sums part these, no rows.
func labelledRows(g *grid, byCell [][]*tword) bool {
	for k, in := range byCell {
		b := g.cells[k]
		if b.c0 > 0 || b.r1-b.r0 < 2 || len(in) < rowsInsideMany {
			continue
		}
		labels := rowsOf(in, sameRow)
		figures, stacked := 0, 0 // lines of figures; those in a cell of several
		for n, beside := range byCell {
			o := g.cells[n]
			if o.c0 != b.c1 || o.r0 < b.r0 || o.r1 > b.r1 || len(beside) == 0 {
				continue
			}
			lines := rowsOf(beside, sameRow)
			for i := range lines {
				w := lines[i].words[0]
				if !w.numeric || !slices.ContainsFunc(labels, func(l row) bool { return math.Abs(l.words[0].base-w.base) < 0.1*w.size }) {
					return false
				}
			}
			if figures += len(lines); len(lines) > 1 {
				stacked += len(lines)
			}
		}
		if stacked > 1 && figures*2 >= len(labels) {
			return true
		}
	}
	return false
}

// looseRows reports whether many rows have no line where the columns part, yet
// keep their texts apart there: the lines part only the header.
func looseRows(g *grid, byCell [][]*tword) bool {
	type side struct{ l, r, x int }
	seen := make([]bool, g.rows())
	parted := make([]int, g.rows()) // borders of columns without a line, by row
	for k, in := range byCell {
		b := g.cells[k]
		seen[b.r0] = seen[b.r0] || len(in) > 0
		if b.c1-b.c0 == 1 || len(in) < 2 {
			continue
		}
		for c := b.c0 + 1; c < b.c1; c++ {
			var s side
			for _, w := range in {
				if w.n == 1 && isCJK(w.first) {
					continue
				}
				switch x := g.xs[c]; {
				case w.X1 <= x+1:
					s.l++
				case w.X0 >= x-1:
					s.r++
				default:
					s.x++
				}
			}
			if s.l > 0 && s.r > 0 && s.x == 0 {
				parted[b.r0]++
			}
		}
	}
	rows, loose := 0, 0
	for r, is := range seen {
		if is {
			rows++
		}
		if parted[r] >= min(looseBorders, g.cols()-1) {
			loose++
		}
	}
	return loose >= 2 && loose*2 > rows
}
