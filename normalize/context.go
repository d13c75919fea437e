package normalize

import (
	"strings"

	"github.com/govalues/decimal"

	"shihyo/extract/finding"
)

// What stands around the value: words before and after it, brackets, and the
// other numbers among which it is chosen.

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
		// 1日30分, 1人100円: one of something, then what it gets.
		if x.num.coef == 1 && x.num.scale == 0 && !p.municipal(x) && !p.municipal(y) {
			return toNext
		}
		if p.period(x) && !p.period(y) {
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
		case 'で', 'り', '中': // 5段階評価で3.84, 前年より, 5点満点中
			return toNext
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
	d, why := toks[b.lo].num.exact()
	return d, why == sound && d.Valid
}

// municipal tells whether the unit of t is a kind of municipality: 1市2町 adds up.
func (p *parser) municipal(t *token) bool {
	x := p.n.units.info(p.unitText(t))
	return x != nil && x.kind == "municipalities"
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

// before gives the token i, which stands before the value, its part.
func (p *parser) before(v *Value, toks []token, i int, c *candidate) {
	t := &toks[i]
	from, to := int(t.from), int(t.to)
	switch t.kind {
	case tPunct:
		return
	case tMark:
		p.addNote(from, to, partMark)
	case tBracket:
		p.bracket(v, t)
	case tRange, tArrow:
		if i == c.from-1 && t.kind == tRange && p.f.r[t.from] == '~' && v.Kind == Number {
			return // ～10: weigh sets the bound
		}
		p.addNote(from, to, partNote)
		p.conf *= 0.8
	case tDate:
		if i+1 < c.from && toks[i+1].kind == tText && p.relates(&toks[i+1]) {
			p.base = true
			p.addNote(from, to, partNote)
			return
		}
		if i+1 < c.from && toks[i+1].kind == tText && toks[i+1].to-toks[i+1].from == 1 && p.f.r[toks[i+1].from] == 'の' && (v.Unit == "倍" || v.CanonicalUnit == "%") {
			p.base = true // H27の1.5倍
			p.addNote(from, to, partNote)
			return
		}
		p.dated(v, t, from, to)
	case tTerm:
		switch t.class {
		case approx:
			p.compare(v, "~", t)
		case atLeast:
			p.compare(v, ">=", t)
		case atMost:
			p.compare(v, "<=", t)
		case above:
			p.compare(v, ">", t)
		case below:
			p.compare(v, "<", t)
		default:
			p.addNote(from, to, partNote)
		}
	case tNumber:
		p.addNote(from, to, partNote)
		p.conf *= 0.95
	case tText:
		p.textual(v, from, to)
	}
}

// relates tells whether t says that the number is relative to what stands
// before t: 比, より, から.
func (p *parser) relates(t *token) bool {
	f := &p.f
	i := int(t.from)
	return f.peek(i) == '比' || f.has(i, "より") || f.has(i, "から") || f.has(i, "に対") || f.has(i, "に比べ") || f.has(i, "と比") || f.has(i, "対比") ||
		f.has(i, "実績比") || f.has(i, "実績から") || f.has(i, "実績より") || f.has(i, "実績値比") || f.has(i, "実績値から") || f.has(i, "実績値より")
}

// relativeBases are what a value may be relative to.
var relativeBases = []string{"前年度", "前年", "前々年度", "前回", "前期", "前月", "現状", "現況", "基準", "当初", "策定時", "目標値", "対前", "全国平均", "県平均"}

// textual gives a run of text beside the value its part.
func (p *parser) textual(v *Value, from, to int) {
	a, b := p.strip(from, to)
	if a >= b {
		p.part(partNote, from, to)
		return
	}
	if w := p.n.words.whole(&p.f, a, b); w != nil {
		if w.meaning == "qualifier" {
			if b < to && (p.f.r[b] == 'よ' || p.f.r[b] == 'か') { // 現状値より
				p.base = true
			}
			p.addNote(from, to, partQualifier)
			if running(w) && v.Kind == Number && !v.Cumulative.Valid {
				v.Cumulative = v.Value
			}
			return
		}
		p.addNote(from, to, partNote)
		return
	}
	p.addNote(from, to, partNote)
	f := &p.f
	if f.has(a, "対") || hasAny(f, a, b, "比") || hasAny(f, a, b, "より") || hasAny(f, a, b, "から") {
		for _, base := range relativeBases {
			if hasAny(f, a, b, base) {
				p.base = true
				return
			}
		}
	}
	for _, base := range relativeBases {
		if hasAny(f, a, b, base) { // 前年度+5%
			p.base = true
			return
		}
	}
	switch {
	case f.has(a, "全国") && b-a == 2, f.has(a, "全") && b-a == 1, f.has(a, "県内") && b-a == 2:
		return
	case b-a == 1 && f.r[a] == '比':
		return
	case digitsIn(f, a, b):
		p.conf *= 0.8
	default:
		p.conf *= 0.9
		if !p.own {
			// 資料1 and 2 雑収入 count and name things; a bare figure beside a
			// text that nothing explains may not be a value at all.
			p.conf *= 0.8
		}
	}
}

// running tells whether a qualifier says that the number is a running total.
func running(w *word) bool {
	switch string(w.name) {
	case "累計", "累積", "新規累計":
		return true
	}
	return false
}

// hasAny tells whether word stands anywhere in [from, to).
func hasAny(f *folded, from, to int, word string) bool {
	for i := from; i < to; i++ {
		if f.has(i, word) {
			return true
		}
	}
	return false
}

// digitsIn tells whether a digit stands in [from, to).
func digitsIn(f *folded, from, to int) bool {
	for i := from; i < to; i++ {
		if isDigit(f.r[i]) {
			return true
		}
	}
	return false
}

// after gives the token i, which stands after the value, its part.
func (p *parser) after(v *Value, toks []token, i int, c *candidate) {
	t := &toks[i]
	from, to := int(t.from), int(t.to)
	switch t.kind {
	case tPunct:
		return
	case tMark:
		p.addNote(from, to, partMark)
	case tBracket:
		p.bracket(v, t)
	case tRange:
		if v.Kind == Number && i == c.to && p.f.r[t.from] == '~' { // 10～
			p.compare(v, ">=", t)
			return
		}
		p.addNote(from, to, partNote)
		p.conf *= 0.8
	case tArrow:
		p.addNote(from, to, partNote)
		p.conf *= 0.8
	case tDate:
		p.dated(v, t, from, to)
	case tTerm:
		switch t.class {
		case loosely:
			if p.f.has(from, "程度") || p.f.has(from, "前後") || p.f.has(from, "くらい") || p.f.has(from, "ぐらい") || p.f.has(from, "ほど") {
				p.compare(v, "~", t)
				return
			}
			if v.Comparator == "" { // 強, 弱, 台, 余り: which way is in the note
				v.Comparator = "~"
			}
			p.addNote(from, to, partComparator)
		case atLeast:
			p.compare(v, ">=", t)
		case atMost:
			p.compare(v, "<=", t)
		case above:
			p.compare(v, ">", t)
		case below:
			p.compare(v, "<", t)
		case since:
			if v.Kind == Number && i == len(toks)-1 {
				p.compare(v, ">=", t)
				return
			}
			p.addNote(from, to, partNote)
		case up, down:
			p.change(v, t)
		case doubled, halved:
			p.addNote(from, to, partNote)
			p.conf *= 0.8
		default:
			p.addNote(from, to, partNote)
		}
	case tNumber:
		p.addNote(from, to, partNote)
		p.conf *= 0.9
	case tText:
		if p.own && v.Unit != "" && p.f.r[from] == '/' && i > c.to { // 1回以上/年
			if x := p.n.units.info(p.text(from+1, to)); x != nil {
				p.setUnit(v, v.Unit+"/"+p.text(from+1, to))
				p.part(partUnit, from, to)
				return
			}
		}
		if !p.own && i > 0 && toks[i-1].kind == tBracket { // 1.3（R3）倍
			if x := p.n.units.info(p.text(from, to)); x != nil {
				p.setUnit(v, p.text(from, to))
				p.part(partUnit, from, to)
				return
			}
		}
		p.textual(v, from, to)
	}
}

// change makes the value a change: 10%増 is +10 %, 3割減 is −30 %. Where the
// indicator itself counts what is cut (削減量), a cut is no negative number.
func (p *parser) change(v *Value, t *token) {
	from, to := int(t.from), int(t.to)
	if v.Kind != Number && v.Kind != Range {
		p.addNote(from, to, partNote)
		return
	}
	p.part(partChange, from, to)
	p.moved = true
	a, b := p.strip(from, to)
	if !p.base {
		p.notes = append(p.notes, span{a, b})
	}
	if v.CanonicalUnit == "%" && v.Unit == "割" {
		v.Value, v.Low, v.High = tenfold(v.Value), tenfold(v.Low), tenfold(v.High)
		v.Unit, v.Scale = "%", decimal.One
		v.Decimals = max(0, v.Decimals-1)
	}
	if t.class == up {
		return
	}
	if b-a >= 2 && strings.Contains(p.ctx.Indicator, p.text(a, b)) || strings.Contains(p.ctx.Indicator, "削減") {
		return
	}
	if v.Kind == Number {
		if v.Value.Decimal.IsNeg() { // ▲6%減
			p.conf *= 0.9
			return
		}
		v.Value.Decimal = v.Value.Decimal.Neg()
	} else {
		v.Low.Decimal, v.High.Decimal = v.High.Decimal.Neg(), v.Low.Decimal.Neg()
	}
	switch v.Comparator {
	case ">=":
		v.Comparator = "<="
	case "<=":
		v.Comparator = ">="
	case ">":
		v.Comparator = "<"
	case "<":
		v.Comparator = ">"
	}
}

func tenfold(d NullDecimal) NullDecimal {
	if !d.Valid {
		return d
	}
	x, err := d.Decimal.Mul(decimal.MustNew(10, 0))
	if err != nil {
		return NullDecimal{}
	}
	return NullDecimal{Decimal: x.Trim(max(0, d.Decimal.Scale()-1)), Valid: true}
}

// dated takes a date outside brackets as the value's.
func (p *parser) dated(v *Value, t *token, from, to int) {
	if v.AsOf != "" {
		p.addNote(from, to, partNote)
		p.conf *= 0.9
		return
	}
	v.AsOf = p.text(from, to)
	p.part(partAsOf, from, to)
	p.asOf(v, &p.years[t.year], v.AsOf)
}

// asOf sets the days and the fiscal year that a date in the cell names.
func (p *parser) asOf(v *Value, y *Year, text string) {
	v.AsOfFrom, v.AsOfTo = y.From.String(), y.To.String()
	if !y.yearless && y.FiscalYear != 0 && !(y.Span && p.fy != 0) {
		v.FiscalYear, v.named = y.FiscalYear, true
		v.markYear(y, text)
	}
}

// bracket reads what a bracket beside the value says.
func (p *parser) bracket(v *Value, t *token) {
	f := &p.f
	from, to := p.trim(int(t.from)+1, int(t.to)-1)
	if from >= to {
		return
	}
	if w := p.n.words.whole(f, from, to); w != nil {
		label := partNote
		if w.meaning == "qualifier" {
			label = partQualifier
			if running(w) && v.Kind == Number && !v.Cumulative.Valid {
				v.Cumulative = v.Value
			}
		}
		p.bracketNote(from, to, label)
		return
	}
	if (v.Kind == Number || v.Kind == Range) && !p.own && !digitsIn(f, from, to) {
		if x := p.n.units.info(p.text(from, to)); x != nil {
			p.setUnit(v, p.text(from, to))
			p.part(partUnit, from, to)
			return
		}
	}
	if p.total(v, from, to) {
		return
	}
	if v.AsOf == "" && (p.bracketDate(v, from, to) || p.brokenDate(v, from, to)) {
		return
	}
	if j := f.footnote(from, to); j == to {
		p.bracketNote(from, to, partMark)
		return
	}
	p.bracketNote(from, to, partNote)
	if digitsIn(f, from, to) {
		if !hasAny(f, from, to, "比") && !hasAny(f, from, to, "うち") && !hasAny(f, from, to, "内") {
			p.conf *= 0.85
			if !lettersIn(f, from, to) {
				v.Findings = append(v.Findings, finding.New(FindBracket, p.text(from, to)))
			}
		}
		return
	}
	p.conf *= 0.95
}

// bracketNote keeps the inside of a bracket as a note of its own.
func (p *parser) bracketNote(from, to int, label string) {
	p.part(label, from, to)
	p.notes = append(p.notes, span{from, to})
}

// lettersIn tells whether anything but digits, signs and spaces stands in
// [from, to).
func lettersIn(f *folded, from, to int) bool {
	for i := from; i < to; i++ {
		if isKanji(f.r[i]) || isHiragana(f.r[i]) || isKatakana(f.r[i]) || isLatin(f.r[i]) {
			return true
		}
	}
	return false
}

// totals are the words that name a running total.
var totals = []string{"累計", "累積", "通算"}

// total reads （累計5）, （累計：1,200人） and （5累計） as the running total.
func (p *parser) total(v *Value, from, to int) bool {
	f := &p.f
	i, j := from, to
	found := false
	for _, w := range totals {
		if f.has(i, w) {
			i, found = i+2, true
			break
		}
		if to-2 > from && f.has(to-2, w) {
			j, found = to-2, true
			break
		}
	}
	if !found || v.Cumulative.Valid {
		return false
	}
	for i < j && (f.r[i] == ' ' || f.r[i] == ':' || f.r[i] == 'で' || f.r[i] == '約') {
		i++
	}
	_, j = p.trim(i, j)
	t, ok := p.numberAt(i, j, true)
	if !ok {
		return false
	}
	if k := f.space(int(t.to)); k < j {
		// （累計2 1）: nothing but digits, broken by the line.
		rest, l := f.number(k, 3)
		c, fits := mul10(t.num.coef, l-k)
		if l != j || !fits || !t.num.plain() || t.uFrom < t.uTo || rest < 0 {
			return false
		}
		t.num.coef = c + uint64(rest)
		p.conf *= 0.9
	}
	d, why := t.num.exact()
	if why != sound || !d.Valid {
		return false
	}
	v.Cumulative = d
	p.part(partCumulative, from, to)
	p.notes = append(p.notes, span{from, to})
	return true
}

// bracketDate reads a bracket that says when: （R2）, 【2月1日時点】,
// （令和3年度実績）, （R2国勢調査）. Figures beside the date make it something else.
func (p *parser) bracketDate(v *Value, from, to int) bool {
	f := &p.f
	for i := from; i < to; i++ {
		if i > from && isDigit(f.r[i-1]) && isDigit(f.r[i]) || !p.n.eras.mayBegin(f, i) {
			if isDigit(f.r[i]) {
				return false // a figure before any date
			}
			continue
		}
		y, j, ok := p.n.eras.date(f, i, p.fy, bareYear)
		if !ok || j > to {
			if isDigit(f.r[i]) {
				return false
			}
			continue
		}
		switch f.peek(j) {
		case '間', '%', '人', '件', '円':
			if isDigit(f.r[j-1]) || f.r[j] == '間' {
				return false
			}
		}
		if i == from && j == to && isDigit(f.r[i]) && p.resembles(v, &y) {
			return false // 2000（1950）
		}
		k := f.space(j)
		if digitsIn(f, k, to) && !p.onlyDates(k, to) {
			return false
		}
		if k < to && f.r[k] == '比' || f.has(k, "対比") || f.has(k, "より") {
			return false
		}
		v.AsOf = p.text(from, to)
		p.part(partAsOf, from, to)
		p.asOf(v, &y, v.AsOf)
		// 見込み and 実績 beside the date qualify the value.
		for m := k; m < to; {
			if w, l := p.n.words.match(f, m, to); w != nil && l-m >= 2 {
				if w.meaning == "qualifier" {
					p.notes = append(p.notes, span{m, l})
				}
				m = l
				continue
			}
			m++
		}
		return true
	}
	return false
}

// brokenDate is bracketDate for a text that a line break has set apart:
// （R3.4～R3.1 2）. All of it must be a date then.
func (p *parser) brokenDate(v *Value, from, to int) bool {
	text := p.text(from, to)
	if !strings.ContainsAny(text, " 　\n") {
		return false
	}
	y, ok := p.n.eras.ParseYear(strings.Join(strings.Fields(text), ""))
	if !ok {
		return false
	}
	v.AsOf = text
	p.part(partAsOf, from, to)
	p.asOf(v, &y, text)
	p.conf *= 0.9
	return true
}

// resembles tells whether a bare year in brackets may be a figure like the value
// itself.
func (p *parser) resembles(v *Value, y *Year) bool {
	if v.Kind != Number || y.Exact || y.Calendar || strings.ContainsAny(p.raw, ",，年度") {
		return false
	}
	i, _, ok := v.Value.Decimal.Int64(0)
	return ok && v.Decimals == 0 && i >= 1000 && i < 3000
}

// onlyDates tells whether every digit in [from, to) belongs to a date or to a
// mark of a footnote.
func (p *parser) onlyDates(from, to int) bool {
	f := &p.f
	for i := from; i < to; {
		if j := f.footnote(i, to); j > i {
			i = j
			continue
		}
		if p.n.eras.mayBegin(f, i) {
			if _, j, ok := p.n.eras.date(f, i, p.fy, bareYear); ok && j <= to && j > i {
				i = j
				continue
			}
		}
		if isDigit(f.r[i]) {
			return false
		}
		i++
	}
	return true
}

// wordy reads a cell in which no number is a value.
func (p *parser) wordy(v *Value, toks []token, from, to int) {
	f := &p.f
	// A word of the seeds, with brackets around it.
	a, b := 0, len(toks)
	for a < b && toks[a].kind == tBracket {
		a++
	}
	for b > a && (toks[b-1].kind == tBracket || toks[b-1].kind == tMark) {
		b--
	}
	if a < b {
		i, j := p.trim(int(toks[a].from), int(toks[b-1].to))
		if w := p.n.words.whole(f, i, j); w != nil {
			p.wordOnly(v, w, i, j)
			word := span{i, j}
			for k := range toks {
				if k >= a && k < b {
					continue
				}
				if toks[k].kind == tBracket {
					p.bracket(v, &toks[k])
				} else {
					p.addNote(int(toks[k].from), int(toks[k].to), partMark)
				}
			}
			if v.Kind == Word && v.Status != Same && len(p.notes) > 0 {
				p.notes = append([]span{word}, p.notes...)
				v.Note = ""
			}
			return
		}
	} else if len(toks) == 1 && toks[0].kind == tBracket { // （12） or （未定）
		i, j := p.trim(int(toks[0].from)+1, int(toks[0].to)-1)
		if i < j {
			p.inner(v, i, j)
			return
		}
	}
	// 半減, 倍増, alone or after what it is relative to.
	for k := range toks {
		t := &toks[k]
		if t.kind != tTerm || t.class != doubled && t.class != halved || k+1 < len(toks) && toks[k+1].kind != tBracket && toks[k+1].kind != tMark {
			continue
		}
		pc := int64(100)
		if t.class == halved {
			pc = -50
		}
		v.Kind, v.Status, v.Value = Number, OK, NullDecimal{Decimal: decimal.MustNew(pc, 0), Valid: true}
		p.setUnit(v, "%")
		p.moved = true
		for i := 0; i < k; i++ {
			p.before(v, toks, i, &candidate{from: k, to: k + 1, lo: k, hi: k})
		}
		p.part(partNumber, int(t.from), int(t.to))
		if len(p.notes) == 0 {
			p.notes = append(p.notes, span{int(t.from), int(t.to)})
		}
		for i := k + 1; i < len(toks); i++ {
			p.after(v, toks, i, &candidate{from: k, to: k + 1, lo: k, hi: k})
		}
		return
	}
	v.Kind, v.Status = Word, Text
	v.Note = p.text(from, to)
	i := from
	for k := range toks {
		t := &toks[k]
		if t.kind == tDate && v.AsOf == "" && !(k+1 < len(toks) && toks[k+1].kind == tText && p.relates(&toks[k+1])) {
			p.part(partWord, i, int(t.from))
			p.dated(v, t, int(t.from), int(t.to))
			i = int(t.to)
		}
		if t.kind == tBracket && v.AsOf == "" {
			x, y := p.trim(int(t.from)+1, int(t.to)-1)
			if x < y && p.bracketDate(v, x, y) {
				p.part(partWord, i, x)
				p.notes = p.notes[:0]
				i = y
			}
		}
	}
	p.part(partWord, i, to)
	if digitsIn(f, from, to) && v.AsOf == "" {
		p.conf *= 0.8
	} else {
		p.conf *= 0.95
	}
	// 前年度以上: bounded by something that is no number here.
	end := len(toks)
	for end > 0 && toks[end-1].kind == tBracket {
		end--
	}
	if end == 0 || toks[end-1].kind != tText && toks[end-1].kind != tTerm {
		return
	}
	last := int(toks[end-1].to)
	for k := int(toks[end-1].from); k < last; k++ {
		t, l := grammar.match(f, k, last, false)
		if t == nil || l != last {
			continue
		}
		switch t.class {
		case atLeast:
			v.Comparator = ">="
		case atMost:
			v.Comparator = "<="
		case above:
			v.Comparator = ">"
		case below:
			v.Comparator = "<"
		case loosely:
			if len(t.name) > 1 {
				v.Comparator = "~"
			}
		}
		return
	}
}

// inner reads a cell that stands in brackets as a whole.
func (p *parser) inner(v *Value, from, to int) {
	base := len(p.tok)
	if w := p.n.words.whole(&p.f, from, to); w != nil {
		p.wordOnly(v, w, from, to)
		return
	}
	p.tokens(from, to)
	toks := p.tok[base:]
	nested := len(toks) == 1 && toks[0].kind == tBracket
	if nested {
		v.Kind, v.Status, v.Note = Word, Text, p.text(from, to)
		p.part(partWord, from, to)
	} else {
		p.weigh(v, toks, from, to)
	}
	p.tok = p.tok[:base]
	p.conf *= 0.8
}
