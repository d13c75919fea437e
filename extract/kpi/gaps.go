package kpi

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"

	"shihyo/extract/finding"
	"shihyo/extract/table"
)

// A character that was lost (a font the file does not tell how to read, a
// damaged stream) leaves a hole in its line: the line is wider than the
// characters in it. East Asian characters are one em wide; what a digit takes
// is learnt from the lines of the page that are digits alone. All lines of a
// paragraph but its last may be stretched to fill the cell, by as much as the
// characters that did not fit or must not begin a line.

// The least extra width, in ems, that shows a hole: in a line that may be
// stretched, in the last line of a text, and in a short one alone in its cell.
const (
	holeInStretched = 2.2
	holeInText      = 0.9
	holeInValue     = 0.42
)

// pitch is how wide characters are set on a page.
type pitch struct {
	digit float64 // ems of an ASCII digit
	loose bool    // text is set apart throughout: holes do not show
	blank bool    // figures have blanks in them throughout: they show nothing
	lead  float64 // white between the lines of a text, line heights, at most
}

// measurePitch learns the widths of a page's characters.
func measurePitch(l *table.Layout) pitch {
	var digits []float64
	each := func(f func(c *table.Cell, k int)) {
		for i := range l.Tables {
			for j := range l.Tables[i].Cells {
				c := &l.Tables[i].Cells[j]
				for k := range c.Lines {
					if ln := &c.Lines[k]; !ln.Vertical && ln.Size > 0 && len(ln.Text) > 1 {
						f(c, k)
					}
				}
			}
		}
	}
	each(func(c *table.Cell, k int) {
		ln := &c.Lines[k]
		for _, r := range ln.Text {
			if r < '0' || r > '9' {
				return
			}
		}
		digits = append(digits, ln.Box.Width()/ln.Size/float64(len(ln.Text)))
	})
	p := pitch{digit: 0.6, lead: measureLead(l)}
	if len(digits) >= 5 {
		sort.Float64s(digits)
		p.digit = min(max(digits[len(digits)/2], 0.4), 0.75)
	}
	n, holes := 0, 0
	each(func(c *table.Cell, k int) {
		n++
		if p.hole(c, k) {
			holes++
		}
	})
	p.loose = holes*20 > n
	figures, blanks := 0, 0
	for i := range l.Tables {
		for j := range l.Tables[i].Cells {
			if s := l.Tables[i].Cells[j].Text; strings.ContainsAny(fold(s), "0123456789") {
				figures++
				if isTorn(s) {
					blanks++
				}
			}
		}
	}
	p.blank = blanks*50 > figures
	return p
}

// The white between two lines of a text is the same on a whole page; the texts
// of two cells stand further apart.
const (
	leadSlack = 0.35 // line heights by which lines of one text may differ
	leadLines = 8    // lines needed to know
)

// measureLead returns what white between lines, in line heights, is still that
// of one text.
func measureLead(l *table.Layout) float64 {
	var gaps []float64
	for i := range l.Tables {
		for j := range l.Tables[i].Cells {
			c := &l.Tables[i].Cells[j]
			for k := 1; k < len(c.Lines); k++ {
				a, b := c.Lines[k-1].Box, c.Lines[k].Box
				if h := min(a.Height(), b.Height()); h > 0 && !c.Vertical && b.Top > a.Top {
					gaps = append(gaps, (b.Top-a.Bottom)/h)
				}
			}
		}
	}
	if len(gaps) < leadLines {
		return 0.9
	}
	sort.Float64s(gaps)
	return max(gaps[len(gaps)/2], 0) + leadSlack
}

// hole reports whether line k of a cell is wider than its characters by one of
// them.
func (p pitch) hole(c *table.Cell, k int) bool {
	ln := &c.Lines[k]
	if p.loose || ln.Vertical || ln.Size <= 0 {
		return false
	}
	n := utf8.RuneCountInString(ln.Text)
	if n < 2 {
		return false
	}
	limit := holeInText
	switch {
	case k < len(c.Lines)-1:
		limit = holeInStretched
	case len(c.Lines) == 1 && n <= 12:
		limit = holeInValue
	}
	return p.excess(ln) >= limit
}

// excess returns by how many ems a line is wider than its characters.
func (p pitch) excess(ln *table.Line) float64 {
	if ln.Size <= 0 {
		return 0
	}
	ems := 0.0
	for _, r := range ln.Text {
		switch {
		case r >= '0' && r <= '9':
			ems += p.digit
		case r == ',' || r == '.' || r == ' ' || r == '\'' || r == ':' || r == ';' || r == 'i' || r == 'l':
			ems += 0.38
		case r < 0x80 && unicode.IsUpper(r), r == '%', r == '@', r == 'm', r == 'w':
			ems += 0.92
		case r < 0x80:
			ems += 0.62
		default:
			switch width.LookupRune(r).Kind() {
			case width.EastAsianHalfwidth, width.Neutral, width.EastAsianNarrow:
				ems += 0.7
			default:
				ems++
			}
		}
	}
	return ln.Box.Width()/ln.Size - ems
}

// holes marks a cell's text when one of its lines shows a hole.
func (p pitch) holes(c *table.Cell) bool {
	for i := range c.Lines {
		if p.hole(c, i) {
			return true
		}
	}
	return false
}

var characterLost = finding.Register("character_lost", finding.Warning,
	"文字の間が空いています。読み取れなかった文字がある可能性があります（%[1]s）",
	"there is a hole in the text; a character may be missing (%[1]s)")
