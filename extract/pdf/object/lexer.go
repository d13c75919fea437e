package object

import "bytes"

// The lexer is one loop over bytes with a table of character classes. What
// stands in the input as it is meant (numbers, plain names and strings, almost
// everything) is returned as a slice of the input; only escapes and hexadecimal
// strings are written to a buffer. Errors have no place in it: producers break
// every rule of the syntax, and each break has one reading that viewers agree
// on, which is the one taken here.

// Kind is the kind of a Token.
type Kind uint8

// The kinds of tokens (ISO 32000-1 §7.2 and §7.3).
const (
	EOF         Kind = iota
	Integer          // Token.Int and Token.Num
	Real             // Token.Num
	NameToken        // Token.Bytes without the slash, escapes resolved
	StringToken      // Token.Bytes, escapes resolved, of (…) and <…>
	Keyword          // Token.Bytes: an operator, true, null, obj, R …
	ArrayOpen        // [
	ArrayClose       // ]
	DictOpen         // <<
	DictClose        // >>
	ProcOpen         // { of PostScript
	ProcClose        // }
)

// Token is one token. Bytes point into the lexer's input or, where escapes had
// to be resolved, into a buffer that stays valid until Recycle is called.
type Token struct {
	Kind  Kind
	Int   int64   // of an Integer
	Num   float64 // of an Integer or a Real
	Bytes []byte
	Pos   int // offset of its first byte in the input
}

// Lexer cuts PDF syntax into tokens: objects, content streams, CMaps, and as
// much of PostScript as font programs need. It never fails: what it does not
// understand comes as a Keyword. It allocates only to resolve escapes. The zero
// Lexer is at the end of an empty input.
//
// A content interpreter calls Next in a loop, keeps operands in an array of
// Tokens, calls Object for those that open an array or a dictionary, and
// Recycle after each operator it has carried out.
type Lexer struct {
	data  []byte
	pos   int
	buf   []byte // of resolved escapes
	items int    // of the object being parsed

	// Of objects being parsed: elements of those that are not closed yet, and
	// the name made last.
	stack    []Object
	lastName string
	last     Object
}

// NewLexer returns a lexer over data.
func NewLexer(data []byte) *Lexer { return &Lexer{data: data} }

// Reset makes the lexer read data from its beginning.
func (l *Lexer) Reset(data []byte) { l.data, l.pos, l.buf = data, 0, l.buf[:0] }

// Pos returns the offset of the next byte to be read.
func (l *Lexer) Pos() int { return l.pos }

// SetPos continues at the given offset; one outside the input is its end.
func (l *Lexer) SetPos(pos int) {
	if pos < 0 || pos > len(l.data) {
		pos = len(l.data)
	}
	l.pos = pos
}

// Recycle lets the buffer of resolved escapes be used again: Bytes of earlier
// tokens become invalid. Objects from Object and ParseObject own their memory.
func (l *Lexer) Recycle() { l.buf = l.buf[:0] }

// Take returns the next n bytes as they stand, fewer at the end of the input,
// as for binary data in a Type 1 font after RD and one space.
func (l *Lexer) Take(n int) []byte {
	if n < 0 {
		n = 0
	}
	if n > len(l.data)-l.pos {
		n = len(l.data) - l.pos
	}
	b := l.data[l.pos : l.pos+n : l.pos+n]
	l.pos += n
	return b
}

// Classes of characters (ISO 32000-1 §7.2.2).
const (
	regular = iota
	space
	delimiter
)

var class = func() (t [256]uint8) {
	for _, c := range "\x00\t\n\f\r " {
		t[c] = space
	}
	for _, c := range "()<>[]{}/%" {
		t[c] = delimiter
	}
	return t
}()

// hexValue holds the value of hexadecimal digits and 0xff for the rest.
var hexValue = func() (t [256]uint8) {
	for i := range t {
		t[i] = 0xff
	}
	for i := range 10 {
		t['0'+i] = uint8(i)
	}
	for i := range 6 {
		t['a'+i], t['A'+i] = uint8(10+i), uint8(10+i)
	}
	return t
}()

// IsSpace reports whether c is white space in PDF syntax.
func IsSpace(c byte) bool { return class[c] == space }

// Next returns the next token, one of kind EOF at the end.
func (l *Lexer) Next() (t Token) {
	data, p := l.data, l.pos
again:
	for p < len(data) && class[data[p]] == space {
		p++
	}
	if p >= len(data) {
		l.pos = len(data)
		t.Pos = len(data)
		return t
	}
	t.Pos = p
	c := data[p]
	switch c {
	case '%':
		for p < len(data) && data[p] != '\n' && data[p] != '\r' {
			p++
		}
		goto again
	case '/':
		l.name(&t, p+1)
	case '(':
		l.literal(&t, p+1)
	case '<':
		if p+1 < len(data) && data[p+1] == '<' {
			t.Kind, l.pos = DictOpen, p+2
		} else {
			l.hex(&t, p+1)
		}
	case '>':
		if p+1 < len(data) && data[p+1] == '>' {
			t.Kind, l.pos = DictClose, p+2
		} else {
			p++ // stray
			goto again
		}
	case '[':
		t.Kind, l.pos = ArrayOpen, p+1
	case ']':
		t.Kind, l.pos = ArrayClose, p+1
	case '{':
		t.Kind, l.pos = ProcOpen, p+1
	case '}':
		t.Kind, l.pos = ProcClose, p+1
	case ')':
		p++ // stray
		goto again
	case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '.', '-', '+':
		if !l.number(&t, p) {
			l.keyword(&t, p)
		}
	default:
		l.keyword(&t, p)
	}
	return t
}

// keyword reads a run of regular characters that begins at p.
func (l *Lexer) keyword(t *Token, p int) {
	start := p
	for p < len(l.data) && class[l.data[p]] == regular {
		p++
	}
	t.Kind, t.Bytes, l.pos = Keyword, l.data[start:p:p], p
}

// pow10 are the powers of ten that a float64 holds exactly.
var pow10 = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
	1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22}

// maxMantissa is where further digits no longer fit into 64 bits.
const maxMantissa = (1<<63 - 10) / 10

// number reads a number that begins at p. It reports false for a run that only
// looks like one, such as the -| of Type 1 fonts. Like other viewers it takes
// several signs for one, leaves out a minus inside, takes a sign or a point
// alone for 0, ends at the first character that cannot belong to the number
// (so 0Tm is 0 and Tm), and knows 1e3 and PostScript's 16#FF.
func (l *Lexer) number(t *Token, p int) bool {
	data, start := l.data, p
	negative := false
	for p < len(data) && (data[p] == '-' || data[p] == '+') {
		negative = negative || data[p] == '-'
		p++
	}
	var m uint64
	digits, scale := 0, 0 // scale: digits after the point less digits dropped before it
	real := false
	for ; p < len(data); p++ {
		c := data[p]
		if d := c - '0'; d <= 9 {
			digits++
			if m < maxMantissa {
				m = m*10 + uint64(d)
				if real {
					scale++
				}
			} else if !real {
				scale--
			}
		} else if c == '.' && !real {
			real = true
		} else if c != '-' || digits == 0 {
			break
		}
	}
	if digits == 0 && p < len(data) && class[data[p]] == regular && data[p] != '.' {
		return false
	}
	l.pos = p
	if p < len(data) && digits > 0 {
		switch data[p] {
		case 'e', 'E':
			if e, end, ok := exponent(data, p+1); ok {
				real, l.pos = true, end
				scale -= e
			}
		case '#':
			if !real && !negative && m >= 2 && m <= 36 {
				if v, end, ok := radix(data, p+1, m); ok {
					m, l.pos = v, end
				}
			}
		}
	}
	if !real && scale == 0 {
		t.Kind, t.Int = Integer, int64(m)
		if negative {
			t.Int = -t.Int
		}
		t.Num = float64(t.Int)
	} else {
		t.Kind = Real
		t.Num = scaled(float64(m), scale)
		if negative && m > 0 {
			t.Num = -t.Num
		}
	}
	t.Bytes = data[start:l.pos:l.pos]
	return true
}

// scaled returns m / 10^scale.
func scaled(m float64, scale int) float64 {
	if m == 0 {
		return 0
	}
	for ; scale > 22; scale -= 22 {
		m /= 1e22
	}
	for ; scale < -22; scale += 22 {
		if m > 1e300 {
			return 1e300 // no coordinate is that far; keep clear of infinity
		}
		m *= 1e22
	}
	if scale < 0 {
		return min(m*pow10[-scale], 1e300)
	}
	return m / pow10[scale]
}

func exponent(data []byte, p int) (e, end int, ok bool) {
	negative := false
	if p < len(data) && (data[p] == '-' || data[p] == '+') {
		negative = data[p] == '-'
		p++
	}
	for ; p < len(data) && data[p]-'0' <= 9; p++ {
		ok = true
		if e < 400 {
			e = e*10 + int(data[p]-'0')
		}
	}
	if negative {
		e = -e
	}
	return e, p, ok
}

func radix(data []byte, p int, base uint64) (v uint64, end int, ok bool) {
	for ; p < len(data) && class[data[p]] == regular; p++ {
		d := uint64(36)
		switch c := data[p]; {
		case c >= '0' && c <= '9':
			d = uint64(c - '0')
		case c|0x20 >= 'a' && c|0x20 <= 'z':
			d = uint64(c|0x20-'a') + 10
		}
		if d >= base {
			return 0, p, false
		}
		ok = true
		if v < 1<<32 {
			v = v*base + d
		}
	}
	return v, p, ok
}

// room returns the buffer with space for n more bytes. A full buffer is left to
// the tokens that point into it and a new one begun.
func (l *Lexer) room(n int) []byte {
	if cap(l.buf)-len(l.buf) < n {
		l.buf = make([]byte, 0, max(n, 1024))
	}
	return l.buf
}

// name reads a name whose first character stands at p, after the slash.
func (l *Lexer) name(t *Token, p int) {
	data, start := l.data, p
	escaped := false
	for p < len(data) && class[data[p]] == regular {
		escaped = escaped || data[p] == '#'
		p++
	}
	t.Kind, t.Bytes, l.pos = NameToken, data[start:p:p], p
	if !escaped {
		return
	}
	buf := l.room(p - start)
	from := len(buf)
	for i := start; i < p; i++ {
		c := data[i]
		if c == '#' && i+2 < p && hexValue[data[i+1]] != 0xff && hexValue[data[i+2]] != 0xff {
			c = hexValue[data[i+1]]<<4 | hexValue[data[i+2]]
			i += 2
		}
		buf = append(buf, c)
	}
	l.buf = buf
	t.Bytes = buf[from:len(buf):len(buf)]
}

// literal reads a string whose first character stands at p, after the
// parenthesis. One that is never closed ends with the input.
func (l *Lexer) literal(t *Token, p int) {
	data, start := l.data, p
	depth, plain := 1, true
scan:
	for ; p < len(data); p++ {
		switch data[p] {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				break scan
			}
		case '\\':
			plain = false
			p++
		case '\r':
			plain = false
		}
	}
	end := min(p, len(data))
	t.Kind, l.pos = StringToken, min(p+1, len(data))
	if plain {
		t.Bytes = data[start:end:end]
		return
	}
	buf := l.room(end - start)
	from := len(buf)
	for i := start; i < end; i++ {
		c := data[i]
		switch {
		case c == '\r': // an end of line of any kind reads as \n
			if i+1 < end && data[i+1] == '\n' {
				i++
			}
			c = '\n'
		case c == '\\':
			if i++; i >= end {
				continue
			}
			switch c = data[i]; c {
			case 'n':
				c = '\n'
			case 'r':
				c = '\r'
			case 't':
				c = '\t'
			case 'b':
				c = '\b'
			case 'f':
				c = '\f'
			case '\n':
				continue
			case '\r':
				if i+1 < end && data[i+1] == '\n' {
					i++
				}
				continue
			case '0', '1', '2', '3', '4', '5', '6', '7':
				c -= '0'
				for n := 0; n < 2 && i+1 < end && data[i+1]&^7 == '0'; n++ {
					i++
					c = c<<3 | data[i]&7
				}
			}
		}
		buf = append(buf, c)
	}
	l.buf = buf
	t.Bytes = buf[from:len(buf):len(buf)]
}

// hex reads a hexadecimal string whose first digit stands at p. What is no
// digit is left out; a missing last digit is 0.
func (l *Lexer) hex(t *Token, p int) {
	data := l.data
	end := bytes.IndexByte(data[p:], '>')
	if end < 0 {
		end = len(data)
		l.pos = end
	} else {
		end += p
		l.pos = end + 1
	}
	buf := l.room((end-p)/2 + 1)
	from := len(buf)
	for p+1 < end {
		hi, lo := hexValue[data[p]], hexValue[data[p+1]]
		if hi|lo > 15 {
			break
		}
		buf = append(buf, hi<<4|lo)
		p += 2
	}
	hi, odd := byte(0), false
	for ; p < end; p++ {
		v := hexValue[data[p]]
		if v > 15 {
			continue
		}
		if odd {
			buf = append(buf, hi<<4|v)
		} else {
			hi = v
		}
		odd = !odd
	}
	if odd {
		buf = append(buf, hi<<4)
	}
	l.buf = buf
	t.Kind, t.Bytes = StringToken, buf[from:len(buf):len(buf)]
}
