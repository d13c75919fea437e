package load

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// fold returns a text in the form it is compared in: NFKC, lower case, without
// white space, with one form of each dash and bracket. Only keys and scores use
// it; what is stored stays as printed.
func fold(s string) string {
	plain := true
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= 0x80 || c <= ' ' || 'A' <= c && c <= 'Z' {
			plain = false
			break
		}
	}
	if plain {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch r {
		case '‐', '‑', '‒', '–', '—', '―', '−', '－':
			return '-'
		case '〜', '～':
			return '~'
		case '「', '『', '【', '〔', '［':
			return '('
		case '」', '』', '】', '〕', '］':
			return ')'
		}
		if unicode.IsSpace(r) || unicode.IsControl(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKC.String(s))
}
