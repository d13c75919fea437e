package normalize

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"testing"
)

func TestZZDump(t *testing.T) {
	f, err := os.Open(os.Getenv("DUMP"))
	if err != nil {
		t.Skip()
	}
	s := bufio.NewScanner(f)
	for s.Scan() {
		line := s.Text()
		if line == "" {
			fmt.Println()
			continue
		}
		a := strings.Split(line, "|")
		ctx := Context{}
		for _, x := range a[1:] {
			k, v, _ := strings.Cut(x, "=")
			switch k {
			case "u":
				ctx.Unit = v
			case "i":
				ctx.Indicator = v
			case "fy":
				fmt.Sscan(v, &ctx.FiscalYear)
			case "p":
				ctx.Period = v
			}
		}
		v, parts := Default().Explain(a[0], ctx)
		fmt.Println(line, " => ", brief(&v))
		if os.Getenv("PARTS") != "" {
			for _, p := range parts {
				fmt.Printf("      %s %q %d-%d\n", p.Label, p.Text, p.Start, p.End)
			}
		}
	}
}

func brief(v *Value) string {
	var b strings.Builder
	d := func(k string, x NullDecimal) {
		if x.Valid {
			fmt.Fprintf(&b, " %s=%s", k, x.Decimal)
		}
	}
	s := func(k, x string) {
		if x != "" {
			fmt.Fprintf(&b, " %s=%s", k, x)
		}
	}
	b.WriteString(string(v.Kind))
	if v.Status != OK && string(v.Status) != string(v.Kind) {
		b.WriteString("/" + string(v.Status))
	}
	s("cmp", v.Comparator)
	d("v", v.Value)
	d("lo", v.Low)
	d("hi", v.High)
	s("u", v.Unit)
	if v.CanonicalUnit != v.Unit || !v.Scale.IsOne() {
		s("can", v.CanonicalUnit)
		if !v.Scale.IsOne() {
			s("x", v.Scale.String())
		}
	}
	d("cum", v.Cumulative)
	s("asof", v.AsOf)
	if v.AsOfFrom != "" {
		s("", v.AsOfFrom+".."+v.AsOfTo)
	}
	if v.FiscalYear != 0 {
		fmt.Fprintf(&b, " fy=%d", v.FiscalYear)
	}
	s("note", v.Note)
	for _, c := range v.Components {
		fmt.Fprintf(&b, " {%s", c.Label)
		s("", c.Comparator)
		d("v", c.Value)
		d("lo", c.Low)
		d("hi", c.High)
		s("u", c.Unit)
		b.WriteString("}")
	}
	if v.Confidence < 1 {
		fmt.Fprintf(&b, " c=%.2f", v.Confidence)
	}
	for _, f := range v.Findings {
		s("!", string(f.Code))
	}
	return b.String()
}
