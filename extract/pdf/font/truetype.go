package font

import (
	"sort"
	"strings"
	"sync"
	"unicode/utf16"
)

// TrueType and OpenType fonts (the OpenType specification): of their tables
// head, maxp, hhea, hmtx, cmap, GSUB, name, post and CFF are read.

// The tags a font file may begin with.
const (
	tagTrue = 0x74727565 // "true"
	tagOTTO = 0x4F54544F // "OTTO": with CFF outlines
	tagTTCF = 0x74746366 // "ttcf": a collection
)

// MaxGlyphs is the number of glyphs a font can have, as glyphs are counted by
// 16 bits.
const MaxGlyphs = 65536

// MaxGroups is how many groups of a cmap subtable in format 12 or 13 are read.
// A font over all of Unicode has some 20,000.
const MaxGroups = 1 << 17

func readTrueType(data []byte) *program {
	start := uint32(0)
	if be32(data, 0) == tagTTCF {
		start = be32(data, 12)
	}
	tables := map[string][]byte{}
	for i := range int(be16(data, int(start)+4)) {
		at := int(start) + 12 + 16*i
		if at+16 > len(data) {
			break
		}
		t := part(data, be32(data, at+8), be32(data, at+12))
		if _, ok := tables[string(data[at:at+4])]; !ok && len(t) > 0 {
			tables[string(data[at:at+4])] = t
		}
	}
	p := new(program)
	if cff := tables["CFF "]; cff != nil {
		if q := readCFF(cff); q != nil {
			p = q
		}
	}
	glyphs := int(be16(tables["maxp"], 4))
	if glyphs == 0 {
		glyphs = MaxGlyphs - 1
	}
	p.name = readName(tables["name"])
	p.readHmtx(tables, glyphs)
	p.readCmap(tables["cmap"], glyphs)
	p.readGSUB(tables["GSUB"], glyphs)
	if names := readPost(tables["post"]); names != nil && p.names == nil {
		p.setNames(names)
	}
	return p
}

func (p *program) readHmtx(tables map[string][]byte, glyphs int) {
	em := float32(be16(tables["head"], 18))
	n := min(int(be16(tables["hhea"], 34)), glyphs, len(tables["hmtx"])/4)
	if em < 16 || n == 0 {
		return
	}
	p.advances = make([]float32, n)
	for i := range p.advances {
		p.advances[i] = float32(be16(tables["hmtx"], 4*i)) / em
	}
}

// readCmap reads the subtables that matter and turns the Unicode one round.
func (p *program) readCmap(t []byte, glyphs int) {
	type sub struct{ rank, at int }
	var best sub // of the Unicode subtables
	for i := range int(be16(t, 2)) {
		at := 4 + 8*i
		if at+8 > len(t) {
			break
		}
		platform, encoding, offset := be16(t, at), be16(t, at+2), int(be32(t, at+4))
		if offset >= len(t) {
			continue
		}
		rank := 0
		switch {
		case platform == 3 && encoding == 10, platform == 0 && (encoding == 4 || encoding == 6):
			rank = 3
		case platform == 3 && encoding == 1:
			rank = 2
		case platform == 0 && encoding != 5:
			rank = 1
		case platform == 3 && encoding == 0 && p.symbolMap == nil:
			p.symbolMap = mapping(t[offset:], glyphs)
		case platform == 1 && encoding == 0 && p.macMap == nil:
			p.macMap = mapping(t[offset:], glyphs)
		}
		if rank > best.rank {
			best = sub{rank, offset}
		}
	}
	if best.rank == 0 {
		return
	}
	p.uniMap = mapping(t[best.at:], glyphs)
	left := 4 * MaxGlyphs // codes of a sane font are not many more than its glyphs
	for _, run := range p.uniMap {
		for code := run.lo; code <= run.hi && left > 0; code++ {
			left--
			g, r := run.of(code), rune(code)
			if g >= len(p.runes) {
				p.runes = append(p.runes, make([]rune, g+1-len(p.runes))...)
			}
			if old := p.runes[g]; old == 0 || plainer(r, old) {
				p.runes[g] = r
			}
			if run.constant {
				break // a glyph for what a font lacks
			}
		}
	}
}

// codeMap leads from codes to glyphs, in runs in the order of their codes.
type codeMap []codeRun

// codeRun is a run of codes with glyphs that count up, or are all the same.
type codeRun struct {
	lo, hi   uint32
	first    uint16
	constant bool
}

// of returns the glyph of a code of the run.
func (r *codeRun) of(code uint32) int {
	if r.constant {
		return int(r.first)
	}
	return int(r.first) + int(code-r.lo)
}

// glyph returns the glyph of a code, 0 if it has none.
func (m codeMap) glyph(code uint32) int {
	i := sort.Search(len(m), func(i int) bool { return m[i].hi >= code })
	if i < len(m) && m[i].lo <= code {
		return m[i].of(code)
	}
	return 0
}

// plainer reports whether a is to be preferred to b for a glyph that stands for
// both. Radicals, compatibility ideographs, presentation forms, private and
// special characters come last; then the lower code wins, so that the choice
// does not depend on the order of a map.
func plainer(a, b rune) bool {
	if x, y := oddity(a), oddity(b); x != y {
		return x < y
	}
	return a < b
}

func oddity(r rune) int {
	switch {
	case r < ' ' || r == 0x7F:
		return 5
	case r >= 0xE000 && r <= 0xF8FF || r >= 0xF0000:
		return 4
	case r == 0xAD || r == 0xA0 || r >= 0x2000 && r <= 0x200F || r == 0x2011:
		return 3
	case r >= 0x2E80 && r <= 0x2FDF || r >= 0x31C0 && r <= 0x31EF:
		return 3
	case r >= 0xF900 && r <= 0xFAFF || r >= 0xFB00 && r <= 0xFEFF && !(r >= 0xFE50 && r <= 0xFE6F):
		return 2
	case r == 0x2126 || r == 0x212A || r == 0x212B || r == 0x2215 || r == 0x2219 || r == 0x0394 || r == 0x03BC:
		return 1
	}
	return 0
}

// mark notes which codes of one byte have glyphs, taking U+F000.. for them.
func (m codeMap) mark(used *[256]bool) {
	for _, r := range m {
		for code := r.lo; code <= r.hi; code++ {
			if code > 0xFF && code < 0xF000 {
				code = 0xF000 - 1
				continue
			}
			if code > 0xF2FF {
				return
			}
			used[code&0xFF] = true
		}
	}
}

// mapping reads a cmap subtable. Glyphs beyond the last are left out. It is nil
// for a subtable without glyphs.
func mapping(t []byte, glyphs int) codeMap {
	var m codeMap
	sorted := true
	add := func(r codeRun) {
		if r.first == 0 && !r.constant && r.lo < r.hi {
			r.lo, r.first = r.lo+1, 1
		}
		if r.first == 0 || int(r.first) >= glyphs || r.lo > r.hi {
			return
		}
		if !r.constant {
			r.hi = min(r.hi, r.lo+uint32(glyphs-1)-uint32(r.first))
		}
		if n := len(m); n > 0 {
			last := &m[n-1]
			if last.hi+1 == r.lo && !last.constant && !r.constant && last.of(r.lo) == int(r.first) {
				last.hi = r.hi
				return
			}
			sorted = sorted && r.lo > last.hi
		}
		m = append(m, r)
	}
	set := func(code, g uint32) { add(codeRun{lo: code, hi: code, first: uint16(g)}) }
	switch format := be16(t, 0); format {
	case 0:
		for c := range min(256, max(0, len(t)-6)) {
			set(uint32(c), uint32(t[6+c]))
		}
	case 2:
		mapping2(t, set)
	case 4:
		mapping4(t, add)
	case 6:
		first := be16(t, 6)
		for i := range min(int(be16(t, 8)), (len(t)-10)/2) {
			set(first+uint32(i), be16(t, 10+2*i))
		}
	case 10:
		first := min(be32(t, 12), 0x10FFFF)
		for i := range min(int(be32(t, 16)), (len(t)-20)/2, MaxGlyphs) {
			set(first+uint32(i), be16(t, 20+2*i))
		}
	case 12, 13:
		for i := range min(int(be32(t, 12)), (len(t)-16)/12, MaxGroups) {
			at := 16 + 12*i
			lo, hi, g := be32(t, at), min(be32(t, at+4), 0x10FFFF), be32(t, at+8)
			if g < MaxGlyphs {
				add(codeRun{lo, hi, uint16(g), format == 13})
			}
		}
	}
	if !sorted {
		sort.SliceStable(m, func(i, j int) bool { return m[i].lo < m[j].lo })
	}
	return m
}

// mapping2 reads format 2: mixed one- and two-byte codes of old CJK fonts.
func mapping2(t []byte, set func(code, g uint32)) {
	for hi := range 256 {
		key := int(be16(t, 6+2*hi))
		h := 518 + key // sub-header
		first, count := be16(t, h), be16(t, h+2)
		delta, offset := be16(t, h+4), int(be16(t, h+6))
		if key == 0 {
			if lo := uint32(hi); lo >= first && lo < first+count {
				if g := be16(t, h+6+offset+2*int(lo-first)); g != 0 {
					set(lo, g+delta&0xFFFF)
				}
			}
			continue
		}
		for i := range min(count, 256) {
			if g := be16(t, h+6+offset+2*int(i)); g != 0 {
				set(uint32(hi)<<8|first+i, (g+delta)&0xFFFF)
			}
		}
	}
}

// mapping4 reads format 4: segments over the basic plane.
func mapping4(t []byte, add func(codeRun)) {
	n := min(int(be16(t, 6))/2, (len(t)-16)/8)
	left := 2 * MaxGlyphs // segments of a sane font do not overlap
	for i := range max(n, 0) {
		end, start := min(be16(t, 14+2*i), 0xFFFE), be16(t, 16+2*n+2*i)
		delta, at := be16(t, 16+4*n+2*i), 16+6*n+2*i
		offset := be16(t, at)
		if offset == 0 || offset == 0xFFFF {
			if start > end {
				continue
			}
			// Glyphs count modulo 65536: up to two runs.
			g := (start + delta) & 0xFFFF
			if turn := start + MaxGlyphs - g; turn <= end {
				add(codeRun{lo: start, hi: turn - 1, first: uint16(g)})
				add(codeRun{lo: turn, hi: end})
			} else {
				add(codeRun{lo: start, hi: end, first: uint16(g)})
			}
			continue
		}
		for c := start; c <= end && left > 0; c++ {
			left--
			if g := be16(t, at+int(offset)+2*int(c-start)); g != 0 {
				add(codeRun{lo: c, hi: c, first: uint16(g + delta)})
			}
		}
	}
}

// readName returns the family's name: of the records of table name the first
// with number 1 or 16.
func readName(t []byte) string {
	strs := int(be16(t, 4))
	for i := range int(be16(t, 2)) {
		at := 6 + 12*i
		if at+12 > len(t) {
			break
		}
		if id := be16(t, at+6); id != 1 && id != 16 {
			continue
		}
		b := part(t, uint32(strs)+be16(t, at+10), min(be16(t, at+8), MaxName))
		if be16(t, at) != 1 { // not Macintosh: UTF-16
			units := make([]uint16, len(b)/2)
			for i := range units {
				units[i] = uint16(be16(b, 2*i))
			}
			return string(utf16.Decode(units))
		}
		if isASCII(string(b)) {
			return string(b)
		}
	}
	return ""
}

// readPost reads glyph names from formats 1 and 2 of post.
func readPost(t []byte) []string {
	switch be32(t, 0) {
	case 0x00010000:
		return macGlyphs()
	case 0x00020000:
		n := min(int(be16(t, 32)), (len(t)-34)/2)
		if n <= 0 {
			return nil
		}
		var own []string
		for at := 34 + 2*n; at < len(t); {
			size := int(t[at])
			if at+1+size > len(t) {
				break
			}
			own = append(own, string(t[at+1:at+1+size]))
			at += 1 + size
		}
		names := make([]string, n)
		std := macGlyphs()
		for g := range names {
			switch i := int(be16(t, 34+2*g)); {
			case i < len(std):
				names[g] = std[i]
			case i-len(std) < len(own):
				names[g] = own[i-len(std)]
			}
		}
		return names
	}
	return nil
}

// macGlyphs holds the 258 glyph names that Apple's TrueType fonts have in common,
// in their order (Apple TrueType Reference Manual, table post).
var macGlyphs = sync.OnceValue(func() []string { return strings.Fields(macGlyphNames) })

const macGlyphNames = `.notdef .null nonmarkingreturn space exclam quotedbl numbersign dollar
percent ampersand quotesingle parenleft parenright asterisk plus comma hyphen
period slash zero one two three four five six seven eight nine colon
semicolon less equal greater question at A B C D E F G H I J K L M N O P Q R
S T U V W X Y Z bracketleft backslash bracketright asciicircum underscore
grave a b c d e f g h i j k l m n o p q r s t u v w x y z braceleft bar
braceright asciitilde Adieresis Aring Ccedilla Eacute Ntilde Odieresis
Udieresis aacute agrave acircumflex adieresis atilde aring ccedilla eacute
egrave ecircumflex edieresis iacute igrave icircumflex idieresis ntilde
oacute ograve ocircumflex odieresis otilde uacute ugrave ucircumflex
udieresis dagger degree cent sterling section bullet paragraph germandbls
registered copyright trademark acute dieresis notequal AE Oslash infinity
plusminus lessequal greaterequal yen mu partialdiff summation product pi
integral ordfeminine ordmasculine Omega ae oslash questiondown exclamdown
logicalnot radical florin approxequal Delta guillemotleft guillemotright
ellipsis nonbreakingspace Agrave Atilde Otilde OE oe endash emdash
quotedblleft quotedblright quoteleft quoteright divide lozenge ydieresis
Ydieresis fraction currency guilsinglleft guilsinglright fi fl daggerdbl
periodcentered quotesinglbase quotedblbase perthousand Acircumflex
Ecircumflex Aacute Edieresis Egrave Iacute Icircumflex Idieresis Igrave
Oacute Ocircumflex apple Ograve Uacute Ucircumflex Ugrave dotlessi circumflex
tilde macron breve dotaccent ring cedilla hungarumlaut ogonek caron Lslash
lslash Scaron scaron Zcaron zcaron brokenbar Eth eth Yacute yacute Thorn
thorn minus multiply onesuperior twosuperior threesuperior onehalf onequarter
threequarters franc Gbreve gbreve Idotaccent Scedilla scedilla Cacute cacute
Ccaron ccaron dcroat`
