package load_test

import (
	"fmt"
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
	t.Log(got)
}
