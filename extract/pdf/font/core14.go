package font

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
)

//go:embed data/core14.txt
var core14Text string

// coreWidths leads to the widths of one of the standard 14 fonts: by the name of
// a glyph to those it has in several fonts, in thousandths of an em.
type coreWidths struct {
	glyphs func() map[string][]int
	column int
}

// core14 has the widths by font. They are read when they are asked for.
var core14 = sync.OnceValue(func() map[string]coreWidths {
	all := map[string]coreWidths{}
	for section := range strings.SplitSeq(core14Text, "\n[") {
		fonts, lines, _ := strings.Cut(section, "]\n")
		glyphs := sync.OnceValue(func() map[string][]int { return readWidths(lines) })
		for i, name := range strings.Fields(fonts) {
			all[name] = coreWidths{glyphs, i}
		}
	}
	return all
})

// readWidths reads lines of a glyph's name and widths.
func readWidths(lines string) map[string][]int {
	glyphs := make(map[string][]int, strings.Count(lines, "\n"))
	for line := range strings.Lines(lines) {
		fields := strings.Fields(line)
		if len(fields) == 0 {
			continue
		}
		widths := make([]int, len(fields)-1)
		for i, w := range fields[1:] {
			widths[i], _ = strconv.Atoi(w)
		}
		glyphs[fields[0]] = widths
	}
	return glyphs
}

// coreWidth is the width of a glyph in one of the standard 14 fonts, in ems.
func coreWidth(font, glyph string) (float64, bool) {
	if font == "Courier" {
		return 0.6, true
	}
	c, ok := core14()[font]
	if !ok {
		return 0, false
	}
	widths, ok := c.glyphs()[glyph]
	if !ok {
		return 0, false
	}
	return float64(widths[c.column]) / 1000, true
}

// coreFont returns which of the standard 14 fonts a name means (ISO 32000-1
// §9.6.2.2, and the names Windows writers use for them), with the oblique faces
// told by the upright ones of the same widths. exact is false where the font is
// only the best substitute.
func coreFont(name string, flags int) (core string, exact bool) {
	var short [64]byte // most names fit
	l := string(squeeze(short[:0], name))
	bold := strings.Contains(l, "bold") || strings.Contains(l, "black")
	italic := strings.Contains(l, "italic") || strings.Contains(l, "oblique")
	family := l
	for _, s := range []string{"bold", "italic", "oblique", "roman", "regular", "psmt", "mt", "ps"} {
		family = strings.ReplaceAll(family, s, "")
	}
	switch {
	case strings.HasPrefix(family, "courier"):
		return "Courier", true
	case family == "helvetica" || family == "arial":
		exact = true
	case family == "times" || family == "timesnew":
		return timesFace(bold, italic), true
	case family == "symbol":
		return "Symbol", true
	case family == "zapfdingbats":
		return "ZapfDingbats", true
	case flags&flagFixedPitch != 0:
		return "Courier", false
	case flags&flagSerif != 0:
		return timesFace(bold, italic), false
	}
	if bold {
		return "Helvetica-Bold", exact
	}
	return "Helvetica", exact
}

// squeeze appends a font's name in small letters, without what separates its
// words.
func squeeze(to []byte, name string) []byte {
	if !isASCII(name) {
		name = strings.ToLower(name)
	}
	for i := range len(name) {
		switch c := name[i]; {
		case c >= 'A' && c <= 'Z':
			to = append(to, c+'a'-'A')
		case c != ' ' && c != '-' && c != ',' && c != '_':
			to = append(to, c)
		}
	}
	return to
}

func timesFace(bold, italic bool) string {
	switch {
	case bold && italic:
		return "Times-BoldItalic"
	case bold:
		return "Times-Bold"
	case italic:
		return "Times-Italic"
	}
	return "Times-Roman"
}
