package content

import "shihyo/extract/pdf/object"

// operand is what stands before an operator. It is what an object.Token is, cut
// to what operators use: there are some ten operands for each glyph, so it is
// kept small.
type operand struct {
	kind  object.Kind
	num   float64
	bytes []byte
}

// scanner cuts a content stream into operands and operators. It reads what
// nearly all of a stream consists of by itself, simple numbers, names, strings
// and operators; whatever is out of the ordinary it leaves to the lexer, which
// has the rules.
type scanner struct {
	data []byte
	pos  int
	lex  object.Lexer
	buf  []byte // decoded hexadecimal strings since the last operator
}

// maxKept is how many bytes of a scanner's buffer are kept for the next stream.
const maxKept = 1 << 16

func (s *scanner) reset(data []byte) {
	s.data, s.pos = data, 0
	s.lex.Reset(data)
	if cap(s.buf) > maxKept {
		s.buf = nil
	}
}

// recycle gives up the bytes of earlier operands.
func (s *scanner) recycle() {
	s.buf = s.buf[:0]
	s.lex.Recycle()
}

// Classes of bytes for the scanner.
const (
	other  = iota // left to the lexer
	blank         // white space
	number        // digits, sign, point
	letter        // begins an operator
)

var classes = func() (t [256]uint8) {
	for _, c := range "\x00\t\n\f\r " {
		t[c] = blank
	}
	for _, c := range "0123456789+-." {
		t[c] = number
	}
	for c := 'a'; c <= 'z'; c++ {
		t[c], t[c-'a'+'A'] = letter, letter
	}
	t['\''], t['"'], t['*'] = letter, letter, letter
	return t
}()

var hexDigit = func() (t [256]uint8) {
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

// tenths are the powers of ten a number's digits are divided by. The quotient
// is the nearest float64 since both parts are exact.
var tenths = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15}

// next puts the next operand or operator into o and returns its kind.
func (s *scanner) next(o *operand) object.Kind {
	data, p := s.data, s.pos
	for p < len(data) && classes[data[p]] == blank {
		p++
	}
	if p >= len(data) {
		s.pos = p
		o.kind = object.EOF
		return object.EOF
	}
	start := p
	c := data[p]
	switch classes[c] {
	case number:
		negative := c == '-'
		if negative {
			p++
		}
		var m uint64
		first := p
		for ; p < len(data); p++ {
			d := data[p] - '0'
			if d > 9 {
				break
			}
			m = m*10 + uint64(d)
		}
		digits, scale := p-first, 0
		if p < len(data) && data[p] == '.' {
			p++
			point := p
			for ; p < len(data); p++ {
				d := data[p] - '0'
				if d > 9 {
					break
				}
				m = m*10 + uint64(d)
			}
			scale = p - point
			digits += scale
		}
		if digits == 0 || digits > 15 || p < len(data) && !ends[data[p]] {
			break
		}
		v := float64(m)
		if scale > 0 {
			v /= tenths[scale]
		}
		if negative {
			v = -v
		}
		o.kind, o.num = object.Real, v
		s.pos = p
		return object.Real
	case letter:
		for p++; p < len(data) && classes[data[p]] >= number; p++ {
		}
		if p < len(data) && !ends[data[p]] {
			break
		}
		o.kind, o.bytes = object.Keyword, data[start:p]
		s.pos = p
		return object.Keyword
	default:
		switch c {
		case '/':
			for p++; p < len(data) && (classes[data[p]] >= number || data[p] == '_'); p++ {
			}
			if p < len(data) && !ends[data[p]] {
				break
			}
			o.kind, o.bytes = object.NameToken, data[start+1:p]
			s.pos = p
			return object.NameToken
		case '<':
			buf := s.buf
			for p++; p+1 < len(data); p += 2 {
				hi, lo := hexDigit[data[p]], hexDigit[data[p+1]]
				if hi|lo == 0xff {
					break
				}
				buf = append(buf, hi<<4|lo)
			}
			if p < len(data) && data[p] == '>' && p > start+1 {
				from := len(s.buf)
				s.buf = buf
				o.kind, o.bytes = object.StringToken, buf[from:len(buf):len(buf)]
				s.pos = p + 1
				return object.StringToken
			}
		case '(':
			for p++; p < len(data); p++ {
				if c := data[p]; c == ')' {
					o.kind, o.bytes = object.StringToken, data[start+1:p]
					s.pos = p + 1
					return object.StringToken
				} else if c == '\\' || c == '(' || c == '\r' {
					break
				}
			}
		case '[':
			o.kind = object.ArrayOpen
			s.pos = p + 1
			return object.ArrayOpen
		case ']':
			o.kind = object.ArrayClose
			s.pos = p + 1
			return object.ArrayClose
		}
	}
	s.lex.SetPos(start)
	t := s.lex.Next()
	s.pos = s.lex.Pos()
	o.kind, o.num, o.bytes = t.Kind, t.Num, t.Bytes
	if t.Kind == object.Integer {
		o.kind = object.Real
	}
	return o.kind
}

// ends tells which bytes end a number, name or operator for certain.
var ends = func() (t [256]bool) {
	for _, c := range "\x00\t\n\f\r []()<>/" {
		t[c] = true
	}
	return t
}()

// inlineImage reads on after BI.
func (s *scanner) inlineImage() *object.Stream {
	s.lex.SetPos(s.pos)
	image := s.lex.InlineImage()
	s.pos = s.lex.Pos()
	return image
}
