package kpi

import (
	"regexp"
	"strconv"
	"strings"
)

// yearRef is a year named in a header or a 年度 cell.
type yearRef struct {
	fiscal   int
	calendar bool // printed as a calendar year (2021年)
}

// yearPattern finds one year expression in folded text: an era year or a
// Western one, with 年度, 年, 年N月(末), .N(.N) behind it.
var yearPattern = regexp.MustCompile(
	`(令和|平成|昭和|大正|[RHSrhs])(元|[0-9]{1,2})(年度|年|\.)?([0-9]{1,2})?(月|\.)?([0-9]{1,2}日)?(末|時点|現在|末時点|末現在)?` +
		`|((?:19|20)[0-9]{2})(年度|年|\.|/)?([0-9]{1,2})?(月|\.)?([0-9]{1,2}日)?(末|時点|現在|末時点|末現在)?`)

var eraBase = map[string]int{"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "R": 2018, "H": 1988, "S": 1925, "r": 2018, "h": 1988, "s": 1925}

// findYear returns the year a folded text names and the text without it. Of a
// span (R4～R8) it is the last.
func findYear(s string) (y yearRef, rest string, ok bool) {
	var b strings.Builder
	for i := 0; i < len(s); {
		m := yearPattern.FindStringSubmatchIndex(s[i:])
		if m == nil {
			b.WriteString(s[i:])
			break
		}
		start, end := i+m[0], i+m[1]
		b.WriteString(s[i:start])
		part := s[start:end]
		v, n, good := readYear(s, start, end)
		if !good {
			b.WriteString(part)
			i = end
			continue
		}
		if !ok || v.fiscal != y.fiscal || y.calendar {
			y = v
		}
		ok = true
		i = start + n
	}
	return y, b.String(), ok
}

// readYear reads the expression at s[start:end] and returns how many bytes of
// it belong to the year.
func readYear(s string, start, end int) (y yearRef, n int, ok bool) {
	if start > 0 {
		p := s[start-1]
		if p >= '0' && p <= '9' || p >= 'A' && p <= 'Z' || p >= 'a' && p <= 'z' || p == ',' || p == '.' {
			return y, 0, false
		}
	}
	t := s[start:end]
	year, i := 0, 0
	for name, base := range eraBase {
		if strings.HasPrefix(t, name) {
			i = len(name)
			if strings.HasPrefix(t[i:], "元") {
				year, i = base+1, i+len("元")
			} else {
				j := i
				for j < len(t) && j < i+2 && t[j] >= '0' && t[j] <= '9' {
					j++
				}
				v, _ := strconv.Atoi(t[i:j])
				year, i = base+v, j
			}
		}
	}
	if year == 0 {
		year, _ = strconv.Atoi(t[:4])
		i = 4
	}
	if start+i < len(s) && (s[start+i] >= '0' && s[start+i] <= '9' || s[start+i] == ',' || s[start+i] == '%') {
		return y, 0, false
	}
	y.fiscal = year
	switch r := t[i:]; {
	case strings.HasPrefix(r, "年度"):
		i += len("年度")
		if strings.HasPrefix(t[i:], "末") {
			i += len("末")
		}
		return y, i, true
	case strings.HasPrefix(r, "年"), strings.HasPrefix(r, "."), strings.HasPrefix(r, "/"):
		sep := 1
		if strings.HasPrefix(r, "年") {
			sep = len("年")
		}
		m := regexp.MustCompile(`^([0-9]{1,2})(月|[./]|$)?([0-9]{1,2}日?)?(末時点|末現在|末|時点|現在)?`).FindStringSubmatch(r[sep:])
		if m != nil {
			if month, _ := strconv.Atoi(m[1]); month >= 1 && month <= 12 {
				if month <= 3 {
					y.fiscal--
				}
				return y, i + sep + len(m[0]), true
			}
		}
		if sep == len("年") {
			y.calendar = true
			i += sep
			if strings.HasPrefix(t[i:], "末") {
				i += len("末")
			}
		}
		return y, i, true
	case strings.HasPrefix(r, "末"):
		return y, i + len("末"), true
	}
	return y, i, true
}
