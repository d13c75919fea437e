package load_test

import (
	"context"
	"os"
	"strings"
	"testing"

	"shihyo/extract"
	"shihyo/extract/finding"
	"shihyo/load"
)

const plan = "P"

func revision(r *extract.Result, name, label, from string) load.Document {
	return document(r, name+".pdf", load.Label{Plan: plan, Revision: label, Effective: from})
}

// Ensure a correction holds for its cell, after reading again, and in the next
// revision where place and text are the same; and goes when it is taken out of
// the file.
func TestCorrections(t *testing.T) {
	path := warehouse(t)
	ctx := context.Background()
	ingest(t, options(path), revision(seedResult(t, "a"), "a", "1", "2022-04-01"))
	r, err := load.OpenReader(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	id := strings.TrimSpace(query(t, path, "select observation_id from kpi where indicator = 'オープンデータ閲覧件数' and fiscal_year = 2025"))
	c, err := r.Place(ctx, id)
	r.Close()
	if err != nil {
		t.Fatal(err)
	}
	c.Text, c.Who, c.Why = "25,000件以上", "山田", "it's '1' not '7'; DROP TABLE kpi"
	if s, err := load.Correct(ctx, options(path), []load.Correction{c}, nil); err != nil || len(s.Idle) != 0 {
		t.Fatalf("%v %+v", err, s)
	}
	const corrected = "select revision, raw <> '25,000件以上', value, comparator, unit from kpi where corrected order by revision"
	if got := query(t, path, corrected); got != "1|true|25000|>=|件\n" {
		t.Errorf("got %s", got)
	}
	if got := query(t, path, "select right_text, who, why, read_text = c.raw from kpi_corrections c0 join kpi c using (observation_id)"); got != "25,000件以上|山田|it's '1' not '7'; DROP TABLE kpi|true\n" {
		t.Errorf("got %s", got)
	}
	ingest(t, replacing(path), revision(seedResult(t, "a"), "a", "1", "2022-04-01"), revision(seedResult(t, "b"), "b", "2", "2023-04-01"))
	if got := query(t, path, corrected); got != "1|true|25000|>=|件\n2|true|25000|>=|件\n" {
		t.Errorf("next revision: got %s", got)
	}
	if got := query(t, path, "select count(*) from kpi_changes"); got != "0\n" {
		t.Errorf("changes: %s", got)
	}
	// Where the text differs, nobody said anything about it.
	other := seedResult(t, "d")
	set(t, &other.Indicators[3], 4, "1", 1)
	ingest(t, options(path), revision(other, "d", "3", "2024-04-01"))
	if got := query(t, path, "select count(*) from kpi where corrected"); got != "2\n" {
		t.Errorf("another text: got %s", got)
	}
	// The file is the authority: an edit applies although no document changed.
	if err := os.Remove(load.CorrectionsPath(path)); err != nil {
		t.Fatal(err)
	}
	if s := ingest(t, options(path)); !s.Published {
		t.Error("an edit of the file was not seen")
	}
	if got := query(t, path, "select count(*) filter (corrected), count(value) from kpi"); got != "0|1050\n" {
		t.Errorf("taken back: got %s", got)
	}
	if s := ingest(t, options(path)); s.Published {
		t.Error("published again without a change")
	}
}

// Ensure mistakes in the files are told with the place, and nothing is loaded.
func TestMistakesInDecisions(t *testing.T) {
	for _, c := range []struct{ file, text, want string }{
		{".corrections.yaml", "corrections: [", "mistake in the file"},
		{".corrections.yaml", "corrections:\n  - plan: P\n    indicater: x\n", "indicater"},
		{".corrections.yaml", "corrections:\n  - plan: P\n    indicator: x\n    period: y\n    read: z\n", "text or value"},
		{".corrections.yaml", "corrections:\n  - plan: P\n    indicator: x\n    period: y\n    read: z\n    value: twelve\n", "twelve is not a number"},
		{".corrections.yaml", "corrections:\n  - indicator: x\n    period: y\n    read: z\n    value: 1\n", "plan or document"},
		{".corrections.yaml", "accepted:\n  - who: me\n", "finding is missing"},
		{".series.yaml", "series:\n  - plan: P\n    same: true\n", "a.indicator"},
		{".series.yaml", "nonsense", "mistake in the file"},
	} {
		path := warehouse(t)
		if err := os.WriteFile(path+c.file, []byte(c.text), 0o644); err != nil {
			t.Fatal(err)
		}
		_, err := load.Ingest(context.Background(), options(path), nil)
		if f := wantFault(t, err, load.CodeDecisions); !strings.Contains(f.Error(), c.want) || !strings.Contains(f.Error(), path+c.file) {
			t.Errorf("%q: %v", c.text, f)
		}
	}
}

// Ensure a correction that fits no value is told.
func TestIdleCorrection(t *testing.T) {
	path := warehouse(t)
	os.WriteFile(load.CorrectionsPath(path), []byte("corrections:\n  - {plan: P, indicator: nothing of that name, period: Ｒ４, read: '1', value: 2}\n"), 0o644)
	s := ingest(t, options(path), one(t, "a"))
	if len(s.Idle) != 1 || !strings.Contains(s.Idle[0], "nothing of that name") {
		t.Errorf("idle: %q", s.Idle)
	}
}

// Ensure findings keep the state that a person gave them.
func TestAcceptedFindings(t *testing.T) {
	path := warehouse(t)
	r := seedResult(t, "a")
	for i := range 2 {
		r.Indicators[i].Readings[0].Findings = []finding.Finding{finding.New(load.CodePlanInferred, "test")}
	}
	d := revision(r, "a", "1", "2022-04-01")
	ingest(t, options(path), d)
	const states = "select string_agg(state, ',' order by state) from findings where observation_id is not null"
	id := strings.TrimSpace(query(t, path, "select finding_id from findings where observation_id is not null limit 1"))
	if _, err := load.Correct(context.Background(), options(path), nil, []load.Acceptance{{Finding: id, Who: "me"}}); err != nil {
		t.Fatal(err)
	}
	if got := query(t, path, states); got != "accepted,open\n" {
		t.Errorf("got %s", got)
	}
	ingest(t, replacing(path), d)
	if got := query(t, path, states); got != "accepted,open\n" {
		t.Errorf("read again: got %s", got)
	}
}

// Ensure what a user says of two indicators comes before any score.
func TestSeriesDecisions(t *testing.T) {
	path := warehouse(t)
	renamed := seedResult(t, "b")
	old := renamed.Indicators[0].Name
	renamed.Indicators[0].Name = "庁内改革の実施単位数"
	renamed.Indicators[1].Name += "（電子申請）"
	load1 := func() {
		ingest(t, options(path), revision(seedResult(t, "a"), "a", "1", "2022-04-01"), revision(renamed, "b", "2", "2023-04-01"))
	}
	const kinds = "select string_agg(change || ' ' || item_no, ',' order by change, item_no) from kpi_changes"
	load1()
	if got := query(t, path, kinds); got != "renamed 1(2),renamed 2(1)\n" && got != "added 1(2),dropped 1(2),renamed 2(1)\n" {
		t.Errorf("by score: %s", got)
	}
	text := `series:
  - plan: P
    same: true
    a: {revision: "1", indicator: ` + old + `}
    b: {revision: "2", indicator: 庁内改革の実施単位数}
  - plan: P
    same: false
    a: {indicator: ` + renamed.Indicators[1].Name + `}
    b: {indicator: ` + strings.TrimSuffix(renamed.Indicators[1].Name, "（電子申請）") + `}
`
	if err := os.WriteFile(load.SeriesPath(path), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	load1()
	if got := query(t, path, kinds); got != "added 2(1),dropped 2(1),renamed 1(2)\n" {
		t.Errorf("as decided: %s", got)
	}
}

// Ensure a decision about series that fits no indicator is told, with the side
// that is not there.
func TestIdleSeriesDecision(t *testing.T) {
	path := warehouse(t)
	os.WriteFile(load.SeriesPath(path), []byte(`series:
  - {plan: P, same: true, a: {indicator: オープンデータ閲覧件数}, b: {revision: "2", indicator: misspelt}}
  - {plan: no such plan, same: false, a: {indicator: x}, b: {indicator: y}}
  - {plan: P, same: true, a: {indicator: オープンデータ閲覧件数}, b: {indicator: BPR実施課}}
`), 0o644)
	s := ingest(t, options(path), one(t, "a"))
	if len(s.IdleSeries) != 3 || !strings.Contains(s.IdleSeries[0], "series[0].b (P 2 misspelt)") || !strings.Contains(s.IdleSeries[2], "series[1].b") {
		t.Errorf("idle: %q", s.IdleSeries)
	}
}

// Ensure two indicators of a document never share a series: neither an old name
// that comes back beside its successor, nor one that a person said is another.
func TestSeriesStayApart(t *testing.T) {
	path := warehouse(t)
	first, second, third := seedResult(t, "a"), seedResult(t, "b"), seedResult(t, "c")
	old := first.Indicators[1].Name
	second.Indicators[1].Name += "（電子申請）"
	third.Indicators[1].Name += "（電子申請）"
	again := first.Indicators[1]
	third.Indicators = append(third.Indicators, again)
	if err := os.WriteFile(load.SeriesPath(path), []byte(`series:
  - plan: P
    same: false
    a: {revision: "1", indicator: オープンデータ閲覧件数}
    b: {revision: "2", indicator: オープンデータ閲覧件数}
`), 0o644); err != nil {
		t.Fatal(err)
	}
	ingest(t, options(path), revision(first, "a", "1", "2022-04-01"), revision(second, "b", "2", "2023-04-01"), revision(third, "c", "3", "2024-04-01"))
	got := query(t, path, "select change, indicator, to_revision from kpi_changes order by to_revision, change")
	want := "added|オープンデータ閲覧件数|2\ndropped|オープンデータ閲覧件数|2\nrenamed|" + old + "（電子申請）|2\nadded|" + old + "|3\n"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := query(t, path, "select document_id from indicators group by document_id, series_id having count(*) > 1"); got != "" {
		t.Errorf("two indicators of a document share a series: %s", got)
	}
}
