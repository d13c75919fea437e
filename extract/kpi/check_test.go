package kpi

import (
	"strings"
	"testing"

	"shihyo/extract/finding"
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

// TestLacksSign checks that a value which lost a sign of its own kind is told from
// words and bounds that read alike.
func TestLacksSign(t *testing.T) {
	for raw, want := range map[string]bool{
		"155上": true, "２８団体上": true, "①8件②件": true, "以": true,
		"155以上": false, "10％向上": false, "5位以下": false, "①8件②9件": false, "①実施②5件": false, "①策定": false,
	} {
		if got := lacksSign(raw); got != want {
			t.Errorf("%s: %v", raw, got)
		}
	}
	for s, want := range map[string]bool{"R年度": true, "令和7年度（202年度）": true, "令和5度": true, "R7年度": false, "2025年度": false, "平成20年度": false, "H20年": false} {
		if got := damagedYear(s); got != want {
			t.Errorf("%s: %v", s, got)
		}
	}
}

// TestHalfWord checks that a lone character in a header's brackets is told from a
// unit.
func TestHalfWord(t *testing.T) {
	terms := builtin(t)
	for s, want := range map[string]bool{"R5年度（目）": true, "Ｒ２【績】": true, "R5年度（目標）": false, "実績値（人）": false, "目標値（％）": false, "(6)": false} {
		if got := terms.halfWord(s); got != want {
			t.Errorf("%s: %v", s, got)
		}
	}
}

// TestDoubtBlanks checks that blanks beside a value across a border are doubted, and
// neither values there nor blanks further off.
func TestDoubtBlanks(t *testing.T) {
	across := Cell{Raw: "1625（累計）", Findings: []finding.Finding{finding.New(table.GlyphOnBorder)}}
	vs := []Cell{{}, {}, across, {Raw: "34"}, {}}
	doubtBlanks(vs)
	for i, want := range []bool{false, true, true, false, false} {
		if got := len(vs[i].Findings) > 0; got != want {
			t.Errorf("value %d: doubted %v", i, got)
		}
	}
}

// TestNamesIndicators checks that a header of indicators and their units is known
// whatever stands beside it.
func TestNamesIndicators(t *testing.T) {
	terms := builtin(t)
	for header, want := range map[string]bool{"分野|指標名|単位|202 年度|2 26年度": true, "指標名|R4|R5": false, "品名|単位|数量": false} {
		tb := &table.Table{Rows: 2, Cols: strings.Count(header, "|") + 1}
		for c, text := range strings.Split(header, "|") {
			tb.Cells = append(tb.Cells, table.Cell{Col: c, RowSpan: 1, ColSpan: 1, Text: text}, table.Cell{Row: 1, Col: c, RowSpan: 1, ColSpan: 1})
		}
		if got := terms.namesIndicators(newGrid(tb)); got != want {
			t.Errorf("%s: %v", header, got)
		}
	}
}
