package table

import (
	"math"
	"slices"

	"shihyo/extract/page"
)

// How charts, diagrams and maps are told from tables by what is painted. Lines
// and boxes are in both; what a table has not is
//
//   - curves and slanted shapes: slices of a pie, arrows, outlines on a map, the
//     line of a chart (but for diagonals that strike cells out);
//   - bars: areas equally thick, of different lengths, one beside the other. The
//     shading of cells is as long in one row as in the next; where it is not, it
//     lies between the lines of the grid;
//   - small squares of colour, as a legend has before its texts.
//
// Such marks that lie near one another, with the lines among them, are one
// drawing. Texts over it, and its labels around it, make no table.

const (
	markReach = 14.0 // points: marks this near to one another are of one drawing
	leastMark = 3    // marks without bars that make a drawing
	maxMarks  = 3000 // marks looked at on a page; bars are cut off there as well
)

// drawing is a group of marks.
type drawing struct {
	page.Box
	bars   int // areas that are bars
	slants int // curves and slanted strokes

	swatches int
}

// marks are what a page's drawings are made of.
type marks struct {
	slants   []page.Box // curves and slanted strokes
	bars     []page.Box
	swatches []page.Box // small squares, as a legend has before its texts
}

// marksOf collects the marks of a page.
func marksOf(p *page.Page, h, v []ruling) marks {
	var m marks
	for _, b := range p.Shapes {
		if finite(b) && len(m.slants) < maxMarks && !strikes(b, h, v) {
			m.slants = append(m.slants, b)
		}
	}
	for _, d := range p.Diagonals {
		b := page.Box{X0: min(d.X0, d.X1), X1: max(d.X0, d.X1), Top: min(d.Y0, d.Y1), Bottom: max(d.Y0, d.Y1)}
		if finite(b) && len(m.slants) < maxMarks && !strikes(b, h, v) {
			m.slants = append(m.slants, b)
		}
	}
	for i := range p.Fills {
		const least, most = 3.0, 14.0 // points
		f := &p.Fills[i]
		if w := f.Width(); f.Gray() < 0.985 && w >= least && w <= most && math.Abs(w-f.Height()) < 0.2*w && len(m.swatches) < maxMarks {
			m.swatches = append(m.swatches, f.Box)
		}
	}
	areas := shades(p.Fills, h)
	across, down := make([]bar, 0, len(areas)), make([]bar, 0, len(areas))
	for _, b := range areas {
		color := [3]float32{b.R, b.G, b.B}
		across = append(across, bar{b.X0, b.X1, b.Top, b.Bottom, color})
		down = append(down, bar{b.Top, b.Bottom, b.X0, b.X1, color})
	}
	for _, b := range bars(across) {
		m.bars = append(m.bars, page.Box{X0: b.lo, X1: b.hi, Top: b.p0, Bottom: b.p1})
	}
	for _, b := range bars(down) {
		m.bars = append(m.bars, page.Box{X0: b.p0, X1: b.p1, Top: b.lo, Bottom: b.hi})
	}
	return m
}

// lineAt reports whether one of the drawn rulings runs within near points of a
// place along lo..hi, and whether one of those goes on well beyond.
func lineAt(rs []ruling, at, lo, hi, near float64) (along, beyond bool) {
	for k := firstFrom(rs, at-near); k < len(rs) && rs[k].at <= at+near; k++ {
		if r := &rs[k]; !r.soft && r.lo <= lo+near && r.hi >= hi-near {
			along = true
			beyond = beyond || r.lo < lo-2*near || r.hi > hi+2*near
		}
	}
	return along, beyond
}

// strikes reports whether a slanted stroke runs from corner to corner of cells:
// lines stand at all four sides of its box. It may end a little before them.
func strikes(b page.Box, h, v []ruling) bool {
	const near = 4.5
	beside := func(rs []ruling, at, lo, hi float64) bool {
		for k := firstFrom(rs, at-near); k < len(rs) && rs[k].at <= at+near; k++ {
			if r := &rs[k]; r.lo <= lo+near && r.hi >= hi-near && !r.soft {
				return true
			}
		}
		return false
	}
	return beside(h, b.Top, b.X0, b.X1) && beside(v, b.X0, b.Top, b.Bottom) &&
		beside(h, b.Bottom, b.X0, b.X1) && beside(v, b.X1, b.Top, b.Bottom)
}

// shades returns the areas that may be bars: those with a colour, but for the
// shading of cells, which lies between drawn lines that go on beyond it and
// beyond the areas it meets to the left and right.
func shades(fills []page.Fill, h []ruling) []*page.Fill {
	out := make([]*page.Fill, 0, min(len(fills), maxMarks))
	for i := range fills {
		if f := &fills[i]; f.Gray() < 0.985 && finite(f.Box) && len(out) < maxMarks {
			out = append(out, f)
		}
	}
	slices.SortStableFunc(out, func(a, b *page.Fill) int { return cmp2(a.Top, b.Top, a.X0, b.X0) })
	kept := out[:0]
	for from := 0; from < len(out); {
		to, end := from+1, out[from].X1
		for to < len(out) && out[to].Top-out[from].Top <= 1 && out[to].X0-end <= touchTol {
			end = max(end, out[to].X1)
			to++
		}
		above, far0 := lineAt(h, out[from].Top, out[from].X0, end, touchTol)
		below, far1 := lineAt(h, out[from].Bottom, out[from].X0, end, touchTol)
		if !(above && below && (far0 || far1)) {
			kept = append(kept, out[from:to]...)
		}
		from = to
	}
	return kept
}

// bar is an area by its extent along an axis, lo..hi, and across it, p0..p1.
type bar struct {
	lo, hi, p0, p1 float64
	color          [3]float32
}

func (b *bar) thick() float64 { return b.p1 - b.p0 }

// bars returns those of the areas that are bars: several of one thickness, one
// after the other across the axis, hardly any as long as another.
func bars(in []bar) []bar {
	const (
		thinnest, thickest = 2.0, 90.0 // points
		twin               = 1.5       // ends that differ by less are the same
	)
	in = slices.DeleteFunc(endToEnd(in), func(b bar) bool { return b.thick() < thinnest || b.thick() > thickest || b.hi-b.lo < 1 })
	slices.SortFunc(in, func(a, b bar) int { return cmp2(a.thick(), b.thick(), a.p0, b.p0) })
	var out []bar
	for from := 0; from < len(in); {
		to := from + 1
		for to < len(in) && in[to].thick()-in[from].thick() <= max(0.6, 0.04*in[from].thick()) {
			to++
		}
		same := slices.Clone(in[from:to])
		slices.SortFunc(same, func(a, b bar) int { return cmp2(a.p0, b.p0, a.lo, b.lo) })
		for i := 0; i < len(same); {
			k := i + 1
			for k < len(same) && same[k].p0-same[k-1].p1 <= 3*same[k].thick() {
				k++
			}
			if uneven(same[i:k], twin) {
				out = append(out, same[i:k]...)
			}
			i = k
		}
		from = to
	}
	return out
}

// endToEnd makes one of areas of one colour that go on where another ends: they
// show as one, the shading of a row cell by cell. The parts of a bar differ in
// colour.
func endToEnd(in []bar) []bar {
	const near = 0.5 // points between them
	slices.SortFunc(in, func(a, b bar) int {
		if c := cmp2(a.p0, b.p0, a.p1, b.p1); c != 0 {
			return c
		}
		return cmp2(a.lo, b.lo, a.hi, b.hi)
	})
	out := in[:0]
	for _, b := range in {
		if n := len(out) - 1; n >= 0 && out[n].color == b.color && b.p0-out[n].p0 < near && math.Abs(b.p1-out[n].p1) < near &&
			b.lo > out[n].lo && b.lo-out[n].hi < near {
			out[n].hi = max(out[n].hi, b.hi)
			continue
		}
		out = append(out, b)
	}
	return out
}

// uneven reports whether areas of one thickness, in order across the axis, are
// bars by their ends: few have a like in another row.
func uneven(bs []bar, twin float64) bool {
	// The shading of cells meets that of the next row; bars stand apart.
	rows, apart := 1, 0
	in, least := 1, len(bs) // bars of the row, of the row with the fewest
	for i := 1; i < len(bs); i++ {
		in++
		if gap := bs[i].p0 - bs[i-1].p0; gap > twin {
			rows++
			in, least = 1, min(least, in-1)
			if bs[i].p0-bs[i-1].p1 > 0.15*bs[i].thick() {
				apart++
			}
		}
	}
	if least = min(least, in); rows < 3 && !(rows == 2 && len(bs) >= 5 && least > 1) {
		return false
	}
	alone := 0
	for i := range bs {
		same := false
		for k := max(0, i-200); k < min(len(bs), i+200); k++ {
			if math.Abs(bs[k].p0-bs[i].p0) <= twin {
				continue
			}
			lo, hi := math.Abs(bs[k].lo-bs[i].lo) <= twin, math.Abs(bs[k].hi-bs[i].hi) <= twin
			same = same || lo && hi
		}
		if !same {
			alone++
		}
	}
	return alone*10 >= len(bs)*6 && apart*2 >= rows-1
}

// drawings puts the marks of a page together, with the lines among them, and
// returns how far each drawing reaches.
func drawings(p *page.Page, m marks, h, v []ruling) []page.Box {
	const most = 200 // drawings on a page; a map has one, a dashboard some twenty
	var out []page.Box
	for _, d := range clusters(p, m) {
		if (d.bars > 0 || d.slants >= leastMark || d.swatches >= leastMark) && len(out) < most {
			out = append(out, withLines(d.Box, h, v))
		}
	}
	return out
}

// labelled returns drawings with the room that their labels take: the names of
// axes and the legend below, a title above, and texts that end or begin beside.
func labelled(drawn []page.Box, ix *wordIndex) []page.Box {
	const (
		above, below = 20.0, 45.0 // points
		beside       = 14.0       // labels are this near to what they label
		longest      = 160.0      // points: longer text is no label
	)
	out := make([]page.Box, len(drawn))
	for i, d := range drawn {
		out[i] = page.Box{X0: d.X0, X1: d.X1, Top: d.Top - above, Bottom: d.Bottom + below}
		for _, w := range ix.within(page.Box{X0: d.X0 - longest, X1: d.X1 + longest, Top: d.Top, Bottom: d.Bottom}) {
			if w.Width() < longest && w.X0 < d.X1+beside && w.X1 > d.X0-beside {
				out[i].X0, out[i].X1 = min(out[i].X0, w.X0), max(out[i].X1, w.X1)
			}
		}
	}
	return out
}

// withLines returns a drawing's box with the lines that lie mostly within its
// reach: axes and the grid behind.
func withLines(b page.Box, h, v []ruling) page.Box {
	r := page.Box{X0: b.X0 - markReach, Top: b.Top - markReach, X1: b.X1 + markReach, Bottom: b.Bottom + markReach}
	grown := b
	within := func(at, lo, hi, a0, a1, b0, b1 float64) bool {
		return at >= a0 && at <= a1 && min(hi, b1)-max(lo, b0) > 0.5*(hi-lo)
	}
	for i := range h {
		if l := &h[i]; within(l.at, l.lo, l.hi, r.Top, r.Bottom, r.X0, r.X1) {
			grown = grown.Union(page.Box{X0: l.lo, X1: l.hi, Top: l.at, Bottom: l.at})
		}
	}
	for i := range v {
		if l := &v[i]; within(l.at, l.lo, l.hi, r.X0, r.X1, r.Top, r.Bottom) {
			grown = grown.Union(page.Box{X0: l.at, X1: l.at, Top: l.lo, Bottom: l.hi})
		}
	}
	return grown
}

// clusters groups marks by nearness. The page is looked at as a raster as coarse
// as the reach, so that the work grows with the marks and the page alone.
func clusters(p *page.Page, m marks) []drawing {
	if len(m.slants)+len(m.bars) == 0 || !(p.Width > 0 && p.Height > 0) {
		return nil
	}
	const most = 200 // squares along a side; larger pages have larger squares
	step := max(markReach, p.Width/most, p.Height/most)
	cols, rows := int(p.Width/step)+1, int(p.Height/step)+1
	square := make([]int32, cols*rows) // 0 empty, -1 marked, else the cluster
	each := func(b page.Box, f func(k int)) {
		x0, x1 := max(int(b.X0/step), 0), min(int(b.X1/step), cols-1)
		y0, y1 := max(int(b.Top/step), 0), min(int(b.Bottom/step), rows-1)
		for y := y0; y <= y1; y++ {
			for x := x0; x <= x1; x++ {
				f(y*cols + x)
			}
		}
	}
	large := func(b page.Box) bool { return b.Width() > 0.6*p.Width && b.Height() > 0.6*p.Height }
	for _, bs := range [3][]page.Box{m.slants, m.bars, m.swatches} {
		for _, b := range bs {
			if !large(b) {
				each(b, func(k int) { square[k] = -1 })
			}
		}
	}
	var out []drawing
	var stack []int
	for start := range square {
		if square[start] != -1 {
			continue
		}
		out = append(out, drawing{Box: page.Box{X0: math.Inf(1), Top: math.Inf(1), X1: math.Inf(-1), Bottom: math.Inf(-1)}})
		id := int32(len(out))
		square[start] = id
		stack = append(stack[:0], start)
		for len(stack) > 0 {
			k := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			x, y := k%cols, k/cols
			for dy := max(y-1, 0); dy <= min(y+1, rows-1); dy++ {
				for dx := max(x-1, 0); dx <= min(x+1, cols-1); dx++ {
					if n := dy*cols + dx; square[n] == -1 {
						square[n] = id
						stack = append(stack, n)
					}
				}
			}
		}
	}
	join := func(boxes []page.Box, count func(d *drawing)) {
		for _, b := range boxes {
			id := int32(0)
			each(b, func(k int) { id = max(id, square[k]) })
			if id > 0 && !large(b) {
				d := &out[id-1]
				d.Box = d.Union(b)
				count(d)
			}
		}
	}
	join(m.slants, func(d *drawing) { d.slants++ })
	join(m.bars, func(d *drawing) { d.bars++ })
	join(m.swatches, func(d *drawing) { d.swatches++ })
	return out
}
