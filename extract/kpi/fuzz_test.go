package kpi

import (
	"math/rand"
	"testing"

	"shihyo/extract/page"
	"shihyo/extract/table"
)

var fuzzWords = []string{"", "", "指標", "施策", "分野", "基準値", "目標値", "R4", "令和５年度", "2021年", "実績値", "評価", "年度", "値", "No.", "1", "2", "12人", "3.5%", "－", "〃", "①5 ②6", "交通事故死者数", "地域の安全", "１　安全", "（１）", "※１", "単位", "人", "担当課", "総務課", "第２章　安全", "（続き）", "計画期間", "達成率", "\xff\xfe", "(", "】", "氏名", "予算額"}

// randomLayout makes a page of random tables and lines; cells may overlap, lie
// outside the grid or have spans no builder would give.
func randomLayout(r *rand.Rand, n int) *table.Layout {
	word := func() string { return fuzzWords[r.Intn(len(fuzzWords))] }
	box := func() page.Box {
		x, y := r.Float64()*600-20, r.Float64()*800-20
		return page.Box{X0: x, Top: y, X1: x + r.Float64()*300 - 10, Bottom: y + r.Float64()*200 - 10}
	}
	l := &table.Layout{Page: n, Width: 595, Height: 842}
	for i := r.Intn(6); i > 0; i-- {
		l.Lines = append(l.Lines, table.Line{Text: word() + word(), Box: box(), Size: r.Float64() * 20})
	}
	for i := r.Intn(4); i > 0; i-- {
		t := table.Table{Page: n, Rows: r.Intn(9) - 1, Cols: r.Intn(9) - 1, Box: box(), Ruled: r.Intn(2) == 0, OpenTop: r.Intn(2) == 0, OpenBottom: r.Intn(2) == 0}
		for row := 0; row < t.Rows; row++ {
			for col := 0; col < t.Cols; col++ {
				if r.Intn(8) == 0 {
					continue
				}
				t.Cells = append(t.Cells, table.Cell{Row: row - r.Intn(30)/29, Col: col + r.Intn(30)/29, RowSpan: r.Intn(4), ColSpan: r.Intn(4), Text: word(), Box: box(), Struck: r.Intn(20) == 0})
			}
		}
		l.Tables = append(l.Tables, t)
	}
	return l
}

// FuzzReader ensures that no layout makes the reader panic and that what it
// gives is consistent: every indicator of a table has the same periods.
func FuzzReader(f *testing.F) {
	for seed := int64(0); seed < 20; seed++ {
		f.Add(seed, byte(seed%4))
	}
	terms, err := LoadTerms("")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, seed int64, pages byte) {
		r := rand.New(rand.NewSource(seed))
		rd := NewReader(terms)
		for n := 1; n <= int(pages%8)+1; n++ {
			rd.Add(randomLayout(r, n))
		}
		d := rd.Finish()
		for i := range d.Indicators {
			in := &d.Indicators[i]
			if in.Confidence < 0 || in.Confidence > 1 {
				t.Errorf("confidence %v", in.Confidence)
			}
			for _, v := range in.Values {
				if v.Role != Baseline && v.Role != Actual && v.Role != Target {
					t.Errorf("role %q of %q", v.Role, v.Period)
				}
			}
		}
	})
}

// FuzzDraw ensures the same for documents drawn in text.
func FuzzDraw(f *testing.F) {
	f.Add("| 指標 | 基準値 | 目標値 |\n| 利用者数 | 1 | 2 |")
	f.Add("= 計画\n１　安全\n| 指標 | R4 | R5 |\n| ^ | 目標 | < |\n| a数 | / | |\n...\n| | 3 | 4 |")
	f.Add("|  |  | 昭和55年(1980) | 平成2年(1990) |\n| 人口 | 0～4歳 | 115 | 95 |\n| ^ | 5～9歳 | 168 | 101 |\n| ^ | 計 | 283 | 196 |\n| 構成比 | 年少人口 | 19.3% | 18% |") // a value column without a header
	f.Add("| 指標名 | x | 単位 | 人 |\n| 基準値 | 1 | 目標値（R7） | 2 |")
	terms, err := LoadTerms("")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 4000 {
			return
		}
		readAll(terms, draw(text))
	})
}
