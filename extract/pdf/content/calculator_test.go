package content

import (
	"math"
	"strings"
	"testing"
)

// Ensure calculator programs give what ISO 32000-1 §7.10.5 says, and none at
// all where they are damaged.
func TestCalculator(t *testing.T) {
	for _, tt := range []struct {
		program string
		in      []float64
		want    []float64 // nil: no result
	}{
		{"{ }", []float64{0.5}, []float64{0.5}},
		{"{ 1 exch sub }", []float64{0.25}, []float64{0.75}},
		{"{ dup 0.5 gt { pop 1 } { pop 0 } ifelse }", []float64{0.6}, []float64{1}},
		{"{ dup 0.5 gt { pop 1 } { pop 0 } ifelse }", []float64{0.4}, []float64{0}},
		{"{ dup 0 lt { pop 0 } if }", []float64{-3}, []float64{0}},
		{"{ 3 1 roll }", []float64{1, 2, 3}, []float64{3, 1, 2}},
		{"{ 3 -1 roll }", []float64{1, 2, 3}, []float64{2, 3, 1}},
		{"{ 2 copy add }", []float64{1, 2}, []float64{1, 2, 3}},
		{"{ 1 index }", []float64{1, 2}, []float64{1, 2, 1}},
		{"{ 7 2 idiv 7 2 mod 2 3 exp }", nil, []float64{3, 1, 8}},
		{"{ -3.5 truncate -3.5 floor -3.5 ceiling 3.5 round }", nil, []float64{-3, -4, -3, 4}},
		{"{ 90 sin 1 1 atan 100 log 9 sqrt }", nil, []float64{1, 45, 2, 3}},
		{"{ 6 3 and 6 3 or 6 3 xor 1 3 bitshift 8 -2 bitshift }", nil, []float64{2, 7, 5, 8, 2}},
		{"{ true not 1 0 div }", nil, []float64{0, 0}},
		{"{ true { true { 1 } { 2 } ifelse } if }", nil, []float64{1}},
		{"{ pop pop }", []float64{1}, nil},
		{"{ 5 index }", []float64{1}, nil},
		{"{ -1 index }", []float64{1}, nil},
		{"{ 200 1 roll }", []float64{1}, nil},
		{"{ " + strings.Repeat("1 ", 101) + "}", nil, nil},
		{"{ foo }", nil, nil},
		{"{ 1", nil, nil},
		{"{ { 1 } }", nil, nil},
		{strings.Repeat("{", 1000), nil, nil},
		{"", nil, nil},
	} {
		var c calculator
		steps := compile([]byte(tt.program))
		if steps == nil || !c.run(steps, tt.in) {
			if tt.want != nil {
				t.Errorf("%s: no result", tt.program)
			}
			continue
		}
		if c.n != len(tt.want) {
			t.Errorf("%s: %v, want %v", tt.program, c.stack[:c.n], tt.want)
			continue
		}
		for i, v := range tt.want {
			if math.Abs(c.stack[i]-v) > 1e-9 {
				t.Errorf("%s: %v, want %v", tt.program, c.stack[:c.n], tt.want)
				break
			}
		}
	}
}

// Ensure a tint's calculator tells white text from what can be seen.
func TestCalculatorTint(t *testing.T) {
	for _, tt := range []struct{ name, program, want string }{
		{"turned round", "{ dup dup }", "A"},      // tint 1 is white: not seen
		{"usual", "{ 1 exch sub dup dup }", "BA"}, // tint 1 is black
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := sheet{
				content:   "/S cs 1 scn BT /F1 10 Tf 20 30 Td (B) Tj ET 0 g BT /F1 10 Tf 40 30 Td (A) Tj ET",
				resources: "/ColorSpace<</S[/Separation/Spot/DeviceRGB 10 0 R]>>",
				objects:   []string{stream("/FunctionType 4/Domain[0 1]/Range[0 1 0 1 0 1]", tt.program)},
			}.read(t)
			if got := text(p.Glyphs); got != tt.want {
				t.Errorf("text %q, want %q", got, tt.want)
			}
		})
	}
}
