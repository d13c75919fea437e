package kpi

import (
	"regexp"
	"strings"

	"shihyo/extract/finding"
	"shihyo/extract/table"
)

// How columns are understood: each gets the path of header texts above it and,
// from the path and from the shape of the cells below, its kind. Words decide
// where they are known; where they are not, the shape does.

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
	heads   []string // the same folded
	labels  []label
	period  string // path joined as the contract says
	word    string // the path folded without its year
	role    Role
	year    yearRef
	doubt   finding.Code // why its header is doubtful, "" if it is not
	outside string       // header word that stands over the table, outside of it
	joined  bool         // a header of its is two: so may the cells below be
	off     bool         // a header of its may be off the middle of its cell
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
	off := offCentre(g, h)
	body := h.end < g.rows && t.figureRow(g, h.end)
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
			if s == "" || body && g.t.Cells[i].Row+g.t.Cells[i].RowSpan > h.end {
				continue // what reaches down beside figures names their rows
			}
			l := t.classify(g.t.Cells[i].Text)
			cols[c].path = append(cols[c].path, s)
			cols[c].labels = append(cols[c].labels, l)
			if l.mixed || g.t.Cells[i].ColSpan > 1 && t.groupAndName(s) || doubted(&g.t.Cells[i], table.CellsRunTogether) {
				cols[c].doubt, cols[c].joined = headerMixed, true
			} else if n := len(cols[c].labels); n > 1 && l.bare && cols[c].labels[n-2].bare && (l.year == cols[c].labels[n-2].year || onlyDigits(s)) {
				cols[c].doubt = headerMixed // one header that was taken for two, 令和3年度 / (2021年度), or a figure below it for one
			} else if len(cols[c].path) > 1 && l.m == unknown && !l.hasYear && l.figure {
				cols[c].doubt = headerMixed // a row of values was taken into the header
			} else if off[i] == surelyOff || doubted(&g.t.Cells[i], table.HoleInText, table.CharacterUnknown, table.TextTorn) {
				cols[c].doubt = headerDamaged
			} else if off[i] == maybeOff {
				cols[c].off = true
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
		for _, s := range cols[c].path {
			cols[c].heads = append(cols[c].heads, fold(s))
		}
		cols[c].period = period(cols[c].path, cols[c].labels)
		_, cols[c].word, _ = t.findYear(strings.Join(cols[c].heads, "/"))
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

// headerKey returns the header's texts, by which a repeated header is known:
// each between separators, so that one can be looked for.
func headerKey(g *grid, h header) string {
	var b strings.Builder
	for r := h.start; r < h.end; r++ {
		b.WriteByte('\x1f')
		for _, i := range g.row(r) {
			b.WriteString(fold(g.t.Cells[i].Text))
			b.WriteByte('\x1f')
		}
	}
	return b.String()
}

// read makes a schema of the header rows; ok is false when the table is none of
// indicators. turned says that rows and columns were exchanged.
func (t *Terms) read(g *grid, h header, section string, turned bool) (*schema, bool) {
	s := t.columns(g, h)
	s.chooseIndicator(turned)
	return s, t.divide(s, g, h, section)
}

// readNamed makes a schema of header rows whose first column is known to hold
// the indicator.
func (t *Terms) readNamed(g *grid, h header, section string) (*schema, bool) {
	s := t.columns(g, h)
	s.ind, s.cols[0].kind, s.cols[0].sure = 0, kindIndicator, 0.8
	return s, t.divide(s, g, h, section)
}

// columns reads what the columns hold, each by itself.
func (t *Terms) columns(g *grid, h header) *schema {
	s := &schema{cols: t.paths(g, h), edges: g.edges(), ind: -1, rowLabel: -1}
	s.key = headerKey(g, h)
	for c := range s.cols {
		texts := t.bodyTexts(g, c, h.end)
		s.cols[c].stats = t.newStats(texts)
		s.cols[c].shapes = codeShapes(texts)
		t.judge(&s.cols[c])
	}
	s.itemNumbers()
	return s
}

// divide reads how the columns divide the work beside that of the indicator, and
// reports whether the table is one of indicators.
func (t *Terms) divide(s *schema, g *grid, h header, section string) bool {
	if s.ind < 0 {
		return false
	}
	s.foreign()
	s.chooseGroups()
	s.findRowLabel(g, h)
	s.assignRoles(section)
	s.pairYears()
	for c := range s.cols {
		if s.cols[c].kind == kindValue {
			s.values = append(s.values, c)
		}
	}
	s.weigh(section)
	t.doubtColumns(s)
	return len(s.values) > 0 && s.score >= 2
}

// yearHeader ends a header that may as well stand over the year of a value.
var yearHeader = regexp.MustCompile(`(?:年|年度|年次|時期|時点)$`)

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
	if n := len(k.path); leaf.m == meansOther && !leaf.whole && st.value < 0.5 && n > 0 && bracketUnit(fold(k.path[n-1])) != "" {
		leaf.m = unknown // 企業債残高（百万円） over no figures: the indicator itself
	}
	k.m = leaf.m
	values := st.value >= 0.5 || st.n == 0
	if st.labels() && roleM == unknown && !hasYear && leaf.m != meansIndicator && leaf.m != meansEval {
		k.kind, k.sure = kindLabel, 0.9
		return
	}
	if leaf.m == meansLabel && st.n > 0 && st.year+st.plain >= 0.8 {
		leaf.m = meansYear // 区分 over years
	}
	switch leaf.m {
	case meansField, meansItem, meansIndicator, meansItemNo, meansLabel:
		k.kind, k.sure = map[meaning]kind{meansField: kindField, meansItem: kindItem, meansIndicator: kindIndicator, meansItemNo: kindItemNo, meansLabel: kindLabel}[leaf.m], 1
		if !leaf.whole {
			k.sure = 0.8
		}
		switch {
		case hasYear && st.value >= 0.5:
			k.kind, k.sure = kindValue, 0.7 // 目指す姿（R7） over figures: no name has a year
			if leaf.m != meansField {
				k.doubt = headerMixed // 成果指標 and the year of the column beside
			}
		case k.kind != kindItemNo && st.n >= 2 && st.value >= 0.8 && st.code < 0.5:
			// The word does not fit what stands below it.
			k.kind, k.sure = kindText, 0.3
			if roleM != unknown {
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
	case meansTarget, meansActual, meansBaseline:
		if leaf.whole && !leaf.hasYear && yearHeader.MatchString(fold(k.path[len(k.path)-1])) && st.n > 0 && st.year+st.plain >= 0.6 {
			k.kind, k.sure = kindYear, 0.9 // 目標年次 beside 目標値
			return
		}
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
		case (!plain || st.grades >= 0.6) && st.mark >= 0.6 && st.value < 0.6:
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
