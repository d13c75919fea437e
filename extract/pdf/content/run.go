package content

import (
	"bytes"
	"math"
	"strings"
	"sync"

	"shihyo/extract/finding"
	"shihyo/extract/page"
	"shihyo/extract/pdf/font"
	"shihyo/extract/pdf/object"
)

// Result is a page with what is worth knowing about how it was made.
type Result struct {
	Page  *page.Page
	Fonts []Use // in the order of Page.Fonts

	// Pieces of lines by the way they were drawn, before joining.
	Strokes, Fills, Dashes, Images int
}

// Use tells how often a font was used on a page.
type Use struct {
	Font    *font.Font
	Glyphs  int // characters other than white space
	Unknown int // of them without Unicode
}

// state is the graphics state (ISO 32000-1 §8.4), saved by q.
type state struct {
	ctm    matrix
	clip   page.Box // on the displayed page
	fill   paint
	stroke paint

	lineWidth float64
	lineCap   int8
	dashed    bool
	opaque    bool // blend mode Normal and no soft mask
	blended   bool // in a group that is not opaque

	fillAlpha, strokeAlpha float32
	groupFill              float32 // alpha of the groups around
	font                   *fontUse
	size                   float64
	charSpace, wordSpace   float64
	scale, leading, rise   float64 // scale is Tz/100
	mode                   int8    // Tr
	clipText               int32   // text that what is painted shows in: 1 + its place in run.clipTexts
}

// fontUse is a font as used on the page at hand.
type fontUse struct {
	font   *font.Font
	index  uint16
	bold   bool
	type3  bool
	upper  float64 // ascent and descent of glyph boxes, in ems
	lower  float64
	glyphs int
	unkn   int
}

// resources is a resource dictionary with those to fall back on.
type resources struct {
	dict   object.Dict
	outer  *resources               // of the page or form around; nil for the page's own
	fonts  []namedFont              // the first names met
	more   map[object.Name]*fontUse // further ones
	spaces map[object.Name]*space
}

type namedFont struct {
	name object.Name
	use  *fontUse
}

const (
	seen    uint8 = iota
	unseen        // cannot be seen: dropped
	beneath       // invisible text as scans have it: goes to Page.Hidden
)

// mark is what is known of a glyph besides page.Glyph.
type mark struct {
	fate uint8
	next int32 // of the glyphs in the same bucket of run.buckets, -1 at the end
}

// run interprets one page. It is taken from a pool, so its slices keep their
// memory from page to page.
type run struct {
	rd   *Reader
	file *object.File
	page *page.Page
	base matrix // default user space to displayed page

	content  object.Buffer
	scanners []*scanner // one for each level of nested streams
	depth    int
	args     [maxArgs]operand
	nargs    int
	array    []operand
	props    props // of the dictionary last read as an operand

	st    state
	stack []state
	lost  int // q beyond MaxStates
	floor int // height of the stack where the stream at hand began
	tm    matrix
	tlm   matrix
	text  setting // of the operator at hand
	begun int     // glyphs before the text object at hand
	clips bool    // it is added to the clip

	clipTexts []glyphRange
	accents   bool // some glyph is an accent that stands alone
	path      path
	seq       int32
	res       *resources
	forms     map[object.Ref]*resources
	active    []object.Ref // forms being drawn, against cycles

	uses    []*fontUse
	missing *fontUse // stands for fonts that the file does not have
	glyphs  []page.Glyph
	expect  int    // glyphs to make room for
	marks   []mark // of each glyph
	grid    grid
	index   glyphIndex

	lines                []line
	order                []keyed
	thickest, dotSize    float64   // maxRule and dotSize for a page of this size
	across, down, sorted []segment // working memory of rules.go
	ends                 []int
	places               []uint64
	areas                []area
	cover                []cover
	shades               [][3]float32 // distinct colours of areas so far

	parents  object.Object // /StructParents of the page or form at hand
	elements object.Array  // what structureElements found for the one of elementsOf

	elementsOf    int64
	elementsKnown bool

	tags     []tag
	tagFloor int // tags open where the stream at hand began
	hidden   int // depth of optional content that is off
	artif    int // depth of artefacts

	sampled  int // images whose colour was looked at
	pictures []picturePlace
	veiled   bool // there are glyphs under a picture
	outlines int  // filled shapes with curves, as characters drawn as paths are

	operators, calls, bytes, work int
	limit                         string // the first limit that was hit
	damage                        string
	stats                         Result
}

const maxArgs = 40

var pool = sync.Pool{New: func() any { return new(run) }}

// spare holds pages that were given back, emptied.
var spare = sync.Pool{New: func() any { return new(page.Page) }}

// Recycle takes back a page that nobody uses any more, so that its memory, the
// greater part of what reading allocates, serves for the next one.
func Recycle(p *page.Page) {
	spare.Put(&page.Page{
		Glyphs: p.Glyphs[:0], Hidden: p.Hidden[:0], Rules: p.Rules[:0], Diagonals: p.Diagonals[:0],
		Fills: p.Fills[:0], Shapes: p.Shapes[:0], Images: p.Images[:0], Fonts: p.Fonts[:0],
	})
	*p = page.Page{}
}

// Page interprets a page. number is its place in the document, 1 for the first.
func (rd *Reader) Page(p object.Page, number int) Result {
	r := pool.Get().(*run)
	defer func() {
		r.rd, r.file, r.page, r.res = nil, nil, nil, nil
		pool.Put(r)
	}()
	rd.mu.Lock()
	rd.page++
	rd.mu.Unlock()
	r.begin(rd, p, number)
	data, err := rd.file.Contents(&r.content, p)
	if err != nil {
		r.damage = short(err)
	}
	r.parents = p.Dict["StructParents"]
	r.exec(data, &resources{dict: p.Resources})
	r.endStream(0)
	r.annotations(p)
	r.finish()
	return r.stats
}

func short(err error) string {
	s := err.Error()
	if i := strings.IndexByte(s, '\n'); i >= 0 {
		s = s[:i]
	}
	return s
}

// begin makes the run ready for a page: state, base matrix and empty slices.
func (r *run) begin(rd *Reader, p object.Page, number int) {
	r.rd, r.file = rd, rd.file
	unit := p.UserUnit
	if !(unit > 0 && unit < 1e5) {
		unit = 1
	}
	c := p.CropBox
	w, h := (c[2]-c[0])*unit, (c[3]-c[1])*unit
	switch p.Rotate {
	case 90:
		r.base = matrix{0, unit, unit, 0, -c[1] * unit, -c[0] * unit}
		w, h = h, w
	case 180:
		r.base = matrix{-unit, 0, 0, unit, c[2] * unit, -c[1] * unit}
	case 270:
		r.base = matrix{0, -unit, -unit, 0, c[3] * unit, c[2] * unit}
		w, h = h, w
	default:
		r.base = matrix{unit, 0, 0, -unit, -c[0] * unit, c[3] * unit}
	}
	r.page = spare.Get().(*page.Page)
	r.page.Number, r.page.Width, r.page.Height = number, w, h
	r.stats = Result{Page: r.page}
	scale := max(1, max(w, h)/usualPage)
	r.thickest, r.dotSize = maxRule*scale, dotSize*scale
	r.reset()
	r.depth, r.nargs, r.seq = 0, 0, 0
	r.forms = map[object.Ref]*resources{}
	r.active = r.active[:0]
	r.uses, r.missing = r.uses[:0], nil
	if r.glyphs == nil {
		r.glyphs = r.page.Glyphs
		if cap(r.glyphs) == 0 {
			r.glyphs = make([]page.Glyph, 0, max(r.expect, 256))
		}
	}
	r.page.Glyphs = nil // until they are sorted out
	r.glyphs, r.marks = r.glyphs[:0], r.marks[:0]
	r.grid.reset(w, h)
	r.index.reset()
	r.lines, r.areas, r.cover = r.lines[:0], r.areas[:0], r.cover[:0]
	r.shades = r.shades[:0]
	r.tags, r.tagFloor = r.tags[:0], 0
	r.elements, r.elementsKnown = nil, false
	r.hidden, r.artif = 0, 0
	r.begun, r.clips, r.clipTexts = 0, false, r.clipTexts[:0]
	r.accents = false
	r.sampled, r.outlines, r.veiled = 0, 0, false
	clear(r.pictures) // they hold on to streams
	r.pictures = r.pictures[:0]
	r.operators, r.calls, r.bytes, r.work = 0, 0, 0, 0
	r.limit, r.damage = "", ""
}

// reset sets the graphics state to its initial values (ISO 32000-1 §8.4.1).
func (r *run) reset() {
	r.st = state{
		ctm: r.base, clip: page.Box{X0: 0, Top: 0, X1: r.page.Width, Bottom: r.page.Height},
		fill: black, stroke: black,
		lineWidth: 1, opaque: true, fillAlpha: 1, strokeAlpha: 1, groupFill: 1, scale: 1,
	}
	r.stack = r.stack[:0]
	r.lost, r.floor = 0, 0
	r.tm, r.tlm = identity, identity
	r.path.reset()
}

// over records that a limit was hit.
func (r *run) over(limit string) {
	if r.limit == "" {
		r.limit = limit
	}
}

// spend counts work that grows with the product of two sizes, in steps of some
// nanoseconds, and reports whether the page has some left.
func (r *run) spend(steps int) bool {
	if r.work += steps; r.work > MaxWork {
		r.over("MaxWork")
		return false
	}
	return true
}

// exec interprets a stream with the given resources.
func (r *run) exec(data []byte, res *resources) {
	r.bytes += len(data)
	if r.bytes > MaxContent {
		r.over("MaxContent")
		return
	}
	outer := r.res
	r.res = res
	r.depth++
	for len(r.scanners) < r.depth {
		r.scanners = append(r.scanners, new(scanner))
	}
	sc := r.scanners[r.depth-1]
	sc.reset(data)
	r.nargs = 0
	for {
		if r.nargs == maxArgs { // keep the last: they are the operator's
			copy(r.args[:], r.args[1:])
			r.nargs--
		}
		o := &r.args[r.nargs]
		switch sc.next(o) {
		case object.Real, object.NameToken, object.StringToken:
			r.nargs++
			continue
		case object.ArrayOpen:
			if r.readArray(sc) {
				*o = operand{kind: object.ArrayOpen}
				r.nargs++
				continue
			}
		case object.DictOpen:
			r.props.read(sc)
			*o = operand{kind: object.DictOpen}
			r.nargs++
			continue
		case object.Keyword:
			r.operators++
			if r.operators <= MaxOperators {
				r.operator(o.bytes, sc)
				r.nargs = 0
				sc.recycle()
				continue
			}
			r.over("MaxOperators")
		case object.EOF:
		default:
			continue // a stray delimiter
		}
		break
	}
	sc.reset(nil)
	r.nargs = 0
	r.depth--
	r.res = outer
}

// readArray reads the elements of an array operand into r.array; nested arrays
// are read flat. It reports whether the array was closed; one that was not ends
// at an operator, so that damage does not swallow the rest of the page, unless it
// is closed after all, for TJ: then the operator does not belong there.
func (r *run) readArray(sc *scanner) bool {
	r.array = r.array[:0]
	depth, stray := 1, false
	var o operand
	for {
		pos := sc.pos
		switch sc.next(&o) {
		case object.EOF:
			return false
		case object.ArrayOpen:
			depth++
		case object.ArrayClose:
			if depth--; depth == 0 {
				return true
			}
		case object.Keyword:
			if !stray && isOperator(o.bytes) {
				if stray = closesForText(sc.data[sc.pos:]); !stray {
					sc.pos = pos
					return true
				}
			}
		case object.Real, object.StringToken, object.NameToken:
			if len(r.array) < MaxPoints {
				r.array = append(r.array, o)
			}
		}
	}
}

// closesForText reports whether the next bracket closes an array and TJ follows.
func closesForText(data []byte) bool {
	const far = 4096 // bytes: a line of text
	data = data[:min(len(data), far)]
	i := bytes.IndexAny(data, "[]")
	return i >= 0 && data[i] == ']' && bytes.HasPrefix(bytes.TrimLeft(data[i+1:], " \r\n\t"), []byte("TJ"))
}

// num returns the operand that stands i places before the last (0: the last),
// 0 if it is missing or no number.
func (r *run) num(i int) float64 {
	if i >= r.nargs {
		return 0
	}
	v := r.args[r.nargs-1-i].num
	if math.Abs(v) < 1e12 {
		return v
	}
	return 0
}

// arg returns the operand that stands i places before the last.
func (r *run) arg(i int) *operand {
	if i >= r.nargs {
		return &operand{}
	}
	return &r.args[r.nargs-1-i]
}

// numbers reports whether the last n operands are numbers.
func (r *run) numbers(n int) bool {
	if r.nargs < n {
		return false
	}
	for i := r.nargs - n; i < r.nargs; i++ {
		if r.args[i].kind != object.Real {
			return false
		}
	}
	return true
}

// isOperator knows the operators by which damage is noticed.
func isOperator(b []byte) bool {
	switch string(b) {
	case "Tj", "TJ", "Td", "TD", "Tm", "T*", "Tf", "Tc", "Tw", "Tz", "TL", "Tr", "Ts", "BT", "ET",
		"q", "Q", "cm", "re", "m", "l", "c", "h", "S", "f", "f*", "W", "W*", "n", "Do", "BDC", "EMC", "gs":
		return true
	}
	return false
}

// operator carries out one operator. Unknown ones are passed over.
func (r *run) operator(b []byte, sc *scanner) {
	var k uint32
	if len(b) <= 3 {
		for _, c := range b {
			k = k<<8 | uint32(c)
		}
	}
	switch k {
	// Text, by frequency.
	case 'T'<<8 | 'j', 'T'<<8 | 'J':
		r.showArray()
	case 'T'<<8 | 'd':
		r.moveText(r.num(1), r.num(0))
	case 'T'<<8 | 'D':
		r.st.leading = -r.num(0)
		r.moveText(r.num(1), r.num(0))
	case 'T'<<8 | 'm':
		if r.numbers(6) {
			m := matrix{r.num(5), r.num(4), r.num(3), r.num(2), r.num(1), r.num(0)}
			if m.ok() {
				r.tm, r.tlm = m, m
			}
		}
	case 'T'<<8 | '*':
		r.moveText(0, -r.st.leading)
	case '\'':
		r.moveText(0, -r.st.leading)
		r.show(r.arg(0).bytes)
	case '"':
		r.st.wordSpace, r.st.charSpace = r.num(2), r.num(1)
		r.moveText(0, -r.st.leading)
		r.show(r.arg(0).bytes)
	case 'T'<<8 | 'f':
		if r.nargs >= 2 {
			r.st.size = r.num(0)
			r.st.font = r.font(r.arg(1).bytes)
		}
	case 'T'<<8 | 'c':
		r.st.charSpace = r.num(0)
	case 'T'<<8 | 'w':
		r.st.wordSpace = r.num(0)
	case 'T'<<8 | 'z':
		r.st.scale = r.num(0) / 100
	case 'T'<<8 | 'L':
		r.st.leading = r.num(0)
	case 'T'<<8 | 's':
		r.st.rise = r.num(0)
	case 'T'<<8 | 'r':
		r.st.mode = int8(r.num(0)) & 7
	case 'B'<<8 | 'T':
		r.tm, r.tlm = identity, identity
		r.begun, r.clips = len(r.glyphs), false
	case 'E'<<8 | 'T':
		if r.clips {
			r.clipToText()
		}

	// Graphics state.
	case 'q':
		r.save()
	case 'Q':
		r.restore()
	case 'c'<<8 | 'm':
		if r.numbers(6) {
			m := matrix{r.num(5), r.num(4), r.num(3), r.num(2), r.num(1), r.num(0)}.mul(r.st.ctm)
			if m.ok() {
				r.st.ctm = m
			}
		}
	case 'w':
		r.st.lineWidth = math.Abs(r.num(0))
	case 'J':
		r.st.lineCap = int8(r.num(0)) & 3
	case 'd':
		r.setDash(r.array, r.nargs >= 2 && r.arg(1).kind == object.ArrayOpen)
	case 'g'<<8 | 's':
		r.extState(r.arg(0).bytes)

	// Paths.
	case 'm':
		r.path.move(r.st.ctm.apply(r.num(1), r.num(0)))
	case 'l':
		r.path.line(r.st.ctm.apply(r.num(1), r.num(0)))
	case 'c':
		r.path.curve(r.st.ctm.apply(r.num(1), r.num(0)))
	case 'v', 'y':
		r.path.curve(r.st.ctm.apply(r.num(1), r.num(0)))
	case 'h':
		r.path.close()
	case 'r'<<8 | 'e':
		if r.nargs >= 4 {
			r.path.rect(r.st.ctm, r.num(3), r.num(2), r.num(1), r.num(0))
		}
	case 'S':
		r.paintPath(false, false, true)
	case 's':
		r.path.close()
		r.paintPath(false, false, true)
	case 'f', 'F':
		r.paintPath(true, false, false)
	case 'f'<<8 | '*':
		r.paintPath(true, true, false)
	case 'B':
		r.paintPath(true, false, true)
	case 'B'<<8 | '*':
		r.paintPath(true, true, true)
	case 'b':
		r.path.close()
		r.paintPath(true, false, true)
	case 'b'<<8 | '*':
		r.path.close()
		r.paintPath(true, true, true)
	case 'n':
		r.paintPath(false, false, false)
	case 'W', 'W'<<8 | '*':
		r.path.clip = true

	// Colour.
	case 'g':
		r.st.fill = r.grey()
	case 'G':
		r.st.stroke = r.grey()
	case 'r'<<8 | 'g':
		r.st.fill = r.rgb()
	case 'R'<<8 | 'G':
		r.st.stroke = r.rgb()
	case 'k':
		r.st.fill = r.cmyk()
	case 'K':
		r.st.stroke = r.cmyk()
	case 'c'<<8 | 's':
		r.st.fill = r.space(r.arg(0).bytes)
	case 'C'<<8 | 'S':
		r.st.stroke = r.space(r.arg(0).bytes)
	case 's'<<8 | 'c', 's'<<16 | 'c'<<8 | 'n':
		r.st.fill = r.color(r.st.fill)
	case 'S'<<8 | 'C', 'S'<<16 | 'C'<<8 | 'N':
		r.st.stroke = r.color(r.st.stroke)

	// Objects.
	case 'D'<<8 | 'o':
		r.do(r.arg(0).bytes)
	case 'B'<<8 | 'I':
		r.inlineImage(sc.inlineImage())
	case 's'<<8 | 'h':
		r.shading()

	// Marked content.
	case 'B'<<16 | 'D'<<8 | 'C':
		r.beginMarked(r.arg(1), r.arg(0))
	case 'B'<<16 | 'M'<<8 | 'C':
		r.beginMarked(r.arg(0), &operand{})
	case 'E'<<16 | 'M'<<8 | 'C':
		r.endMarked()
	}
}

// save is q. Beyond MaxStates only the depth is kept, so that Q still pairs.
func (r *run) save() {
	if len(r.stack) >= MaxStates {
		r.lost++
		r.over("MaxStates")
		return
	}
	r.stack = append(r.stack, r.st)
}

// restore is Q. A stream cannot pop what it did not push.
func (r *run) restore() {
	if r.lost > 0 {
		r.lost--
		return
	}
	if n := len(r.stack); n > r.floor {
		r.st = r.stack[n-1]
		r.stack = r.stack[:n-1]
	}
}

// endStream closes the marked content that a stream left open.
func (r *run) endStream(tags int) {
	for len(r.tags) > tags {
		r.endMarked()
	}
}

// finish turns what was collected into the page.
func (r *run) finish() {
	r.finishGlyphs()
	if !r.rd.textOnly {
		if r.pictured() == scanWithText {
			r.pictureLines()
		}
		r.leftovers()
		r.finishAreas()
		r.finishLines()
	}
	p := r.page
	unknown := 0
	for _, u := range r.uses {
		unknown += u.unkn
		p.Fonts = append(p.Fonts, page.FontName{Name: u.font.Info.Name, Embedded: u.font.Info.Embedded})
		r.stats.Fonts = append(r.stats.Fonts, Use{u.font, u.glyphs, u.unkn})
		if u.unkn > 0 {
			r.find(GlyphsUnknown, u.unkn, fontLabel(u.font))
		}
		if u.font.Info.Substituted && u.glyphs > 0 {
			r.find(FontSubstituted, fontLabel(u.font), u.glyphs)
		}
	}
	if unknown >= manyUnknown {
		if text := Visible(p.Glyphs); 2*unknown > text {
			r.find(TextUnknown, text, unknown)
		}
	}
	if r.veiled {
		r.findUnder()
	}
	r.findImages()
	if r.damage != "" {
		r.find(ContentDamaged, r.damage)
	}
	if r.limit != "" {
		r.find(ContentLimit, r.limit)
	}
}

// manyUnknown is from how many unknown characters on a page without text is to be
// read by other means; fewer are the signs of a drawing.
const manyUnknown = 20

// shown is how far a page is a picture or shapes, where a reader sees text that
// nobody can read from the file.
type shown uint8

const (
	asText       shown = iota
	scanWithText       // a picture with invisible text
	scanAlone          // a picture without text
	outlinesOnly       // shapes, of characters perhaps
	scanMostly         // a picture with a few characters
)

// pictured tells as what the page shows its text.
func (r *run) pictured() shown {
	const (
		scan  = 0.3 // share of the page that pictures cover where there is no text
		most  = 0.5 // and where there is some
		few   = 30  // characters: a stamp or a page number laid on a scan
		drawn = 50  // shapes with curves: as many as a line of characters has
	)
	p := r.page
	text, hidden := 0, Visible(p.Hidden)
	for i := 0; i < len(p.Glyphs) && text < few; i++ {
		if shows(&p.Glyphs[i]) {
			text++
		}
	}
	var area float64
	for _, b := range p.Images {
		area += b.Width() * b.Height()
	}
	area /= p.Width * p.Height
	switch {
	case hidden > 0 && (text == 0 && area >= scan || text < few && area >= most && hidden > text):
		return scanWithText
	case text == 0 && area >= scan:
		return scanAlone
	case text == 0 && hidden == 0 && r.outlines >= drawn:
		return outlinesOnly
	case text > 0 && text < few && area >= most:
		return scanMostly
	}
	return asText
}

// findUnder tells how many characters stand under a picture.
func (r *run) findUnder() {
	under := 0
	for i := range r.page.Glyphs {
		if g := &r.page.Glyphs[i]; g.Conf < 1 && (g.Unknown || strings.TrimSpace(g.Text) != "") {
			under++
		}
	}
	if under > 0 {
		r.find(TextUnder, under)
	}
}

// findImages tells of a page that shows its text as a picture or as shapes.
func (r *run) findImages() {
	switch r.pictured() {
	case scanWithText:
		r.find(ImageHidden, Visible(r.page.Hidden))
	case scanAlone:
		r.find(ImageOnly)
	case outlinesOnly:
		r.find(TextDrawn)
	case scanMostly:
		r.find(ImageMostly, Visible(r.page.Glyphs))
	}
}

func (r *run) find(code finding.Code, args ...any) {
	r.page.Findings = append(r.page.Findings, finding.New(code, args...).At(r.page.Number, [4]float64{}))
}

func fontLabel(f *font.Font) string {
	if f.Info.Name != "" {
		return f.Info.Name
	}
	return f.Info.Subtype
}

// Visible counts glyphs other than white space.
func Visible(glyphs []page.Glyph) int {
	n := 0
	for i := range glyphs {
		if shows(&glyphs[i]) {
			n++
		}
	}
	return n
}

// shows reports whether a glyph is more than white space.
func shows(g *page.Glyph) bool {
	t := g.Text
	return g.Unknown || t != " " && t != "\u3000" && t != ""
}
