package object

import (
	"bytes"
	"testing"
)

// Fuzz targets look for panics and for broken promises, such as a lexer that
// does not move on. Their seeds are the forms the table tests know.

func FuzzLexer(f *testing.F) {
	for _, s := range []string{
		"1 0 0 1 72.5 -3 Tm /F1 9 Tf <00480065> Tj [(a\\(b) -20 (c)] TJ",
		"BI /W 2/H 2/BPC 8/CS/G ID \x01\x02\x03\x04\nEI Q",
		"<</A 1/B[2 0 R]/C<</D(x)>>>> endobj",
		"{1 16#FF add} -| RD 1e5 --3 .5. (\\101\\\r\n",
		"/A#42#zz<4 8z>>>",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		l := NewLexer(data)
		last := -1
		for {
			tok := l.Next()
			if tok.Kind == EOF {
				break
			}
			if tok.Pos < last || l.Pos() <= tok.Pos || l.Pos() > len(data) {
				t.Fatalf("token at %d after %d, next at %d of %d", tok.Pos, last, l.Pos(), len(data))
			}
			last = tok.Pos
		}
		for l.Reset(data); l.Pos() < len(data); {
			tok := l.Next()
			if tok.Kind == Keyword && string(tok.Bytes) == "BI" {
				if s := l.InlineImage(); len(s.Raw) > len(data) {
					t.Fatalf("an image of %d bytes out of %d", len(s.Raw), len(data))
				}
				continue
			}
			before := l.Pos()
			if l.Object(tok); l.Pos() < before {
				t.Fatalf("an object that ends at %d, before %d", l.Pos(), before)
			}
		}
	})
}

func FuzzOpen(f *testing.F) {
	for _, data := range seeds(f) {
		if len(data) < 5000 {
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		pages := readAll(data)
		if again := readAll(data); again != pages {
			t.Fatalf("%d pages, then %d", pages, again)
		}
	})
}

func FuzzFilters(f *testing.F) {
	data := noise(300)
	f.Add(uint8(0), uint8(12), uint8(8), uint8(3), uint16(5), deflate(data))
	f.Add(uint8(1), uint8(2), uint8(4), uint8(1), uint16(7), lzwEarly(data, 1))
	f.Add(uint8(2), uint8(0), uint8(0), uint8(0), uint16(0), []byte("48656c6c6f>"))
	f.Add(uint8(3), uint8(0), uint8(0), uint8(0), uint16(0), []byte("87cURD]i,\"Ebo80~>"))
	f.Add(uint8(4), uint8(0), uint8(0), uint8(0), uint16(0), runs(data))
	names := []Name{"FlateDecode", "LZWDecode", "ASCIIHexDecode", "ASCII85Decode", "RunLengthDecode"}
	f.Fuzz(func(t *testing.T, kind, predictor, bits, colours uint8, columns uint16, raw []byte) {
		file := &File{data: raw, table: &table{}}
		before := bytes.Clone(raw)
		out, _ := file.Data(&Stream{Raw: raw, Dict: Dict{
			"Filter": names[int(kind)%len(names)],
			"DecodeParms": Dict{"Predictor": int64(predictor), "BitsPerComponent": int64(bits), "Colors": int64(colours),
				"Columns": int64(columns)},
		}})
		if len(out) > MaxDecoded {
			t.Fatalf("%d bytes", len(out))
		}
		if !bytes.Equal(raw, before) {
			t.Fatal("the file's bytes were changed")
		}
	})
}
