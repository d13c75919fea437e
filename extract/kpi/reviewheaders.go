package kpi

import (
	"slices"
	"strings"

	"shihyo/extract/finding"
)

// What the headers of a document say about each other. Tables of one plan are
// headed alike, and within a table the headers repeat (目標値 and 実績値 under
// every year): one that differs from its likes by a character lacks it.

// heads are the header paths of one table's value columns.
type heads struct {
	rows  []int // indicators of the table
	paths [][]string
	roles []Role
}

// tablesRead gathers the headers of the tables that indicators were read from.
// Sheets whose rows name their own periods differ from row to row and give one
// entry for each way they do.
func (r *Reader) tablesRead() []heads {
	var out []heads
	last := -1
	for i := range r.doc.Indicators {
		in := &r.doc.Indicators[i]
		if last >= 0 && in.Table == r.doc.Indicators[last].Table && samePeriods(in, &r.doc.Indicators[last]) {
			out[len(out)-1].rows = append(out[len(out)-1].rows, i)
			continue
		}
		h := heads{rows: []int{i}}
		for k := range in.Values {
			path := strings.Split(fold(in.Values[k].Period), "/")
			if _, year := r.terms.looksYear(path[0]); year && in.Values[k].Role == Target {
				path = append([]string{"目標値"}, path...) // which the contract leaves out there
			}
			h.paths = append(h.paths, path)
			h.roles = append(h.roles, in.Values[k].Role)
		}
		out = append(out, h)
		last = i
	}
	return out
}

func samePeriods(a, b *Indicator) bool {
	return slices.EqualFunc(a.Values, b.Values, func(x, y Cell) bool { return x.Period == y.Period })
}

// reviewHeaders compares the headers of each table with each other and with
// those of the other tables.
func (r *Reader) reviewHeaders() {
	tables := r.tablesRead()
	tables = slices.DeleteFunc(tables, func(t heads) bool { return len(t.paths) > maxCompared })
	if len(tables) > maxTables {
		return
	}
	for _, t := range tables {
		for c := range t.paths {
			period := func(c int) string { return r.doc.Indicators[t.rows[0]].Values[c].Period }
			if o := t.oddSibling(c); o >= 0 {
				r.doubtColumn(t, c, finding.New(headerUnlike, period(c), period(o)))
			} else if o := t.lostLevel(c, r.terms); o >= 0 {
				r.doubtColumn(t, c, finding.New(headerCut, period(c), period(o)))
			} else if o := t.shallow(c); o >= 0 {
				r.hintColumn(t, c, lostGrid, period(o))
			} else if r.terms.twoRoles(t.paths[c]) {
				r.hintColumn(t, c, lostGrid, period(c))
			}
		}
	}
	r.joinedLevels(tables)
	support := map[string]int{} // in how many tables a path occurs
	for _, t := range tables {
		for _, p := range t.paths {
			support[strings.Join(p, "")]++
		}
	}
	for i, t := range tables {
		for j, u := range tables {
			switch {
			case i == j:
			case len(t.paths) == len(u.paths):
				r.compareHeaders(t, u, support)
			default:
				r.missingColumns(t, u)
			}
		}
	}
}

// joinedLevels marks the columns with a level in their header that is several of
// those that other columns have, one behind the other: 第１期第２期.
func (r *Reader) joinedLevels(tables []heads) {
	known := map[string]bool{}
	for _, t := range tables {
		for _, p := range t.paths {
			for _, level := range p {
				known[level] = true
			}
		}
	}
	for _, t := range tables {
		for c, p := range t.paths {
			if slices.ContainsFunc(p, func(level string) bool { return severalOf(known, level, leastLevel) }) {
				r.doubtColumn(t, c, finding.New(headerMixed, r.doc.Indicators[t.rows[0]].Values[c].Period))
			}
		}
	}
}

// leastLevel is how many characters a level of a header has at least that may stand
// behind another.
const leastLevel = 2

// severalOf reports whether a text is several known ones of so many characters or
// more, one behind the other.
func severalOf(known map[string]bool, text string, least int) bool {
	const longest = 60 // characters
	rs := []rune(text)
	if len(rs) > longest {
		return false
	}
	parts := make([]int, len(rs)+1) // the most known texts that the first characters are
	for j := least; j <= len(rs); j++ {
		for i := 0; i+least <= j; i++ {
			if (i == 0 || parts[i] > 0) && j-i < len(rs) && known[string(rs[i:j])] {
				parts[j] = max(parts[j], parts[i]+1)
			}
		}
	}
	return parts[len(rs)] > 1
}

// maxTables bounds the tables compared with each other, and maxCompared the
// columns of each and the values of a row; plans have a tenth of either.
const (
	maxTables   = 300
	maxCompared = 100
)

// doubtColumn marks the values of column c in all rows of a table.
func (r *Reader) doubtColumn(t heads, c int, f finding.Finding) {
	for _, i := range t.rows {
		r.doc.Indicators[i].Values[c].doubt(f)
	}
}

func (r *Reader) hintColumn(t heads, c int, of damage, other string) {
	for _, i := range t.rows {
		v := &r.doc.Indicators[i].Values[c]
		r.hint(of, i, c, v.Box, finding.New(headerUnlike, v.Period, other))
	}
}

// oddSibling returns a column with a level in its path that several columns of
// the table have, and column c but for one character, -1 for none. No other
// column has what c has there. Years are compared as to how they are written.
func (t *heads) oddSibling(c int) int {
	for _, s := range t.paths[c] {
		form := digits.ReplaceAllString(s, "9")
		likes, at, same := map[string]int{}, map[string]int{}, 0
		for k := range t.paths {
			if k == c {
				continue
			}
			for _, o := range t.paths[k] {
				if o = digits.ReplaceAllString(o, "9"); o == form {
					same++
				} else if oneLost(form, o) || oneLost(o, form) && form == s {
					likes[o]++
					at[o] = k
				}
			}
		}
		for o, n := range likes {
			if same == 0 && n >= 2 {
				return at[o]
			}
		}
	}
	return -1
}

// twoRoles reports whether the levels of a path say two different things of a
// column, 目標値 over 基準値: the header beside may have been given to it.
func (t *Terms) twoRoles(path []string) bool {
	role := Role("")
	for _, level := range path {
		own := t.classify(level).m.role()
		if own != "" && role != "" && own != role {
			return true
		}
		role = max(role, own)
	}
	return false
}

// shallow returns a column beside column c of the same role, with one more level
// above a year like c's own, -1 for none: the header over both may have been
// given to one.
func (t *heads) shallow(c int) int {
	own := t.paths[c]
	for _, k := range []int{c - 1, c + 1} {
		if k < 0 || k >= len(t.paths) || t.roles[k] != t.roles[c] {
			continue
		}
		o := t.paths[k]
		if len(o) == len(own)+1 && digits.ReplaceAllString(o[len(o)-1], "9") == digits.ReplaceAllString(own[len(own)-1], "9") && strings.ContainsAny(own[len(own)-1], "0123456789") {
			return k
		}
	}
	return -1
}

// compareHeaders marks the columns of t that differ from those of u by a few
// characters that they lack: certainly where it is one and the rest of the two
// headers is the same, or where all columns lack the upper levels that they have in
// two other tables, as a hint else. Where columns ran together it is the
// longer header that is wrong, so that only the more frequent one is believed.
func (r *Reader) compareHeaders(t, u heads, support map[string]int) {
	var odd, lack []int
	differ, upper := 0, 0      // columns that differ, and those that lack upper levels alone
	cells := map[string]bool{} // of t's header that lack a character
	worded := false            // and are words all the same: 目標 for 目標値
	for c := range t.paths {
		a, b := strings.Join(t.paths[c], ""), strings.Join(u.paths[c], "")
		switch {
		case a == b, oneLost(b, a), support[b] < support[a]:
		case oneLost(a, b):
			odd = append(odd, c)
			level := levelLost(t.paths[c], u.paths[c])
			cells[level] = true
			worded = worded || r.terms.exact[level] != unknown
		case lacksLevels(t.paths[c], u.paths[c]):
			lack = append(lack, c)
			if support[b] > 1 {
				upper++
			}
		case someLost(a, b):
			lack = append(lack, c)
		default:
			differ++
		}
	}
	sure := differ == 0 && len(lack) == 0 && !worded && len(cells)*2 <= len(t.paths)
	sure = sure || upper > 2 && upper == len(lack) && upper+1 >= len(t.paths)
	if len(t.paths)-differ < 2 {
		return // nothing in common
	}
	for _, c := range append(odd, lack...) {
		period, other := r.doc.Indicators[t.rows[0]].Values[c].Period, r.doc.Indicators[u.rows[0]].Values[c].Period
		if period == other {
			continue // what was left out of one is no difference to look for
		}
		if sure {
			r.doubtColumn(t, c, finding.New(headerUnlike, period, other))
		} else {
			r.hintColumn(t, c, lostText, other)
			if support[strings.Join(u.paths[c], "")] > support[strings.Join(t.paths[c], "")] {
				r.hintColumn(t, c, lostGrid, other)
			}
		}
	}
}

// lacksLevels reports whether a path is another without its upper levels, but for
// the 目標値 that tablesRead put back.
func lacksLevels(short, long []string) bool {
	if short[0] == "目標値" && long[0] != "目標値" {
		short = short[1:]
	}
	n := len(long) - len(short)
	return n > 0 && len(short) > 0 && slices.Equal(short, long[n:])
}

// levelLost returns the level of a path that is not what the other has there.
func levelLost(a, b []string) string {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return a[i]
		}
	}
	return ""
}

// missingColumns hints that a table lacks columns: the headers of another have
// all of its own, in order, and one or two more.
func (r *Reader) missingColumns(t, u heads) {
	if more := len(u.paths) - len(t.paths); more < 1 || more > 2 || len(t.paths) < 3 {
		return
	}
	c, missing := 0, -1
	for k := range u.paths {
		if c < len(t.paths) && slices.Equal(t.paths[c], u.paths[k]) {
			c++
		} else if missing < 0 {
			missing = k
		}
	}
	if c < len(t.paths) {
		return
	}
	at := min(missing, len(t.paths)-1) // the column that may hold the missing one's values
	for _, i := range t.rows {
		in := &r.doc.Indicators[i]
		for _, d := range []damage{lostText, lostGrid} {
			r.hint(d, i, -1, in.Values[at].Box, finding.New(columnGone, r.doc.Indicators[u.rows[0]].Values[missing].Period))
		}
	}
}

// fewLost is how many characters of a header path are lost at most for it to be
// known: a level of two or three.
const fewLost = 3

// someLost reports whether short is long without two or a few of its characters,
// none of them a figure.
func someLost(short, long string) bool {
	a, b := []rune(short), []rune(long)
	if n := len(b) - len(a); n < 1 || n > fewLost || len(a) == 0 {
		return false
	}
	i := 0
	for _, c := range b {
		if i < len(a) && a[i] == c {
			i++
		} else if c >= '0' && c <= '9' {
			return false
		}
	}
	return i == len(a)
}

// oneLost reports whether short is long without one of its characters.
func oneLost(short, long string) bool {
	a, b := []rune(short), []rune(long)
	if len(a)+1 != len(b) || len(a) == 0 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	return string(a[i:]) == string(b[i+1:])
}
