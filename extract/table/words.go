package table

import (
	"math"
	"slices"
	"unicode"
	"unicode/utf8"

	"shihyo/extract/page"
)

// How text is looked at where lines alone do not make the grid. Words are runs
// of glyphs with little white between them; a row of text is words at one
// height. White that runs through many rows at the same x is a river: it parts
// two columns.

// Word gaps in em. A blank between Latin words is a quarter to a third em, so a
// wider gap may be white between columns.
const (
	wordCut   = 0.45
	inWord    = 0.15 // no blank is narrower
	spreadMax = 3.0  // gaps up to this belong to a word spread by 均等割付
)

// tword is a word with what column finding asks about it.
type tword struct {
	page.Box
	size    float64
	base    float64
	year    bool // names a year
	digits  int
	number  int  // the digits as a whole number, 10,000 and more for all larger ones
	numeric bool // reads as a number, a mark of absence, or a sign
	cjk     bool // may be broken after any character
	first   rune
	last    rune
	n       int     // characters
	head    float64 // width of its first unbreakable part
	blank   float64 // reach of blanks printed behind it
	end     float64 // where its text ends, before the dots that lead to a figure
	figure  bool    // is digits and signs alone
	bold    bool    // more than half of it
	item    bool    // begins with a number in brackets, as an item of a list: (1)…
	mark    bool    // stands for a figure that is not given: (NA), (X)
	stop    bool    // ends a sentence
	spread  bool    // its characters are spread over the width of its cell
	glyphs  []int32 // its characters, from left to right; none where it may not be split
	page    *page.Page
}

// blankBehind reports whether a blank is printed behind character k.
func (w *tword) blankBehind(k int) bool {
	i := int(w.glyphs[k]) + 1
	if i >= len(w.page.Glyphs) || !w.page.Glyphs[i].Blank() {
		return false
	}
	a, b := w.glyph(k), &w.page.Glyphs[i]
	return b.OriginY == a.OriginY && math.Abs(b.X0-a.X1) < inWord*a.Size
}

// glyph returns character k.
func (w *tword) glyph(k int) *page.Glyph { return &w.page.Glyphs[w.glyphs[k]] }

// split parts a word near x where it has clearly more white than between its
// other characters. A blank that is printed there joins two words of one text.
func (w *tword) split(x float64) (l, r tword, ok bool) {
	best, at := 0.0, -1
	var gaps []float64
	for k := 1; k < len(w.glyphs); k++ {
		a, b := w.glyph(k-1), w.glyph(k)
		gap, mid := b.X0-a.X1, (b.X0+a.X1)/2
		gaps = append(gaps, gap)
		if mid > x-0.7*w.size && mid < x+0.7*w.size && gap > best && !w.blankBehind(k-1) {
			best, at = gap, k
		}
	}
	if at < 0 || best < 0.06*w.size {
		return l, r, false
	}
	least := wordCut * w.size // two characters with that gap are one word only if spread
	if len(gaps) > 1 {
		least = 2*median(gaps) + 0.05*w.size
	}
	if best < least {
		return l, r, false
	}
	l, r = *w, *w
	l.glyphs, r.glyphs = w.glyphs[:at], w.glyphs[at:]
	l.X1, r.X0 = l.glyph(at-1).X1, r.glyph(0).X0
	l.end = min(l.end, l.X1)
	l.n, r.n = at, w.n-at
	l.stop = false
	l.blank, r.head = 0, min(r.Width(), r.size)
	return l, r, true
}

func (w *tword) midY() float64 { return w.base - 0.33*w.size }
func (w *tword) midX() float64 { return (w.X0 + w.X1) / 2 }

// textWords describes the upright ones of words. They stand in the memory given.
func textWords(p *page.Page, words []page.Word, m *memory) []tword {
	m.words = sized(m.words, len(words))
	out := m.words[:0]
	for i := range words {
		w := &words[i]
		if w.Dir != 0 || len(w.Glyphs) == 0 {
			continue
		}
		t := tword{Box: w.Box, size: w.Size, base: w.Base, numeric: true, blank: w.Blank, glyphs: w.Glyphs, page: p}
		digits, letters, bold := 0, 0, 0
		open := true
		number := 0
		for _, i := range w.Glyphs {
			g := &p.Glyphs[i]
			for _, r := range g.Text {
				if t.n == 0 {
					t.first = r
				}
				t.n++
				switch v := digitValue(r); {
				case v >= 0:
					digits++
					if number < 10000 {
						number = number*10 + v
					}
					t.year = t.year || isEra(t.last)
				case isScript(r):
					letters++
					t.year = t.year || r == '年' && number < 10000
				case unicode.IsDigit(r) || isVulgar(r):
					digits++
				case unicode.IsLetter(r):
					letters++
				case digits > 0 && (r == ',' || r == '，' || r == '.' || r == '．'):
					number = 10000 // 2,045 is no year, nor 79.91年
				}
				t.cjk = t.cjk || isCJK(r)
				t.last = r
			}
			if open = open && (t.n <= 1 || g.X0-t.X0-t.head < inWord*w.Size); open {
				t.head = g.X1 - t.X0
				r, _ := utf8.DecodeLastRuneInString(g.Text)
				open = !isCJK(r)
			}
			if g.Bold {
				bold++
			}
		}
		if t.end = t.X1; isLeader(t.last) {
			t.end = textEnd(p.Glyphs, w)
		}
		t.item = isOpening(t.first) && isItem(p.Glyphs, w.Glyphs)
		t.mark = t.first == '(' && isMark(p.Glyphs, w.Glyphs)
		t.digits, t.number = digits, number
		t.figure = digits > 0 && letters == 0
		t.bold = bold*2 > len(w.Glyphs)
		t.year = t.year || digits == 4 && number >= 1900 && number <= 2100 && t.n <= 6
		t.stop = t.last == '。'
		t.numeric = digits > 0 && letters <= max(2, digits) || letters == 0 && t.n <= 3 || t.mark
		// The extent that text really has: font boxes differ too much.
		t.Top, t.Bottom = t.base-0.85*t.size, t.base+0.2*t.size
		out = append(out, t)
	}
	return joinCurrency(joinSpread(joinPitch(out)))
}

// isItem reports whether glyphs are a number of one or two figures in brackets with
// text behind it.
func isItem(glyphs []page.Glyph, ids []int32) bool {
	k := 1
	for k < len(ids) && k < 3 && digitsOnly(glyphs[ids[k]].Text) {
		k++
	}
	if k == 1 || k+1 >= len(ids) {
		return false
	}
	switch glyphs[ids[k]].Text {
	case ")", "）", "]", "］":
		return true
	}
	return false
}

// isMark reports whether glyphs are one to three capitals in brackets.
func isMark(glyphs []page.Glyph, ids []int32) bool {
	last := len(ids) - 1
	return last >= 2 && last <= 4 && glyphs[ids[last]].Text == ")" && !slices.ContainsFunc(ids[1:last], func(i int32) bool {
		text := glyphs[i].Text
		return len(text) != 1 || text[0] < 'A' || text[0] > 'Z'
	})
}

// digitsOnly reports whether a glyph is a figure.
func digitsOnly(text string) bool {
	r, n := utf8.DecodeRuneInString(text)
	return n == len(text) && digitValue(r) >= 0
}

// isEra reports whether a letter before a figure makes it a year: R6, 令和6.
func isEra(r rune) bool {
	switch r {
	case 'R', 'H', 'Ｒ', 'Ｈ', '和', '成':
		return true
	}
	return false
}

// joinPitch joins the words of a text in a font of one pitch, whose blanks are as wide
// as its letters. What stands before a figure stays apart, since columns do.
func joinPitch(ws []tword) []tword {
	const widest = 0.75 // em of a letter
	out := ws[:0]
	for i := range ws {
		w := ws[i]
		if n := len(out) - 1; n >= 0 && (!w.numeric || w.digits == 0) && w.base == out[n].base && !(w.numeric && out[n].numeric) && !out[n].leader() {
			o := &out[n]
			if gap := w.X0 - o.X1; gap > 0 && gap < widest*w.size {
				if p := o.pitch(); p > 0 && math.Abs(gap-p) < 0.1*p && math.Abs(w.pitch()-p) < 0.02*p {
					o.append(&w)
					continue
				}
			}
		}
		out = append(out, w)
	}
	return out
}

// append takes in the text of a word that goes on with this one.
func (w *tword) append(o *tword) {
	w.Box = w.Box.Union(o.Box)
	w.glyphs = slices.Concat(w.glyphs, o.glyphs)
	w.n, w.digits, w.number = w.n+o.n, w.digits+o.digits, 10000
	w.numeric, w.figure, w.bold = w.numeric && o.numeric, w.figure && o.figure, w.bold && o.bold
	w.year, w.mark, w.cjk = w.year || o.year, false, w.cjk || o.cjk
	w.blank, w.end = o.blank, o.end
}

// pitch returns the width of a word's characters where it is one and the same, that of
// Latin letters; else 0. All figures of most fonts have one width, so they do not tell.
func (w *tword) pitch() float64 {
	if len(w.glyphs) == 0 || w.cjk || w.digits == w.n {
		return 0
	}
	p := w.glyph(0).Width()
	for i := range w.glyphs {
		if math.Abs(w.glyph(i).Width()-p) > 0.02*p {
			return 0
		}
	}
	return p
}

// joinCurrency joins a currency sign with the figure that it stands before:
// accounts set the signs of a column below one another, away from the figures.
func joinCurrency(ws []tword) []tword {
	const (
		most = 10.0 // em between them
		near = 12   // words looked at for the next one of the line
	)
	out := ws[:0]
	for i := range ws {
		w := &ws[i]
		if w.n == 1 && isCurrency(w.first) {
			var o *tword // what stands next on its line
			for k := i + 1; k < len(ws) && k <= i+near; k++ {
				if n := &ws[k]; math.Abs(n.base-w.base) < 0.1*w.size && n.X0 > w.X0 && (o == nil || n.X0 < o.X0) {
					o = n
				}
			}
			if o != nil && o.numeric && !isCurrency(o.first) && o.X0-w.X1 < most*w.size {
				o.Box, o.first, o.glyphs = o.Box.Union(w.Box), w.first, slices.Concat(w.glyphs, o.glyphs)
				o.n++
				o.head = o.Width()
				continue
			}
		}
		out = append(out, *w)
	}
	return out
}

func isCurrency(r rune) bool { return unicode.Is(unicode.Sc, r) }

// leastLeader is how many dots in a row lead from a text to a figure.
const leastLeader = 4

// textEnd returns where the text of a word ends that ends in dots: before them,
// where they are leaders.
func textEnd(glyphs []page.Glyph, w *page.Word) float64 {
	dots := 0
	for k := len(w.Glyphs) - 1; k >= 0; k-- {
		g := &glyphs[w.Glyphs[k]]
		for _, r := range g.Text {
			if isLeader(r) {
				dots++
			} else if dots < leastLeader {
				return w.X1
			} else {
				return g.X1
			}
		}
	}
	if dots < leastLeader {
		return w.X1
	}
	return w.X0
}

func isLeader(r rune) bool {
	switch r {
	case '.', '．', '…', '‥', '・', '·':
		return true
	}
	return false
}

// isScript reports whether a rune is one of the letters of Japanese, most of what
// there is; unicode.IsLetter has to search for them.
func isScript(r rune) bool {
	return r >= 0x4e00 && r <= 0x9fff || r >= 0x3041 && r <= 0x3096 || r >= 0x30a1 && r <= 0x30fa
}

// leader reports whether a word is nothing but leaders.
func (w *tword) leader() bool { return w.end <= w.X0 }

func isCJK(r rune) bool {
	return r >= 0x3000 && r <= 0x9fff || r >= 0xf900 && r <= 0xfaff || r >= 0xff00 && r <= 0xffef || r >= 0x20000 && r <= 0x3ffff
}

// digitValue returns the value of an ASCII or full-width digit, else -1.
func digitValue(r rune) int {
	switch {
	case r >= '0' && r <= '9':
		return int(r - '0')
	case r >= '０' && r <= '９':
		return int(r - '０')
	}
	return -1
}

func isVulgar(r rune) bool { return r >= 0xbc && r <= 0xbe || r >= 0x2150 && r <= 0x2189 }

// joinSpread joins the characters of a word that 均等割付 spread over its cell:
// three or more single characters at equal distances, the first perhaps behind its
// number, or two that stand close.
func joinSpread(ws []tword) []tword {
	single := func(w *tword) bool { return w.n == 1 && isCJK(w.first) }
	// (2)配 水 及 び: the first stands close behind its number.
	numbered := func(w *tword) bool {
		return w.cjk && w.n > 1 && w.n < 6 && (isOpening(w.first) || digitValue(w.first) >= 0 || w.first == '第')
	}
	out := ws[:0]
	for i := 0; i < len(ws); {
		j := i
		for j+1 < len(ws) && (single(&ws[j]) || j == i && numbered(&ws[i])) && single(&ws[j+1]) && ws[j+1].base-ws[i].base < 0.1*ws[i].size {
			gap := ws[j+1].X0 - ws[j].X1
			if gap <= 0 || gap > spreadMax*ws[i].size {
				break
			}
			if j > i {
				before := ws[j].X0 - ws[j-1].X1
				if gap > 1.25*before+1 || before > 1.25*gap+1 {
					break
				}
			}
			j++
		}
		if j-i >= 2 || j-i == 1 && ws[i].n == 1 && unicode.IsLetter(ws[i].first) && unicode.IsLetter(ws[j].first) && ws[j].X0-ws[i].X1 <= 2.1*ws[i].size {
			w := ws[i]
			w.glyphs = nil // one word, wherever its white is
			for k := i + 1; k <= j; k++ {
				w.Box = w.Box.Union(ws[k].Box)
				w.blank, w.end = ws[k].blank, ws[k].end
				w.n++
			}
			if j-i == 1 {
				w.glyphs = slices.Concat(ws[i].glyphs, ws[j].glyphs) // or two
			}
			w.head, w.spread = w.Width(), true
			out = append(out, w)
			i = j + 1
			continue
		}
		out = append(out, ws[i])
		i++
	}
	return out
}

// row is a row of text: words at one height.
type row struct {
	page.Box
	words []*tword
}

// sameRow is how many em the middles of words of one row may differ by in height.
const sameRow = 0.35

// byHeight compares words by their middle height and, at one height, by where
// they begin.
func byHeight(a, b *tword) int { return cmp2(a.midY(), b.midY(), a.X0, b.X0) }

// rowsOf clusters words by height and orders each row from left to right. Words
// whose middles differ by less than tol em share a row.
func rowsOf(ws []*tword, tol float64) []row {
	ws = slices.Clone(ws)
	if !slices.IsSortedFunc(ws, byHeight) { // as they come from the page's index
		slices.SortStableFunc(ws, byHeight)
	}
	next := func(from int) int { // where the row after the one at from begins
		to := from + 1
		for to < len(ws) && ws[to].midY()-ws[from].midY() <= tol*max(ws[from].size, ws[to].size) {
			to++
		}
		return to
	}
	n := 0
	for i := 0; i < len(ws); i = next(i) {
		n++
	}
	rows := make([]row, 0, n)
	for from := 0; from < len(ws); {
		to := next(from)
		r := row{Box: ws[from].Box, words: ws[from:to:to]}
		for _, w := range r.words {
			r.Box = r.Box.Union(w.Box)
		}
		slices.SortStableFunc(r.words, func(a, b *tword) int { return cmp2(a.X0, b.X0, a.X1, b.X1) })
		rows = append(rows, r)
		from = to
	}
	return rows
}

// chunks counts the pieces of a row that white of at least gap em parts.
func (r *row) chunks(gap float64) int {
	n := 0
	end := 0.0
	for i, w := range r.words {
		if i == 0 || w.X0-end > gap*w.size {
			n++
		}
		end = max(end, w.X1)
	}
	return n
}
