package font

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"

	"shihyo/extract/pdf/object"
)

// memory is a file of objects that need no reading; streams are not filtered.
type memory map[object.Ref]object.Object

func (m memory) Resolve(o object.Object) object.Object {
	for range 10 {
		r, ok := o.(object.Ref)
		if !ok {
			return o
		}
		o = m[r]
	}
	return nil
}

func (m memory) Data(s *object.Stream) ([]byte, error) { return s.Raw, nil }

func (m memory) Read(_ *object.Buffer, s *object.Stream) ([]byte, error) { return s.Raw, nil }

func stream(data string) *object.Stream { return &object.Stream{Raw: []byte(data)} }

// u16 and u32 spell numbers big-endian.
func u16(v ...int) (b []byte) {
	for _, v := range v {
		b = binary.BigEndian.AppendUint16(b, uint16(v))
	}
	return b
}

func u32(v ...int) (b []byte) {
	for _, v := range v {
		b = binary.BigEndian.AppendUint32(b, uint32(v))
	}
	return b
}

func join(parts ...[]byte) []byte { return slices.Concat(parts...) }

// table is a table of a TrueType font, or a subtable of its cmap.
type table struct {
	tag  string
	data []byte
}

// trueType builds a font of the given tables.
func trueType(tables ...table) []byte {
	head := join(u32(0x00010000), u16(len(tables), 0, 0, 0))
	var body []byte
	for _, t := range tables {
		head = append(head, t.tag...)
		head = append(head, u32(0, 12+16*len(tables)+len(body), len(t.data))...)
		body = append(body, t.data...)
	}
	return append(head, body...)
}

// metrics are the tables head, hhea, maxp and hmtx of a font of 1000 units an
// em with the given advances.
func metrics(advances ...int) []table {
	hhea := make([]byte, 36)
	copy(hhea[34:], u16(len(advances)))
	head := make([]byte, 54)
	copy(head[18:], u16(1000))
	var hmtx []byte
	for _, a := range advances {
		hmtx = append(hmtx, u16(a, 0)...)
	}
	return []table{{"head", head}, {"hhea", hhea}, {"maxp", join(u32(0x00010000), u16(len(advances)))}, {"hmtx", hmtx}}
}

// cmapTable builds table cmap of subtables, each with platform, encoding and
// data.
func cmapTable(subs ...any) table {
	n := len(subs) / 3
	head := u16(0, n)
	var body []byte
	for i := range n {
		head = append(head, u16(subs[3*i].(int), subs[3*i+1].(int))...)
		head = append(head, u32(4+8*n+len(body))...)
		body = append(body, subs[3*i+2].([]byte)...)
	}
	return table{"cmap", append(head, body...)}
}

// format4 maps runs of {first code, last code, first glyph}; the last run ends
// the table.
func format4(runs ...[3]int) []byte {
	runs = append(runs, [3]int{0xFFFF, 0xFFFF, 0})
	var ends, starts, deltas, offsets []byte
	for _, r := range runs {
		starts = append(starts, u16(r[0])...)
		ends = append(ends, u16(r[1])...)
		deltas = append(deltas, u16(r[2]-r[0])...)
		offsets = append(offsets, u16(0)...)
	}
	return join(u16(4, 16+8*len(runs), 0, 2*len(runs), 0, 0, 0), ends, u16(0), starts, deltas, offsets)
}

func format6(first int, glyphs ...int) []byte {
	return join(u16(6, 10+2*len(glyphs), 0, first, len(glyphs)), u16(glyphs...))
}

func format12(groups ...[3]int) []byte {
	b := join(u16(12, 0), u32(16+12*len(groups), 0, len(groups)))
	for _, g := range groups {
		b = append(b, u32(g[0], g[1], g[2])...)
	}
	return b
}

// verticalForms builds a GSUB table in which the feature vert replaces a glyph by
// another through an extension lookup, and sups one more that is not to count.
func verticalForms(from, to int) table {
	single := func(from, to int) []byte { // format 2 with its coverage behind it
		return join(u16(2, 8, 1, to), u16(1, 1, from))
	}
	lookup := func(kind int, sub []byte) []byte { return join(u16(kind, 0, 1, 8), sub) }
	vert := lookup(7, join(u16(1, 1), u32(8), single(from, to)))
	sups := lookup(1, single(from, from+2))
	features := join(u16(2), []byte("sups"), u16(14), []byte("vert"), u16(20), u16(0, 1, 1), u16(0, 1, 0))
	lookups := join(u16(2, 6, 6+len(vert)), vert, sups)
	return table{"GSUB", join(u16(1, 0, 10, 10, 10+len(features)), features, lookups)}
}

// post2 builds table post in format 2; the names are all the font's own.
func post2(names ...string) table {
	head := join(u32(0x00020000), make([]byte, 28), u16(len(names)))
	var body []byte
	for i, n := range names {
		head = append(head, u16(258+i)...)
		body = append(body, byte(len(n)))
		body = append(body, n...)
	}
	return table{"post", append(head, body...)}
}

// cffIndex builds an INDEX with offsets of two bytes.
func cffIndex(items ...[]byte) []byte {
	if len(items) == 0 {
		return u16(0)
	}
	b := append(u16(len(items)), 2)
	at := 1
	b = append(b, u16(at)...)
	for _, it := range items {
		at += len(it)
		b = append(b, u16(at)...)
	}
	for _, it := range items {
		b = append(b, it...)
	}
	return b
}

// cffInt is an integer operand, always of five bytes so that offsets do not
// change the size of what they stand in.
func cffInt(v int) []byte { return append([]byte{29}, u32(v)...) }

// nameKeyed builds a CFF font of glyphs (.notdef first) with names of its own.
// codes is the built-in encoding: the code of each glyph but .notdef.
func nameKeyed(names []string, codes []byte, widths []int) []byte {
	var own, charstrings [][]byte
	charset := []byte{0}
	for i, n := range names {
		if i > 0 {
			charset = append(charset, u16(391+i-1)...)
			own = append(own, []byte(n))
		}
		w := widths[i] - 500
		charstrings = append(charstrings, join([]byte{28}, u16(w&0xFFFF), []byte{14}))
	}
	encoding := append([]byte{0, byte(len(codes))}, codes...)
	private := join(cffInt(300), []byte{opDefaultW}, cffInt(500), []byte{opNominalW})
	build := func(at int) []byte {
		chars := cffIndex(charstrings...)
		top := join(cffInt(at), []byte{opCharset}, cffInt(at+len(charset)), []byte{opEncoding},
			cffInt(at+len(charset)+len(encoding)), []byte{opCharStrings},
			cffInt(len(private)), cffInt(at+len(charset)+len(encoding)+len(chars)), []byte{opPrivate})
		head := join([]byte{1, 0, 4, 2}, cffIndex([]byte("Test")), cffIndex(top), cffIndex(own...), cffIndex())
		if at == 0 {
			return head
		}
		return join(head, charset, encoding, chars, private)
	}
	return build(len(build(0)))
}

// cidKeyed builds a CID-keyed CFF font of Adobe-Japan1 whose glyphs 1, 2, …
// have the given CIDs.
func cidKeyed(cids ...int) []byte {
	charset := []byte{0}
	charstrings := [][]byte{{14}}
	for _, c := range cids {
		charset = append(charset, u16(c)...)
		charstrings = append(charstrings, []byte{14})
	}
	build := func(at int) []byte {
		top := join(cffInt(391), cffInt(392), cffInt(0), []byte{12, 30}, cffInt(at), []byte{opCharset},
			cffInt(at+len(charset)), []byte{opCharStrings})
		head := join([]byte{1, 0, 4, 2}, cffIndex([]byte("Test")), cffIndex(top),
			cffIndex([]byte("Adobe"), []byte("Japan1")), cffIndex())
		if at == 0 {
			return head
		}
		return join(head, charset, cffIndex(charstrings...))
	}
	return build(len(build(0)))
}

const type1 = `%!PS-AdobeFont-1.0: Test
/FontName /Test def
/Encoding 256 array
0 1 255 {1 index exch /.notdef put} for
dup 65 /alpha put
dup 66 /uni3042 put
dup 67 /.notdef put
readonly def
currentfile eexec
` + "\x80\x81\x82 dup 68 /beta put"

// encryptType1 is the way back of decryptType1, with four random bytes ahead.
func encryptType1(data string, key uint16) []byte {
	out := []byte("\x00\x01\x02\x03" + data)
	for i, p := range out {
		out[i] = p ^ byte(key>>8)
		key = (uint16(out[i])+key)*52845 + 22719
	}
	return out
}

// type1Glyphs is a Type 1 program with the given glyphs and charstrings.
func type1Glyphs(glyphs ...string) []byte {
	var private strings.Builder
	private.WriteString("dup /Private 8 dict dup begin /RD {string currentfile exch readstring pop} executeonly def /lenIV 4 def 2 index /CharStrings 3 dict dup begin ")
	for i := 0; i+1 < len(glyphs); i += 2 {
		code := encryptType1(glyphs[i+1], charStringKey)
		fmt.Fprintf(&private, "/%s %d RD %s ND\n", glyphs[i], len(code), code)
	}
	private.WriteString("end")
	return append([]byte("%!PS-AdobeFont-1.0: Test\n/Encoding StandardEncoding def\ncurrentfile eexec\n"), encryptType1(private.String(), eexecKey)...)
}

// read decodes a string with a font and returns the text and the sum of widths.
func read(f *Font, s string) (text string, width float64) {
	var b strings.Builder
	for rest := []byte(s); len(rest) > 0; {
		c, n := f.Next(rest)
		if c.Unknown {
			b.WriteString("?")
		}
		b.WriteString(c.Text)
		width += c.Width
		rest = rest[n:]
	}
	return b.String(), width
}

type (
	dict  = object.Dict
	array = object.Array
	name  = object.Name
)

// ints makes an array of numbers.
func ints(v ...int) (a array) {
	for _, v := range v {
		a = append(a, int64(v))
	}
	return a
}

// composite0 builds a Type0 font. ordering is the descendant's in Adobe's
// registry; extra entries of the descendant follow those given.
func composite0(encoding object.Object, ordering string, toUnicode object.Object, extra dict) dict {
	desc := dict{
		"Type": name("Font"), "Subtype": name("CIDFontType2"), "BaseFont": name("ABCDEF+Test"),
		"CIDSystemInfo": dict{"Registry": object.String("Adobe"), "Ordering": object.String(ordering), "Supplement": int64(0)},
	}
	for k, v := range extra {
		desc[k] = v
	}
	d := dict{"Type": name("Font"), "Subtype": name("Type0"), "BaseFont": name("ABCDEF+Test"), "Encoding": encoding, "DescendantFonts": array{desc}}
	if toUnicode != nil {
		d["ToUnicode"] = toUnicode
	}
	return d
}

// embedded is a font descriptor with a font program.
func embedded(key name, data []byte, flags int) dict {
	return dict{"Type": name("FontDescriptor"), "Flags": int64(flags), key: &object.Stream{Raw: data}}
}
