package normalize

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/govalues/decimal"
	"golang.org/x/text/unicode/norm"
)

// truthValue is one value of a truth record; pointers tell a key that is null
// or absent from one that is not.
type truthValue struct {
	Period, Role, Raw, Kind string
	Value, Low, High        json.RawMessage
	Unit                    *string
	Comparator              *string
	FiscalYear              *int    `json:"fiscal_year"`
	AsOf                    *string `json:"as_of"`
	Note                    *string
	Cumulative              json.RawMessage
	Ditto                   string
	Struck                  bool
	Components              []struct {
		Label, Comparator string
		Value             json.RawMessage
		Unit              *string
	}
}

type truthRow struct {
	Indicator string
	Extra     map[string]string
	Values    []map[string]json.RawMessage
	typed     []truthValue
}

// shared returns the folder of development material, "" when there is none.
func shared() string {
	for _, dir := range []string{os.Getenv("SHIHYO_SHARED"), "../../shared"} {
		if dir != "" {
			if _, err := os.Stat(filepath.Join(dir, "kpibench")); err == nil {
				return dir
			}
		}
	}
	return ""
}

func readTruth(t testing.TB, path string) []truthRow {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var rows []truthRow
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<22)
	for s.Scan() {
		var r truthRow
		if err := json.Unmarshal(s.Bytes(), &r); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		for _, m := range r.Values {
			b, _ := json.Marshal(m)
			var v truthValue
			if err := json.Unmarshal(b, &v); err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			r.typed = append(r.typed, v)
		}
		rows = append(rows, r)
	}
	return rows
}

// yearCell returns the text of the 年度 column that stands beside a value
// column: 基準値/値 has 基準値/年度.
func yearCell(period string, extra map[string]string) string {
	i := strings.LastIndex(period, "/")
	if i < 0 {
		return ""
	}
	for _, h := range []string{"年度", "年", "時点"} {
		if y, ok := extra[period[:i]+"/"+h]; ok {
			return y
		}
	}
	return ""
}

// Ensure every reading of the development documents is as their truth says.
func TestTruth(t *testing.T) {
	dir := shared()
	paths, _ := filepath.Glob("testdata/truth/*.truth.jsonl")
	seed, _ := filepath.Glob("../testdata/seed/*.truth.jsonl")
	paths = append(paths, seed...)
	if dir != "" {
		more, _ := filepath.Glob(dir + "/kpibench/*/*.truth.jsonl")
		paths = append(paths, more...)
		more, _ = filepath.Glob(dir + "/seed/*.truth.jsonl")
		paths = append(paths, more...)
	}
	n := Default()
	checked, wrong := 0, 0
	for _, path := range paths {
		unit := ""
		var above []Value
		for _, row := range readTruth(t, path) {
			if u, ok := row.Extra["単位"]; ok && u != "〃" {
				unit = u
			} else if !ok {
				unit = ""
			}
			cells := make([]Cell, len(row.typed))
			for i, v := range row.typed {
				y, ok := FindYear(v.Period)
				cells[i] = Cell{Raw: v.Raw, Context: Context{Period: v.Period, Role: v.Role, Indicator: row.Indicator, Unit: unit, Struck: v.Struck, YearText: yearCell(v.Period, row.Extra)}}
				if ok {
					cells[i].FiscalYear, cells[i].Calendar = y.FiscalYear, y.Calendar
				}
			}
			got := n.Row(nil, cells, above)
			above = got
			for i := range got {
				checked++
				if d := differs(&got[i], &row.typed[i], row.Values[i]); d != "" {
					wrong++
					if wrong <= 60 {
						t.Errorf("%s: %s, %s %q: %s", filepath.Base(path), row.Indicator, row.typed[i].Period, row.typed[i].Raw, d)
					}
				}
			}
		}
	}
	t.Logf("%d values, %d wrong", checked, wrong)
	if checked == 0 {
		t.Error("no truth was found")
	}
}

// differs compares a reading with every key its truth has.
func differs(v *Value, want *truthValue, keys map[string]json.RawMessage) string {
	var out []string
	bad := func(key string, got, want any) { out = append(out, fmt.Sprintf("%s %v, want %v", key, got, want)) }
	num := func(key string, got NullDecimal, raw json.RawMessage) {
		if _, ok := keys[key]; ok && !sameNumber(got, raw) {
			g := "null"
			if got.Valid {
				g = got.Decimal.String()
			}
			bad(key, g, string(raw))
		}
	}
	text := func(key, got string, w *string) {
		if _, ok := keys[key]; !ok {
			return
		}
		s := ""
		if w != nil {
			s = *w
		}
		if norm.NFKC.String(got) != norm.NFKC.String(s) {
			bad(key, got, s)
		}
	}
	num("value", v.Value, want.Value)
	num("low", v.Low, want.Low)
	num("high", v.High, want.High)
	num("cumulative", v.Cumulative, want.Cumulative)
	text("unit", v.Unit, want.Unit)
	text("comparator", v.Comparator, want.Comparator)
	text("as_of", v.AsOf, want.AsOf)
	text("note", v.Note, want.Note)
	if _, ok := keys["kind"]; ok && string(v.Kind) != want.Kind {
		bad("kind", v.Kind, want.Kind)
	}
	if _, ok := keys["fiscal_year"]; ok {
		w := 0
		if want.FiscalYear != nil {
			w = *want.FiscalYear
		}
		if v.FiscalYear != w {
			bad("fiscal_year", v.FiscalYear, w)
		}
	}
	if _, ok := keys["components"]; ok {
		if len(v.Components) != len(want.Components) {
			bad("components", len(v.Components), len(want.Components))
		} else {
			for i, c := range want.Components {
				g := &v.Components[i]
				u := g.Unit
				if c.Unit != nil && *c.Unit != u || c.Unit == nil && u != "" || g.Label != c.Label || g.Comparator != c.Comparator || !sameNumber(g.Value, c.Value) {
					bad("component", *g, c)
				}
			}
		}
	}
	return strings.Join(out, "; ")
}

func sameNumber(got NullDecimal, want json.RawMessage) bool {
	s := string(want)
	if s == "null" || s == "" {
		return !got.Valid
	}
	// The truth was written from binary floats: 6590000000.000001.
	d, err := decimal.Parse(s)
	return err == nil && got.Valid && got.Decimal.Round(4).Cmp(d.Round(4)) == 0
}
