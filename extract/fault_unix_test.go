//go:build unix

package extract

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"

	"shihyo/extract/finding"
	"shihyo/extract/page"
)

// Ensure a mapped file that somebody cuts short is a fault and no crash.
func TestWalkFileCutShort(t *testing.T) {
	name := filepath.Join(t.TempDir(), "plan.pdf")
	data := seed(t).Data
	if err := os.WriteFile(name, data, 0o644); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	mapped, err := unix.Mmap(int(f.Fd()), 0, len(data), unix.PROT_READ, unix.MAP_PRIVATE)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Munmap(mapped)
	if err := os.Truncate(name, 0); err != nil {
		t.Fatal(err)
	}
	_, err = Pages(t.Context(), Source{Name: name, Data: mapped}, Options{}, func(*page.Page) error { return nil })
	var fault *finding.Fault
	if !errors.As(err, &fault) || fault.Code != Broken {
		t.Fatalf("error %v, want %s", err, Broken)
	}
}
