//go:build !unix

package main

import "os"

// mapFile returns the bytes of a file, which is never mapped.
func mapFile(name string) (data []byte, mapped bool, err error) {
	data, err = os.ReadFile(name)
	return data, false, err
}

// forget is for mapped files.
func forget([]byte) {}
