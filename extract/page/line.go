package page

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// How lines are written. Their glyphs are found by the Setter. Raised figures
// behind a figure become superscript characters, since 10³ is not 103 nor 412¹⁾
// 4121; behind all else they stay as they are (m2, CO2, 推移1)). A blank appears in
// the text where one was printed, or where Latin characters stand apart by more
// than the tracking of the line; Japanese is never given blanks it does not
// have, since 均等割付 spreads a word's characters over the whole cell.

// wordGap is how much more white than the tracking of a line is a blank between
// Latin glyphs, in ems.
const wordGap = 0.14

// Line is a line of text as printed, in one reading direction.
type Line struct {
	Box              // of its visible glyphs
	Text     string  // blanks as printed, without leading and trailing ones
	Glyphs   []int32 // indexes of its glyphs in reading order, blanks included
	Size     float64 // dominant font size, points
	Base     float64 // baseline on the v axis of its direction, points
	Turn     Turn
	Vertical bool
	Bold     bool
	// SpaceAfter tells that a blank was printed behind the last visible glyph.
	SpaceAfter bool
}

// line sets all of a line but its glyphs from its items.
func (s *Setter) line(items []item) (Line, bool) {
	var l Line
	text := s.text[:0]
	seen, bold := 0, 0
	var last *item
	end := float32(0)       // of the line so far
	power := false          // the last visible glyph was written as a superscript
	blank := false          // a blank was printed since the last visible glyph
	tracking := float32(-1) // not asked for yet: nearly all glyphs touch
	for k := range items {
		it := &items[k]
		g := &s.glyphs[it.i]
		if it.blank {
			if last != nil {
				blank = blank || it.u1-it.u0 > 0.05*it.size
				end = max(end, min(it.u1, end+2*it.size))
			}
			continue
		}
		if last == nil {
			l.Box, l.Turn, l.Vertical, l.Base = g.Box, g.Turn, g.Vertical, float64(it.base)
		} else {
			l.Box = l.Box.Union(g.Box)
			white := it.u0 - end
			if blank {
				text = s.appendBlank(text, items[:k])
			} else if white > wordGap*it.size {
				if tracking < 0 {
					tracking = trackingOf(items)
				}
				if apart(last, it, white, tracking) {
					text = append(text, ' ')
				}
			}
		}
		blank = false
		power = it.raised && last != nil && (power || !last.raised && s.exponent(last, it))
		switch {
		case g.Unknown && g.Text == "":
			text = utf8.AppendRune(text, utf8.RuneError)
		case power:
			text = append(text, superscripts.Replace(g.Text)...)
		default:
			text = append(text, g.Text...)
		}
		if g.Bold {
			bold++
		}
		if size := float64(it.size); size > l.Size {
			l.Size, l.Base = size, float64(it.base)
		}
		last, end = it, it.u1
		seen++
	}
	s.text = text
	l.SpaceAfter = blank
	l.Bold = seen > 0 && bold*2 > seen
	l.Text = string(bytes.TrimSpace(text))
	return l, seen > 0
}

// apart reports whether white between two glyphs is a blank, in a line of the
// given tracking. Between a Japanese and a Latin character composing programs leave
// a quarter em of their own (四分アキ).
func apart(last, it *item, white, tracking float32) bool {
	switch {
	case last.wideLast && it.wide:
		return white > tracking+1.2*it.size
	case last.wideLast || it.wide:
		return white > tracking+max(wordGap*last.size, 0.45*it.size)
	}
	return white > tracking+wordGap*max(it.size, last.size)
}

// exponent reports whether a glyph may begin an exponent of the one before it.
func (s *Setter) exponent(last, it *item) bool {
	base, _ := utf8.DecodeLastRuneInString(s.glyphs[last.i].Text)
	first, _ := utf8.DecodeRuneInString(s.glyphs[it.i].Text)
	return unicode.IsDigit(base) && (unicode.IsDigit(first) || minus(first))
}

// superscripts writes figures and what goes with them as Unicode's superscript
// characters.
var superscripts = strings.NewReplacer(
	"0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴", "5", "⁵", "6", "⁶", "7", "⁷", "8", "⁸", "9", "⁹",
	"０", "⁰", "１", "¹", "２", "²", "３", "³", "４", "⁴", "５", "⁵", "６", "⁶", "７", "⁷", "８", "⁸", "９", "⁹",
	"-", "⁻", "−", "⁻", "－", "⁻", ")", "⁾", "）", "⁾")

// minus reports whether a rune stands for a minus before an exponent.
func minus(r rune) bool { return r == '-' || r == '−' || r == '－' }

// appendBlank appends the blanks that end items: an ideographic one where one was
// printed, else a single plain blank.
func (s *Setter) appendBlank(text []byte, items []item) []byte {
	from := len(items)
	for from > 0 && items[from-1].blank {
		from--
	}
	n := len(text)
	for _, it := range items[from:] {
		if strings.ContainsRune(s.glyphs[it.i].Text, '\u3000') {
			text = utf8.AppendRune(text, '\u3000')
		}
	}
	if len(text) == n {
		return append(text, ' ')
	}
	return text
}

// trackingOf is the white that a line has between all of its glyphs, so that
// words set with letter-spacing are not taken apart: the lower quartile of the
// gaps, and 0 unless most gaps are about as wide.
func trackingOf(items []item) float32 {
	var room [64]float32
	gaps := room[:0]
	prev := -1
	for k := range items {
		if items[k].blank {
			prev = -1
			continue
		}
		if prev >= 0 {
			gaps = append(gaps, items[k].u0-items[prev].u1)
		}
		prev = k
		if len(gaps) == cap(gaps) {
			break
		}
	}
	if len(gaps) < 2 {
		return 0
	}
	slices.Sort(gaps)
	q := gaps[len(gaps)/4]
	if q <= 0 {
		return 0
	}
	return q
}

// wide reports whether a rune belongs to text that is set without blanks
// between words.
func wide(r rune) bool {
	return r >= 0x2e80 && r <= 0x9fff || r >= 0xf900 && r <= 0xfaff || r >= 0xff00 && r <= 0xffef ||
		r >= 0x20000 && r <= 0x3ffff || r >= 0x2460 && r <= 0x27bf || r >= 0x2010 && r <= 0x203b && r != '\u2019' && r != '\u2018'
}

// Join puts the lines of one cell or paragraph together. Wrapped Japanese is
// joined without a blank. Latin text gets one where the line broke between words
// rather than within one, see blankBetween; measure is the width in points
// available to each line.
func (s *Setter) Join(lines []Line, measure float64) string {
	if len(lines) == 1 {
		return lines[0].Text
	}
	japanese := slices.ContainsFunc(lines, func(l Line) bool { return strings.ContainsFunc(l.Text, ideographic) })
	text := s.text[:0]
	for i := range lines {
		if i > 0 && s.blankBetween(&lines[i-1], &lines[i], measure, japanese) {
			text = append(text, ' ')
		}
		text = append(text, lines[i].Text...)
	}
	s.text = text
	return string(text)
}

// blankBetween reports whether a blank stands between two lines that are joined: one
// was printed there; or the next character would still have fitted; or both are lines
// of words in a text without Japanese, which breaks at any character. A word broken
// at its own hyphen gets none.
func (s *Setter) blankBetween(prev, next *Line, measure float64, japanese bool) bool {
	last, n := utf8.DecodeLastRuneInString(prev.Text)
	first, _ := utf8.DecodeRuneInString(next.Text)
	if !latin(last) || !latin(first) {
		return prev.SpaceAfter && (latin(last) || latin(first)) && !wide(last) && !wide(first)
	}
	if before, _ := utf8.DecodeLastRuneInString(prev.Text[:len(prev.Text)-n]); last == '-' && unicode.IsLetter(before) && unicode.IsLetter(first) {
		return prev.SpaceAfter
	}
	if prev.SpaceAfter || !japanese && wordsMeet(prev.Text, next.Text) {
		return true
	}
	need := next.firstAdvance(s.glyphs) * 1.02
	if figure(last) && figure(first) {
		// A figure goes on over the end of a narrow cell, with the cell's padding
		// and what may not begin a line left free.
		if inBrackets(prev.Text) {
			need = measure
		}
		need *= 3
	}
	return measure-prev.length() > need
}

// wordsMeet reports whether one text ends and the next begins with words of
// letters, so that a blank parts them: addresses and codes are broken anywhere.
func wordsMeet(a, b string) bool {
	const joints = "/_@=&#"
	a = a[strings.LastIndexByte(a, ' ')+1:]
	b, _, _ = strings.Cut(b, " ")
	if a == "" || b == "" || strings.ContainsAny(a, joints) || strings.ContainsAny(b, joints) {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(a)
	first, _ := utf8.DecodeRuneInString(b)
	ends := unicode.IsLetter(last) || unicode.IsDigit(last) || strings.ContainsRune(",;:.)", last)
	begins := unicode.IsLetter(first) || unicode.IsDigit(first) || first == '('
	return ends && begins && !(figure(last) && figure(first)) && (letters(a) > 1 || letters(b) > 1)
}

func letters(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}

// ideographic reports whether a rune is of the scripts of Japanese.
func ideographic(r rune) bool {
	return r >= 0x3040 && r <= 0x9fff || r >= 0xf900 && r <= 0xfaff || r >= 0xff10 && r <= 0xff9f || r >= 0x20000 && r <= 0x3ffff
}

// figure reports whether a rune is part of a number.
func figure(r rune) bool { return r >= '0' && r <= '9' || r == '.' || r == ',' }

// inBrackets reports whether a text ends within brackets it has opened.
func inBrackets(s string) bool {
	return strings.LastIndexAny(s, "(（【［〔") > strings.LastIndexAny(s, ")）】］〕")
}

// latin reports whether a rune is of a script written with blanks between
// words, or a digit or sign among them.
func latin(r rune) bool { return r > ' ' && !wide(r) }

// length returns the extent of the line along its reading direction.
func (l *Line) length() float64 {
	if (int(l.Turn)+b2i(l.Vertical))&1 == 1 {
		return l.Height()
	}
	return l.Width()
}

func (l *Line) firstAdvance(glyphs []Glyph) float64 {
	if len(l.Glyphs) == 0 || int(l.Glyphs[0]) >= len(glyphs) {
		return l.Size / 2
	}
	u0, u1, _, _ := frame((int(l.Turn)+b2i(l.Vertical))&3, &glyphs[l.Glyphs[0]].Box)
	return u1 - u0
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}
