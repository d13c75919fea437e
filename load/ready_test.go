package load

import (
	"context"
	"errors"
	"os"
	"path/filepath"
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
