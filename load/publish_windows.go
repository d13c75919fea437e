package load

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// readLock does nothing: on Windows a file open for writing cannot be opened
// by another program at all.
func readLock(*os.File) (holder string, err error) { return "", nil }

// renameBlocked reports whether a rename failed because somebody has the file
// open.
func renameBlocked(err error) bool {
	return errors.Is(err, windows.ERROR_SHARING_VIOLATION) || errors.Is(err, windows.ERROR_ACCESS_DENIED)
}

// syncDir does nothing: NTFS journals renames.
func syncDir(string) error { return nil }

// inode returns 0: size and time have to do.
func inode(os.FileInfo) int64 { return 0 }
