package kpi

import (
	"testing"

	"shihyo/extract/table"
)

// Ensure two figures in one merged cell are told from a range and from one.
func TestOverColumns(t *testing.T) {
	for text, want := range map[string]bool{
		"60か所70か所": true, "48.2%50.1%": true, "未定50%": true,
		"10人から20人": false, "10～20人": false, "60か所": false, "①5件②6件": false,
	} {
		if got := overColumns(&table.Cell{ColSpan: 2, RowSpan: 1, Text: text}); got != want {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
		if overColumns(&table.Cell{ColSpan: 1, RowSpan: 1, Text: text}) {
			t.Errorf("%s in one column is doubted", text)
		}
	}
}
