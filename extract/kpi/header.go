package kpi

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"shihyo/extract/finding"
	"shihyo/extract/table"
)

// How headers are read: first the rows that are header rows are found (terms of
// the vocabulary and year labels in them, no values; then every row a merged
// header cell reaches into or is divided by). Then each column gets the path of
// header texts above it and, from the path and from the shape of the cells
// below, its kind. Words decide where they are known; where they are not, the
// structure does: the most specific text column left of the values is the
// indicator, what stands before it groups it.

// label is what one header text says.
type label struct {
	m       meaning
	whole   bool // the text is a term of the vocabulary, not only its end
	year    yearRef
	hasYear bool
	bare    bool // nothing but a year
	mixed   bool // two headers in one text: a grid line was missed
}

var trailingMark = regexp.MustCompile(`(?:[※＊*][0-9]{0,2}|[(（]?注[0-9]{0,2}[)）]?)$`)

// classify reads one header text.
func (t *Terms) classify(s string) label {
	l := t.classifyOne(s)
	l.mixed = t.mixed(s)
	return l
}

// mixed reports whether a header text is two headers run together: with a gap
// between them (令和4年度 令和5年度) or without (目標現状).
func (t *Terms) mixed(s string) bool {
	parts := strings.Fields(s)
	if len(parts) < 2 || len(parts) > 8 {
		parts = nil
	}
	for _, p := range parts {
		if utf8.RuneCountInString(p) < 2 {
			parts = nil // letters set apart: 目 標 値
			break
		}
		l := t.classifyOne(p)
		if !l.whole && !l.bare || l.bare && strings.ContainsAny(p, "(（") {
			parts = nil
			break
		}
	}
	if parts != nil {
		return true
	}
	rs := []rune(fold(s))
	if len(rs) > 12 {
		return false
	}
	if _, ok := t.exact[string(rs)]; ok {
		return false
	}
	for i := 2; i < len(rs)-1; i++ {
		a, b := t.exact[string(rs[:i])], t.exact[string(rs[i:])]
		if a.role() != "" && b.role() != "" && a.role() != b.role() {
			return true
		}
	}
	return false
}

func (t *Terms) classifyOne(s string) label {
	f := trailingMark.ReplaceAllString(fold(s), "")
	y, rest, ok := t.findYear(f)
	l := label{year: y, hasYear: ok, bare: ok && yearOnly.MatchString(rest)}
	if l.bare || rest == "" {
		return l
	}
	main := trimHeader(brackets.ReplaceAllString(rest, ""))
	if m, whole := t.look(main); m != unknown {
		l.m, l.whole = m, whole
		return l
	}
	for _, in := range brackets.FindAllString(rest, -1) {
		in = strings.TrimFunc(in, func(r rune) bool {
			return brackets.MatchString("("+string(r)+")") && strings.ContainsRune("(（【[〔〈<《「『)）】]〕〉>》」』", r)
		})
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
		if !t.headerRow(g, start) {
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
		case l.m.role() != "" || l.bare || l.hasYear && (l.m != unknown || utf8.RuneCountInString(s) <= 14 && !looksValue(s)):
			hits++
			strong++
		case l.m != unknown:
			hits++
		case looksValue(s):
			return false
		}
		if utf8.RuneCountInString(s) > 40 {
			return false
		}
	}
	return n >= 2 && (strong > 0 && hits*8 >= n || hits >= 2 && hits*2 >= n)
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

// reach returns how far down the cells starting in rows [start, end) reach.
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
	return min(far, g.rows)
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
		if !word && looksValue(s) || utf8.RuneCountInString(s) > 30 {
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

// kind is what a column holds.
type kind uint8

const (
	kindText kind = iota // undecided text
	kindField
	kindItemNo
	kindItem
	kindIndicator
	kindUnit
	kindValue
	kindYear
	kindRowNumber
	kindSub // divides the indicator: 男性, 女性
	kindLabel
	kindExtra
)

// column is one column of a table whose header was read.
type column struct {
	kind    kind
	m       meaning
	path    []string // header texts from top to bottom
	labels  []label
	period  string // path joined as the contract says
	role    Role
	year    yearRef
	doubt   finding.Code // why its header is doubtful, "" if it is not
	yearCol int          // the 年度 column beside a value column, -1 for none
	sure    float64      // how certain its kind and role are, 0..1
	group   int          // the header cell it stands under at the top level
	stats   stats
	shapes  map[string]bool // of the codes in a number column, digits as 9
}

// schema is a header read: the columns of a table and of those that continue it.
type schema struct {
	key    string // header texts, to know a repeated header by
	cols   []column
	edges  [][2]float64
	ind    int // the indicator column
	values []int
	// rowLabel is a column whose rows say what the values beside are (目標,
	// 実績, or years), several to an indicator; -1 for none.
	rowLabel int
	score    float64 // evidence that the table is one of indicators
}

// paths returns for each column the header texts above it.
func (t *Terms) paths(g *grid, h header) []column {
	cols := make([]column, g.cols)
	for c := range cols {
		cols[c].yearCol = -1
		cols[c].group = g.at(h.start, c)
		last := -1
		for r := h.start; r < h.end; r++ {
			i := g.at(r, c)
			if i < 0 || i == last {
				continue
			}
			last = i
			s := squeeze(g.t.Cells[i].Text)
			if s == "" {
				continue
			}
			l := t.classify(g.t.Cells[i].Text)
			cols[c].path = append(cols[c].path, s)
			cols[c].labels = append(cols[c].labels, l)
			if l.mixed {
				cols[c].doubt = headerMixed
			}
		}
	}
	// Without ruling lines a header over several columns may have been given to
	// one of them only: its neighbours then lack the top level.
	for c := 1; c < len(cols) && h.end-h.start > 1; c++ {
		l, k := &cols[c-1], &cols[c]
		if len(l.path) == h.end-h.start && len(k.path) == len(l.path)-1 && g.text(h.start, c) == "" &&
			k.labels[len(k.labels)-1].bare == l.labels[len(l.labels)-1].bare && l.labels[0].m.role() != "" &&
			(k.labels[len(k.labels)-1].bare || k.labels[len(k.labels)-1].m == meansValue) {
			k.path = append([]string{l.path[0]}, k.path...)
			k.labels = append([]label{l.labels[0]}, k.labels...)
			k.group = l.group
		}
	}
	trimSpans(cols)
	for c := range cols {
		cols[c].period = period(cols[c].path, cols[c].labels)
	}
	return cols
}

// trimSpans takes the columns at both ends of a 計画期間 or 年度別推移 out of it
// that state a baseline or a target by themselves while the others are years
// divided further: without rules the reach of a centred header cannot be seen.
func trimSpans(cols []column) {
	for a := 0; a < len(cols); {
		b := a + 1
		for b < len(cols) && cols[a].group >= 0 && cols[b].group == cols[a].group {
			b++
		}
		deep := false
		for _, k := range cols[a:b] {
			deep = deep || len(k.path) == 3
		}
		own := func(k *column) bool {
			return len(k.path) == 2 && k.labels[0].m == meansSpan && (k.labels[1].m == meansBaseline || k.labels[1].m == meansTarget)
		}
		if deep {
			cut := func(k *column) {
				k.path, k.labels, k.group = k.path[1:], k.labels[1:], -1
			}
			for c := a; c < b && own(&cols[c]); c++ {
				cut(&cols[c])
			}
			for c := b - 1; c >= a && own(&cols[c]); c-- {
				cut(&cols[c])
			}
		}
		a = b
	}
}

// doubtColumns marks value columns whose header seems damaged: a word that lacks
// one character of a known one, or a year that breaks the row of years.
func (t *Terms) doubtColumns(s *schema) {
	var years []int // columns whose lowest header is a year, under one header
	flush := func() {
		if len(years) >= 3 {
			s.checkYears(years)
		}
		years = years[:0]
	}
	for _, c := range s.values {
		k := &s.cols[c]
		if len(k.labels) == 0 || k.doubt != "" {
			continue
		}
		for i, l := range k.labels {
			if l.m == unknown && !l.bare && t.lacks(t.word(k.path[i])) || damagedYear(k.path[i]) || openBrackets(k.path[i]) {
				k.doubt = headerDamaged
			}
			if t.years(k.path[i]) > 1 {
				k.doubt = headerMixed
			}
		}
		if len(years) > 0 && strings.Join(s.cols[years[len(years)-1]].path[:len(s.cols[years[len(years)-1]].path)-1], "/") != strings.Join(k.path[:len(k.path)-1], "/") {
			flush()
		}
		years = append(years, c)
	}
	flush()
}

// word returns a folded header text without year and brackets.
func (t *Terms) word(s string) string {
	_, rest, _ := t.findYear(fold(s))
	return trimHeader(brackets.ReplaceAllString(rest, ""))
}

var (
	// A year that lacks a character: 令和5度, 令和年度, 和4年度.
	damaged = regexp.MustCompile(`[0-9]度|(?:令和|平成)(?:年|$|[^0-9元一二三四五六七八九十])|(?:^|[^令平])和(?:元|[0-9])`)
	span    = regexp.MustCompile(`[~〜～\-–―から]`)
)

func damagedYear(s string) bool { return damaged.MatchString(fold(s)) }

// years counts the different years a header names, 1 for a span of them.
func (t *Terms) years(s string) int {
	f := fold(s)
	if span.MatchString(f) {
		return 1
	}
	seen := map[int]bool{}
	for n := 0; n < 4; n++ {
		y, ok := t.eras.FindYear(f)
		if !ok || y.End <= y.Start || y.Span {
			break
		}
		seen[y.FiscalYear] = true
		f = f[:y.Start] + "/" + f[y.End:]
	}
	return len(seen)
}

// checkYears marks the one column among several of years that has none or the
// wrong one.
func (s *schema) checkYears(cols []int) {
	bare, odd := 0, -1
	for _, c := range cols {
		if k := &s.cols[c]; k.labels[len(k.labels)-1].bare {
			bare++
		} else if k.labels[len(k.labels)-1].m == unknown {
			odd = c
		}
	}
	if bare >= 2 && bare == len(cols)-1 && odd >= 0 {
		s.cols[odd].doubt = headerDamaged
		return
	}
	if bare != len(cols) || len(cols) < 4 {
		return
	}
	// All but one differ by one step.
	steps := map[int]int{}
	for i := 1; i < len(cols); i++ {
		steps[s.cols[cols[i]].year.fiscal-s.cols[cols[i-1]].year.fiscal]++
	}
	for step, n := range steps {
		if n*2 <= len(cols)-1 || n == len(cols)-1 {
			continue
		}
		for i, c := range cols {
			y := s.cols[c].year.fiscal
			before := i == 0 || y-s.cols[cols[i-1]].year.fiscal == step
			after := i == len(cols)-1 || s.cols[cols[i+1]].year.fiscal-y == step
			if !before && !after || i == 0 && !after || i == len(cols)-1 && !before {
				s.cols[c].doubt = yearOutOfOrder
			}
		}
	}
}

// lacks reports whether a text is a known word of three or more characters but
// for one that is missing.
func (t *Terms) lacks(s string) bool {
	n := utf8.RuneCountInString(s)
	if n < 2 || n > 7 || t.exact[s] != unknown {
		return false
	}
	rs := []rune(s)
	for word, m := range t.exact {
		if m.role() == "" && m != meansSpan || utf8.RuneCountInString(word) != n+1 {
			continue
		}
		i, skipped := 0, false
		for _, w := range word {
			if i < n && rs[i] == w {
				i++
			} else if skipped {
				i = -1
				break
			} else {
				skipped = true
			}
		}
		if i == n {
			return true
		}
	}
	return false
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
	n := *g.t
	n.Cells = make([]table.Cell, 0, len(g.t.Cells))
	for i, c := range g.t.Cells {
		if w, ok := wide[i]; ok {
			n.Cells = append(n.Cells, w)
		} else if !drop[i] {
			n.Cells = append(n.Cells, c)
		}
	}
	return newGrid(&n)
}

// period joins a header path: levels by "/", white space removed, a level that
// reads exactly 目標値 left out where a year label stands directly below it.
func period(path []string, labels []label) string {
	var out []string
	for i, s := range path {
		if s == "目標値" && i+1 < len(path) && labels[i+1].hasYear {
			continue
		}
		out = append(out, s)
	}
	return strings.Join(out, "/")
}

// read makes a schema of the header rows; ok is false when the table is none of
// indicators.
func (t *Terms) read(g *grid, h header, section string) (*schema, bool) {
	s := &schema{cols: t.paths(g, h), edges: g.edges(), ind: -1, rowLabel: -1}
	for r := h.start; r < h.end; r++ {
		s.key += "\x1f"
		for _, i := range g.row(r) {
			s.key += fold(g.t.Cells[i].Text) + "\x1f"
		}
	}
	for c := range s.cols {
		texts := t.bodyTexts(g, c, h.end)
		s.cols[c].stats = t.newStats(texts)
		s.cols[c].shapes = codeShapes(texts)
		t.judge(&s.cols[c])
	}
	s.itemNumbers()
	s.chooseIndicator()
	if s.ind < 0 {
		return s, false
	}
	s.chooseGroups()
	s.findRowLabel(g, h)
	s.assignRoles()
	s.pairYears()
	for c := range s.cols {
		if s.cols[c].kind == kindValue {
			s.values = append(s.values, c)
		}
	}
	s.weigh(section)
	t.doubtColumns(s)
	return s, len(s.values) > 0 && s.score >= 2
}

var digits = regexp.MustCompile(`[0-9]+`)

// codeShapes returns the shapes of the codes among texts: （２） is (9).
func codeShapes(texts []string) map[string]bool {
	shapes := map[string]bool{}
	for _, s := range texts {
		if looksCode(s) && len(shapes) < 16 {
			shapes[digits.ReplaceAllString(fold(s), "9")] = true
		}
	}
	return shapes
}

// leadingCode splits a code of one of the shapes from the name it leads.
func leadingCode(name string, shapes map[string]bool) (code, rest string, ok bool) {
	best := 0
	for i := range name {
		if i == 0 || i > 24 {
			continue
		}
		if s := digits.ReplaceAllString(fold(name[:i]), "9"); strings.ContainsAny(s, "9") && len(s) > 1 && shapes[s] {
			best = i
		}
	}
	if best == 0 {
		return "", name, false
	}
	return strings.TrimSpace(name[:best]), strings.TrimSpace(name[best:]), true
}

// bodyTexts returns the texts of a column below the header, bands left out.
func (t *Terms) bodyTexts(g *grid, c, from int) []string {
	var out []string
	last := -2
	for r := from; r < g.rows && len(out) < 400; r++ {
		i := g.at(r, c)
		if i == last && i >= 0 {
			continue
		}
		last = i
		if i >= 0 && g.t.Cells[i].ColSpan > 1 && t.isBand(g, r) {
			continue
		}
		out = append(out, g.text(r, c))
	}
	return out
}

// judge decides what one column holds as far as it can be told from itself.
func (t *Terms) judge(k *column) {
	st := &k.stats
	var leaf label
	if n := len(k.labels); n > 0 {
		leaf = k.labels[n-1]
	}
	roleM := unknown
	for _, l := range k.labels {
		if l.m.role() != "" {
			roleM = l.m
		}
		if l.hasYear {
			k.year = l.year
		}
	}
	hasYear := k.year.fiscal != 0
	k.m = leaf.m
	values := st.value >= 0.5 || st.n == 0
	if st.roles >= 0.8 && st.n >= 2 && roleM == unknown && !hasYear && leaf.m != meansIndicator && leaf.m != meansEval {
		k.kind, k.sure = kindLabel, 0.9
		return
	}
	switch leaf.m {
	case meansField, meansItem, meansIndicator, meansItemNo, meansLabel:
		k.kind, k.sure = map[meaning]kind{meansField: kindField, meansItem: kindItem, meansIndicator: kindIndicator, meansItemNo: kindItemNo, meansLabel: kindLabel}[leaf.m], 1
		if !leaf.whole {
			k.sure = 0.8
		}
		if k.kind != kindItemNo && st.n >= 2 && st.value >= 0.8 && st.code < 0.5 {
			// The word does not fit what stands below it.
			k.kind, k.sure = kindText, 0.3
			if hasYear || roleM != unknown {
				k.kind = kindValue
			}
		}
		return
	case meansUnit:
		k.kind, k.sure = kindUnit, 1
		return
	case meansRowNumber:
		k.kind, k.sure = kindRowNumber, 1
		return
	case meansDivision, meansRemarks, meansSource, meansOther, meansEval:
		k.kind, k.sure = kindExtra, 1
		if leaf.m == meansEval && !leaf.whole {
			k.sure = 0.7
		}
		return
	case meansYear:
		if st.n == 0 || st.year+st.plain >= 0.5 {
			k.kind, k.sure = kindYear, 1
			return
		}
	}
	if roleM != unknown || hasYear {
		k.kind, k.sure = kindValue, 1
		plain := leaf.m.role() != "" || leaf.hasYear || leaf.m == meansValue || leaf.m == meansSpan || leaf.m == meansYear
		switch {
		case !plain && st.mark >= 0.6 && st.value < 0.6:
			k.kind, k.sure = kindExtra, 0.8
		case !plain && st.year >= 0.6 && roleM != unknown:
			k.kind, k.sure = kindYear, 0.8
		case !plain && st.n > 0 && st.value < 0.3:
			k.kind, k.sure = kindExtra, 0.6
		case !hasYear && st.n >= 1 && st.value < 0.3 && (st.length > 10 || !leaf.whole && st.length > 5):
			// 基本目標, 目標: words of a goal, no figures.
			k.kind, k.sure = kindText, 0.4
		}
		return
	}
	switch {
	case st.n == 0:
		k.kind, k.sure = kindExtra, 0.5
	case st.sequence && st.length <= 3 && (st.n >= 2 || st.blank == 0):
		k.kind, k.sure = kindRowNumber, 0.7
	case st.sure >= 0.6:
		k.kind, k.sure = kindUnit, 0.8
	case st.mark >= 0.7:
		k.kind, k.sure = kindExtra, 0.7
	case st.year >= 0.6:
		k.kind, k.sure = kindYear, 0.6
	case st.code >= 0.6 && st.length <= 8 && !values:
		k.kind, k.sure = kindItemNo, 0.6
	case values:
		k.kind, k.sure = kindValue, 0.5
	default:
		k.kind, k.sure = kindText, 0.5
	}
}

// itemNumbers finds number columns: a header over two columns of which the left
// one holds short codes (項目 over 3(6) and its name).
func (s *schema) itemNumbers() {
	for c := 0; c+1 < len(s.cols); c++ {
		k, next := &s.cols[c], &s.cols[c+1]
		same := k.group >= 0 && k.group == next.group && strings.Join(k.path, "/") == strings.Join(next.path, "/")
		code := k.kind == kindItem || k.kind == kindField || k.kind == kindText || k.kind == kindItemNo ||
			k.kind == kindValue && k.year.fiscal == 0 && k.sure <= 0.5
		if same && code &&
			(k.stats.n == 0 || k.stats.code >= 0.5 || k.stats.length <= 8 && k.stats.length*2 <= next.stats.length) {
			k.kind = kindItemNo
			if next.kind == kindItemNo || next.kind == kindValue {
				next.kind = kindText
			}
		}
	}
}

// chooseIndicator picks the indicator column: by its header, else the most
// specific text column, as a rule the last one before the values.
func (s *schema) chooseIndicator() {
	// Nothing is valued left of every name: 数値目標 over names is the heading
	// of the names.
	for c := range s.cols {
		k := &s.cols[c]
		if k.kind == kindRowNumber || k.kind == kindItemNo {
			continue
		}
		inferred := k.year.fiscal == 0 && k.sure <= 0.5 // a value by its looks only
		if k.kind == kindValue && k.stats.n > 0 && (k.stats.value < 0.3 || inferred) {
			k.kind, k.sure = kindText, 0.6
			if k.stats.code >= 0.6 && k.stats.length <= 8 {
				k.kind = kindItemNo
				continue
			}
		}
		break
	}
	first := len(s.cols)
	for c := len(s.cols) - 1; c >= 0; c-- {
		if k := &s.cols[c]; k.kind == kindValue && (k.sure > 0.5 || first == len(s.cols)) {
			first = c
		}
	}
	best, bestScore := -1, 0.0
	for c := range s.cols {
		k := &s.cols[c]
		score := 0.0
		switch k.kind {
		case kindIndicator:
			score = 10 * k.sure
		case kindText:
			score = 2
		case kindItem:
			score = 0.2
		case kindField:
			score = 0.1
		default:
			continue
		}
		score += 3*k.stats.noun + 1.5*k.stats.distinct + min(k.stats.length, 20)/20
		if k.stats.div > 0.6 {
			score -= 2
		}
		if c < first {
			score += 1 + float64(c)/float64(len(s.cols))
		}
		if k.kind == kindText && k.stats.n == 0 {
			continue
		}
		if score > bestScore {
			best, bestScore = c, score
		}
	}
	if best < 0 {
		return
	}
	// A header over two columns of text: the name and what divides it (男性,
	// 女性). The name is the left one.
	for best > 0 && s.cols[best-1].group == s.cols[best].group && s.cols[best].group >= 0 &&
		(s.cols[best-1].kind == kindIndicator || s.cols[best].kind == kindIndicator && s.cols[best-1].kind == kindText) &&
		strings.Join(s.cols[best-1].path, "/") == strings.Join(s.cols[best].path, "/") {
		best--
	}
	for c := range s.cols {
		if c == best || s.cols[c].kind != kindIndicator {
			continue
		}
		if c == best+1 && s.cols[c].group == s.cols[best].group {
			s.cols[c].kind = kindSub
		} else {
			s.cols[c].kind = kindText
		}
	}
	s.ind = best
	// Codes such as 1-1-2 read like values; left of the names they are none.
	for c := range s.cols[:best] {
		if k := &s.cols[c]; k.kind == kindValue && k.sure <= 0.5 && k.year.fiscal == 0 {
			k.kind = kindText
			if k.stats.code >= 0.6 && k.stats.length <= 8 {
				k.kind = kindItemNo
			}
		}
	}
	if k := &s.cols[best]; k.kind != kindIndicator {
		k.sure = 0.6
		if k.m.role() != "" && k.labels[len(k.labels)-1].whole {
			k.sure = 0.8 // 数値目標 over the names
		}
	}
	s.cols[best].kind = kindIndicator
}

// chooseGroups decides which of the remaining text columns are field and item.
func (s *schema) chooseGroups() {
	var texts []int // left of the indicator, undecided
	field, item := -1, -1
	for c := range s.cols {
		k := &s.cols[c]
		switch k.kind {
		case kindField:
			if field >= 0 {
				// A second grouping level: nearer to the indicator it is the
				// item if there is none.
				if item < 0 && !s.has(kindItem) {
					k.kind = kindItem
					item = c
				} else {
					k.kind = kindExtra
				}
				continue
			}
			field = c
		case kindItem:
			if item >= 0 {
				if field < 0 && item < c && !s.has(kindField) {
					s.cols[item].kind, field = kindField, item
					item = c
				} else {
					k.kind = kindExtra
				}
				continue
			}
			item = c
		case kindText:
			if c < s.ind {
				texts = append(texts, c)
			} else {
				k.kind = kindExtra
			}
		case kindItemNo:
			if c > s.ind {
				k.kind = kindExtra
			}
		}
	}
	for n := len(texts) - 1; n >= 0; n-- {
		c := texts[n]
		k := &s.cols[c]
		switch {
		case item < 0 && (field < 0 || c > field):
			k.kind, item = kindItem, c
		case field < 0 && n == 0:
			k.kind, field = kindField, c
		default:
			k.kind = kindExtra
		}
	}
	// A number column with neither item nor field beside it numbers the rows.
	seen := false
	for c := range s.cols {
		if s.cols[c].kind == kindItemNo || s.cols[c].kind == kindRowNumber {
			if s.cols[c].kind == kindItemNo && seen {
				s.cols[c].kind = kindExtra
			}
			seen = true
		}
	}
}

func (s *schema) has(k kind) bool {
	for c := range s.cols {
		if s.cols[c].kind == k {
			return true
		}
	}
	return false
}

// assignRoles gives every value column its role: by the lowest header that
// names one, else from the company it is in.
func (s *schema) assignRoles() {
	named := map[Role]int{}
	lastTarget := 0
	for c := range s.cols {
		k := &s.cols[c]
		if k.kind != kindValue {
			continue
		}
		for _, l := range k.labels {
			if r := l.m.role(); r != "" {
				k.role = r
			}
		}
		if k.role != "" {
			named[k.role]++
			if k.role == Target {
				lastTarget = max(lastTarget, k.year.fiscal)
			}
		}
	}
	first := true
	for c := range s.cols {
		k := &s.cols[c]
		if k.kind != kindValue || k.role != "" {
			first = first && k.kind != kindValue
			continue
		}
		if s.rowLabel >= 0 && s.cols[s.rowLabel].stats.roles >= 0.5 {
			k.role = Target // the rows say
			continue
		}
		k.sure = min(k.sure, 0.7)
		switch {
		case named[Target] > 0:
			k.role = Actual
			if k.year.fiscal == 0 && first && named[Baseline] == 0 {
				k.role = Baseline
			}
		case named[Actual] > 0, named[Baseline] > 0:
			k.role = Target
		case first && (k.year.fiscal == 0 || !k.labels[len(k.labels)-1].bare):
			k.role, k.sure = Baseline, 0.5
		default:
			k.role, k.sure = Target, 0.5
		}
		first = false
	}
}

// findRowLabel finds the column that tells the rows of one indicator apart:
// one of 目標 and 実績, or of years that differ within an indicator.
func (s *schema) findRowLabel(g *grid, h header) {
	for c := range s.cols {
		k := &s.cols[c]
		if k.kind == kindLabel {
			if s.rowLabel < 0 && k.stats.roles >= 0.5 {
				s.rowLabel = c
			} else {
				k.kind = kindExtra
			}
		}
	}
	if s.rowLabel >= 0 {
		s.cols[s.rowLabel].kind = kindLabel
		return
	}
	for c := range s.cols {
		if s.cols[c].kind != kindYear {
			continue
		}
		rows, many := 0, 0
		for r := h.end; r < g.rows; r++ {
			i := g.at(r, s.ind)
			if i < 0 || g.text(r, s.ind) == "" || r > h.end && g.at(r-1, s.ind) == i {
				continue
			}
			rows++
			next := r + 1
			if next < g.rows && (g.at(next, s.ind) == i || g.text(next, s.ind) == "") && g.text(next, c) != "" &&
				g.at(next, c) != g.at(r, c) && fold(g.text(next, c)) != fold(g.text(r, c)) {
				many++
			}
		}
		if rows > 0 && many*2 > rows {
			s.rowLabel = c
			s.cols[c].kind = kindLabel
			return
		}
	}
}

// pairYears ties each 年度 column to the value column it dates: the one under
// the same header, else the next one.
func (s *schema) pairYears() {
	// 値 then 年度, or 年度 then 値: as the first pair has it.
	order := []int{1, -1}
	for y := range s.cols {
		if s.cols[y].kind == kindValue && y+1 < len(s.cols) && s.cols[y+1].kind == kindYear {
			order = []int{-1, 1}
		}
		if s.cols[y].kind == kindYear || s.cols[y].kind == kindValue {
			break
		}
	}
	for y := range s.cols {
		if s.cols[y].kind != kindYear {
			continue
		}
		best := -1
		for _, c := range []int{y + order[0], y + order[1]} {
			if c < 0 || c >= len(s.cols) || s.cols[c].kind != kindValue || s.cols[c].yearCol >= 0 {
				continue
			}
			if s.cols[c].group == s.cols[y].group && len(s.cols[y].path) > 1 {
				best = c
				break
			}
			if best < 0 && s.cols[c].year.fiscal == 0 {
				best = c
			}
		}
		if best >= 0 {
			s.cols[best].yearCol = y
			for c := range s.cols[:y] {
				if s.cols[c].kind == kindYear && s.cols[c].period == s.cols[y].period {
					// Two columns of one name: the value tells them apart.
					s.cols[y].period = s.cols[best].period + "/" + s.cols[y].period
				}
			}
		}
	}
}

var indicatorTitle = regexp.MustCompile(`KPI|KGI|指標|数値目標|目標値|成果目標`)

// weigh sums up the evidence that this is a table of indicators and no
// schedule, budget, list of names or mere statistics.
func (s *schema) weigh(section string) {
	roles, years := map[Role]bool{}, 0
	for _, c := range s.values {
		k := &s.cols[c]
		for _, l := range k.labels {
			if l.m.role() != "" {
				roles[l.m.role()] = true
			}
		}
		if k.year.fiscal != 0 {
			years++
		}
	}
	ind := &s.cols[s.ind]
	score := 0.0
	if roles[Baseline] {
		score += 1.5
	}
	if roles[Target] {
		score += 1.5
	}
	if s.rowLabel >= 0 && s.cols[s.rowLabel].stats.roles >= 0.5 {
		score += 1.5
	}
	if roles[Actual] {
		score += 0.25 // statistics have it too
	}
	if ind.m == meansIndicator {
		score += 2
	}
	if ind.stats.noun >= 0.4 {
		score++
	}
	if years >= 2 {
		score += 0.5
	}
	for _, c := range s.values {
		if s.cols[c].stats.units >= 2 {
			score++ // every row is measured in a unit of its own
			break
		}
	}
	if indicatorTitle.MatchString(fold(section)) {
		score++
	}
	if ind.stats.n == 0 {
		score -= 2
	}
	for c := range s.cols {
		if s.cols[c].m == meansOther {
			score -= 2
		}
		for _, l := range s.cols[c].labels {
			if l.m == meansOther {
				score -= 0.5
			}
		}
	}
	s.score = score
}

// fullHeader reports whether a row reads like the whole top of a header: texts
// in most columns, none from a row above, several of them words of values.
func (t *Terms) fullHeader(g *grid, row int) bool {
	n, strong, last := 0, 0, 0
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
		last = c.Col + c.ColSpan
		if l := t.classify(s); l.m.role() != "" || l.bare && !onlyDigits(s) || l.hasYear && utf8.RuneCountInString(s) <= 14 && !looksValue(s) {
			strong++
		}
	}
	return strong >= 2 && n >= 3 && n*2 > last-firstText(g, ids) && t.headerRow(g, row)
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

// strays counts header words that stand where a table read this way should
// have none: among its indicators' names and values, or anywhere in a turned
// one. They show that the sheet is laid out otherwise.
func (t *Terms) strays(b reading) int {
	g, s := b.g, b.s
	n := 0
	seen := map[int]bool{}
	for c := range s.cols {
		if k := s.cols[c].kind; !b.turned && k != kindIndicator && k != kindValue {
			continue
		}
		for r := b.h.end; r < g.rows; r++ {
			i := g.at(r, c)
			if i < 0 || seen[i] || g.t.Cells[i].Row != r {
				continue
			}
			seen[i] = true
			l := t.classify(g.text(r, c))
			switch {
			case !l.whole:
			case b.turned && l.m != meansEval && l.m != meansValue && l.m != meansOther:
				n++
			case (l.m.role() != "" || l.m == meansIndicator || l.m == meansUnit) && !t.headerAgain(g, s, r):
				n++
			}
		}
	}
	return n
}
