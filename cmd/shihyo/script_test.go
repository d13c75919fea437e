package main

import (
	"database/sql"
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	_ "github.com/duckdb/duckdb-go/v2"
	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite the expected outputs of golden tests")

// TestMain lets scripts run the real command: testscript starts this binary
// again under the command's name.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"shihyo": func() { os.Exit(Do(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) },
	})
}

// TestScript runs the stories in testdata/script: each is a small session of
// somebody at a terminal. $SEED holds the seed documents, $DATA further small
// files.
func TestScript(t *testing.T) {
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:           filepath.Join(root, "testdata", "script"),
		UpdateScripts: *update,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"status":  status,
			"foreign": foreign,
			"hold":    hold,
			"age":     age,
			"last":    last,
		},
		Setup: func(env *testscript.Env) error {
			env.Setenv("SEED", filepath.Join(root, "testdata", "seed"))
			env.Setenv("DATA", filepath.Join(root, "testdata"))
			env.Setenv("LANG", "en_US.UTF-8")
			return nil
		},
	})
}

// status runs a command and wants an exact exit code: status 2 shihyo ingest.
// The outputs can be looked at with stdout and stderr, as after exec.
func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status CODE COMMAND [ARG…]")
	}
	err := ts.Exec(args[1], args[2:]...)
	code := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		code = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if strconv.Itoa(code) != args[0] {
		ts.Fatalf("exit %d, want %s", code, args[0])
	}
}

// foreign makes a DuckDB database that is none of shihyo's.
func foreign(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: foreign FILE")
	}
	db, err := sql.Open("duckdb", ts.MkAbs(args[0]))
	ts.Check(err)
	defer db.Close()
	_, err = db.Exec("CREATE TABLE customers (name VARCHAR)")
	ts.Check(err)
}

// hold opens a database for writing, as Python does without read_only=True, and
// keeps it open to the end of the script.
func hold(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: hold FILE")
	}
	db, err := sql.Open("duckdb", ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Defer(func() { db.Close() })
	ts.Check(db.Ping())
}

// age lets the documents of a warehouse look as if an older shihyo had read them
// with the same settings: age FILE.
func age(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: age FILE")
	}
	db, err := sql.Open("duckdb", ts.MkAbs(args[0]))
	ts.Check(err)
	defer db.Close()
	_, err = db.Exec("UPDATE documents SET reader_version = regexp_replace(reader_version, '^[0-9]+', '0')")
	ts.Check(err)
}
