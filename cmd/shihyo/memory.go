package main

import (
	"os"
	"runtime"
	"runtime/debug"
)

// How much garbage may gather before the collector runs: ballastSize times
// garbageShare of whatever a document is, and garbageShare of what is in use. By
// its own rule the collector runs first when 4 MB are in use, which a document of
// fifty pages passes several times, for a tenth of the time in which it is read;
// and when 20 MB are in use, as with a thousand pages, it would let another 20 MB
// gather. A constant room and a smaller share are better for both.
const (
	ballastSize  = 32 << 20 // bytes
	garbageShare = 50       // percent
)

// roomSize is how much memory is asked for in large pages, in bytes: about what a
// document of a hundred pages needs. A page of 4 kB takes .5 to 3 µs when it is
// first touched, in virtual machines the most, which was a tenth to a fifth of
// the time in which such a document is read.
const roomSize = 24 << 20

// ballast sets the collector up, but for the share where GOGC says another, and
// gives the heap room in large pages. It returns memory that counts as in use for
// the collector but is never touched, so that it takes none from the system; it
// has effect as long as it is referred to.
func ballast() []byte {
	percent := debug.SetGCPercent(-1) // allocating it must not start a collection
	if os.Getenv("GOGC") == "" {
		percent = garbageShare
	}
	defer debug.SetGCPercent(percent)
	// What is given back after it was made ready is what the heap fills first.
	// The collection takes .7 ms, as much as a document of a few pages gains.
	if largePages(make([]byte, roomSize)) {
		defer runtime.GC()
	}
	return make([]byte, ballastSize)
}
