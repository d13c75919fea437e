//go:build unix

package load

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// readLock takes a shared lock of the kind DuckDB uses (fcntl, whole file). It
// returns who holds a conflicting one, "" when the lock was taken. The lock
// ends when any descriptor of the file is closed by this process, so f must be
// the only one.
func readLock(f *os.File) (holder string, err error) {
	want := unix.Flock_t{Type: unix.F_RDLCK, Whence: io.SeekStart}
	err = unix.FcntlFlock(f.Fd(), unix.F_SETLK, &want)
	switch {
	case err == nil:
		return "", nil
	case errors.Is(err, unix.EAGAIN), errors.Is(err, unix.EACCES):
	case errors.Is(err, unix.ENOLCK), errors.Is(err, unix.EINVAL), errors.Is(err, unix.ENOTSUP):
		return "", nil // a file system without locks: DuckDB does without too
	default:
		return "", err
	}
	probe := unix.Flock_t{Type: unix.F_RDLCK, Whence: io.SeekStart}
	if unix.FcntlFlock(f.Fd(), unix.F_GETLK, &probe) != nil || probe.Type == unix.F_UNLCK {
		return "?", nil
	}
	return program(int(probe.Pid)), nil
}

// program names a process for a person.
func program(pid int) string {
	name, err := os.Readlink(fmt.Sprintf("/proc/%d/exe", pid))
	if err != nil {
		return fmt.Sprintf("PID %d", pid)
	}
	return fmt.Sprintf("%s, PID %d", filepath.Base(strings.TrimSuffix(name, " (deleted)")), pid)
}

// renameBlocked reports whether a rename failed because somebody has the file
// open, which only happens on Windows.
func renameBlocked(error) bool { return false }

// syncDir flushes a folder, so that a rename in it outlives a power failure.
func syncDir(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !errors.Is(err, syscall.EINVAL) && !errors.Is(err, syscall.ENOTSUP) {
		return err
	}
	return nil
}

// inode returns the file's number on its disk.
func inode(info os.FileInfo) int64 {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return int64(s.Ino) //nolint:unconvert // its type differs by platform
	}
	return 0
}
