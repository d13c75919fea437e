package table

import "testing"

func TestNumbersTable(t *testing.T) {
	for text, want := range map[string]bool{
		"Table 3. Energy consumption": true,
		"TABLE 66.—Industry codes":    true,
		"Table A-12":                  true,
		"Table IV. Findings":          true,
		"Table 2 Total by state":      true,
		"Tableau 1 : Dépenses":        true,
		"Table 3 shows that prices":   false,
		"Table of contents":           false,
		"Tables are numbered":         false,
		"表３　事業の一覧":                    true,
		"表2-1 指標":                     true,
		"別表１":                         true,
		"第４表 歳入":                      true,
		"表のとおり":                       false,
		"資料3-3":                       false,
		"Figure 3. Prices":            false,
	} {
		if got := numbersTable.MatchString(text); got != want {
			t.Errorf("%q numbers a table: %v", text, got)
		}
	}
}

// TestCaptionMakesTable checks that two columns of words made by white alone, which
// may be anything, are a table below a line that numbers it as one.
func TestCaptionMakesTable(t *testing.T) {
	for caption, want := range map[string]int{"Table 39. Codes": 1, "Codes of areas": 0, "Table 39 shows codes": 0} {
		s := newSheet()
		s.text(60, 80, caption)
		for i, pair := range [][2]string{{"Code", "Description"}, {"AB", "Livestock"}, {"AC", "Fuels"}, {"BD", "Nuclear"}, {"BE", "Arson"}, {"CF", "Grains"}, {"CG", "Coal"}, {"DH", "Water"}, {"DJ", "Wind"}} {
			y := 112 + 20*float64(i)
			s.text(60, y, pair[0])
			s.text(200, y, pair[1])
		}
		if l := Build(&s.Page); len(l.Tables) != want {
			t.Errorf("below %q: %d tables, want %d", caption, len(l.Tables), want)
		}
	}
}
