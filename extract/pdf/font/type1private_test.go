package font

import (
	"encoding/hex"
	"slices"
	"testing"
)

// Ensure advances are read of Type 1 programs in all the forms they come in.
func TestType1Widths(t *testing.T) {
	binary := type1Glyphs("A", "\x8b\xf9\x16\x0d", "B", "\x8b\x8b\xff\x00\x00\x04\x00\x8d\x0c\x0c\x8b\x0c\x07", "C", "\x0e", ".notdef", "\x8b\xfa\x7c\x0d")
	at := slices.Index(binary, '\n') // the head ends with the third line
	for range 2 {
		at += 1 + slices.Index(binary[at+1:], '\n')
	}
	clear, private := binary[:at+1], binary[at+1:]
	segment := func(kind byte, data []byte) []byte {
		return append([]byte{0x80, kind, byte(len(data)), byte(len(data) >> 8), 0, 0}, data...)
	}
	for name, data := range map[string][]byte{
		"binary":      binary,
		"hexadecimal": append(slices.Clone(clear), hex.EncodeToString(private)...),
		"PFB":         slices.Concat(segment(1, clear), segment(2, private), segment(3, nil)[:2]),
	} {
		got := type1Widths(data)
		if len(got) != 3 || got["A"] != 642 || got["B"] != 512 || got[".notdef"] != 1000 {
			t.Errorf("%s: %v", name, got)
		}
	}
	if got := type1Widths([]byte("%!PS eexec")); len(got) != 0 {
		t.Errorf("a program without glyphs: %v", got)
	}
}

// Ensure a font without /Widths takes its advances from its program.
func TestType1WithoutWidths(t *testing.T) {
	f := Load(memory{}, dict{"Subtype": name("Type1"), "BaseFont": name("Test"),
		"FontDescriptor": embedded("FontFile", type1Glyphs("A", "\x8b\xf9\x16\x0d"), 4)})
	if text, width := read(f, "AA"); text != "AA" || width < 1.2839 || width > 1.2841 {
		t.Errorf("%q %g, want AA 1.284", text, width)
	}
}
