package font

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
)

// Glyph names and encodings. data/glyphlist.txt and data/zapfdingbats.txt are
// Adobe's lists (agl-aglfn, Copyright 2002-2019 Adobe, BSD-3-Clause) unchanged
// or rewritten in the same form; the other tables are published facts: the
// encodings of ISO 32000-1 annex D, the strings of Adobe Technical Note 5176.

//go:embed data/glyphlist.txt
var glyphListText string

//go:embed data/zapfdingbats.txt
var dingbatsText string

//go:embed data/encodings.txt
var encodingsText string

// encoding is a table from codes to glyph names, "" where there is none.
type encoding [256]string

// inList finds a name in one of Adobe's lists. Most documents ask for a few names
// only, for which a list is not worth taking apart.
func inList(text, name string) string {
	codes, ok := entry(text, name, ';')
	if !ok {
		return ""
	}
	var b strings.Builder
	for c := range strings.FieldsSeq(codes) {
		r, _ := strconv.ParseUint(c, 16, 32)
		b.WriteRune(rune(r))
	}
	return b.String()
}

// entry returns what follows a name in a text whose lines are in the order of the
// names they begin with, by halving it. Lines that begin with # count for nothing.
func entry(text, name string, separator byte) (string, bool) {
	for lo, hi := 0, len(text); lo < hi; {
		from := strings.LastIndexByte(text[lo:(lo+hi)/2], '\n') + 1 + lo // of the line in the middle
		line := text[from:hi]
		if i := strings.IndexByte(line, '\n'); i >= 0 {
			line = line[:i]
		}
		found, rest := line, ""
		if i := strings.IndexByte(line, separator); i >= 0 {
			found, rest = line[:i], line[i+1:]
		}
		switch {
		case line != "" && line[0] == '#', found < name:
			lo = min(from+len(line)+1, hi)
		case found > name:
			hi = from
		default:
			return rest, true
		}
	}
	return "", false
}

// encodings holds StandardEncoding, MacRomanEncoding, WinAnsiEncoding,
// MacExpertEncoding, Symbol and ZapfDingbats.
var encodings = sync.OnceValue(func() map[string]*encoding {
	all := map[string]*encoding{}
	var e *encoding
	for line := range strings.Lines(encodingsText) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			e = new(encoding)
			all[strings.Trim(line, "[]")] = e
		default:
			names := strings.Fields(line)
			code, _ := strconv.ParseUint(names[0], 16, 8)
			for i, name := range names[1:] {
				e[int(code)+i] = name
			}
		}
	}
	return all
})

// textOf returns the text that a glyph's name stands for by the rules of the
// Adobe Glyph List Specification, "" for names outside of them.
func textOf(name string, zapf bool) string {
	if name == "" || name == ".notdef" {
		return ""
	}
	if t := listed(name, zapf); t != "" {
		return t
	}
	if base, _, ok := strings.Cut(name, "."); ok {
		if name = base; !strings.Contains(name, "_") {
			return component(name, zapf)
		}
	}
	if !strings.Contains(name, "_") {
		return spelt(name)
	}
	var b strings.Builder
	for part := range strings.SplitSeq(name, "_") {
		t := component(part, zapf)
		if t == "" {
			return ""
		}
		b.WriteString(t)
	}
	return b.String()
}

func listed(name string, zapf bool) string {
	if zapf {
		if t := inList(dingbatsText, name); t != "" {
			return t
		}
	}
	if t, ok := known.Load(name); ok {
		return t.(string)
	}
	t := moreNames[name]
	if t == "" {
		t = inList(glyphListText, name)
	}
	if t != "" {
		known.Store(name, t)
	}
	return t
}

// known holds the names of Adobe's list and of moreNames asked for so far: each
// font of a document has the same ones.
var known sync.Map

// moreNames are names that fonts use though Adobe's list lacks them, or has nothing
// but a private character for them.
var moreNames = map[string]string{
	"nbspace": "\u00A0", "nonbreakingspace": "\u00A0", "sfthyphen": "-", "hyphenminus": "-",
	"mu1": "\u00B5", "Delta1": "\u2206", "Omega1": "\u2126", "Ohm": "\u2126", "increment": "\u2206",
	"f_f": "ff", "f_i": "fi", "f_l": "fl", "f_f_i": "ffi", "f_f_l": "ffl", "f_t": "ft", "t_t": "tt",
	"Euro": "€", "euro": "€", "visiblespace": "\u2423", "ckmark": "✓", "minusmath": "\u2212",
	"square": "□", "triangle": "△", "circle": "○", "checkmark": "✓", "bulletblack": "●",

	// Pieces of tall brackets, and the marks of Symbol in two styles.
	"parenlefttp": "⎛", "parenleftex": "⎜", "parenleftbt": "⎝", "parenrighttp": "⎞", "parenrightex": "⎟", "parenrightbt": "⎠",
	"bracketlefttp": "⎡", "bracketleftex": "⎢", "bracketleftbt": "⎣", "bracketrighttp": "⎤", "bracketrightex": "⎥", "bracketrightbt": "⎦",
	"bracelefttp": "⎧", "braceleftmid": "⎨", "braceleftbt": "⎩", "bracerighttp": "⎫", "bracerightmid": "⎬", "bracerightbt": "⎭",
	"braceex": "⎪", "integralex": "⎮", "arrowhorizex": "⎯", "arrowvertex": "⏐",
	"registersans": "®", "copyrightsans": "©", "trademarksans": "™", "registerserif": "®", "copyrightserif": "©", "trademarkserif": "™",

	// Of the Computer Modern and AMS fonts, as in every formula and manual set
	// with TeX.
	"angbracketleft": "⟨", "angbracketright": "⟩", "circlecopyrt": "◯", "prime": "′", "star": "⋆", "lscript": "ℓ",
	"arrowhookleft": "↪", "arrowhookright": "↩", "mapsto": "↦", "owner": "∋", "negationslash": "\u0338", "vector": "\u20D7", "tie": "\u2040",
	"floorleft": "⌊", "floorright": "⌋", "ceilingleft": "⌈", "ceilingright": "⌉", "bardbl": "‖", "latticetop": "⊤",
	"turnstileleft": "⊢", "turnstileright": "⊣", "similarequal": "≃", "equivasymptotic": "≍", "precedesequal": "⪯", "followsequal": "⪰",
	"follows": "≻", "lessmuch": "≪", "greatermuch": "≫", "lessorequalslant": "⩽", "greaterorequalslant": "⩾",
	"subsetsqequal": "⊑", "supersetsqequal": "⊒", "intersectionsq": "⊓", "unionsq": "⊔", "unionmulti": "⊎", "wreathproduct": "≀",
	"diamondmath": "⋄", "coproduct": "∐", "natural": "♮", "flat": "♭", "sharp": "♯", "triangleleft": "◁", "triangleright": "▷",
	"arrownortheast": "↗", "arrowsoutheast": "↘", "arrownorthwest": "↖", "arrowsouthwest": "↙", "arrowbothv": "↕", "arrowdblbothv": "⇕",
	"summationtext": "∑", "summationdisplay": "∑", "producttext": "∏", "productdisplay": "∏", "integraltext": "∫", "integraldisplay": "∫",
}

func component(name string, zapf bool) string {
	if t := listed(name, zapf); t != "" {
		return t
	}
	return spelt(name)
}

// spelt reads names that spell a character's code.
func spelt(name string) string {
	if hex, ok := strings.CutPrefix(name, "uni"); ok && len(hex) >= 4 && len(hex)%4 == 0 {
		var b strings.Builder
		for ; hex != ""; hex = hex[4:] {
			r, ok := parseHex(hex[:4])
			if !ok || r >= 0xD800 && r <= 0xDFFF {
				return ""
			}
			b.WriteRune(r)
		}
		return b.String()
	}
	if hex, ok := strings.CutPrefix(name, "u"); ok && len(hex) >= 4 && len(hex) <= 6 {
		if r, ok := parseHex(hex); ok && r <= 0x10FFFF && (r < 0xD800 || r > 0xDFFF) {
			return string(r)
		}
	}
	return ""
}

// parseHex reads hexadecimal digits; small letters are against the rules, but
// common.
func parseHex(s string) (rune, bool) {
	v, err := strconv.ParseUint(s, 16, 32)
	return rune(v), err == nil
}

// numbered splits names such as g123, glyph00123, cid123, index12, C65 and a65
// into what stands before the number, and the number.
func numbered(name string) (prefix string, n int, ok bool) {
	name, _, _ = strings.Cut(name, ".")
	i := len(name)
	for i > 0 && name[i-1] >= '0' && name[i-1] <= '9' {
		i--
	}
	if i == len(name) || len(name)-i > 6 {
		return "", 0, false
	}
	n, err := strconv.Atoi(name[i:])
	return name[:i], n, err == nil
}

// isGlyphIndex reports whether a prefix announces the index of a glyph in the
// font program.
func isGlyphIndex(prefix string) bool {
	switch strings.ToLower(prefix) {
	case "g", "gid", "glyph", "index", "cid", "gl":
		return true
	}
	return false
}

// gcgid reads names such as LA010000, IBM's Graphic Character Global Identifiers,
// which fonts converted from AFP have: a letter, a digit or a sign of the
// invariant set.
func gcgid(name string) string {
	if len(name) != 8 || name[4:] != "0000" {
		return ""
	}
	n, err := strconv.Atoi(name[2:4])
	if err != nil {
		return ""
	}
	switch kind, c := name[0], name[1]; {
	case kind == 'L' && c >= 'A' && c <= 'Z' && n == 1:
		return string(rune(c + 'a' - 'A'))
	case kind == 'L' && c >= 'A' && c <= 'Z' && n == 2:
		return string(rune(c))
	case kind == 'N' && c == 'D' && n >= 1 && n <= 10:
		return string(rune('0' + n%10))
	}
	return gcgidSigns[name[:4]]
}

var gcgidSigns = map[string]string{
	"SP01": " ", "SP02": "!", "SP04": "\"", "SP05": "'", "SP06": "(", "SP07": ")", "SP08": ",", "SP09": "_",
	"SP10": "-", "SP11": ".", "SP12": "/", "SP13": ":", "SP14": ";", "SP15": "?",
	"SM01": "#", "SM02": "%", "SM03": "&", "SM04": "*", "SM05": "@", "SA01": "+", "SA03": "<", "SA04": "=", "SA05": ">",
	"SC03": "$", "SC05": "¥",
}
