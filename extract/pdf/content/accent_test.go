package content

import "testing"

// Ensure an accent set over a letter makes one character with it, and any other
// stays.
func TestAccents(t *testing.T) {
	for _, tt := range []struct{ name, content, want string }{
		{"before the letter", "BT /F1 10 Tf 20 30 Td (\\250) Tj -1.2 0 Td (a) Tj 12 0 Td (b) Tj ET", "äb"},
		{"after the letter", "BT /F1 10 Tf 20 30 Td (e) Tj 1 2 Td (\\264) Tj ET", "é"},
		{"under the letter", "BT /F1 10 Tf 20 30 Td (c) Tj 1 0 Td (\\270) Tj ET", "ç"},
		{"beside the letter", "BT /F1 10 Tf 20 30 Td (\\250a) Tj ET", "¨a"},
		{"seldom seen", "BT /F1 10 Tf 20 30 Td (x) Tj 1 0 Td (\\250) Tj ET", "ẍ"},
		{"over a digit", "BT /F1 10 Tf 20 30 Td (7) Tj 1 0 Td (\\250) Tj ET", "7¨"},
		{"another size", "BT /F1 10 Tf 20 30 Td (a) Tj /F1 30 Tf 1 0 Td (\\250) Tj ET", "a¨"},
		{"quotes", "BT /F1 10 Tf 20 30 Td (`a`) Tj ET", "`a`"},
	} {
		if got := text(sheet{content: tt.content}.read(t).Glyphs); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
