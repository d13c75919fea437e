package normalize

import (
	"fmt"
	"sort"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/govalues/decimal"
	"golang.org/x/text/unicode/norm"

	"shihyo/seeds"
)

// Units are read by a dictionary. What the dictionary lists is matched by the
// longest name; units may be joined (円/kg, g/人・日) and bear a multiplier in the
// unit column (千人, 百万円). A unit is never replaced by a synonym: the printed
// form is kept under NFKC, and canonical unit and scale stand beside it.

// Units is the dictionary of units. It does not change once built, but for what
// it remembers of texts already looked up.
type Units struct {
	byFirst map[rune][]*unitEntry // longest first
	firsts  runeSet
	byName  map[string]*unitEntry // by folded name

	mu    sync.RWMutex
	seen  map[string]*unitInfo // by text as printed; nil: no unit
	names map[string]*unitInfo // by the indicator's name; nil: it names none
}

// unitEntry is one name of a unit.
type unitEntry struct {
	name      []rune // folded
	kind      string
	canonical string
	scale     Decimal
}

// unitInfo is what is known of a unit as printed.
type unitInfo struct {
	text      string // under NFKC
	canonical string // "" when the dictionary does not know it
	scale     Decimal
	kind      string
	simple    bool // one name of the dictionary, nothing joined and no multiplier
}

// maxSeen bounds the memory of looked-up texts; a plan has a few dozen.
const maxSeen = 4096

// NewUnits returns the dictionary of seeds/units.csv (symbol, kind, canonical,
// scale, synonyms); later rows win over earlier ones with the same name.
func NewUnits(rows []seeds.Row) (*Units, error) {
	u := &Units{byFirst: map[rune][]*unitEntry{}, byName: map[string]*unitEntry{}, seen: map[string]*unitInfo{}, names: map[string]*unitInfo{}}
	var f folded
	for _, row := range rows {
		symbol := strings.TrimSpace(row["symbol"])
		if symbol == "" {
			return nil, fmt.Errorf("units: a row has no symbol: %v", row)
		}
		scale := decimal.One
		if s := row["scale"]; s != "" {
			var err error
			if scale, err = decimal.Parse(s); err != nil || !scale.IsPos() {
				return nil, fmt.Errorf("units: scale %q of %s is no positive number", s, symbol)
			}
		}
		canonical := row["canonical"]
		if canonical == "" {
			canonical = symbol
		}
		for _, name := range append([]string{symbol}, strings.Split(row["synonyms"], ";")...) {
			f.text(strings.TrimSpace(name))
			if len(f.r) == 0 {
				continue
			}
			runes := unitRunes(f.r)
			key := string(runes)
			e := u.byName[key]
			if e == nil {
				e = &unitEntry{name: runes}
				u.byName[key] = e
				u.firsts.add(runes[0])
				u.byFirst[runes[0]] = append(u.byFirst[runes[0]], e)
			}
			e.kind, e.canonical, e.scale = row["kind"], canonical, scale
		}
	}
	for _, list := range u.byFirst {
		sort.SliceStable(list, func(i, j int) bool { return len(list[i].name) > len(list[j].name) })
	}
	return u, nil
}

// unitRunes returns a copy of folded runes as units are compared: superscripts
// are exponents there.
func unitRunes(r []rune) []rune {
	out := make([]rune, len(r))
	for i, c := range r {
		out[i] = unitRune(c)
	}
	return out
}

func unitRune(r rune) rune {
	if d := superscript(r); d >= 0 {
		return rune('0' + d)
	}
	switch r {
	case '℃':
		return 'C'
	case '₂':
		return '2'
	}
	return r
}

// match returns the longest unit of the dictionary at rune i, and the rune
// after it; nil when there is none. A name that ends in a Latin letter must not
// be followed by another.
func (u *Units) match(f *folded, i int) (*unitEntry, int) {
	if i >= len(f.r) {
		return nil, i
	}
	first := unitRune(f.r[i])
	if !u.firsts.has(first) {
		return nil, i
	}
next:
	for _, e := range u.byFirst[first] {
		if i+len(e.name) > len(f.r) {
			continue
		}
		j := i + 1
		for k := 1; k < len(e.name); k++ {
			if f.peek(j) == ' ' && (e.name[k-1] < 0x80 || e.name[k] < 0x80 || isHiragana(e.name[k-1])) { // t- CO2
				j++
			}
			if j >= len(f.r) || unitRune(f.r[j]) != e.name[k] {
				continue next
			}
			j++
		}
		if last := e.name[len(e.name)-1]; isLatin(last) && isLatin(f.peek(j)) && !f.has(j, "up") && !f.has(j, "UP") {
			continue
		}
		if isKatakana(e.name[len(e.name)-1]) && isKatakana(f.peek(j)) { // クラスター
			continue
		}
		return e, j
	}
	return nil, i
}

// compound returns the end of a unit at i, with what is joined to it by "/" or
// "・": 円/kg, g/人・日, 人/10万人. known is the first unit's entry.
func (u *Units) compound(f *folded, i int) (known *unitEntry, next int) {
	known, j := u.match(f, i)
	if known == nil {
		return nil, i
	}
	for {
		k := f.space(j)
		sep := f.peek(k)
		if sep != '/' && sep != '・' {
			return known, j
		}
		l := f.space(k + 1)
		if sep == '/' && f.peek(l) == '(' { // g/(人・日)
			e, m := u.compound(f, f.space(l+1))
			if e == nil || f.peek(f.space(m)) != ')' {
				return known, j
			}
			j = f.space(m) + 1
			continue
		}
		scaled := false
		if sep == '/' {
			n, m := f.powerOfTen(l)
			scaled = n >= minPer
			l = f.space(m)
		}
		e, m := u.match(f, l)
		if e == nil || sep == '/' && likes(e, known) && (!scaled || e.canonical == "点") || sep == '・' && !(joins(known) && joins(e) && !isDigit(f.peek(f.space(m)))) {
			return known, j
		}
		j = m
	}
}

// minPer is how many of a thing figures of it are given per: 15.3人/10万人 is a
// rate, 3市町村/10市町村 a count out of a total.
const minPer = 1000

// likes tells whether two units count the same things in the same measure.
func likes(a, b *unitEntry) bool {
	return a == b || a.canonical == b.canonical && a.scale.Cmp(b.scale) == 0
}

// joins tells whether a unit is one that "・" multiplies (人・日, 台・km) and not
// the next item of a list.
func joins(e *unitEntry) bool {
	switch e.kind {
	case "people", "days", "duration", "length", "years", "months", "mass", "nights":
		return true
	}
	return len(e.name) == 1 && (e.name[0] == '台' || e.name[0] == '回')
}

// powerOfTen reads a numeral that is a power of ten above one: the 10万 of
// 人/10万人, the 千 of 件/千人. value is 0 and next is i where none stands.
func (f *folded) powerOfTen(i int) (value uint64, next int) {
	n, j, ok := f.magnitude(i, true)
	if !ok || n.scale != 0 || n.flaw != sound || n.den != 0 {
		return 0, i
	}
	c := n.coef
	for c > 1 && c%10 == 0 {
		c /= 10
	}
	if c != 1 || n.coef == 1 {
		return 0, i
	}
	return n.coef, j
}

// info returns what is known of a unit as printed; nil when text is no unit of
// the dictionary nor made of such.
func (u *Units) info(text string) *unitInfo {
	if len(text) > 120 {
		return nil
	}
	u.mu.RLock()
	x, ok := u.seen[text]
	u.mu.RUnlock()
	if ok {
		return x
	}
	x = u.look(text)
	key := strings.Clone(text)
	u.mu.Lock()
	if len(u.seen) >= maxSeen {
		clear(u.seen)
	}
	u.seen[key] = x
	u.mu.Unlock()
	return x
}

// look is info without memory.
func (u *Units) look(text string) *unitInfo {
	f := folder.Get().(*folded)
	defer folder.Put(f)
	f.text(text)
	i := f.space(0)
	x := &unitInfo{text: norm.NFKC.String(strings.Join(strings.Fields(text), "")), scale: decimal.One}
	var canonical strings.Builder
	negative := false // below the fraction bar
	plain, open := true, false
	for first := true; ; first = false {
		if !first {
			i = f.space(i)
			if open && f.peek(i) == ')' {
				open, i = false, f.space(i+1)
			}
			switch {
			case f.peek(i) == '/':
				canonical.WriteByte('/')
				negative = true
			case f.peek(i) == '・':
				canonical.WriteString("・")
			default:
				if open {
					return nil
				}
				if f.space(i) == len(f.r) {
					x.canonical = canonical.String()
					x.simple = plain && x.kind != "years" && x.kind != "months" // 2021年 is a date
					return x
				}
				return nil
			}
			if i = f.space(i + 1); negative && f.peek(i) == '(' && !open {
				open, i = true, f.space(i+1)
			}
		}
		factor := decimal.One
		e, j := u.match(f, i)
		if n, k, ok := f.magnitude(i, true); ok && (e == nil || k > i) {
			if m, l := u.match(f, f.space(k)); m != nil && n.flaw == sound && n.den == 0 && (first && n.kanji || !first) && n.coef > 0 {
				if d, _ := n.exact(); d.Valid {
					e, j, factor = m, l, d.Decimal
					plain = false
				}
			}
		}
		if e == nil {
			return nil
		}
		factor, err := factor.Mul(e.scale)
		if err != nil {
			return nil
		}
		if negative {
			x.scale, err = x.scale.Quo(factor)
		} else {
			x.scale, err = x.scale.Mul(factor)
		}
		if err != nil || !x.scale.IsPos() {
			return nil
		}
		if first {
			x.kind = e.kind
		}
		canonical.WriteString(e.canonical)
		x.scale = x.scale.Trim(0)
		i = j
	}
}

// column returns the unit that a unit column's text states: as it stands, with
// brackets around it taken off; "" and nil when it states none. A text that is
// no unit of the dictionary is a unit all the same: that is what the column is
// for.
func (u *Units) column(text string, words *Words) (string, *unitInfo) {
	text = strings.TrimSpace(text)
	if text == "" {
		return "", nil
	}
	if x := u.info(text); x != nil {
		return x.text, x
	}
	if w := words.lookup(text); w != nil && (w.kind == Missing || w.status == Same) {
		return "", nil
	}
	if open, n := utf8.DecodeRuneInString(text); closing(open) != 0 {
		if shut, m := utf8.DecodeLastRuneInString(text); shut == closing(open) && len(text) > n+m {
			if s, x := u.column(text[n:len(text)-m], words); s != "" {
				return s, x
			}
		}
	}
	s := norm.NFKC.String(text)
	for _, lead := range []string{"単位:", "単位"} {
		if rest, ok := strings.CutPrefix(s, lead); ok && rest != "" {
			return u.column(rest, words)
		}
	}
	if i := strings.IndexAny(s, "(["); i > 0 {
		if x := u.info(strings.TrimSpace(s[:i])); x != nil {
			return s, x
		}
	}
	return s, nil
}

// closing returns the bracket that closes r, 0 when r opens none.
func closing(r rune) rune {
	switch r {
	case '(':
		return ')'
	case '（':
		return '）'
	case '[':
		return ']'
	case '［':
		return '］'
	case '【':
		return '】'
	case '〔':
		return '〕'
	case '〈':
		return '〉'
	case '《':
		return '》'
	case '「':
		return '」'
	case '『':
		return '』'
	case '{':
		return '}'
	case '｛':
		return '｝'
	case '<':
		return '>'
	case '＜':
		return '＞'
	case '〖':
		return '〗'
	case '≪':
		return '≫'
	}
	return 0
}

// opening returns the bracket that r closes, 0 when it closes none.
func opening(r rune) rune {
	switch r {
	case ')', '）':
		return '('
	case ']', '］':
		return '['
	case '】':
		return '【'
	case '〕':
		return '〔'
	case '〉':
		return '〈'
	case '》':
		return '《'
	case '｝', '}':
		return '{'
	case '＞', '>':
		return '<'
	case '〗':
		return '〖'
	case '≫':
		return '≪'
	}
	return 0
}

// ofName is nameUnit, remembering the names of a plan's indicators: each is
// asked for once a value.
func (u *Units) ofName(name string, words *Words) *unitInfo {
	u.mu.RLock()
	x, ok := u.names[name]
	u.mu.RUnlock()
	if ok {
		return x
	}
	x = u.nameUnit(name, words)
	if len(name) > 1000 {
		return x
	}
	key := strings.Clone(name)
	u.mu.Lock()
	if len(u.names) >= maxSeen {
		clear(u.names)
	}
	u.names[key] = x
	u.mu.Unlock()
	return x
}

// nameUnit returns the unit in the brackets that end an indicator's name
// (参加者数（人）), or after a colon that ends it (売上高：百万円); nil when there is
// none. Brackets that hold something else (（累計）, （男性）) are passed over, and
// so are marks of footnotes.
func (u *Units) nameUnit(name string, words *Words) *unitInfo {
	rest := strings.TrimRight(name, " 　\t\r\n")
	for n := 0; n < 4; n++ {
		rest = trimFootnote(rest)
		shut, size := utf8.DecodeLastRuneInString(rest)
		if opening(shut) == 0 {
			if n == 0 {
				if i := strings.LastIndexAny(rest, ":："); i > 0 {
					_, k := utf8.DecodeRuneInString(rest[i:])
					return u.info(strings.TrimSpace(rest[i+k:]))
				}
			}
			return nil
		}
		start := openOf(rest[:len(rest)-size], opening(shut))
		if start < 0 {
			return nil
		}
		_, k := utf8.DecodeRuneInString(rest[start:])
		inner := strings.TrimSpace(rest[start+k : len(rest)-size])
		if w := words.lookup(inner); w == nil || w.meaning != "qualifier" {
			if x := u.bracketed(inner, rest[:start]); x != nil {
				return x
			}
		}
		rest = strings.TrimRight(rest[:start], " 　\t\r\n")
	}
	return nil
}

// nouns are the kinds of units that are names of things as well: in the
// brackets after a name they may say which is meant (正答率（小学校）, 税収（県）).
var nouns = map[string]bool{
	"schools": true, "organisations": true, "companies": true, "places": true, "groups": true, "municipalities": true,
	"countries": true, "buildings": true, "classes": true, "courses": true, "tasks": true, "kinds": true,
}

// counters are the units of those kinds that name nothing.
var counters = map[string]bool{"校": true, "園": true, "社": true, "組": true, "班": true, "棟": true, "軒": true, "戸": true, "室": true, "箇所": true, "所": true, "種": true, "館": true, "経営体": true}

// counts tells whether a name counts what stands in the brackets after it.
func counts(name, inner string) bool {
	if strings.Contains(name, inner+"数") {
		return true
	}
	var f folded
	f.text(inner)
	if n := string(f.r); counters[n] || strings.HasSuffix(n, "所") && len(f.r) == 2 && !isKanji(f.r[0]) {
		return true
	}
	for _, end := range []string{"者数", "人数", "員数", "生数", "童数", "徒数", "率", "割合", "度", "額", "量"} {
		if strings.HasSuffix(name, end) {
			return false
		}
	}
	return strings.HasSuffix(name, "数") || strings.Contains(name, inner)
}

// bracketed reads the text in a bracket that ends a name as a unit. A word the
// dictionary does not have is one when the name counts it: 支所数（支所）.
func (u *Units) bracketed(inner, name string) *unitInfo {
	if inner == "" || len(inner) > 60 {
		return nil
	}
	if x := u.info(inner); x != nil {
		if !nouns[x.kind] || counts(name, inner) {
			return x
		}
		return nil
	}
	for _, lead := range []string{"単位：", "単位:", "単位", "／", "/"} {
		if rest, ok := strings.CutPrefix(inner, lead); ok {
			return u.info(strings.TrimSpace(rest))
		}
	}
	for _, sep := range []string{"、", "，", ",", "　", " ", "；"} { // （人、累計）
		if first, _, ok := strings.Cut(inner, sep); ok {
			if x := u.info(strings.TrimSpace(first)); x != nil {
				return x
			}
		}
	}
	if utf8.RuneCountInString(inner) <= 6 && strings.Contains(name, inner+"数") {
		return &unitInfo{text: norm.NFKC.String(inner), scale: decimal.One}
	}
	return nil
}

// openOf returns where the bracket opens (in any of its widths) that is closed
// after s, -1 when it does not.
func openOf(s string, open rune) int {
	depth := 0
	for i := len(s); i > 0; {
		r, n := utf8.DecodeLastRuneInString(s[:i])
		i -= n
		if o := opening(r); o == open {
			depth++
		} else if c := closing(r); c != 0 && opening(c) == open {
			if depth == 0 {
				return i
			}
			depth--
		}
	}
	return -1
}

// trimFootnote takes marks such as ※1, *2 and 注3 off the end of a name.
func trimFootnote(s string) string {
	t := strings.TrimRight(s, "0123456789０１２３４５６７８９¹²³ 　,，、")
	for _, mark := range []string{"※", "＊", "*", "注"} {
		if u, ok := strings.CutSuffix(t, mark); ok && u != "" {
			return strings.TrimRight(u, " 　")
		}
	}
	return strings.TrimRight(s, " 　")
}
