// Package load keeps the warehouse: one DuckDB file that notebooks read while
// it is written.
//
// A load never writes into the published file. It takes the lock beside it
// (lock.go), copies the file, brings the copy's schema up to date (schema.go),
// writes the documents of the batch into it through Arrow in one transaction
// (batch.go, rows.go), and publishes the copy by renaming it over the old file
// (publish.go). Readers keep the state they opened; a load that fails or is
// killed leaves the old file as it was. Copying costs one sequential read and
// write of the file a batch (nothing on file systems that clone), and buys that
// everything an analyst added to the file comes along.
package load

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/duckdb/duckdb-go/v2"

	"shihyo/extract/finding"
)

// memoryLimit bounds what DuckDB may hold while it loads or answers; beyond it
// DuckDB spills to a folder beside the file.
const memoryLimit = "1GB"

// resolve returns the absolute path of a warehouse file with symbolic links
// followed, so that publishing replaces the file and not a link to it.
func resolve(path string) (string, error) {
	if strings.HasPrefix(path, "ducklake:") {
		return "", finding.Fail("", nil, CodeUnsupported, path)
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	if real, err := filepath.EvalSymlinks(abs); err == nil {
		return real, nil
	}
	return abs, nil
}

// openFile opens a DuckDB file. mode is READ_ONLY or READ_WRITE. Errors are
// Faults: CodeOpenElsewhere, CodeCorrupt or CodeUnwritable.
func openFile(ctx context.Context, name, path, mode string) (*sql.DB, error) {
	connector, err := duckdb.NewConnector(path+"?access_mode="+mode+"&memory_limit="+memoryLimit, nil)
	if err != nil {
		return nil, openFault(name, err)
	}
	db := sql.OpenDB(connector)
	if err := db.PingContext(ctx); err != nil {
		db.Close()
		return nil, openFault(name, err)
	}
	return db, nil
}

// openWaiting opens a DuckDB file for reading, and waits for a program that has
// it open for writing, at most wait.
func openWaiting(ctx context.Context, name, path string, wait time.Duration) (*sql.DB, error) {
	for limit := time.Now().Add(wait); ; {
		db, err := openFile(ctx, name, path, "READ_ONLY")
		var f *finding.Fault
		if err == nil || !errors.As(err, &f) || f.Code != CodeOpenElsewhere || time.Now().After(limit) {
			return db, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(lockEvery):
		}
	}
}

// openFault tells what kept a database from being opened.
func openFault(name string, err error) error {
	text := err.Error()
	switch {
	case strings.Contains(text, "lock on file") || strings.Contains(text, "being used by another process"):
		return finding.Fail(name, err, CodeOpenElsewhere, lockHolder(text))
	case errors.Is(err, fs.ErrPermission) || strings.Contains(text, "Permission denied") || strings.Contains(text, "Read-only file system"):
		return finding.Fail(name, err, CodeUnwritable, reason(text))
	case strings.Contains(text, "database file with version number"):
		return finding.Fail(name, err, CodeNewerFormat)
	}
	return finding.Fail(name, err, CodeCorrupt, firstLine(text))
}

// lockHolder picks the program out of DuckDB's message, which ends "Conflicting
// lock is held in /usr/bin/python3 (PID 4711)…".
func lockHolder(text string) string {
	_, rest, ok := strings.Cut(text, "held in ")
	if !ok {
		return "?"
	}
	if i := strings.Index(rest, ")"); i >= 0 {
		rest = rest[:i+1]
	}
	return rest
}

// firstLine returns the first line of a message, without DuckDB's markers.
func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return strings.TrimPrefix(line, "database/sql/driver: could not connect to database: ")
}

// empty reports whether there is no file at path, or one without a single byte:
// what a program leaves that made the file and got no further.
func empty(path string) bool {
	info, err := os.Stat(path)
	return errors.Is(err, fs.ErrNotExist) || err == nil && info.Mode().IsRegular() && info.Size() == 0
}

// exists reports whether there is a file at path.
func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
