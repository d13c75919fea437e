package report

// What a spreadsheet takes for a formula when it opens a CSV file, and what it
// does not. Excel makes a formula of a field that begins with = or @, and of one
// that begins with + or - and reads on as a formula; full-width signs count too
// where the Japanese input method is at home, and so does what follows a leading
// tab, line break or space. LibreOffice takes = alone, and only where it is told
// to evaluate formulas. A formula may call programs (DDE: cmd|'…'!A1)
// or send data away (HYPERLINK, WEBSERVICE), so none may become live.
//
// Plans print negative numbers, though, and those must stay what they are: a
// number with its sign, and one with words or a bracket behind it, such as
// -198(R3.4～R3.12) or -0.3ポイント. After a number a formula can only go on with
// an operator; a letter, kana or bracket there is an error of syntax, which Excel
// and LibreOffice leave as text. So a signed number is safe when no operator,
// blank or quote follows it.

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Inert makes a text harmless for spreadsheets that open CSV: one that could
// become a formula gets an apostrophe in front; all others, signed numbers among
// them, stay as they are. It is meant for texts; fields that hold nothing but a
// number need no guard.
func Inert(s string) string {
	t := strings.TrimLeftFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) })
	if t == "" {
		return s
	}
	first, size := utf8.DecodeRuneInString(t)
	switch first {
	case '=', '＝', '@', '＠':
		return "'" + s
	case '+', '-', '＋', '－':
		if !signed(t[size:]) {
			return "'" + s
		}
	}
	if first, _ := utf8.DecodeRuneInString(s); first == '\t' || first == '\r' || first == '\n' {
		return "'" + s
	}
	return s
}

// runs are the characters with which a formula goes on after a number, or calls
// another program; see also unicode.IsSpace.
const runs = "+-*/^&=<>|!:;,'\"@＋－＊／＾＆＝＜＞｜！：；，’”＠"

// signed reports whether what follows a sign cannot be a formula: nothing, a
// number, or a number and a text that no formula goes on with.
func signed(s string) bool {
	if s == "" {
		return true
	}
	rest := strings.TrimLeftFunc(s, func(r rune) bool {
		return '0' <= r && r <= '9' || '０' <= r && r <= '９' || r == '.' || r == ',' || r == '．' || r == '，'
	})
	if len(rest) == len(s) {
		return false
	}
	rest = strings.TrimLeft(rest, "%％")
	next, _ := utf8.DecodeRuneInString(rest)
	return rest == "" || !unicode.IsSpace(next) && !strings.ContainsRune(runs, next) && !strings.ContainsAny(rest, "=|!'\"")
}
