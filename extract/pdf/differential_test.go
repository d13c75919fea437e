//go:build unix

package pdf

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode"

	other "github.com/ledongthuc/pdf"
	"golang.org/x/text/unicode/norm"
)

// The differential test compares with a reader written by others. That reader
// can hang, take all memory and end the program on damaged files, so it runs in
// a child process with limits: this test binary, started again.

const (
	childFile   = "SHIHYO_OTHER_READER" // the file that the child reads
	childTime   = 20 * time.Second
	childMemory = 4 << 30 // bytes of address space; the runtime reserves some of it
)

func TestMain(m *testing.M) {
	if file := os.Getenv(childFile); file != "" {
		limit := syscall.Rlimit{Cur: childMemory, Max: childMemory}
		if err := syscall.Setrlimit(syscall.RLIMIT_AS, &limit); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		if err := otherReader(file); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// otherReader prints the text of all pages, in content order.
func otherReader(file string) error {
	f, r, err := other.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	for n := 1; n <= r.NumPage(); n++ {
		for _, t := range r.Page(n).Content().Text {
			fmt.Print(t.S)
		}
	}
	return nil
}

// Ensure we read the same characters as an independent reader where that one
// can read a file at all.
func TestDifferential(t *testing.T) {
	dir := t.TempDir()
	small := filepath.Join(dir, "small.pdf")
	if err := os.WriteFile(small, smallPDF(), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		file string
		// Shares of our characters that it has, and of its characters that we
		// have. It has its own faults: of fonts with glyphs that read as nothing
		// it makes characters, and it knows no /ActualText.
		ours, its float64
	}{
		{small, 1, 1},
		{"../../testdata/seed/seed-calc.pdf", 1, 0.85},
		{"../../testdata/seed/seed-chromium.pdf", 0.98, 0.98},
	} {
		t.Run(filepath.Base(tt.file), func(t *testing.T) {
			ctx, cancel := context.WithTimeout(context.Background(), childTime)
			defer cancel()
			cmd := exec.CommandContext(ctx, os.Args[0])
			cmd.Env = append(os.Environ(), childFile+"="+tt.file, "GOMEMLIMIT=512MiB")
			var out, errs bytes.Buffer
			cmd.Stdout, cmd.Stderr = &out, &errs
			if err := cmd.Run(); err != nil {
				t.Fatalf("the other reader: %v %.500s", err, errs.String())
			}
			d := open(t, tt.file)
			var ours strings.Builder
			for n := 1; n <= d.NumPages(); n++ {
				p, err := d.Page(n)
				if err != nil {
					t.Fatal(err)
				}
				for i := range p.Glyphs {
					ours.WriteString(p.Glyphs[i].Text)
				}
			}
			a, b := agreement(ours.String(), out.String())
			if a < tt.ours || b < tt.its {
				t.Errorf("it has %.4f of our characters, want %.4f; we have %.4f of its, want %.4f", a, tt.ours, b, tt.its)
			}
		})
	}
}

// agreement compares texts as bags of characters, white space left out: which
// share of a is in b, and of b in a.
func agreement(a, b string) (ofA, ofB float64) {
	count := map[rune]int{}
	n, m, both := 0, 0, 0
	for _, r := range norm.NFKC.String(a) {
		if !unicode.IsSpace(r) {
			count[r]++
			n++
		}
	}
	for _, r := range norm.NFKC.String(b) {
		if !unicode.IsSpace(r) {
			m++
			if count[r] > 0 {
				count[r]--
				both++
			}
		}
	}
	return float64(both) / float64(max(n, 1)), float64(both) / float64(max(m, 1))
}

// smallPDF is a file simple enough for every reader.
func smallPDF() []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	content := "BT /F1 12 Tf 50 700 Td (Plan 2024: 1,234 units) Tj 0 -20 Td [(AV)120(A)-300( \\(37.5%\\))] TJ ET"
	var at []int
	for i, s := range []string{
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
		fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(content), content),
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding/FirstChar 32/LastChar 126/Widths[" +
			strings.Repeat("500 ", 95) + "]>>",
	} {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, s)
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, o := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, xref)
	return b.Bytes()
}
