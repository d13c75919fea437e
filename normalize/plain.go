package normalize

import (
	"math"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/govalues/decimal"

	"shihyo/extract/finding"
)

// plain reads what most cells are: a number with proper separators, and after
// it nothing or one unit of the dictionary. It works on the bytes and takes no
// memory; ok is false when the cell is anything else, and v is untouched then.
func (n *Normalizer) plain(v *Value, raw string, ctx *Context) bool {
	if ctx.Struck || ctx.YearText != "" || ctx.Calendar {
		return false
	}
	i := 0
	neg := false
	if len(raw) > 0 && raw[0] == '-' {
		neg, i = true, 1
	}
	var coef uint64
	digits, places, group := 0, -1, -1
	for i < len(raw) {
		c, w := raw[i], 1
		if c == 0xEF && i+2 < len(raw) { // full-width: U+FF01 to U+FF5E
			switch {
			case raw[i+1] == 0xBC && raw[i+2] >= 0x81 && raw[i+2] <= 0xBF:
				c, w = raw[i+2]-0x60, 3
			default:
				c = 0
			}
		}
		switch {
		case c >= '0' && c <= '9':
			if digits == 18 {
				return false
			}
			coef = coef*10 + uint64(c-'0')
			digits++
			if places >= 0 {
				places++
			}
			if group >= 0 {
				group++
			}
			i += w
			continue
		case c == ',' && places < 0 && digits > 0:
			if group >= 0 && group != 3 || group < 0 && digits > 3 {
				return false
			}
			group = 0
			i += w
			continue
		case c == '.' && places < 0 && digits > 0 && (group < 0 || group == 3):
			places, group = 0, -1
			i += w
			continue
		}
		break
	}
	if digits == 0 || group >= 0 && group != 3 || places == 0 {
		return false
	}
	var own *unitInfo
	if i < len(raw) {
		rest := raw[i:]
		if len(rest) > 24 {
			return false
		}
		switch rest[0] {
		case ' ', '.', ',':
			return false
		}
		n.units.mu.RLock()
		own = n.units.seen[rest]
		n.units.mu.RUnlock()
		if own == nil || own.canonical == "" || !own.simple {
			return false
		}
	}
	places = max(places, 0)
	if coef > math.MaxInt64 {
		return false
	}
	c := int64(coef)
	if neg {
		c = -c
	}
	d, err := decimal.New(c, places)
	if err != nil {
		return false
	}
	v.Kind, v.Status, v.Value, v.Decimals = Number, OK, NullDecimal{Decimal: d, Valid: true}, places
	if own != nil {
		v.Unit, v.CanonicalUnit, v.Scale = own.text, own.canonical, own.scale
	}
	n.settle(v, ctx, own != nil, false, false)
	return true
}

// unit settles the unit of a number or range: the cell's own, else that of the
// unit column, of the brackets that end the indicator's name, of the header.
func (p *parser) unit(v *Value) {
	p.n.settle(v, p.ctx, v.Unit != "", p.base || p.moved || v.Status == Same, p.multiplied(v))
	if v.fraction && v.Unit != "" && v.Status != Same {
		// 3/4 in a column of schools are three of four; in one of per cent it is
		// not a part of one per cent.
		p.conf = 1
		p.ambiguous(v, FindAmbiguous, 0, len(p.f.r))
		v.Confidence *= p.conf
	}
}

// multiplied tells whether the number in the cell bears a multiplier without a
// unit: 133万.
func (p *parser) multiplied(v *Value) bool {
	if v.Unit != "" {
		return false
	}
	for _, q := range p.parts {
		if q.label == partNumber && q.to > q.from && multiplier(p.f.r[q.to-1]) > 0 {
			return true
		}
	}
	return false
}

func (n *Normalizer) settle(v *Value, ctx *Context, own, relative, multiplied bool) {
	if own && relative {
		return
	}
	text, x := "", (*unitInfo)(nil)
	if ctx.Unit != "" {
		text, x = n.units.column(ctx.Unit, n.words)
	}
	if text == "" && ctx.Indicator != "" {
		if x = n.units.ofName(ctx.Indicator, n.words); x != nil {
			text = x.text
		}
	}
	if text == "" && !own && ctx.Period != "" {
		if x = n.units.ofHeader(ctx.Period); x != nil {
			text = x.text
		}
	}
	if text == "" {
		return
	}
	if own {
		if x != nil && x.canonical != "" && v.CanonicalUnit != "" && x.canonical != v.CanonicalUnit && !kin(x.canonical, v.CanonicalUnit) {
			v.Findings = append(v.Findings, finding.New(FindUnit, v.Unit, text))
			v.Confidence *= 0.8
		}
		return
	}
	v.Unit = text
	if x != nil {
		v.CanonicalUnit, v.Scale = x.canonical, x.scale
	}
	if multiplied && text != "" {
		if r, _ := utf8.DecodeRuneInString(text); multiplier(r) > 0 {
			v.Findings = append(v.Findings, finding.New(FindMultiplier, v.Raw, text))
			v.Confidence *= 0.5
		}
	}
}

// kin tells whether two canonical units may stand for one another in a column:
// points are differences of percentages, and the counters of people and places
// are chosen freely.
func kin(a, b string) bool {
	pair := func(x, y string) bool { return a == x && b == y || a == y && b == x }
	return pair("%", "ポイント") || pair("回", "件") || strings.HasPrefix(a, b+"/") || strings.HasPrefix(b, a+"/")
}

// ofHeader returns the unit in the brackets that end a column's header
// (目標値（人）); a bracket that may hold a date or a count of something else is
// none.
func (u *Units) ofHeader(period string) *unitInfo {
	last, size := utf8.DecodeLastRuneInString(period)
	if opening(last) == 0 {
		return nil
	}
	start := openOf(period[:len(period)-size], opening(last))
	if start < 0 {
		return nil
	}
	_, k := utf8.DecodeRuneInString(period[start:])
	x := u.info(strings.TrimSpace(period[start+k : len(period)-size]))
	if x == nil {
		return nil
	}
	if nouns[x.kind] {
		return nil
	}
	switch x.kind {
	case "years", "months", "weeks", "days", "rank":
		return nil
	}
	return x
}

// explain cuts out the parts and puts them in the order of the text.
func (p *parser) explain() []Part {
	list := make([]Part, 0, len(p.parts))
	for _, q := range p.parts {
		text := p.text(q.from, q.to)
		start := int(p.f.at[q.from])
		list = append(list, Part{Label: q.label, Text: text, Start: start, End: start + len(text)})
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].Start < list[j].Start })
	return list
}
