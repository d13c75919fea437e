package normalize

import (
	"strings"

	"shihyo/extract/finding"
)

// Components are several values stacked in one cell, each under a label: ①500
// ②50, ⅰ) … ⅱ) …, (1) … (2) …, ア. … イ. …, A: … B: ….

// labels are the series that may label components.
type series uint8

const (
	noSeries   series = iota
	circled           // ① ❶ ⑴ ㋐ ⓐ: a label wherever it stands
	roman             // ⅰ) Ⅰ.
	bracketed         // (1) (ア) (a)
	halfClosed        // 1) ア) a)
	kanaDot           // ア. ア: ア
	latinDot          // A. A: a.
)

const kanaOrder = "アイウエオカキクケコサシスセソ"

// circles are the runs of circled and bracketed characters.
var circles = []struct{ first, last rune }{{'①', '⑳'}, {'❶', '❿'}, {'➀', '➉'}, {'➊', '➓'}, {'⑴', '⒇'}, {'㉑', '㉟'}, {'㋐', '㋾'}, {'ⓐ', 'ⓩ'}, {'Ⓐ', 'Ⓩ'}, {'㊀', '㊉'}, {'⒜', '⒵'}, {'㈠', '㈩'}}

// labelAt reads a label at rune i: its series, its place in it from 1 and the
// rune after it.
func (f *folded) labelAt(i, end int) (s series, n, next int) {
	r := f.r[i]
	for _, c := range circles {
		if r < '①' {
			break
		}
		if r >= c.first && r <= c.last {
			n = int(r-c.first) + 1
			if c.first == '㉑' {
				n += 20
			}
			return circled, n, i + 1
		}
	}
	closes := func(j int) bool {
		q := f.peek(j)
		return q == ')' || q == '.' || q == ':' || q == '、' || q == '〕' || q == ']'
	}
	if r >= 'ⅰ' && r <= 'ⅻ' || r >= 'Ⅰ' && r <= 'Ⅻ' {
		n = int(r-'ⅰ') + 1
		if r < 'ⅰ' {
			n = int(r-'Ⅰ') + 1
		}
		j := i + 1
		if closes(j) {
			j++
		}
		return roman, n, j
	}
	single := func(j int) (int, int) { // a digit, kana or letter
		q := f.peek(j)
		switch {
		case isDigit(q):
			if n, k := f.number(j, 2); n > 0 {
				return n, k
			}
		case isKatakana(q):
			for k, c := range []rune(kanaOrder) {
				if c == q {
					return k + 1, j + 1
				}
			}
		case q >= 'a' && q <= 'j':
			return int(q-'a') + 1, j + 1
		case q >= 'A' && q <= 'J':
			return int(q-'A') + 1, j + 1
		case q >= 'ⅰ' && q <= 'ⅻ':
			return int(q-'ⅰ') + 1, j + 1
		}
		return 0, j
	}
	if r == '(' || r == '〔' || r == '[' {
		if n, j := single(i + 1); n > 0 && j < end && f.r[j] == closing(r) {
			return bracketed, n, j + 1
		}
		return noSeries, 0, i
	}
	if i > 0 && (isDigit(f.r[i-1]) || isLatin(f.r[i-1]) || isKatakana(f.r[i-1])) {
		// 10)… and words are no labels.
		if isDigit(r) || isLatin(r) || !isKatakana(r) || isKatakana(f.r[i-1]) {
			return noSeries, 0, i
		}
	}
	n, j := single(i)
	if n == 0 {
		return noSeries, 0, i
	}
	switch {
	case f.peek(j) == ')':
		return halfClosed, n, j + 1
	case isKatakana(r) && (closes(j) || f.peek(j) == ' ' || isDigit(f.peek(j))):
		if closes(j) {
			j++
		}
		return kanaDot, n, j
	case isLatin(r) && (f.peek(j) == ':' || f.peek(j) == '.' && !isDigit(f.peek(j+1)) || f.peek(j) == ' '):
		return latinDot, n, j + 1
	}
	return noSeries, 0, i
}

// components reads [from, to) as labelled components; ok is false when it holds
// none.
func (p *parser) components(v *Value, from, to int) bool {
	f := &p.f
	first := -1
	var s series
	for i := from; i < to; i++ {
		if f.r[i] < '①' || f.r[i] > '㋾' {
			continue
		}
		if k, _, _ := f.labelAt(i, to); k == circled {
			first, s = i, k
			break
		}
	}
	if first < 0 {
		k, n, _ := f.labelAt(from, to)
		if k == noSeries || n != 1 {
			return false
		}
		first, s = from, k
	}
	var labels []span
	var starts []int
	want := 0
	depth := 0
	for i := first; i < to; i++ {
		if k, n, j := f.labelAt(i, to); k == s && (depth == 0 || s == circled) && (s == circled || n == want+1) {
			if s == circled && (f.peek(j) == '~' || f.peek(j) == '-' && j+1 < to && isCircled(f.r[j+1])) {
				return false // ①～③
			}
			labels = append(labels, span{i, j})
			starts = append(starts, i)
			want = n
			i = j - 1
			continue
		}
		switch f.r[i] {
		case '(', '（', '【', '[':
			depth++
		case ')', '）', '】', ']':
			depth = max(0, depth-1)
		}
	}
	if len(labels) < 2 && s != circled || len(labels) == 1 && first != from {
		return false
	}
	p.notes = p.notes[:0]
	p.conf = 1
	p.part(partNote, from, first)
	a, b := p.strip(from, first)
	lead := span{a, b}
	starts = append(starts, to)
	p.split(v, labels, starts)
	if lead.from < lead.to && v.Note == "" {
		v.Note = p.text(lead.from, lead.to)
		p.conf *= 0.9
	}
	v.Confidence *= p.conf
	p.matchLabels(v, s)
	return true
}

func isCircled(r rune) bool { return r >= '①' && r <= '⑳' }

// split reads the components that begin at starts, the last of which is where
// they end; labels are where their labels stand.
func (p *parser) split(v *Value, labels []span, starts []int) {
	v.Kind, v.Status = Components, OK
	v.Components = make([]Component, 0, len(labels))
	conf := p.conf
	for i, l := range labels {
		p.part(partLabel, l.from, l.to)
		from := l.to
		if q := p.f.peek(from); opening(q) != 0 && l.from > 0 && closing(p.f.r[l.from-1]) == q { // the label's own bracket
			from++
		}
		p.component(v, l, from, starts[i+1])
	}
	p.conf = conf
}

// component reads runes [from, to) as the component that stands under label.
func (p *parser) component(v *Value, label span, from, to int) {
	la, lb := p.strip(label.from, label.to)
	if la >= lb {
		la, lb = label.from, label.to
	}
	a, b := p.trim(from, to)
	for a < b && (p.f.r[a] == ':' || p.f.r[a] == '、' || p.f.r[a] == ',' || p.f.r[a] == ' ' || p.f.r[a] == '=') {
		a++
	}
	for b > a && (p.f.r[b-1] == '、' || p.f.r[b-1] == ',' || p.f.r[b-1] == ' ' || p.f.r[b-1] == '・' || p.f.r[b-1] == '/' || p.f.r[b-1] == ';') {
		b--
	}
	cv := Value{Scale: v.Scale, Confidence: 1, FiscalYear: v.FiscalYear}
	p.reading(&cv, a, b, true)
	c := Component{Label: p.text(la, lb), Raw: p.text(a, b), Value: cv.Value, Unit: cv.Unit, Comparator: cv.Comparator, Low: cv.Low, High: cv.High}
	if (cv.Kind == Number || cv.Kind == Range) && c.Unit == "" && p.ctx.Unit != "" {
		c.Unit, _ = p.n.units.column(labelledUnit(p.ctx.Unit, c.Label), p.n.words)
	}
	if cv.Kind == Components { // labels within labels are not read
		cv.Confidence *= 0.5
	}
	v.Components = append(v.Components, c)
	v.Confidence = min(v.Confidence, cv.Confidence)
	v.Findings = append(v.Findings, cv.Findings...)
	if cv.Note != "" && cv.Kind != Word {
		if v.Note != "" {
			v.Note += "、"
		}
		v.Note += cv.Note
	}
	switch {
	case cv.AsOf == "" || cv.AsOf == v.AsOf:
	case v.AsOf == "":
		v.AsOf, v.AsOfFrom, v.AsOfTo = cv.AsOf, cv.AsOfFrom, cv.AsOfTo
		if cv.named {
			v.FiscalYear, v.named = cv.FiscalYear, true
		}
	default: // ①500（R2）②50（R3）: no one year
		v.AsOf += "、" + cv.AsOf
		v.AsOfFrom, v.AsOfTo = min(v.AsOfFrom, cv.AsOfFrom), max(v.AsOfTo, cv.AsOfTo)
		v.FiscalYear, v.named = p.ctx.FiscalYear, false
		v.Confidence *= 0.9
	}
	if cv.Kind == Blank { // ①②50: whose is it?
		v.Confidence *= 0.7
	}
}

// labelledUnit returns the unit that a unit column states for one label
// (①時間②社); the whole text where it states one for all.
func labelledUnit(unit, label string) string {
	i := strings.Index(unit, label)
	if i < 0 || label == "" {
		return unit
	}
	var f folded
	f.text(unit[i+len(label):])
	for k := range f.r {
		if s, _, _ := f.labelAt(k, len(f.r)); s == circled || s != noSeries && k > 0 && f.r[k-1] == ' ' {
			return unit[i+len(label) : i+len(label)+int(f.at[k])]
		}
	}
	return unit[i+len(label):]
}

// matchLabels compares the labels with those in the indicator's name; a value
// whose labels the name does not have is doubtful.
func (p *parser) matchLabels(v *Value, s series) {
	if s != circled || p.ctx.Indicator == "" {
		return
	}
	var f folded
	f.text(p.ctx.Indicator)
	var have [64]bool
	any := false
	for i := range f.r {
		if k, n, _ := f.labelAt(i, len(f.r)); k == circled && n < len(have) {
			have[n], any = true, true
		}
	}
	if !any {
		return
	}
	missing := ""
	for _, c := range v.Components {
		var g folded
		g.text(c.Label)
		if k, n, _ := g.labelAt(0, len(g.r)); k == circled && n < len(have) && !have[n] {
			missing += c.Label
		}
	}
	if missing != "" {
		v.Findings = append(v.Findings, finding.New(FindLabels, missing))
		v.Confidence *= 0.7
	}
}
