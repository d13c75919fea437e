package kpi

import (
	"strings"

	"shihyo/extract/finding"
	"shihyo/extract/page"
)

// What the texts of a document tell about each other. A plan says the same words
// over and over (…の推進, …を活用した…): where two characters stand together
// only once in all of it, and a third between them elsewhere, a character may
// have been lost there. That is a hint: 登録者数 does not make 登録数 wrong.

// affixes come and go between the same words: 登録数 and 登録者数, 企業誘致 and
// 企業の誘致, 整備 and 整備率. Where one of them is between, nothing is missing.
const affixes = "の・等者数率化的性型系費額量度比中後前内外別間第各新全県市町村国年人件回"

// window is how many characters on each side of a place are compared.
const window = 2

// Ends of a text, wide enough for a window to lie half beyond it.
const (
	textBegins = "\x02\x02"
	textEnds   = "\x03\x03"
)

// wording counts what characters stand together in the different texts of a
// document.
type wording struct {
	together map[string]int // 2·window characters that follow each other
	parted   map[string]int // the same with one more between the halves, no affix
}

// reviewWording marks the texts that lack a character others have in that place.
func (r *Reader) reviewWording() {
	w := wording{map[string]int{}, map[string]int{}}
	known := map[string]bool{} // without blanks
	r.texts(func(_ int, s string, _ page.Box) {
		if s = squeeze(s); !known[s] && len(known) < maxTexts {
			known[s] = true
			w.add(framed(s))
		}
	})
	r.texts(func(row int, s string, box page.Box) {
		bare := squeeze(s)
		if severalOf(known, bare, leastText) {
			r.doc.Indicators[row].doubtAt(finding.New(textsRunTogether, s), box)
		}
		if w.lacks(framed(bare)) {
			r.hint(lostText, row, -1, box, finding.New(wordingUnlike, s))
		}
	})
}

// leastText is how many characters a text has at least that may stand behind another.
const leastText = 3

// maxTexts bounds the different texts compared.
const maxTexts = 20_000

// texts calls do with every text of every row and the box of its cell.
func (r *Reader) texts(do func(row int, s string, box page.Box)) {
	for i := range r.doc.Indicators {
		in := &r.doc.Indicators[i]
		do(i, in.Field, in.places.field)
		do(i, in.Name, in.places.name)
		for k, it := range in.Items {
			do(i, it.Name, in.places.item(k))
		}
	}
}

// framed returns the characters of a text between its ends.
func framed(s string) []rune {
	return []rune(textBegins + s + textEnds)
}

func (w *wording) add(rs []rune) {
	for i := 0; i+2*window <= len(rs); i++ {
		w.together[string(rs[i:i+2*window])]++
		if i+2*window < len(rs) && !strings.ContainsRune(affixes, rs[i+window]) {
			w.parted[string(rs[i:i+window])+string(rs[i+window+1:i+2*window+1])]++
		}
	}
}

func (w *wording) lacks(rs []rune) bool {
	for i := 0; i+2*window <= len(rs); i++ {
		k := string(rs[i : i+2*window])
		if w.together[k] == 1 && w.parted[k] > 0 {
			return true
		}
	}
	return false
}
