package kpi

import (
	"regexp"
	"strings"
)

// Value columns take their role from the lowest header that names one, else
// from the company they are in. A column of years or of 目標 and 実績 beside them
// says more.

// assignRoles gives every value column its role: by the lowest header that
// names one, else from the company it is in and the table's title.
func (s *schema) assignRoles(section string) {
	co := s.company()
	title := fold(section)
	co.past = pastTitle.MatchString(title) && !aimedTitle.MatchString(title)
	for n, c := range co.cols {
		k := &s.cols[c]
		switch {
		case k.role != "":
		case s.rolesInRows() && c < s.rowLabel && co.named[Baseline] == 0:
			k.role, k.sure = Baseline, min(k.sure, 0.7) // stands for all the rows
		case s.rolesInRows():
			k.role = Target // the rows say
		case n > 0 && k.sums():
			k.role = s.cols[co.cols[n-1]].role // as what it sums
		default:
			role, sure := co.infer(s, n)
			k.role, k.sure = role, min(k.sure, sure)
		}
	}
}

// company is what the value columns whose headers name a role tell of the
// others. Plans print time from left to right: where things stood, how they
// went, what is aimed at.
type company struct {
	cols   []int // the value columns, left to right
	named  map[Role]int
	goal   int   // latest fiscal year of a named target, 0 when none has one
	start  int   // earliest fiscal year of a named baseline or actual, 0 for none
	groups []int // for each column, the number of the top header it stands under
	past   bool  // the title speaks of what was: 指標の推移
	graded bool  // what became of it is judged beside: ○, Ａ
}

// company gives the value columns the roles their headers name and returns what
// they tell of the rest.
func (s *schema) company() company {
	co := company{named: map[Role]int{}}
	for c := range s.cols {
		k := &s.cols[c]
		if k.kind != kindValue {
			co.graded = co.graded || k.m == meansEval && k.stats.grades >= 0.6
			continue
		}
		group := 0
		if n := len(co.cols); n > 0 {
			group = co.groups[n-1]
			if before := &s.cols[co.cols[n-1]]; k.group < 0 || k.group != before.group {
				group++
			}
		}
		co.cols, co.groups = append(co.cols, c), append(co.groups, group)
		for _, l := range k.labels {
			if r := l.m.role(); r != "" {
				k.role = r
			}
		}
		if k.role == "" {
			continue
		}
		co.named[k.role]++
		switch y := k.year.fiscal; {
		case y == 0:
		case k.role == Target:
			co.goal = max(co.goal, y)
		case co.start == 0 || y < co.start:
			co.start = y
		}
	}
	return co
}

// infer returns the role of the n-th value column, whose header names none, and
// how sure that is.
func (co *company) infer(s *schema, n int) (Role, float64) {
	k := &s.cols[co.cols[n]]
	y := k.year.fiscal
	// A header with a word of its own beside the year says that its column is
	// of another kind than the bare years'.
	worded := y == 0 || len(k.labels) == 0 || !k.labels[len(k.labels)-1].bare
	switch {
	case len(k.path) > 0 && strings.Contains(k.path[len(k.path)-1], "見込"):
		return Actual, 0.7 // of a year not yet over when the plan was made
	case co.named[Target] > 0 && co.goal > 0 && y > co.goal:
		return Target, 0.7 // beyond the last target
	case worded && k.ownWord() && co.named[Target] > 0 && co.named[Baseline] > 0 && co.named[Actual] == 0 && co.start > 0 && y >= co.start+milestone && y < co.goal:
		if co.graded {
			return Actual, 0.5
		}
		return Target, 0.5 // on the way from the one to the other
	case co.named[Target] > 0 && co.named[Baseline] == 0 && n == 0 && (worded || k.ownWord()) && co.alone(s, n):
		return Baseline, 0.7
	case co.named[Target] > 0:
		return Actual, 0.7
	case co.start > 0 && y > 0 && y < co.start:
		return Actual, 0.7 // before the named ones
	case co.named[Actual] > 0 && !worded && co.wordedAfter(s, n):
		return Actual, 0.7 // goes on with the years before; the target has a word
	case len(co.named) > 0:
		return Target, 0.7
	case co.groups[len(co.groups)-1] > 0 && co.groups[n] == 0 && co.groups[1] == 0:
		return Actual, 0.5 // several under a header of their own, others after them
	case n == 0 && (worded || co.groups[len(co.groups)-1] > 0 && len(k.labels) > 1):
		return Baseline, 0.5
	case co.past && !worded, !worded && co.back(s, n):
		return Actual, 0.5
	}
	return Target, 0.5
}

// milestone is how many years after the baseline a value under a word of its own
// is one aimed at on the way to the target, and not one measured when the plan was
// looked at: plans are, every few years.
const milestone = 3

// rolesInRows reports whether a column says for every row whether it is a target
// or an actual.
func (s *schema) rolesInRows() bool {
	return s.rowLabel >= 0 && s.cols[s.rowLabel].stats.labels()
}

// sumOf ends the header of a column that sums those before it.
var sumOf = regexp.MustCompile(`(?:累計|合計|総計|通算|期間計|年計)(?:値|目標|数)?$`)

// sums reports whether a column sums others: 計画期間累計, ４年間の合計.
func (k *column) sums() bool {
	return sumOf.MatchString(strings.TrimRight(brackets.ReplaceAllString(k.word, ""), "/"))
}

// ownWord reports whether the header says more than a year.
func (k *column) ownWord() bool { return strings.Trim(k.word, "/()末年度") != "" }

// back reports whether the year of the n-th value column lies before that of one
// to its left: the years of what became of a target.
func (co *company) back(s *schema, n int) bool {
	for _, c := range co.cols[:n] {
		if s.cols[c].year.fiscal > s.cols[co.cols[n]].year.fiscal {
			return true
		}
	}
	return false
}

// alone reports whether the n-th value column shares neither its top header nor
// its words with the next: several years of one kind are no baseline.
func (co *company) alone(s *schema, n int) bool {
	if n+1 == len(co.cols) {
		return true
	}
	k, next := &s.cols[co.cols[n]], &s.cols[co.cols[n+1]]
	return co.groups[n+1] != co.groups[n] && (k.word != next.word || next.role != "")
}

// wordedAfter reports whether a column after the n-th names no role but has a
// word of its own beside its year.
func (co *company) wordedAfter(s *schema, n int) bool {
	for _, c := range co.cols[n+1:] {
		if k := &s.cols[c]; k.role == "" && len(k.labels) > 0 && !k.labels[len(k.labels)-1].bare {
			return true
		}
	}
	return false
}

// findRowLabel finds the column that tells the rows of one indicator apart:
// one of 目標 and 実績, or of years that differ within an indicator.
func (s *schema) findRowLabel(g *grid, h header) {
	for c := range s.cols {
		k := &s.cols[c]
		if k.kind == kindLabel {
			switch {
			case s.rowLabel < 0 && k.stats.labels():
				s.rowLabel = c
			case c < s.ind && !s.has(kindField) && k.stats.terms == 0:
				k.kind = kindField // 区分 before the names groups them
			default:
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
