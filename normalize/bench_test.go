package normalize

import "testing"

// benchCells returns the value cells of a truth file with their
// contexts, as a plan has them.
func benchCells(b *testing.B, path string) []Cell {
	var cells []Cell
	for _, row := range readTruth(b, path) {
		for _, v := range row.typed {
			y, _ := FindYear(v.Period)
			cells = append(cells, Cell{Raw: v.Raw, Context: Context{Period: v.Period, Role: v.Role, FiscalYear: y.FiscalYear, Indicator: row.Indicator, Unit: row.Extra["単位"]}})
		}
	}
	return cells
}

// BenchmarkPlan reads the seed document's values, as a plan has them.
func BenchmarkPlan(b *testing.B) { benchmarkCells(b, "../testdata/seed/seed.truth.jsonl") }

// BenchmarkEveryForm reads rows chosen to show every form, in which plain
// numbers are rarer than in a plan.
func BenchmarkEveryForm(b *testing.B) { benchmarkCells(b, "testdata/truth/kpibench.truth.jsonl") }

func benchmarkCells(b *testing.B, path string) {
	n, cells := Default(), benchCells(b, path)
	var v Value
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		c := &cells[i%len(cells)]
		n.ReadInto(&v, c.Raw, &c.Context)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "values/s")
}

func BenchmarkForms(b *testing.B) {
	for _, c := range []struct {
		name string
		Cell
	}{
		{"number", Cell{Raw: "12,345"}},
		{"wide", Cell{Raw: "１２，３４５"}},
		{"percent", Cell{Raw: "61.0%"}},
		{"column", Cell{Raw: "12,345", Context: Context{Unit: "人", FiscalYear: 2022, Indicator: "参加者数"}}},
		{"named", Cell{Raw: "12,345", Context: Context{FiscalYear: 2022, Indicator: "参加者数（人）", Period: "Ｒ４"}}},
		{"bound", Cell{Raw: "14%以上"}},
		{"range", Cell{Raw: "13〜17"}},
		{"multiplied", Cell{Raw: "40百万枚"}},
		{"dated", Cell{Raw: "37.5%【2月1日時点】", Context: Context{FiscalYear: 2021}}},
		{"components", Cell{Raw: "①500 ②50"}},
		{"word", Cell{Raw: "維持"}},
		{"dash", Cell{Raw: "－"}},
	} {
		b.Run(c.name, func(b *testing.B) {
			n := Default()
			var v Value
			b.ReportAllocs()
			for b.Loop() {
				n.ReadInto(&v, c.Raw, &c.Context)
			}
		})
	}
}

// Ensure a plain number takes no memory, with or without a unit.
func TestNoAllocation(t *testing.T) {
	n := Default()
	var v Value
	for _, c := range []Cell{
		{Raw: "0"}, {Raw: "12,345"}, {Raw: "-3.25"}, {Raw: "１２，３４５"}, {Raw: "61.0%"}, {Raw: "99％"}, {Raw: "30人"},
		{Raw: "12,345", Context: Context{Unit: "百万円", FiscalYear: 2022, Indicator: "売上高", Period: "Ｒ４"}},
		{Raw: "50", Context: Context{Indicator: "参加者数（人）"}},
	} {
		n.ReadInto(&v, c.Raw, &c.Context)
		if a := testing.AllocsPerRun(100, func() { n.ReadInto(&v, c.Raw, &c.Context) }); a > 0.5 {
			t.Errorf("%q (%+v): %v allocations", c.Raw, c.Context, a)
		}
	}
}
