package kpi

import (
	"slices"
	"strings"
	"testing"

	"shihyo/extract/finding"
	"shihyo/extract/page"
)

// reviewed returns a reader that has read rows of a table with the given
// periods, each row a name and its values, and has looked over them. proofs
// many of the names show a hole.
func reviewed(t *testing.T, proofs int, periods []string, rows ...[]string) *Reader {
	t.Helper()
	r := NewReader(builtin(t))
	for i, row := range rows {
		top := float64(i) * 20
		in := Indicator{Page: 1, Name: row[0], Box: page.Box{Top: top, X1: 400, Bottom: top + 20}, Confidence: 1}
		for k, raw := range row[1:] {
			in.Values = append(in.Values, Cell{Period: periods[k], Raw: raw, Page: 1, Role: Target, Confidence: 1, Box: page.Box{X0: 100 + 50*float64(k), Top: top, X1: 150 + 50*float64(k), Bottom: top + 20}})
		}
		if i < proofs {
			in.doubt(finding.New(characterLost, in.Name))
		}
		r.doc.Indicators = append(r.doc.Indicators, in)
	}
	r.review()
	return r
}

// codesOf returns the codes of a value's findings.
func codesOf(fs []finding.Finding) (out []finding.Code) {
	for _, f := range fs {
		out = append(out, f.Code)
	}
	return out
}

// TestHintsWaitForProof checks that a value written unlike its row's others is
// told of in a document that is shown to lack characters, and in no other.
func TestHintsWaitForProof(t *testing.T) {
	rows := [][]string{
		{"街灯の数", "12.3km", "12.5km", "1.7km", "12.9km"},
		{"橋の数", "3基", "3基", "4基", "4"},
		{"公園の数", "5", "5", "6", "6"},
	}
	periods := []string{"R4", "R5", "R6", "R7"}
	for proofs, want := range map[int]bool{0: false, 1: false, 2: true} {
		r := reviewed(t, proofs, periods, rows...)
		if got := slices.Contains(codesOf(r.doc.Indicators[0].Values[2].Findings), seriesBroken); got != want {
			t.Errorf("%d proofs: 1.7km between 12.5km and 12.9km doubted: %v", proofs, got)
		}
		if got := slices.Contains(codesOf(r.doc.Indicators[1].Values[3].Findings), valueUnlike); got != want {
			t.Errorf("%d proofs: 4 beside 3基 and 4基 doubted: %v", proofs, got)
		}
		for _, v := range r.doc.Indicators[2].Values {
			if len(v.Findings) > 0 {
				t.Errorf("%d proofs: a sound value is doubted: %v", proofs, codesOf(v.Findings))
			}
		}
	}
}

// TestHeadersAmongTheirLikes checks which columns are doubted for what the others
// of their table are called.
func TestHeadersAmongTheirLikes(t *testing.T) {
	for periods, odd := range map[string]int{
		"実績見込値/R4 実績見込値/R5 実績込値/R6":                2,
		"令和4年度（2022年度） 令和5年（2023年度） 令和6年度（2024年度）": 1,
		"R4 R5 R6":   -1,
		"R9 R10 R11": -1,
		"前期目標/R4 後期目標/R5 後期目標/R6":  -1,
		"現状値 中間目標値 最終目標値":          -1,
		"基準値（R2） 目標値（R5） 目標値（R10）": -1,
	} {
		ps := strings.Fields(periods)
		r := reviewed(t, 0, ps, append([]string{"街灯の数"}, make([]string, len(ps))...))
		for k, v := range r.doc.Indicators[0].Values {
			if got := slices.Contains(codesOf(v.Findings), headerUnlike); got != (k == odd) {
				t.Errorf("%s: %q doubted: %v", periods, v.Period, got)
			}
		}
	}
}

// TestNumbersOutOfCount checks that numbers are doubted which break a count that
// goes on around them, and those that run together.
func TestNumbersOutOfCount(t *testing.T) {
	for numbers, want := range map[string]string{
		"12 1 14":                 "1",
		"1(1) 1(2) 14 1(4)":       "14",
		"1(1)ア 1(1) 1(1)ウ":        "1(1)",
		"14 1516 17":              "1516",
		"1 2 3 1 2":               "",
		"1(1) 1(2) 2(1) 2(2)":     "",
		"1(1) 1(3) 1(4)":          "",
		"1-1 1-2 1-3 2-1 2-2 3-1": "",
	} {
		r := NewReader(builtin(t))
		for i, no := range strings.Fields(numbers) {
			r.doc.Indicators = append(r.doc.Indicators, Indicator{Page: 1, Name: "数", Items: []Item{{No: no, Name: string(rune('あ' + i))}}, Box: page.Box{Top: float64(i), Bottom: float64(i) + 1, X1: 1}})
		}
		r.review()
		var got []string
		for _, in := range r.doc.Indicators {
			if len(in.Findings) > 0 {
				got = append(got, in.Items[0].No)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: doubted %q, want %q", numbers, got, want)
		}
	}
}

// TestWordingUnlike checks that a text is suspected which lacks a character that
// stands in its place elsewhere, unless that one comes and goes.
func TestWordingUnlike(t *testing.T) {
	for text, want := range map[string]bool{
		"橋りょうの計画的な修を進める": true, // elsewhere 修繕を
		"公園の計画的な修繕を進める":  false,
		"街灯の登録数":         false, // 登録者数
	} {
		w := wording{map[string]int{}, map[string]int{}}
		for _, s := range []string{text, "道路の計画的な修繕を進める", "農道の計画的な修繕を進める", "講座の登録者数"} {
			w.add([]rune(framed(s)))
		}
		if got := w.lacks([]rune(framed(text))); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
}

// TestTwoValuesInOne checks that figures and words of two cells in one text are
// told from values that are written so.
func TestTwoValuesInOne(t *testing.T) {
	for raw, want := range map[string]bool{
		"99５１１０４": true, "１５.２①５回②７人": true, "446 達成": true, "４０．３％－": true, "５２３（2月1日時点）－": true, "108作成": true,
		"①５回②７人": false, "2020年１月": false, "1,234人": false, "-198(R3.4～R3.12)": false, "未策定": false, "5（①3②2）": false, "1－2": false,
	} {
		if got := widthsMixed.MatchString(raw) || wordBehind(raw) || beforeList(raw); got != want {
			t.Errorf("%s: %v", raw, got)
		}
	}
}

// TestJoinedHeaders checks that header words one behind the other are told from
// compound ones.
func TestJoinedHeaders(t *testing.T) {
	terms := builtin(t)
	for s, want := range map[string]bool{
		"指標名単位": true, "目標値実績値評価": true, "令和３年度末目標値実績値評価": true,
		"目標年度": false, "数値目標": false, "指標の名称": false, "目標値": false, "令和３年度末目標値": false, "担当課": false,
	} {
		if got := terms.mixed(s); got != want {
			t.Errorf("%s: %v", s, got)
		}
	}
}
