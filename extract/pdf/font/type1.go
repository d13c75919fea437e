package font

import (
	"bytes"
	"encoding/binary"
	"sync"

	"shihyo/extract/pdf/object"
)

// Type 1 font programs (Adobe Type 1 Font Format, 1990): the built-in encoding is
// read, which stands in the part in clear text; for the rest see type1private.go.

// MaxClear is how many bytes of a Type 1 font program are searched for its
// encoding. The part in clear text has some 5 KB.
const MaxClear = 1 << 18

func readType1(data []byte) *program {
	whole := data
	if len(data) > 6 && data[0] == 0x80 { // PFB: in segments with headers
		size := binary.LittleEndian.Uint32(data[2:])
		data = part(data, 6, size)
	}
	data = data[:min(len(data), MaxClear)]
	if i := bytes.Index(data, []byte("eexec")); i >= 0 {
		data = data[:i]
	}
	i := bytes.Index(data, []byte("/Encoding"))
	if i < 0 {
		return nil
	}
	whole = bytes.Clone(whole)
	p := &program{encoded: true, widths: sync.OnceValue(func() map[string]float64 { return type1Widths(whole) })}
	var lex object.Lexer
	lex.Reset(data[i+len("/Encoding"):])

	// Either "StandardEncoding def", or an array built by
	// "dup 65 /A put" lines up to "def" or "readonly".
	var last [2]object.Token
	for first := true; ; first = false {
		t := lex.Next()
		switch t.Kind {
		case object.EOF:
			return p
		case object.Keyword:
			switch string(t.Bytes) {
			case "StandardEncoding":
				if first {
					p.encoding = *encodings()["StandardEncoding"]
					return p
				}
			case "put":
				code, name := last[0], last[1]
				if code.Kind == object.Integer && code.Int >= 0 && code.Int < 256 && name.Kind == object.NameToken {
					if n := string(name.Bytes); n != ".notdef" {
						p.encoding[code.Int] = n
					}
				}
			case "def", "readonly":
				return p
			}
		case object.ArrayOpen: // [ /a /b … ]
			if !first {
				break
			}
			for code := 0; code < 256; code++ {
				t := lex.Next()
				if t.Kind != object.NameToken {
					break
				}
				if n := string(t.Bytes); n != ".notdef" {
					p.encoding[code] = n
				}
			}
			return p
		}
		last[0], last[1] = last[1], t
	}
}
