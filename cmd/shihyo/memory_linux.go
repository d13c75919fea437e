package main

import "golang.org/x/sys/unix"

// largePages asks the system to back memory with large pages (2 MB on amd64) when
// it is touched, and reports whether it will.
func largePages(b []byte) bool { return unix.Madvise(b, unix.MADV_HUGEPAGE) == nil }
