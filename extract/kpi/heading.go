package kpi

import (
	"regexp"
	"sort"
	"strings"
	"unicode/utf8"

	"shihyo/extract/page"
	"shihyo/extract/table"
)

// The lines outside tables are told apart by how they read and where they
// stand: document title, mark, date, section heading, prose, notes, captions,
// page numbers.

type lineKind uint8

const (
	lineHeading lineKind = iota
	lineTitle
	lineMark
	lineDate
	lineProse
	lineNote
	lineCaption
	linePageNumber
	lineFigure // a value that belongs to no table
)

var (
	markLine = regexp.MustCompile(`^[\[(（【〔<]?(?:資料|別紙|別添|別表|別記|参考資料|参考|様式|会議資料|配布資料|当日資料)(?:第?[0-9一二三四五六七八九十]*[-－−‐ー–の号]*[0-9]*号?)[\])）】〕>]?$|^事務連絡$|^(?:議案|議|報告|承認|認定|諮問|発議|\p{Han}{2,12}[0-9]{0,6})第[0-9]{1,4}号$`)
	// A date with who wrote the document on that day.
	datedBy = regexp.MustCompile(`^((?:令和|平成|昭和)(?:元|[0-9０-９]{1,2})年[0-9０-９]{1,2}月[0-9０-９]{1,2}日)[^、。]{2,16}(?:作成|発行)$`)
	contact = regexp.MustCompile(`(?:TEL|電話|FAX)[^。]{0,4}[0-9]|https?://|[0-9]{2,4}[-－(][0-9]{2,4}[-－)][0-9]{4}`)
	// What a letter is about.
	subject     = regexp.MustCompile(`について(?:\([^()]{2,8}\))?$`)
	addressee   = regexp.MustCompile(`(?:殿|様|御中|各位)$`)
	markLead    = regexp.MustCompile(`^\s*([\[(（【〔<]?(?:参考|会議|配布|当日)?資料[0-9０-９]+(?:[-－−‐ー–の][0-9０-９]+)*[\])）】〕>]?)[\s　]+(\S.*)$`)
	dateLine    = regexp.MustCompile(`^(?:(?:令和|平成|昭和|[RHS])(?:元|[0-9]{1,2})|(?:19|20)[0-9]{2})[年./](?:[0-9]{1,2}[月./]?)?(?:[0-9]{1,2}日?)?(?:\([月火水木金土日]\))?(?:現在|時点|策定|改定|改訂|公表|作成|更新)?$`)
	pageLine    = regexp.MustCompile(`^[-－−‐–—―ー~〜・|()\[\]<>]*(?:[pP]\.?|ページ)?(?:[0-9]{1,4}|[ivxlIVXL]{1,6})(?:[/／](?:[0-9]{1,4}))?(?:ページ|頁)?[-－−‐–—―ー~〜・|()\[\]<>]*$`)
	noteLine    = regexp.MustCompile(`^[(（【\[]?(?:※|＊|\*|⁎|注(?:[0-9]|[)）】\]:.、]|釈|記)|出典[::]|資料[::]|備考[::]|単位[::]|\(単位|\(注|凡例)`)
	unitNote    = regexp.MustCompile(`^\([^()]{1,6}\)$`)
	captionLine = regexp.MustCompile(`^(?:図表|表|図)[0-9一二三四五六七八九十]+(?:[-－−‐ー.・][0-9]+)*`)
	headingLead = regexp.MustCompile(`^(?:[■□◆◇●○◎▲▼★☆▶►◼◻]|[【《〈〔\[]|\([0-9一二三四五六七八九十アイウエオ]{1,3}\)|第[0-9一二三四五六七八九十]{1,3}[^0-9一二三四五六七八九十期次回版号]|(?:基本|重点|政策|施策|戦略|目標|方針|分野|柱|まちづくり)(?:目標|施策|方針|方向|戦略|政策|分野)?[0-9一二三四五六七八九十IVX]|[0-9]{1,2}(?:[-.][0-9]{1,2})*[.)）\s　、]|[IVX]{1,4}[.\s　])`)
)

// kindOf tells what a line is by its text alone.
func kindOf(l *table.Line) lineKind {
	s := strings.TrimSpace(l.Text)
	f := fold(s)
	n := utf8.RuneCountInString(f)
	switch {
	case n < 2 || pageLine.MatchString(f):
		return linePageNumber
	case markLine.MatchString(f):
		return lineMark
	case dateLine.MatchString(f), datedBy.MatchString(f):
		return lineDate
	case strings.ContainsAny(f, "0123456789/") && contact.MatchString(f):
		return lineProse
	case noteLine.MatchString(f), unitNote.MatchString(f) && commonUnits[strings.Trim(f, "()")]:
		return lineNote
	case strings.Contains(f, "。") && !strings.HasSuffix(f, "。)"), strings.HasSuffix(f, "、"):
		return lineProse
	case strings.HasPrefix(l.Text, "　") && n > 30, n > 60, n > 40 && !headingLead.MatchString(f):
		return lineProse
	case captionLine.MatchString(f):
		return lineCaption
	case looksValue(s) && !looksCode(s) && !strings.ContainsAny(s, " \u3000") && !headingLead.MatchString(f):
		return lineFigure
	}
	return lineHeading
}

// bodySize returns the usual font size of a page: the median over its lines,
// those in tables included. 0 when sizes are not known.
func bodySize(l *table.Layout) float64 {
	var sizes []float64
	for i := range l.Lines {
		sizes = append(sizes, l.Lines[i].Size)
	}
	for i := range l.Tables {
		for j := range l.Tables[i].Cells {
			for _, ln := range l.Tables[i].Cells[j].Lines {
				sizes = append(sizes, ln.Size)
			}
		}
	}
	if len(sizes) == 0 {
		return 0
	}
	sort.Float64s(sizes)
	return sizes[len(sizes)/2]
}

// heading is a line above tables with what it is.
type heading struct {
	line *table.Line
	kind lineKind
}

// headings classifies the lines of a page in reading order. On the first page
// with text it also finds the document's title, mark and date.
func (r *Reader) headings(l *table.Layout) []heading {
	size := bodySize(l)
	order := make([]*table.Line, 0, len(l.Lines))
	for i := range l.Lines {
		if strings.TrimSpace(l.Lines[i].Text) != "" {
			order = append(order, &l.Lines[i])
		}
	}
	sort.SliceStable(order, func(i, j int) bool {
		a, b := order[i].Box, order[j].Box
		if d := a.Top - b.Top; d < -2 || d > 2 {
			return d < 0
		}
		return a.X0 < b.X0
	})
	firstTable := l.Height
	for i := range l.Tables {
		firstTable = min(firstTable, l.Tables[i].Box.Top)
	}
	left, right := l.Width, 0.0
	for i := range l.Tables {
		left = min(left, l.Tables[i].Box.X0)
		right = max(right, l.Tables[i].Box.X1)
	}
	middle := (left + right) / 2 // of what stands on the page, margins may differ
	for _, ln := range order {
		left = min(left, ln.Box.X0)
	}
	out := make([]heading, 0, len(order))
	front := !r.titled // still in the title block of the first page
	sawTitle := false
	titleSize := 0.0 // a large line below a larger title is a heading
	for i, ln := range order {
		h := heading{ln, kindOf(ln)}
		above := ln.Box.Top < firstTable
		if r.doc.Mark == "" && h.kind == lineMark && above {
			r.doc.Mark = squeeze(ln.Text)
		}
		if r.doc.Date == "" && h.kind == lineDate && above && front {
			r.doc.Date = squeeze(ln.Text)
			if m := datedBy.FindStringSubmatch(r.doc.Date); m != nil {
				r.doc.Date = m[1]
			}
		}
		if h.kind == lineHeading || h.kind == lineProse && front && !strings.Contains(ln.Text, "。") {
			f := fold(ln.Text)
			switch {
			case r.titles[f]:
				h.kind = lineTitle
			case front && above && ((centred(ln.Box, l.Width, l.Width/2, left) || len(l.Tables) > 0 && centred(ln.Box, l.Width, middle, left)) || size > 0 && ln.Size >= 1.3*size && ln.Size >= 0.95*titleSize && !headingLead.MatchString(f)):
				h.kind = lineTitle
			case front && above && !sawTitle && !headingLead.MatchString(f) && !addressee.MatchString(f) && anotherHeading(order[i+1:], firstTable):
				h.kind = lineTitle
			}
			if h.kind == lineTitle && !r.titles[f] {
				r.titles[f] = true
				text := strings.TrimSpace(ln.Text)
				if m := markLead.FindStringSubmatch(text); m != nil && r.doc.Mark == "" { // on one line
					r.doc.Mark, text = squeeze(m[1]), m[2]
				}
				if r.doc.Title != "" {
					r.doc.Title += "　"
				}
				r.doc.Title += text
			}
		}
		switch h.kind {
		case lineTitle:
			sawTitle = true
			titleSize = max(titleSize, ln.Size)
		case lineMark, lineDate, linePageNumber:
		default:
			front = false
		}
		if !above {
			front = false
		}
		out = append(out, h)
	}
	if len(order) > 0 || len(l.Tables) > 0 {
		if !r.titled && r.doc.Title == "" {
			r.doc.Title = plainTitle(out, firstTable)
		}
		r.titled = true
	}
	return out
}

// plainTitleLength is how many characters a line over a table must have to name a
// document: 進捗状況 stands over tables of many.
const plainTitleLength = 14

// plainTitle returns the title of a document whose first page sets none off: what a
// letter is about, below who writes to whom, else the first line over the table that
// is no heading of a part.
func plainTitle(hs []heading, firstTable float64) string {
	for i, h := range hs {
		if h.kind != lineHeading || h.line.Box.Top >= firstTable || !subject.MatchString(fold(h.line.Text)) {
			continue
		}
		text := strings.TrimSpace(h.line.Text)
		if i > 0 && hs[i-1].kind == lineHeading && abs(hs[i-1].line.Box.X0-h.line.Box.X0) < h.line.Size && h.line.Box.Top-hs[i-1].line.Box.Bottom < h.line.Size {
			text = strings.TrimSpace(hs[i-1].line.Text) + text // over two lines
		}
		return text
	}
	for _, h := range hs {
		if f := fold(h.line.Text); h.kind == lineHeading && h.line.Box.Top < firstTable {
			if headingLead.MatchString(f) || addressee.MatchString(f) || indicatorTitle.MatchString(f) || utf8.RuneCountInString(f) < plainTitleLength || firstTable-h.line.Box.Bottom > 6*h.line.Size {
				return ""
			}
			return strings.TrimSpace(h.line.Text)
		}
	}
	return ""
}

// anotherHeading reports whether a heading-like line follows before the table.
func anotherHeading(lines []*table.Line, until float64) bool {
	for _, ln := range lines {
		if ln.Box.Top < until && kindOf(ln) == lineHeading {
			return true
		}
	}
	return false
}

// centred reports whether a line stands around a middle and does not begin at
// the left margin. Where all lines are centred, as on a cover, the longest seems
// to be the margin: no margin is a fifth of the page.
func centred(b page.Box, width, middle, left float64) bool {
	off := (b.X0+b.X1)/2 - middle
	return off < 0.03*width && off > -0.03*width && b.X0 > min(left+0.05*width, 0.2*width)
}

// above returns the headings that stand over a table: below every table that
// ends above it, and over its columns where tables stand side by side.
func above(hs []heading, l *table.Layout, t *table.Table) []heading {
	floor := -1.0
	beside := false
	for i := range l.Tables {
		u := &l.Tables[i]
		if u == t || u.Box == t.Box {
			continue
		}
		overlapX := u.Box.X0 < t.Box.X1 && t.Box.X0 < u.Box.X1
		if u.Box.Bottom <= t.Box.Top+2 && overlapX {
			floor = max(floor, u.Box.Bottom)
		}
		if !overlapX && u.Box.Top < t.Box.Bottom && t.Box.Top < u.Box.Bottom {
			beside = true
		}
	}
	var out []heading
	for _, h := range hs {
		b := h.line.Box
		mid := (b.Top + b.Bottom) / 2
		if mid > t.Box.Top+2 || mid < floor {
			continue
		}
		if beside && (b.X0 >= t.Box.X1 || b.X1 <= t.Box.X0) {
			continue
		}
		out = append(out, h)
	}
	return out
}

// title is what stands over a table.
type title struct {
	text string
	own  bool        // printed over this table, not carried on from one before
	line *table.Line // where it stands, nil when that is not a line of the page
	over string      // the heading above it, "" for none
}

// titleOver returns the title among the lines over a table: the last heading, or
// the last caption when there is no heading.
func titleOver(hs []heading) title {
	var caption, head title
	for i := len(hs) - 1; i >= 0; i-- {
		ln := hs[i].line
		text := strings.TrimSpace(ln.Text)
		switch hs[i].kind {
		case lineHeading:
			if head.own {
				head.over = text
				return head
			}
			head = title{text: text, own: true, line: ln}
		case lineCaption:
			if !caption.own {
				caption = title{text: text, own: text != "", line: ln}
			}
		}
	}
	if head.own {
		return head
	}
	return caption
}

// trailing returns the heading that ends a page below its last table: the
// title of a table that begins on the next page.
func trailing(hs []heading, l *table.Layout) string {
	bottom := -1.0
	for i := range l.Tables {
		bottom = max(bottom, l.Tables[i].Box.Bottom)
	}
	for i := len(hs) - 1; i >= 0; i-- {
		if hs[i].line.Box.Top < bottom {
			return ""
		}
		switch hs[i].kind {
		case linePageNumber, lineMark, lineDate, lineTitle:
		case lineHeading:
			if hs[i].line.Box.Top > 0.94*l.Height {
				continue // a running footer
			}
			return strings.TrimSpace(hs[i].line.Text)
		default:
			return ""
		}
	}
	return ""
}
