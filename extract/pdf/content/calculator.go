package content

import (
	"math"

	"shihyo/extract/pdf/object"
)

// PostScript calculator functions (ISO 32000-1 §7.10.5): small programs on a
// stack of numbers. A program is compiled once to a flat list of steps, in
// which the branches of if and ifelse are jumps forward; there are no loops, so
// a run takes no more steps than there are.

// Limits of a calculator function.
const (
	// maxCalculator bounds the source in bytes. Conversions between colour spaces
	// have up to some 2,000.
	maxCalculator = 64 << 10
	// maxBraces bounds procedures within each other.
	maxBraces = 32
	// calculatorStack is the depth of the stack, as ISO 32000-1 table C.1 has it.
	calculatorStack = 100
)

// step pushes a number, carries out an operator, or jumps.
type step struct {
	kind stepKind
	num  float64           // to push
	do   func(*calculator) // the operator
	to   int               // the step to jump to
}

type stepKind uint8

const (
	pushStep stepKind = iota
	doStep
	unlessStep // pops its condition and jumps where that is false
	jumpStep
)

// compile reads a program; it returns nil for what is none.
func compile(src []byte) []step {
	if len(src) > maxCalculator {
		return nil
	}
	l := object.NewLexer(src)
	if l.Next().Kind != object.ProcOpen {
		return nil
	}
	steps, ok := procedure([]step{}, l, 1)
	if !ok {
		return nil
	}
	return steps
}

// procedure appends the steps up to the closing brace.
func procedure(steps []step, l *object.Lexer, depth int) ([]step, bool) {
	if depth > maxBraces {
		return nil, false
	}
	for {
		switch t := l.Next(); t.Kind {
		case object.Integer:
			steps = append(steps, step{num: float64(t.Int)})
		case object.Real:
			steps = append(steps, step{num: t.Num})
		case object.ProcClose:
			return steps, true
		case object.ProcOpen:
			var ok bool
			if steps, ok = branch(steps, l, depth); !ok {
				return nil, false
			}
		case object.Keyword:
			do, ok := operators[string(t.Bytes)]
			if !ok {
				return nil, false
			}
			steps = append(steps, step{kind: doStep, do: do})
		default:
			return nil, false
		}
	}
}

// branch appends "{…} if" or "{…} {…} ifelse", of which the first brace was
// read.
func branch(steps []step, l *object.Lexer, depth int) ([]step, bool) {
	unless := len(steps)
	steps, ok := procedure(append(steps, step{kind: unlessStep}), l, depth+1)
	if !ok {
		return nil, false
	}
	word := "if"
	t := l.Next()
	if t.Kind == object.ProcOpen {
		word = "ifelse"
		jump := len(steps)
		steps = append(steps, step{kind: jumpStep})
		steps[unless].to = len(steps)
		if steps, ok = procedure(steps, l, depth+1); !ok {
			return nil, false
		}
		steps[jump].to = len(steps)
		t = l.Next()
	} else {
		steps[unless].to = len(steps)
	}
	return steps, t.Kind == object.Keyword && string(t.Bytes) == word
}

// calculator is the stack of a run. Booleans are 0 and 1: what would tell them
// from integers, the bitwise not of one, does not occur in colours.
type calculator struct {
	stack [calculatorStack]float64
	n     int
	bad   bool // the stack ran over or under
}

// run carries out a program on the numbers in and reports whether it could.
func (c *calculator) run(steps []step, in []float64) bool {
	for _, v := range in {
		c.push(v)
	}
	for i := 0; i < len(steps) && !c.bad; i++ {
		switch s := &steps[i]; s.kind {
		case pushStep:
			c.push(s.num)
		case doStep:
			s.do(c)
		case unlessStep:
			if c.pop() == 0 {
				i = s.to - 1
			}
		case jumpStep:
			i = s.to - 1
		}
	}
	return !c.bad
}

func (c *calculator) push(v float64) {
	if c.n == len(c.stack) {
		c.bad = true
		return
	}
	c.stack[c.n] = v
	c.n++
}

func (c *calculator) pop() float64 {
	if c.n == 0 {
		c.bad = true
		return 0
	}
	c.n--
	return c.stack[c.n]
}

// top returns the n topmost numbers, fewer where there are fewer.
func (c *calculator) top(n float64) []float64 {
	k := int(bound(n, calculatorStack+1))
	if k < 0 || k > c.n {
		c.bad = true
		return nil
	}
	return c.stack[c.n-k : c.n]
}

// roll turns the n topmost numbers round by j places.
func (c *calculator) roll() {
	j := int(bound(c.pop(), 1e6))
	top := c.top(c.pop())
	var was [calculatorStack]float64
	copy(was[:], top)
	for i := range top {
		top[((i+j)%len(top)+len(top))%len(top)] = was[i]
	}
}

// operators are those of ISO 32000-1 table 42, but for if and ifelse.
var operators = map[string]func(*calculator){
	"true":  func(c *calculator) { c.push(1) },
	"false": func(c *calculator) { c.push(0) },
	"pop":   func(c *calculator) { c.pop() },
	"dup":   func(c *calculator) { v := c.pop(); c.push(v); c.push(v) },
	"exch":  func(c *calculator) { b, a := c.pop(), c.pop(); c.push(b); c.push(a) },
	"copy": func(c *calculator) {
		for _, v := range c.top(c.pop()) {
			c.push(v)
		}
	},
	"index": func(c *calculator) {
		if top := c.top(c.pop() + 1); len(top) > 0 {
			c.push(top[0])
		} else {
			c.bad = true
		}
	},
	"roll": (*calculator).roll,

	"abs":      one(math.Abs),
	"neg":      one(func(a float64) float64 { return -a }),
	"ceiling":  one(math.Ceil),
	"floor":    one(math.Floor),
	"round":    one(func(a float64) float64 { return math.Floor(a + 0.5) }),
	"truncate": one(math.Trunc),
	"cvi":      one(math.Trunc),
	"cvr":      one(func(a float64) float64 { return a }),
	"sqrt":     one(func(a float64) float64 { return math.Sqrt(max(a, 0)) }),
	"sin":      one(func(a float64) float64 { return math.Sin(a * math.Pi / 180) }),
	"cos":      one(func(a float64) float64 { return math.Cos(a * math.Pi / 180) }),
	"ln":       one(func(a float64) float64 { return math.Log(max(a, math.SmallestNonzeroFloat64)) }),
	"log":      one(func(a float64) float64 { return math.Log10(max(a, math.SmallestNonzeroFloat64)) }),
	"not":      one(func(a float64) float64 { return truth(a == 0) }),

	"add":  two(func(a, b float64) float64 { return a + b }),
	"sub":  two(func(a, b float64) float64 { return a - b }),
	"mul":  two(func(a, b float64) float64 { return a * b }),
	"div":  two(divide),
	"idiv": two(func(a, b float64) float64 { return math.Trunc(divide(math.Trunc(a), math.Trunc(b))) }),
	"mod":  two(func(a, b float64) float64 { return a - math.Trunc(divide(a, b))*b }),
	"exp":  two(math.Pow),
	"atan": two(func(a, b float64) float64 { return math.Mod(math.Atan2(a, b)*180/math.Pi+360, 360) }),
	"eq":   two(func(a, b float64) float64 { return truth(a == b) }),
	"ne":   two(func(a, b float64) float64 { return truth(a != b) }),
	"gt":   two(func(a, b float64) float64 { return truth(a > b) }),
	"ge":   two(func(a, b float64) float64 { return truth(a >= b) }),
	"lt":   two(func(a, b float64) float64 { return truth(a < b) }),
	"le":   two(func(a, b float64) float64 { return truth(a <= b) }),
	"and":  two(func(a, b float64) float64 { return float64(whole(a) & whole(b)) }),
	"or":   two(func(a, b float64) float64 { return float64(whole(a) | whole(b)) }),
	"xor":  two(func(a, b float64) float64 { return float64(whole(a) ^ whole(b)) }),
	"bitshift": two(func(a, b float64) float64 {
		if b < 0 {
			return float64(whole(a) >> uint(min(-b, 63)))
		}
		return float64(whole(a) << uint(bound(b, 31)))
	}),
}

func one(f func(float64) float64) func(*calculator) {
	return func(c *calculator) { c.push(f(c.pop())) }
}

func two(f func(a, b float64) float64) func(*calculator) {
	return func(c *calculator) {
		b, a := c.pop(), c.pop()
		c.push(f(a, b))
	}
}

func divide(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// whole cuts a number to an integer of 32 bits.
func whole(v float64) int64 { return int64(bound(v, math.MaxInt32)) }
