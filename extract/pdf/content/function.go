package content

import (
	"math"

	"shihyo/extract/pdf/object"
)

// function is a PDF function (ISO 32000-1 §7.10), as far as tint transforms
// need it.
type function struct {
	kind           int64
	domain, rang   []float64
	c0, c1         []float64 // type 2
	exponent       float64
	parts          []*function // type 3
	bounds, encode []float64
	size           []int // type 0
	bits           int
	decode         []float64
	samples        []byte
	steps          []step // type 4
}

// Limits of stitched functions: how deep they stand within each other, and how
// many there are in all.
const (
	maxFunctionDepth = 4
	maxFunctions     = 256
)

// readFunction reads a function; nil where it is none that can be used.
func (rd *Reader) readFunction(o object.Object) *function {
	left := maxFunctions
	return rd.function(o, 0, &left)
}

func (rd *Reader) function(o object.Object, depth int, left *int) *function {
	if *left--; depth > maxFunctionDepth || *left < 0 {
		return nil
	}
	d, ok := rd.file.Dict(o)
	if !ok {
		return nil
	}
	f := &function{}
	f.kind, _ = rd.file.Int(d["FunctionType"])
	f.domain, f.rang = rd.floats(d["Domain"]), rd.floats(d["Range"])
	switch f.kind {
	case 0:
		s, ok := rd.file.Stream(o)
		if !ok || len(f.rang) < 2 || len(f.domain) < 2 {
			return nil
		}
		for _, v := range rd.floats(d["Size"]) {
			f.size = append(f.size, int(bound(v, 1e6)))
		}
		b, _ := rd.file.Int(d["BitsPerSample"])
		f.bits = int(b)
		f.encode, f.decode = rd.floats(d["Encode"]), rd.floats(d["Decode"])
		f.samples, _ = rd.file.Data(s)
		if f.bits != 8 && f.bits != 16 || len(f.size) != len(f.domain)/2 {
			return nil
		}
	case 2:
		f.c0, f.c1 = rd.floats(d["C0"]), rd.floats(d["C1"])
		f.exponent, _ = rd.file.Number(d["N"])
		if f.c0 == nil {
			f.c0 = []float64{0}
		}
		if f.c1 == nil {
			f.c1 = []float64{1}
		}
	case 3:
		list, _ := rd.file.Array(d["Functions"])
		if len(list) == 0 || len(list) > 64 {
			return nil
		}
		for _, o := range list {
			p := rd.function(o, depth+1, left)
			if p == nil {
				return nil
			}
			f.parts = append(f.parts, p)
		}
		f.bounds, f.encode = rd.floats(d["Bounds"]), rd.floats(d["Encode"])
		if len(f.bounds) != len(f.parts)-1 || len(f.encode) < 2*len(f.parts) || len(f.domain) < 2 {
			return nil
		}
	case 4:
		s, ok := rd.file.Stream(o)
		if !ok || len(f.rang) < 2 {
			return nil
		}
		src, _ := rd.file.Data(s)
		if f.steps = compile(src); f.steps == nil {
			return nil
		}
	default:
		return nil
	}
	return f
}

// cost is how many steps an evaluation takes beside the fixed ones.
func (f *function) cost() int {
	n := len(f.steps)
	for _, p := range f.parts {
		n = max(n, p.cost())
	}
	return n
}

func (rd *Reader) floats(o object.Object) []float64 {
	a, ok := rd.file.Array(o)
	if !ok || len(a) > 4096 {
		return nil
	}
	v := make([]float64, 0, len(a))
	for _, e := range a {
		x, _ := rd.file.Number(e)
		v = append(v, x)
	}
	return v
}

// eval puts the function's values for in into out and returns their number, 0
// where it has none.
func (f *function) eval(in, out []float64) int {
	switch f.kind {
	case 2:
		if len(in) < 1 {
			return 0
		}
		t := math.Pow(f.clip(in[0]), f.exponent)
		n := min(len(f.c0), len(f.c1), len(out))
		for i := range n {
			out[i] = f.c0[i] + t*(f.c1[i]-f.c0[i])
		}
		return n
	case 3:
		if len(in) < 1 {
			return 0
		}
		x := f.clip(in[0])
		k := 0
		for k < len(f.bounds) && x >= f.bounds[k] {
			k++
		}
		lo, hi := f.domain[0], f.domain[1]
		if k > 0 {
			lo = f.bounds[k-1]
		}
		if k < len(f.bounds) {
			hi = f.bounds[k]
		}
		e0, e1 := f.encode[2*k], f.encode[2*k+1]
		t := e0
		if hi > lo {
			t = e0 + (x-lo)/(hi-lo)*(e1-e0)
		}
		return f.parts[k].eval([]float64{t}, out)
	case 4:
		return f.calculate(in, out)
	case 0:
		// The nearest sample is near enough to tell shades apart.
		n := len(f.rang) / 2
		index, stride := 0, 1
		for i, size := range f.size {
			if i >= len(in) || size < 1 {
				return 0
			}
			lo, hi := f.domain[2*i], f.domain[2*i+1]
			e0, e1 := 0.0, float64(size-1)
			if len(f.encode) >= 2*i+2 {
				e0, e1 = f.encode[2*i], f.encode[2*i+1]
			}
			t := e0
			if hi > lo {
				t = e0 + (min(max(in[i], lo), hi)-lo)/(hi-lo)*(e1-e0)
			}
			index += stride * int(min(max(math.Round(t), 0), float64(size-1)))
			if stride *= size; stride > len(f.samples)+1 {
				stride = len(f.samples) + 1
			}
		}
		if n > len(out) {
			return 0
		}
		for k := range n {
			at := index*n + k
			var v float64
			if f.bits == 8 {
				if at >= len(f.samples) {
					return 0
				}
				v = float64(f.samples[at]) / 255
			} else {
				if 2*at+1 >= len(f.samples) {
					return 0
				}
				v = (float64(f.samples[2*at])*256 + float64(f.samples[2*at+1])) / 65535
			}
			d0, d1 := f.rang[2*k], f.rang[2*k+1]
			if len(f.decode) >= 2*k+2 {
				d0, d1 = f.decode[2*k], f.decode[2*k+1]
			}
			out[k] = d0 + v*(d1-d0)
		}
		return n
	}
	return 0
}

// calculate is eval for type 4.
func (f *function) calculate(in, out []float64) int {
	var c calculator
	n := len(f.rang) / 2
	if !c.run(f.steps, in) || c.n < n || n > len(out) {
		return 0
	}
	copy(out, c.stack[c.n-n:c.n])
	for i := range n {
		out[i] = min(max(out[i], f.rang[2*i]), f.rang[2*i+1])
	}
	return n
}

func (f *function) clip(x float64) float64 {
	if len(f.domain) >= 2 {
		return min(max(x, f.domain[0]), f.domain[1])
	}
	return x
}
