package table

import (
	"math"
)

// compound reports whether cells that lines close hold several rows or columns
// of the table each: numbers stacked in line with one another, or rivers.
func compound(g *grid, r *region) bool {
	d := &divider{r: r, words: r.words}
	if len(d.words) < 6 {
		return false
	}
	if looseRows(g, d.words) {
		return true
	}
	d.em = medianSize(d.words)
	d.rows = rowsOf(d.words, 0.35)
	d.bodyTop = math.Inf(-1)
	for c := range g.cols() {
		if len(d.rivers(g.xs[c], g.xs[c+1], true)) > 0 {
			return true
		}
	}
	type stack struct {
		at      []float64
		numeric int
		wide    float64 // of its widest line
		enum    bool
		words   int
	}
	byCell := map[int]*stack{}
	for i := range d.words {
		w := &d.words[i]
		k := g.at(w.midX(), w.midY())
		if k < 0 {
			continue
		}
		s := byCell[k]
		if s == nil {
			s = &stack{}
			byCell[k] = s
		}
		s.words++
		s.wide = max(s.wide, w.Width())
		s.enum = s.enum || isEnumerator(w.first)
		if n := len(s.at); n == 0 || w.midY()-s.at[n-1] > 0.5*w.size {
			s.at = append(s.at, w.midY())
			if w.numeric {
				s.numeric++
			}
		}
	}
	inside := 0
	for row := range g.rows() {
		tall, numbers, words, enum := 0, 0, 0, false
		for c := 0; c < g.cols(); c++ {
			k := int(g.slot[row*g.cols()+c])
			b := g.cells[k]
			if b.r0 != row || b.c0 != c || b.r1 != row+1 {
				continue
			}
			s := byCell[k]
			if s == nil {
				continue
			}
			words += s.words
			enum = enum || s.enum
			if len(s.at) < 3 {
				continue
			}
			tall++
			room := g.xs[b.c1] - g.xs[b.c0] - s.wide
			if s.numeric*5 >= len(s.at)*4 && room > 1.5*d.em {
				numbers++
			}
		}
		if tall >= 2 && numbers >= 1 && numbers*2 >= tall && !enum {
			inside += words
		}
	}
	return inside*2 > len(d.words)
}

// looseRows reports whether many rows have no line where the columns part, yet
// keep their texts apart there: the lines part only the header.
func looseRows(g *grid, ws []tword) bool {
	type side struct{ l, r, x int }
	loose := 0
	rowsSeen := map[int]bool{}
	byCell := map[int][]*tword{}
	for i := range ws {
		if k := g.at(ws[i].midX(), ws[i].midY()); k >= 0 {
			b := g.cells[k]
			rowsSeen[b.r0] = true
			if b.c1-b.c0 > 1 {
				byCell[k] = append(byCell[k], &ws[i])
			}
		}
	}
	for k, in := range byCell {
		b := g.cells[k]
		parted := 0
		for c := b.c0 + 1; c < b.c1; c++ {
			var s side
			for _, w := range in {
				if w.n == 1 && isCJK(w.first) {
					continue
				}
				switch x := g.xs[c]; {
				case w.X1 <= x+1:
					s.l++
				case w.X0 >= x-1:
					s.r++
				default:
					s.x++
				}
			}
			if s.l > 0 && s.r > 0 && s.x == 0 {
				parted++
			}
		}
		if parted*2 > b.c1-b.c0-1 && parted > 0 {
			loose++
		}
	}
	return loose >= 2 && loose*2 > len(rowsSeen)
}
