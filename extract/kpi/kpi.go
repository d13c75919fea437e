// Package kpi understands tables of indicators: which rows are headers, which
// columns hold values and of which year, which merged cells carry on, and where
// a table goes on over the page.
//
// Reader takes the pages' layouts in order. For each table it finds the header
// rows (header.go), gives every column a path of header texts and a kind
// (column.go, choose.go, role.go; words from seeds/header_terms.csv first, the
// shape of the cells below where no word is known), also with the table turned
// round and with columns parted at arrows (arrow.go), and takes it for one of
// indicators only where the evidence suffices (weigh.go). Sheets of one indicator
// are read by their labels (form.go) or the heading over them (captioned.go); a
// table without a header continues the one before (continue.go), under a header
// that the page break left behind or as a row it cut off (hanging.go); one that
// only looks like indicators is told of (skipped.go). Rows become indicators with
// merged cells carried down (body.go, spread.go) and those that a page break has cut
// taken together (cutcell.go). At the end every row is checked against itself, its
// neighbours and the page (check.go, lost.go, gaps.go, align.go, doubt.go), and once
// the document is read, against all of it (review.go): what does not fit keeps its
// text and gets a finding.
package kpi

import (
	"shihyo/extract/finding"
	"shihyo/extract/page"
)

// Role is what a value states.
type Role string

// The roles a value column can have.
const (
	Baseline Role = "baseline" // 基準値, 現状値
	Actual   Role = "actual"   // 実績値
	Target   Role = "target"   // 目標値
)

// Item is the 項目 or 施策 an indicator belongs to.
type Item struct{ No, Name string }

// Extra is a column that is no value (担当課, 備考, 出典 …): header and text.
type Extra struct{ Header, Text string }

// Cell is one value cell of an indicator, as printed.
type Cell struct {
	Period     string // header path, see DESIGN contract
	Role       Role
	FiscalYear int    // 0 when the header names none
	Calendar   bool   // the header names a calendar year (2021年), not 年度
	YearText   string // text of the 年度 cell printed beside the value, if any
	Raw        string
	Struck     bool // struck out by a diagonal
	Page       int  // where the cell starts
	Box        page.Box
	Confidence float64
	Findings   []finding.Finding
}

// Indicator is one row of a KPI table with merged cells carried down.
type Indicator struct {
	Page       int // where the row starts
	Section    string
	Field      string
	Items      []Item
	Name       string
	Unit       string // text of the unit column, "" when none; for 〃 that of the row above
	Extra      []Extra
	Notes      []string // footnotes (※) that belong to it
	Values     []Cell
	Table      int // index of its table among all tables of the document's layouts, from 0
	Confidence float64
	Box        page.Box
	Findings   []finding.Finding

	places places
}

// Document is what was understood of a whole document.
type Document struct {
	Title      string
	Mark       string // 【資料３－３】
	Date       string // as printed
	Indicators []Indicator
	Findings   []finding.Finding
}
