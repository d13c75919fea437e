package load_test

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"shihyo/load"
)

// TestMain lets tests start this binary again as another program that uses a
// warehouse: locks and crashes only show between processes.
func TestMain(m *testing.M) {
	if role := os.Getenv("SHIHYO_TEST_ROLE"); role != "" {
		if err := helper(role, os.Args[1:]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// helper is what the other program does.
func helper(role string, args []string) error {
	path := args[0]
	switch role {
	case "hold-write", "hold-read": // a notebook that has the file open
		mode := "READ_WRITE"
		if role == "hold-read" {
			mode = "READ_ONLY"
		}
		db, err := sql.Open("duckdb", path+"?access_mode="+mode)
		if err != nil {
			return err
		}
		defer db.Close()
		count := func() error {
			var n int
			if err := db.QueryRow("SELECT count(*) FROM kpi").Scan(&n); err != nil {
				return err
			}
			fmt.Println(n)
			return nil
		}
		if err := count(); err != nil {
			return err
		}
		in := bufio.NewScanner(os.Stdin)
		for in.Scan() {
			if err := count(); err != nil {
				return err
			}
		}
		return nil
	case "crash": // a notebook that wrote a table and died before a checkpoint
		db, err := sql.Open("duckdb", path)
		if err != nil {
			return err
		}
		if _, err := db.Exec("CREATE TABLE mine AS SELECT 42 AS answer"); err != nil {
			return err
		}
		os.Exit(0) // without Close: the log stays
	case "load": // a load of generated documents: load PATH FROM COUNT
		from, _ := strconv.Atoi(args[1])
		count, _ := strconv.Atoi(args[2])
		var docs []load.Document
		for n := from; n < from+count; n++ {
			docs = append(docs, load.GeneratedDocument(n, 1))
		}
		opts := options(path)
		opts.Replace = true
		_, err := load.Ingest(context.Background(), opts, docs)
		return err
	case "full": // the same on a disk that is full
		if err := limitFiles(1 << 20); err != nil {
			return err
		}
		_, err := load.Ingest(context.Background(), options(path), []load.Document{load.GeneratedDocument(1, 1)})
		if err == nil {
			return fmt.Errorf("a full disk went unnoticed")
		}
		fmt.Println(err)
	}
	return nil
}

// program is a helper that runs.
type program struct {
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
	err *strings.Builder
}

// start starts a helper.
func start(t testing.TB, role string, args ...string) *program {
	t.Helper()
	p := &program{cmd: exec.Command(os.Args[0], args...), err: &strings.Builder{}}
	p.cmd.Env = append(os.Environ(), "SHIHYO_TEST_ROLE="+role)
	p.cmd.Stderr = p.err
	var err error
	if p.in, err = p.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	p.out = bufio.NewReader(out)
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.cmd.Process.Kill() })
	return p
}

// line returns the next line of output.
func (p *program) line(t testing.TB) string {
	t.Helper()
	s, err := p.out.ReadString('\n')
	if err != nil {
		t.Fatalf("%v: %s", err, p.err)
	}
	return strings.TrimSpace(s)
}

// stop ends a helper and waits for it.
func (p *program) stop(t testing.TB) {
	t.Helper()
	p.in.Close()
	if err := p.cmd.Wait(); err != nil {
		t.Fatalf("%v: %s", err, p.err)
	}
}

// writeFile puts a database back as it was.
func writeFile(path string, data []byte) error {
	os.Remove(path + ".wal")
	return os.WriteFile(path, data, 0o644)
}
