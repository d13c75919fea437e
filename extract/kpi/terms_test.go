package kpi

import (
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Ensure each rune folds as NFKC has it, that what is taken to fold to itself does so
// whatever stands before it, and that squeeze knows all white space.
func TestFolds(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		s := string(r)
		if got, want := fold("値"+s), squeeze(norm.NFKC.String("値"+s)); got != want {
			t.Errorf("%U folds to %q, want %q", r, got, want)
		}
		if p := norm.NFKC.PropertiesString(s); stays(r) && !p.BoundaryBefore() {
			t.Errorf("%U goes together with what stands before it", r)
		}
		if want := unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff'; isBlank(r) != want {
			t.Errorf("%U blank: %v", r, !want)
		}
	}
}

// Ensure the end of a text tells what it names.
func TestEnds(t *testing.T) {
	for _, tt := range []struct {
		is   func(string) bool
		text string
		want bool
	}{
		{namesDivision, "企画課", true}, {namesDivision, "企画課ほか", true}, {namesDivision, "企画課長", false}, {namesDivision, "", false},
		{namesMeasure, "健診の受診率(%)", true}, {namesMeasure, "延べ参加者※1", true}, {namesMeasure, "受診率を上げる", false}, {namesMeasure, "km", true},
		{isSentence, "市民が安心して暮らせている。", true}, {isSentence, "道路の整備を進める", false}, {isSentence, "だ", true},
	} {
		if got := tt.is(tt.text); got != tt.want {
			t.Errorf("%s: %v", tt.text, got)
		}
	}
}
