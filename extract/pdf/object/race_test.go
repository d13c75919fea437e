//go:build race

package object

// slow says that code runs some ten times slower, as under the race detector.
// Tests that have no use for that one then try less.
const slow = true
