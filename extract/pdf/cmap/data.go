package cmap

import (
	"bytes"
	"compress/flate"
	_ "embed"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"sync"

	"shihyo/extract/pdf/object"
)

// The compiled tables are one file: an index of names with the length of each
// table's deflated bytes, then these bytes. Within a table all numbers are
// unsigned varints, and spans are stored by columns (gap to the one before,
// length, change of value), since like numbers deflate well side by side. The
// maps over UTF-8 and UTF-16 say the same as those over UTF-32 in other bytes;
// they are stored as a reference to these.

//go:embed cmaps.bin
var compiled []byte

// The kinds of tables in the file.
const (
	kindCMap    = 0
	kindUnicode = 1
)

type entry struct {
	kind byte
	data []byte // deflated
	once sync.Once
	cmap *CMap
	uni  *Unicode
}

var index = sync.OnceValue(func() map[string]*entry { return readIndex(compiled) })

func readIndex(file []byte) map[string]*entry {
	r := reader{file}
	n := int(r.uint())
	type place struct {
		e    *entry
		size int
	}
	places := make([]place, 0, n)
	names := make(map[string]*entry, n)
	for range n {
		e := &entry{kind: byte(r.uint())}
		names[r.text()] = e
		places = append(places, place{e, int(r.uint())})
	}
	for _, p := range places {
		p.e.data = r.bytes(p.size)
	}
	return names
}

// Predefined returns one of the CMaps that PDF predefines (ISO 32000-1
// §9.7.5.2) or that Adobe made besides them, and nil for an unknown name.
func Predefined(name string) *CMap {
	switch name {
	case "Identity-H":
		return identityH
	case "Identity-V":
		return identityV
	}
	e := index()[name]
	if e == nil || e.kind != kindCMap {
		return nil
	}
	e.once.Do(func() { e.cmap = decodeCMap(name, inflate(e.data)) })
	return e.cmap
}

// Collection returns the table from the CIDs of one of Adobe's character
// collections (such as Adobe, Japan1) to text, and nil for an unknown one.
func Collection(registry, ordering string) *Unicode {
	return PredefinedUnicode(registry + "-" + ordering + "-UCS2")
}

// PredefinedUnicode returns a table by its name, such as Adobe-Japan1-UCS2, and
// nil for an unknown one.
func PredefinedUnicode(name string) *Unicode {
	e := index()[name]
	if e == nil || e.kind != kindUnicode {
		return nil
	}
	e.once.Do(func() { e.uni = decodeUnicode(inflate(e.data)) })
	return e.uni
}

// Names returns the names of all predefined CMaps in order.
func Names() []string {
	names := []string{"Identity-H", "Identity-V"}
	for name, e := range index() {
		if e.kind == kindCMap {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

func inflate(b []byte) []byte {
	const most = 8 << 20 // the largest table has a tenth of that
	data, err := object.Inflate(b, most)
	if err != nil {
		panic(fmt.Sprintf("cmap: the embedded tables are damaged: %v", err)) // the build is broken
	}
	return data
}

func decodeCMap(name string, b []byte) *CMap {
	r := reader{b}
	m := &CMap{Name: name, Vertical: r.uint() == 1, form: form(r.uint())}
	m.Registry, m.Ordering = r.text(), r.text()
	base, coded := r.text(), r.text()
	m.spaces = make([]codespace, r.uint())
	for i := range m.spaces {
		c := &m.spaces[i]
		c.n = int(r.uint())
		copy(c.lo[:], r.bytes(c.n))
		copy(c.hi[:], r.bytes(c.n))
	}
	for n := range m.spans {
		m.spans[n] = r.spans()
		m.notdef[n] = r.spans()
	}
	if base != "" {
		m.base = Predefined(base)
	}
	if coded != "" {
		m.coded = Predefined(coded)
	}
	return m
}

func decodeUnicode(b []byte) *Unicode {
	r := reader{b}
	u := &Unicode{texts: make([]string, r.uint())}
	all := string(r.bytes(int(r.uint())))
	for i := range u.texts {
		n := r.uint()
		u.texts[i], all = all[:n], all[n:]
	}
	u.spans = r.spans()
	for i := range u.spans {
		// A value beyond Unicode refers to a text.
		if s := &u.spans[i]; s.val > 0x10FFFF {
			s.val, s.text = 0, int32(s.val-0x10FFFF)
		}
	}
	return u
}

// reader takes the embedded tables apart. They come with the program, so a
// mistake in them is a fault of the build and may panic.
type reader struct{ b []byte }

func (r *reader) uint() uint32 {
	if b := r.b[0]; b < 0x80 { // most numbers, and short enough to be inlined
		r.b = r.b[1:]
		return uint32(b)
	}
	return r.long()
}

func (r *reader) long() uint32 {
	v, n := binary.Uvarint(r.b)
	r.b = r.b[n:]
	return uint32(v)
}

func (r *reader) bytes(n int) []byte {
	b := r.b[:n]
	r.b = r.b[n:]
	return b
}

func (r *reader) text() string { return string(r.bytes(int(r.uint()))) }

func (r *reader) spans() []span {
	n := r.uint()
	if n == 0 {
		return nil
	}
	s := make([]span, n)
	next := uint32(0)
	for i := range s {
		s[i].lo = r.uint() // the gap, for the moment
	}
	for i := range s {
		s[i].lo += next
		s[i].hi = s[i].lo + r.uint()
		next = s[i].hi + 1
	}
	val := uint32(0)
	for i := range s {
		d := r.uint()
		val += d>>1 ^ -(d & 1)
		s[i].val = val
		val += s[i].hi - s[i].lo + 1
	}
	return s
}

// Encode writes tables in the form in which they are embedded. It is for gen
// and is the inverse of what Predefined reads.
func Encode(cmaps []*CMap, unicodes map[string]*Unicode) []byte {
	byName := map[string]*CMap{}
	for _, m := range cmaps {
		byName[m.Name] = m
	}
	var head, body writer
	names := make([]string, 0, len(cmaps)+len(unicodes))
	for name := range byName {
		names = append(names, name)
	}
	for name := range unicodes {
		names = append(names, name)
	}
	slices.Sort(names)
	head.uint(uint32(len(names)))
	for _, name := range names {
		var w writer
		kind := uint32(kindUnicode)
		if m := byName[name]; m != nil {
			kind = kindCMap
			w.cmap(m, byName)
		} else {
			w.unicode(unicodes[name])
		}
		var z bytes.Buffer
		f, _ := flate.NewWriter(&z, flate.BestCompression)
		f.Write(w.b)
		f.Close()
		head.uint(kind)
		head.text(name)
		head.uint(uint32(z.Len()))
		body.b = append(body.b, z.Bytes()...)
	}
	return append(head.b, body.b...)
}

type writer struct{ b []byte }

func (w *writer) uint(v uint32)   { w.b = binary.AppendUvarint(w.b, uint64(v)) }
func (w *writer) text(s string)   { w.uint(uint32(len(s))); w.b = append(w.b, s...) }
func (w *writer) bytes(b ...byte) { w.b = append(w.b, b...) }

func (w *writer) cmap(m *CMap, all map[string]*CMap) {
	if m.Vertical {
		w.uint(1)
	} else {
		w.uint(0)
	}
	f := formOf(m.Name)
	w.uint(uint32(f))
	w.text(m.Registry)
	w.text(m.Ordering)
	base, coded, spans := "", "", m.spans
	spaces := m.spaces
	if m.base != nil {
		base = m.base.Name
	} else if f == utf8Form || f == utf16Form {
		name := strings.NewReplacer("UTF8", "UTF32", "UTF16", "UTF32").Replace(m.Name)
		if to := all[name]; to != nil && m.sameAs(to, f) {
			coded, spans = name, [MaxCode + 1][]span{}
		}
	}
	w.text(base)
	w.text(coded)
	w.uint(uint32(len(spaces)))
	for _, c := range spaces {
		w.uint(uint32(c.n))
		w.bytes(c.lo[:c.n]...)
		w.bytes(c.hi[:c.n]...)
	}
	for n := range spans {
		w.spans(spans[n])
		w.spans(m.notdef[n])
	}
}

// sameAs reports whether m, over UTF-8 or UTF-16, has the same CIDs as to, over
// UTF-32, for all of Unicode.
func (m *CMap) sameAs(to *CMap, f form) bool {
	for r := rune(0); r <= 0x10FFFF; r++ {
		if r >= 0xD800 && r <= 0xDFFF {
			continue
		}
		var b []byte
		switch {
		case f == utf8Form:
			b = []byte(string(r))
		case r < 0x10000:
			b = []byte{byte(r >> 8), byte(r)}
		default:
			v := r - 0x10000
			hi, lo := 0xD800+v>>10, 0xDC00+v&0x3FF
			b = []byte{byte(hi >> 8), byte(hi), byte(lo >> 8), byte(lo)}
		}
		cid, _ := m.CID(number(b), len(b))
		want, _ := to.CID(uint32(r), 4)
		if cid != want {
			return false
		}
	}
	return true
}

// formOf tells from a CMap's name how its codes are Unicode.
func formOf(name string) form {
	if !strings.HasPrefix(name, "Uni") {
		return opaque
	}
	for _, f := range []struct {
		part string
		form form
	}{{"-UCS2-", ucs2Form}, {"-UTF8-", utf8Form}, {"-UTF16-", utf16Form}, {"-UTF32-", utf32Form}} {
		if strings.Contains(name, f.part) {
			return f.form
		}
	}
	return opaque
}

func (w *writer) unicode(u *Unicode) {
	w.uint(uint32(len(u.texts)))
	w.text(strings.Join(u.texts, ""))
	for _, t := range u.texts {
		w.uint(uint32(len(t)))
	}
	spans := slices.Clone(u.spans)
	for i := range spans {
		if s := &spans[i]; s.text > 0 {
			s.val = 0x10FFFF + uint32(s.text)
		}
	}
	w.spans(spans)
}

func (w *writer) spans(s []span) {
	w.uint(uint32(len(s)))
	next := uint32(0)
	for i := range s {
		w.uint(s[i].lo - next)
		next = s[i].hi + 1
	}
	for i := range s {
		w.uint(s[i].hi - s[i].lo)
	}
	val := uint32(0)
	for i := range s {
		d := int32(s[i].val - val)
		w.uint(uint32(d<<1) ^ uint32(d>>31))
		val = s[i].val + s[i].hi - s[i].lo + 1
	}
}

// Clean changes every text of u by f, which may return it unchanged. It is for
// gen, which takes out variation selectors.
func (u *Unicode) Clean(f func([]rune) []rune) {
	var spans []span
	var texts []string
	for _, s := range u.spans {
		if s.text == 0 {
			spans = append(spans, s)
			continue
		}
		t := f([]rune(u.texts[s.text-1]))
		s.val, s.text = uint32(t[0]), 0
		if len(t) > 1 {
			texts = append(texts, string(t))
			s.val, s.text = 0, int32(len(texts))
		}
		if n := len(spans); n > 0 && joins(spans[n-1], s, s.lo, false) && s.text == 0 {
			spans[n-1].hi = s.hi
			continue
		}
		spans = append(spans, s)
	}
	u.spans, u.texts = spans, texts
}
