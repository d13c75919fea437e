package main

import (
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// last sets a variable to the last line of a file or output: last ID stdout.
func last(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: last VARIABLE FILE")
	}
	lines := strings.Split(strings.TrimSpace(ts.ReadFile(args[1])), "\n")
	ts.Setenv(args[0], lines[len(lines)-1])
}
