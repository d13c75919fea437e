//go:build unix

package main

import (
	"os"

	"golang.org/x/sys/unix"
)

// leastMapped is the size in bytes from which mapping a file costs less than
// reading it.
const leastMapped = 256 << 10

// mapFile returns the bytes of a file without copying them: the greater part of
// a document are fonts and pictures, which nobody looks at. They stay mapped
// until the process ends. Should somebody cut the file short in the meantime,
// the pages not read yet become findings (see extract.Pages). A small file is read;
// mapped tells which was done.
func mapFile(name string) (data []byte, mapped bool, err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, false, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err == nil && info.Mode().IsRegular() && info.Size() >= leastMapped && int64(int(info.Size())) == info.Size() {
		data, err := unix.Mmap(int(f.Fd()), 0, int(info.Size()), unix.PROT_READ, unix.MAP_PRIVATE)
		if err == nil {
			return data, true, nil
		}
	}
	data, err = os.ReadFile(name)
	return data, false, err
}

// forget takes a mapped file out of the memory of the process. What is looked at
// again comes from the system's cache.
func forget(mapped []byte) { _ = unix.Madvise(mapped, unix.MADV_DONTNEED) }
