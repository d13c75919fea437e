package content

import (
	"strings"
	"unicode"

	"shihyo/extract/page"
	"shihyo/extract/pdf/object"
)

// The structure tree of a tagged document (ISO 32000-1 §14.7) may tell what the
// glyphs of a marked-content sequence read as: /ActualText of the element that
// the sequence belongs to. Office programs write it for most paragraphs, where
// it says what the fonts say as well. So the tree is asked only about glyphs
// that the file leaves unknown otherwise.

// mend gives the unknown glyphs from first on, of the sequence mcid, the
// characters that the structure tree has for them. It does so only where the
// text agrees with the glyphs that are known, in number and place.
func (r *run) mend(first, mcid int) {
	glyphs := r.glyphs[first:]
	if !anyUnknown(glyphs) {
		return
	}
	var drawn []*page.Glyph
	for i := range glyphs {
		g := &glyphs[i]
		if r.marks[first+i].fate != unseen && (g.Unknown || strings.TrimSpace(g.Text) != "") {
			drawn = append(drawn, g)
		}
	}
	var text []rune
	for _, c := range clean(r.structureText(mcid)) {
		if !unicode.IsSpace(c) {
			text = append(text, c)
		}
	}
	if len(text) != len(drawn) {
		return
	}
	for i, g := range drawn {
		if !g.Unknown && g.Text != string(text[i]) {
			return
		}
	}
	for i, g := range drawn {
		if g.Unknown {
			r.setText(g, string(text[i]))
		}
	}
}

func anyUnknown(glyphs []page.Glyph) bool {
	for i := range glyphs {
		if glyphs[i].Unknown {
			return true
		}
	}
	return false
}

// structureText returns the /ActualText of the structure element that a
// marked-content sequence of the page or form at hand is the only content of, ""
// where there is none.
func (r *run) structureText(mcid int) string {
	elements := r.structureElements()
	if mcid >= len(elements) {
		return ""
	}
	element, ok := r.file.Dict(elements[mcid])
	const highest = 4 // spans in lines in paragraphs
	for range highest {
		if kids, several := r.file.Array(element["K"]); !ok || several && len(kids) != 1 {
			return ""
		}
		if s, ok := r.file.Str(element["ActualText"]); ok && r.spend(len(s)) {
			return TextString([]byte(s))
		}
		element, ok = r.file.Dict(element["P"])
	}
	return ""
}

// structureElements returns the elements by the numbers of the marked-content
// sequences of the page or form at hand.
func (r *run) structureElements() object.Array {
	key, ok := r.file.Int(r.parents)
	if !ok {
		return nil
	}
	if !r.elementsKnown || r.elementsOf != key {
		root, _ := r.file.Dict(r.file.Trailer()["Root"])
		tree, _ := r.file.Dict(root["StructTreeRoot"])
		r.elements, _ = r.file.Array(r.numbered(tree["ParentTree"], key))
		r.elementsKnown, r.elementsOf = true, key
	}
	return r.elements
}

// numbered finds a key in a number tree (ISO 32000-1 §7.9.7).
func (r *run) numbered(node object.Object, key int64) object.Object {
	const deepest = 16
	for range deepest {
		d, ok := r.file.Dict(node)
		if !ok {
			return nil
		}
		nums, _ := r.file.Array(d["Nums"])
		kids, _ := r.file.Array(d["Kids"])
		if !r.spend(10 * (len(nums) + len(kids))) {
			return nil
		}
		for i := 0; i+1 < len(nums); i += 2 {
			if n, ok := r.file.Int(nums[i]); ok && n == key {
				return nums[i+1]
			}
		}
		node = nil
		for _, kid := range kids {
			k, _ := r.file.Dict(kid)
			limits, _ := r.file.Array(k["Limits"])
			if len(limits) != 2 {
				continue
			}
			lo, _ := r.file.Int(limits[0])
			hi, _ := r.file.Int(limits[1])
			if lo <= key && key <= hi {
				node = kid
				break
			}
		}
	}
	return nil
}
