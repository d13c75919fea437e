package table

// How text that stands across the sides of its cells is judged. A character
// across a border may belong on either side of it, so its cell is doubtful.
// (Where the text of a whole page stands off its lines it has been moved back
// before, see register.go.)

const (
	overFar   = 0.42 // of a character's width beyond the side: it may belong there
	overSlack = 0.1  // of its height that a character's middle keeps from a side above or below
)

// doubtCrossings doubts the cells that text crosses the sides of.
func (b *builder) doubtCrossings(t *Table, byCell [][]int32) {
	for i, ids := range byCell {
		box := t.Cells[i].Box
		for _, id := range ids {
			if !b.shown[id] {
				continue
			}
			gl := &b.page.Glyphs[id]
			w, h := gl.Width(), gl.Size
			if h <= 0 || h > gl.Height() {
				h = gl.Height()
			}
			my := (gl.Top + gl.Bottom) / 2
			if max(box.X0-gl.X0, gl.X1-box.X1) > overFar*w || max(box.Top-my, my-box.Bottom) > -overSlack*h {
				b.doubt(&t.Cells[i], 0.6, GlyphOnBorder, t.Cells[i].Text)
				break
			}
		}
	}
}
