package normalize

import (
	"strings"

	"shihyo/extract/finding"
)

// Brackets beside the value: a date (（R2）, 【2月1日時点】), a running total
// （累計5）, a unit (（人）), a qualifier (（見込み）), the mark of a note, or a remark.

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
	if j := f.footnote(from, to, true); j == to {
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
	if own := p.unitName(&t); own != "" && own != v.CanonicalUnit && (v.CanonicalUnit != "" || p.period(&t)) {
		// （5か年累計） says how long the value itself was summed up.
		if !p.period(&t) || j == to || v.Kind != Number {
			return false
		}
		v.Cumulative = v.Value
		p.bracketNote(from, to, partQualifier)
		return true
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
		if k < to && f.r[k] == '比' || f.has(k, "対比") || f.has(k, "より") || f.has(k, "に対") || f.has(k, "に比") || f.has(k, "基準") || i > from && f.r[i-1] == '対' {
			return false // what the value is compared with
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
		if j := f.footnote(i, to, true); j > i {
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
