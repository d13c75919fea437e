package cmap

import (
	"slices"
	"sync"
	"unicode/utf16"

	"shihyo/extract/pdf/object"
)

// MaxSpans is how many mappings are read from one CMap. Adobe's largest, over
// all of Unicode, has some 20,000; one with more than this is made to exhaust
// memory (a span takes 16 bytes).
const MaxSpans = 1 << 18

// MaxText is how many characters the text of one code can have. PDF allows up
// to 512 bytes of UTF-16 (ISO 32000-1 §9.10.3, Adobe Technical Note 5014).
const MaxText = 256

// Parse reads the CMap of an embedded stream. It never fails: what it does not
// understand is left out. use finds the CMap that a usecmap names and may
// return nil.
func Parse(data []byte, use func(name string) *CMap) *CMap {
	p := parse(data)
	defer p.release()
	m := &CMap{
		Name: p.name, Registry: p.registry, Ordering: p.ordering, Vertical: p.vertical,
		spaces: slices.Clone(p.spaces),
	}
	for n := range p.cids {
		m.spans[n] = p.own(settle(p.cids[n], false))
		m.notdef[n] = p.own(settle(p.notdef[n], true))
	}
	m.findStray()
	if f := formOf(m.Name); f != opaque && m.Registry == "Adobe" {
		m.form = f // one of Adobe's, embedded for readers without it
	}
	if p.base != "" && use != nil {
		m.WithBase(use(p.base))
		if !p.wmode && m.base != nil {
			m.Vertical = m.base.Vertical
		}
	}
	return m
}

// ParseUnicode reads a /ToUnicode CMap. It never fails: what it does not
// understand is left out. Codes of all lengths are thrown together, since
// producers often give them in another length than the font has. use finds the
// table that a usecmap names and may return nil.
func ParseUnicode(data []byte, use func(name string) *Unicode) *Unicode {
	p := parse(data)
	defer p.release()
	u := &Unicode{texts: slices.Clone(p.texts)}
	spans := p.texted
	if len(spans) == 0 {
		// Some producers write cidranges where they mean bfranges.
		for n := range p.cids {
			spans = append(spans, p.cids[n]...)
		}
	}
	u.spans = p.own(settle(spans, false))
	if p.base != "" && use != nil {
		if base := use(p.base); base != u {
			u.base = base
		}
	}
	return u
}

// parser gathers what a CMap says in the order in which it says it.
type parser struct {
	data []byte
	lex  object.Lexer

	name, registry, ordering, base string
	vertical, wmode                bool

	spaces []codespace
	cids   [MaxCode + 1][]span
	notdef [MaxCode + 1][]span
	texted []span
	texts  []string
	count  int
}

// parsers keeps parsers with their slices: a document can have a CMap for each
// of hundreds of fonts.
var parsers = sync.Pool{New: func() any { return new(parser) }}

// maxKept is how many spans a parser that is kept has room for.
const maxKept = 1 << 12

// own returns spans in memory that the parser does not use again.
func (p *parser) own(spans []span) []span {
	if p.large() {
		return spans // the parser is not kept
	}
	return slices.Clone(spans)
}

// large reports whether the parser has grown too large to be kept.
func (p *parser) large() bool {
	return cap(p.texted) > maxKept || cap(p.texts) > maxKept || cap(p.spaces) > maxKept || p.count > maxKept
}

// release gives the parser back. What has come of it must not share its memory.
func (p *parser) release() {
	if p.large() {
		return
	}
	clear(p.texts)
	q := parser{lex: p.lex, spaces: p.spaces[:0], texted: p.texted[:0], texts: p.texts[:0]}
	q.lex.Reset(nil)
	for n := range p.cids {
		q.cids[n], q.notdef[n] = p.cids[n][:0], p.notdef[n][:0]
	}
	*p = q
	parsers.Put(p)
}

// parse reads the PostScript of a CMap as far as CMaps use it: definitions of a
// key by a value, usecmap, and lists between begin… and end….
func parse(data []byte) *parser {
	p := parsers.Get().(*parser)
	p.data = data
	p.lex.Reset(data)
	var last object.Token
	for {
		t := p.lex.Next()
		if t.Kind == object.EOF {
			return p
		}
		if t.Kind == object.Keyword {
			p.keyword(t.Bytes, last)
		} else if last.Kind == object.NameToken {
			p.define(last, t)
		}
		last = t
	}
}

// define notes the value that follows a name, for the keys that matter.
func (p *parser) define(key, value object.Token) {
	switch string(key.Bytes) {
	case "WMode":
		if value.Kind == object.Integer {
			p.vertical, p.wmode = value.Int == 1, true
		}
	case "CMapName":
		if value.Kind == object.NameToken {
			p.name = string(value.Bytes)
		}
	case "Registry":
		if value.Kind == object.StringToken {
			p.registry = string(value.Bytes)
		}
	case "Ordering":
		if value.Kind == object.StringToken {
			p.ordering = string(value.Bytes)
		}
	}
}

// keyword carries out an operator; last is the token ahead of it.
func (p *parser) keyword(word []byte, last object.Token) {
	switch string(word) {
	case "usecmap":
		if last.Kind == object.NameToken {
			p.base = string(last.Bytes)
		}
	case "begincodespacerange":
		p.list(2, func(t []object.Token) {
			lo, hi := t[0].Bytes, t[1].Bytes
			if n := len(lo); n >= 1 && n <= MaxCode && n == len(hi) {
				c := codespace{n: n}
				copy(c.lo[:], lo)
				copy(c.hi[:], hi)
				p.spaces = append(p.spaces, c)
			}
		})
	case "begincidchar":
		p.list(2, func(t []object.Token) { p.cid(&p.cids, t[0], t[0], t[1]) })
	case "begincidrange":
		p.list(3, func(t []object.Token) { p.cid(&p.cids, t[0], t[1], t[2]) })
	case "beginnotdefchar":
		p.list(2, func(t []object.Token) { p.cid(&p.notdef, t[0], t[0], t[1]) })
	case "beginnotdefrange":
		p.list(3, func(t []object.Token) { p.cid(&p.notdef, t[0], t[1], t[2]) })
	case "beginbfchar":
		p.plain(2)
		p.list(2, func(t []object.Token) { p.text(t[0], t[0], t[1]) })
	case "beginbfrange":
		p.plain(3)
		p.list(3, func(t []object.Token) { p.text(t[0], t[1], t[2]) })
	}
}

// plain reads groups of n strings as nearly all of a /ToUnicode consists of, a code
// or the ends of a range and one character of two bytes, up to the first that is
// out of the ordinary. It saves the tokens.
func (p *parser) plain(n int) {
	at := p.lex.Pos()
	for p.count < MaxSpans {
		lo, size, end := hexadecimal(p.data, at)
		hi := lo
		if n == 3 && size > 0 {
			hi, size, end = hexadecimal(p.data, end)
		}
		if size == 0 || lo > hi {
			break
		}
		text, size, end := hexadecimal(p.data, end)
		if size != 2 || text&0xF800 == 0xD800 {
			break
		}
		p.count++
		p.texted = append(p.texted, span{lo: lo, hi: hi, val: text})
		at = end
	}
	p.lex.SetPos(at)
}

// hexadecimal reads a string of one to four bytes, written in hexadecimal digits
// after white space, and returns its value, its size and where it ends; size is 0
// for anything else.
func hexadecimal(data []byte, at int) (value uint32, size, end int) {
	for at < len(data) && object.IsSpace(data[at]) {
		at++
	}
	if at >= len(data) || data[at] != '<' {
		return 0, 0, at
	}
	at++
	from := at
	for ; at < len(data) && at <= from+2*MaxCode; at++ {
		switch c := data[at]; {
		case c-'0' <= 9:
			value = value<<4 | uint32(c-'0')
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			value = value<<4 | uint32(c|0x20-'a'+10)
		case c == '>' && at > from && (at-from)%2 == 0:
			return value, (at - from) / 2, at + 1
		default:
			return 0, 0, at
		}
	}
	return 0, 0, at
}

// list reads groups of n tokens up to the keyword that ends the list. Where the
// last token of a group opens an array, the array is left to the receiver.
func (p *parser) list(n int, each func([]object.Token)) {
	var group [3]object.Token
	for i := 0; ; {
		at := p.lex.Pos()
		t := p.lex.Next()
		if t.Kind == object.EOF || t.Kind == object.Keyword {
			if t.Kind == object.Keyword && len(t.Bytes) > 5 && string(t.Bytes[:5]) == "begin" {
				p.lex.SetPos(at) // an end… was forgotten
			}
			return
		}
		group[i] = t
		if i++; i == n {
			if p.count++; p.count <= MaxSpans {
				each(group[:n])
			} else if t.Kind == object.ArrayOpen {
				p.skipArray()
			}
			p.lex.Recycle()
			i = 0
		}
	}
}

func (p *parser) skipArray() {
	for {
		at := p.lex.Pos()
		switch t := p.lex.Next(); t.Kind {
		case object.Keyword:
			p.lex.SetPos(at)
			return
		case object.EOF, object.ArrayClose:
			return
		}
	}
}

// cid notes that codes lo..hi have the CIDs from t on.
func (p *parser) cid(to *[MaxCode + 1][]span, lo, hi, t object.Token) {
	n := len(lo.Bytes)
	if lo.Kind != object.StringToken || hi.Kind != object.StringToken || n < 1 || n > MaxCode || n != len(hi.Bytes) {
		return
	}
	s := span{lo: number(lo.Bytes), hi: number(hi.Bytes)}
	switch {
	case t.Kind == object.Integer && t.Int >= 0 && t.Int <= 0xFFFFFF:
		s.val = uint32(t.Int)
	case t.Kind == object.StringToken && len(t.Bytes) <= MaxCode:
		s.val = number(t.Bytes) // not allowed, but seen
	default:
		return
	}
	if s.lo <= s.hi {
		to[n] = append(to[n], s)
	}
}

// text notes that codes lo..hi have the text t and those that follow it.
func (p *parser) text(lo, hi, t object.Token) {
	from, ok1 := code(lo)
	to, ok2 := code(hi)
	if !ok1 || !ok2 || from > to {
		if t.Kind == object.ArrayOpen {
			p.skipArray()
		}
		return
	}
	switch t.Kind {
	case object.StringToken:
		p.add(from, to, t.Bytes)
	case object.Integer: // not allowed, but seen
		if t.Int > 0 && t.Int <= 0x10FFFF {
			p.texted = append(p.texted, span{lo: from, hi: to, val: uint32(t.Int)})
		}
	case object.ArrayOpen:
		for c := uint64(from); ; c++ {
			at := p.lex.Pos()
			t := p.lex.Next()
			if t.Kind == object.Keyword {
				p.lex.SetPos(at)
				return
			}
			if t.Kind == object.EOF || t.Kind == object.ArrayClose {
				return
			}
			if p.count++; c <= uint64(to) && t.Kind == object.StringToken && p.count <= MaxSpans {
				p.add(uint32(c), uint32(c), t.Bytes)
			}
			p.lex.Recycle()
		}
	}
}

// add notes text in UTF-16 (big endian) for a run of codes. Text that is
// missing, or says by U+0000 or U+FFFD that it is, is noted as well, since it
// may take back what an earlier entry said; the font looks elsewhere then.
func (p *parser) add(from, to uint32, b []byte) {
	s := span{lo: from, hi: to}
	switch {
	case len(b) == 1: // should be two bytes, but seen
		s.val = uint32(b[0])
	case len(b) == 2 && b[0]&0xF8 != 0xD8:
		s.val = uint32(b[0])<<8 | uint32(b[1])
	default:
		b = b[:min(len(b), 2*MaxText)]
		units := make([]uint16, 0, len(b)/2)
		for i := 0; i+1 < len(b); i += 2 {
			units = append(units, uint16(b[i])<<8|uint16(b[i+1]))
		}
		runes := utf16.Decode(units)
		for len(runes) > 1 && runes[len(runes)-1] == 0 {
			runes = runes[:len(runes)-1]
		}
		switch len(runes) {
		case 0:
			s.hi, s.val = from, 0
		case 1:
			s.val = uint32(runes[0])
		default:
			p.texts = append(p.texts, string(runes))
			s.text = int32(len(p.texts))
		}
	}
	p.texted = append(p.texted, s)
}

// code reads a code that is given as a string or, against the rules, a number.
func code(t object.Token) (uint32, bool) {
	switch {
	case t.Kind == object.StringToken && len(t.Bytes) >= 1 && len(t.Bytes) <= MaxCode:
		return number(t.Bytes), true
	case t.Kind == object.Integer && t.Int >= 0 && t.Int <= 0xFFFFFFFF:
		return uint32(t.Int), true
	}
	return 0, false
}

// number reads up to four bytes, most significant first.
func number(b []byte) (v uint32) {
	for _, c := range b {
		v = v<<8 | uint32(c)
	}
	return v
}
