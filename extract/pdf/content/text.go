package content

import (
	"math"
	"math/bits"
	"slices"
	"unicode/utf8"

	"shihyo/extract/page"
	"shihyo/extract/pdf/font"
	"shihyo/extract/pdf/object"
)

// font returns the font of that name in the resources at hand, or those around
// them: some writers leave a form's resources to the page. Names that nothing
// is known of share one font, in which all characters are unknown.
func (r *run) font(name []byte) *fontUse {
	const few = 16 // names searched one by one; more are looked up
	for i := range min(len(r.res.fonts), few) {
		if nf := &r.res.fonts[i]; string(nf.name) == string(name) {
			return nf.use
		}
	}
	n := object.Name(name)
	if u := r.res.more[n]; u != nil {
		return u
	}
	o := r.lookup("Font", n)
	if len(r.uses) >= MaxFonts {
		r.over("MaxFonts")
		o = nil
	}
	var u *fontUse
	if o == nil {
		if r.missing == nil {
			r.missing = r.use(r.rd.loadFont(nil))
		}
		u = r.missing
	} else {
		u = r.use(r.rd.loadFont(o))
	}
	switch {
	case len(r.res.fonts) < few:
		r.res.fonts = append(r.res.fonts, namedFont{n, u})
	case len(r.res.more) < MaxFonts:
		if r.res.more == nil {
			r.res.more = map[object.Name]*fontUse{}
		}
		r.res.more[n] = u
	}
	return u
}

// lookup finds a named resource of a category, unresolved; nil if there is none.
func (r *run) lookup(category, name object.Name) object.Object {
	for res := r.res; res != nil; res = res.outer {
		if d, ok := r.file.Dict(res.dict[category]); ok {
			if o, ok := d[name]; ok {
				return o
			}
		}
	}
	return nil
}

// load loads a font that is not named in the resources and enters it in the
// page's list; nil where there are too many.
func (r *run) load(o object.Object) *fontUse {
	const steps = 5000 // a font that is no object of its own is loaded each time
	if len(r.uses) >= MaxFonts {
		r.over("MaxFonts")
		return nil
	}
	if !r.spend(steps) {
		return nil
	}
	return r.use(r.rd.loadFont(o))
}

// use enters a font in the page's list.
func (r *run) use(f *font.Font) *fontUse {
	for _, u := range r.uses {
		if u.font == f {
			return u
		}
	}
	u := &fontUse{
		font: f, index: uint16(min(len(r.uses), math.MaxUint16)),
		bold: f.Info.Bold, type3: f.Type3(), upper: f.Ascent, lower: f.Descent,
	}
	if !(u.upper > u.lower) {
		u.upper, u.lower = 0.88, -0.12
	}
	r.uses = append(r.uses, u)
	return u
}

// moveText is Td.
func (r *run) moveText(x, y float64) {
	m := &r.tlm
	m.e, m.f = m.a*x+m.c*y+m.e, m.b*x+m.d*y+m.f
	r.tm = *m
}

// showArray is Tj and TJ: a string, or strings with moves back in thousandths of
// an em between them. Neither minds the other's operand.
func (r *run) showArray() {
	if o := r.arg(0); o.kind == object.StringToken {
		r.show(o.bytes)
		return
	} else if o.kind != object.ArrayOpen || r.st.font == nil {
		return
	}
	t := r.setting()
	for i := range r.array {
		switch o := &r.array[i]; o.kind {
		case object.StringToken:
			r.set(t, o.bytes)
		case object.Real:
			move := -o.num / 1000 * t.size
			if t.like.Vertical {
				r.tm.e += r.tm.c * move
				r.tm.f += r.tm.d * move
			} else {
				move *= t.scale
				r.tm.e += r.tm.a * move
				r.tm.f += r.tm.b * move
			}
		}
	}
}

// show is Tj.
func (r *run) show(s []byte) {
	if r.st.font != nil {
		r.set(r.setting(), s)
	}
}

// setting is what the glyphs that one operator shows have in common. Latin text
// is often shown in strings of two or three glyphs, so it is worked out once.
type setting struct {
	use   *fontUse
	like  page.Glyph // all but place and text
	fate  uint8
	near  int    // cells of the grid: how far from a glyph its double may be
	m     matrix // text space to page, but for e and f
	size  float64
	scale float64 // horizontal
	// Character and word spacing along the line.
	charSpace, wordSpace float64
	// From the baseline to the top and the bottom of glyphs, on the page.
	upX, upY, loX, loY float64
	upright            bool
	silent             bool // in a layer that is off: the pen moves, nothing shows
}

// setting works out how text is set at the moment; there must be a font.
func (r *run) setting() *setting {
	st, u, t := &r.st, r.st.font, &r.text
	m := r.tm.mul(st.ctm)
	fontSize := math.Abs(st.size * m.d)
	if m.c != 0 {
		fontSize = math.Abs(st.size) * math.Hypot(m.c, m.d)
	}
	if u.type3 {
		// An em there is what the font's matrix makes it.
		box := (u.upper - u.lower) * fontSize
		if fontSize *= u.font.Em; !(fontSize >= box/2 && fontSize <= 2*box) {
			fontSize = box
		}
	}
	t.use, t.fate, t.near = u, r.textFate(), r.grid.reach(doubleShift*fontSize)
	t.m, t.size, t.scale = m, st.size, st.scale
	t.charSpace, t.wordSpace = st.charSpace, st.wordSpace
	t.upX, t.upY = m.c*u.upper*st.size, m.d*u.upper*st.size
	t.loX, t.loY = m.c*u.lower*st.size, m.d*u.lower*st.size
	t.upright, t.silent = m.b == 0 && m.c == 0, r.hidden > 0
	if !u.font.Vertical() {
		t.charSpace *= st.scale
		t.wordSpace *= st.scale
	}
	if st.mode >= 4 {
		r.clips = true
	}
	g := &t.like
	g.Size, g.Conf, g.Font, g.Turn = fontSize, 1, u.index, turnOf(m, st.size)
	g.Vertical, g.Artifact = u.font.Vertical(), r.artif > 0
	g.Bold = u.bold || st.mode == 2 && st.lineWidth > 0 && sameColor(st.fill, st.stroke)
	return t
}

// set places the glyphs of a string and moves the pen behind them (ISO 32000-1
// §9.4.4).
func (r *run) set(t *setting, s []byte) {
	u, vertical, rise := t.use, t.like.Vertical, r.st.rise
	size, hscale := t.size, t.size*t.scale
	m, ctm := t.m, &r.st.ctm
	m.e = r.tm.e*ctm.a + r.tm.f*ctm.c + ctm.e
	m.f = r.tm.e*ctm.b + r.tm.f*ctm.d + ctm.f
	var x, y float64 // pen in text space, before rise
	for len(s) > 0 {
		ch, n := u.font.Next(s)
		if n <= 0 {
			return
		}
		s = s[n:]
		var tx, ty float64
		if vertical {
			ty = ch.WY*size + t.charSpace
			if ch.Space {
				ty += t.wordSpace
			}
		} else {
			tx = ch.Width*hscale + t.charSpace
			if ch.Space {
				tx += t.wordSpace
			}
		}
		if !t.silent {
			if len(r.glyphs) >= MaxGlyphs {
				r.over("MaxGlyphs")
				return
			}
			if len(r.glyphs) == cap(r.glyphs) {
				// Twice the room: by append's own rule a full page's glyphs would be
				// moved ten times.
				r.glyphs = slices.Grow(r.glyphs, len(r.glyphs))
			}
			r.glyphs = append(r.glyphs, t.like)
			g := &r.glyphs[len(r.glyphs)-1]
			g.Text, g.Unknown = ch.Text, ch.Unknown
			w := ch.Width * hscale
			switch {
			case vertical:
				// The origin is at the top centre, unless the font says otherwise; the
				// box is one advance high.
				g.OriginX, g.OriginY = m.apply(x, y+rise)
				if w <= 0 {
					w = hscale
				}
				h := ch.WY * size
				left := -ch.VX * hscale
				bx, by := m.apply(x, y+rise+(emTop-ch.VY)*size)
				g.Box = page.Box{
					X0:     bx + min(m.a*left, m.a*(left+w)) + min(0, m.c*h),
					X1:     bx + max(m.a*left, m.a*(left+w)) + max(0, m.c*h),
					Top:    by + min(m.b*left, m.b*(left+w)) + min(0, m.d*h),
					Bottom: by + max(m.b*left, m.b*(left+w)) + max(0, m.d*h),
				}
			case t.upright:
				ox, oy := m.a*x+m.e, m.d*(y+rise)+m.f
				g.OriginX, g.OriginY = ox, oy
				g.Box = page.Box{X0: ox, Top: oy + t.upY, X1: ox + m.a*w, Bottom: oy + t.loY}
				if g.X1 < g.X0 {
					g.X0, g.X1 = g.X1, g.X0
				}
				if g.Bottom < g.Top {
					g.Top, g.Bottom = g.Bottom, g.Top
				}
			default:
				ox, oy := m.apply(x, y+rise)
				wx, wy := m.a*w, m.b*w
				g.OriginX, g.OriginY = ox, oy
				g.Box = page.Box{
					X0:     ox + min(0, wx) + min(t.upX, t.loX),
					X1:     ox + max(0, wx) + max(t.upX, t.loX),
					Top:    oy + min(0, wy) + min(t.upY, t.loY),
					Bottom: oy + max(0, wy) + max(t.upY, t.loY),
				}
			}
			if !(math.Abs(g.OriginX)+math.Abs(g.OriginY) < 1e9) {
				r.glyphs = r.glyphs[:len(r.glyphs)-1]
				return
			}
			r.place(g, ch, t)
		}
		x += tx
		y += ty
	}
	r.tm.e += r.tm.a*x + r.tm.c*y
	r.tm.f += r.tm.b*x + r.tm.d*y
}

// emTop is how far the top of an ideograph's em square stands above the baseline, in
// ems: the vertical origin is there by default (ISO 32000-1 table 117, /DW2).
const emTop = 0.88

// place decides on the glyph added last: it is taken back if it doubles an
// earlier one, and marked if it cannot be seen.
func (r *run) place(g *page.Glyph, ch *font.Char, t *setting) {
	fate := t.fate
	if fate == seen {
		switch {
		case !showsIn(&g.Box, &r.st.clip) || g.Size < minSize:
			fate = unseen
		case ch.Blank:
		default:
			x, y := r.grid.cell((g.X0+g.X1)/2, (g.Top+g.Bottom)/2)
			if r.grid.near(x, y, t.near) && r.doubled(g) {
				r.glyphs = r.glyphs[:len(r.glyphs)-1]
				return
			}
			if (r.st.fill.light || r.st.fill.matched) && r.st.mode != 1 && r.onOwnColor(g) {
				fate = beneath
			} else {
				r.grid.mark(x, y)
			}
		}
	}
	r.marks = append(r.marks, mark{fate: fate, next: -1})
	if ch.Blank {
		return
	}
	if r.index.built && fate == seen {
		r.index.add(r, int32(len(r.glyphs)-1))
	}
	t.use.glyphs++
	if ch.Unknown {
		t.use.unkn++
	}
	if ch.Accent {
		r.accents = true
	}
}

// minSize is the font size in points below which text cannot be read by
// anybody: writers hide marks in text of size 0 or 0.01, while 1 pt stands in
// dense drawings.
const minSize = 0.5

// textFate tells what render mode, alpha and font make of the text to come.
func (r *run) textFate() uint8 {
	st := &r.st
	switch {
	case st.mode == 3 || st.mode == 7:
		return beneath
	case st.mode == 1 || st.mode == 5:
		if st.strokeAlpha*st.groupFill < minAlpha || st.stroke.none {
			return beneath
		}
	case st.fillAlpha*st.groupFill < minAlpha || st.fill.none:
		return beneath
	}
	return seen
}

// minAlpha is the opacity under which nothing is seen.
const minAlpha = 0.02

// showsIn reports whether enough of a box lies in the clip for it to be seen: a
// third in either direction, of the box or of the clip, whichever is smaller.
func showsIn(b, clip *page.Box) bool {
	if b.X0 >= clip.X0 && b.X1 <= clip.X1 && b.Top >= clip.Top && b.Bottom <= clip.Bottom {
		return true
	}
	w := min(b.X1, clip.X1) - max(b.X0, clip.X0)
	h := min(b.Bottom, clip.Bottom) - max(b.Top, clip.Top)
	const part = 0.33
	return w >= 0 && h >= 0 && w >= part*min(b.X1-b.X0, clip.X1-clip.X0) && h >= part*min(b.Bottom-b.Top, clip.Bottom-clip.Top)
}

// turnOf rounds the direction of text to quarter turns, by where the glyphs'
// heads point on the page.
func turnOf(m matrix, size float64) page.Turn {
	x, y := m.c, m.d
	if size < 0 {
		x, y = -x, -y
	}
	if math.Abs(y) >= math.Abs(x) {
		if y <= 0 {
			return page.Upright
		}
		return page.UpsideDown
	}
	if x > 0 {
		return page.TurnedCW
	}
	return page.TurnedCCW
}

// grid marks on a raster of some 0.8 points where glyphs have their centres. It
// answers fast whether there is anything at a place, which there hardly ever is
// when the question is asked; only then glyphs are compared one by one.
type grid struct {
	rows  [gridSize][gridWords]uint64
	used  [gridSize / 64]uint64 // the rows in which something is marked, as lines have few
	scale float64
}

const (
	gridSize  = 1024
	gridWords = gridSize/64 + 1 // one more to read across the edge
)

func (g *grid) reset(w, h float64) {
	for k, rows := range g.used {
		for ; rows != 0; rows &= rows - 1 {
			clear(g.rows[k<<6+bits.TrailingZeros64(rows)][:])
		}
		g.used[k] = 0
	}
	g.scale = (gridSize - 1) / max(w, h, 1)
}

func (g *grid) cell(x, y float64) (int, int) {
	return clampCell(x * g.scale), clampCell(y * g.scale)
}

func clampCell(v float64) int {
	if !(v > 0) {
		return 0
	}
	if v >= gridSize-1 {
		return gridSize - 1
	}
	return int(v)
}

// mark notes that a glyph has its centre in a cell.
func (g *grid) mark(x, y int) {
	g.rows[y][x>>6] |= 1 << (x & 63)
	g.used[y>>6] |= 1 << (y & 63)
}

// mostReach is how far near looks, in cells: its mask holds 41.
const mostReach = 20

// reach returns how many cells to look around for centres within a distance in
// points.
func (g *grid) reach(distance float64) int {
	return 1 + int(min(distance*g.scale, mostReach-1))
}

// next returns the first row from y on in which something is marked, gridSize if
// there is none.
func (g *grid) next(y int) int {
	if y >= gridSize {
		return gridSize
	}
	if rows := g.used[y>>6] >> (y & 63); rows != 0 {
		return y + bits.TrailingZeros64(rows)
	}
	for k := y>>6 + 1; k < len(g.used); k++ {
		if g.used[k] != 0 {
			return k<<6 + bits.TrailingZeros64(g.used[k])
		}
	}
	return gridSize
}

// near reports whether a glyph has its centre within d cells of the given one.
func (g *grid) near(x, y, d int) bool {
	x0, n := max(x-d, 0), 2*d+1
	mask := uint64(1)<<n - 1
	for yy := g.next(max(y-d, 0)); yy <= min(y+d, gridSize-1); yy = g.next(yy + 1) {
		row := &g.rows[yy]
		marks := row[x0>>6] >> (x0 & 63)
		if x0&63 != 0 {
			marks |= row[x0>>6+1] << (64 - x0&63)
		}
		if marks&mask != 0 {
			return true
		}
	}
	return false
}

// any reports whether a glyph has its centre in the box, rounded outwards.
func (g *grid) any(b page.Box) bool {
	x0, y0 := g.cell(b.X0, b.Top)
	x1, y1 := g.cell(b.X1, b.Bottom)
	w0, w1 := x0>>6, x1>>6
	first := ^uint64(0) << (x0 & 63)
	last := ^uint64(0) >> (63 - x1&63)
	for y := g.next(y0); y <= y1; y = g.next(y + 1) {
		row := &g.rows[y]
		if w0 == w1 {
			if row[w0]&first&last != 0 {
				return true
			}
			continue
		}
		marks := row[w0]&first | row[w1]&last
		for w := w0 + 1; w < w1; w++ {
			marks |= row[w]
		}
		if marks != 0 {
			return true
		}
	}
	return false
}

// doubleShift is how far apart, in ems, two equal characters stand at most if
// one is printed over the other to make it bold or to give it a shadow. The
// narrowest characters advance by 0.2 em. It is bounded by half the character's
// own width too, since the size of Type3 fonts is a guess.
const doubleShift = 0.12

// glyphIndex finds glyphs by place. It is built when it is first asked.
type glyphIndex struct {
	built bool
	heads [4096]int32
	size  float64
}

func (x *glyphIndex) reset() { x.built = false }

func (x *glyphIndex) bucket(gx, gy int) *int32 {
	return &x.heads[(uint32(gx)*73856093^uint32(gy)*19349663)&4095]
}

func (x *glyphIndex) build(r *run) {
	x.built = true
	x.size = 8
	for i := range x.heads {
		x.heads[i] = -1
	}
	for i := range r.marks {
		if r.marks[i].fate == seen {
			x.add(r, int32(i))
		}
	}
}

func (x *glyphIndex) add(r *run, i int32) {
	g := &r.glyphs[i]
	h := x.bucket(int(math.Floor(g.OriginX/x.size)), int(math.Floor(g.OriginY/x.size)))
	r.marks[i].next = *h
	*h = i
}

// doubled reports whether g is printed over an equal glyph, which is then made
// bold: government files print bold text two or three times.
func (r *run) doubled(g *page.Glyph) bool {
	if g.Text == "" {
		return false
	}
	x := &r.index
	if !x.built {
		x.build(r)
	}
	d := min(doubleShift*g.Size, x.size) // posters have large letters, not large shifts
	if half := min(g.Width(), g.Height()) / 2; half > 0 {
		d = min(d, half)
	}
	for gy := int(math.Floor((g.OriginY - d) / x.size)); gy <= int(math.Floor((g.OriginY+d)/x.size)); gy++ {
		for gx := int(math.Floor((g.OriginX - d) / x.size)); gx <= int(math.Floor((g.OriginX+d)/x.size)); gx++ {
			for i := *x.bucket(gx, gy); i >= 0; i = r.marks[i].next {
				if !r.spend(1) {
					return false
				}
				o := &r.glyphs[i]
				dx, dy := math.Abs(o.OriginX-g.OriginX), math.Abs(o.OriginY-g.OriginY)
				if dx > d || dy > d || r.marks[i].fate != seen || o.Text != g.Text ||
					math.Abs(o.Size-g.Size) > 0.05*g.Size || o.Turn != g.Turn {
					continue
				}
				if dx > 0.01 || dy > 0.01 {
					o.Bold = true
				}
				return true
			}
		}
	}
	return false
}

// finishGlyphs parts visible from hidden text, drops what cannot be seen and
// hands the rest to the page.
func (r *run) finishGlyphs() {
	p := r.page
	r.uncover()
	if r.accents {
		r.compose()
	}
	kept, lost := 0, 0
	for i := range r.glyphs {
		g := &r.glyphs[i]
		switch r.marks[i].fate {
		case seen:
			if g.Text == "" && !g.Unknown {
				continue
			}
			if kept != i {
				r.glyphs[kept] = *g
			}
			kept++
		case beneath:
			p.Hidden = append(p.Hidden, *g)
		default:
			if r, _ := utf8.DecodeRuneInString(g.Text); r > ' ' && r != '\u3000' {
				lost++
			}
		}
	}
	// The page takes the slice over; the next page's begins with room for as
	// many glyphs as this one had.
	if kept > 0 {
		r.expect = len(r.glyphs) + len(r.glyphs)/8
		p.Glyphs = r.glyphs[:kept]
		r.glyphs = nil
	}
	if lost > 0 {
		r.find(TextUnseen, lost)
	}
}

// uncover takes the text of a page whose characters are drawn as outlines, with
// the text itself invisible: under a fill that covers the page, or in a render
// mode that shows nothing. What is seen are the outlines, which cannot be read;
// the text says the same, or the writer had no use for it. Text beneath a scan
// stays apart.
func (r *run) uncover() {
	hidden := 0
	for i := range r.glyphs {
		t := r.glyphs[i].Text
		if t == " " || t == "\u3000" {
			continue
		}
		switch r.marks[i].fate {
		case seen:
			return
		case beneath:
			hidden++
		}
	}
	if hidden == 0 || 3*r.outlines < hidden {
		return
	}
	for _, b := range r.page.Images {
		if b.Width()*b.Height() >= largeCover*r.page.Width*r.page.Height {
			return
		}
	}
	for i := range r.glyphs {
		if r.marks[i].fate == beneath {
			r.marks[i].fate = seen
			r.glyphs[i].Conf = underPicture
			r.veiled = true
		}
	}
	// Strokes of the drawn characters are no ruling lines.
	kept := r.lines[:0]
	for i := range r.lines {
		l := &r.lines[i].Box
		stroke := false
		if max(l.Width(), l.Height()) < 40 {
			if !r.spend(len(r.glyphs)) {
				return
			}
			for k := range r.glyphs {
				g := &r.glyphs[k]
				if m := 0.15 * g.Size; l.X0 >= g.X0-m && l.X1 <= g.X1+m && l.Top >= g.Top-m && l.Bottom <= g.Bottom+m {
					stroke = true
					break
				}
			}
		}
		if !stroke {
			kept = append(kept, r.lines[i])
		}
	}
	r.lines = kept
}
