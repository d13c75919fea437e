package table

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"shihyo/extract/page"
)

// How lost characters show. A character that could not be read (a font that is
// broken, a damaged stream) leaves its room: the characters beside it stand
// apart by its width, while those of the rest of the line touch, or stand apart
// evenly where the line was stretched. A blank that is printed explains the
// room it takes, and so does a producer that moves the pen instead of printing blanks;
// where a page has many such rooms they therefore show nothing.

// The least room in em, beyond what the line is stretched by, that shows a lost
// character: between figures, where a point or comma may be missing; between
// scripts, which are set apart by up to a third of an em; elsewhere; and behind
// a leading number.
const (
	roomFigures = 0.2
	roomScripts = 0.55
	roomText    = 0.4
	roomNumber  = 1.1 // behind the number before a name, where a blank may be
	roomSlack   = 0.1 // by which the room behind a blank may differ from a character's
)

// roomMax is the room in em of more characters than are lost at once: wider ones
// part texts.
const roomMax = 2.3

// holeShare is the share of lines up to which holes are an exception. Where one
// character of a hundred is lost, some lines of a dozen show it.
const holeShare = 0.2

// holes returns which of the cells have a hole in a line of theirs.
func (b *builder) holes(t *Table, byCell [][]int32) []bool {
	out := make([]bool, len(t.Cells))
	lines, holed := 0, 0
	var ids []int32
	for i := range t.Cells {
		glyphs := b.page.Glyphs
		ids = append(ids[:0], byCell[i]...)
		if t.Cells[i].Vertical || oneBelowOther(t.Cells[i].Lines) {
			glyphs, ids = laidDown(glyphs, ids)
		}
		n, h := holesIn(glyphs, ids)
		lines += n
		holed += h
		out[i] = h > 0
	}
	if holed > 2 && float64(holed) > holeShare*float64(lines) {
		clear(out)
	}
	return out
}

// oneBelowOther reports whether a text is set one character below the other.
func oneBelowOther(lines []Line) bool {
	const few = 4 // lines
	for i := range lines {
		if utf8.RuneCountInString(lines[i].Text) > 1 {
			return false
		}
	}
	return len(lines) >= few
}

// laidDown returns the glyphs of a cell in vertical writing as if they stood in
// lines from left to right; none where some are turned, whose room is another.
func laidDown(glyphs []page.Glyph, ids []int32) ([]page.Glyph, []int32) {
	out := make([]page.Glyph, len(ids))
	order := make([]int32, len(ids))
	for i, id := range ids {
		g := glyphs[id]
		if g.Turn != 0 {
			return nil, nil
		}
		g.OriginY = -(g.X0 + g.X1) / 2 // from right to left
		g.X0, g.X1, g.Top, g.Bottom = g.Top, g.Bottom, g.OriginY, g.OriginY
		g.Vertical = false
		out[i], order[i] = g, int32(i)
	}
	return out, order
}

// holesIn counts the lines of a cell's glyphs, which it puts in order, and those
// with a hole.
func holesIn(glyphs []page.Glyph, ids []int32) (lines, holed int) {
	ids = slices.DeleteFunc(ids, func(id int32) bool {
		g := &glyphs[id]
		return g.Turn != 0 || g.Vertical || g.Size <= 0
	})
	slices.SortFunc(ids, func(a, b int32) int {
		return cmp2(glyphs[a].OriginY, glyphs[b].OriginY, glyphs[a].X0, glyphs[b].X0)
	})
	for from := 0; from < len(ids); {
		to := from + 1
		for to < len(ids) && glyphs[ids[to]].OriginY-glyphs[ids[to-1]].OriginY < 0.3*glyphs[ids[from]].Size {
			to++
		}
		line := ids[from:to]
		slices.SortFunc(line, func(a, b int32) int { return cmp2(glyphs[a].X0, glyphs[b].X0, glyphs[a].X1, glyphs[b].X1) })
		lines++
		if holeIn(glyphs, line, ids) {
			holed++
		}
		from = to
	}
	return lines, holed
}

// holeIn reports whether a line, its glyphs from left to right, has a hole that
// no other of the cell's glyphs, raised or lowered, stands in.
func holeIn(glyphs []page.Glyph, line, cell []int32) bool {
	if !roomIn(glyphs, line) {
		return false
	}
	type room struct {
		em, least float64
		l, r      int32 // the glyphs beside it
	}
	var few [32]room
	var fewEms [32]float64
	rooms, ems := few[:0], fewEms[:0] // of most lines
	words := 0                        // characters of words in the line
	blanked := false                  // blanks are printed in it
	for _, id := range line {
		blanked = blanked || glyphs[id].Blank()
		if wordRune(firstRune(glyphs[id].Text)) {
			words++
		}
	}
	pitch := widePitch(glyphs, line)
	numbered := true // nothing but a number so far, that of a name
	for k := 1; k < len(line); k++ {
		l, r := &glyphs[line[k-1]], &glyphs[line[k]]
		numbered = numbered && !wordRune(lastRune(l.Text)) && !strings.ContainsRune(counters, firstRune(r.Text)) && !(latin(l) && latin(r))
		em := roomBetween(l, r, pitch)
		if words > 2 && l.Blank() && wordRune(firstRune(r.Text)) && math.Abs(em-max(r.Width()/r.Size, pitch+max(pitch-1, 0))) < roomSlack && !stoodIn(glyphs, cell, l, r) {
			return true // behind a blank just the room of such a character
		}
		if wordRune(firstRune(r.Text)) && (numbered && r.X0-l.X1 < roomNumber*r.Size || words == 2 && wordRune(lastRune(l.Text)) && k == len(line)-1) {
			continue // (2) before a name is set apart, and so are the two of 土　木
		}
		if l.Blank() || r.Blank() {
			continue
		}
		if l.Size < 0.8*r.Size || r.Size < 0.8*l.Size {
			continue // ruby, exponents
		}
		a, z := lastRune(l.Text), firstRune(r.Text)
		least := roomText
		switch {
		case asciiFigure(a) && asciiFigure(z), blanked && latin(l) && latin(r):
			least = roomFigures
		case (a < 0x300) != (z < 0x300):
			least = roomScripts
		}
		rooms = append(rooms, room{em, least, line[k-1], line[k]})
		ems = append(ems, em)
	}
	if len(rooms) == 0 {
		return false
	}
	// What the line is stretched by: its middle room, of two the smaller one. A
	// single room tells nothing but between figures, which are not set apart.
	if len(ems) == 1 && rooms[0].least != roomFigures {
		return false
	}
	stretch := 0.0
	if len(ems) > 1 {
		slices.Sort(ems)
		stretch = max(0, ems[(len(ems)-1)/2])
	}
	if stretch > 0.5 {
		return false // letters set apart
	}
	for _, r := range rooms {
		if r.em-stretch >= r.least && r.em-stretch < roomMax && !stoodIn(glyphs, cell, &glyphs[r.l], &glyphs[r.r]) {
			return true
		}
	}
	return false
}

// widePitch returns by how many em the Japanese characters of a line follow each
// other, 0 where too few do.
func widePitch(glyphs []page.Glyph, line []int32) float64 {
	var few [32]float64
	at := few[:0]
	for k := 1; k < len(line); k++ {
		l, r := &glyphs[line[k-1]], &glyphs[line[k]]
		if wordRune(firstRune(l.Text)) && wordRune(firstRune(r.Text)) {
			at = append(at, (r.X0-l.X0)/max(l.Size, r.Size))
		}
	}
	if len(at) < 2 {
		return 0
	}
	slices.Sort(at)
	return at[(len(at)-1)/2]
}

// roomBetween returns the white between two glyphs, in em. Full-width characters
// take the pitch of the line at least, as far as that is no more than an em: some
// files give them too little width.
func roomBetween(l, r *page.Glyph, pitch float64) float64 {
	end := l.X1
	if a := lastRune(l.Text); a >= 0x3000 && (a < 0xff61 || a > 0xff9f) { // no half-width katakana
		end = max(end, l.X0+min(pitch, 1)*l.Size)
	}
	return (r.X0 - end) / max(l.Size, r.Size)
}

// latin reports whether a glyph is a Latin letter.
func latin(g *page.Glyph) bool { return unicode.Is(unicode.Latin, lastRune(g.Text)) }

// roomIn reports whether anywhere in a line there is the least room that counts.
// In most lines there is none, and nothing else need be asked.
func roomIn(glyphs []page.Glyph, line []int32) bool {
	for k := 1; k < len(line); k++ {
		l, r := &glyphs[line[k-1]], &glyphs[line[k]]
		if (r.X0-l.X1)/max(l.Size, r.Size) >= roomFigures {
			return true
		}
	}
	return false
}

// stoodIn reports whether one of the cell's glyphs stands between l and r, on
// their baseline or as a superscript or subscript of theirs.
func stoodIn(glyphs []page.Glyph, cell []int32, l, r *page.Glyph) bool {
	return slices.ContainsFunc(cell, func(id int32) bool {
		g := &glyphs[id]
		m := (g.X0 + g.X1) / 2
		return m > l.X1 && m < r.X0 && math.Abs(g.OriginY-l.OriginY) < 0.6*l.Size && !g.Blank()
	})
}

// counters stand behind figures that they count, not behind the number of a name.
const counters = "年月日度人件回円台本校社団箇か施世億万千百"

// wordRune reports whether r belongs to a word, not to a number before it.
func wordRune(r rune) bool { return r >= 0x3000 && unicode.IsLetter(r) }

func lastRune(s string) (last rune) {
	for _, r := range s {
		last = r
	}
	return last
}

// asciiFigure reports whether r is part of a number set in half-width figures.
func asciiFigure(r rune) bool { return r >= '0' && r <= '9' || r == ',' || r == '.' }
