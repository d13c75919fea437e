package table

import (
	"math"
	"slices"
)

// How white shows columns. Between two drawn lines the rows of text are laid on
// one another; where none, or next to none, has a word there is a river. One
// sweep over the ends of the words finds all rivers at once.

// river is a strip of white.
type river struct{ lo, hi float64 }

// panel is the text between two drawn borders, by rows.
type panel struct {
	x0, x1  float64
	rows    [][]*tword
	several int // rows with several texts
	walled  bool

	words []*tword // of all rows
	ends  []wordEnd
}

// wordEnd is where a word begins or ends.
type wordEnd struct {
	x float64
	d int // 1 where it begins, -1 where it ends
}

// panel collects the rows of the body between x0 and x1; those of the header
// too where the body has hardly any with several texts. It stands until the next
// one is asked for.
func (d *divider) panel(x0, x1 float64, walled bool) *panel {
	p := &d.strip
	p.x0, p.x1, p.walled = x0, x1, walled
	if p.collect(d, d.bodyTop); p.several < 2 {
		p.collect(d, math.Inf(-1))
	}
	return p
}

func (p *panel) collect(d *divider, minTop float64) {
	p.words, p.rows, p.several = p.words[:0], p.rows[:0], 0
	rows := d.rows
	for i := range rows {
		if rows[i].Bottom < minTop || d.titled(&rows[i]) {
			continue
		}
		from := len(p.words)
		for k := range rows[i].words {
			w := rows[i].words[k]
			if m := w.midX(); m > p.x0 && m < p.x1 && w.X1-w.X0 < (p.x1-p.x0)*0.98 {
				p.words = append(p.words, w)
			}
		}
		if n := len(p.words) - from; n > 0 {
			p.rows = append(p.rows, p.words[from:])
			if n > 1 {
				p.several++
			}
		}
	}
}

// leastWhite returns the width in em that white must have to be no accident: the
// more rows have it, the less.
func (p *panel) leastWhite() float64 {
	switch n := len(p.rows); {
	case p.walled:
		return 1.5
	case n >= 10:
		return 0.35
	case n >= 5:
		return 0.5
	case n >= 3:
		return 0.7
	}
	return 1.4
}

// walledRows is how many rows must have several texts in a column that lines seem
// to close for it to be looked at.
const walledRows = 3

// spannedWhite is the least width in em of white that more than a stray word
// stands across.
const spannedWhite = 0.8

// whites returns the borders that rivers between x0 and x1 suggest. Walled tells
// that lines seem to close the column already.
func (d *divider) whites(x0, x1 float64, walled bool) []border {
	if x1-x0 < 2*d.em {
		return nil
	}
	p := d.panel(x0, x1, walled)
	if p.several == 0 || walled && p.several < walledRows {
		return nil
	}
	least := p.leastWhite() * d.em
	if walled {
		return d.judged(p, p.sweep(0, least))
	}
	out := d.judged(p, p.sweep(p.several/12, least))
	// A few texts that span columns may stand across wide white that most rows
	// have.
	if p.several >= 5 {
		for _, b := range d.judged(p, p.sweep(max(1, p.several/6), max(spannedWhite*d.em, least))) {
			if !slices.ContainsFunc(out, func(o border) bool { return o.lo < b.hi && b.lo < o.hi }) {
				out = append(out, b)
			}
		}
		slices.SortFunc(out, func(a, b border) int { return cmp2(a.lo, b.lo, a.hi, b.hi) })
	}
	return out
}

// sweep finds the strips of some width, with text on both sides, in which no
// more than the allowed number of rows has text.
func (p *panel) sweep(allowed int, width float64) []river {
	p.ends = p.ends[:0]
	for _, w := range p.words {
		p.ends = append(p.ends, wordEnd{w.X0 + 0.3, 1}, wordEnd{max(w.X1-0.3, w.X0+0.4), -1})
	}
	slices.SortFunc(p.ends, func(a, b wordEnd) int {
		if a.x != b.x {
			return cmp2(a.x, b.x, 0, 0)
		}
		return b.d - a.d
	})
	var out []river
	blocked, seen := 0, false
	start := math.NaN()
	for _, e := range p.ends {
		blocked += e.d
		if e.d > 0 && blocked > allowed {
			if seen && !math.IsNaN(start) && e.x-start >= width {
				out = append(out, river{start, e.x})
			}
			seen = true
			start = math.NaN()
		}
		if e.d < 0 && blocked <= allowed && math.IsNaN(start) {
			start = e.x
		}
	}
	return out
}

// judged turns rivers into the borders that stand up.
func (d *divider) judged(p *panel, rivers []river) []border {
	var out []border
	for _, rv := range rivers {
		b := border{x: d.between(rv), lo: rv.lo, hi: rv.hi, ev: p.evidence(rv)}
		if b.ev.score() >= columnLeast {
			out = append(out, b)
		}
	}
	return out
}

// evidence tells what the rows of a panel say of a border in a river.
func (p *panel) evidence(rv river) columnEvidence {
	e := columnEvidence{rows: p.several, walled: p.walled}
	figures, glued := 0, 0
	mid := (rv.lo + rv.hi) / 2
	for _, ws := range p.rows {
		left, right, across := false, false, false
		for i, w := range ws {
			switch {
			case w.X1 <= rv.lo+1:
				left = true
			case w.X0 >= rv.hi-1 && !right:
				right = true
				if left && w.numeric {
					figures++
				}
				if i > 0 && w.X0-ws[i-1].X1 < 1.3*w.size && ws[i-1].blank > 0.8*(w.X0-ws[i-1].X1) {
					glued++
				}
			case w.X0 < mid && w.X1 > mid:
				across = true
			}
		}
		if left && right {
			e.both++
		}
		if across {
			e.crossed++
		}
	}
	e.glued = glued*2 > e.both
	e.lone = e.both < 2 && (e.both < 1 || len(p.rows) > 2)
	if p.walled {
		e.rows = len(p.rows)
		e.lone = e.both < 3
		e.wordy = figures*2 < e.both
	}
	return e
}

// between returns where in a river the border goes: its middle, or that of the
// widest part that no header text stands in.
func (d *divider) between(rv river) float64 {
	free := []river{rv}
	for i := range d.words {
		w := d.words[i]
		if w.midY() > d.bodyTop || w.X1 < rv.lo || w.X0 > rv.hi || d.headBelow(w) {
			continue
		}
		var next []river
		for _, f := range free {
			if w.X0-f.lo > 0.5 {
				next = append(next, river{f.lo, min(f.hi, w.X0)})
			}
			if f.hi-w.X1 > 0.5 {
				next = append(next, river{max(f.lo, w.X1), f.hi})
			}
		}
		free = next
	}
	best := river{}
	for _, f := range free {
		if f.hi-f.lo > best.hi-best.lo {
			best = f
		}
	}
	if best.hi-best.lo < 0.15*d.em {
		return (rv.lo + rv.hi) / 2
	}
	return (best.lo + best.hi) / 2
}
