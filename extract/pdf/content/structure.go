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
	for _, c := range clean(r.rd.structureText(r.parents, mcid)) {
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
// marked-content sequence is the only content of, "" where there is none.
// parents is the /StructParents of the page or form that the sequence stands in.
func (rd *Reader) structureText(parents object.Object, mcid int) string {
	key, ok := rd.file.Int(parents)
	if !ok {
		return ""
	}
	root, _ := rd.file.Dict(rd.file.Trailer()["Root"])
	tree, _ := rd.file.Dict(root["StructTreeRoot"])
	list, _ := rd.file.Array(rd.numbered(tree["ParentTree"], key))
	if mcid >= len(list) {
		return ""
	}
	element, ok := rd.file.Dict(list[mcid])
	const highest = 4 // spans in lines in paragraphs
	for range highest {
		if !ok || rd.several(element["K"]) {
			return ""
		}
		if s, ok := rd.file.Str(element["ActualText"]); ok {
			return TextString([]byte(s))
		}
		element, ok = rd.file.Dict(element["P"])
	}
	return ""
}

// several reports whether an element has more than one kid.
func (rd *Reader) several(kids object.Object) bool {
	a, ok := rd.file.Array(kids)
	return ok && len(a) != 1
}

// numbered finds a key in a number tree (ISO 32000-1 §7.9.7).
func (rd *Reader) numbered(node object.Object, key int64) object.Object {
	const deepest = 16
	for range deepest {
		d, ok := rd.file.Dict(node)
		if !ok {
			return nil
		}
		nums, _ := rd.file.Array(d["Nums"])
		for i := 0; i+1 < len(nums); i += 2 {
			if n, ok := rd.file.Int(nums[i]); ok && n == key {
				return nums[i+1]
			}
		}
		kids, _ := rd.file.Array(d["Kids"])
		node = nil
		for _, kid := range kids {
			k, _ := rd.file.Dict(kid)
			limits, _ := rd.file.Array(k["Limits"])
			if len(limits) != 2 {
				continue
			}
			lo, _ := rd.file.Int(limits[0])
			hi, _ := rd.file.Int(limits[1])
			if lo <= key && key <= hi {
				node = kid
				break
			}
		}
	}
	return nil
}
