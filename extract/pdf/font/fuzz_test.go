package font

import "testing"

// probe asks a program everything a font may ask.
func probe(t *testing.T, p *program) {
	if p == nil {
		return
	}
	for code := range 256 {
		for _, n := range []string{"", "A", "g12", p.encoding[code]} {
			if g, ok := p.glyphOf(code, n); ok {
				p.textOf(g)
				p.width(g)
			}
			p.namedWidth(code, n)
		}
	}
	for _, g := range []int{-1, 0, 1, len(p.names), len(p.runes), 65535, 1 << 20} {
		p.textOf(g)
		p.width(g)
		p.cidOf(g)
	}
	if len(p.names) > MaxGlyphs || len(p.runes) > MaxGlyphs || len(p.advances) > MaxGlyphs || len(p.cids) > MaxGlyphs {
		t.Fatal("more glyphs than a font can have")
	}
}

func FuzzTrueType(f *testing.F) {
	tables := append(metrics(500, 1000, 1000),
		cmapTable(3, 1, format4([3]int{'A', 'B', 1}), 3, 0, format6(0xF021, 1, 2), 3, 10, format12([3]int{0x20000, 0x20001, 1}), 1, 0, format6(0x21, 1)),
		post2(".notdef", "A", "uni3042"))
	f.Add(trueType(tables...))
	f.Add(trueType(append(tables, verticalForms(1, 2))...))
	f.Add(trueType(cmapTable(1, 0, join(u16(0, 262, 0), make([]byte, 256)), 3, 10, join(u16(13, 0), u32(28, 0, 1, 0, 0x10FFFF, 1)), 0, 3, join(u16(10, 0), u32(24, 0, 65, 2), u16(1, 2)))))
	f.Add(trueType(cmapTable(3, 1, join(u16(2, 600, 0), make([]byte, 512), u16(0, 256, 0, 2), make([]byte, 512)))))
	f.Add(append([]byte("OTTO"), trueType(table{"CFF ", cidKeyed(843)}, table{"post", u32(0x00010000)})[4:]...))
	f.Add(join([]byte("ttcf"), u32(0x10000, 1, 16), trueType(tables...)))
	f.Fuzz(func(t *testing.T, data []byte) { probe(t, readTrueType(data)) })
}

func FuzzCFF(f *testing.F) {
	f.Add(nameKeyed([]string{".notdef", "A", "uni3042"}, []byte{65, 66}, []int{500, 600, 700}))
	f.Add(cidKeyed(843, 844, 1000))
	f.Fuzz(func(t *testing.T, data []byte) { probe(t, readCFF(data)) })
}

func FuzzType1(f *testing.F) {
	f.Add([]byte(type1))
	f.Add(type1Glyphs("A", "\x8b\xf9\x16\x0d"))
	f.Add([]byte("%!\n/Encoding StandardEncoding def\n"))
	f.Add([]byte("%!\n/Encoding [ /A /B /.notdef ] def\n"))
	f.Add(join([]byte{0x80, 1, 40, 0, 0, 0}, []byte("%! /Encoding 256 array dup 65 /A put def")))
	f.Fuzz(func(t *testing.T, data []byte) { probe(t, readType1(data)) })
}
