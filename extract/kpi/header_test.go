package kpi

import "testing"

// TestClassify ensures that header texts mean what a reader takes them for, in
// whatever way the word and the year are put together.
func TestClassify(t *testing.T) {
	terms := builtin(t)
	for _, c := range []struct {
		text     string
		m        meaning
		year     int
		calendar bool
		bare     bool
	}{
		{"分　野", meansField, 0, false, false},
		{"基本目標", meansField, 0, false, false},
		{"主要施策", meansItem, 0, false, false},
		{"重要業績評価指標\n（KPI）", meansIndicator, 0, false, false},
		{"ＫＰＩ（重要業績評価指標）", meansIndicator, 0, false, false},
		{"数値目標の項目", meansIndicator, 0, false, false},
		{"指標名※", meansIndicator, 0, false, false},
		{"単 位", meansUnit, 0, false, false},
		{"№", meansRowNumber, 0, false, false},
		{"Ｎｏ．", meansRowNumber, 0, false, false},
		{"基準値", meansBaseline, 0, false, false},
		{"現　状　値\n（H30）", meansBaseline, 2018, false, false},
		{"計画策定時(H30年度)", meansBaseline, 2018, false, false},
		{"令和２年度基準値", meansBaseline, 2020, false, false},
		{"実績値", meansActual, 0, false, false},
		{"R5年度の実績", meansActual, 2023, false, false},
		{"目標値（2019年度）", meansTarget, 2019, false, false},
		{"中間目標【R4年度】", meansTarget, 2022, false, false},
		{"R8年度目標", meansTarget, 2026, false, false},
		{"令和4年度（2022年度）目標値", meansTarget, 2022, false, false},
		{"2025年度（目標）", meansTarget, 2025, false, false},
		{"目標値(令和７年３月末)", meansTarget, 2024, false, false},
		{"KPI値", meansTarget, 0, false, false},
		{"Ｒ４", unknown, 2022, false, true},
		{"令和元年度", unknown, 2019, false, true},
		{"令和4（2022）年度", unknown, 2022, false, true},
		{"H30", unknown, 2018, false, true},
		{"R4末", unknown, 2022, false, true},
		{"平成33年度", unknown, 2021, false, true},
		{"2021年", unknown, 2021, true, true},
		{"2022", unknown, 2022, false, true},
		{"年度", meansYear, 0, false, false},
		{"年度別推移", meansSpan, 0, false, false},
		{"担当課", meansDivision, 0, false, false},
		{"関係部局", meansDivision, 0, false, false},
		{"備　考", meansRemarks, 0, false, false},
		{"データ出典", meansSource, 0, false, false},
		{"算出方法", meansSource, 0, false, false},
		{"R4達成率", meansEval, 2022, false, false},
		{"令和5年度予算額", meansOther, 2023, false, false},
		{"将来の都市像", unknown, 0, false, false},
	} {
		l := terms.classify(c.text)
		if l.m != c.m || l.year.fiscal != c.year || l.year.calendar != c.calendar || l.bare != c.bare {
			t.Errorf("%q: %q %d calendar %v bare %v, want %q %d %v %v", c.text, l.m, l.year.fiscal, l.year.calendar, l.bare, c.m, c.year, c.calendar, c.bare)
		}
	}
}

// TestUserTerms ensures that a user's rows win over the built-in ones and that
// a meaning nobody knows is refused.
func TestUserTerms(t *testing.T) {
	base := builtin(t)
	if m, _ := base.look("はかるもの"); m != unknown {
		t.Fatalf("はかるもの means %q before it was added", m)
	}
	dir := t.TempDir()
	write(t, dir, "term,meaning,match\nはかるもの,indicator,exact\n施策,field,suffix\n")
	terms, err := LoadTerms(dir)
	if err != nil {
		t.Fatal(err)
	}
	for word, want := range map[string]meaning{"はかるもの": meansIndicator, "施策": meansField, "単位": meansUnit} {
		if m, _ := terms.look(word); m != want {
			t.Errorf("%s means %q, want %q", word, m, want)
		}
	}
	write(t, dir, "term,meaning,match\nはかるもの,measure,exact\n")
	if _, err := LoadTerms(dir); err == nil {
		t.Error("an unknown meaning was taken")
	}
}

// TestShapes ensures that texts are taken for values, codes and names as they
// read.
func TestShapes(t *testing.T) {
	for s, want := range map[string]bool{
		"12": true, "１,２３４人": true, "37.5%【2月1日時点】": true, "ほぼ100%": true, "-198(R3.4～R3.12)": true, "①500②50": true,
		"2時間30分": true, "全国33位": true, "40百万枚": true, "－": true, "未定": true, "前年度以上": true, "〃": true, "10～12校": true,
		"２　行政サービスの向上": false, "1-1 病児保育の実施": false, "交通事故死者数": false, "３年ごとに調査": false, "": false, "第２章": false, "市民課": false,
	} {
		if looksValue(s) != want {
			t.Errorf("looksValue(%q) = %v", s, !want)
		}
	}
	for s, want := range map[string]bool{
		"1(2)": true, "（１）": true, "3(6)ア": true, "①": true, "1-1-2": true, "第1-1": true, "ア": true, "7.1": true,
		"計画": false, "行政": false, "12人": false, "": false,
	} {
		if looksCode(s) != want {
			t.Errorf("looksCode(%q) = %v", s, !want)
		}
	}
}

// TestChecks ensures that the self-checks speak up for what they are for and
// for nothing like it.
func TestChecks(t *testing.T) {
	for s, want := range map[string]bool{
		"利用者数（累計": true, "利用者数）": true, "「良い」と答えた割合": false, "1) 件数": false, "注２）速報値": false, "満足度（市民（18歳以上））": false,
	} {
		if openBrackets(s) != want {
			t.Errorf("openBrackets(%q) = %v", s, !want)
		}
	}
	for s, want := range map[string]bool{
		"12人 14人": true, "公表 公表": true, "①5件②3件 ①6件②4件": true, "1,234 (R3)": false, "①5件 ②3件": false, "12人": false, "男 12": false,
	} {
		if runTogether(s) != want {
			t.Errorf("runTogether(%q) = %v", s, !want)
		}
	}
	terms := builtin(t)
	for s, want := range map[string]bool{"令和4年度 令和5年度": true, "目標 現状": true, "目標実績": true, "目 標 値": false, "目標値（R5）": false, "重要業績評価指標 （KPI）": false} {
		if terms.classify(s).mixed != want {
			t.Errorf("mixed(%q) = %v", s, !want)
		}
	}
	for s, want := range map[string]bool{"取組項目ＫＰＩ": true, "施策 指標": true, "成果指標": false, "重要業績評価指標KPI": false} {
		if got := terms.groupAndName(squeeze(s)); got != want {
			t.Errorf("groupAndName(%q) = %v", s, got)
		}
	}
	for s, want := range map[string]bool{"令和5度": true, "令和年度": true, "和4年度": true, "令和5年度": false, "平成30年度": false, "2019": false} {
		if damagedYear(s) != want {
			t.Errorf("damagedYear(%q) = %v", s, !want)
		}
	}
}
