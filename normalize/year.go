package normalize

import (
	"cmp"
	"fmt"
	"strconv"
	"sync"

	"shihyo/seeds"
)

// Years and dates. A plan writes one year in a dozen ways: 令和4年度, Ｒ４, R4年度末,
// 令和4（2022）年度, 令和4年度（2022年度）, 2022, H31/R1, 令和7年3月末. All of them are
// read here, for the headers of columns as for the brackets in cells, into the
// days they span and the fiscal year (April to March) these lie in.
//
//	date  := point [ ("〜"|"-"|"から") point ] [ 時点 | 現在 ]
//	point := year [ month [ day ] ] [ part ] | month [ day ] [ part ] | 年度末 | 年末
//	year  := ( era number | western ) [ 年度 | 年 ] [ the same year in another notation ]
//	part  := 末 | 当初 | 上期 | 下期 | 第1四半期 | 上旬 …

// Date is a day as YYYYMMDD, 0 when it is not known.
type Date int32

// day returns the Date of a year, month and day.
func day(y, m, d int) Date { return Date(y*10000 + m*100 + d) }

// Year returns the western year of the day.
func (d Date) Year() int { return int(d) / 10000 }

// FiscalYear returns the western year in which the April-to-March year of d
// begins.
func (d Date) FiscalYear() int {
	if int(d)/100%100 < 4 {
		return d.Year() - 1
	}
	return d.Year()
}

// String returns the day as ISO 8601 (2022-02-01), "" when it is not known.
func (d Date) String() string {
	if d == 0 {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d/10000, d/100%100, d%100)
}

// Year is what a notation of a year, a date or a span of dates says.
type Year struct {
	FiscalYear int  // fiscal year the days lie in (the last one of a span)
	Calendar   bool // a calendar year is named: 2021年 without 年度
	Exact      bool // names a month or a day, not just a year
	Span       bool // covers more than one fiscal year: H30〜R4
	Impossible bool // the era had ended or not begun: 平成33年 (read as meant, 2021)
	Differs    bool // two notations of one year disagree: 令和4（2021）年度
	From, To   Date // first and last day; 0 when the year is not known
	Start, End int  // bytes of the text it was read from

	yearless bool // the text names no year
}

// ParseYear reads text as nothing but a year, a date or a span of them, with
// words such as 末, 時点 or 現在: 令和4年度末, Ｒ４, 2022, H31/R1, R3.4～R3.12.
func ParseYear(text string) (Year, bool) { return defaultEras().ParseYear(text) }

// FindYear reads the first year, date or span that stands in text among other
// words: 目標値（令和7年度末）, 中間目標【R4年度】, R8年度目標. A bare number counts as
// a year when it has four digits and no letter or digit beside it.
func FindYear(text string) (Year, bool) { return defaultEras().FindYear(text) }

// Eras are the Japanese eras by which years are counted.
type Eras struct{ list []era }

type era struct {
	name        string // 令和
	runes       int    // of the name
	head, short rune   // 令, and 令 as an abbreviation
	letter      rune   // R
	first, last int    // western years of its first and last year; last 9999 for the present era
	from, to    Date
}

// defaultEras are the built-in ones.
var defaultEras = sync.OnceValue(func() *Eras {
	rows, err := seeds.Load("eras", "")
	if err == nil {
		var e *Eras
		if e, err = NewEras(rows); err == nil {
			return e
		}
	}
	panic("normalize: built-in eras.csv: " + err.Error())
})

// NewEras returns the eras of seeds/eras.csv (name, kanji, letter, first_year,
// first_day, last_day); a later row of the same name replaces an earlier one.
func NewEras(rows []seeds.Row) (*Eras, error) {
	e := &Eras{}
	for _, row := range rows {
		first, err := strconv.Atoi(row["first_year"])
		if err != nil || row["name"] == "" {
			return nil, fmt.Errorf("eras: row %q has no name or no first_year", row["name"])
		}
		x := era{name: row["name"], runes: len([]rune(row["name"])), head: []rune(row["name"])[0], first: first, last: 9999}
		if k := []rune(row["kanji"]); len(k) == 1 {
			x.short = k[0]
		}
		if l := []rune(row["letter"]); len(l) == 1 {
			x.letter = l[0]
		}
		if x.from, err = isoDay(row["first_day"]); err != nil {
			return nil, err
		}
		if x.to, err = isoDay(row["last_day"]); err != nil {
			return nil, err
		}
		if x.to != 0 {
			x.last = x.to.Year()
		}
		replaced := false
		for i := range e.list {
			if e.list[i].name == row["name"] {
				e.list[i], replaced = x, true
			}
		}
		if !replaced {
			e.list = append(e.list, x)
		}
	}
	return e, nil
}

func isoDay(s string) (Date, error) {
	if s == "" {
		return 0, nil
	}
	var y, m, d int
	if _, err := fmt.Sscanf(s, "%d-%d-%d", &y, &m, &d); err != nil || !realDay(y, m, d) {
		return 0, fmt.Errorf("eras: %q is no day", s)
	}
	return day(y, m, d), nil
}

// ParseYear is the package function with e's eras.
func (e *Eras) ParseYear(text string) (Year, bool) {
	f := folder.Get().(*folded)
	defer folder.Put(f)
	f.text(text)
	i := f.space(0)
	y, j, ok := e.date(f, i, 0, bareYear)
	if !ok || f.space(j) != len(f.r) || y.FiscalYear == 0 {
		return Year{}, false
	}
	y.Start, y.End = int(f.at[i]), int(f.at[j])
	return y, true
}

// FindYear is the package function with e's eras.
func (e *Eras) FindYear(text string) (Year, bool) {
	f := folder.Get().(*folded)
	defer folder.Put(f)
	f.text(text)
	for i := range f.r {
		if !e.mayBegin(f, i) {
			continue
		}
		y, j, ok := e.date(f, i, 0, bareYear)
		if ok && y.FiscalYear != 0 {
			y.Start, y.End = int(f.at[i]), int(f.at[j])
			return y, true
		}
	}
	return Year{}, false
}

var folder = sync.Pool{New: func() any { return &folded{} }}

// mayBegin tells whether a date may begin at rune i: a digit that does not go
// on a number, a letter that does not go on a word, or an era's name.
func (e *Eras) mayBegin(f *folded, i int) bool {
	r := f.r[i]
	if isDigit(r) {
		return i == 0 || !isDigit(f.r[i-1]) && !isLatin(f.r[i-1]) && !(i > 1 && (f.r[i-1] == '.' || f.r[i-1] == ',') && isDigit(f.r[i-2]))
	}
	if isLatin(r) {
		return i == 0 || !isLatin(f.r[i-1]) && !isDigit(f.r[i-1])
	}
	switch r {
	case '年': // 年度末
		return true
	case '上', '下', '第': // 上期, 第1四半期
		return i+1 < len(f.r)
	}
	for k := range e.list {
		if e.list[k].head == r || e.list[k].short == r {
			return true
		}
	}
	return false
}

// space returns the first rune at or after i that is no space.
func (f *folded) space(i int) int {
	for i < len(f.r) && f.r[i] == ' ' {
		i++
	}
	return i
}

// has tells whether word stands at rune i.
func (f *folded) has(i int, word string) bool {
	for _, r := range word {
		if i >= len(f.r) || f.r[i] != r {
			return false
		}
		i++
	}
	return true
}

// skip returns the rune after the first of words that stands at i (spaces
// before it do not matter), and which one it was; i and -1 when none does.
func (f *folded) skip(i int, words ...string) (int, int) {
	j := f.space(i)
	for n, w := range words {
		if f.has(j, w) {
			k := j
			for range w {
				k++
			}
			return k, n
		}
	}
	return i, -1
}

// peek returns the rune at i, 0 past the end.
func (f *folded) peek(i int) rune {
	if i >= 0 && i < len(f.r) {
		return f.r[i]
	}
	return 0
}

// number reads up to max decimal digits at i; n is -1 when there is none or
// more follow.
func (f *folded) number(i, max int) (n, next int) {
	j := i
	for j < len(f.r) && isDigit(f.r[j]) {
		if j-i == max {
			return -1, i
		}
		n = n*10 + int(f.r[j]-'0')
		j++
	}
	if j == i {
		return -1, i
	}
	return n, j
}

// smallKanji reads a kanji numeral below 100 at i (三十, 二, 元 is 1); n is -1
// when there is none.
func (f *folded) smallKanji(i int) (n, next int) {
	if f.peek(i) == '元' {
		return 1, i + 1
	}
	tens, ones, j := 0, 0, i
	if d := kanjiDigit(f.peek(j)); d > 0 {
		ones, j = d, j+1
	}
	if f.peek(j) == '十' {
		tens = max(ones, 1)
		ones, j = 0, j+1
		if d := kanjiDigit(f.peek(j)); d > 0 {
			ones, j = d, j+1
		}
	}
	if j == i {
		return -1, i
	}
	return tens*10 + ones, j
}

// kanjiDigit returns the value of 〇 to 九, -1 for any other rune.
func kanjiDigit(r rune) int {
	switch r {
	case '〇', '零':
		return 0
	case '一', '壱':
		return 1
	case '二', '弐':
		return 2
	case '三', '参':
		return 3
	case '四':
		return 4
	case '五':
		return 5
	case '六':
		return 6
	case '七':
		return 7
	case '八':
		return 8
	case '九':
		return 9
	}
	return -1
}

// bare says whether four digits alone are a year.
type bare bool

const (
	bareYear  bare = true
	markedOne bare = false // only with 年, 年度 or a month
)

// How a year was named.
const (
	unmarked = iota // R4, 2022
	fiscal          // 年度
	calendar        // 年
)

// point is one end of a date: what is printed of it.
type point struct {
	year       int // western; 0: not printed
	era        int // index of its era, -1 western
	mark       int
	month, day int
	part       int // one of the parts below
	impossible bool
	differs    bool
}

// Parts of a year or a month.
const (
	whole = iota
	ending
	beginning
	firstHalf
	secondHalf
	quarter1
	quarter2
	quarter3
	quarter4
	firstThird
	secondThird
	lastThird
)

// yearOf reads one notation of a year at i.
func (e *Eras) yearOf(f *folded, i int, b bare) (p point, next int, ok bool) {
	p.era = -1
	for k := range e.list {
		x := &e.list[k]
		j, letter, long := i, false, false
		switch {
		case f.peek(i) == x.head && f.has(i, x.name):
			j, long = f.space(i+x.runes), true
		case x.short != 0 && f.peek(i) == x.short:
			j = i + 1
		case x.letter != 0 && f.peek(i) == x.letter:
			j, letter = i+1, true
			if f.peek(j) == '.' && isDigit(f.peek(j+1)) {
				j++
			}
		default:
			continue
		}
		n, m := f.number(j, 2)
		if n < 0 && f.peek(j) == '元' {
			n, m = 1, j+1
		}
		if n < 0 && long {
			n, m = f.smallKanji(j)
		}
		if n < 1 {
			continue
		}
		// A lone letter or abbreviation other than of the last two eras is
		// more often a size, a class or an ordinary word than an era.
		if !long && k < len(e.list)-2 {
			if q := f.peek(f.space(m)); q != '年' && !(q == '.' && isDigit(f.peek(m+1))) {
				continue
			}
		}
		if letter && isLatin(f.peek(m)) {
			continue
		}
		if q := f.peek(m); q == '%' {
			continue
		}
		p.year, p.era = x.first+n-1, k
		p.impossible = p.year > x.last
		return p, m, true
	}
	j := i
	if f.has(i, "FY") {
		j = f.space(i + 2)
	} else if f.has(i, "西暦") {
		j = f.space(i + 2)
	}
	n, m := f.number(j, 4)
	if n < 1868 || n > 2199 || m-j != 4 {
		return p, i, false
	}
	if j > i && f.peek(i) == 'F' {
		p.mark = fiscal
	}
	q := f.space(m)
	if f.peek(m) == '・' { // 2021・7・18
		if k, l := f.number(m+1, 2); k >= 1 && f.peek(l) == '・' {
			if d, e := f.number(l+1, 2); realDay(n, k, d) {
				p.year, p.month, p.day = n, k, d
				return p, e, true
			}
		}
	}
	marked := p.mark != 0 || f.peek(q) == '年' || f.peek(q) == '(' && e.secondYear(f, q+1, n)
	if !marked && dateSeparator(f.peek(m)) && isDigit(f.peek(m+1)) {
		if k, l := f.number(m+1, 2); k >= 1 && k <= 12 && !isLatin(f.peek(l)) {
			// 2002.5 alone is a number, 2002.5.1 is a day.
			day, _ := f.number(l+1, 2)
			marked = f.peek(l) == f.peek(m) && realDay(n, k, day) || bool(b) && f.peek(m) != '-'
		}
	}
	if !marked && (!bool(b) || isLatin(f.peek(m)) || f.peek(m) == ',' || f.peek(m) == '.' || f.peek(m) == '%') {
		return p, i, false
	}
	p.year = n
	return p, m, true
}

// secondYear tells whether a notation of a year stands at i that may be the
// other notation of year.
func (e *Eras) secondYear(f *folded, i, year int) bool {
	p, _, ok := e.yearOf(f, f.space(i), bareYear)
	return ok && p.year == year
}

func dateSeparator(r rune) bool { return r == '.' || r == '/' || r == '-' }

// point reads one end of a date at i. prev is the point before it in a span,
// which lends its era, year and month to a shorter notation.
func (e *Eras) point(f *folded, i int, b bare, prev *point) (p point, next int, ok bool) {
	p, j, ok := e.yearOf(f, i, b)
	if !ok && prev != nil {
		p, j, ok = e.shortPoint(f, i, prev)
		if !ok {
			return p, i, false
		}
		if p.month != 0 {
			return e.partOf(f, p, j)
		}
	}
	if !ok {
		return e.yearless(f, i)
	}
	if p.day != 0 {
		return p, j, true
	}
	// The same year again, before or after 年度.
	for n := 0; n < 3; n++ {
		if k, w := f.skip(j, "年度", "年"); w >= 0 && p.mark == unmarked {
			j, p.mark = k, calendar
			if w == 0 {
				p.mark = fiscal
			}
			continue
		}
		k := f.space(j)
		open := f.peek(k)
		if open != '(' && open != '/' && open != '・' && open != '[' {
			break
		}
		q, l, ok := e.yearOf(f, f.space(k+1), bareYear)
		if !ok || open == '/' && dateSeparator(f.peek(l)) {
			break
		}
		if m, w := f.skip(l, "年度", "年"); w >= 0 {
			l = m
			if p.mark == unmarked {
				p.mark = calendar
				if w == 0 {
					p.mark = fiscal
				}
			}
		}
		if open == '(' || open == '[' {
			shut, w := f.skip(l, ")", "]")
			if w < 0 {
				break
			}
			l = shut
		} else if q.year != p.year {
			break // 2020/2021 are two years
		}
		if q.year != p.year {
			p.differs = true
		}
		j = l
	}
	// Month and day.
	switch k := f.space(j); {
	case dateSeparator(f.peek(j)) && isDigit(f.peek(j+1)) && p.mark == unmarked:
		m, l := f.number(j+1, 2)
		if m < 1 || m > 12 {
			break
		}
		if f.peek(j) == '-' && f.peek(l) != '-' && p.era >= 0 {
			break // R3-5 is a span of years
		}
		p.month, j = m, l
		if f.peek(j) == '月' {
			j++
			if d, n := f.number(f.space(j), 2); d >= 1 && f.peek(n) == '日' {
				p.day, j = d, n+1
			}
		} else if dateSeparator(f.peek(j)) && isDigit(f.peek(j+1)) {
			if d, n := f.number(j+1, 2); d >= 1 && realDay(p.year, m, d) {
				p.day, j = d, n
			}
		}
	case f.peek(k) == '/' && p.mark == calendar && isDigit(f.peek(k+1)): // 2021年/7月/18日
		m, l := f.number(k+1, 2)
		if m < 1 || m > 12 {
			break
		}
		p.month, j = m, l
		if f.peek(j) == '月' {
			j++
		}
		if f.peek(j) == '/' {
			if d, n := f.number(j+1, 2); d >= 1 && realDay(p.year, m, d) {
				p.day, j = d, n
				if f.peek(j) == '日' {
					j++
				}
			}
		}
	case isDigit(f.peek(k)) && p.mark != unmarked, kanjiDigit(f.peek(k)) > 0 && p.mark != unmarked, f.peek(k) == '十' && p.mark != unmarked:
		if q, l, ok := monthDay(f, k); ok {
			p.month, p.day, j = q.month, q.day, l
		}
	}
	return e.partOf(f, p, j)
}

// shortPoint reads the second end of a span that leaves out what it shares
// with the first: R3〜5, R3.4〜12, 令和3年4月〜12月.
func (e *Eras) shortPoint(f *folded, i int, prev *point) (p point, next int, ok bool) {
	p.era = prev.era
	if q, j, ok := monthDay(f, i); ok && prev.month != 0 {
		q.year, q.era, q.mark = prev.year, prev.era, prev.mark
		if q.month < prev.month && prev.mark != fiscal {
			q.year++
		}
		return q, j, true
	}
	n, j := f.number(i, 2)
	if n < 1 {
		return p, i, false
	}
	if prev.month != 0 && n <= 12 && prev.day == 0 && !isDigit(f.peek(j)) {
		p.year, p.month = prev.year, n
		if n < prev.month {
			p.year++
		}
		return p, j, true
	}
	if prev.era >= 0 && prev.month == 0 {
		p.year = e.list[prev.era].first + n - 1
		p.impossible = p.year > e.list[prev.era].last
		return p, j, p.year >= prev.year
	}
	if prev.era < 0 && prev.month == 0 && j-i == 2 {
		p.year = prev.year/100*100 + n
		return p, j, p.year >= prev.year
	}
	return p, i, false
}

// monthDay reads 2月, 2月1日 or 12月末 at i, with kanji numerals too.
func monthDay(f *folded, i int) (p point, next int, ok bool) {
	p.era = -1
	m, j := f.number(i, 2)
	if m < 0 {
		m, j = f.smallKanji(i)
	}
	if m < 1 || m > 12 || f.peek(f.space(j)) != '月' {
		return p, i, false
	}
	p.month, j = m, f.space(j)+1
	k := f.space(j)
	d, l := f.number(k, 2)
	if d < 0 && f.peek(k) != '元' {
		d, l = f.smallKanji(k)
	}
	if l = f.space(l); d >= 1 && f.peek(l) == '日' && d <= monthDays(2024, m) {
		p.day, j = d, l+1
	}
	return p, j, true
}

// yearless reads a point that names no year: 2月1日, 9月末, 年度末, 12/31時点.
func (e *Eras) yearless(f *folded, i int) (p point, next int, ok bool) {
	p.era = -1
	if j, w := f.skip(i, "年度末", "年度当初", "年度初め", "年末"); w >= 0 {
		switch w {
		case 0:
			p.mark, p.part = fiscal, ending
		case 3:
			p.mark, p.part = calendar, ending
		default:
			p.mark, p.part = fiscal, beginning
		}
		return p, j, true
	}
	if p, j, ok := monthDay(f, i); ok {
		return e.partOf(f, p, j)
	}
	for n := range partWords { // 上期, 第1四半期, Q1 of the column's fiscal year
		w := &partWords[n]
		if w.part >= firstHalf && w.part <= quarter4 && w.alone && f.has(i, w.word) && !isLatin(f.peek(i+w.runes)) && !isDigit(f.peek(i+w.runes)) {
			p.mark, p.part = fiscal, w.part
			return p, i + w.runes, true
		}
	}
	m, j := f.number(i, 2)
	if m >= 1 && m <= 12 && (f.peek(j) == '/' || f.peek(j) == '.') {
		if d, k := f.number(j+1, 2); d >= 1 && d <= monthDays(2024, m) {
			if _, w := f.skip(k, "時点", "現在", "末"); w >= 0 {
				p.month, p.day = m, d
				return p, k, true
			}
		}
	}
	return p, i, false
}

// partOf reads the words that single out a part of the year or month.
func (e *Eras) partOf(f *folded, p point, i int) (point, int, bool) {
	if p.day != 0 {
		return p, i, realDay(cmp.Or(p.year, 2024), p.month, p.day)
	}
	words := partWords
	k := f.space(i)
	for n := range words {
		w := &words[n]
		if p.month != 0 && !w.month || p.month == 0 && !w.year || !f.has(k, w.word) {
			continue
		}
		p.part = w.part
		return p, k + w.runes, true
	}
	return p, i, true
}

// partWords, longer ones first where one begins with another.
var partWords = func() (list []datePart) {
	add := func(part int, year, month bool, words ...string) {
		for _, w := range words {
			alone := !isDigit([]rune(w)[0]) && w != "前半" && w != "後半"
			list = append(list, datePart{w, len([]rune(w)), part, year, month, alone})
		}
	}
	add(ending, true, true, "末日", "末", "終わり", "おわり")
	add(beginning, true, true, "当初", "初め", "初頭", "始め", "はじめ", "頭", "初")
	add(firstHalf, true, false, "上半期", "上期", "前半")
	add(secondHalf, true, false, "下半期", "下期", "後半")
	add(quarter1, true, false, "第1四半期", "第一四半期", "1Q", "Q1")
	add(quarter2, true, false, "第2四半期", "第二四半期", "2Q", "Q2")
	add(quarter3, true, false, "第3四半期", "第三四半期", "3Q", "Q3")
	add(quarter4, true, false, "第4四半期", "第四四半期", "4Q", "Q4")
	add(firstThird, false, true, "上旬")
	add(secondThird, false, true, "中旬")
	add(lastThird, false, true, "下旬")
	return list
}()

type datePart struct {
	word        string
	runes, part int
	year, month bool // may stand after a year, after a month
	alone       bool // may stand without a year
}

// date reads a date or a span of dates at rune i. fy is the fiscal year that a
// date without a year belongs to, 0 when it is not known; FiscalYear of such a
// date is 0 then and its days stay unknown.
func (e *Eras) date(f *folded, i, fy int, b bare) (y Year, next int, ok bool) {
	p, j, ok := e.point(f, i, b, nil)
	if !ok {
		return y, i, false
	}
	q, last := p, p
	if k := f.space(j); k < len(f.r) {
		l, n := k, 0
		switch {
		case f.r[k] == '~' || f.r[k] == '-' && k == j && p.year != 0 || f.r[k] == '→':
			n = 1
		case f.has(k, "から"):
			n = 2
		}
		l = f.space(k + n)
		if n > 0 {
			if r, m, ok := e.point(f, l, b, &p); ok {
				if r.mark != unmarked && p.mark == unmarked && p.month == 0 {
					p.mark = r.mark
				} else if r.mark == unmarked && r.month == 0 {
					r.mark = p.mark
				}
				if r.year == 0 && p.year != 0 {
					r.year = p.year
					if r.month != 0 && p.month != 0 && r.month < p.month {
						r.year++
					}
				}
				q, last, j = r, r, m
			}
		}
	}
	if k, w := f.skip(j, "時点現在", "末現在", "末時点", "時点", "現在"); w >= 0 {
		j = k
		if w == 1 || w == 2 {
			last.part, q.part = ending, ending
			if p == q {
				p.part = ending
			}
		}
	}
	from, _ := p.days(fy)
	_, to := q.days(fy)
	y.From, y.To = from, to
	y.Exact = p.month != 0 || q.month != 0 || p.part != whole || q.part != whole
	y.Calendar = !y.Exact && last.mark == calendar
	y.Impossible = p.impossible || q.impossible || e.outside(&p, from) || e.outside(&q, to)
	y.Differs = p.differs || q.differs
	y.yearless = p.year == 0 && q.year == 0
	if y.yearless && fy == 0 {
		return y, j, true
	}
	if y.Calendar {
		y.FiscalYear = last.year
		y.Span = p.year != last.year
	} else {
		y.FiscalYear = to.FiscalYear()
		y.Span = from.FiscalYear() != y.FiscalYear
	}
	if y.From > y.To { // R4〜R3: printed the wrong way round
		y.From, y.To = y.To, y.From
	}
	return y, j, true
}

// outside tells whether an exact date lies outside the era it is printed in.
func (e *Eras) outside(p *point, d Date) bool {
	if p.era < 0 || p.month == 0 || d == 0 {
		return false
	}
	x := &e.list[p.era]
	return x.to != 0 && d/100 > x.to/100 || d/100 < x.from/100
}

// days returns the first and the last day of a point; fy stands in for a year
// that is not printed. Both are 0 when the year is not known.
func (p *point) days(fy int) (from, to Date) {
	y := p.year
	if y == 0 {
		if fy == 0 {
			return 0, 0
		}
		y = fy
		if p.month != 0 && p.month < 4 {
			y++
		}
	} else if p.mark == fiscal && p.month != 0 && p.month < 4 {
		y++ // 令和3年度3月末 is in 2022
	}
	if p.month != 0 {
		end := monthDays(y, p.month)
		switch {
		case p.day != 0:
			return day(y, p.month, p.day), day(y, p.month, p.day)
		case p.part == ending:
			return day(y, p.month, end), day(y, p.month, end)
		case p.part == beginning:
			return day(y, p.month, 1), day(y, p.month, 1)
		case p.part == firstThird:
			return day(y, p.month, 1), day(y, p.month, 10)
		case p.part == secondThird:
			return day(y, p.month, 11), day(y, p.month, 20)
		case p.part == lastThird:
			return day(y, p.month, 21), day(y, p.month, end)
		}
		return day(y, p.month, 1), day(y, p.month, end)
	}
	first, months := 4, 12
	if p.mark == calendar {
		first = 1
	}
	switch p.part {
	case firstHalf:
		months = 6
	case secondHalf:
		first, months = first+6, 6
	case quarter1, quarter2, quarter3, quarter4:
		first, months = first+3*(p.part-quarter1), 3
	}
	ey, em := y, first+months-1
	if first > 12 {
		y, first = y+1, first-12
	}
	if em > 12 {
		ey, em = ey+1, em-12
	}
	from, to = day(y, first, 1), day(ey, em, monthDays(ey, em))
	switch p.part {
	case ending:
		from = to
	case beginning:
		to = from
	}
	return from, to
}

// monthDays returns how many days a month has.
func monthDays(y, m int) int {
	switch m {
	case 2:
		if y%4 == 0 && (y%100 != 0 || y%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

func realDay(y, m, d int) bool { return m >= 1 && m <= 12 && d >= 1 && d <= monthDays(y, m) }
