package normalize

import (
	"strings"

	"github.com/govalues/decimal"

	"shihyo/extract/finding"
)

// What stands around the value: the words and texts before and after it, which
// bound it, qualify it, make it a change, or are kept as its note.

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
			p.bound(v, ">=", t)
		case atMost:
			p.bound(v, "<=", t)
		case above:
			p.bound(v, ">", t)
		case below:
			p.bound(v, "<", t)
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
		if w.kind == Missing && !(p.f.r[a] == '*' && v.Decimals > 0) { // *1, 未定 3: no figure, and one
			p.conf *= 0.6
		}
		p.addNote(from, to, partNote)
		return
	}
	p.addNote(from, to, partNote)
	f := &p.f
	for i := a; i < b; i++ {
		if unreadable(f.r[i]) {
			p.conf *= 0.4
			v.Findings = append(v.Findings, finding.New(FindUnreadable, p.raw))
			return
		}
	}
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
			p.bound(v, ">=", t)
		case atMost:
			if p.f.has(from, "まで") && i+1 < len(toks) && (toks[i+1].kind == tText || toks[i+1].kind == tTerm) {
				p.arrives = true // 20%まで削減 ends at 20 %
				p.addNote(from, to, partNote)
				return
			}
			p.bound(v, "<=", t)
		case above:
			p.bound(v, ">", t)
		case below:
			p.bound(v, "<", t)
		case since:
			if v.Kind == Number && i == len(toks)-1 {
				p.compare(v, ">=", t)
				return
			}
			p.addNote(from, to, partNote)
		case up, down:
			p.change(v, t)
		case per: // 1人当たり, and then nothing
			p.addNote(from, to, partNote)
			p.conf *= 0.7
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

// bound sets a bound beside the value. Of a cut that was turned negative it is
// turned as well (10%削減以上 is at most −10 %), and 以内 is meant of the size. Of
// another negative number it may be meant of either, and of a rank of better or
// worse: that is told.
func (p *parser) bound(v *Value, cmp string, t *token) {
	within := p.f.has(int(t.from), "以内")
	negative := v.Kind == Number && v.Value.Decimal.IsNeg()
	switch {
	case within && v.Kind == Range && v.Low.Decimal.Neg().Equal(v.High.Decimal): // ±5%以内
		p.part(partComparator, int(t.from), int(t.to))
		return
	case p.cut:
		cmp = turned(cmp)
	case within && negative: // ▲5%以内
		cmp = ">="
	case negative, v.CanonicalUnit == "位" && !within:
		v.Findings = append(v.Findings, finding.New(FindBound, p.text(0, len(p.f.r))))
		p.conf *= 0.8
	}
	p.compare(v, cmp, t)
}

// turned is a comparator seen from the other side of zero.
func turned(cmp string) string {
	switch cmp {
	case ">=":
		return "<="
	case "<=":
		return ">="
	case ">":
		return "<"
	case "<":
		return ">"
	}
	return cmp
}

// change makes the value a change: 10%増 is +10 %, 3割減 is −30 %. Where the
// indicator itself counts what is cut (削減量), a cut is no negative number.
func (p *parser) change(v *Value, t *token) {
	from, to := int(t.from), int(t.to)
	if v.Kind != Number && v.Kind != Range || p.arrives {
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
	v.Comparator = turned(v.Comparator)
	p.cut = true
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
