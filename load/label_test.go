package load

import (
	"testing"

	"shihyo/extract"
)

// Ensure plan, revision and date are taken from what a document prints, and
// what the user says is left alone.
func TestInfer(t *testing.T) {
	for _, c := range []struct {
		title, date string
		given, want Label
	}{
		{"デジタル化推進計画 ＫＰＩ一覧", "令和４年３月", Label{}, Label{"デジタル化推進計画 ＫＰＩ一覧", "令和４年３月", "2022-03-01"}},
		{"【資料３－３】 デジタル化推進計画", "", Label{}, Label{"デジタル化推進計画", unknownRevision, ""}},
		{"デジタル化推進計画（令和５年３月改定版）", "", Label{}, Label{"デジタル化推進計画", "令和５年３月改定版", "2023-03-01"}},
		{"デジタル化推進計画（第２版）", "令和５年４月１日", Label{}, Label{"デジタル化推進計画", "第２版", "2023-04-01"}},
		{"デジタル化推進計画 改訂版", "2023年4月", Label{}, Label{"デジタル化推進計画", "改訂版", "2023-04-01"}},
		{"令和３年度 事業評価 KPI", "", Label{}, Label{"令和３年度 事業評価 KPI", unknownRevision, ""}},
		{"計画 [令和元年６月一部改定]", "", Label{}, Label{"計画", "令和元年６月一部改定", "2019-06-01"}},
		{"", "", Label{}, Label{"keikaku", unknownRevision, ""}},
		{"計画（第２版）", "令和５年", Label{Plan: "P", Revision: "令和6年3月", Effective: ""}, Label{"P", "令和6年3月", "2024-03-01"}},
		{"計画（第２版）", "令和５年", Label{"P", "R", "2020-01-01"}, Label{"P", "R", "2020-01-01"}},
		{"第２期総合計画 後期基本計画", "", Label{}, Label{"第２期総合計画 後期基本計画", unknownRevision, ""}},
	} {
		got, findings, inferred := infer(&extract.Result{Title: c.title, Date: c.date}, "in/keikaku.pdf", c.given)
		if got != c.want {
			t.Errorf("%q, %q: got %+v, want %+v", c.title, c.date, got, c.want)
		}
		whole := c.given.Plan != "" && c.given.Revision != "" && c.given.Effective != ""
		if inferred == whole || inferred != (len(findings) > 0) {
			t.Errorf("%q: inferred %v with %d findings", c.title, inferred, len(findings))
		}
	}
}

// Ensure an impossible date is told.
func TestLabelCheck(t *testing.T) {
	for date, ok := range map[string]bool{"": true, "2024-02-29": true, "2023-02-29": false, "令和5年": false, "2024-4-1": false} {
		if err := (Label{Effective: date}).Check(); (err == nil) != ok {
			t.Errorf("%q: %v", date, err)
		}
	}
}

// Ensure the score tells renamed and moved indicators from new ones.
func TestResemblance(t *testing.T) {
	base := follower{name: "行政手続のオンライン利用率", itemNo: "2(1)", item: "行政手続のオンライン化", field: "行政サービス", unit: "%"}
	with := func(change func(*follower)) *follower {
		f := base
		f.folded = nil
		change(&f)
		return &f
	}
	for _, c := range []struct {
		name     string
		other    *follower
		min, max float64
	}{
		{"the same", with(func(*follower) {}), 1, 1},
		{"renumbered", with(func(f *follower) { f.itemNo = "3(1)" }), sureScore, 0.99},
		{"renamed a little", with(func(f *follower) { f.name = "県の行政手続のオンライン利用率" }), sureScore, 0.99},
		{"another of the item", with(func(f *follower) { f.name = "窓口の待ち時間" }), 0, doubtScore},
		{"something else", with(func(f *follower) {
			f.name, f.itemNo, f.item, f.field, f.unit = "森林の間伐面積", "5(2)", "スマート林業", "農林", "ha"
		}), 0, 0.2},
		{"width and spaces", with(func(f *follower) { f.name, f.unit = "行政手続 の オンライン利用率", "％" }), 1, 1},
	} {
		if got := resemblance(&base, c.other); got < c.min || got > c.max {
			t.Errorf("%s: %.3f, want %.2f to %.2f", c.name, got, c.min, c.max)
		}
	}
}
