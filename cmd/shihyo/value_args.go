package main

import "strings"

// guard marks an argument that begins with a minus and a digit, so that the
// flag parser takes it for a text. No command line can hold the byte otherwise.
const guard = "\x00"

// protectValues marks the values among the arguments of `shihyo value`: -198 is
// a value, not a flag. unprotect takes the mark off again.
func protectValues(args []string) []string {
	at := -1
	for i, arg := range args {
		if i > 0 && args[i-1] == "--lang" {
			continue
		}
		if !strings.HasPrefix(arg, "-") {
			at = i
			break
		}
	}
	if at < 0 || args[at] != "value" {
		return args
	}
	out := append([]string(nil), args...)
	for i := at + 1; i < len(out); i++ {
		if rest, ok := strings.CutPrefix(out[i], "-"); ok && rest != "" && (rest[0] == '.' || '0' <= rest[0] && rest[0] <= '9') {
			out[i] = guard + out[i]
		}
	}
	return out
}

// unprotect returns the argument as the user wrote it.
func unprotect(arg string) string { return strings.TrimPrefix(arg, guard) }
