package table

import (
	"shihyo/extract/finding"
	"shihyo/extract/page"
)

// Codes of the findings of table building.
var (
	TooManyRules = finding.Register("too_many_rules", finding.Warning,
		"罫線や塗りが %v 個あり、その一部だけを表の検出に使いました。表が欠けていないか確認してください。",
		"the page has %v lines and filled areas, of which only a part was used to find tables; check that none is missing.")
	GlyphOnBorder = finding.Register("glyph_on_border", finding.Warning,
		"文字がセルの境界にかかっています：「%v」。",
		"a character stands across the border of the cell: %q.")
	TextDisplaced = finding.Register("text_displaced", finding.Warning,
		"文字がページの罫線から全体にずれていたため、合わせて読みました。端の文字が正しいセルに入っているか確かめてください。",
		"the text of the page stood off its lines and was moved back to them; look whether the characters at the edges went to the right cells.")
	CharacterUnknown = finding.Register("character_unknown", finding.Warning,
		"読み取れない文字があります：「%v」。原本で確かめてください。",
		"a character could not be read: %q; look at the document.")
	CellsRunTogether = finding.Register("cells_run_together", finding.Warning,
		"罫線が欠けて複数のセルの値がつながっている恐れがあります：「%v」。",
		"a line seems to be missing, so the values of several cells may have run together: %q.")
	LineMissing = finding.Register("line_missing", finding.Warning,
		"罫線が欠けているとみて、セルを文字の並びから分けました：「%v」ほか。",
		"lines seem to be missing; cells were parted by their texts, such as %q.")
	RowLineMissing = finding.Register("row_line_missing", finding.Warning,
		"行の間の罫線が欠けているとみて、文字の並びから行を分けました：「%v」ほか。",
		"a line between two rows seems to be missing; the rows were parted by their texts, such as %q.")
	HoleInText = finding.Register("hole_in_text", finding.Warning,
		"文字の間が一字分空いています。読み取れなかった文字がある可能性があります：「%v」。",
		"there is room for one more character between two; one may be missing: %q.")
	TextTorn = finding.Register("text_torn", finding.Warning,
		"一続きの文字が二つのセルに分かれています：「%v」。",
		"characters that stand together were parted between two cells: %q.")
	GlyphsMiscounted = finding.Register("glyphs_miscounted", finding.Error,
		"ページの文字 %v 字のうち、表と行に入ったのは %v 字です。",
		"the page has %v characters, but tables and lines hold %v.")
)

// place puts a finding on a page and box.
func place(f finding.Finding, p *page.Page, b page.Box) finding.Finding {
	return f.At(p.Number, [4]float64{b.X0, b.Top, b.X1, b.Bottom})
}
