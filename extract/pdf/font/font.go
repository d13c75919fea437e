// Package font turns the bytes of PDF text strings into characters: it splits
// them into codes, and gives for each code its Unicode text, its CID and its
// widths (ISO 32000-1 clauses 9.5 to 9.10).
//
// Load reads the font's dictionaries. What a code means is worked out when the
// code first occurs and kept (chars.go), so that Next is a look-up; a font with
// 7,000 kanji of which a document uses 40 costs those 40. The embedded font
// program is read only if a code cannot be told without it.
//
// Where the text of a code comes from, in order:
//
//	composite fonts (composite.go)        simple fonts (simple.go)
//	1. /ToUnicode                         1. /ToUnicode
//	2. the code itself, where the CMap    2. the glyph's name by /Encoding
//	   is over Unicode or Shift-JIS          and /Differences
//	3. the CID, where its character       3. the font program's encoding and
//	   collection is one of Adobe's          cmap, names or charset
//	4. the font program's cmap, names     4. numbers in glyph names
//	   or charset
//
// A source that has nothing, or U+0000, U+FFFD or a private character, passes
// the question on. What is found is then rid of artefacts (repair.go).
package font

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"shihyo/extract/pdf/object"
)

// Char is what one character code of a font stands for. It belongs to the font:
// read it, don't change it.
type Char struct {
	Code uint32 // the code as it stands in the string, most significant byte first
	CID  uint32 // composite fonts: the CID; simple fonts: the code
	Text string // Unicode after repair; "" if the file does not tell, and for zero-width characters

	// Width is the horizontal advance; VX, VY is the vector from the horizontal
	// to the vertical origin and WY the vertical advance (negative is down).
	// All in text space units: thousandths of an em divided by 1000, and for
	// Type3 fonts glyph space times the font matrix.
	Width, VX, VY, WY float64

	Space   bool // the single-byte code 32, to which word spacing applies
	Unknown bool // the file gives no Unicode for it, or a private character only
	Blank   bool // nothing is seen: the text is white space or zero-width characters
	Accent  bool // an accent that stands alone, such as ¨ or ´

	length uint8 // of the code, in bytes
}

// Info describes a font for people.
type Info struct {
	Name        string // PostScript name without the subset tag, decoded from Shift-JIS where needed
	Subset      bool   // it had a subset tag
	Subtype     string // Type0, Type1, MMType1, TrueType, Type3; with Type0 the descendant's is in Descendant
	Descendant  string // CIDFontType0, CIDFontType2 or ""
	Encoding    string // simple fonts: base encoding or "built-in", "+Differences" appended where there are some
	CMap        string // composite fonts: the name of the CMap, or "embedded"
	Collection  string // composite fonts: registry-ordering, such as Adobe-Japan1
	Embedded    bool   // the font program is in the file (always so for Type3)
	ToUnicode   bool   // it has a usable ToUnicode CMap
	Substituted bool   // not embedded, so a reader shows another font
	Bold        bool   // by name, flags or weight
	Italic      bool
}

// Problem is something about a font that could not be read, for developers.
type Problem string

// Font is a loaded font. It may be used by several goroutines.
type Font struct {
	Info     Info
	Problems []Problem

	// Ascent and Descent bound the box of a line of text, as fractions of the
	// em: 0.4..1.2 above the baseline and -0.6..0 below it.
	Ascent, Descent float64

	// Em is how much of text space an em takes: 1, but for Type3 fonts, whose
	// matrix may make glyphs of any size at font size 1. There it is the height
	// of the font's box where that is no likely em itself, and Ascent and
	// Descent are in text space units as well. The size of text as people know
	// it is the font size times Em.
	Em float64

	// Matrix leads from glyph space to text space in Type3 fonts. Their glyphs are
	// drawn by content streams (/CharProcs), of which nothing is read.
	Matrix [6]float64

	file     File
	shared   *Programs
	vertical bool
	maker    maker
	prog     func() *program // the embedded font program, read when first asked for
	unicode  *toUnicode

	// lengths tells for the first byte of a code how long it is, 0 where the maker
	// has to say.
	lengths *[256]uint8
	met     chars
}

// maker is what simple and composite fonts do each in their way.
type maker interface {
	// next cuts the first code off s.
	next(s []byte) (code uint32, n int)
	// char works out everything about a code of n bytes but its last repair.
	char(code uint32, n int) Char
}

// File is what Load needs of the file the font is in; *object.File is one.
type File interface {
	Resolve(object.Object) object.Object
	Data(*object.Stream) ([]byte, error)
	Read(*object.Buffer, *object.Stream) ([]byte, error)
}

// Type3 reports whether glyphs are drawn by content streams (CharProcs).
func (f *Font) Type3() bool { return f.Info.Subtype == "Type3" }

// Vertical reports whether the font writes vertically (WMode 1).
func (f *Font) Vertical() bool { return f.vertical }

// Next reads the first code of s, which must not be empty, and returns its
// character and the number of bytes it took (at least 1, at most len(s)). It
// allocates only when a code occurs for the first time.
func (f *Font) Next(s []byte) (*Char, int) {
	switch f.lengths[s[0]] {
	case 1:
		if c := f.met.short(s[0]); c != nil {
			return c, 1
		}
	case 2:
		if len(s) >= 2 {
			code := uint32(s[0])<<8 | uint32(s[1])
			if c := f.met.first(code); c != nil && c.is(code, 2) {
				return c, 2
			}
		}
	}
	return f.slow(s)
}

// slow finds characters that are not at hand, or have long codes.
func (f *Font) slow(s []byte) (*Char, int) {
	var code uint32
	n := int(f.lengths[s[0]])
	if n == 2 && len(s) >= 2 {
		code = uint32(s[0])<<8 | uint32(s[1])
	} else {
		code, n = f.maker.next(s)
	}
	if c := f.met.get(code, n); c != nil {
		return c, n
	}
	return f.met.add(f.make(code, n)), n
}

// make works out what a code is.
func (f *Font) make(code uint32, n int) *Char {
	c := f.maker.char(code, n)
	c.Code, c.length = code, uint8(n)
	c.Space = n == 1 && code == ' '
	c.Unknown = c.Text == "" || private(c.Text)
	c.Text = repairGlyph(c.Text, c.Width)
	c.Accent = len(c.Text) <= 2 && strings.Contains("`´ˆ˜¯˘˙¨˚˝ˇ¸˛", c.Text) && c.Text != ""
	c.Blank = !c.Unknown && strings.TrimFunc(c.Text, unicode.IsSpace) == ""
	return &c
}

// useful reports whether a text says what a glyph reads as: it does not if it
// is empty, or holds controls, U+FFFD, non-characters or private characters.
func useful(text string) bool {
	if text == "" || private(text) {
		return false
	}
	for _, r := range text {
		if r < ' ' || r >= 0x7F && r < 0xA0 || r == utf8.RuneError || r&0xFFFE == 0xFFFE || r >= 0xFDD0 && r <= 0xFDEF {
			return false
		}
	}
	return true
}

// lastResort is what remains of a ToUnicode text that is not useful when no
// other source has anything: private characters as they are or, if the font
// program turns out to be a symbol font, as the signs they are; Windows' Latin
// characters for the controls U+0080..U+009F, which stand at their codes; and a
// space for tabs and line ends.
func (f *Font) lastResort(said string) string {
	if private(said) {
		if p := f.prog(); p != nil {
			if t := signsOf(p.name).text(-1, said); t != "" {
				return t
			}
		}
		return said
	}
	if r, n := utf8.DecodeRuneInString(said); n == len(said) && r >= 0x80 && r < 0xA0 {
		return textOf(encodings()["WinAnsiEncoding"][r], false)
	}
	if said != "" && strings.Trim(said, "\t\n\r") == "" {
		return " "
	}
	return ""
}

// private reports whether a text has characters of the private use areas.
func private(text string) bool {
	for _, r := range text {
		if r >= 0xE000 && r <= 0xF8FF || r >= 0xF0000 {
			return true
		}
	}
	return false
}
