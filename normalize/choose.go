package normalize

// Of several numbers in a cell one is the value; the others say what it is per,
// among or out of, or each has a name and they are components. Where nothing
// tells, none is taken.

// choose returns which candidate is the value. ok is false when nothing tells.
func (p *parser) choose(toks []token, cands []candidate) (main int, ok bool) {
	for i := 1; i < len(cands); i++ {
		a, b := &cands[main], &cands[i]
		switch p.link(toks, a, b) {
		case toNext:
			main = i
		case toFirst:
			// Whatever follows explains the first.
			return main, true
		case ratio:
			// 5人に1人 is a fifth.
			if i+1 != len(cands) {
				return 0, false
			}
			x, y := &toks[a.lo].num, &toks[b.lo].num
			if x.scale != 0 || y.scale != 0 || x.coef == 0 || x.coef > 1<<31-1 || y.coef > x.coef || x.sign != 0 || y.sign != 0 || x.flaw != sound || y.flaw != sound {
				return 0, false
			}
			p.part(partNumber, int(toks[a.lo].from), int(toks[b.lo].from))
			y.den = int32(x.coef)
			toks[b.lo].uFrom, toks[b.lo].uTo = toks[b.lo].to, toks[b.lo].to
			for k := a.from; k < b.lo; k++ {
				toks[k].kind = tPunct
			}
			return i, true
		default:
			return 0, false
		}
	}
	return main, true
}

// link says how two neighbouring numbers bear on each other.
type link uint8

// The links.
const (
	unlinked link = iota
	toNext        // the second is the value: 5年間で3人, 1人当たり3件
	toFirst       // the first is: 100人（うち女性30人）
	ratio         // 5人に1人
)

func (p *parser) link(toks []token, a, b *candidate) link {
	f := &p.f
	between := toks[a.to:b.from]
	x, y := &toks[a.to-1], &toks[b.from]
	if len(between) == 0 {
		if a.ranged || x.uFrom == x.uTo {
			return unlinked
		}
		// 1日30分, 1人100円, 5年間3人: one of something, or a time, and what it gets.
		if x.to == y.from && (x.num.coef == 1 && x.num.scale == 0 && p.sharer(x) || p.period(x) && !p.period(y)) || p.f.r[x.to-1] == '間' && p.period(x) && !p.period(y) {
			return toNext
		}
		return unlinked
	}
	first, last := &between[0], &between[len(between)-1]
	for i := range between {
		t := &between[i]
		switch {
		case t.kind == tTerm && (t.class == per || t.class == amid):
			return toNext
		case t.kind == tTerm && t.class == some:
			return toFirst
		case t.kind == tArrow, t.kind == tText && p.holds(t, '×'):
			return unlinked
		}
	}
	if len(between) == 1 && first.kind == tText && first.to-first.from == 1 && f.r[first.from] == '/' {
		if x.uFrom == x.uTo || y.uFrom == y.uTo || a.ranged || b.ranged {
			return unlinked
		}
		switch name := p.unitText(x); {
		case name == "位", name == "点" && p.unitName(y) == "点": // 10位/47都道府県, 3.5点/5点: of how many
			return toFirst
		case y.num.coef == 1 && y.num.scale == 0 && p.period(y): // 1,000人/1日
			return toFirst
		}
		return unlinked
	}
	if len(between) == 1 && first.kind == tText && first.to-first.from == 1 && f.r[first.from] == 'に' {
		if !a.ranged && !b.ranged && x.uFrom < x.uTo && p.unitName(x) == p.unitName(y) {
			return ratio
		}
		return toNext
	}
	if last.kind == tText && !a.ranged {
		switch f.r[last.to-1] {
		case '中':
			if last.to-last.from == 1 { // 小5、中3
				break
			}
			return toNext
		case 'で': // 5段階評価で3.84
			return toNext
		case 'り':
			if f.has(int(last.to)-2, "より") { // 5年前より, but 上り50下り60
				return toNext
			}
		case '対':
			if last.to-last.from == 1 && p.base10(&x.num) { // 人口10万対15.2
				return toNext
			}
		}
		if len(between) == 1 && p.period(x) && p.unitName(x) != p.unitName(y) { // 1日平均20人, 5年連続1位
			return toNext
		}
	}
	if first.kind == tText && f.has(int(first.from), "のうち") || first.kind == tText && f.has(int(first.from), "うち") {
		return toFirst
	}
	if first.kind == tTerm && first.class == since && len(between) == 1 {
		return toNext
	}
	return unlinked
}

// holds tells whether rune r stands in t.
func (p *parser) holds(t *token, r rune) bool {
	for k := t.from; k < t.to; k++ {
		if p.f.r[k] == r {
			return true
		}
	}
	return false
}

// runningTotal reads 5件、累計20件: the second number is the running total of the
// first. ok is false when the two are anything else.
func (p *parser) runningTotal(v *Value, toks []token, a, b *candidate) (total NullDecimal, ok bool) {
	k := b.from - 1
	for k >= a.to && toks[k].kind == tPunct {
		k--
	}
	if k < a.to || toks[k].kind != tText || a.from > 0 && toks[a.from-1].kind == tText || b.ranged || b.seconds || a.ranged {
		return total, false
	}
	for i := a.to; i < k; i++ {
		if toks[i].kind != tPunct {
			return total, false
		}
	}
	from, to := p.strip(int(toks[k].from), int(toks[k].to))
	w := p.n.words.whole(&p.f, from, to)
	if w == nil || !running(w) {
		return total, false
	}
	if x := p.unitName(&toks[b.lo]); x != "" && x != p.unitName(&toks[a.lo]) {
		return total, false // 5件、累計3年
	}
	d, why := toks[b.lo].num.exact()
	return d, why == sound && d.Valid
}

// base10 tells whether n is a number that rates are given per: 1,000, 10万.
func (p *parser) base10(n *number) bool {
	c := n.coef
	for c >= 10 && c%10 == 0 {
		c /= 10
	}
	return c == 1 && n.coef >= 1000 && n.scale == 0 && n.sign == 0 && n.flaw == sound
}

// sharer tells whether the unit of t is one that something may be for: 1人, 1日,
// 1校. Of 1市2町 neither is for the other: they add up.
func (p *parser) sharer(t *token) bool {
	x := p.n.units.info(p.unitText(t))
	if x == nil {
		return false
	}
	switch x.kind {
	case "people", "households", "days", "weeks", "months", "years", "duration", "times", "schools", "classes", "places", "groups", "companies":
		return true
	}
	return false
}

// period tells whether the unit of t is a length of time that a figure may be
// for.
func (p *parser) period(t *token) bool {
	x := p.n.units.info(p.unitText(t))
	if x == nil {
		return false
	}
	switch x.kind {
	case "years", "months", "weeks", "days":
		return true
	}
	return false
}

// labelled reads numbers that each have a name before them (小学校85% 中学校78%,
// 【男性】79.3歳【女性】86.1歳) or in brackets after them (79.3歳（男性）86.1歳（女性）)
// as components. ok is false when they do not.
func (p *parser) labelled(v *Value, toks []token, cands []candidate, from, to int) bool {
	labels := make([]span, 0, maxCandidates)
	starts := make([]int, 0, maxCandidates+1)
	prev := 0
	for i := range cands {
		c := &cands[i]
		k := c.from - 1
		for k >= prev && (toks[k].kind == tPunct || toks[k].kind == tTerm && toks[k].class == approx) {
			k--
		}
		if k < prev || !p.names(&toks[k]) {
			return p.labelledAfter(v, toks, cands, from, to)
		}
		for m := k - 1; m >= prev && i > 0; m-- {
			switch t := &toks[m]; {
			case t.kind == tPunct, t.kind == tBracket, t.kind == tMark, t.kind == tTerm && t.class != per && t.class != amid && t.class != some:
			default:
				return false
			}
		}
		prev = c.to
		labels = append(labels, p.labelOf(&toks[k]))
		starts = append(starts, int(toks[k].from))
	}
	p.part(partNote, from, starts[0])
	p.split(v, labels, append(starts, to))
	p.conf *= 0.9
	return true
}

// labelledAfter is labelled for names in brackets after the numbers.
func (p *parser) labelledAfter(v *Value, toks []token, cands []candidate, from, to int) bool {
	for i := range cands {
		c := &cands[i]
		end := len(toks)
		if i+1 < len(cands) {
			end = cands[i+1].from
		}
		k := c.to
		for k < end && toks[k].kind == tTerm && toks[k].known {
			k++
		}
		if k >= end || toks[k].kind != tBracket || !p.names(&toks[k]) || i == 0 && c.from > 0 {
			return false
		}
		for k++; k < end; k++ {
			if toks[k].kind != tPunct {
				return false
			}
		}
	}
	v.Kind, v.Status = Components, OK
	v.Components = make([]Component, 0, len(cands))
	conf := p.conf
	for i := range cands {
		k := cands[i].to
		for toks[k].kind != tBracket {
			k++
		}
		label := p.labelOf(&toks[k])
		p.component(v, label, int(toks[cands[i].from].from), int(toks[k].from))
		p.part(partLabel, label.from, label.to)
	}
	p.conf = conf * 0.9
	return true
}

// names tells whether a token may name the number beside it: a text, a date, or
// a bracket that holds a short word.
func (p *parser) names(t *token) bool {
	switch t.kind {
	case tDate:
		return true
	case tBracket:
		s := p.labelOf(t)
		if y, ok := p.n.eras.ParseYear(p.text(s.from, s.to)); ok && y.FiscalYear != 0 {
			return true
		}
		return s.from < s.to && s.to-s.from <= 12 && !digitsIn(&p.f, s.from, s.to) && lettersIn(&p.f, s.from, s.to) && p.n.units.info(p.text(s.from, s.to)) == nil
	case tText:
		switch p.f.r[t.from] {
		case 'の', 'を', 'に', 'が', 'で', 'は', 'も', 'と', 'へ', 'か', 'や', 'う', '×', '+':
			return false
		}
		return !p.holds(t, '×')
	}
	return false
}

// labelOf returns where the name in a token stands, without its bracket.
func (p *parser) labelOf(t *token) span {
	if t.kind == tBracket {
		from, to := p.trim(int(t.from)+1, int(t.to)-1)
		return span{from, to}
	}
	return span{int(t.from), int(t.to)}
}
