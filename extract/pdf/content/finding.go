package content

import "shihyo/extract/finding"

// Codes of what a page could not give.
var (
	GlyphsUnknown = finding.Register("glyphs_unknown", finding.Warning,
		"%v文字の読みがファイルに書かれていません（フォント: %v）。",
		"the file does not tell what %v characters read as (font %v).")
	TextUnknown = finding.Register("text_unknown", finding.Warning,
		"このページの文字の多く（%v文字中%v文字）は、読みがファイルに書かれていません。--ocr で画像から読み取れます。",
		"of %v characters of the page the file does not tell what %v read as; --ocr can read them from the picture.")
	ImageOnly = finding.Register("image_only", finding.Warning,
		"文字情報がなく、画像だけのページです。--ocr で読み取れます。",
		"the page is only an image, without text; --ocr can read it.")
	ImageHidden = finding.Register("image_hidden_text", finding.Warning,
		"画像だけのページです。見えない文字情報（スキャン時のOCR結果）が%v文字あります。",
		"the page is only an image, with %v characters of invisible text (from OCR when it was scanned).")
	ImageMostly = finding.Register("image_mostly", finding.Info,
		"ほとんどが画像のページです。画像の中の文字は読み取れません（文字情報は%v文字）。",
		"most of the page is an image; text in it cannot be read (%v characters are text).")
	TextDrawn = finding.Register("text_drawn", finding.Warning,
		"文字情報がなく、図形だけのページです。文字が図形として描かれている場合は読み取れません。",
		"the page has no text, only shapes; characters drawn as shapes cannot be read.")
	FontSubstituted = finding.Register("font_substituted", finding.Info,
		"フォント%vが埋め込まれていません（%v文字）。表示は代わりのフォントになります。",
		"font %v is not embedded (%v characters); it is shown in another font.")
	ContentDamaged = finding.Register("content_damaged", finding.Warning,
		"ページの内容の一部が壊れていて読めません（%v）。",
		"part of the page's content is damaged and could not be read (%v).")
	ContentLimit = finding.Register("content_limit", finding.Warning,
		"ページの内容が多すぎるため、途中までしか読んでいません（%v）。",
		"the page holds too much; it was read only in part (%v).")
	TextUnder = finding.Register("text_under", finding.Warning,
		"画像や図形の下にある文字が%v文字あります。表示と同じか確かめてください。",
		"%v characters lie under a picture or drawing; check that they are what is shown.")
	ValuesDrawn = finding.Register("values_drawn", finding.Info,
		"入力欄の値が%v個、表示形式なしで入っています。閲覧ソフトと同じように置いて読みました。",
		"%v form fields or notes have a value without an appearance; they were read as viewers show them.")
	TextUnseen = finding.Register("text_unseen", finding.Info,
		"見えない文字が%v文字あり、読み取りから除きました（他の図形の下、背景と同じ色、ページの外など）。",
		"%v characters that cannot be seen were left out (under something else, in the colour of their background, off the page).")
)
