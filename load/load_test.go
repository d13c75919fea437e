package load_test

import (
	"testing"

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
