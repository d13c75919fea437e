package normalize

import (
	"github.com/govalues/decimal"
)

// Cells without a number that is a value: words of the seeds, states with a
// date (令和5年度策定), bounds on what is no number here (前年度以上).

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
