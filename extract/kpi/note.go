package kpi

import (
	"regexp"
	"strings"
)

// Footnotes stand below a table, at the foot of a page or at the end of the
// document, and begin with the mark that stands where they apply: ※１, *2,
// （注３). Each goes to the indicators that carry its mark; one without a number
// goes to those with the bare mark. Notes nothing refers to are of the whole
// table and are not kept.

// footnote is one note: its mark folded (※1) and its text as printed.
type footnote struct {
	mark, text string
	from       int // indicators read when it was met
}

type footnotes struct{ list []footnote }

// maxNotes bounds the notes kept of a document.
const maxNotes = 2000

var (
	noteStart = regexp.MustCompile(`(?:[(（]?注[0-9０-９]{1,2}[)）]?|[※＊*][0-9０-９]{0,2})`)
	markChars = regexp.MustCompile(`[※*][0-9]{0,2}|注[0-9]{1,2}`)
)

// note keeps a footnote line; several notes on one line are parted.
func (r *Reader) note(text string) {
	at := noteStart.FindAllStringIndex(text, -1)
	if len(at) == 0 || strings.TrimSpace(text[:at[0][0]]) != "" {
		return
	}
	for i := 0; i < len(at); i++ {
		// A mark within the text of a note is none of its own.
		if i > 0 && !strings.HasSuffix(text[:at[i][0]], "　") && !strings.HasSuffix(text[:at[i][0]], " ") {
			continue
		}
		end := len(text)
		for j := i + 1; j < len(at); j++ {
			if strings.HasSuffix(text[:at[j][0]], "　") || strings.HasSuffix(text[:at[j][0]], " ") {
				end = at[j][0]
				break
			}
		}
		mark := markChars.FindString(fold(text[at[i][0]:at[i][1]]))
		if mark == "" || len(r.foot.list) >= maxNotes {
			continue
		}
		r.foot.list = append(r.foot.list, footnote{mark, strings.TrimSpace(text[at[i][0]:end]), len(r.doc.Indicators)})
	}
}

// attach gives every indicator the notes it carries the marks of: the first
// such note printed after it, else the last before it.
func (f *footnotes) attach(d *Document) {
	if len(f.list) == 0 {
		return
	}
	for i := range d.Indicators {
		in := &d.Indicators[i]
		seen := map[string]bool{}
		for _, m := range marksOf(in) {
			if seen[m] {
				continue
			}
			seen[m] = true
			best := -1
			for n := range f.list {
				if f.list[n].mark != m {
					continue
				}
				if best < 0 || f.list[best].from <= i {
					best = n
				}
				if f.list[n].from > i {
					break
				}
			}
			if best >= 0 {
				in.Notes = append(in.Notes, f.list[best].text)
			}
		}
	}
}

// marksOf returns the note marks in an indicator's texts.
func marksOf(in *Indicator) []string {
	var out []string
	add := func(s string) {
		if strings.ContainsAny(s, "※＊*注") {
			for _, m := range markChars.FindAllString(fold(s), -1) {
				if m != "*" || strings.HasSuffix(strings.TrimSpace(s), "*") || strings.HasSuffix(strings.TrimSpace(s), "＊") {
					out = append(out, m)
				}
			}
		}
	}
	add(in.Name)
	for _, it := range in.Items {
		add(it.Name)
	}
	for i := range in.Values {
		add(in.Values[i].Raw)
		add(in.Values[i].Period)
	}
	for _, e := range in.Extra {
		add(e.Text)
	}
	return out
}
