package object

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
// Tokens, calls ParseObject for those that open an array or a dictionary, and
// Recycle after each operator it has carried out.
type Lexer struct {
	data []byte
	pos  int
	buf  []byte
}

// NewLexer returns a lexer over data.
func NewLexer(data []byte) *Lexer { return &Lexer{data: data} }

// Reset makes the lexer read data from its beginning.
func (l *Lexer) Reset(data []byte) { l.data, l.pos, l.buf = data, 0, l.buf[:0] }

// Pos returns the offset of the next byte to be read.
func (l *Lexer) Pos() int { return l.pos }

// SetPos continues at the given offset.
func (l *Lexer) SetPos(pos int) { l.pos = pos }

// Next returns the next token, one of kind EOF at the end.
func (l *Lexer) Next() Token { return Token{} }

// Recycle lets the buffer of resolved escapes be used again: Bytes of earlier
// tokens become invalid. Objects from ParseObject own their memory.
func (l *Lexer) Recycle() { l.buf = l.buf[:0] }

// Object returns the object that t begins, reading on for arrays and
// dictionaries; ok is false for a token that begins none, such as an operator.
// References (1 0 R) are recognised.
func (l *Lexer) Object(t Token) (o Object, ok bool) { return nil, false }

// ParseObject returns the next object; ok is false at the end of the input and
// at a token that begins no object, which is consumed.
func (l *Lexer) ParseObject() (o Object, ok bool) { return l.Object(l.Next()) }

// Take returns the next n bytes as they stand, fewer at the end of the input,
// as for binary data in a Type 1 font after RD.
func (l *Lexer) Take(n int) []byte { return nil }

// InlineImage reads on after the operator BI up to and including EI. It returns
// the image's dictionary, with the abbreviated keys of ISO 32000-1 §8.9.7
// spelt out, and its undecoded data as a stream.
func (l *Lexer) InlineImage() *Stream { return &Stream{} }
