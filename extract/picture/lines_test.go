package picture

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// sheet returns paper of the given level.
func sheet(w, h int, level uint8) *Gray {
	g := &Gray{Pix: make([]uint8, w*h), Stride: w, W: w, H: h, PerX: 2, PerY: 2}
	for i := range g.Pix {
		g.Pix[i] = level
	}
	return g
}

// fill paints [x0, x1) × [y0, y1), which falls by skew rows for each column.
func (g *Gray) fill(x0, y0, x1, y1 int, level uint8, skew float64) {
	for x := x0; x < x1; x++ {
		for y := y0; y < y1; y++ {
			g.Pix[(y+int(skew*float64(x-x0)))*g.Stride+x] = level
		}
	}
}

// found writes the lines as a test can compare them.
func found(lines []Line) string {
	var s []string
	for _, l := range lines {
		name := "down"
		if l.Horizontal {
			name = "across"
		}
		s = append(s, fmt.Sprintf("%s %g %g %g %g", name, l.X0, l.Y0, l.X1, l.Y1))
	}
	return strings.Join(s, "\n")
}

// Ensure lines are told from shading and characters, whatever their darkness.
func TestLines(t *testing.T) {
	for _, tt := range []struct {
		name string
		draw func(g *Gray)
		want string
	}{
		{"cells", func(g *Gray) {
			g.fill(20, 10, 180, 12, 20, 0)
			g.fill(20, 50, 180, 52, 20, 0)
			g.fill(20, 10, 22, 90, 20, 0)
		}, "across 20 10 180 12\nacross 20 50 180 52\ndown 20 10 22 90"},
		{"double", func(g *Gray) {
			g.fill(20, 10, 180, 12, 20, 0)
			g.fill(20, 14, 180, 16, 20, 0)
		}, "across 20 10 180 12\nacross 20 14 180 16"},
		{"faint beside black", func(g *Gray) {
			g.fill(20, 10, 180, 11, 190, 0)
			g.fill(20, 40, 60, 60, 0, 0)
		}, "across 20 10 180 11"},
		{"dark on shading", func(g *Gray) {
			g.fill(10, 20, 190, 80, 200, 0)
			g.fill(20, 50, 180, 52, 20, 0)
		}, "across 20 50 180 52"},
		{"broken", func(g *Gray) {
			g.fill(20, 10, 100, 12, 20, 0)
			g.fill(101, 10, 180, 12, 20, 0)
		}, "across 20 10 180 12"},
		{"askew", func(g *Gray) { g.fill(0, 10, 200, 12, 20, 0.02) }, "across 0 11.5 200 13.5"},
		{"too short", func(g *Gray) { g.fill(20, 10, 60, 12, 20, 0) }, ""},
		{"from edge to edge of a strip", func(g *Gray) { g.fill(50, 0, 52, 100, 20, 0) }, "down 50 0 52 100"},
		{"shaded", func(g *Gray) { g.fill(20, 10, 180, 60, 20, 0) }, ""},
		{"slanted", func(g *Gray) { g.fill(20, 10, 180, 12, 20, 0.4) }, ""},
		{"blank", func(*Gray) {}, ""},
		{"black", func(g *Gray) { g.fill(0, 0, 200, 100, 0, 0) }, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			g := sheet(200, 100, 240)
			tt.draw(g)
			if got := found(g.Ink().Lines(g.PerX, g.PerY)); got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

// Ensure the pieces of a line are its pixels, so that erasing them spares what
// stands beside a line that runs askew.
func TestLinePieces(t *testing.T) {
	g := sheet(200, 100, 240)
	g.fill(0, 10, 200, 12, 20, 0.02)
	for _, l := range g.Ink().Lines(2, 2) {
		for _, p := range l.Pieces {
			for x := p.Min.X; x < p.Max.X; x++ {
				if g.Pix[p.Min.Y*g.Stride+x] != 20 {
					t.Fatalf("pixel %d, %d is paper", x, p.Min.Y)
				}
			}
		}
	}
}

// Ensure packed rows come out as they stand, whatever the width, and turning a
// picture exchanges rows and columns.
func TestTurned(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, size := range [][2]int{{1, 1}, {7, 130}, {64, 64}, {65, 3}, {200, 100}} {
		w, h := size[0], size[1]
		b := NewBitmap(w, h)
		want := make([][]bool, h)
		for y := range h {
			packed := make([]byte, (w+7)/8)
			want[y] = make([]bool, w)
			for i := range packed {
				packed[i] = byte(r.Uint32())
			}
			for x := range w {
				want[y][x] = packed[x/8]>>(7-x%8)&1 == 0
			}
			b.SetPacked(y, packed, 0xff)
		}
		turned := b.turned()
		for y := range h {
			for x := range w {
				if got := turned.row(x)[y/64]>>(y%64)&1 == 1; got != want[y][x] {
					t.Fatalf("%d × %d: pixel %d, %d is %v", w, h, x, y, got)
				}
			}
			if spare := w % 64; spare > 0 && b.row(y)[b.stride-1]>>spare != 0 {
				t.Fatalf("%d × %d: ink beyond the edge of row %d", w, h, y)
			}
		}
	}
}
