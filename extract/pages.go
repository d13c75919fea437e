package extract

import (
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"shihyo/extract/finding"
)

// Codes of the faults of a page selection.
var (
	BadPages = finding.Register("bad_pages", finding.Error,
		"ページの指定「%v」が読めません。1-3,7 のように書いてください。",
		"cannot read the page selection %q; write it like 1-3,7.")
	NoSuchPage = finding.Register("no_such_page", finding.Error,
		"%v ページはありません（全 %v ページ）。--pages を直してください。",
		"there is no page %v (the document has %v); mend --pages.")
)

// selection returns the pages that spec asks for, ascending and each once, out
// of a document of n. A spec is a list of numbers and ranges ("1-3,7"); a range
// may leave out its end ("5-"). An empty spec asks for all. Full-width digits
// and signs are understood. The error is a *finding.Fault.
func selection(file, spec string, n int) ([]int, error) {
	if spec == "" {
		all := make([]int, n)
		for i := range all {
			all[i] = i + 1
		}
		return all, nil
	}
	wanted := make([]bool, n+1)
	text := strings.NewReplacer("、", ",", "〜", "-", "~", "-").Replace(norm.NFKC.String(spec))
	for part := range strings.SplitSeq(text, ",") {
		from, to, err := pageRange(strings.TrimSpace(part), n)
		if err != nil {
			return nil, finding.Fail("", err, BadPages, spec)
		}
		if from > n || to > n {
			return nil, finding.Fail(file, nil, NoSuchPage, max(from, to), n)
		}
		for i := from; i <= to; i++ {
			wanted[i] = true
		}
	}
	var pages []int
	for i, w := range wanted {
		if w {
			pages = append(pages, i)
		}
	}
	return pages, nil
}

// pageRange reads "7", "1-3" or "5-".
func pageRange(s string, n int) (from, to int, err error) {
	first, last, isRange := strings.Cut(s, "-")
	if from, err = strconv.Atoi(strings.TrimSpace(first)); err != nil {
		return 0, 0, err
	}
	to = from
	if isRange {
		to = max(from, n)
		if last = strings.TrimSpace(last); last != "" {
			if to, err = strconv.Atoi(last); err != nil {
				return 0, 0, err
			}
		}
	}
	if from < 1 || to < from {
		return 0, 0, fmt.Errorf("no range of pages: %s", s)
	}
	return from, to, nil
}
