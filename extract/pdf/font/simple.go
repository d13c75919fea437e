package font

import (
	"math"
	"slices"
	"sort"
	"sync"
	"unicode/utf8"

	"shihyo/extract/pdf/object"
)

// simple makes the characters of Type1, MMType1, TrueType and Type3 fonts:
// codes are single bytes, and an encoding leads from them to glyph names (ISO
// 32000-1 §9.6).
type simple struct {
	f        *Font
	encoding *encoding         // the one /Encoding names, or nil
	differs  func() []namedRun // what /Differences names, in the order of the codes
	base     string            // name of the encoding to fall back on
	type3    bool
	trueType bool
	mac      bool // codes without a name may be those of macOS
	zapf     bool
	widths   []widthRun // /Widths in the order of the codes
	scale    float64    // of widths, to ems
	missing  float64    // /MissingWidth, NaN if there is none
	core     string     // the standard font whose widths to use
	signs    signs      // the signs of a Windows symbol font, nil for others
}

// widthRun tells that the codes lo..hi have a width, NaN for what is no number.
// Skia's fonts, of which a document may have hundreds, give 0 for all codes that
// they do not use.
type widthRun struct {
	lo, hi uint8
	width  float64 // as in the file
}

// namedRun tells that glyphs of the codes lo..hi have a name. Skia's fonts name
// one glyph for all codes they do not use.
type namedRun struct {
	lo, hi uint8
	name   object.Name
}

// oneByte are the lengths of the codes of simple fonts.
var oneByte = func() (t [256]uint8) {
	for b := range t {
		t[b] = 1
	}
	return t
}()

func (f *Font) loadSimple(d object.Dict) {
	m := &simple{f: f}
	f.maker = m
	f.lengths = &oneByte
	m.type3 = f.Info.Subtype == "Type3"
	m.trueType = f.Info.Subtype == "TrueType"

	desc := f.dict(d["FontDescriptor"])
	name := d["BaseFont"]
	if name == nil {
		name = d["Name"]
	}
	f.describe(name, desc)
	flags, _ := f.number(desc["Flags"])
	var exact bool
	m.core, exact = coreFont(f.Info.Name, int(flags))
	m.zapf = m.core == "ZapfDingbats"
	var box [4]float64
	if m.type3 {
		box = f.loadType3(d)
	}

	m.signs = signsOf(f.Info.Name)
	m.loadEncoding(d["Encoding"])
	m.loadWidths(d, desc)
	if m.trueType && m.encoding == nil && !f.Info.Embedded && exact && m.standardWidths() {
		m.base = "StandardEncoding"
	}
	if !f.Info.Embedded && exact && m.widths == nil {
		// A standard font without a descriptor is shown as it was meant.
		f.Info.Substituted = false
	}
	if m.type3 {
		widest := 0.0
		for _, r := range m.widths {
			if w := math.Abs(r.width * m.scale); w > widest { // not so for NaN
				widest = w
			}
		}
		f.setType3Box(box, widest)
	} else if ascent, _ := f.number(desc["Ascent"]); ascent == 0 {
		f.setBox(0.75, -0.22)
	}
}

// loadEncoding reads /Encoding: a name, or a dictionary of a base and
// differences.
func (m *simple) loadEncoding(o object.Object) {
	f := m.f
	baseName := ""
	var differences object.Object
	switch e := f.file.Resolve(o).(type) {
	case object.Name:
		baseName = string(e)
	case object.Dict:
		baseName = f.name(e["BaseEncoding"])
		differences = f.file.Resolve(e["Differences"])
	}
	m.differs = sync.OnceValue(func() []namedRun { return f.readDifferences(differences) })
	m.encoding = encodings()[baseName]
	switch {
	case m.core == "Symbol" && !f.Info.Embedded:
		m.base, m.encoding = "Symbol", nil
	case m.zapf && !f.Info.Embedded:
		m.base, m.encoding = "ZapfDingbats", nil
	case m.encoding != nil:
		m.base = baseName
	case m.type3:
	case m.trueType:
		// The standard says StandardEncoding, but what writers mean is that of
		// their system.
		m.base = "WinAnsiEncoding"
	default:
		m.base = "StandardEncoding"
	}
	m.mac = baseName == "MacRomanEncoding" && m.trueType
	f.Info.Encoding = baseName
	if baseName == "" {
		f.Info.Encoding = "built-in"
	}
	switch d := differences.(type) {
	case object.Array:
		if len(d) > 0 {
			f.Info.Encoding += "+Differences"
		}
	case object.Unread:
		f.Info.Encoding += "+Differences"
	}
}

// standardWidths reports whether the widths beyond ASCII are those of
// StandardEncoding and not of WinAnsiEncoding.
func (m *simple) standardWidths() bool {
	standard, windows := 0, 0
	for code := 0x80; code < 256; code++ {
		w := m.given(code)
		if !(w > 0) {
			continue
		}
		for base, n := range map[string]*int{"StandardEncoding": &standard, "WinAnsiEncoding": &windows} {
			if is, ok := coreWidth(m.core, encodings()[base][code]); ok && math.Abs(is-w) < 0.002 {
				*n++
			}
		}
	}
	return standard > windows
}

// readDifferences reads /Differences: a code, and names for it and those that
// follow. Later names win. Fonts with /ToUnicode do without.
func (f *Font) readDifferences(o object.Object) (runs []namedRun) {
	var names [256]object.Name
	var named [256]bool
	code := 0
	f.elements(o, func(a object.Array) {
		for _, o := range a {
			switch o := f.file.Resolve(o).(type) {
			case int64:
				code = int(o)
			case float64:
				code = int(o)
			case object.Name:
				if code >= 0 && code < 256 {
					names[code], named[code] = o, true
				}
				code++
			}
		}
	})
	for code, name := range names {
		if !named[code] {
			continue
		}
		if n := len(runs); n > 0 && int(runs[n-1].hi) == code-1 && runs[n-1].name == name {
			runs[n-1].hi = uint8(code)
			continue
		}
		runs = append(runs, namedRun{uint8(code), uint8(code), name})
	}
	return runs
}

// different returns the name that /Differences gives a code.
func (m *simple) different(code int) (object.Name, bool) {
	runs := m.differs()
	i := sort.Search(len(runs), func(i int) bool { return int(runs[i].hi) >= code })
	if i < len(runs) && int(runs[i].lo) <= code {
		return runs[i].name, true
	}
	return "", false
}

// name returns the name that /Encoding gives the glyph of a code, "" where the
// font program decides.
func (m *simple) name(code int) string {
	if name, ok := m.different(code); ok {
		return string(name)
	}
	name := ""
	if m.encoding != nil {
		name = m.encoding[code]
	}
	if name == "" && m.mac {
		name = macOS[code]
	}
	return name
}

// macOS are the characters that the Macintosh's own encoding has besides those
// of MacRomanEncoding; they hold for TrueType fonts (ISO 32000-1 table 115).
var macOS = map[int]string{
	0xAD: "notequal", 0xB0: "infinity", 0xB2: "lessequal", 0xB3: "greaterequal", 0xB6: "partialdiff", 0xB7: "summation",
	0xB8: "product", 0xB9: "pi", 0xBA: "integral", 0xBD: "Omega", 0xC3: "radical", 0xC5: "approxequal", 0xC6: "Delta",
	0xD7: "lozenge", 0xF0: "apple",
}

func (m *simple) loadWidths(d, desc object.Dict) {
	f := m.f
	m.missing = math.NaN()
	if w, ok := f.number(desc["MissingWidth"]); ok {
		m.missing = w / 1000
	}
	m.scale = 0.001
	if m.type3 {
		m.scale = f.Matrix[0]
		if m.scale == 0 {
			m.scale = f.Matrix[1] // turned by a quarter
		}
	}
	from, _ := f.number(d["FirstChar"])
	f.elements(d["Widths"], func(a object.Array) {
		if len(a) == 0 {
			return
		}
		// Codes are 0..255, whatever the file says.
		first := int(min(max(from, -1<<20), 1<<20))
		var runs [256]widthRun
		n := 0
		for code := max(first, 0); code < min(256, first+len(a)); code++ {
			w, ok := f.number(a[code-first])
			if !ok {
				w = math.NaN()
			}
			if n > 0 && runs[n-1].width == w {
				runs[n-1].hi = uint8(code)
				continue
			}
			runs[n] = widthRun{uint8(code), uint8(code), w}
			n++
		}
		m.widths = append(make([]widthRun, 0, n), runs[:n]...)
	})
}

// given returns the advance that /Widths gives a code, in ems, NaN where it says
// nothing.
func (m *simple) given(code int) float64 {
	lo, hi := 0, len(m.widths)
	for lo < hi {
		if mid := (lo + hi) / 2; int(m.widths[mid].hi) < code {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(m.widths) && int(m.widths[lo].lo) <= code {
		return m.widths[lo].width * m.scale
	}
	return math.NaN()
}

// loadType3 reads what only fonts drawn by content streams have, and returns
// /FontBBox.
func (f *Font) loadType3(d object.Dict) (box [4]float64) {
	f.Info.Embedded, f.Info.Substituted = true, false
	for i, o := range f.array(d["FontMatrix"]) {
		if v, ok := f.number(o); ok && i < 6 {
			f.Matrix[i] = v
		}
	}
	if f.Info.Name == "" {
		f.Info.Name = f.name(d["Name"])
	}
	for i, o := range f.array(d["FontBBox"]) {
		if v, ok := f.number(o); ok && i < 4 {
			box[i] = v
		}
	}
	return box
}

// setType3Box takes ascent, descent and em from /FontBBox. Where the box gives
// about an em they are as it says; else it is the measure of the em. A box that
// is empty, or does not go with the widest glyph, counts for nothing.
func (f *Font) setType3Box(box [4]float64, widest float64) {
	_, low := f.transform(box[0], box[1])
	_, high := f.transform(box[2], box[3])
	low, high = min(low, high), max(low, high)
	h := high - low
	likely := h > 0 && !math.IsInf(h, 0) && (widest == 0 || h > widest/4 && h < widest*40)
	switch {
	case likely && h >= 0.4 && h <= 3:
		f.Ascent, f.Descent = 0.75, -0.22
		f.setBox(high, min(low, 0))
	case likely:
		f.Em = h
		f.Ascent, f.Descent = high, min(low, 0)
	default:
		f.Em = 1000 * max(math.Abs(f.Matrix[3]), math.Abs(f.Matrix[0]))
		if widest > 0 && (f.Em > 10*widest || f.Em < widest/3) {
			f.Em = widest
		}
		if !(f.Em > 0 && !math.IsInf(f.Em, 0)) {
			f.Em = 1
		}
		f.Ascent, f.Descent = 0.75*f.Em, -0.22*f.Em
	}
}

// transform leads from glyph space to text space.
func (f *Font) transform(x, y float64) (float64, float64) {
	m := &f.Matrix
	return m[0]*x + m[2]*y + m[4], m[1]*x + m[3]*y + m[5]
}

func (m *simple) next(s []byte) (uint32, int) { return uint32(s[0]), 1 }

func (m *simple) char(code uint32, _ int) Char {
	c := Char{CID: code}
	c.Text = m.text(int(code))
	c.Width = m.width(int(code))
	c.VX, c.VY, c.WY = c.Width/2, 0.88, -1
	return c
}

// text finds what a code reads as.
func (m *simple) text(code int) string {
	u := m.f.unicode
	said := u.look(uint32(code), false)
	if r, n := utf8.DecodeRuneInString(said); m.type3 && n == len(said) && accented(r) && m.width(code) >= fullWidth*m.f.Em {
		said = "" // the same damage as in composite fonts, see garbles
	}
	if useful(said) && !m.ownSigns(code, said) {
		return said
	}
	name := m.name(code)
	if m.signs != nil {
		sign := code
		if _, ok := m.different(code); ok && (m.core == "Symbol" || !latin(name)) {
			sign = -1 // named on purpose
		}
		if t := m.signs.text(sign, said); t != "" {
			return t
		}
	}
	if t := textOf(name, m.zapf); useful(t) {
		return t
	}
	if name == "" || m.trueType {
		if t := m.fromProgram(code, name); useful(t) {
			return t
		}
	}
	if name != "" {
		if t := m.fromNumber(code, name); t != "" {
			return t
		}
		if e := encodings()[m.base]; m.type3 && e != nil {
			// The differences only name procedures; a base encoding that was
			// named for its own sake tells the characters.
			if t := textOf(e[code], false); t != "" {
				return t
			}
		}
	}
	if t := u.look(uint32(code), true); t != "" {
		return t
	}
	if code == ' ' && said == "" && (name == "" || name == ".notdef") && !m.drawn(code) {
		return " "
	}
	if t := gcgid(name); t != "" {
		return t
	}
	if !m.f.Info.Embedded && !m.type3 && code < ' ' && (name == "" || name == ".notdef") ||
		m.type3 && name == "" && u.look(uint32(code), false) == "" {
		return " " // nothing shows: a control, or a code that leads to no procedure
	}
	return m.f.lastResort(said)
}

// latin reports whether a name is that of a character of Windows' Latin encoding.
func latin(name string) bool {
	return slices.Contains(encodings()["WinAnsiEncoding"][:], name)
}

// ownSigns reports whether /ToUnicode takes a sign of a symbol font for the
// letter that has its code in Latin text, as some converters do.
func (m *simple) ownSigns(code int, said string) bool {
	return m.signs != nil && said == textOf(encodings()["WinAnsiEncoding"][code], false)
}

// fromProgram asks the embedded font program, or the encoding that stands for
// that of a font which is not embedded.
func (m *simple) fromProgram(code int, name string) string {
	if p := m.f.prog(); p != nil {
		if name == "" {
			if n := p.encoding[code]; n != "" {
				if t := textOf(n, m.zapf); t != "" {
					return t
				}
			}
		}
		if g, ok := p.glyphOf(code, name); ok {
			if t := p.textOf(g); useful(t) {
				return t
			}
		}
		if p.encoded {
			return "" // its own encoding has been asked
		}
	}
	if name == "" && m.base != "" && (!m.f.Info.Embedded || m.latinCodes(code)) {
		return textOf(encodings()[m.base][code], m.zapf)
	}
	return ""
}

// latinCodes reports whether a code of an embedded font without any encoding can
// be that of Latin text. Writers that embed a subset often number its glyphs
// through, from 1, ' ' or '!' on, or beyond ASCII only, and such numbers read as
// Latin would be wrong text that looks right.
func (m *simple) latinCodes(code int) bool {
	var used [256]bool
	if p := m.f.prog(); p != nil {
		p.symbolMap.mark(&used)
		p.macMap.mark(&used)
	}
	if used == [256]bool{} {
		for code := range used {
			used[code] = m.given(code) > 0 // not so for NaN
		}
	}
	low, high, n := 256, -1, 0
	upper, wide := 0, 0                 // beyond ASCII; of these full-width
	var asciiWidths, upperWidths spread // Latin type has several both there and here
	for code, u := range used {
		if !u || code == 0 || code == '\b' || code == '\t' || code == '\r' || code == 0x1D {
			continue // glyphs that Apple's fonts have at controls
		}
		low, high = min(low, code), code
		n++
		if code > '~' {
			upper++
			upperWidths.add(m.given(code))
			if m.given(code) >= fullWidth {
				wide++
			}
		} else {
			asciiWidths.add(m.given(code))
		}
	}
	switch {
	case low < ' ':
		return false
	case code > '~' && (wide*3 > upper || upper >= 8 && upperWidths.single() && !asciiWidths.single()):
		return false
	case low <= '!' && high-low+1 == n:
		return low == ' ' && high >= '~' // all of ASCII
	}
	return n > 0
}

// spread tells whether numbers are all the same.
type spread struct{ low, high float64 }

func (s *spread) add(v float64) {
	if v > 0 { // not so for NaN
		if s.low == 0 || v < s.low {
			s.low = v
		}
		s.high = max(s.high, v)
	}
}

func (s *spread) single() bool { return s.low == s.high }

// fromNumber reads glyph names that carry a number: the index of a glyph in the
// font program, or the character's code.
func (m *simple) fromNumber(code int, name string) string {
	prefix, n, ok := numbered(name)
	if !ok && len(name) != 3 {
		return ""
	}
	if p := m.f.prog(); p != nil && ok && isGlyphIndex(prefix) {
		if t := p.textOf(n); useful(t) {
			return t
		}
	}
	// Bitmap fonts of TeX, and fonts from some converters, name glyphs after
	// their codes, in decimal or hexadecimal; for letters, digits and points that
	// is ASCII. Gaiji fonts do so too, but all their glyphs are of one width; and
	// Chromium numbers glyphs after a "g".
	if hex, ok := parseHex(name[1:]); n != code && (!ok || len(name) != 3 || int(hex) != code) {
		return ""
	}
	if code > ' ' && code < 0x7F && len(prefix) <= 1 && name[0] != 'g' && (m.type3 || m.proportional()) {
		return string(rune(code))
	}
	return ""
}

// drawn reports whether the font program or /CharProcs has a glyph for a code
// without a name.
func (m *simple) drawn(code int) bool {
	p := m.f.prog()
	if p == nil {
		return m.f.Info.Embedded && !m.type3
	}
	g, ok := p.glyphOf(code, "")
	return ok && g != 0 || p.encoding[code] != "" && p.encoding[code] != ".notdef"
}

// proportional reports whether the widths are those of Latin type: of several
// sizes, none wider than about an em.
func (m *simple) proportional() bool {
	var distinct []float64
	for code := range 256 {
		w := m.given(code)
		if w > 1.2 {
			return false
		}
		if w > 0 && !slices.Contains(distinct, w) {
			distinct = append(distinct, w)
		}
	}
	return len(distinct) >= 4
}

// width finds the advance of a code, in ems.
func (m *simple) width(code int) float64 {
	if w := m.given(code); !math.IsNaN(w) {
		return w
	}
	if m.type3 {
		return 0
	}
	if m.missing > 0 {
		return m.missing
	}
	name := m.name(code)
	usual := name // where the encoding does not say
	if (name == "" || name == ".notdef") && m.base != "" {
		usual = encodings()[m.base][code]
	}
	if p := m.f.prog(); p != nil {
		if g, ok := p.glyphOf(code, name); ok {
			if w, ok := p.width(g); ok {
				return w
			}
		}
		if w, ok := p.namedWidth(code, name); ok {
			return w
		}
		if w, ok := p.namedWidth(code, usual); ok {
			return w
		}
	} else if w, ok := coreWidth(m.core, usual); ok {
		return w
	}
	if !math.IsNaN(m.missing) {
		return m.missing
	}
	return 0
}
