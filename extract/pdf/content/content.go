// Package content carries out the content streams of PDF pages and records
// what a reader would see: glyphs, straight lines, filled areas and images (ISO
// 32000-1 clauses 8, 9 and 14).
//
// How it works. A Reader belongs to a document and holds what its pages share:
// fonts, decoded form streams, colour spaces, the state of the layers. Page
// interprets one page with a run, which is taken from a pool: operands stay
// tokens of the lexer, every coordinate is transformed to the displayed page at
// once (origin top left, rotation, crop and user unit applied), and what is
// drawn goes to flat slices in painting order. Nothing is rendered, so whether
// something can be seen is decided by boxes: clips are kept as boxes, an opaque
// box or image drawn later drops what it covers, and text or lines in the
// colour of their background count as invisible. In the end the pieces of lines
// are joined to rules (rules.go).
//
// A content stream is foreign code. It cannot be made to run for ever or to
// fill the memory: the limits below are per page.
package content

import (
	"sync"
	"sync/atomic"

	"shihyo/extract/pdf/font"
	"shihyo/extract/pdf/object"
)

// Limits for one page. What is over a limit is left out and told by the
// finding content_limit.
const (
	// MaxOperators bounds the time of a page: an operator takes some 50 to 500
	// ns. The fullest page of 400 documents looked at has 39,000.
	MaxOperators = 2_000_000
	// MaxForms bounds calls of forms and patterns, which nest and so multiply.
	MaxForms = 20_000
	// MaxFormDepth bounds nested forms; more than ten is unheard of.
	MaxFormDepth = 24
	// MaxStates bounds the stack of q; ISO 32000-1 Annex C asks for 28.
	MaxStates = 512
	// MaxGlyphs bounds characters: 88 bytes each. The fullest page of those
	// documents has 5,800.
	MaxGlyphs = 150_000
	// MaxLines bounds pieces of lines, 88 bytes each, before they are joined. A
	// table with dotted lines drawn dot by dot has 12,000.
	MaxLines = 300_000
	// MaxAreas bounds filled areas and images; the most met was 2,200.
	MaxAreas = 50_000
	// MaxFonts bounds the fonts of a page: loading one takes up to a millisecond.
	MaxFonts = 1000
	// MaxPoints bounds the corners of one path: 24 bytes each.
	MaxPoints = 200_000
	// MaxContent bounds the bytes of content streams interpreted, counting a
	// form as often as it is drawn. The longest met had 1.2 MB.
	MaxContent = 128 << 20
	// MaxPictures bounds the images of a page that are searched for lines: some
	// scanners cut a page into a hundred strips.
	MaxPictures = 256
	// MaxPicture bounds the samples of an image that is searched for lines: A3 at
	// 300 dpi has 17 million, and colour takes up to three bytes for each.
	MaxPicture = 20_000_000
	// MaxWork bounds what grows with the product of two sizes, such as comparing
	// covers with what lies under them, in steps of some nanoseconds.
	MaxWork = 30_000_000
)

// Limits for what a document's pages share.
const (
	// maxCachedFonts is the number of fonts from which those are given up that the
	// last fontAge pages did not use. A font takes 10 to 500 kB; Chromium makes
	// more than a hundred for one page.
	maxCachedFonts = 128
	fontAge        = 4
	// maxCachedForms and maxCachedForm bound decoded form streams, in bytes.
	maxCachedForms = 8 << 20
	maxCachedForm  = 1 << 20
	// maxCachedSpaces is the number of colour spaces kept.
	maxCachedSpaces = 1024
	// MaxPixelsBase and MaxPixelsFactor bound the samples of all images searched
	// for lines: the base plus the factor times the size of the file, as far as
	// scans are compressed at most. Ten million take some .2 s.
	MaxPixelsBase   = 40_000_000
	MaxPixelsFactor = 400
	// maxDecoding is how many images are decoded at a time: one takes up to 80 MB.
	maxDecoding = 2
)

// Reader interprets the pages of one document. Its methods may be called by
// several goroutines at once.
type Reader struct {
	file     *object.File
	layers   layers
	textOnly bool // lines and fills are not wanted

	acroForm object.Dict       // the catalogue's form fields
	renew    bool              // viewers are to draw fields anew (/NeedAppearances)
	standIn  func() *font.Font // for values of fields, see newStandIn
	dingbats func() *font.Font // for marks of buttons, see newDingbats
	pixels   atomic.Int64      // of images searched for lines so far
	decoding chan struct{}     // holds as many as images are decoded at a time
	programs font.Programs

	mu        sync.Mutex
	page      int // counts the pages begun
	fonts     map[object.Ref]*fontEntry
	forms     map[object.Ref][]byte
	formBytes int
	spaces    map[object.Ref]*space
}

// fontEntry is a font that is being loaded or was; once keeps two pages from
// loading it at the same time.
type fontEntry struct {
	once sync.Once
	font *font.Font
	used int // Reader.page when it was last asked for
}

// NewReader returns a reader for the pages of f. With textOnly pages come
// without rules, diagonals and fills.
func NewReader(f *object.File, textOnly bool) *Reader {
	r := &Reader{
		file:     f,
		textOnly: textOnly,
		fonts:    map[object.Ref]*fontEntry{},
		forms:    map[object.Ref][]byte{},
		spaces:   map[object.Ref]*space{},
		decoding: make(chan struct{}, maxDecoding),
	}
	r.layers.load(f)
	root, _ := f.Dict(f.Trailer()["Root"])
	r.acroForm, _ = f.Dict(root["AcroForm"])
	r.renew, _ = f.Bool(r.acroForm["NeedAppearances"])
	r.standIn = sync.OnceValue(func() *font.Font { return newStandIn(f) })
	r.dingbats = sync.OnceValue(func() *font.Font { return newDingbats(f) })
	return r
}

// loadFont returns the font o is or refers to, from the cache where it can.
func (r *Reader) loadFont(o object.Object) *font.Font {
	ref, ok := o.(object.Ref)
	if !ok {
		return r.programs.Load(r.file, o)
	}
	r.mu.Lock()
	e := r.fonts[ref]
	if e == nil {
		if len(r.fonts) >= maxCachedFonts {
			for ref, e := range r.fonts {
				if e.used < r.page-fontAge {
					delete(r.fonts, ref)
				}
			}
			if len(r.fonts) >= maxCachedFonts+MaxFonts {
				clear(r.fonts)
			}
		}
		e = &fontEntry{}
		r.fonts[ref] = e
	}
	e.used = r.page
	r.mu.Unlock()
	e.once.Do(func() { e.font = r.programs.Load(r.file, o) })
	return e.font
}

// data returns the decoded bytes of a form's stream. Damage is reported, what
// could be decoded is returned with it.
func (r *Reader) data(s *object.Stream) ([]byte, error) {
	keep := s.Ref != object.Ref{}
	if keep {
		r.mu.Lock()
		data, ok := r.forms[s.Ref]
		r.mu.Unlock()
		if ok {
			return data, nil
		}
	}
	data, err := r.file.Read(nil, s) // kept here, not there
	if keep && err == nil && len(data) <= maxCachedForm {
		r.mu.Lock()
		if r.formBytes+len(data) > maxCachedForms {
			clear(r.forms)
			r.formBytes = 0
		}
		if _, ok := r.forms[s.Ref]; !ok {
			r.forms[s.Ref] = data
			r.formBytes += len(data)
		}
		r.mu.Unlock()
	}
	return data, err
}
