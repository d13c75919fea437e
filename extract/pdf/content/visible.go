package content

import (
	"shihyo/extract/page"
)

// area is a filled area or an image in painting order.
type area struct {
	page.Box
	rgb    [3]float32
	alpha  float32
	seq    int32
	exact  bool // the box is the whole area, not only its bounds
	known  bool // its colour is rgb all over
	image  bool
	opaque bool // hides what was drawn before
	spent  bool // only lines of it show, see leftovers

	character bool // part of a character drawn as an outline
}

// cover is something that hides the lines drawn before it.
type cover struct {
	page.Box
	seq        int32
	line       bool // a line in the colour of paper, which hides lines along it only
	horizontal bool
}

const (
	// largeCover is the share of the page from which a cover is one of the whole
	// page.
	largeCover = 0.4
	// underPicture is the confidence in text that lies under a small picture, or
	// was taken from beneath a drawing.
	underPicture = 0.7
)

// solid is the opacity from which nothing shines through.
const solid = 0.98

// addArea notes an area. One that hides what is beneath takes away the glyphs
// there at once; the lines are cut later, see finishLines.
func (r *run) addArea(a area) {
	if len(r.areas) >= MaxAreas {
		r.over("MaxAreas")
		return
	}
	a.seq = r.seq
	r.areas = append(r.areas, a)
	if a.known {
		r.shade(a.rgb)
		if distance(a.rgb, r.st.fill.rgb) < sameShade {
			r.st.fill.matched = true
		}
	}
	if !a.opaque || !a.exact || a.alpha < solid {
		return
	}
	if len(r.lines) > 0 {
		r.cover = append(r.cover, cover{Box: a.Box, seq: r.seq})
	}
	if !r.grid.any(a.Box) {
		return
	}
	// What covers much of the page is a scan over its text, or a page drawn a
	// second time in outlines: the text beneath is kept apart. A small picture
	// over text mostly shows that same text with an effect: it stays, in doubt.
	fate := unseen
	if a.Width()*a.Height() >= largeCover*r.page.Width*r.page.Height {
		fate = beneath
	}
	if !r.spend(len(r.glyphs)) {
		return
	}
	for i := range r.glyphs {
		g := &r.glyphs[i]
		if r.marks[i].fate != seen || !hides(&a.Box, &g.Box) {
			continue
		}
		if a.image && fate == unseen {
			g.Conf = underPicture
			r.veiled = true
			continue
		}
		r.marks[i].fate = fate
	}
}

// hides reports whether a box drawn over a glyph hides it: its centre and more
// than half of it.
func hides(b, g *page.Box) bool {
	if !b.Contains((g.X0+g.X1)/2, (g.Top+g.Bottom)/2) {
		return false
	}
	x := intersect(*b, *g)
	return x.Width()*x.Height() >= 0.55*g.Width()*g.Height()
}

// glyphRange is a stretch of run.glyphs.
type glyphRange struct{ from, to int }

// clipToText ends a text object that was added to the clip (ISO 32000-1 §9.3.6):
// what is painted from now on shows in the shape of its characters.
func (r *run) clipToText() {
	g := glyphRange{min(r.begun, len(r.glyphs)), len(r.glyphs)}
	if g.from == g.to || len(r.clipTexts) >= MaxForms {
		return
	}
	r.clipTexts = append(r.clipTexts, g)
	r.st.clipText = int32(len(r.clipTexts))
}

// paintsText reports whether what is painted in a box only shows in the shape of
// text. The characters can be seen then, and it is neither an area nor a line.
func (r *run) paintsText(b page.Box, rgb [3]float32) bool {
	if r.st.clipText == 0 {
		return false
	}
	g := r.clipTexts[r.st.clipText-1]
	if luminance(rgb) > lightest || !r.spend(g.to-g.from) {
		return true
	}
	for i := g.from; i < min(g.to, len(r.glyphs)); i++ {
		c := &r.glyphs[i]
		x, y := (c.X0+c.X1)/2, (c.Top+c.Bottom)/2
		if r.marks[i].fate == beneath && b.Contains(x, y) {
			r.marks[i].fate = seen
			r.grid.mark(r.grid.cell(x, y))
		}
	}
	return true
}

// shade notes the colour of an area, so that text in the same colour is looked
// at more closely.
func (r *run) shade(rgb [3]float32) {
	const most = 64
	for i := range r.shades {
		if distance(r.shades[i], rgb) < sameShade {
			return
		}
	}
	if len(r.shades) < most {
		r.shades = append(r.shades, rgb)
	}
}

// under returns the colour of what was drawn at a place before seq; sure is
// false where that cannot be told.
func (r *run) under(x, y float64, seq int32) (rgb [3]float32, sure bool) {
	share := float32(1) // of what lies deeper, seen through what lies above
	for i := len(r.areas) - 1; i >= 0; i-- {
		a := &r.areas[i]
		if a.seq >= seq || !a.Contains(x, y) {
			continue
		}
		if !a.exact || !a.known {
			return a.rgb, false
		}
		alpha := a.alpha
		if alpha >= solid {
			alpha = 1
		}
		for k := range rgb {
			rgb[k] += share * alpha * a.rgb[k]
		}
		if share *= 1 - alpha; share < 1-solid {
			return rgb, true
		}
	}
	for k := range rgb {
		rgb[k] += share // white paper
	}
	return rgb, true
}

var white = [3]float32{1, 1, 1}

func blend(top, bottom [3]float32, alpha float32) [3]float32 {
	for i := range top {
		top[i] = top[i]*alpha + bottom[i]*(1-alpha)
	}
	return top
}

// onOwnColor reports whether a glyph is surely invisible because it is drawn in
// the colour of what lies under it.
func (r *run) onOwnColor(g *page.Glyph) bool {
	if !r.spend(len(r.areas)) {
		return false
	}
	x, y := (g.X0+g.X1)/2, (g.Top+g.Bottom)/2
	rgb, sure := r.under(x, y, r.seq+1)
	if !sure || distance(rgb, r.st.fill.rgb) >= sameShade {
		return false
	}
	// White on a black disc that is itself a character can be seen.
	return !r.grid.any(g.Box)
}

// finishAreas turns the areas into fills. The page's background is left out,
// and so is white on white.
func (r *run) finishAreas() {
	var dark page.Box // around all areas that are not white
	any := false
	p := r.page
	for i := range r.areas {
		a := &r.areas[i]
		if !a.image && !a.exact && !a.character {
			r.addShape(a.Box, a.rgb)
		}
		if a.image || !a.known || !a.exact {
			continue
		}
		rgb := a.rgb
		if a.alpha < solid {
			rgb = blend(rgb, white, a.alpha)
		}
		whole := a.Width() >= 0.97*p.Width && a.Height() >= 0.97*p.Height
		if distance(rgb, white) < sameShade {
			if !any || !a.Overlaps(dark) {
				continue
			}
		} else if !whole {
			if !any {
				dark, any = a.Box, true
			} else {
				dark = dark.Union(a.Box)
			}
		}
		if whole || a.spent {
			continue
		}
		p.Fills = append(p.Fills, page.Fill{Box: a.Box, R: rgb[0], G: rgb[1], B: rgb[2]})
	}
}

// addShape notes that something with curves or slanted sides is painted. What
// is no larger than a character, or as light as paper, tells of no drawing.
func (r *run) addShape(b page.Box, rgb [3]float32) {
	const least = 8 // points
	if max(b.Width(), b.Height()) < least || luminance(rgb) > lightest || len(r.page.Shapes) >= MaxAreas {
		return
	}
	r.page.Shapes = append(r.page.Shapes, b)
}
