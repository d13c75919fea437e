//go:build !unix

package main

import "os"

// mapFile returns the bytes of a file.
func mapFile(name string) ([]byte, error) { return os.ReadFile(name) }
