package kpi

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// What the levels of a header tell about a line that was lost in it. Every
// column has a path of its own; a word that is spread over several columns stands
// over all of them; the lines between levels run through. So two columns under
// one and the same path, a level that is two levels elsewhere, and a word in
// pieces over columns side by side each show that a header was cut wrongly.

// lostLevel returns a column whose header shows that column c's was cut wrongly,
// -1 for none.
func (t *heads) lostLevel(c int, terms *Terms) int {
	own := strings.Join(t.paths[c], "")
	for k := range t.paths {
		if k == c {
			continue
		}
		o := strings.Join(t.paths[k], "")
		if own == o && len(t.paths[c]) == len(t.paths[k]) && own != "" && t.roles[c] == t.roles[k] {
			return k // both under one path
		}
		if len(t.paths[c]) != len(t.paths[k]) && digits.ReplaceAllString(own, "9") == digits.ReplaceAllString(o, "9") {
			return k // one level here, two there
		}
		if abs(float64(c-k)) == 1 && len(t.paths[k]) == len(t.paths[c])+1 && len(t.paths[c]) > 0 && t.roles[c] == t.roles[k] && slices.Equal(t.paths[c], t.paths[k][:len(t.paths[c])]) {
			return k // the level below is missing
		}
		if len(t.paths[c]) > 1 && t.paths[c][0] == "年度" && terms.classify(t.paths[c][1]).m.role() != "" {
			return k // what its year is counted in
		}
		if terms.inPieces(t.paths[min(c, k)], t.paths[max(c, k)]) {
			return k
		}
	}
	return -1
}

// inPieces reports whether the first levels of two columns, from left to right, are the
// pieces of one header word: 目標 and 値.
func (t *Terms) inPieces(left, right []string) bool {
	if len(left) < 2 || len(right) < 2 || left[0] == right[0] {
		return false
	}
	whole := t.exact[left[0]+right[0]]
	return whole.role() != "" && utf8.RuneCountInString(right[0]) == 1 && t.exact[right[0]].role() == ""
}
