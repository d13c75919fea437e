package extract

import (
	"errors"
	"slices"
	"testing"

	"shihyo/extract/finding"
)

// Ensure page selections are read as people write them.
func TestSelection(t *testing.T) {
	tests := []struct {
		spec string
		want []int
		code finding.Code
	}{
		{spec: "", want: []int{1, 2, 3, 4, 5}},
		{spec: "2", want: []int{2}},
		{spec: "1-3,5", want: []int{1, 2, 3, 5}},
		{spec: "4-", want: []int{4, 5}},
		{spec: "3,1,3", want: []int{1, 3}},
		{spec: " 1 - 2 , 4 ", want: []int{1, 2, 4}},
		{spec: "１－２、５", want: []int{1, 2, 5}},
		{spec: "1〜2", want: []int{1, 2}},
		{spec: "6", code: NoSuchPage},
		{spec: "4-9", code: NoSuchPage},
		{spec: "7-", code: NoSuchPage},
		{spec: "0", code: BadPages},
		{spec: "3-1", code: BadPages},
		{spec: "-2", code: BadPages},
		{spec: "a", code: BadPages},
		{spec: "1,,2", code: BadPages},
		{spec: "99999999999999999999", code: BadPages},
	}
	for _, tt := range tests {
		got, err := selection("x.pdf", tt.spec, 5)
		var f *finding.Fault
		if errors.As(err, &f); (f == nil) != (tt.code == "") || f != nil && f.Code != tt.code {
			t.Errorf("%q: error %v, want code %q", tt.spec, err, tt.code)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%q: %v, want %v", tt.spec, got, tt.want)
		}
	}
}
