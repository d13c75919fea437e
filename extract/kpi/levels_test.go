package kpi

import "testing"

// TestSecondCode checks that the number of the next row is found in a number and
// in a name, and that names which merely mention others are left alone.
func TestSecondCode(t *testing.T) {
	forms := map[string]int{"9-9-9": 5, "9": 9}
	for _, c := range []struct {
		code, of string
		want     bool
	}{
		{"2-1-32-1-4", "林業の推進", true},
		{"2-1-3", "林業の推進", false},
		{"１　２", "就職の促進", true},
		{"１２", "就職の促進", false},
		{"3-2", "3-2 研修の実施3-3 連携と協働", true},
		{"3-2", "3-2 研修の実施", false},
		{"（１）", "（１）　健康増進（５か年）", false},
		{"（１）", "（１）　健康増進（２）　流域治水", true},
	} {
		if got := secondCode(numbered{code: c.code, of: c.of}, forms); got != c.want {
			t.Errorf("%q of %q: %v", c.code, c.of, got)
		}
	}
}

// TestLostLevel checks which headers show that one was cut wrongly.
func TestLostLevel(t *testing.T) {
	terms := builtin(t)
	for name, c := range map[string]struct {
		paths [][]string
		want  int // of the first column
	}{
		"each its own":        {[][]string{{"目標値", "R4"}, {"目標値", "R5"}}, -1},
		"two under one":       {[][]string{{"目標値", "R4R5"}, {"目標値", "R4R5"}}, 1},
		"one level, then two": {[][]string{{"実績R3"}, {"実績", "R4"}}, 1},
		"a word in pieces":    {[][]string{{"目標", "R4"}, {"値", "R5"}}, 1},
	} {
		h := heads{paths: c.paths, roles: []Role{Target, Target}}
		if got := h.lostLevel(0, terms); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}

// TestValueBehind checks that a value taken into the header is told from what
// headers end with.
func TestValueBehind(t *testing.T) {
	terms := builtin(t)
	for s, want := range map[string]bool{
		"令和4年度194件": true, "現況値【H30】－": true, "令和6年度①646人②309人": true, "基準値34%": true,
		"令和4年度": false, "令和4年度末": false, "令和4年3月": false, "目標値(R5)": false, "現状値（H30年度）": false, "2021年度1月": false,
	} {
		if got := terms.valueBehind(s); got != want {
			t.Errorf("%s: %v, want %v", s, got, want)
		}
	}
}
