package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"unicode"

	"shihyo/extract"
	"shihyo/extract/finding"
	"shihyo/extract/table"
)

// row is one indicator of a truth file.
type row struct {
	Page      int
	Field     string
	Items     []struct{ No, Name string }
	Indicator string
	Values    []struct{ Period, Raw string }
}

// cells returns the row's cells as one text each.
func (r *row) cells() []string {
	c := []string{r.Field, r.Indicator}
	for _, i := range r.Items {
		c = append(c, i.No, i.Name)
	}
	for _, v := range r.Values {
		c = append(c, v.Raw)
	}
	return c
}

func readTruth(path string) ([]row, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var rows []row
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var r row
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, len(rows)+1, err)
		}
		rows = append(rows, r)
	}
	return rows, lines.Err()
}

// squeeze removes all white space, which is not compared.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// counter takes one cell: where it is, whether it was read right, and the
// findings that are about it.
type counter func(where string, right bool, marks []finding.Finding)

// compare counts the cells of one truth row against the indicator found for it.
func compare(want *row, got *extract.Indicator, tables []table.Table, count counter) {
	place := func(kind, a, b string) string {
		return fmt.Sprintf("p%d %s %s: want %q, got %q", want.Page, want.Indicator, kind, a, b)
	}
	text := func(kind, a, b string) {
		lost := a != "" && b == "" // its text stands in another cell, if anywhere
		about := slices.DeleteFunc(slices.Clone(got.Findings), func(f finding.Finding) bool { return !lost && !about(f, tables, squeeze(a), squeeze(b)) })
		count(place(kind, a, b), squeeze(a) == squeeze(b), about)
	}
	text("field", want.Field, got.Field)
	text("indicator", want.Indicator, got.Name)
	for i, item := range want.Items {
		var no, name string
		if i < len(got.Items) {
			no, name = got.Items[i].No, got.Items[i].Name
		}
		text("no", item.No, no)
		text("name", item.Name, name)
	}
	partner, spare := pairValues(want, got)
	for i, v := range want.Values {
		k := partner[i]
		if k < 0 {
			// The column was lost: in another, whose period is not in the truth.
			marks := got.Findings
			for _, k := range spare {
				marks = slices.Concat(marks, got.ValueFindings(k))
			}
			count(place(v.Period, v.Raw, "no such period"), false, marks)
			continue
		}
		c := &got.Values[k]
		right := squeeze(c.Period) == squeeze(v.Period) && squeeze(c.Raw) == squeeze(v.Raw)
		marks := got.ValueFindings(k)
		if !right {
			marks = slices.Concat(marks, got.Findings)
		}
		what := c.Raw
		if squeeze(c.Period) != squeeze(v.Period) {
			what = c.Period + ": " + c.Raw
		}
		count(place(v.Period, v.Raw, what), right, marks)
	}
}

// pairValues finds for each value of a truth row the one that was read for it:
// the one of the same period, and of the rest, whose period is wrong too, the
// next in order as long as as many are left. -1 stands for none; spare are the
// values read that have no partner.
func pairValues(want *row, got *extract.Indicator) (partner, spare []int) {
	used := make([]bool, len(got.Values))
	partner = make([]int, len(want.Values))
	open := 0
	for i, v := range want.Values {
		partner[i] = -1
		for k := range got.Values {
			if !used[k] && squeeze(got.Values[k].Period) == squeeze(v.Period) {
				partner[i], used[k] = k, true
				break
			}
		}
		if partner[i] < 0 {
			open++
		}
	}
	for k := range got.Values {
		if !used[k] {
			spare = append(spare, k)
		}
	}
	if open != len(spare) {
		return partner, spare
	}
	for i := range partner {
		if partner[i] < 0 {
			partner[i], spare = spare[0], spare[1:]
		}
	}
	return partner, spare
}

// about reports whether a row's finding concerns the cell of text that should
// read want and was read as got (both without white space): every finding does
// but those that stand on a cell of a table with another text in it.
func about(f finding.Finding, tables []table.Table, want, got string) bool {
	near := func(a, b float64) bool { return math.Abs(a-b) < 0.01 }
	other := false
	for i := range tables {
		if tables[i].Page != f.Page {
			continue
		}
		for k := range tables[i].Cells {
			c := &tables[i].Cells[k]
			if !near(c.Box.X0, f.Box[0]) || !near(c.Box.Top, f.Box[1]) || !near(c.Box.X1, f.Box[2]) || !near(c.Box.Bottom, f.Box[3]) {
				continue
			}
			text := squeeze(c.Text)
			for _, s := range [2]string{want, got} {
				if s == text || s != "" && text != "" && (strings.Contains(text, s) || strings.Contains(s, text)) {
					return true
				}
			}
			other = true
		}
	}
	return !other
}

// minLikeness is the least likeness of two rows that are taken for the same.
const minLikeness = 0.35

// align pairs truth rows with indicators in order so that the sum of their
// likenesses is greatest; a row without a partner gets -1.
func align(truth []row, got []extract.Indicator) []int {
	n, m := len(truth), len(got)
	like := make([][]float64, n)
	for i := range truth {
		like[i] = make([]float64, m)
		for j := range got {
			like[i][j] = likeness(&truth[i], &got[j])
		}
	}
	best := make([][]float64, n+1)
	for i := range best {
		best[i] = make([]float64, m+1)
	}
	for i := n - 1; i >= 0; i-- {
		for j := m - 1; j >= 0; j-- {
			best[i][j] = max(best[i+1][j], best[i][j+1])
			if like[i][j] >= minLikeness {
				best[i][j] = max(best[i][j], like[i][j]+best[i+1][j+1])
			}
		}
	}
	partner := make([]int, n)
	for i := range partner {
		partner[i] = -1
	}
	for i, j := 0, 0; i < n && j < m; {
		switch {
		case like[i][j] >= minLikeness && best[i][j] == like[i][j]+best[i+1][j+1]:
			partner[i] = j
			i, j = i+1, j+1
		case best[i+1][j] >= best[i][j+1]:
			i++
		default:
			j++
		}
	}
	return partner
}

// likeness compares names by their pairs of characters (Dice) and values one by
// one, 0 to 1.
func likeness(a *row, b *extract.Indicator) float64 {
	x, y := pairs(squeeze(a.Indicator)), pairs(squeeze(b.Name))
	shared, total := 0, 0
	for p, n := range x {
		shared += min(n, y[p])
		total += n
	}
	for _, n := range y {
		total += n
	}
	same, most := 0, max(len(a.Values), len(b.Values))
	for i := range min(len(a.Values), len(b.Values)) {
		if squeeze(a.Values[i].Raw) == squeeze(b.Values[i].Raw) {
			same++
		}
	}
	values := 1.0
	if most > 0 {
		values = float64(same) / float64(most)
	}
	return 0.65*2*float64(shared)/float64(max(total, 1)) + 0.35*values
}

func pairs(s string) map[[2]rune]int {
	count := map[[2]rune]int{}
	last := '^'
	for _, r := range s + "$" {
		count[[2]rune{last, r}]++
		last = r
	}
	return count
}
