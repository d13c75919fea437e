package content

import (
	"math"

	"shihyo/extract/page"
	"shihyo/extract/pdf/object"
)

// do is Do: it draws a form or an image.
func (r *run) do(name []byte) {
	o := r.lookup("XObject", object.Name(name))
	s, ok := r.file.Stream(o)
	if !ok {
		return
	}
	if off := r.rd.layers.off(s.Dict["OC"]); off {
		return
	}
	switch sub, _ := r.file.Name(s.Dict["Subtype"]); sub {
	case "Form":
		r.form(s)
	case "Image":
		r.image(s)
	default:
		// Without a subtype, what has a bounding box is a form.
		if _, ok := r.file.Array(s.Dict["BBox"]); ok {
			r.form(s)
		}
	}
}

// enter prepares for a nested stream; it is refused when a limit is reached or
// the stream is being drawn already.
func (r *run) enter(s *object.Stream) bool {
	if r.depth >= MaxFormDepth {
		r.over("MaxFormDepth")
		return false
	}
	if r.calls++; r.calls > MaxForms {
		r.over("MaxForms")
		return false
	}
	if s.Ref != (object.Ref{}) {
		for _, a := range r.active {
			if a == s.Ref {
				return false // a cycle
			}
		}
	}
	r.active = append(r.active, s.Ref)
	return true
}

// form draws a form XObject (ISO 32000-1 §8.10).
func (r *run) form(s *object.Stream) {
	if !r.enter(s) {
		return
	}
	defer func() { r.active = r.active[:len(r.active)-1] }()
	saved, tm, tlm := r.st, r.tm, r.tlm
	m := r.matrixOf(s.Dict["Matrix"]).mul(r.st.ctm)
	if !m.ok() {
		return
	}
	r.st.ctm = m
	if b, ok := r.rect(s.Dict["BBox"]); ok {
		r.st.clip = intersect(r.st.clip, m.box(b[0], b[1], b[2], b[3]))
	}
	if !empty(r.st.clip) {
		if _, group := s.Dict["Group"]; group {
			r.st.groupFill *= r.st.fillAlpha
			r.st.fillAlpha, r.st.strokeAlpha = 1, 1
			r.st.blended = r.st.blended || !r.st.opaque
			r.st.opaque = true
		}
		r.nested(s)
	}
	r.st, r.tm, r.tlm = saved, tm, tlm
}

// nested interprets a form's or pattern's stream in the state at hand. The path
// being built, the stack and the open marks are as before afterwards.
func (r *run) nested(s *object.Stream) {
	data, err := r.rd.data(s)
	if err != nil && r.damage == "" {
		r.damage = short(err)
	}
	if len(data) == 0 {
		return
	}
	res := r.resources(s)
	floor, lost, tags, parents := r.floor, r.lost, r.tagFloor, r.parents
	r.floor, r.lost, r.tagFloor = len(r.stack), 0, len(r.tags)
	r.parents = s.Dict["StructParents"]
	r.path.reset()
	r.tm, r.tlm = identity, identity
	r.exec(data, res)
	r.endStream(r.tagFloor)
	r.path.reset()
	r.stack = r.stack[:r.floor]
	r.floor, r.lost, r.tagFloor, r.parents = floor, lost, tags, parents
}

// resources returns those of a form, kept for the page by the form's reference
// so that its fonts are looked up once.
func (r *run) resources(s *object.Stream) *resources {
	if s.Ref != (object.Ref{}) {
		if res := r.forms[s.Ref]; res != nil {
			return res
		}
	}
	d, _ := r.file.Dict(s.Dict["Resources"])
	res := &resources{dict: d, outer: r.res}
	if s.Ref != (object.Ref{}) {
		r.forms[s.Ref] = res
	}
	return res
}

// matrixOf reads a matrix; what is none is the identity.
func (r *run) matrixOf(o object.Object) matrix {
	a, ok := r.file.Array(o)
	if !ok || len(a) < 6 {
		return identity
	}
	var v [6]float64
	for i := range v {
		if v[i], ok = r.file.Number(a[i]); !ok {
			return identity
		}
	}
	m := matrix{v[0], v[1], v[2], v[3], v[4], v[5]}
	if !m.ok() {
		return identity
	}
	return m
}

// rect reads a rectangle, corners in order.
func (r *run) rect(o object.Object) ([4]float64, bool) {
	a, ok := r.file.Array(o)
	if !ok || len(a) < 4 {
		return [4]float64{}, false
	}
	var v [4]float64
	for i := range v {
		if v[i], ok = r.file.Number(a[i]); !ok || math.Abs(v[i]) > 1e9 {
			return v, false
		}
	}
	return [4]float64{min(v[0], v[2]), min(v[1], v[3]), max(v[0], v[2]), max(v[1], v[3])}, true
}

// extState is gs (ISO 32000-1 §8.4.5).
func (r *run) extState(name []byte) {
	d, ok := r.file.Dict(r.lookup("ExtGState", object.Name(name)))
	if !ok {
		return
	}
	st := &r.st
	if v, ok := r.file.Number(d["ca"]); ok {
		st.fillAlpha = unitRange(float32(v))
	}
	if v, ok := r.file.Number(d["CA"]); ok {
		st.strokeAlpha = unitRange(float32(v))
	}
	if v, ok := r.file.Number(d["LW"]); ok {
		st.lineWidth = math.Abs(bound(v, 1e6))
	}
	if v, ok := r.file.Int(d["LC"]); ok {
		st.lineCap = int8(v) & 3
	}
	if a, _ := r.file.Array(d["D"]); len(a) > 0 {
		if on, ok := r.file.Array(a[0]); ok && r.spend(len(on)) {
			r.array = r.array[:0]
			for _, e := range on {
				v, _ := r.file.Number(e)
				r.array = append(r.array, operand{kind: object.Real, num: v})
			}
			r.setDash(r.array, true)
		}
	}
	if a, _ := r.file.Array(d["Font"]); len(a) == 2 {
		if v, ok := r.file.Number(a[1]); ok {
			if f := r.load(a[0]); f != nil {
				st.font, st.size = f, bound(v, 1e6)
			}
		}
	}
	// Both decide whether what is drawn hides what lies under it.
	bm, hasBM := d["BM"]
	sm, hasSM := d["SMask"]
	if hasBM || hasSM {
		opaque := true
		if hasBM {
			switch v := r.file.Resolve(bm).(type) {
			case object.Name:
				opaque = v == "Normal" || v == "Compatible"
			case object.Array:
				if len(v) > 0 {
					n, _ := r.file.Name(v[0])
					opaque = n == "Normal" || n == "Compatible"
				}
			}
		}
		if hasSM {
			if n, ok := r.file.Name(sm); !ok || n != "None" {
				opaque = false
			}
		}
		st.opaque = opaque
	}
}

// image notes an image XObject.
func (r *run) image(s *object.Stream) {
	if r.hidden > 0 {
		return
	}
	r.seq++
	mask, _ := r.file.Bool(s.Dict["ImageMask"])
	_, soft := r.file.Stream(s.Dict["SMask"])
	hole := r.file.Resolve(s.Dict["Mask"]) != nil
	in, _ := r.file.Int(s.Dict["SMaskInData"])
	r.drawImage(s, mask, !mask && !soft && !hole && in == 0)
}

func (r *run) inlineImage(s *object.Stream) {
	if s == nil || r.hidden > 0 {
		return
	}
	r.seq++
	mask, _ := r.file.Bool(s.Dict["ImageMask"])
	r.drawImage(s, mask, !mask)
}

// drawImage places an image on the unit square of user space: a thin one is a
// line, any other a picture that may hide what was drawn before.
func (r *run) drawImage(s *object.Stream, mask, opaque bool) {
	st := &r.st
	if st.fillAlpha*st.groupFill < minAlpha || mask && st.fill.none {
		return
	}
	whole := st.ctm.box(0, 0, 1, 1)
	b := intersect(whole, st.clip)
	if empty(b) || r.paintsText(b, [3]float32{}) {
		return
	}
	w, h := b.Width(), b.Height()
	thin, long := min(w, h), max(w, h)
	if st.ctm.straight() && thin <= r.thickest && (long >= 3*thin || long <= r.dotSize) {
		rgb := st.fill.rgb
		if !mask {
			rgb = r.imageColor(s)
		}
		r.addLine(line{Box: b, horizontal: w >= h, thickness: thin, rgb: rgb, from: fromImage})
		return
	}
	if len(r.page.Images) < MaxAreas {
		r.page.Images = append(r.page.Images, b)
	}
	r.keepPicture(s, b, mask)
	r.addArea(area{Box: b, alpha: st.fillAlpha * st.groupFill, exact: st.ctm.straight(), image: true,
		opaque: opaque && st.opaque && !st.blended})
}

// imageColor returns the mean colour of a small uncompressed image, black for
// all others: it serves to tell white lines from dark ones.
func (r *run) imageColor(s *object.Stream) [3]float32 {
	const enough = 4096  // bytes looked at
	const most = 1 << 16 // pixels: decoding costs more than a colour is worth
	const times = 200    // on a page: more thin images are the strips of a picture
	if r.sampled++; r.sampled > times {
		return [3]float32{}
	}
	w, _ := r.file.Int(s.Dict["Width"])
	h, _ := r.file.Int(s.Dict["Height"])
	if w <= 0 || h <= 0 || w > most || h > most || w*h > most {
		return [3]float32{}
	}
	data, err := r.file.Data(s)
	bits, _ := r.file.Int(s.Dict["BitsPerComponent"])
	if err != nil || len(data) == 0 || bits != 8 {
		return [3]float32{}
	}
	cs := r.rd.colorSpace(s.Dict["ColorSpace"], 0)
	n := cs.n
	if n <= 0 || n > maxArgs || !r.afford(cs, enough/n) {
		return [3]float32{}
	}
	data = data[:min(len(data), enough)]
	var sum [3]float32
	count := float32(0)
	var v [maxArgs]float64
	for ; len(data) >= n; data = data[n:] {
		for i := range n {
			v[i] = float64(data[i]) / 255
			if cs.kind == spaceIndexed {
				v[i] = float64(data[i])
			}
		}
		c := cs.rgb(v[:n])
		for i := range sum {
			sum[i] += c[i]
		}
		count++
	}
	for i := range sum {
		sum[i] /= max(count, 1)
	}
	return sum
}

// shading is sh: it fills the clip with colours that are not worked out.
func (r *run) shading() {
	if r.hidden > 0 || empty(r.st.clip) {
		return
	}
	r.seq++
	if r.paintsText(r.st.clip, [3]float32{}) {
		return
	}
	r.addArea(area{Box: r.st.clip, alpha: r.st.fillAlpha * r.st.groupFill})
}

// pattern is a pattern as a colour (ISO 32000-1 §8.7).
type pattern struct {
	tiling bool
	stream *object.Stream
	m      matrix // pattern space to page
	box    [4]float64
	step   [2]float64
	under  [3]float32 // colour of an uncoloured pattern
	plain  bool       // it is one: PaintType 2
}

// pattern reads a named pattern. A shading's is not told apart further.
func (r *run) pattern(name object.Name, under [3]float32) *pattern {
	o := r.file.Resolve(r.lookup("Pattern", name))
	s, ok := o.(*object.Stream)
	if !ok {
		return &pattern{}
	}
	p := &pattern{tiling: true, stream: s, under: under}
	// Pattern space is that of the page, or of the form at hand; the page's
	// serves for both, since forms with patterns rarely move them.
	p.m = r.matrixOf(s.Dict["Matrix"]).mul(r.base)
	p.box, ok = r.rect(s.Dict["BBox"])
	kind, _ := r.file.Int(s.Dict["PaintType"])
	p.plain = kind == 2
	x, _ := r.file.Number(s.Dict["XStep"])
	y, _ := r.file.Number(s.Dict["YStep"])
	p.step = [2]float64{math.Abs(x), math.Abs(y)}
	if !ok || !p.m.ok() || !(p.step[0] > 0) || !(p.step[1] > 0) {
		return &pattern{}
	}
	return p
}

// fillPattern draws the cells of a tiling pattern in a box when they are few,
// so large that what stands in them can be seen as lines or text. It reports
// whether it did; a fine pattern is taken for a shade or a dashed line.
func (r *run) fillPattern(b page.Box, p *pattern) bool {
	const most = 64
	if !p.tiling || p.stream == nil || min(b.Width(), b.Height()) <= r.thickest {
		return false
	}
	det := p.m.a*p.m.d - p.m.b*p.m.c
	if det == 0 {
		return false
	}
	// The box in pattern space.
	inv := matrix{p.m.d / det, -p.m.b / det, -p.m.c / det, p.m.a / det, 0, 0}
	inv.e = -(p.m.e*inv.a + p.m.f*inv.c)
	inv.f = -(p.m.e*inv.b + p.m.f*inv.d)
	if !inv.ok() {
		return false
	}
	q := inv.box(b.X0, b.Top, b.X1, b.Bottom)
	i0 := math.Floor((q.X0 - p.box[2]) / p.step[0])
	i1 := math.Ceil((q.X1 - p.box[0]) / p.step[0])
	j0 := math.Floor((q.Top - p.box[3]) / p.step[1])
	j1 := math.Ceil((q.Bottom - p.box[1]) / p.step[1])
	if !((i1-i0+1)*(j1-j0+1) <= most) {
		return false
	}
	if !r.enter(p.stream) {
		return false
	}
	defer func() { r.active = r.active[:len(r.active)-1] }()
	saved, tm, tlm, around := r.st, r.tm, r.tlm, r.path
	r.path = path{}
	for j := j0; j <= j1; j++ {
		for i := i0; i <= i1; i++ {
			m := matrix{1, 0, 0, 1, i * p.step[0], j * p.step[1]}.mul(p.m)
			clip := intersect(b, m.box(p.box[0], p.box[1], p.box[2], p.box[3]))
			if clip.Width() <= 0 || clip.Height() <= 0 {
				continue
			}
			r.st = saved
			r.st.ctm, r.st.clip = m, clip
			r.st.fill, r.st.stroke = black, black
			if p.plain {
				r.st.fill = plain(p.under[0], p.under[1], p.under[2], rgbBase)
				r.st.stroke = r.st.fill
			}
			r.nested(p.stream)
		}
	}
	r.st, r.tm, r.tlm, r.path = saved, tm, tlm, around
	return true
}
