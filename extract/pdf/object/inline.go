package object

import "bytes"

// inlineKeys and inlineValues spell out the abbreviations of inline images
// (ISO 32000-1 tables 93 and 94).
var inlineKeys = map[Name]Name{
	"BPC": "BitsPerComponent", "CS": "ColorSpace", "D": "Decode", "DP": "DecodeParms", "F": "Filter",
	"H": "Height", "IM": "ImageMask", "I": "Interpolate", "W": "Width", "L": "Length",
}

var inlineSpaces = map[Name]Object{
	"G": Name("DeviceGray"), "RGB": Name("DeviceRGB"), "CMYK": Name("DeviceCMYK"), "I": Name("Indexed"),
}

// InlineImage reads on after the operator BI up to and including EI. It returns
// the image's dictionary, with the abbreviated keys of ISO 32000-1 §8.9.7
// spelt out, and its undecoded data as a stream.
//
// The data has no reliable length. Where it is not filtered its length follows
// from the image's size; else it ends before the first EI that stands between
// white space and is followed by what looks like content.
func (l *Lexer) InlineImage() *Stream {
	d := Dict{}
	for {
		t := l.Next()
		if t.Kind == EOF {
			return &Stream{Dict: d}
		}
		if t.Kind == Keyword {
			if string(t.Bytes) == "ID" {
				break
			}
			if string(t.Bytes) == "EI" { // no data at all
				return &Stream{Dict: d}
			}
			continue
		}
		if t.Kind != NameToken {
			continue
		}
		key := internName(t.Bytes)
		if full, ok := inlineKeys[key]; ok {
			key = full
		}
		back := l.pos
		v := l.Next()
		if o, ok := l.Object(v); ok {
			if n, ok := o.(Name); ok && key == "ColorSpace" {
				if full, ok := inlineSpaces[n]; ok {
					o = full
				}
			}
			if o != nil {
				d[key] = o
			}
		} else if v.Kind == Keyword {
			l.pos = back // ID after a key without a value
		}
	}
	if l.pos < len(l.data) && IsSpace(l.data[l.pos]) { // one white space after ID
		if l.data[l.pos] == '\r' && l.pos+1 < len(l.data) && l.data[l.pos+1] == '\n' {
			l.pos++
		}
		l.pos++
	}
	start := l.pos
	for _, n := range []int{inlineLength(d), intOf(d["Length"])} {
		if n >= 0 && n <= len(l.data)-start {
			if end, ok := endImage(l.data, start+n); ok {
				l.pos = end
				return &Stream{Dict: d, Raw: l.data[start : start+n : start+n]}
			}
		}
	}
	for p := start; ; {
		i := bytes.Index(l.data[p:], []byte("EI"))
		if i < 0 {
			l.pos = len(l.data)
			return &Stream{Dict: d, Raw: l.data[start:]}
		}
		p += i
		if (p == start || IsSpace(l.data[p-1])) && contentAt(l.data, p+2) {
			l.pos = p + 2
			end := p
			if end > start {
				end--
			}
			return &Stream{Dict: d, Raw: l.data[start:end:end]}
		}
		p += 2
	}
}

func intOf(o Object) int {
	if n, ok := o.(int64); ok && n >= 0 && n < 1<<31 {
		return int(n)
	}
	return -1
}

// inlineLength returns the bytes of an image that no filter has changed, or -1
// where they cannot be told.
func inlineLength(d Dict) int {
	switch f := d["Filter"].(type) {
	case nil:
	case Array:
		if len(f) > 0 {
			return -1
		}
	default:
		return -1
	}
	w, h, bits := intOf(d["Width"]), intOf(d["Height"]), intOf(d["BitsPerComponent"])
	colours := 0
	switch cs, _ := d["ColorSpace"].(Name); cs {
	case "DeviceGray":
		colours = 1
	case "DeviceRGB":
		colours = 3
	case "DeviceCMYK":
		colours = 4
	}
	if a, ok := d["ColorSpace"].(Array); ok && len(a) > 0 && (a[0] == Name("I") || a[0] == Name("Indexed")) {
		colours = 1
	}
	if mask, _ := d["ImageMask"].(bool); mask {
		colours, bits = 1, 1
	}
	if colours == 0 || w < 0 || h < 0 || w > 1<<20 || h > 1<<20 || bits < 0 || bits > 16 {
		return -1
	}
	return (w*colours*bits + 7) / 8 * h
}

// endImage reports whether EI stands at p, white space before it allowed, and
// where it ends.
func endImage(data []byte, p int) (end int, ok bool) {
	for n := 0; n < 4 && p < len(data) && IsSpace(data[p]); n++ {
		p++
	}
	if !bytes.HasPrefix(data[p:], []byte("EI")) {
		return 0, false
	}
	return p + 2, p+2 == len(data) || class[data[p+2]] != regular
}

// contentAt reports whether the bytes at p, just after a supposed EI, look like
// content rather than image data: white space, then characters of ASCII.
func contentAt(data []byte, p int) bool {
	if p >= len(data) {
		return true
	}
	if !IsSpace(data[p]) {
		return false
	}
	for _, c := range data[p:min(p+12, len(data))] {
		if c == '(' {
			break // a string may hold any byte
		}
		if c >= 0x7f || c < ' ' && c != '\n' && c != '\r' && c != '\t' {
			return false
		}
	}
	return true
}
