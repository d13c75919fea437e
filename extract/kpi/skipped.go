package kpi

import (
	"strings"
	"unicode/utf8"

	"shihyo/extract/finding"
	"shihyo/extract/page"
	"shihyo/extract/table"
)

// What looks like indicators but was not read as such is told, so that a person
// looks at the page: a table whose rows are measured but whose header was not
// found, and the words of a header over rows of figures where no table was built.

// measured reports whether a table without a header looks like the rows of one
// of indicators: names of things that are measured, beside two columns or more of
// figures whose unit stays the same along a row and differs from row to row.
func (t *Terms) measured(g *grid) bool {
	names, unitCol := false, -1
	var figures []int
	rows := min(g.rows, 200)
	for c := 0; c < min(g.cols, 64); c++ {
		st := t.newStats(g.column(c, 0, rows))
		switch {
		case st.n < 2:
		case st.sure >= 0.6:
			unitCol = c
		case st.value >= 0.6 && st.code < 0.9:
			figures = append(figures, c)
		case st.noun >= 0.5 && st.length >= 4:
			names = true
		}
	}
	if !names || len(figures) < 2 {
		return false
	}
	units := map[string]bool{}
	agree, differ := 0, 0
	for r := 0; r < rows; r++ {
		unit, n, one := "", 0, true
		if unitCol >= 0 {
			if unit = fold(g.text(r, unitCol)); unit != "" {
				n = 1
			}
		}
		for _, c := range figures {
			if m := measureOf(g.text(r, c)); m.ok && (m.unit != "" || unitCol >= 0) {
				one = one && (n == 0 || m.unit == unit || m.unit == "")
				if n++; m.unit != "" {
					unit = m.unit
				}
			}
		}
		switch {
		case n < 2:
		case one:
			agree++
			units[unit] = true
		default:
			differ++
		}
	}
	return len(units) >= 2 && agree >= 2 && differ*4 < agree
}

// skipped notes a table that was left out although it looks like one of
// indicators, s being how its header was read, nil where it was not. Whether
// columns hold figures is asked last: it takes a look at every cell.
func (r *Reader) skipped(l *table.Layout, g *grid, s *schema) {
	switch {
	case r.cur != nil && len(r.cur.cols) == g.cols && aligned(g.edges(), r.cur.edges) && !r.terms.ownHeader(g) && r.terms.figures(g) > 0:
		// It looks like the others of the document, but its header is damaged.
	case s != nil && s.score >= 1.75 && len(s.values) > 0 && s.ind >= 0:
	case s == nil && !r.terms.headed(g) && (r.headedOutside(l, g.t.Box) && r.terms.figures(g) >= 2 || r.terms.measured(g)):
	case r.terms.aims(g) && r.terms.figures(g) >= 2, s == nil && r.terms.namesIndicators(g) && r.terms.figures(g) > 0:
	case r.terms.headedByValues(g):
		// The line between its header and its first row is missing.
	default:
		return
	}
	r.doc.Findings = append(r.doc.Findings, finding.New(tableSkipped).At(l.Page, boxOf(g.t.Box)))
}

// headedByValues reports whether values stand behind several headers of a table's
// first row.
func (t *Terms) headedByValues(g *grid) bool {
	n := 0
	for _, i := range g.row(0) {
		if t.valueBehind(g.t.Cells[i].Text) {
			n++
		}
	}
	return n >= 2
}

// namesIndicators reports whether a table's first row heads a column of indicators
// and one of their units.
func (t *Terms) namesIndicators(g *grid) bool {
	names, units := false, false
	for _, i := range g.row(0) {
		m := t.classify(g.t.Cells[i].Text).m
		names, units = names || m == meansIndicator, units || m == meansUnit
	}
	return names && units
}

// aims reports whether one of a table's first rows names both where things stood
// and what is aimed at.
func (t *Terms) aims(g *grid) bool {
	for r := 0; r < min(g.rows, 4); r++ {
		past, target := false, false
		for _, i := range g.row(r) {
			switch t.classify(g.t.Cells[i].Text).m {
			case meansBaseline, meansActual:
				past = true
			case meansTarget:
				target = true
			}
		}
		if past && target {
			return true
		}
	}
	return false
}

// headedOutside reports whether the words of a header stand over a table that
// has none.
func (r *Reader) headedOutside(l *table.Layout, below page.Box) bool {
	if len(r.words) == 0 {
		return false
	}
	for i := range l.Lines {
		b := l.Lines[i].Box
		if h := b.Height(); b.Bottom <= below.Top+0.5*h && b.Top > below.Top-10*h && r.words.over(b) {
			return true
		}
	}
	return false
}

// unbuilt notes a page on which the words of a header stand over figures outside
// every table: 指標, 現状値, 目標値 on one line. On a page with other tables of
// indicators one row of figures is enough, for theirs are built.
func (r *Reader) unbuilt(l *table.Layout, least int) {
	if len(r.words) == 0 {
		return
	}
	var figures []page.Box // of the lines that hold any
	for i := range l.Lines {
		if holdsFigure(l.Lines[i].Text) {
			figures = append(figures, l.Lines[i].Box)
		}
	}
	for i := range l.Lines {
		head := l.Lines[i].Box
		if l.Lines[i].Vertical || !r.words.over(head) {
			continue
		}
		rows := 0
		for _, b := range figures {
			if b.Top >= head.Bottom && b.Top <= head.Bottom+12*head.Height() {
				rows++
			}
		}
		if rows >= least {
			r.doc.Findings = append(r.doc.Findings, finding.New(tableSkipped).At(l.Page, boxOf(head)))
			return
		}
	}
}

// holdsFigure reports whether a word of a text reads like a value.
func holdsFigure(text string) bool {
	for f := range strings.FieldsSeq(text) {
		if looksValue(f) && !looksCode(f) || measureOf(f).ok {
			return true
		}
	}
	return false
}

// headWord is a line outside tables that holds words of a header.
type headWord struct {
	mid              float64 // of its height
	baseline, target bool    // which words it holds
}

type headWords []headWord

// headWords returns the lines of a page that hold header words of a baseline or
// of a target; none on a page that has so many of them that they head nothing.
func (t *Terms) headWords(l *table.Layout) headWords {
	const most = 200
	var words headWords
	for i := range l.Lines {
		ln := &l.Lines[i]
		if utf8.RuneCountInString(ln.Text) > 80 {
			continue
		}
		w := headWord{mid: (ln.Box.Top + ln.Box.Bottom) / 2}
		for f := range strings.FieldsSeq(ln.Text) {
			if utf8.RuneCountInString(f) <= 20 {
				word, _, _ := strings.Cut(fold(f), "(") // a header that wraps in its bracket
				m := t.classify(word).m
				w.baseline = w.baseline || m == meansBaseline
				w.target = w.target || m == meansTarget
			}
		}
		if w.baseline || w.target {
			if len(words) == most {
				return nil
			}
			words = append(words, w)
		}
	}
	return words
}

// over reports whether a header of a baseline and one of a target stand at about
// the height of a box: a header that wraps stands a line apart from one that does
// not.
func (ws headWords) over(at page.Box) bool {
	mid := (at.Top + at.Bottom) / 2
	baseline, target := false, false
	for _, w := range ws {
		if abs(w.mid-mid) <= 1.2*at.Height() {
			baseline = baseline || w.baseline
			target = target || w.target
		}
	}
	return baseline && target
}
