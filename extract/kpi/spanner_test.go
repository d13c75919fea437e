package kpi

import (
	"slices"
	"testing"
)

// Headers share the years below them so that each stands in the middle of its own;
// where one stands elsewhere nothing is known.
func TestShares(t *testing.T) {
	years := []float64{100, 140, 180, 220, 260, 300, 340}
	for _, c := range []struct {
		what  string
		heads []float64
		want  []int
	}{
		{"three and four", []float64{140, 280}, []int{3, 7}},
		{"one, four and two", []float64{100, 200, 320}, []int{1, 5, 7}},
		{"all", []float64{220}, []int{7}},
		{"one that is set left", []float64{100, 280}, nil},
		{"one that is off the middle", []float64{140, 240}, nil},
	} {
		heads := make([]spanner, len(c.heads))
		for i, x := range c.heads {
			heads[i].x = x
		}
		if got, ok := shares(heads, years); ok != (c.want != nil) || !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, %v", c.what, got, ok)
		}
	}
}
