package content

import (
	"slices"

	"shihyo/extract/page"
)

// Lines that are left over. Some writers fill the whole table in the colour of
// its lines and lay the cells over it, a little apart from each other: what
// shows between them are the lines. leftovers finds, for each area, what of it
// stays uncovered, on the grid of all edges of the boxes laid over it.

// maxLeftover bounds the cells of that grid for one area.
const maxLeftover = 1 << 18

// leftovers adds the thin parts that show of areas laid over by others as
// lines. An area of which hardly anything else shows is no fill any more: it
// is marked so and the areas that cover it count as white paper.
func (r *run) leftovers() {
	const least = 200 // square points: a smaller box has no lines in it
	for i := range r.areas {
		a := &r.areas[i]
		if !a.exact || !a.known || a.image || a.alpha < solid || luminance(a.rgb) > lightest ||
			a.Width()*a.Height() < least || min(a.Width(), a.Height()) <= r.thickest {
			continue
		}
		if !r.spend(len(r.areas) - i) {
			return
		}
		var over []int32
		for k := i + 1; k < len(r.areas); k++ {
			b := &r.areas[k]
			if b.exact && b.alpha >= solid && b.Overlaps(a.Box) {
				over = append(over, int32(k))
			}
		}
		if len(over) > 0 {
			r.leftover(a, over)
		}
	}
}

// leftover does it for one area and the indexes of those laid over it.
func (r *run) leftover(a *area, over []int32) {
	const sorting = 16 // steps for each area
	if !r.spend(sorting * len(over)) {
		return
	}
	xs := make([]float64, 0, 2*len(over)+2)
	ys := make([]float64, 0, 2*len(over)+2)
	xs = append(xs, a.X0, a.X1)
	ys = append(ys, a.Top, a.Bottom)
	for _, k := range over {
		b := intersect(a.Box, r.areas[k].Box)
		xs = append(xs, b.X0, b.X1)
		ys = append(ys, b.Top, b.Bottom)
	}
	xs, ys = distinct(xs), distinct(ys)
	nx, ny := len(xs)-1, len(ys)-1
	if nx < 1 || ny < 1 || nx*ny > maxLeftover {
		return
	}
	covered := make([]bool, nx*ny)
	for _, k := range over {
		b := &r.areas[k]
		hides := b.image || !b.known || distance(b.rgb, a.rgb) >= sameShade
		x0, x1 := edge(xs, b.X0), edge(xs, b.X1)
		y0, y1 := edge(ys, b.Top), edge(ys, b.Bottom)
		if !r.spend((x1 - x0) * (y1 - y0)) {
			return
		}
		for y := y0; y < y1; y++ {
			for x := x0; x < x1; x++ {
				covered[y*nx+x] = hides
			}
		}
	}
	// How far what shows reaches along and across from each cell.
	wide := make([]bool, nx*ny) // too wide for a vertical line
	high := make([]bool, nx*ny) // too high for a horizontal one
	for y := range ny {
		for x := 0; x < nx; {
			if covered[y*nx+x] {
				x++
				continue
			}
			e := x
			for e < nx && !covered[y*nx+e] {
				e++
			}
			for k := x; k < e; k++ {
				wide[y*nx+k] = xs[e]-xs[x] > r.thickest
			}
			x = e
		}
	}
	for x := range nx {
		for y := 0; y < ny; {
			if covered[y*nx+x] {
				y++
				continue
			}
			e := y
			for e < ny && !covered[e*nx+x] {
				e++
			}
			for k := y; k < e; k++ {
				high[k*nx+x] = ys[e]-ys[y] > r.thickest
			}
			y = e
		}
	}
	// Runs of cells that are thin across become lines; those thin both ways
	// belong to either direction.
	thick := 0.0
	for y := range ny {
		for x := range nx {
			if c := y*nx + x; !covered[c] && wide[c] && high[c] {
				thick += (xs[x+1] - xs[x]) * (ys[y+1] - ys[y])
			}
		}
	}
	if thick > 0.3*a.Width()*a.Height() {
		return // an area with something on it, such as a header with boxes
	}
	r.seq = a.seq
	add := func(b page.Box, horizontal bool) {
		t := b.Height()
		if !horizontal {
			t = b.Width()
		}
		if b.Width() > 0 && b.Height() > 0 {
			r.addLine(line{Box: b, horizontal: horizontal, thickness: t, rgb: a.rgb, from: fromFill})
		}
	}
	// A line goes on through crossings, which are neither.
	small := func(x, y int) bool { return xs[x+1]-xs[x] <= r.thickest && ys[y+1]-ys[y] <= r.thickest }
	for y := range ny {
		for x := 0; x < nx; {
			e, line := x, false
			for ; e < nx; e++ {
				c := y*nx + e
				if covered[c] || high[c] && !small(e, y) {
					break
				}
				line = line || !high[c]
			}
			if line && xs[e]-xs[x] > r.thickest {
				add(page.Box{X0: xs[x], X1: xs[e], Top: ys[y], Bottom: ys[y+1]}, true)
			}
			x = max(e, x+1)
		}
	}
	for x := range nx {
		for y := 0; y < ny; {
			e, line := y, false
			for ; e < ny; e++ {
				c := e*nx + x
				if covered[c] || wide[c] && !small(x, e) {
					break
				}
				line = line || !wide[c]
			}
			if line && ys[e]-ys[y] > r.thickest {
				add(page.Box{X0: xs[x], X1: xs[x+1], Top: ys[y], Bottom: ys[e]}, false)
			}
			y = max(e, y+1)
		}
	}
	a.spent = true
}

// distinct sorts numbers and drops those nearer than rounding to the one before.
func distinct(v []float64) []float64 {
	slices.Sort(v)
	out := v[:1]
	for _, x := range v[1:] {
		if x-out[len(out)-1] > nearEdge {
			out = append(out, x)
		}
	}
	return out
}

const nearEdge = 0.05 // points

// edge returns the index of the edge at x, that is the last not beyond it.
func edge(v []float64, x float64) int {
	i, _ := slices.BinarySearch(v, x+nearEdge)
	return max(i-1, 0)
}
