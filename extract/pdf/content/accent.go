package content

import (
	"math"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"shihyo/extract/page"
)

// Accents. Fonts of before Unicode have no ä: it is set as an a with a ¨ over it,
// two glyphs in one place. What is printed is one letter.

// combining leads from accents that stand alone to those that combine with a
// letter.
var combining = map[rune]rune{
	'`': '\u0300', '´': '\u0301', 'ˆ': '\u0302', '˜': '\u0303', '¯': '\u0304', '˘': '\u0306', '˙': '\u0307', '¨': '\u0308',
	'˚': '\u030A', '˝': '\u030B', 'ˇ': '\u030C', '¸': '\u0327', '˛': '\u0328',
}

// accent returns the combining form of a text that is an accent, 0 for others.
func accent(text string) rune {
	c, n := utf8.DecodeRuneInString(text)
	if n != len(text) {
		return 0
	}
	return combining[c]
}

// compose makes one letter of accents and the letters they are set over, which
// stand right before or after them in the content.
func (r *run) compose() {
	for i := range r.glyphs {
		mark := accent(r.glyphs[i].Text)
		if mark == 0 || r.marks[i].fate != seen {
			continue
		}
		for _, k := range [2]int{i + 1, i - 1} { // TeX sets the accent first
			if k < 0 || k >= len(r.glyphs) || r.marks[k].fate != seen || !over(&r.glyphs[i], &r.glyphs[k]) {
				continue
			}
			if c := accented(r.glyphs[k].Text, mark); c != "" {
				r.glyphs[k].Text, r.glyphs[i].Text = c, ""
				break
			}
		}
	}
}

// over reports whether an accent stands in the place of a letter.
func over(accent, letter *page.Glyph) bool {
	if accent.Turn != page.Upright || letter.Turn != page.Upright || accent.Vertical || letter.Vertical ||
		math.Abs(accent.Size-letter.Size) > 0.1*letter.Size || math.Abs(accent.OriginY-letter.OriginY) > 0.6*letter.Size {
		return false
	}
	shared := min(accent.X1, letter.X1) - max(accent.X0, letter.X0)
	return shared >= 0.5*min(accent.Width(), letter.Width())
}

// accented returns the letter with an accent as one character, "" if there is
// none.
func accented(letter string, mark rune) string {
	switch letter {
	case "ı":
		letter = "i"
	case "ȷ":
		letter = "j"
	}
	c := norm.NFC.String(letter + string(mark))
	if utf8.RuneCountInString(letter) != 1 || utf8.RuneCountInString(c) != 1 {
		return ""
	}
	return c
}
