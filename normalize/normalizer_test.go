package normalize

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"shihyo/extract/finding"
	"shihyo/seeds"
)

// Ensure a user's folder adds units, words and eras, and wins over what is
// built in.
func TestUserSeeds(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"units.csv":       "symbol,kind,canonical,scale,synonyms\nモデル群,count,モデル,12,もでる\n件,count,案件,2,\n",
		"value_words.csv": "word,kind,status,meaning\nペンディング,missing,none,pending\n検討中,missing,none,pending\n",
		"eras.csv":        "name,kanji,letter,first_year,first_day,last_day\n令和,令,R,2019,2019-05-01,2039-03-31\n永和,永,E,2039,2039-04-01,\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	n, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"3もでる":      "number 3 もでる; = 12 モデル",
		"3モデル群以上":   "number >= 3 モデル群; = 12 モデル",
		"3件":        "number 3 件; = 2 案件",
		"3人":        "number 3 人",
		"ペンディング":    "missing",
		"検討中":       "missing",
		"5（永和2年度）":  "number 5; as of 永和2年度 = 2040-04-01..2041-03-31; fiscal 2040",
		"5（E2）":     "number 5; as of E2 = 2040-04-01..2041-03-31; fiscal 2040",
		"5（令和25年度）": "number 5; as of 令和25年度 = 2043-04-01..2044-03-31; fiscal 2043; ! era_impossible",
	} {
		v := n.Read(text, Context{})
		if got := shown(&v); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}

// Ensure seeds that make no sense are refused with the row that makes none.
func TestBadSeeds(t *testing.T) {
	for _, c := range []struct {
		name string
		row  seeds.Row
		want string
	}{
		{"units", seeds.Row{"symbol": "", "scale": "1"}, "symbol"},
		{"units", seeds.Row{"symbol": "人", "scale": "x"}, "人"},
		{"units", seeds.Row{"symbol": "人", "scale": "-1"}, "人"},
		{"eras", seeds.Row{"name": "令和", "first_year": "never"}, "令和"},
		{"eras", seeds.Row{"name": "令和", "first_year": "2019", "first_day": "2019-13-01"}, "2019-13-01"},
		{"words", seeds.Row{"word": "", "kind": "word", "status": "text"}, "word"},
		{"words", seeds.Row{"word": "未定", "kind": "number", "status": "text"}, "未定"},
		{"words", seeds.Row{"word": "未定", "kind": "word", "status": "ok"}, "未定"},
	} {
		rows := map[string][]seeds.Row{c.name: {c.row}}
		if _, err := New(rows["units"], rows["eras"], rows["words"]); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %v: error %v does not name %s", c.name, c.row, err, c.want)
		}
	}
}

// Ensure ditto marks take the reading of the cell to the left or above, through
// other ditto marks, and are marked where there is nothing to take.
func TestRow(t *testing.T) {
	n := Default()
	cells := func(raws ...string) (list []Cell) {
		for i, r := range raws {
			list = append(list, Cell{Raw: r, Context: Context{FiscalYear: 2022 + i}})
		}
		return list
	}
	first := n.Row(nil, cells("約50人（R3）", "〃", "→", "－", "同左", "", "〃"), nil)
	second := n.Row(nil, cells("同上", "↑", "60人", "同上", "〃", "同上", "10"), first)
	for i, want := range []string{
		"number ~ 50 人; as of R3 = 2021-04-01..2022-03-31; fiscal 2021", "number/same ~ 50 人", "number/same ~ 50 人", "missing", "missing/same", "blank", "word/same; note 〃; ! ditto_alone",
	} {
		if got := shown(&first[i]); got != want {
			t.Errorf("first row, cell %d: got %s, want %s", i, got, want)
		}
	}
	for i, want := range []string{
		"number/same ~ 50 人", "number/same ~ 50 人; ! arrow_ambiguous", "number 60 人", "missing/same", "missing/same", "word/same; note 同上; ! ditto_alone", "number 10",
	} {
		if got := shown(&second[i]); got != want {
			t.Errorf("second row, cell %d: got %s, want %s", i, got, want)
		}
	}
	if first[1].FiscalYear != 2023 || first[1].Raw != "〃" || second[0].FiscalYear != 2022 {
		t.Errorf("a ditto keeps its own text and year: %+v", first[1])
	}
}

// Ensure a value prints as the JSON of the contract, exact and in order.
func TestAppendJSON(t *testing.T) {
	v := Read("約81.60%（\"2月1日時点\"）", Context{FiscalYear: 2021})
	v.AsOf, v.AsOfFrom, v.AsOfTo, v.Note = "2月1日時点", "2022-02-01", "2022-02-01", ""
	v.Findings = []finding.Finding{finding.New(FindUnit, "%", "人")}
	v.Confidence = 0.9
	got := string(v.AppendJSON(nil, Place{Period: "Ｒ４", Role: "target", Box: [4]float64{1, 2.005, 3.5, 4}, Confidence: 0.5}, finding.English))
	want := `{"period":"Ｒ４","role":"target","fiscal_year":2021,"raw":"約81.60%（\"2月1日時点\"）","kind":"number","status":"ok","value":81.60,"decimals":2,"unit":"%","canonical_unit":"%","scale":1,"comparator":"~","low":null,"high":null,"cumulative":null,"as_of":"2月1日時点","as_of_from":"2022-02-01","as_of_to":"2022-02-01","note":null,"components":[],"confidence":0.45,"bbox":[1,2.01,3.5,4],"findings":[{"code":"unit_differs","severity":"warning","message":"the cell's unit \"%\" differs from \"人\" of its column or indicator"}]}`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	c := Read("①1〜2 ②約3人", Context{})
	got = string(c.AppendJSON(nil, Place{}, finding.Japanese))
	if part := `"components":[{"label":"①","raw":"1〜2","value":null,"unit":null,"comparator":"","low":1,"high":2},{"label":"②","raw":"約3人","value":3,"unit":"人","comparator":"~","low":null,"high":null}]`; !strings.Contains(got, part) {
		t.Errorf("got %s, want it to hold %s", got, part)
	}
}

// Ensure the confidence of a reading is what docs/values.md says of each doubt,
// and full where the grammar accounts for everything.
func TestConfidence(t *testing.T) {
	for _, c := range []struct {
		raw  string
		ctx  Context
		want float64
	}{
		{raw: "12,345", want: 1},
		{raw: "概ね80%以上（R2）", want: 1},
		{raw: "37.5%【2月1日時点】", ctx: Context{FiscalYear: 2021}, want: 1},
		{raw: "維持", want: 1},
		{raw: "－", want: 1},
		{raw: "12ムニャ", want: 0.95},                       // an unknown unit
		{raw: "12人ほげふが", want: 0.9},                      // text that nothing explains
		{raw: "10（5）", want: 0.85},                       // a figure in brackets
		{raw: "ー5", want: 0.72},                          // a dash taken for a minus
		{raw: "▲5%以上", want: 0.8},                        // a bound of a negative number
		{raw: "①②50", want: 0.7},                         // a label without a value
		{raw: "5%（R3.4～R3.1 2）", want: 0.9},              // a date that was broken
		{raw: "〃", want: 0.5},                            // a ditto mark without a neighbour
		{raw: "48.2% 50.1%", want: 0.3},                  // several numbers
		{raw: "50人", ctx: Context{Unit: "件"}, want: 0.8}, // the column says otherwise
	} {
		if v := Read(c.raw, c.ctx); math.Abs(v.Confidence-c.want) > 1e-9 {
			t.Errorf("%s: %v, want %v", c.raw, v.Confidence, c.want)
		}
	}
}
