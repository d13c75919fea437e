package object

import (
	"bytes"
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"
)

// Ensure that syntax as it should be and as it is found gives the tokens that
// viewers agree on.
func TestLexer(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"", ""},
		{" \x00\t\r\n\f", ""},
		{"% a comment\r1 % another", "i1"},
		{"1 -2 +3 0 00012", "i1 i-2 i3 i0 i12"},
		{"1. .5 -.5 3.14159 -0.0001 +1.5", "r1 r0.5 r-0.5 r3.14159 r-0.0001 r1.5"},
		{"--5 +-5 --1.5", "i-5 i-5 r-1.5"},
		{"12-34 1.2-3", "i1234 r1.23"},
		{"- + . -.", "i0 i0 r0 r0"},
		{"1.2.3", "r1.2 r0.3"},
		{"0Tm 1.5w 2J", "i0 kTm r1.5 kw i2 kJ"},
		{"1e3 2.5E-2 1e", "r1000 r0.025 i1 ke"},
		{"16#FF 8#17 2#", "i255 i15 i2 k#"},
		{"9223372036854775807 99999999999999999999 0.00000000000000000000000001", "r9.223372036854776e+18 r1e+20 r1e-26"},
		{"123456789012345678", "i123456789012345678"},
		{"/Name /A#42C /A#4 /A#zz / /a/b", "nName nABC nA#4 nA#zz n na nb"},
		{"/;@!$%x\n/#2F", "n;@!$ n/"},
		{"(a(b)c) ()", "s<a(b)c> s<>"},
		{`(\n\r\t\b\f\(\)\\\q)`, "s<\n\r\t\b\f()\\q>"},
		{"(\\101\\1012\\7\\400)", "s<AA2\x07\x00>"},
		{"(a\\\nb\\\r\nc\\\rd)", "s<abcd>"},
		{"(a\rb\r\nc\nd)", "s<a\nb\nc\nd>"},
		{"(never closed", "s<never closed>"},
		{"(ends with \\", "s<ends with >"},
		{"<48656C6c6F> <4 8 6> <> <zz4g8>", "s<Hello> s<H`> s<> s<H>"},
		{"<4865", "s<He>"},
		{"[1/a(b)<63>]", "[ i1 na s<b> s<c> ]"},
		{"<</A 1>>", "<< nA i1 >>"},
		{"{1 add}", "{ i1 kadd }"},
		{") > 1", "i1"},
		{"T* ' \" d0 BT", "kT* k' k\" kd0 kBT"},
		{"-| |- ND |", "k-| k|- kND k|"},
		{"true false null 1 0 R", "ktrue kfalse knull i1 i0 kR"},
		{"12 0 obj<<", "i12 i0 kobj <<"},
	} {
		var got []string
		l := NewLexer([]byte(tt.in))
		for {
			tok := l.Next()
			if tok.Kind == EOF {
				break
			}
			got = append(got, show(tok))
		}
		if got := strings.Join(got, " "); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.in, got, tt.want)
		}
		if l.Pos() != len(tt.in) {
			t.Errorf("%q: ended at %d of %d", tt.in, l.Pos(), len(tt.in))
		}
	}
}

func show(t Token) string {
	switch t.Kind {
	case Integer:
		return fmt.Sprintf("i%d", t.Int)
	case Real:
		return fmt.Sprintf("r%v", t.Num)
	case NameToken:
		return "n" + string(t.Bytes)
	case StringToken:
		return "s<" + string(t.Bytes) + ">"
	case Keyword:
		return "k" + string(t.Bytes)
	}
	return map[Kind]string{ArrayOpen: "[", ArrayClose: "]", DictOpen: "<<", DictClose: ">>", ProcOpen: "{", ProcClose: "}"}[t.Kind]
}

// Ensure that numbers come out as the nearest float64, since coordinates add up.
func TestLexerNumberExact(t *testing.T) {
	for _, s := range []string{"0.1", "595.276", "841.89", "-12.345678", "0.000001", "123456.789", ".333333333333"} {
		var want float64
		fmt.Sscan(s, &want)
		if got := NewLexer([]byte(s)).Next().Num; math.Abs(got-want) > 1e-15*math.Abs(want) {
			t.Errorf("%s: got %v, want %v", s, got, want)
		}
	}
}

// Ensure that tokens with escapes stay valid until Recycle, whatever follows.
func TestLexerBytesStay(t *testing.T) {
	var in bytes.Buffer
	for i := range 3000 {
		fmt.Fprintf(&in, "<%04x> (\\%03o) ", i, i%256)
	}
	l := NewLexer(in.Bytes())
	var all [][]byte
	for tok := l.Next(); tok.Kind != EOF; tok = l.Next() {
		all = append(all, tok.Bytes)
	}
	for i := range 3000 {
		if want := []byte{byte(i >> 8), byte(i)}; !bytes.Equal(all[2*i], want) {
			t.Fatalf("string %d: got %x, want %x", i, all[2*i], want)
		}
		if !bytes.Equal(all[2*i+1], []byte{byte(i)}) {
			t.Fatalf("literal %d: got %x", i, all[2*i+1])
		}
	}
}

// Ensure that reading content allocates nothing for each token.
func TestLexerAllocates(t *testing.T) {
	data := []byte(strings.Repeat("1 0 0 1 72.5 -3 Tm /F1 9 Tf <00480065> Tj [(a\\(b) -20 (c)] TJ\n", 100))
	var l Lexer
	run := func() {
		l.Reset(data)
		for tok := l.Next(); tok.Kind != EOF; tok = l.Next() {
			if tok.Kind == Keyword {
				l.Recycle()
			}
		}
	}
	run()
	if n := testing.AllocsPerRun(10, run); n > 0 {
		t.Errorf("%v allocations for 100 lines, want none", n)
	}
}

// Ensure that objects are put together and that broken ones end where the next
// thing begins.
func TestParseObject(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want Object
		rest string // the token after the object
	}{
		{"1", int64(1), ""},
		{"1 2 3", int64(1), "i2"},
		{"1 0 R", Ref{1, 0}, ""},
		{"1 0 RG", int64(1), "i0"},
		{"-1 0 R", int64(-1), "i0"},
		{"99999999 0 R", int64(99999999), "i0"},
		{"true", true, ""},
		{"null 5", nil, "i5"},
		{"(a)", String("a"), ""},
		{"[]", Array{}, ""},
		{"[1 2 0 R 3 [4]]", Array{int64(1), Ref{2, 0}, int64(3), Array{int64(4)}}, ""},
		{"[1 2 R]", Array{Ref{1, 2}}, ""},
		{"[R 1 R]", Array{int64(1)}, ""},
		{"[null true /A foo 1.5]", Array{nil, true, Name("A"), 1.5}, ""},
		{"<</A 1/B[2]/C<</D(x)>>/E 7 0 R/F null>>", Dict{"A": int64(1), "B": Array{int64(2)}, "C": Dict{"D": String("x")}, "E": Ref{7, 0}}, ""},
		{"<</A>> 1", Dict{}, "i1"},
		{"<</A/B/C>>", Dict{"A": Name("B")}, ""},
		{"<</A 1/A 2>>", Dict{"A": int64(2)}, ""},
		{"<<1 /A 2 3 /B 4>>", Dict{"A": int64(2), "B": int64(4)}, ""},
		{"<</A [1 2 >> 3", Dict{"A": Array{int64(1), int64(2)}}, "i3"},
		{"<</A 1 endobj", Dict{"A": int64(1)}, "kendobj"},
		{"<</A endobj", Dict{}, "kendobj"},
		{"[1 2 endobj", Array{int64(1), int64(2)}, "kendobj"},
		{"<</A 1 stream", Dict{"A": int64(1)}, "kstream"},
		{"<</A 1", Dict{"A": int64(1)}, ""},
		{"{1 {2} add}", Array{int64(1), Array{int64(2)}}, ""},
	} {
		l := NewLexer([]byte(tt.in))
		got, ok := l.ParseObject()
		if !ok || !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%q: got %#v (%v), want %#v", tt.in, got, ok, tt.want)
		}
		if rest := show(l.Next()); rest != tt.rest {
			t.Errorf("%q: goes on with %q, want %q", tt.in, rest, tt.rest)
		}
	}
	for _, in := range []string{"", "endobj", "]", ">>", "Tj"} {
		if o, ok := NewLexer([]byte(in)).ParseObject(); ok {
			t.Errorf("%q: got %#v, want no object", in, o)
		}
	}
}

// Ensure that elements read without tokens are what the tokens would make them.
func TestArrayShortCuts(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want Array
	}{
		{"[/g0/g0 /g0\n/g00/g0]", Array{Name("g0"), Name("g0"), Name("g0"), Name("g00"), Name("g0")}},
		{"[/a#41/aA/a#41/a#2341/a#41]", Array{Name("aA"), Name("aA"), Name("aA"), Name("a#41"), Name("aA")}},
		{"[// /x/ /x]", Array{Name(""), Name(""), Name("x"), Name(""), Name("x")}},
		{"[/Type/Type/g1/Type/g1]", Array{Name("Type"), Name("Type"), Name("g1"), Name("Type"), Name("g1")}},
		{"[0 01 1024 1025 123456789 1234567890]", Array{int64(0), int64(1), int64(1024), int64(1025), int64(123456789), int64(1234567890)}},
		{"[1 0 R 2 3 0 R 4]", Array{Ref{Num: 1}, int64(2), Ref{Num: 3}, int64(4)}},
		{"[1.5 2-3 16#FF 7e2 8]", Array{1.5, int64(23), int64(255), 700.0, int64(8)}},
		{"[1[2 3]/g0[/g0]4]", Array{int64(1), Array{int64(2), int64(3)}, Name("g0"), Array{Name("g0")}, int64(4)}},
		{"[1<</g0 1/g1[/g0]>>2]", Array{int64(1), Dict{"g0": int64(1), "g1": Array{Name("g0")}}, int64(2)}},
	} {
		o, _ := NewLexer([]byte(tt.in)).ParseObject()
		if !reflect.DeepEqual(o, tt.want) {
			t.Errorf("%s: %#v, want %#v", tt.in, o, tt.want)
		}
	}
}

// Ensure that nesting beyond the limit is cut off and what follows still read.
func TestParseObjectNesting(t *testing.T) {
	for _, open := range []string{"[", "<</A ", "{"} {
		closing := map[string]string{"[": "]", "<</A ": ">>", "{": "}"}[open]
		in := strings.Repeat(open, 100_000) + strings.Repeat(closing, 100_000) + " 7"
		l := NewLexer([]byte(in))
		if _, ok := l.ParseObject(); !ok {
			t.Errorf("%q: no object", open)
		}
		if tok := l.Next(); tok.Int != 7 {
			t.Errorf("%q: goes on with %v, want 7", open, show(tok))
		}
	}
}

// Ensure that the data of inline images is told from the content after it.
func TestInlineImage(t *testing.T) {
	for _, tt := range []struct {
		name, in, data string
		dict           Dict
		rest           string
	}{
		{"by size", "/W 2/H 2/BPC 8/CS/G ID \x01 EI\nEI Q", "\x01 EI",
			Dict{"Width": int64(2), "Height": int64(2), "BitsPerComponent": int64(8), "ColorSpace": Name("DeviceGray")}, "kQ"},
		{"mask", "/W 8 /H 1 /IM true ID \xff\nEI\nQ", "\xff",
			Dict{"Width": int64(8), "Height": int64(1), "ImageMask": true}, "kQ"},
		{"by length", "/L 6/F/Fl ID EI EI \nEI Q", "EI EI ", Dict{"Length": int64(6), "Filter": Name("Fl")}, "kQ"},
		{"filtered", "/F/AHx/DP null ID 00EI\xff ff>\nEI Q", "00EI\xff ff>", Dict{"Filter": Name("AHx")}, "kQ"},
		{"EI inside", "/F/Fl ID ab EI\x80\x81 cd\nEI\nQ", "ab EI\x80\x81 cd", Dict{"Filter": Name("Fl")}, "kQ"},
		{"string after", "/F/Fl ID ab\nEI (\x80\x81) Tj", "ab", Dict{"Filter": Name("Fl")}, "s<\x80\x81>"},
		{"no end", "/F/Fl ID abc", "abc", Dict{"Filter": Name("Fl")}, ""},
		{"no data", "/W 1 EI Q", "", Dict{"Width": int64(1)}, "kQ"},
		{"nothing", "", "", Dict{}, ""},
		{"huge", "/W 1000000000/H 1000000000/BPC 8/CS/RGB ID ab\nEI Q", "ab",
			Dict{"Width": int64(1e9), "Height": int64(1e9), "BitsPerComponent": int64(8), "ColorSpace": Name("DeviceRGB")}, "kQ"},
	} {
		l := NewLexer([]byte(tt.in))
		s := l.InlineImage()
		if string(s.Raw) != tt.data || !reflect.DeepEqual(s.Dict, tt.dict) {
			t.Errorf("%s: got %q %v, want %q %v", tt.name, s.Raw, s.Dict, tt.data, tt.dict)
		}
		if rest := show(l.Next()); rest != tt.rest {
			t.Errorf("%s: goes on with %q, want %q", tt.name, rest, tt.rest)
		}
	}
}

func TestTake(t *testing.T) {
	l := NewLexer([]byte("5 RD abcdefg"))
	l.Next()
	l.Next()
	l.Take(1)
	if got := l.Take(5); string(got) != "abcde" {
		t.Errorf("got %q", got)
	}
	if got := l.Take(100); string(got) != "fg" {
		t.Errorf("at the end: got %q", got)
	}
	if got := l.Take(-1); len(got) != 0 {
		t.Errorf("negative: got %q", got)
	}
}
