package main

import "runtime/debug"

// ballastSize is how much garbage may gather beyond what the collector's own
// rule allows, in bytes. By that rule it runs first when 4 MB are in use, which
// a document of fifty pages passes several times, for a tenth of the time in
// which it is read. More than this would cost long documents memory.
const ballastSize = 8 << 20

// ballast returns memory that counts as in use for the collector but is never
// touched, so that it takes none from the system. It shifts the collector's goal
// by a constant, where a greater percentage would multiply whatever is in use.
// It has effect as long as it is referred to.
func ballast() []byte {
	percent := debug.SetGCPercent(-1) // allocating it must not start a collection
	defer debug.SetGCPercent(percent)
	return make([]byte, ballastSize)
}
