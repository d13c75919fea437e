package kpi

import (
	"slices"

	"shihyo/extract/finding"
	"shihyo/extract/page"
	"shihyo/extract/table"
)

// A page whose text is turned (a wide table set sideways on an upright page)
// is understood in the frame its text reads in; what is reported of it stands
// where the page shows it.

// turned tells by how many quarter turns clockwise the tables of a page read:
// 0, 1 (rows run from right to left) or 3 (rows run from left to right). A
// page read upside down does not occur without a page rotation, which the
// reader has applied.
func turned(l *table.Layout) int {
	var t *table.Table
	for i := range l.Tables {
		if t == nil || len(l.Tables[i].Cells) > len(t.Cells) {
			t = &l.Tables[i]
		}
	}
	if t == nil {
		return 0
	}
	// Along a column rows advance down in an upright table, sideways in a
	// turned one.
	down, side := 0.0, 0.0
	head := map[int]page.Box{}
	for i := range t.Cells {
		c := &t.Cells[i]
		b, ok := head[c.Col]
		if !ok {
			head[c.Col] = c.Box
			continue
		}
		down += c.Box.Top + c.Box.Bottom - b.Top - b.Bottom
		side += c.Box.X0 + c.Box.X1 - b.X0 - b.X1
	}
	switch {
	case side < 0 && -side > 2*abs(down):
		return 1
	case side > 0 && side > 2*abs(down):
		return 3
	}
	return 0
}

func abs(x float64) float64 { return max(x, -x) }

// turnBox takes a box of a page of the given size to the frame that reads
// after q quarter turns.
func turnBox(b page.Box, width, height float64, q int) page.Box {
	switch q {
	case 1:
		return page.Box{X0: b.Top, Top: width - b.X1, X1: b.Bottom, Bottom: width - b.X0}
	case 3:
		return page.Box{X0: height - b.Bottom, Top: b.X0, X1: height - b.Top, Bottom: b.X1}
	}
	return b
}

// upright returns the layout in the frame its tables read in, and the quarter
// turns that takes.
func upright(l *table.Layout) (*table.Layout, int) {
	q := turned(l)
	if q == 0 {
		return l, 0
	}
	n := &table.Layout{Page: l.Page, Width: l.Height, Height: l.Width, Findings: l.Findings}
	lines := func(ls []table.Line) []table.Line {
		ls = slices.Clone(ls)
		for i := range ls {
			ls[i].Box = turnBox(ls[i].Box, l.Width, l.Height, q)
		}
		return ls
	}
	turn := func(ts []table.Table) []table.Table {
		ts = slices.Clone(ts)
		for i := range ts {
			t := &ts[i]
			t.Box = turnBox(t.Box, l.Width, l.Height, q)
			t.Cells = slices.Clone(t.Cells)
			for k := range t.Cells {
				c := &t.Cells[k]
				c.Box, c.Lines = turnBox(c.Box, l.Width, l.Height, q), lines(c.Lines)
				c.Findings = turnFindings(slices.Clone(c.Findings), l.Width, l.Height, q)
			}
		}
		return ts
	}
	n.Lines, n.Tables, n.Strips = lines(l.Lines), turn(l.Tables), turn(l.Strips)
	return n, q
}

// turnBack puts the boxes of what was read of a turned page back to where the
// page, of the given upright size, shows them.
func (r *Reader) turnBack(indicators, findings, hints int, width, height float64, q int) {
	back := 4 - q
	for i := indicators; i < len(r.doc.Indicators); i++ {
		in := &r.doc.Indicators[i]
		in.Box = turnBox(in.Box, width, height, back)
		turnFindings(in.Findings, width, height, back)
		in.places.turn(width, height, back)
		for k := range in.Values {
			in.Values[k].Box = turnBox(in.Values[k].Box, width, height, back)
			turnFindings(in.Values[k].Findings, width, height, back)
		}
	}
	turnFindings(r.doc.Findings[findings:], width, height, back)
	for i := range r.hints[hints:] {
		b := &r.hints[hints+i].box
		*b = turnBox(*b, width, height, back)
	}
}

// turnFindings takes the boxes of findings to the frame after q quarter turns.
func turnFindings(fs []finding.Finding, width, height float64, q int) []finding.Finding {
	for i := range fs {
		if b := fs[i].Box; b != [4]float64{} {
			fs[i].Box = boxOf(turnBox(page.Box{X0: b[0], Top: b[1], X1: b[2], Bottom: b[3]}, width, height, q))
		}
	}
	return fs
}

// turn takes the boxes to the frame after q quarter turns; unknown ones stay so.
func (p *places) turn(width, height float64, q int) {
	for _, b := range append([]*page.Box{&p.field, &p.name}, append(pointers(p.nos), pointers(p.items)...)...) {
		if *b != (page.Box{}) {
			*b = turnBox(*b, width, height, q)
		}
	}
}

func pointers(boxes []page.Box) []*page.Box {
	out := make([]*page.Box, len(boxes))
	for i := range boxes {
		out[i] = &boxes[i]
	}
	return out
}
