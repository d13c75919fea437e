package normalize

// Tokens. A cell's text is cut into numbers with their units, dates, brackets,
// words of the grammar, range marks and runs of other text; nothing is dropped.
// read.go says what they mean together.

type tokenKind uint8

const (
	tNumber  tokenKind = iota
	tDate              // 令和4年度, 2月1日時点
	tBracket           // its inside is read on its own
	tTerm              // a word of the grammar
	tRange             // 〜 or - between numbers
	tArrow             // → between numbers
	tText              // anything else
	tMark              // ※1
	tPunct             // 、。： and the like
)

type token struct {
	kind  tokenKind
	class class // of a tTerm
	known bool  // the number's unit is in the dictionary; the term stands after its number
	from  int32 // runes [from, to)
	to    int32
	uFrom int32 // unit's runes, equal when it has none
	uTo   int32
	num   number
	year  int32 // index in parser.years of a tDate
}

// tokens appends the tokens of runes [i, end) to p.tok.
func (p *parser) tokens(i, end int) {
	f := &p.f
	start := i
	base := len(p.tok)
	p.first = base
	var run int = -1 // where a run of text began
	flush := func(to int) {
		if run >= 0 {
			p.tok = append(p.tok, token{kind: tText, from: int32(run), to: int32(to)})
			run = -1
		}
	}
	after := func() bool { // does a number, or a word that goes with it, end here?
		if run >= 0 || len(p.tok) == base {
			return false
		}
		t := &p.tok[len(p.tok)-1]
		return t.kind == tNumber || t.kind == tTerm && t.known || t.kind == tBracket || t.kind == tMark
	}
	for i < end {
		r := f.r[i]
		if r == ' ' {
			if run < 0 || f.r[i-1] != '第' { // 第 15 条
				flush(i)
			}
			i++
			continue
		}
		if c := closing(r); c != 0 {
			if shut := p.closeOf(i, end); shut > 0 {
				flush(i)
				p.tok = append(p.tok, token{kind: tBracket, from: int32(i), to: int32(shut + 1)})
				i = shut + 1
				continue
			}
		}
		if j := f.footnote(i, end, after()); j > i && !(r == '*' && run < 0 && len(p.tok) == base) {
			flush(i)
			p.tok = append(p.tok, token{kind: tMark, from: int32(i), to: int32(j)})
			i = j
			continue
		}
		if run < 0 && after() || r == '倍' || r == '半' {
			if t, j := grammar.match(f, i, end, false); t != nil && p.boundary(t, i, j, end) && !(t.class == amid && (i == start || f.r[i-1] == ' ' || f.peek(j) == ':')) {
				flush(i)
				p.tok = append(p.tok, token{kind: tTerm, class: t.class, known: true, from: int32(i), to: int32(j)})
				i = j
				continue
			}
		}
		if y, j, ok := p.dateAt(i, end); ok {
			flush(i)
			p.tok = append(p.tok, token{kind: tDate, year: int32(len(p.years)), from: int32(i), to: int32(j)})
			p.years = append(p.years, y)
			i = j
			continue
		}
		if r == '~' || (r == '-' || r == '―') && after() && p.tok[len(p.tok)-1].kind <= tTerm && p.tok[len(p.tok)-1].kind != tBracket {
			flush(i)
			p.tok = append(p.tok, token{kind: tRange, from: int32(i), to: int32(i + 1)})
			i++
			continue
		}
		if r == '→' || r == '⇒' || r == '➡' {
			flush(i)
			p.tok = append(p.tok, token{kind: tArrow, from: int32(i), to: int32(i + 1)})
			i++
			continue
		}
		if !beginsNumber(r) {
		} else if t, ok := p.numberAt(i, end, run < 0); ok {
			if k := f.lastBefore(i); run >= 0 && k >= run && f.r[k] == '第' {
				// 第3位 is a rank, 第3次 an ordinal.
				if !t.known || f.r[t.uFrom] != '位' {
					i = int(t.to)
					continue
				}
				if t.from = int32(k); run == k {
					run = -1
				} else {
					flush(k)
				}
			}
			flush(i)
			p.tok = append(p.tok, t)
			i = int(t.to)
			continue
		} else if t.to > int32(i) { // digits that are no number: CO2, 2本部
			if run < 0 {
				run = i
			}
			i = int(t.to)
			continue
		}
		if t, j := grammar.match(f, i, end, true); t != nil && (run < 0 || t.class != per1 && t.class != some) && p.leads(t, j, end) {
			flush(i)
			p.tok = append(p.tok, token{kind: tTerm, class: t.class, from: int32(i), to: int32(j)})
			i = j
			continue
		}
		if punct(r) {
			flush(i)
			p.tok = append(p.tok, token{kind: tPunct, from: int32(i), to: int32(i + 1)})
			i++
			continue
		}
		if run < 0 {
			run = i
		}
		i++
	}
	flush(end)
}

// dash tells whether r is a hyphen or a dash.
func dash(r rune) bool { return r == '-' || r == '―' || r == 'ー' }

// lastBefore returns the last rune before i that is no space, -1 when there is
// none.
func (f *folded) lastBefore(i int) int {
	for i--; i >= 0 && f.r[i] == ' '; i-- {
	}
	return i
}

// punct tells whether a rune only separates.
func punct(r rune) bool {
	switch r {
	case '、', '。', ',', '.', ':', ';', '=', '・', '｡', '"', '\'', '!', '|', '_', '◆', '◇', '■', '□', '●':
		return true
	}
	return false
}

// closeOf returns the rune that closes the bracket at i, -1 when none does
// before end. A full-width bracket may be closed by a half-width one.
func (p *parser) closeOf(i, end int) int {
	f := &p.f
	open, shut, depth := f.r[i], closing(f.r[i]), 0
	for j := i + 1; j < end; j++ {
		switch f.r[j] {
		case open:
			depth++
		case shut:
			if depth == 0 {
				return j
			}
			depth--
		}
	}
	return -1
}

// footnote returns the end of a mark such as ※1, *2, 注3 at i; i when there is
// none. beside says that it stands beside a number, so that its figure is no
// value itself (※5人).
func (f *folded) footnote(i, end int, beside bool) int {
	j := i
	switch {
	case f.r[i] == '※' || f.r[i] == '†' || f.r[i] == '‡':
		j = i + 1
	case f.r[i] == '*' && isDigit(f.peek(i+1)):
		j = i + 1
	case f.r[i] == '*' && (i+1 == end || f.peek(i+1) == ' '):
		return i + 1
	case f.r[i] == '注' && (isDigit(f.peek(i+1)) || f.peek(i+1) == ')' || i+1 == end && i > 0):
		if j = i + 1; f.peek(j) == ')' {
			return j + 1
		}
	case superscript(f.r[i]) >= 0:
		for j = i + 1; j < end && superscript(f.r[j]) >= 0; j++ {
		}
		if j < end && f.r[j] == '⁾' {
			j++
		}
		return j
	default:
		return i
	}
	k := j
	for k < end && k < j+2 && isDigit(f.r[k]) {
		k++
	}
	if k < end && k > j && (isDigit(f.r[k]) || f.r[k] == '.' || f.r[k] == ',' || f.r[k] == '%' || !beside && (isKanji(f.r[k]) || isKatakana(f.r[k]))) {
		return j // a number begins, not the mark's
	}
	return k
}

// boundary tells whether the grammar's word t at [i, j) ends a word: 強 does in
// 10本強 but not in 10本強化.
func (p *parser) boundary(t *term, i, j, end int) bool {
	if j >= end {
		return true
	}
	if w, k := p.n.words.match(&p.f, i, end); k > j && w.meaning != "change" {
		return false
	}
	if len(t.name) == 1 && p.f.r[j] == ' ' && i > 0 && p.f.r[i-1] == ' ' && isKanji(p.f.peek(p.f.space(j))) {
		return false // 減 価 償 却 費
	}
	if len(t.name) > 1 || !isKanji(p.f.r[j]) && !isKatakana(p.f.r[j]) {
		return true
	}
	if t.class == per || t.class == amid || t.class == since {
		return true
	}
	return p.wordBegins(j, end)
}

// leads tells whether a word that stands before a number at [.., j) has one
// after it.
func (p *parser) leads(t *term, j, end int) bool {
	f := &p.f
	for n := 0; n < 4; n++ {
		if t.class != per1 {
			j = f.space(j)
		}
		if j >= end {
			return false
		}
		r := f.r[j]
		if isDigit(r) {
			return true
		}
		if t.class == per1 {
			// 年12回, 月1回: the number follows at once.
			u, k := grammar.match(f, j, end, true)
			if u == nil || u.class == per1 {
				return false
			}
			t, j = u, k
			continue
		}
		if t.class == some {
			return true
		}
		if r == '-' || r == '△' || r == '▲' || r == '+' || r == '±' {
			j++
			continue
		}
		if _, _, ok := f.magnitude(j, true); ok {
			return true
		}
		u, k := grammar.match(f, j, end, true)
		if u == nil {
			return false
		}
		t, j = u, k
	}
	return false
}

// dateAt reads a date at i that ends before end.
func (p *parser) dateAt(i, end int) (y Year, next int, ok bool) {
	f := &p.f
	if !p.n.eras.mayBegin(f, i) {
		return y, i, false
	}
	// Only what can begin a date is worth the attempt: a digit run that 年, 月,
	// a separator, a bracket or ～ follows, or an era.
	if isDigit(f.r[i]) {
		j := i
		for j < end && isDigit(f.r[j]) {
			j++
		}
		if j-i > 4 || j == end {
			return y, i, false
		}
		switch f.r[f.space(j)%len(f.r)] {
		case '年', '月', '/', '.', '-', '(':
		case '~': // 2023～2027年度
			if j-i != 4 {
				return y, i, false
			}
		default:
			return y, i, false
		}
	}
	y, j, ok := p.n.eras.date(f, i, p.fy, markedOne)
	if !ok || j > end {
		return y, i, false
	}
	switch f.peek(j) {
	case '間', '毎', '%':
		return y, i, false
	}
	if p.f.r[i] == '年' { // 年度末 and 年末 stand alone or before 時点
		if i > 0 && isDigit(f.r[i-1]) {
			return y, i, false
		}
	}
	if isDigit(f.peek(j)) && isDigit(f.r[j-1]) {
		return y, i, false
	}
	if _, w := f.skip(j, "当たり", "あたり", "ごと"); w >= 0 {
		return y, i, false
	}
	return y, j, true
}

// numberAt reads a number with its unit at i. Where digits stand that are no
// number, ok is false and the token spans them.
func (p *parser) numberAt(i, end int, fresh bool) (t token, ok bool) {
	f := &p.f
	r := f.r[i]
	t.from, t.to = int32(i), int32(i)
	currency := r == '¥' || r == '￥' || r == '$'
	j := i
	switch {
	case isDigit(r):
		if !fresh && i > 1 && f.r[i-1] == '-' && (isLatin(f.r[i-2]) || isKatakana(f.r[i-2])) { // COVID-19
			k := i
			for k < end && isDigit(f.r[k]) {
				k++
			}
			t.to = int32(k)
			return t, false
		}
		if !fresh && i > 1 && f.r[i-1] == '/' && !isDigit(f.r[i-2]) && len(p.tok) == p.first { // 人/10万人 as a text
			n, k, ok := f.magnitude(i, false)
			if ok && n.flaw == sound {
				t.to = int32(min(k, end))
				return t, false
			}
		}
		if i > 0 && isLatin(f.r[i-1]) && !fresh { // CO2, PM2.5
			k := i
			for k < end && (isDigit(f.r[k]) || f.r[k] == '.' && isDigit(f.peek(k+1))) {
				k++
			}
			t.to = int32(k)
			return t, false
		}
	case r == '.':
		if !isDigit(f.peek(i+1)) || i > 0 && (isDigit(f.r[i-1]) || isLatin(f.r[i-1])) {
			return t, false
		}
	case currency:
		j = f.space(i + 1)
		if !isDigit(f.peek(j)) {
			return t, false
		}
	case r == '-' || r == '+' || r == '±' || r == '△' || r == '▲' || r == '▵' || r == '▴' || r == '▼' || r == '▽' || r == '―' || r == 'ー':
		k := f.space(i + 1)
		if !isDigit(f.peek(k)) && !(f.peek(k) == '.' && k == i+1 && isDigit(f.peek(k+1))) || (r == '―' || r == 'ー') && !(fresh && k == i+1) {
			return t, false
		}
		if k > i+1 && r != '△' && r != '▲' && (len(p.tok) > p.first || !fresh || dash(f.r[f.lastBefore(end)])) {
			return t, false // － 5 is a minus where it begins the text, - 5 - is none
		}
		if r == '-' && !fresh && (isLatin(f.r[i-1]) || isKatakana(f.r[i-1]) || isDigit(f.r[i-1])) { // COVID-19
			return t, false
		}
	case r == 'マ' || r == 'プ':
		if !f.has(i, "マイナス") && !f.has(i, "プラス") {
			return t, false
		}
	case r == 'ゼ':
		if !f.has(i, "ゼロ") {
			return t, false
		}
	case r == '半':
		return p.halfAt(i, end)
	default:
		if !fresh && r != '数' {
			if !isKanjiNumeral(r) {
				return t, false
			}
		}
		if r == '数' && multiplier(f.peek(i+1)) == 0 || r != '数' && !isKanjiNumeral(r) {
			if _, den := vulgar(r); den == 0 {
				return t, false
			}
		}
	}
	n, k, ok := f.numeral(j, true)
	if !ok || k > end {
		return t, false
	}
	if n.kanji && n.den == 0 && n.step == 0 && (p.factorOnly(i, k) || !p.kanjiNumber(i, k, end)) {
		return token{from: int32(i), to: int32(i)}, false
	}
	if r := f.peek(k); (r == 'e' || r == 'E') && isDigit(f.peek(k+1)) && k < end {
		n.flaw = lookalike // 3e3 may be 3000
	}
	if m, l := p.apart(&n, k, end); l > k {
		p.times(&n, m)
		n.mult, k = m, l
	}
	t.num = n
	t.to, t.uFrom, t.uTo = int32(k), int32(k), int32(k)
	if currency {
		t.uFrom, t.uTo, t.known = int32(i), int32(i+1), true
		return t, true
	}
	p.unitAt(&t, k, end)
	if r == 'ゼ' && t.uFrom < t.uTo && !t.known { // ゼロカーボン
		return token{from: int32(i), to: t.to}, false
	}
	if t.uFrom < t.uTo && f.has(int(t.uFrom), "年度") && n.coef < 100 && n.scale == 0 { // 9年度: of which era?
		return token{from: int32(i), to: t.to}, false
	}
	return t, true
}

// factorOnly tells whether what was read as the kanji number [i, k) only multiplies:
// 億 alone, and the 千円 of （1,500）千円.
func (p *parser) factorOnly(i, k int) bool {
	m := multiplier(p.f.r[i])
	if k > i+1 || m == 0 {
		return false
	}
	last := len(p.tok) - 1
	return m >= 4 || last >= p.first && p.tok[last].kind == tBracket && digitsIn(&p.f, int(p.tok[last].from), int(p.tok[last].to))
}

// apart returns the power of ten of multipliers that a space parts from the
// number (663,848 千円) and the rune after them: they are its own where a unit, a
// bound or the end follows. It returns k where there are none.
func (p *parser) apart(n *number, k, end int) (power int8, next int) {
	f := &p.f
	j := f.space(k)
	if j == k || j >= end || n.mult != 0 || n.den != 0 || n.kanji {
		return 0, k
	}
	l := j
	for l < end && multiplier(f.r[l]) > 0 && l < j+2 {
		power += int8(multiplier(f.r[l]))
		l++
	}
	if l == j {
		return 0, k
	}
	if e, _ := p.n.units.match(f, l); e == nil && l < end && closing(f.r[l]) == 0 {
		if t, _ := grammar.match(f, l, end, false); t == nil {
			return 0, k
		}
	}
	return power, l
}

// beginsNumber tells whether numberAt is worth asking at r.
func beginsNumber(r rune) bool {
	if r < 0x80 {
		return isDigit(r) || r == '-' || r == '+' || r == '$' || r == '.'
	}
	switch r {
	case '±', '¥', '￥', '△', '▲', '▵', '▴', '▼', '▽', '―', 'ー', 'マ', 'プ', 'ゼ', '半', '数', '½', '¼', '¾':
		return true
	}
	return isKanjiNumeral(r) || r >= '⅐' && r <= '⅞' || r == '⅒'
}

// isKanjiNumeral tells whether a kanji numeral may begin with r.
func isKanjiNumeral(r rune) bool { return kanjiDigit(r) > 0 || r == '零' || multiplier(r) > 0 }

// kanjiNumber tells whether the kanji numeral at [i, k) is one: a unit or the
// end of the text or a bound follows it, and together they are no word (一部,
// 十分, 三重県).
func (p *parser) kanjiNumber(i, k, end int) bool {
	f := &p.f
	if i > 0 && (isKanji(f.r[i-1]) || isKatakana(f.r[i-1])) && f.r[i-1] != '約' && f.r[i-1] != '第' && f.r[i-1] != '計' {
		return false
	}
	if i > 1 && (f.r[i-1] == '、' || f.r[i-1] == '~') && kanjiDigit(f.r[i-2]) > 0 {
		return false // 二、三人
	}
	j := f.space(k)
	if j >= end {
		return k-i > 1 || i == f.space(0) // a cell that is nothing else
	}
	u, l := p.n.units.match(f, j)
	if w, m := p.n.words.match(f, i, end); w != nil && m >= l {
		return false
	}
	if u != nil {
		switch f.r[j] {
		case '国', '部', '体', '時', '番', '等', '度', '線', '級', '段', '庁', '港', '口', '井':
			if k-i == 1 && l-j == 1 {
				return false
			}
		}
		if l >= end || !isKanji(f.r[l]) {
			return true
		}
		t, m := grammar.match(f, l, end, false) // 三人以上, but 三者協議
		return t != nil && p.boundary(t, l, m, end)
	}
	if f.r[j] == '%' {
		return true
	}
	t, _ := grammar.match(f, j, end, false)
	return t != nil && t.class != per && t.class != amid && t.class != loosely && k-i > 1
}

// wordBegins tells whether a word of the grammar or of the seeds begins at i.
func (p *parser) wordBegins(i, end int) bool {
	if i >= end {
		return false
	}
	if t, j := grammar.match(&p.f, i, end, false); t != nil && p.boundary(t, i, j, end) {
		return true
	}
	w, _ := p.n.words.match(&p.f, i, end)
	return w != nil && w.kind == Word && (len(w.name) > 1 || isKanji(w.name[0]))
}

// halfAt reads 半年, 半日, 半月, 半世紀 as half of one.
func (p *parser) halfAt(i, end int) (t token, ok bool) {
	f := &p.f
	t.from, t.to = int32(i), int32(i)
	if i > 0 && (isDigit(f.r[i-1]) || isKanji(f.r[i-1])) {
		return t, false
	}
	switch f.peek(i + 1) {
	case '年', '日', '月':
	default:
		return t, false
	}
	if j := i + 2; j < end && isKanji(f.r[j]) && !p.wordBegins(j, end) && f.r[j] != '間' {
		return t, false
	}
	t.num = number{coef: 5, scale: 1, places: 1, mantis: 5, mscale: 1, kanji: true}
	t.to, t.uFrom, t.uTo = int32(i+1), int32(i+1), int32(i+1)
	p.unitAt(&t, i+1, end)
	return t, true
}

// unitAt finds the unit that stands at rune k, after the number of t.
func (p *parser) unitAt(t *token, k, end int) {
	f := &p.f
	j := f.space(k)
	if j >= end {
		return
	}
	e, l := p.n.units.compound(f, j)
	if e != nil && j > k && l-j == 1 && l < end && f.r[l] == ' ' && isKanji(f.peek(f.space(l))) && isKanji(f.r[j]) {
		return // ６ 国 庫 補 助 金
	}
	if e != nil && l <= end {
		if rest := p.runOn(l, end); rest > l {
			// 時間帯, 年生: one more letter makes another word; more of them
			// are a word beside the unit (3件受賞).
			if rest-l == 1 && f.r[l] != '目' && f.r[l] != '半' {
				if _, w := p.n.words.match(f, j, end); w > l {
					return
				}
				t.uFrom, t.uTo, t.to, t.known = int32(j), int32(rest), int32(rest), false
				return
			}
		}
		// 3割合意 is no unit 割; a word of the seeds that is longer wins.
		if w, m := p.n.words.match(f, j, end); w != nil && m > l && w.meaning != "qualifier" {
			return
		}
		if t, m := grammar.match(f, j, end, false); t != nil && m > l { // 10台前半 is no unit 台
			return
		}
		t.uFrom, t.uTo, t.to, t.known = int32(j), int32(l), int32(l), true
		if f.peek(l) == '半' && l < end && f.peek(l+1) != 'ば' && (l+1 >= end || !isKanji(f.peek(l+1)) || p.wordBegins(l+1, end)) { // 1本半
			n := &t.num
			if n.scale == 0 && n.den == 0 && n.flaw == sound && n.coef < maxCoef/10 {
				n.coef, n.scale, n.places, n.mult = n.coef*10+5, 1, 1, 0
				t.to = int32(l + 1)
			}
		}
		return
	}
	if j > k { // an unknown word after a space is no unit
		return
	}
	rest := p.runOn(k, end)
	if rest == k || rest-k > 8 {
		return
	}
	if rest < end && isHiragana(f.r[rest]) {
		switch f.r[rest] {
		case 'の', 'を', 'に', 'が', 'で', 'は', 'も', 'と', 'へ', 'か', 'ご', 'あ', 'ま', 'ほ', 'く':
		default:
			return // an inflected word
		}
	}
	t.uFrom, t.uTo, t.to = int32(k), int32(rest), int32(rest)
	if f.figureLike(k, rest) {
		t.num.flaw = lookalike
	}
}

// figureLike tells whether nothing but letters that are taken for figures stand
// in [from, to): the OO of 1OO.
func (f *folded) figureLike(from, to int) bool {
	for i := from; i < to; i++ {
		switch f.r[i] {
		case 'O', 'o', 'I', 'l':
		default:
			return false
		}
	}
	return from < to
}

// runOn returns the end of the run of kanji, katakana and Latin letters at i
// that may be a counter; i when a known word begins there.
func (p *parser) runOn(i, end int) int {
	f := &p.f
	j := i
	for j < end {
		r := f.r[j]
		if !isKanji(r) && !isKatakana(r) && !isLatin(r) {
			break
		}
		if p.wordBegins(j, end) {
			break
		}
		if f.footnote(j, end, true) > j {
			break
		}
		if (r == '約' || r == '第' || r == '各' || r == '全' || r == '対') && j > i || r == '対' && isDigit(f.peek(f.space(j+1))) { // 人口10万対15.2
			break
		}
		j++
	}
	if j < end && isDigit(f.r[j]) && j > i && isLatin(f.r[j-1]) {
		return i // A4, CO2: no counter
	}
	return j
}
