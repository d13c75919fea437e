package table

import (
	"shihyo/extract/finding"
	"shihyo/extract/page"
)

// Codes of the findings of table building.
var (
	TooManyRules = finding.Register("too_many_rules", finding.Warning,
		"罫線が %v 本あり、先頭の %v 本だけを表の検出に使いました。",
		"the page has %v ruling lines; only the first %v were used to find tables.")
)

func findTooManyRules(n int) finding.Finding { return finding.New(TooManyRules, n, maxRules) }

// place puts a finding on a page and box.
func place(f finding.Finding, p *page.Page, b page.Box) finding.Finding {
	return f.At(p.Number, [4]float64{b.X0, b.Top, b.X1, b.Bottom})
}
