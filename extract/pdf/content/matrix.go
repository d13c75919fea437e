package content

import (
	"math"

	"shihyo/extract/page"
)

// matrix is a transformation as PDF writes it: x' = a·x + c·y + e,
// y' = b·x + d·y + f (ISO 32000-1 §8.3.3).
type matrix struct{ a, b, c, d, e, f float64 }

var identity = matrix{a: 1, d: 1}

// mul returns the matrix that applies m first, then n.
func (m matrix) mul(n matrix) matrix {
	return matrix{
		m.a*n.a + m.b*n.c, m.a*n.b + m.b*n.d,
		m.c*n.a + m.d*n.c, m.c*n.b + m.d*n.d,
		m.e*n.a + m.f*n.c + n.e, m.e*n.b + m.f*n.d + n.f,
	}
}

func (m matrix) apply(x, y float64) (float64, float64) {
	return m.a*x + m.c*y + m.e, m.b*x + m.d*y + m.f
}

// box returns the smallest box around the transformed rectangle.
func (m matrix) box(x0, y0, x1, y1 float64) page.Box {
	ax, ay := m.apply(x0, y0)
	bx, by := m.apply(x1, y0)
	cx, cy := m.apply(x0, y1)
	dx, dy := m.apply(x1, y1)
	return page.Box{
		X0: min(ax, bx, cx, dx), Top: min(ay, by, cy, dy),
		X1: max(ax, bx, cx, dx), Bottom: max(ay, by, cy, dy),
	}
}

// straight reports whether the matrix keeps axis-parallel lines so.
func (m matrix) straight() bool {
	const eps = 1e-4
	s := math.Abs(m.a) + math.Abs(m.b) + math.Abs(m.c) + math.Abs(m.d)
	return math.Abs(m.b)+math.Abs(m.c) <= eps*s || math.Abs(m.a)+math.Abs(m.d) <= eps*s
}

// ok reports whether all parts are numbers a page can have.
func (m matrix) ok() bool {
	const limit = 1e9
	s := math.Abs(m.a) + math.Abs(m.b) + math.Abs(m.c) + math.Abs(m.d) + math.Abs(m.e) + math.Abs(m.f)
	return s < limit // false for NaN
}

// intersect returns what two boxes share; the result is empty if they don't.
func intersect(a, b page.Box) page.Box {
	return page.Box{
		X0: max(a.X0, b.X0), Top: max(a.Top, b.Top),
		X1: min(a.X1, b.X1), Bottom: min(a.Bottom, b.Bottom),
	}
}

// empty reports whether nothing lies in b; a line without thickness is not
// empty.
func empty(b page.Box) bool { return b.X1 < b.X0 || b.Bottom < b.Top }
