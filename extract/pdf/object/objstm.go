package object

import (
	"sort"
	"sync"
	"sync/atomic"
)

// Object streams (ISO 32000-1 §7.5.7) are inflated once and kept while they are
// in use; objects are parsed out of them one by one, as most are never needed.

// container is an opened object stream.
type container struct {
	once sync.Once
	used atomic.Int64 // when it was last asked for, by File.clock
	size int          // bytes it counts for; 0 until open; guarded by File.mu

	data  []byte
	nums  []int32
	offs  []int32 // into data
	index map[int]int
	find  sync.Once // makes index
}

// container returns the object stream of a number, or nil.
func (f *File) container(num int, via resolver) *container {
	via.shallow = true
	s, _ := f.load(num, via).(*Stream)
	if s == nil {
		return nil
	}
	f.mu.Lock()
	c := f.containers[num]
	if c == nil {
		c = new(container)
		f.containers[num] = c
	}
	f.mu.Unlock()
	c.used.Store(f.clock.Add(1))
	c.once.Do(func() {
		f.openContainer(c, s)
		f.evict(c)
	})
	return c
}

// openContainer inflates an object stream and reads its list of objects.
func (f *File) openContainer(c *container, s *Stream) {
	via := resolver{shallow: true, noScan: true}
	c.data, _ = f.streamData(s, via)
	first, ok1 := f.resolve(s.Dict["First"], via).(int64)
	n, ok2 := f.resolve(s.Dict["N"], via).(int64)
	if !ok1 || !ok2 || first < 0 || first > int64(len(c.data)) {
		c.data = nil
		return
	}
	l := Lexer{data: c.data[:first]}
	for i := int64(0); i < n && i < MaxContained; i++ {
		num, off := l.Next(), l.Next()
		if num.Kind != Integer || off.Kind != Integer {
			break
		}
		if num.Int < 0 || num.Int > MaxObjectNumber || off.Int < 0 || off.Int+first > int64(len(c.data)) {
			num.Int, off.Int = -1, 0 // keep the count of those that follow
		}
		c.nums = append(c.nums, int32(num.Int))
		c.offs = append(c.offs, int32(first+off.Int))
	}
}

// evict counts a container that has just been opened. When there are too many,
// the half used longest ago goes.
func (f *File) evict(c *container) {
	f.mu.Lock()
	defer f.mu.Unlock()
	c.size = len(c.data) + 8*len(c.nums) + bookkeeping
	f.inflated += c.size
	if f.inflated <= MaxCachedStreams {
		return
	}
	var open []int // containers by number
	for num, other := range f.containers {
		if other != c && other.size > 0 {
			open = append(open, num)
		}
	}
	sort.Slice(open, func(i, j int) bool {
		return f.containers[open[i]].used.Load() < f.containers[open[j]].used.Load()
	})
	for _, num := range open {
		if f.inflated <= MaxCachedStreams/2 {
			break
		}
		f.inflated -= f.containers[num].size
		delete(f.containers, num)
	}
}

// parseCompressed parses an object of a container. The number in the container
// decides; the index is where to look first.
func (f *File) parseCompressed(c *container, num, index int) (o Object, cost int, ok bool) {
	if index >= len(c.nums) || int(c.nums[index]) != num {
		c.find.Do(func() {
			c.index = make(map[int]int, len(c.nums))
			for i, n := range c.nums {
				c.index[int(n)] = i
			}
		})
		if index, ok = c.index[num]; !ok {
			return nil, 0, false
		}
	}
	if !f.spend(0) {
		return nil, 0, false
	}
	l := lexers.Get().(*Lexer)
	defer putLexer(l)
	l.Reset(c.data)
	l.SetPos(int(c.offs[index]))
	o, _ = l.ParseObject()
	cost = l.pos - int(c.offs[index])
	f.spend(cost)
	return o, cost, true
}
