package cmap

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/japanese"
)

// Ensure every CMap that ISO 32000-1 table 118 predefines is there, with the
// writing mode its name tells.
func TestPredefined(t *testing.T) {
	const table118 = `
		GB-EUC-H GB-EUC-V GBpc-EUC-H GBpc-EUC-V GBK-EUC-H GBK-EUC-V GBKp-EUC-H GBKp-EUC-V GBK2K-H GBK2K-V
		UniGB-UCS2-H UniGB-UCS2-V UniGB-UTF16-H UniGB-UTF16-V
		B5pc-H B5pc-V HKscs-B5-H HKscs-B5-V ETen-B5-H ETen-B5-V ETenms-B5-H ETenms-B5-V CNS-EUC-H CNS-EUC-V
		UniCNS-UCS2-H UniCNS-UCS2-V UniCNS-UTF16-H UniCNS-UTF16-V
		83pv-RKSJ-H 90ms-RKSJ-H 90ms-RKSJ-V 90msp-RKSJ-H 90msp-RKSJ-V 90pv-RKSJ-H Add-RKSJ-H Add-RKSJ-V
		EUC-H EUC-V Ext-RKSJ-H Ext-RKSJ-V H V UniJIS-UCS2-H UniJIS-UCS2-V UniJIS-UCS2-HW-H UniJIS-UCS2-HW-V
		UniJIS-UTF16-H UniJIS-UTF16-V
		KSC-EUC-H KSC-EUC-V KSCms-UHC-H KSCms-UHC-V KSCms-UHC-HW-H KSCms-UHC-HW-V KSCpc-EUC-H
		UniKS-UCS2-H UniKS-UCS2-V UniKS-UTF16-H UniKS-UTF16-V
		Identity-H Identity-V
		78-RKSJ-H 78-RKSJ-V 78-EUC-H 78-H 78-V Add-H Add-V Ext-H Ext-V RKSJ-H RKSJ-V NWP-H 90pv-RKSJ-V
		UniJIS-UTF8-H UniJIS-UTF8-V UniJIS-UTF32-H UniJIS-UTF32-V UniJIS2004-UTF8-H UniJIS2004-UTF16-H
		UniJIS2004-UTF16-V UniJIS2004-UTF32-H UniJISX0213-UTF32-H UniJISX02132004-UTF32-V UniJISPro-UCS2-V
		UniJISPro-UCS2-HW-V UniJISPro-UTF8-V`
	for name := range strings.FieldsSeq(table118) {
		m := Predefined(name)
		if m == nil {
			t.Errorf("%s is missing", name)
			continue
		}
		if want := strings.HasSuffix(name, "V"); m.Vertical != want {
			t.Errorf("%s: vertical %v", name, m.Vertical)
		}
		if m.Empty() || m.Ordering == "" || m.Name != name {
			t.Errorf("%s: empty %v, ordering %q, name %q", name, m.Empty(), m.Ordering, m.Name)
		}
	}
	if Predefined("No-Such-H") != nil || Predefined("Adobe-Japan1-UCS2") != nil {
		t.Error("an unknown name gave a CMap")
	}
}

// Ensure codes lead to the CIDs that Adobe's tables give, through usecmap,
// shared tables and overrides for vertical writing.
func TestCID(t *testing.T) {
	tests := []struct {
		name string
		in   string
		cids []uint32
	}{
		{"90ms-RKSJ-H", "A\x82\xa0\xb1\x81\x41", []uint32{264, 843, 327 + 0xb1 - 0xa1, 634}},
		{"90ms-RKSJ-V", "A\x82\xa0\x81\x41", []uint32{264, 843, 7887}},
		{"90msp-RKSJ-H", "A\x82\xa0", []uint32{34, 843}},
		{"EUC-H", "A\xa4\xa2\x8e\xb1", []uint32{264, 843, 343}},
		{"H", "\x24\x22", []uint32{843}},
		{"V", "\x21\x22", []uint32{7887}},
		{"UniJIS-UCS2-H", "\x30\x42\x00A", []uint32{843, 34}},
		{"UniJIS-UCS2-HW-H", "\x30\x42\x00A", []uint32{843, 264}},
		{"UniJIS-UTF16-H", "\x30\x42\xd8\x40\xdc\x0b", []uint32{843, 13839}},
		{"UniJIS-UTF8-H", "A\u3042\U0002000b", []uint32{34, 843, 13839}},
		{"UniJIS-UTF8-V", "\u3001", []uint32{7887}},
		{"UniJIS-UTF32-H", "\x00\x00\x30\x42", []uint32{843}},
		{"Identity-H", "\x03\x4b", []uint32{843}},
		{"GBK-EUC-H", "\xb0\xa1", []uint32{940}},
		{"KSCms-UHC-H", "\xb0\xa1", []uint32{1086}},
		{"ETen-B5-H", "\xa4\x40", []uint32{595}},
	}
	for _, tt := range tests {
		m := Predefined(tt.name)
		var got []uint32
		for s := []byte(tt.in); len(s) > 0; {
			code, n := m.Next(s)
			cid, _ := m.CID(code, n)
			got = append(got, cid)
			s = s[n:]
		}
		if !slices.Equal(got, tt.cids) {
			t.Errorf("%s %x: %v, want %v", tt.name, tt.in, got, tt.cids)
		}
	}
}

// Ensure Shift-JIS codes, their CIDs and Unicode agree with an independent
// table: that of x/text, for all kana and the kanji of level 1.
func TestAgainstText(t *testing.T) {
	m, u := Predefined("90ms-RKSJ-H"), Collection("Adobe", "Japan1")
	differ, all := 0, 0
	for code := uint32(0x829f); code <= 0x9872; code++ {
		b := []byte{byte(code >> 8), byte(code)}
		s, err := japanese.ShiftJIS.NewDecoder().Bytes(b)
		if r, n := utf8.DecodeRune(s); err != nil || r == utf8.RuneError || n != len(s) {
			continue
		}
		if b[0] >= 0x84 && b[0] < 0x88 {
			continue // box drawing and NEC's symbols have shapes of their own
		}
		all++
		cid, ok := m.CID(code, 2)
		text, ok2 := u.Lookup(cid)
		if !ok || !ok2 || text != string(s) {
			differ++
		}
	}
	if all < 3000 || differ > 20 {
		t.Errorf("%d of %d codes differ", differ, all)
	}
}

// Ensure the table of CIDs has no variation selectors left and knows vertical
// and half-width forms.
func TestCollection(t *testing.T) {
	u := Collection("Adobe", "Japan1")
	for cid := uint32(1); cid < 23060; cid++ {
		text, _ := u.Lookup(cid)
		if strings.ContainsFunc(text, func(r rune) bool { return r >= 0xFE00 && r <= 0xFE0F || r >= 0xE0100 }) {
			t.Errorf("CID %d: %+q", cid, text)
		}
	}
	for cid, want := range map[uint32]string{843: "あ", 34: "A", 264: "A", 1125: "亜", 7887: "、", 327: "｡", 0x46d: "逢"} {
		if text, ok := u.Lookup(cid); !ok || text != want {
			t.Errorf("CID %d: %q, want %q", cid, text, want)
		}
	}
	for _, c := range []string{"GB1", "CNS1", "Korea1", "KR"} {
		if u := Collection("Adobe", c); u == nil || u.Len() < 1000 {
			t.Errorf("Adobe-%s is missing", c)
		}
	}
	if Collection("Adobe", "Identity") != nil {
		t.Error("Adobe-Identity has a table")
	}
}

// Ensure the maps over UTF-8 and UTF-16 decode codes to the character they are.
func TestRune(t *testing.T) {
	for _, r := range []rune{'A', 'é', 'あ', '\U0002000b'} {
		var u16 []byte
		for _, u := range utf16.Encode([]rune{r}) {
			u16 = append(u16, byte(u>>8), byte(u))
		}
		for name, s := range map[string][]byte{"UniJIS-UTF8-H": []byte(string(r)), "UniJIS2004-UTF16-V": u16} {
			m := Predefined(name)
			code, n := m.Next(s)
			if got, ok := m.Rune(code, n); !ok || got != r || n != len(s) {
				t.Errorf("%s: %q of %d bytes, want %q", name, got, n, r)
			}
		}
	}
	if _, ok := Predefined("90ms-RKSJ-H").Rune('A', 1); ok {
		t.Error("90ms-RKSJ-H is taken for Unicode")
	}
}

// Ensure invalid bytes are cut off as ISO 32000-1 §9.7.6.3 says, and never more
// than there are.
func TestNextInvalid(t *testing.T) {
	tests := []struct {
		name, in string
		n        int
	}{
		{"90ms-RKSJ-H", "\x82", 1},
		{"90ms-RKSJ-H", "\x82\x01A", 2}, // agrees in one byte with two-byte codes
		{"90ms-RKSJ-H", "\xff\x41", 1},
		{"UniJIS-UTF8-H", "\xe0\xe0\xe0c", 3},
		{"UniJIS-UTF16-H", "\xd8\x40A", 3},
		{"Identity-H", "\x01", 1},
	}
	for _, tt := range tests {
		if _, n := Predefined(tt.name).Next([]byte(tt.in)); n != tt.n {
			t.Errorf("%s %x: %d bytes, want %d", tt.name, tt.in, n, tt.n)
		}
	}
}

// Ensure a code outside all codespace ranges counts if the CMap maps it.
func TestNextOutsideRanges(t *testing.T) {
	m := Parse([]byte(`2 begincodespacerange <00> <7f> <e08080> <efbfbf> endcodespacerange
1 begincidchar <e0> 151 endcidchar 1 begincidrange <20> <7e> 1 endcidrange`), Predefined)
	for _, tt := range []struct {
		in  string
		n   int
		cid uint32
	}{
		{"\xe0\xe0\xe0c", 1, 151},
		{"\xe1\xe0\xe0c", 3, 0},
		{"\xe0\x81\x82", 3, 0}, // a code of its range, if one without a CID
		{"c", 1, 'c' - 31},
	} {
		code, n := m.Next([]byte(tt.in))
		if cid, _ := m.CID(code, n); n != tt.n || cid != tt.cid {
			t.Errorf("%x: %d bytes, CID %d; want %d, %d", tt.in, n, cid, tt.n, tt.cid)
		}
	}
}

// Ensure Lengths agrees with Next wherever it commits itself.
func TestLengths(t *testing.T) {
	for _, name := range Names() {
		m := Predefined(name)
		lengths := m.Lengths()
		for b := range 256 {
			for _, second := range []byte{0, 0x40, 0x81, 0xFF} {
				s := []byte{byte(b), second, 0x81, 0x81}
				if _, n := m.Next(s); lengths[b] != 0 && n != int(lengths[b]) {
					t.Errorf("%s %x: %d bytes, Lengths says %d", name, s, n, lengths[b])
				}
			}
		}
	}
}

const embedded = `/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo 3 dict dup begin /Registry (Adobe) def /Ordering (Japan1) def /Supplement 0 def end def
/CMapName /Test-V def /WMode 1 def
/90ms-RKSJ-H usecmap
1 begincodespacerange <f0a0> <f0ff> endcodespacerange
2 begincidrange <f0a0> <f0af> 100 <f0a8> <f0a8> 7 endcidrange
1 begincidchar <41> 9 endcidchar
1 beginnotdefrange <f0f0> <f0ff> 3 endnotdefrange
endcmap`

// Ensure an embedded CMap adds to the one it is built upon, later entries win,
// and undefined codes have the CID of their notdef range.
func TestParse(t *testing.T) {
	m := Parse([]byte(embedded), Predefined)
	if !m.Vertical || m.Name != "Test-V" || m.Ordering != "Japan1" {
		t.Errorf("%q vertical %v ordering %q", m.Name, m.Vertical, m.Ordering)
	}
	for code, want := range map[uint32]uint32{0xf0a0: 100, 0xf0a7: 107, 0xf0a8: 7, 0xf0a9: 109, 0x82a0: 843, 0xf0f5: 3} {
		if cid, _ := m.CID(code, 2); cid != want {
			t.Errorf("%x: CID %d, want %d", code, cid, want)
		}
	}
	if cid, _ := m.CID('A', 1); cid != 9 {
		t.Errorf("A: CID %d", cid)
	}
	if cid, _ := m.CID('B', 1); cid != 265 {
		t.Errorf("B: CID %d", cid)
	}
	if code, n := m.Next([]byte("\xf0\xa3A")); code != 0xf0a3 || n != 2 {
		t.Errorf("next: %x of %d bytes", code, n)
	}
}

// Ensure ToUnicode CMaps are read with the liberties that writers take.
func TestParseUnicode(t *testing.T) {
	tests := []struct {
		name, in string
		want     map[uint32]string
	}{
		{"bfchar", "beginbfchar <01> <0041> <02> <D840DC0B> <03> <00660069> endbfchar",
			map[uint32]string{1: "A", 2: "\U0002000b", 3: "fi", 4: ""}},
		{"bfrange", "beginbfrange <10> <12> <3042> <20> <21> [<0041> <00420043>] endbfrange",
			map[uint32]string{0x10: "あ", 0x11: "ぃ", 0x12: "い", 0x20: "A", 0x21: "BC"}},
		{"the last character of a text counts up", "beginbfrange <10> <12> <00410042> endbfrange",
			map[uint32]string{0x10: "AB", 0x12: "AD"}},
		{"overlapping ranges: the later wins", "beginbfrange <0000> <00ff> <0100> <0010> <0010> <0041> <0008> <0011> <0050> endbfrange",
			map[uint32]string{0: "\u0100", 7: "\u0107", 8: "P", 0x10: "X", 0x11: "Y", 0x12: "\u0112", 0xff: "\u01ff"}},
		{"range then single", "beginbfrange <0000> <00ff> <0100> endbfrange beginbfchar <0010> <0041> endbfchar",
			map[uint32]string{0x0f: "\u010f", 0x10: "A", 0x11: "\u0111"}},
		{"forgotten end", "beginbfchar <01> <0041> beginbfrange <02> <03> <0042> endbfrange",
			map[uint32]string{1: "A", 2: "B", 3: "C"}},
		{"one byte of text", "beginbfchar <01> <41> endbfchar", map[uint32]string{1: "A"}},
		{"trailing zeros", "beginbfchar <01> <004100000000> endbfchar", map[uint32]string{1: "A"}},
		{"cidrange for bfrange", "begincidrange <01> <05> 65 endcidrange", map[uint32]string{1: "A", 5: "E"}},
		{"no white space", "1 beginbfchar<01><0041>endbfchar", map[uint32]string{1: "A"}},
		{"huge range", "beginbfrange <00000000> <ffffffff> <0020> endbfrange", map[uint32]string{0x21: "A"}},
		{"backward range", "beginbfrange <05> <01> <0041> <07> <08> <0042> endbfrange", map[uint32]string{1: "", 5: "", 7: "B"}},
	}
	for _, tt := range tests {
		u := ParseUnicode([]byte(tt.in), nil)
		for code, want := range tt.want {
			if got, _ := u.Lookup(code); got != want {
				t.Errorf("%s: %x gives %+q, want %+q", tt.name, code, got, want)
			}
		}
	}
}

// Ensure settle agrees with writing every code of every span into a table.
func TestSettle(t *testing.T) {
	seed := uint32(1)
	random := func(n uint32) uint32 {
		seed = seed*1664525 + 1013904223
		return (seed >> 8) % n
	}
	for range 2000 {
		var spans []span
		want := map[uint32]uint32{}
		for range random(12) + 1 {
			lo := random(60)
			s := span{lo: lo, hi: lo + random(20), val: random(1000)}
			spans = append(spans, s)
			for c := s.lo; c <= s.hi; c++ {
				want[c] = s.val + c - s.lo
			}
		}
		in := fmt.Sprint(spans)
		got := settle(spans, false)
		for c := range uint32(90) {
			s := find(got, c)
			w, ok := want[c]
			if (s != nil) != ok || ok && s.val+c-s.lo != w {
				t.Fatalf("%s: code %d in %v, want %d", in, c, got, w)
			}
		}
		for i := 1; i < len(got); i++ {
			if got[i].lo <= got[i-1].hi {
				t.Fatalf("%s: not disjoint: %v", in, got)
			}
		}
	}
}

// Ensure what is encoded comes back the same.
func TestEncode(t *testing.T) {
	m := Parse([]byte(strings.Replace(embedded, "/90ms-RKSJ-H usecmap", "", 1)), nil)
	u := ParseUnicode([]byte("beginbfchar <01> <0041> <02> <00420043> endbfchar beginbfrange <05> <ff> <3042> endbfrange"), nil)
	index := readIndex(Encode([]*CMap{m}, map[string]*Unicode{"U": u}))
	m2, u2 := decodeCMap("Test-V", inflate(index["Test-V"].data)), decodeUnicode(inflate(index["U"].data))
	if fmt.Sprint(m.spans, m.notdef, m.spaces, m.Vertical, m.Ordering) != fmt.Sprint(m2.spans, m2.notdef, m2.spaces, m2.Vertical, m2.Ordering) {
		t.Errorf("CMap: %v, want %v", m2, m)
	}
	for code := range uint32(0x110) {
		a, _ := u.Lookup(code)
		if b, _ := u2.Lookup(code); a != b {
			t.Errorf("%x: %q, want %q", code, b, a)
		}
	}
}

// Ensure the embedded file is what gen makes of Adobe's files, where these lie
// on the machine in the version it was made from.
func TestSource(t *testing.T) {
	src := "/usr/share/poppler/cMap/Adobe-Japan1"
	for _, name := range []string{"UniJIS2004-UTF16-H", "UniJIS-UTF8-V", "90pv-RKSJ-H", "Ext-RKSJ-V", "78-EUC-V"} {
		data, err := os.ReadFile(filepath.Join(src, name))
		if err != nil {
			t.Skip("Adobe's CMap resources are not installed")
		}
		if !bytes.Contains(data, []byte("Copyright 1990-20")) {
			t.Skip("another version")
		}
		var use func(string) *CMap
		use = func(n string) *CMap {
			data, err := os.ReadFile(filepath.Join(src, n))
			if err != nil {
				return nil
			}
			return Parse(data, use)
		}
		raw, own := Parse(data, use), Predefined(name)
		for n := 1; n <= MaxCode; n++ {
			limit := uint32(1) << min(8*n, 16)
			for low := range limit {
				code := low
				if n == 3 {
					code = 0xE00000 | low>>6&0x3FFC0<<2 | low>>6&0x3F<<8 | low&0x3F | 0x8080
				}
				a, _ := raw.CID(code, n)
				if b, _ := own.CID(code, n); a != b {
					t.Fatalf("%s: %x gives CID %d, want %d", name, code, b, a)
				}
			}
		}
	}
}

func FuzzCMap(f *testing.F) {
	f.Add([]byte(embedded))
	f.Add([]byte("beginbfrange <0000> <00ff> <0100> <0010> <0010> [<0041> <D840DC0B>] endbfrange beginbfchar <01> <> endbfchar"))
	f.Add([]byte("1 begincodespacerange <00> <ff> <8140> <fcfc> endcodespacerange /H usecmap beginnotdefchar <00> 1"))
	f.Add([]byte("1 begincodespacerange <0000> <00a0> endcodespacerange begincidchar <41> 0"))
	f.Add([]byte("beginbfrange <00000000> <ffffffff> <ffffffff> <0> <f> [ [ <41>"))
	f.Fuzz(func(t *testing.T, data []byte) {
		m := Parse(data, Predefined)
		lengths := m.Lengths()
		for s := data; len(s) > 0; {
			code, n := m.Next(s)
			if n < 1 || n > len(s) || n > MaxCode {
				t.Fatalf("next took %d of %d bytes", n, len(s))
			}
			if l := int(lengths[s[0]]); l != 0 && l <= len(s) && l != n {
				t.Fatalf("Lengths says %d, Next %d", l, n)
			}
			m.CID(code, n)
			m.Rune(code, n)
			s = s[n:]
		}
		u := ParseUnicode(data, PredefinedUnicode)
		for i := 1; i < len(u.spans); i++ {
			if u.spans[i].lo <= u.spans[i-1].hi {
				t.Fatal("spans overlap")
			}
		}
		for _, s := range u.spans {
			u.Lookup(s.lo)
			u.Lookup(s.hi)
		}
	})
}

// BenchmarkDecode measures what the first use of a predefined CMap costs.
func BenchmarkDecode(b *testing.B) {
	for _, name := range []string{"90ms-RKSJ-H", "UniJIS-UCS2-H", "UniJIS-UTF16-H", "UniJIS-UTF32-H"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				decodeCMap(name, inflate(index()[name].data))
			}
		})
	}
	b.Run("Adobe-Japan1-UCS2", func(b *testing.B) {
		for b.Loop() {
			decodeUnicode(inflate(index()["Adobe-Japan1-UCS2"].data))
		}
	})
}
