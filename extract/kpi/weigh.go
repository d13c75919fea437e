package kpi

import "regexp"

// Whether a table is one of indicators at all is told by everything read of it
// together.

var (
	indicatorTitle = regexp.MustCompile(`KPI|KGI|指標|数値目標|目標値|成果目標`)
	aimedTitle     = regexp.MustCompile(`KPI|KGI|目標`)
	pastTitle      = regexp.MustCompile(`推移|実績`)
)

// weigh sums up the evidence that this is a table of indicators and no
// schedule, budget, list of names or mere statistics.
func (s *schema) weigh(section string) {
	roles, years, bare := map[Role]bool{}, 0, 0
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
		if n := len(k.labels); n > 0 && k.labels[n-1].bare {
			bare++
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
	if s.rolesInRows() {
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
	titled := indicatorTitle.MatchString(fold(section))
	if score < 1 && bare == len(s.values) && !aimedTitle.MatchString(fold(section)) {
		score -= 3 // figures by year under no word at all are statistics
	}
	if ind.stats.noun >= 0.4 {
		score++
	}
	if years >= 2 {
		score += 0.5
	}
	if s.severalUnits() {
		score++ // every row is measured in a unit of its own
	}
	if s.dated() || s.plans() {
		score++
	}
	if titled {
		score++
	}
	if ind.stats.n == 0 {
		score -= 2
	}
	for c := range s.cols {
		if c == s.ind {
			continue // what is measured may be a 残高 or 金額
		}
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

// severalUnits reports whether the rows are measured in different units: behind
// their names or values or in a column of units.
func (s *schema) severalUnits() bool {
	if s.cols[s.ind].stats.units >= 2 {
		return true
	}
	for c := range s.cols {
		switch k := &s.cols[c]; {
		case k.kind == kindValue && k.stats.units >= 2,
			k.kind == kindUnit && k.stats.distinct*float64(k.stats.n) >= 1.5:
			return true
		}
	}
	return false
}

// dated reports whether more than one value has a column of its year beside it.
func (s *schema) dated() bool {
	n := 0
	for _, c := range s.values {
		if s.cols[c].yearCol >= 0 {
			n++
		}
	}
	return n >= 2
}

// plans reports whether the values read like the way of a plan: years that go up
// from left to right under words that differ (策定前（R2）, めざす数（R7）), where
// statistics have one word for all.
func (s *schema) plans() bool {
	words, last, years := map[string]bool{}, 0, 0
	past := true
	for _, c := range s.values {
		k := &s.cols[c]
		past = past && k.role == Actual
		y := k.year.fiscal
		if y == 0 {
			continue
		}
		if y < last {
			return false
		}
		last = y
		years++
		words[k.word] = true
	}
	return years >= 2 && len(words) >= 2 && !past
}
