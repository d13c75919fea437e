package main

import (
	"strings"
	"testing"
)

// Ensure columns line up by displayed width, and cells stay on their line.
func TestColumns(t *testing.T) {
	c := &columns{header: []string{"指標", "n"}, right: []bool{false, true}, limit: 8}
	c.add("ＢＰＲ実施課", "8")
	c.add("a\nb", "1,300")
	var b strings.Builder
	if err := c.write(&b); err != nil {
		t.Fatal(err)
	}
	want := "" +
		"指標         n\n" +
		"-------  -----\n" +
		"ＢＰＲ…      8\n" +
		"a b      1,300\n"
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}
