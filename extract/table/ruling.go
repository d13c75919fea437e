package table

import (
	"math"
	"slices"

	"shihyo/extract/page"
)

// How rulings are made. Producers draw one visible line in many ways: a stroke,
// a thin box, a piece for every cell side, a chain of dashes, two lines side by
// side. ruling.go turns all of them into rulings: straight, solid, as long as
// they look. Pieces on one axis that touch or nearly touch are joined; pieces
// as short as dots need a neighbour to count at all.

// Tolerances in points.
const (
	axisTol   = 0.9 // pieces whose axes differ by less lie on one line
	joinGap   = 2.0 // gaps up to this are closed; cell-wise borders leave them
	dashReach = 6.0 // gaps between dashes and dots are closed up to this
	touchTol  = 3.0 // lines that miss each other by less are meant to meet
	snapWidth = 3.2 // lines closer than this bound no cell: they are one double line
	minRuling = 5.0 // shorter solid lines bound no cell

	maxRules   = 200000 // pieces looked at on a page; more is a drawing
	maxRulings = 20000  // lines after joining; more is a drawing
	maxFills   = 20000  // filled areas looked at for their sides
)

// ruling is a straight line: its axis at, and its extent lo..hi along it.
type ruling struct {
	at, lo, hi float64
	soft       bool    // the side of a filled area, not a drawn line
	inkLo      float64 // from where to where a line is drawn; the rest is
	inkHi      float64 // sides of areas on the same axis
}

func (r ruling) length() float64 { return r.hi - r.lo }

// rulings returns the page's horizontal and vertical rulings, each ordered by
// axis and then by start, and whether pieces had to be left out. They stand in the
// memory given.
func rulings(p *page.Page, m *memory) (h, v []ruling, capped bool) {
	rules := p.Rules
	if len(rules) > maxRules {
		rules, capped = rules[:maxRules], true
	}
	backs := backgrounds{fills: p.Fills}
	h, v = m.h[:0], m.v[:0]
	for i := range rules {
		r := &rules[i]
		if !finite(r.Box) {
			continue
		}
		if r.Gray > 0.97 && !backs.under(r.Box) {
			continue // white on white
		}
		across := ruling{at: (r.Top + r.Bottom) / 2, lo: r.X0, hi: r.X1}
		down := ruling{at: (r.X0 + r.X1) / 2, lo: r.Top, hi: r.Bottom}
		switch w, ht := r.Width(), r.Height(); {
		case max(w, ht) <= 3 && max(w, ht) < 2.5*min(w, ht):
			// A dot may belong to a dotted line either way.
			h, v = append(h, across), append(v, down)
		case r.Horizontal:
			h = append(h, across)
		default:
			v = append(v, down)
		}
	}
	fills := p.Fills
	if len(fills) > maxFills {
		fills, capped = fills[:maxFills], true
	}
	inset := insetFills(fills)
	var tiles cornerCount // counted when first asked for
	for i, f := range fills {
		if inset[i] {
			continue
		}
		if !finite(f.Box) || f.Width() < minRuling || f.Height() < minRuling {
			continue
		}
		if f.Width() > 0.9*p.Width && f.Height() > 0.9*p.Height {
			continue // the page's own background
		}
		if f.Gray() >= 0.985 && !backs.under(f.Box) {
			if tiles == nil {
				tiles = corners(fills)
			}
			if tiles.meets(f.Box) < 3 {
				continue
			}
		}
		h = append(h, ruling{at: f.Top, lo: f.X0, hi: f.X1, soft: true}, ruling{at: f.Bottom, lo: f.X0, hi: f.X1, soft: true})
		v = append(v, ruling{at: f.X0, lo: f.Top, hi: f.Bottom, soft: true}, ruling{at: f.X1, lo: f.Top, hi: f.Bottom, soft: true})
	}
	m.h, m.v = h, v
	h, v = alignSoft(joinPieces(h), m), alignSoft(joinPieces(v), m)
	if len(h) > maxRulings {
		h, capped = h[:maxRulings], true
	}
	if len(v) > maxRulings {
		v, capped = v[:maxRulings], true
	}
	return h, v, capped
}

func finite(b page.Box) bool {
	for _, f := range [4]float64{b.X0, b.Top, b.X1, b.Bottom} {
		if math.IsNaN(f) || math.Abs(f) > 1e7 {
			return false
		}
	}
	return true
}

// inked returns a piece with where it is drawn.
func (r ruling) inked() ruling {
	if !r.soft {
		r.inkLo, r.inkHi = r.lo, r.hi
	}
	return r
}

// joinPieces joins pieces on one axis to rulings, which take their place in memory,
// and drops specks.
func joinPieces(in []ruling) []ruling {
	slices.SortFunc(in, func(a, b ruling) int { return cmp2(a.at, b.at, a.lo, b.lo) })
	out := in[:0]
	for from := 0; from < len(in); {
		to := from + 1
		for to < len(in) && in[to].at-in[from].at <= axisTol {
			to++
		}
		band := in[from:to]
		slices.SortFunc(band, func(a, b ruling) int { return cmp2(a.lo, b.lo, a.hi, b.hi) })
		cur := band[0].inked()
		last := band[0].length()
		weight := cur.at * max(cur.length(), 0.1)
		total := max(cur.length(), 0.1)
		flush := func() {
			cur.at = weight / total
			if cur.length() >= minRuling {
				out = append(out, cur)
			}
		}
		for _, r := range band[1:] {
			gap := r.lo - cur.hi
			reach := joinGap
			if r.length() <= 8 && last <= 8 {
				reach = min(dashReach, max(joinGap, 2.5*max(r.length(), last, 1)))
			}
			if gap <= reach {
				cur.hi = max(cur.hi, r.hi)
				switch {
				case cur.soft && !r.soft:
					cur.soft, cur.inkLo, cur.inkHi = false, r.lo, r.hi
				case !r.soft:
					cur.inkHi = max(cur.inkHi, r.hi)
				}
				last = r.length()
				weight += r.at * max(r.length(), 0.1)
				total += max(r.length(), 0.1)
				continue
			}
			flush()
			cur, last = r.inked(), r.length()
			total = max(cur.length(), 0.1)
			weight = cur.at * total
		}
		flush()
		from = to
	}
	slices.SortFunc(out, func(a, b ruling) int { return cmp2(a.at, b.at, a.lo, b.lo) })
	return out
}

// alignSoft moves the sides of areas onto drawn lines that run beside them:
// the fill of a cell often keeps a little distance from its border.
func alignSoft(rs []ruling, m *memory) []ruling {
	const beside = 4.5
	drawn := m.drawn[:0]
	for _, r := range rs {
		if !r.soft {
			drawn = append(drawn, r)
		}
	}
	if m.drawn = drawn; len(drawn) == 0 || len(drawn) == len(rs) {
		return rs
	}
	for i := range rs {
		r := &rs[i]
		if !r.soft {
			continue
		}
		best := beside
		to := r.at
		for k := firstFrom(drawn, r.at-beside); k < len(drawn) && drawn[k].at <= r.at+beside; k++ {
			d := &drawn[k]
			if dist := math.Abs(d.at - r.at); dist < best && min(d.hi, r.hi)-max(d.lo, r.lo) > 0.7*r.length() {
				best, to = dist, d.at
			}
		}
		r.at = to
	}
	slices.SortFunc(rs, func(a, b ruling) int { return cmp2(a.at, b.at, a.lo, b.lo) })
	return rs
}

// firstFrom returns the index of the first ruling, in order of their axes, that
// is not before at; len(rs) if there is none.
func firstFrom(rs []ruling, at float64) int {
	from, to := 0, len(rs)
	for from < to {
		if mid := (from + to) / 2; rs[mid].at < at {
			from = mid + 1
		} else {
			to = mid
		}
	}
	return from
}

func cmp2(a, b, c, d float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	case c < d:
		return -1
	case c > d:
		return 1
	}
	return 0
}

// insetFills marks fills that lie on a fill of their own colour: they show
// nothing. Word processors shade a cell and each paragraph in it.
func insetFills(fills []page.Fill) []bool {
	inset := make([]bool, len(fills))
	const strip = 48.0
	strips := map[int][]int32{}
	for i := range fills {
		f := &fills[i]
		if !finite(f.Box) {
			continue
		}
		from, to := int(f.Top/strip), int(f.Bottom/strip)
		for k := max(from, 0); k <= min(to, from+100); k++ {
			if len(strips[k]) < 400 {
				strips[k] = append(strips[k], int32(i))
			}
		}
	}
	same := func(a, b float32) bool { return a-b < 0.02 && b-a < 0.02 }
	for i := range fills {
		f := &fills[i]
		if !finite(f.Box) {
			continue
		}
		for _, k := range strips[int((f.Top+f.Bottom)/2/strip)] {
			o := &fills[k]
			if int(k) == i || o.Width()*o.Height() <= f.Width()*f.Height() {
				continue
			}
			if same(o.R, f.R) && same(o.G, f.G) && same(o.B, f.B) &&
				o.X0 <= f.X0+0.6 && o.X1 >= f.X1-0.6 && o.Top <= f.Top+0.6 && o.Bottom >= f.Bottom-0.6 {
				inset[i] = true
				break
			}
		}
	}
	return inset
}

// cornerCount counts the corners of filled areas by place, to the point.
type cornerCount map[[2]int]int

func corners(fills []page.Fill) cornerCount {
	n := cornerCount{}
	for i := range fills {
		if b := fills[i].Box; finite(b) {
			for _, p := range boxCorners(b) {
				n[p]++
			}
		}
	}
	return n
}

// meets counts the corners of a box at which other areas have a corner too:
// white cells laid side by side are cells all the same.
func (n cornerCount) meets(b page.Box) int {
	shared := 0
	for _, p := range boxCorners(b) {
		if n[p] > 1 {
			shared++
		}
	}
	return shared
}

func boxCorners(b page.Box) [4][2]int {
	x0, x1, y0, y1 := int(math.Round(b.X0)), int(math.Round(b.X1)), int(math.Round(b.Top)), int(math.Round(b.Bottom))
	return [4][2]int{{x0, y0}, {x1, y0}, {x0, y1}, {x1, y1}}
}

// backgrounds answers whether a place has a background that white lines show on.
type backgrounds struct {
	fills []page.Fill
	dark  []*page.Fill // those of them that are, once asked for
}

// under reports whether a fill lies beneath the box or right beside it.
func (bs *backgrounds) under(b page.Box) bool {
	const most = 2000 // looked at
	if bs.dark == nil {
		bs.dark = []*page.Fill{}
		for i := range bs.fills {
			if f := &bs.fills[i]; f.Gray() < 0.985 && finite(f.Box) && len(bs.dark) < most {
				bs.dark = append(bs.dark, f)
			}
		}
	}
	cx, cy := (b.X0+b.X1)/2, (b.Top+b.Bottom)/2
	for _, f := range bs.dark {
		if f.X0-1 <= cx && cx <= f.X1+1 && f.Top-1 <= cy && cy <= f.Bottom+1 && f.Box != b {
			return true
		}
	}
	return false
}
