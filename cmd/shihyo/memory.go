package main

import (
	"os"
	"runtime"
	"runtime/debug"
)

// How much garbage may gather before the collector runs: garbageShare of ballastSize
// and of what is in use. By its own rule the collector runs first when 4 MB are in
// use, which a document of fifty pages passes several times, for a tenth of the
// time in which it is read; and when 20 MB are in use, as with a thousand pages, it
// would let another 20 MB gather. A constant room, here 21 MB, and a small share
// are better for both: most documents never meet the collector.
const (
	ballastSize  = 105 << 20 // bytes
	garbageShare = 20        // percent
)

// roomSize is how much memory is asked for in large pages, in bytes: about what a
// document of a hundred pages needs. A page of 4 kB takes .5 to 3 µs when it is
// first touched, in virtual machines the most, which was a tenth to a fifth of
// the time in which such a document is read.
const roomSize = 32 << 20

// ballast sets the collector up, unless GOGC does, and gives the heap room in large
// pages. It returns memory that counts as in use for the collector but is never
// touched, so that it takes none from the system; it has effect as long as it is
// referred to.
func ballast() []byte {
	if os.Getenv("GOGC") != "" {
		return nil
	}
	debug.SetGCPercent(-1) // allocating it must not start a collection
	defer debug.SetGCPercent(garbageShare)
	// What is given back after it was made ready is what the heap fills first.
	// The collection takes .7 ms, as much as a document of a few pages gains.
	if largePages(make([]byte, roomSize)) {
		defer runtime.GC()
	}
	return make([]byte, ballastSize)
}
