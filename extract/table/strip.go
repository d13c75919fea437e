package table

import (
	"shihyo/extract/page"
)

// A row of closed cells that stands by itself is no table: such are boxes for
// stamps, captions, legends. It may be a piece of one, though, that the page break
// has cut off: a header whose rows begin on the next page, or a last row left over
// from the page before. Only who reads page after page can tell, so a row with
// nothing but a page number or running title between it and the page's edge is
// kept beside the tables.

// leastPiece is how many cells of such a row must hold text.
const leastPiece = 4

// strip returns the grid of a region that was judged no table where it is such a
// row, else nil.
func (b *builder) strip(r *region, ix *wordIndex) *grid {
	g := latticeGrid(&component{h: r.h, v: r.v, box: r.box}, r.words)
	if g == nil || g.rows() != 1 || g.cols() < leastPiece || !r.framed() {
		return nil
	}
	drawn, filled := 0, 0
	for _, v := range r.v {
		if !v.soft && v.lo < r.box.Top+snapWidth && v.hi > r.box.Bottom-snapWidth {
			drawn++
		}
	}
	for _, ws := range g.byCell(r.words) {
		if len(ws) > 0 {
			filled++
		}
	}
	if drawn <= g.cols() || filled < leastPiece {
		return nil
	}
	above := ix.within(page.Box{X1: b.page.Width, Bottom: r.box.Top})
	below := ix.within(page.Box{X1: b.page.Width, Top: r.box.Bottom, Bottom: b.page.Height})
	if len(rowsOf(above, 0.35)) > 1 && len(rowsOf(below, 0.35)) > 1 {
		return nil
	}
	return g
}

// setStrips sets the rows kept aside. Their text stays among the page's lines.
func (b *builder) setStrips(free []int32) {
	for _, g := range b.strips {
		own := make([][]int32, len(g.cells))
		for _, i := range free {
			if k := g.at(centre(&b.page.Glyphs[i])); k >= 0 {
				own[k] = append(own[k], i)
			}
		}
		if t, ok := b.table(g, own); ok {
			b.layout.Strips = append(b.layout.Strips, t)
		}
	}
}
