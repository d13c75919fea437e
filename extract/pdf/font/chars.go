package font

import (
	"sync"
	"sync/atomic"
)

// chars holds the characters of a font that were met so far, in no more memory
// than they ask for: documents have fonts by the hundred of which each shows a
// few characters, and of the thousands of kanji in a font hardly two of those
// shown are neighbours. Flat tables by code were what took most memory in a
// document, and memory never touched before is what costs most in reading one.
//
// Codes of one byte lead to rows of 16; all others are looked up in a hash table
// with open addressing. Readers need no lock. A character is found within
// maxProbes slots of its place or is in rest, so that codes made up to get in
// each other's way do not get far.
type chars struct {
	rows  [16]atomic.Pointer[row]
	slots atomic.Pointer[[]atomic.Pointer[Char]] // their number is a power of two
	mu    sync.Mutex                             // held to add
	used  int                                    // slots
	rest  sync.Map                               // uint64(length)<<32 | code → *Char
}

// row holds the characters of 16 codes that differ in the last four bits.
type row [16]atomic.Pointer[Char]

const (
	fewChars  = 16      // slots of a table at first
	mostChars = 1 << 16 // at most
	maxProbes = 8
)

// place returns where in a table the search for a code begins. Codes that are
// neighbours, as those of a subset's glyphs are, do not share a place.
func place(code uint32, slots int) int { return int(code*0x9E3779B1>>16) & (slots - 1) }

// is reports whether a character is that of a code of n bytes.
func (c *Char) is(code uint32, n int) bool { return c.Code == code && int(c.length) == n }

// short returns the character of a code of one byte, nil if it was not met yet.
func (t *chars) short(code byte) *Char {
	if r := t.rows[code>>4].Load(); r != nil {
		return r[code&15].Load()
	}
	return nil
}

// first returns what stands in the first of the slots where a longer code is
// looked for, nil if nothing does. Nearly always that is its character.
func (t *chars) first(code uint32) *Char {
	if p := t.slots.Load(); p != nil {
		return (*p)[place(code, len(*p))].Load()
	}
	return nil
}

// get returns the character of a code of n bytes, nil if it was not met yet.
func (t *chars) get(code uint32, n int) *Char {
	if n == 1 {
		return t.short(byte(code))
	}
	p := t.slots.Load()
	if p == nil {
		return nil
	}
	slots := *p
	at := place(code, len(slots))
	for range maxProbes {
		c := slots[at&(len(slots)-1)].Load()
		if c == nil {
			break
		}
		if c.is(code, n) {
			return c
		}
		at++
	}
	if c, ok := t.rest.Load(uint64(n)<<32 | uint64(code)); ok {
		return c.(*Char)
	}
	return nil
}

// add enters a character and returns it, or the one of its code that somebody
// else has entered meanwhile.
func (t *chars) add(c *Char) *Char {
	t.mu.Lock()
	defer t.mu.Unlock()
	if other := t.get(c.Code, int(c.length)); other != nil {
		return other
	}
	if c.length == 1 {
		r := &t.rows[byte(c.Code)>>4]
		if r.Load() == nil {
			r.Store(new(row))
		}
		r.Load()[c.Code&15].Store(c)
		return c
	}
	p := t.slots.Load()
	if p == nil {
		s := make([]atomic.Pointer[Char], fewChars)
		p = &s
		t.slots.Store(p)
	}
	for 2*t.used >= len(*p) || !enter(*p, c) {
		if len(*p) >= mostChars || len(*p) > 8*(t.used+1) {
			t.keep(c)
			return c
		}
		p = t.grow(*p)
	}
	t.used++
	return c
}

// enter puts a character into a slot and reports whether there was one.
func enter(slots []atomic.Pointer[Char], c *Char) bool {
	at := place(c.Code, len(slots))
	for range maxProbes {
		if s := &slots[at&(len(slots)-1)]; s.Load() == nil {
			s.Store(c)
			return true
		}
		at++
	}
	return false
}

// keep puts a character that finds no slot into rest.
func (t *chars) keep(c *Char) { t.rest.Store(uint64(c.length)<<32|uint64(c.Code), c) }

// grow makes a table twice as large.
func (t *chars) grow(old []atomic.Pointer[Char]) *[]atomic.Pointer[Char] {
	slots := make([]atomic.Pointer[Char], 2*len(old))
	for i := range old {
		if c := old[i].Load(); c != nil && !enter(slots, c) {
			t.keep(c)
			t.used--
		}
	}
	t.slots.Store(&slots)
	return &slots
}
