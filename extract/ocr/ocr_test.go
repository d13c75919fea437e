package ocr

import (
	"fmt"
	"image"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"shihyo/extract/page"
)

// TestMain lets the test binary act as the rendering child, as the program does.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == RenderCommand {
		os.Exit(RenderMain(os.Args[2:], os.Stdin, os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

// grid draws a 2 × 2 table of 1 pixel a point with lines 2 pixels thick.
func grid() *image.Gray {
	img := image.NewGray(image.Rect(0, 0, 200, 120))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	fill := func(x0, y0, x1, y1 int) {
		for y := y0; y < y1; y++ {
			for x := x0; x < x1; x++ {
				img.Pix[y*img.Stride+x] = 20
			}
		}
	}
	for _, y := range []int{10, 50, 100} {
		fill(20, y, 182, y+2)
	}
	for _, x := range []int{20, 90, 180} {
		fill(x, 10, x+2, 102)
	}
	fill(30, 20, 40, 30) // a character-sized blot
	return img
}

func TestFindRules(t *testing.T) {
	img := grid()
	rules, areas := findRules(img, 1)
	var got []string
	for _, r := range rules {
		got = append(got, fmt.Sprintf("%v %v", r.Horizontal, r.Box))
	}
	want := "true {20 10 182 12}\ntrue {20 50 182 52}\ntrue {20 100 182 102}\nfalse {20 10 22 102}\nfalse {90 10 92 102}\nfalse {180 10 182 102}"
	if s := strings.Join(got, "\n"); s != want {
		t.Errorf("rules:\n%s\nwant:\n%s", s, want)
	}
	erase(img, areas)
	if rules, _ := findRules(img, 1); len(rules) != 0 {
		t.Errorf("after erasing, rules are left: %v", rules)
	}
	if img.GrayAt(35, 25).Y != 20 {
		t.Error("erasing the lines took a character with it")
	}
}

func TestParseHOCR(t *testing.T) {
	const hocr = `<?xml version="1.0"?><html><body><span class='ocr_line' title="bbox 8 8 90 44; baseline 0 0; x_size 40; x_descenders 5">
<span class='ocrx_word' title='bbox 8 8 90 40; x_wconf 91'><span class='ocrx_cinfo' title='x_bboxes 8 10 40 42; x_conf 98.5'>指</span>
<span class='ocrx_cinfo' title='x_bboxes 48 10 56 40; x_conf 61'>&lt;</span></span></span></body></html>`
	glyphs, err := parseHOCR(strings.NewReader(hocr), 4)
	if err != nil {
		t.Fatal(err)
	}
	if len(glyphs) != 2 || glyphs[0].Text != "指" || glyphs[1].Text != "<" {
		t.Fatalf("glyphs: %+v", glyphs)
	}
	if g := glyphs[0]; g.Box != (page.Box{X0: 2, Top: 2, X1: 11, Bottom: 11}) || g.Size != 10 || g.Conf != 0.985 {
		t.Errorf("first glyph: %+v", g)
	}
	if g := glyphs[1]; g.X0 != 11 || g.Top != 2 {
		t.Errorf("second glyph does not touch the first on its line: %+v", g)
	}
}

func TestReadScannedPage(t *testing.T) {
	if _, err := languages(t.Context()); err != nil {
		t.Skip(err)
	}
	data, err := os.ReadFile(filepath.Join("testdata", "scan.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	p := Read(t.Context(), data, "", &page.Page{Number: 1, Width: 595.4, Height: 842})
	var text strings.Builder
	horizontal := 0
	for _, g := range p.Glyphs {
		text.WriteString(g.Text)
		if g.Conf <= 0 || g.Conf > 1 || g.X1 > p.Width || g.Bottom > p.Height {
			t.Errorf("glyph out of range: %+v", g)
		}
	}
	for _, r := range p.Rules {
		if r.Horizontal {
			horizontal++
		}
	}
	for _, want := range []string{"指標", "ペーパーレス化の推進", "48.2%"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("recognised text lacks %q:\n%s", want, text.String())
		}
	}
	if horizontal < 10 || len(p.Rules)-horizontal < 5 {
		t.Errorf("found %d horizontal and %d vertical rules", horizontal, len(p.Rules)-horizontal)
	}
	if !p.OCR || len(p.Findings) != 1 || p.Findings[0].Code != CodeRecognised {
		t.Errorf("page not marked as recognised: OCR=%v %v", p.OCR, p.Findings)
	}
}

func TestReadWithoutTesseract(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	p := Read(t.Context(), nil, "", &page.Page{Number: 3, Width: 595, Height: 842})
	if len(p.Glyphs) != 0 || len(p.Findings) != 1 || p.Findings[0].Code != CodeUnavailable || p.Findings[0].Page != 3 {
		t.Fatalf("findings: %+v", p.Findings)
	}
	if m := p.Findings[0].Message("en"); !strings.Contains(m, "tesseract-ocr-jpn") {
		t.Errorf("the message does not name the package to install: %s", m)
	}
}

func TestReadDamagedFile(t *testing.T) {
	if _, err := languages(t.Context()); err != nil {
		t.Skip(err)
	}
	p := Read(t.Context(), []byte("%PDF-1.7\nnothing"), "", &page.Page{Number: 1, Width: 595, Height: 842})
	if len(p.Findings) != 1 || p.Findings[0].Code != CodeFailed {
		t.Fatalf("findings: %+v", p.Findings)
	}
}
