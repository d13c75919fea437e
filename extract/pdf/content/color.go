package content

import (
	"math"

	"shihyo/extract/pdf/object"
)

// paint is a colour to fill or stroke with.
type paint struct {
	rgb     [3]float32
	space   *space
	pattern *pattern
	none    bool // paints nothing: the colorant None
	light   bool // so near to white that it may not show on the page
	matched bool // an area of this colour was drawn before
}

var black = paint{space: &space{kind: spaceGray, n: 1}}

func plain(r, g, b float32, s *space) paint {
	p := paint{rgb: [3]float32{unitRange(r), unitRange(g), unitRange(b)}, space: s}
	p.light = luminance(p.rgb) > lightest
	return p
}

// lightest is the luminance over which a colour may be invisible on white.
const lightest = 0.97

func unitRange(v float32) float32 {
	if v > 1 {
		return 1
	}
	if v > 0 {
		return v
	}
	return 0 // NaN too
}

// luminance is that of ITU-R BT.601.
func luminance(c [3]float32) float32 { return 0.299*c[0] + 0.587*c[1] + 0.114*c[2] }

func sameColor(a, b paint) bool {
	return a.pattern == nil && b.pattern == nil && distance(a.rgb, b.rgb) < 0.02
}

// distance is the largest difference of a component.
func distance(a, b [3]float32) float32 {
	d := float32(0)
	for i := range a {
		d = max(d, a[i]-b[i], b[i]-a[i])
	}
	return d
}

var (
	grayBase = &space{kind: spaceGray, n: 1}
	rgbBase  = &space{kind: spaceRGB, n: 3}
	cmykBase = &space{kind: spaceCMYK, n: 4}
)

func (r *run) grey() paint {
	v := float32(r.num(0))
	return r.match(plain(v, v, v, grayBase))
}

func (r *run) rgb() paint {
	return r.match(plain(float32(r.num(2)), float32(r.num(1)), float32(r.num(0)), rgbBase))
}

func (r *run) cmyk() paint {
	c := cmykToRGB(r.num(3), r.num(2), r.num(1), r.num(0))
	return r.match(plain(c[0], c[1], c[2], cmykBase))
}

// match notes whether a colour was used for an area before, so that text in it
// may be invisible.
func (r *run) match(p paint) paint {
	for i := range r.shades {
		if distance(r.shades[i], p.rgb) < sameShade {
			p.matched = true
			break
		}
	}
	return p
}

// sameShade is the difference of colour components that nobody sees.
const sameShade = 0.02

func cmykToRGB(c, m, y, k float64) [3]float32 {
	k = 1 - min(max(k, 0), 1)
	f := func(v float64) float32 { return float32((1 - min(max(v, 0), 1)) * k) }
	return [3]float32{f(c), f(m), f(y)}
}

type spaceKind uint8

const (
	spaceGray spaceKind = iota
	spaceRGB
	spaceCMYK
	spaceLab
	spaceIndexed
	spaceTint // Separation and DeviceN
	spacePattern
)

// space is a colour space (ISO 32000-1 §8.6), as exact as telling shades apart
// needs: calibration and profiles are left out.
type space struct {
	kind   spaceKind
	n      int // components
	base   *space
	lookup []byte    // Indexed: base colours
	tint   *function // Separation, DeviceN
	none   bool      // the colorant None
}

// spaceCost is what reading a colour space counts as work: a tint may stitch many
// functions.
const spaceCost = 2000

// maxSpaceDepth bounds colour spaces within colour spaces: Pattern over Indexed
// over Separation over ICCBased is the deepest that makes sense.
const maxSpaceDepth = 6

// space is cs and CS: the space's initial colour.
func (r *run) space(name []byte) paint {
	var s *space
	switch string(name) {
	case "DeviceGray", "G":
		s = grayBase
	case "DeviceRGB", "RGB":
		s = rgbBase
	case "DeviceCMYK", "CMYK":
		s = cmykBase
	case "Pattern":
		s = &space{kind: spacePattern}
	default:
		n := object.Name(name)
		if s = r.res.spaces[n]; s == nil {
			if s = grayBase; r.spend(spaceCost) {
				s = r.rd.colorSpace(r.lookup("ColorSpace", n), 0)
			}
			if r.res.spaces == nil {
				r.res.spaces = map[object.Name]*space{}
			}
			if len(r.res.spaces) < maxCachedSpaces {
				r.res.spaces[n] = s
			}
		}
	}
	var zero [maxArgs]float64
	if s.kind == spaceTint { // initial value 1.0
		for i := range zero {
			zero[i] = 1
		}
	} else if s.kind == spaceCMYK {
		zero[3] = 1
	}
	return r.match(r.paint(s, zero[:min(max(s.n, 0), maxArgs)]))
}

// color is sc, scn and their stroking kin.
func (r *run) color(now paint) paint {
	s := now.space
	if s == nil {
		s = grayBase
	}
	if s.kind == spacePattern {
		if t := r.arg(0); t.kind == object.NameToken {
			under := [3]float32{0.5, 0.5, 0.5}
			if s.base != nil {
				var v [maxArgs]float64
				n := min(r.nargs-1, s.base.n)
				for i := 0; i < n; i++ {
					v[i] = r.num(n - i)
				}
				under = r.paint(s.base, v[:n]).rgb
			}
			return paint{rgb: under, space: s, pattern: r.pattern(object.Name(t.bytes), under)}
		}
		return now
	}
	var v [maxArgs]float64
	n := min(r.nargs, maxArgs)
	for i := 0; i < n; i++ {
		v[i] = r.num(n - 1 - i)
	}
	return r.match(r.paint(s, v[:n]))
}

// paint returns the colour of the given components, grey where working it out
// would take the page over its limit.
func (r *run) paint(s *space, v []float64) paint {
	c := [3]float32{0.5, 0.5, 0.5}
	if r.afford(s, 1) {
		c = s.rgb(v)
	}
	p := plain(c[0], c[1], c[2], s)
	p.none = s.none
	return p
}

// afford counts the work of n colours of a space and reports whether it may be
// done.
func (r *run) afford(s *space, n int) bool {
	steps := 0
	for ; s != nil; s = s.base {
		if s.tint != nil {
			steps += n * s.tint.cost()
		}
	}
	return r.spend(steps)
}

func (s *space) rgb(v []float64) [3]float32 {
	at := func(i int) float64 {
		if i < len(v) {
			return v[i]
		}
		return 0
	}
	switch s.kind {
	case spaceGray:
		g := float32(at(0))
		return [3]float32{g, g, g}
	case spaceRGB:
		return [3]float32{float32(at(0)), float32(at(1)), float32(at(2))}
	case spaceCMYK:
		return cmykToRGB(at(0), at(1), at(2), at(3))
	case spaceLab:
		return labToRGB(at(0), at(1), at(2))
	case spaceIndexed:
		i, n := int(bound(at(0), 1e6)), s.base.n
		var c [maxArgs]float64
		if i >= 0 && n <= maxArgs && (i+1)*n <= len(s.lookup) {
			for k := range n {
				c[k] = float64(s.lookup[i*n+k]) / 255
				if s.base.kind == spaceLab {
					c[k] *= 100
				}
			}
		}
		return s.base.rgb(c[:n])
	case spaceTint:
		if s.tint != nil && s.base != nil {
			var out [maxArgs]float64
			n := s.tint.eval(v, out[:])
			if n > 0 {
				return s.base.rgb(out[:n])
			}
		}
		t := 0.0
		for _, x := range v {
			t = max(t, x)
		}
		g := float32(1 - t)
		return [3]float32{g, g, g}
	}
	return [3]float32{0.5, 0.5, 0.5}
}

// labToRGB goes from CIE L*a*b* (D50 taken for D65) to linear sRGB and applies
// the usual curve.
func labToRGB(l, a, b float64) [3]float32 {
	fy := (l + 16) / 116
	fx, fz := fy+a/500, fy-b/200
	inv := func(t float64) float64 {
		if t > 6.0/29 {
			return t * t * t
		}
		return 3 * 36.0 / 841 * (t - 4.0/29)
	}
	x, y, z := 0.9505*inv(fx), inv(fy), 1.089*inv(fz)
	curve := func(v float64) float32 {
		if v <= 0.0031308 {
			return float32(12.92 * v)
		}
		return float32(1.055*math.Pow(v, 1/2.4) - 0.055)
	}
	return [3]float32{
		curve(3.2406*x - 1.5372*y - 0.4986*z),
		curve(-0.9689*x + 1.8758*y + 0.0415*z),
		curve(0.0557*x - 0.204*y + 1.057*z),
	}
}

// colorSpace reads a colour space object.
func (rd *Reader) colorSpace(o object.Object, depth int) *space {
	if depth > maxSpaceDepth {
		return grayBase
	}
	if ref, ok := o.(object.Ref); ok {
		rd.mu.Lock()
		s := rd.spaces[ref]
		rd.mu.Unlock()
		if s != nil {
			return s
		}
		s = rd.readSpace(rd.file.Resolve(o), depth)
		rd.mu.Lock()
		if len(rd.spaces) >= maxCachedSpaces {
			clear(rd.spaces)
		}
		rd.spaces[ref] = s
		rd.mu.Unlock()
		return s
	}
	return rd.readSpace(o, depth)
}

func (rd *Reader) readSpace(o object.Object, depth int) *space {
	switch v := o.(type) {
	case object.Name:
		switch v {
		case "DeviceRGB", "RGB", "CalRGB":
			return rgbBase
		case "DeviceCMYK", "CMYK":
			return cmykBase
		case "Pattern":
			return &space{kind: spacePattern}
		}
	case object.Array:
		if len(v) == 0 {
			return grayBase
		}
		at := func(i int) object.Object {
			if i < len(v) {
				return v[i]
			}
			return nil
		}
		name, _ := rd.file.Name(v[0])
		switch name {
		case "DeviceRGB", "RGB", "CalRGB":
			return rgbBase
		case "DeviceCMYK", "CMYK":
			return cmykBase
		case "Lab":
			return &space{kind: spaceLab, n: 3}
		case "ICCBased":
			if d, ok := rd.file.Dict(at(1)); ok {
				n, _ := rd.file.Int(d["N"])
				switch n {
				case 3:
					return rgbBase
				case 4:
					return cmykBase
				}
			}
			return grayBase
		case "Pattern":
			s := &space{kind: spacePattern}
			if len(v) > 1 {
				s.base = rd.colorSpace(v[1], depth+1)
			}
			return s
		case "Indexed", "I":
			s := &space{kind: spaceIndexed, n: 1, base: rd.colorSpace(at(1), depth+1)}
			switch t := rd.file.Resolve(at(3)).(type) {
			case object.String:
				s.lookup = []byte(t)
			case *object.Stream:
				s.lookup, _ = rd.file.Data(t)
			}
			return s
		case "Separation":
			s := &space{kind: spaceTint, n: 1, base: rd.colorSpace(at(2), depth+1), tint: rd.readFunction(at(3))}
			if n, _ := rd.file.Name(at(1)); n == "None" {
				s.none = true
			}
			return s
		case "DeviceN":
			s := &space{kind: spaceTint, base: rd.colorSpace(at(2), depth+1), tint: rd.readFunction(at(3))}
			names, _ := rd.file.Array(at(1))
			s.n = len(names)
			s.none = len(names) > 0
			for _, o := range names {
				if n, _ := rd.file.Name(o); n != "None" {
					s.none = false
				}
			}
			return s
		}
	}
	return grayBase
}
