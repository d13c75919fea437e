package kpi

import (
	"testing"

	"shihyo/extract/table"
)

// What shows that the texts of two cells became one.
func TestRunTogether(t *testing.T) {
	known := map[string]bool{"第１期": true, "第２期": true, "目標値": true, "値": true}
	for text, want := range map[string]bool{"第１期第２期": true, "目標値第１期第２期": true, "第１期": false, "第１期末": false, "目標値": false} {
		if severalOf(known, text, leastLevel) != want {
			t.Errorf("header %s: %v", text, !want)
		}
	}
	codes := func(list ...string) (out []numbered) {
		for _, c := range list {
			out = append(out, numbered{code: c})
		}
		return out
	}
	for _, c := range []struct {
		codes []numbered
		want  bool
	}{
		{codes("12", "3", "4"), true},
		{codes("12", "13", "14"), false},
		{codes("11", "123", "4"), false},
		{codes("123", "4"), true},
	} {
		if got := joinedFromOne(c.codes, 0); got != c.want {
			t.Errorf("numbers %v: %v", c.codes, got)
		}
	}
	for _, c := range []struct {
		lines []string
		want  bool
	}{
		{[]string{"40％", "128協定"}, false}, // no unit that ends a figure for certain
		{[]string{"40％", "128人"}, true},
		{[]string{"2,983～", "3,730"}, false},
		{[]string{"①55", "②54"}, false},
		{[]string{"12", "34"}, true}, // room for more
	} {
		cell := table.Cell{}
		cell.Box.X1 = 100
		for _, s := range c.lines {
			cell.Text += s
			ln := table.Line{Text: s}
			ln.Box.X1 = 20
			cell.Lines = append(cell.Lines, ln)
		}
		if got := severalValues(&cell); got != c.want {
			t.Errorf("lines %v: %v", c.lines, got)
		}
	}
}
