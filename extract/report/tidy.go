// Package report writes what was read of a document: JSON lines for programs,
// CSV and Excel for tidy tables, and a table for the terminal.
package report

import (
	"strconv"
	"strings"

	"github.com/govalues/decimal"

	"shihyo/extract"
	"shihyo/extract/finding"
	"shihyo/normalize"
)

// field is one column of the tidy table. number tells that its texts are
// numbers, so Excel can be given numbers.
type field struct {
	name   string
	number bool
}

// fields are the columns of the tidy table: one row a value. A cell of
// components (①500 ②50) gives a row a component and none for itself. The names
// are those of the warehouse's view kpi.
var fields = []field{
	{"page", true}, {"section", false}, {"field", false}, {"item_no", false}, {"item", false},
	{"indicator", false}, {"component", false}, {"period", false}, {"role", false}, {"fiscal_year", true},
	{"raw", false}, {"kind", false}, {"status", false}, {"value", true}, {"low", true}, {"high", true},
	{"unit", false}, {"canonical_unit", false}, {"scale", true}, {"comparator", false}, {"cumulative", true},
	{"as_of", false}, {"note", false}, {"confidence", true}, {"findings", false},
}

// tidy calls row for every row of the tidy table, texts in the order of fields.
func tidy(r *extract.Result, lang finding.Lang, row func([]string) error) error {
	for i := range r.Indicators {
		ind := &r.Indicators[i]
		nos, names := make([]string, len(ind.Items)), make([]string, len(ind.Items))
		for k, it := range ind.Items {
			nos[k], names[k] = it.No, it.Name
		}
		for k := range ind.Values {
			cell, v := &ind.Values[k], &ind.Readings[k]
			rest := []string{v.AsOf, v.Note, string(appendNumber(nil, ind.ValueConfidence(k), 1000)), messages(ind.ValueFindings(k), lang)}
			lead := func(component string) []string {
				return []string{
					strconv.Itoa(cell.Page), ind.Section, ind.Field, join(nos), join(names), ind.Name, component,
					cell.Period, string(cell.Role), year(v.FiscalYear),
				}
			}
			if len(v.Components) == 0 {
				err := row(append(append(lead(""),
					v.Raw, string(v.Kind), string(v.Status), text(v.Value), text(v.Low), text(v.High),
					v.Unit, v.CanonicalUnit, v.Scale.String(), v.Comparator, text(v.Cumulative)), rest...))
				if err != nil {
					return err
				}
			}
			for _, c := range v.Components {
				kind := normalize.Number
				if !c.Value.Valid {
					kind = normalize.Word
					if c.Low.Valid || c.High.Valid {
						kind = normalize.Range
					}
				}
				err := row(append(append(lead(c.Label),
					v.Raw, string(kind), string(v.Status), text(c.Value), text(c.Low), text(c.High),
					c.Unit, "", "", c.Comparator, ""), rest...))
				if err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// join lists items as the warehouse does.
func join(texts []string) string { return strings.Join(texts, "、") }

// text writes a decimal as printed, "" where there is none.
func text(d decimal.NullDecimal) string {
	if !d.Valid {
		return ""
	}
	return d.Decimal.String()
}

func year(y int) string {
	if y == 0 {
		return ""
	}
	return strconv.Itoa(y)
}

// messages joins findings into one text.
func messages(findings []finding.Finding, lang finding.Lang) string {
	texts := make([]string, len(findings))
	for i, f := range findings {
		texts[i] = f.Message(lang)
	}
	return strings.Join(texts, " / ")
}
