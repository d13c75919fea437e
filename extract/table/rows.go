package table

import (
	"math"
	"slices"
)

// rowBorders sets ys: the heights of lines, and between them where rows of text
// part.
func (d *divider) rowBorders() {
	b := d.r.box
	var at []float64
	for _, h := range d.r.h {
		at = append(at, h.at)
	}
	at = append(at, b.Top, b.Bottom)
	_, my := middles(d.words)
	drawn := squeeze(snap(at), my)
	d.measure()
	d.lead = d.wrapLead(drawn)
	lead := d.lead
	cuts := make([][]float64, len(drawn))
	bands, lone := 0, 0
	texts, loneTexts := 0, 0
	for i := 0; i+1 < len(drawn); i++ {
		cs := d.clusters(drawn[i], drawn[i+1])
		if len(cs) == 0 {
			continue
		}
		if drawn[i] < d.bodyTop-1 {
			cuts[i] = d.levels(drawn[i], min(drawn[i+1], d.bodyTop))
			if d.bodyTop > drawn[i+1]-thinStrip {
				continue
			}
			cuts[i] = append(cuts[i], d.bodyTop)
			cs = d.clusters(d.bodyTop, drawn[i+1])
			cuts[i] = append(cuts[i], d.partBand(cs, lead)...)
			continue
		}
		cuts[i] = d.partBand(cs, lead)
		bands++
		texts += len(cs)
		if linesPerColumn(cs) <= 1 {
			lone++
			loneTexts += len(cs)
		}
	}
	// Where most columns have one line between drawn ones, lines part the rows
	// and the other bands are rows of wrapped text.
	ruled := bands >= 2 && lone*2 >= bands && (bands >= 5 || loneTexts*3 >= texts)
	for i := 0; i+1 < len(drawn); i++ {
		d.ys, d.realY = append(d.ys, drawn[i]), append(d.realY, true)
		if ruled && drawn[i] >= d.bodyTop-1 {
			continue
		}
		for _, y := range cuts[i] {
			d.ys, d.realY = append(d.ys, y), append(d.realY, false)
		}
	}
	d.ys, d.realY = append(d.ys, drawn[len(drawn)-1]), append(d.realY, true)
}

// linesPerColumn returns how many clusters the typical column of a band has
// text in.
func linesPerColumn(cs []cluster) int {
	n := map[int]int{}
	for i := range cs {
		for c := range cs[i].cols {
			n[c]++
		}
	}
	var counts []int
	for _, k := range n {
		counts = append(counts, k)
	}
	slices.Sort(counts)
	return counts[(len(counts)-1)/2]
}

// measure notes how far text reaches in each column.
func (d *divider) measure() {
	n := len(d.xs) - 1
	d.minCol, d.maxCol = make([]float64, n), make([]float64, n)
	for c := range d.minCol {
		d.minCol[c], d.maxCol[c] = math.Inf(1), math.Inf(-1)
	}
	for i := range d.words {
		w := &d.words[i]
		if c0, c1 := d.span(w); c0 == c1 {
			d.minCol[c0] = min(d.minCol[c0], w.X0)
			d.maxCol[c0] = max(d.maxCol[c0], w.X1)
		}
	}
}

// cluster is text rows of one height band, merged while they overlap.
type cluster struct {
	top, bottom float64
	cols        map[int]*colLine
}

// colLine is what a cluster has in one column.
type colLine struct {
	x0, x1, head, size float64
	numeric            bool
	cjk                bool
	enum               bool
	bracket            bool // begins with one
	n                  int
}

func (d *divider) clusters(y0, y1 float64) []cluster {
	var out []cluster
	for i := range d.rows {
		r := &d.rows[i]
		if r.Bottom < y0 {
			continue
		}
		if r.Top > y1+2*d.em {
			break
		}
		var ws []tword
		for _, w := range r.words {
			if m := w.midY(); m >= y0 && m < y1 {
				ws = append(ws, w)
			}
		}
		if len(ws) == 0 {
			continue
		}
		top, bottom := math.Inf(1), math.Inf(-1)
		for _, w := range ws {
			top, bottom = min(top, w.midY()-0.4*w.size), max(bottom, w.midY()+0.4*w.size)
		}
		if k := len(out) - 1; k < 0 || top > out[k].bottom-0.02*d.em {
			out = append(out, cluster{top: top, bottom: bottom, cols: map[int]*colLine{}})
		}
		c := &out[len(out)-1]
		c.top, c.bottom = min(c.top, top), max(c.bottom, bottom)
		for k := range ws {
			w := &ws[k]
			c0, c1 := d.span(w)
			for j := c0; j <= c1; j++ {
				l := c.cols[j]
				if l == nil {
					l = &colLine{x0: w.X0, x1: w.X1, head: w.head, size: w.size, numeric: w.numeric, cjk: w.cjk, enum: isEnumerator(w.first), bracket: isOpening(w.first)}
					c.cols[j] = l
				} else {
					l.x0, l.x1 = min(l.x0, w.X0), max(l.x1, w.X1)
					l.numeric = l.numeric && w.numeric
				}
				l.n += w.n
			}
		}
	}
	return out
}

func isEnumerator(r rune) bool {
	return r >= 0x2460 && r <= 0x24ff || r >= 0x3220 && r <= 0x33ff || r == '・' || r == '•'
}

func isOpening(r rune) bool {
	return r == '(' || r == '（' || r == '[' || r == '［' || r == '【' || r == '〔' || r == '〈' || r == '<' || r == '＜'
}

// wrapLead returns the white between lines that are wraps of one text: the
// smallest that is common. Rows stand further apart where the table has
// padding.
func (d *divider) wrapLead(drawn []float64) float64 {
	var gaps []float64
	for i := 0; i+1 < len(drawn); i++ {
		cs := d.clusters(drawn[i], drawn[i+1])
		for k := 0; k+1 < len(cs); k++ {
			if cs[k+1].shares(&cs[k]) > 0 {
				gaps = append(gaps, cs[k+1].top-cs[k].bottom)
			}
		}
	}
	if len(gaps) == 0 {
		return 0
	}
	slices.Sort(gaps)
	return gaps[len(gaps)/20]
}

// partBand returns the heights at which rows part between two drawn lines.
func (d *divider) partBand(cs []cluster, lead float64) []float64 {
	if len(cs) < 2 {
		return nil
	}
	var out []float64
	for k := 0; k+1 < len(cs); k++ {
		if k+2 < len(cs) && d.centredBetween(&cs[k], &cs[k+1], &cs[k+2]) {
			if d.parts(&cs[k], &cs[k+2], lead) {
				// Through the text between: it then spans both rows.
				y := (cs[k+1].top + cs[k+1].bottom) / 2
				out = append(out, y)
				if d.joins == nil {
					d.joins = map[float64]map[int]*colLine{}
				}
				d.joins[y] = cs[k+1].cols
			}
			k++
			continue
		}
		if d.parts(&cs[k], &cs[k+1], lead) {
			out = append(out, (cs[k].bottom+cs[k+1].top)/2)
		}
	}
	return out
}

// centredBetween reports whether b is text of merged cells that are centred in
// height over the rows a and c: it stands halfway, in columns of its own.
func (d *divider) centredBetween(a, b, c *cluster) bool {
	off := (a.top+a.bottom+c.top+c.bottom)/4 - (b.top+b.bottom)/2
	return a.shares(b) == 0 && c.shares(b) == 0 && a.shares(c) >= 2 && len(b.cols) < len(a.cols) && math.Abs(off) < 0.35*d.em
}

// shares counts the columns in which both clusters have text.
func (c *cluster) shares(o *cluster) int {
	n := 0
	for k := range c.cols {
		if o.cols[k] != nil {
			n++
		}
	}
	return n
}

// parts reports whether a new row begins between two clusters.
func (d *divider) parts(a, b *cluster, lead float64) bool {
	gap := b.top - a.bottom
	score := 0.0
	if gap > lead+0.28*d.em {
		score += 1.5
	} else {
		score -= 0.5
	}
	if gap > lead+1.2*d.em {
		score += 2
	}
	shared, fresh, enum := 0, 0, 0
	for c, lb := range b.cols {
		la := a.cols[c]
		if la == nil {
			fresh++
			continue
		}
		shared++
		if lb.enum && la.enum {
			enum++
		}
		room := (d.maxCol[c] - d.minCol[c]) - (la.x1 - la.x0)
		next := lb.head
		if lb.cjk {
			next = min(next, 1.5*lb.size)
		}
		wraps := room < next+0.3*d.em
		switch {
		case lb.bracket && !la.bracket && gap <= lead+0.28*d.em:
			score -= 0.5 // 36人 / （R3末）
		case la.numeric && lb.numeric && c > 0 && !wraps:
			score += 2
		case la.numeric && lb.numeric && c > 0:
			score++
		case !wraps:
			score++
		default:
			score--
		}
	}
	if fresh > 0 {
		score += 0.7 * float64(fresh)
	}
	if enum > 0 && enum*2 >= shared {
		score -= 2
	}
	if len(b.cols) < len(a.cols) && fresh == 0 {
		score--
	}
	return score > 0.4
}
