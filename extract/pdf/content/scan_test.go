package content

import (
	"fmt"
	"testing"

	"shihyo/extract/pdf/object"
)

// Ensure a scanner reads numbers alike in the middle and at the end of a stream.
func TestScannerNumbers(t *testing.T) {
	for i := range 20000 {
		text := fmt.Sprintf("%d.%0*d", i%1000, 1+i%4, i%10)
		if i%3 == 0 {
			text = fmt.Sprint("-", i)
		}
		var s scanner
		var o, p operand
		s.reset([]byte(text))
		s.next(&o)
		s.reset([]byte(text + " 0 0 0 0 0 re"))
		s.next(&p)
		if o.kind != object.Real || o.num != p.num || s.pos != len(text) {
			t.Fatalf("%q: %v at the end, %v in the middle", text, o.num, p.num)
		}
	}
}

func BenchmarkScanner(b *testing.B) {
	data := []byte("q 1 0 0 1 72.3 801.25 cm 0.5 w 56.7 100.25 m 538.6 100.25 l S Q BT /F1 9 Tf 12.5 0 Td <0a1b0c2d> Tj 0 -11.4 Td [(ab) -250 (c)] TJ ET\n")
	b.SetBytes(int64(len(data)))
	var s scanner
	var o operand
	for b.Loop() {
		s.reset(data)
		for s.next(&o) != object.EOF {
		}
	}
}
