package object

import "bytes"

// Cross-reference sections are read newest first, from startxref along the
// Prev chain, and the first section that names an object wins (ISO 32000-1
// §7.5.4, §7.5.6 and §7.5.8). A linearised file needs nothing else: the
// section at its start is simply the newest one.

// startxref returns the offset the file's end gives for its newest section.
func startxref(data []byte) (int64, bool) {
	i := bytes.LastIndex(data, []byte("startxref"))
	if i < 0 {
		return 0, false
	}
	l := Lexer{data: data, pos: i + len("startxref")}
	t := l.Next()
	return t.Int, t.Kind == Integer && t.Int > 0
}

// readSections fills the table and the trailer from the sections that begin
// with the one at start. It reports whether the first section could be read and
// whether all could.
func (f *File) readSections(start int64) (some, all bool) {
	seen := map[int64]bool{}
	for off := start; len(seen) < MaxSections; {
		if seen[off] {
			return true, true // going round in a circle adds nothing
		}
		seen[off] = true
		d, hidden, ok := f.readSection(off)
		if !ok {
			return len(seen) > 1, false
		}
		for k, v := range d {
			if _, newer := f.trailer[k]; !newer {
				f.trailer[k] = v
			}
		}
		all = true
		if at, ok := d["XRefStm"].(int64); ok && !seen[at] {
			// A hybrid file hides from old readers what this stream names.
			seen[at] = true
			if _, ok := f.readXRefStream(at); !ok {
				all = false
			}
		}
		for _, num := range hidden {
			f.table.add(num, entry{kind: free})
		}
		prev, ok := d["Prev"].(int64)
		if real, isReal := d["Prev"].(float64); isReal {
			prev, ok = int64(real), true
		}
		if !all {
			return true, false
		}
		if !ok || prev <= 0 { // 0 is what some writers mean by none
			return true, d["Prev"] == nil || ok
		}
		off = prev
	}
	return true, false
}

// readSection reads the section at an offset and returns its trailer and the
// objects that it calls free.
func (f *File) readSection(off int64) (trailer Dict, hidden []int, ok bool) {
	p := off + f.base
	if p < 0 || p >= int64(len(f.data)) {
		return nil, nil, false
	}
	l := Lexer{data: f.data, pos: int(p)}
	t := l.Next()
	if t.Kind == Integer {
		trailer, ok = f.readXRefStream(off)
		return trailer, nil, ok
	}
	if t.Kind != Keyword || string(t.Bytes) != "xref" {
		return nil, nil, false
	}
	for {
		t = l.Next()
		if t.Kind != Integer {
			break
		}
		n := l.Next()
		if n.Kind != Integer {
			return nil, nil, false
		}
		hidden = f.readSubsection(&l, t.Int, n.Int, hidden)
	}
	if t.Kind != Keyword || string(t.Bytes) != "trailer" {
		return nil, nil, false
	}
	o, _ := l.ParseObject()
	trailer, ok = o.(Dict)
	return trailer, hidden, ok
}

// readSubsection reads up to count entries for the objects from first on.
func (f *File) readSubsection(l *Lexer, first, count int64, hidden []int) []int {
	for i := int64(0); i < count; i++ {
		off, gen, kind, ok := entryAt(l)
		if !ok {
			break
		}
		if i == 0 && first == 1 && kind == 'f' && gen == 65535 && off == 0 {
			first = 0 // the head of the free list is object 0, whatever is said
		}
		num := first + i
		if num < 0 || num > MaxObjectNumber {
			continue
		}
		if kind == 'n' && off > 0 {
			f.table.add(int(num), entry{off: off, kind: direct})
		} else if kind == 'f' && len(hidden) < MaxObjects {
			hidden = append(hidden, int(num))
		}
	}
	return hidden
}

// entryAt reads an entry of a classic section: exactly 20 bytes by the rules,
// any three tokens in practice.
func entryAt(l *Lexer) (off, gen int64, kind byte, ok bool) {
	p := l.pos
	for p < len(l.data) && class[l.data[p]] == space {
		p++
	}
	if e := l.data[p:]; len(e) >= 18 && e[10] == ' ' && e[16] == ' ' && (e[17] == 'n' || e[17] == 'f') {
		off, ok = decimal(e[:10])
		gen, ok2 := decimal(e[11:16])
		if ok && ok2 && (len(e) == 18 || class[e[18]] != regular) {
			l.pos = p + 18
			return off, gen, e[17], true
		}
	}
	o := l.Next()
	if o.Kind != Integer {
		l.pos = o.Pos
		return 0, 0, 0, false
	}
	g, k := l.Next(), l.Next()
	if g.Kind != Integer || k.Kind != Keyword || len(k.Bytes) != 1 || k.Bytes[0] != 'n' && k.Bytes[0] != 'f' {
		l.pos = o.Pos
		return 0, 0, 0, false
	}
	return o.Int, g.Int, k.Bytes[0], true
}

func decimal(b []byte) (n int64, ok bool) {
	for _, c := range b {
		if c -= '0'; c > 9 {
			return 0, false
		}
		n = n*10 + int64(c)
	}
	return n, true
}

// readXRefStream reads the cross-reference stream at an offset and returns its
// dictionary, which is its trailer.
func (f *File) readXRefStream(off int64) (Dict, bool) {
	via := resolver{shallow: true, noScan: true}
	o, _, ok := f.parseAt(off+f.base, -1, via)
	s, isStream := o.(*Stream)
	if !ok || !isStream {
		return nil, false
	}
	if kind, _ := s.Dict["Type"].(Name); kind != "XRef" {
		return nil, false
	}
	data, err := f.decode(nil, s.Raw, f.filters(s.Dict, via), MaxDecoded, via)
	if err != nil && len(data) == 0 {
		return nil, false
	}
	w, _ := s.Dict["W"].(Array)
	var width [3]int
	if len(w) < 3 {
		return nil, false
	}
	for i := range width {
		n, ok := w[i].(int64)
		if !ok || n < 0 || n > 8 {
			return nil, false
		}
		width[i] = int(n)
	}
	row := width[0] + width[1] + width[2]
	if row == 0 {
		return nil, false
	}
	index, _ := s.Dict["Index"].(Array)
	if len(index) < 2 {
		size, _ := s.Dict["Size"].(int64)
		index = Array{int64(0), size}
	}
	for i := 0; i+1 < len(index); i += 2 {
		first, ok1 := index[i].(int64)
		count, ok2 := index[i+1].(int64)
		if !ok1 || !ok2 || first < 0 {
			return nil, false
		}
		for n := int64(0); n < count && len(data) >= row; n++ {
			kind := uint64(1) // the default where its field has no width
			if width[0] > 0 {
				kind = bigEndian(data[:width[0]])
			}
			a := bigEndian(data[width[0] : width[0]+width[1]])
			b := bigEndian(data[width[0]+width[1] : row])
			data = data[row:]
			num := first + n
			if f.rows++; num > MaxObjectNumber || f.rows > MaxRows {
				break
			}
			switch kind {
			case 0:
				f.table.add(int(num), entry{kind: free})
			case 1:
				if a > 0 && a < 1<<62 {
					f.table.add(int(num), entry{off: int64(a), kind: direct})
				}
			case 2:
				if a <= MaxObjectNumber && b < 1<<31 {
					f.table.add(int(num), entry{off: int64(a), index: int32(b), kind: compressed})
				}
			}
		}
	}
	return s.Dict, true
}

func bigEndian(b []byte) (n uint64) {
	for _, c := range b {
		n = n<<8 | uint64(c)
	}
	return n
}
