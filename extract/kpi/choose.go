package kpi

import "strings"

// How the columns of a table divide the work: the most specific text column left
// of the values is the indicator, and what stands before it groups it.

// chooseIndicator picks the indicator column: by its header, else the most
// specific text column, as a rule the last one before the values, and in a sheet
// laid out the other way round the one that heads it.
func (s *schema) chooseIndicator(turned bool) {
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
		case kindLabel:
			if k.stats.labels() {
				continue // says 目標 and 実績
			}
			score = 0.05 // 区分 over the names of what is measured
		default:
			continue
		}
		score += 3*(k.stats.noun-k.stats.terms) + 1.5*k.stats.distinct + min(k.stats.length, 20)/20
		if k.stats.div > 0.6 {
			score -= 2
		}
		if c < first {
			score += 1 + float64(c)/float64(len(s.cols))
		}
		if k.kind == kindText && k.stats.n == 0 {
			continue
		}
		if turned && c == 0 && k.kind == kindText {
			score += 3
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
			switch {
			case k.stats.code >= 0.6 && k.stats.length <= 8:
				k.kind = kindItemNo
			case k.stats.value >= 0.8:
				k.kind = kindExtra // figures, of a budget perhaps
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
	texts = s.grouping(texts)
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

// grouping returns those of the text columns left of the indicator that group
// it, and makes the others columns of further text: sentences beside a name, and
// kinds that come and go by the row (新規, 継続). Where none is left all are kept.
func (s *schema) grouping(texts []int) []int {
	var kept, other []int
	for _, c := range texts {
		if st := &s.cols[c].stats; st.prose >= 0.6 || st.recurs >= 0.3 {
			other = append(other, c)
		} else {
			kept = append(kept, c)
		}
	}
	if len(kept) == 0 {
		return texts
	}
	for _, c := range other {
		s.cols[c].kind = kindExtra
	}
	return kept
}

func (s *schema) has(k kind) bool {
	for c := range s.cols {
		if s.cols[c].kind == k {
			return true
		}
	}
	return false
}

// foreign makes value columns further ones where nothing names them and their
// figures are measured otherwise than those of the columns that are named: rates
// of progress, all in per cent, or sums without the unit the others have.
func (s *schema) foreign() {
	named, plain, unit := 0, 0, 0 // plain: not in per cent; unit: with one behind the figures
	for c := range s.cols {
		k := &s.cols[c]
		if k.kind != kindValue || k.year.fiscal == 0 && k.m.role() == "" || k.stats.n == 0 {
			continue
		}
		named++
		if k.stats.percent < 0.3 {
			plain++
		}
		if k.stats.units > 0 {
			unit++
		}
	}
	for c := range s.cols {
		k := &s.cols[c]
		if named < 2 || k.kind != kindValue || k.sure > 0.5 || k.year.fiscal != 0 || k.stats.n < 2 {
			continue
		}
		if plain >= 2 && k.stats.percent >= 0.9 || unit == named && k.stats.units == 0 && k.stats.percent == 0 {
			k.kind = kindExtra
		}
	}
}
