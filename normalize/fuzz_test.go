package normalize

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"unicode"

	"shihyo/extract/finding"
)

// accounted tells what is wrong with the parts of a reading: every digit of
// the raw text must lie in exactly one of them, and every part must be cut from
// the text where it says.
func accounted(raw string, parts []Part) string {
	count := make([]int, len(raw))
	for _, p := range parts {
		if p.Start < 0 || p.End > len(raw) || p.Start >= p.End || raw[p.Start:p.End] != p.Text {
			return "part " + p.Label + " " + p.Text + " is not where it says"
		}
		for i := p.Start; i < p.End; i++ {
			count[i]++
		}
	}
	for i, r := range raw {
		if unicode.IsDigit(r) && count[i] != 1 {
			if count[i] == 0 {
				return "digit " + string(r) + " is lost"
			}
			return "digit " + string(r) + " is in two parts"
		}
	}
	return ""
}

// check reads raw in a context and reports what must hold of any reading.
func check(t *testing.T, raw string, ctx Context) {
	t.Helper()
	n := Default()
	v, parts := n.Explain(raw, ctx)
	if s := accounted(raw, parts); s != "" {
		t.Fatalf("%q: %s\n%+v", raw, s, parts)
	}
	for i := 0; i < 2; i++ { // the second time by what the first has remembered
		if got := n.Read(raw, ctx); !reflect.DeepEqual(got, v) {
			t.Fatalf("%q: plain %+v\nexplained %+v", raw, got, v)
		}
	}
	if v.Raw != raw {
		t.Fatalf("%q: raw is %q", raw, v.Raw)
	}
	if v.Confidence < 0 || v.Confidence > 1 {
		t.Fatalf("%q: confidence %v", raw, v.Confidence)
	}
	has := [3]bool{v.Value.Valid, v.Low.Valid, v.High.Valid}
	want := [3]bool{v.Kind == Number, v.Kind == Range, v.Kind == Range}
	if has != want {
		t.Fatalf("%q: %s has value, low, high %v", raw, v.Kind, has)
	}
	if (v.Kind == Components) != (len(v.Components) > 0) {
		t.Fatalf("%q: %s has %d components", raw, v.Kind, len(v.Components))
	}
	if v.Kind != Number && v.Kind != Range && v.Unit != "" {
		t.Fatalf("%q: %s has unit %s", raw, v.Kind, v.Unit)
	}
	if v.Status == "" || v.Kind == "" {
		t.Fatalf("%q: no kind or status: %+v", raw, v)
	}
	var back map[string]any
	if b := v.AppendJSON(nil, Place{}, finding.Japanese); json.Unmarshal(b, &back) != nil || len(back) != 23 {
		t.Fatalf("%q: JSON %s", raw, b)
	}
}

// fuzzSeeds are forms of every rule of the grammar.
var fuzzSeeds = []string{
	"", " ", "0", "12,345", "１，２３４．５％", "1万2千3百", "三十五人", "数十人", "百数十円", "十数万", "3/4", "5人に1人", "3分の2", "½", "1½", "10²", "1.2×10^3",
	"▲3.2", "△ 5", "±5%", "10〜20人", "2〜3万人", "10%以上20%未満", "～10", "10～", "約100人以上", "10本強", "3割減", "半減", "倍増", "前年度比6％減", "10%以上削減",
	"10数人", "100数十件", "百分の五", "（1,500）千円", "2023～2027年度", "5～7年度", "pH6.5～8.5", "▲5%以内", "±5%以内", "▲5%以上", "10%削減以上", "5年間で半減", "20件に倍増",
	"80%↑", "人口10万対178.6", "3か年平均", "1人当たり", "30%台後半", "30%半ば", "上り50下り60",
	"年12回", "5年間で3人", "1人当たり3.5時間", "人口10万人当たり178.6人", "47都道府県中10位", "10位/47都道府県", "2時間30分", "1年6か月", "3割4分5厘", "1本半", "半年",
	"37.5%【2月1日時点】", "-198(R3.4～R3.12)", "（R2）48.2%", "1（累計１）", "10（5）", "45.0%(R2年度：43.2%)", "48.2%※1", "①500 ②50", "ⅰ)1 ⅱ)2", "(1)500 (2)50", "ア.1 イ.2",
	"男性80.41歳 女性86.40歳", "〃", "→", "－", "未定（R6に設定）", "令和5年度策定", "第2期計画", "平成33年度", "H31/R1", "12,34", "1.2.3", "12345678901234567890", "15.3人/10万人",
	"¥1,000", "(100)", "((100))", "【【1】】", "1市2町", "10人×3回", "1:1.5", "㋀1", "㎡5㎡", "５㌔", "ﾎﾟｲﾝﾄ", "3.5点/5点", "①②50%", "A4", "CO2 5t", "第3位", "3,〇〇〇",
}

// FuzzRead: whatever the text, reading ends, does not panic, loses no digit and
// is the same by either path.
func FuzzRead(f *testing.F) {
	for _, s := range fuzzSeeds {
		f.Add(s, "", "", 0)
	}
	f.Add("50", "人", "参加者数（人）", 2022)
	f.Add("133万", "万人", "①新規②更新", 2022)
	f.Fuzz(func(t *testing.T, raw, unit, indicator string, year int) {
		if len(raw) > 4000 || len(unit) > 60 || len(indicator) > 120 {
			return
		}
		if year < 1900 || year > 2100 {
			year = 0
		}
		check(t, raw, Context{Unit: unit, Indicator: indicator, FiscalYear: year})
	})
}

// FuzzYear: no text makes the year parser panic or name an impossible day.
func FuzzYear(f *testing.F) {
	for _, s := range []string{"令和4（2022）年度", "R3.4～R3.12", "H31/R1", "平成三十年度", "2021-04-01", "R4第4四半期", "年度末", "目標値（R7末）"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, read := range []func(string) (Year, bool){ParseYear, FindYear} {
			y, ok := read(s)
			if !ok {
				continue
			}
			for _, d := range []Date{y.From, y.To} {
				if !realDay(int(d)/10000, int(d)/100%100, int(d)%100) {
					t.Fatalf("%q: %s is no day", s, d)
				}
			}
			if y.From > y.To || y.Start < 0 || y.End > len(s) || y.Start >= y.End {
				t.Fatalf("%q: %+v", s, y)
			}
		}
	})
}

// Ensure the seeds of the fuzz targets hold in combination: each pair of forms
// side by side, as a careless cell has them.
func TestPairs(t *testing.T) {
	for _, a := range fuzzSeeds {
		for _, b := range fuzzSeeds {
			check(t, a+b, Context{FiscalYear: 2022})
			check(t, a+" "+b, Context{})
			check(t, a+"（"+b+"）", Context{Indicator: "①新規②更新（人）", Unit: "人"})
		}
	}
	for _, s := range []string{"（", "1人、", "①1", "R3.4～", "1 ", "1/", "第1", "人/"} {
		check(t, strings.Repeat(s, 200)+"1", Context{})
		check(t, strings.Repeat(s, 100000)+"1", Context{Indicator: strings.Repeat(s, 100000), Unit: strings.Repeat(s, 100000), Period: strings.Repeat(s, 10000) + "）"})
	}
}
