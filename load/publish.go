package load

// Publishing: a copy is built beside the warehouse under a name of its own, its
// write-ahead log folded in, flushed to disk and renamed over the old file, so
// that whoever opens the file at any moment sees all of the old or all of the
// new state. While it is built, a read lock on the old file keeps programs from
// opening that for writing: what they wrote would be lost in the rename.

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"shihyo/extract/finding"
)

// build is a copy of the warehouse that is being written.
type build struct {
	name string // as the user named the warehouse
	path string // the warehouse, resolved
	temp string // the copy
	lock *flock.Flock
	old  *os.File // the published file, read-locked; nil when there is none
}

// beginBuild takes the writer's lock and makes the copy.
func beginBuild(ctx context.Context, name, path string, wait time.Duration) (_ *build, err error) {
	l, err := lock(ctx, name, path, wait)
	if err != nil {
		return nil, err
	}
	b := &build{name: name, path: path, lock: l,
		temp: filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+".building")}
	defer func() {
		if err != nil {
			b.discard()
		}
	}()
	b.removeTemp() // what a killed writer left
	if err := b.foldLog(ctx, wait); err != nil {
		return nil, err
	}
	if empty(path) {
		return b, nil
	}
	b.old, err = os.Open(path)
	if err != nil {
		return nil, finding.Fail(name, err, CodeUnwritable, err)
	}
	if err := b.holdOff(ctx, wait); err != nil {
		return nil, err
	}
	if err := b.copyOld(); err != nil {
		return nil, finding.Fail(name, err, CodeUnwritable, err)
	}
	return b, nil
}

// holdOff takes the read lock on the published file, waiting at most wait for a
// program that has it open for writing.
func (b *build) holdOff(ctx context.Context, wait time.Duration) error {
	limit := time.Now().Add(wait)
	for {
		holder, err := readLock(b.old)
		if err != nil {
			return finding.Fail(b.name, err, CodeUnwritable, err)
		}
		if holder == "" {
			return nil
		}
		if time.Now().After(limit) {
			return finding.Fail(b.name, nil, CodeOpenElsewhere, holder)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(lockEvery):
		}
	}
}

// foldLog folds in a write-ahead log that a program left beside the published
// file: renamed over, the log would be taken for the new file's.
func (b *build) foldLog(ctx context.Context, wait time.Duration) error {
	limit := time.Now().Add(wait)
	for {
		if !exists(b.path + ".wal") {
			return nil
		}
		if !exists(b.path) {
			// A log without its database is of no use to anybody.
			return os.Remove(b.path + ".wal")
		}
		db, err := openFile(ctx, b.name, b.path, "READ_WRITE")
		if err == nil {
			_, err = db.ExecContext(ctx, "CHECKPOINT")
			err = errors.Join(err, db.Close())
			if err == nil && !exists(b.path+".wal") {
				return nil
			}
		}
		var fault *finding.Fault
		if errors.As(err, &fault) && fault.Code != CodeOpenElsewhere {
			return err
		}
		if time.Now().After(limit) {
			if fault != nil {
				return err
			}
			return finding.Fail(b.name, err, CodeOpenElsewhere, "?")
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(lockEvery):
		}
	}
}

// copyOld copies the published file, sharing its blocks where the file system
// can.
func (b *build) copyOld() error {
	mode := fs.FileMode(0o644)
	if info, err := b.old.Stat(); err == nil {
		mode = info.Mode().Perm() | 0o200
	}
	out, err := os.OpenFile(b.temp, os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode)
	if err != nil {
		return err
	}
	if !clone(out, b.old) {
		if _, err = io.Copy(out, b.old); err != nil {
			out.Close()
			return err
		}
	}
	return out.Close()
}

// publish puts the finished copy in the place of the warehouse. The copy must
// be closed and hold everything (no log beside it).
func (b *build) publish() error {
	defer b.discard()
	if exists(b.temp + ".wal") {
		return finding.Fail(b.name, nil, CodeUnwritable, "write-ahead log not folded in")
	}
	if err := syncFile(b.temp); err != nil {
		return finding.Fail(b.name, err, CodeUnwritable, err)
	}
	if err := os.Rename(b.temp, b.path); err != nil {
		if renameBlocked(err) {
			return finding.Fail(b.name, err, CodeRenameOpen, err)
		}
		return finding.Fail(b.name, err, CodeUnwritable, err)
	}
	if err := syncDir(filepath.Dir(b.path)); err != nil {
		return finding.Fail(b.name, err, CodeUnwritable, err)
	}
	return nil
}

// discard removes the copy, if it was not published, and gives back the locks.
func (b *build) discard() {
	if b.lock == nil {
		return
	}
	b.removeTemp()
	if b.old != nil {
		b.old.Close()
		b.old = nil
	}
	unlock(b.lock)
	b.lock = nil
}

func (b *build) removeTemp() {
	os.Remove(b.temp)
	os.Remove(b.temp + ".wal")
	os.RemoveAll(b.temp + ".tmp")
}

// syncFile flushes a file to disk.
func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
