package kpi

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"shihyo/extract/finding"
	"shihyo/extract/table"
)

// What makes a header doubtful: two words run together, a word or a year that
// lacks a character, a year out of its row, header words among the values.

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
	if _, ok := t.exact[string(rs)]; ok {
		return false
	}
	if t.concatenated(rs, 1) {
		return true
	}
	if len(rs) > 12 {
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

// groupAndName reports whether a text is the header of a column that groups, and
// that of a column of names behind it: 取組項目ＫＰＩ. Over one column it may be a
// word by itself, as 施策指標 is.
func (t *Terms) groupAndName(s string) bool {
	rs := []rune(fold(s))
	for i := 2; i < min(len(rs)-1, 12); i++ {
		if a := t.exact[string(rs[:i])]; (a == meansItem || a == meansField) && t.exact[string(rs[i:])] == meansIndicator {
			return true
		}
	}
	return false
}

// nounEnds end header words that stand by themselves: what follows is another.
// 目標年度 is one header though 目標 and 年度 are two, 指標名単位 is none.
const nounEnds = "値名率位課考価"

// maxWords bounds the words looked for in one header text.
const maxWords = 6

// concatenated reports whether a text is several header words one behind the
// other, each but the last of the kind that stands by itself; of the first, a
// year may stand before it.
func (t *Terms) concatenated(rs []rune, words int) bool {
	if words > maxWords || len(rs) > 30 {
		return false
	}
	if words > 1 && t.exact[string(rs)] != unknown {
		return true
	}
	for i := 2; i+2 <= len(rs); i++ {
		if !strings.ContainsRune(nounEnds, rs[i-1]) {
			continue
		}
		word := string(rs[:i])
		known := t.exact[word] != unknown
		if !known && words == 1 {
			_, rest, ok := t.findYear(word)
			known = ok && t.exact[strings.TrimLeft(rest, "度末")] != unknown
		}
		if known && t.concatenated(rs[i:], words+1) {
			return true
		}
	}
	return false
}

// doubtColumns marks value columns whose header seems damaged: a word that lacks
// one character of a known one, or a year that breaks the row of years.
func (t *Terms) doubtColumns(s *schema) {
	fiscal := false
	for _, c := range s.values {
		for _, p := range s.cols[c].path {
			fiscal = fiscal || strings.Contains(p, "年度")
		}
	}
	for _, c := range s.values {
		if k := &s.cols[c]; fiscal && k.year.calendar {
			k.doubt = headerDamaged // 2021年 among 年度
		}
	}
	for c := range s.cols {
		// Two years over a column that holds no value: it was taken for none
		// because it is two.
		if k := &s.cols[c]; k.kind != kindValue && len(k.path) > 0 && t.years(k.path[len(k.path)-1]) > 1 {
			k.joined = true
		}
	}
	var years []int // columns whose lowest header is a year, under one header
	flush := func() {
		if len(years) >= 3 {
			s.checkYears(years)
		}
		years = years[:0]
	}
	for _, c := range s.values {
		k := &s.cols[c]
		if len(k.labels) == 0 && k.doubt == "" {
			k.doubt = headerDamaged // it lost its header
		}
		if k.doubt != "" {
			continue
		}
		for i, l := range k.labels {
			if l.m == unknown && !l.bare && t.lacks(t.word(k.path[i])) || damagedYear(k.path[i]) || openBrackets(k.path[i]) || t.halfWord(k.path[i]) {
				k.doubt = headerDamaged
			}
			if t.years(k.path[i]) > 1 || t.valueBehind(k.path[i]) {
				k.doubt = headerMixed
			}
		}
		if len(years) > 0 && strings.Join(s.cols[years[len(years)-1]].path[:len(s.cols[years[len(years)-1]].path)-1], "/") != strings.Join(k.path[:len(k.path)-1], "/") {
			flush()
		}
		years = append(years, c)
	}
	flush()
	s.spreadMixed()
}

// spreadMixed marks all value columns where two or more, and most, have a header that
// holds two: the line between the header and the first row is missing for all of them.
func (s *schema) spreadMixed() {
	mixed := 0
	for _, c := range s.values {
		if s.cols[c].doubt == headerMixed {
			mixed++
		}
	}
	for _, c := range s.values {
		if k := &s.cols[c]; mixed >= 2 && mixed*2 > len(s.values) && k.doubt == "" {
			k.doubt = headerMixed
		}
	}
}

// valueBehind reports whether a value stands behind what a header ends with, its
// bracket, its year or a word of its own: the table's first row was taken into
// the header.
func (t *Terms) valueBehind(s string) bool {
	if i := enumerated.FindStringIndex(s); i != nil && i[0] > 0 {
		return true
	}
	f := fold(s)
	if dashBehind.MatchString(f) {
		return true
	}
	if at := strings.LastIndexAny(f, ")】"); at >= 0 && aValue(strings.TrimLeft(f[at:], ")】")) {
		return true
	}
	if _, rest, ok := t.findYear(f); ok && strings.HasSuffix(f, rest) && aValue(strings.TrimLeft(rest, "度末")) {
		return true
	}
	for at := range f {
		if m := t.exact[f[:at]]; m.role() != "" && aValue(f[at:]) {
			return true
		}
	}
	return false
}

// dashBehind finds the mark of a missing value behind a word.
var dashBehind = regexp.MustCompile(`\p{Han}[-―…]$`)

// enumerated finds a figure that is one of several in a value.
var enumerated = regexp.MustCompile(`[①-⑳][0-9０-９]`)

// aValue reports whether a folded text is a value and no part of a header: a
// word that stands for one, a figure that is no date.
func aValue(s string) bool {
	if utf8.RuneCountInString(s) < 2 {
		return s == "-" || s == "―" || s == "…"
	}
	if sayWords[s] {
		return true
	}
	m := measureOf(s)
	return m.ok && !strings.ContainsAny(m.unit, "年月日期次度目")
}

// halfWord reports whether one of the two characters of a word that gives a role
// stands alone in brackets: R5年度（目）.
func (t *Terms) halfWord(s string) bool {
	m := loneInBrackets.FindStringSubmatch(fold(s))
	if m == nil {
		return false
	}
	for word, m2 := range t.exact {
		if m2.role() != "" && utf8.RuneCountInString(word) == 2 && strings.Contains(word, m[1]) {
			return true
		}
	}
	return false
}

// loneInBrackets finds a Japanese character alone in brackets.
var loneInBrackets = regexp.MustCompile(`[(\[【]([^\x00-\x{2fff}])[)\]】]`)

// word returns a folded header text without year and brackets.
func (t *Terms) word(s string) string {
	_, rest, _ := t.findYear(fold(s))
	return trimHeader(unbracketed(rest))
}

var (
	// A year that lacks a character: 令和5度, 令和年度, 和4年度, R年度, 202年度.
	damaged = regexp.MustCompile(`[0-9]度|(?:^|[^A-Z])[RH]年度|(?:^|[^0-9])(?:19|20)[0-9]年|(?:令和|平成)(?:年|$|[^0-9元一二三四五六七八九十])|(?:^|[^令平])和(?:元|[0-9])`)
	span    = regexp.MustCompile(`[~〜～\-–―]|から`)
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
		} else if l := k.labels[len(k.labels)-1]; l.m == unknown && !l.hasYear {
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
		follows := func(i int) bool { // column i the one before
			return i > 0 && i < len(cols) && s.cols[cols[i]].year.fiscal-s.cols[cols[i-1]].year.fiscal == step
		}
		for i, c := range cols {
			switch {
			case follows(i), follows(i + 1):
			case i == 0 && !follows(2), i == len(cols)-1 && !follows(i-1): // it is the only neighbour that is wrong
			default:
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

// strays counts header words that stand where a table read this way should
// have none: among its indicators' names and values, or anywhere in a turned
// one. They show that the sheet is laid out otherwise.
func (t *Terms) strays(b reading) int {
	g, s := b.g, b.s
	n := 0
	seen := map[int]bool{}
	for c := range s.cols {
		if k := s.cols[c].kind; !b.turned && k != kindIndicator && k != kindValue || c == s.rowLabel && s.rolesInRows() {
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

// inPlace reports whether the labels below a header stand in the column that says
// of each row whether it is a target or an actual: what looks like a form is the
// body of a table then.
func (t *Terms) inPlace(b reading) bool {
	n := 0
	for i := range b.g.t.Cells {
		if c := &b.g.t.Cells[i]; c.Row >= b.h.end && c.Col != b.s.rowLabel && isLabel(t.classify(c.Text)) {
			n++
		}
	}
	return b.s.rolesInRows() && n < 2
}

// doubted reports whether table building marked a cell with one of the findings.
func doubted(c *table.Cell, codes ...finding.Code) bool {
	return slices.ContainsFunc(c.Findings, func(f finding.Finding) bool { return slices.Contains(codes, f.Code) })
}
