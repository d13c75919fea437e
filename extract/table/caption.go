package table

import (
	"regexp"
	"strings"

	"shihyo/extract/page"
)

// A line that numbers a table, “Table 3. …”, 表２－１ or 第４表, says that one follows.
// It may have a line with the unit and some of a title below it, so it is looked for
// some lines above. Where a sentence speaks of the table (“Table 3 shows”) it goes on
// in lower case.

const (
	captionLines  = 4.5 // lines above a table within which its caption begins
	captionIndent = 3   // em by which it may begin before the table does
	captionLength = 24  // characters of a line that are read
)

// numbersTable finds the beginning of a caption. The words are those of the languages
// whose reports are read most; a number is one of figures, of Roman or kanji numerals.
var numbersTable = regexp.MustCompile(`^(?:` +
	`(?i:tab\.|table|tableau|tabelle|tabella|tabla|cuadro|tabela|tabell?)\s*(?:[A-Za-z][-.–]?)?(?:[0-9]+(?:[-.–][0-9]+)*[A-Za-z]?|[IVX]+)(?:[.:：—–-]|\s*$|\s+[^a-z\s])` +
	`|[\[【〔(（]?(?:図|付|別)?表\s*[0-9０-９一二三四五六七八九十ⅠⅡⅢⅣⅤIVX]` +
	`|第\s*[0-9０-９一二三四五六七八九十]+(?:[-－―.．・][0-9０-９]+)*\s*表)`)

// captioned reports whether a line that numbers a table stands above a box, in type
// of about the given size.
func captioned(box page.Box, size float64, ix *wordIndex) bool {
	above := ix.within(page.Box{X0: box.X0 - captionIndent*size, X1: box.X1, Top: box.Top - captionLines*1.3*size, Bottom: box.Top})
	for _, r := range rowsOf(above, sameRow) {

		if numbersTable.MatchString(beginning(r.words)) {
			return true
		}
	}
	return false
}

// beginning returns the first characters of a line.
func beginning(words []*tword) string {
	var b strings.Builder
	n := 0
	for i, w := range words {
		if i > 0 {
			b.WriteByte(' ')
		}
		for k := range w.glyphs {
			if n++; n > captionLength {
				return b.String()
			}
			b.WriteString(w.glyph(k).Text)
		}
	}
	return b.String()
}
