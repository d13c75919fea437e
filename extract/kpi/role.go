package kpi

import "strings"

// Value columns take their role from the lowest header that names one, else
// from the company they are in. A column of years or of 目標 and 実績 beside them
// says more.

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
