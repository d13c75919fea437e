package report

import (
	"io"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"shihyo/extract"
	"shihyo/extract/finding"
	"shihyo/extract/kpi"
	"shihyo/extract/page"
	"shihyo/normalize"
)

// JSONL writes one JSON object a line for each indicator, in reading order.
// Every key is always present, in the order of the contract.
func JSONL(w io.Writer, r *extract.Result, lang finding.Lang) error {
	var buf []byte
	for i := range r.Indicators {
		buf = appendIndicator(buf[:0], &r.Indicators[i], lang)
		buf = append(buf, '\n')
		if _, err := w.Write(buf); err != nil {
			return err
		}
	}
	return nil
}

func appendIndicator(b []byte, ind *extract.Indicator, lang finding.Lang) []byte {
	b = append(b, `{"page":`...)
	b = strconv.AppendInt(b, int64(ind.Page), 10)
	b = appendText(append(b, `,"section":`...), ind.Section)
	b = appendText(append(b, `,"field":`...), ind.Field)
	b = append(b, `,"items":[`...)
	for i, it := range ind.Items {
		b = comma(b, i)
		b = appendText(append(b, `{"no":`...), it.No)
		b = appendText(append(b, `,"name":`...), it.Name)
		b = append(b, '}')
	}
	b = appendText(append(b, `],"indicator":`...), ind.Name)
	b = append(b, `,"unit":`...)
	if ind.Unit == "" {
		b = append(b, "null"...)
	} else {
		b = appendText(b, ind.Unit)
	}
	b = append(b, `,"extra":{`...)
	for i, e := range merged(ind.Extra) {
		b = comma(b, i)
		b = appendText(b, e.Header)
		b = appendText(append(b, ':'), e.Text)
	}
	b = append(b, `},"notes":[`...)
	for i, n := range ind.Notes {
		b = appendText(comma(b, i), n)
	}
	b = append(b, `],"values":[`...)
	for i := range ind.Values {
		c := &ind.Values[i]
		at := normalize.Place{Period: c.Period, Role: string(c.Role), Box: array(c.Box), Confidence: c.Confidence, Findings: c.Findings}
		b = ind.Readings[i].AppendJSON(comma(b, i), at, lang)
	}
	b = append(b, `],"confidence":`...)
	b = appendNumber(b, ind.Confidence, 1000)
	b = appendBox(append(b, `,"bbox":`...), ind.Box)
	b = append(b, `,"findings":[`...)
	for i, f := range ind.Findings {
		b = appendText(append(comma(b, i), `{"code":`...), string(f.Code))
		b = appendText(append(b, `,"severity":`...), string(f.Severity))
		b = appendText(append(b, `,"message":`...), f.Message(lang))
		b = append(b, '}')
	}
	return append(b, "]}"...)
}

// merged joins the texts of columns with the same header, since an object names
// a key once.
func merged(extra []kpi.Extra) []kpi.Extra {
	var out []kpi.Extra
next:
	for _, e := range extra {
		for i := range out {
			if out[i].Header == e.Header {
				out[i].Text = strings.Trim(out[i].Text+"、"+e.Text, "、")
				continue next
			}
		}
		out = append(out, e)
	}
	return out
}

// comma separates the elements of a list.
func comma(b []byte, i int) []byte {
	if i > 0 {
		b = append(b, ',')
	}
	return b
}

func array(b page.Box) [4]float64 { return [4]float64{b.X0, b.Top, b.X1, b.Bottom} }

func appendBox(b []byte, box page.Box) []byte {
	for i, x := range array(box) {
		b = append(b, "[,,,"[i])
		b = appendNumber(b, x, 100)
	}
	return append(b, ']')
}

// appendNumber writes x rounded to one part of unit. What is no number is
// written as 0, for JSON has no NaN.
func appendNumber(b []byte, x, unit float64) []byte {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		x = 0
	}
	return strconv.AppendFloat(b, math.Round(x*unit)/unit+0, 'f', -1, 64)
}

// appendText writes s as a JSON string (RFC 8259 §7). Bytes that are no UTF-8
// become U+FFFD; U+2028 and U+2029, which end lines in JavaScript, are escaped.
func appendText(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	for _, r := range s { // ranging gives U+FFFD for bytes that are no UTF-8
		switch {
		case r == '"' || r == '\\':
			b = append(b, '\\', byte(r))
		case r < ' ' || r == 0x7f || r == '\u2028' || r == '\u2029':
			b = append(b, '\\', 'u', hex[r>>12&15], hex[r>>8&15], hex[r>>4&15], hex[r&15])
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return append(b, '"')
}
