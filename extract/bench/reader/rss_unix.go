//go:build unix

package main

import (
	"os"
	"syscall"
)

// maxRSS returns the greatest resident memory of a process in kB (Linux).
func maxRSS(s *os.ProcessState) int64 {
	if u, ok := s.SysUsage().(*syscall.Rusage); ok {
		return int64(u.Maxrss)
	}
	return 0
}
