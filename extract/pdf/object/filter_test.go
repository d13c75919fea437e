package object

import (
	"bytes"
	"compress/lzw"
	"compress/zlib"
	"encoding/ascii85"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

func deflate(data []byte) []byte {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	w.Write(data)
	w.Close()
	return b.Bytes()
}

// noise returns n bytes that compress a little.
func noise(n int) []byte {
	r := rand.New(rand.NewPCG(1, 2))
	b := make([]byte, n)
	for i := range b {
		b[i] = "abcdefgh\x00\xff"[r.IntN(10)]
	}
	return b
}

// lzwEarly encodes as PDF does by default, with codes that grow one early.
func lzwEarly(data []byte, early int) []byte {
	var out []byte
	var acc uint64
	var have uint
	put := func(code int, width uint) {
		acc = acc<<width | uint64(code)
		have += width
		for have >= 8 {
			out = append(out, byte(acc>>(have-8)))
			have -= 8
		}
	}
	table := map[string]int{}
	width, next := uint(9), 258
	reset := func() {
		clear(table)
		for i := range 256 {
			table[string([]byte{byte(i)})] = i
		}
		next, width = 258, 9
	}
	put(256, 9)
	reset()
	cur := ""
	for _, c := range data {
		if _, ok := table[cur+string([]byte{c})]; ok {
			cur += string([]byte{c})
			continue
		}
		put(table[cur], width)
		table[cur+string([]byte{c})] = next
		next++
		switch next + early - 1 { // the decoder is one entry behind
		case 512, 1024, 2048:
			width++
		}
		if next == 4095 {
			put(256, width)
			reset()
		}
		cur = string([]byte{c})
	}
	if cur != "" {
		put(table[cur], width)
	}
	put(257, width)
	if have > 0 {
		out = append(out, byte(acc<<(8-have)))
	}
	return out
}

func decodeWith(t *testing.T, raw []byte, dict Dict) ([]byte, error) {
	t.Helper()
	return (&File{data: make([]byte, 1<<20), table: &table{}}).Data(&Stream{Dict: dict, Raw: raw})
}

// Ensure that every filter gives back what was encoded, in chains too.
func TestFilters(t *testing.T) {
	data := noise(70_000)
	a85 := make([]byte, ascii85.MaxEncodedLen(len(data)))
	a85 = a85[:ascii85.Encode(a85, data)]
	var late bytes.Buffer
	w := lzw.NewWriter(&late, lzw.MSB, 8)
	w.Write(data)
	w.Close()
	for _, tt := range []struct {
		name string
		raw  []byte
		dict Dict
	}{
		{"none", data, Dict{}},
		{"Flate", deflate(data), Dict{"Filter": Name("FlateDecode")}},
		{"Fl", deflate(data), Dict{"Filter": Array{Name("Fl")}}},
		{"Flate after a line end", append([]byte("\r\n"), deflate(data)...), Dict{"Filter": Name("FlateDecode")}},
		{"Flate without checksum", deflate(data)[:len(deflate(data))-4], Dict{"Filter": Name("FlateDecode")}},
		{"Flate without header", deflate(data)[2:], Dict{"Filter": Name("FlateDecode")}},
		{"Flate with a wrong header", append([]byte{0, 0}, deflate(data)[2:]...), Dict{"Filter": Name("FlateDecode")}},
		{"LZW", lzwEarly(data, 1), Dict{"Filter": Name("LZWDecode")}},
		{"LZW late", late.Bytes(), Dict{"Filter": Name("LZW"), "DecodeParms": Dict{"EarlyChange": int64(0)}}},
		{"LZW late, own encoder", lzwEarly(data, 0), Dict{"Filter": Name("LZW"), "DecodeParms": Array{Dict{"EarlyChange": int64(0)}}}},
		{"ASCIIHex", []byte(hex.EncodeToString(data) + ">"), Dict{"Filter": Name("ASCIIHexDecode")}},
		{"AHx without end", []byte(hex.EncodeToString(data)), Dict{"Filter": Name("AHx")}},
		{"ASCII85", append(bytes.Clone(a85), "~>"...), Dict{"Filter": Name("ASCII85Decode")}},
		{"A85 as elsewhere", append(append([]byte("<~"), a85...), '~'), Dict{"Filter": Name("A85")}},
		{"RunLength", runs(data), Dict{"Filter": Name("RunLengthDecode")}},
		{"chain", []byte(hex.EncodeToString(deflate(data))), Dict{"Filter": Array{Name("AHx"), Name("Fl")}}},
		{"chain with parameters", []byte(hex.EncodeToString(lzwEarly(data, 0)) + ">"),
			Dict{"Filter": Array{Name("ASCIIHexDecode"), Name("LZWDecode")}, "DecodeParms": Array{nil, Dict{"EarlyChange": int64(0)}}}},
		{"Crypt", data, Dict{"Filter": Array{Name("Crypt")}, "DecodeParms": Dict{"Name": Name("Identity")}}},
	} {
		got, err := decodeWith(t, tt.raw, tt.dict)
		if err != nil || !bytes.Equal(got, data) {
			t.Errorf("%s: got %d bytes, error %v", tt.name, len(got), err)
		}
	}
}

// runs encodes with runs and with literals.
func runs(data []byte) []byte {
	var out []byte
	for len(data) > 0 {
		n := 1
		for n < len(data) && n < 128 && data[n] == data[0] {
			n++
		}
		if n > 1 {
			out = append(out, byte(257-n), data[0])
		} else {
			out = append(out, 0, data[0])
		}
		data = data[n:]
	}
	return append(out, 128)
}

func TestASCII85(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"87cURD]i,\"Ebo80~>", "Hello World!"},
		{"87cUR\nD]i,\" Ebo80", "Hello World!"},
		{"z~>", "\x00\x00\x00\x00"},
		{"5sb~>", "AB"},
		{"5~>", ""},
		{"~>", ""},
		{"", ""},
	} {
		if got, err := ascii85Decode(tt.in); err != nil || got != tt.want {
			t.Errorf("%q: got %q, %v, want %q", tt.in, got, err, tt.want)
		}
	}
	if got, err := ascii85Decode("87cUR\xff87cUR"); !errors.Is(err, ErrDamaged) || got != "Hell" {
		t.Errorf("a foreign character: got %q, %v", got, err)
	}
}

func ascii85Decode(s string) (string, error) {
	b, err := decodeASCII85([]byte(s), 1<<20)
	return string(b), err
}

// Ensure that every predictor is undone for every depth of sample and number of
// colours that formats allow, with a last row cut short as well.
func TestPredictors(t *testing.T) {
	for _, bits := range []int{1, 2, 4, 8, 16} {
		for _, colours := range []int{1, 2, 3, 4, 5} {
			for _, columns := range []int{1, 5, 8, 13} {
				row := (bits*colours*columns + 7) / 8
				data := noise(row*7 + row/2)
				parms := Dict{"Colors": int64(colours), "BitsPerComponent": int64(bits), "Columns": int64(columns)}
				name := fmt.Sprintf("%d bits, %d colours, %d columns", bits, colours, columns)
				for kind := range 6 { // 5: a predictor nobody knows changes nothing
					parms["Predictor"] = int64(10 + kind%5)
					raw := deflate(pngEncode(data, row, max(1, bits*colours/8), func(int) int { return kind }))
					got, err := decodeWith(t, raw, Dict{"Filter": Name("FlateDecode"), "DecodeParms": parms})
					if err != nil || !bytes.Equal(got, data) {
						t.Errorf("PNG %d, %s: got %d bytes, error %v", kind, name, len(got), err)
					}
				}
				parms["Predictor"] = int64(15)
				raw := lzwEarly(pngEncode(data, row, max(1, bits*colours/8), func(y int) int { return y % 5 }), 1)
				if got, err := decodeWith(t, raw, Dict{"Filter": Name("LZWDecode"), "DecodeParms": parms}); err != nil || !bytes.Equal(got, data) {
					t.Errorf("PNG mixed, %s: got %d bytes, error %v", name, len(got), err)
				}
				parms["Predictor"] = int64(2)
				data = noise(row * 7)
				raw = deflate(tiffEncode(data, row, bits, colours, columns))
				if got, err := decodeWith(t, raw, Dict{"Filter": Name("FlateDecode"), "DecodeParms": parms}); err != nil || !bytes.Equal(got, data) {
					t.Errorf("TIFF, %s: got %x, want %x, error %v", name, got, data, err)
				}
			}
		}
	}
}

func pngEncode(data []byte, row, pixel int, kindOf func(y int) int) []byte {
	var out []byte
	at := func(i, y, x int) int { // the byte x of row y before predicting
		if x < 0 || y < 0 {
			return 0
		}
		return int(data[y*row+x])
	}
	for y := 0; y*row < len(data); y++ {
		kind := kindOf(y)
		out = append(out, byte(kind))
		for x := 0; x < row && y*row+x < len(data); x++ {
			a, b, c := at(0, y, x-pixel), at(0, y-1, x), 0
			if x >= pixel {
				c = at(0, y-1, x-pixel)
			}
			p := 0
			switch kind {
			case 1:
				p = a
			case 2:
				p = b
			case 3:
				p = (a + b) / 2
			case 4:
				switch q := a + b - c; {
				case abs(q-a) <= abs(q-b) && abs(q-a) <= abs(q-c):
					p = a
				case abs(q-b) <= abs(q-c):
					p = b
				default:
					p = c
				}
			}
			out = append(out, data[y*row+x]-byte(p))
		}
	}
	return out
}

func tiffEncode(data []byte, row, bits, colours, columns int) []byte {
	out := bytes.Clone(data)
	sample := func(b []byte, i int) int {
		v := 0
		for k := range bits {
			v = v<<1 | int(b[(i*bits+k)/8]>>(7-(i*bits+k)%8)&1)
		}
		return v
	}
	for p := 0; p < len(data); p += row {
		src, dst := data[p:p+row], out[p:p+row]
		for i := colours; i < columns*colours; i++ {
			v := sample(src, i) - sample(src, i-colours)
			for k := range bits {
				bit := byte(v>>(bits-1-k)) & 1
				at, shift := (i*bits+k)/8, 7-(i*bits+k)%8
				dst[at] = dst[at]&^(1<<shift) | bit<<shift
			}
		}
	}
	return out
}

// Ensure that damage gives what came before it and says so.
func TestDamagedFilters(t *testing.T) {
	data := noise(200_000)
	flate := deflate(data)
	var half bytes.Buffer
	w := zlib.NewWriter(&half)
	w.Write(data[:100_000])
	w.Flush()
	spoilt := append(half.Bytes(), 0xff, 0xff, 0xff) // no block has type 3
	for _, tt := range []struct {
		name string
		raw  []byte
		dict Dict
		err  error
		min  int // bytes that must have been saved
	}{
		{"Flate cut short", flate[:len(flate)/2], Dict{"Filter": Name("FlateDecode")}, ErrDamaged, 90_000},
		{"Flate spoilt", spoilt, Dict{"Filter": Name("FlateDecode")}, ErrDamaged, 60_000},
		{"Flate of nothing", []byte{1, 2, 3, 4}, Dict{"Filter": Name("FlateDecode")}, ErrDamaged, 0},
		{"LZW with a code too high", append(lzwEarly(data[:1000], 1)[:200], 0xff, 0xff, 0xff), Dict{"Filter": Name("LZWDecode")}, nil, 200},
		{"unknown", data, Dict{"Filter": Name("Nonsense")}, ErrFilter, 200_000},
		{"image", data, Dict{"Filter": Name("DCTDecode")}, ErrImageFilter, 200_000},
		{"image in a chain", flate, Dict{"Filter": Array{Name("FlateDecode"), Name("DCT")}}, ErrImageFilter, 200_000},
		{"an empty list", data, Dict{"Filter": Array{}}, nil, 200_000},
		{"bad predictor", flate, Dict{"Filter": Name("Fl"), "DecodeParms": Dict{"Predictor": int64(12), "Columns": int64(-4)}}, ErrDamaged, 200_000},
		{"huge columns", flate, Dict{"Filter": Name("Fl"), "DecodeParms": Dict{"Predictor": int64(2), "Columns": int64(1 << 60)}}, ErrDamaged, 200_000},
	} {
		got, err := decodeWith(t, tt.raw, tt.dict)
		if len(got) < tt.min || (tt.err != nil) != (err != nil) && tt.name != "LZW with a code too high" || tt.err != nil && !errors.Is(err, tt.err) {
			t.Errorf("%s: got %d bytes, error %v; want %d, %v", tt.name, len(got), err, tt.min, tt.err)
		}
		if tt.min > 0 && tt.min <= 90_000 && !bytes.HasPrefix(data, got[:tt.min]) {
			t.Errorf("%s: what was saved is not what was encoded", tt.name)
		}
	}
}

// bomb returns zlib data that inflates to so many MB of a repeated text. The
// data is made of one MB and its encoding repeated, so it is made quickly.
func bomb(size int, text string) []byte {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	mb := bytes.Repeat([]byte(text), 1<<20/len(text))
	w.Write(mb)
	w.Flush()
	first := b.Len()
	w.Write(mb)
	w.Flush()
	again := bytes.Clone(b.Bytes()[first:])
	for range size - 2 {
		b.Write(again)
	}
	return append(b.Bytes(), 1, 0, 0, 0xff, 0xff)
}

// Ensure that bombs stop at the limits, one stream's and the file's.
func TestBombs(t *testing.T) {
	if slow {
		t.Skip("this is about cost, not about races")
	}
	raw := bomb(MaxDecoded>>20+1, "\x00")
	f := &File{data: raw, table: &table{}}
	s := &Stream{Dict: Dict{"Filter": Name("FlateDecode")}, Raw: raw}
	got, err := f.Data(s)
	if len(got) != MaxDecoded || !errors.Is(err, ErrTooLarge) {
		t.Errorf("one stream: got %d bytes, %v", len(got), err)
	}
	total := int64(0)
	for range 20 {
		got, err = f.Data(s)
		total += int64(len(got))
	}
	if limit := int64(MaxDecodedBase + MaxDecodedFactor*len(raw)); total > limit || !errors.Is(err, ErrTooLarge) {
		t.Errorf("the whole file: got %d bytes, limit %d, %v", total, limit, err)
	}
	for name, raw := range map[Name][]byte{
		"LZWDecode":       lzwEarly(make([]byte, 1<<20), 1),
		"RunLengthDecode": bytes.Repeat([]byte{129, 0}, 1<<14),
		"ASCII85Decode":   bytes.Repeat([]byte{'z'}, 1<<18),
	} {
		var got []byte
		var err error
		switch name {
		case "LZWDecode":
			got, err = decodeLZW(raw, true, 1000)
		case "RunLengthDecode":
			got, err = runLength(raw, 1000)
		default:
			got, err = decodeASCII85(raw, 1000)
		}
		if len(got) > 1000 || !errors.Is(err, ErrTooLarge) {
			t.Errorf("%s: got %d bytes, %v", name, len(got), err)
		}
	}
	many := make(Array, MaxFilters+1)
	for i := range many {
		many[i] = Name("AHx")
	}
	if _, err := f.Data(&Stream{Dict: Dict{"Filter": many}, Raw: []byte("00")}); !errors.Is(err, ErrTooLarge) {
		t.Errorf("many filters: %v", err)
	}
}

func TestRunLength(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"\x02abc\xfed\x80rest", "abcddd"},
		{"\x05abc", "abc"},
		{"\xfe", ""},
		{"", ""},
	} {
		if got, err := runLength([]byte(tt.in), 1000); err != nil || string(got) != tt.want {
			t.Errorf("%q: got %q, %v", tt.in, got, err)
		}
	}
	if got, _ := runLength([]byte(strings.Repeat("\x81a", 10)), 1<<20); len(got) != 1280 {
		t.Errorf("runs of 128: got %d", len(got))
	}
}
