package golden

import (
	"testing"

	"shihyo/extract/table"
)

const sample = `file X.pdf page 2
table
区分 | < | R4
^ | ^ | 実績
防災 | 率 | 12 %
loose
table
甲 | .
`

func cell(row, col, rowSpan, colSpan int, text string) table.Cell {
	return table.Cell{Row: row, Col: col, RowSpan: rowSpan, ColSpan: colSpan, Text: text}
}

// Ensure spans are read, and every wrong, missing and extra cell or table counts.
func TestCompare(t *testing.T) {
	p, err := parse(sample)
	if err != nil || p.File != "X.pdf" || p.Number != 2 || len(p.Grids) != 2 || p.Loose != 1 {
		t.Fatalf("%+v %v", p, err)
	}
	first := table.Table{Cells: []table.Cell{cell(0, 0, 2, 2, "区 分"), cell(0, 2, 1, 1, "R4"), cell(1, 2, 1, 1, "実績"),
		cell(2, 0, 1, 1, "防災"), cell(2, 1, 1, 1, "率"), cell(2, 2, 1, 1, "12%")}}
	second := table.Table{Cells: []table.Cell{cell(0, 0, 1, 1, "甲"), cell(0, 1, 1, 1, "")}}
	other := table.Table{Cells: []table.Cell{cell(0, 0, 1, 1, "乙")}}
	tests := []struct {
		name                string
		found               []table.Table
		right, extra, wrong int
	}{
		{"all as wanted", []table.Table{first, second}, 7, 0, 0},
		{"one where it may be", []table.Table{first, other, second}, 7, 0, 0},
		{"one too many", []table.Table{first, other, other, second}, 7, 1, 1},
		{"one missing", []table.Table{first}, 6, 0, 1},
		{"none", nil, 0, 0, 7},
	}
	for _, tt := range tests {
		if s := p.Compare(tt.found); s.Cells != 7 || s.Right != tt.right || s.Extra != tt.extra || len(s.Wrong) != tt.wrong {
			t.Errorf("%s: %+v", tt.name, s)
		}
	}
	first.Cells[0].ColSpan = 1
	if s := p.Compare([]table.Table{first, second}); s.Right != 6 {
		t.Errorf("a wrong span counts as right: %+v", s)
	}
}

// Ensure a golden file that is written wrong is not silently cut.
func TestParseErrors(t *testing.T) {
	for _, text := range []string{"", "file X.pdf\n", "file X.pdf page 1\na | b\n", "file X.pdf page 1\ntable\na | b\nc\n"} {
		if _, err := parse(text); err == nil {
			t.Errorf("no error for %q", text)
		}
	}
}
