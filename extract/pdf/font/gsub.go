package font

// Glyphs that stand in for others (the OpenType table GSUB). Vertical text is
// set in forms of brackets, commas and small kana that no character code leads
// to; only the font's substitutions tell which glyph they are a form of. Of all
// kinds of lookups the single substitution is read, and of all features those
// that change nothing but the shape.

// shapeFeatures are the features whose glyphs read as those they replace: vertical
// forms, widths, and shapes of ideographs. Superscripts and fractions do not.
var shapeFeatures = map[string]bool{
	"vert": true, "vrt2": true, "vkna": true, "hkna": true, "pkna": true, "ruby": true,
	"hwid": true, "fwid": true, "pwid": true, "twid": true, "qwid": true,
	"jp78": true, "jp83": true, "jp90": true, "jp04": true, "nlck": true, "expt": true, "trad": true, "zero": true,
}

// Limits of a table that may be made to cost time.
const (
	// MaxLookups is how many lookups of shape features are read; a Japanese font
	// has some 15.
	MaxLookups = 256
	// MaxSubstitutions is how many substitutions are read, counted by glyphs.
	MaxSubstitutions = 4 * MaxGlyphs
)

// readGSUB gives the glyphs that a shape feature puts in the place of others the
// characters of these, where they have none of their own.
func (p *program) readGSUB(t []byte, glyphs int) {
	if len(p.runes) == 0 {
		return
	}
	features, lookups := at16(t, 6), at16(t, 8)
	wanted := map[uint32]bool{}
	for i := range int(be16(features, 0)) {
		record := part(features, uint32(2+6*i), 6)
		if len(record) < 6 {
			break
		}
		if !shapeFeatures[string(record[:4])] {
			continue
		}
		feature := part(features, be16(record, 4), ^uint32(0))
		for k := range min(int(be16(feature, 2)), len(feature)/2) {
			if len(wanted) < MaxLookups {
				wanted[be16(feature, 4+2*k)] = true
			}
		}
	}
	left := MaxSubstitutions
	for n := range min(be16(lookups, 0), uint32(len(lookups)/2)) {
		if !wanted[n] {
			continue
		}
		lookup := at16(lookups, 2+2*int(n))
		for k := range min(int(be16(lookup, 4)), len(lookup)/2) {
			single(at16(lookup, 6+2*k), be16(lookup, 0), &left, func(from, to uint32) {
				if int(to) >= glyphs || int(from) >= len(p.runes) || p.runes[from] == 0 {
					return
				}
				if int(to) >= len(p.runes) {
					p.runes = append(p.runes, make([]rune, int(to)+1-len(p.runes))...)
				}
				if p.runes[to] == 0 {
					p.runes[to] = p.runes[from]
				}
			})
		}
	}
}

// single calls f for each glyph of a single substitution (type 1, or 7 that
// leads to it) and what replaces it. left is counted down.
func single(t []byte, kind uint32, left *int, f func(from, to uint32)) {
	if kind == 7 { // extension: the true type and a long offset
		kind, t = be16(t, 2), part(t, be32(t, 4), ^uint32(0))
	}
	format := be16(t, 0)
	if kind != 1 || format != 1 && format != 2 {
		return
	}
	covered(at16(t, 2), left, func(index int, glyph uint32) {
		switch {
		case format == 1:
			f(glyph, (glyph+be16(t, 4))&0xFFFF)
		case index < int(be16(t, 4)):
			f(glyph, be16(t, 6+2*index))
		}
	})
}

// covered calls f for each glyph of a coverage table and its index.
func covered(t []byte, left *int, f func(index int, glyph uint32)) {
	n := int(be16(t, 2))
	switch be16(t, 0) {
	case 1:
		for i := 0; i < min(n, len(t)/2) && *left > 0; i++ {
			*left--
			f(i, be16(t, 4+2*i))
		}
	case 2:
		for i := range min(n, len(t)/6) {
			first, last, index := be16(t, 4+6*i), be16(t, 6+6*i), int(be16(t, 8+6*i))
			for g := first; g <= last && *left > 0; g++ {
				*left--
				f(index+int(g-first), g)
			}
		}
	}
}

// at16 returns what a table holds from the 16-bit offset at a place on, nil where
// that is null or leads out of it.
func at16(t []byte, at int) []byte {
	offset := be16(t, at)
	if offset == 0 {
		return nil
	}
	return part(t, offset, ^uint32(0))
}
