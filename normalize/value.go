// Package normalize reads what Japanese plans write in a value cell: numbers,
// bounds, ranges, changes, dates in brackets, components, words and blanks.
//
// A Normalizer holds the words, units and eras of seeds/ and reads a cell in its
// Context (the column's header and year, the indicator's name, the neighbours).
// Most cells are plain numbers and take a path of their own (plain.go); the rest
// is folded, cut into tokens and weighed (read.go tells in which order). Nothing
// of a text is dropped: what is no part of the value becomes its date or note,
// what cannot be accounted for lowers the confidence, and where nothing says
// which of several numbers is meant none is taken. The grammar with examples,
// which are also tests, is docs/values.md.
package normalize

import (
	"github.com/govalues/decimal"

	"shihyo/extract/finding"
)

// Kind says what sort of reading a cell has.
type Kind string

// The kinds of reading.
const (
	Number     Kind = "number"
	Range      Kind = "range"
	Components Kind = "components"
	Word       Kind = "word"
	Missing    Kind = "missing"
	Blank      Kind = "blank"
)

// Status says what the cell states beside a reading.
type Status string

// The statuses a value can have.
const (
	OK          Status = "ok"
	StatusBlank Status = "blank"
	Struck      Status = "struck" // struck out by a diagonal line
	None        Status = "none"   // － ― … 未定
	Text        Status = "text"   // 維持, 検討中
	Same        Status = "same"   // 〃 同左 同上
)

// Context is what surrounds a cell and decides how its text is to be read.
// Every field may be empty.
type Context struct {
	Period     string // header path
	Role       string // baseline, actual, target
	FiscalYear int    // of the column, 0 when unknown
	Calendar   bool   // the column names a calendar year
	YearText   string // text of a 年度 cell beside the value
	Indicator  string // the indicator's name
	Unit       string // text of the unit column
	Struck     bool
	Left       *Value // reading of the cell to the left, for 〃 同左 →
	Above      *Value // reading of the cell above, for 同上 ↑
}

// Decimal is an exact decimal with the printed number of places.
type Decimal = decimal.Decimal

// NullDecimal is a Decimal that may be absent.
type NullDecimal = decimal.NullDecimal

// Component is one labelled part of a stacked cell (①500 ②50).
type Component struct {
	Label      string
	Raw        string
	Value      NullDecimal
	Unit       string
	Comparator string
	Low, High  NullDecimal
}

// Value is one normalised value cell; fields are those of the JSON contract.
type Value struct {
	Raw           string
	Kind          Kind
	Status        Status
	Value         NullDecimal
	Decimals      int
	Unit          string // "" is null in JSON
	CanonicalUnit string
	Scale         Decimal
	Comparator    string
	Low, High     NullDecimal
	Cumulative    NullDecimal
	FiscalYear    int
	AsOf          string
	AsOfFrom      string // ISO date, "" unknown
	AsOfTo        string
	Note          string
	Components    []Component
	Confidence    float64
	Findings      []finding.Finding

	named      bool // the cell names its fiscal year
	unresolved bool // a ditto mark without a neighbour
	fraction   bool // the value is written as a fraction (3/4)
}
