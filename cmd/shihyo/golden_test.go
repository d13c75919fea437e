package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestGolden compares whole outputs for the seed documents with the files in
// testdata/seed. Run with -update after a change that is meant to show, and
// read the diff.
func TestGolden(t *testing.T) {
	tests := []struct{ args, golden string }{
		{"text seed-calc.pdf", "seed-calc.txt"},
		{"text seed-chromium.pdf", "seed-chromium.txt"},
		{"extract seed-chromium.pdf --format jsonl", "seed-chromium.jsonl"},
		{"extract seed-calc.pdf --format csv", "seed-calc.csv"},
		{"extract seed-calc.pdf --lang ja", "seed-calc.ja.txt"},
		{"tables seed-chromium.pdf --pages 3", "seed-chromium.tables.json"},
		{"tables seed-calc.pdf --format csv", "seed-calc.tables.csv"},
		{"inspect seed-chromium.pdf --json", "seed-chromium.inspect.json"},
	}
	t.Chdir(filepath.Join("..", "..", "testdata", "seed"))
	t.Setenv("LC_ALL", "C.UTF-8")
	for _, tt := range tests {
		var stdout, stderr bytes.Buffer
		if code := Do(strings.Fields(tt.args), nil, &stdout, &stderr); code != exitDone || stderr.Len() > 0 {
			t.Errorf("%s: exit %d, %s", tt.args, code, stderr.String())
			continue
		}
		name := filepath.Join("golden", tt.golden)
		if *update {
			if err := os.WriteFile(name, stdout.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(stdout.Bytes(), want) {
			line, g, w := firstDifference(stdout.String(), string(want))
			t.Errorf("%s: line %d of testdata/seed/%s differs (run with -update if that is meant)\ngot  %s\nwant %s", tt.args, line, name, g, w)
		}
	}
}

// firstDifference returns the number of the first line that differs and, of
// both texts, that line from shortly before the difference on.
func firstDifference(got, want string) (int, string, string) {
	g, w := strings.Split(got+"\n(end)", "\n"), strings.Split(want+"\n(end)", "\n")
	i := 0
	for i < min(len(g), len(w))-1 && g[i] == w[i] {
		i++
	}
	k := 0
	for k < min(len(g[i]), len(w[i])) && g[i][k] == w[i][k] {
		k++
	}
	around := func(s string) string { return strings.ToValidUTF8(s[max(0, k-60):min(len(s), k+60)], "") }
	return i + 1, around(g[i]), around(w[i])
}
