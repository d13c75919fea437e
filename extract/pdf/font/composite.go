package font

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/japanese"

	"shihyo/extract/pdf/cmap"
	"shihyo/extract/pdf/object"
)

// composite makes the characters of Type0 fonts: a CMap cuts strings into codes
// and leads from these to CIDs, and a descendant font has glyphs and widths by
// CID (ISO 32000-1 §9.7).
type composite struct {
	f       *Font
	cmap    *cmap.CMap
	cids    *cmap.Unicode          // what the CIDs of the collection read as, or nil
	cp932   func(code uint32) bool // which two-byte codes mean what they do in code page 932
	gids    []byte                 // /CIDToGIDMap, or nil for the identity
	garbled []int                  // not nil if /ToUnicode is damaged, see garbles
	windows bool                   // CIDs are glyphs of one of Windows' core fonts
	signs   signs                  // the signs of a Windows symbol font, nil for others

	runs     []cidRun  // of /W in the order of their CIDs, none over another
	widths   []float32 // by CID, in ems, NaN where /W says nothing: instead, where the runs are in disorder
	dw       float64
	vertical []verticalRun // of /W2, later ones win
	vy, w1   float64       // /DW2
}

// verticalRun is an entry of /W2: metrics for the CIDs lo..hi, in ems.
type verticalRun struct {
	lo, hi     uint32
	w1, vx, vy float64
}

// MaxCID is the greatest CID a font can have (ISO 32000-1 annex C).
const MaxCID = 65535

func (f *Font) loadComposite(d, desc object.Dict) {
	m := &composite{f: f}
	f.maker = m
	descriptor := f.dict(desc["FontDescriptor"])
	f.describe(first(object.Array{desc["BaseFont"]}, nil), descriptor)
	if name := f.name(d["BaseFont"]); f.Info.Name == "" {
		f.setName(name)
	}
	f.Info.Descendant = f.name(desc["Subtype"])

	m.loadCMap(d["Encoding"])
	lengths := m.cmap.Lengths()
	f.lengths = &lengths
	f.vertical = m.cmap.Vertical

	info := f.dict(desc["CIDSystemInfo"])
	registry, ordering := f.name(info["Registry"]), f.name(info["Ordering"])
	if m.cids = cmap.Collection(registry, ordering); m.cids == nil && m.cmap.Ordering != "Identity" {
		// The CMap of a font with a private or misspelt collection still tells
		// what its CIDs are; an embedded font has glyphs of its own.
		if !f.Info.Embedded || ordering == "" {
			m.cids = cmap.Collection(m.cmap.Registry, m.cmap.Ordering)
			if m.cids != nil {
				registry, ordering = m.cmap.Registry, m.cmap.Ordering
			}
		}
	}
	f.Info.Collection = registry + "-" + ordering
	if registry == "" && ordering == "" {
		f.Info.Collection = ""
	}
	if s, ok := f.file.Resolve(desc["CIDToGIDMap"]).(*object.Stream); ok {
		m.gids, _ = f.file.Data(s)
	}
	m.loadWidths(desc)
	m.loadVertical(desc)
	if m.garbled = m.garbles(); m.garbled != nil {
		f.problem("ToUnicode gives letters for ideographs")
	}
	m.signs = signsOf(f.Info.Name)
	m.windows = !f.Info.Embedded && m.cids == nil && m.likeWindows()
}

// likeWindows reports whether the CIDs are glyph indices of Arial, Times New
// Roman or Courier New on the writer's machine: that is what a font means that
// is neither embedded nor of a known collection. These fonts begin with the 258
// glyphs of Apple's standard order. It is believed where the widths of the
// glyphs that the writer names all bear it out.
func (m *composite) likeWindows() bool {
	core, exact := coreFont(m.f.Info.Name, 0)
	if !exact {
		return false
	}
	agree := 0
	for g, name := range macGlyphs()[:98] { // up to asciitilde
		given := m.given(uint32(g))
		if g < 3 || math.IsNaN(given) {
			continue
		}
		w, ok := coreWidth(core, name)
		if !ok {
			continue
		}
		if math.Abs(w-given) > 0.003 {
			return false
		}
		agree++
	}
	return agree >= 3
}

// loadCMap reads /Encoding, the name of a predefined CMap or a stream.
func (m *composite) loadCMap(o object.Object) {
	f := m.f
	m.cmap = f.readCMap(o, 0)
	switch {
	case m.cmap == nil:
		f.problem("CMap %q is not known", f.name(o))
		m.cmap = cmap.Identity(strings.HasSuffix(f.name(o), "V"))
	case m.cmap.Empty():
		f.problem("the embedded CMap is empty")
		m.cmap = cmap.Identity(m.cmap.Vertical)
	}
	f.Info.CMap = m.cmap.Name
	if _, ok := f.file.Resolve(o).(*object.Stream); ok {
		f.Info.CMap = "embedded"
	}
	m.cp932 = windowsCodes(m.cmap.Name)
}

// windowsCodes tells which codes of a Shift-JIS CMap Windows' code page 932 has
// the same characters for: all of those made for Windows or plain JIS X 0208.
// The others follow the JIS of 1978 or have signs of a manufacturer's own; there
// it is the punctuation of row 1 (〜 or ～, − or －), which writers meant as their
// system has it. It returns nil for CMaps over other codes.
func windowsCodes(cmap string) func(code uint32) bool {
	kind, _, ok := strings.Cut(cmap, "RKSJ-")
	switch {
	case !ok:
		return nil
	case kind == "90ms-" || kind == "90msp-" || kind == "":
		return func(code uint32) bool { return true }
	}
	return func(code uint32) bool { return code>>8 == 0x81 }
}

func (f *Font) readCMap(o object.Object, depth int) *cmap.CMap {
	switch o := f.file.Resolve(o).(type) {
	case object.Name:
		return cmap.Predefined(string(o))
	case *object.Stream:
		if depth >= MaxUse {
			return nil
		}
		buf := buffers.Get().(*object.Buffer)
		defer buffers.Put(buf)
		data, err := f.file.Read(buf, o)
		if err != nil {
			f.problem("CMap: %v", err)
		}
		m := cmap.Parse(data, cmap.Predefined)
		if base := f.readCMap(o.Dict["UseCMap"], depth+1); base != nil {
			m = m.WithBase(base)
		}
		if name := f.name(o.Dict["CMapName"]); m.Name == "" {
			m.Name = name
		}
		if wmode, ok := f.number(o.Dict["WMode"]); ok {
			m.Vertical = wmode == 1
		}
		return m
	}
	return nil
}

// MaxWidths and MaxVerticalRanges are how many entries of /W and /W2 are read,
// counted by CIDs for /W and by ranges for /W2. A font has 65,536 CIDs; writers
// that give some twice are few, and files with more are made to take time.
const (
	MaxWidths         = 1 << 18
	MaxVerticalRanges = 1 << 14
)

// loadWidths reads /DW and /W (ISO 32000-1 §9.7.4.3).
func (m *composite) loadWidths(d object.Dict) {
	f := m.f
	m.dw = 1
	if w, ok := f.number(d["DW"]); ok {
		m.dw = w / 1000
	}
	ordered, next := true, uint32(0)
	f.cidRuns(f.array(d["W"]), 1, func(r cidRun) {
		if len(m.runs) == MaxWidths {
			return
		}
		ordered = ordered && r.lo >= next
		next = r.hi + 1
		m.runs = append(m.runs, r)
	})
	if !ordered {
		m.spread()
	}
}

// spread lays the widths out by CID; later runs win over earlier ones.
func (m *composite) spread() {
	left := MaxWidths
	for _, r := range m.runs {
		for uint32(len(m.widths)) <= r.hi {
			m.widths = append(m.widths, float32(math.NaN()))
		}
		for cid := r.lo; cid <= r.hi && left > 0; cid++ {
			w, _ := m.f.number(r.of(cid, 1)[0])
			m.widths[cid] = float32(w / 1000)
			left--
		}
	}
	m.runs = nil
}

// given returns the width that /W gives a CID in ems, NaN where it says nothing.
func (m *composite) given(cid uint32) float64 {
	if cid < uint32(len(m.widths)) {
		return float64(m.widths[cid])
	}
	lo, hi := 0, len(m.runs)
	for lo < hi {
		if mid := (lo + hi) / 2; m.runs[mid].hi < cid {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(m.runs) && m.runs[lo].lo <= cid {
		w, _ := m.f.number(m.runs[lo].of(cid, 1)[0])
		return float64(float32(w / 1000))
	}
	return math.NaN()
}

// loadVertical reads /DW2 and /W2.
func (m *composite) loadVertical(d object.Dict) {
	f := m.f
	m.vy, m.w1 = 0.88, -1
	if a := f.array(d["DW2"]); len(a) >= 2 {
		if v, ok := f.number(a[0]); ok {
			m.vy = v / 1000
		}
		if v, ok := f.number(a[1]); ok {
			m.w1 = v / 1000
		}
	}
	if !f.vertical {
		return
	}
	add := func(lo, hi uint32, values object.Array) {
		if len(m.vertical) == MaxVerticalRanges {
			return
		}
		w1, _ := f.number(values[0])
		vx, _ := f.number(values[1])
		vy, _ := f.number(values[2])
		m.vertical = append(m.vertical, verticalRun{lo, hi, w1 / 1000, vx / 1000, vy / 1000})
	}
	f.cidRuns(f.array(d["W2"]), 3, func(r cidRun) {
		if r.same {
			add(r.lo, r.hi, r.values)
			return
		}
		for cid := r.lo; cid <= r.hi; cid++ {
			add(cid, cid, r.of(cid, 3))
		}
	})
}

// cidRun is an entry of /W or /W2: what it says of the CIDs lo..hi.
type cidRun struct {
	lo, hi uint32
	same   bool         // the values hold for each CID; else each has its own
	values object.Array // as in the file
}

// of returns the n values of a CID of the run.
func (r *cidRun) of(cid uint32, n int) object.Array {
	if r.same {
		return r.values
	}
	return r.values[int(cid-r.lo)*n:]
}

// cidRuns reads the form that /W and /W2 have: groups of n numbers, either as an
// array for consecutive CIDs from a first one, or one group for a range. The
// numbers are left where they are: a font has thousands of which a document uses
// a few.
func (f *Font) cidRuns(a object.Array, n int, each func(cidRun)) {
	cid := func(v float64) uint32 { return uint32(min(max(v, 0), MaxCID+1)) }
	for i := 0; i < len(a); {
		lo, ok := f.number(a[i])
		if !ok {
			i++
			continue
		}
		if i+1 >= len(a) {
			return
		}
		if list := f.array(a[i+1]); list != nil {
			from, groups := cid(lo), len(list)/n
			if from <= MaxCID && groups > 0 {
				each(cidRun{lo: from, hi: min(from+uint32(groups)-1, MaxCID), values: list})
			}
			i += 2
			continue
		}
		if i+1+n >= len(a) {
			return
		}
		hi, _ := f.number(a[i+1])
		if cid(lo) <= MaxCID && lo <= hi {
			each(cidRun{lo: cid(lo), hi: min(cid(hi), MaxCID), same: true, values: a[i+2 : i+2+n]})
		}
		i += 2 + n
	}
}

// garbles looks for a damage that Ghostscript 10.0 does to /ToUnicode: where its
// source lists the text of a range one by one, it counts up from the high byte
// of the first, so that kanji come out as Latin letters and kana as digits.
// Several full-width glyphs then have one letter for text, or one has an accented
// letter, which happens in no sound font. It returns for each such character how many glyphs it stands for,
// or nil for a sound font.
func (m *composite) garbles() []int {
	if m.f.unicode == nil || m.f.unicode.table == nil || m.cmap.Ordering != "Identity" {
		return nil
	}
	var wide [wideLimit]int
	all := make([]int, wideLimit)
	again, accents := 0, 0
	widths := len(m.runs)+len(m.widths) > 0 // else all glyphs are as wide by default
	m.f.unicode.table.Below(wideLimit, func(code uint32, r rune) {
		if r <= ' ' || code > MaxCID {
			return
		}
		all[r]++
		if m.width(code) >= fullWidth {
			wide[r]++
			if widths && accented(r) && m.given(code) > 0 { // not so for NaN
				accents++
			}
		}
	})
	narrow := 0 // glyphs of other widths for a letter that others stand for too
	for r, n := range wide {
		again += max(n-1, 0)
		if all[r] > 1 {
			narrow += all[r] - n
		}
	}
	if again < 3 && accents == 0 || narrow > again+accents { // so it is in fonts made from scans
		return nil
	}
	return all
}

// accented reports whether r is a Latin letter below wideLimit that no font draws
// as wide as an ideograph: all beyond ASCII but the ligatures, and W, which is wide.
func accented(r rune) bool {
	switch r {
	case 'Æ', 'æ', 'Œ', 'œ', 'Ĳ', 'ĳ', 'ŉ', 'Ŵ':
		return false
	}
	return r >= 'À' && r < wideLimit && unicode.IsLetter(r)
}

// isGarbled reports whether a text of a damaged /ToUnicode is not to be believed:
// a Latin letter or digit that stands for several glyphs, or for one that is
// wider than digits are.
func (m *composite) isGarbled(said string, cid uint32) bool {
	if m.garbled == nil {
		return false
	}
	r, _ := utf8.DecodeRuneInString(said)
	return r > ' ' && r < wideLimit && (m.garbled[r] > 1 || m.width(cid) > 0.62)
}

// wideLimit is the first character that is not suspicious on a full-width glyph.
const wideLimit = 0x180

// width returns the advance of a CID in ems.
func (m *composite) width(cid uint32) float64 {
	if w := m.given(cid); !math.IsNaN(w) {
		return w
	}
	return m.dw
}

func (m *composite) next(s []byte) (uint32, int) { return m.cmap.Next(s) }

func (m *composite) char(code uint32, n int) Char {
	cid, _ := m.cmap.CID(code, n)
	c := Char{CID: cid, Width: m.width(cid)}
	c.VX, c.VY, c.WY = c.Width/2, m.vy, m.w1
	for i := len(m.vertical) - 1; i >= 0; i-- {
		if r := &m.vertical[i]; cid >= r.lo && cid <= r.hi {
			c.VX, c.VY, c.WY = r.vx, r.vy, r.w1
			break
		}
	}
	c.Text = m.text(code, n, cid)
	return c
}

// text finds what a code reads as.
func (m *composite) text(code uint32, n int, cid uint32) string {
	u := m.f.unicode
	said := u.look(code, false)
	if u != nil && u.byCID {
		said = u.look(cid, false)
	}
	if m.isGarbled(said, cid) {
		said = ""
	}
	if useful(said) {
		return said
	}
	if r, ok := m.cmap.Rune(code, n); ok && useful(string(r)) {
		return string(r)
	}
	if m.cp932 != nil && n == 2 && m.cp932(code) {
		if t := fromCP932(code); t != "" {
			return t
		}
	}
	if m.cids != nil {
		if t, ok := m.cids.Lookup(cid); ok && useful(t) {
			return t
		}
	}
	if t := m.fromProgram(cid); t != "" {
		return t
	}
	if t := u.look(code, true); useful(t) && !(u.counted && m.gids == nil) {
		return t
	}
	if m.windows && cid >= 3 && cid < uint32(len(macGlyphs())) {
		return textOf(macGlyphs()[cid], false)
	}
	if t := m.signs.text(-1, said); t != "" {
		return t
	}
	return m.f.lastResort(said)
}

// fromProgram asks the embedded font program what the glyph of a CID is.
func (m *composite) fromProgram(cid uint32) string {
	p := m.f.prog()
	if p == nil {
		return ""
	}
	glyph := int(cid)
	switch {
	case m.gids != nil:
		if 2*glyph+1 >= len(m.gids) {
			return ""
		}
		glyph = int(m.gids[2*glyph])<<8 | int(m.gids[2*glyph+1])
	case p.cidKeyed():
		var ok bool
		if glyph, ok = p.glyphOfCID(cid); !ok {
			return ""
		}
	}
	if glyph == 0 {
		return ""
	}
	if t := p.textOf(glyph); useful(t) {
		return t
	}
	if p.cidKeyed() && m.cids == nil {
		// The program knows its character collection better than the font's
		// dictionary, in which converters write Identity.
		if u := cmap.Collection(p.registry, p.ordering); u != nil {
			if t, ok := u.Lookup(p.cidOf(glyph)); ok && useful(t) {
				return t
			}
		}
	}
	return ""
}

// fromCP932 reads a two-byte code as Windows code page 932 does.
func fromCP932(code uint32) string {
	s, err := japanese.ShiftJIS.NewDecoder().Bytes([]byte{byte(code >> 8), byte(code)})
	if err != nil {
		return ""
	}
	if r, n := utf8.DecodeRune(s); r != utf8.RuneError && n == len(s) && useful(string(r)) {
		return string(r)
	}
	return ""
}
