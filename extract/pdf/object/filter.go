package object

import (
	"bytes"
	"errors"
	"fmt"
)

// Filters turn the bytes stored in a file into those a stream means (ISO
// 32000-1 §7.4). Each returns what it could decode together with the error that
// stopped it: half a page is worth more than none, and the caller decides.

// Errors of Data.
var (
	// ErrImageFilter is the error of Data for a stream whose next filter makes
	// pixels, not bytes.
	ErrImageFilter = errors.New("object: image data")

	// ErrDamaged is wrapped by errors about bytes that no encoder would write.
	ErrDamaged = errors.New("object: damaged stream")

	// ErrTooLarge is wrapped where a limit of this package ended decoding.
	ErrTooLarge = errors.New("object: stream too large")

	// ErrFilter is wrapped where a stream uses a filter nobody knows.
	ErrFilter = errors.New("object: unknown filter")
)

// filterNames maps filters to their full names (ISO 32000-1 table 6 and, for
// inline images, table 94).
var filterNames = map[Name]Name{
	"Fl": "FlateDecode", "LZW": "LZWDecode", "AHx": "ASCIIHexDecode", "A85": "ASCII85Decode",
	"RL": "RunLengthDecode", "CCF": "CCITTFaxDecode", "DCT": "DCTDecode",
}

// filter is one step of decoding with its parameters.
type filter struct {
	name  Name
	parms Dict
}

// filters lists the filters of a stream in the order they are undone.
func (f *File) filters(d Dict, via resolver) []filter {
	var names []Name
	switch o := f.resolve(d["Filter"], via).(type) {
	case Name:
		names = []Name{o}
	case Array:
		for _, e := range o[:min(len(o), MaxFilters+1)] {
			if n, ok := f.resolve(e, via).(Name); ok {
				names = append(names, n)
			}
		}
	}
	parms := d["DecodeParms"]
	if parms == nil {
		parms = d["DP"]
	}
	list := make([]filter, len(names))
	parms = f.resolve(parms, via)
	for i, n := range names {
		if full, ok := filterNames[n]; ok {
			n = full
		}
		list[i].name = n
		switch p := parms.(type) {
		case Dict:
			if i == 0 || len(names) == 1 {
				list[i].parms = p
			}
		case Array:
			if i < len(p) {
				list[i].parms, _ = f.resolve(p[i], via).(Dict)
			}
		}
	}
	return list
}

// ImageFilter returns the filter of a stream that makes pixels, with its
// parameters: the one at which Data ends with ErrImageFilter. The name is empty
// where there is none.
func (f *File) ImageFilter(s *Stream) (Name, Dict) {
	for _, step := range f.filters(s.Dict, resolver{}) {
		if isImageFilter(step.name) {
			return step.name, step.parms
		}
	}
	return "", nil
}

func isImageFilter(n Name) bool {
	return n == "DCTDecode" || n == "JPXDecode" || n == "CCITTFaxDecode" || n == "JBIG2Decode"
}

// decode undoes the filters one after the other, none to more than most bytes.
// Flate as the last one, the usual case, decodes into buf unless buf is nil.
func (f *File) decode(buf *Buffer, data []byte, list []filter, most int, via resolver) ([]byte, error) {
	if len(list) > MaxFilters {
		return nil, fmt.Errorf("%w: %d filters", ErrTooLarge, len(list))
	}
	var damage error
	for i, step := range list {
		limit := min(most, f.allowance())
		if limit == 0 {
			return nil, fmt.Errorf("%w: the file's streams hold too much", ErrTooLarge)
		}
		var err error
		switch step.name {
		case "FlateDecode":
			to := buf
			if i < len(list)-1 {
				to = nil // what the next one reads
			}
			data, err = inflate(to, data, limit)
			data, err = f.unpredict(data, err, step.parms, via)
		case "LZWDecode":
			early := true
			if n, ok := f.resolve(step.parms["EarlyChange"], via).(int64); ok {
				early = n != 0
			}
			data, err = decodeLZW(data, early, limit)
			data, err = f.unpredict(data, err, step.parms, via)
		case "ASCIIHexDecode":
			data = asciiHex(data)
		case "ASCII85Decode":
			data, err = decodeASCII85(data, limit)
		case "RunLengthDecode":
			data, err = runLength(data, limit)
		case "Crypt": // undone before all others, see decrypt
		default:
			if isImageFilter(step.name) {
				return data, ErrImageFilter
			}
			return data, fmt.Errorf("%w: %s", ErrFilter, clip(string(step.name)))
		}
		f.decoded.Add(int64(len(data)))
		if err != nil && damage == nil {
			damage = err
		}
	}
	return data, damage
}

// allowance returns how many bytes the next filter may make.
func (f *File) allowance() int {
	left := MaxDecodedBase + MaxDecodedFactor*int64(len(f.data)) - f.decoded.Load()
	return int(max(0, min(left, MaxDecoded)))
}

// clip shortens a text out of a file for use in a message.
func clip(s string) string {
	if len(s) > 40 {
		s = s[:40] + "…"
	}
	return s
}

// asciiHex decodes hexadecimal digits up to >.
func asciiHex(src []byte) []byte {
	dst := make([]byte, 0, len(src)/2+1)
	hi, odd := byte(0), false
	for _, c := range src {
		if c == '>' {
			break
		}
		v := hexValue[c]
		if v > 15 {
			continue
		}
		if odd {
			dst = append(dst, hi<<4|v)
		} else {
			hi = v
		}
		odd = !odd
	}
	if odd {
		dst = append(dst, hi<<4)
	}
	return dst
}

// decodeASCII85 decodes base 85 up to ~. A group cut short gives the bytes it has.
func decodeASCII85(src []byte, limit int) ([]byte, error) {
	dst := make([]byte, 0, min(len(src)/5*4+4, limit))
	var group uint32
	n := 0
	src = bytes.TrimPrefix(bytes.TrimLeft(src, "\x00\t\n\f\r "), []byte("<~")) // begun as elsewhere
	for _, c := range src {
		if len(dst) > limit-4 {
			return dst, fmt.Errorf("%w: ASCII85", ErrTooLarge)
		}
		switch {
		case class[c] == space:
			continue
		case c == 'z' && n == 0:
			dst = append(dst, 0, 0, 0, 0)
			continue
		case c == '~':
			return ascii85Tail(dst, group, n), nil
		case c < '!' || c > 'u':
			return ascii85Tail(dst, group, n), fmt.Errorf("%w: ASCII85 character %#x", ErrDamaged, c)
		}
		group = group*85 + uint32(c-'!')
		if n++; n == 5 {
			dst = append(dst, byte(group>>24), byte(group>>16), byte(group>>8), byte(group))
			group, n = 0, 0
		}
	}
	return ascii85Tail(dst, group, n), nil
}

func ascii85Tail(dst []byte, group uint32, n int) []byte {
	if n < 2 {
		return dst
	}
	for i := n; i < 5; i++ {
		group = group*85 + 84
	}
	for i := 0; i < n-1; i++ {
		dst = append(dst, byte(group>>24))
		group <<= 8
	}
	return dst
}

// runLength decodes runs up to the length byte 128 (ISO 32000-1 §7.4.5).
func runLength(src []byte, limit int) ([]byte, error) {
	dst := make([]byte, 0, min(2*len(src), limit))
	for p := 0; p < len(src); {
		n := int(src[p])
		p++
		if n == 128 {
			return dst, nil
		}
		if len(dst)+129 > limit {
			return dst, fmt.Errorf("%w: run lengths", ErrTooLarge)
		}
		if n < 128 {
			end := min(p+n+1, len(src))
			dst = append(dst, src[p:end]...)
			p += n + 1
			continue
		}
		if p >= len(src) {
			break
		}
		for ; n < 257; n++ {
			dst = append(dst, src[p])
		}
		p++
	}
	return dst, nil
}
