//go:build !race

package object

const slow = false
