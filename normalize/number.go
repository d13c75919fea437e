package normalize

import (
	"math"
	"math/bits"
	"strconv"

	"github.com/govalues/decimal"
)

// Numerals. A number is read exactly: digits go into an integer coefficient
// with a count of decimal places, and multipliers (万, 百万) move the point.
//
//	number     := [sign] magnitude [power]
//	magnitude  := { (digits | kanji) [multiplier …] }      1万2千, 3.2千, 三十五, 40百万
//	digits     := d d? d? { "," d d d } [ "." d… ] | d… [ "." d… ]
//	fraction   := number "/" number | number 分の number
//	power      := superscript | "^" d… | "×10" (superscript | "^" d…)

// number is a numeral as read.
type number struct {
	coef   uint64
	scale  int8 // decimal places of coef
	places int8 // decimal places printed
	sign   int8 // -1, 0 none, 1 an explicit plus, 2 plus or minus
	mantis uint64
	mscale int8  // mantis and mscale: before the last multipliers, to share them over a range
	mult   int8  // power of ten of the multipliers that end the numeral (万 4), 0 none
	den    int32 // denominator of a fraction, 0 none
	flaw   flaw
	step   uint64 // 数十, 十数: one of the figures that 数 leaves open, in units of coef; 0 none
	kanji  bool   // written in kanji alone
	loose  bool   // decimal point printed as ・, sign as a dash
}

// flaw says why a numeral has no exact reading.
type flaw uint8

const (
	sound     flaw = iota
	tooLong        // more than 19 digits
	grouping       // 12,34 or 1.2.3
	inexact        // 2/3
	lookalike      // 1OO; 5・6回
)

// maxCoef is the largest coefficient decimal.Decimal holds (19 digits).
const maxCoef = 9_999_999_999_999_999_999

// mul10 multiplies c by 10^n; ok is false when it does not fit.
func mul10(c uint64, n int) (uint64, bool) {
	for ; n > 0; n-- {
		hi, lo := bits.Mul64(c, 10)
		if hi != 0 || lo > maxCoef {
			return 0, false
		}
		c = lo
	}
	return c, true
}

// multiplier returns the power of ten a kanji multiplier stands for, 0 for
// other runes.
func multiplier(r rune) int {
	switch r {
	case '十', '拾':
		return 1
	case '百':
		return 2
	case '千', '阡':
		return 3
	case '万', '萬':
		return 4
	case '億':
		return 8
	case '兆':
		return 12
	case '京':
		return 16
	}
	return 0
}

// digits reads a run of decimal digits with separators at rune i.
func (f *folded) digits(i int) (n number, next int, ok bool) {
	r := f.r
	j, group := i, 0 // group: digits since the last separator, -1 before any
	grouped, first := false, 0
	long := 0
	if f.peek(i) == '.' && isDigit(f.peek(i+1)) && (i == 0 || !isDigit(r[i-1]) && !isLatin(r[i-1])) { // .5
		n.loose = true
		for j = i + 1; j < len(r) && isDigit(r[j]); j++ {
			if n.places == 19 {
				n.flaw = tooLong
				continue
			}
			n.coef = n.coef*10 + uint64(r[j]-'0')
			n.places++
		}
		if n.coef > maxCoef {
			n.flaw = tooLong
		}
		n.scale = n.places
		return n, j, true
	}
	for j < len(r) {
		c := r[j]
		switch {
		case isDigit(c) || c == '〇' && j > i && (isDigit(r[j-1]) || r[j-1] == ',' || r[j-1] == '〇'):
			d := uint64(0)
			if c != '〇' {
				d = uint64(c - '0')
			}
			if n.coef > (maxCoef-d)/10 {
				n.flaw = tooLong
			} else {
				n.coef = n.coef*10 + d
			}
			group++
			long++
			j++
			continue
		case (c == ',' || c == '、') && j > i && j+1 < len(r) && (isDigit(r[j+1]) || c == ',' && r[j+1] == '〇'):
			if c == '、' && !f.threeDigits(j+1) {
				break // an enumeration
			}
			if grouped && group != 3 || !grouped && group > 3 {
				n.flaw = grouping
			}
			if !grouped {
				first = group
			}
			grouped, group = true, 0
			j++
			continue
		}
		break
	}
	if long == 0 {
		return n, i, false
	}
	if grouped && (group != 3 || first == 0) {
		n.flaw = grouping
	}
	if i == 1 && r[0] == ',' || j+1 == len(r) && r[j] == ',' { // figures were lost
		n.flaw = grouping
	}
	if j+1 < len(r) && (r[j] == '.' || r[j] == '・') && isDigit(r[j+1]) {
		n.loose = r[j] == '・'
		if n.loose && long == 1 && r[j+1] == r[j-1]+1 && !isDigit(f.peek(j+2)) {
			n.flaw = lookalike
		}
		k := j + 1
		for k < len(r) && isDigit(r[k]) {
			d := uint64(r[k] - '0')
			if n.coef > (maxCoef-d)/10 {
				n.flaw = tooLong
			} else {
				n.coef = n.coef*10 + d
				n.places++
			}
			k++
		}
		j = k
		if j+1 < len(r) && (r[j] == '.' || r[j] == ',') && isDigit(r[j+1]) { // 1.2.3
			n.flaw = grouping
			for j < len(r) && (isDigit(r[j]) || (r[j] == '.' || r[j] == ',') && j+1 < len(r) && isDigit(r[j+1])) {
				j++
			}
		}
	}
	n.scale = n.places
	return n, j, true
}

// someFollows tells whether the 数 before rune i leaves figures open: in 10数人,
// not in 10数値.
func (f *folded) someFollows(i int) bool {
	switch f.peek(i) {
	case '値', '量', '学', '字', '式', '列', '理', '多':
		return false
	}
	return true
}

// round tells whether the figures cur leave room for what 数 and the multiplier at
// i stand for: 10数人, 100数十人.
func (f *folded) round(i int, cur uint64) bool {
	unit := uint64(10)
	if k := multiplier(f.peek(i)); k > 0 && k < 4 {
		unit, _ = mul10(unit, k)
	}
	return cur > 0 && cur%unit == 0
}

// threeDigits tells whether exactly three digits stand at i.
func (f *folded) threeDigits(i int) bool {
	for k := i; k < i+3; k++ {
		if !isDigit(f.peek(k)) {
			return false
		}
	}
	return !isDigit(f.peek(i + 3))
}

// kanjiRun reads kanji digits by position (二〇二二); none when there are none.
func (f *folded) kanjiRun(i int) (n number, next int, ok bool) {
	j := i
	for j < len(f.r) {
		d := kanjiDigit(f.r[j])
		if d < 0 {
			break
		}
		if n.coef > (maxCoef-uint64(d))/10 {
			n.flaw = tooLong
		} else {
			n.coef = n.coef*10 + uint64(d)
		}
		j++
	}
	if j > i && j+1 < len(f.r) && f.r[j] == '・' && kanjiDigit(f.r[j+1]) >= 0 {
		for j++; j < len(f.r) && kanjiDigit(f.r[j]) >= 0; j++ {
			if n.coef > maxCoef/10-1 {
				n.flaw = tooLong
				continue
			}
			n.coef = n.coef*10 + uint64(kanjiDigit(f.r[j]))
			n.places++
		}
		n.scale = n.places
	}
	return n, j, j > i
}

// vulgar returns numerator and denominator of ½ and the like.
func vulgar(r rune) (num uint64, den int32) {
	switch r {
	case '½':
		return 1, 2
	case '¼':
		return 1, 4
	case '¾':
		return 3, 4
	case '⅓':
		return 1, 3
	case '⅔':
		return 2, 3
	case '⅕':
		return 1, 5
	case '⅛':
		return 1, 8
	case '⅒':
		return 1, 10
	}
	return 0, 0
}

// magnitude reads a numeral without its sign at rune i. kanji allows one that
// holds no decimal digit.
func (f *folded) magnitude(i int, kanji bool) (n number, next int, ok bool) {
	if num, den := vulgar(f.peek(i)); den != 0 {
		return number{coef: num, den: den, mantis: num}, i + 1, true
	}
	var total, section, cur uint64 // all at n.scale places
	var flawed flaw
	have := false   // cur holds digits not yet multiplied
	arabic := false // any decimal digit
	lastSmall, lastBig := 99, 99
	j := i
	some := false // a 数 awaits its multiplier
	if f.peek(j) == '数' && multiplier(f.peek(j+1)) > 0 {
		some = true
		j++
		kanji = true
	}
	align := func(p int8) bool { // raises every figure to p places
		var ok bool
		d := int(p - n.scale)
		if total, ok = mul10(total, d); !ok {
			return false
		}
		if section, ok = mul10(section, d); !ok {
			return false
		}
		n.scale = p
		return true
	}
	for j < len(f.r) {
		r := f.r[j]
		if !have {
			d, k, ok := f.digits(j)
			if ok {
				arabic = true
			} else if kanji || arabic {
				d, k, ok = f.kanjiRun(j)
			}
			if ok {
				if d.flaw != sound {
					flawed = d.flaw
				}
				n.loose = n.loose || d.loose
				if d.scale > n.scale {
					if !align(d.scale) {
						flawed = tooLong
					}
				}
				cur, ok = mul10(d.coef, int(n.scale-d.scale))
				if !ok {
					flawed = tooLong
				}
				n.places = max(n.places, d.places)
				n.mantis, n.mscale, n.mult = d.coef, d.scale, 0
				have, j = true, k
				continue
			}
		}
		if r == '数' && !have && !some && n.step == 0 && j > i { // 百数十, 十数人
			k := multiplier(f.peek(j + 1))
			if k == 0 || k >= 4 {
				if lastSmall < 99 || k >= 4 {
					n.step, _ = mul10(1, int(n.scale))
					cur, have = n.step, true
					j++
					continue
				}
				break
			}
			some = true
			j++
			continue
		}
		if r == '数' && have && arabic && !some && n.step == 0 && n.scale == 0 && f.someFollows(j+1) { // 10数人, 100数十人
			if !f.round(j+1, cur) { // 15数人
				flawed = lookalike
				break
			}
			section += cur
			if k := multiplier(f.peek(j + 1)); 0 < k && k < 4 {
				have, some, cur, lastSmall = false, true, 0, k+1
			} else {
				n.step, cur, lastSmall = 1, 1, 0
			}
			j++
			continue
		}
		if r == ',' && !have && lastSmall == 3 && kanjiDigit(f.peek(j+1)) > 0 { // 三千,九百
			j++
			continue
		}
		m := multiplier(r)
		if m == 0 {
			break
		}
		if !have && !arabic && !kanji {
			break
		}
		if m < 4 {
			if m >= lastSmall {
				break
			}
			if !have {
				one, ok := mul10(1, int(n.scale))
				if !ok {
					flawed = tooLong
				}
				cur = one
				n.mantis, n.mscale, n.mult = 1, 0, 0
			}
			c, ok := mul10(cur, m)
			if !ok || section+c > maxCoef {
				flawed = tooLong
			}
			if some {
				n.step, some = c, false
			}
			section += c
			have, cur, lastSmall = false, 0, m
			n.mult += int8(m)
			j++
			continue
		}
		if m >= lastBig {
			break
		}
		s := section + cur
		if !have && section == 0 {
			if total != 0 || arabic {
				break
			}
			s = 1
			n.mantis, n.mscale, n.mult = 1, 0, 0
		}
		c, ok := mul10(s, m)
		if !ok || total > maxCoef-c {
			flawed, c = tooLong, 0
		}
		if some {
			n.step, some = c, false
		} else if n.step > 0 {
			if n.step, ok = mul10(n.step, m); !ok {
				flawed = tooLong
			}
		}
		total += c
		section, cur, have = 0, 0, false
		lastSmall, lastBig = 99, m
		n.mult += int8(m)
		j++
	}
	if j == i || some {
		return number{}, i, false
	}
	if have {
		n.mult = 0
	}
	n.coef = total + section + cur
	if n.coef > maxCoef || n.coef < total {
		flawed = tooLong
	}
	// A multiplier leaves as many of the printed places as it does not fill.
	if n.mult > 0 {
		for n.scale > 0 && n.coef%10 == 0 && n.step%10 == 0 {
			n.coef /= 10
			n.step /= 10
			n.scale--
		}
	}
	n.kanji = !arabic
	n.flaw = flawed
	if num, den := vulgar(f.peek(j)); den != 0 && n.mult == 0 && n.scale == 0 && n.coef < math.MaxInt32 { // 1½
		n.coef = n.coef*uint64(den) + num
		n.den = den
		j++
	}
	j = f.power(&n, j)
	return n, j, true
}

// superscript returns the digit a superscript stands for, -1 for other runes.
func superscript(r rune) int {
	switch r {
	case '¹':
		return 1
	case '²':
		return 2
	case '³':
		return 3
	case '⁰', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹':
		return int(r - '⁰')
	}
	return -1
}

// exponent reads ², ⁻², ^2 or ^-2 at i.
func (f *folded) exponent(i int) (e, next int, ok bool) {
	sign := 1
	if f.peek(i) == '^' {
		if i++; f.peek(i) == '-' {
			sign, i = -1, i+1
		}
		n, j := f.number(i, 2)
		return sign * n, j, n >= 0
	}
	if f.peek(i) == '⁻' {
		sign, i = -1, i+1
	}
	j := i
	for d := superscript(f.peek(j)); d >= 0 && e < 10; d = superscript(f.peek(j)) {
		e = e*10 + d
		j++
	}
	return sign * e, j, j > i
}

// power applies ² or ×10² that stand at i to n and returns what follows.
func (f *folded) power(n *number, i int) int {
	if n.coef == 10 && n.scale == 0 && n.mult == 0 {
		// Only ten has powers here: on other figures ² is the mark of a note.
		if e, j, ok := f.exponent(i); ok {
			n.coef = 1
			n.shift(e)
			return j
		}
	}
	if k := f.space(i); f.peek(k) == '×' {
		l := f.space(k + 1)
		if f.has(l, "10") {
			if e, j, ok := f.exponent(l + 2); ok {
				n.shift(e)
				return j
			}
		}
	}
	return i
}

// maxShift bounds negative powers of ten; a number holds 19 digits.
const maxShift = 18

// shift multiplies n by ten to the power of e.
func (n *number) shift(e int) {
	if e < 0 {
		if int(n.scale)-e > maxShift {
			n.flaw = tooLong
			return
		}
		n.scale -= int8(e)
		return
	}
	d := min(e, int(n.scale))
	n.scale -= int8(d)
	c, ok := mul10(n.coef, e-d)
	if !ok {
		n.flaw = tooLong
		return
	}
	n.coef = c
}

// numeral reads a number, with its sign and as a fraction where it is one, at
// rune i.
func (f *folded) numeral(i int, kanji bool) (n number, next int, ok bool) {
	sign, loose, j := int8(0), false, i
	switch f.peek(i) {
	case '-':
		sign, j = -1, i+1
	case '△', '▲', '▵', '▴':
		sign, j = -1, i+1
	case '―', 'ー', '▼', '▽':
		sign, loose, j = -1, true, i+1
	case '+':
		sign, j = 1, i+1
	case '±':
		sign, j = 2, i+1
	}
	if sign != 0 {
		kanji = false
	}
	if f.has(i, "マイナス") {
		sign, j = -1, i+4
	} else if f.has(i, "プラス") {
		sign, j = 1, i+3
	}
	j = f.space(j)
	if f.has(j, "ゼロ") {
		return number{sign: sign}, j + 2, true
	}
	n, next, ok = f.magnitude(j, kanji)
	if !ok {
		return n, i, false
	}
	n.sign, n.loose = sign, n.loose || loose
	// 3/4; 3分の2 and 百分の五 have the denominator first.
	if n.den == 0 && n.scale == 0 && n.step == 0 && n.flaw == sound && n.coef > 0 && n.coef < math.MaxInt32 {
		k := f.space(next)
		if f.peek(k) == '/' && n.mult == 0 {
			if d, l, ok := f.magnitude(f.space(k+1), n.kanji); ok && d.scale == 0 && d.den == 0 && d.mult == 0 && d.flaw == sound && d.coef > 1 && d.coef >= n.coef && f.peek(l) != '/' && reduced(n.coef, d.coef) {
				n.den = int32(d.coef)
				return n, l, true
			}
		}
		if f.has(k, "分の") {
			if d, l, ok := f.magnitude(f.space(k+2), n.kanji); ok && d.scale == 0 && d.den == 0 && d.flaw == sound {
				n.den = int32(n.coef)
				n.coef, n.mult = d.coef, 0
				return n, l, true
			}
		}
	}
	return n, next, true
}

// reduced tells whether a over b is written as a fraction is: in its lowest
// terms (5/10 are five of ten) and with a small or round denominator (3/31 and
// 25/59 are days and shares, 83/100 is a score).
func reduced(a, b uint64) bool {
	if b > 12 {
		return a == 1 && (b == 100 || b == 1000)
	}
	for a > 0 {
		a, b = b%a, a
	}
	return b == 1
}

// exact returns the number as a decimal; ok is false when it has none, and flaw
// then says why. A fraction that has no end is rounded to ten places.
func (n *number) exact() (d NullDecimal, why flaw) {
	if n.flaw == tooLong || n.flaw == grouping || n.flaw == lookalike {
		return d, n.flaw
	}
	coef, scale := n.coef, int(n.scale)
	if n.den > 1 {
		den := uint64(n.den)
		whole, rest := coef/den, coef%den
		for scale = 0; rest != 0 && scale < 10; scale++ {
			rest *= 10
			whole = whole*10 + rest/den
			rest %= den
		}
		if rest != 0 {
			why = inexact
			if rest*2 >= den {
				whole++
			}
		}
		coef = whole
	}
	return decimalOf(coef, scale, n.sign < 0), why
}

// decimalOf builds a decimal; null where scale is beyond what it can hold.
func decimalOf(coef uint64, scale int, neg bool) NullDecimal {
	var d Decimal
	var err error
	if coef <= math.MaxInt64 {
		c := int64(coef)
		if neg {
			c = -c
		}
		d, err = decimal.New(c, scale)
	} else {
		s := strconv.FormatUint(coef, 10)
		if d, err = decimal.Parse(s); err == nil && scale > 0 {
			digits := s
			for len(digits) <= scale {
				digits = "0" + digits
			}
			d, err = decimal.Parse(digits[:len(digits)-scale] + "." + digits[len(digits)-scale:])
		}
		if neg {
			d = d.Neg()
		}
	}
	return NullDecimal{Decimal: d, Valid: err == nil}
}
