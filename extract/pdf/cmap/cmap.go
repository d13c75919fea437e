// Package cmap reads CMaps: the tables by which a composite font cuts strings
// into character codes and finds the CID or the Unicode text of each (ISO
// 32000-1 §9.7.5 and §9.10.3, Adobe Technical Notes 5014 and 5411).
//
// There are two kinds. A CMap leads from codes to CIDs; those that PDF
// predefines come with the package (see Predefined), others stand in the file
// (see Parse). A Unicode leads from codes to text; it is a font's /ToUnicode
// (see ParseUnicode) or leads from the CIDs of one of Adobe's character
// collections to text (see Collection).
//
// Both are kept as sorted, disjoint spans that are searched by halving. That is
// slow beside a flat table, but small and quick to build, and the font package
// asks for each code but once.
//
// The predefined data in cmaps.bin is compiled by gen from Adobe's CMap
// resources (cmap-resources and mapping-resources-pdf, Copyright 1990-2023
// Adobe, BSD-3-Clause), as Debian's package poppler-data carries them in cMap/.
package cmap

import (
	"slices"
	"unicode/utf8"
)

//go:generate go run ./gen -src /usr/share/poppler/cMap -out cmaps.bin

// MaxCode is the length in bytes of the longest code a CMap can have (ISO
// 32000-1 §9.7.6.3).
const MaxCode = 4

// span is a run of codes lo..hi with values that count up from val. In a
// Unicode with text > 0 the value is added to the last character of
// texts[text-1]; with text 0 it is a code point itself.
type span struct {
	lo, hi, val uint32
	text        int32
}

// codespace is a range of codes of one length, each byte within its own bounds.
type codespace struct {
	n      int
	lo, hi [MaxCode]byte
}

// has reports whether the first n bytes of s lie within the first n bounds.
func (c *codespace) has(s []byte, n int) bool {
	for i := range n {
		if s[i] < c.lo[i] || s[i] > c.hi[i] {
			return false
		}
	}
	return true
}

// CMap leads from character codes to CIDs.
type CMap struct {
	Name     string
	Registry string // of the character collection, such as "Adobe"
	Ordering string // of the character collection, such as "Japan1"
	Vertical bool   // WMode 1

	form   form // how codes are Unicode themselves, if they are
	spaces []codespace
	spans  [MaxCode + 1][]span // by length of code
	notdef [MaxCode + 1][]span // all codes of a span have the same CID
	stray  [256]bool           // first bytes of spans that begin outside all codespace ranges
	base   *CMap               // usecmap: asked where this one has nothing
	coded  *CMap               // asked instead with the code as UTF-32
}

// form tells how the codes of a CMap are Unicode.
type form uint8

const (
	opaque form = iota
	ucs2Form
	utf8Form
	utf16Form
	utf32Form
)

// findStray fills in stray.
func (m *CMap) findStray() {
	for n := 1; n <= MaxCode; n++ {
		for _, s := range m.spans[n] {
			first := [MaxCode]byte{}
			for i := range n {
				first[i] = byte(s.lo >> (8 * (n - 1 - i)))
			}
			within := func(c codespace) bool { return c.n == n && c.has(first[:], n) }
			if !slices.ContainsFunc(m.spaces, within) {
				for b := int(first[0]); b <= int(byte(s.hi>>(8*(n-1)))); b++ {
					m.stray[b] = true
				}
			}
		}
	}
}

// Lengths tells for each first byte how many bytes a code takes that begins
// with it, and 0 where only Next can tell.
func (m *CMap) Lengths() (t [256]uint8) {
	shortest := m.shortest()
	for b := range t {
		n, mixed := 0, m.stray[b]
		for i := range m.spaces {
			c := &m.spaces[i]
			if byte(b) >= c.lo[0] && byte(b) <= c.hi[0] {
				mixed = mixed || n != 0 && n != c.n
				n = c.n
			}
		}
		switch {
		case mixed:
		case n == 0:
			t[b] = uint8(shortest)
		default:
			t[b] = uint8(n)
		}
	}
	return t
}

func (m *CMap) shortest() int {
	n := MaxCode
	for i := range m.spaces {
		n = min(n, m.spaces[i].n)
	}
	if len(m.spaces) == 0 {
		return 1
	}
	return n
}

// Next reads the first code of s, which must not be empty, and returns it with
// the number of bytes it took. Bytes outside all codespace ranges are a code
// where the CMap says what they mean all the same, as writers forget ranges.
// Others are taken as ISO 32000-1 §9.7.6.3 demands: as many as the shortest
// range that agrees the longest with them.
func (m *CMap) Next(s []byte) (code uint32, n int) {
	n = 0
	agreed, take := 0, m.shortest()
	for i := range m.spaces {
		c := &m.spaces[i]
		if c.n <= len(s) && c.has(s, c.n) {
			n = c.n
			break
		}
		k := 0
		for k < c.n && k < len(s) && s[k] >= c.lo[k] && s[k] <= c.hi[k] {
			k++
		}
		if k > agreed || k == agreed && k > 0 && c.n < take {
			agreed, take = k, c.n
		}
	}
	if n > 0 {
		return codeOf(s[:n]), n
	}
	for n = 1; m.stray[s[0]] && n <= min(MaxCode, len(s)); n++ {
		if code = codeOf(s[:n]); m.mapped(code, n) {
			return code, n
		}
	}
	n = min(take, len(s))
	return codeOf(s[:n]), n
}

// codeOf returns the code that bytes make.
func codeOf(s []byte) (code uint32) {
	for _, b := range s {
		code = code<<8 | uint32(b)
	}
	return code
}

// mapped reports whether the CMap itself has a CID for a code of n bytes.
func (m *CMap) mapped(code uint32, n int) bool { return find(m.spans[n], code) != nil }

// CID returns the CID of a code of n bytes. It is 0 and false for a code that
// the CMap does not know.
func (m *CMap) CID(code uint32, n int) (cid uint32, ok bool) {
	if n < 1 || n > MaxCode {
		return 0, false
	}
	for c := m; c != nil; c = c.base {
		if s := find(c.spans[n], code); s != nil {
			return s.val + code - s.lo, true
		}
		if c.coded != nil {
			if r, ok := c.Rune(code, n); ok {
				if cid, ok := c.coded.CID(uint32(r), 4); ok {
					return cid, true
				}
			}
		}
	}
	for c := m; c != nil; c = c.base {
		if s := find(c.notdef[n], code); s != nil {
			return s.val, true
		}
	}
	return 0, false
}

// Rune returns the character that a code of n bytes of a CMap over Unicode
// (UniJIS-UTF16-H and the like) is; ok is false for other CMaps.
func (m *CMap) Rune(code uint32, n int) (r rune, ok bool) {
	switch m.form {
	case ucs2Form, utf16Form:
		switch {
		case n == 2 && code&0xF800 != 0xD800:
			return rune(code), true
		case n == 4 && m.form == utf16Form && code&0xFC00FC00 == 0xD800DC00:
			return rune(0x10000 + (code>>16&0x3FF)<<10 + code&0x3FF), true
		}
	case utf32Form:
		if n == 4 && code <= 0x10FFFF {
			return rune(code), true
		}
	case utf8Form:
		b := [4]byte{byte(code >> 24), byte(code >> 16), byte(code >> 8), byte(code)}
		if r, k := utf8.DecodeRune(b[4-n:]); k == n && (r != utf8.RuneError || n == 3) {
			return r, true
		}
	}
	return 0, false
}

// Identity is the CMap Identity-H, or with vertical set Identity-V: codes of
// two bytes that are CIDs.
func Identity(vertical bool) *CMap {
	if vertical {
		return identityV
	}
	return identityH
}

var (
	identityH = newIdentity("Identity-H", false)
	identityV = newIdentity("Identity-V", true)
)

func newIdentity(name string, vertical bool) *CMap {
	m := &CMap{Name: name, Registry: "Adobe", Ordering: "Identity", Vertical: vertical}
	m.spaces = []codespace{{n: 2, hi: [4]byte{0xFF, 0xFF}}}
	m.spans[2] = []span{{hi: 0xFFFF}}
	return m
}

// WithBase returns m with what base knows besides, as /UseCMap in a stream's
// dictionary asks. m itself may be changed.
func (m *CMap) WithBase(base *CMap) *CMap {
	if base == nil || base == m || m.base != nil {
		return m
	}
	m.base = base
	for _, c := range base.spaces {
		if !slices.Contains(m.spaces, c) {
			m.spaces = append(m.spaces, c)
		}
	}
	if m.Ordering == "" {
		m.Registry, m.Ordering = base.Registry, base.Ordering
	}
	if m.form == opaque {
		m.form = base.form
	}
	return m
}

// Empty reports whether the CMap has no mapping at all.
func (m *CMap) Empty() bool {
	for n := range m.spans {
		if len(m.spans[n]) > 0 {
			return false
		}
	}
	return m.coded == nil && (m.base == nil || m.base.Empty())
}

// Unicode leads from codes, or from the CIDs of a collection, to text.
type Unicode struct {
	spans []span
	texts []string // values of more than one character
	base  *Unicode
}

// Len returns the number of spans, a measure of how much it says.
func (u *Unicode) Len() int { return len(u.spans) }

// Lookup returns the text of a code. ok is false where there is none.
func (u *Unicode) Lookup(code uint32) (text string, ok bool) {
	for ; u != nil; u = u.base {
		s := find(u.spans, code)
		if s == nil {
			continue
		}
		add := s.val + code - s.lo
		if s.text == 0 {
			return string(rune(add)), true
		}
		t := u.texts[s.text-1]
		if add == 0 {
			return t, true
		}
		last, n := utf8.DecodeLastRuneInString(t)
		return t[:len(t)-n] + string(last+rune(add)), true
	}
	return "", false
}

// Below calls f for every code of u itself whose text is one character below a
// limit.
func (u *Unicode) Below(limit rune, f func(code uint32, r rune)) {
	for _, s := range u.spans {
		if s.text != 0 {
			continue
		}
		for code, r := uint64(s.lo), rune(s.val); code <= uint64(s.hi) && r >= 0 && r < limit; code, r = code+1, r+1 {
			f(uint32(code), r)
		}
	}
}

// find returns the span that holds the code, or nil.
func find(spans []span, code uint32) *span {
	lo, hi := 0, len(spans)
	for lo < hi {
		if mid := (lo + hi) / 2; spans[mid].hi < code {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(spans) && spans[lo].lo <= code {
		return &spans[lo]
	}
	return nil
}

// settle sorts spans and makes them disjoint; where some overlap the later one
// wins, as Ghostscript's overlapping bfranges demand. Spans of one value for
// all their codes have constant set. It works in place where it can.
func settle(spans []span, constant bool) []span {
	sorted := true
	for i := 1; i < len(spans) && sorted; i++ {
		sorted = spans[i].lo > spans[i-1].hi
	}
	if sorted {
		return spans
	}

	// Sweep over the starts in order and keep those spans that are open in a
	// heap with the latest one on top; what is on top between two events is
	// what the codes between them mean.
	order := make([]uint64, len(spans)) // starts, each with the index of its span
	for i := range spans {
		order[i] = uint64(spans[i].lo)<<32 | uint64(i)
	}
	slices.Sort(order)
	out := make([]span, 0, len(spans))
	cut := func(s span, lo, hi uint32) {
		if !constant {
			s.val += lo - s.lo
		}
		s.lo, s.hi = lo, hi
		out = append(out, s)
	}
	var open latest
	at := uint64(0) // codes below this are settled
	for i := 0; i < len(order) || len(open) > 0; {
		for i < len(order) && (len(open) == 0 || order[i]>>32 <= at) {
			if len(open) == 0 {
				at = max(at, order[i]>>32)
			}
			open.push(int(uint32(order[i])))
			i++
		}
		top := spans[open[0]]
		if uint64(top.hi) < at {
			open.pop()
			continue
		}
		end := uint64(top.hi)
		if i < len(order) {
			end = min(end, order[i]>>32-1)
		}
		if n := len(out); n > 0 && joins(out[n-1], top, uint32(at), constant) {
			out[n-1].hi = uint32(end)
		} else {
			cut(top, uint32(at), uint32(end))
		}
		at = end + 1
	}
	return out
}

// joins reports whether the piece of s from lo on only continues a.
func joins(a, s span, lo uint32, constant bool) bool {
	if a.hi+1 != lo || a.text != s.text {
		return false
	}
	if constant {
		return a.val == s.val
	}
	return a.val-a.lo == s.val-s.lo
}

// latest is a heap of indices, the greatest first.
type latest []int

func (h *latest) push(v int) {
	*h = append(*h, v)
	for i := len(*h) - 1; i > 0; {
		up := (i - 1) / 2
		if (*h)[up] >= (*h)[i] {
			break
		}
		(*h)[up], (*h)[i] = (*h)[i], (*h)[up]
		i = up
	}
}

func (h *latest) pop() {
	n := len(*h) - 1
	(*h)[0] = (*h)[n]
	*h = (*h)[:n]
	for i := 0; ; {
		big := i
		for c := 2*i + 1; c <= 2*i+2 && c < n; c++ {
			if (*h)[c] > (*h)[big] {
				big = c
			}
		}
		if big == i {
			return
		}
		(*h)[i], (*h)[big] = (*h)[big], (*h)[i]
		i = big
	}
}

// Based reports whether u falls back on another table.
func (u *Unicode) Based() bool { return u.base != nil }

// Identity reports whether u says nothing but that codes are Unicode themselves,
// from the controls on up to last.
func (u *Unicode) Identity() (last uint32, ok bool) {
	if u.base != nil || len(u.spans) != 1 {
		return 0, false
	}
	s := &u.spans[0]
	return s.hi, s.text == 0 && s.val == s.lo && s.lo < ' '
}
