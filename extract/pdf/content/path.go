package content

import (
	"math"

	"shihyo/extract/page"
)

// path is the current path, transformed to the displayed page as it is built.
// Curves are kept only as far as to know that they are there and how far they
// reach: no ruling line has one.
type path struct {
	pts  []point
	subs []subpath
	clip bool // W was given
	full bool // MaxPoints was reached
}

type point struct {
	x, y  float64
	curve bool // what leads here is a curve
}

// subpath is the part of the path from one m (or re) to the next.
type subpath struct {
	start  int // of its points in path.pts
	closed bool
	curved bool
}

func (p *path) reset() {
	p.pts, p.subs = p.pts[:0], p.subs[:0]
	p.clip, p.full = false, false
}

func (p *path) add(x, y float64) bool {
	if len(p.pts) >= MaxPoints {
		p.full = true
		return false
	}
	const far = 1e7 // points: keeps sums exact enough, and drops NaN
	x, y = bound(x, far), bound(y, far)
	p.pts = append(p.pts, point{x: x, y: y})
	return true
}

func bound(v, far float64) float64 {
	if v > far {
		return far
	}
	if v < -far {
		return -far
	}
	if v != v {
		return 0
	}
	return v
}

func (p *path) move(x, y float64) {
	// An m right after an m replaces it.
	if n := len(p.subs); n > 0 && p.subs[n-1].start == len(p.pts)-1 && !p.subs[n-1].closed {
		p.pts = p.pts[:len(p.pts)-1]
		p.subs = p.subs[:n-1]
	}
	if p.add(x, y) {
		p.subs = append(p.subs, subpath{start: len(p.pts) - 1})
	}
}

// last returns the open subpath, beginning one where the last was closed.
func (p *path) last() *subpath {
	n := len(p.subs)
	if n == 0 {
		return nil
	}
	if s := &p.subs[n-1]; !s.closed {
		return s
	}
	at := p.pts[p.subs[n-1].start]
	if !p.add(at.x, at.y) {
		return nil
	}
	p.subs = append(p.subs, subpath{start: len(p.pts) - 1})
	return &p.subs[n]
}

func (p *path) line(x, y float64) {
	if p.last() == nil {
		p.move(x, y) // no current point: read as a move, as viewers do
		return
	}
	p.add(x, y)
}

func (p *path) curve(x, y float64) {
	if s := p.last(); s != nil {
		s.curved = true
		if p.add(x, y) {
			p.pts[len(p.pts)-1].curve = true
		}
		return
	}
	p.move(x, y)
}

func (p *path) close() {
	if n := len(p.subs); n > 0 {
		p.subs[n-1].closed = true
	}
}

func (p *path) rect(m matrix, x, y, w, h float64) {
	ax, ay := m.apply(x, y)
	p.move(ax, ay)
	if p.full {
		return
	}
	p.add(m.apply(x+w, y))
	p.add(m.apply(x+w, y+h))
	p.add(m.apply(x, y+h))
	p.close()
}

// points returns the corners of subpath i.
func (p *path) points(i int) []point {
	end := len(p.pts)
	if i+1 < len(p.subs) {
		end = p.subs[i+1].start
	}
	return p.pts[p.subs[i].start:end]
}

func bounds(pts []point) page.Box {
	b := page.Box{X0: math.Inf(1), Top: math.Inf(1), X1: math.Inf(-1), Bottom: math.Inf(-1)}
	for _, q := range pts {
		b.X0, b.X1 = min(b.X0, q.x), max(b.X1, q.x)
		b.Top, b.Bottom = min(b.Top, q.y), max(b.Bottom, q.y)
	}
	return b
}

// rectangle reports whether the points are the corners of an axis-parallel
// rectangle, drawn in whatever way, and returns it.
func rectangle(pts []point) (page.Box, bool) {
	const eps = 0.02 // points: rounding of the file's numbers
	n := len(pts)
	if n == 5 && math.Abs(pts[0].x-pts[4].x) <= eps && math.Abs(pts[0].y-pts[4].y) <= eps {
		n = 4
	}
	if n != 4 {
		return page.Box{}, false
	}
	a, b, c, d := pts[0], pts[1], pts[2], pts[3]
	same := func(u, v float64) bool { return math.Abs(u-v) <= eps }
	if same(a.y, b.y) && same(b.x, c.x) && same(c.y, d.y) && same(d.x, a.x) ||
		same(a.x, b.x) && same(b.y, c.y) && same(c.x, d.x) && same(d.y, a.y) {
		return bounds(pts[:4]), true
	}
	return page.Box{}, false
}

// maxRule is the thickness in points up to which a filled box or a stroke acts
// as a line and not as an area. The thickest ruling in offices' styles is 3 pt.
// Pages larger than usualPage, posters and plans, are made to be scaled down:
// their lines may be thicker by as much.
const maxRule = 3.2

const usualPage = 1700 // points: the longer side of A2

// manyCorners is the number of corners from which a stroked figure is more
// likely a drawing than ruling.
const manyCorners = 8

// dotSize is the extent in points up to which a mark may be a dot of a dotted
// line.
const dotSize = 3.2

// paintPath fills and strokes the current path, applies a clip to what follows
// and begins a new path.
func (r *run) paintPath(fill, evenOdd, stroke bool) {
	p := &r.path
	if p.full {
		r.over("MaxPoints")
	}
	if len(p.pts) > 0 {
		r.seq++
		if r.hidden == 0 && !(r.st.clipText > 0 && (fill || stroke) && r.paintsText(bounds(p.pts), r.st.fill.rgb)) {
			if fill && !r.st.fill.none && r.st.fillAlpha*r.st.groupFill >= minAlpha {
				r.fillPath(evenOdd)
			}
			if stroke && !r.rd.textOnly && !r.st.stroke.none && r.st.strokeAlpha*r.st.groupFill >= minAlpha {
				r.strokePath()
			}
		}
	}
	if p.clip {
		if len(p.pts) > 0 {
			r.st.clip = intersect(r.st.clip, bounds(p.pts))
		} else {
			r.st.clip = page.Box{X0: 0, X1: -1, Top: 0, Bottom: -1}
		}
	}
	p.reset()
}

// fillPath makes lines, areas and frames of the subpaths.
func (r *run) fillPath(evenOdd bool) {
	p := &r.path
	drawn := r.character()
	for i := 0; i < len(p.subs); i++ {
		pts := p.points(i)
		if n := p.holes(i, evenOdd); n > 0 {
			if n > 1 || drawn || !r.frame(pts, p.points(i+1)) {
				r.fillShape(pts, drawn)
			}
			i += n
			continue
		}
		if drawn || p.subs[i].curved {
			r.fillShape(pts, drawn)
			continue
		}
		if b, ok := rectangle(pts); ok {
			r.fillBox(b)
			continue
		}
		r.fillPolygon(pts)
	}
}

// character reports whether the path looks like a character drawn as an
// outline: small, of several parts, and not all of them boxes. Its strokes are
// no lines.
func (r *run) character() bool {
	p := &r.path
	const largest = 40 // points
	if len(p.subs) < 2 || len(p.subs) > 64 {
		return false
	}
	b := bounds(p.pts)
	if b.Width() > largest || b.Height() > largest {
		return false
	}
	for i := range p.subs {
		if p.subs[i].curved {
			return true
		}
		// A part without width shows nothing by itself: a double border is
		// written as thin boxes with such parts between.
		if q := bounds(p.points(i)); min(q.Width(), q.Height()) < 0.05 {
			continue
		}
		if _, ok := rectangle(p.points(i)); !ok {
			return true
		}
	}
	return false
}

// holes returns how many of the subpaths after subpath i are holes in it: they
// lie inside it and, under the nonzero rule, run the other way.
func (p *path) holes(i int, evenOdd bool) int {
	if i+1 >= len(p.subs) {
		return 0
	}
	outer := p.points(i)
	o := bounds(outer)
	n := 0
	const eps = 0.02
	for k := i + 1; k < len(p.subs); k++ {
		pts := p.points(k)
		h := bounds(pts)
		if h.X0 < o.X0-eps || h.X1 > o.X1+eps || h.Top < o.Top-eps || h.Bottom > o.Bottom+eps ||
			!evenOdd && (turning(pts) > 0) == (turning(outer) > 0) ||
			h.Width() >= o.Width()-eps && h.Height() >= o.Height()-eps {
			break
		}
		n++
	}
	return n
}

// turning returns twice the signed area of a polygon, whose sign tells which
// way round it runs.
func turning(pts []point) float64 {
	sum := 0.0
	for i := range pts {
		a, b := pts[i], pts[(i+1)%len(pts)]
		sum += a.x*b.y - b.x*a.y
	}
	return sum
}

// frame recognises a box with a hole of about the same form, which is how some
// writers fill a cell's border: its four sides are lines.
func (r *run) frame(outer, hole []point) bool {
	a, ok := rectangle(outer)
	if !ok {
		return false
	}
	b := bounds(hole)
	for _, q := range hole { // the corners may be cut a little
		if min(math.Abs(q.x-b.X0), math.Abs(q.x-b.X1)) > r.thickest/2 && min(math.Abs(q.y-b.Top), math.Abs(q.y-b.Bottom)) > r.thickest/2 {
			return false
		}
	}
	sides := [4]page.Box{
		{X0: a.X0, Top: a.Top, X1: a.X1, Bottom: b.Top},
		{X0: a.X0, Top: b.Bottom, X1: a.X1, Bottom: a.Bottom},
		{X0: a.X0, Top: a.Top, X1: b.X0, Bottom: a.Bottom},
		{X0: b.X1, Top: a.Top, X1: a.X1, Bottom: a.Bottom},
	}
	for _, s := range sides {
		if min(s.Width(), s.Height()) > r.thickest {
			return false
		}
	}
	for _, s := range sides {
		if min(s.Width(), s.Height()) > 0 {
			r.fillBox(s)
		}
	}
	return true
}

// fillBox adds a filled axis-parallel box: a line if it is thin, else an area.
func (r *run) fillBox(b page.Box) {
	b = intersect(b, r.st.clip)
	if empty(b) {
		return
	}
	w, h := b.Width(), b.Height()
	c := r.st.fill
	if c.pattern != nil {
		if r.fillPattern(b, c.pattern) {
			return
		}
	}
	thin, long := min(w, h), max(w, h)
	if thin <= r.thickest && (long >= 3*thin || long <= r.dotSize) {
		r.addLine(line{
			Box: b, horizontal: w >= h, thickness: thin, dashed: c.pattern != nil && c.pattern.tiling,
			rgb: c.rgb, from: fromFill,
		})
		return
	}
	r.addArea(area{Box: b, rgb: c.rgb, alpha: r.st.fillAlpha * r.st.groupFill, exact: true, known: c.pattern == nil,
		opaque: r.st.opaque && !r.st.blended && c.pattern == nil})
}

// fillShape adds a filled shape with curves or holes: a dot if it is small, else
// an area of which only the bounds are known. Character tells that it is part of
// a character drawn as an outline.
func (r *run) fillShape(pts []point, character bool) {
	r.outlines++
	b := intersect(bounds(pts), r.st.clip)
	if empty(b) {
		return
	}
	w, h := b.Width(), b.Height()
	if max(w, h) <= r.dotSize {
		if math.Abs(w-h) <= 0.3*max(w, h) {
			r.addLine(line{Box: b, horizontal: w >= h, thickness: min(w, h), rgb: r.st.fill.rgb, from: fromFill, dot: true})
		}
		return
	}
	r.addArea(area{Box: b, rgb: r.st.fill.rgb, alpha: r.st.fillAlpha * r.st.groupFill, known: r.st.fill.pattern == nil, character: character})
}

// fillPolygon adds a filled polygon with straight sides that is no rectangle:
// a mitred border, a slanted line, or an area.
func (r *run) fillPolygon(pts []point) {
	if len(pts) < 3 {
		return
	}
	b := intersect(bounds(pts), r.st.clip)
	if empty(b) {
		return
	}
	w, h := b.Width(), b.Height()
	thin, long := min(w, h), max(w, h)
	if thin <= r.thickest && long >= 3*thin && len(pts) <= 8 {
		r.addLine(line{Box: b, horizontal: w >= h, thickness: thin, rgb: r.st.fill.rgb, from: fromFill})
		return
	}
	if long <= r.dotSize {
		return
	}
	if len(pts) == 4 || len(pts) == 5 {
		if d, ok := r.slanted(pts[:4]); ok {
			r.addDiagonal(d, r.st.fill.rgb)
			return
		}
	}
	r.addArea(area{Box: b, rgb: r.st.fill.rgb, alpha: r.st.fillAlpha * r.st.groupFill, known: r.st.fill.pattern == nil})
}

// slanted recognises a slanted line filled as a thin quadrilateral and returns
// its middle.
func (r *run) slanted(q []point) (page.Diagonal, bool) {
	dist := func(a, b point) float64 { return math.Hypot(a.x-b.x, a.y-b.y) }
	mid := func(a, b point) point { return point{x: (a.x + b.x) / 2, y: (a.y + b.y) / 2} }
	s01, s12, s23, s30 := dist(q[0], q[1]), dist(q[1], q[2]), dist(q[2], q[3]), dist(q[3], q[0])
	var a, b point
	switch {
	case max(s01, s23) <= r.thickest && min(s12, s30) >= 4*max(s01, s23):
		a, b = mid(q[0], q[1]), mid(q[2], q[3])
	case max(s12, s30) <= r.thickest && min(s01, s23) >= 4*max(s12, s30):
		a, b = mid(q[1], q[2]), mid(q[3], q[0])
	default:
		return page.Diagonal{}, false
	}
	return page.Diagonal{X0: a.x, Y0: a.y, X1: b.x, Y1: b.y}, true
}

// strokePath makes lines of the straight sides of the path.
func (r *run) strokePath() {
	st := &r.st
	m := st.ctm
	// Thickness of lines that run along x and along y on the page.
	alongX := st.lineWidth * math.Hypot(m.b, m.d)
	alongY := st.lineWidth * math.Hypot(m.a, m.c)
	p := &r.path
	if r.character() {
		return
	}
	for i := range p.subs {
		pts := p.points(i)
		n := len(pts)
		// Sides of a figure with many corners are lines only if they are long: a
		// stepped outline of cells, not a drawing.
		shortest := 0.0
		if n > manyCorners {
			shortest = 12
		}
		if p.subs[i].curved {
			// A frame with round corners still has straight sides.
			r.strokeCurved(pts, p.subs[i].closed, alongX, alongY)
			r.addShape(intersect(bounds(pts), st.clip), st.stroke.rgb)
			continue
		}
		if n == 1 {
			if p.subs[i].closed || st.lineCap == 1 || st.lineCap == 2 {
				r.strokeDot(pts[0], alongX)
			}
			continue
		}
		closed := p.subs[i].closed && n > 2
		for j := 0; j < n; j++ {
			if j == n-1 && !closed {
				break
			}
			a, b := pts[j], pts[(j+1)%n]
			if shortest > 0 && math.Abs(a.x-b.x)+math.Abs(a.y-b.y) < shortest {
				continue
			}
			// Where two sides meet, the joint reaches half a thickness on.
			r.strokeSide(a, b, closed || j > 0, closed || j < n-2, alongX, alongY)
		}
	}
}

func (r *run) strokeCurved(pts []point, closed bool, alongX, alongY float64) {
	n := len(pts)
	const corner = 6 // points: shorter sides are parts of a drawing
	for j := 0; j < n; j++ {
		if j == n-1 && !closed {
			break
		}
		a, b := pts[j], pts[(j+1)%n]
		if b.curve && j < n-1 {
			continue
		}
		dx, dy := math.Abs(a.x-b.x), math.Abs(a.y-b.y)
		if dx <= 0.05 && dy >= corner || dy <= 0.05 && dx >= corner {
			r.strokeSide(a, b, false, false, alongX, alongY)
		}
	}
}

// strokeDot adds what a line without length leaves with round or square caps.
func (r *run) strokeDot(at point, width float64) {
	if width > r.dotSize || width == 0 {
		return
	}
	b := page.Box{X0: at.x - width/2, X1: at.x + width/2, Top: at.y - width/2, Bottom: at.y + width/2}
	if b = intersect(b, r.st.clip); !empty(b) {
		r.addLine(line{Box: b, horizontal: true, thickness: width, rgb: r.st.stroke.rgb, from: fromStroke, dot: true})
	}
}

// strokeSide adds one side of a stroked path.
func (r *run) strokeSide(a, b point, joinA, joinB bool, alongX, alongY float64) {
	st := &r.st
	dx, dy := math.Abs(a.x-b.x), math.Abs(a.y-b.y)
	// A side counts as straight up to a slope of 1 %, or 0.3 pt over its length.
	horizontal := dy <= 0.01*dx || dy <= 0.3 && dx > 2*dy
	vertical := dx <= 0.01*dy || dx <= 0.3 && dy > 2*dx
	if dx == 0 && dy == 0 {
		if st.lineCap != 0 {
			r.strokeDot(a, alongX)
		}
		return
	}
	if !horizontal && !vertical {
		r.addDiagonal(page.Diagonal{X0: a.x, Y0: a.y, X1: b.x, Y1: b.y}, st.stroke.rgb)
		return
	}
	t := alongX
	if !horizontal {
		t = alongY
	}
	extA, extB := 0.0, 0.0
	if joinA || st.lineCap == 2 {
		extA = t / 2
	}
	if joinB || st.lineCap == 2 {
		extB = t / 2
	}
	var box page.Box
	if horizontal {
		if a.x > b.x {
			a, b, extA, extB = b, a, extB, extA
		}
		y := (a.y + b.y) / 2
		box = page.Box{X0: a.x - extA, X1: b.x + extB, Top: y - t/2, Bottom: y + t/2}
	} else {
		if a.y > b.y {
			a, b, extA, extB = b, a, extB, extA
		}
		x := (a.x + b.x) / 2
		box = page.Box{X0: x - t/2, X1: x + t/2, Top: a.y - extA, Bottom: b.y + extB}
	}
	box = intersect(box, st.clip)
	if empty(box) {
		return
	}
	if t > r.thickest || t > max(dx, dy) && max(dx, dy) > r.dotSize {
		// A stroke this thick is an area: some writers shade cells with one. A
		// short thick one is an area too, as wide as it is thick.
		if min(box.Width(), box.Height()) <= r.thickest && max(box.Width(), box.Height()) >= 3*min(box.Width(), box.Height()) {
			r.addLine(line{Box: box, horizontal: box.Width() >= box.Height(), thickness: min(box.Width(), box.Height()),
				rgb: st.stroke.rgb, from: fromStroke})
			return
		}
		r.addArea(area{Box: box, rgb: st.stroke.rgb, alpha: st.strokeAlpha * st.groupFill, exact: !st.dashed,
			known: st.stroke.pattern == nil, opaque: st.opaque && !st.blended && !st.dashed && st.stroke.pattern == nil})
		return
	}
	r.addLine(line{Box: box, horizontal: horizontal, thickness: t, dashed: st.dashed, side: joinA && joinB,
		rgb: st.stroke.rgb, from: fromStroke})
}

// addDiagonal adds a slanted line if it is long enough to strike out a cell.
func (r *run) addDiagonal(d page.Diagonal, rgb [3]float32) {
	const least = 3 // points: shorter ones are parts of drawings
	if r.rd.textOnly {
		return
	}
	if math.Hypot(d.X1-d.X0, d.Y1-d.Y0) < least || len(r.page.Diagonals) >= MaxLines {
		return
	}
	b := page.Box{X0: min(d.X0, d.X1), X1: max(d.X0, d.X1), Top: min(d.Y0, d.Y1), Bottom: max(d.Y0, d.Y1)}
	c := r.st.clip
	if x := intersect(b, c); empty(x) || x.Width()+x.Height() < 0.5*(b.Width()+b.Height()) {
		return
	}
	d.Gray = luminance(rgb)
	if luminance(rgb) > 0.97 {
		return
	}
	r.page.Diagonals = append(r.page.Diagonals, d)
}

// setDash is d. A pattern counts as dashed if it leaves gaps that can be seen.
func (r *run) setDash(array []operand, ok bool) {
	if !ok {
		return
	}
	r.st.dashed = false
	var gap, sum float64
	for i, t := range array {
		v := math.Abs(t.num)
		sum += v
		if i%2 == 1 || len(array) == 1 {
			gap = max(gap, v)
		}
	}
	scale := math.Sqrt(math.Abs(r.st.ctm.a*r.st.ctm.d - r.st.ctm.b*r.st.ctm.c))
	const least = 0.2 // points: smaller gaps are not seen
	r.st.dashed = sum > 0 && gap*scale >= least
}
