package content

import (
	"cmp"
	"math"
	"slices"

	"shihyo/extract/page"
)

// How lines become rules. Writers draw a ruling line in many ways: one stroke,
// a stroke for each cell, a filled box, hundreds of small boxes, a row of dots,
// a stretched image. All arrive here as pieces, boxes in painting order, and go
// through these steps:
//
//  1. pieces that something opaque was laid over are cut;
//  2. pieces in the colour of what they lie on are dropped;
//  3. thin boxes stacked without a gap are put together: to one line, or to an
//     area where they are a gradient or a picture in strips;
//  4. rows of short pieces with even gaps become one dashed line;
//  5. pieces in one line that touch are joined.
//
// Lines side by side are never joined, so double lines stay two.

// line is a piece of a ruling line.
type line struct {
	page.Box
	rgb        [3]float32
	seq        int32
	thickness  float64
	horizontal bool
	dashed     bool
	dot        bool // as long as wide: its direction is not known
	side       bool // of a stroked figure: no dash of a line
	from       origin
}

// origin is the way a line was drawn.
type origin uint8

const (
	fromStroke origin = iota
	fromFill
	fromImage
)

// addLine notes a piece of a line.
func (r *run) addLine(l line) {
	if r.rd.textOnly {
		return
	}
	if len(r.lines) >= MaxLines {
		r.over("MaxLines")
		return
	}
	l.seq = r.seq
	if max(l.Width(), l.Height()) <= r.dotSize && max(l.Width(), l.Height()) < 2*min(l.Width(), l.Height()) {
		l.dot = true
	}
	r.lines = append(r.lines, l)
	switch {
	case l.dashed:
		r.stats.Dashes++
	case l.from == fromFill:
		r.stats.Fills++
	case l.from == fromImage:
		r.stats.Images++
	default:
		r.stats.Strokes++
	}
	if luminance(l.rgb) > lightest && !l.dashed && len(r.lines) > 1 && len(r.cover) < MaxAreas {
		r.cover = append(r.cover, cover{Box: l.Box, seq: r.seq, line: true, horizontal: l.horizontal})
	}
}

// finishLines turns the pieces into the page's rules.
func (r *run) finishLines() {
	if len(r.lines) == 0 {
		return
	}
	r.cutCovered()
	r.dropUnseen()
	r.mergeStripes()
	h, v := r.segments()
	h = r.joinDashes(h)
	v = r.joinDashes(v)
	h = r.joinSegments(h, v)
	v = r.joinSegments(v, h)
	p := r.page
	p.Rules = slices.Grow(p.Rules, len(h)+len(v))
	for i := range h {
		if s := &h[i]; s.keep() {
			p.Rules = append(p.Rules, page.Rule{
				Box:        page.Box{X0: s.lo, X1: s.hi, Top: s.p0, Bottom: s.p1},
				Horizontal: true, Thickness: s.p1 - s.p0, Dashed: s.dashed, Gray: luminance(s.rgb),
			})
		}
	}
	for i := range v {
		if s := &v[i]; s.keep() {
			p.Rules = append(p.Rules, page.Rule{
				Box:       page.Box{Top: s.lo, Bottom: s.hi, X0: s.p0, X1: s.p1},
				Thickness: s.p1 - s.p0, Dashed: s.dashed, Gray: luminance(s.rgb),
			})
		}
	}
}

// cutCovered cuts from the pieces what opaque areas drawn later hide.
func (r *run) cutCovered() {
	if len(r.cover) == 0 {
		return
	}
	// Pieces by bands of the page, so that each cover meets only those near it.
	const height = 16.0
	bands := int(bound(r.page.Height/height, 4096)) + 1
	band := func(y float64) int { return min(max(int(bound(y/height, 1e6)), 0), bands-1) }
	count := make([]int32, bands+1)
	total := 0
	for i := range r.lines {
		a, b := band(r.lines[i].Top), band(r.lines[i].Bottom)
		total += b - a + 1
		for k := a; k <= b; k++ {
			count[k+1]++
		}
	}
	if !r.spend(total) {
		return
	}
	for k := range bands {
		count[k+1] += count[k]
	}
	members := make([]int32, total)
	fill := slices.Clone(count)
	for i := range r.lines {
		for k := band(r.lines[i].Top); k <= band(r.lines[i].Bottom); k++ {
			members[fill[k]] = int32(i)
			fill[k]++
		}
	}
	type cut struct {
		line   int32
		lo, hi float64
	}
	var cuts []cut
	for ci := range r.cover {
		c := &r.cover[ci]
		for k := band(c.Top); k <= band(c.Bottom); k++ {
			m := members[count[k]:count[k+1]]
			if !r.spend(len(m)) {
				break
			}
			for _, i := range m {
				l := &r.lines[i]
				if l.seq >= c.seq || c.line && (c.horizontal != l.horizontal || l.dot) {
					continue
				}
				lo, hi, p0, p1 := l.X0, l.X1, l.Top, l.Bottom
				clo, chi, c0, c1 := c.X0, c.X1, c.Top, c.Bottom
				if !l.horizontal {
					lo, hi, p0, p1 = l.Top, l.Bottom, l.X0, l.X1
					clo, chi, c0, c1 = c.Top, c.Bottom, c.X0, c.X1
				}
				// A line at the very edge of an area shows beside it.
				slack := 0.05
				if !c.line && p1-p0 < 0.3 {
					slack = -0.1
				}
				if c0 > p0+slack || c1 < p1-slack || clo >= hi || chi <= lo {
					continue
				}
				if len(cuts) >= MaxLines {
					r.over("MaxLines")
					break
				}
				cuts = append(cuts, cut{i, clo, chi})
			}
		}
	}
	if len(cuts) == 0 {
		return
	}
	slices.SortFunc(cuts, func(a, b cut) int { return cmp.Or(cmp.Compare(a.line, b.line), cmp.Compare(a.lo, b.lo)) })
	dead := make([]bool, len(r.lines))
	var rest []line
	for i := 0; i < len(cuts); {
		n := cuts[i].line
		l := r.lines[n]
		dead[n] = true
		lo, hi := l.X0, l.X1
		if !l.horizontal {
			lo, hi = l.Top, l.Bottom
		}
		piece := func(a, b float64) {
			const least = 0.3 // points left over beside a cover: rounding
			if b-a < least {
				return
			}
			s := l
			if s.horizontal {
				s.X0, s.X1 = a, b
			} else {
				s.Top, s.Bottom = a, b
			}
			rest = append(rest, s)
		}
		at := lo
		for ; i < len(cuts) && cuts[i].line == n; i++ {
			if cuts[i].lo > at {
				piece(at, min(cuts[i].lo, hi))
			}
			at = max(at, cuts[i].hi)
		}
		if at < hi {
			piece(at, hi)
		}
	}
	kept := r.lines[:0]
	for i := range r.lines {
		if !dead[i] {
			kept = append(kept, r.lines[i])
		}
	}
	r.lines = append(kept, rest...)
}

// dropUnseen drops pieces in the colour of what they lie on. A light line
// between or on shaded areas stays: it parts cells.
func (r *run) dropUnseen() {
	kept := r.lines[:0]
	for i := range r.lines {
		l := &r.lines[i]
		suspect := luminance(l.rgb) > lightest
		for k := 0; !suspect && k < len(r.shades); k++ {
			suspect = distance(r.shades[k], l.rgb) < sameShade
		}
		if suspect && r.work < MaxWork {
			r.work += 3 * len(r.areas)
			x, y := (l.X0+l.X1)/2, (l.Top+l.Bottom)/2
			dx, dy := 0.0, l.Height()/2+0.4
			if !l.horizontal {
				dx, dy = l.Width()/2+0.4, 0
			}
			same := func(x, y float64) bool {
				rgb, sure := r.under(x, y, l.seq)
				return sure && distance(rgb, l.rgb) < sameShade
			}
			// What was painted later beside the line counts too: cells shaded
			// around a gap that was drawn first.
			later := func(x, y float64) bool {
				rgb, sure := r.under(x, y, math.MaxInt32)
				return sure && distance(rgb, l.rgb) < sameShade
			}
			if same(x, y) && (later(x-dx, y-dy) || later(x+dx, y+dy)) {
				continue
			}
		}
		kept = append(kept, *l)
	}
	r.lines = kept
}

// mergeStripes puts thin boxes together that lie on each other without a gap:
// to a line, or to a fill where together they are too thick for one.
func (r *run) mergeStripes() {
	// Order: direction, then both ends along the line in half points, then the
	// place across. Packed into one number, since there may be thousands.
	order := r.order[:0]
	for i := range r.lines {
		l := &r.lines[i]
		if l.from == fromStroke {
			continue
		}
		lo, hi, at := l.X0, l.X1, l.Top
		if !l.horizontal {
			lo, hi, at = l.Top, l.Bottom, l.X0
		}
		key := uint64(half(lo))<<48 | uint64(half(hi))<<32 | uint64(uint32(int32(bound(at*256, 1<<30))+1<<30))
		if l.horizontal {
			key |= 1 << 63
		}
		order = append(order, keyed{key, int32(i)})
	}
	r.order = order
	if len(order) < 2 {
		return
	}
	slices.SortFunc(order, byKey)
	var dead []bool
	for i := 0; i < len(order); {
		first := &r.lines[order[i].i]
		whole := first.Box
		j := i + 1
		for ; j < len(order) && order[j].key>>32 == order[i].key>>32; j++ {
			l := &r.lines[order[j].i]
			end, begin := whole.Bottom, l.Top
			if !l.horizontal {
				end, begin = whole.X1, l.X0
			}
			if begin > end+0.05 {
				break
			}
			whole = whole.Union(l.Box)
		}
		if j-i > 1 {
			if dead == nil {
				dead = make([]bool, len(r.lines))
			}
			thick := whole.Height()
			if !first.horizontal {
				thick = whole.Width()
			}
			if thick <= r.thickest {
				first.Box, first.thickness = whole, thick
				for _, o := range order[i+1 : j] {
					dead[o.i] = true
				}
			} else {
				for _, o := range order[i:j] {
					dead[o.i] = true
				}
				if luminance(first.rgb) <= lightest && max(whole.Width(), whole.Height()) > 2*r.dotSize {
					r.page.Fills = append(r.page.Fills, page.Fill{Box: whole, R: first.rgb[0], G: first.rgb[1], B: first.rgb[2]})
				}
			}
		}
		i = j
	}
	if dead == nil {
		return
	}
	kept := r.lines[:0]
	for i := range r.lines {
		if !dead[i] {
			kept = append(kept, r.lines[i])
		}
	}
	r.lines = kept
}

// keyed is the index of something to sort and the number to sort it by.
type keyed struct {
	key uint64
	i   int32
}

func byKey(a, b keyed) int {
	if a.key < b.key {
		return -1
	}
	if a.key > b.key {
		return 1
	}
	return 0
}

// half returns v in half points, in 15 bits.
func half(v float64) uint64 { return uint64(min(max(v*2+4096.5, 0), 1<<15-1)) }

// segment is a piece along one axis: lo to hi along it, p0 to p1 across.
type segment struct {
	lo, hi, p0, p1 float64
	rgb            [3]float32
	seq            int32
	dashed         bool
	dot            bool
	side           bool
}

func (s *segment) mid() float64 { return (s.p0 + s.p1) / 2 }

// keep reports whether a joined segment is long enough for a rule: marks as
// long as wide and crumbs of drawings are none.
func (s *segment) keep() bool {
	n := s.hi - s.lo
	const least = 2.5 // points
	return n >= least && n >= 2*(s.p1-s.p0)
}

// segments parts the pieces by direction; dots go to both.
func (r *run) segments() (h, v []segment) {
	h, v = r.across[:0], r.down[:0]
	across, dots := 0, 0
	for i := range r.lines {
		if l := &r.lines[i]; l.dot {
			dots++
		} else if l.horizontal {
			across++
		}
	}
	h = slices.Grow(h, across+dots)
	v = slices.Grow(v, len(r.lines)-across)
	for i := range r.lines {
		l := &r.lines[i]
		s := segment{rgb: l.rgb, seq: l.seq, dashed: l.dashed, dot: l.dot, side: l.side}
		if l.horizontal || l.dot {
			s.lo, s.hi, s.p0, s.p1 = l.X0, l.X1, l.Top, l.Bottom
			h = append(h, s)
		}
		if !l.horizontal || l.dot {
			s.lo, s.hi, s.p0, s.p1 = l.Top, l.Bottom, l.X0, l.X1
			v = append(v, s)
		}
	}
	r.across, r.down = h, v
	return h, v
}

// inLine is how far apart across the middles of pieces of one line may be, in
// points. Double lines are at least 0.5 pt apart.
const inLine = 0.22

// rows returns the segments in the order of rows: groups that lie in one line,
// each sorted along it. ends holds where each group ends.
//
// Both are valid until the next call.
func (r *run) rows(s []segment) (sorted []segment, ends []int) {
	order := r.places[:0]
	for i := range s {
		order = append(order, sortable(s[i].mid(), i))
	}
	r.places = order
	slices.Sort(order)
	r.sorted = append(r.sorted[:0], s...)
	sorted, ends = r.sorted, r.ends[:0]
	for i := 0; i < len(s); {
		first := s[uint32(order[i])].mid()
		last := first
		j := i + 1
		for ; j < len(s); j++ {
			mid := s[uint32(order[j])].mid()
			if mid-last > inLine || mid-first > 2*inLine {
				break
			}
			last = mid
		}
		for k := i; k < j; k++ {
			n := int(uint32(order[k]))
			order[k] = sortable(s[n].lo, n)
		}
		slices.Sort(order[i:j])
		for k := i; k < j; k++ {
			sorted[k] = s[uint32(order[k])]
		}
		ends = append(ends, j)
		i = j
	}
	r.ends = ends
	return sorted, ends
}

// sortable packs a coordinate, exact to a thousandth of a point, and an index
// into a number that sorts by them.
func sortable(v float64, i int) uint64 {
	b := math.Float32bits(float32(v))
	if b>>31 != 0 {
		b = ^b
	} else {
		b |= 1 << 31
	}
	return uint64(b)<<32 | uint64(uint32(i))
}

// joinDashes makes one dashed segment of rows of short pieces with even gaps. The
// result stands in the memory of s.
func (r *run) joinDashes(s []segment) []segment {
	const (
		longest = 8.0 // points: the dashes of a line
		widest  = 6.0 // points: the gaps
		least   = 5   // pieces
	)
	short := 0
	for i := range s {
		if s[i].hi-s[i].lo <= longest {
			short++
		}
	}
	if short < least {
		return s
	}
	out := s[:0]
	s, ends := r.rows(s)
	from := 0
	for _, to := range ends {
		row := s[from:to]
		from = to
		for i := 0; i < len(row); {
			first := row[i]
			j := i + 1
			if first.hi-first.lo <= longest && !first.side {
				gap := -1.0
				for ; j < len(row); j++ {
					b := &row[j]
					d := b.lo - row[j-1].hi
					if b.hi-b.lo > longest || b.side || d <= 0.1 || d > widest ||
						math.Abs((b.p1-b.p0)-(first.p1-first.p0)) > 0.3 || distance(b.rgb, first.rgb) > 0.1 {
						break
					}
					if gap < 0 {
						gap = d
					} else if math.Abs(d-gap) > 0.35+0.3*gap {
						break
					}
				}
			}
			if j-i >= least {
				first.hi = row[j-1].hi
				first.dashed, first.dot = true, false
				out = append(out, first)
			} else {
				out = append(out, row[i:j]...)
			}
			i = j
		}
	}
	return out
}

// joinSegments joins pieces of one line that touch or overlap, or have nothing
// but a line across between their ends. The result stands in the memory of s.
func (r *run) joinSegments(s, across []segment) []segment {
	const touch = 0.6 // points between the ends of pieces that count as touching
	out := s[:0]
	s, ends := r.rows(s)
	begin := 0
	for _, end := range ends {
		row := s[begin:end]
		begin = end
		from := len(out)
		for i := range row {
			b := row[i]
			done := false
			// The open ones are at the end; a row has few kinds of lines.
			for k := len(out) - 1; k >= from && k >= len(out)-8; k-- {
				a := &out[k]
				gap := touch
				if a.dashed {
					gap = 6
				}
				if a.dashed != b.dashed || !alike(a, &b) ||
					a.hi+gap < b.lo && (b.lo-a.hi > r.thickest || !r.bridged(across, a.hi, b.lo, b.mid())) {
					continue
				}
				a.hi = max(a.hi, b.hi)
				a.p0, a.p1 = min(a.p0, b.p0), max(a.p1, b.p1)
				a.dot = false
				done = true
				break
			}
			if !done {
				out = append(out, b)
			}
		}
		out = out[:from+dropContained(out[from:])]
	}
	return out
}

// bridged reports whether one of the lines across covers the gap from lo to hi
// at the place mid.
func (r *run) bridged(across []segment, lo, hi, mid float64) bool {
	const slack = 0.1
	if !r.spend(len(across)) {
		return false
	}
	for i := range across {
		if s := &across[i]; s.p0 <= lo+slack && s.p1 >= hi-slack && s.lo <= mid && s.hi >= mid {
			return true
		}
	}
	return false
}

// alike reports whether two pieces can be of one line: near in thickness and
// colour.
func alike(a, b *segment) bool {
	ta, tb := a.p1-a.p0, b.p1-b.p0
	if math.Abs(ta-tb) > 0.3+0.25*max(ta, tb) {
		return false
	}
	return distance(a.rgb, b.rgb) < 0.2
}

// dropContained drops the segments of a row that lie within another one: lines
// drawn twice, dashes over a full line. It moves those that stay to the front and
// returns how many they are.
func dropContained(row []segment) int {
	const (
		slack = 0.5 // points
		most  = 512
	)
	if len(row) < 2 || len(row) > most {
		return len(row)
	}
	var dropped [most]bool
	for i := range row {
		b := &row[i]
		for k := range row {
			if k == i {
				continue
			}
			a := &row[k]
			if a.lo <= b.lo+slack && a.hi >= b.hi-slack && a.p0 <= b.p0+0.1 && a.p1 >= b.p1-0.1 && !a.dashed {
				equal := b.lo <= a.lo+slack && b.hi >= a.hi-slack && b.p0 <= a.p0+0.1 && b.p1 >= a.p1-0.1 && !b.dashed
				if !equal || k < i {
					dropped[i] = true
					break
				}
			}
		}
	}
	kept := 0
	for i := range row {
		if !dropped[i] {
			row[kept] = row[i]
			kept++
		}
	}
	return kept
}
