package kpi

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"shihyo/extract/finding"
	"shihyo/extract/page"
	"shihyo/extract/table"
)

// Checks against the page: what a row's cells show themselves, text that stands
// beside a table or in rows outside every table, gaps in row numbers.

// looseLines reports whether the lines of a cell stand further apart at a place
// than the page's lines have: the texts of two cells.
func (p pitch) looseLines(c *table.Cell) bool {
	if len(c.Lines) < 2 || c.Vertical {
		return false
	}
	long := false
	for i := range c.Lines {
		long = long || utf8.RuneCountInString(c.Lines[i].Text) > 2
	}
	if !long {
		return false // characters set one below the other
	}
	prev := c.Lines[0].Box
	for _, ln := range c.Lines[1:] {
		b := ln.Box
		h := min(b.Height(), prev.Height())
		if h > 0 && b.Top-prev.Bottom > min(0.9, p.lead)*h {
			return true
		}
		if b.Bottom > prev.Bottom {
			prev = b
		}
	}
	return false
}

// wholeValue is a line of a value cell that is a value by itself: a figure with the
// unit it is counted in.
var wholeValue = regexp.MustCompile(`^[0-9][0-9,]*(?:\.[0-9]+)?(?:%|[人件回円台校団箇か]\pL{0,3})?$`)

// severalValues reports whether two lines of a value cell are a whole value each: one
// ends with its unit, or although there was room for the other.
func severalValues(c *table.Cell) bool {
	if enumerator.MatchString(c.Text) {
		return false
	}
	for i := 1; i < len(c.Lines) && !c.Vertical; i++ {
		a, b := fold(c.Lines[i-1].Text), fold(c.Lines[i].Text)
		if wholeValue.MatchString(a) && wholeValue.MatchString(b) && (measureOf(a).unit != "" || 2*c.Lines[i-1].Box.Width() < c.Box.Width()) {
			return true
		}
	}
	return false
}

// oddShape reports whether a text has a figure in it but does not read like a
// value: two texts that interleave, or prose.
func oddShape(raw string) bool {
	f := fold(raw)
	return strings.ContainsAny(f, "0123456789") && !looksValue(raw) && !brackets.MatchString(f) &&
		!enumerator.MatchString(raw) && !strings.ContainsAny(f, particles)
}

// checkCells marks what the cells of a row show themselves: texts of two cells
// in one, and one cell over columns that hold different things.
func (r *Reader) checkCells(in *Indicator, g *grid, s *schema, row int) {
	for c := range s.cols {
		if s.cols[c].kind != kindItemNo || g.text(row, c) != "" {
			continue
		}
		for _, it := range in.Items {
			if it.No == "" && holdsCode(it.Name, s.cols[c].shapes) {
				in.doubt(finding.New(textsRunTogether, it.Name))
				break
			}
		}
	}
	for c := range s.cols {
		i := g.at(row, c)
		if i < 0 || c > 0 && g.at(row, c-1) == i {
			continue
		}
		cell := &g.t.Cells[i]
		k := s.cols[c].kind
		named := k == kindField || k == kindItem || k == kindItemNo || k == kindIndicator || k == kindSub
		if cell.ColSpan > 1 {
			for c2 := c + 1; c2 < min(c+cell.ColSpan, len(s.cols)); c2++ {
				k2 := s.cols[c2].kind
				alike := k2 == k || s.cols[c2].group >= 0 && s.cols[c2].group == s.cols[c].group ||
					(k == kindExtra || k == kindYear) && (k2 == kindExtra || k2 == kindYear)
				if !alike && strings.TrimSpace(cell.Text) != "" {
					in.doubtAt(finding.New(cellOverColumns, s.cols[c].period, s.cols[c2].period), cell.Box)
					return
				}
			}
		}
		if named && (r.pitch.holes(cell) || r.off[i] == surelyOff) {
			in.doubtAt(finding.New(characterLost, strings.TrimSpace(cell.Text)), cell.Box)
		} else if named && r.off[i] == maybeOff {
			r.hint(lostText, len(r.doc.Indicators), -1, cell.Box, finding.New(lineOff, strings.TrimSpace(cell.Text)))
		}
		if named && (r.pitch.looseLines(cell) || headed(g, c, cell.Text, s.cols[c].heads) ||
			cell.Row < r.body && len(cell.Lines) != 1 && strings.TrimSpace(cell.Text) != "") {
			in.doubtAt(finding.New(textsRunTogether, strings.TrimSpace(cell.Text)), cell.Box)
		}
	}
}

// checkNesting marks the rows of a cell that goes on over the beginning of a group it
// should lie in, an item over that of a field or an indicator over that of an item,
// although the row has values of its own: two cells that became one.
func (r *Reader) checkNesting(in *Indicator, g *grid, s *schema, row int) {
	if !newValues(g, s, row) {
		return
	}
	depth := map[kind]int{kindField: 1, kindItemNo: 2, kindItem: 2, kindIndicator: 3}
	outermost := len(depth) + 1 // of the groups that begin in the row
	for c := range s.cols {
		if d := depth[s.cols[c].kind]; d > 0 && d < outermost {
			if k := g.cell(row, c); k != nil && k.Row == row && strings.TrimSpace(k.Text) != "" {
				outermost = d
			}
		}
	}
	for c := range s.cols {
		k := g.cell(row, c)
		if depth[s.cols[c].kind] <= outermost || k == nil || k.Row >= row || strings.TrimSpace(k.Text) == "" {
			continue
		}
		f := finding.New(textsRunTogether, strings.TrimSpace(k.Text))
		in.doubtAt(f, k.Box)
		for i := len(r.doc.Indicators) - 1; i >= 0; i-- {
			o := &r.doc.Indicators[i]
			if o.Page != in.Page || o.Table != in.Table || o.Box.Bottom <= k.Box.Top+1 {
				break
			}
			o.doubtAt(f, k.Box)
		}
	}
}

// headed reports whether a text of column c begins with the column's header: the
// line below the header was lost, and with it the table's first row. (Where the
// header ends further down beside it, the cell begins above the body.) Groups
// that are named after their header, 政策Ⅰ and 基本目標２ below 政策 and 基本目標, go
// on with a count, or are several. heads are the column's header texts, folded.
func headed(g *grid, c int, text string, heads []string) bool {
	f := fold(text)
	for _, h := range heads {
		rest, ok := strings.CutPrefix(f, h)
		if !ok || utf8.RuneCountInString(h) < 2 || rest == "" {
			continue
		}
		if first, _ := utf8.DecodeRuneInString(rest); !numbers(first) && !g.repeats(c, h) {
			return true
		}
	}
	return false
}

// numbers reports whether a folded rune numbers what stands before it.
func numbers(r rune) bool {
	return unicode.IsNumber(r) || unicode.Is(unicode.Latin, r) || strings.ContainsRune("(一二三四五六七八九十ア", r)
}

// repeats reports whether several cells of a column begin with a folded text and
// go on.
func (g *grid) repeats(c int, text string) bool {
	n := 0
	for row := 0; row < g.rows; row++ {
		cell := g.cell(row, c)
		if cell == nil || cell.Row != row || cell.Col != c {
			continue
		}
		if f := fold(cell.Text); f != text && strings.HasPrefix(f, text) {
			n++
		}
	}
	return n > 1
}

// holdsCode reports whether a code of one of the shapes stands in a name.
func holdsCode(name string, shapes map[string]bool) bool {
	for i := range name {
		if _, _, ok := leadingCode(name[i:], shapes); ok {
			return true
		}
	}
	return false
}

// beside marks the indicators that text stands next to which no table holds,
// and those under a header word that stands over their table.
func (r *Reader) beside(l *table.Layout, t *table.Table, hs []heading, from int) {
	if from >= len(r.doc.Indicators) {
		return
	}
	marked := 0
	for _, h := range hs {
		b := h.line.Box
		mid := (b.Top + b.Bottom) / 2
		if mid > t.Box.Top-2.5*b.Height() && mid <= t.Box.Top && b.X0 >= t.Box.X0-2 && b.X1 <= t.Box.X1+2 && h.kind == lineHeading {
			if lb := r.terms.classify(h.line.Text); lb.whole && lb.m.role() != "" || lb.bare {
				for i := from; i < len(r.doc.Indicators); i++ {
					vs := r.doc.Indicators[i].Values
					for _, k := range r.reach(vs, (b.X0+b.X1)/2) {
						vs[k].doubt(finding.New(headerOutside, strings.TrimSpace(h.line.Text)))
						if r.cur != nil && len(r.cur.values) == len(vs) {
							r.cur.cols[r.cur.values[k]].outside = strings.TrimSpace(h.line.Text) // on the pages that follow too
						}
					}
				}
				continue
			}
		}
		if r.cur != nil && r.cur.groupAt(b) && b.X1 <= t.Box.X0+2 && mid >= t.Box.Top && mid <= t.Box.Bottom {
			// A group's name where the table has no such column: how far down it
			// reaches no line shows.
			for i := from; i < len(r.doc.Indicators); i++ {
				if in := &r.doc.Indicators[i]; in.Box.Bottom > b.Top {
					in.doubtAt(finding.New(groupReach), in.Box)
				}
			}
			r.carry.doubt(kindItem, finding.New(groupReach).At(l.Page, boxOf(b)))
		}
		size := min(b.Width(), b.Height())
		apart := max(t.Box.X0-b.X1, b.X0-t.Box.X1) > size
		if mid < t.Box.Top || mid > t.Box.Bottom || h.kind == linePageNumber && apart || h.line.Vertical && apart {
			continue
		}
		if apart && (b.X1 < 0.06*l.Width || b.X0 > 0.94*l.Width) || marked > 200 {
			continue // a tab at the edge of the page
		}
		if other(l, t, b) {
			continue
		}
		for i := from; i < len(r.doc.Indicators); i++ {
			in := &r.doc.Indicators[i]
			// Characters one below the other at a table's side are those that its
			// rows lack; one beside a merged cell is missing in all of its rows.
			switch {
			case in.Box.Top <= mid && mid <= in.Box.Bottom:
				in.doubt(finding.New(textOutside, strings.TrimSpace(h.line.Text)))
				marked++
			case !apart && h.line.Vertical && in.Box.Top < b.Bottom && b.Top < in.Box.Bottom:
				in.doubt(finding.New(textOutside, strings.TrimSpace(h.line.Text)))
				marked++
			case !apart:
				if box, ok := in.places.across(mid); ok {
					in.doubtAt(finding.New(textOutside, strings.TrimSpace(h.line.Text)), box)
				}
			}
		}
	}
}

// groupAt reports whether a box stands in a column of fields or items.
func (s *schema) groupAt(b page.Box) bool {
	mid := (b.X0 + b.X1) / 2
	for c := range min(len(s.cols), len(s.edges)) {
		if k := s.cols[c].kind; (k == kindField || k == kindItem) && s.edges[c][0] <= mid && mid <= s.edges[c][1] {
			return true
		}
	}
	return false
}

// reach returns the values that a header at x may stand over: it stands over the
// middle of its columns, none of which another header gives a role.
func (r *Reader) reach(vs []Cell, x float64) []int {
	own := func(v *Cell) bool {
		for _, level := range strings.Split(v.Period, "/") {
			if r.terms.classify(level).m.role() != "" {
				return true
			}
		}
		return false
	}
	at := -1
	for k := range vs {
		if vs[k].Box.X0 <= x && x <= vs[k].Box.X1 {
			at = k
		}
	}
	if at < 0 || own(&vs[at]) {
		return nil
	}
	from, to := at, at // columns to both sides, of which as many belong to it
	for from > 0 && to+1 < len(vs) && !own(&vs[from-1]) && !own(&vs[to+1]) {
		from, to = from-1, to+1
	}
	// Between two columns it stands over one more on that side.
	if mid := (vs[at].Box.X0 + vs[at].Box.X1) / 2; abs(x-mid) > 0.25*vs[at].Box.Width() {
		if x > mid && to+1 < len(vs) && !own(&vs[to+1]) {
			to++
		} else if x < mid && from > 0 && !own(&vs[from-1]) {
			from--
		}
	}
	var out []int
	for k := from; k <= to; k++ {
		out = append(out, k)
	}
	return out
}

// other reports whether a line belongs beside another table rather than t.
func other(l *table.Layout, t *table.Table, b page.Box) bool {
	for i := range l.Tables {
		u := &l.Tables[i]
		if u.Box == t.Box || u.Box.Top > b.Bottom || u.Box.Bottom < b.Top {
			continue
		}
		if b.X0 < u.Box.X1 && u.Box.X0 < b.X1 || (u.Box.X0-b.X1)*(t.Box.X0-b.X1) > 0 && abs(u.Box.X0-b.X0) < abs(t.Box.X0-b.X0) {
			return true
		}
	}
	// Headings beside a table stand over one that begins lower down.
	return l.Width > 0 && (b.X1 < t.Box.X0 || b.X0 > t.Box.X1) && b.Width() > 0.3*l.Width
}

// textRow is a row of text outside tables.
type textRow struct {
	box    page.Box
	values int // texts that read like values
}

// figureRows returns the rows of text outside tables that hold values, in the
// order they are met.
func figureRows(l *table.Layout) []textRow {
	const most = 200
	var rows []textRow
	for i := range l.Lines {
		ln := &l.Lines[i]
		values := 0
		for _, f := range strings.Fields(ln.Text) {
			if looksValue(f) && !looksCode(f) || measureOf(f).ok {
				values++
			}
		}
		if values == 0 {
			continue
		}
		mid := (ln.Box.Top + ln.Box.Bottom) / 2
		at := slices.IndexFunc(rows, func(r textRow) bool { return r.box.Top <= mid && mid <= r.box.Bottom })
		switch {
		case at >= 0:
			rows[at].values += values
		case len(rows) == most:
			return rows
		default:
			rows = append(rows, textRow{ln.Box, values})
		}
	}
	return rows
}

// outside marks a page where figures of a row stand outside every table: three
// or more value-like texts on one line, next to a table of indicators.
func (r *Reader) outside(l *table.Layout) {
	for _, row := range figureRows(l) {
		if row.values >= 3 {
			r.doc.Findings = append(r.doc.Findings, finding.New(figuresOutside).At(l.Page, boxOf(row.box)))
			return
		}
	}
}

// leftOver marks a page at whose top figures stand in a row by themselves, right
// after a page that ended with a table of indicators: its last row, perhaps.
func (r *Reader) leftOver(l *table.Layout) {
	if r.cur == nil || r.curPage != l.Page-1 {
		return
	}
	top := 0.15 * l.Height
	for i := range l.Tables {
		top = min(top, l.Tables[i].Box.Top)
	}
	for _, row := range figureRows(l) {
		if row.values >= 2 && row.box.Bottom < top {
			r.doc.Findings = append(r.doc.Findings, finding.New(figuresOutside).At(l.Page, boxOf(row.box)))
			return
		}
	}
}

// numbering marks a gap in the row numbers of a table: a row is missing.
func (r *Reader) numbering(g *grid, s *schema, row int) {
	for c := range s.cols {
		if s.cols[c].kind != kindRowNumber {
			continue
		}
		v, ok := smallInt(fold(g.text(row, c)))
		if !ok {
			return
		}
		if r.lastNumber > 0 && v > r.lastNumber+1 && v <= r.lastNumber+3 {
			r.doc.Findings = append(r.doc.Findings, finding.New(rowsMissing, r.lastNumber, v).At(g.t.Page, boxOf(rowBox(g, row))))
		}
		r.lastNumber = v
		return
	}
}
