package load_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/govalues/decimal"

	"shihyo/extract"
	"shihyo/extract/kpi"
	"shihyo/load"
)

// Ensure the seed document comes out of the warehouse as the contract says.
func TestIngestSeed(t *testing.T) {
	path := warehouse(t)
	s := ingest(t, options(path), document(seedResult(t, "a"), "a.pdf", load.Label{}))
	if !s.Published || s.Count(load.Loaded) != 1 {
		t.Errorf("summary: %+v", s)
	}
	for _, q := range []struct{ sql, want string }{
		{`select count(*), count(value) from kpi`, "383|350\n"},
		{`select count(*) from indicators`, "76\n"},
		{`select plan, revision, effective_on from kpi limit 1`, "県ＤＸ推進計画 ＫＰＩ一覧|令和４年３月|2022-03-01\n"},
		{`select component, value from kpi where raw = '①500②50' order by component`, "①|500\n②|50\n"},
		{`select distinct fiscal_year from kpi where period = 'Ｒ４'`, "2022\n"},
		{`select text from cells`, "分野'; DROP TABLE kpi; --\n"},
		{`select value from kpi where raw = '40百万枚' limit 1`, "40000000\n"},
		{`select distinct value from kpi where raw = '48.2%'`, "48.2\n"},
		{`select string_agg(column_name, ',' order by column_index) from duckdb_columns() where table_name = 'kpi'`,
			"plan,revision,effective_on,section,field,item_no,item,indicator,series_id,observation_id,component,period,role,fiscal_year,raw,kind,status,value,low,high,unit,canonical_unit,scale,comparator,cumulative,as_of,note,corrected,confidence,page,x0,top,x1,bottom,document,source\n"},
	} {
		if got := query(t, path, q.sql); got != q.want {
			t.Errorf("%s\n got %q\nwant %q", q.sql, got, q.want)
		}
	}
}

// Ensure a document that is known is not written again.
func TestIngestTwice(t *testing.T) {
	path := warehouse(t)
	d := document(seedResult(t, "a"), "a.pdf", load.Label{})
	ingest(t, options(path), d)
	s := ingest(t, options(path), d)
	if s.Published || s.Unchanged != 1 || len(s.Documents) != 0 {
		t.Errorf("second load: %+v", s)
	}
}

// Ensure loads in any order and number give the same answers.
func TestOrderOfLoading(t *testing.T) {
	docs := []load.Document{
		document(seedResult(t, "a"), "a.pdf", load.Label{Plan: "P", Revision: "1", Effective: "2022-04-01"}),
		document(seedResult(t, "b"), "b.pdf", load.Label{Plan: "P", Revision: "1", Effective: "2022-04-01"}),
		document(revised(t, "c"), "c.pdf", load.Label{Plan: "P", Revision: "2", Effective: "2023-04-01"}),
	}
	var want []string
	for n, order := range [][]int{{0, 1, 2}, {2, 1, 0}, {1, 2, 0, 1}} {
		path := warehouse(t)
		for i, d := range order {
			opts := options(path)
			opts.Replace = i > 2
			ingest(t, opts, docs[d])
		}
		for i, view := range []string{"kpi", "kpi_latest", "kpi_changes", "kpi_wide", "kpi_progress order by all", "kpi_quality", "kpi_findings", "plans", "revisions", "documents", "indicators", "cells", "superseded"} {
			got := query(t, path, "from "+view)
			if n == 0 {
				want = append(want, got)
				continue
			}
			if got != want[i] {
				t.Errorf("order %v: %s differs:\n%s\nfrom\n%s", order, view, firstDifference(got, want[i]), "")
			}
		}
	}
}

func firstDifference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return fmt.Sprintf("line %d of %d, %d:\n%s\n%s", i, len(x), len(y), x[i], y[i])
		}
	}
	return fmt.Sprintf("%d and %d lines", len(x), len(y))
}

// revised is the seed document after a revision: an indicator renamed, one
// dropped, one added, a target raised, one lowered, an item renumbered.
func revised(t testing.TB, name string) *extract.Result {
	t.Helper()
	r := seedResult(t, name)
	r.Date = "令和５年３月"
	list := r.Indicators
	list[1].Name += "（電子申請）"
	set(t, &list[2], 4, "50,000", 50000)
	set(t, &list[0], 4, "5", 5)
	list[5].Items[0].No = "9(9)"
	gone := list[3].Name
	_ = gone
	added := list[4]
	added.Name = "まったく新しい事柄を数える"
	added.Items = []kpi.Item{{No: "8(8)", Name: "新施策"}}
	added.Field = "新分野"
	r.Indicators = append(append(append([]extract.Indicator{}, list[:3]...), list[4:]...), added)
	return r
}

func set(t testing.TB, ind *extract.Indicator, i int, raw string, n int64) {
	ind.Values[i].Raw, ind.Readings[i].Raw = raw, raw
	ind.Readings[i].Value = decimal.NullDecimal{Decimal: decimal.MustNew(n, 0), Valid: true}
}

// Ensure what a revision changed is told.
func TestChanges(t *testing.T) {
	path := warehouse(t)
	ingest(t, options(path),
		document(seedResult(t, "a"), "a.pdf", load.Label{Plan: "P", Revision: "1", Effective: "2022-04-01"}),
		document(revised(t, "c"), "c.pdf", load.Label{Plan: "P", Revision: "2", Effective: "2023-04-01"}))
	got := query(t, path, "select change, indicator, fiscal_year, before, after, difference from kpi_changes order by all")
	const want = `added|まったく新しい事柄を数える|||まったく新しい事柄を数える|
dropped|オープンデータ閲覧件数||オープンデータ閲覧件数||
moved|文書管理システム対象の全所属への導入（利用者数）||３　公務能率の向上に向けた取組 / 3(3) / 電子決裁の拡充|３　公務能率の向上に向けた取組 / 9(9) / 電子決裁の拡充|
renamed|県及び市町村の行政手続のオンライン利用率（電子申請）||県及び市町村の行政手続のオンライン利用率|県及び市町村の行政手続のオンライン利用率（電子申請）|
target_lowered|BPR実施課|2025|8|5|-3
target_raised|自動車税種別割に係る電子決済利用件数|2025|43,200|50,000|6800
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	// What the last load says, and what diff says, is the same.
	s := ingest(t, replacing(path), document(revised(t, "c"), "c.pdf", load.Label{}))
	if len(s.Changes) != 6 || s.Changes[0].From != "1" || s.Changes[0].To != "2" {
		t.Errorf("summary: %+v", s.Changes)
	}
	r, err := load.OpenReader(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	there, err := r.Diff(context.Background(), "P", "", "")
	if err != nil || there.From != "1" || there.To != "2" || len(there.Changes) != 6 {
		t.Errorf("diff: %v %+v", err, there)
	}
	back, err := r.Diff(context.Background(), "P", "2", "1")
	if err != nil || len(back.Changes) != 6 {
		t.Fatalf("diff backwards: %v %+v", err, back)
	}
	for _, c := range back.Changes {
		if c.Kind == "target_lowered" && (c.Indicator != "自動車税種別割に係る電子決済利用件数" || c.Difference != "-6800") {
			t.Errorf("diff backwards: %+v", c)
		}
	}
}

// Ensure comparing in lots gives what comparing all at once gives.
func TestChangesInLots(t *testing.T) {
	var docs []load.Document
	for n := range 9 {
		docs = append(docs, load.GeneratedDocument(n, 3))
	}
	at := warehouse(t)
	ingest(t, options(at), docs...)
	load.CompareStepwise(t)
	lots := warehouse(t)
	ingest(t, options(lots), docs...)
	want := query(t, at, "from kpi_changes")
	if got := query(t, lots, "from kpi_changes"); got != want || strings.Count(want, "\n") < 100 {
		t.Errorf("%d changes: %s", strings.Count(want, "\n"), firstDifference(got, want))
	}
}

// replacing are options that read documents again.
func replacing(path string) load.Options {
	opts := options(path)
	opts.Replace = true
	return opts
}

// Ensure a document keeps the plan and revision that a person gave it when it
// is read again.
func TestLabelsOutliveReading(t *testing.T) {
	path := warehouse(t)
	ingest(t, options(path), document(seedResult(t, "a"), "a.pdf", load.Label{Plan: "P", Revision: "1", Effective: "2022-04-01"}))
	newer := options(path)
	newer.Reader = "2"
	s := ingest(t, newer, document(seedResult(t, "a"), "a.pdf", load.Label{}))
	if s.Count(load.Replaced) != 1 {
		t.Errorf("a newer reader: %+v", s)
	}
	if got := query(t, path, "select distinct plan, revision, effective_on from kpi"); got != "P|1|2022-04-01\n" {
		t.Errorf("got %s", got)
	}
	// Another label is a change of its own.
	s = ingest(t, newer, document(seedResult(t, "a"), "a.pdf", load.Label{Plan: "Q"}))
	if s.Count(load.Relabeled) != 1 {
		t.Errorf("another label: %+v", s)
	}
	if got := query(t, path, "select plan, revision from revisions join plans using (plan_id)"); got != "Q|1\n" {
		t.Errorf("got %s", got)
	}
	if got := query(t, path, "select distinct plan, revision from kpi"); got != "Q|1\n" {
		t.Errorf("kpi: got %s", got)
	}
	// The series are those of a document loaded under that name at once.
	fresh := warehouse(t)
	ingest(t, newer, document(seedResult(t, "b"), "b.pdf", load.Label{}))
	ingest(t, load.Options{Path: fresh, Reader: "2", Version: "test"}, document(seedResult(t, "a"), "a.pdf", load.Label{Plan: "Q", Revision: "1", Effective: "2022-04-01"}))
	const series = "select string_agg(series_id, ',' order by indicator_no) from indicators join documents using (document_id) where source = 'a.pdf'"
	if got, want := query(t, path, series), query(t, fresh, series); got != want {
		t.Errorf("series differ:\n%s\n%s", got, want)
	}
}

// Ensure a failed document and a trial run change nothing, and documents
// without a KPI table are known afterwards.
func TestOutcomes(t *testing.T) {
	path := warehouse(t)
	ctx := context.Background()
	trial := options(path)
	trial.DryRun = true
	if s := ingest(t, trial, document(seedResult(t, "a"), "a.pdf", load.Label{})); s.Published || s.Count(load.Loaded) != 1 {
		t.Errorf("trial: %+v", s)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("a trial run made the file")
	}
	l, err := load.Begin(ctx, options(path))
	if err != nil {
		t.Fatal(err)
	}
	l.Fail(load.Source{Name: "bad.pdf"}, 0, errors.New("damaged"))
	s, err := l.Commit(ctx)
	if err != nil || s.Published || s.Count(load.Failed) != 1 {
		t.Errorf("failure alone: %v %+v", err, s)
	}
	empty := seedResult(t, "e")
	empty.Indicators = nil
	d := document(empty, "e.pdf", load.Label{})
	if s := ingest(t, options(path), d); s.Count(load.NoKPI) != 1 {
		t.Errorf("no KPI: %+v", s)
	}
	if l, err = load.Begin(ctx, options(path)); err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if !l.Seen(d.Source, load.Label{}) {
		t.Error("a document without KPIs would be read again every night")
	}
	for what, change := range map[string]func(*load.Source){
		"path":    func(s *load.Source) { s.Path += "x" },
		"size":    func(s *load.Source) { s.Bytes++ },
		"time":    func(s *load.Source) { s.Modified = s.Modified.Add(1) },
		"inode":   func(s *load.Source) { s.Inode++ },
		"reading": func(s *load.Source) { s.Reader = "1 ocr" },
	} {
		other := d.Source
		change(&other)
		if l.Seen(other, load.Label{}) {
			t.Errorf("a file of another %s passes for unchanged", what)
		}
	}
	if l.Seen(d.Source, load.Label{Revision: "other"}) {
		t.Error("a file under another label passes for unchanged")
	}
}

// Ensure values are exact however long.
func TestDecimals(t *testing.T) {
	path := warehouse(t)
	r := seedResult(t, "a")
	r.Indicators = r.Indicators[:1]
	want := []string{"0.1", "-9999999999999999999", "123456789.0123456789", "0.0000000001", "5"}
	for i, s := range want {
		r.Indicators[0].Readings[i].Value = decimal.NullDecimal{Decimal: decimal.MustParse(s), Valid: true}
	}
	ingest(t, options(path), document(r, "a.pdf", load.Label{}))
	if got := query(t, path, "select value from observations order by value_no"); got != strings.Join(want, "\n")+"\n" {
		t.Errorf("got %s", got)
	}
	if got := query(t, path, "select sum(value) = -9999999999999999999 + 123456794.1123456790 from observations"); got != "true\n" {
		t.Errorf("sum: %s", got)
	}
}

// Ensure remove takes out every row of a document and nothing else.
func TestRemove(t *testing.T) {
	path := warehouse(t)
	ingest(t, options(path), one(t, "a"))
	const all = "select (select count(*) from documents), (select count(*) from kpi), (select count(*) from cells), (select count(*) from sources), (select count(*) from revisions), (select string_agg(series_id, ',' order by indicator_no) from indicators)"
	want := query(t, path, all)
	ingest(t, options(path), document(revised(t, "c"), "c.pdf", load.Label{Plan: "P", Revision: "2", Effective: "2023-04-01"}))
	s, err := load.Remove(context.Background(), options(path), load.Selection{Document: "c.pdf"})
	if err != nil || len(s.Documents) != 1 {
		t.Fatalf("%v %+v", err, s)
	}
	if got := query(t, path, all); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	_, err = load.Remove(context.Background(), options(path), load.Selection{})
	wantFault(t, err, load.CodeNothingSelected)
}

// Ensure what observations repeat of plan, revision, date and file follows these.
func TestCopiesFollow(t *testing.T) {
	path := warehouse(t)
	labels := load.Label{Plan: "P", Revision: "1", Effective: "2022-04-01"}
	ingest(t, options(path), document(seedResult(t, "a"), "x.pdf", labels))
	labels.Effective = "2022-10-01" // the revision is dated by its latest document
	moved := document(seedResult(t, "a"), "a.pdf", load.Label{})
	ingest(t, options(path), document(seedResult(t, "b"), "b.pdf", labels), moved)
	if got := query(t, path, "select distinct plan, revision, effective_on, source from kpi order by source"); got != "P|1|2022-10-01|a.pdf\nP|1|2022-10-01|b.pdf\n" {
		t.Errorf("got %s", got)
	}
	if _, err := load.Relabel(context.Background(), options(path), load.Selection{Document: "b.pdf"}, load.Label{Plan: "Q", Revision: "2"}); err != nil {
		t.Fatal(err)
	}
	if got := query(t, path, "select distinct plan, revision, effective_on, source from kpi order by source"); got != "P|1|2022-04-01|a.pdf\nQ|2|2022-10-01|b.pdf\n" {
		t.Errorf("relabelled: got %s", got)
	}
	checks, err := load.Checks("")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range checks {
		if c.Name == "copies_differ" || c.Name == "wide_differs" {
			if got := query(t, path, c.SQL); got != "" {
				t.Errorf("%s:\n%s", c.Name, got)
			}
		}
	}
}

// Ensure an indicator that is taken for one of the revision before, but not
// surely or with a rival, says so.
func TestDoubtfulMatches(t *testing.T) {
	rename := func(sha, source, revision, effective string, names ...string) load.Document {
		r := seedResult(t, sha)
		r.Indicators = r.Indicators[:len(names)]
		for i, name := range names {
			ind := &r.Indicators[i]
			*ind = r.Indicators[0]
			ind.Name, ind.Items = name, []kpi.Item{{No: "1(1)", Name: "窓口の改善"}}
		}
		return document(r, source, load.Label{Plan: "P", Revision: revision, Effective: effective})
	}
	const findings = "select code, indicator from kpi_findings where code like 'series_%' order by all"
	for _, c := range []struct {
		before, after []string
		want          string
	}{
		{[]string{"相談窓口の利用者数"}, []string{"相談窓口の延べ利用者数"}, ""},
		{[]string{"相談窓口の利用者数"}, []string{"相談件数の合計と利用者の人数"}, "series_doubtful|相談件数の合計と利用者の人数\n"},
		{[]string{"相談窓口の利用者数（東）", "相談窓口の利用者数（西）"}, []string{"相談窓口の利用者数（南）"}, "series_ambiguous|相談窓口の利用者数（南）\n"},
	} {
		path := warehouse(t)
		ingest(t, options(path), rename("a", "a.pdf", "1", "2022-04-01", c.before...), rename("b", "b.pdf", "2", "2023-04-01", c.after...))
		if got := query(t, path, findings); got != c.want {
			t.Errorf("%s, then %s: %q, want %q", c.before, c.after, got, c.want)
		}
	}
}

// Ensure a file that holds something else than before is told where both stand
// under one plan and revision, and only there.
func TestReplacedFile(t *testing.T) {
	for _, c := range []struct {
		label load.Label
		want  int
	}{
		{load.Label{Plan: "P", Revision: "1"}, 1},
		{load.Label{Plan: "P", Revision: "2"}, 0},
		{load.Label{Plan: "Q", Revision: "1"}, 0},
	} {
		path := warehouse(t)
		first := seedResult(t, "a")
		ingest(t, options(path), document(first, "plan.pdf", load.Label{Plan: "P", Revision: "1"}))
		s := ingest(t, options(path), document(seedResult(t, "b"), "plan.pdf", c.label))
		if got := s.Documents[0].Earlier; len(got) != c.want || c.want == 1 && got[0] != first.SHA256 {
			t.Errorf("%+v: %v", c.label, got)
		}
		again := options(path)
		again.Replace = true
		if s := ingest(t, again, document(first, "elsewhere.pdf", c.label)); len(s.Documents[0].Earlier) != 0 {
			t.Errorf("%+v: another file: %v", c.label, s.Documents[0].Earlier)
		}
	}
}
