package table

import (
	"math"
	"slices"

	"shihyo/extract/finding"
	"shihyo/extract/page"
)

// How text that stands off its lines is brought back. A producer that measured
// with another font, or a page put together from two, may have all of the text
// some points away from the lines it was set between. Then lines run through the
// characters at one side of their cells everywhere, some characters are nearer to
// the neighbour, and some stand outside the table. No cell can tell by itself, but
// the page can: nearly all of the crossings are gone where its text is moved by
// one small distance. It is, before any grid is made, so that everything after goes
// by where the text was meant to be; a person is told once.

const (
	registerFew   = 6    // characters that lines run through before text counts as moved
	registerTimes = 8    // and how many times those that are left when it is moved back
	registerReach = 6.0  // points by which text is moved at most
	registerStep  = 0.25 // points between the places tried
	registerRoom  = 4.0  // points of white beside lines in the middle of which text is put

	registerWork = 2_000_000 // lines looked at on a page
)

// A line runs through a character where it is further inside its sides than
// edgeShare of its width, or nearer to its middle than inkShare of its size;
// within middleShare of the middle the character may as well belong beyond it.
const (
	edgeShare   = 0.1
	inkShare    = 0.35
	middleShare = 0.2
)

// register moves the page's text to where it was set between the lines, if it
// stands off them.
func (b *builder) register() {
	work := registerWork
	dx := displacement(b.throughs(b.v, true, &work))
	dy := displacement(b.throughs(b.h, false, &work))
	if dx == 0 && dy == 0 || work <= 0 {
		return
	}
	p := *b.page
	p.Glyphs = slices.Clone(p.Glyphs)
	for i := range p.Glyphs {
		g := &p.Glyphs[i]
		g.X0, g.X1, g.OriginX = g.X0+dx, g.X1+dx, g.OriginX+dx
		g.Top, g.Bottom, g.OriginY = g.Top+dy, g.Bottom+dy, g.OriginY+dy
	}
	b.page = &p
	b.memory.look(p.Glyphs)
	b.words = b.set.Words(nil, wordCut)
	b.layout.Findings = append(b.layout.Findings, place(finding.New(TextDisplaced), b.page, page.Box{X1: p.Width, Bottom: p.Height}))
}

// through is a line near a character: by how many points the character would have
// to move for the line to stand at its middle, and how near to the middle it runs
// through it.
type through struct{ at, half, size float64 }

// throughs returns the lines, verticals or horizontals, that run through
// characters or would if these were moved a little; none where no line is near a
// character's middle.
func (b *builder) throughs(lines []ruling, vertical bool, work *int) []through {
	crossed, middle := 0, false
	for pass := range 2 {
		var out []through
		reach := 0.0
		if pass == 1 {
			reach = registerReach
		}
		for i := range b.words {
			w := &b.words[i]
			if w.Dir != 0 {
				continue
			}
			from, to := w.Top, w.Bottom
			if vertical {
				from, to = w.X0, w.X1
			}
			for k := firstFrom(lines, from-reach); k < len(lines) && lines[k].at < to+reach; k++ {
				if *work--; *work <= 0 {
					return nil
				}
				l := &lines[k]
				if !l.parts(w, vertical) {
					continue
				}
				for _, id := range w.Glyphs {
					g := &b.page.Glyphs[id]
					t := through{l.at - (g.Top+g.Bottom)/2, inkShare * g.Size, g.Size}
					if vertical {
						t = through{l.at - (g.X0+g.X1)/2, (0.5 - edgeShare) * g.Width(), g.Width()}
					}
					if math.Abs(t.at) >= t.half+reach {
						continue
					}
					if math.Abs(t.at) < t.half && pass == 0 {
						crossed++
						middle = middle || math.Abs(t.at) < middleShare*t.size
					}
					out = append(out, t)
					if !vertical {
						break // those of a word stand at one height
					}
				}
			}
		}
		if pass == 1 {
			return out
		}
		if crossed < registerFew || !middle {
			break
		}
	}
	return nil
}

// parts reports whether a line may part cells beside a word: it is longer than one
// that belongs to the word, as one that strikes it out, and runs past its middle.
func (l *ruling) parts(w *page.Word, vertical bool) bool {
	if vertical {
		mid := (w.Top + w.Bottom) / 2
		return l.length() > 1.2*w.Size && l.lo < mid && mid < l.hi
	}
	mid := (w.X0 + w.X1) / 2
	return l.length() > w.Width()+2*w.Size && l.lo < mid && mid < l.hi
}

// displacement returns by how many points text must be moved along an axis for
// the lines to run through hardly any of it, 0 where it stands well or nothing
// helps.
func displacement(ts []through) float64 {
	if len(ts) == 0 {
		return 0
	}
	const n = int(2*registerReach/registerStep) + 1
	at := func(i int) float64 { return float64(i)*registerStep - registerReach }
	var through [n + 1]int // at each place, as differences first
	for _, t := range ts {
		from := max(int(math.Ceil((t.at-t.half+registerReach)/registerStep)), 0)
		to := min(int(math.Floor((t.at+t.half+registerReach)/registerStep)), n-1)
		if from <= to {
			through[from]++
			through[to+1]--
		}
	}
	for i := 1; i < n; i++ {
		through[i] += through[i-1]
	}
	const here = n / 2
	least := slices.Min(through[:n])
	if through[here] < registerFew || through[here] < registerTimes*least {
		return 0
	}
	clear := func(i int) bool {
		return i >= 0 && i < n && through[i] <= least+through[here]/(2*registerTimes)
	}
	for d := 1; d <= here; d++ {
		for _, step := range [2]int{1, -1} {
			if !clear(here + step*d) {
				continue
			}
			end := d
			for clear(here+step*end) && float64(end-d)*registerStep < registerRoom {
				end++
			}
			return at(here+step*d) + float64(step)*float64(end-d)*registerStep/2
		}
	}
	return 0
}
