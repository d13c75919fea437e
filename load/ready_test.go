package load

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"shihyo/extract/finding"
)

// Ensure the answer is no while another load writes, where no file can be
// written and over a file that is no warehouse, and yes otherwise.
func TestReady(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	path := filepath.Join(dir, "kpi.duckdb")
	want := func(path string, code finding.Code) {
		t.Helper()
		err := Ready(ctx, path)
		var f *finding.Fault
		if errors.As(err, &f); code == "" && err != nil || code != "" && (f == nil || f.Code != code) {
			t.Errorf("%s: %v, want %q", path, err, code)
		}
	}
	want(path, "")
	held, err := lock(ctx, path, path, 0)
	if err != nil {
		t.Fatal(err)
	}
	want(path, CodeBusy)
	unlock(held)
	want(path, "")
	want(filepath.Join(dir, "nowhere", "kpi.duckdb"), CodeUnwritable)
	text := filepath.Join(dir, "letter.txt")
	if err := os.WriteFile(text, []byte("Dear all"), 0o644); err != nil {
		t.Fatal(err)
	}
	want(text, CodeCorrupt)
}

// Ensure what DuckDB says when it cannot open a file becomes the right fault.
func TestOpenFault(t *testing.T) {
	for text, want := range map[string]finding.Code{
		"IO Error: Trying to read a database file with version number 999, but we can only read versions between 64 and 68.": CodeNewerFormat,
		"IO Error: Could not set lock on file \"k\": Conflicting lock is held in /usr/bin/python3 (PID 4711). See also ...":  CodeOpenElsewhere,
		"IO Error: Cannot open file \"k\": Permission denied":                                                                CodeUnwritable,
		"IO Error: Corrupt database file: computed checksum 1 does not match stored checksum 2 in block at location 0":       CodeCorrupt,
		"IO Error: The file \"k\" exists, but it is not a valid DuckDB database file!":                                       CodeCorrupt,
	} {
		var f *finding.Fault
		if err := openFault("k", errors.New(text)); !errors.As(err, &f) || f.Code != want {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}

// Ensure what the system said to DuckDB is told in the user's language, without
// the files that only we know.
func TestReason(t *testing.T) {
	for text, want := range map[string]string{
		`FATAL Error: Failed to create checkpoint because of error: Could not write file ".k.duckdb.building": No space left on device`: "空き容量がありません",
		`IO Error: Cannot open file "k.duckdb": Permission denied`:                                                                      "許可がありません",
		`IO Error: Cannot open file "k.duckdb": Read-only file system`:                                                                  "読み取り専用の場所です",
		"IO Error: Could not read from the file\nwith more in this line":                                                                "IO Error: Could not read from the file",
	} {
		f := finding.Fail("k.duckdb", nil, CodeUnwritable, reason(text))
		if got := f.Text(finding.Japanese); !strings.HasPrefix(got, "k.duckdb: 書き込めません（"+want+"）") {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}
