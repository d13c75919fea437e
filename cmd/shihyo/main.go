// Command shihyo reads KPI tables out of Japanese government PDFs into DuckDB.
//
// The command only parses flags, wires the stages and prints; what it does is
// in the packages extract, normalize and load. Each command has a file of its
// own, and all are run through Do, so that tests run them as users do.
package main

import (
	"os"
	"runtime"
)

func main() {
	b := ballast()
	code := Do(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	runtime.KeepAlive(b)
	os.Exit(code)
}
