package kpi

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"shihyo/extract/finding"
	"shihyo/extract/page"
	"shihyo/extract/table"
)

// A cell that covers several rows may be cut by the page break in the middle of
// its text: 環境と ends a page and 共に生きる begins the next. Read by themselves
// the two are names that nothing shows to be wrong. What stands on both sides of
// the break in one column is therefore held together before the rows of the
// second page are read:
//
//   - the cell is open: lines close its sides but not its end. Where they close
//     others of its row there, or its last row has no text yet, it surely goes on;
//   - the text is tight: it runs down to the cell's end, its last line has no
//     room for another character, and on the next page it begins at the top;
//   - the words are in the middle of something: the first text ends, or the
//     second begins, with what no name ends or begins with.
//
// Where that suffices the rest goes back to where the text began, and its own
// cell is as blank as one whose text stood whole before the break. Where it only
// may be so the rows on both sides are doubted.

// tail is the last row of a table that ran to its page's end.
type tail struct {
	page  int
	key   string       // of the schema
	cells []table.Cell // of the last row, by column
	row   int          // number of that row
	from  []int        // by column: the first indicator beside the cell
	named bool         // the row holds more than the names of its groups
}

// joined is a text that was taken together at the page's top: where its cell covers
// all of the page, it may be cut once more.
type joined struct {
	text  string
	lines []table.Line // on this page
	from  int          // the first indicator beside it
}

// beginning is where the rows of an indicator begin in the table being read.
type beginning struct{ row, indicator int }

// tailOf keeps the last of the rows [from, to) for the page that follows.
func (r *Reader) tailOf(g *grid, s *schema, from, to int, begun []beginning) {
	r.tail = tail{}
	if to <= from {
		return
	}
	t := tail{page: g.t.Page, key: s.key, row: to - 1, named: holdsOwn(g, s, to-1)}
	for c := range min(len(s.cols), g.cols) {
		cell := table.Cell{}
		if k := g.cell(to-1, c); k != nil {
			cell = *k
		}
		first := len(r.doc.Indicators)
		for _, b := range begun {
			if b.row <= cell.Row || first > b.indicator {
				first = b.indicator
			}
		}
		if j, ok := r.joined[c]; ok && cell.Row <= from && strings.TrimSpace(cell.Text) == "" {
			cell.Text, cell.Lines, first = j.text, j.lines, j.from
		}
		t.cells, t.from = append(t.cells, cell), append(t.from, first)
	}
	r.tail = t
}

// holdsOwn reports whether a row has text that begins there, other than the
// names of the groups it is in.
func holdsOwn(g *grid, s *schema, row int) bool {
	for c := range min(len(s.cols), g.cols) {
		switch s.cols[c].kind {
		case kindField, kindItem, kindItemNo:
			continue
		}
		if k := g.cell(row, c); k != nil && k.Row == row && strings.TrimSpace(k.Text) != "" {
			return true
		}
	}
	return false
}

// verdict is what is thought of two cells on both sides of a page break.
type verdict int

const (
	apartCells verdict = iota
	maybeOneCell
	oneCell
)

// rejoin looks at the columns of a table that goes on over the page and takes
// the texts of cells together that the break has cut. It returns the table with
// what is left to read, body row by body row as before.
func (r *Reader) rejoin(g *grid, s *schema, from, to int) *grid {
	t := &r.tail
	if !r.open || from >= to || t.page+1 != g.t.Page || t.key != s.key || len(t.cells) != min(len(s.cols), g.cols) {
		return g
	}
	n := *g.t
	n.Cells = append([]table.Cell(nil), g.t.Cells...)
	changed := false
	valued := anyValue(g, s, from, from+1)
	for c := range t.cells {
		i := g.at(from, c)
		if i < 0 || g.t.Cells[i].Col != c {
			continue
		}
		v := t.judge(g, s, from, c)
		if v == apartCells {
			continue
		}
		changed = r.mend(&n.Cells[i], s, c, v, valued) || changed
	}
	if !changed {
		return g
	}
	return newGrid(&n)
}

// judge weighs whether the cell of column c that begins the body at row is the
// rest of the one that ended the page before.
func (t *tail) judge(g *grid, s *schema, row, c int) verdict {
	a, b := &t.cells[c], g.cell(row, c)
	above, below := strings.TrimSpace(a.Text), strings.TrimSpace(b.Text)
	if kind := s.cols[c].kind; above == "" && below != "" && a.OpenBottom && a.Row > 0 && (kind == kindField || kind == kindItem) {
		return maybeOneCell // printed in the middle of its rows, or for the second page alone
	}
	if above == "" || below == "" || fold(above) == fold(below) || beginsAnew.MatchString(fold(below)) {
		return apartCells
	}
	if s.cols[c].kind == kindItem && s.numbered(g, row) {
		return apartCells // a number of its own
	}
	open := a.OpenBottom || b.OpenTop
	words := midPhrase(above, below)
	tight := fillsDown(a) && startsAtTop(b)
	switch {
	case runsOver(a):
		return maybeOneCell // some of it stands outside
	case open && t.goesOn(a):
		return oneCell
	case open && tight && (words || fillsAcross(a)):
		return oneCell
	case words && (open || tight && fillsAcross(a)):
		return maybeOneCell
	}
	return apartCells
}

// goesOn reports whether a cell without line at the page's end covers rows that
// go on: lines close others of its row, or the row has no text yet.
func (t *tail) goesOn(a *table.Cell) bool {
	if !a.OpenBottom {
		return false
	}
	if a.Row < t.row && !t.named {
		return true
	}
	for i := range t.cells {
		if b := &t.cells[i]; b.RowSpan > 0 && !b.OpenBottom {
			return true
		}
	}
	return false
}

// numbered reports whether an item's number stands in a row.
func (s *schema) numbered(g *grid, row int) bool {
	for c := range s.cols {
		if s.cols[c].kind == kindItemNo && g.text(row, c) != "" {
			return true
		}
	}
	return false
}

// mend takes the text of b, in column c, together with the cell that ended the
// page before, or doubts both. It reports whether b was changed. valued says that
// the row b begins has values.
func (r *Reader) mend(b *table.Cell, s *schema, c int, v verdict, valued bool) bool {
	what := s.cols[c].kind
	above, below := strings.TrimSpace(r.tail.cells[c].Text), strings.TrimSpace(b.Text)
	whole := above + below
	switch what {
	case kindField, kindItem:
	case kindIndicator:
		// A name over rows with values of their own is the business of those
		// rows; a row that is cut is joined as a whole, see cutRow.
		if s.rowLabel < 0 || v != oneCell {
			v = maybeOneCell
			if !valued && r.tail.cells[c].RowSpan < 2 && b.RowSpan < 2 {
				return false
			}
		}
	case kindValue:
		v = maybeOneCell
	default:
		return false
	}
	f := finding.New(cellCut, above, below)
	switch {
	case v == oneCell:
		f = finding.New(cellRejoined, whole)
	case above == "":
		// The rows above were given the name further up.
		for i := r.tail.from[c]; i < len(r.doc.Indicators); i++ {
			in := &r.doc.Indicators[i]
			in.doubtAt(finding.New(groupReach), in.Box)
		}
		return false
	}
	for i := r.tail.from[c]; i < len(r.doc.Indicators); i++ {
		r.doc.Indicators[i].rejoin(what, above, whole, v, f)
	}
	here := f.At(r.tail.page+1, boxOf(b.Box))
	if v != oneCell {
		b.Findings = append(b.Findings[:len(b.Findings):len(b.Findings)], here)
		return true
	}
	r.joined[c] = joined{whole, b.Lines, r.tail.from[c]}
	b.Text, b.Lines = "", nil
	switch what {
	case kindField:
		r.carry.field = whole
	case kindItem:
		r.carry.item.Name = whole
	}
	r.carry.doubt(what, here)
	return true
}

// rejoin gives a row that stands beside the first part of a cut cell the whole
// text, where it is known, and says so.
func (in *Indicator) rejoin(k kind, above, whole string, v verdict, f finding.Finding) {
	text, place := (*string)(nil), page.Box{}
	switch k {
	case kindField:
		text, place = &in.Field, in.places.field
	case kindIndicator:
		text, place = &in.Name, in.places.name
	case kindItem:
		if n := len(in.Items) - 1; n >= 0 {
			text, place = &in.Items[n].Name, in.places.item(n)
		}
	case kindValue:
		for i := range in.Values {
			if in.Values[i].Raw == above {
				in.Values[i].doubt(f)
			}
		}
	}
	if text == nil || *text != above {
		return
	}
	if v == oneCell {
		*text = whole
	}
	in.doubtAt(f, place)
}

// beginsAnew finds the number or mark that a text of its own begins with.
var beginsAnew = regexp.MustCompile(`^(?:[(\[【〔〈]?[0-9０-９]+[)\].．\-、:]|[(（][^)）]{1,3}[)）]|[①-⑳ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ■□●○◆◇・※])`)

// midPhrase reports whether a text ends, or the next begins, in the middle of a
// phrase.
func midPhrase(above, below string) bool {
	last, _ := utf8.DecodeLastRuneInString(above)
	if strings.ContainsRune("とのにをはがやでへ、，・（(「『【〔〈/／", last) {
		return true
	}
	first, size := utf8.DecodeRuneInString(below)
	if strings.ContainsRune("をんぁぃぅぇぉっゃゅょァィゥェォッャュョー々、。，．）)」』】〕〉", first) {
		return true
	}
	next, _ := utf8.DecodeRuneInString(below[size:])
	return strings.ContainsRune("のにがはで", first) && !unicode.Is(unicode.Hiragana, next)
}

// fillsDown reports whether a cell has no room below its last line for another.
func fillsDown(c *table.Cell) bool {
	if len(c.Lines) == 0 {
		return false
	}
	ln := &c.Lines[len(c.Lines)-1]
	return c.Box.Bottom-ln.Box.Bottom < lineRoom(c)
}

// startsAtTop reports whether a cell's first line has no room above for another.
func startsAtTop(c *table.Cell) bool {
	if len(c.Lines) == 0 {
		return false
	}
	ln := &c.Lines[0]
	return ln.Box.Top-c.Box.Top < lineRoom(c)
}

// lineRoom returns how much height one more line of a cell takes, by the least
// distance of those it has.
func lineRoom(c *table.Cell) float64 {
	room := 1.2 * c.Lines[0].Size
	for i := 1; i < len(c.Lines); i++ {
		if d := c.Lines[i].Box.Bottom - c.Lines[i-1].Box.Bottom; i == 1 || d < room {
			room = d
		}
	}
	return max(room, 1.2*c.Lines[0].Size)
}

// fillsAcross reports whether a cell's last line has no room for another
// character, margins left as wide as those of a common cell.
func fillsAcross(c *table.Cell) bool {
	if len(c.Lines) == 0 {
		return false
	}
	ln := &c.Lines[len(c.Lines)-1]
	return c.Box.Width()-ln.Box.Width() < 2*ln.Size
}

// overrun gives the lines that stand right below the last table of a page, under
// a cell that no line closes, to that cell: what was printed of a text that the
// page had no room for. A line under several cells is no one's to divide; it
// leaves the page's lines, so that no heading is made of it, and the cells are
// doubted.
func overrun(l *table.Layout) *table.Layout {
	if len(l.Tables) == 0 {
		return l
	}
	last := len(l.Tables) - 1
	t := l.Tables[last]
	end := t.Box.Bottom
	var foot []int // the cells that end with the table
	for i := range t.Cells {
		if c := &t.Cells[i]; c.Row+c.RowSpan == t.Rows {
			foot = append(foot, i)
		}
	}
	var kept []table.Line
	var cells []table.Cell
	for i := range l.Lines {
		ln := &l.Lines[i]
		var under []int
		if ln.Box.Top >= end-0.5*ln.Size && ln.Box.Top <= end+ln.Size && !noteLine.MatchString(fold(ln.Text)) {
			under = openOver(&t, foot, ln)
		}
		if under == nil {
			kept = append(kept, *ln)
			continue
		}
		if cells == nil {
			cells = append(cells, t.Cells...)
			t.Cells = cells
		}
		end = ln.Box.Bottom
		for _, k := range under {
			c := &cells[k]
			if len(under) == 1 {
				c.Text += ln.Text
				c.Lines = append(c.Lines[:len(c.Lines):len(c.Lines)], *ln)
				continue
			}
			c.Findings = append(c.Findings[:len(c.Findings):len(c.Findings)], finding.New(textOutside, ln.Text).At(l.Page, boxOf(ln.Box)))
		}
	}
	if cells == nil {
		return l
	}
	n := *l
	n.Lines = kept
	n.Tables = append([]table.Table(nil), l.Tables...)
	n.Tables[last] = t
	return &n
}

// openOver returns those of the cells at a table's foot that a line of text
// stands under, where none of them is closed there; nil where it stands under
// others too or reaches beyond the table.
func openOver(t *table.Table, foot []int, ln *table.Line) (under []int) {
	for _, i := range foot {
		c := &t.Cells[i]
		if c.Box.X1 <= ln.Box.X0 || c.Box.X0 >= ln.Box.X1 {
			continue
		}
		if !c.OpenBottom || strings.TrimSpace(c.Text) == "" {
			return nil
		}
		under = append(under, i)
	}
	if len(under) == 0 || ln.Box.X0 < t.Box.X0 || ln.Box.X1 > t.Box.X1 {
		return nil
	}
	return under
}

// runsOver reports whether some of a cell's text was found below it.
func runsOver(c *table.Cell) bool {
	for _, f := range c.Findings {
		if f.Code == textOutside {
			return true
		}
	}
	return false
}
