package extract

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/govalues/decimal"

	"shihyo/normalize"
)

// truth is one indicator of a document as transcribed by hand.
type truth struct {
	Page      int
	Section   string
	Field     string
	Items     []struct{ No, Name string }
	Indicator string
	Values    []truthValue
}

// truthValue is a value with its reading; a nil pointer is one not transcribed
// or null.
type truthValue struct {
	Period, Raw, Role, Comparator string
	Value, Low, High, Cumulative  *json.Number
	Unit                          *string
	FiscalYear                    json.RawMessage `json:"fiscal_year"` // absent where the text leaves it open
	AsOf                          *string         `json:"as_of"`
	Components                    []struct {
		Label string
		Value *json.Number
	}
}

// Ensure every indicator, cell and reading of the document comes out as it was
// transcribed by hand, whatever program wrote the PDF.
func TestSeed(t *testing.T) {
	dir := filepath.Join("..", "testdata", "seed")
	want := readTruth(t, filepath.Join(dir, "seed.truth.jsonl"))
	files, err := filepath.Glob(filepath.Join(dir, "*.pdf"))
	if err != nil || len(files) != 4 {
		t.Fatalf("%d seed documents, want 4 (%v)", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got, err := Run(context.Background(), Source{Name: file, Data: data}, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if len(got.Indicators) != len(want) {
				t.Fatalf("%d indicators, want %d", len(got.Indicators), len(want))
			}
			for i := range want {
				compare(t, &got.Indicators[i], &want[i])
			}
		})
	}
}

// compare reports every difference of an indicator from the truth.
func compare(t *testing.T, got *Indicator, want *truth) {
	t.Helper()
	same := func(what, g, w string) {
		t.Helper()
		if squeeze(g) != squeeze(w) {
			t.Errorf("page %d %s: %s is %q, want %q", want.Page, want.Indicator, what, g, w)
		}
	}
	if got.Page != want.Page {
		t.Errorf("%s: page %d, want %d", want.Indicator, got.Page, want.Page)
	}
	same("indicator", got.Name, want.Indicator)
	same("section", got.Section, want.Section)
	same("field", got.Field, want.Field)
	if len(got.Items) != len(want.Items) {
		t.Errorf("%s: %d items, want %d", want.Indicator, len(got.Items), len(want.Items))
		return
	}
	for i, it := range want.Items {
		same("item number", got.Items[i].No, it.No)
		same("item name", got.Items[i].Name, it.Name)
	}
	if len(got.Values) != len(want.Values) {
		t.Errorf("%s: %d values, want %d", want.Indicator, len(got.Values), len(want.Values))
		return
	}
	for i, w := range want.Values {
		c, v := &got.Values[i], &got.Readings[i]
		same("period", c.Period, w.Period)
		same(w.Period, c.Raw, w.Raw)
		same("role of "+w.Period, string(c.Role), w.Role)
		same("comparator of "+w.Raw, v.Comparator, w.Comparator)
		same("unit of "+w.Raw, v.Unit, deref(w.Unit))
		same("as-of of "+w.Raw, v.AsOf, deref(w.AsOf))
		if year := string(w.FiscalYear); year != "" && strconv.Itoa(v.FiscalYear) != strings.Replace(year, "null", "0", 1) {
			t.Errorf("%s: fiscal year of %q is %d, want %s", want.Indicator, w.Raw, v.FiscalYear, year)
		}
		number(t, "value of "+w.Raw, v.Value, w.Value)
		number(t, "low of "+w.Raw, v.Low, w.Low)
		number(t, "high of "+w.Raw, v.High, w.High)
		number(t, "cumulative of "+w.Raw, v.Cumulative, w.Cumulative)
		if len(v.Components) != len(w.Components) {
			t.Errorf("%q: %d components, want %d", w.Raw, len(v.Components), len(w.Components))
			continue
		}
		for k, wc := range w.Components {
			same("label in "+w.Raw, v.Components[k].Label, wc.Label)
			number(t, wc.Label+" of "+w.Raw, v.Components[k].Value, wc.Value)
		}
	}
}

// number compares exactly, as numbers: 61.0 is 61.
func number(t *testing.T, what string, got normalize.NullDecimal, want *json.Number) {
	t.Helper()
	if got.Valid != (want != nil) {
		t.Errorf("%s: %v, want %v", what, got, deref(want))
		return
	}
	if want == nil {
		return
	}
	w, err := decimal.Parse(want.String())
	if err != nil {
		t.Fatal(err)
	}
	if got.Decimal.Cmp(w) != 0 {
		t.Errorf("%s: %v, want %v", what, got.Decimal, w)
	}
}

func deref[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}

// squeeze takes all white space out, as texts are compared without it.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

func readTruth(t *testing.T, name string) []truth {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var list []truth
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var r truth
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		list = append(list, r)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}
