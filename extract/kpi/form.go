package kpi

import (
	"slices"
	"strings"

	"shihyo/extract/finding"
	"shihyo/extract/table"
)

// A form is a small table about one indicator: label cells (指標名, 単位, 基準値,
// R7目標 …) with what they label beside or below them, often with a row of
// years over a row of values. It is read cell by cell: every other cell belongs
// to the label to its left, the label above it, or both.

// labels are the cells of a form that name what stands beside or below them.
type labels struct {
	of       []label // of every cell, label or not
	is       []bool
	inferred int // the label of the name where no word says which it is, else -1
}

// isForm reports whether labels stand all over a table rather than at its top:
// an indicator label, and labels of values in more than one row and column.
func (r *Reader) isForm(g *grid) bool {
	_, ok := r.labels(g)
	return ok
}

func (r *Reader) labels(g *grid) (*labels, bool) {
	if g.rows > 40 || g.cols > 24 {
		return nil, false
	}
	ls := &labels{of: make([]label, len(g.t.Cells)), is: make([]bool, len(g.t.Cells)), inferred: -1}
	indicator, values := false, 0
	rows := map[int]bool{}
	for i := range g.t.Cells {
		c := &g.t.Cells[i]
		l := r.terms.classify(c.Text)
		ls.of[i], ls.is[i] = l, isLabel(l) || r.forms[fold(c.Text)]
		if !ls.is[i] {
			continue
		}
		rows[c.Row] = true
		indicator = indicator || l.m == meansIndicator
		if namesValue(l) {
			values++
		}
	}
	if values < 2 || len(rows) < 2 || len(rows)*2 < g.rows {
		return nil, false
	}
	if !indicator {
		if ls.inferred = r.nameLabel(g, ls); ls.inferred < 0 {
			return nil, false
		}
		ls.of[ls.inferred].m = meansIndicator
	}
	return ls, true
}

// nameLabel returns the label, of no word that is known, beside which the first text
// stands that names what is measured; -1 for none.
func (r *Reader) nameLabel(g *grid, ls *labels) int {
	for row := range g.rows {
		for _, i := range g.row(row) {
			c := &g.t.Cells[i]
			if c.Row != row || ls.is[i] {
				continue
			}
			left := nearest(g, ls.is, c, 0, -1)
			if k := r.terms.traits(c.Text); left >= 0 && ls.of[left].m == unknown && !namesValue(ls.of[left]) && !k.value && k.length >= 4 && k.noun {
				return left
			}
		}
	}
	return -1
}

// isLabel reports whether a header label names what stands beside it.
func isLabel(l label) bool {
	return l.bare || l.m != unknown && (l.whole || l.hasYear || l.m.role() != "") && l.m != meansEval || l.whole || l.hasYear && !l.figure
}

// namesValue reports whether a label names a value: by its role or its year.
func namesValue(l label) bool { return l.bare || l.m.role() != "" || l.hasYear && !l.figure }

// maxFormLabels bounds the labels of forms that are kept; a document has some.
const maxFormLabels = 500

// learnForms notes the texts that stand in the same cells of tables of one shape
// while others differ: the labels of forms, whatever their words.
func (r *Reader) learnForms(tables []table.Table) {
	for i := range tables {
		t := &tables[i]
		if t.Rows < 2 || t.Rows > 40 || t.Cols < 2 || t.Cols > 24 {
			continue
		}
		for k := i + 1; k < len(tables); k++ {
			u := &tables[k]
			if !sameShape(t, u) {
				continue
			}
			for n := range t.Cells {
				if a := fold(t.Cells[n].Text); a == fold(u.Cells[n].Text) && a != "" && !commonUnits[a] && !looksValue(a) && len(r.forms) < maxFormLabels {
					r.forms[a] = true
				}
			}
			break
		}
	}
}

// sameShape reports whether two tables have the same cells, and not all of the same
// texts.
func sameShape(t, u *table.Table) bool {
	if t.Rows != u.Rows || t.Cols != u.Cols || len(t.Cells) != len(u.Cells) {
		return false
	}
	differ := false
	for n := range t.Cells {
		a, b := &t.Cells[n], &u.Cells[n]
		if a.Row != b.Row || a.Col != b.Col || a.RowSpan != b.RowSpan || a.ColSpan != b.ColSpan {
			return false
		}
		differ = differ || a.Text != b.Text
	}
	return differ
}

// form reads a table as forms and reports whether it held any.
func (r *Reader) form(g *grid, begin func(*schema)) bool {
	ls, ok := r.labels(g)
	if !ok {
		return false
	}
	labels, is := ls.of, ls.is
	var found []Indicator
	var cur *Indicator
	field, item := "", Item{}
	for row := 0; row < g.rows; row++ {
		for _, i := range g.row(row) {
			c := &g.t.Cells[i]
			if c.Row != row || is[i] {
				continue
			}
			left, above := nearest(g, is, c, 0, -1), nearest(g, is, c, -1, 0)
			text := strings.TrimSpace(c.Text)
			lm, am := meaningOf(labels, left), meaningOf(labels, above)
			m, at := lm, left
			if m == unknown || m.role() == "" && am.role() != "" && left >= 0 && c.Col > g.t.Cells[left].Col+g.t.Cells[left].ColSpan {
				m, at = am, above
			}
			if at < 0 && left < 0 && above < 0 {
				continue
			}
			switch {
			case m == meansIndicator:
				if text == "" {
					continue
				}
				found = append(found, Indicator{Page: g.t.Page, Name: text, Field: field, Table: r.no, Confidence: 0.8, Box: c.Box})
				cur = &found[len(found)-1]
				if item != (Item{}) {
					cur.Items = []Item{item}
				}
			case m == meansField:
				field = text
			case m == meansItem:
				item = Item{No: item.No, Name: text}
				if cur != nil && len(cur.Items) == 0 {
					cur.Items = []Item{item}
				}
			case m == meansItemNo || m == meansRowNumber:
				item = Item{No: text}
			case cur == nil:
			case m == meansUnit:
				cur.Unit = text
				cur.Extra = append(cur.Extra, Extra{squeeze(g.t.Cells[at].Text), text})
			case further(lm) || further(am):
				if text != "" {
					cur.Extra = append(cur.Extra, Extra{furtherHeader(g, left, above), text})
				}
			case m.role() != "" || m == meansYear || m == meansValue || valueLabel(labels, left) || valueLabel(labels, above):
				if v, ok := formValue(g, labels, c, left, above); ok {
					cur.Values = append(cur.Values, v)
					cur.Box = union(cur.Box, c.Box)
				}
			case at >= 0 && text != "":
				if cur.Unit == "" && commonUnits[fold(text)] {
					cur.Unit = text
				}
				cur.Extra = append(cur.Extra, Extra{squeeze(g.t.Cells[at].Text), text})
			}
		}
	}
	n := 0
	for _, in := range found {
		ok := false
		for _, v := range in.Values {
			ok = ok || looksValue(v.Raw)
		}
		if !ok {
			continue
		}
		if n == 0 {
			begin(nil)
			if ls.inferred >= 0 {
				c := &g.t.Cells[ls.inferred]
				r.doc.Findings = append(r.doc.Findings, finding.New(headerUncertain, squeeze(c.Text)).At(g.t.Page, boxOf(c.Box)))
			}
		}
		n++
		r.settleRoles(&in)
		in.Section = r.section
		r.doc.Indicators = append(r.doc.Indicators, in)
	}
	if n > 0 {
		r.carry = carry{last: len(r.doc.Indicators) - 1, extra: map[int]string{}}
	}
	return n > 0
}

// further reports whether a label says that what stands beside it is no value of
// the indicator: how it is judged, who is responsible, where it is from.
func further(m meaning) bool {
	switch m {
	case meansEval, meansRemarks, meansDivision, meansSource, meansOther:
		return true
	}
	return false
}

// furtherHeader joins the labels above and to the left of a cell as those of a
// value are.
func furtherHeader(g *grid, left, above int) string {
	var path []string
	for _, i := range []int{above, left} {
		if i >= 0 {
			path = append(path, squeeze(g.t.Cells[i].Text))
		}
	}
	return strings.Join(path, "/")
}

func meaningOf(labels []label, i int) meaning {
	if i < 0 {
		return unknown
	}
	return labels[i].m
}

func valueLabel(labels []label, i int) bool { return i >= 0 && namesValue(labels[i]) }

// nearest returns the label next to a cell in a direction, other cells skipped;
// -1 when there is none.
func nearest(g *grid, is []bool, c *table.Cell, dr, dc int) int {
	for row, col := c.Row+dr, c.Col+dc; row >= 0 && col >= 0; row, col = row+dr, col+dc {
		if i := g.at(row, col); i >= 0 && is[i] {
			return i
		}
	}
	return -1
}

// formValue reads a value cell of a form by the labels to its left and above.
func formValue(g *grid, labels []label, c *table.Cell, left, above int) (Cell, bool) {
	v := Cell{Page: g.t.Page, Raw: strings.TrimSpace(c.Text), Box: c.Box, Struck: c.Struck, Confidence: 0.8 * orOne(c.Confidence), Findings: c.Findings}
	var path []string
	var ls []label
	// A role stands over a year however the form has them.
	for _, i := range []int{left, above} {
		if i < 0 {
			continue
		}
		l := labels[i]
		if !namesValue(l) {
			continue
		}
		text := squeeze(g.t.Cells[i].Text)
		if l.bare {
			path, ls = append(path, text), append(ls, l)
		} else {
			path, ls = append([]string{text}, path...), append([]label{l}, ls...)
		}
		if l.hasYear {
			v.FiscalYear, v.Calendar = l.year.fiscal, l.year.calendar
		}
		if role := l.m.role(); role != "" && v.Role == "" {
			v.Role = role
		}
	}
	if len(path) == 0 {
		return v, false
	}
	v.Period = period(path, ls)
	return v, true
}

// settleRoles gives the values of a form a role where their labels say none. Bare
// years are aimed at; of labels with a word of their own the first says where
// things stood, the last what is aimed at, which is told of once a page and label.
func (r *Reader) settleRoles(in *Indicator) {
	for i := range in.Values {
		v := &in.Values[i]
		if v.Role != "" {
			continue
		}
		v.Confidence *= 0.8
		switch last := len(in.Values) - 1; {
		case r.terms.classify(v.Period).bare || i == last:
			v.Role = Target
		case i == 0:
			v.Role = Baseline
		default:
			v.Role = Actual
		}
		if r.terms.classify(v.Period).bare {
			continue
		}
		f := finding.New(roleInferred, v.Period, v.Role).At(v.Page, boxOf(v.Box))
		if !slices.ContainsFunc(r.doc.Findings, func(o finding.Finding) bool {
			return o.Code == f.Code && o.Page == f.Page && slices.Equal(o.Args, f.Args)
		}) {
			r.doc.Findings = append(r.doc.Findings, f)
		}
	}
}

func orOne(c float64) float64 {
	if c <= 0 {
		return 1
	}
	return c
}

// stackedForms returns the rows at which a further form begins in a grid of
// several that stand one below the other: the labels down its first column come
// again in the same order.
func stackedForms(g *grid) []int {
	first := ""
	var starts []int
	for row := 0; row < g.rows && len(starts) <= maxSplits; row++ {
		c := g.cell(row, 0)
		if c == nil || c.Row != row || c.RowSpan > 1 || c.ColSpan > 1 && g.cols > 1 && c.ColSpan == g.cols {
			continue
		}
		text := fold(c.Text)
		if first == "" {
			first = text
		}
		if text != "" && text == first {
			starts = append(starts, row)
		}
	}
	if len(starts) < 2 || starts[0] != 0 {
		return nil
	}
	labels := func(row, end int) []string {
		var out []string
		for ; row < end; row++ {
			if s := fold(g.text(row, 0)); s != "" {
				out = append(out, s)
			}
		}
		return out
	}
	head := labels(0, starts[1])
	if len(head) < 3 {
		return nil
	}
	for n, row := range starts[1:] {
		end := g.rows
		if n+2 < len(starts) {
			end = starts[n+2]
		}
		if !slices.Equal(head, labels(row, end)) {
			return nil
		}
	}
	return starts[1:]
}
