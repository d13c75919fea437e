package kpi

import (
	"sort"
	"strings"

	"shihyo/extract/finding"
	"shihyo/extract/page"
	"shihyo/extract/table"
)

// Reader is fed the pages of one document in order and gives its indicators.
// It keeps what carries over a page break (open tables, merged cells, section
// titles), and the indicators read so far.
type Reader struct {
	terms   *Terms
	doc     Document
	titles  map[string]bool    // folded title lines, left out where they are repeated
	titled  bool               // the first page with text was seen
	schemas map[string]*schema // headers read so far, by their texts
	order   []*schema          // the same in the order they were met
	cur     *schema            // of the KPI table read last
	curPage int                // where that table stands
	section string
	pending string  // heading at the foot of the last page
	hanging hanging // header at the foot of the last page
	carry   carry
	tables  int // tables on the pages before
	no      int // number of the table being read, among all of the document

	lastNumber int               // row number read last, for gaps
	hints      []hint            // weak signs, judged at the end
	pageProofs []finding.Finding // damage that table building saw on a page

	open       bool           // the table being read is the first on its page and goes on
	openBottom bool           // the table before ran to the end of its page
	tail       tail           // its last row
	joined     map[int]joined // by column: texts taken together at the top of the table being read
	foot       footnotes
	body       int                  // row of the table being read that its body begins at
	pitch      pitch                // of the page being read
	forms      map[string]bool      // labels of forms seen so far, folded
	words      headWords            // outside the tables of the page being read
	astray     map[int]finding.Code // rows of the table being read whose name, field or item may be another's
	off        map[int]offness      // cells of the table being read that stand off their column
}

// maxSchemas bounds the headers kept; a document has a few.
const maxSchemas = 64

// NewReader returns a Reader that recognises headers by the given vocabulary.
func NewReader(terms *Terms) *Reader {
	return &Reader{terms: terms.remembering(), titles: map[string]bool{}, schemas: map[string]*schema{}, forms: map[string]bool{}, carry: carry{last: -1, extra: map[int]string{}}}
}

// Add takes the layout of the next page.
func (r *Reader) Add(l *table.Layout) {
	from, faults, hints := len(r.doc.Indicators), len(r.doc.Findings), len(r.hints)
	for _, f := range l.Findings {
		if _, ok := proofs[f.Code]; ok && len(r.pageProofs) < maxHints {
			r.pageProofs = append(r.pageProofs, f)
		}
	}
	l, turn := upright(l)
	l = overrun(l)
	pieces := len(l.Tables)
	l, foot := r.pieces(l)
	r.pitch = measurePitch(l)
	r.words = r.terms.headWords(l)
	r.learnForms(l.Tables)
	hs := r.headings(l)
	first := true
	number := make(map[*table.Table]int, len(l.Tables))
	for i := range l.Tables {
		if number[&l.Tables[i]] = r.tables + i; i >= pieces {
			number[&l.Tables[i]] = r.no // a row of the table before
		}
	}
	r.tables += pieces
	r.leftOver(l)
	order := bands(l.Tables)
	for i, t := range order {
		begin := len(r.doc.Indicators)
		r.no = number[t]
		if i == len(order)-1 && r.hangs(l, t, hs) {
			break
		}
		if r.table(l, t, hs, first) {
			first = false
			r.beside(l, t, hs, begin)
		}
	}
	if foot != nil {
		r.hanging = hanging{foot, l.Page, titleOver(above(hs, l, foot))}
	}
	if first {
		r.unbuilt(l, 2)
	} else {
		r.unbuilt(l, 1)
		r.outside(l)
	}
	merged := false
	for i := from; i < len(r.doc.Indicators); i++ {
		in := &r.doc.Indicators[i]
		r.check(in)
		n := in.merged()
		if n > 1 {
			in.doubtAt(finding.New(rowsMerged), in.places.name)
		}
		if n > 0 && !merged {
			merged = true // a row may be lost in another: the page says so too
			r.doc.Findings = append(r.doc.Findings, finding.New(rowsMerged).At(in.Page, boxOf(in.Box)))
		}
	}
	if turn != 0 {
		r.turnBack(from, faults, hints, l.Width, l.Height, turn)
	}
	for _, h := range hs {
		if h.kind == lineNote {
			r.note(h.line.Text)
		}
	}
	if p := trailing(hs, l); p != "" || len(l.Tables) > 0 {
		r.pending = p
	}
}

// Finish returns the document's indicators in reading order.
func (r *Reader) Finish() *Document {
	r.review()
	r.foot.attach(&r.doc)
	return &r.doc
}

// bands sorts tables into reading order: band by band, left then right.
func bands(tables []table.Table) []*table.Table {
	order := make([]*table.Table, len(tables))
	for i := range tables {
		order[i] = &tables[i]
	}
	sort.SliceStable(order, func(i, j int) bool { return order[i].Box.Top < order[j].Box.Top })
	for i := 0; i < len(order); {
		// A band is a row of tables that stand beside the first of them.
		j, bottom := i+1, order[i].Box.Bottom
		for j < len(order) && order[j].Box.Top < bottom-0.3*min(order[j].Box.Height(), order[i].Box.Height()) && apart(order[i:j], order[j]) {
			j++
		}
		band := order[i:j]
		sort.SliceStable(band, func(a, b int) bool { return band[a].Box.X0 < band[b].Box.X0 })
		i = j
	}
	return order
}

// apart reports whether a table overlaps none of the band's horizontally.
func apart(band []*table.Table, t *table.Table) bool {
	for _, u := range band {
		if u.Box.X0 < t.Box.X1-1 && t.Box.X0 < u.Box.X1-1 {
			return false
		}
	}
	return true
}

// reading is one way to understand a table.
type reading struct {
	g      *grid
	s      *schema
	h      header
	turned bool
}

// table reads one table and reports whether it is one of indicators.
func (r *Reader) table(l *table.Layout, t *table.Table, hs []heading, first bool) bool {
	g := newGrid(t)
	if g == nil {
		return false
	}
	head := titleOver(above(hs, l, t))
	if !head.own && first && r.pending != "" {
		head = title{text: r.pending, own: true}
	}
	if joined := r.hanging.under(r.terms, g); joined != nil && first {
		if g = joined; !head.own {
			head = r.hanging.title
		}
	}
	any := false
	for _, side := range r.terms.sides(r.terms.unarrowed(g)) {
		any = r.stacked(l, side, head, first && !any) || any
	}
	return any
}

// stacked reads a grid that may hold several tables one below the other.
func (r *Reader) stacked(l *table.Layout, g *grid, head title, first bool) bool {
	cuts := r.splits(g)
	if len(cuts) == 0 {
		return r.part(l, g, head, first)
	}
	any := false
	from := 0
	for _, cut := range append(cuts, g.rows) {
		to := cut
		heading := ""
		if cut < g.rows && cut-1 >= from {
			if heading = r.terms.soleText(g, cut-1, cut); heading != "" {
				to--
			}
		}
		for to > from+1 && allBlank(g, g.row(to-1)) {
			to-- // what parts two tables in one grid
		}
		if sub := newGrid(part(g.t, from, to)); sub != nil && to > from {
			any = r.part(l, sub, head, first && !any) || any
		}
		from, head = cut, title{text: heading, own: heading != ""}
	}
	return any
}

// sides parts a grid in which two tables stand side by side: an empty column runs
// down between two headers. It returns the grid alone where there is none.
func (t *Terms) sides(g *grid) []*grid {
	if g.cols < 5 {
		return []*grid{g}
	}
	for c := 2; c < g.cols-2; c++ {
		if !blankColumn(g, c) {
			continue
		}
		left, right := newGrid(columns(g.t, 0, c)), newGrid(columns(g.t, c+1, g.cols))
		if left != nil && right != nil && t.headedSoon(left) && t.headedSoon(right) {
			return append([]*grid{left}, t.sides(right)...)
		}
	}
	return []*grid{g}
}

// blankColumn reports whether no text stands in a column nor reaches into it.
func blankColumn(g *grid, c int) bool {
	for r := 0; r < g.rows; r++ {
		if g.text(r, c) != "" {
			return false
		}
	}
	return true
}

// headedSoon reports whether one of the first rows reads like the whole top of a
// header.
func (t *Terms) headedSoon(g *grid) bool {
	for r := 0; r < min(g.rows-1, 3); r++ {
		if t.fullHeader(g, r) {
			return true
		}
	}
	return false
}

// splits returns the rows at which a further header begins in a grid: tables
// that stand so close that they were built as one, or a header that is repeated
// where the page of the original broke.
func (r *Reader) splits(g *grid) []int {
	if cuts := stackedForms(g); cuts != nil {
		return cuts
	}
	var cuts []int
	row := max(1, r.terms.findHeader(g, 0).end)
	for ; row < g.rows-1 && len(cuts) < maxSplits; row++ {
		if !r.terms.fullHeader(g, row) {
			continue
		}
		end := r.terms.endOfPart(g, row)
		rest := newGrid(part(g.t, row, end))
		if rest == nil {
			break
		}
		h := r.terms.findHeader(rest, 0)
		if h.start != 0 || h.end == 0 {
			continue
		}
		if s, ok := r.terms.read(rest, h, r.section, false); !ok || s.score < 2.5 {
			continue
		}
		cuts = append(cuts, row)
		if end < g.rows && !r.terms.fullHeader(g, end) {
			cuts = append(cuts, end)
		}
		row = end - 1
	}
	return cuts
}

// endOfPart returns the row at which a table ends whose header begins at row: the
// next header, or a label beside a text over most of the columns, as in a sheet.
func (t *Terms) endOfPart(g *grid, row int) int {
	for end := row + 1; end < g.rows; end++ {
		if t.fullHeader(g, end) {
			return end
		}
		c := g.cell(end, g.cols-1)
		if c != nil && c.Col > 0 && c.ColSpan*2 > g.cols && g.text(end, 0) != "" && !looksValue(c.Text) {
			return end
		}
	}
	return g.rows
}

// maxSplits bounds the tables looked for in one grid.
const maxSplits = 50

// soleText returns the one text of a row that stands over the columns of the
// header below it, "" when there is none or more.
func (t *Terms) soleText(g *grid, row, header int) string {
	text := ""
	for _, i := range g.row(row) {
		c := &g.t.Cells[i]
		s := strings.TrimSpace(c.Text)
		if s == "" || g.text(header, c.Col) == "" || c.Row+c.RowSpan > header {
			continue
		}
		if text != "" || c.Row != row {
			return ""
		}
		text = s
	}
	if looksValue(text) {
		return ""
	}
	return text
}

// part reads one table, or one of several in a grid.
func (r *Reader) part(l *table.Layout, g *grid, head title, first bool) bool {
	if head.own && goesOn(head.text, r.section) {
		head = title{text: r.section}
	}
	begin := func(s *schema) {
		if head.own {
			r.section = head.text
		}
		r.pending = ""
		r.cur, r.curPage = s, l.Page
	}
	best, ok := r.understand(g, head.text)
	if ok {
		// A title in the table's own first row.
		for row := 0; row < best.h.start; row++ {
			text := bandText(best.g, best.g.row(row))
			if text != "" && !noteLine.MatchString(fold(text)) && !goesOn(text, r.section) {
				head = title{text: text, own: true}
			}
		}
		again := r.cur != nil && r.cur.key == best.s.key
		if again && head.own && first && r.curPage == l.Page-1 && best.s.nameless(best.g, best.h.end) {
			head = r.strayHead(l)
		}
		r.open = again && !head.own && first && r.curPage != l.Page
		begin(best.s)
		r.doubtHeader(best, again)
		r.rowsOf(best.g, best.s, best.h.end, best.g.rows, again && !head.own)
		r.openBottom = g.t.OpenBottom
		return true
	}
	if r.form(g, begin) || r.captioned(g, head, begin) {
		return true
	}
	if r.cur != nil && (!head.own || !r.terms.headed(g)) {
		fitted, fit := r.terms.continuation(r.cur, g)
		if fit {
			if head.own && first && r.curPage == l.Page-1 && r.cur.nameless(fitted, 0) {
				head = r.strayHead(l)
			}
			r.open = !head.own && first && r.curPage != l.Page
			begin(r.cur)
			r.rowsOf(fitted, r.cur, 0, fitted.rows, !head.own)
			r.openBottom = g.t.OpenBottom
			return true
		}
		for n := len(r.order) - 1; n >= 0 && !head.own; n-- {
			// Not the table before but one before that: its header was the
			// same, or it stands beside.
			s := r.order[n]
			if s == r.cur || len(s.cols) != g.cols || !aligned(g.edges(), s.edges) {
				continue
			}
			if other, ok := r.terms.continuation(s, g); ok {
				r.open = false
				begin(s)
				r.rowsOf(other, s, 0, other.rows, true)
				r.openBottom = g.t.OpenBottom
				return true
			}
		}
		if beside := head.own && r.curPage == l.Page; !beside && !r.terms.headed(g) && !r.terms.ownHeader(g) && r.terms.figures(g) >= 2 && (fitted != nil || !head.own) {
			r.doc.Findings = append(r.doc.Findings, finding.New(continuationUnfit).At(l.Page, boxOf(g.t.Box)))
			return false
		}
	}
	r.skipped(l, g, best.s)
	return false
}

// doubtHeader notes, once a header, what of it was inferred rather than read.
func (r *Reader) doubtHeader(b reading, again bool) {
	if again {
		return
	}
	var box page.Box
	for row := b.h.start; row < b.h.end; row++ {
		box = union(box, rowBox(b.g, row))
	}
	if k := &b.s.cols[b.s.ind]; k.sure <= 0.6 {
		r.doc.Findings = append(r.doc.Findings, finding.New(headerUncertain, k.period).At(b.g.t.Page, boxOf(box)))
	}
	for _, c := range b.s.values {
		if k := &b.s.cols[c]; k.doubt != "" {
			r.doc.Findings = append(r.doc.Findings, finding.New(k.doubt, k.period).At(b.g.t.Page, boxOf(box)))
		}
		if k := &b.s.cols[c]; k.sure <= 0.5 {
			r.doc.Findings = append(r.doc.Findings, finding.New(roleInferred, k.period, k.role).At(b.g.t.Page, boxOf(box)))
		}
	}
}

// goesOn reports whether a heading only repeats the section's title.
func goesOn(heading, section string) bool {
	if section == "" {
		return false
	}
	h, s := fold(heading), fold(section)
	for _, more := range []string{"(続き)", "(つづき)", "(続)", "【続き】", "続き", "つづき"} {
		h = strings.TrimSuffix(h, more)
	}
	return h == s
}

// understand reads the header of a table, upright or, where that fails, with
// rows and columns exchanged.
func (r *Reader) understand(g *grid, section string) (reading, bool) {
	best, ok := r.reading(g, section, false)
	strays := 0
	if ok {
		strays = r.terms.strays(best)
	}
	if ok && (strays == 0 || strays < 2 && (r.terms.inPlace(best) || !r.isForm(g))) {
		return best, true
	}
	if g.rows <= 60 {
		if tg := newGrid(transpose(g.t)); tg != nil {
			if turned, tok := r.reading(tg, section, true); tok && turned.h.start == 0 && r.terms.strays(turned) == 0 && (!ok || turned.s.score > best.s.score) && turned.s.score >= 2.5 {
				return turned, true
			}
		}
	}
	if ok && strays < 4 && !r.isForm(g) {
		return best, true
	}
	return best, false
}

func (r *Reader) reading(g *grid, section string, turned bool) (reading, bool) {
	h := r.terms.findHeader(g, 0)
	if h.end == h.start || h.end >= g.rows && !turned && g.rows > 1 && h.end-h.start > 3 {
		return reading{}, false
	}
	if joined := r.terms.gather(g, h); joined != g {
		g = joined
		h = r.terms.findHeader(g, 0)
	}
	g = r.terms.spanYears(g, h)
	key := headerKey(g, h)
	if known := r.schemas[key]; known != nil && len(known.cols) == g.cols && !turned {
		s := *known
		s.edges = g.edges()
		return reading{g, &s, h, turned}, true
	}
	s, ok := r.terms.read(g, h, section, turned)
	if !ok {
		return reading{s: s}, false
	}
	r.joinedHeads(s)
	if !turned && r.schemas[s.key] == nil && len(r.schemas) < maxSchemas {
		r.schemas[s.key] = s
		r.order = append(r.order, s)
	}
	return reading{g, s, h, turned}, true
}

// joinedHeads notes the columns whose header is those of two columns of a table
// before, one behind the other: so may the cells below be.
func (r *Reader) joinedHeads(s *schema) {
	for c := range s.cols {
		k := &s.cols[c]
		if len(k.path) == 0 || k.joined {
			continue
		}
		head := k.path[len(k.path)-1]
		for _, o := range r.order {
			for x := 1; x < len(o.cols); x++ {
				a, b := o.cols[x-1].path, o.cols[x].path
				if len(a) > 0 && len(b) > 0 && a[len(a)-1] != head && head == a[len(a)-1]+b[len(b)-1] {
					k.joined, k.doubt = true, headerMixed
				}
			}
		}
	}
}

// headed reports whether a table begins with a header row.
func (t *Terms) headed(g *grid) bool {
	h := t.findHeader(g, 0)
	return h.end > h.start
}
