package page

import (
	"math"
	"strconv"
	"unicode/utf8"
)

// AppendJSON appends the page as one JSON object: page, width, height, glyphs
// and rules, coordinates rounded to hundredths of a point. Visible text only.
func AppendJSON(dst []byte, p *Page) []byte {
	dst = append(dst, `{"page":`...)
	dst = strconv.AppendInt(dst, int64(p.Number), 10)
	dst = append(dst, `,"width":`...)
	dst = appendNumber(dst, p.Width)
	dst = append(dst, `,"height":`...)
	dst = appendNumber(dst, p.Height)
	dst = append(dst, `,"glyphs":[`...)
	for i := range p.Glyphs {
		g := &p.Glyphs[i]
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, `{"text":`...)
		dst = appendString(dst, g.Text)
		dst = append(dst, ',')
		dst = appendBox(dst, g.Box)
		dst = append(dst, `,"size":`...)
		dst = appendNumber(dst, g.Size)
		dst = append(dst, `,"font":`...)
		name := ""
		if int(g.Font) < len(p.Fonts) {
			name = p.Fonts[g.Font].Name
		}
		dst = appendString(dst, name)
		dst = append(dst, `,"vertical":`...)
		dst = strconv.AppendBool(dst, g.Vertical)
		dst = append(dst, '}')
	}
	dst = append(dst, `],"rules":[`...)
	for i := range p.Rules {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, '{')
		dst = appendBox(dst, p.Rules[i].Box)
		dst = append(dst, '}')
	}
	return append(dst, "]}"...)
}

func appendBox(dst []byte, b Box) []byte {
	dst = append(dst, `"x0":`...)
	dst = appendNumber(dst, b.X0)
	dst = append(dst, `,"top":`...)
	dst = appendNumber(dst, b.Top)
	dst = append(dst, `,"x1":`...)
	dst = appendNumber(dst, b.X1)
	dst = append(dst, `,"bottom":`...)
	return appendNumber(dst, b.Bottom)
}

// appendNumber writes v rounded to hundredths, without trailing zeros. What is
// no number (which no page should hold) is written as 0: JSON knows no NaN.
func appendNumber(dst []byte, v float64) []byte {
	if math.IsNaN(v) || math.Abs(v) > 1e12 {
		return append(dst, '0')
	}
	n := int64(math.Round(v * 100))
	if n < 0 {
		dst = append(dst, '-')
		n = -n
	}
	dst = strconv.AppendInt(dst, n/100, 10)
	switch frac := n % 100; {
	case frac == 0:
	case frac%10 == 0:
		dst = append(dst, '.', byte('0'+frac/10))
	default:
		dst = append(dst, '.', byte('0'+frac/10), byte('0'+frac%10))
	}
	return dst
}

const hexDigits = "0123456789abcdef"

// appendString writes s as a JSON string. Control characters are escaped, and
// bytes that are no UTF-8 become U+FFFD.
func appendString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c >= ' ' && c != '"' && c != '\\' && c != 0x7f {
				i++
				continue
			}
			dst = append(dst, s[start:i]...)
			if c == '"' || c == '\\' {
				dst = append(dst, '\\', c)
			} else {
				dst = append(dst, `\u00`...)
				dst = append(dst, hexDigits[c>>4], hexDigits[c&15])
			}
			i++
			start = i
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && size == 1 {
			dst = append(dst, s[start:i]...)
			dst = append(dst, "\ufffd"...)
			i++
			start = i
			continue
		}
		i += size
	}
	dst = append(dst, s[start:]...)
	return append(dst, '"')
}
