package normalize

import (
	"strconv"
	"unicode/utf8"

	"shihyo/extract/finding"
)

// Place is what a value's JSON says beside the reading: where it stands, and
// what earlier stages know of the cell. The zero Place is a value on its own.
type Place struct {
	Period     string
	Role       string            // "" is null
	Box        [4]float64        // points; all 0 is null
	Confidence float64           // of the cell's text, multiplied into the value's; 0 is unknown (1)
	Findings   []finding.Finding // of the cell, printed before the value's own
}

// AppendJSON appends v as the JSON object of the Value contract, every key
// present, numbers as exact decimal literals, messages in lang.
func (v *Value) AppendJSON(dst []byte, at Place, lang finding.Lang) []byte {
	dst = append(dst, `{"period":`...)
	dst = appendText(dst, at.Period)
	dst = append(dst, `,"role":`...)
	dst = appendNull(dst, at.Role)
	dst = append(dst, `,"fiscal_year":`...)
	if v.FiscalYear == 0 {
		dst = append(dst, "null"...)
	} else {
		dst = strconv.AppendInt(dst, int64(v.FiscalYear), 10)
	}
	dst = append(dst, `,"raw":`...)
	dst = appendText(dst, v.Raw)
	dst = append(dst, `,"kind":`...)
	dst = appendText(dst, string(v.Kind))
	dst = append(dst, `,"status":`...)
	dst = appendText(dst, string(v.Status))
	dst = append(dst, `,"value":`...)
	dst = appendDecimal(dst, v.Value)
	dst = append(dst, `,"decimals":`...)
	dst = strconv.AppendInt(dst, int64(v.Decimals), 10)
	dst = append(dst, `,"unit":`...)
	dst = appendNull(dst, v.Unit)
	dst = append(dst, `,"canonical_unit":`...)
	dst = appendNull(dst, v.CanonicalUnit)
	dst = append(dst, `,"scale":`...)
	dst = append(dst, v.Scale.String()...)
	dst = append(dst, `,"comparator":`...)
	dst = appendText(dst, v.Comparator)
	dst = append(dst, `,"low":`...)
	dst = appendDecimal(dst, v.Low)
	dst = append(dst, `,"high":`...)
	dst = appendDecimal(dst, v.High)
	dst = append(dst, `,"cumulative":`...)
	dst = appendDecimal(dst, v.Cumulative)
	dst = append(dst, `,"as_of":`...)
	dst = appendNull(dst, v.AsOf)
	dst = append(dst, `,"as_of_from":`...)
	dst = appendNull(dst, v.AsOfFrom)
	dst = append(dst, `,"as_of_to":`...)
	dst = appendNull(dst, v.AsOfTo)
	dst = append(dst, `,"note":`...)
	dst = appendNull(dst, v.Note)
	dst = append(dst, `,"components":[`...)
	for i := range v.Components {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = v.Components[i].appendJSON(dst)
	}
	dst = append(dst, `],"confidence":`...)
	c := v.Confidence
	if at.Confidence > 0 {
		c *= at.Confidence
	}
	dst = strconv.AppendFloat(dst, float64(int(c*1000+0.5))/1000, 'f', -1, 64)
	dst = append(dst, `,"bbox":`...)
	if at.Box == ([4]float64{}) {
		dst = append(dst, "null"...)
	} else {
		for i, x := range at.Box {
			dst = append(dst, "[,,,"[i])
			dst = strconv.AppendFloat(dst, float64(int64(x*100+0.5))/100, 'f', -1, 64)
		}
		dst = append(dst, ']')
	}
	dst = append(dst, `,"findings":[`...)
	n := 0
	for _, list := range [2][]finding.Finding{at.Findings, v.Findings} {
		for i := range list {
			if n > 0 {
				dst = append(dst, ',')
			}
			n++
			dst = append(dst, `{"code":`...)
			dst = appendText(dst, string(list[i].Code))
			dst = append(dst, `,"severity":`...)
			dst = appendText(dst, string(list[i].Severity))
			dst = append(dst, `,"message":`...)
			dst = appendText(dst, list[i].Message(lang))
			dst = append(dst, '}')
		}
	}
	return append(dst, "]}"...)
}

func (c *Component) appendJSON(dst []byte) []byte {
	dst = append(dst, `{"label":`...)
	dst = appendText(dst, c.Label)
	dst = append(dst, `,"raw":`...)
	dst = appendText(dst, c.Raw)
	dst = append(dst, `,"value":`...)
	dst = appendDecimal(dst, c.Value)
	dst = append(dst, `,"unit":`...)
	dst = appendNull(dst, c.Unit)
	dst = append(dst, `,"comparator":`...)
	dst = appendText(dst, c.Comparator)
	dst = append(dst, `,"low":`...)
	dst = appendDecimal(dst, c.Low)
	dst = append(dst, `,"high":`...)
	dst = appendDecimal(dst, c.High)
	return append(dst, '}')
}

func appendDecimal(dst []byte, d NullDecimal) []byte {
	if !d.Valid {
		return append(dst, "null"...)
	}
	return append(dst, d.Decimal.String()...)
}

func appendNull(dst []byte, s string) []byte {
	if s == "" {
		return append(dst, "null"...)
	}
	return appendText(dst, s)
}

// appendText appends s as a JSON string (RFC 8259 §7); bytes that are not UTF-8
// become U+FFFD.
func appendText(dst []byte, s string) []byte {
	const hex = "0123456789abcdef"
	dst = append(dst, '"')
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			switch {
			case c == '"' || c == '\\':
				dst = append(dst, '\\', c)
			case c == '\n':
				dst = append(dst, '\\', 'n')
			case c == '\t':
				dst = append(dst, '\\', 't')
			case c < ' ' || c == 0x7f:
				dst = append(dst, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
			default:
				dst = append(dst, c)
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			dst = append(dst, "�"...)
		case r == '\u2028' || r == '\u2029': // line ends to JavaScript
			dst = append(dst, `\u202`...)
			dst = append(dst, hex[r&15])
		default:
			dst = append(dst, s[i:i+n]...)
		}
		i += n
	}
	return append(dst, '"')
}
