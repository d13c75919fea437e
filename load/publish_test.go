package load_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"shihyo/extract/finding"
	"shihyo/load"
	sqlfiles "shihyo/sql"
)

// fault returns the code of an error, and fails when it is no Fault of that code.
func wantFault(t *testing.T, err error, code finding.Code) *finding.Fault {
	t.Helper()
	var f *finding.Fault
	if !errors.As(err, &f) || f.Code != code {
		t.Fatalf("got error %v, want a fault of %s", err, code)
	}
	return f
}

func one(t *testing.T, name string) load.Document {
	return document(seedResult(t, name), name+".pdf", load.Label{Plan: "P", Revision: "1", Effective: "2022-04-01"})
}

func tryIngest(path string, docs ...load.Document) error {
	opts := options(path)
	opts.Wait = 300 * time.Millisecond
	_, err := load.Ingest(context.Background(), opts, docs)
	return err
}

// Ensure a writer waits for another one only as long as told, and says whose
// lock it is.
func TestLockKeepsWritersApart(t *testing.T) {
	path := warehouse(t)
	release := load.HoldLock(t, path)
	err := tryIngest(path, one(t, "a"))
	f := wantFault(t, err, load.CodeBusy)
	if load.ExitCode(f.Code) != 3 || !strings.Contains(f.Error(), "pid "+strconv.Itoa(os.Getpid())) {
		t.Errorf("exit %d, %v", load.ExitCode(f.Code), f)
	}
	time.AfterFunc(100*time.Millisecond, release)
	patient := options(path)
	patient.Wait = time.Minute
	if _, err := load.Ingest(context.Background(), patient, []load.Document{one(t, "a")}); err != nil {
		t.Errorf("after the lock was given back: %v", err)
	}
}

// Ensure what a killed writer leaves does not stop the next one.
func TestLeftoversOfDeadWriter(t *testing.T) {
	path := warehouse(t)
	ingest(t, options(path), one(t, "a"))
	temp := filepath.Join(filepath.Dir(path), ".kpi.duckdb.building")
	for name, text := range map[string]string{path + ".lock": "pid 1, elsewhere, 2020-01-01T00:00:00Z\n", temp: "half a file", temp + ".wal": "half a log"} {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := tryIngest(path, one(t, "b")); err != nil {
		t.Fatal(err)
	}
	if got := query(t, path, "select count(*) from documents"); got != "2\n" {
		t.Errorf("documents: %s", got)
	}
	for _, name := range []string{temp, temp + ".wal"} {
		if _, err := os.Stat(name); err == nil {
			t.Errorf("%s is still there", name)
		}
	}
}

// Ensure a notebook that has the file open for reading neither blocks a load
// nor sees it before it opens the file again.
func TestReaderKeepsItsState(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("an open file cannot be replaced there")
	}
	path := warehouse(t)
	ingest(t, options(path), one(t, "a"))
	notebook := start(t, "hold-read", path)
	if got := notebook.line(t); got != "383" {
		t.Fatalf("first: %s", got)
	}
	ingest(t, options(path), one(t, "b"))
	notebook.in.Write([]byte("again\n"))
	if got := notebook.line(t); got != "383" {
		t.Errorf("after the load, the old state: got %s rows", got)
	}
	notebook.stop(t)
	if got := query(t, path, "select count(*) from kpi"); got != "766\n" {
		t.Errorf("opened again: %s", got)
	}
}

// Ensure a program that has the file open for writing is named, with the way
// out, by loads and queries.
func TestOpenForWritingElsewhere(t *testing.T) {
	path := warehouse(t)
	ingest(t, options(path), one(t, "a"))
	notebook := start(t, "hold-write", path)
	notebook.line(t)
	f := wantFault(t, tryIngest(path, one(t, "b")), load.CodeOpenElsewhere)
	if load.ExitCode(f.Code) != 3 || !strings.Contains(f.Error(), "read_only=True") || !strings.Contains(f.Error(), strconv.Itoa(notebook.cmd.Process.Pid)) {
		t.Errorf("exit %d, %v", load.ExitCode(f.Code), f)
	}
	_, err := load.OpenReader(context.Background(), path)
	wantFault(t, err, load.CodeOpenElsewhere)
	notebook.stop(t)
	if err := tryIngest(path, one(t, "b")); err != nil {
		t.Errorf("after it was closed: %v", err)
	}
}

// Ensure what an analyst adds to the file outlives loads, also when it is still
// in the write-ahead log of a program that crashed.
func TestAnalystsTablesSurvive(t *testing.T) {
	path := warehouse(t)
	ingest(t, options(path), one(t, "a"))
	p := start(t, "crash", path)
	p.cmd.Wait()
	if _, err := os.Stat(path + ".wal"); err != nil {
		t.Fatalf("the helper left no log: %v", err)
	}
	ingest(t, options(path), one(t, "b"))
	if got := query(t, path, "select answer, (select count(*) from kpi) from mine"); got != "42|766\n" {
		t.Errorf("got %s", got)
	}
	if _, err := os.Stat(path + ".wal"); err == nil {
		t.Error("the log of the old file is still beside the new one")
	}
}

// Ensure a table of somebody else's in the way of ours is told, not replaced.
func TestNameTaken(t *testing.T) {
	path := warehouse(t)
	load.MakeVersion(t, path, 1)
	execSQL(t, path, "CREATE TABLE kpi_quality AS SELECT 1 AS mine")
	err := tryIngest(path, one(t, "a"))
	wantFault(t, err, load.CodeNameTaken)
	if got := raw(t, path, "SELECT mine FROM kpi_quality"); got != "1" {
		t.Errorf("got %s", got)
	}
}

// Ensure an index of somebody else's on a table that a newer schema makes anew is
// told, not dropped.
func TestIndexInTheWay(t *testing.T) {
	path := warehouse(t)
	load.MakeVersion(t, path, 4)
	execSQL(t, path, "CREATE INDEX mine ON observations(fiscal_year)")
	f := wantFault(t, tryIngest(path, one(t, "a")), load.CodeDependents)
	if load.ExitCode(f.Code) != 3 {
		t.Errorf("exit %d", load.ExitCode(f.Code))
	}
	if got := raw(t, path, "SELECT index_name FROM duckdb_indexes()"); got != "mine" {
		t.Errorf("got %s", got)
	}
}

// execSQL changes a database as another program would.
func execSQL(t *testing.T, path, text string) {
	t.Helper()
	db, err := sql.Open("duckdb", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(text); err != nil {
		t.Fatal(err)
	}
}

func raw(t *testing.T, path, text string) string {
	t.Helper()
	db, err := sql.Open("duckdb", path+"?access_mode=READ_ONLY")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var s string
	if err := db.QueryRow(text).Scan(&s); err != nil {
		t.Fatal(err)
	}
	return s
}

// Ensure files that are no warehouse are told apart and left alone.
func TestFilesThatAreNoWarehouse(t *testing.T) {
	for _, c := range []struct {
		name string
		make func(path string)
		code finding.Code
	}{
		{"text", func(p string) { os.WriteFile(p, []byte(strings.Repeat("Dear all, ", 1000)), 0o644) }, load.CodeCorrupt},
		{"foreign", func(p string) { execSQL(t, p, "CREATE TABLE customers (name VARCHAR)") }, load.CodeForeign},
		{"newer", func(p string) {
			ingest(t, options(p), one(t, "a"))
			execSQL(t, p, "INSERT INTO shihyo_migrations VALUES (9999, 'future')")
		}, load.CodeNewer},
		{"folder", func(p string) { os.Mkdir(p, 0o755) }, load.CodeCorrupt},
	} {
		path := warehouse(t)
		c.make(path)
		before, _ := os.ReadFile(path)
		err := tryIngest(path, one(t, "b"))
		wantFault(t, err, c.code)
		after, _ := os.ReadFile(path)
		if string(before) != string(after) {
			t.Errorf("%s: the file was changed", c.name)
		}
		if _, err := load.OpenReader(context.Background(), path); err == nil {
			t.Errorf("%s: opened for reading", c.name)
		}
	}
}

// Ensure a damaged warehouse is told and left as it is.
func TestDamagedWarehouse(t *testing.T) {
	path := warehouse(t)
	ingest(t, options(path), one(t, "a"))
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := 4096; i < 12288; i++ {
		data[i] ^= 0x5a
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	wantFault(t, tryIngest(path, one(t, "b")), load.CodeCorrupt)
	if after, _ := os.ReadFile(path); string(after) != string(data) {
		t.Error("the file was changed")
	}
}

// Ensure an empty file and an empty database become a warehouse.
func TestEmptyFile(t *testing.T) {
	path := warehouse(t)
	execSQL(t, path, "SELECT 1")
	if err := tryIngest(path, one(t, "a")); err != nil {
		t.Error(err)
	}
	path = warehouse(t)
	os.WriteFile(path, nil, 0o644)
	if err := tryIngest(path, one(t, "a")); err != nil {
		t.Error(err)
	}
}

// Ensure a full disk and a folder that takes no files leave the old file whole.
func TestNoRoom(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("needs limits of Unix")
	}
	path := warehouse(t)
	ingest(t, options(path), one(t, "a"))
	before, _ := os.ReadFile(path)
	p := start(t, "full", path)
	if got := p.line(t); !strings.Contains(got, "cannot be written") {
		t.Errorf("got %s", got)
	}
	p.stop(t)
	if after, _ := os.ReadFile(path); string(after) != string(before) {
		t.Error("the file was changed")
	}
	if files, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".*building*")); len(files) > 0 {
		t.Errorf("left behind: %v", files)
	}
	if os.Getuid() == 0 {
		return // may write anywhere
	}
	dir := filepath.Dir(path)
	os.Chmod(dir, 0o555)
	defer os.Chmod(dir, 0o755)
	wantFault(t, tryIngest(path, one(t, "b")), load.CodeUnwritable)
}

// Ensure a warehouse of every earlier schema is brought up to date by a load,
// to the same schema as a new one.
func TestMigrateFromEveryVersion(t *testing.T) {
	const schema = `select string_agg(x, chr(10) order by x) from (
		select table_name || '.' || column_name || ' ' || data_type || ' ' || coalesce(comment, '') as x from duckdb_columns() where not internal
		union all select view_name || ' ' || sql from duckdb_views() where not internal
		union all select function_name from duckdb_functions() where not internal)`
	path := warehouse(t)
	ingest(t, options(path), one(t, "a"))
	want := query(t, path, schema)
	for v := 1; v < sqlfiles.Latest(); v++ {
		path := warehouse(t)
		load.MakeVersion(t, path, v)
		_, err := load.OpenReader(context.Background(), path)
		wantFault(t, err, load.CodeOlder)
		if _, err := load.OutdatedDocuments(context.Background(), path, func(string) bool { return true }); err != nil {
			t.Errorf("version %d cannot be refreshed: %v", v, err)
		}
		ingest(t, options(path), one(t, "a"))
		if got := query(t, path, schema); got != want {
			t.Errorf("from version %d: %s", v, firstDifference(got, want))
		}
		if got := query(t, path, "select count(*), max(version) from shihyo_migrations"); got != strconv.Itoa(sqlfiles.Latest())+"|"+strconv.Itoa(sqlfiles.Latest())+"\n" {
			t.Errorf("from version %d: recorded %s", v, got)
		}
	}
}

// Ensure rows that an earlier schema holds come along: the views answer after the
// migration as they do in a warehouse loaded anew.
func TestMigrateRows(t *testing.T) {
	fresh := warehouse(t)
	docs := []load.Document{one(t, "a"), document(revised(t, "c"), "c.pdf", load.Label{Plan: "P", Revision: "2", Effective: "2023-04-01"})}
	ingest(t, options(fresh), docs...)
	for v := 1; v < sqlfiles.Latest(); v++ {
		path := warehouse(t)
		load.MakeVersion(t, path, v)
		load.CopyRows(t, path, fresh)
		ingest(t, options(path), document(seedResult(t, "d"), "d.pdf", load.Label{Plan: "other", Revision: "1"}))
		if _, err := load.Remove(context.Background(), options(path), load.Selection{Plan: "other"}); err != nil {
			t.Fatal(err)
		}
		for _, view := range []string{"kpi", "kpi_latest", "kpi_wide", "kpi_changes", "kpi_progress", "kpi_findings"} {
			if got, want := query(t, path, "from "+view), query(t, fresh, "from "+view); got != want {
				t.Errorf("from version %d: %s: %s", v, view, firstDifference(got, want))
			}
		}
	}
}

// Ensure every table, view and column says what it is, in both languages.
func TestComments(t *testing.T) {
	path := warehouse(t)
	ingest(t, options(path), one(t, "a"))
	got := query(t, path, `
select table_name from duckdb_tables() where not internal and coalesce(comment, '') not like '%_ / _%'
union all select view_name from duckdb_views() where not internal and coalesce(comment, '') not like '%_ / _%'
union all select table_name || '.' || column_name from duckdb_columns() where not internal and coalesce(comment, '') not like '%_ / _%'
order by 1`)
	if got != "" {
		t.Errorf("without a comment in both languages:\n%s", got)
	}
}

// Ensure loads killed at any moment leave all of the old or all of the new
// state, and do not stop the next one. SHIHYO_SOAK sets how many are killed.
func TestKilledLoads(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("needs SIGKILL")
	}
	kills := 4
	if s := os.Getenv("SHIHYO_SOAK"); s != "" {
		kills, _ = strconv.Atoi(s)
	}
	path := warehouse(t)
	const batch = 20
	load20 := func(from int) *program { return start(t, "load", path, strconv.Itoa(from), strconv.Itoa(batch)) }
	begin := time.Now()
	load20(0).stop(t)
	took := time.Since(begin)
	begin = time.Now()
	load20(0).stop(t)
	took = max(took, time.Since(begin))
	committed := batch
	old, whole := 0, 0
	for i := range kills {
		p := load20(committed)
		time.Sleep(took * time.Duration(i) / time.Duration(kills))
		p.cmd.Process.Kill()
		p.cmd.Wait()
		got := query(t, path, "select count(*), (select count(*) from kpi), (select count(*) from indicators), (select count(*) from loads where outcome = 'loaded' or outcome = 'replaced') > 0 from documents")
		switch got {
		case state(committed):
			old++
		case state(committed + batch):
			whole++
			committed += batch
		default:
			t.Fatalf("kill %d: got %s, want %s or %s", i, got, state(committed), state(committed+batch))
		}
	}
	if err := tryIngest(path, load.GeneratedDocument(0, 1)); err != nil {
		t.Errorf("the next load: %v", err)
	}
	t.Logf("%d loads killed within %v: %d left the old state, %d the new one", kills, took, old, whole)
}

func state(documents int) string {
	return strconv.Itoa(documents) + "|" + strconv.Itoa(documents*100) + "|" + strconv.Itoa(documents*20) + "|true\n"
}

// Ensure readers and a writer in loops do not disturb each other.
// SHIHYO_SOAK_SECONDS sets for how long.
func TestReadersBesideWriter(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("an open file cannot be replaced there")
	}
	seconds := 2
	if s := os.Getenv("SHIHYO_SOAK_SECONDS"); s != "" {
		seconds, _ = strconv.Atoi(s)
	}
	path := warehouse(t)
	ingest(t, options(path), load.GeneratedDocument(0, 1))
	until := time.Now().Add(time.Duration(seconds) * time.Second)
	type result struct {
		reads int
		worst time.Duration
		err   error
	}
	results := make(chan result)
	for range 4 {
		go func() {
			var r result
			for time.Now().Before(until) && r.err == nil {
				begin := time.Now()
				r.err = readOnce(path)
				r.worst = max(r.worst, time.Since(begin))
				r.reads++
			}
			results <- r
		}()
	}
	writes := 0
	for time.Now().Before(until) {
		ingest(t, options(path), load.GeneratedDocument(1+writes, 1))
		writes++
	}
	reads, worst := 0, time.Duration(0)
	for range 4 {
		r := <-results
		if r.err != nil {
			t.Errorf("reader: %v", r.err)
		}
		reads += r.reads
		worst = max(worst, r.worst)
	}
	t.Logf("%d s: %d loads, %d reads, longest read %v", seconds, writes, reads, worst)
}

func readOnce(path string) error {
	r, err := load.OpenReader(context.Background(), path)
	if err != nil {
		return err
	}
	defer r.Close()
	n, docs := int64(0), int64(0)
	err = r.Query(context.Background(), "select count(*), count(distinct document) from kpi", func([]load.Column) error { return nil },
		func(v []any) error { n, docs = v[0].(int64), v[1].(int64); return nil })
	if err == nil && n != 100*docs {
		err = errors.New("half a load: " + strconv.FormatInt(n, 10))
	}
	return err
}
