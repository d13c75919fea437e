package normalize

import (
	"strings"

	"golang.org/x/text/unicode/norm"

	"shihyo/extract/finding"
)

// Quantities: the numbers of a cell with their units, put together to ranges
// (10〜20人, 10%以上20%未満), durations (2時間30分) and ratios (3割4分5厘), and what
// they amount to.

// broken joins the figures of a component that a line break has parted (②7 4件):
// a component states one figure, and the columns of a table are not mixed up
// within a label.
func (p *parser) broken(toks []token) {
	for i := 0; i+1 < len(toks); i++ {
		a, b := &toks[i], &toks[i+1]
		if a.kind != tNumber || b.kind != tNumber || a.uFrom < a.uTo || !a.num.plain() || !b.num.plain() || b.num.sign != 0 || p.f.space(int(a.to)) != int(b.from) || !isDigit(p.f.r[b.from]) {
			continue
		}
		n := 0
		for k := int(b.from); isDigit(p.f.peek(k)); k++ {
			n++
		}
		c, ok := mul10(a.num.coef, n)
		if !ok || c > maxCoef-b.num.coef {
			continue
		}
		b.num.coef, b.num.mantis, b.num.sign = c+b.num.coef, c+b.num.coef, a.num.sign
		b.from = a.from
		a.kind, a.to = tPunct, a.from
		p.conf *= 0.7
	}
}

// candidate is a number, a duration or a range that may be the value: tokens
// [from, to).
type candidate struct {
	from, to int
	ranged   bool
	lo, hi   int // tokens of the number, or of the range's ends
	loOpen   bool
	hiOpen   bool
	seconds  bool // a duration of several numbers
}

// maxCandidates is how many numbers a reading may weigh; more are ambiguous.
const maxCandidates = 8

// candidates writes what may be the value into cands and returns how many
// there are, which may be more than fit.
func (p *parser) candidates(toks []token, cands []candidate) int {
	n := 0
	for i := 0; i < len(toks); i++ {
		if toks[i].kind != tNumber {
			continue
		}
		c := candidate{from: i, to: i + 1, lo: i, hi: i}
		for c.to < len(toks) && p.duration(&toks[c.to-1], &toks[c.to]) {
			c.to++
			c.seconds = true
		}
		if !c.seconds {
			p.ranged(toks, &c)
		}
		if n < len(cands) {
			cands[n] = c
		}
		n++
		i = c.to - 1
	}
	return n
}

// unitName returns the dictionary's name of the unit of a number, "" when it
// has none.
func (p *parser) unitName(t *token) string {
	if t.uFrom == t.uTo {
		return ""
	}
	s := p.unitText(t)
	if x := p.n.units.info(s); x != nil {
		return x.canonical
	}
	return s
}

// smaller returns the unit that may follow name in a duration, and how many of
// it one is.
func smaller(f *folded, t *token) (next string, times uint64) {
	switch {
	case f.has(int(t.uFrom), "時間") && t.uTo-t.uFrom == 2:
		return "分", 60
	case f.has(int(t.uFrom), "分") && t.uTo-t.uFrom <= 2:
		return "秒", 60
	case f.has(int(t.uFrom), "年") && t.uTo-t.uFrom <= 2, f.peek(int(t.uTo)-1) == '年' && t.uTo-t.uFrom == 2:
		return "月", 12
	}
	switch {
	case f.has(int(t.uFrom), "割") && t.uTo-t.uFrom == 1:
		return "分", 10
	}
	return "", 0
}

// duration tells whether b goes on the duration a: 2時間 30分, 1年 6か月.
func (p *parser) duration(a, b *token) bool {
	if b.kind != tNumber || a.uFrom == a.uTo || b.uFrom == b.uTo || b.num.sign != 0 || a.num.scale != 0 {
		return false
	}
	next, _ := smaller(&p.f, a)
	switch next {
	case "":
		return false
	case "分":
		if b.uTo-b.uFrom == 1 && p.f.has(int(a.uFrom), "割") {
			return b.num.coef < 10
		}
	case "秒":
		if p.f.has(int(b.uFrom), "厘") && b.uTo-b.uFrom == 1 { // 3割4分5厘
			return b.num.coef < 10
		}
	case "月":
		x := p.n.units.info(p.unitText(b))
		return x != nil && x.canonical == "か月"
	}
	return p.f.has(int(b.uFrom), next)
}

// ranged widens c to the range it begins, if it begins one.
func (p *parser) ranged(toks []token, c *candidate) {
	i := c.from
	if i+2 >= len(toks) {
		return
	}
	a := &toks[i]
	// 10%以上20%未満
	if m := &toks[i+1]; m.kind == tTerm && (m.class == atLeast || m.class == above) {
		j := i + 2
		if toks[j].kind == tPunct || toks[j].kind == tRange || toks[j].kind == tText && p.f.r[toks[j].from] == 'か' {
			j++
		}
		if j+1 < len(toks) && toks[j].kind == tNumber && toks[j+1].kind == tTerm && (toks[j+1].class == atMost || toks[j+1].class == below) {
			c.ranged, c.hi, c.to = true, j, j+2
			c.loOpen, c.hiOpen = m.class == above, toks[j+1].class == below
			return
		}
	}
	j := i + 1
	if toks[j].kind == tTerm && toks[j].class == loosely && j+2 < len(toks) {
		j++
	}
	m := &toks[j]
	if j+1 >= len(toks) {
		return
	}
	k := j + 1
	if toks[k].kind == tTerm && toks[k].class == approx && k+1 < len(toks) {
		k++
	}
	b := &toks[k]
	if b.kind != tNumber {
		return
	}
	same := a.uFrom == a.uTo || b.uFrom == b.uTo || p.unitName(a) == p.unitName(b)
	switch {
	case m.kind == tRange && p.f.r[m.from] == '~':
		if !same {
			return
		}
	case m.kind == tRange:
		if !same || b.num.sign != 0 || a.num.sign < 0 || a.num.scale == b.num.scale && a.num.coef >= b.num.coef || p.code(a, b) {
			return
		}
	case m.kind == tTerm && m.class == since:
		if !same || b.uFrom == b.uTo {
			return
		}
		if k+1 < len(toks) && toks[k+1].kind == tText && (p.f.r[toks[k+1].from] == 'へ' || p.f.r[toks[k+1].from] == 'に') {
			return // 50人から60人へ: a change
		}
	default:
		return
	}
	c.ranged, c.hi, c.to = true, k, k+1
	// 5000～625 1: the end was broken off a number too small without it.
	if k++; k < len(toks) && toks[k].kind == tNumber && b.uFrom == b.uTo && a.num.plain() && b.num.plain() && toks[k].num.plain() && b.num.coef < a.num.coef && toks[k].num.sign == 0 {
		t := &toks[k]
		n := 0
		for i := int(t.from); isDigit(p.f.peek(i)); i++ {
			n++
		}
		if joined, ok := mul10(b.num.coef, n); ok && joined+t.num.coef > a.num.coef && p.f.space(int(b.to)) == int(t.from) {
			t.num.coef, t.num.mantis = joined+t.num.coef, joined+t.num.coef
			t.from, b.to = b.from, b.from
			c.hi, c.to = k, k+1
			p.conf *= 0.8
		}
	}
}

// plain tells whether n is nothing but decimal digits.
func (n *number) plain() bool {
	return n.scale == 0 && n.mult == 0 && n.den == 0 && n.step == 0 && n.flaw == sound && !n.kanji
}

// code tells whether two figures with a hyphen between them look like a code
// (060-0001, 940-2116) and not like a range.
func (p *parser) code(a, b *token) bool {
	zero := func(t *token) bool { return p.f.r[t.from] == '0' && isDigit(p.f.peek(int(t.from)+1)) }
	return zero(a) || zero(b) || a.to-a.from == 3 && b.to-b.from == 4 && isDigit(p.f.r[b.from])
}

// quantity reads the numbers of candidate c into v; it returns the finding's
// code when they have no exact reading.
func (p *parser) quantity(v *Value, toks []token, c *candidate) finding.Code {
	a := &toks[c.lo]
	switch {
	case c.seconds:
		return p.lasting(v, toks[c.from:c.to])
	case c.ranged:
		b := &toks[c.hi]
		lo, hi := a.num, b.num
		// 2〜3万人 begins at 20000; 500〜1千 does not.
		if lo.mult == 0 && a.uFrom == a.uTo && hi.mult > 0 && lo.flaw == sound && lo.den == 0 && shares(&lo, &hi) {
			p.times(&lo, hi.mult)
		}
		l, why := lo.exact()
		h, why2 := hi.exact()
		if code := flawCode(max(why, why2)); code != "" || !l.Valid || !h.Valid {
			return codeOr(code, FindTooLong)
		}
		if p.spanOfYears(a, b) {
			return FindAmbiguous
		}
		v.Kind, v.Status, v.Low, v.High = Range, OK, l, h
		v.Decimals = int(max(a.num.places, b.num.places))
		if l.Decimal.Cmp(h.Decimal) > 0 {
			v.Findings = append(v.Findings, finding.New(FindReversed, p.text(int(a.from), int(b.to))))
			p.conf *= 0.6
		}
		switch {
		case c.hiOpen:
			v.Comparator = "<"
		case c.loOpen:
			v.Comparator = ">"
		}
		u := b
		if b.uFrom == b.uTo {
			u = a
		}
		p.takeUnit(v, u)
		p.numberParts(a, partLow)
		p.numberParts(b, partHigh)
		for i := c.from; i < c.to; i++ {
			if i != c.lo && i != c.hi {
				p.part(partRange, int(toks[i].from), int(toks[i].to))
			}
		}
		return ""
	}
	if a.num.step > 0 { // 数十人 are 10 to 90, 十数人 11 to 19
		lo, hi := a.num, a.num
		if hi.coef > maxCoef-8*hi.step {
			return FindTooLong
		}
		hi.coef += 8 * hi.step
		v.Kind, v.Status, v.Comparator = Range, OK, "~"
		var why, why2 flaw
		v.Low, why = lo.exact()
		v.High, why2 = hi.exact()
		if code := flawCode(max(why, why2)); code != "" || !v.Low.Valid || !v.High.Valid {
			return codeOr(code, FindTooLong)
		}
		p.takeUnit(v, a)
		p.numberParts(a, partRange)
		p.conf *= 0.9
		return ""
	}
	d, why := a.num.exact()
	if code := flawCode(why); code != "" || !d.Valid {
		return codeOr(code, FindTooLong)
	}
	if why == inexact {
		v.Findings = append(v.Findings, finding.New(FindInexact, p.text(int(a.from), int(a.to))))
		p.conf *= 0.9
	}
	if a.num.sign == 2 && !d.Decimal.IsZero() { // ±5
		v.Kind, v.Status = Range, OK
		v.Low, v.High = NullDecimal{Decimal: d.Decimal.Neg(), Valid: true}, d
	} else {
		v.Kind, v.Status, v.Value = Number, OK, d
	}
	if a.num.den > 1 {
		v.Decimals = d.Decimal.Scale()
		p.conf *= 0.9
		_, den := vulgar(p.f.r[a.to-1])
		v.fraction = den == 0
		if a.uFrom < a.uTo { // 3/5校: of five schools, not a fraction of one
			return FindAmbiguous
		}
	} else {
		v.Decimals = int(a.num.places)
	}
	if a.num.loose {
		p.conf *= 0.9
		if r := p.f.r[a.from]; r == 'ー' || r == '―' || r == '▼' || r == '▽' {
			v.Findings = append(v.Findings, finding.New(FindDash, p.text(int(a.from), int(a.to))))
			p.conf *= 0.8
		}
	}
	p.takeUnit(v, a)
	p.numberParts(a, partNumber)
	return ""
}

// spanOfYears tells whether the ends of a range, 2023～2027, are as likely years
// as figures: no unit says what they count, and no separator that they do.
func (p *parser) spanOfYears(a, b *token) bool {
	year := func(t *token) bool {
		return t.uFrom == t.uTo && t.to-t.from == 4 && t.num.plain() && t.num.sign == 0 && 1950 <= t.num.coef && t.num.coef <= 2100
	}
	return year(a) && year(b) && p.ctx.Unit == ""
}

// shares tells whether hi's multiplier goes for lo as well.
func shares(lo, hi *number) bool {
	whole := hi.mantis
	c, ok := mul10(whole, int(hi.mult))
	if !ok || hi.mscale == 0 && c != hi.coef {
		return false // 1万2千
	}
	// Compare the figures as printed.
	a, okA := mul10(lo.coef, max(0, int(hi.mscale-lo.scale)))
	b, okB := mul10(whole, max(0, int(lo.scale-hi.mscale)))
	return okA && okB && a < b
}

// times moves the point of n by power places.
func (p *parser) times(n *number, power int8) {
	d := min(power, n.scale)
	n.scale -= d
	c, ok := mul10(n.coef, int(power-d))
	if !ok {
		n.flaw = tooLong
	}
	n.coef = c
}

func flawCode(f flaw) finding.Code {
	switch f {
	case tooLong:
		return FindTooLong
	case grouping:
		return FindGrouping
	case lookalike:
		return FindAmbiguous
	}
	return ""
}

func codeOr(a, b finding.Code) finding.Code {
	if a != "" {
		return a
	}
	return b
}

// lasting reads a duration of several numbers in its smallest unit.
func (p *parser) lasting(v *Value, toks []token) finding.Code {
	var sum uint64
	ok := true
	for i := range toks {
		t := &toks[i]
		if t.num.flaw != sound || t.num.scale != 0 && i < len(toks)-1 || t.num.den != 0 {
			return FindAmbiguous
		}
		last := &toks[len(toks)-1].num
		c, fits := mul10(t.num.coef, int(last.scale-t.num.scale))
		ok = ok && fits && sum <= maxCoef-c
		sum += c
		if i < len(toks)-1 {
			_, times := smaller(&p.f, t)
			if sum > maxCoef/100 {
				return FindTooLong
			}
			sum *= times
		}
		p.numberParts(t, partNumber)
	}
	last := &toks[len(toks)-1]
	if p.f.has(int(toks[0].uFrom), "割") { // 3割4分5厘 are 34.5 %
		sum = 0
		for i := range toks {
			if toks[i].num.scale != 0 || toks[i].num.mult != 0 {
				return FindAmbiguous
			}
			if sum = sum*10 + toks[i].num.coef; sum > maxCoef/100 {
				return FindTooLong
			}
		}
		d := decimalOf(sum, len(toks)-2, toks[0].num.sign < 0)
		v.Kind, v.Status, v.Value, v.Decimals = Number, OK, d, len(toks)-2
		p.setUnit(v, "%")
		return ""
	}
	d := decimalOf(sum, int(last.num.scale), toks[0].num.sign < 0)
	if !ok || !d.Valid {
		return FindTooLong
	}
	v.Kind, v.Status, v.Value, v.Decimals = Number, OK, d, int(last.num.places)
	p.takeUnit(v, last)
	return ""
}

// takeUnit sets v's unit to the one printed after the number.
func (p *parser) takeUnit(v *Value, t *token) {
	if t.uFrom == t.uTo {
		return
	}
	p.setUnit(v, p.unitText(t))
	if !t.known {
		p.conf *= 0.95
	}
}

// setUnit sets v's unit to one printed in the cell.
func (p *parser) setUnit(v *Value, text string) {
	p.own = true
	if x := p.n.units.info(text); x != nil {
		v.Unit, v.CanonicalUnit, v.Scale = x.text, x.canonical, x.scale
		return
	}
	v.Unit = norm.NFKC.String(strings.TrimSpace(text))
}

// numberParts writes down a number's figures and its unit.
func (p *parser) numberParts(t *token, label string) {
	if t.uFrom == t.uTo {
		p.part(label, int(t.from), int(t.to))
		return
	}
	if t.uFrom == t.from { // ¥100
		p.part(partUnit, int(t.uFrom), int(t.uTo))
		p.part(label, int(t.uTo), int(t.to))
		return
	}
	p.part(label, int(t.from), int(t.uFrom))
	p.part(partUnit, int(t.uFrom), int(t.uTo))
	p.part(label, int(t.uTo), int(t.to)) // 半
}
