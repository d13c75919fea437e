package content

import (
	"unicode/utf8"

	"shihyo/extract/page"
	"shihyo/extract/pdf/object"
)

// tag is an open marked-content sequence (ISO 32000-1 §14.6).
type tag struct {
	first    int    // the number of glyphs before it
	actual   string // its /ActualText
	has      bool   // there is one
	hidden   bool   // it belongs to a layer that is off
	artifact bool
	mcid     int // its number in the structure tree, -1 if it has none
}

// props is what matters of a property list written in the content stream.
type props struct {
	actual []byte // of /ActualText, valid until the operator is carried out
	has    bool
	mcid   int // /MCID, -1 if there is none
}

// maxMCID bounds the numbers of marked-content sequences: a page has some
// hundreds.
const maxMCID = 1 << 20

// maxTags bounds open marked-content sequences; beyond it they are counted but
// have no effect.
const maxTags = 1024

// read takes in a dictionary operand up to its end. Writers mark every
// paragraph with one, so it is not turned into an object.
func (p *props) read(sc *scanner) {
	*p = props{mcid: -1}
	depth, wanted, number := 1, false, false
	var t operand
	for {
		pos := sc.pos
		switch sc.next(&t) {
		case object.EOF:
			return
		case object.DictOpen, object.ArrayOpen:
			depth++
		case object.DictClose, object.ArrayClose:
			if depth--; depth <= 0 {
				return
			}
		case object.NameToken:
			wanted = depth == 1 && string(t.bytes) == "ActualText"
			number = depth == 1 && string(t.bytes) == "MCID"
			continue
		case object.StringToken:
			if wanted {
				p.actual, p.has = t.bytes, true
			}
		case object.Real:
			if number && t.num >= 0 && t.num < maxMCID {
				p.mcid = int(t.num)
			}
		case object.Keyword:
			if isOperator(t.bytes) { // the dictionary was never closed
				sc.pos = pos
				return
			}
		}
		wanted, number = false, false
	}
}

// beginMarked is BDC and BMC.
func (r *run) beginMarked(name, list *operand) {
	if len(r.tags) >= maxTags {
		r.over("maxTags")
		r.tags = append(r.tags[:maxTags-1], tag{mcid: -1})
		return
	}
	t := tag{first: len(r.glyphs), mcid: -1}
	switch list.kind {
	case object.DictOpen:
		t.mcid = r.props.mcid
		if r.props.has {
			t.actual, t.has = TextString(r.props.actual), true
		}
	case object.NameToken:
		o := r.lookup("Properties", object.Name(list.bytes))
		if string(name.bytes) == "OC" {
			t.hidden = r.spend(r.rd.layers.cost(o)) && r.rd.layers.off(o)
		} else if d, ok := r.file.Dict(o); ok {
			if s, ok := r.file.Str(d["ActualText"]); ok && r.spend(len(s)) {
				t.actual, t.has = TextString([]byte(s)), true
			}
			if n, ok := r.file.Int(d["MCID"]); ok && n >= 0 && n < maxMCID {
				t.mcid = int(n)
			}
		}
	}
	t.artifact = string(name.bytes) == "Artifact"
	if t.hidden {
		r.hidden++
	}
	if t.artifact {
		r.artif++
	}
	r.tags = append(r.tags, t)
}

// endMarked is EMC.
func (r *run) endMarked() {
	n := len(r.tags)
	if n <= r.tagFloor { // a form cannot close what the page opened
		return
	}
	t := r.tags[n-1]
	r.tags = r.tags[:n-1]
	if t.hidden {
		r.hidden--
	}
	if t.artifact {
		r.artif--
	}
	if t.first >= len(r.glyphs) {
		return
	}
	switch {
	case t.has && t.actual != "":
		r.replace(t.first, t.actual)
	case t.mcid >= 0:
		r.mend(t.first, t.mcid)
	}
}

// replace gives the glyphs from first on the text that the file says they
// stand for. An empty replacement is not applied: what is printed would vanish.
func (r *run) replace(first int, actual string) {
	glyphs := r.glyphs[first:]
	// Indices of the glyphs that can carry text.
	var few [64]int
	at := few[:0]
	for i := range glyphs {
		if r.marks[first+i].fate != unseen {
			at = append(at, i)
		}
	}
	text := clean(actual)
	if len(at) == 0 || len(text) == 0 {
		return
	}
	if len(at) == len(text) {
		for k, i := range at {
			if s := string(text[k]); glyphs[i].Text != s {
				r.setText(&glyphs[i], s)
			}
		}
		return
	}
	// What agrees at both ends stays where it is; the rest goes to the glyphs
	// in between, one each as far as they go.
	for len(at) > 0 && len(text) > 0 && glyphs[at[0]].Text == string(text[0]) && len(at) > 1 && len(text) > 1 {
		at, text = at[1:], text[1:]
	}
	for len(at) > 1 && len(text) > 1 && glyphs[at[len(at)-1]].Text == string(text[len(text)-1]) {
		at, text = at[:len(at)-1], text[:len(text)-1]
	}
	for k, i := range at {
		switch {
		case k == len(at)-1:
			r.setText(&glyphs[i], string(text[min(k, len(text)):]))
		case k < len(text):
			r.setText(&glyphs[i], string(text[k]))
		default:
			r.setText(&glyphs[i], "")
		}
	}
}

// setText gives a glyph another text, which also makes an unknown one known.
func (r *run) setText(g *page.Glyph, text string) {
	if g.Unknown && text != "" {
		g.Unknown = false
		for _, u := range r.uses {
			if u.index == g.Font && u.unkn > 0 {
				u.unkn--
			}
		}
	}
	g.Text = text
}

// clean returns the characters of an ActualText without what only steers
// display: soft hyphens, variation selectors, joiners and controls.
func clean(s string) []rune {
	out := make([]rune, 0, len(s))
	for _, c := range s {
		switch {
		case c == '\t' || c == '\n' || c == '\r' || c == 0xa0:
			c = ' '
		case c < ' ' || c == 0xad || c == 0x200b || c == 0x200c || c == 0x200d || c == 0x2060 || c == 0xfeff,
			c >= 0xfe00 && c <= 0xfe0f, c >= 0xe0100 && c <= 0xe01ef, c == utf8.RuneError:
			continue
		}
		out = append(out, c)
	}
	return out
}
