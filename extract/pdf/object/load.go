package object

import (
	"bytes"
	"sort"
	"sync"
)

// Loading an object: look it up in the table, parse it where the table says,
// and where it is not there, where a scan of the file has found it. What was
// parsed is kept in the table; several goroutines may parse the same object at
// once, the first one's result is kept.

// resolver travels with a chain of loads and keeps it finite: a stream needs
// its length, which may be an object of its own, and so on.
type resolver struct {
	depth   int
	shallow bool // no objects out of object streams: one is being opened
	noScan  bool // no scan of the file: it is being scanned
}

// maxDepth bounds such chains. A stream whose length is a reference makes 2.
const maxDepth = 8

// Resolve follows references until it meets a direct object. An object that is
// missing, damaged or refers to itself is nil, as ISO 32000-1 §7.3.10 demands.
func (f *File) Resolve(o Object) Object {
	if _, ok := o.(Ref); !ok {
		return o
	}
	return f.resolve(o, resolver{})
}

func (f *File) resolve(o Object, via resolver) Object {
	for range MaxReferences {
		r, ok := o.(Ref)
		if !ok {
			return o
		}
		o = f.load(r.Num, via)
	}
	return nil
}

// load returns the object of a number. The generation in a reference is not
// looked at: where it differs from the object's, it is the reference that is
// wrong.
func (f *File) load(num int, via resolver) Object {
	c, i := f.table.at(num)
	if c == nil || c.entries[i].kind == unknown {
		if !f.partial || via.noScan {
			return nil
		}
		found := f.scan().table // the sections that could be read do not name it
		if c, i = found.at(num); c == nil {
			return nil
		}
	}
	if o := c.objects[i].Load(); o != nil {
		return *o
	}
	if via.depth >= maxDepth {
		return nil
	}
	via.depth++
	e := c.entries[i]
	o, cost, ok := f.loadEntry(num, e, via)
	if !ok && (e.kind == direct || e.kind == compressed) && !via.noScan {
		if other := f.scan().table.entry(num); other != e {
			o, cost, ok = f.loadEntry(num, other, via)
		}
	}
	if !ok && (via.shallow || via.noScan) {
		return nil // another time more may be allowed
	}
	if !c.objects[i].CompareAndSwap(nil, &o) {
		if first := c.objects[i].Load(); first != nil {
			return *first
		}
	}
	if f.cached.Add(int64(cost)+16) > MaxCachedObjects {
		f.cached.Store(0)
		f.table.forget()
	}
	return o
}

// loadEntry parses an object where an entry says it is. cost is the source it
// took in bytes.
func (f *File) loadEntry(num int, e entry, via resolver) (o Object, cost int, ok bool) {
	switch e.kind {
	case direct:
		return f.parseAt(e.off+f.base, num, via)
	case compressed:
		if via.shallow {
			return nil, 0, false
		}
		c := f.container(int(e.off), via)
		if c == nil {
			return nil, 0, false
		}
		return f.parseCompressed(c, num, int(e.index))
	}
	return nil, 0, false
}

var lexers = sync.Pool{New: func() any { return new(Lexer) }}

func putLexer(l *Lexer) {
	if cap(l.buf) > 64<<10 {
		l.buf = nil
	}
	if cap(l.stack) > 4<<10 {
		l.stack = nil
	}
	l.Reset(nil)
	lexers.Put(l)
}

// spend counts bytes that were parsed and reports whether more may be.
func (f *File) spend(n int) bool {
	return f.parsed.Add(int64(n)) <= MaxParsedBase+MaxParsedFactor*int64(len(f.data))
}

// parseAt parses the indirect object at an offset of the data. It reports false
// where no object of that number stands; -1 stands for any number.
func (f *File) parseAt(off int64, num int, via resolver) (o Object, cost int, ok bool) {
	if off < 0 || off >= int64(len(f.data)) || !f.spend(0) {
		return nil, 0, false
	}
	l := lexers.Get().(*Lexer)
	defer putLexer(l)
	l.Reset(f.data)
	l.SetPos(int(off))
	n, g, k := l.Next(), l.Next(), l.Next()
	f.spend(l.pos - int(off))
	if n.Kind != Integer || g.Kind != Integer || k.Kind != Keyword || string(k.Bytes) != "obj" ||
		num >= 0 && n.Int != int64(num) || n.Int < 0 || n.Int > MaxObjectNumber {
		return nil, 0, false
	}
	ref := Ref{Num: int(n.Int), Gen: int(max(0, min(g.Int, 65535)))}
	body := l.pos
	o, _ = l.ParseObject() // endobj alone is null
	cost = l.pos - int(off)
	f.spend(l.pos - body)
	if d, isDict := o.(Dict); isDict {
		if p, isStream := streamAt(f.data, l.pos); isStream {
			o = &Stream{Dict: d, Ref: ref, Raw: f.streamBytes(d, p, via)}
		}
	}
	if f.security != nil && ref.Num != f.encryptNum {
		o = f.security.decryptStrings(o, ref)
	}
	return o, cost, true
}

// streamAt reports whether the keyword stream stands next and where the
// stream's bytes begin: after the end of the line, which is CR LF, LF or, in
// files that break the rules, CR or nothing.
func streamAt(data []byte, p int) (start int, ok bool) {
	for p < len(data) && class[data[p]] == space {
		p++
	}
	if !bytes.HasPrefix(data[p:], []byte("stream")) {
		return 0, false
	}
	p += len("stream")
	for q := p; q < len(data) && (data[q] == ' ' || data[q] == '\t'); q++ {
		if q+1 < len(data) && (data[q+1] == '\r' || data[q+1] == '\n') {
			p = q + 1
		}
	}
	if p < len(data) && data[p] == '\r' {
		p++
		if p < len(data) && data[p] == '\n' {
			p++
		}
	} else if p < len(data) && data[p] == '\n' {
		p++
	}
	return p, true
}

// streamBytes returns the bytes of a stream that begins at start. Length is
// believed where endstream follows; else the stream ends at the next endstream
// or endobj, or with the file.
func (f *File) streamBytes(d Dict, start int, via resolver) []byte {
	length := int64(-1)
	if n, ok := f.resolve(d["Length"], via).(int64); ok {
		length = n
		if end := int64(start) + n; n >= 0 && end <= int64(len(f.data)) && endStreamAt(f.data, int(end)) {
			return f.data[start:end:end]
		}
	}
	end := f.nextEndStream(start)
	if !f.spend((end - start) / 8) { // a search is that much faster than parsing
		return nil
	}
	if i := bytes.Index(f.data[start:end], []byte("endobj")); i >= 0 && endsObjectAt(f.data, start+i) {
		end = start + i
	}
	raw := f.data[start:end:end]
	if end < len(f.data) {
		raw = trimEOL(raw)
	} else if length >= 0 && length < int64(len(raw)) {
		raw = raw[:length:length]
	}
	if length > 0 && int64(len(raw)) > length && int64(len(raw)-bytes.Count(raw, []byte("\r\n"))) == length {
		// A transfer as text made each LF a CR LF.
		raw = bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n"))
	}
	return raw
}

// endStreamAt reports whether endstream stands at p, white space before it
// allowed.
func endStreamAt(data []byte, p int) bool {
	for n := 0; n < 4 && p < len(data) && class[data[p]] == space; n++ {
		p++
	}
	return bytes.HasPrefix(data[p:], []byte("endstream"))
}

// endsObjectAt reports whether the endobj at p stands at the start of a line.
func endsObjectAt(data []byte, p int) bool {
	return p == 0 || data[p-1] == '\n' || data[p-1] == '\r'
}

func trimEOL(b []byte) []byte {
	n := len(b)
	if n > 0 && b[n-1] == '\n' {
		n--
	}
	if n > 0 && b[n-1] == '\r' {
		n--
	}
	return b[:n:n]
}

// nextEndStream returns the offset of the first endstream at or after p, or the
// file's size. The places are looked up once for the whole file, so that many
// streams without an end do not each cost a search to the end.
func (f *File) nextEndStream(p int) int {
	f.endOnce.Do(func() {
		word := []byte("endstream")
		for at := 0; ; {
			i := bytes.Index(f.data[at:], word)
			if i < 0 {
				break
			}
			f.endStreams = append(f.endStreams, at+i)
			at += i + len(word)
		}
	})
	lo, hi := 0, len(f.endStreams)
	for lo < hi {
		mid := (lo + hi) / 2
		if f.endStreams[mid] < p {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(f.endStreams) {
		return f.endStreams[lo]
	}
	return len(f.data)
}

// Data returns a stream's bytes, decrypted and decoded. On damage it returns
// what could be decoded and an error that wraps ErrDamaged, ErrTooLarge or
// ErrFilter. Image filters (DCTDecode, JPXDecode, CCITTFaxDecode, JBIG2Decode)
// are not decoded: the bytes before them come with ErrImageFilter. The caller
// must not change the bytes.
//
// Small streams are kept for a while, since forms are drawn on page after page.
func (f *File) Data(s *Stream) ([]byte, error) {
	if s.Ref == (Ref{}) {
		return f.streamData(s, resolver{})
	}
	f.mu.Lock()
	kept, ok := f.kept[s]
	if ok {
		kept.used = f.clock.Add(1)
		f.kept[s] = kept
	}
	f.mu.Unlock()
	if ok {
		return kept.data, nil
	}
	data, err := f.streamData(s, resolver{})
	if err == nil && len(data) <= MaxCachedData/8 && s.Dict["Filter"] != nil {
		f.keep(s, data)
	}
	return data, err
}

// decodedStream is a decoded stream that is kept.
type decodedStream struct {
	data []byte
	used int64 // when it was last asked for, by File.clock
}

// keep stores a decoded stream. When there are too many, the half used longest
// ago goes at once, so that a stream costs little whatever their number.
func (f *File) keep(s *Stream, data []byte) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if _, ok := f.kept[s]; ok {
		return
	}
	f.kept[s] = decodedStream{data, f.clock.Add(1)}
	f.keptBytes += len(data) + bookkeeping
	if f.keptBytes <= MaxCachedData {
		return
	}
	all := make([]*Stream, 0, len(f.kept))
	for s := range f.kept {
		all = append(all, s)
	}
	sort.Slice(all, func(i, j int) bool { return f.kept[all[i]].used < f.kept[all[j]].used })
	for _, s := range all {
		if f.keptBytes <= MaxCachedData/2 {
			break
		}
		f.keptBytes -= len(f.kept[s].data) + bookkeeping
		delete(f.kept, s)
	}
}

// bookkeeping is what keeping something costs beside its data, in bytes.
const bookkeeping = 256

// Buffer is memory for decoding streams one after the other: what was decoded
// into it is valid until it is used again. The zero Buffer is ready for use.
type Buffer struct{ mem []byte }

// hold keeps memory for the next stream unless it is too large.
func (b *Buffer) hold(mem []byte) {
	if b.mem = nil; cap(mem) <= maxPooled {
		b.mem = mem[:cap(mem)]
	}
}

// Read is Data for a stream that is needed once, or kept by the caller: it is
// decoded into buf, if it is compressed and buf is not nil, and not kept here.
func (f *File) Read(buf *Buffer, s *Stream) ([]byte, error) {
	return f.streamDataTo(buf, s, MaxDecoded, resolver{})
}

func (f *File) streamData(s *Stream, via resolver) ([]byte, error) {
	return f.streamDataTo(nil, s, MaxDecoded, via)
}

// streamDataTo decodes a stream to at most limit bytes. buf may be nil.
func (f *File) streamDataTo(buf *Buffer, s *Stream, limit int, via resolver) ([]byte, error) {
	list := f.filters(s.Dict, via)
	raw := s.Raw
	if f.security != nil && s.Ref != (Ref{}) {
		raw = f.security.decrypt(f.streamMethod(s.Dict, list, via), s.Ref, raw)
	}
	return f.decode(buf, raw, list, limit, via)
}
