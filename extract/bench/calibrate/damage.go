package main

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"shihyo/extract/page"
)

// What is done to the placed glyphs and rules of a page. Each kind of damage is
// one that real files show: rules that a reader does not see as such, text that
// a producer placed with other metrics than it drew the grid with, characters
// whose font or code cannot be read.

// The shares and distances of the damage.
const (
	ruleLoss  = 0.03 // share of the ruling lines removed
	glyphLoss = 0.01 // share of the glyphs removed
	maxShift  = 4.0  // points by which glyphs are moved, left or right and up or down
	lineShare = 0.05 // share of the lines that are moved each by themselves
)

// damages are the kinds of damage by name; nil leaves a page as it is.
var damages = map[string]func(*page.Page, *rand.Rand){
	"none":  nil,
	"rules": loseRules,
	"shift": shiftPage,
	"lines": shiftLines,
	"drop":  loseGlyphs,
	"close": closeGlyphs,
}

// damage returns what does the named damage to a page, nil for none. Two runs
// of one seed do the same.
func damage(name string, seed uint64) (func(*page.Page), error) {
	do, ok := damages[name]
	if !ok {
		return nil, fmt.Errorf("no damage is called %q", name)
	}
	if do == nil {
		return nil, nil
	}
	return func(p *page.Page) {
		do(p, rand.New(rand.NewPCG(uint64(p.Number)^seed<<32, uint64(len(p.Glyphs)))))
	}, nil
}

func loseRules(p *page.Page, r *rand.Rand) {
	p.Rules = slices.DeleteFunc(slices.Clone(p.Rules), func(page.Rule) bool { return r.Float64() < ruleLoss })
}

func loseGlyphs(p *page.Page, r *rand.Rand) {
	p.Glyphs = slices.DeleteFunc(slices.Clone(p.Glyphs), func(page.Glyph) bool { return r.Float64() < glyphLoss })
}

// closeGlyphs removes glyphs and moves what touches them up, as a reader does
// that does not know a code's width.
func closeGlyphs(p *page.Page, r *rand.Rand) {
	kept := make([]page.Glyph, 0, len(p.Glyphs))
	dx, dy := 0.0, 0.0
	for i, g := range p.Glyphs {
		if i > 0 && !follows(&p.Glyphs[i-1], &g) {
			dx, dy = 0, 0
		}
		if r.Float64() < glyphLoss {
			if g.Turn == 0 && !g.Vertical {
				dx -= g.X1 - g.X0
			}
			continue
		}
		move(&g, dx, dy)
		kept = append(kept, g)
	}
	p.Glyphs = kept
}

// follows reports whether b was drawn behind a on one line.
func follows(a, b *page.Glyph) bool {
	_, end, base := along(a)
	start, _, other := along(b)
	return a.Direction() == b.Direction() && math.Abs(base-other) < 0.1*a.Size && math.Abs(start-end) < 0.5*a.Size
}

// along returns where a glyph begins and ends in its reading direction, and its
// line's place across, which grows from line to line.
func along(g *page.Glyph) (start, end, base float64) {
	switch g.Direction() {
	case 1:
		return g.Top, g.Bottom, -g.OriginX
	case 2:
		return -g.X1, -g.X0, -g.OriginY
	case 3:
		return -g.Bottom, -g.Top, g.OriginX
	}
	return g.X0, g.X1, g.OriginY
}

func shift(r *rand.Rand) (dx, dy float64) {
	return (2*r.Float64() - 1) * maxShift, (2*r.Float64() - 1) * maxShift
}

func move(g *page.Glyph, dx, dy float64) {
	g.X0, g.X1, g.OriginX = g.X0+dx, g.X1+dx, g.OriginX+dx
	g.Top, g.Bottom, g.OriginY = g.Top+dy, g.Bottom+dy, g.OriginY+dy
}

func shiftPage(p *page.Page, r *rand.Rand) {
	dx, dy := shift(r)
	for i := range p.Glyphs {
		move(&p.Glyphs[i], dx, dy)
	}
}

// shiftLines moves some of the lines of texts, each by itself.
func shiftLines(p *page.Page, r *rand.Rand) {
	order := make([]int, len(p.Glyphs))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		x, y := &p.Glyphs[a], &p.Glyphs[b]
		from, _, line := along(x)
		other, _, next := along(y)
		return cmp.Or(cmp.Compare(x.Direction(), y.Direction()), cmp.Compare(math.Round(line), math.Round(next)), cmp.Compare(from, other))
	})
	for from := 0; from < len(order); {
		to := from + 1
		for to < len(order) && follows(&p.Glyphs[order[to-1]], &p.Glyphs[order[to]]) {
			to++
		}
		if r.Float64() < lineShare {
			dx, dy := shift(r)
			for _, i := range order[from:to] {
				move(&p.Glyphs[i], dx, dy)
			}
		}
		from = to
	}
}
