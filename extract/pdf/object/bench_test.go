package object

import (
	"os"
	"path/filepath"
	"testing"
)

// sample returns the bytes of a test document of usual kind.
func sample(tb testing.TB, name string) []byte {
	tb.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

func BenchmarkOpen(b *testing.B) {
	for _, name := range []string{"classic.pdf", "objstm.pdf", "aes256.pdf"} {
		data := sample(b, name)
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Open(data, ""); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkContents(b *testing.B) {
	f, err := Open(sample(b, "classic.pdf"), "")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		for _, p := range f.Pages() {
			data, err := f.Contents(nil, p)
			if err != nil {
				b.Fatal(err)
			}
			n += len(data)
		}
		f.decoded.Store(0)
		b.SetBytes(int64(n))
	}
}

func BenchmarkLexer(b *testing.B) {
	f, err := Open(sample(b, "classic.pdf"), "")
	if err != nil {
		b.Fatal(err)
	}
	data, err := f.Contents(nil, f.Pages()[0])
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	var l Lexer
	for b.Loop() {
		l.Reset(data)
		for {
			t := l.Next()
			if t.Kind == EOF {
				break
			}
			if t.Kind == Keyword {
				l.Recycle()
			}
		}
	}
}
