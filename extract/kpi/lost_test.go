package kpi

import "testing"

// Ensure a cell that begins with its column's header is doubted where that shows
// a lost line, and not where groups are named after the header.
func TestHeaded(t *testing.T) {
	for _, tt := range []struct {
		cells []string
		want  bool
	}{
		{[]string{"指標名", "指標名自主防災組織率", "消防団員数"}, true},
		{[]string{"政策", "政策Ⅰ　安全・安心"}, false},
		{[]string{"基本目標", "基本目標２ひとの流れ"}, false},
		{[]string{"施策", "施策の推進体制", "施策の広報"}, false},
		{[]string{"施策", "施策の推進体制", "広報の充実"}, true},
		{[]string{"施策", "防災対策", "消防・救急"}, false},
	} {
		var rows [][]string
		for _, c := range tt.cells {
			rows = append(rows, []string{c, "12"})
		}
		tb := drawTable(rows, 0, 200, 0)
		if got := headed(newGrid(&tb), 0, tt.cells[1], []string{tt.cells[0]}); got != tt.want {
			t.Errorf("%q: %v, want %v", tt.cells, got, tt.want)
		}
	}
}
