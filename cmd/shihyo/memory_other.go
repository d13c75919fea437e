//go:build !linux

package main

// largePages is for Linux alone: other systems choose the size of pages themselves.
func largePages([]byte) bool { return false }
