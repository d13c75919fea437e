package font

import (
	"encoding/binary"
	"math"
	"sync"

	"shihyo/extract/pdf/object"
)

// program is what an embedded font program tells about its glyphs: TrueType and
// OpenType (truetype.go), CFF (cff.go) or Type 1 (type1.go). Only tables that
// help to find text and widths are read; outlines never are.
type program struct {
	name     string         // the font's own name, where a PDF hides it
	encoded  bool           // it has a built-in encoding by glyph names
	encoding encoding       // names by code
	names    []string       // glyph names by glyph; nil if it has none
	byName   map[string]int // glyphs by name, made when first needed
	runes    []rune         // what glyphs read as by its own cmap; 0 unknown

	// Codes to glyphs, for simple TrueType fonts: the (3,0), (1,0) and Unicode
	// subtables of cmap, nil where there is none.
	symbolMap, macMap, uniMap codeMap

	cids               []uint16 // CID-keyed CFF: the CID of each glyph
	glyphs             map[uint32]int
	registry, ordering string

	advances []float32 // in ems by glyph; the last one holds for all that follow

	widths func() map[string]float64 // Type 1: advances by glyph name, read when first asked for
}

// Programs keeps the font programs of a file that were asked for last: some
// writers make a font anew for each page and embed its program once. The zero
// Programs is ready for use, by several goroutines at once.
type Programs struct {
	mu   sync.Mutex
	kept map[object.Ref]func() *program
}

// maxPrograms is how many programs are kept. One of a Japanese font takes up to
// half a megabyte.
const maxPrograms = 8

// of returns what reads the program in a stream, once and when it is first
// called.
func (p *Programs) of(file File, s *object.Stream) func() *program {
	read := sync.OnceValue(func() *program {
		buf := buffers.Get().(*object.Buffer)
		defer buffers.Put(buf)
		data, _ := file.Read(buf, s) // on damage, what could be decoded
		if len(data) == 0 {
			return nil
		}
		return readProgram(data)
	})
	if s.Ref == (object.Ref{}) {
		return read
	}
	return sync.OnceValue(func() *program {
		p.mu.Lock()
		known, ok := p.kept[s.Ref]
		if !ok {
			if p.kept == nil || len(p.kept) >= maxPrograms {
				p.kept = make(map[object.Ref]func() *program, maxPrograms)
			}
			p.kept[s.Ref] = read
			known = read
		}
		p.mu.Unlock()
		return known()
	})
}

// readProgram reads a font program of any kind: the key under which a PDF has it
// often lies. It returns nil for one that tells nothing. No program refers to
// data, which may be used otherwise afterwards.
func readProgram(data []byte) *program {
	if len(data) < 4 {
		return nil
	}
	switch tag := binary.BigEndian.Uint32(data); {
	case tag == 0x00010000 || tag == tagTrue || tag == tagOTTO || tag == tagTTCF:
		return readTrueType(data)
	case data[0] == 0x80 || data[0] == '%':
		return readType1(data)
	case data[0] == 1 && data[2] >= 4 && data[3] >= 1 && data[3] <= 4:
		return readCFF(data)
	}
	// Junk ahead of a Type 1 program, or none of these.
	return readType1(data)
}

// cidKeyed reports whether glyphs are found by CID.
func (p *program) cidKeyed() bool { return p.cids != nil }

func (p *program) glyphOfCID(cid uint32) (int, bool) {
	g, ok := p.glyphs[cid]
	return g, ok
}

func (p *program) cidOf(glyph int) uint32 {
	if glyph < 0 || glyph >= len(p.cids) {
		return 0
	}
	return uint32(p.cids[glyph])
}

// textOf returns what a glyph reads as, "" if the program does not tell.
func (p *program) textOf(glyph int) string {
	if glyph >= 0 && glyph < len(p.runes) && p.runes[glyph] != 0 {
		return string(p.runes[glyph])
	}
	if glyph >= 0 && glyph < len(p.names) {
		return textOf(p.names[glyph], false)
	}
	return ""
}

// glyphOf returns the glyph of a code of a simple font; name is the glyph's
// name by the PDF's encoding, "" if it has none (ISO 32000-1 §9.6.6.4).
func (p *program) glyphOf(code int, name string) (int, bool) {
	if name != "" {
		if g, ok := p.byName[name]; ok {
			return g, true
		}
		if prefix, n, ok := numbered(name); ok && isGlyphIndex(prefix) && p.uniMap == nil {
			return n, true
		}
		if t := []rune(textOf(name, false)); len(t) == 1 {
			if g := p.uniMap.glyph(uint32(t[0])); g != 0 {
				return g, true
			}
		}
	}
	if n := p.encoding[code]; n != "" {
		if g, ok := p.byName[n]; ok {
			return g, true
		}
	}
	for _, c := range []uint32{uint32(code), 0xF000 + uint32(code), 0xF100 + uint32(code), 0xF200 + uint32(code)} {
		if g := p.symbolMap.glyph(c); g != 0 {
			return g, true
		}
	}
	if g := p.macMap.glyph(uint32(code)); g != 0 {
		return g, true
	}
	if name == "" && p.symbolMap == nil && p.macMap == nil {
		if g := p.uniMap.glyph(uint32(code)); g != 0 {
			return g, true
		}
	}
	return 0, false
}

// width returns a glyph's advance in ems.
func (p *program) width(glyph int) (float64, bool) {
	if len(p.advances) == 0 || glyph < 0 {
		return 0, false
	}
	return float64(p.advances[min(glyph, len(p.advances)-1)]), true
}

// namedWidth returns the advance in ems of a glyph of a Type 1 program, by the
// name that the PDF or else the program has for a code.
func (p *program) namedWidth(code int, name string) (float64, bool) {
	if p.widths == nil {
		return 0, false
	}
	if name == "" {
		name = p.encoding[code]
	}
	w, ok := p.widths()[name]
	return w / 1000, ok && !math.IsNaN(w) && math.Abs(w) < 1e5
}

// setNames sets the glyph names and the way back.
func (p *program) setNames(names []string) {
	p.names = names
	p.byName = make(map[string]int, len(names))
	for g, n := range names {
		if _, ok := p.byName[n]; !ok && n != "" {
			p.byName[n] = g
		}
	}
}

// be16 and be32 read big-endian numbers, 0 beyond the end.
func be16(b []byte, at int) uint32 {
	if at < 0 || at+2 > len(b) {
		return 0
	}
	return uint32(binary.BigEndian.Uint16(b[at:]))
}

func be32(b []byte, at int) uint32 {
	if at < 0 || at+4 > len(b) {
		return 0
	}
	return binary.BigEndian.Uint32(b[at:])
}

// part returns n bytes of b from at on, fewer at the end, nil beyond it.
func part(b []byte, at, n uint32) []byte {
	if uint64(at) > uint64(len(b)) {
		return nil
	}
	b = b[at:]
	if uint64(n) < uint64(len(b)) {
		b = b[:n]
	}
	return b
}
