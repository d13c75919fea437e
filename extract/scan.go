package extract

import (
	"context"
	"slices"
	"strings"

	"shihyo/extract/finding"
	"shihyo/extract/kpi"
	"shihyo/extract/ocr"
	"shihyo/extract/page"
	"shihyo/extract/pdf/content"
)

// Pages whose text has to be seen: scans and faxes, text drawn as shapes, and text
// in fonts that do not tell what their characters are. With OCR their text is
// recognised afresh, and on scans their rules. Without, there may be a layer of invisible
// text that the scanner's own OCR has laid under the picture: viewers search and
// copy it, so it is read as well, with the lines that the reader finds in the
// picture. Either way a person has to look: each value from such a page has a
// finding and little confidence.

var (
	// TextLayer marks a page whose text is the invisible layer of a scan.
	TextLayer = finding.Register("text_layer", finding.Warning,
		"画像だけのページです。スキャン時に埋め込まれた見えない文字（%v文字）と、画像から見つけた罫線（%v本）を読みました。原本と照合してください（--ocr で認識し直せます）。",
		"the page is only an image; the invisible text that came with the scan was read (%v characters), with the ruling lines found in the picture (%v); compare it with the original (--ocr recognises it afresh).")
	// TextLayerCell marks a value on such a page.
	TextLayerCell = finding.Register("text_layer_cell", finding.Warning,
		"スキャン時の文字認識による値です。原本と照合してください。",
		"this value was recognised when the page was scanned; compare it with the original.")
)

// recognisedConfidence is the most that is trusted of a cell recognised from a
// picture: a comma is easily taken for a decimal point, an 8 for a 3.
const recognisedConfidence = 0.5

// scanned gives a page that shows its text as a picture some text to go by.
func scanned(ctx context.Context, src Source, opts Options, p *page.Page) *page.Page {
	if !slices.ContainsFunc(p.Findings, withoutText) {
		return p
	}
	unknown := has(p.Findings, content.TextUnknown)
	if opts.OCR && (len(p.Glyphs) == 0 || unknown) {
		read := ocr.Read(ctx, src.Data, opts.Password, p)
		switch {
		case has(read.Findings, ocr.CodeRecognised):
			if unknown {
				read.Rules = p.Rules // those of the file are exact
			}
			read.Findings = slices.DeleteFunc(read.Findings, withoutText)
			return read
		case !unknown:
			p = read
		default:
			p.Findings = read.Findings // which say why OCR failed
		}
	}
	if has(p.Findings, content.ImageHidden) {
		takeLayer(p)
	}
	return p
}

// withoutText reports whether a finding says that a page shows text which is no
// text in the file: a picture, drawn shapes, or characters without a meaning.
func withoutText(f finding.Finding) bool {
	switch f.Code {
	case content.ImageOnly, content.ImageHidden, content.TextDrawn, content.TextUnknown, content.GlyphsUnknown:
		return true
	}
	return false
}

// takeLayer makes the invisible text of a page count. Its spaces do not: OCR puts
// them between words as it sees them, and so all over Japanese text; where there
// is a gap shows from the places of the characters.
func takeLayer(p *page.Page) {
	sheet := page.Box{X1: p.Width, Bottom: p.Height}
	taken := 0
	for _, g := range p.Hidden {
		if strings.TrimSpace(g.Text) == "" || !sheet.Contains((g.X0+g.X1)/2, (g.Top+g.Bottom)/2) || isRule(&g, p.Rules) {
			continue
		}
		g.Conf = min(g.Conf, recognisedConfidence)
		p.Glyphs = append(p.Glyphs, g)
		taken++
	}
	if taken == 0 {
		return
	}
	p.Hidden = nil
	p.Findings = slices.DeleteFunc(p.Findings, withoutText)
	p.Findings = append(p.Findings, finding.New(TextLayer, taken, len(p.Rules)).At(p.Number, [4]float64{}))
}

// isRule reports whether a recognised character is a ruling line that was taken for
// one, as OCR does that is not told of tables.
func isRule(g *page.Glyph, rules []page.Rule) bool {
	near := max(2.5, 0.6*g.Size) // points: the places of characters in a word are guessed
	upright, level := strings.Contains("|｜│┃¦", g.Text), strings.Contains("_＿―—─", g.Text)
	if !upright && !level {
		return false
	}
	x, y := (g.X0+g.X1)/2, (g.Top+g.Bottom)/2
	for i := range rules {
		b := rules[i].Box
		if rules[i].Horizontal == level && b.X0-near <= x && x <= b.X1+near && b.Top-near <= y && y <= b.Bottom+near {
			return true
		}
	}
	return false
}

// cellFinding tells what is to be said of each value on a page with the given
// findings, "" if nothing is.
func cellFinding(findings []finding.Finding) finding.Code {
	switch {
	case has(findings, ocr.CodeRecognised):
		return ocr.CodeCell
	case has(findings, TextLayer):
		return TextLayerCell
	}
	return ""
}

// doubtRecognised marks the cells of an indicator that stand on a page whose
// text was recognised from a picture; recognised has the code by page.
func doubtRecognised(ind *kpi.Indicator, recognised map[int]finding.Code) {
	for i := range ind.Values {
		c := &ind.Values[i]
		if code := recognised[c.Page]; code != "" {
			c.Confidence = min(c.Confidence, recognisedConfidence)
			c.Findings = append(c.Findings, finding.New(code).At(c.Page, [4]float64{c.Box.X0, c.Box.Top, c.Box.X1, c.Box.Bottom}))
		}
	}
	if recognised[ind.Page] != "" {
		ind.Confidence = min(ind.Confidence, recognisedConfidence)
	}
}
