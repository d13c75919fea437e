package page

import (
	"io"
	"math"
	"slices"
	"sync"
	"unicode/utf8"
)

// How plain text is laid out. Glyphs that follow each other in the content and
// on the page form runs; runs on one baseline form a line; each run is printed
// at the column its position asks for, one column being half an em of the
// page's usual text, and East Asian characters taking two. Only runs are
// sorted, which are ten times fewer than glyphs: text output is meant to cost
// no more than reading does. It takes no account of tables; package table does.

// run is a stretch of glyphs in one direction without a gap.
type run struct {
	from, to int32   // glyphs, in content order
	x0, x1   float64 // on the page
	base     float64 // baseline
	size     float64
	cols     int32 // columns its text takes
}

// layout holds the working memory of WriteText.
type layout struct {
	runs   []run
	sorted []run
	order  []uint64 // place and index, see sortable
	out    []byte
}

var layouts = sync.Pool{New: func() any { return new(layout) }}

// WriteText writes the page as plain text the way a reader sees it: lines in
// visual order, columns kept apart by spaces, East Asian characters counted as
// two columns. A page that is mostly in vertical writing comes with a line for
// each of its columns, from the right. It ends with a form feed, as pdftotext
// does.
func WriteText(w io.Writer, p *Page) error {
	l := layouts.Get().(*layout)
	defer layouts.Put(l)
	l.out = l.out[:0]
	l.page(p)
	l.out = append(l.out, '\f')
	_, err := w.Write(l.out)
	return err
}

func (l *layout) page(p *Page) {
	vertical := 0
	for i := range p.Glyphs {
		if p.Glyphs[i].Vertical {
			vertical++
		}
	}
	upended := 2*vertical > len(p.Glyphs)
	l.cut(p.Glyphs, upended)
	if len(l.runs) == 0 {
		return
	}
	// The width of a column, from all text.
	var width, cols, left float64
	left = math.Inf(1)
	for i := range l.runs {
		r := &l.runs[i]
		width += r.x1 - r.x0
		cols += float64(r.cols)
		left = min(left, r.x0)
	}
	column := 4.0 // points, where there is nothing to measure
	if cols > 0 && width > 0 {
		column = min(max(width/cols, 1), 50)
	}

	l.sort(l.runs, func(r *run) float64 { return r.base })
	last, lastSize := math.Inf(1), 0.0
	for i := 0; i < len(l.runs); {
		first := l.runs[i]
		j := i + 1
		for j < len(l.runs) {
			r := &l.runs[j]
			near := 0.4 * min(r.size, first.size)
			if r.size <= scriptSize*first.size || first.size <= scriptSize*r.size {
				near = 0.45 * max(r.size, first.size) // a raised or lowered mark
			}
			if r.base-first.base > near {
				break
			}
			j++
		}
		main := first // the largest text of the line
		for _, r := range l.runs[i+1 : j] {
			if r.size > main.size {
				main = r
			}
		}
		if main.base-last > 1.9*max(min(lastSize, main.size), 4) {
			l.out = append(l.out, '\n')
		}
		l.line(p.Glyphs, l.runs[i:j], left, column)
		last, lastSize = main.base, main.size
		i = j
	}
}

// sort sorts runs by what by returns, those that are equal as they were.
func (l *layout) sort(runs []run, by func(*run) float64) {
	if len(runs) < 2 {
		return
	}
	l.order = l.order[:0]
	for i := range runs {
		l.order = append(l.order, sortable(by(&runs[i]), i))
	}
	slices.Sort(l.order)
	l.sorted = append(l.sorted[:0], runs...)
	for i, o := range l.order {
		runs[i] = l.sorted[uint32(o)]
	}
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

// line prints the runs of a line.
func (l *layout) line(glyphs []Glyph, runs []run, left, column float64) {
	l.sort(runs, func(r *run) float64 { return r.x0 })
	const widest = 1000 // columns: a page wider than that is no text
	at := 0
	end := math.Inf(-1)
	for k := range runs {
		r := &runs[k]
		want := int(min(max((r.x0-left)/column+0.5, 0), widest))
		if want <= at && k > 0 && r.x0-end > 0.15*r.size {
			want = at + 1
		}
		for at < want {
			l.out = append(l.out, ' ')
			at++
		}
		for i := r.from; i < r.to; i++ {
			g := &glyphs[i]
			if g.Unknown {
				l.out = append(l.out, "\ufffd"...)
				continue
			}
			l.text(g.Text)
		}
		at += int(r.cols)
		end = max(end, r.x1)
	}
	l.out = append(l.out, '\n')
}

// text adds a glyph's characters; controls would upset the lines.
func (l *layout) text(s string) {
	if len(s) == 1 && s[0] > ' ' && s[0] < 0x7f {
		l.out = append(l.out, s[0])
		return
	}
	for _, c := range s {
		if c > ' ' && c != 0x7f && c != 0x3000 && (c < 0x80 || c > 0xa0) {
			l.out = utf8.AppendRune(l.out, c)
		}
	}
}

// cut cuts the glyphs into runs. In a vertical page x and y change places, so
// that columns print as lines.
func (l *layout) cut(glyphs []Glyph, upended bool) {
	l.runs = l.runs[:0]
	var cur *run
	var dir int
	blank := false
	for i := range glyphs {
		g := &glyphs[i]
		if c := g.Text; !g.Unknown && (c == " " || c == "\u3000" || c == "\u00a0" || c == "") {
			blank = true
			continue
		}
		size := g.Size
		if !(size > 0) {
			size = 1
		}
		var x0, x1, base float64
		d := 0
		switch {
		case upended && g.Vertical:
			// The rightmost column first: its base is the smallest.
			x0, x1, base, d = g.Top, g.Bottom, -(g.X0+g.X1)/2, 1
		case g.Vertical:
			// A character below the other in a page of horizontal lines.
			x0, x1, base, d = g.X0, g.X1, (g.Top+g.Bottom)/2+0.38*size, 2
		case g.Turn == Upright:
			x0, x1, base = g.X0, g.X1, g.OriginY
		case g.Turn == TurnedCW:
			x0, x1, base, d = g.Top, g.Bottom, g.OriginX, 3
		case g.Turn == TurnedCCW:
			x0, x1, base, d = -g.Bottom, -g.Top, g.OriginX, 4
		default:
			x0, x1, base, d = -g.X1, -g.X0, g.OriginY, 5
		}
		if cur != nil && d == dir && d != 2 && math.Abs(base-cur.base) <= 0.1*size {
			gap := x0 - cur.x1
			if gap > -0.5*size && (gap <= 0.12*size || !blank && gap <= 0.2*size) {
				cur.to = int32(i) + 1
				cur.x1 = max(cur.x1, x1)
				cur.cols += columns(g, size)
				blank = false
				continue
			}
		}
		l.finish(cur, dir, glyphs)
		l.runs = append(l.runs, run{
			from: int32(i), to: int32(i) + 1, x0: x0, x1: x1, base: base, size: size,
			cols: columns(g, size),
		})
		cur, dir, blank = &l.runs[len(l.runs)-1], d, false
	}
	l.finish(cur, dir, glyphs)
}

// finish gives a turned run its place on the page: it prints as a line that
// begins where the turned one does.
func (l *layout) finish(r *run, dir int, glyphs []Glyph) {
	if r == nil || dir < 3 {
		return
	}
	b := glyphs[r.from].Box
	for i := r.from; i < r.to; i++ {
		b = b.Union(glyphs[i].Box)
	}
	r.x0, r.x1 = b.X0, b.X0+float64(r.cols)*0.5*r.size
	if dir == 5 {
		r.base = b.Bottom
	} else {
		r.base = b.Top + r.size
	}
}

// columns returns how many columns a glyph's text takes. Characters whose width
// depends on the script around (①, ―) are wide where their glyph is.
func columns(g *Glyph, size float64) int32 {
	s := g.Text
	if len(s) == 1 || g.Unknown {
		return 1
	}
	n := int32(0)
	for _, c := range s {
		switch {
		case c < 0x80:
			n++
		case c >= 0x1100 && c <= 0x115f, c >= 0x2e80 && c <= 0xa4cf, c >= 0xac00 && c <= 0xd7a3,
			c >= 0xf900 && c <= 0xfaff, c >= 0xfe30 && c <= 0xfe6f, c >= 0xff01 && c <= 0xff60,
			c >= 0xffe0 && c <= 0xffe6, c >= 0x1f300 && c <= 0x1faff, c >= 0x20000 && c <= 0x3fffd:
			n += 2
		case c >= 0x2000 && c <= 0x2e7f && max(g.Width(), g.Height()) > 0.75*size && g.Width() > 0.6*size:
			n += 2
		case c >= 0x300 && c <= 0x36f:
			// combining marks take none
		default:
			n++
		}
	}
	return n
}
