package load

import "context"

// Ready returns nil when a load could write to the warehouse now, and otherwise
// the fault that would stop it: CodeBusy, CodeOpenElsewhere, CodeUnwritable,
// CodeForeign, CodeNewer, CodeCorrupt or CodeUnsupported. It does not wait. The
// answer may be another one a moment later, so a job need not ask first: it can
// load and look at the exit code.
func Ready(ctx context.Context, path string) error {
	l, err := Begin(ctx, Options{Path: path})
	if err != nil {
		return err
	}
	held, err := lock(ctx, path, l.path, 0)
	if err != nil {
		return err
	}
	unlock(held)
	return nil
}
