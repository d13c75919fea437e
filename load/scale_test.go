package load

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestScale measures a warehouse of SHIHYO_SCALE_DOCS documents (100 values
// each, four revisions a plan): loading, publishing, looking at unchanged files
// again, filtered queries. SHIHYO_SCALE_DB keeps the file from run to run.
func TestScale(t *testing.T) {
	docs, _ := strconv.Atoi(os.Getenv("SHIHYO_SCALE_DOCS"))
	if docs == 0 {
		t.Skip("SHIHYO_SCALE_DOCS is not set")
	}
	ctx := context.Background()
	path := os.Getenv("SHIHYO_SCALE_DB")
	if path == "" {
		path = filepath.Join(t.TempDir(), "kpi.duckdb")
	}
	opts := Options{Path: path, Reader: "1", Version: "bench"}
	if !exists(path) {
		start := time.Now()
		l, err := Begin(ctx, opts)
		if err != nil {
			t.Fatal(err)
		}
		for n := range docs {
			if _, err := l.Add(ctx, benchDocument(n, 4)); err != nil {
				t.Fatal(err)
			}
		}
		s, err := l.Commit(ctx)
		if err != nil {
			t.Fatal(err)
		}
		info, _ := os.Stat(path)
		t.Logf("loaded %d documents in %v (writing %v, comparing %v, publishing %v), file %d MB", docs, time.Since(start), s.Writing, s.Comparing, s.Publish, info.Size()>>20)
	}
	var mem runtime.MemStats
	runtime.ReadMemStats(&mem)
	t.Logf("Go heap %d MB of the system, allocator outside it %d MB", mem.Sys>>20, allocator.(interface{ AllocatedBytes() int64 }).AllocatedBytes()>>20)
	status, _ := os.ReadFile("/proc/self/status")
	for _, line := range strings.Split(string(status), "\n") {
		if len(line) > 6 && line[:6] == "VmHWM:" {
			t.Log("peak memory", line)
		}
	}

	start := time.Now()
	l, err := Begin(ctx, opts)
	if err != nil {
		t.Fatal(err)
	}
	began := time.Since(start)
	for n := range docs {
		if !l.Seen(benchSource(n, 4), Label{}) {
			t.Fatalf("document %d is not known", n)
		}
	}
	if _, err := l.Commit(ctx); err != nil {
		t.Fatal(err)
	}
	t.Logf("looked at %d unchanged documents in %v (%v of it to open the file and read what is known)", docs, time.Since(start), began)

	start = time.Now()
	s, err := Ingest(ctx, opts, []Document{benchDocument(docs+1, 4)})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("one more document: %v (writing %v, comparing %v, publishing %v)", time.Since(start), s.Writing, s.Comparing, s.Publish)
	if _, err := Remove(ctx, opts, Selection{Plan: s.Documents[0].Label.Plan, Revision: s.Documents[0].Label.Revision}); err != nil {
		t.Fatal(err)
	}

	r, err := OpenReader(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var id, series, sha string
	if err := r.db.QueryRowContext(ctx, `SELECT observation_id, series_id, document FROM kpi WHERE plan = '計画00077' LIMIT 1`).Scan(&id, &series, &sha); err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{
		`from kpi where plan = '計画00077'`,
		`from kpi where plan = '計画00077' and fiscal_year = 2023 and role = 'target'`,
		`from kpi where indicator = '指標77の利用件数'`,
		`from kpi where series_id = '` + series + `'`,
		`from kpi where observation_id = '` + id + `'`,
		`from kpi where document = '` + sha + `'`,
		`select count(*) from kpi where raw like '%777%'`,
		`select count(*), avg(value) from kpi where fiscal_year = 2024 and role = 'target' and plan like '計画0007%'`,
		`from kpi_wide where plan = '計画00077'`,
		`from kpi_wide where indicator = '指標77の利用件数'`,
		`from kpi_wide where series_id = '` + series + `'`,
		`from kpi_wide where target_2023 > 99900 limit 100`,
		`from kpi_changes where plan = '計画00077'`,
		`from kpi_changes where indicator = '指標77の利用件数'`,
		`from kpi_changes where change = 'target_raised' and difference > 99900 limit 100`,
		`select change, count(*) from kpi_changes group by all`,
		`from kpi_latest where plan = '計画00077'`,
		`from kpi_progress where plan = '計画00077'`,
		`select count(*), count(value) from kpi`,
	} {
		best, rows := time.Hour, 0
		for range 3 {
			start := time.Now()
			rows = 0
			err := r.Query(ctx, q, func([]Column) error { return nil }, func([]any) error { rows++; return nil })
			if err != nil {
				t.Fatal(err)
			}
			best = min(best, time.Since(start))
		}
		t.Logf("%8.1f ms %6d rows  %s", float64(best.Microseconds())/1000, rows, q)
	}
}
