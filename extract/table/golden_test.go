package table_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"shihyo/extract/pdf"
	"shihyo/extract/table"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestGoldenGrids reads whole documents and compares their grids with the ones
// in X.grid.txt: a line a cell, with row, column, spans and text.
func TestGoldenGrids(t *testing.T) {
	files, err := filepath.Glob("testdata/kpibench/*.pdf")
	if err != nil || len(files) == 0 {
		t.Fatal("no documents", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			d, err := pdf.Open(file, data, pdf.Options{})
			if err != nil {
				t.Fatal(err)
			}
			var b strings.Builder
			for n := 1; n <= d.NumPages(); n++ {
				p, err := d.Page(n)
				if err != nil {
					t.Fatal(err)
				}
				for _, tab := range table.Build(p).Tables {
					fmt.Fprintf(&b, "page %d: %d × %d\n", n, tab.Rows, tab.Cols)
					for _, c := range tab.Cells {
						fmt.Fprintf(&b, "%d,%d %dx%d %s", c.Row, c.Col, c.RowSpan, c.ColSpan, strings.ReplaceAll(c.Text, "\n", " "))
						if c.Struck {
							b.WriteString(" /struck/")
						}
						b.WriteByte('\n')
					}
				}
			}
			golden := strings.TrimSuffix(file, ".pdf") + ".grid.txt"
			if *update {
				if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Split(b.String(), "\n"); b.String() != string(want) {
				for i, line := range strings.Split(string(want), "\n") {
					if i >= len(got) || got[i] != line {
						t.Fatalf("line %d differs: got %q, want %q", i+1, at(got, i), line)
					}
				}
				t.Fatalf("%d lines more than wanted", len(got)-strings.Count(string(want), "\n")-1)
			}
		})
	}
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "nothing"
}
