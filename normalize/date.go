package normalize

import (
	"cmp"
	"strings"
)

// The grammar of dates (year.go says what they are for): points, their parts
// and the spans between them, read from folded text.

// bare says whether four digits alone are a year.
type bare bool

// Whether they are.
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
		apart := letter && f.peek(j) == ' ' && isDigit(f.peek(j+1)) // R 4
		if apart {
			j++
		}
		n, m := f.number(j, 2)
		if apart {
			switch f.peek(f.space(m)) {
			case 0, '年', '末', '目', '実', '～', '~', '/', ')', ']', '】', '〕':
			default:
				continue
			}
		}
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
		if p.month != 0 && !w.month || p.month == 0 && !w.year || !f.has(k, w.word) || goesOnAsWord(f, k+w.runes) {
			continue
		}
		p.part = w.part
		return p, k + w.runes, true
	}
	return p, i, true
}

// goesOnAsWord reports whether the rune at i makes another word of what reads
// like a part of the year before it: 令和4年初期値, R3年当初値, 令和2年末期.
func goesOnAsWord(f *folded, i int) bool {
	return i < len(f.r) && strings.ContainsRune("期値回端予", f.r[i])
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
	lent := false // the year is one by the 年度 at the end of the span: 2023～2027年度
	if !ok && b == markedOne {
		p, j, lent = e.point(f, i, bareYear, nil)
		ok = lent && p.mark == unmarked && p.month == 0
	}
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
				lent = lent && r.mark == unmarked
			}
		}
	}
	if lent {
		return y, i, false
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
