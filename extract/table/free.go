package table

import (
	"slices"

	"shihyo/extract/page"
)

// How tables without lines are found. The text that no line claims, and that
// stands over no drawing, is looked through for blocks: rows that keep one
// another's columns (see block.go). Each block is divided like any region and
// judged. Lists, contents pages, addresses and prose in columns keep columns
// too; telling them apart is the judge's business.

// chunkGap is how many em of white part two texts of a row.
const chunkGap = 1.0

// freeRegions finds candidate regions among words that no table holds. Lines are
// the horizontals that make no table by themselves.
func freeRegions(words []*tword, lines []ruling) []*region {
	if len(words) < 6 {
		return nil
	}
	rows := levelled(rowsOf(words, sameRow))
	var out []*region
	for _, b := range blocks(rows) {
		in := rows[b.from:b.to]
		if leaders(in, lines)*2 >= len(in) {
			continue // a contents page, a form
		}
		r := b.regionOf(rows)
		for _, h := range lines {
			if h.at > r.box.Top && h.at < r.box.Bottom && h.lo < r.box.X1 && h.hi > r.box.X0 && h.length() < 1.2*r.box.Width() {
				r.h = append(r.h, h)
			}
		}
		out = append(out, r)
	}
	return out
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

// unclaimed returns the words that lie in none of the grids and drawings.
func unclaimed(ws []*tword, grids []*grid, boxes []page.Box) []*tword {
	boxes = slices.Clone(boxes)
	for _, g := range grids {
		boxes = append(boxes, g.box())
	}
	var out []*tword
	for i := range ws {
		if free(ws[i], boxes) {
			out = append(out, ws[i])
		}
	}
	return out
}

// frames returns the cells of a grid that frame a text of several lines.
func (g *grid) frames(words []*tword, m *memory) []page.Box {
	cells := g.contents(words, m)
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
func framed(words []*tword, frames []page.Box) [][]*tword {
	const most = 400 // frames looked at; a page of more is a form
	if len(frames) > most {
		frames = frames[:most]
	}
	frames = slices.Clone(frames)
	slices.SortStableFunc(frames, func(a, b page.Box) int {
		return cmp2(a.Width()*a.Height(), b.Width()*b.Height(), a.Top, b.Top)
	})
	parts := make([][]*tword, len(frames)+1)
	for i := range words {
		w := words[i]
		k := slices.IndexFunc(frames, func(b page.Box) bool { return b.Contains(w.midX(), w.midY()) })
		if k < 0 {
			k = len(frames)
		}
		parts[k] = append(parts[k], w)
	}
	return parts
}
