package normalize

import "unicode/utf8"

// Folding brings the many ways of printing one sign to one rune, so that the
// grammar is written once. NFKC cannot serve: it makes ①500 into 1500 and 10²
// into 102, and leaves 〜, − and ▲ as they are. Circled numerals, superscripts,
// vulgar fractions and dashes that stand for "no figure" therefore keep their
// identity here, and every folded rune remembers the byte it came from.

// folded is a text under folding: r[i] began at byte at[i] of the raw text, and
// at has one element more, the length of the raw text.
type folded struct {
	r      []rune
	at     []int32
	spaced bool // a space stands in it
}

// text folds s into f, whose slices are reused.
func (f *folded) text(s string) {
	f.r, f.at, f.spaced = f.r[:0], f.at[:0], false
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			r := rune(c)
			switch {
			case c <= ' ' || c == 0x7f:
				r, f.spaced = ' ', true
			case c == '\\': // Japanese fonts print it as the sign of the yen
				r = '¥'
			}
			f.r, f.at = append(f.r, r), append(f.at, int32(i))
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r >= 0xFF01 && r <= 0xFF5E:
			r -= 0xFEE0
		case r >= 0xFF61 && r <= 0xFF9F:
			full := halfKana[r-0xFF61]
			if m, k := utf8.DecodeRuneInString(s[i+n:]); m == 0xFF9E || m == 0xFF9F {
				if v := voiced(full, m == 0xFF9F); v != 0 {
					f.r, f.at = append(f.r, v), append(f.at, int32(i))
					i += n + k
					continue
				}
			}
			r = full
		default:
			if more := squaredForm(r); more != "" {
				for _, q := range more {
					f.r, f.at = append(f.r, q), append(f.at, int32(i))
				}
				i += n
				continue
			}
			r = foldRune(r)
			if r < 0 { // invisible
				i += n
				continue
			}
			f.spaced = f.spaced || r == ' '
		}
		f.r, f.at = append(f.r, r), append(f.at, int32(i))
		i += n
	}
	f.at = append(f.at, int32(len(s)))
}

// close takes out the spaces of letters set apart (減 価 償 却 費): those between
// two letters that each stand alone.
func (f *folded) close() {
	if !f.spaced {
		return
	}
	letter := func(r rune) bool { return isKanji(r) || isHiragana(r) || isKatakana(r) }
	var before rune // of the text as it was
	alone := false  // the last letter stands alone
	k := 0
	for i := 0; i < len(f.r); i++ {
		r := f.r[i]
		if r == ' ' && alone {
			j := f.space(i)
			if letter(f.peek(j)) && !letter(f.peek(j+1)) {
				before, i = ' ', j-1
				continue
			}
		}
		alone = letter(r) && !letter(before) && !letter(f.peek(i+1))
		before = r
		f.r[k], f.at[k] = r, f.at[i]
		k++
	}
	f.at[k] = f.at[len(f.r)]
	f.r, f.at = f.r[:k], f.at[:k+1]
}

// join takes out spaces inside a number that was set apart at its separators
// (１ ,５１５ ,３４３, ２ .２) or broken within its last group of three
// (20,832,60 2): the figures could not be read otherwise. It tells whether it
// took any out.
func (f *folded) join() (joined bool) {
	if !f.spaced {
		return false
	}
	run := func(i, step int) int { // digits from i in a direction
		n := 0
		for ; isDigit(f.peek(i)); i += step {
			n++
		}
		return n
	}
	k, points := 0, 0
	for i := range f.r { // 1. 500 2. 300 is a list
		if f.r[i] == '.' && f.peek(i+1) == ' ' && isDigit(f.peek(i-1)) {
			points++
		}
	}
	for i := 0; i < len(f.r); i++ {
		if f.r[i] == ' ' && i > 0 && k > 0 {
			j := f.space(i)
			left, right := f.r[k-1], f.peek(j) // f.r[:k] is already joined
			drop := false
			switch {
			case isDigit(left) && right == '.':
				drop = run(j+1, 1) > 0
			case isDigit(left) && right == ',':
				drop = run(j+1, 1) == 3
			case left == '.' && isDigit(right) && k > 1 && isDigit(f.r[k-2]):
				drop = points == 1
			case left == ',' && isDigit(right) && k > 1 && isDigit(f.r[k-2]):
				drop = run(j, 1) == 3
			case isDigit(left) && isDigit(right):
				n := 0 // digits of the group on the left
				for n < k && isDigit(f.r[k-1-n]) {
					n++
				}
				drop = n < 3 && n < k && f.r[k-1-n] == ',' && n+run(j, 1) == 3 && k-1-n > 0 && isDigit(f.r[k-2-n])
			}
			if drop {
				i, joined = j-1, true
				continue
			}
		}
		f.r[k], f.at[k] = f.r[i], f.at[i]
		k++
	}
	f.at[k] = f.at[len(f.r)]
	f.r, f.at = f.r[:k], f.at[:k+1]
	return joined
}

// foldRune folds one rune outside ASCII and the full-width forms; -1 means that
// the rune is invisible and has no place in the grammar.
func foldRune(r rune) rune {
	switch r {
	case '−', '‐', '‑', '‒', '–', '﹣', '\u00AD', '⁃', '➖':
		return '-'
	case '〜', '∼', '〰', '˜', '∾':
		return '~'
	case '·', '‧', '∙', '⋅', '•':
		return '・'
	case '⁄', '∕', '÷':
		return '/'
	case '∶', '︓':
		return ':'
	case '﹙':
		return '('
	case '﹚':
		return ')'
	case '≧', '⩾':
		return '≥'
	case '≦', '⩽':
		return '≤'
	case '—', '─', '━', '⸺':
		return '―'
	case '₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉':
		return r - '₀' + '0'
	case 'µ':
		return 'μ'
	case '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\ufe0e', '\ufe0f':
		return -1
	}
	if r >= 0x2000 && r <= 0x200a || r == 0x3000 || r == 0xa0 || r == 0x202f || r == 0x2028 || r == 0x2029 || r == 0x85 {
		return ' '
	}
	if r >= 0xE0100 && r <= 0xE01EF { // variation selectors of ideographs
		return -1
	}
	if r >= 0x80 && r < 0xa0 {
		return ' '
	}
	// Digits of other scripts are digits to unicode.IsDigit; they are not
	// folded, so that nothing outside the tables below is taken for a number.
	return r
}

// halfKana are the full-width forms of U+FF61 to U+FF9F.
var halfKana = []rune("。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン゛゜")

// voiced joins a katakana with a voicing mark; 0 where there is no such letter.
func voiced(r rune, half bool) rune {
	switch {
	case half && r >= 'ハ' && r <= 'ホ' && (r-'ハ')%3 == 0:
		return r + 2
	case half:
		return 0
	case r >= 'ハ' && r <= 'ホ' && (r-'ハ')%3 == 0, r >= 'カ' && r <= 'チ' && (r-'カ')%2 == 0, r == 'ツ', r == 'テ', r == 'ト':
		return r + 1
	case r == 'ウ':
		return 'ヴ'
	}
	return 0
}

// squaredForm returns what a squared character stands for, "" when r is none.
func squaredForm(r rune) string {
	if r < 0x2100 || r > 0x33ff || r > 0x2200 && r < 0x32c0 {
		return ""
	}
	return squared[r]
}

// runeSet is a set of runes of the basic plane; it spares a map the questions
// it would answer with no.
type runeSet [1024]uint64

func (s *runeSet) add(r rune) {
	if r >= 0 && r < 1<<16 {
		s[r>>6] |= 1 << (r & 63)
	}
}

func (s *runeSet) has(r rune) bool { return r >= 1<<16 || r >= 0 && s[r>>6]&(1<<(r&63)) != 0 }

// squared are single characters that stand for several.
var squared = map[rune]string{
	'㎡': "m2", '㎥': "m3", '㎢': "km2", '㎞': "km", '㎝': "cm", '㎜': "mm", '㎏': "kg", '㎎': "mg", '㎖': "ml", '㎗': "dl",
	'㎘': "kl", '㎟': "mm2", '㎠': "cm2", '㎤': "cm3", '㏊': "ha", 'ℓ': "l", '℃': "°C", '㎾': "kW", '㎿': "MW", '㏄': "cc",
	'㎐': "Hz", '㎒': "MHz", '㎈': "cal", '㎉': "kcal", '㏈': "dB", '㎍': "μg", '㍑': "リットル", '㌧': "トン", '㌫': "パーセント",
	'㍍': "メートル", '㌶': "ヘクタール", '㌔': "キロ", '㌘': "グラム", '㌢': "センチ", '㌦': "ドル", '㌍': "カロリー", '㌻': "ページ", '㍗': "ワット",
	'㌃': "アール", '㍉': "ミリ", '㌣': "セント", '㌖': "キロメートル", '㌕': "キログラム", '㌗': "キロワット",
	'㍾': "明治", '㍽': "大正", '㍼': "昭和", '㍻': "平成", '㋿': "令和", '№': "No",
	'㋀': "1月", '㋁': "2月", '㋂': "3月", '㋃': "4月", '㋄': "5月", '㋅': "6月", '㋆': "7月", '㋇': "8月", '㋈': "9月", '㋉': "10月", '㋊': "11月", '㋋': "12月",
}

// unreadable tells whether a rune stands for a character that could not be
// mapped: U+FFFD and the private use area.
func unreadable(r rune) bool { return r == utf8.RuneError || r >= 0xE000 && r <= 0xF8FF }

// isDigit tells whether a folded rune is a decimal digit of the grammar.
func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// isLatin tells whether a folded rune is a Latin letter.
func isLatin(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }

// isHiragana tells whether a rune is hiragana.
func isHiragana(r rune) bool { return r >= 'ぁ' && r <= 'ゖ' }

// isKatakana tells whether a rune is katakana or the long-vowel mark.
func isKatakana(r rune) bool { return r >= 'ァ' && r <= 'ヺ' || r == 'ー' }

// isKanji tells whether a rune is an ideograph (々, 〆 and 〇 count).
func isKanji(r rune) bool {
	return r >= 0x4E00 && r <= 0x9FFF || r >= '々' && r <= '〇' || r >= 0x3400 && r <= 0x4DBF || r >= 0xF900 && r <= 0xFAFF || r >= 0x20000 && r <= 0x3FFFF
}

// space returns the first rune at or after i that is no space.
func (f *folded) space(i int) int {
	for i < len(f.r) && f.r[i] == ' ' {
		i++
	}
	return i
}

// has tells whether word stands at rune i.
func (f *folded) has(i int, word string) bool {
	for _, r := range word {
		if i >= len(f.r) || f.r[i] != r {
			return false
		}
		i++
	}
	return true
}

// skip returns the rune after the first of words that stands at i (spaces
// before it do not matter), and which one it was; i and -1 when none does.
func (f *folded) skip(i int, words ...string) (int, int) {
	j := f.space(i)
	for n, w := range words {
		if f.has(j, w) {
			k := j
			for range w {
				k++
			}
			return k, n
		}
	}
	return i, -1
}

// peek returns the rune at i, 0 past the end.
func (f *folded) peek(i int) rune {
	if i >= 0 && i < len(f.r) {
		return f.r[i]
	}
	return 0
}

// number reads up to max decimal digits at i; n is -1 when there is none or
// more follow.
func (f *folded) number(i, max int) (n, next int) {
	j := i
	for j < len(f.r) && isDigit(f.r[j]) {
		if j-i == max {
			return -1, i
		}
		n = n*10 + int(f.r[j]-'0')
		j++
	}
	if j == i {
		return -1, i
	}
	return n, j
}

// smallKanji reads a kanji numeral below 100 at i (三十, 二, 元 is 1); n is -1
// when there is none.
func (f *folded) smallKanji(i int) (n, next int) {
	if f.peek(i) == '元' {
		return 1, i + 1
	}
	tens, ones, j := 0, 0, i
	if d := kanjiDigit(f.peek(j)); d > 0 {
		ones, j = d, j+1
	}
	if f.peek(j) == '十' {
		tens = max(ones, 1)
		ones, j = 0, j+1
		if d := kanjiDigit(f.peek(j)); d > 0 {
			ones, j = d, j+1
		}
	}
	if j == i {
		return -1, i
	}
	return tens*10 + ones, j
}

// kanjiDigit returns the value of 〇 to 九, -1 for any other rune.
func kanjiDigit(r rune) int {
	switch r {
	case '〇', '零':
		return 0
	case '一', '壱':
		return 1
	case '二', '弐':
		return 2
	case '三', '参':
		return 3
	case '四':
		return 4
	case '五':
		return 5
	case '六':
		return 6
	case '七':
		return 7
	case '八':
		return 8
	case '九':
		return 9
	}
	return -1
}
