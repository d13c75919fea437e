package kpi

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"shihyo/extract/table"
)

// How header rows are found: terms of the vocabulary and year labels in them,
// no values; then every row a merged header cell reaches into or is divided by.
// Where no word is known, the rows below tell: years and roles under cells that
// reach down beside them.

// label is what one header text says.
type label struct {
	m       meaning
	whole   bool // the text is a term of the vocabulary, not only its end
	year    yearRef
	hasYear bool
	bare    bool // nothing but a year
	mixed   bool // two headers in one text: a grid line was missed
	figure  bool // reads like a value: it holds a number that is no year's
	value   bool // reads like a value, be its number a year's or not
}

var trailingMark = regexp.MustCompile(`(?:[※＊*][0-9]{0,2}|[(（]?注[0-9]{0,2}[)）]?)$`)

// ratioOf finds a column told as a formula of two others.
var ratioOf = regexp.MustCompile(`^[(（]?[①-⑳A-ZＡ-Ｚ][)）]?[/／÷][(（]?[①-⑳A-ZＡ-Ｚ][)）]?`)

// classify reads one header text.
func (t *Terms) classify(s string) label {
	k := t.recall(s)
	if k.label == nil {
		l := t.readLabel(s)
		k.label = &l
	}
	return *k.label
}

func (t *Terms) readLabel(s string) label {
	l := t.classifyOne(s)
	l.mixed = t.mixed(s)
	l.value = looksValue(s)
	l.figure = l.value
	if l.hasYear && l.figure {
		// 2020（R2）策定前 holds no figure but its year.
		_, rest, _ := t.findYear(fold(s))
		l.figure = rest == "" || strings.ContainsAny(rest, "0123456789")
	}
	return l
}

func (t *Terms) classifyOne(s string) label {
	f := fold(s)
	if strings.ContainsAny(f, "*※注") {
		f = trailingMark.ReplaceAllString(f, "")
	}
	y, rest, ok := t.findYear(f)
	l := label{year: y, hasYear: ok, bare: ok && yearOnly.MatchString(rest)}
	if l.bare || rest == "" {
		return l
	}
	if ratioOf.MatchString(squeeze(s)) {
		l.m = meansEval // ②／①, B/A
		return l
	}
	main := trimHeader(unbracketed(rest))
	// 目標値①, 実績値B: a letter or number names the column for a formula.
	for _, word := range []string{main, strings.TrimRight(main, "0123456789ABCDE")} {
		if m, whole := t.look(word); m != unknown {
			l.m, l.whole = m, whole
			return l
		}
	}
	for _, in := range bracketed(rest) {
		in = strings.Trim(in, "(（【[〔〈<《「『)）】]〕〉>》」』")
		if m, _ := t.look(trimHeader(in)); m != unknown && (main == "" || m.role() == "") {
			l.m = m
			return l
		}
	}
	// A year before or after the word: 令和７年度末目標値, R5年度の実績.
	if ok {
		if m, whole := t.look(strings.TrimPrefix(main, "の")); m != unknown {
			l.m, l.whole = m, whole
		}
	}
	return l
}

func trimHeader(s string) string {
	return strings.Trim(s, "・/~〜-－,、.:：の末")
}

// header is where the header rows of a grid stand: [start, end).
type header struct{ start, end int }

// findHeader returns the header rows; start == end when there are none.
func (t *Terms) findHeader(g *grid, from int) header {
	for start := from; start < min(g.rows, from+4); start++ {
		ids := g.row(start)
		if t.isBand(g, start) || allBlank(g, ids) {
			continue
		}
		if !t.headerRow(g, start) && !t.headerBelow(g, start) {
			return header{}
		}
		end := start + 1
		for {
			grown := t.reach(g, start, end)
			if grown == end && end < g.rows && t.subHeaderRow(g, start, end) {
				grown = end + 1
			}
			if grown == end || grown-start > 5 {
				break
			}
			end = grown
		}
		if end >= g.rows && end-start > 1 {
			end = start + 1
		}
		return header{start, end}
	}
	return header{}
}

func allBlank(g *grid, ids []int) bool {
	for _, i := range ids {
		if strings.TrimSpace(g.t.Cells[i].Text) != "" {
			return false
		}
	}
	return true
}

// isBand reports whether a row is one text over (nearly) the whole width.
func (t *Terms) isBand(g *grid, r int) bool {
	if g.cols < 3 {
		return false
	}
	var wide *table.Cell
	for _, i := range g.row(r) {
		c := &g.t.Cells[i]
		if strings.TrimSpace(c.Text) == "" {
			continue
		}
		if wide != nil {
			return false
		}
		wide = c
	}
	return wide != nil && wide.RowSpan <= 1 && wide.ColSpan*10 >= g.cols*8
}

// headerRow reports whether the row reads like the top row of a header.
func (t *Terms) headerRow(g *grid, r int) bool {
	plain, ok := plainYears(g, r)
	if !ok {
		return false
	}
	hits, strong, n := 0, 0, 0
	for _, i := range g.row(r) {
		c := &g.t.Cells[i]
		s := strings.TrimSpace(c.Text)
		if s == "" {
			continue
		}
		n++
		l := t.classify(s)
		switch {
		case l.m == meansOther:
		case l.bare && plain < 2 && onlyDigits(s):
		case l.m.role() != "" || l.bare || l.hasYear && (l.m != unknown || utf8.RuneCountInString(s) <= 18 && !l.figure):
			hits++
			strong++
		case l.m != unknown:
			hits++
		case l.figure:
			return false
		}
		if utf8.RuneCountInString(s) > 40 {
			return false
		}
	}
	return n >= 2 && (strong > 0 && hits*8 >= n || hits >= 2 && hits*2 >= n)
}

// headerBelow reports whether a row without a known word heads rows with some:
// its cells reach down beside them.
func (t *Terms) headerBelow(g *grid, r int) bool {
	for _, i := range g.row(r) {
		if c := &g.t.Cells[i]; t.classify(c.Text).figure || utf8.RuneCountInString(c.Text) > 40 {
			return false
		}
	}
	strong := 0
	for below := r + 1; below < t.reach(g, r, r+1); below++ {
		if _, ok := plainYears(g, below); !ok {
			return false
		}
		for _, i := range g.row(below) {
			c := &g.t.Cells[i]
			if c.Row != below || strings.TrimSpace(c.Text) == "" {
				continue
			}
			l := t.classify(c.Text)
			switch {
			case l.m.role() != "", l.bare, l.m == meansYear:
				strong++
			case l.figure:
				return false
			}
		}
	}
	return strong >= 2
}

// plainYears returns how many cells of a row are four digits alone; ok is false
// when there are several that do not count up as the years of a header do: they
// are figures then.
func plainYears(g *grid, r int) (n int, ok bool) {
	prev, step := 0, 0
	for _, i := range g.row(r) {
		if c := &g.t.Cells[i]; c.Row == r && onlyDigits(c.Text) {
			v, _ := smallInt(fold(c.Text))
			if n > 0 {
				if v <= prev || v-prev > 5 || step > 0 && v-prev != step && n > 2 {
					return n, false
				}
				step = v - prev
			}
			prev = v
			n++
		}
	}
	return n, true
}

func onlyDigits(s string) bool {
	v, ok := smallInt(fold(s))
	return ok && v >= 1000
}

// reach returns how far down the cells starting in rows [start, end) reach. A row of
// figures ends the header: what reaches down beside it names the rows (活動指標).
func (t *Terms) reach(g *grid, start, end int) int {
	far := end
	for r := start; r < end; r++ {
		for _, i := range g.row(r) {
			c := &g.t.Cells[i]
			if c.Row == r && c.RowSpan <= 4 {
				far = max(far, c.Row+c.RowSpan)
			}
		}
	}
	far = min(far, g.rows)
	for r := end; r < far; r++ {
		if t.figureRow(g, r) {
			return r
		}
	}
	return far
}

// figureRow reports whether several figures that are no years begin in a row.
func (t *Terms) figureRow(g *grid, r int) bool {
	n := 0
	for _, i := range g.row(r) {
		if c := &g.t.Cells[i]; c.Row == r && strings.ContainsAny(fold(c.Text), "0123456789") {
			switch l := t.classify(c.Text); {
			case l.bare:
				return false // a row of years, though some may be damaged
			case l.figure && !l.hasYear:
				n++
			}
		}
	}
	return n >= 2
}

// subHeaderRow reports whether row r divides the header above it: every text in
// it stands under a header over several columns or under none, or is a header
// word itself, and none is a value.
func (t *Terms) subHeaderRow(g *grid, start, r int) bool {
	any := false
	for _, i := range g.row(r) {
		c := &g.t.Cells[i]
		s := strings.TrimSpace(c.Text)
		if c.Row != r {
			return false // a cell from above reaches in: reach has taken such rows
		}
		if s == "" {
			continue
		}
		l := t.classify(s)
		word := l.m != unknown || l.bare
		if !word && l.figure || utf8.RuneCountInString(s) > 30 {
			return false
		}
		above := g.cell(r-1, c.Col)
		wide := above != nil && above.ColSpan > c.ColSpan && strings.TrimSpace(above.Text) != ""
		blank := above == nil || strings.TrimSpace(above.Text) == ""
		switch {
		case l.m.role() != "" || l.bare || l.m == meansYear || l.m == meansValue || l.m == meansEval:
			any = true
		case wide:
			any = true
		case blank:
		default:
			return false
		}
	}
	return any
}

// gather puts header words together whose characters were set so far apart that
// they became cells of their own (目 | 標 | 値 over three columns of years). It
// returns g itself where there are none.
func (t *Terms) gather(g *grid, h header) *grid {
	drop := map[int]bool{}
	wide := map[int]table.Cell{}
	for r := h.start; r < h.end; r++ {
		ids := g.row(r)
		for a := 0; a < len(ids); a++ {
			c := &g.t.Cells[ids[a]]
			text := fold(c.Text)
			if c.Row != r || text == "" || utf8.RuneCountInString(text) > 3 {
				continue
			}
			end := 0
			word := text
			for b := a + 1; b < len(ids) && b < a+8; b++ {
				d := &g.t.Cells[ids[b]]
				part := fold(d.Text)
				if d.Row != r || d.RowSpan != c.RowSpan || utf8.RuneCountInString(part) > 3 || t.exact[part] != unknown && t.exact[word+part] == unknown {
					break
				}
				word += part
				if t.exact[word] != unknown && part != "" {
					end = b
				}
			}
			if end == 0 || t.exact[text] != unknown {
				continue
			}
			n := *c
			n.Text = ""
			for b := a; b <= end; b++ {
				d := &g.t.Cells[ids[b]]
				n.Text += d.Text
				n.Lines = append(n.Lines[:len(n.Lines):len(n.Lines)], d.Lines...)
				n.Box = union(n.Box, d.Box)
				n.ColSpan = d.Col + d.ColSpan - n.Col
				drop[ids[b]] = true
			}
			wide[ids[a]] = n
			a = end
		}
	}
	if len(drop) == 0 {
		return g
	}
	return g.widened(wide, drop)
}

// fullHeader reports whether a row reads like the whole top of a header: texts
// in most columns, none from a row above, several of them words of values.
func (t *Terms) fullHeader(g *grid, row int) bool {
	n, strong, covered, last := 0, 0, 0, 0
	if _, ok := plainYears(g, row); !ok {
		return false
	}
	ids := g.row(row)
	for _, i := range ids {
		c := &g.t.Cells[i]
		if c.Row != row {
			return false
		}
		s := strings.TrimSpace(c.Text)
		if s == "" {
			continue
		}
		n++
		covered += c.ColSpan
		last = c.Col + c.ColSpan
		if l := t.classify(s); l.m.role() != "" || l.bare && !onlyDigits(s) || l.hasYear && utf8.RuneCountInString(s) <= 18 && !l.figure {
			strong++
		}
	}
	return strong >= 2 && n >= 3 && covered*2 > last-firstText(g, ids) && t.headerRow(g, row)
}

// firstText returns the first column with text.
func firstText(g *grid, ids []int) int {
	for _, i := range ids {
		if strings.TrimSpace(g.t.Cells[i].Text) != "" {
			return g.t.Cells[i].Col
		}
	}
	return 0
}

// headerAgain reports whether a row below the header is the header once more.
func (t *Terms) headerAgain(g *grid, s *schema, row int) bool {
	same, n := 0, 0
	for _, i := range g.row(row) {
		c := &g.t.Cells[i]
		text := strings.TrimSpace(c.Text)
		if c.Row != row || text == "" {
			continue
		}
		n++
		if strings.Contains(s.key, "\x1f"+fold(text)+"\x1f") {
			same++
		}
	}
	return n >= 2 && same*5 >= n*4
}
