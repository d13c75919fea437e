package kpi

// yearRef is a year named in a header or a 年度 cell.
type yearRef struct {
	fiscal   int
	calendar bool // printed as a calendar year (2021年)
}

// findYear returns the year a text names and the text without it. Of several
// years it is the last (R4～R8 are the years of a plan, the value is that of
// its end); a second notation of the same year goes with the first.
func (t *Terms) findYear(s string) (y yearRef, rest string, ok bool) {
	rest = s
	for n := 0; n < 4; n++ {
		v, found := t.eras.FindYear(rest)
		if !found || v.End <= v.Start {
			break
		}
		if !ok || v.FiscalYear > y.fiscal {
			y = yearRef{v.FiscalYear, v.Calendar}
		}
		ok = true
		rest = rest[:v.Start] + rest[v.End:]
	}
	return y, rest, ok
}

// looksYear reports whether a text is nothing but a year label, and which.
func (t *Terms) looksYear(s string) (yearRef, bool) {
	y, rest, ok := t.findYear(fold(s))
	return y, ok && yearOnly.MatchString(rest)
}
