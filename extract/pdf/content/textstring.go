package content

import (
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
)

// TextString decodes a PDF text string (ISO 32000-1 §7.9.2.2, and UTF-8 as in
// ISO 32000-2). Writers that put down UTF-8 or Shift-JIS without a mark are
// understood where the bytes make no sense otherwise.
func TextString(b []byte) string {
	switch {
	case len(b) >= 2 && b[0] == 0xfe && b[1] == 0xff:
		return utf16String(b[2:], 1, 0)
	case len(b) >= 2 && b[0] == 0xff && b[1] == 0xfe:
		return utf16String(b[2:], 0, 1)
	case len(b) >= 3 && b[0] == 0xef && b[1] == 0xbb && b[2] == 0xbf:
		return strings.ToValidUTF8(string(b[3:]), "\ufffd")
	}
	if s, ok := unmarked(b); ok {
		return s
	}
	// PDFDocEncoding: as Latin-1 but for two short stretches.
	var s strings.Builder
	for _, c := range b {
		switch {
		case c >= 0x80 && c <= 0x9e:
			s.WriteRune(pdfDoc[c-0x80])
		case c == 0xa0:
			s.WriteRune('€')
		default:
			s.WriteRune(charmap.ISO8859_1.DecodeByte(c))
		}
	}
	return s.String()
}

// unmarked decodes UTF-8 and Shift-JIS that nothing marks as such. Text in
// PDFDocEncoding is hardly ever valid UTF-8 beyond ASCII. For Shift-JIS two
// characters of two bytes must stand side by side whose first bytes are dashes
// and quotes in PDFDocEncoding: kana, signs and the common ideographs.
func unmarked(b []byte) (string, bool) {
	if !slices.ContainsFunc(b, func(c byte) bool { return c >= utf8.RuneSelf }) {
		return "", false
	}
	if utf8.Valid(b) {
		return string(b), true
	}
	pairs, row := 0, 0
	for i := 0; i < len(b); i++ {
		if i+1 < len(b) && b[i] >= 0x81 && b[i] <= 0x9f && b[i+1] >= 0x40 {
			row++
			pairs = max(pairs, row)
			i++
			continue
		}
		row = 0
	}
	if pairs < 2 {
		return "", false
	}
	s, err := japanese.ShiftJIS.NewDecoder().String(string(b))
	return s, err == nil && !strings.ContainsRune(s, utf8.RuneError)
}

// pdfDoc is PDFDocEncoding from 0x80 on (ISO 32000-1 annex D.3).
var pdfDoc = []rune("•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž")

func utf16String(b []byte, lo, hi int) string {
	u := make([]uint16, 0, len(b)/2)
	for i := 0; i+1 < len(b); i += 2 {
		u = append(u, uint16(b[i+hi])<<8|uint16(b[i+lo]))
	}
	return string(utf16.Decode(u))
}
