package object

import (
	"bytes"
	"compress/flate"
	"compress/zlib"
	"errors"
	"io"
	"math/rand/v2"
	"testing"
)

// standard inflates with the standard library.
func standard(src []byte) ([]byte, error) {
	return io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(src)), MaxDecoded+1))
}

func deflateRaw(data []byte, level int) []byte {
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, level)
	if err != nil {
		panic(err)
	}
	w.Write(data)
	w.Close()
	return b.Bytes()
}

// kinds are data that lead to every kind of block, code and match.
func kinds() map[string][]byte {
	r := rand.New(rand.NewPCG(3, 4))
	random := make([]byte, 100_000)
	for i := range random {
		random[i] = byte(r.Uint32())
	}
	skewed := make([]byte, 200_000) // codes of up to 15 bits
	for i := range skewed {
		for skewed[i] < 40 && r.IntN(2) == 0 {
			skewed[i]++
		}
	}
	far := append(bytes.Clone(random[:20_000]), make([]byte, 12_000)...) // distances to 32768
	far = append(far, random[:20_000]...)
	return map[string][]byte{
		"nothing": nil,
		"a byte":  {7},
		"noise":   noise(150_000),
		"random":  random,
		"skewed":  skewed,
		"zeros":   make([]byte, 300_000),
		"pairs":   bytes.Repeat([]byte("ab"), 50_000),
		"sevens":  bytes.Repeat([]byte("1234567"), 10_000),
		"eights":  bytes.Repeat([]byte("12345678"), 10_000),
		"far":     far,
		"content": bytes.Repeat([]byte("BT /F1 9 Tf 1 0 0 1 72.25 720.5 Tm <00480065> Tj ET\n"), 2000),
	}
}

// Ensure that what any encoder writes is inflated as it was.
func TestInflate(t *testing.T) {
	for name, data := range kinds() {
		for level := flate.HuffmanOnly; level <= flate.BestCompression; level++ {
			if slow && level > 1 && level < 9 {
				continue
			}
			raw := deflateRaw(data, level)
			got, err := Inflate(raw, MaxDecoded)
			if err != nil || !bytes.Equal(got, data) {
				t.Errorf("%s, level %d: got %d bytes of %d, %v", name, level, len(got), len(data), err)
			}
			// Followed by something else, as in a stream with a wrong length.
			got, err = Inflate(append(raw, "\nendstream"...), MaxDecoded)
			if err != nil || !bytes.Equal(got, data) {
				t.Errorf("%s, level %d, with more behind: got %d bytes, %v", name, level, len(got), err)
			}
			for _, limit := range []int{0, 1, 1000, len(data) - 1} {
				if limit < 0 || limit >= len(data) {
					continue
				}
				if got, err := Inflate(raw, limit); !errors.Is(err, ErrTooLarge) || !bytes.Equal(got, data[:limit]) {
					t.Errorf("%s, level %d, to %d bytes: got %d, %v", name, level, limit, len(got), err)
				}
			}
		}
	}
}

// Ensure that a match behind literals finds room wherever the output has to grow.
func TestInflateRoom(t *testing.T) {
	random := noise(1 << 16)
	for shift := range 60 {
		var data []byte
		for i := shift; len(data) < leastRoom+1000; i += 3 {
			data = append(data, random[i%len(random)]&15)
			if at, n := int(random[(i+1)%len(random)])*60, int(random[(i+2)%len(random)]&7)+4; random[i%len(random)]&0x30 == 0 && at+n < len(data) {
				data = append(data, data[at:at+n]...)
			}
		}
		var packed bytes.Buffer
		w := zlib.NewWriter(&packed)
		w.Write(data)
		w.Close()
		got, err := inflate(new(Buffer), packed.Bytes(), MaxDecoded) // into the least room there is
		if err != nil || !bytes.Equal(got, data) {
			t.Errorf("shifted by %d: got %d bytes of %d, %v", shift, len(got), len(data), err)
		}
	}
}

// Ensure that data cut anywhere gives all that the standard library gets from
// it, and says that something is missing.
func TestInflateCut(t *testing.T) {
	data := noise(2000)
	for _, level := range []int{flate.HuffmanOnly, 0, 1, 9} {
		raw := deflateRaw(data, level)
		for n := range raw {
			want, _ := standard(raw[:n])
			got, err := Inflate(raw[:n], MaxDecoded)
			if !errors.Is(err, ErrDamaged) || !bytes.HasPrefix(data, got) || len(got) < len(want) {
				t.Fatalf("level %d, %d of %d bytes: got %d, the standard library %d, %v", level, n, len(raw), len(got), len(want), err)
			}
		}
	}
}

// Ensure that the fixed code and rare forms are read.
func TestInflateForms(t *testing.T) {
	for _, tt := range []struct {
		name, raw, want string
		bad             bool
	}{
		{"fixed", "\x4b\x4c\x4a\x06\x00", "abc", false},
		{"stored and empty", "\x01\x00\x00\xff\xff", "", false},
		{"stored", "\x01\x03\x00\xfc\xffabc", "abc", false},
		{"stored twice", "\x00\x03\x00\xfc\xffabc\x01\x01\x00\xfe\xffd", "abcd", false},
		{"stored, lengths differ", "\x01\x03\x00\xfc\xfeabc", "", true},
		{"stored, cut", "\x01\x03\x00\xfc\xffab", "ab", true},
		{"block of kind 3", "\x07", "", true},
		{"nothing", "", "", true},
		{"match before the start", "\x4b\x04\x22\x00", "a", true},
		{"all zeros", string(make([]byte, 40)), "", true},
		{"too many codes", "\xfd\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", "", true},
	} {
		got, err := Inflate([]byte(tt.raw), MaxDecoded)
		if string(got) != tt.want || (err != nil) != tt.bad {
			t.Errorf("%s: got %q, %v", tt.name, got, err)
		}
	}
}

func FuzzInflate(f *testing.F) {
	for _, data := range kinds() {
		if len(data) > 3000 {
			data = data[:3000]
		}
		f.Add(deflateRaw(data, 9))
		f.Add(deflateRaw(data, flate.HuffmanOnly))
		f.Add(deflateRaw(data, 0))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		want, wantErr := standard(raw)
		got, err := Inflate(raw, MaxDecoded)
		if wantErr == nil && (err != nil && len(want) <= MaxDecoded || !bytes.Equal(got, want[:min(len(want), MaxDecoded)])) {
			t.Fatalf("got %d bytes, %v; the standard library %d", len(got), err, len(want))
		}
		if wantErr != nil && !bytes.HasPrefix(got, want) {
			t.Fatalf("got %d bytes, %v; the standard library %d, %v", len(got), err, len(want), wantErr)
		}
	})
}

func BenchmarkInflate(b *testing.B) {
	f, err := Open(sample(b, "classic.pdf"), "")
	if err != nil {
		b.Fatal(err)
	}
	s, _ := f.Stream(f.Pages()[0].Dict["Contents"])
	raw := s.Raw[2:]
	out, _ := Inflate(raw, MaxDecoded)
	b.Run("own", func(b *testing.B) {
		b.SetBytes(int64(len(out)))
		for b.Loop() {
			Inflate(raw, MaxDecoded)
		}
	})
	b.Run("standard", func(b *testing.B) { // with all it can be spared
		b.SetBytes(int64(len(out)))
		r := flate.NewReader(nil)
		buf := make([]byte, len(out)+1)
		for b.Loop() {
			r.(flate.Resetter).Reset(bytes.NewReader(raw), nil)
			io.ReadFull(r, buf)
		}
	})
}
