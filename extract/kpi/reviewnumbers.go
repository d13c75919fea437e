package kpi

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"shihyo/extract/finding"
	"shihyo/extract/page"
)

// What the numbers of items tell about each other. They count on, 1(1), 1(2),
// 1(3), and are all written in one way: one that breaks the count between two
// that keep it was misread, one that lacks a sign of the others' may have been.

// numbered is a number and what it stands before.
type numbered struct {
	code, of string
	at       []numberPlace // of the same number in rows that follow each other
}

// numberPlace is a row a number belongs to and where it stands.
type numberPlace struct {
	row int
	box page.Box
}

// leadCode finds the number that leads a name: (3)　…, 5-1 …, 基本目標２　….
var leadCode = regexp.MustCompile(`^(?:基本目標|基本施策|施策|政策|目標|柱|分野|第)?(?:[(（]?[0-9０-９Ⅰ-Ⅻ]*(?:[-－‐.．(（][0-9０-９]*)*[)）]?[ 　]|[(（][0-9０-９]*[)）]?)`)

// reviewNumbers looks for numbers that break the count or the form of the rest:
// those of the items, those printed before their names, those before fields.
func (r *Reader) reviewNumbers() {
	lead := func(s string) string { return strings.TrimSpace(leadCode.FindString(s)) }
	var nos, names, fields []numbered
	for i := range r.doc.Indicators {
		in := &r.doc.Indicators[i]
		for k, it := range in.Items {
			if it.No == "" || strings.ContainsAny(fold(it.No), "0123456789()") {
				nos = appendNumber(nos, it.No, it.Name, numberPlace{i, in.places.no(k)})
			}
			if it.Name != "" {
				names = appendNumber(names, lead(it.Name), it.Name, numberPlace{i, in.places.item(k)})
			}
		}
		if in.Field != "" {
			fields = appendNumber(fields, lead(in.Field), in.Field, numberPlace{i, in.places.field})
		}
	}
	r.reviewCodes(nos)
	r.reviewCodes(names)
	r.reviewCodes(fields)
}

// appendNumber adds a number, those of neighbouring rows that are the same once.
func appendNumber(list []numbered, code, of string, at numberPlace) []numbered {
	if n := len(list); n > 0 && list[n-1].code == code && list[n-1].of == of {
		list[n-1].at = append(list[n-1].at, at)
		return list
	}
	return append(list, numbered{code, of, []numberPlace{at}})
}

// reviewCodes marks the numbers of one kind that are out of line.
func (r *Reader) reviewCodes(codes []numbered) {
	forms := map[string]int{}
	for _, c := range codes {
		forms[codeForm(c.code)]++
	}
	for _, c := range codes {
		if secondCode(c, forms) {
			for _, at := range c.at {
				r.doc.Indicators[at.row].doubtAt(finding.New(textsRunTogether, c.code), at.box)
			}
		}
	}
	for i := 1; i < len(codes); i++ {
		r.reviewCount(codes, i)
	}
	for i, c := range codes {
		if joinedFromOne(codes, i) {
			for _, at := range c.at {
				r.doc.Indicators[at.row].doubt(finding.New(textsRunTogether, c.code))
			}
		}
	}
	if len(forms) > maxForms {
		return // no form is that of the others
	}
	for _, c := range codes {
		form := codeForm(c.code)
		for other, n := range forms {
			alone := form == "" && utf8.RuneCountInString(other) == 1 && float64(n) >= numberedShare*float64(len(codes))
			if n >= 3 && n > forms[form] && formLost(form, other) || n >= 2 && alone {
				for _, at := range c.at {
					r.hint(lostText, at.row, -1, at.box, finding.New(numberUnlike, c.code))
				}
				break
			}
		}
	}
}

// numberedShare is the share of texts that must have a number for one without to
// have lost it.
const numberedShare = 0.65

// maxForms bounds the ways of writing numbers that are compared.
const maxForms = 200

// maxBreak is how many numbers in a row may be wrong for those around them still
// to show it.
const maxBreak = 3

// maxJoined is how many rows' numbers are looked for in one.
const maxJoined = 6

// reviewCount marks the numbers from codes[i] on that break a count which goes
// on behind them as if they had kept it: 12, 1, 14, or 14, 1516, 17.
func (r *Reader) reviewCount(codes []numbered, i int) {
	rest, from, ok := lastCount(codes[i-1].code)
	if !ok || counts(codes[i].code, rest, from+1) {
		return
	}
	for n := 1; n <= maxBreak && i+n < len(codes); n++ {
		next := codes[i+n].code
		q, to, ok := lastCount(next)
		if !ok || q != rest || to < from+2 {
			continue
		}
		if to == from+n+1 {
			for k, c := range codes[i : i+n] {
				if counts(c.code, rest, from+1+k) {
					continue
				}
				for _, at := range c.at {
					r.doc.Indicators[at.row].doubtAt(finding.New(numberingBroken, c.code, codes[i-1].code, next), at.box)
				}
			}
			return
		}
	}
	if joinedCounts(codes[i].code, from+1) {
		for _, c := range codes[i:min(i+maxJoined, len(codes))] {
			if c.code != codes[i].code {
				break
			}
			for _, at := range c.at {
				r.doc.Indicators[at.row].doubt(finding.New(textsRunTogether, c.code)) // the rows of all
			}
		}
	}
}

// secondCode reports whether the next number stands in a number, 2-1-32-1-4 or
// 1 2, or in the name that it leads: the texts of two rows.
func secondCode(c numbered, forms map[string]int) bool {
	form := codeForm(c.code)
	rest, n, ok := lastCount(c.code)
	text := c.of
	if strings.HasPrefix(text, c.code) { // printed before the name
		if !ok {
			return false
		}
		for i := range text[len(c.code):] {
			next := strings.TrimSpace(leadCode.FindString(text[len(c.code)+i:]))
			if i > 0 && len(next) > 1 && codeForm(next) == form && counts(next, rest, n+1) {
				return true
			}
		}
		return false
	}
	for i := range c.code {
		a, b := strings.TrimSpace(c.code[:i]), strings.TrimSpace(c.code[i:])
		rest, n, ok := lastCount(a)
		if ok && forms[codeForm(a)] > 1 && codeForm(a) == codeForm(b) && (strings.Trim(fold(a), "0123456789") != "" || len(a)+len(b) < len(c.code)) && counts(b, rest, n+1) {
			return true
		}
	}
	return false
}

// joinedCounts reports whether a number is that of several rows, from n on, one
// behind the other: 1516.
func joinedCounts(code string, n int) bool {
	joined := strconv.Itoa(n)
	for k := 1; k < maxJoined; k++ {
		if joined += strconv.Itoa(n + k); fold(code) == joined {
			return true
		}
	}
	return false
}

// joinedFromOne reports whether codes[i] is the numbers of the first rows, one behind
// the other: 123, or 12 before 3.
func joinedFromOne(codes []numbered, i int) bool {
	const sure = 3 // rows
	n := utf8.RuneCountInString(codes[i].code)
	if !joinedCounts(codes[i].code, 1) {
		return false
	}
	return n >= sure || i == 0 && len(codes) > 1 && counts(codes[1].code, "#", n+1)
}

// counts reports whether a number is n among those with the rest.
func counts(code, rest string, n int) bool {
	p, c, ok := lastCount(code)
	return ok && p == rest && c == n
}

// codeForm returns how a number is written: 6(1)ウ as 9(9)ア.
func codeForm(code string) string {
	code = fold(roman.ReplaceAllString(code, "9"))
	return kana.ReplaceAllString(digits.ReplaceAllString(code, "9"), "ア")
}

var (
	kana  = regexp.MustCompile(`[ア-ン]`)
	roman = regexp.MustCompile(`[Ⅰ-Ⅿ]+`)
)

// lastCount splits a number into what it counts last, as a figure, and the rest:
// 6(1)ウ into 6(1) and 3, 12 into "" and 12, 2(3) into 2() and 3.
func lastCount(code string) (rest string, count int, ok bool) {
	f := fold(code)
	if k := kana.FindAllStringIndex(f, -1); k != nil {
		at := k[len(k)-1]
		ch, _ := utf8.DecodeRuneInString(f[at[0]:at[1]])
		if n := strings.IndexRune("アイウエオカキクケコサシスセソ", ch); n >= 0 {
			return f[:at[0]] + f[at[1]:], n / len("ア"), true
		}
		return "", 0, false
	}
	d := digits.FindAllStringIndex(f, -1)
	if d == nil {
		return "", 0, false
	}
	at := d[len(d)-1]
	n, ok := smallInt(f[at[0]:at[1]])
	return f[:at[0]] + "#" + f[at[1]:], n, ok
}
