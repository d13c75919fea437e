package load

import (
	"context"
	"os"
	"path/filepath"

	"shihyo/extract/finding"
)

// Ready returns nil when a load could write to the warehouse now, and otherwise
// the fault that would stop it: CodeBusy, CodeOpenElsewhere, CodeUnwritable,
// CodeForeign, CodeNewer, CodeCorrupt or CodeUnsupported. It does not wait. The
// answer may be another one a moment later, so a job need not ask first: it can
// load and look at the exit code.
func Ready(ctx context.Context, path string) error {
	l, err := Begin(ctx, Options{Path: path, Wait: -1})
	if err != nil {
		return err
	}
	held, err := lock(ctx, path, l.path, 0)
	if err != nil {
		return err
	}
	defer unlock(held)
	// A lock that stands there already can be taken where nothing can be written.
	probe, err := os.CreateTemp(filepath.Dir(l.path), "."+filepath.Base(l.path)+".probe*")
	if err != nil {
		return finding.Fail(path, err, CodeUnwritable, err)
	}
	probe.Close()
	os.Remove(probe.Name())
	return nil
}
