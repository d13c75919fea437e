package table

import (
	"math"
	"slices"

	"shihyo/extract/page"
)

// How tables without lines are found. The text that no line claims is cut into
// sections at wide blanks and at paragraphs. A section in which several rows
// have white at the same places is tried as a table: it is divided like any
// region, rows above and below that do not follow its columns are left out, and
// it counts only when its cells look like those of a table. Lists, contents
// pages, addresses and prose in columns do not.

const (
	chunkGap = 1.0 // em of white that part two texts of a row
	rowBreak = 2.6 // em of blank height that ends a section
)

// freeRegions finds candidate regions among words that no table holds.
func freeRegions(words []tword, lines []ruling) []*region {
	if len(words) < 6 {
		return nil
	}
	rows := rowsOf(words, 0.35)
	var out []*region
	from := 0
	flush := func(to int) {
		if to > from {
			out = append(out, sections(rows[from:to], lines)...)
		}
		from = to
	}
	for i := 1; i < len(rows); i++ {
		em := rows[i].words[0].size
		if rows[i].Top-rows[i-1].Bottom > rowBreak*em {
			flush(i)
		}
	}
	flush(len(rows))
	return out
}

// sections cuts a run of rows at paragraphs and returns what is left as
// regions.
func sections(rows []row, lines []ruling) []*region {
	x0, x1 := math.Inf(1), math.Inf(-1)
	for i := range rows {
		x0, x1 = min(x0, rows[i].X0), max(x1, rows[i].X1)
	}
	// A paragraph: rows without inner white that are long, or follow a long
	// one. Two in a row end a table.
	prose := make([]bool, len(rows))
	for i := range rows {
		if rows[i].chunks(chunkGap) == 1 && rows[i].Width() > 0.6*(x1-x0) && textual(rows[i].words) {
			prose[i] = true
		}
	}
	var out []*region
	from := -1
	multi := 0
	flush := func(to int) {
		if from >= 0 && multi >= 2 {
			if r := trimmed(rows[from:to], lines); r != nil {
				out = append(out, r)
			}
		}
		from, multi = -1, 0
	}
	for i := range rows {
		long := prose[i] && (i+1 >= len(rows) || prose[i+1] || i > 0 && prose[i-1] || rows[i].Width() > 0.8*(x1-x0))
		if long {
			flush(i)
			continue
		}
		if from < 0 {
			from = i
		}
		if rows[i].chunks(chunkGap) > 1 {
			multi++
		}
	}
	flush(len(rows))
	return out
}

// textual reports whether words read as text rather than as figures.
func textual(ws []tword) bool {
	n := 0
	for i := range ws {
		if ws[i].numeric {
			n++
		}
	}
	return n*2 < len(ws)
}

// trimmed makes a region of rows, without single texts before and after the
// rows that have columns.
func trimmed(rows []row, lines []ruling) *region {
	for len(rows) > 0 && rows[0].chunks(chunkGap) == 1 {
		rows = rows[1:]
	}
	last := len(rows) - 1
	for last >= 0 && rows[last].chunks(chunkGap) == 1 {
		last--
	}
	keep := last + 1
	for ; last >= 0 && keep < len(rows); keep++ {
		r := &rows[keep]
		if r.Top-rows[keep-1].Bottom >= 0.5*r.words[0].size || r.X0 <= rows[last].X0+r.words[0].size {
			break // does not go on with an inner cell
		}
	}
	rows = rows[:keep]
	if len(rows) < 2 {
		return nil
	}
	r := &region{free: true}
	for i := range rows {
		r.words = append(r.words, rows[i].words...)
	}
	r.box = boxOf(r.words)
	r.box.X0, r.box.X1 = r.box.X0-1, r.box.X1+1
	if leaders(rows, lines)*2 >= len(rows) {
		return nil // a contents page
	}
	for _, h := range lines {
		if h.at > r.box.Top && h.at < r.box.Bottom && h.lo < r.box.X1 && h.hi > r.box.X0 && h.length() < 1.2*r.box.Width() {
			r.h = append(r.h, h)
		}
	}
	return r
}

// leaders counts the rows in which a line leads from one text to the next.
func leaders(rows []row, lines []ruling) int {
	n := 0
	for i := range rows {
		r := &rows[i]
		found := false
		for k := 1; k < len(r.words) && !found; k++ {
			lo, hi := r.words[k-1].X1, r.words[k].X0
			found = slices.ContainsFunc(lines, func(h ruling) bool {
				return h.at > r.Top-2 && h.at < r.Bottom+2 && h.lo > lo-3 && h.hi < hi+3 && h.length() > 0.3*(hi-lo)
			})
		}
		if found {
			n++
		}
	}
	return n
}

// boxOf returns the box of words.
func boxOf(ws []tword) page.Box {
	b := ws[0].Box
	for _, w := range ws[1:] {
		b = b.Union(w.Box)
	}
	return b
}

// unclaimed returns the words that lie in none of the grids and drawings.
func unclaimed(ws []tword, grids []*grid, boxes []page.Box) []tword {
	boxes = slices.Clone(boxes)
	for _, g := range grids {
		boxes = append(boxes, g.box())
	}
	return slices.DeleteFunc(slices.Clone(ws), func(w tword) bool {
		for _, b := range boxes {
			if b.Contains(w.midX(), w.midY()) {
				return true
			}
		}
		return false
	})
}

// frames returns the cells of a grid that frame a text of several lines.
func (g *grid) frames(words []tword) []page.Box {
	cells := g.contents(words)
	var out []page.Box
	for k := range cells {
		if cells[k].lines > 1 {
			out = append(out, g.cellBox(g.cells[k]))
		}
	}
	return out
}

// framed parts words by the smallest of the frames that each stands in: text in
// a box and text around it make no table together.
func framed(words []tword, frames []page.Box) [][]tword {
	const most = 400 // frames looked at; a page of more is a form
	if len(frames) > most {
		frames = frames[:most]
	}
	frames = slices.Clone(frames)
	slices.SortStableFunc(frames, func(a, b page.Box) int {
		return cmp2(a.Width()*a.Height(), b.Width()*b.Height(), a.Top, b.Top)
	})
	parts := make([][]tword, len(frames)+1)
	for i := range words {
		w := &words[i]
		k := slices.IndexFunc(frames, func(b page.Box) bool { return b.Contains(w.midX(), w.midY()) })
		if k < 0 {
			k = len(frames)
		}
		parts[k] = append(parts[k], *w)
	}
	return parts
}
