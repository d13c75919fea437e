package normalize

import (
	"strings"
	"sync"

	"github.com/govalues/decimal"

	"shihyo/extract/finding"
)

// How a cell is read. A plain number, alone or with a unit of the dictionary,
// is read from the bytes as they stand (plain.go). Anything else is folded
// (fold.go), split at its labels (①, ⅰ), (1), ア., component.go), cut into tokens
// (token.go, number.go, units.go, date.go) and weighed: the numbers are put
// together to quantities (quantity.go), of which one is the value (choose.go);
// words and brackets around it bound it, date it or qualify it (context.go,
// bracket.go); without a number the words speak (wordy.go). What cannot be
// accounted for becomes the note and lowers the confidence; where nothing says
// which of several numbers is meant, none is taken.
//
// Every stretch of the text is written down as a Part with what it was taken
// for, so a reading can be explained and no digit is lost.

// parser is the state of reading one cell; it is pooled.
type parser struct {
	n       *Normalizer
	ctx     *Context
	raw     string
	fy      int // fiscal year of dates that name no year
	f       folded
	tok     []token
	years   []Year // of the dates among the tokens
	first   int    // token that begins the text being cut
	parts   []part
	notes   []span
	cmp     span // what the comparator was read from
	base    bool // the value is relative to something named (前年度比)
	moved   bool // the value is a change (増, 減)
	arrives bool // the value is what a change ends at (まで)
	cut     bool // the value was turned negative by what says so (削減)
	own     bool // the unit stands in the cell
	conf    float64
}

// span is a stretch of runes [from, to).
type span struct{ from, to int }

// part is a Part before its text is cut out.
type part struct {
	label    string
	from, to int // runes
}

// Part is one piece of a cell's text and what it was read as.
type Part struct {
	Label      string // number, unit, comparator, as_of, …
	Text       string
	Start, End int // bytes of the raw text
}

// Labels of parts.
const (
	partNumber     = "number"
	partLow        = "low"
	partHigh       = "high"
	partUnit       = "unit"
	partComparator = "comparator"
	partChange     = "change" // 増, 減
	partRange      = "range"
	partAsOf       = "as_of"
	partCumulative = "cumulative"
	partQualifier  = "qualifier"
	partNote       = "note"
	partMark       = "mark" // ※1
	partLabel      = "label"
	partWord       = "word"
	partMissing    = "missing"
	partDitto      = "ditto"
	partUnread     = "unread"
)

var parsers = sync.Pool{New: func() any { return &parser{} }}

// Read reads one cell.
func (n *Normalizer) Read(raw string, ctx Context) Value {
	var v Value
	n.ReadInto(&v, raw, &ctx)
	return v
}

// ReadInto is Read into v, which it overwrites. A plain number takes no memory.
func (n *Normalizer) ReadInto(v *Value, raw string, ctx *Context) {
	*v = Value{Raw: raw, Scale: decimal.One, Confidence: 1, FiscalYear: ctx.FiscalYear}
	if !n.plain(v, raw, ctx) {
		p := parsers.Get().(*parser)
		p.cell(n, v, raw, ctx)
		p.ctx, p.n, p.raw = nil, nil, ""
		parsers.Put(p)
	}
}

// Explain reads one cell and tells what every piece of it was taken for, in the
// order of the text.
func (n *Normalizer) Explain(raw string, ctx Context) (Value, []Part) {
	v := Value{Raw: raw, Scale: decimal.One, Confidence: 1, FiscalYear: ctx.FiscalYear}
	p := &parser{}
	p.cell(n, &v, raw, &ctx)
	return v, p.explain()
}

// cell reads the whole text into v.
func (p *parser) cell(n *Normalizer, v *Value, raw string, ctx *Context) {
	p.n, p.ctx, p.raw = n, ctx, raw
	p.parts, p.tok, p.years = p.parts[:0], p.tok[:0], p.years[:0]
	p.fy = ctx.FiscalYear
	if ctx.YearText != "" {
		if y, ok := n.eras.FindYear(ctx.YearText); ok {
			p.fy = y.FiscalYear
		}
	}
	p.f.text(raw)
	p.f.close()
	if p.f.join() {
		v.Confidence *= 0.95
	}
	from, to := p.trim(0, len(p.f.r))
	if from == to {
		v.Kind, v.Status = Blank, StatusBlank
		if ctx.Struck {
			v.Status = Struck
		}
		p.year(v)
		return
	}
	switch {
	case to-from > maxRunes:
		p.conf = 1
		p.ambiguous(v, FindLong, from, to)
		v.Confidence *= p.conf
	case !p.components(v, from, to):
		p.reading(v, from, to, false)
	}
	if ctx.Struck {
		v.Status = Struck
		v.Confidence *= 0.5
	}
	p.year(v)
	if v.Kind == Number || v.Kind == Range {
		p.unit(v)
	} else {
		v.Unit = ""
	}
}

// year settles the fiscal year: what the cell named is in v already when it
// named one; a year cell beside it comes before the header.
func (p *parser) year(v *Value) { v.yearOf(p.n, p.ctx) }

func (v *Value) yearOf(n *Normalizer, ctx *Context) {
	if v.named {
		return
	}
	if ctx.YearText != "" {
		if y, ok := n.eras.FindYear(ctx.YearText); ok {
			v.FiscalYear = y.FiscalYear
			v.markYear(&y, ctx.YearText)
			return
		}
	}
	if ctx.Calendar && ctx.FiscalYear != 0 && v.Kind != Blank {
		v.Findings = append(v.Findings, finding.New(FindCalendar, ctx.Period))
	}
}

// markYear adds the findings a year calls for.
func (v *Value) markYear(y *Year, text string) {
	if y.Calendar {
		v.Findings = append(v.Findings, finding.New(FindCalendar, text))
	}
	if y.Impossible {
		v.Findings = append(v.Findings, finding.New(FindEra, text))
	}
	if y.Differs {
		v.Findings = append(v.Findings, finding.New(FindYears, text))
		v.Confidence *= 0.7
	}
}

// trim returns [from, to) without the spaces at its ends.
func (p *parser) trim(from, to int) (int, int) {
	for from < to && p.f.r[from] == ' ' {
		from++
	}
	for to > from && p.f.r[to-1] == ' ' {
		to--
	}
	return from, to
}

// text returns the raw text of runes [from, to).
func (p *parser) text(from, to int) string {
	if from >= to {
		return ""
	}
	// A rune of a squared character (㎡) begins where its fellows do.
	a, b := p.f.at[from], p.f.at[to]
	for k := to; b == p.f.at[to-1] && k < len(p.f.at); k++ {
		b = p.f.at[k]
	}
	return strings.TrimRight(p.raw[a:b], " \t\r\n　")
}

// unitText is text for a unit: letters set apart are closed up.
func (p *parser) unitText(t *token) string {
	s := p.text(int(t.uFrom), int(t.uTo))
	if strings.ContainsAny(s, " 　") {
		s = strings.NewReplacer(" ", "", "　", "").Replace(s)
	}
	return s
}

func (p *parser) part(label string, from, to int) {
	if from < to {
		p.parts = append(p.parts, part{label, from, to})
	}
}

// reading reads runes [from, to), the whole cell or (stacked) one component of
// it, into v. v.Confidence is lowered, not set.
func (p *parser) reading(v *Value, from, to int, stacked bool) {
	p.notes, p.cmp = p.notes[:0], span{}
	p.base, p.moved, p.arrives, p.cut, p.own = false, false, false, false, false
	p.conf = 1
	if from, to = p.trim(from, to); from == to {
		v.Kind, v.Status = Blank, StatusBlank
		return
	}
	if w := p.n.words.whole(&p.f, from, to); w != nil {
		p.wordOnly(v, w, from, to)
		return
	}
	if p.noFigure(from, to) {
		v.Kind, v.Status = Missing, None
		p.part(partMissing, from, to)
		return
	}
	base := len(p.tok)
	p.tokens(from, to)
	toks := p.tok[base:]
	if stacked {
		p.broken(toks)
	}
	p.weigh(v, toks, from, to)
	p.tok = p.tok[:base]
	v.Confidence *= p.conf
	if v.Note == "" {
		v.Note = p.note()
	}
}

// noFigure tells whether nothing but dashes, dots or stars stands in [from, to),
// or such and a unit (－％, ― 人).
func (p *parser) noFigure(from, to int) bool {
	f := &p.f
	i := from
	for ; i < to; i++ {
		switch f.r[i] {
		case '-', '―', 'ー', '…', '‥', '・', '.', '*', '_', '~', ' ':
			continue
		}
		break
	}
	if i == to || i == from {
		return i == to
	}
	if u, j := p.n.units.compound(f, i); u != nil && j == to {
		return f.r[from] != '~' && f.r[from] != '*' && f.r[from] != '.' && f.r[from] != '・'
	}
	return false
}

// wordOnly reads a cell that is nothing but a word of the seeds.
func (p *parser) wordOnly(v *Value, w *word, from, to int) {
	switch {
	case w.status == Same:
		p.part(partDitto, from, to)
		p.ditto(v, w, from, to)
	case w.kind == Missing:
		v.Kind, v.Status = Missing, None
		p.part(partMissing, from, to)
	default:
		v.Kind, v.Status = Word, w.status
		v.Note = p.text(from, to)
		p.part(partWord, from, to)
	}
}

// ditto copies the reading of the neighbour that the mark w points to. What is
// the neighbour's own (its date, its findings) is not copied.
func (p *parser) ditto(v *Value, w *word, from, to int) {
	var src *Value
	switch w.meaning {
	case "left":
		src = p.ctx.Left
	case "above":
		src = p.ctx.Above
	}
	if src == nil || src.Kind == Blank || src.Status == Same && src.unresolved {
		v.Kind, v.Status = Word, Same
		v.unresolved = true
		v.Note = p.text(from, to)
		v.Confidence *= 0.5
		v.Findings = append(v.Findings, finding.New(FindDitto, p.text(from, to)))
		return
	}
	v.Kind, v.Status = src.Kind, Same
	v.Value, v.Low, v.High, v.Decimals = src.Value, src.Low, src.High, src.Decimals
	v.Unit, v.CanonicalUnit, v.Scale = src.Unit, src.CanonicalUnit, src.Scale
	v.Comparator, v.Cumulative, v.Note = src.Comparator, src.Cumulative, src.Note
	v.Components = src.Components
	v.Confidence *= src.Confidence
	p.own = true
	if w.meaning == "above" && strings.ContainsAny(string(w.name), "↑⇑") {
		v.Confidence *= 0.5
		v.Findings = append(v.Findings, finding.New(FindArrow, p.text(from, to)))
	}
}

// maxRunes is how long a text may be to be read as a value; the longest seen in
// a plan had some 200. It also bounds the work.
const maxRunes = 600

// weigh finds the value among the tokens and gives every other token its part.
func (p *parser) weigh(v *Value, toks []token, from, to int) {
	var cands [maxCandidates]candidate
	n := p.candidates(toks, cands[:])
	if n == 0 {
		p.wordy(v, toks, from, to)
		return
	}
	main := 0
	if n > 1 {
		if n > maxCandidates {
			p.ambiguous(v, FindAmbiguous, from, to)
			return
		}
		var ok bool
		if d, both := p.runningTotal(v, toks, &cands[0], &cands[1]); both && n == 2 {
			v.Cumulative = d
			from, to := int(toks[cands[0].to].from), int(toks[cands[1].to-1].to)
			for toks[cands[0].to].kind == tPunct {
				cands[0].to++
				from = int(toks[cands[0].to].from)
			}
			p.part(partCumulative, from, to)
			p.notes = append(p.notes, span{from, to})
			rest := append(toks[:cands[0].to:cands[0].to], toks[cands[1].to:]...)
			toks = rest
		} else if main, ok = p.choose(toks, cands[:n]); !ok {
			if !p.labelled(v, toks, cands[:n], from, to) {
				p.ambiguous(v, FindAmbiguous, from, to)
			}
			return
		}
	}
	c := &cands[main]
	if p.measure(toks, c) {
		p.wordy(v, toks, from, to)
		return
	}
	if p.hour(toks, c) || p.eraless(toks, c) || p.halfText(toks, c) || p.arrow(toks, c) {
		p.ambiguous(v, FindAmbiguous, from, to)
		return
	}
	if f := p.quantity(v, toks, c); f != "" {
		p.ambiguous(v, f, from, to)
		return
	}
	for i := 0; i < c.from; i++ {
		p.before(v, toks, i, c)
	}
	if toks[c.from].from > 0 && c.from > 0 && toks[c.from-1].kind == tRange && p.f.r[toks[c.from-1].from] == '~' && v.Kind == Number {
		p.compare(v, "<=", &toks[c.from-1])
	}
	for i := c.to; i < len(toks); i++ {
		p.after(v, toks, i, c)
	}
}

// measure tells whether c says only what a value is per or over, and the value is
// something else: 1人当たり, 3か年平均, 5年間で半減.
func (p *parser) measure(toks []token, c *candidate) bool {
	if c.to == len(toks) {
		return false
	}
	next := &toks[c.to]
	if next.kind == tTerm && next.class == per {
		return p.nothingAfter(toks, c.to+1)
	}
	period := p.period(&toks[c.to-1])
	for k := c.to; k < len(toks); k++ { // 倍増, 半減 of it or in it; 20件に倍増 arrives at it
		if t := &toks[k]; t.kind == tTerm && (t.class == doubled || t.class == halved) {
			to := p.f.r[t.from-1]
			return p.nothingAfter(toks, k+1) && (period || k > c.to && to != 'に' && to != 'へ')
		}
	}
	if !period || next.kind != tText {
		return false
	}
	from, _ := p.strip(int(next.from), int(next.to))
	for _, over := range []string{"平均", "累計", "累積", "合計", "通算"} {
		if p.f.has(from, over) {
			return true
		}
	}
	return false
}

// nothingAfter tells whether only brackets, marks and punctuation stand from
// token k on.
func (p *parser) nothingAfter(toks []token, k int) bool {
	for ; k < len(toks); k++ {
		switch toks[k].kind {
		case tBracket, tMark, tPunct:
		default:
			return false
		}
	}
	return true
}

// eraless tells whether c is the year of a date whose era is not printed: 5年6月.
func (p *parser) eraless(toks []token, c *candidate) bool {
	if c.to == len(toks) || toks[c.to].kind != tDate || toks[c.to].from != toks[c.to-1].to {
		return false
	}
	return p.f.r[toks[c.to].from-1] == '年' && isDigit(p.f.r[toks[c.to].from])
}

// halfText tells whether c is one end of a range whose other end is text, and so no
// number that could be read: pH6.5～8.5, 全国平均～80%, 5～7年度.
func (p *parser) halfText(toks []token, c *candidate) bool {
	wave := func(k int) bool { return toks[k].kind == tRange && p.f.r[toks[k].from] == '~' }
	if c.from > 1 && wave(c.from-1) && (toks[c.from-2].kind == tText || toks[c.from-2].kind == tDate) {
		return true
	}
	if c.to+1 < len(toks) && wave(c.to) {
		next := &toks[c.to+1]
		return next.kind == tDate || next.kind == tText && digitsIn(&p.f, int(next.from), int(next.to))
	}
	return false
}

// arrow tells whether an arrow up or down stands beside c: 5%↓ may be a decrease
// of 5 % or 5 % after one, 80%↑ may be 80 % or more.
func (p *parser) arrow(toks []token, c *candidate) bool {
	up := func(r rune) bool { return strings.ContainsRune("↑↓↗↘⇑⇓", r) }
	return c.to < len(toks) && toks[c.to].kind == tText && up(p.f.r[toks[c.to].from]) ||
		c.from > 0 && toks[c.from-1].kind == tText && up(p.f.r[toks[c.from-1].to-1])
}

// hour tells whether c is a time of day: 午後3時.
func (p *parser) hour(toks []token, c *candidate) bool {
	if c.from == 0 || toks[c.from-1].kind != tText {
		return false
	}
	end := int(toks[c.from-1].to)
	return end >= 2 && (p.f.has(end-2, "午前") || p.f.has(end-2, "午後"))
}

// compare sets the comparator from token t. A bound goes before a looseness.
func (p *parser) compare(v *Value, cmp string, t *token) {
	s := span{int(t.from), int(t.to)}
	switch {
	case v.Comparator == "":
		v.Comparator, p.cmp = cmp, s
		p.part(partComparator, s.from, s.to)
	case v.Comparator == cmp:
		p.part(partComparator, s.from, s.to)
	case v.Comparator == "~" || cmp == "~":
		if v.Comparator == "~" { // 約100以上
			v.Comparator, s, p.cmp = cmp, p.cmp, s
			p.part(partComparator, p.cmp.from, p.cmp.to)
			for i := range p.parts {
				if p.parts[i].from == s.from && p.parts[i].label == partComparator {
					p.parts[i].label = partNote
				}
			}
			if s.from < s.to {
				p.notes = append(p.notes, s)
			}
			return
		}
		p.addNote(s.from, s.to, partNote)
	default:
		p.addNote(s.from, s.to, partNote)
		p.conf *= 0.7
	}
}

// addNote keeps runes [from, to) in the note, without the particles that tie
// them to the number.
func (p *parser) addNote(from, to int, label string) {
	p.part(label, from, to)
	from, to = p.strip(from, to)
	if from >= to {
		return
	}
	if k := len(p.notes); k > 0 {
		last := &p.notes[k-1]
		if q := p.f.space(last.to); q == from || last.to == from {
			last.to = to
			return
		}
	}
	p.notes = append(p.notes, span{from, to})
}

// strip takes particles and separators off the ends of [from, to).
func (p *parser) strip(from, to int) (int, int) {
	for from < to {
		if p.f.has(from, "のべ") {
			break
		}
		switch p.f.r[from] {
		case 'の', 'を', 'に', 'が', 'で', 'は', 'も', 'と', 'へ', ' ', '、', '。', ',', '.', ':', ';', '=', '・', '/':
			from++
			continue
		}
		break
	}
	for to > from {
		if k := p.f.r[to-1]; to-from > 1 && (k == 'と' && p.f.r[to-2] == 'ご' || k == 'で' && p.f.r[to-2] == 'ま') { // 2年ごと, まで
			break
		}
		switch p.f.r[to-1] {
		case 'の', 'を', 'に', 'が', 'で', 'は', 'も', 'と', 'へ', ' ', '、', '。', ',', ':', ';', '=', '・':
			to--
			continue
		}
		if to-from > 3 && p.f.r[to-1] == 'り' && p.f.r[to-2] == 'よ' || to-from > 3 && p.f.r[to-1] == 'ら' && p.f.r[to-2] == 'か' {
			to -= 2
			continue
		}
		break
	}
	return from, to
}

// note joins what is kept beside the value.
func (p *parser) note() string {
	switch len(p.notes) {
	case 0:
		return ""
	case 1:
		return p.text(p.notes[0].from, p.notes[0].to)
	}
	var b strings.Builder
	for i, s := range p.notes {
		if i > 0 {
			b.WriteString("、")
		}
		b.WriteString(p.text(s.from, s.to))
	}
	return b.String()
}

// ambiguous gives up on the numbers of [from, to): all of it becomes the note.
func (p *parser) ambiguous(v *Value, code finding.Code, from, to int) {
	text := p.text(from, to)
	v.Kind, v.Status, v.Note = Word, Text, text
	v.Value, v.Low, v.High, v.Decimals, v.Comparator = NullDecimal{}, NullDecimal{}, NullDecimal{}, 0, ""
	v.Unit, v.CanonicalUnit, v.Scale = "", "", decimal.One
	v.Components = nil
	v.Findings = append(v.Findings, finding.New(code, text))
	p.conf *= 0.3
	p.dropParts(from, to)
	p.part(partUnread, from, to)
}

// dropParts forgets the parts inside [from, to).
func (p *parser) dropParts(from, to int) {
	k := 0
	for _, q := range p.parts {
		if q.to <= from || q.from >= to {
			p.parts[k] = q
			k++
		}
	}
	p.parts = p.parts[:k]
}
