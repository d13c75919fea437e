package load

// Two writers are kept apart by an exclusive lock on FILE.lock. The operating
// system drops the lock when its owner ends, however it ends, so there is no
// stale lock to clear away; the owner's name in the file is for people only.
// The lock file stays after use: removing it would let two writers hold locks
// on two files of the same name.

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"shihyo/extract/finding"
)

// DefaultWait is how long a writer waits for another one before it gives up.
// Publishing takes seconds; a nightly batch holds the lock as long as it reads.
const DefaultWait = 10 * time.Second

// lockEvery is how often a waiting writer looks again.
const lockEvery = 100 * time.Millisecond

// lock takes the writer's lock of a warehouse, waiting at most wait. It returns
// CodeBusy with the owner when the time is over, CodeUnwritable when the folder
// takes no file.
func lock(ctx context.Context, name, path string, wait time.Duration) (*flock.Flock, error) {
	file := path + ".lock"
	l := flock.New(file, flock.SetPermissions(0o644))
	// The first try is not timed: on a busy machine a short wait would be over
	// before it, and a free warehouse be called taken.
	ok, err := l.TryLock()
	if err == nil && !ok && wait > 0 {
		ctx, cancel := context.WithTimeout(ctx, wait)
		defer cancel()
		ok, err = l.TryLockContext(ctx, lockEvery)
	}
	if errors.Is(err, context.DeadlineExceeded) || (err == nil && !ok) {
		return nil, finding.Fail(name, err, CodeBusy, owner(file))
	}
	if err != nil {
		return nil, finding.Fail(name, err, CodeUnwritable, err)
	}
	host, _ := os.Hostname()
	note := fmt.Sprintf("pid %d, %s, %s\n", os.Getpid(), host, time.Now().UTC().Format(time.RFC3339))
	// Only a courtesy to whoever waits; the lock holds without it.
	_ = os.WriteFile(file, []byte(note), 0o644)
	return l, nil
}

// unlock gives the lock back and takes the owner's name out of the file.
func unlock(l *flock.Flock) {
	_ = os.Truncate(l.Path(), 0)
	_ = l.Unlock()
}

// owner returns what the owner of a lock wrote into it.
func owner(file string) string {
	text, err := os.ReadFile(file)
	if err != nil || len(text) == 0 {
		return "?"
	}
	if len(text) > 200 {
		text = text[:200]
	}
	return strings.TrimSpace(string(text))
}
