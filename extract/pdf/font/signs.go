package font

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
)

// Windows' symbol fonts have signs at the codes of Latin letters, which Windows
// itself calls U+F020..U+F0FF. Word puts its bullets that way, so that a PDF
// says U+F06C, or "l", where a reader sees ●. What the codes show is known by
// the font's name.

//go:embed data/dingbats.txt
var signsText string

// signs leads from codes to characters.
type signs map[int]rune

var allSigns = sync.OnceValue(func() map[string]signs {
	all := map[string]signs{"Symbol": {}}
	var s signs
	for line := range strings.Lines(signsText) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			s = signs{}
			all[strings.Trim(line, "[]")] = s
		default:
			fields := strings.Fields(line)
			code, _ := strconv.ParseUint(fields[0], 16, 8)
			for i, f := range fields[1:] {
				r, _ := strconv.ParseUint(f, 16, 32)
				s[int(code)+i] = rune(r)
			}
		}
	}
	for code, name := range encodings()["Symbol"] {
		if t := []rune(textOf(name, false)); len(t) == 1 && !private(string(t)) {
			all["Symbol"][code] = t[0]
		}
	}
	return all
})

// signsOf returns the signs of a font by its name, nil for other fonts.
func signsOf(name string) signs {
	name, _, _ = strings.Cut(strings.ReplaceAll(name, " ", ""), ",")
	name = strings.ReplaceAll(name, "-", "")
	name = strings.TrimSuffix(strings.TrimSuffix(name, "Regular"), "MT")
	return allSigns()[name]
}

// text returns the sign of a code of a simple font, or of what /ToUnicode says
// in place of a sign; a negative code is none.
func (s signs) text(code int, said string) string {
	if s == nil {
		return ""
	}
	var b strings.Builder
	for _, r := range said {
		if r < 0xF020 || r > 0xF0FF || s[int(r&0xFF)] == 0 {
			b.Reset()
			break
		}
		b.WriteRune(s[int(r&0xFF)])
	}
	if b.Len() > 0 {
		return b.String()
	}
	if r := s[code]; r != 0 {
		return string(r)
	}
	return ""
}
