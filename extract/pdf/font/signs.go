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

// allSigns leads from the names of fonts to their signs, which are read when they
// are asked for: hardly any document has them.
var allSigns = sync.OnceValue(func() map[string]func() signs {
	all := map[string]func() signs{"Symbol": sync.OnceValue(symbolSigns)}
	for section := range strings.SplitSeq(signsText, "\n[") {
		if name, lines, ok := strings.Cut(section, "]\n"); ok {
			all[name] = sync.OnceValue(func() signs { return readSigns(lines) })
		}
	}
	return all
})

// readSigns reads lines of a code in hexadecimal and the characters from it on.
func readSigns(lines string) signs {
	s := signs{}
	for line := range strings.Lines(lines) {
		fields := strings.Fields(line)
		if len(fields) == 0 || fields[0][0] == '#' {
			continue
		}
		code, _ := strconv.ParseUint(fields[0], 16, 8)
		for i, f := range fields[1:] {
			r, _ := strconv.ParseUint(f, 16, 32)
			s[int(code)+i] = rune(r)
		}
	}
	return s
}

// symbolSigns takes the signs of the font Symbol from its encoding.
func symbolSigns() signs {
	s := signs{}
	for code, name := range encodings()["Symbol"] {
		if t := []rune(textOf(name, false)); len(t) == 1 && !private(string(t)) {
			s[code] = t[0]
		}
	}
	return s
}

// signsOf returns the signs of a font by its name, nil for other fonts.
func signsOf(name string) signs {
	name, _, _ = strings.Cut(strings.ReplaceAll(name, " ", ""), ",")
	name = strings.ReplaceAll(name, "-", "")
	name = strings.TrimSuffix(strings.TrimSuffix(name, "Regular"), "MT")
	if read := allSigns()[name]; read != nil {
		return read()
	}
	return nil
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
