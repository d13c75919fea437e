package font

import (
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"shihyo/extract/pdf/object"
)

// Ensure composite fonts give text and widths from whatever tells them.
func TestComposite(t *testing.T) {
	upright := trueType(append(metrics(1000, 1000, 1000, 1000, 1000),
		cmapTable(3, 1, format4([3]int{'、', '、', 1})), verticalForms(1, 4))...)
	tt := join(u16(0, 1, 2, 3, 4, 5)) // CIDToGIDMap: the identity for six glyphs
	kana := trueType(append(metrics(500, 1000, 1000, 1000),
		cmapTable(3, 1, format4([3]int{'あ', 'う', 1})))...)
	shared := trueType(append(metrics(500, 1000, 1000, 1000, 1000),
		cmapTable(3, 10, format12([3]int{0x2F08, 0x2F08, 1}, [3]int{0x4EBA, 0x4EBA, 1}, [3]int{0x20000, 0x20001, 2})))...)
	named := trueType(append(metrics(500, 600, 600), post2(".notdef", "uni3042", "A.alt"))...)

	tests := []struct {
		name  string
		font  dict
		in    string
		text  string
		width float64
	}{
		{"90ms-RKSJ-H reads as code page 932", composite0(name("90ms-RKSJ-H"), "Japan1", nil, dict{"W": array{int64(231), int64(632), int64(500)}}),
			"A\x82\xa0\x81\x60\x81\x7c\x81\x61\xb1\x87\x40", "Aあ～－∥ｱ①", 0.5 + 1 + 1 + 1 + 1 + 0.5 + 1},
		{"90msp-RKSJ-H has proportional Latin", composite0(name("90msp-RKSJ-H"), "Japan1", nil, dict{"W": array{int64(34), array{int64(700)}}}),
			"A\x82\xa0", "Aあ", 1.7},
		{"RKSJ yen stays a yen", composite0(name("90ms-RKSJ-H"), "Japan1", nil, nil), "\x5c", "¥", 1},
		{"78-RKSJ-H has the shapes of 1978 but Windows' punctuation", composite0(name("78-RKSJ-H"), "Japan1", nil, nil), "\x88\xa0\x81\x60\x88\xb1", "啞～鰺", 3},
		{"83pv-RKSJ-H", composite0(name("83pv-RKSJ-H"), "Japan1", nil, nil), "\x82\xa0A", "あA", 2},
		{"EUC-H", composite0(name("EUC-H"), "Japan1", nil, nil), "\xa4\xa2A", "あA", 2},
		{"H", composite0(name("H"), "Japan1", nil, nil), "\x24\x22", "あ", 1},
		{"UniJIS-UTF16-H reads as it is", composite0(name("UniJIS-UTF16-H"), "Japan1", nil, nil), "\x30\x1c\xff\x5e\xd8\x40\xdc\x0b", "〜～\U0002000b", 3},
		{"UniJIS-UCS2-HW-H", composite0(name("UniJIS-UCS2-HW-H"), "Japan1", nil, dict{"W": array{int64(231), int64(632), int64(500)}}), "\x00A\x30\x42", "Aあ", 1.5},
		{"UniJIS-UTF8-H", composite0(name("UniJIS-UTF8-H"), "Japan1", nil, nil), "Aあ", "Aあ", 2},
		{"UniGB-UCS2-H", composite0(name("UniGB-UCS2-H"), "GB1", nil, nil), "\x4e\x2d", "中", 1},
		{"GBK-EUC-H", composite0(name("GBK-EUC-H"), "GB1", nil, nil), "\xd6\xd0", "中", 1},
		{"ETen-B5-H", composite0(name("ETen-B5-H"), "CNS1", nil, nil), "\xa4\xa4", "中", 1},
		{"KSCms-UHC-H", composite0(name("KSCms-UHC-H"), "Korea1", nil, nil), "\xb0\xa1", "가", 1},
		{"Identity-H of a known collection, not embedded", composite0(name("Identity-H"), "Japan1", nil, dict{"DW": int64(900), "W": array{int64(843), array{int64(800)}}}),
			"\x03\x4b\x04\x6d", "あ逢", 1.7},
		{"Identity-H of no collection, not embedded", composite0(name("Identity-H"), "Identity", nil, nil), "\x00\x24", "?", 1},
		{"private codes of a symbol font", composite0(name("Identity-H"), "Identity", stream("beginbfchar <0001> <F0B7> endbfchar"), dict{"BaseFont": name("ABCDEF+SymbolMT")}), "\x00\x01", "•", 1},
		{"an unknown CMap is taken for the identity", composite0(name("Private-H"), "Japan1", nil, nil), "\x03\x4b", "あ", 1},
		{"an embedded CMap on top of a predefined one", composite0(&object.Stream{Dict: dict{"UseCMap": name("90ms-RKSJ-H")},
			Raw: []byte("/WMode 0 def 1 begincodespacerange <f0a0><f0ff> endcodespacerange 1 begincidchar <f0a0> 843 endcidchar")}, "Japan1", nil, nil),
			"\xf0\xa0\x82\xa2", "あい", 2},

		{"ToUnicode", composite0(name("Identity-H"), "Identity", stream("beginbfchar <0001> <3042> <0002> <00660066> endbfchar"), nil),
			"\x00\x01\x00\x02\x00\x03", "あff?", 3},
		{"ToUnicode with codes of another length", composite0(name("Identity-H"), "Identity", stream("beginbfchar <01> <3042> endbfchar"), nil), "\x00\x01", "あ", 1},
		{"ToUnicode of nothing gives way to the collection", composite0(name("Identity-H"), "Japan1",
			stream("beginbfchar <034b> <0000> <034c> <FFFD> <034d> <E123> <034e> <0001> endbfchar"), nil), "\x03\x4b\x03\x4c\x03\x4d\x03\x4e", "あぃいぅ"[:3*4], 4},
		{"a private character is better than none", composite0(name("Identity-H"), "Identity", stream("beginbfchar <0001> <E123> endbfchar"), nil), "\x00\x01", "?\uE123", 1},
		{"Latin letters for ideographs are not believed", composite0(name("Identity-H"), "Identity",
			stream("beginbfrange <0010> <0013> <0030> <0020> <0023> <0030> <0030> <0031> <0036> <0040> <0040> <65E5> endbfrange"), dict{"W": ints(0x30, 0x31, 500)}),
			"\x00\x10\x00\x21\x00\x30\x00\x40", "??6日", 3.5},
		{"letters of fonts made from scans are believed", composite0(name("Identity-H"), "Identity",
			stream("beginbfchar <0001> <0041> <0002> <0041> <0003> <0041> <0004> <0041> <0005> <0041> <0006> <0041> <0007> <0041> <0008> <0041> <0009> <0041> endbfchar"),
			dict{"W": array{int64(1), ints(1000, 1000, 1000, 1000, 500, 510, 520, 530, 540)}}), "\x00\x01", "A", 1},
		{"accented letters without a width of their own are believed", composite0(name("Identity-H"), "Identity",
			stream("beginbfchar <0001> <0041> <0002> <014D> endbfchar"), dict{"W": array{int64(1), ints(667)}}), "\x00\x02", "ō", 1},
		{"accented letters for full-width characters are not believed", composite0(name("Identity-H"), "Identity",
			stream("beginbfchar <0001> <00ff> <0002> <00ff> <0003> <7b2c> endbfchar"), dict{"W": array{int64(1), array{int64(1000), int64(500)}}}),
			"\x00\x01\x00\x03", "?第", 2},
		{"they are where widths are not told", composite0(name("Identity-H"), "Identity",
			stream("beginbfchar <0001> <00ff> endbfchar"), nil), "\x00\x01", "ÿ", 1},
		{"controls for Windows' characters", composite0(name("Identity-H"), "Identity", stream("beginbfchar <0001> <0093> <0002> <0085> endbfchar"), nil), "\x00\x01\x00\x02", "“…", 2},
		{"ToUnicode by name leads from CIDs", composite0(name("90ms-RKSJ-H"), "Private", name("Adobe-Japan1-UCS2"), nil), "\x82\xa0", "あ", 1},
		{"Identity as ToUnicode is the last resort", composite0(name("Identity-H"), "Japan1", name("Identity-H"), nil), "\x03\x4b", "あ", 1},
		{"Identity as ToUnicode where nothing else speaks", composite0(name("Identity-H"), "Identity", name("Identity-H"), nil), "\x30\x42", "あ", 1},
		{"an identity that counts glyphs is not believed", composite0(name("Identity-H"), "Identity", stream("beginbfrange <0000> <0089> <0000> endbfrange"), nil), "\x00\x41", "?", 1},
		{"an identity over Latin codes may be meant", composite0(name("Identity-H"), "Identity", stream("beginbfrange <0000> <00ff> <0000> endbfrange"), nil), "\x00\x41", "A", 1},
		{"one range over all is such an identity", composite0(name("Identity-H"), "Japan1", stream("beginbfrange <0000> <ffff> <0000> endbfrange"), nil), "\x03\x4b", "あ", 1},

		{"TrueType: its cmap turned round", composite0(name("Identity-H"), "Identity", nil,
			dict{"FontDescriptor": embedded("FontFile2", kana, 4)}), "\x00\x01\x00\x02\x00\x09", "あぃ?", 3},
		{"TrueType: vertical forms through GSUB", composite0(name("Identity-V"), "Identity", nil,
			dict{"FontDescriptor": embedded("FontFile2", upright, 4)}), "\x00\x01\x00\x04\x00\x03", "、、?", 3},
		{"TrueType: through CIDToGIDMap", composite0(name("Identity-H"), "Identity", nil,
			dict{"FontDescriptor": embedded("FontFile2", kana, 4), "CIDToGIDMap": &object.Stream{Raw: u16(0, 0, 0, 2)}}), "\x00\x03\x00\x04", "ぃ?", 2},
		{"TrueType: an ideograph rather than its radical", composite0(name("Identity-H"), "Identity", nil,
			dict{"FontDescriptor": embedded("FontFile2", shared, 4), "CIDToGIDMap": &object.Stream{Raw: tt}}), "\x00\x01\x00\x03", "人\U00020001", 2},
		{"TrueType: names of post", composite0(name("Identity-H"), "Identity", nil,
			dict{"FontDescriptor": embedded("FontFile2", named, 4)}), "\x00\x01\x00\x02", "あA", 2},
		{"TrueType: a symbol font under another name", composite0(name("Identity-H"), "Identity", stream("beginbfchar <0001> <F06C> endbfchar"),
			dict{"FontDescriptor": embedded("FontFile2", trueType(table{"name", join(u16(0, 1, 18, 3, 1, 0x409, 1, 18, 0), u16('W', 'i', 'n', 'g', 'd', 'i', 'n', 'g', 's'))}), 4)}), "\x00\x01", "●", 1},
		{"CFF: the CIDs of its own collection", composite0(name("Identity-H"), "Identity", nil,
			dict{"FontDescriptor": embedded("FontFile3", cidKeyed(843, 844), 4)}), "\x03\x4b\x03\x4d", "あ?", 2},
		{"CFF by names: CIDs are glyphs", composite0(name("Identity-H"), "Identity", nil,
			dict{"FontDescriptor": embedded("FontFile3", nameKeyed([]string{".notdef", "uni3042", "T_h"}, nil, []int{0, 0, 0}), 4)}), "\x00\x01\x00\x02", "あTh", 2},
	}
	for _, tt := range tests {
		f := Load(memory{}, tt.font)
		if text, width := read(f, tt.in); text != tt.text || math.Abs(width-tt.width) > 1e-6 {
			t.Errorf("%s: %q, width %v; want %q, %v", tt.name, text, width, tt.text, tt.width)
		}
	}
}

// Ensure simple fonts give text and widths from whatever tells them.
func TestSimple(t *testing.T) {
	font := func(subtype, base string, encoding object.Object, extra dict) dict {
		d := dict{"Type": name("Font"), "Subtype": name(subtype), "BaseFont": name(base)}
		if encoding != nil {
			d["Encoding"] = encoding
		}
		for k, v := range extra {
			d[k] = v
		}
		return d
	}
	diff := func(base string, d ...object.Object) dict {
		e := dict{"Type": name("Encoding"), "Differences": array(d)}
		if base != "" {
			e["BaseEncoding"] = name(base)
		}
		return e
	}
	program := func(key name, data []byte, flags int) dict {
		return dict{"FontDescriptor": embedded(key, data, flags), "FirstChar": int64(0), "Widths": array{}}
	}
	unicodeCmap := trueType(append(metrics(500, 600, 700, 800), cmapTable(3, 1, format4([3]int{'A', 'B', 1}), 1, 0, format6(0x21, 2, 1)))...)
	symbol := trueType(append(metrics(500, 600, 700), cmapTable(3, 0, format4([3]int{0xF021, 0xF022, 1})), post2(".notdef", "alpha", "beta"))...)

	tests := []struct {
		name  string
		font  dict
		in    string
		text  string
		width float64
	}{
		{"Helvetica", font("Type1", "Helvetica", nil, nil), "A'", "A’", 0.667 + 0.222},
		{"StandardEncoding by the widths", font("TrueType", "ArialMT", nil, dict{"FirstChar": int64(0xf1), "Widths": ints(889, 0, 0, 0, 0, 0, 0, 0, 611)}), "\xf1\xf9", "æø", 1.5},
		{"WinAnsi by the widths", font("TrueType", "ArialMT", nil, dict{"FirstChar": int64(0xf1), "Widths": ints(556)}), "\xf1", "ñ", 0.556},
		{"space without a glyph", font("Type1", "Times-Roman", diff("", int64(32), name(".notdef")), nil), "a b", "a b", 0.444 + 0.25 + 0.5},
		{"controls", font("Type1", "Helvetica", nil, nil), "A\x00\nB", "A  B", 0.667 + 0.667},
		{"WinAnsi", font("TrueType", "Arial", name("WinAnsiEncoding"), nil), "A\x80\x92\xad'", "A€’-'", 0.667 + 0.556 + 0.222 + 0.333 + 0.191},
		{"MacRoman", font("TrueType", "Arial,Bold", name("MacRomanEncoding"), nil), "\x8a\xca", "ä ", 0.556 + 0.278},
		{"MacRoman of TrueType", font("TrueType", "Test", name("MacRomanEncoding"), dict{"FirstChar": int64(0xb2), "Widths": ints(500, 500)}), "\xb2\xb3", "≤≥", 1},
		{"MacExpert", font("Type1", "Minion-Expert", name("MacExpertEncoding"), dict{"FirstChar": int64(0x57), "Widths": ints(300)}), "\x57", "ﬁ"[:0] + "fi", 0.3},
		{"Courier", font("Type1", "Courier-Bold", nil, nil), "il", "il", 1.2},
		{"Times", font("Type1", "TimesNewRomanPS-BoldItalicMT", name("WinAnsiEncoding"), nil), "A", "A", 0.667},
		{"Symbol", font("Type1", "Symbol", nil, nil), "ab\xb3", "αβ≥", 0.631 + 0.549 + 0.549},
		{"ZapfDingbats", font("Type1", "ZapfDingbats", nil, nil), "\x34\xac", "✔①", 0.846 + 0.788},
		{"Differences", font("Type1", "Test", diff("WinAnsiEncoding", int64(1), name("uni3042"), name("u20000"), name("A.sc"), name("f_i"), int64(65), name("B")),
			dict{"FirstChar": int64(1), "Widths": ints(1000, 900, 800, 700)}), "\x01\x02\x03\x04AC", "あ\U00020000AfiBC", 3.4 + 0.667 + 0.722},
		{"names outside the list", font("Type1", "Test", diff("", int64(65), name("a65"), name("xyz"), name("g7")), dict{"FirstChar": int64(65), "Widths": ints(1, 1, 1)}), "ABC", "???", 0.003},
		{"IBM's names", font("Type3", "AFP", diff("", int64(129), name("LA010000"), name("LB020000"), name("ND100000"), name("SP110000")), dict{"FirstChar": int64(129), "Widths": ints(1000, 0, 0, 0)}), "\x81\x82\x83\x84", "aB0.", 1},
		{"a space without a name", font("Type1", "Test", nil, program("FontFile", []byte(type1), 4)), "A ", "α ", 0},
		{"zero-width characters are not unknown", font("Type1", "Helvetica", nil, dict{"ToUnicode": stream("beginbfchar <41> <200B> endbfchar")}), "AB", "B", 0.667 * 2},
		{"codes as names", font("Type1", "Test", diff("", int64(65), name("G41"), name("c66"), name("G20")), dict{"FirstChar": int64(65), "Widths": ints(100, 200, 300, 400)}), "ABC", "AB?", 0.6},
		{"codes as names of a gaiji font", font("Type1", "Test", diff("", int64(65), name("c065"), name("c066")), dict{"FirstChar": int64(65), "Widths": ints(1000, 1000)}), "AB", "??", 2},
		{"MissingWidth", font("Type1", "Test", name("WinAnsiEncoding"), dict{"FirstChar": int64(65), "Widths": ints(600),
			"FontDescriptor": dict{"MissingWidth": int64(400), "Flags": int64(32)}}), "AB", "AB", 1},
		{"ToUnicode wins", font("Type1", "Helvetica", name("WinAnsiEncoding"), dict{"ToUnicode": stream("beginbfchar <41> <3042> <42> <000d> endbfchar")}), "ABC", "あBC", 0.667*2 + 0.722},
		{"line ends for a space", font("Type1", "Helvetica", diff("", int64(1), name("x1")), dict{"FirstChar": int64(1), "Widths": ints(250), "ToUnicode": stream("beginbfchar <01> <000a> endbfchar")}), "\x01", " ", 0.25},
		{"codes of a Windows symbol font", font("TrueType", "Symbol", nil, dict{"FirstChar": int64(0x61), "Widths": ints(500), "ToUnicode": stream("beginbfchar <61> <F061> endbfchar")}), "a", "α", 0.5},
		{"bullets of Wingdings", font("TrueType", "ABCDEF+Wingdings-Regular", name("WinAnsiEncoding"), dict{"FirstChar": int64(0x6c), "Widths": ints(500, 0, 500), "ToUnicode": stream("beginbfchar <6e> <F06E> endbfchar")}), "l\x6e", "●■", 1},
		{"Wingdings that claim to be letters", font("TrueType", "Wingdings", nil, dict{"FirstChar": int64(0x6c), "Widths": ints(500), "ToUnicode": stream("beginbfchar <6c> <006c> endbfchar")}), "l", "●", 0.5},
		{"Symbol with differences", font("Type1", "Symbol", diff("", int64(0x61), name("beta")), nil), "a", "β", 0.549},

		{"Type 1: built-in encoding", font("Type1", "Test", nil, program("FontFile", []byte(type1), 4)), "ABCD", "αあ??", 0},
		{"Type 1: built-in encoding under differences", font("Type1", "Test", diff("", int64(66), name("gamma")), program("FontFile", []byte(type1), 4)), "AB", "αγ", 0},
		{"CFF: built-in encoding and widths", font("Type1", "Test", nil, program("FontFile3", nameKeyed([]string{".notdef", "alpha", "uni3042"}, []byte{65, 66}, []int{500, 450, 1000}), 4)), "ABC", "αあ?", 1.45},
		{"TrueType: Mac codes through the Unicode cmap", font("TrueType", "Test", nil, program("FontFile2", unicodeCmap, 4)), "\x21\x22", "BA", 1.3},
		{"TrueType: symbol codes through names", font("TrueType", "Test", nil, program("FontFile2", symbol, 4)), "\x21\x22", "αβ", 1.3},
		{"TrueType: glyphs numbered through are not Latin", font("TrueType", "ABCDEF+Test", nil, program("FontFile2", trueType(append(metrics(0, 0, 0), cmapTable(1, 0, format6(0x21, 1, 2)))...), 4)), "\x21\x22", "??", 0},
		{"TrueType: nor from 1", font("TrueType", "ABCDEF+Test", nil, program("FontFile2", trueType(append(metrics(0, 0, 0), cmapTable(3, 0, format4([3]int{0xF001, 0xF002, 1})))...), 4)), "\x02A", "??", 0},
		{"TrueType: with gaps they are", font("TrueType", "ABCDEF+Test", nil, program("FontFile2", trueType(append(metrics(0, 0, 0), cmapTable(1, 0, format6(0x41, 1, 0, 2)))...), 4)), "AC ", "AC ", 0},
		{"TrueType: Windows' codes beyond ASCII", font("TrueType", "ABCDEF+Test", nil, dict{"FirstChar": int64(0x91), "Widths": ints(333, 222, 500, 333),
			"FontDescriptor": embedded("FontFile2", trueType(append(metrics(0, 0, 0, 0, 0), cmapTable(1, 0, format6(0x91, 1, 2, 3, 4)))...), 4)}), "\x93", "“", 0.5},
		{"TrueType: glyphs numbered through beyond ASCII", font("TrueType", "ABCDEF+Test", nil, dict{"FirstChar": int64(0x91), "Widths": ints(1000, 1000, 1000, 1000),
			"FontDescriptor": embedded("FontFile2", trueType(append(metrics(0, 0, 0, 0, 0), cmapTable(1, 0, format6(0x91, 1, 2, 3, 4)))...), 4)}), "\x93", "?", 1},
		{"accented letters as wide as an em, in Type3 fonts", font("Type3", "", nil, dict{"ToUnicode": stream("beginbfchar <33> <00ff> <34> <00ff> <35> <671f> endbfchar"), "FirstChar": int64(0x33), "Widths": ints(1000, 500, 1000)}), "345", "?ÿ期", 2.5},
		{"Chromium's Type3 fonts", font("Type3", "", diff("", int64(0x33), name("g33")), dict{"FirstChar": int64(0x33), "Widths": ints(1000)}), "3", "?", 1},
		{"TrueType: glyph indices as names", font("TrueType", "Test", diff("", int64(1), name("g2"), name("glyph1")), program("FontFile2", symbol, 4)), "\x01\x02", "βα", 1.3},
		{"OpenType with CFF", font("Type1", "Test", nil, program("FontFile3", append([]byte("OTTO"), trueType(table{"CFF ", nameKeyed([]string{".notdef", "alpha"}, []byte{65}, []int{500, 450})})[4:]...), 4)), "A", "α", 0.45},
		{"a program of another kind than its key says", font("TrueType", "Test", nil, program("FontFile2", []byte(type1), 4)), "A", "α", 0},
	}
	for _, tt := range tests {
		f := Load(memory{}, tt.font)
		if text, width := read(f, tt.in); text != tt.text || math.Abs(width-tt.width) > 1e-6 {
			t.Errorf("%s: %q, width %v; want %q, %v", tt.name, text, width, tt.text, tt.width)
		}
	}
}

// Ensure a Type3 font tells what it is, and how large its text is at size 1.
func TestType3(t *testing.T) {
	d := dict{
		"Type": name("Font"), "Subtype": name("Type3"), "FontBBox": ints(0, -10, 40, 30), "FontMatrix": ints(1, 0, 0, 1, 0, 0),
		"CharProcs": dict{"square": stream("0 0 m")}, "Encoding": dict{"Differences": array{int64(97), name("square"), name("B7"), name("a99")}},
		"FirstChar": int64(97), "Widths": ints(40, 20, 20),
	}
	f := Load(memory{}, d)
	if !f.Type3() || !f.Info.Embedded || f.Info.Substituted {
		t.Errorf("%+v", f.Info)
	}
	if f.Em != 40 || f.Ascent != 30 || f.Descent != -10 {
		t.Errorf("em %v, ascent %v, descent %v", f.Em, f.Ascent, f.Descent)
	}
	if text, width := read(f, "abcd"); text != "□?c " || width != 80 { // nothing is drawn for d
		t.Errorf("%q, width %v", text, width)
	}
	d["FontMatrix"] = array{0.001, int64(0), int64(0), 0.001, int64(0), int64(0)}
	d["FontBBox"] = ints(0, -250, 1000, 750)
	if f := Load(memory{}, d); f.Em != 1 || f.Ascent != 0.75 || f.Descent != -0.25 {
		t.Errorf("em %v, ascent %v, descent %v", f.Em, f.Ascent, f.Descent)
	}
	d["FontMatrix"], d["FontBBox"] = ints(1, 0, 0, -1, 0, 0), ints(0, 0, 1, -1)
	if f := Load(memory{}, d); f.Em != 40 {
		t.Errorf("a box that is too small: em %v", f.Em)
	}
}

// Ensure vertical writing has origins and advances of /DW2 and /W2.
func TestVertical(t *testing.T) {
	f := Load(memory{}, composite0(name("Identity-V"), "Japan1", nil, dict{
		"DW2": ints(870, -990), "W": array{int64(1), int64(2), int64(600)},
		"W2": array{int64(2), array{int64(-500), int64(250), int64(800)}, int64(5), int64(9), int64(-400), int64(100), int64(700)},
	}))
	if !f.Vertical() {
		t.Fatal("not vertical")
	}
	for cid, want := range map[byte][4]float64{
		0: {1, 0.5, 0.87, -0.99}, 1: {0.6, 0.3, 0.87, -0.99}, 2: {0.6, 0.25, 0.8, -0.5}, 7: {1, 0.1, 0.7, -0.4},
	} {
		c, _ := f.Next([]byte{0, cid})
		if got := [4]float64{float64(float32(c.Width)), c.VX, c.VY, c.WY}; math.Abs(got[0]-want[0]) > 1e-6 || math.Abs(got[1]-want[1]) > 1e-6 || got[2] != want[2] || got[3] != want[3] {
			t.Errorf("CID %d: %v, want %v", cid, got, want)
		}
	}
	if Load(memory{}, composite0(name("90ms-RKSJ-H"), "Japan1", nil, nil)).Vertical() {
		t.Error("90ms-RKSJ-H is vertical")
	}
}

// Ensure widths by CID are found in runs, whatever the order of these; later ones
// win.
func TestCompositeWidths(t *testing.T) {
	for _, tt := range []struct {
		w    array
		want []float64 // of CIDs 1 to 8
	}{
		{array{int64(1), array{int64(100), int64(200)}, int64(4), int64(5), int64(300), int64(7), array{}}, []float64{.1, .2, 1, .3, .3, 1, 1, 1}},
		{array{int64(4), int64(6), int64(300), int64(1), array{int64(100), int64(200)}}, []float64{.1, .2, 1, .3, .3, .3, 1, 1}},
		{array{int64(2), int64(7), int64(300), int64(4), array{int64(100), "x"}, int64(7), int64(6), int64(9)}, []float64{1, .3, .3, .1, 0, .3, .3, 1}},
		{array{int64(8), int64(70000), int64(300)}, []float64{1, 1, 1, 1, 1, 1, 1, .3}},
	} {
		f := Load(memory{}, composite0(name("Identity-H"), "Identity", nil, dict{"W": tt.w}))
		for i, want := range tt.want {
			if c, _ := f.Next([]byte{0, byte(i + 1)}); math.Abs(c.Width-want) > 1e-6 {
				t.Errorf("%v: CID %d: %v, want %v", tt.w, i+1, c.Width, want)
			}
		}
	}
}

// Ensure glyph indices of a Windows font that is not embedded are believed only
// where the widths bear them out.
func TestWindowsGlyphs(t *testing.T) {
	font := func(base string, w ...object.Object) *Font {
		return Load(memory{}, composite0(name("Identity-H"), "Identity", nil, dict{"BaseFont": name(base), "W": array(w)}))
	}
	right := font("Arial", int64(36), array{int64(667), int64(667), int64(722)}, int64(3), int64(3), int64(278))
	if text, _ := read(right, "\x00\x24\x00\x25\x00\x03\x00\x13\x00\x62"); text != "AB 0Ä" {
		t.Errorf("%q", text)
	}
	for name, f := range map[string]*Font{
		"other widths":  font("Arial", int64(36), array{int64(667), int64(700), int64(722)}),
		"too few":       font("Arial", int64(36), array{int64(667)}),
		"another font":  font("MS-Gothic", int64(36), array{int64(667), int64(667), int64(722)}),
		"nothing to go": font("Arial"),
	} {
		if text, _ := read(f, "\x00\x24"); text != "?" {
			t.Errorf("%s: %q", name, text)
		}
	}
}

// Ensure names are told without tag, in Unicode, and weights by them.
func TestInfo(t *testing.T) {
	tests := []struct {
		base, want   string
		subset, bold bool
	}{
		{"ABCDEF+IPAexGothic", "IPAexGothic", true, false},
		{"ABCDE+X", "ABCDE+X", false, false},
		{"\x82l\x82r\x83S\x83V\x83b\x83N,Bold", "ＭＳゴシック,Bold", false, true},
		{"HiraKakuProN-W6", "HiraKakuProN-W6", false, true},
		{"HiraKakuProN-W3", "HiraKakuProN-W3", false, false},
		{"HGSSoeiKakugothicUB", "HGSSoeiKakugothicUB", false, true},
		{"MS-Mincho", "MS-Mincho", false, false},
		{"\xff\xff", "\uFFFD", false, false},
	}
	for _, tt := range tests {
		d := composite0(name("90ms-RKSJ-H"), "Japan1", nil, dict{"BaseFont": name(tt.base)})
		if in := Load(memory{}, d).Info; in.Name != tt.want || in.Subset != tt.subset || in.Bold != tt.bold {
			t.Errorf("%q: %+v", tt.base, in)
		}
	}
	in := Load(memory{}, composite0(name("90ms-RKSJ-H"), "Japan1", nil, nil)).Info
	if in.Subtype != "Type0" || in.Descendant != "CIDFontType2" || in.CMap != "90ms-RKSJ-H" || in.Collection != "Adobe-Japan1" || !in.Substituted || in.ToUnicode {
		t.Errorf("%+v", in)
	}
	in = Load(memory{}, dict{"Subtype": name("Type1"), "BaseFont": name("Helvetica")}).Info
	if in.Substituted || in.Embedded || in.Encoding != "built-in" {
		t.Errorf("%+v", in)
	}
}

// Ensure the box of text is that of the descriptor as far as that is plausible.
func TestBox(t *testing.T) {
	for _, tt := range []struct{ ascent, descent, up, down float64 }{
		{859, -140, 0.859, -0.14}, {859, 140, 0.859, -0.14}, {0, 0, 0.88, -0.12}, {9000, 9000, 0.88, -0.12},
		{1160, -290, 0.96, -0.24}, {1060, -540, 0.795, -0.405},
	} {
		f := Load(memory{}, composite0(name("Identity-H"), "Japan1", nil, dict{"FontDescriptor": dict{"Ascent": tt.ascent, "Descent": tt.descent}}))
		if math.Abs(f.Ascent-tt.up) > 1e-9 || math.Abs(f.Descent-tt.down) > 1e-9 {
			t.Errorf("%v, %v: box %v, %v; want %v, %v", tt.ascent, tt.descent, f.Ascent, f.Descent, tt.up, tt.down)
		}
	}
}

// Ensure dictionaries of any shape are taken.
func TestNonsense(t *testing.T) {
	loop := object.Ref{Num: 1}
	file := memory{loop: dict{"Subtype": name("Type0"), "DescendantFonts": loop, "Encoding": loop, "ToUnicode": loop, "FontDescriptor": loop}}
	for _, o := range []object.Object{
		nil, int64(1), dict{}, loop, array{}, object.Ref{Num: 9},
		dict{"Subtype": name("Type0")}, dict{"Subtype": name("Type3")},
		dict{"Subtype": name("Type0"), "DescendantFonts": array{}},
		composite0(nil, "Japan1", int64(3), dict{"W": array{int64(5)}, "DW2": array{}, "CIDToGIDMap": int64(1)}),
		composite0(name("Identity-H"), "", nil, dict{"W": array{int64(-5), int64(1 << 40), int64(3), math.NaN(), array{}, "x"}}),
		composite0(&object.Stream{Dict: dict{}, Raw: []byte("begincidrange")}, "Japan1", nil, nil),
		dict{"Subtype": name("TrueType"), "FirstChar": int64(-5), "Widths": ints(1, 2, 3, 4, 5, 6, 7), "Encoding": dict{"Differences": array{int64(-3), name("a"), int64(255), name("b"), name("c")}}},
	} {
		f := Load(file, o)
		read(f, "\x00A\x82\xa0\xff")
		if !(f.Ascent > f.Descent) || f.Em <= 0 {
			t.Errorf("%v: ascent %v, descent %v, em %v", o, f.Ascent, f.Descent, f.Em)
		}
	}
	// A CMap that is built upon itself ends.
	self := &object.Stream{Dict: dict{}, Raw: []byte("/Me usecmap 1 begincodespacerange <00> <ff> endcodespacerange 1 begincidchar <41> 34 endcidchar")}
	self.Dict["UseCMap"] = self
	if text, _ := read(Load(memory{}, composite0(self, "Japan1", nil, nil)), "A"); text != "A" {
		t.Errorf("%q", text)
	}
}

// Ensure Next does not allocate once it has met its codes.
func TestNextAllocates(t *testing.T) {
	f := Load(memory{}, composite0(name("90ms-RKSJ-H"), "Japan1", nil, nil))
	s := []byte("A\x82\xa0\xb1\x81\x60")
	read(f, string(s))
	if n := testing.AllocsPerRun(100, func() {
		for rest := s; len(rest) > 0; {
			_, n := f.Next(rest)
			rest = rest[n:]
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// Ensure a font serves several goroutines.
func TestConcurrent(t *testing.T) {
	data := trueType(append(metrics(500, 1000, 1000), cmapTable(3, 1, format4([3]int{'あ', 'い', 1})))...)
	f := Load(memory{}, composite0(name("Identity-H"), "Identity", nil, dict{"FontDescriptor": embedded("FontFile2", data, 4)}))
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for i := range 1000 {
				f.Next([]byte{byte(i >> 2), byte(i)})
			}
			if text, _ := read(f, "\x00\x01"); text != "あ" {
				t.Errorf("%q", text)
			}
		})
	}
	wg.Wait()
}

// Ensure glyph names are read by the rules of the Adobe Glyph List, with the
// liberties that fonts take.
func TestTextOf(t *testing.T) {
	for name, want := range map[string]string{
		"A": "A", "Lcommaaccent": "Ļ", "uni20AC0308": "\u20AC\u0308", "u1040C": "\U0001040C", "uniD801DC0C": "", "uni20ac": "€",
		"Lcommaaccent_uni20AC0308_u1040C.alternate": "\u013B\u20AC\u0308\U0001040C",
		"foo": "", ".notdef": "", "": "", "a1": "", "minus": "−", "hyphen": "-", "A_foo": "", "afii10017": "А", "Delta": "∆",
		"angbracketleft": "⟨", "parenlefttp": "⎛", "copyrightserif": "©",
	} {
		if got := textOf(name, false); got != want {
			t.Errorf("%s: %+q, want %+q", name, got, want)
		}
	}
	if textOf("a1", true) != "✁" {
		t.Error("a1 of ZapfDingbats")
	}
	for _, list := range []string{glyphListText, dingbatsText} {
		n := 0
		for line := range strings.Lines(list) {
			if name, codes, ok := strings.Cut(strings.TrimSpace(line), ";"); ok && name[0] != '#' {
				n++
				if want, _ := parseHex(strings.Fields(codes)[0]); !strings.HasPrefix(inList(list, name), string(want)) {
					t.Errorf("%s: %+q", name, inList(list, name))
				}
			}
		}
		if n < 180 {
			t.Errorf("%d names", n)
		}
	}
}

// Ensure repair undoes artefacts and leaves what is printed.
func TestRepair(t *testing.T) {
	for in, want := range map[string]string{
		"⽤⽔⺠⻑": "用水民長", "⼾⿊": "戸黒", // Kangxi and supplement
		"逢\U000E0100瀬\uFE00": "逢瀬",
		"ﬁ ﬄ":                "fi ffl",
		"︵︶︑︒﹁﹂︙︰":           "（）、。「」…‥",
		"ﺎﻠ":                 "ال",
		"\u200B1\uFEFF\x00":  "1",
		"ａｂｃ１２％ｱ①㍻㎡塚﨑Ⅳ〜～－−": "ａｂｃ１２％ｱ①㍻㎡塚﨑Ⅳ〜～－−",
		"a\u00A0b\tc": "a\u00A0b\tc",
		"":            "",
	} {
		if got := Repair(in); got != want {
			t.Errorf("%+q: %+q, want %+q", in, got, want)
		}
	}
	for r := rune(0x2E80); r < 0x2FD6; r++ {
		if got := Repair(string(r)); got == string(r) && r != 0x2E80 && r != 0x2E9A && (r < 0x2EF4 || r >= 0x2F00) {
			t.Errorf("%U is left a radical", r)
		}
	}
	for _, tt := range []struct {
		in    string
		width float64
		want  string
	}{{"\u00AD", 1, "−"}, {"\u00AD", 0.584, "−"}, {"\u00AD", 0.333, "-"}, {"\u00AD", 0.5, "-"}, {"‧", 1, "・"}, {"‧", 0.3, "‧"}, {"∕", 1, "／"}, {"⽤", 1, "用"}} {
		if got := repairGlyph(tt.in, tt.width); got != tt.want {
			t.Errorf("%+q of width %v: %q, want %q", tt.in, tt.width, got, tt.want)
		}
	}
}

func BenchmarkNext(b *testing.B) {
	f := Load(memory{}, composite0(name("90ms-RKSJ-H"), "Japan1", nil, nil))
	s := []byte(strings.Repeat("A\x82\xa0\xb1\x81\x60\x8a\xbf", 100))
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	for b.Loop() {
		for rest := s; len(rest) > 0; {
			_, n := f.Next(rest)
			rest = rest[n:]
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	var bf strings.Builder
	bf.WriteString("begincmap 100 beginbfchar\n")
	for i := range 2000 {
		bf.WriteString("<" + hex4(i+1) + "> <" + hex4(0x4E00+i) + ">\n")
	}
	bf.WriteString("endbfchar")
	w := array{int64(0), ints(make([]int, 2000)...)}
	for name, d := range map[string]dict{
		"90ms-RKSJ-H": composite0(name("90ms-RKSJ-H"), "Japan1", nil, nil),
		"ToUnicode":   composite0(name("Identity-H"), "Identity", stream(bf.String()), dict{"W": w}),
		"WinAnsi":     {"Subtype": name("TrueType"), "BaseFont": name("Arial"), "Encoding": name("WinAnsiEncoding")},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Load(memory{}, d)
			}
		})
	}
}

func hex4(v int) string {
	const digits = "0123456789ABCDEF"
	return string([]byte{digits[v>>12&15], digits[v>>8&15], digits[v>>4&15], digits[v&15]})
}

// Ensure fonts share a program that the file embeds once.
func TestProgramsAreShared(t *testing.T) {
	var shared Programs
	program := func(num int) func() *program {
		data := nameKeyed([]string{".notdef", "alpha"}, []byte{65}, []int{500, 450})
		return shared.of(memory{}, &object.Stream{Ref: object.Ref{Num: num}, Raw: data})
	}
	first := program(1)()
	if first == nil || program(1)() != first {
		t.Error("a program was read twice")
	}
	if program(2)() == first {
		t.Error("different programs were taken for one")
	}
	if direct := program(0)(); program(0)() == direct {
		t.Error("programs that are no objects of the file were taken for one")
	}
	for num := range maxPrograms + 2 {
		program(num)()
	}
	if len(shared.kept) > maxPrograms {
		t.Errorf("%d programs are kept", len(shared.kept))
	}
}

// Ensure characters are found again whatever their codes, those that share a
// place in the table included, and by several goroutines at once.
func TestChars(t *testing.T) {
	codes := make([]uint32, 0, 9000)
	for i := range uint32(3000) {
		codes = append(codes, i, i*0x10000, i*0xe8b2f51) // the last are next to each other in any table
	}
	slices.Sort(codes)
	codes = slices.Compact(codes)
	var met chars
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for _, code := range codes {
				c := met.add(&Char{Code: code, length: 4})
				if got := met.get(code, 4); got != c || got.Code != code {
					t.Errorf("code %#x: got %v", code, got)
				}
				if got := met.get(code, 2); got != nil {
					t.Errorf("code %#x of two bytes: got one of %d", code, got.length)
				}
			}
		})
	}
	wg.Wait()
	for _, code := range codes {
		if got := met.get(code, 4); got == nil || got.Code != code {
			t.Errorf("code %#x: got %v", code, got)
		}
	}
	if n := len(*met.slots.Load()); n > 8*len(codes) {
		t.Errorf("%d slots for %d characters", n, len(codes))
	}
}
