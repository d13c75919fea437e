package kpi

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"shihyo/extract/finding"
	"shihyo/extract/page"
	"shihyo/extract/table"
)

// How rows become indicators: the rows an indicator's cell covers are taken
// together. Its values are read from the first of them; further rows add items
// (one indicator of several items), further periods (rows that say 目標 and 実績,
// or name years), or are an indicator of their own (several figures under one
// name). Names of field and item go on where their cells are blank, values
// never do.

// carry is what goes on from row to row and from page to page: the texts of
// merged cells, and the indicator a cut row belongs to.
type carry struct {
	field   string
	item    Item
	at      places // of field and item, where they stand on the page carried.page
	page    int
	doubts  map[kind][]finding.Finding // of table building, about field and item
	extra   map[int]string             // texts of extra columns whose merged cell may go on
	last    int                        // index of the indicator read last, -1 for none
	schema  *schema
	unit    string // of the row above, for 〃
	name    string // of an indicator that is divided
	divided bool   // the name printed last has divisions from its own row on
}

// doubt adds a finding to the rows that the field or item is carried down to.
func (c *carry) doubt(k kind, f finding.Finding) {
	if c.doubts == nil {
		c.doubts = map[kind][]finding.Finding{}
	}
	had := c.doubts[k]
	if len(had) < maxGroup {
		c.doubts[k] = append(had[:len(had):len(had)], f)
	}
}

// dittoMarks take the cell above.
var dittoMarks = set("〃", "\"", "”", "々", "同上", "同", "↑", "仝")

// rowsOf reads the body rows [from, to) of a table into indicators. continued
// says that it goes on from the table before.
func (r *Reader) rowsOf(g *grid, s *schema, from, to int, continued bool) {
	if !continued {
		r.carry = carry{last: -1, extra: map[int]string{}}
	}
	r.joined = map[int]joined{}
	if continued {
		g = r.rejoin(g, s, from, to)
	}
	g, r.astray = s.spread(r.terms, g, from, to, continued)
	first := continued // no indicator was read of this part yet
	r.body = from
	r.off = map[int]offness{}
	var begun []beginning
	var texts []int
	for c := range min(len(s.cols), g.cols) {
		if k := s.cols[c].kind; k == kindField || k == kindItem || k == kindIndicator {
			texts = append(texts, c)
		}
		for i, off := range misaligned(g, c, from, to) {
			r.off[i] = max(r.off[i], off)
		}
	}
	for _, off := range []map[int]bool{unfilled(g, texts, from, to), indented(g, texts, from, to), offMiddleDown(g, texts, from, to)} {
		for i := range off {
			r.off[i] = max(r.off[i], maybeOff)
		}
	}
	for row := from; row < to; {
		ids := g.row(row)
		if allBlank(g, ids) {
			row++
			continue
		}
		if r.terms.isBand(g, row) {
			r.band(s, bandText(g, ids))
			row++
			continue
		}
		if r.terms.headerAgain(g, s, row) || s.aside(g, row) {
			row++
			continue
		}
		end := r.group(g, s, row, to)
		switch {
		case g.text(row, s.ind) == "" && !anyValue(g, s, row, end):
			r.orphan(g, s, row, end, first)
		case first && r.cutRow(g, s, row, end):
		case g.text(row, s.ind) == "" && r.carry.last >= 0 && s.rowLabel >= 0 && first:
			// The periods of an indicator whose cell the page has cut.
			in := &r.doc.Indicators[r.carry.last]
			r.valuesOf(in, g, s, row, end)
			first = false
		default:
			begun = append(begun, beginning{row, len(r.doc.Indicators)})
			r.indicator(g, s, row, end, first)
			first = false
		}
		row = end
	}
	r.tailOf(g, s, from, to, begun)
}

// aside reports whether a row is none of the table's although it stands in its
// lines: below the indicators of a sheet 課題 and 今後の方向性 go on, each with one text
// over all the columns of values and over others before them.
func (s *schema) aside(g *grid, row int) bool {
	first, last := s.values[0], s.values[len(s.values)-1]
	i := g.at(row, first)
	if !g.t.Closed || i < 0 || first == last || g.at(row, last) != i {
		return false
	}
	c := &g.t.Cells[i]
	return strings.TrimSpace(c.Text) != "" && c.Col < first && c.Col > 0 && c.Col+c.ColSpan > last
}

// maxGroup bounds the rows of one indicator; a merged cell over more is a
// damaged grid.
const maxGroup = 200

// group returns the end of the rows that make up the indicator which begins at
// row: those its cell covers, as long as they hold no values of their own.
func (r *Reader) group(g *grid, s *schema, row, to int) int {
	ind := g.at(row, s.ind)
	name := g.text(row, s.ind)
	end := row + 1
	for ; end < min(to, row+maxGroup); end++ {
		i := g.at(end, s.ind)
		same := i >= 0 && i == ind && name != ""
		switch {
		case s.rowLabel >= 0:
			// Rows of one indicator differ in their label; a blank name goes on.
			if !same && (g.text(end, s.ind) != "" || name == "" || r.terms.isBand(g, end)) {
				return end
			}
			if g.text(end, s.rowLabel) == "" && !same {
				return end
			}
			for k := row; k < end; k++ {
				if g.at(k, s.rowLabel) != g.at(end, s.rowLabel) && fold(g.text(k, s.rowLabel)) == fold(g.text(end, s.rowLabel)) {
					return end
				}
			}
		case same && r.terms.yearRow(g, s, end):
		case !same || newValues(g, s, end):
			return end
		}
	}
	return end
}

// yearRow reports whether what begins in the value cells of a row are years alone:
// those of the values above, （R4年度） below 38.5％.
func (t *Terms) yearRow(g *grid, s *schema, row int) bool {
	any := false
	for _, c := range s.values {
		if k := g.cell(row, c); k != nil && k.Row == row && strings.TrimSpace(k.Text) != "" {
			if _, ok := t.yearText(k.Text); !ok {
				return false
			}
			any = true
		}
	}
	return any
}

// yearText returns the text of a cell that holds nothing but a year.
func (t *Terms) yearText(s string) (string, bool) {
	return strings.TrimSpace(s), !onlyDigits(s) && t.classify(s).bare
}

func bandText(g *grid, ids []int) string {
	for _, i := range ids {
		if s := strings.TrimSpace(g.t.Cells[i].Text); s != "" {
			return s
		}
	}
	return ""
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
func newValues(g *grid, s *schema, row int) bool {
	for _, c := range s.values {
		if k := g.cell(row, c); k != nil && k.Row == row && strings.TrimSpace(k.Text) != "" {
			return true
		}
	}
	return false
}

func anyValue(g *grid, s *schema, from, to int) bool {
	for row := from; row < to; row++ {
		for _, c := range s.values {
			if g.text(row, c) != "" {
				return true
			}
			if k := g.cell(row, c); k != nil && k.Struck {
				return true
			}
		}
	}
	return false
}

// indicator reads the indicator in rows [row, end).
func (r *Reader) indicator(g *grid, s *schema, row, end int, first bool) {
	in := Indicator{Page: g.t.Page, Section: r.section, Name: g.text(row, s.ind), Table: r.no, Confidence: 1}
	if in.Name == "" && r.carry.last >= 0 && r.carry.schema != nil && r.carry.schema.key == s.key {
		// A further figure of the name above.
		in.Name = r.doc.Indicators[r.carry.last].Name
		in.Confidence = 0.6
		in.Findings = append(in.Findings, finding.New(nameCarried).At(g.t.Page, boxOf(rowBox(g, row))))
	}
	divided := false
	for c := s.ind + 1; c < len(s.cols) && s.cols[c].kind == kindSub; c++ {
		if g.at(row, c) != g.at(row, c-1) && g.text(row, c) != "" {
			if g.text(row, s.ind) == "" {
				// Without rules the name stands once: its divisions go on below.
				in.Name, in.Confidence, in.Findings = r.carry.name, 1, nil
				if !r.carry.divided {
					in.doubtAt(finding.New(nameReach, in.Name), rowBox(g, row)) // a name without divisions has none further down
				}
			}
			r.carry.name, divided = in.Name, true
			in.Name += "　" + g.text(row, c)
		}
	}
	if g.text(row, s.ind) != "" {
		r.carry.divided = divided
	}
	r.numbering(g, s, row)
	in.places.name = boxAt(g, row, s.ind)
	for c := range s.cols {
		if s.cols[c].kind == kindField && in.places.field == (page.Box{}) {
			in.places.field = boxAt(g, row, c)
		}
	}
	if at := r.carriedPlaces(g.t.Page); in.places.field != (page.Box{}) {
		at.field = in.places.field
	} else {
		in.places.field = at.field
	}
	in.Field = r.fieldAt(g, s, row)
	for k := row; k < end; k++ {
		if k > row {
			r.fieldAt(g, s, k)
		}
		r.addItem(&in, g, s, k)
		in.Box = union(in.Box, rowBox(g, k))
	}
	for c := range s.cols {
		k := &s.cols[c]
		switch k.kind {
		case kindUnit:
			in.Unit = g.text(row, c)
			in.Extra = append(in.Extra, Extra{k.period, in.Unit})
			if dittoMarks[squeeze(in.Unit)] {
				in.Unit = r.carry.unit
			}
			r.carry.unit = in.Unit
		case kindYear, kindExtra:
			if c == s.rowLabel {
				continue
			}
			text := r.extraAt(g, s, c, row, end, first)
			in.Extra = append(in.Extra, Extra{k.period, text})
		}
	}
	r.groupFindings(&in, g, s, row)
	switch code := r.astray[row]; code {
	case groupReach:
		in.doubtAt(finding.New(groupReach), in.places.item(0))
	case nameReach:
		in.doubtAt(finding.New(nameReach, in.Name), in.places.name)
	}
	r.valuesOf(&in, g, s, row, end)
	in.Confidence *= 0.5 + 0.5*s.cols[s.ind].sure
	if cell := g.cell(row, s.ind); cell != nil && cell.Confidence > 0 {
		in.Confidence *= cell.Confidence
		in.Findings = append(in.Findings, cell.Findings...)
	}
	r.checkCells(&in, g, s, row)
	r.checkNesting(&in, g, s, row)
	for c := range s.cols {
		if k := &s.cols[c]; k.joined && k.kind != kindValue {
			in.doubtAt(finding.New(headerMixed, k.period), boxAt(g, row, c))
		}
	}
	r.doc.Indicators = append(r.doc.Indicators, in)
	r.carry.last = len(r.doc.Indicators) - 1
	r.carry.schema = s
}

// valuesOf reads the value cells of rows [row, end) into in.
func (r *Reader) valuesOf(in *Indicator, g *grid, s *schema, row, end int) {
	if s.rowLabel < 0 {
		begin := len(in.Values)
		for _, c := range s.values {
			v := r.value(g, s, row, c)
			for k := row + 1; k < end && v.YearText == ""; k++ {
				if below := g.cell(k, c); below != nil && below.Row == k {
					if year, ok := r.terms.yearText(below.Text); ok {
						v.YearText, v.Box = year, union(v.Box, below.Box)
					}
				}
			}
			in.Values = append(in.Values, v)
			r.hintOff(len(in.Values)-1, &in.Values[len(in.Values)-1], g.at(row, c), &s.cols[c])
		}
		reach(in.Values[begin:], g, s, row)
		doubtBlanks(in.Values[begin:])
		return
	}
	for k := row; k < end; k++ {
		text := squeeze(g.text(k, s.rowLabel))
		l := r.terms.classify(text)
		for _, c := range s.values {
			if end-row > 1 && g.at(row, c) >= 0 && g.at(row, c) == g.at(end-1, c) {
				// A cell over all rows is none of a single one's.
				if k == row {
					in.Values = append(in.Values, r.value(g, s, k, c))
				}
				continue
			}
			v := r.value(g, s, k, c)
			v.Period = joinLabel(v.Period, text, l)
			if l.m == meansEval || l.m == meansRemarks {
				in.Extra = append(in.Extra, Extra{v.Period, v.Raw})
				continue
			}
			if role := l.m.role(); role != "" {
				v.Role = role
				if role == Actual && s.cols[s.rowLabel].stats.aims == 0 && strings.Contains(text, "見込") {
					v.Role = Target // 見込 beside 実績 is what was planned
				}
			} else if s.rolesInRows() && text != "" {
				if v.Role = s.cols[s.rowLabel].stats.otherRole(); v.Role != Target || !strings.Contains(text, "見込") {
					v.doubt(finding.New(roleInferred, text, v.Role))
				}
			}
			if l.hasYear {
				v.FiscalYear, v.Calendar = l.year.fiscal, l.year.calendar
			}
			in.Values = append(in.Values, v)
		}
	}
}

// hintOff keeps in mind that a value of the row being read, or its header, may
// be out of place.
func (r *Reader) hintOff(value int, v *Cell, cell int, k *column) {
	if r.off[cell] == maybeOff {
		r.hint(lostText, len(r.doc.Indicators), value, v.Box, finding.New(lineOff, v.Raw))
	}
	if k.off {
		r.hint(lostText, len(r.doc.Indicators), value, v.Box, finding.New(headerDamaged, k.period))
	}
}

// reach looks at the blank cells beside a merged value, which without rules may
// stand for them too: it does where they leave it in the middle, as many on either
// side, and that is doubted in any case.
func reach(vs []Cell, g *grid, s *schema, row int) {
	if g.t.Closed {
		return
	}
	for i := 0; i < len(s.values); i++ {
		cell := g.cell(row, s.values[i])
		if cell == nil || cell.ColSpan < 2 || vs[i].Raw == "" {
			continue
		}
		end := i + 1
		for end < len(vs) && g.cell(row, s.values[end]) == cell {
			end++
		}
		group := s.cols[s.values[i]].group
		blank := func(k int) bool {
			return k >= 0 && k < len(vs) && vs[k].Raw == "" && !vs[k].Struck && s.cols[s.values[k]].group == group
		}
		lo, hi := i, end
		for blank(lo-1) && blank(hi) {
			lo, hi = lo-1, hi+1
		}
		for k := max(lo-1, 0); k < min(hi+1, len(vs)); k++ {
			switch {
			case k >= i && k < end:
			case k >= lo && k < hi && !blank(lo-1) && !blank(hi):
				vs[k].Raw = vs[i].Raw
				vs[k].doubt(finding.New(mergedReach, vs[i].Raw))
			case blank(k):
				vs[k].doubt(finding.New(mergedReach, vs[i].Raw))
			}
		}
		i = end - 1
	}
}

// doubtBlanks doubts blank values beside one that stands across a border: part of
// its text may be theirs.
func doubtBlanks(vs []Cell) {
	for i := range vs {
		n := slices.IndexFunc(vs[i].Findings, func(f finding.Finding) bool { return f.Code == table.GlyphOnBorder })
		if n < 0 {
			continue
		}
		for _, k := range []int{i - 1, i + 1} {
			if k >= 0 && k < len(vs) && vs[k].Raw == "" && !vs[k].Struck {
				vs[k].doubt(vs[i].Findings[n])
			}
		}
	}
}

// joinLabel puts the text that heads a row below the header path of a column.
func joinLabel(period, text string, l label) string {
	switch {
	case text == "":
		return period
	case period == "" || period == "目標値" && l.hasYear:
		return text
	}
	return period + "/" + text
}

var minusApart = regexp.MustCompile(`^([-−－△▲])\s+([0-9０-９])`)

// value reads one value cell.
func (r *Reader) value(g *grid, s *schema, row, c int) Cell {
	k := &s.cols[c]
	v := Cell{Period: k.period, Role: k.role, FiscalYear: k.year.fiscal, Calendar: k.year.calendar, Page: g.t.Page, Confidence: 0.5 + 0.5*k.sure}
	if k.outside != "" {
		v.doubt(finding.New(headerOutside, k.outside))
	}
	if k.doubt != "" {
		v.Confidence *= 0.5
		v.Findings = append(v.Findings, finding.New(k.doubt, k.period).At(g.t.Page, [4]float64{}))
	}
	if k.yearCol >= 0 {
		v.YearText = g.text(row, k.yearCol)
	}
	cell := g.cell(row, c)
	if cell == nil {
		return v
	}
	v.Raw = strings.TrimSpace(cell.Text)
	if minusApart.MatchString(v.Raw) {
		// A minus set a little apart is the sign of its figure; far apart it is
		// the mark of a missing value, and the figure another column's.
		if cell.ColSpan == 1 && (len(cell.Lines) == 0 || r.pitch.excess(&cell.Lines[0]) < 0.35) {
			v.Raw = minusApart.ReplaceAllString(v.Raw, "$1$2")
		} else {
			v.doubt(finding.New(valuesMerged))
		}
	}
	v.Struck = cell.Struck && v.Raw == ""
	v.Box = cell.Box
	if cell.Confidence > 0 {
		v.Confidence *= cell.Confidence
	}
	v.Findings = append(v.Findings, cell.Findings...)
	if severalValues(cell) {
		v.doubt(finding.New(valuesMerged))
	}
	if r.pitch.looseLines(cell) {
		v.doubt(finding.New(textsRunTogether, v.Raw))
	}
	if st := &k.stats; st.n >= 5 && st.value >= 0.9 && oddShape(v.Raw) {
		v.doubt(finding.New(valueShape, v.Raw))
	}
	if overColumns(cell) {
		v.doubt(finding.New(valuesMerged))
	}
	if r.pitch.holes(cell) || r.off[g.at(row, c)] == surelyOff {
		v.doubt(finding.New(characterLost, v.Raw))
	}
	return v
}

// extraAt returns the text of an extra column in rows [row, end): the texts of
// its cells, each once. A blank cell at the head of a continued table goes on
// with the division above when the page has cut its merged cell.
func (r *Reader) extraAt(g *grid, s *schema, c, row, end int, first bool) string {
	var parts []string
	for _, text := range g.column(c, row, end) {
		if text != "" {
			parts = append(parts, text)
		}
	}
	text := strings.Join(parts, "、")
	if text == "" && first && s.cols[c].stats.blank == 0 {
		text = r.carry.extra[c]
	}
	if text != "" {
		r.carry.extra[c] = text
	}
	return text
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
	hasName, numbers := false, -1
	for c := range s.cols {
		switch s.cols[c].kind {
		case kindItemNo:
			no, numbers = g.text(row, c), c
		case kindItem:
			name, hasName = g.text(row, c), true
		case kindRowNumber:
			rowNo = g.text(row, c)
		}
	}
	if numbers >= 0 && name != "" && (no == "" || no == name) {
		// The border between number and name was missed.
		if code, rest, ok := leadingCode(name, s.cols[numbers].shapes); ok && rest != "" {
			no, name = code, rest
		} else if no == name {
			no = ""
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

// addItem adds the item of a row to an indicator that covers it.
func (r *Reader) addItem(in *Indicator, g *grid, s *schema, row int) {
	it, ok := r.itemAt(g, s, row)
	if !ok {
		return
	}
	for _, have := range in.Items[max(0, len(in.Items)-maxGroup):] {
		if have == it {
			return
		}
	}
	in.Items = append(in.Items, it)
	var no, name page.Box
	for c := range s.cols {
		switch s.cols[c].kind {
		case kindItemNo, kindRowNumber:
			if cell := g.cell(row, c); cell != nil {
				no = cell.Box // where a number should be, if there is none
			}
		case kindItem:
			name = boxAt(g, row, c)
		}
	}
	// Where a name is carried down, doubt about it belongs where it is printed.
	at := r.carriedPlaces(g.t.Page)
	switch {
	case name != page.Box{}:
		at.nos, at.items = []page.Box{no}, []page.Box{name}
	case len(at.items) > 0:
		no, name = at.nos[0], at.items[0]
	}
	in.places.nos = append(in.places.nos, no)
	in.places.items = append(in.places.items, name)
}

// groupFindings gives a row what table building found about its field and item,
// also where they are printed further up.
func (r *Reader) groupFindings(in *Indicator, g *grid, s *schema, row int) {
	if r.carry.doubts == nil {
		r.carry.doubts = map[kind][]finding.Finding{}
	}
	named := false // an item is printed in this row
	for c := range s.cols {
		if k := s.cols[c].kind; (k == kindItem || k == kindItemNo) && g.text(row, c) != "" {
			named = true
		}
	}
	if named {
		delete(r.carry.doubts, kindItem)
		delete(r.carry.doubts, kindItemNo)
	}
	for c := range s.cols {
		switch k := s.cols[c].kind; k {
		case kindField, kindItem, kindItemNo:
			if cell := g.cell(row, c); cell != nil && strings.TrimSpace(cell.Text) != "" {
				r.carry.doubts[k] = cell.Findings
			}
			in.Findings = append(in.Findings, r.carry.doubts[k]...)
		}
	}
}

// carriedPlaces returns the places of the field and item that are carried down,
// as far as they stand on the page.
func (r *Reader) carriedPlaces(number int) *places {
	if r.carry.page != number {
		r.carry.page, r.carry.at = number, places{}
	}
	return &r.carry.at
}

// boxAt returns the box of the cell at a position that has text, else none.
func boxAt(g *grid, row, c int) page.Box {
	if cell := g.cell(row, c); cell != nil && strings.TrimSpace(cell.Text) != "" {
		return cell.Box
	}
	return page.Box{}
}

// orphan takes rows without indicator and values. With an item in them, it is
// one more item of the indicator above, whose merged cell was cut by the page
// or drawn without rules; else they only carry names on.
func (r *Reader) orphan(g *grid, s *schema, row, end int, first bool) {
	for k := row; k < end; k++ {
		item := false
		for c := range s.cols {
			switch s.cols[c].kind {
			case kindItem, kindItemNo:
				item = item || g.text(k, c) != ""
			}
		}
		if item && r.carry.last >= 0 && (first || !g.t.Ruled) {
			r.fieldAt(g, s, k)
			r.addItem(&r.doc.Indicators[r.carry.last], g, s, k)
			continue
		}
		r.fieldAt(g, s, k)
		r.itemAt(g, s, k)
	}
}

// cutRow reports whether the first rows of a continued table are the rest of a
// row that the page has cut, and joins them to it: a name without values that
// goes on where the name above broke off.
func (r *Reader) cutRow(g *grid, s *schema, row, end int) bool {
	if r.carry.last < 0 || end-row > 1 || !r.open || !r.tornTop(g) && !tornName(g, s, row, end) {
		return false
	}
	in := &r.doc.Indicators[r.carry.last]
	name := g.text(row, s.ind)
	// A new row shows itself by a number or by values of its own in every
	// column; the rest of a cut one has text in few places.
	for c := range s.cols {
		k := s.cols[c].kind
		if (k == kindItemNo || k == kindRowNumber || k == kindUnit) && g.text(row, c) != "" {
			return false
		}
	}
	if name != "" && anyValue(g, s, row, end) {
		return false
	}
	// Where an indicator has several rows the page cuts the last.
	base := max(0, len(in.Values)-len(s.values))
	if name == "" {
		// Values go on below their cell: 37.5% / 【2月1日時点】.
		for n, c := range s.values {
			if text := g.text(row, c); text != "" && (base+n >= len(in.Values) || in.Values[base+n].Raw == "" || !continues(text)) {
				return false
			}
		}
	}
	in.Name += name
	for n, c := range s.values {
		if base+n < len(in.Values) {
			in.Values[base+n].Raw += g.text(row, c)
		}
	}
	for c := range s.cols {
		if s.cols[c].kind != kindItem && s.cols[c].kind != kindField {
			continue
		}
		if text := g.text(row, c); text != "" && len(in.Items) > 0 && s.cols[c].kind == kindItem {
			in.Items[len(in.Items)-1].Name += text
			r.carry.item.Name += text
		}
	}
	in.Confidence *= 0.7
	in.Findings = append(in.Findings, finding.New(cutRowJoined).At(g.t.Page, boxOf(rowBox(g, row))))
	return true
}

// continues reports whether a text goes on from the line above rather than
// being a value of its own.
func continues(s string) bool {
	f := fold(s)
	return f != "" && strings.ContainsRune("([【)]】〔", []rune(f)[0]) || !looksValue(s)
}

// tornName reports whether the first row of a continued table shows itself to be
// the rest of a row although a rule closes it: a name without values that begins
// like no name, or without the number that every row of the table has.
func tornName(g *grid, s *schema, row, end int) bool {
	name := g.text(row, s.ind)
	if name == "" || anyValue(g, s, row, end) {
		return false
	}
	if first, _ := utf8.DecodeRuneInString(fold(name)); strings.ContainsRune("()]】」』〕、。・ー", first) {
		return true
	}
	for c := range s.cols {
		if k := &s.cols[c]; k.kind == kindRowNumber && k.stats.n > 0 && k.stats.blank == 0 {
			return g.text(row, c) == ""
		}
	}
	return false
}

// tornTop reports whether nothing closes the table at its top.
func (r *Reader) tornTop(g *grid) bool { return g.t.OpenTop || r.openBottom }

func rowBox(g *grid, row int) (b page.Box) {
	for _, i := range g.row(row) {
		if c := &g.t.Cells[i]; c.Row == row {
			b = union(b, c.Box)
		}
	}
	return b
}

func boxOf(b page.Box) [4]float64 { return [4]float64{b.X0, b.Top, b.X1, b.Bottom} }
