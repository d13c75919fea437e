package content

import "testing"

// Ensure text strings are decoded as their marks say, and without one as they
// make sense.
func TestTextString(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"UTF-16", "\xfe\xff\x65\xe5\x67\x2c", "日本"},
		{"UTF-16, little endian", "\xff\xfe\xe5\x65\x2c\x67", "日本"},
		{"UTF-8", "\xef\xbb\xbf日本", "日本"},
		{"PDFDocEncoding", "Excel\xae \x8d2016\x8e \x85 Andr\xe9s \xa0", "Excel® “2016” – Andrés €"},
		{"accents side by side", "\xe9\xe8\xe0t\xe9", "éèàté"},
		{"UTF-8 without a mark", "(HP)【第499報】", "(HP)【第499報】"},
		{"Shift-JIS without a mark", "KPI\x8e\x77\x95\x57\x88\xea\x97\x97.xls", "KPI指標一覧.xls"},
		{"a quoted word", "\x8dword\x8e", "“word”"},
		{"cut in the middle", "\x8e\x77\x95\x57\x88", "”wŁW‹"},
		{"empty", "", ""},
	} {
		if got := TextString([]byte(tt.in)); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
