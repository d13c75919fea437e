package load

import (
	"context"
	"path/filepath"
	"testing"
)

// GeneratedDocument is benchDocument for the tests outside the package.
var GeneratedDocument = benchDocument

// MakeVersion makes a warehouse of an earlier schema.
func MakeVersion(t *testing.T, path string, version int) {
	t.Helper()
	ctx := context.Background()
	db, err := openFile(ctx, path, path, "READ_WRITE")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := migrate(ctx, db, 0, version); err != nil {
		t.Fatal(err)
	}
}

// HoldLock takes the writer's lock, and gives it back when asked.
func HoldLock(t *testing.T, path string) (release func()) {
	t.Helper()
	abs, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	l, err := lock(context.Background(), path, abs, DefaultWait)
	if err != nil {
		t.Fatal(err)
	}
	return func() { unlock(l) }
}

// CompareStepwise has revisions compared one pair at a time.
func CompareStepwise(t *testing.T) {
	old := stepsAtOnce
	stepsAtOnce = 1
	t.Cleanup(func() { stepsAtOnce = old })
}
