package main

import (
	"os"
	"path/filepath"
	"testing"

	"shihyo/extract/pdf"
)

// TestDamageFile checks that a file written anew shows what it did, and that each
// damage takes away or moves what it says and nothing else.
func TestDamageFile(t *testing.T) {
	names, err := filepath.Glob("../../../testdata/seed/*.pdf")
	if err != nil || len(names) == 0 {
		t.Fatalf("no documents: %v", err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		before := measureFile(t, data)
		for harm := range fileDamages {
			damaged, err := damageFile(data, harm, 1)
			if err != nil {
				t.Fatalf("%s, %s: %v", name, harm, err)
			}
			after := measureFile(t, damaged)
			lost := map[string][3]bool{ // glyphs fewer, rules otherwise (pieces of one may be two then), glyphs moved
				"file-none": {}, "file-rules": {false, true, false}, "file-shift": {false, false, true},
				"file-drop": {true, false, false}, "file-close": {true, false, false},
			}[harm]
			moved := after.x != before.x || after.y != before.y
			got := [3]bool{after.glyphs < before.glyphs, after.rules != before.rules, moved}
			if lost[0] {
				got[2] = lost[2] // those behind a removed one may move up
			}
			if got != lost {
				t.Errorf("%s, %s: %+v became %+v", filepath.Base(name), harm, before, after)
			}
		}
	}
}

// drawn sums up what a file shows.
type drawn struct {
	glyphs, rules int
	x, y          float64 // of the first glyph
}

func measureFile(t *testing.T, data []byte) (d drawn) {
	t.Helper()
	doc, err := pdf.Open("damaged.pdf", data, pdf.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i := range doc.NumPages() {
		p, err := doc.Page(i + 1)
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 && len(p.Glyphs) > 0 {
			d.x, d.y = p.Glyphs[0].X0, p.Glyphs[0].Top
		}
		d.glyphs += len(p.Glyphs)
		d.rules += len(p.Rules)
	}
	return d
}
