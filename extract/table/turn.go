package table

import "shihyo/extract/page"

// Pages are gridded in the frame in which their text reads upright, so that a
// landscape table set sideways on a portrait page has its rows as rows. Boxes
// are turned back afterwards: they always speak of the displayed page.

// mainTurn returns the turn of most of the page's text, Upright unless another
// clearly prevails.
func mainTurn(p *page.Page) page.Turn {
	turned := false
	for i := range p.Glyphs {
		turned = turned || p.Glyphs[i].Turn != page.Upright
	}
	if !turned {
		return page.Upright
	}
	var n [4]int
	for i := range p.Glyphs {
		if !p.Glyphs[i].Blank() {
			n[p.Glyphs[i].Turn&3]++
		}
	}
	for t := page.TurnedCW; t <= page.TurnedCCW; t++ {
		if n[t]*10 > (n[0]+n[1]+n[2]+n[3])*7 {
			return t
		}
	}
	return page.Upright
}

// turner maps boxes between a displayed page of width × height and the frame in
// which text of a turn reads upright.
type turner struct {
	turn          page.Turn
	width, height float64
}

// in maps a box of the displayed page into the upright frame.
func (t turner) in(b page.Box) page.Box {
	switch t.turn {
	case page.TurnedCW:
		return page.Box{X0: b.Top, Top: t.width - b.X1, X1: b.Bottom, Bottom: t.width - b.X0}
	case page.UpsideDown:
		return page.Box{X0: t.width - b.X1, Top: t.height - b.Bottom, X1: t.width - b.X0, Bottom: t.height - b.Top}
	case page.TurnedCCW:
		return page.Box{X0: t.height - b.Bottom, Top: b.X0, X1: t.height - b.Top, Bottom: b.X1}
	}
	return b
}

// out maps a box of the upright frame back onto the displayed page.
func (t turner) out(b page.Box) page.Box {
	switch t.turn {
	case page.TurnedCW:
		return page.Box{X0: t.width - b.Bottom, Top: b.X0, X1: t.width - b.Top, Bottom: b.X1}
	case page.UpsideDown:
		return t.in(b)
	case page.TurnedCCW:
		return page.Box{X0: b.Top, Top: t.height - b.X1, X1: b.Bottom, Bottom: t.height - b.X0}
	}
	return b
}

// page returns a copy of p in the upright frame. Its glyphs stand in the memory given.
func (t turner) page(p *page.Page, m *memory) *page.Page {
	q := *p
	if t.turn == page.TurnedCW || t.turn == page.TurnedCCW {
		q.Width, q.Height = p.Height, p.Width
	}
	q.Glyphs = append(m.turned[:0], p.Glyphs...)
	m.turned = q.Glyphs
	for i := range q.Glyphs {
		g := &q.Glyphs[i]
		g.Box = t.in(g.Box)
		o := t.in(page.Box{X0: g.OriginX, X1: g.OriginX, Top: g.OriginY, Bottom: g.OriginY})
		g.OriginX, g.OriginY = o.X0, o.Top
		g.Turn = (g.Turn - t.turn) & 3
	}
	q.Rules = append([]page.Rule(nil), p.Rules...)
	for i := range q.Rules {
		q.Rules[i].Box = t.in(q.Rules[i].Box)
		if t.turn != page.UpsideDown {
			q.Rules[i].Horizontal = !q.Rules[i].Horizontal
		}
	}
	q.Diagonals = append([]page.Diagonal(nil), p.Diagonals...)
	for i := range q.Diagonals {
		d := &q.Diagonals[i]
		a := t.in(page.Box{X0: d.X0, X1: d.X0, Top: d.Y0, Bottom: d.Y0})
		b := t.in(page.Box{X0: d.X1, X1: d.X1, Top: d.Y1, Bottom: d.Y1})
		d.X0, d.Y0, d.X1, d.Y1 = a.X0, a.Top, b.X0, b.Top
	}
	q.Fills = append([]page.Fill(nil), p.Fills...)
	for i := range q.Fills {
		q.Fills[i].Box = t.in(q.Fills[i].Box)
	}
	q.Shapes, q.Images = t.boxes(p.Shapes), t.boxes(p.Images)
	return &q
}

// boxes maps boxes into the upright frame.
func (t turner) boxes(in []page.Box) []page.Box {
	out := make([]page.Box, len(in))
	for i := range in {
		out[i] = t.in(in[i])
	}
	return out
}

// layout turns the boxes of a layout back onto the displayed page.
func (t turner) layout(l *Layout) {
	l.Width, l.Height = t.width, t.height
	t.lines(l.Lines)
	for i := range l.Tables {
		t.table(&l.Tables[i])
	}
	for i := range l.Strips {
		t.table(&l.Strips[i])
	}
	for k := range l.Judged {
		l.Judged[k].Box = t.out(l.Judged[k].Box)
	}
	for k := range l.Findings {
		t.finding(&l.Findings[k].Box)
	}
}

func (t turner) table(tab *Table) {
	tab.Box = t.out(tab.Box)
	for k := range tab.Findings {
		t.finding(&tab.Findings[k].Box)
	}
	for k := range tab.Borders {
		tab.Borders[k].Box = t.out(tab.Borders[k].Box)
	}
	for k := range tab.Cells {
		c := &tab.Cells[k]
		c.Box = t.out(c.Box)
		t.lines(c.Lines)
		for j := range c.Findings {
			t.finding(&c.Findings[j].Box)
		}
	}
}

func (t turner) lines(ls []Line) {
	for i := range ls {
		ls[i].Box = t.out(ls[i].Box)
	}
}

func (t turner) finding(b *[4]float64) {
	o := t.out(page.Box{X0: b[0], Top: b[1], X1: b[2], Bottom: b[3]})
	*b = [4]float64{o.X0, o.Top, o.X1, o.Bottom}
}
