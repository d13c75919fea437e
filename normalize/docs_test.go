package normalize

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"shihyo/extract/finding"
)

var update = flag.Bool("update", false, "write the readings in docs/values.md anew")

const valuesDoc = "../docs/values.md"

// shown prints a reading as the examples in docs/values.md do.
func shown(v *Value) string {
	var out []string
	add := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	amount := func(cmp string, val, lo, hi NullDecimal, unit string) string {
		s := ""
		switch {
		case val.Valid:
			s = val.Decimal.String()
		case lo.Valid:
			s = lo.Decimal.String() + ".." + hi.Decimal.String()
		}
		if cmp != "" {
			s = strings.TrimSpace(cmp + " " + s)
		}
		if unit != "" {
			s += " " + unit
		}
		return strings.TrimSpace(s)
	}
	kind := string(v.Kind)
	if v.Status == Same || v.Status == Struck {
		kind += "/" + string(v.Status)
	}
	if s := amount(v.Comparator, v.Value, v.Low, v.High, v.Unit); s != "" {
		kind += " " + s
	}
	add("%s", kind)
	for _, c := range v.Components {
		add("%s: %s", c.Label, amount(c.Comparator, c.Value, c.Low, c.High, c.Unit))
	}
	if v.Unit != "" && (v.CanonicalUnit != v.Unit || !v.Scale.IsOne()) && v.CanonicalUnit != "" {
		add("= %s %s", v.Scale, v.CanonicalUnit)
	}
	if v.Cumulative.Valid {
		add("cumulative %s", v.Cumulative.Decimal)
	}
	if v.AsOf != "" {
		if v.AsOfFrom == "" {
			add("as of %s", v.AsOf)
		} else {
			add("as of %s = %s..%s", v.AsOf, v.AsOfFrom, v.AsOfTo)
		}
	}
	if v.named {
		add("fiscal %d", v.FiscalYear)
	}
	if v.Note != "" {
		add("note %s", v.Note)
	}
	for _, f := range v.Findings {
		add("! %s", f.Code)
	}
	return strings.Join(out, "; ")
}

// exampleContext reads the second column of an example.
func exampleContext(s string) (ctx Context, err error) {
	for _, f := range strings.Split(s, ";") {
		k, v, _ := strings.Cut(strings.TrimSpace(f), "=")
		switch k {
		case "":
		case "unit":
			ctx.Unit = v
		case "indicator":
			ctx.Indicator = v
		case "header":
			ctx.Period = v
		case "year":
			_, err = fmt.Sscan(v, &ctx.FiscalYear)
		case "beside":
			ctx.YearText = v
		case "struck":
			ctx.Struck = true
		case "left":
			left := Read(v, Context{})
			ctx.Left = &left
		case "above":
			above := Read(v, Context{})
			ctx.Above = &above
		default:
			err = fmt.Errorf("unknown context %q", k)
		}
		if err != nil {
			return ctx, err
		}
	}
	return ctx, nil
}

// Ensure every example of docs/values.md is read as the document says.
func TestExamples(t *testing.T) {
	b, err := os.ReadFile(valuesDoc)
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile("findings.go")
	if err != nil {
		t.Fatal(err)
	}
	codes := regexp.MustCompile(`finding\.Register\("(\w+)"`).FindAllSubmatch(source, -1)
	if len(codes) < 10 {
		t.Fatalf("findings.go registers %d codes", len(codes))
	}
	for _, m := range codes {
		code := finding.Code(m[1])
		if !strings.Contains(string(b), "| "+string(code)+" | "+string(finding.New(code).Severity)+" |") {
			t.Errorf("the finding %s is not described with its severity", code)
		}
	}
	lines := strings.Split(string(b), "\n")
	n := 0
	for i, line := range lines {
		if !strings.HasPrefix(line, "| `") {
			continue
		}
		cols := strings.Split(strings.Trim(line, "|"), " | ")
		if len(cols) != 3 {
			continue
		}
		text := strings.Trim(strings.TrimSpace(cols[0]), "`")
		ctx, err := exampleContext(strings.Trim(strings.TrimSpace(cols[1]), "`"))
		if err != nil {
			t.Fatalf("line %d: %v", i+1, err)
		}
		n++
		v := Read(strings.Trim(text, "␣"), ctx)
		got, want := shown(&v), strings.TrimSpace(strings.Trim(strings.TrimSpace(cols[2]), "`"))
		if *update {
			lines[i] = fmt.Sprintf("| `%s` | %s | `%s` |", text, strings.TrimSpace(cols[1]), got)
			continue
		}
		if got != want {
			t.Errorf("line %d: %s\n got %s\nwant %s", i+1, text, got, want)
		}
	}
	if n < 150 {
		t.Errorf("%d examples, want at least 150", n)
	}
	if *update {
		if err := os.WriteFile(valuesDoc, []byte(strings.Join(lines, "\n")), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
