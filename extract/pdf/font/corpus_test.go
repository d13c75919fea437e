package font_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"shihyo/extract/page"
	"shihyo/extract/pdf"
)

// Ensure documents with fonts and CMaps of every kind read as pdftotext reads
// them, page by page as bags of characters. Both the documents, which are others'
// and not in the repository, and pdftotext may be absent.
func TestAgainstPoppler(t *testing.T) {
	shared := os.Getenv("SHIHYO_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "..", "..", "shared")
	}
	files, _ := filepath.Glob(filepath.Join(shared, "corpus", "jp-encodings", "*.pdf"))
	if len(files) == 0 {
		t.Skip("the documents are not on this machine")
	}
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("pdftotext is not installed")
	}
	// The reference gives a soft hyphen for each of the three bytes that are no
	// code of the font's CMap; viewers show none.
	differ := map[string]bool{"mozilla+pdf.js__issue11768_reduced.pdf": true}

	for _, file := range files {
		if differ[filepath.Base(file)] {
			continue
		}
		t.Run(filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			doc, err := pdf.Open(file, data, pdf.Options{})
			if err != nil {
				t.Fatal(err)
			}
			const pages = "3"
			out, err := exec.Command("pdftotext", "-l", pages, file, "-").Output()
			if err != nil {
				t.Fatal(err)
			}
			var own strings.Builder
			for n := 1; n <= min(doc.NumPages(), 3); n++ {
				p, err := doc.Page(n)
				if err != nil {
					t.Fatal(err)
				}
				for _, glyphs := range [][]page.Glyph{p.Glyphs, p.Hidden} {
					for i := range glyphs {
						own.WriteString(glyphs[i].Text)
					}
				}
			}
			if f := agreement(bag(string(out)), bag(own.String())); f < 0.995 {
				t.Errorf("F1 %.4f", f)
			}
		})
	}
}

// folded are pairs that Adobe's and Microsoft's tables have differently, and
// the radicals that pdftotext leaves.
var folded = strings.NewReplacer("〜", "~", "～", "~", "−", "-", "－", "-", "‑", "-", "\u00AD", "-", "‖", "∥")

// bag counts the characters of a text under NFKC without white space.
func bag(s string) map[rune]int {
	m := map[rune]int{}
	for _, r := range norm.NFKC.String(folded.Replace(s)) {
		if !unicode.IsSpace(r) && !unicode.IsControl(r) && !unicode.Is(unicode.Mn, r) {
			m[r]++
		}
	}
	return m
}

// agreement is the F1 measure of two bags.
func agreement(a, b map[rune]int) float64 {
	common, all := 0, 0
	for r, n := range a {
		common += min(n, b[r])
		all += n
	}
	for _, n := range b {
		all += n
	}
	if all == 0 {
		return 1
	}
	return 2 * float64(common) / float64(all)
}
