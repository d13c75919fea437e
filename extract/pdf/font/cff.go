package font

import (
	_ "embed"
	"encoding/binary"
	"strconv"
	"strings"
	"sync"
)

// CFF font programs (Adobe Technical Note 5176): of a font's top dictionary the
// charset, the built-in encoding and the character collection are read, and
// from the private dictionary and the heads of the charstrings the widths.

//go:embed data/cffstrings.txt
var cffStringsText string

var cffStrings = sync.OnceValue(func() []string { return strings.Fields(cffStringsText) })

// Operators of dictionaries; those of two bytes are 12<<8 | the second.
const (
	opCharset     = 15
	opEncoding    = 16
	opCharStrings = 17
	opPrivate     = 18
	opDefaultW    = 20
	opNominalW    = 21
	opMatrix      = 12<<8 | 7
	opROS         = 12<<8 | 30
	opFDArray     = 12<<8 | 36
)

func readCFF(data []byte) *program {
	if len(data) < 4 {
		return nil
	}
	c := cff{data: data}
	at := int(data[2])
	_, at = c.index(at) // names
	tops, at := c.index(at)
	c.strings, _ = c.index(at)
	if len(tops) == 0 {
		return nil
	}
	top := cffDict(tops[0])
	p := new(program)
	charstrings, _ := c.index(int(top.first(opCharStrings)))
	n := min(len(charstrings), MaxGlyphs)
	if ros := top[opROS]; len(ros) >= 2 {
		p.registry, p.ordering = c.text(int(ros[0])), c.text(int(ros[1]))
		p.cids = make([]uint16, n)
		p.glyphs = make(map[uint32]int, n)
		for g, cid := range c.charset(int(top.first(opCharset)), n) {
			p.cids[g] = uint16(cid)
			if _, ok := p.glyphs[uint32(cid)]; !ok {
				p.glyphs[uint32(cid)] = g
			}
		}
		return p
	}
	names := make([]string, n)
	sids := c.charset(int(top.first(opCharset)), n)
	for g := range names {
		names[g] = c.text(sids[g])
	}
	p.setNames(names)
	p.encoded = true
	c.readEncoding(p, int(top.first(opEncoding)), sids)
	if priv := top[opPrivate]; len(priv) == 2 {
		c.readWidths(p, top, cffDict(part(data, cffOffset(priv[1]), cffOffset(priv[0]))), charstrings[:n])
	}
	return p
}

// cffOffset makes an offset of a number, one beyond the end of all that is
// negative.
func cffOffset(v float64) uint32 {
	if !(v >= 0 && v < 1<<31) {
		return 1 << 31
	}
	return uint32(v)
}

type cff struct {
	data    []byte
	strings [][]byte
}

// index reads an INDEX and returns its elements and the offset behind it.
func (c *cff) index(at int) ([][]byte, int) {
	if at < 0 || at+2 > len(c.data) {
		return nil, len(c.data)
	}
	n := int(be16(c.data, at))
	if n == 0 || at+3 > len(c.data) {
		return nil, at + 2
	}
	size := int(c.data[at+2])
	offsets := at + 3
	base := offsets + (n+1)*size - 1
	if size < 1 || size > 4 || base >= len(c.data) {
		return nil, len(c.data)
	}
	offset := func(i int) (v int) {
		for _, b := range c.data[offsets+i*size : offsets+(i+1)*size] {
			v = v<<8 | int(b)
		}
		return v
	}
	items := make([][]byte, 0, n)
	last := offset(0)
	for i := range n {
		next := offset(i + 1)
		if last >= 1 && next >= last && base+next <= len(c.data) {
			items = append(items, c.data[base+last:base+next])
		} else {
			items = append(items, nil)
		}
		last = next
	}
	return items, base + last
}

// MaxName is the length in bytes of the longest glyph name that is read.
// PostScript names have at most 127 (Adobe Technical Note 5176 §10).
const MaxName = 127

// text returns the string of an SID.
func (c *cff) text(sid int) string {
	std := cffStrings()
	switch {
	case sid < 0:
		return ""
	case sid < len(std):
		return std[sid]
	case sid-len(std) < len(c.strings) && len(c.strings[sid-len(std)]) <= MaxName:
		return string(c.strings[sid-len(std)])
	}
	return ""
}

// charset returns the SIDs or CIDs of n glyphs.
func (c *cff) charset(at, n int) []int {
	ids := make([]int, n)
	switch {
	case at == 0: // ISOAdobe: SIDs in order
		for g := range ids {
			ids[g] = g
		}
		return ids
	case at <= 2: // Expert and ExpertSubset: small capitals and old-style figures, which nobody embeds without charset
		return ids
	case at >= len(c.data):
		return ids
	}
	format := c.data[at]
	at++
	for g := 1; g < n && at+2 <= len(c.data); {
		id := int(be16(c.data, at))
		at += 2
		left := 0
		switch format {
		case 1:
			if at < len(c.data) {
				left = int(c.data[at])
			}
			at++
		case 2:
			left = int(be16(c.data, at))
			at += 2
		}
		for ; left >= 0 && g < n; left-- {
			ids[g] = id
			id++
			g++
		}
	}
	return ids
}

// readEncoding reads the built-in encoding.
func (c *cff) readEncoding(p *program, at int, sids []int) {
	if at <= 1 {
		if at == 0 {
			// Only glyphs that the font has can be meant.
			for code, name := range encodings()["StandardEncoding"] {
				if _, ok := p.byName[name]; ok {
					p.encoding[code] = name
				}
			}
		}
		return
	}
	if at >= len(c.data)-1 {
		return
	}
	format, count := c.data[at], int(c.data[at+1])
	at += 2
	g := 1
	set := func(code int) {
		if g < len(p.names) && code < 256 {
			p.encoding[code] = p.names[g]
		}
		g++
	}
	for range count {
		if at+2 > len(c.data) && (at >= len(c.data) || format&0x7F == 1) {
			return
		}
		code := int(c.data[at])
		at++
		set(code)
		if format&0x7F == 1 {
			for left := int(c.data[at]); left > 0; left-- {
				code++
				set(code)
			}
			at++
		}
	}
	if format&0x80 != 0 && at < len(c.data) {
		count := int(c.data[at])
		at++
		for range count {
			if at+3 > len(c.data) {
				return
			}
			p.encoding[c.data[at]] = c.text(int(be16(c.data, at+1)))
			at += 3
		}
	}
}

// readWidths reads the advance of each glyph: a charstring may begin with the
// difference to nominalWidthX, and has defaultWidthX otherwise (Adobe Technical
// Note 5177).
func (c *cff) readWidths(p *program, top, private cffOps, charstrings [][]byte) {
	scale := 0.001
	if m := top[opMatrix]; len(m) == 6 && m[0] > 0 && m[0] < 1 {
		scale = m[0]
	}
	p.advances = make([]float32, len(charstrings))
	for g, s := range charstrings {
		w := private.first(opDefaultW)
		if d, ok := charstringWidth(s); ok {
			w = private.first(opNominalW) + d
		}
		p.advances[g] = float32(w * scale)
	}
}

// charstringWidth returns the width at the head of a Type 2 charstring: it is
// there if the first operator that clears the stack finds one number more than
// it takes.
func charstringWidth(s []byte) (float64, bool) {
	var stack [48]float64
	n := 0
	for i := 0; i < len(s); {
		b := s[i]
		i++
		var v float64
		switch {
		case b >= 32 && b <= 246:
			v = float64(b) - 139
		case b >= 247 && b <= 250 && i < len(s):
			v = (float64(b)-247)*256 + float64(s[i]) + 108
			i++
		case b >= 251 && b <= 254 && i < len(s):
			v = -(float64(b)-251)*256 - float64(s[i]) - 108
			i++
		case b == 28 && i+1 < len(s):
			v = float64(int16(be16(s, i)))
			i += 2
		case b == 255 && i+3 < len(s):
			v = float64(int32(be32(s, i))) / 65536
			i += 4
		default:
			takes := -1
			switch b {
			case 1, 3, 18, 23, 19, 20: // stems and masks take pairs
				takes = n &^ 1
			case 21: // rmoveto
				takes = 2
			case 4, 22: // vmoveto, hmoveto
				takes = 1
			case 14: // endchar; four numbers compose an accented character
				if takes = 0; n >= 4 {
					takes = 4
				}
			}
			if takes >= 0 && n > takes {
				return stack[0], true
			}
			return 0, false
		}
		if n < len(stack) {
			stack[n] = v
			n++
		}
	}
	return 0, false
}

// cffOps is a dictionary: operands by operator.
type cffOps map[int][]float64

func (d cffOps) first(op int) float64 {
	if v := d[op]; len(v) > 0 {
		return v[0]
	}
	return 0
}

// cffDict reads DICT data.
func cffDict(b []byte) cffOps {
	d := cffOps{}
	var operands []float64
	for i := 0; i < len(b); {
		c := b[i]
		i++
		switch {
		case c <= 21:
			op := int(c)
			if c == 12 && i < len(b) {
				op = 12<<8 | int(b[i])
				i++
			}
			d[op] = operands
			operands = nil
		case c == 28 && i+2 <= len(b):
			operands = append(operands, float64(int16(binary.BigEndian.Uint16(b[i:]))))
			i += 2
		case c == 29 && i+4 <= len(b):
			operands = append(operands, float64(int32(binary.BigEndian.Uint32(b[i:]))))
			i += 4
		case c == 30:
			var v float64
			v, i = cffReal(b, i)
			operands = append(operands, v)
		case c >= 32 && c <= 246:
			operands = append(operands, float64(c)-139)
		case c >= 247 && c <= 250 && i < len(b):
			operands = append(operands, (float64(c)-247)*256+float64(b[i])+108)
			i++
		case c >= 251 && c <= 254 && i < len(b):
			operands = append(operands, -(float64(c)-251)*256-float64(b[i])-108)
			i++
		}
		if len(operands) > 48 {
			operands = operands[:48]
		}
	}
	return d
}

// cffReal reads a real number: digits, point and exponent in half bytes.
func cffReal(b []byte, i int) (float64, int) {
	var text []byte
	for ; i < len(b); i++ {
		for _, nibble := range [2]byte{b[i] >> 4, b[i] & 15} {
			switch {
			case nibble <= 9:
				text = append(text, '0'+nibble)
			case nibble == 10:
				text = append(text, '.')
			case nibble == 11:
				text = append(text, 'E')
			case nibble == 12:
				text = append(text, 'E', '-')
			case nibble == 14:
				text = append(text, '-')
			case nibble == 15:
				v, err := strconv.ParseFloat(string(text), 64)
				if err != nil {
					v = 0
				}
				return v, i + 1
			}
		}
		if len(text) > 64 {
			break
		}
	}
	return 0, i
}
