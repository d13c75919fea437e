package normalize

import (
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
	b := [10]byte{4: '-', 7: '-'}
	for n, i := int(d), 9; i >= 0; i-- {
		if b[i] == 0 {
			b[i] = byte('0' + n%10)
			n /= 10
		}
	}
	return string(b[:])
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
