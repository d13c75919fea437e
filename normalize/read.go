package normalize

import (
	"strings"

	"github.com/govalues/decimal"
)

// Read reads one cell.
func (n *Normalizer) Read(raw string, ctx Context) Value {
	var v Value
	n.ReadInto(&v, raw, &ctx)
	return v
}

// ReadInto is Read into v, which it overwrites.
func (n *Normalizer) ReadInto(v *Value, raw string, ctx *Context) {
	*v = Value{Raw: raw, Kind: Word, Status: Text, Scale: decimal.One, Confidence: 1, FiscalYear: ctx.FiscalYear}
	s := strings.TrimSpace(raw)
	if s == "" {
		v.Kind, v.Status = Blank, StatusBlank
		if ctx.Struck {
			v.Status = Struck
		}
		return
	}
	if d, err := decimal.Parse(s); err == nil {
		v.Kind, v.Status, v.Value, v.Decimals = Number, OK, NullDecimal{Decimal: d, Valid: true}, d.Scale()
		v.Unit = ctx.Unit
		return
	}
	v.Note = s
}

// Part is one piece of a cell's text and what it was read as.
type Part struct {
	Label      string // number, unit, comparator, as_of, …
	Text       string
	Start, End int // bytes of the raw text
}

// Explain reads one cell and tells what every piece of it was taken for.
func (n *Normalizer) Explain(raw string, ctx Context) (Value, []Part) {
	return n.Read(raw, ctx), nil
}
