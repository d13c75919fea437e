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
	c := &columns{header: []string{"item", "indicator", "value"}, screen: 40, give: []give{{0, 12}, {1, 12}}}
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

// Ensure dashes below running text end with the screen, and the text does not.
func TestColumnsRunningText(t *testing.T) {
	c := &columns{header: []string{"page", "finding"}, screen: 12}
	c.add("1", "a long sentence")
	var b strings.Builder
	if err := c.write(&b); err != nil {
		t.Fatal(err)
	}
	want := "" +
		"page  finding\n" +
		"----  ------\n" +
		"1     a long sentence\n"
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

// Ensure a table that fits no screen can be told row by row, nothing left out.
func TestColumnsTall(t *testing.T) {
	c := &columns{header: []string{"指標", "n"}, screen: 3}
	c.add("ＢＰＲ", "8")
	c.add("", "9")
	if c.fits() {
		t.Error("fits a screen of three columns")
	}
	var b strings.Builder
	if err := c.writeTall(&b); err != nil {
		t.Fatal(err)
	}
	if want := "指標  ＢＰＲ\nn     8\n\n指標\nn     9\n"; b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

// Ensure differences are printed as values are.
func TestGrouped(t *testing.T) {
	for number, want := range map[string]string{"": "", "0": "0", "-7": "-7", "999": "999", "1000": "1,000", "-1234567": "-1,234,567", "12345.678": "12,345.678"} {
		if got := grouped(number); got != want {
			t.Errorf("%s: %s, want %s", number, got, want)
		}
	}
}
