package kpi

import (
	"shihyo/extract/finding"
	"shihyo/extract/page"
	"shihyo/extract/table"
)

// A plan may print one small table for each indicator with the indicator's name
// over it as a heading: 指標１　自主防災組織の組織率, and below it years over rows of
// 目標 and 実績, or 基準値 and 目標値 over one row of figures. Such a table has no
// column of names; the heading is put beside it as one, and the rest is read as
// ever.

// captioned reads a table without names as that of the indicator its title
// names, and reports whether it is one.
func (r *Reader) captioned(g *grid, head title, begin func(*schema)) bool {
	if !head.own || head.line == nil || g.rows > maxGroup {
		return false
	}
	// Years over rows of 目標 and 実績 are read the other way round, as they are
	// in a form.
	return r.named(transpose(g.t), head, begin) || r.named(g.t, head, begin)
}

// named reads the table, with its title put beside it.
func (r *Reader) named(t *table.Table, head title, begin func(*schema)) bool {
	g := newGrid(t)
	h := r.terms.findHeader(g, 0)
	if h.end == h.start || h.start > 0 || h.end >= g.rows {
		return false
	}
	g = newGrid(withName(g.t, head.line, h.end))
	s, ok := r.terms.readNamed(g, h, head.text)
	if !ok || !s.single(g.rows-h.end) {
		return false
	}
	section := r.section
	begin(s)
	if r.section = section; head.over != "" {
		r.section = head.over
	}
	r.doc.Findings = append(r.doc.Findings, finding.New(nameFromTitle, head.text).At(g.t.Page, boxOf(head.line.Box)))
	r.rowsOf(g, s, h.end, g.rows, false)
	return true
}

// withName returns the table with one more column at its left: the text of a line
// over all rows below the header.
func withName(t *table.Table, ln *table.Line, header int) *table.Table {
	n := *t
	n.Cols++
	n.Cells = []table.Cell{
		{Row: 0, Col: 0, RowSpan: header, ColSpan: 1, Confidence: 1, Box: page.Box{}},
		{Row: header, Col: 0, RowSpan: t.Rows - header, ColSpan: 1, Confidence: 1, Text: ln.Text, Box: ln.Box},
	}
	for _, c := range t.Cells {
		c.Col++
		n.Cells = append(n.Cells, c)
	}
	return &n
}

// single reports whether a table of the given rows, read with its title as the
// name, is that of one indicator: nothing else in it could be a name, and words
// of the header or beside the rows say what the values are.
func (s *schema) single(rows int) bool {
	words, target := 0, false
	for c := range s.cols[1:] {
		k := &s.cols[c+1]
		switch k.kind {
		case kindValue:
			if k.namesMeasures() {
				return false
			}
			for _, l := range k.labels {
				if l.m.role() != "" && k.stats.value >= 0.5 {
					words++
					target = target || l.m == meansTarget
					break
				}
			}
		case kindLabel:
			if c+1 != s.rowLabel && k.stats.noun >= 0.5 {
				return false // the names of several
			}
		case kindYear, kindUnit:
		case kindExtra:
			if k.m == unknown {
				return false
			}
		default:
			return false
		}
	}
	if s.rowLabel >= 0 {
		return s.rolesInRows() || target && len(s.values) >= 2
	}
	return rows == 1 && words >= 2
}

// namesMeasures reports whether a header of a value column names what is measured:
// the table is of several indicators then, beside one another.
func (k *column) namesMeasures() bool {
	for i, l := range k.labels {
		if l.m == unknown && !l.hasYear && commonUnits[bracketUnit(k.heads[i])] {
			return true
		}
	}
	return false
}
