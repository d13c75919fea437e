package object

import (
	"bytes"
	"sort"
)

// Where the cross-reference table lies, the file is searched for what stands
// "N G obj". Later objects replace earlier ones of the same number, as they do
// in a file that was updated; objects in object streams count as standing where
// their stream does. What stands inside a stream of known length is no object.

// scanned is what a search of the whole file has found.
type scanned struct {
	table      *table
	trailer    Dict
	catalog    Object // the last catalogue, a Ref; nil if none
	containers []place
}

// place is an object's number and where it stands.
type place struct {
	off  int64 // of its number
	body int64 // after obj
	num  int32
}

// scan returns the result of searching the file, which is done once.
func (f *File) scan() *scanned {
	f.scanOnce.Do(func() {
		f.scanResult = f.scanObjects()
		f.scanContainers(f.scanResult)
		f.repaired.Store(true)
	})
	return f.scanResult
}

// scanObjects finds the objects that stand directly in the file.
func (f *File) scanObjects() *scanned {
	s := &scanned{table: &table{}, trailer: Dict{}}
	heads := headers(f.data)
	trailers := allIndexes(f.data, "trailer")
	l := lexers.Get().(*Lexer)
	defer putLexer(l)
	readTrailers := func(until int64) {
		for len(trailers) > 0 && int64(trailers[0]) < until {
			end := until
			if len(trailers) > 1 {
				end = min(end, int64(trailers[1]))
			}
			l.Reset(f.data[:end])
			l.SetPos(trailers[0] + len("trailer"))
			if o, ok := l.ParseObject(); ok {
				if d, ok := o.(Dict); ok {
					s.merge(d)
				}
			}
			trailers = trailers[1:]
		}
	}
	for i := 0; i < len(heads); i++ {
		h := heads[i]
		readTrailers(h.off)
		end := int64(len(f.data))
		if i+1 < len(heads) {
			end = heads[i+1].off
		}
		s.table.set(int(h.num), entry{off: h.off - f.base, kind: direct})
		l.Reset(f.data[:end])
		l.SetPos(int(h.body))
		o, _ := l.ParseObject()
		d, ok := o.(Dict)
		if !ok {
			continue
		}
		switch kind, _ := d["Type"].(Name); kind {
		case "Catalog":
			s.catalog = Ref{Num: int(h.num)}
		case "ObjStm":
			s.containers = append(s.containers, h)
		case "XRef":
			s.merge(d)
		}
		start, ok := streamAt(f.data[:end], l.pos)
		length, known := d["Length"].(int64)
		if !ok || !known || length < 0 || int64(start)+length > int64(len(f.data)) ||
			!endStreamAt(f.data, start+int(length)) {
			continue
		}
		past := int64(start) + length
		for i+1 < len(heads) && heads[i+1].off < past {
			i++
		}
		for len(trailers) > 0 && int64(trailers[0]) < past {
			trailers = trailers[1:]
		}
	}
	readTrailers(int64(len(f.data)))
	return s
}

// merge lets a later trailer replace an earlier one key by key.
func (s *scanned) merge(d Dict) {
	for _, key := range []Name{"Root", "Encrypt", "ID", "Info"} {
		if v, ok := d[key]; ok {
			s.trailer[key] = v
		}
	}
}

// scanContainers adds the objects that stand in object streams.
func (f *File) scanContainers(s *scanned) {
	via := resolver{shallow: true, noScan: true}
	for _, h := range s.containers {
		if e := s.table.entry(int(h.num)); e.kind != direct || e.off+f.base != h.off {
			continue // replaced by a later object
		}
		o, _, _ := f.parseAt(h.off, int(h.num), via)
		stream, ok := o.(*Stream)
		if !ok {
			continue
		}
		var c container
		f.openContainer(&c, stream)
		for i, num := range c.nums {
			if num < 0 {
				continue
			}
			old := s.table.entry(int(num))
			if old.kind == direct && old.off+f.base > h.off {
				continue
			}
			if !s.table.set(int(num), entry{off: int64(h.num), index: int32(i), kind: compressed}) {
				break
			}
		}
	}
}

// headers finds every "N G obj" of the data in order.
func headers(data []byte) []place {
	var list []place
	word := []byte("obj")
	for p := 0; len(list) < MaxObjects; {
		i := bytes.Index(data[p:], word)
		if i < 0 {
			break
		}
		at := p + i
		p = at + len(word)
		if p < len(data) && class[data[p]] == regular && data[p]-'0' > 9 {
			continue // as in objdef; digits follow where the line's end is lost
		}
		q := back(data, at)
		gen, q := number(data, q)
		if gen < 0 || q == 0 || class[data[q-1]] != space {
			continue
		}
		q = back(data, q)
		num, q := number(data, q)
		if num < 0 || num > MaxObjectNumber {
			continue
		}
		list = append(list, place{off: int64(q), body: int64(p), num: int32(num)})
	}
	return list
}

// back skips white space before p.
func back(data []byte, p int) int {
	for p > 0 && class[data[p-1]] == space {
		p--
	}
	return p
}

// number reads the digits that end at p; it returns -1 where there are none.
func number(data []byte, p int) (n int64, start int) {
	end := p
	for p > 0 && end-p < 10 && data[p-1]-'0' <= 9 {
		p--
	}
	if p == end {
		return -1, p
	}
	n, _ = decimal(data[p:end])
	return n, p
}

func allIndexes(data []byte, word string) []int {
	var list []int
	for p := 0; ; {
		i := bytes.Index(data[p:], []byte(word))
		if i < 0 {
			return list
		}
		list = append(list, p+i)
		p += i + len(word)
	}
}

// objectsOfType returns the numbers of all dictionaries with the given Type in
// the order in which they stand in the file.
func (f *File) objectsOfType(kind Name) []int {
	type found struct {
		num   int
		off   int64
		index int32
	}
	var list []found
	s := f.scan()
	s.table.each(func(num int) bool {
		d, ok := f.Resolve(Ref{Num: num}).(Dict)
		if ok && f.isName(d["Type"], kind) {
			e := s.table.entry(num)
			at := found{num, e.off, -1}
			if e.kind == compressed {
				at.off, at.index = s.table.entry(int(e.off)).off, e.index
			}
			list = append(list, at)
		}
		return len(list) < MaxPages
	})
	sort.Slice(list, func(i, j int) bool {
		if list[i].off != list[j].off {
			return list[i].off < list[j].off
		}
		return list[i].index < list[j].index
	})
	nums := make([]int, len(list))
	for i, e := range list {
		nums[i] = e.num
	}
	return nums
}

func (f *File) isName(o Object, want Name) bool {
	n, ok := f.Resolve(o).(Name)
	return ok && n == want
}
