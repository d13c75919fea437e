// Package ocr reads pages that have no text layer: it renders the page, finds
// the ruling lines in the picture, erases them, and lets Tesseract recognise
// what is left. The result is an ordinary page, so tables and indicators are
// rebuilt as from any other; every glyph carries Tesseract's confidence and the
// page a finding that its text is only recognised, so nothing read this way is
// taken for certain.
//
// Tesseract is not part of the program: it is run where it is installed.
package ocr

import (
	"context"
	"errors"

	"shihyo/extract/finding"
	"shihyo/extract/page"
)

// The findings of optical character recognition.
var (
	// CodeRecognised marks a page whose text was recognised, not read.
	CodeRecognised = finding.Register("ocr_text", finding.Warning,
		"このページの文字は画像から認識したものです（%d 文字、平均信頼度 %d%%）。原本と照合してください。",
		"the text of this page was recognised from its picture (%d characters, mean confidence %d%%); compare it with the original")
	// CodeCell marks a value on such a page.
	CodeCell = finding.Register("ocr_cell", finding.Warning,
		"画像から認識した値です。原本と照合してください。",
		"this value was recognised from a picture; compare it with the original")
	// CodeUnavailable tells that Tesseract is missing.
	CodeUnavailable = finding.Register("ocr_unavailable", finding.Error,
		"文字認識（OCR）に必要な Tesseract の日本語版がありません。パッケージ tesseract-ocr、tesseract-ocr-jpn、tesseract-ocr-jpn-vert を入れてください。",
		"Tesseract with Japanese data is not installed; install the packages tesseract-ocr, tesseract-ocr-jpn and tesseract-ocr-jpn-vert")
	// CodeFailed tells that a page could not be rendered or recognised.
	CodeFailed = finding.Register("ocr_failed", finding.Error,
		"このページの文字認識に失敗しました（%v）。原本を確認してください。",
		"recognising the text of this page failed (%v); look at the original")
)

// Read recognises a page without a text layer. It returns a copy of p with
// glyphs and ruling lines found in the page's picture; where that fails, the
// copy has no glyphs and a finding says why. data is the whole PDF.
func Read(ctx context.Context, data []byte, password string, p *page.Page) *page.Page {
	out := *p
	out.OCR = true
	fail := func(f finding.Finding) *page.Page {
		out.Findings = append(out.Findings[:len(out.Findings):len(out.Findings)], f.At(p.Number, [4]float64{0, 0, p.Width, p.Height}))
		return &out
	}
	langs, err := languages(ctx)
	if err != nil {
		return fail(finding.New(CodeUnavailable))
	}
	img, scale, err := render(ctx, data, password, p.Number, p.Width, p.Height)
	if err != nil {
		return fail(finding.New(CodeFailed, err))
	}
	rules, areas := findRules(img, scale)
	erase(img, areas)
	glyphs, err := recognise(ctx, img, scale, langs)
	if errors.Is(err, errNoTesseract) {
		return fail(finding.New(CodeUnavailable))
	}
	if err != nil {
		return fail(finding.New(CodeFailed, err))
	}
	out.Glyphs = glyphs
	out.Rules = append(out.Rules[:len(out.Rules):len(out.Rules)], rules...)
	out.Fonts = []page.FontName{{Name: "OCR"}}
	var sum float64
	for i := range glyphs {
		sum += float64(glyphs[i].Conf)
	}
	mean := 0
	if len(glyphs) > 0 {
		mean = int(100*sum/float64(len(glyphs)) + 0.5)
	}
	return fail(finding.New(CodeRecognised, len(glyphs), mean))
}
