package kpi

import (
	"strings"

	"shihyo/extract/page"
	"shihyo/extract/table"
)

// carry is what goes on from row to row and from page to page: the texts of
// merged cells, and the indicator a cut row belongs to.
type carry struct {
	field string
	item  Item
	last  int            // index of the indicator read last, -1 for none
	extra map[int]string // text of a merged extra column that may go on
}

// rowsOf reads the body rows [from, g.rows) of a table into indicators.
// continued says that the table goes on from the page before.
func (r *Reader) rowsOf(g *grid, s *schema, from int, continued bool) {
	if !continued {
		r.carry = carry{last: -1, extra: map[int]string{}}
	}
	var header [][]int
	_ = header
	tableNo := r.tables
	lastInd := -1 // grid cell of the indicator above
	atTop := continued
	for row := from; row < g.rows; row++ {
		ids := g.row(row)
		if allBlank(g, ids) && lastInd < 0 {
			continue
		}
		if r.terms.isBand(g, row) {
			if text, ok := bandText(g, ids); ok && row == firstRow(g, ids) {
				r.band(s, text)
			}
			lastInd = -1
			continue
		}
		ind := g.at(row, s.ind)
		name := g.text(row, s.ind)
		newValues := r.newValues(g, s, row)
		switch {
		case ind >= 0 && ind == lastInd && !newValues:
			r.addItem(g, s, row)
			continue
		case name == "" && !anyValue(g, s, row):
			r.orphan(g, s, row, atTop)
			lastInd = ind
			if ind >= 0 && g.t.Cells[ind].RowSpan == 1 {
				lastInd = -1
			}
			continue
		}
		r.indicator(g, s, row, name, tableNo, atTop)
		lastInd = ind
		atTop = false
	}
}

func firstRow(g *grid, ids []int) int {
	for _, i := range ids {
		if strings.TrimSpace(g.t.Cells[i].Text) != "" {
			return g.t.Cells[i].Row
		}
	}
	return -1
}

func bandText(g *grid, ids []int) (string, bool) {
	for _, i := range ids {
		if s := strings.TrimSpace(g.t.Cells[i].Text); s != "" {
			return s, true
		}
	}
	return "", false
}

// band takes a row that is one text over the whole width: a note, or the name
// of the group that follows.
func (r *Reader) band(s *schema, text string) {
	if noteLine.MatchString(fold(text)) {
		r.note(text)
		return
	}
	if s.has(kindField) {
		return
	}
	r.carry.field = text
	r.carry.item = Item{}
}

// newValues reports whether a value cell with text begins in a row.
func (r *Reader) newValues(g *grid, s *schema, row int) bool {
	for _, c := range s.values {
		if k := g.cell(row, c); k != nil && k.Row == row && strings.TrimSpace(k.Text) != "" {
			return true
		}
	}
	return false
}

func anyValue(g *grid, s *schema, row int) bool {
	for _, c := range s.values {
		if g.text(row, c) != "" {
			return true
		}
		if k := g.cell(row, c); k != nil && k.Struck {
			return true
		}
	}
	return false
}

// indicator reads the indicator that begins in a row.
func (r *Reader) indicator(g *grid, s *schema, row int, name string, tableNo int, atTop bool) {
	in := Indicator{Page: g.t.Page, Section: r.section, Name: name, Table: tableNo, Confidence: 1}
	in.Field = r.fieldAt(g, s, row)
	if it, ok := r.itemAt(g, s, row); ok {
		in.Items = append(in.Items, it)
	}
	var box page.Box
	for c := range s.cols {
		k := &s.cols[c]
		cell := g.cell(row, c)
		text := g.text(row, c)
		if cell != nil {
			box = union(box, cell.Box)
		}
		switch k.kind {
		case kindUnit:
			in.Unit = text
			in.Extra = append(in.Extra, Extra{k.period, text})
		case kindYear, kindExtra:
			if text == "" && atTop && k.m == meansDivision {
				text = r.carry.extra[c]
			}
			if text != "" {
				r.carry.extra[c] = text
			}
			in.Extra = append(in.Extra, Extra{k.period, text})
		case kindValue:
			in.Values = append(in.Values, r.value(g, s, row, c))
		}
	}
	in.Box = box
	if s.cols[s.ind].sure < 1 {
		in.Confidence = 0.5 + 0.5*s.cols[s.ind].sure
	}
	if cell := g.cell(row, s.ind); cell != nil && cell.Confidence > 0 {
		in.Confidence *= cell.Confidence
	}
	r.doc.Indicators = append(r.doc.Indicators, in)
	r.carry.last = len(r.doc.Indicators) - 1
}

// value reads one value cell.
func (r *Reader) value(g *grid, s *schema, row, c int) Cell {
	k := &s.cols[c]
	v := Cell{Period: k.period, Role: k.role, FiscalYear: k.year.fiscal, Calendar: k.year.calendar, Page: g.t.Page, Confidence: 0.5 + 0.5*k.sure}
	if k.yearCol >= 0 {
		v.YearText = g.text(row, k.yearCol)
	}
	cell := g.cell(row, c)
	if cell == nil {
		return v
	}
	v.Raw = strings.TrimSpace(cell.Text)
	v.Struck = cell.Struck && v.Raw == ""
	v.Box = cell.Box
	if cell.Confidence > 0 {
		v.Confidence *= cell.Confidence
	}
	v.Findings = append(v.Findings, cell.Findings...)
	return v
}

// fieldAt returns the field of a row, carried down where its cell is blank.
func (r *Reader) fieldAt(g *grid, s *schema, row int) string {
	for c := range s.cols {
		if s.cols[c].kind != kindField {
			continue
		}
		if text := g.text(row, c); text != "" {
			if text != r.carry.field {
				r.carry.item = Item{}
			}
			r.carry.field = text
		}
		break
	}
	return r.carry.field
}

// itemAt returns the item of a row: number and name, carried down where both
// cells are blank. A row number is taken for the number where there is no other.
func (r *Reader) itemAt(g *grid, s *schema, row int) (Item, bool) {
	no, name, rowNo := "", "", ""
	hasName := false
	for c := range s.cols {
		switch s.cols[c].kind {
		case kindItemNo:
			no = g.text(row, c)
		case kindItem:
			name, hasName = g.text(row, c), true
		case kindRowNumber:
			rowNo = g.text(row, c)
		}
	}
	switch {
	case name != "":
		r.carry.item = Item{No: no, Name: name}
	case no != "" && !hasName:
		r.carry.item = Item{No: no}
	case no != "" && no != r.carry.item.No:
		r.carry.item = Item{No: no, Name: r.carry.item.Name}
	}
	it := r.carry.item
	if rowNo != "" && !s.has(kindItemNo) {
		it.No = rowNo
	}
	return it, it != Item{}
}

// addItem adds the item of a further row that a merged indicator covers.
func (r *Reader) addItem(g *grid, s *schema, row int) {
	if r.carry.last < 0 {
		return
	}
	in := &r.doc.Indicators[r.carry.last]
	for c := range s.cols {
		if cell := g.cell(row, c); cell != nil && cell.Row == row && g.t.Page == in.Page {
			in.Box = union(in.Box, cell.Box)
		}
	}
	r.fieldAt(g, s, row)
	it, ok := r.itemAt(g, s, row)
	if !ok {
		return
	}
	for _, have := range in.Items {
		if have == it {
			return
		}
	}
	in.Items = append(in.Items, it)
}

// orphan takes a row without indicator and values. With an item in it, it is
// one more item of the indicator above, whose merged cell was cut by the page
// or drawn without rules; else it only carries names on.
func (r *Reader) orphan(g *grid, s *schema, row int, atTop bool) {
	has := false
	for c := range s.cols {
		switch s.cols[c].kind {
		case kindItem, kindItemNo:
			has = has || g.text(row, c) != ""
		}
	}
	if has && r.carry.last >= 0 && (atTop || !g.t.Ruled) {
		r.addItem(g, s, row)
		return
	}
	r.fieldAt(g, s, row)
	r.itemAt(g, s, row)
}

// compatible maps a table without header onto the columns of the one before: by
// number, or by place where columns are missing. It returns nil if they differ.
func compatible(s *schema, g *grid) *schema {
	if g.cols == len(s.cols) {
		return s
	}
	return nil
}

var _ = table.Table{}
