package kpi

import (
	"sort"

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
	cur     *schema            // of the KPI table read last
	section string
	pending string // heading at the foot of the last page
	carry   carry
	tables  int
	page    int
	notes   []string
}

// NewReader returns a Reader that recognises headers by the given vocabulary.
func NewReader(terms *Terms) *Reader {
	return &Reader{terms: terms, titles: map[string]bool{}, schemas: map[string]*schema{}, carry: carry{last: -1, extra: map[int]string{}}}
}

// Add takes the layout of the next page.
func (r *Reader) Add(l *table.Layout) {
	r.page = l.Page
	hs := r.headings(l)
	first := true
	for _, t := range bands(l.Tables) {
		if r.table(l, t, hs, first) {
			first = false
		}
	}
	for _, h := range hs {
		if h.kind == lineNote {
			r.note(h.line.Text)
		}
	}
	r.pending = trailing(hs, l)
}

// Finish returns the document's indicators in reading order.
func (r *Reader) Finish() *Document { return &r.doc }

// bands sorts tables into reading order: band by band, left then right.
func bands(tables []table.Table) []*table.Table {
	order := make([]*table.Table, len(tables))
	for i := range tables {
		order[i] = &tables[i]
	}
	sort.SliceStable(order, func(i, j int) bool { return order[i].Box.Top < order[j].Box.Top })
	for i := 0; i < len(order); {
		// A band is a row of tables that overlap vertically with its first.
		j, bottom := i+1, order[i].Box.Bottom
		for j < len(order) && order[j].Box.Top < bottom-0.3*min(order[j].Box.Height(), bottom-order[i].Box.Top) && apart(order[i:j], order[j]) {
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

// table reads one table and reports whether it is one of indicators.
func (r *Reader) table(l *table.Layout, t *table.Table, hs []heading, first bool) bool {
	g := newGrid(t)
	if g == nil {
		return false
	}
	over := above(hs, l, t)
	section, titled := sectionOf(over)
	if !titled && first && r.pending != "" {
		section, titled = r.pending, true
	}
	h := r.terms.findHeader(g, 0)
	if h.end > h.start {
		s, ok := r.terms.read(g, h)
		if known := r.schemas[s.key]; known != nil && len(known.cols) == len(s.cols) {
			s, ok = known, true
		}
		if ok {
			again := r.cur != nil && r.cur.key == s.key
			r.schemas[s.key] = s
			r.open(section, titled)
			r.cur = s
			for row := 0; row < h.start; row++ {
				if text, ok := bandText(g, g.row(row)); ok {
					r.band(s, text)
				}
			}
			r.rowsOf(g, s, h.end, again && !titled)
			r.tables++
			return true
		}
		return false
	}
	if r.cur != nil {
		if s := compatible(r.cur, g); s != nil {
			r.open(section, titled)
			r.rowsOf(g, s, 0, !titled)
			r.tables++
			return true
		}
	}
	return false
}

// open sets the section of the KPI table that begins.
func (r *Reader) open(section string, titled bool) {
	if titled {
		r.section = section
	}
	r.pending = ""
}

// note keeps a footnote.
func (r *Reader) note(text string) { r.notes = append(r.notes, text) }
