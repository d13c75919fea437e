package font

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Repair undoes what the encoding of a PDF does to a text without its writer's
// will, and nothing else:
//
//   - characters of the radical blocks, which come about where a font draws a
//     radical and an ideograph with one glyph, become the ideograph;
//   - variation selectors, which tell shapes apart, not characters, go;
//   - presentation forms (vertical punctuation, Latin ligatures, Arabic forms)
//     become the characters they are forms of;
//   - U+0000, byte order marks and other characters without any appearance go.
//
// Full-width and half-width forms, circled numbers, squared units and
// compatibility ideographs are kept: they are what is printed.
func Repair(s string) string {
	for i := 0; i < len(s); {
		// Nothing below U+200B needs repair but controls.
		if c := s[i]; c >= ' ' && c < 0x7F {
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if repaired(r) != keep {
			return repairFrom(s, i)
		}
		i += n
	}
	return s
}

func repairFrom(s string, i int) string {
	var b strings.Builder
	b.WriteString(s[:i])
	for _, r := range s[i:] {
		if t := repaired(r); t != keep {
			b.WriteString(t)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// keep is repaired's answer for characters that are left alone.
const keep = "\x00keep"

// repaired returns what stands for r after repair.
func repaired(r rune) string {
	switch {
	case r < 0x200B:
		if (r < ' ' || r >= 0x7F && r < 0xA0) && r != '\t' && r != '\n' && r != '\r' {
			return ""
		}
		return keep
	case r <= 0x200F || r >= 0x202A && r <= 0x202E || r >= 0x2060 && r <= 0x206F:
		return "" // zero width, direction marks
	case r >= radicalsFirst && r < radicalsFirst+rune(len(radicals)):
		switch r {
		case 0x2F3E:
			// Japanese fonts draw this radical with the glyph of 戸 (Adobe-Japan1
			// CID 1921) and the next with that of 黒 (CID 2055): these are the
			// ideographs meant, not 戶 and 黑.
			return "戸"
		case 0x2FCA:
			return "黒"
		}
		if t := radicals[r-radicalsFirst]; t != 0 {
			return string(t)
		}
	case r >= 0xFE00 && r <= 0xFE0F, r >= 0xE0100 && r <= 0xE01EF, r == 0xFEFF,
		r >= 0x180B && r <= 0x180D:
		return ""
	case r >= 0xFE10 && r <= 0xFE48:
		if t := vertical[r-verticalFirst]; t != 0 {
			return string(t)
		}
	case r >= 0xFB00 && r <= 0xFB4F, r >= 0xFB50 && r <= 0xFDFF, r >= 0xFE70 && r <= 0xFEFC:
		if t := norm.NFKC.String(string(r)); t != "" {
			return strings.TrimPrefix(t, " ") // isolated marks decompose to a space and the mark
		}
	}
	return keep
}

const (
	radicalsFirst = 0x2E80
	verticalFirst = 0xFE10
)

// vertical leads from the blocks Vertical Forms (U+FE10..) and CJK Compatibility
// Forms (U+FE30..U+FE48) to what stands in horizontal text. NFKC would give
// ASCII for some and three points for the ellipsis.
var vertical = [0xFE48 - verticalFirst + 1]rune{
	0xFE10 - verticalFirst: '，', 0xFE11 - verticalFirst: '、', 0xFE12 - verticalFirst: '。', 0xFE13 - verticalFirst: '：',
	0xFE14 - verticalFirst: '；', 0xFE15 - verticalFirst: '！', 0xFE16 - verticalFirst: '？', 0xFE17 - verticalFirst: '〖',
	0xFE18 - verticalFirst: '〗', 0xFE19 - verticalFirst: '…',
	0xFE30 - verticalFirst: '‥', 0xFE31 - verticalFirst: '—', 0xFE32 - verticalFirst: '–', 0xFE33 - verticalFirst: '＿',
	0xFE34 - verticalFirst: '﹏', 0xFE35 - verticalFirst: '（', 0xFE36 - verticalFirst: '）', 0xFE37 - verticalFirst: '｛',
	0xFE38 - verticalFirst: '｝', 0xFE39 - verticalFirst: '〔', 0xFE3A - verticalFirst: '〕', 0xFE3B - verticalFirst: '【',
	0xFE3C - verticalFirst: '】', 0xFE3D - verticalFirst: '《', 0xFE3E - verticalFirst: '》', 0xFE3F - verticalFirst: '〈',
	0xFE40 - verticalFirst: '〉', 0xFE41 - verticalFirst: '「', 0xFE42 - verticalFirst: '」', 0xFE43 - verticalFirst: '『',
	0xFE44 - verticalFirst: '』', 0xFE47 - verticalFirst: '［', 0xFE48 - verticalFirst: '］',
}

// minusWidth is the advance in ems from which on a glyph given as a soft hyphen
// is a minus: minus signs are 0.55 to 1 em wide, hyphens up to half an em.
const minusWidth = 0.52

// fullWidth is the advance in ems from which on a glyph is taken as full-width.
const fullWidth = 0.9

// repairGlyph repairs the text of one glyph, with what its advance (in ems)
// tells. Chromium gives a glyph that stands for several characters the lowest
// of their codes: U+00AD for the minus, and in Japanese fonts U+2027 and U+2215
// for ・ and ／. A soft hyphen that is drawn is in any case a hyphen.
func repairGlyph(s string, width float64) string {
	switch s {
	case "\u00AD":
		if width >= minusWidth {
			return "\u2212"
		}
		return "-"
	case "\u2027":
		if width >= fullWidth {
			return "・"
		}
	case "\u2215":
		if width >= fullWidth {
			return "／"
		}
	}
	return Repair(s)
}
