package table

import (
	"math"
	"slices"

	"shihyo/extract/page"
)

// How ruby (furigana) is told. Kana set above kanji, half as large and close to
// them, tell how these are read and are no text of their own: they make no row and
// stand in no cell's text.

// Ruby is half as large as its kanji, and its foot touches their tops.
const (
	rubySize = 0.62 // of the size of the kanji, at most
	rubyNear = 0.3  // em of the kanji between them, at most; they may overlap by as much
	rubyOver = 0.6  // share of its width that stands over them, at least
)

// dropRuby takes the ruby of a page out of its words and notes its glyphs.
func (b *builder) dropRuby() {
	var small []int
	for i := range b.words {
		if w := &b.words[i]; w.Dir == 0 && b.kana(w) {
			small = append(small, i)
		}
	}
	if len(small) == 0 {
		return
	}
	// Words come by their baselines, so what may stand below follows closely.
	const most = 2000 // words looked at for one
	ruby := map[int]bool{}
	for _, i := range small {
		w := &b.words[i]
		for k := i + 1; k < len(b.words) && k < i+most; k++ {
			o := &b.words[k]
			if o.Dir != 0 || o.Base-w.Base > 3*w.Size {
				break
			}
			white := o.Base - 0.88*o.Size - w.Base
			over := min(w.X1, o.X1) - max(w.X0, o.X0)
			if w.Size <= rubySize*o.Size && math.Abs(white) <= rubyNear*o.Size && over >= rubyOver*w.Width() && b.kanji(o) {
				ruby[i] = true
				break
			}
		}
	}
	if len(ruby) == 0 {
		return
	}
	b.ruby = make([]bool, len(b.page.Glyphs))
	kept := make([]page.Word, 0, len(b.words))
	for i := range b.words {
		if !ruby[i] {
			kept = append(kept, b.words[i])
			continue
		}
		for _, g := range b.words[i].Glyphs {
			b.ruby[g] = true
		}
	}
	b.words = kept
}

// kana reports whether a word is of kana alone.
func (b *builder) kana(w *page.Word) bool {
	for _, i := range w.Glyphs {
		for _, r := range b.page.Glyphs[i].Text {
			if r < 0x3041 || r > 0x30fe {
				return false
			}
		}
	}
	return len(w.Glyphs) > 0
}

// kanji reports whether a word has kanji.
func (b *builder) kanji(w *page.Word) bool {
	return slices.ContainsFunc(w.Glyphs, func(i int32) bool {
		for _, r := range b.page.Glyphs[i].Text {
			if r >= 0x4e00 && r <= 0x9fff {
				return true
			}
		}
		return false
	})
}

// base returns the glyphs but for ruby.
func (b *builder) base(ids []int32) []int32 {
	if b.ruby == nil || !slices.ContainsFunc(ids, func(i int32) bool { return b.ruby[i] }) {
		return ids
	}
	return slices.DeleteFunc(slices.Clone(ids), func(i int32) bool { return b.ruby[i] })
}
