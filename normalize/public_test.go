package normalize

import (
	"encoding/csv"
	"os"
	"strings"
	"testing"
)

// Ensure the cases of two public test suites that fit value cells are read: at
// least three quarters of them fit, and at least 95 % of those are right. Which
// are left out, and why, stands in testdata/public_cases.csv.
func TestPublicCases(t *testing.T) {
	f, err := os.Open("testdata/public_cases.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comment = '#'
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	all, fit, right := 0, 0, 0
	for _, row := range rows[1:] {
		suite, place, text, how, want, reason := row[0], row[1], row[2], row[3], row[4], row[5]
		all++
		got := ""
		switch how {
		case "left out":
			if reason == "" {
				t.Errorf("%s: left out without a reason", text)
			}
			continue
		case "date":
			v := Read("1（"+text+"）", Context{FiscalYear: 2021})
			if got = v.AsOfFrom + ".." + v.AsOfTo; v.AsOf == "" {
				got = "none"
			}
		case "value":
			v := Read(text, Context{})
			v.Note, v.Findings, v.AsOf, v.named = "", nil, "", false
			v.CanonicalUnit = ""
			got, _, _ = strings.Cut(shown(&v), ";")
		default:
			t.Fatalf("%s: unknown how %q", text, how)
		}
		fit++
		if got == want {
			right++
		} else {
			t.Logf("%s %s %s: got %s, want %s", suite, place, text, got, want)
		}
	}
	t.Logf("%d cases, %d fit (%.1f %%), %d right (%.1f %%)", all, fit, 100*float64(fit)/float64(all), right, 100*float64(right)/float64(fit))
	if fit*4 < all*3 || right*100 < fit*95 {
		t.Errorf("%d cases, %d fit, %d right", all, fit, right)
	}
}
