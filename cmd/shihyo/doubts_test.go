package main

import (
	"strings"
	"testing"

	"shihyo/extract/finding"
	"shihyo/load"
)

// Ensure a person sees which documents and pages to look at: errors first, the
// same kind once a page, the same of many documents once, few lines each.
func TestSummaryDoubts(t *testing.T) {
	page := func(n int, code, about, message string, severity finding.Severity) load.Doubt {
		return load.Doubt{Severity: severity, Code: finding.Code(code), Page: n, Indicator: about, Message: message}
	}
	scan := load.Doubt{Severity: finding.Error, Code: "scan", Message: "no text."}
	one := load.DocumentSummary{Source: "in/one.pdf", Doubts: []load.Doubt{
		page(3, "gap", "Ｂ", "a gap.", finding.Warning), page(2, "gap", "Ａ", "a gap.", finding.Warning), page(2, "gap", "Ｃ", "a gap.", finding.Warning),
		page(9, "page", "", "unread\nwhole.", finding.Error)}}
	one.ToCheck = 7 // more than are kept
	two, three := load.DocumentSummary{Source: "two.pdf", Doubts: []load.Doubt{scan}}, load.DocumentSummary{Source: "three.pdf", Doubts: []load.Doubt{scan}}
	two.ToCheck, three.ToCheck = 1, 1
	var b strings.Builder
	a := &app{err: &b, lang: finding.English}
	if got := a.summaryDoubts([]load.DocumentSummary{one, two, three}); got != 9 {
		t.Errorf("%d to check", got)
	}
	want := `
Look at these places in the documents (9):
  two.pdf and 1 more: no text.
  one.pdf
    page 9: unread whole.
    page 2 Ａ: a gap. (1 more on the page)
    page 3 Ｂ: a gap.
    and 3 more
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

// Ensure changes stand in two lines each where a table does not fit the screen.
func TestChangesOnNarrowScreen(t *testing.T) {
	var b strings.Builder
	a := &app{lang: finding.Japanese}
	changes := []load.Change{
		{Kind: "target_raised", ItemNo: "2(1)", Indicator: strings.Repeat("長い名前", 5), Role: "target", FiscalYear: 2025, Before: "80%", After: "85%", Difference: "5", Unit: "%"},
		{Kind: "added", ItemNo: "3", Indicator: "新しい指標"},
	}
	if err := a.writeChanges(&b, changes, 60); err != nil {
		t.Fatal(err)
	}
	want := "" +
		"目標値引上げ  2(1) 長い名前長い名前長い名前長い名前長い名前\n" +
		"              2025: 80% → 85%（+5 %）\n" +
		"追加          3 新しい指標\n"
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}
