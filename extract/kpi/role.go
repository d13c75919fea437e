package kpi

import (
	"regexp"
	"strings"
)

// How the columns of a table divide the work: the most specific text column left
// of the values is the indicator, what stands before it groups it; value columns
// take their role from the lowest header that names one, else from the company
// they are in; and all of it together tells whether the table is one of
// indicators at all.

// chooseIndicator picks the indicator column: by its header, else the most
// specific text column, as a rule the last one before the values.
func (s *schema) chooseIndicator() {
	// Nothing is valued left of every name: 数値目標 over names is the heading
	// of the names.
	grouped := false
	for c := range s.cols {
		k := &s.cols[c]
		switch k.kind {
		case kindRowNumber, kindItemNo:
			continue
		case kindField, kindItem:
			grouped = true
			continue
		}
		if grouped && k.stats.noun < 0.5 {
			break // 取組 | 目標: words of a goal may be its value
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
		case len(k.path) > 0 && strings.Contains(k.path[len(k.path)-1], "見込"):
			k.role = Actual // of a year not yet over when the plan was made
		case named[Target] > 0:
			k.role = Actual
			if k.year.fiscal == 0 && first && named[Baseline] == 0 {
				k.role = Baseline
			}
		case named[Actual] > 0, named[Baseline] > 0:
			k.role = Target
		case first && (k.year.fiscal == 0 || len(k.labels) == 0 || !k.labels[len(k.labels)-1].bare):
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
			switch {
			case s.rowLabel < 0 && k.stats.roles >= 0.5:
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
	if score < 1 && years < 2 {
		score-- // nothing names a role, and no years go on
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
