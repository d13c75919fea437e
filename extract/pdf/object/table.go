package object

import "sync/atomic"

// entryKind says where an object is.
type entryKind uint8

const (
	unknown    entryKind = iota // no section has named the object
	free                        // deleted
	direct                      // at entry.off
	compressed                  // in the object stream of number entry.off, at entry.index
)

// entry is what the cross-reference table holds for an object.
type entry struct {
	off   int64
	index int32
	kind  entryKind
}

// chunk is a part of the table. Chunks are made as numbers in them appear, so
// that a few high object numbers do not cost the memory of all below.
type chunk struct {
	entries [chunkSize]entry
	objects [chunkSize]atomic.Pointer[Object] // parsed objects, nil if not yet
}

const chunkSize = 256

// table is a cross-reference table. Its entries do not change once the file is
// open; parsed objects come and go.
type table struct {
	chunks []*chunk
	made   int // chunks that are not nil
	count  int // entries that are not unknown
}

// at returns the chunk of an object number and the place in it; the chunk is
// nil where no object near that number is known.
func (t *table) at(num int) (*chunk, int) {
	if i := num / chunkSize; num >= 0 && i < len(t.chunks) {
		return t.chunks[i], num % chunkSize
	}
	return nil, 0
}

func (t *table) entry(num int) entry {
	if c, i := t.at(num); c != nil {
		return c.entries[i]
	}
	return entry{}
}

// set stores an entry. It reports false for numbers and counts beyond limits.
func (t *table) set(num int, e entry) bool {
	if num < 0 || num > MaxObjectNumber {
		return false
	}
	i := num / chunkSize
	if i >= len(t.chunks) {
		grown := make([]*chunk, max(i+1, min(2*len(t.chunks), MaxObjectNumber/chunkSize+1)))
		copy(grown, t.chunks)
		t.chunks = grown
	}
	c := t.chunks[i]
	if c == nil {
		if t.made >= MaxObjects/chunkSize {
			return false
		}
		c = new(chunk)
		t.chunks[i] = c
		t.made++
	}
	if c.entries[num%chunkSize].kind == unknown {
		t.count++
	}
	c.entries[num%chunkSize] = e
	return true
}

// add stores an entry unless a newer section has named the object before.
func (t *table) add(num int, e entry) {
	if t.entry(num).kind == unknown {
		t.set(num, e)
	}
}

// each calls do for every object that is in use, by number.
func (t *table) each(do func(num int) bool) {
	for i, c := range t.chunks {
		if c == nil {
			continue
		}
		for j := range c.entries {
			if k := c.entries[j].kind; k == direct || k == compressed {
				if !do(i*chunkSize + j) {
					return
				}
			}
		}
	}
}

// forget drops all parsed objects.
func (t *table) forget() {
	for _, c := range t.chunks {
		if c == nil {
			continue
		}
		for j := range c.objects {
			c.objects[j].Store(nil)
		}
	}
}
