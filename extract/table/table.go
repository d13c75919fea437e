// Package table finds the tables on a page and rebuilds their cells from ruling
// lines, shading and white space.
package table

import (
	"shihyo/extract/finding"
	"shihyo/extract/page"
)

// Cell is one cell of a table. Row and Col count from 0; a merged cell covers
// RowSpan × ColSpan grid positions and stands at its first.
type Cell struct {
	Row, Col         int
	RowSpan, ColSpan int
	Text             string // wraps joined, see Lines
	Lines            []Line // the printed lines, in reading order
	Box              page.Box
	Struck           bool // struck out by a diagonal line
	Vertical         bool // set in vertical writing
	OpenTop          bool // at the top of the table, and lines close it at its sides but not there
	OpenBottom       bool // the same of the bottom
	Shaded           bool // has a background other than the page's
	Bold             bool
	Confidence       float64 // 0..1, from named evidence
	Findings         []finding.Finding
}

// Line is one printed line of text.
type Line struct {
	Text     string
	Box      page.Box
	Size     float64 // dominant font size, points
	Bold     bool
	Vertical bool
}

// Table is a grid found on a page.
type Table struct {
	Page       int // 1-based
	Box        page.Box
	Rows, Cols int
	Ruled      bool // built from ruling lines (else from white space or shading)
	Closed     bool // lines close every cell, so that its sides are where the page shows them
	OpenTop    bool // the page's first table and cut: no closing rule at its top
	OpenBottom bool // runs to the end of the page without a closing rule
	Confidence float64
	Cells      []Cell   // in row-major order of their first position
	Borders    []Border // between rows and columns, those that no line draws
	Findings   []finding.Finding
}

// Border is a border between columns or rows that no line draws. Margin is how
// much what speaks for it outweighs what speaks against it: next to nothing where
// it might as well not be there, 1 and more where there is hardly a doubt.
type Border struct {
	Box      page.Box // as wide, or as high, as a line
	Margin   float64
	evidence interface{ Why(finding.Lang) string }
}

// Why tells the evidence for the border to a person.
func (b *Border) Why(lang finding.Lang) string {
	if b.evidence == nil {
		return ""
	}
	return b.evidence.Why(lang)
}

// Layout is what Build makes of a page: its tables in reading order and the
// text lines that belong to none (headings, notes, prose), in reading order.
type Layout struct {
	Page          int
	Width, Height float64
	Tables        []Table
	Strips        []Table // single rows at the page's edge that may be pieces of tables the break has cut; their text is in Lines too
	Lines         []Line
	Findings      []finding.Finding
	Judged        []Judged // what was looked at as a table, taken or not, see DrawSVG
	cells         []Cell   // of all tables
}
