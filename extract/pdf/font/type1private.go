package font

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"

	"shihyo/extract/pdf/object"
)

// The part of a Type 1 font program that is encrypted (Adobe Type 1 Font Format,
// chapter 7) has the glyphs. Of each no more is read than its advance, and only
// for fonts without /Widths, which PDF requires of all but the standard 14.

// MaxPrivate is how many bytes of the encrypted part are read; a font of some
// thousand glyphs has 300 KB.
const MaxPrivate = 1 << 20

// Keys of the encryption, which hides nothing (Type 1 Font Format §7.1).
const (
	eexecKey      = 55665
	charStringKey = 4330
)

// type1Widths returns advances by glyph name, in thousandths of an em.
func type1Widths(data []byte) map[string]float64 {
	private := decryptType1(encrypted(data), eexecKey, 4)
	skip := 4
	if i := bytes.Index(private, []byte("/lenIV")); i >= 0 {
		if t := object.NewLexer(private[i+len("/lenIV"):]).Next(); t.Kind == object.Integer {
			skip = int(min(max(t.Int, -1), 64))
		}
	}
	i := bytes.Index(private, []byte("/CharStrings"))
	if i < 0 {
		return nil
	}
	widths := map[string]float64{}
	l := object.NewLexer(private[i+len("/CharStrings"):])
	var last [2]object.Token
	for len(widths) < MaxGlyphs {
		t := l.Next()
		switch {
		case t.Kind == object.EOF:
			return widths
		case t.Kind == object.Keyword && last[0].Kind == object.NameToken && last[1].Kind == object.Integer:
			// "/A 123 RD " and the bytes; the name of RD is the font's to choose.
			name := string(last[0].Bytes)
			l.Take(1)
			code := l.Take(int(min(last[1].Int, MaxPrivate)))
			const enough = 64 // bytes: the advance comes first
			if skip >= 0 {
				code = decryptType1(code[:min(len(code), enough)], charStringKey, skip)
			}
			if w, ok := advance(code); ok {
				widths[name] = w
			}
		}
		last[0], last[1] = last[1], t
	}
	return widths
}

// encrypted returns what follows eexec, in binary.
func encrypted(data []byte) []byte {
	if len(data) > 6 && data[0] == 0x80 { // PFB: in segments with headers
		var all []byte
		for len(data) > 6 && data[0] == 0x80 && data[1] < 3 {
			size := binary.LittleEndian.Uint32(data[2:])
			all = append(all, part(data, 6, size)...)
			data = part(data, 6, ^uint32(0))
			data = part(data, size, ^uint32(0))
		}
		data = all
	}
	i := bytes.Index(data, []byte("eexec"))
	if i < 0 {
		return nil
	}
	data = bytes.TrimLeft(data[i+len("eexec"):], " \t\r\n")
	data = data[:min(len(data), MaxPrivate)]
	text := bytes.Join(bytes.Fields(data), nil)
	if _, err := hex.DecodeString(string(text[:min(len(text), 8)])); err == nil && len(text) >= 8 {
		binary := make([]byte, len(text)/2)
		n, _ := hex.Decode(binary, text[:len(text)&^1]) // up to what is no digit
		return binary[:n]
	}
	return data
}

// decryptType1 decrypts bytes and drops the first of them, which are random.
func decryptType1(data []byte, key uint16, drop int) []byte {
	out := make([]byte, len(data))
	for i, c := range data {
		out[i] = c ^ byte(key>>8)
		key = (uint16(c)+key)*52845 + 22719
	}
	return out[min(drop, len(out)):]
}

// advance reads the beginning of a charstring up to hsbw or sbw, which set the
// advance (Type 1 Font Format §6.4).
func advance(code []byte) (float64, bool) {
	const (
		hsbw, escape = 13, 12
		sbw, div     = 7, 12 // after escape
	)
	var stack []float64
	for i := 0; i < len(code); {
		c := code[i]
		i++
		switch {
		case c >= 32 && c <= 246:
			stack = append(stack, float64(c)-139)
		case c >= 247 && c <= 250 && i < len(code):
			stack = append(stack, float64(int(c)-247)*256+float64(code[i])+108)
			i++
		case c >= 251 && c <= 254 && i < len(code):
			stack = append(stack, -float64(int(c)-251)*256-float64(code[i])-108)
			i++
		case c == 255 && i+4 <= len(code):
			stack = append(stack, float64(int32(binary.BigEndian.Uint32(code[i:]))))
			i += 4
		case c == hsbw && len(stack) >= 2:
			return stack[1], true
		case c == escape && i < len(code) && code[i] == sbw && len(stack) >= 4:
			return stack[2], true
		case c == escape && i < len(code) && code[i] == div && len(stack) >= 2:
			n := len(stack)
			stack = append(stack[:n-2], stack[n-2]/stack[n-1])
			i++
		default:
			return 0, false
		}
	}
	return 0, false
}
