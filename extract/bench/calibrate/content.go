package main

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"

	"shihyo/extract/pdf/font"
	"shihyo/extract/pdf/object"
)

// thinPath is how thin, in points, a filled shape is that acts as a line.
const thinPath = 2.0

// spoiler damages content streams: what it is told to, at random.
type spoiler struct {
	file   *object.File
	rand   *rand.Rand
	paths  float64 // share of the lines, and of thin filled boxes, removed
	codes  float64 // share of the character codes removed
	room   bool    // whether the room of removed codes is left
	dx, dy float64 // points by which text is moved, right and up
	fonts  map[object.Ref]*font.Font
}

// matrix is a transformation, a b c d e f.
type matrix [6]float64

func (m matrix) mul(n matrix) matrix {
	return matrix{m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3], m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5]}
}

// piece is a part of a path: its bytes and where it reaches.
type piece struct {
	from, to       int
	x0, y0, x1, y1 float64
	box, curved    bool
}

func (p *piece) reach(x, y float64) {
	p.x0, p.y0, p.x1, p.y1 = min(p.x0, x), min(p.y0, y), max(p.x1, x), max(p.y1, y)
}

// forms calls do with the forms that can be drawn with resources, and with
// theirs in turn.
func (s *spoiler) forms(resources object.Dict, do func(*object.Stream, object.Dict), depth int) {
	const deepest = 5
	xs, _ := s.file.Dict(resources["XObject"])
	for _, o := range xs {
		form, ok := s.file.Stream(o)
		if !ok || depth > deepest {
			continue
		}
		if kind, _ := s.file.Name(form.Dict["Subtype"]); kind != "Form" {
			continue
		}
		own, ok := s.file.Dict(form.Dict["Resources"])
		if !ok {
			own = resources
		}
		do(form, own)
		s.forms(own, do, depth+1)
	}
}

// spoil returns the content stream damaged. What is not touched stays as it
// stands, byte by byte.
func (s *spoiler) spoil(content []byte, resources object.Dict) []byte {
	var out bytes.Buffer
	l := object.NewLexer(content)
	ctm := matrix{1, 0, 0, 1, 0, 0}
	var stack []matrix
	var operands []object.Object
	var path []piece
	var f *font.Font
	done := 0 // what stands before is written
	start := 0
	number := func(i int) float64 {
		if i >= len(operands) {
			return 0
		}
		switch v := operands[i].(type) {
		case int64:
			return float64(v)
		case float64:
			return v
		}
		return 0
	}
	for {
		t := l.Next()
		if t.Kind == object.EOF {
			break
		}
		if len(operands) == 0 {
			start = t.Pos
		}
		if t.Kind != object.Keyword {
			if o, ok := l.Object(t); ok {
				operands = append(operands, o)
			}
			continue
		}
		op := string(t.Bytes)
		switch op {
		case "true", "false", "null":
			operands = append(operands, nil)
			continue
		case "BI":
			l.InlineImage()
		case "q":
			stack = append(stack, ctm)
		case "Q":
			if n := len(stack); n > 0 {
				ctm, stack = stack[n-1], stack[:n-1]
			}
		case "cm":
			ctm = matrix{number(0), number(1), number(2), number(3), number(4), number(5)}.mul(ctm)
		case "Tf":
			f = nil
			if name, ok := first(operands).(object.Name); ok {
				f = s.font(resources, name)
			}
		case "BT":
			if s.dx != 0 || s.dy != 0 {
				out.Write(content[done:start])
				x, y := s.moved(ctm)
				fmt.Fprintf(&out, " q 1 0 0 1 %.4f %.4f cm BT ", x, y)
				done = l.Pos()
			}
		case "ET":
			if s.dx != 0 || s.dy != 0 {
				out.Write(content[done:l.Pos()])
				out.WriteString(" Q ")
				done = l.Pos()
			}
		case "Tj", "TJ", "'":
			if s.codes > 0 && f != nil {
				out.Write(content[done:start])
				if op == "'" {
					out.WriteString(" T* ")
				}
				s.thin(&out, f, first(operands))
				done = l.Pos()
			}
		case "re":
			x, y := number(0), number(1)
			path = append(path, piece{from: start, to: l.Pos(), x0: min(x, x+number(2)), y0: min(y, y+number(3)), x1: max(x, x+number(2)), y1: max(y, y+number(3)), box: true})
		case "m":
			x, y := number(0), number(1)
			path = append(path, piece{from: start, to: l.Pos(), x0: x, y0: y, x1: x, y1: y})
		case "l", "c", "v", "y", "h":
			if n := len(path); n > 0 {
				p := &path[n-1]
				p.to = l.Pos()
				p.curved = p.curved || op != "l" && op != "h"
				for i := 0; i+1 < len(operands); i += 2 {
					p.reach(number(i), number(i+1))
				}
			}
		case "S", "s", "f", "F", "f*", "B", "B*", "b", "b*":
			if s.paths > 0 && len(path) > 0 {
				done = s.unpaint(&out, content, path, done, start, l.Pos(), op, ctm)
			}
			path = path[:0]
		case "n":
			path = path[:0]
		}
		operands = operands[:0]
		l.Recycle()
	}
	out.Write(content[done:])
	return out.Bytes()
}

func first(operands []object.Object) object.Object {
	if len(operands) == 0 {
		return nil
	}
	return operands[0]
}

// moved returns how far to move in the coordinates of ctm for text to move by dx
// and dy on the page.
func (s *spoiler) moved(ctm matrix) (x, y float64) {
	det := ctm[0]*ctm[3] - ctm[1]*ctm[2]
	if det == 0 {
		return 0, 0
	}
	return (ctm[3]*s.dx - ctm[2]*s.dy) / det, (ctm[0]*s.dy - ctm[1]*s.dx) / det
}

// unpaint writes a path and the operator that paints it, which stands from start
// to end, without some of its lines, and returns up to where all is written.
func (s *spoiler) unpaint(out *bytes.Buffer, content []byte, path []piece, done, start, end int, op string, ctm matrix) int {
	scale := math.Sqrt(math.Abs(ctm[0]*ctm[3] - ctm[1]*ctm[2]))
	filled := op != "S" && op != "s"
	left := len(path)
	for i := range path {
		p := &path[i]
		line := !p.curved
		if p.box || filled {
			line = line && min(p.x1-p.x0, p.y1-p.y0)*scale <= thinPath
		}
		if line && s.rand.Float64() < s.paths {
			out.Write(content[done:p.from])
			out.WriteByte(' ')
			done = p.to
			left--
		}
	}
	if left == 0 {
		out.Write(content[done:start])
		out.WriteString(" n ")
		return end
	}
	return done
}

// font returns the font of a name, nil where there is none.
func (s *spoiler) font(resources object.Dict, name object.Name) *font.Font {
	fonts, _ := s.file.Dict(resources["Font"])
	o, ok := fonts[name]
	if !ok {
		return nil
	}
	ref, isRef := o.(object.Ref)
	if f := s.fonts[ref]; isRef && f != nil {
		return f
	}
	f := font.Load(s.file, o)
	if isRef {
		if s.fonts == nil {
			s.fonts = map[object.Ref]*font.Font{}
		}
		s.fonts[ref] = f
	}
	return f
}

// thin writes the text that a Tj or TJ shows without some of its codes.
func (s *spoiler) thin(out *bytes.Buffer, f *font.Font, shown object.Object) {
	elements, ok := shown.(object.Array)
	if !ok {
		elements = object.Array{shown}
	}
	out.WriteString(" [")
	for _, e := range elements {
		switch e := e.(type) {
		case object.String:
			s.thinString(out, f, []byte(e))
		case int64, float64:
			fmt.Fprint(out, " ", e)
		}
	}
	out.WriteString("] TJ ")
}

func (s *spoiler) thinString(out *bytes.Buffer, f *font.Font, text []byte) {
	out.WriteString(" <")
	for len(text) > 0 {
		c, n := f.Next(text)
		switch {
		case s.rand.Float64() >= s.codes:
			fmt.Fprintf(out, "%x", text[:n])
		case s.room:
			room := -1000 * c.Width
			if f.Vertical() {
				room = -1000 * c.WY
			}
			fmt.Fprintf(out, "> %.2f <", room)
		}
		text = text[n:]
	}
	out.WriteString(">")
}
