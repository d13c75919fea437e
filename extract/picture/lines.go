package picture

import (
	"image"
	"math/bits"
)

// How lines are found: every row is cut into runs of ink, small gaps bridged.
// Runs long enough for a piece of a line are joined with those of the row above
// that they touch, so that a line may be thick, and may run askew, as it does on
// a sheet that was fed in askew: its runs then follow one another from row to
// row. What comes out is a line if it is long, thin for its length and straight.

const (
	// leastRun is the shortest run that may be a piece of a line, in points:
	// longer than most strokes of the characters a table is set in.
	leastRun = 7.0
	// leastLength is the shortest ruling line, in points: longer than any stroke,
	// and two characters. One from edge to edge of the picture may be shorter,
	// since scanners cut pages into strips.
	leastLength = 26.0
	// mostThickness is that of the thickest ruling line, in points; thicker areas
	// are shading or pictures.
	mostThickness = 4.0
	// leastForm is how many times as long as thick a line is.
	leastForm = 8
	// mostSkew is how far a line may be off the horizontal or vertical, as a slope:
	// two degrees, from which a page looks askew to anybody.
	mostSkew = 0.035
	// mostGap is the break in a line that scanning may leave, in points.
	mostGap = 0.5
	// leastPixels is the shortest run in pixels, whatever the resolution.
	leastPixels = 6
	// mostLines bounds the lines of a picture that are kept: pages have hundreds.
	mostLines = 20_000
)

// Line is a ruling line in a picture, in pixels from the top left corner.
type Line struct {
	X0, Y0, X1, Y1 float64 // its box: along its whole length, across at its middle
	Horizontal     bool
	Pieces         []image.Rectangle // the pixels it was found by, gaps included
}

// Lines returns the ruling lines of a picture that shows perX pixels to the point
// across and perY down.
func (b *Bitmap) Lines(perX, perY float64) []Line {
	lines := b.across(perX, perY)
	for i := range lines {
		lines[i].Horizontal = true
	}
	down := b.turned().across(perY, perX)
	for i := range down {
		l := &down[i]
		l.X0, l.Y0, l.X1, l.Y1 = l.Y0, l.X0, l.Y1, l.X1
		for k, p := range l.Pieces {
			l.Pieces[k] = image.Rect(p.Min.Y, p.Min.X, p.Max.Y, p.Max.X)
		}
	}
	return append(lines, down...)
}

// run is a stretch of ink [from, to) on one row.
type run struct{ from, to int }

// trace is a line being followed down the rows.
type trace struct {
	from, to    int // of all of it
	first, last int // rows
	above, here run // its runs on the row above, and on the one at hand
	ink         int // pixels
	pieces      []image.Rectangle
}

// across finds the lines along the rows. along and over are the pixels to the
// point in the direction of the rows and across them.
func (b *Bitmap) across(along, over float64) []Line {
	least := max(int(leastRun*along), leastPixels)
	gap := int(mostGap * along)
	// Thicker than this it is no line, so it need not be known in full.
	thick := int(2*mostThickness*over) + int(mostSkew*float64(b.W))
	var lines []Line
	var open, begun, spare []trace
	var runs []run
	done := func(t *trace) {
		if len(lines) < mostLines {
			if l, ok := t.line(b, along, over); ok {
				lines = append(lines, l)
			}
		}
	}
	for y := range b.H {
		runs = b.runs(runs[:0], y, least, gap)
		if len(runs) == 0 && len(open) == 0 {
			continue
		}
		begun = begun[:0]
		k := 0 // traces before it end left of all further runs
		for _, r := range runs {
			for k < len(open) && open[k].above.to+gap < r.from {
				k++
			}
			if k == len(open) || open[k].above.from > r.to+gap {
				begun = append(begun, trace{from: r.from, to: r.to, first: y, last: y, here: r, ink: r.to - r.from,
					pieces: []image.Rectangle{image.Rect(r.from, y, r.to, y+1)}})
				continue
			}
			t := &open[k]
			if t.last == y {
				t.here.to = r.to
			} else {
				t.last, t.here = y, r
			}
			t.from, t.to = min(t.from, r.from), max(t.to, r.to)
			t.ink += r.to - r.from
			if y-t.first <= thick {
				t.pieces = append(t.pieces, image.Rect(r.from, y, r.to, y+1))
			}
		}
		open, spare = merge(spare[:0], open, begun, y, done), open
	}
	for i := range open {
		done(&open[i])
	}
	return lines
}

// merge appends the traces that go on and those begun on row y in order, and
// hands over those that ended.
func merge(all, open, begun []trace, y int, done func(*trace)) []trace {
	k := 0
	for i := range open {
		t := &open[i]
		if t.last != y {
			done(t)
			continue
		}
		for ; k < len(begun) && begun[k].here.from < t.here.from; k++ {
			all = append(all, begun[k])
		}
		all = append(all, *t)
	}
	all = append(all, begun[k:]...)
	for i := range all {
		all[i].above = all[i].here
	}
	return all
}

// line tells whether what was followed is a ruling line.
func (t *trace) line(b *Bitmap, along, over float64) (Line, bool) {
	length := float64(t.to - t.from)
	thickness := float64(t.ink) / length
	height := float64(t.last - t.first + 1)
	whole := t.from <= 1 && t.to >= b.W-1
	switch {
	case length < leastLength*along && !whole,
		thickness > mostThickness*over,
		length/along < leastForm*thickness/over,
		height > thickness+2+mostSkew*length*over/along,
		len(t.pieces) == 0:
		return Line{}, false
	}
	middle := (float64(t.first) + float64(t.last) + 1) / 2
	thickness = max(thickness, 1)
	return Line{X0: float64(t.from), X1: float64(t.to), Y0: middle - thickness/2, Y1: middle + thickness/2, Pieces: t.pieces}, true
}

// runs appends the runs of row y that are at least as long as least, with gaps of
// up to gap pixels bridged.
func (b *Bitmap) runs(out []run, y, least, gap int) []run {
	from, to := -1, -gap-1 // the run at hand
	end := func() {
		if from >= 0 && to-from >= least {
			out = append(out, run{from, to})
		}
	}
	for i, w := range b.row(y) {
		at := i * 64
		for w != 0 {
			skip := bits.TrailingZeros64(w)
			n := bits.TrailingZeros64(^(w >> skip))
			start := at + skip
			if start > to+gap {
				end()
				from = start
			}
			to = start + n
			if skip+n >= 64 {
				break
			}
			w &^= (1<<n - 1) << skip
		}
	}
	end()
	return out
}
