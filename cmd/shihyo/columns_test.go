package main

import (
	"strings"
	"testing"
)

// Ensure columns line up by displayed width, and cells stay on their line.
func TestColumns(t *testing.T) {
	c := &columns{header: []string{"指標", "n"}, right: []bool{false, true}, limit: 8}
	c.add("ＢＰＲ実施課", "8")
	c.add("a\n\x1bb", "1,300")
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

// Ensure a table that is too wide for the screen gives way where it may, and
// only there.
func TestColumnsFitScreen(t *testing.T) {
	c := &columns{header: []string{"item", "indicator", "value"}, screen: 40, give: []int{0, 1}}
	c.add(strings.Repeat("あ", 20), strings.Repeat("b", 15), "1234567890")
	var b strings.Builder
	if err := c.write(&b); err != nil {
		t.Fatal(err)
	}
	want := "" +
		"item         indicator       value\n" +
		"-----------  --------------  ----------\n" +
		"あああああ…  bbbbbbbbbbbbb…  1234567890\n"
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}
