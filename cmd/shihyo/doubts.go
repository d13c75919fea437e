package main

// What is doubtful, in the closing summary of ingest: document by document, page
// by page, so that a person can go through it with the paper beside them. The
// same kind of doubt on one page makes one line; a few lines stand for each
// document, shihyo findings lists all.

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"shihyo/load"
)

// doubtLine is one line: a kind of doubt on a page of a document, or one about
// documents as such.
type doubtLine struct {
	first load.Doubt
	times int
}

// doubtfulDocument is a document with its lines.
type doubtfulDocument struct {
	source  string
	toCheck int
	lines   []*doubtLine
}

// summaryDoubts lists what a person should look at, gravest first in each
// document, and returns how much that is.
func (a *app) summaryDoubts(read []load.DocumentSummary) int {
	total := 0
	var documents []doubtfulDocument
	for _, d := range read {
		total += d.ToCheck
		if lines := doubtLines(d.Doubts); len(lines) > 0 {
			documents = append(documents, doubtfulDocument{d.Source, d.ToCheck, lines})
		}
	}
	if len(documents) == 0 {
		return total
	}
	a.printf("\n原本で確かめてください（%d か所）:\n", "\nLook at these places in the documents (%d):\n", total)
	documents = a.commonDoubts(documents)
	each := max(1, shownDoubts/max(1, len(documents)))
	for i, d := range documents {
		if i == shownDoubts {
			a.printf("  ほか %d 件の資料\n", "  and in %d more documents\n", len(documents)-i)
			break
		}
		fmt.Fprintf(a.err, "  %s\n", oneLine(filepath.Base(d.source)))
		shown := 0
		for _, l := range d.lines[:min(each, len(d.lines))] {
			fmt.Fprintf(a.err, "    %s\n", a.doubtText(l))
			shown += l.times
		}
		if more := d.toCheck - shown; more > 0 {
			a.printf("    ほか %d か所%s\n", "    and %d more%s\n", more, a.morePages(d.lines[min(each, len(d.lines)):]))
		}
	}
	return total
}

// doubtLines gathers the doubts of a document: one line for the same kind on the
// same page, errors first, then in order of page.
func doubtLines(doubts []load.Doubt) []*doubtLine {
	var lines []*doubtLine
	for _, d := range doubts {
		i := slices.IndexFunc(lines, func(l *doubtLine) bool { return l.first.Code == d.Code && l.first.Page == d.Page })
		if i < 0 {
			lines = append(lines, &doubtLine{first: d})
			i = len(lines) - 1
		}
		lines[i].times++
	}
	slices.SortStableFunc(lines, func(x, y *doubtLine) int {
		if grave := rank(y.first.Severity) - rank(x.first.Severity); grave != 0 {
			return grave
		}
		return x.first.Page - y.first.Page
	})
	return lines
}

// commonDoubts prints what holds of documents as such, the same of several once,
// and returns the documents of which there is more to say.
func (a *app) commonDoubts(documents []doubtfulDocument) []doubtfulDocument {
	sources := map[string][]string{}
	var messages []string
	for i := range documents {
		d := &documents[i]
		d.lines = slices.DeleteFunc(d.lines, func(l *doubtLine) bool {
			if l.first.Page > 0 || l.first.Indicator != "" || l.times > 1 {
				return false
			}
			m := l.first.Message
			if sources[m] == nil {
				messages = append(messages, m)
			}
			sources[m] = append(sources[m], filepath.Base(d.source))
			d.toCheck--
			return true
		})
	}
	for i, m := range messages {
		if i == shownDoubts {
			a.printf("  ほか %d 種類\n", "  and %d more kinds\n", len(messages)-i)
			break
		}
		where := sources[m][0]
		if n := len(sources[m]) - 1; n > 0 {
			where = fmt.Sprintf(a.tr("%s ほか %d 件", "%s and %d more"), where, n)
		}
		fmt.Fprintf(a.err, "  %s: %s\n", oneLine(where), oneLine(m))
	}
	return slices.DeleteFunc(documents, func(d doubtfulDocument) bool { return len(d.lines) == 0 })
}

// doubtText writes a line: page, what it is about, what is doubtful.
func (a *app) doubtText(l *doubtLine) string {
	var parts []string
	if l.first.Page > 0 {
		parts = append(parts, fmt.Sprintf(a.tr("%dページ", "page %d"), l.first.Page))
	}
	if about := strings.TrimSpace(l.first.Indicator + " " + l.first.Period); about != "" {
		parts = append(parts, about)
	}
	text := strings.Join(parts, " ")
	if text != "" {
		text += ": "
	}
	text += l.first.Message
	if l.times > 1 {
		text += fmt.Sprintf(a.tr("（同じページにほか %d か所）", " (%d more on the page)"), l.times-1)
	}
	return oneLine(text)
}

// morePages names the pages of lines that are not shown.
func (a *app) morePages(lines []*doubtLine) string {
	var pages []int
	for _, l := range lines {
		if p := l.first.Page; p > 0 && !slices.Contains(pages, p) {
			pages = append(pages, p)
		}
	}
	if len(pages) == 0 {
		return ""
	}
	slices.Sort(pages)
	names := make([]string, len(pages))
	for i, p := range pages {
		names[i] = strconv.Itoa(p)
	}
	return fmt.Sprintf(a.tr("（%sページ）", " (pages %s)"), strings.Join(names, ", "))
}
