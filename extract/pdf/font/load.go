package font

import (
	"fmt"
	"math"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/encoding/japanese"

	"shihyo/extract/pdf/cmap"
	"shihyo/extract/pdf/object"
)

// Load reads a font dictionary (or a reference to it). It never fails: what
// could not be read is told in Problems, and codes without meaning come out as
// unknown characters.
func Load(file File, o object.Object) *Font { return new(Programs).Load(file, o) }

// Load is the function Load for a font whose program may be that of another one
// of the same file.
func (p *Programs) Load(file File, o object.Object) *Font {
	f := &Font{
		file:    file,
		shared:  p,
		Ascent:  defaultAscent,
		Descent: defaultDescent,
		Em:      1,
		Matrix:  [6]float64{0.001, 0, 0, 0.001, 0, 0},
	}
	d := f.dict(o)
	if d == nil {
		f.problem("the font is no dictionary")
		d = object.Dict{}
	}
	f.Info.Subtype = f.name(d["Subtype"])
	f.prog = func() *program { return nil }
	f.unicode = f.loadToUnicode(d["ToUnicode"])
	f.Info.ToUnicode = f.unicode != nil && f.unicode.table != nil

	// A descendant makes a font composite, whatever its subtype claims.
	if desc := f.dict(first(f.array(d["DescendantFonts"]), d["DescendantFonts"])); desc != nil {
		f.Info.Subtype = "Type0"
		f.loadComposite(d, desc)
	} else {
		if f.Info.Subtype == "Type0" {
			f.problem("a composite font without a descendant")
		}
		f.loadSimple(d)
	}
	return f
}

// The box of text of a font that does not tell its own: that of a Japanese em.
const (
	defaultAscent  = 0.88
	defaultDescent = -0.12
)

// describe reads name, flags and metrics from the dictionary of a simple or a
// descendant font and from its descriptor, and returns the latter (which may be
// nil). name is the dictionary's /BaseFont.
func (f *Font) describe(name object.Object, desc object.Dict) {
	f.setName(f.name(name))
	if f.Info.Name == "" {
		f.setName(f.name(desc["FontName"]))
	}
	flags, _ := f.number(desc["Flags"])
	weight, _ := f.number(desc["FontWeight"])
	angle, _ := f.number(desc["ItalicAngle"])
	f.Info.Bold = boldName(f.Info.Name) || int(flags)&flagForceBold != 0 || weight >= 600
	f.Info.Italic = int(flags)&flagItalic != 0 || angle != 0 || italicName(f.Info.Name)

	ascent, _ := f.number(desc["Ascent"])
	descent, _ := f.number(desc["Descent"])
	f.setBox(ascent/1000, descent/1000)

	for _, key := range []object.Name{"FontFile", "FontFile2", "FontFile3"} {
		if s, ok := f.file.Resolve(desc[key]).(*object.Stream); ok {
			f.Info.Embedded = true
			f.prog = f.shared.of(f.file, s)
			break
		}
	}
	f.Info.Substituted = !f.Info.Embedded
}

// Bits of /Flags in a font descriptor (ISO 32000-1 table 123).
const (
	flagFixedPitch = 1 << 0
	flagSerif      = 1 << 1
	flagItalic     = 1 << 6
	flagForceBold  = 1 << 18
)

// setBox takes over ascent and descent, as fractions of the em, if they are
// plausible. Some writers give the descent without its sign.
func (f *Font) setBox(ascent, descent float64) {
	if descent > 0 {
		descent = -descent
	}
	if ascent >= 0.4 && ascent <= 3 {
		f.Ascent = min(ascent, 1.2)
	}
	if descent < 0 && descent >= -2 {
		f.Descent = max(descent, -0.6)
	}
	if h := f.Ascent - f.Descent; h > maxBox {
		// Fonts of many scripts leave room for marks above and below, which in
		// tables reaches over the rules.
		f.Ascent *= maxBox / h
		f.Descent *= maxBox / h
	}
}

// maxBox is the greatest height of the box of text in ems.
const maxBox = 1.2

// setName takes the subset tag off a PostScript name, and decodes names that
// Japanese writers give in Shift-JIS.
func (f *Font) setName(name string) {
	if len(name) > 7 && name[6] == '+' && strings.Trim(name[:6], "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" {
		f.Info.Subset = true
		name = name[7:]
	}
	if !isASCII(name) && !utf8.ValidString(name) {
		if s, err := japanese.ShiftJIS.NewDecoder().String(name); err == nil && !strings.ContainsRune(s, utf8.RuneError) {
			name = s
		}
	}
	f.Info.Name = strings.ToValidUTF8(name, "�")
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// boldName tells from a font's name whether it is bold: by English words, by
// the weights of Japanese families (W6 and up; B, DB, EB, UB, H, U after a
// hyphen or at the end of a HG font's name).
func boldName(name string) bool {
	l := strings.ToLower(name)
	for _, w := range []string{"bold", "heavy", "black", "-demi", "太"} {
		if strings.Contains(l, w) {
			return true
		}
	}
	for _, w := range []string{"w6", "w7", "w8", "w9", "-db", "-eb", "-ub", "-b", "-h", "-u", "-md"} {
		if strings.HasSuffix(l, w) && w != "-md" {
			return true
		}
	}
	return strings.HasPrefix(l, "hg") && (strings.HasSuffix(name, "UB") || strings.HasSuffix(name, "EB") ||
		strings.HasSuffix(name, "B") && !strings.HasSuffix(name, "PB"))
}

func italicName(name string) bool {
	l := strings.ToLower(name)
	return strings.Contains(l, "italic") || strings.Contains(l, "oblique")
}

// toUnicode is a font's /ToUnicode.
type toUnicode struct {
	table *cmap.Unicode

	// weak says that codes are claimed to be Unicode themselves, one and all
	// (/Identity-H, or one range from 0 up to FFFF): writers say so without a
	// thought, hence everything else is believed first.
	weak bool

	// counted says that the range of these codes ends where the glyphs of a subset
	// do: the writer took glyph indices for Unicode.
	counted bool

	// byCID says that the table is one of Adobe's, from CIDs to Unicode.
	byCID bool
}

// buffers hold CMaps and font programs while they are read: a document can have
// them for each of hundreds of fonts.
var buffers = sync.Pool{New: func() any { return new(object.Buffer) }}

// loadToUnicode reads /ToUnicode, which should be a stream and may be a name.
func (f *Font) loadToUnicode(o object.Object) *toUnicode {
	switch o := f.file.Resolve(o).(type) {
	case object.Name:
		if u := cmap.PredefinedUnicode(string(o)); u != nil {
			return &toUnicode{table: u, byCID: true}
		}
		if strings.HasPrefix(string(o), "Identity") {
			return &toUnicode{weak: true}
		}
	case *object.Stream:
		buf := buffers.Get().(*object.Buffer)
		defer buffers.Put(buf)
		data, err := f.file.Read(buf, o)
		if err != nil {
			f.problem("ToUnicode: %v", err)
		}
		u := cmap.ParseUnicode(data, f.baseUnicode(o.Dict["UseCMap"], 0))
		if u.Len() == 0 && !u.Based() {
			return nil
		}
		if last, ok := u.Identity(); ok {
			// Up to a round number it may be meant; else glyphs were counted.
			return &toUnicode{weak: true, counted: last != 0x7F && last != 0xFF && last < 0xFF00}
		}
		return &toUnicode{table: u}
	}
	return nil
}

// MaxUse is how many CMaps can be built one upon the other by usecmap.
const MaxUse = 8

// baseUnicode returns the function that finds the base of a ToUnicode CMap.
func (f *Font) baseUnicode(o object.Object, depth int) func(string) *cmap.Unicode {
	return func(name string) *cmap.Unicode {
		if s, ok := f.file.Resolve(o).(*object.Stream); ok && depth < MaxUse {
			buf := buffers.Get().(*object.Buffer)
			defer buffers.Put(buf)
			data, _ := f.file.Read(buf, s)
			return cmap.ParseUnicode(data, f.baseUnicode(s.Dict["UseCMap"], depth+1))
		}
		return cmap.PredefinedUnicode(name)
	}
}

// look returns what /ToUnicode says about a code, strongly or weakly.
func (u *toUnicode) look(code uint32, weak bool) string {
	if u == nil || u.weak != weak {
		return ""
	}
	if u.weak {
		if code >= ' ' && code < 0xFFFF {
			return string(rune(code))
		}
		return ""
	}
	text, _ := u.table.Lookup(code)
	return text
}

func (f *Font) problem(format string, args ...any) {
	f.Problems = append(f.Problems, Problem(fmt.Sprintf(format, args...)))
}

// Access to objects: the zero value stands for what is missing or of another
// type.

func (f *Font) dict(o object.Object) object.Dict {
	switch o := f.file.Resolve(o).(type) {
	case object.Dict:
		return o
	case *object.Stream:
		return o.Dict
	}
	return nil
}

func (f *Font) array(o object.Object) object.Array {
	a, _ := f.file.Resolve(o).(object.Array)
	return a
}

// elements calls do with the elements of an array, none if it is no array. They
// may be kept, the slice may not.
func (f *Font) elements(o object.Object, do func(object.Array)) {
	switch a := f.file.Resolve(o).(type) {
	case object.Array:
		do(a)
	case object.Unread:
		a.Read(do)
	}
}

// name returns a name or, as some writers have it, a string.
func (f *Font) name(o object.Object) string {
	switch o := f.file.Resolve(o).(type) {
	case object.Name:
		return string(o)
	case object.String:
		return string(o)
	}
	return ""
}

// number returns a finite number.
func (f *Font) number(o object.Object) (float64, bool) {
	if _, ok := o.(object.Ref); ok {
		o = f.file.Resolve(o)
	}
	switch o := o.(type) {
	case int64:
		return float64(o), true
	case float64:
		return o, !math.IsNaN(o) && !math.IsInf(o, 0)
	}
	return 0, false
}

// first returns the first element of a or, if it has none, or.
func first(a object.Array, or object.Object) object.Object {
	if len(a) > 0 {
		return a[0]
	}
	return or
}
