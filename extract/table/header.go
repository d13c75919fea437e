package table

import (
	"math"
	"slices"

	"shihyo/extract/page"
)

// fullLines returns the heights of lines that run through at least share of the
// region's width, in order.
func (d *divider) fullLines(share float64) []float64 {
	w := d.r.box.Width()
	hs := slices.Clone(d.r.h)
	slices.SortFunc(hs, func(a, b ruling) int { return cmp2(a.at, b.at, a.lo, b.lo) })
	var out []float64
	for from := 0; from < len(hs); {
		to, covered, end := from, 0.0, math.Inf(-1)
		for to < len(hs) && hs[to].at-hs[from].at <= snapWidth {
			to++
		}
		part := slices.Clone(hs[from:to])
		slices.SortFunc(part, func(a, b ruling) int { return cmp2(a.lo, b.lo, a.hi, b.hi) })
		for _, h := range part {
			covered += max(0, h.hi-max(h.lo, end))
			end = max(end, h.hi)
		}
		if covered >= share*w {
			out = append(out, hs[from].at)
		}
		from = to
	}
	return out
}

// findHead sets bodyTop: below the first full line that has text above it in
// the region and about as much below; or above the first row of figures, where
// that comes earlier or there is no such line.
func (d *divider) findHead() {
	d.bodyTop = d.headLine()
	lined := !math.IsInf(d.bodyTop, 1)
	drawn := lined && slices.ContainsFunc(d.r.h, func(h ruling) bool { return !h.soft && math.Abs(h.at-d.bodyTop) <= snapWidth })
	for i := range d.rows {
		if drawn && i > 0 {
			break
		}
		r := &d.rows[i]
		if r.Top > d.bodyTop {
			break
		}
		if !r.ofFigures() {
			continue
		}
		if i == 0 {
			// A row of figures is no header: the table goes on from an
			// earlier page.
			d.bodyTop = d.r.box.Top - 1
		} else {
			// The first lines of the row's taller cells stand higher; so
			// does the name of its section, in the stub alone.
			for i > 1 && (d.rows[i-1].Bottom > r.Top || d.rows[i-1].before(r)) {
				i--
			}
			d.bodyTop = (d.rows[i-1].Bottom + d.rows[i].Top) / 2
		}
		return
	}
	if !lined {
		d.bodyTop = d.rows[0].Bottom
	}
}

// headLine returns the height of the line that ends the header, infinite when
// there is none.
func (d *divider) headLine() float64 {
	full := d.fullLines(0.75)
	for i, y := range full {
		above, below := 0, 0
		for k := range d.words {
			if d.words[k].midY() < y {
				above++
			} else {
				below++
			}
		}
		if above == 0 || below < max(1, above/2) {
			continue
		}
		for i+2 < len(full) && d.headGoesOn(full[i], full[i+1]) {
			i++
		}
		return full[i]
	}
	return math.Inf(1)
}

// headGoesOn reports whether the header goes on between two full lines: what
// stands above is too little to head the columns, which get their texts here.
func (d *divider) headGoesOn(y0, y1 float64) bool {
	var above, here []tword
	for i := range d.rows {
		switch r := &d.rows[i]; {
		case r.Bottom < y0+touchTol:
			above = append(above, r.words...)
		case r.Bottom < y1+touchTol:
			if r.figures() > 0 {
				return false
			}
			here = append(here, r.words...)
		}
	}
	heads, more := len(lowest(above)), len(lowest(here))
	return more >= heads+2 && more*2 >= heads*3
}

// lowest returns the words that no other stands below.
func lowest(ws []tword) []tword {
	if len(ws) > maxHeads {
		return ws
	}
	var out []tword
	for i := range ws {
		w := &ws[i]
		if !slices.ContainsFunc(ws, func(o tword) bool {
			return o.midY() > w.midY()+0.5*w.size && o.X0 < w.X1 && o.X1 > w.X0
		}) {
			out = append(out, *w)
		}
	}
	return out
}

// ofFigures reports whether a row of text holds figures, as those of the body
// do; years head columns.
func (r *row) ofFigures() bool {
	n := r.figures()
	return n >= 2 && n*5 >= len(r.words)*2
}

// before reports whether a row of text stands left of the first figure of
// another.
func (r *row) before(o *row) bool {
	for k := range o.words {
		if w := &o.words[k]; w.numeric && w.digits > 0 && !w.year {
			return k > 0 && r.X1 < w.X0
		}
	}
	return false
}

// figures counts the words that are figures and no years.
func (r *row) figures() int {
	n := 0
	for k := range r.words {
		if w := &r.words[k]; w.numeric && w.digits > 0 && !w.year {
			n++
		}
	}
	return n
}

// maxHeads bounds the words of a header that are compared with one another.
const maxHeads = 300

// headBelow reports whether other text of the header stands below a word of it:
// then the word heads several columns and tells nothing of where they part.
func (d *divider) headBelow(w *tword) bool {
	if d.heads == nil {
		d.heads = slices.DeleteFunc(slices.Clone(d.words), func(o tword) bool { return o.midY() >= d.bodyTop })
	}
	return len(d.heads) <= maxHeads && slices.ContainsFunc(d.heads, func(o tword) bool {
		return o.midY() > w.midY()+0.5*w.size && o.X0 < w.X1 && o.X1 > w.X0
	})
}

// spanner is a header text that stands over several columns.
type spanner struct {
	c0, c1 int
	midY   float64
	x0, x1 float64
}

// unit is a piece of header text on one baseline.
type unit struct {
	page.Box
	c0, c1 int
	midY   float64
	size   float64
}

// units joins the words of a band that stand close on one baseline.
func (d *divider) units(y0, y1 float64) []unit {
	var out []unit
	for i := range d.rows {
		if d.rows[i].Bottom < y0 {
			continue
		}
		if d.rows[i].Top > y1+2*d.em {
			break
		}
		from := len(out)
		for k := range d.rows[i].words {
			w := &d.rows[i].words[k]
			if w.midY() < y0 || w.midY() >= y1 {
				continue
			}
			c0, c1 := d.span(w)
			if n := len(out) - 1; n >= from && w.X0-out[n].X1 < 1.1*w.size && c0 <= out[n].c1 {
				out[n].Box = out[n].Union(w.Box)
				out[n].c1 = max(out[n].c1, c1)
				continue
			}
			out = append(out, unit{w.Box, c0, c1, w.midY(), w.size})
		}
	}
	return out
}

// levels returns the heights at which the header in a band changes level: under
// every text that stands over several columns.
func (d *divider) levels(y0, y1 float64) []float64 {
	us := d.units(y0, y1)
	var found []spanner
	// The middle of a column is that of its lowest header text.
	mids := make([]float64, len(d.xs)-1)
	low := make([]float64, len(mids))
	for c := range mids {
		mids[c], low[c] = (d.xs[c]+d.xs[c+1])/2, math.Inf(-1)
	}
	for i := range us {
		if u := &us[i]; u.c0 == u.c1 && u.midY > low[u.c0] {
			low[u.c0], mids[u.c0] = u.midY, (u.X0+u.X1)/2
		}
	}
	for i := range us {
		u := &us[i]
		// The first text below u in each column, and whether another text
		// stands beside u.
		n := len(d.xs) - 1
		below := make([]*unit, n)
		beside := make([]bool, n)
		for k := range us {
			o := &us[k]
			if k == i {
				continue
			}
			for c := o.c0; c <= o.c1; c++ {
				switch {
				case o.midY > u.midY+0.6*u.size:
					if below[c] == nil || o.midY < below[c].midY {
						below[c] = o
					}
				case o.midY > u.midY-0.6*u.size || o.midY > u.midY-1.05*u.size && (o.c1 < u.c0 || o.c0 > u.c1):
					beside[c] = true
				}
			}
		}
		if below[u.c0] == nil && u.c0 == u.c1 {
			continue
		}
		mid := (u.X0 + u.X1) / 2
		own := math.Inf(1)
		if u.c0 == u.c1 {
			own = math.Abs(mid - (below[u.c0].X0+below[u.c0].X1)/2)
		}
		best, b0, b1 := math.Inf(1), 0, 0
		for a := u.c0; a >= 0 && below[a] != nil && (a == u.c0 || !beside[a]); a-- {
			for b := u.c1; b < n && below[b] != nil && (b == u.c1 || !beside[b]); b++ {
				if a == b {
					continue
				}
				off := math.Abs(mid - (mids[a]+mids[b])/2)
				if d.realX[a] && d.realX[b+1] {
					off = math.Abs(mid - (d.xs[a]+d.xs[b+1])/2)
				}
				if off < best-0.5 || off < best+0.5 && b-a > b1-b0 {
					best, b0, b1 = off, a, b
				}
			}
		}
		if math.IsInf(best, 1) {
			continue
		}
		if u.c0 == u.c1 && own <= 0.6*u.size {
			// Over the middle of its own column and of a group alike: the
			// group has it if its other columns would else stand too low for
			// a header that is centred in height.
			level := true
			for c := b0; c <= b1; c++ {
				level = level && math.Abs(low[c]-low[u.c0]) < 0.5*u.size
			}
			if best > 0.6*u.size || !level || !d.middled(us, u, below[u.c0]) {
				continue
			}
		} else if u.c0 == u.c1 && best > min(own, 2.5*u.size)-1 {
			continue
		} else if u.c0 != u.c1 && best > 3*u.size {
			b0, b1 = u.c0, u.c1
		}
		found = append(found, spanner{b0, b1, u.midY, u.X0, u.X1})
	}
	var at []float64
	for _, s := range found {
		top := math.Inf(1)
		for k := range us {
			if o := &us[k]; o.midY > s.midY+0.6*o.size && o.c1 >= s.c0 && o.c0 <= s.c1 {
				top = min(top, o.midY-0.45*o.size)
			}
		}
		if !math.IsInf(top, 1) {
			at = append(at, (s.midY+0.45*d.em+top)/2)
		}
	}
	d.spanners = append(d.spanners, found...)
	slices.Sort(at)
	var out []float64
	for _, y := range at {
		if n := len(out); n == 0 || y-out[n-1] > 0.5*d.em {
			out = append(out, y)
		}
	}
	return out
}

// middled reports whether the header's texts are centred in height: a column
// beside has all its header text well above the lowest row.
func (d *divider) middled(us []unit, u, below *unit) bool {
	low := map[int]float64{}
	for i := range us {
		for c := us[i].c0; c <= us[i].c1; c++ {
			low[c] = max(low[c], us[i].midY)
		}
	}
	for c, y := range low {
		if (c < u.c0 || c > u.c1) && y < below.midY-0.45*u.size {
			return true
		}
	}
	return false
}

// head merges the slots of the header: texts over several columns, and columns
// whose header stands over several rows.
func (d *divider) head(crossed []bool) {
	cols := len(d.xs) - 1
	if d.headRows == 0 {
		return
	}
	type unit struct {
		c0, c1 int
		x0, x1 float64
	}
	has := make([][]bool, d.headRows) // a text stands in the slot
	units := make([][]unit, d.headRows)
	for r := range has {
		has[r] = make([]bool, cols)
	}
	for i := range d.words {
		w := &d.words[i]
		r := d.slotRow(w.midY())
		if r >= d.headRows {
			continue
		}
		c0, c1 := d.span(w)
		joined := false
		for k := range units[r] {
			u := &units[r][k]
			if c0 <= u.c1 && c1 >= u.c0 {
				u.c0, u.c1 = min(u.c0, c0), max(u.c1, c1)
				u.x0, u.x1 = min(u.x0, w.X0), max(u.x1, w.X1)
				joined = true
				break
			}
		}
		if !joined {
			units[r] = append(units[r], unit{c0, c1, w.X0, w.X1})
		}
		for c := c0; c <= c1; c++ {
			has[r][c] = true
		}
	}
	// The middle of a column is where its lowest header text stands, or the
	// middle between its borders.
	mids := make([]float64, cols)
	for c := range mids {
		mids[c] = (d.xs[c] + d.xs[c+1]) / 2
	}
	for r := range units {
		for _, u := range units[r] {
			if u.c0 == u.c1 && !(d.realX[u.c0] && d.realX[u.c0+1]) {
				mids[u.c0] = (u.x0 + u.x1) / 2
			}
		}
	}
	headed := make([]bool, cols)
	for r := range has {
		for c := range has[r] {
			headed[c] = headed[c] || has[r][c]
		}
	}
	taken := make([][]bool, d.headRows) // covered by a spanning text
	for r := range taken {
		taken[r] = make([]bool, cols)
	}
	for r := 0; r+1 < d.headRows; r++ {
		for _, u := range units[r] {
			b0, b1 := u.c0, u.c1
			mid := (u.x0 + u.x1) / 2
			off := func(a, b int) float64 {
				if a == b && a == u.c0 && d.headRows > 1 {
					// Over its own column only what stands below can tell.
					below := false
					for k := r + 1; k < d.headRows; k++ {
						below = below || has[k][a]
					}
					if !below {
						return 0
					}
				}
				return math.Abs((mids[a]+mids[b])/2 - mid)
			}
			bestOff := off(b0, b1)
			free := func(c int) bool {
				if has[r][c] && (c < u.c0 || c > u.c1) || taken[r][c] {
					return false
				}
				// Something must stand below for the text to head it, and no
				// drawn line may part the column from the text.
				for k := r + 1; k < d.headRows; k++ {
					if has[k][c] {
						return true
					}
				}
				return false
			}
			walled := func(c int) bool { return d.realLeft[r*(cols+1)+c] }
			if sp := d.spannerAt(u.c0, u.c1, r); sp != nil {
				for c := sp.c0; c <= sp.c1; c++ {
					taken[r][c] = true
					if c > sp.c0 && !walled(c) {
						d.left[r*(cols+1)+c] = false
					}
				}
				continue
			}
			if !free(u.c0) {
				continue
			}
			// Where a line is drawn under the text it tells the extent.
			k := (r+1)*cols + u.c0
			if d.realTop[k] && d.realTop[(r+1)*cols+u.c1] {
				a, b := u.c0, u.c1
				for a > 0 && d.realTop[(r+1)*cols+a-1] && free(a-1) && !walled(a) {
					a--
				}
				for b+1 < cols && d.realTop[(r+1)*cols+b+1] && free(b+1) && !walled(b+1) {
					b++
				}
				for x := a; x <= u.c0; x++ {
					for y := u.c1; y <= b; y++ {
						if o := off(x, y); o < bestOff-0.5 || o < bestOff+0.5 && y-x > b1-b0 {
							b0, b1, bestOff = x, y, min(o, bestOff)
						}
					}
				}
			} else {
				for x := u.c0; x >= 0 && (x == u.c0 || free(x) && !walled(x+1)); x-- {
					for y := u.c1; y < cols && (y == u.c1 || free(y) && !walled(y)); y++ {
						if o := off(x, y); o < bestOff-2 {
							b0, b1, bestOff = x, y, o
						}
					}
				}
			}
			if b1 > b0 {
				for c := b0; c <= b1; c++ {
					taken[r][c] = true
					if c > b0 {
						d.left[r*(cols+1)+c] = false
					}
				}
			}
		}
	}
	// A column without any header text goes to the neighbour whose text stands
	// over the middle of both.
	for c := range cols {
		if headed[c] {
			continue
		}
		for _, n := range [2]int{c - 1, c + 1} {
			if n < 0 || n >= cols || !headed[n] {
				continue
			}
			var x0, x1 = math.Inf(1), math.Inf(-1)
			single := true
			for r := range units {
				for _, u := range units[r] {
					if u.c0 <= n && n <= u.c1 {
						single = single && u.c0 == u.c1
						x0, x1 = min(x0, u.x0), max(x1, u.x1)
					}
				}
			}
			a, b := min(c, n), max(c, n)
			mid := (x0 + x1) / 2
			lone := math.Abs((d.xs[n]+d.xs[n+1])/2 - mid)
			both := math.Abs((d.xs[a]+d.xs[b+1])/2 - mid)
			if !single || both > lone-2 {
				continue
			}
			for r := range d.headRows {
				if !d.realLeft[r*(cols+1)+b] {
					d.left[r*(cols+1)+b] = false
				}
			}
			for r := 1; r < d.headRows; r++ {
				if !d.realTop[r*cols+a] && !d.realTop[r*cols+b] {
					d.top[r*cols+c] = false
				}
			}
			headed[c] = true
			break
		}
	}
	// Columns with one text in the header below any spanning one: it fills
	// the rows that no line parts.
	for c := range cols {
		from := 0
		for r := range d.headRows {
			if taken[r][c] {
				from = r + 1
			}
		}
		for r := from + 1; r < d.headRows; r++ {
			if !d.realTop[r*cols+c] && !crossed[(r-1)*(cols+1)+c] {
				d.top[r*cols+c] = false
			}
		}
	}
}

// spannerAt returns the spanning text that stands in header row r over the
// given columns.
func (d *divider) spannerAt(c0, c1, r int) *spanner {
	for i := range d.spanners {
		if s := &d.spanners[i]; d.slotRow(s.midY) == r && s.c0 <= c0 && c1 <= s.c1 {
			return s
		}
	}
	return nil
}
