package content

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"shihyo/extract/pdf/font"
	"shihyo/extract/pdf/object"
)

// Annotations: form fields and free text are part of what a reader sees (ISO
// 32000-1 §12.5.5 and §12.7). Most bring their appearance along as a form. One
// that does not, as forms that a program has filled in, is drawn as viewers do
// it: the value in the font and size of its default appearance, within its
// rectangle.

// maxAnnotations bounds the annotations of a page; the most met had 900.
const maxAnnotations = 5000

// annotations draws the page's annotations.
func (r *run) annotations(p object.Page) {
	list, _ := r.file.Array(p.Dict["Annots"])
	values := 0
	for i, o := range list {
		if i == maxAnnotations {
			r.over("maxAnnotations")
			break
		}
		d, ok := r.file.Dict(o)
		if !ok {
			continue
		}
		const hidden, noView = 2, 32
		flags, _ := r.file.Int(d["F"])
		sub, _ := r.file.Name(d["Subtype"])
		if flags&(hidden|noView) != 0 || sub == "Popup" || r.rd.layers.off(d["OC"]) {
			continue
		}
		rect, ok := r.rect(d["Rect"])
		if !ok {
			continue
		}
		r.reset()
		r.res = &resources{dict: p.Resources}
		s := r.appearance(d)
		if s == nil || sub == "Widget" && r.rd.renew {
			if v, ok := r.valueOf(d, sub); ok {
				if r.drawValue(v, rect) {
					values++
				}
				continue
			}
		}
		if s != nil {
			r.drawAppearance(s, rect)
		}
	}
	if values > 0 {
		r.find(ValuesDrawn, values)
	}
}

// appearance returns an annotation's normal appearance in the state it is in,
// nil where there is none.
func (r *run) appearance(d object.Dict) *object.Stream {
	ap, _ := r.file.Dict(d["AP"])
	n := r.file.Resolve(ap["N"])
	if states, ok := n.(object.Dict); ok {
		as, _ := r.file.Name(d["AS"])
		n = r.file.Resolve(states[as])
	}
	s, _ := n.(*object.Stream)
	return s
}

// drawAppearance lays an appearance onto its annotation's rectangle (algorithm
// 8.1 of ISO 32000-1 §12.5.5).
func (r *run) drawAppearance(s *object.Stream, rect [4]float64) {
	box, ok := r.rect(s.Dict["BBox"])
	if !ok {
		return
	}
	b := r.matrixOf(s.Dict["Matrix"]).box(box[0], box[1], box[2], box[3])
	if b.Width() <= 0 || b.Height() <= 0 {
		return
	}
	sx, sy := (rect[2]-rect[0])/b.Width(), (rect[3]-rect[1])/b.Height()
	r.st.ctm = matrix{sx, 0, 0, sy, rect[0] - b.X0*sx, rect[1] - b.Top*sy}.mul(r.base)
	if r.st.ctm.ok() {
		r.form(s)
	}
}

// value is what an annotation without an appearance shows.
type value struct {
	text   string
	font   *font.Font
	codes  map[rune]byte // of a font with codes of one byte; nil: the text goes in as UTF-16
	size   float64       // 0: as fits
	lines  bool          // may have several lines
	comb   int           // so many places of equal width, 0 for running text
	align  int64         // 0 left, 1 centre, 2 right
	turn   int64         // degrees counterclockwise
	border float64       // width of the border in points
}

// Bits of a field's flags, /Ff (ISO 32000-1 tables 226, 228 and 230).
const (
	fieldMultiline = 1 << 12
	fieldPassword  = 1 << 13
	fieldRadio     = 1 << 15
	fieldPush      = 1 << 16
	fieldCombo     = 1 << 17
	fieldComb      = 1 << 24
)

// valueOf reads what a field or free text shows; ok is false where it is
// nothing.
func (r *run) valueOf(d object.Dict, sub object.Name) (v value, ok bool) {
	switch sub {
	case "FreeText":
		v.text, v.lines = r.textOf(d["Contents"]), true
	case "Widget":
		flags, _ := r.file.Int(r.inherit(d, "Ff"))
		switch kind, _ := r.file.Name(r.inherit(d, "FT")); kind {
		case "Tx":
			if flags&fieldPassword != 0 {
				return v, false
			}
			v.text, v.lines = r.textOf(r.inherit(d, "V")), flags&fieldMultiline != 0
			if n, ok := r.file.Int(r.inherit(d, "MaxLen")); ok && flags&fieldComb != 0 && n > 0 && n < 1000 {
				v.comb = int(n)
			}
		case "Ch":
			if v.lines = flags&fieldCombo == 0; v.lines {
				v.text = r.options(d)
			}
			if v.text == "" {
				v.text = r.chosen(d)
			}
		case "Btn":
			v.align = 1
			if v.text = r.buttonText(d, flags); v.text != "" && flags&fieldPush == 0 {
				v.font, v.codes = r.rd.dingbats(), codesFor(r.rd.dingbats(), v.text)
				return v, v.codes != nil
			}
		}
	}
	if v.text = strings.TrimSpace(v.text); v.text == "" {
		return v, false
	}
	if q, ok := r.file.Int(r.inherit(d, "Q")); ok {
		v.align = q
	}
	mk, _ := r.file.Dict(d["MK"])
	v.turn, _ = r.file.Int(mk["R"])
	v.border = 1
	if bs, ok := r.file.Dict(d["BS"]); ok {
		if w, ok := r.file.Number(bs["W"]); ok {
			v.border = bound(max(w, 0), 20)
		}
	}
	r.defaultAppearance(&v, d)
	return v, true
}

// inherit returns an entry of a field, or of the first of its parents that has
// it.
func (r *run) inherit(d object.Dict, key object.Name) object.Object {
	const deepest = 32 // fields within fields; a circle ends here
	for range deepest {
		if o := r.file.Resolve(d[key]); o != nil {
			return o
		}
		var ok bool
		if d, ok = r.file.Dict(d["Parent"]); !ok {
			break
		}
	}
	return nil
}

// textOf returns a text string or stream.
func (r *run) textOf(o object.Object) string {
	const longest = 1 << 14 // bytes
	var text []byte
	switch o := r.file.Resolve(o).(type) {
	case object.String:
		text = []byte(o[:min(len(o), longest)])
	case *object.Stream:
		data, _ := r.file.Data(o)
		text = data[:min(len(data), longest)]
	}
	if !r.spend(len(text)) {
		return ""
	}
	return TextString(text)
}

// buttonText returns what a button shows: the mark of one that is on, in the
// characters of ZapfDingbats, or the caption of one to push (ISO 32000-1 §12.7.4.2
// and table 189).
func (r *run) buttonText(d object.Dict, flags int64) string {
	mk, _ := r.file.Dict(d["MK"])
	caption := r.textOf(mk["CA"])
	if flags&fieldPush != 0 {
		return caption
	}
	state, ok := r.file.Name(d["AS"])
	if !ok {
		state, _ = r.file.Name(r.inherit(d, "V"))
	}
	if state == "" || state == "Off" {
		return ""
	}
	if caption == "" {
		caption = "4" // a check mark
		if flags&fieldRadio != 0 {
			caption = "l" // a disc
		}
	}
	ch, _ := r.rd.dingbats().Next([]byte{caption[0]})
	if ch.Unknown {
		return ""
	}
	return ch.Text
}

// options returns all options of a list from the one on that stands at its top,
// chosen or not: a viewer shows as many as there is room for.
func (r *run) options(d object.Dict) string {
	const most = 100 // in a box
	list, _ := r.file.Array(r.inherit(d, "Opt"))
	top, _ := r.file.Int(r.inherit(d, "TI"))
	list = list[min(max(top, 0), int64(len(list))):]
	list = list[:min(most, len(list))]
	if !r.spend(optionCost * len(list)) {
		return ""
	}
	all := make([]string, len(list))
	for i, o := range list {
		if pair, ok := r.file.Array(o); ok && len(pair) == 2 {
			o = pair[1]
		}
		all[i] = r.textOf(o)
	}
	return strings.Join(all, "\n")
}

// optionCost is what an option of a choice field counts as work.
const optionCost = 100

// chosen returns what is chosen of a choice field, as it is shown: /Opt may
// give an option's value and its text apart.
func (r *run) chosen(d object.Dict) string {
	picked, ok := r.file.Array(r.inherit(d, "V"))
	if !ok {
		picked = object.Array{r.inherit(d, "V")}
	}
	shown := map[string]string{}
	options, _ := r.file.Array(r.inherit(d, "Opt"))
	if !r.spend(optionCost * len(options)) {
		return ""
	}
	for _, o := range options {
		if pair, ok := r.file.Array(o); ok && len(pair) == 2 {
			shown[r.textOf(pair[0])] = r.textOf(pair[1])
		}
	}
	var all []string
	if !r.spend(optionCost * len(picked)) {
		return ""
	}
	for _, o := range picked {
		s := r.textOf(o)
		if t, ok := shown[s]; ok {
			s = t
		}
		all = append(all, s)
	}
	return strings.Join(all, "\n")
}

// defaultAppearance reads font and size from /DA, "/Helv 12 Tf 0 g". A font
// that cannot write the value gives way to one that can, as in viewers.
func (r *run) defaultAppearance(v *value, d object.Dict) {
	da, ok := r.file.Str(r.inherit(d, "DA"))
	if !ok {
		da, _ = r.file.Str(r.rd.acroForm["DA"])
	}
	const longest = 1000 // bytes: it holds a font and a colour
	l := object.NewLexer([]byte(da[:min(len(da), longest)]))
	var last [2]object.Token
	name := object.Name("")
	for t := l.Next(); t.Kind != object.EOF; t = l.Next() {
		if t.Kind == object.Keyword && string(t.Bytes) == "Tf" && last[0].Kind == object.NameToken {
			name, v.size = object.Name(last[0].Bytes), bound(last[1].Num, 1000)
		}
		last[0], last[1] = last[1], t
	}
	if v.size < 0 {
		v.size = 0
	}
	dr, _ := r.file.Dict(r.rd.acroForm["DR"])
	fonts, _ := r.file.Dict(dr["Font"])
	if o, ok := fonts[name]; ok {
		if u := r.load(o); u != nil {
			if codes := codesFor(u.font, v.text); codes != nil {
				v.font, v.codes = u.font, codes
				return
			}
		}
	}
	v.font = r.rd.standIn()
}

// codesFor returns the codes of a simple font by character, nil where the font
// lacks one of the text's characters.
func codesFor(f *font.Font, text string) map[rune]byte {
	codes := map[rune]byte{}
	for b := 255; b >= ' '; b-- {
		ch, n := f.Next([]byte{byte(b)})
		if c := []rune(ch.Text); n == 1 && len(c) == 1 && !ch.Unknown {
			codes[c[0]] = byte(b)
		}
	}
	for _, c := range text {
		if _, ok := codes[c]; !ok && c != '\n' && c != '\r' {
			return nil
		}
	}
	return codes
}

// newStandIn makes the font that stands in for those that cannot write a value:
// Japanese, with Latin letters of half an em, codes in UTF-16.
func newStandIn(file *object.File) *font.Font {
	return font.Load(file, object.Dict{
		"Type": object.Name("Font"), "Subtype": object.Name("Type0"), "Encoding": object.Name("UniJIS-UTF16-H"),
		"DescendantFonts": object.Array{object.Dict{
			"Type": object.Name("Font"), "Subtype": object.Name("CIDFontType0"),
			"CIDSystemInfo": object.Dict{"Registry": object.String("Adobe"), "Ordering": object.String("Japan1")},
			"W":             object.Array{int64(1), int64(632), int64(500)}, // proportional Latin and half-width
		}},
	})
}

// newDingbats makes the font that the marks of buttons are taken from.
func newDingbats(file *object.File) *font.Font {
	return font.Load(file, object.Dict{"Type": object.Name("Font"), "Subtype": object.Name("Type1"), "BaseFont": object.Name("ZapfDingbats")})
}

// encode returns the text in the value's font.
func (v *value) encode(text string) []byte {
	var b []byte
	for _, c := range text {
		if v.codes != nil {
			b = append(b, v.codes[c])
			continue
		}
		for _, u := range utf16.AppendRune(nil, c) {
			b = append(b, byte(u>>8), byte(u))
		}
	}
	return b
}

// width returns the advance of a text in ems.
func (v *value) width(text string) float64 {
	w := 0.0
	for s := v.encode(text); len(s) > 0; {
		ch, n := v.font.Next(s)
		w += ch.Width
		s = s[n:]
	}
	return w
}

// drawValue writes a value into its rectangle and reports whether there was
// room for it.
func (r *run) drawValue(v value, rect [4]float64) bool {
	const perByte = 200 // steps, breaking lines for several sizes
	if !r.spend(perByte * len(v.text)) {
		return false
	}
	w, h := rect[2]-rect[0], rect[3]-rect[1]
	m := matrix{1, 0, 0, 1, rect[0], rect[1]}
	switch (v.turn%360 + 360) % 360 {
	case 90:
		m, w, h = matrix{0, 1, -1, 0, rect[2], rect[1]}, h, w
	case 180:
		m = matrix{-1, 0, 0, -1, rect[2], rect[3]}
	case 270:
		m, w, h = matrix{0, -1, 1, 0, rect[0], rect[3]}, h, w
	}
	r.st.ctm = m.mul(r.base)
	if !r.st.ctm.ok() || w <= 0 || h <= 0 {
		return false
	}
	r.st.clip = intersect(r.st.clip, r.st.ctm.box(0, 0, w, h))
	if empty(r.st.clip) {
		return false
	}
	r.st.font = r.use(v.font)
	size, lines := v.layout(w, h)
	r.st.size = size
	y := h/2 - 0.35*size // one line: its middle lies some third of an em over its baseline
	if v.lines {
		y = h - 2*v.border - 0.88*size
	}
	for _, line := range lines {
		r.drawLine(&v, line, w, y)
		y -= leading * size
	}
	return true
}

// leading is the distance of the lines of a value in ems.
const leading = 1.15

// drawLine writes a line of a value at the height y in a box w wide.
func (r *run) drawLine(v *value, line string, w, y float64) {
	if v.comb > 0 {
		x, step := 0.0, w/float64(v.comb)
		for _, c := range line {
			s := string(c)
			r.tm = matrix{1, 0, 0, 1, x + (step-v.width(s)*r.st.size)/2, y}
			r.show(v.encode(s))
			x += step
		}
		return
	}
	x := 2 * v.border
	switch room := w - v.width(line)*r.st.size; v.align {
	case 1:
		x = room / 2
	case 2:
		x = room - 2*v.border
	}
	r.tm = matrix{1, 0, 0, 1, x, y}
	r.show(v.encode(line))
}

// layout breaks a value into lines and chooses a size where none is given.
func (v *value) layout(w, h float64) (size float64, lines []string) {
	const (
		usual = 12  // points: the size that texts of several lines begin with
		least = 4   // points: smaller text is not chosen
		part  = 0.7 // of its height that a line fills at most
	)
	text := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(v.text)
	if !v.lines {
		line := strings.ReplaceAll(text, "\n", " ")
		if size = v.size; size == 0 {
			size = part * h
			if long := v.width(line); long > 0 && v.comb == 0 {
				size = min(size, max((w-4*v.border)/long, least))
			}
		}
		return size, []string{line}
	}
	size = v.size
	if size == 0 {
		size = usual
	}
	for {
		lines = v.wrap(text, (w-4*v.border)/size)
		if v.size != 0 || size <= least || float64(len(lines))*leading*size <= h {
			return size, lines
		}
		size--
	}
}

// wrap breaks a text into lines of at most the given width in ems: after spaces
// and ideographs, and anywhere in a word that is too long for a line.
func (v *value) wrap(text string, width float64) []string {
	var lines []string
	for part := range strings.SplitSeq(text, "\n") {
		start, end := 0, 0       // of the line; where it may be broken
		long, before := 0.0, 0.0 // its width so far, and up to end
		for i, c := range part {
			w := v.width(string(c))
			if long+w > width && i > start {
				if end <= start {
					end, before = i, long
				}
				lines = append(lines, part[start:end])
				start, long = end, long-before
			}
			long += w
			if c == ' ' || c >= 0x2E80 {
				end, before = i+utf8.RuneLen(c), long
			}
		}
		lines = append(lines, part[start:])
	}
	return lines
}
