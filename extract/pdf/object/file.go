package object

import "shihyo/extract/finding"

// File is an open PDF file. All methods may be called from several goroutines
// at once. What they return is shared: treat it as read-only.
type File struct {
	data    []byte
	trailer Dict
}

// Open reads the structure of a PDF file held in data, which must not change
// while the File is in use. password may be the user's or the owner's; the
// empty one is always tried as well. The error is a *finding.Fault.
func Open(data []byte, password string) (*File, error) {
	return &File{data: data}, nil
}

// Trailer returns the trailer's entries, those of the newest update winning.
func (f *File) Trailer() Dict { return f.trailer }

// Version returns the version of PDF the file claims, such as "1.7": that of
// the catalogue where it is the later one.
func (f *File) Version() string { return "" }

// Encryption describes for a person how the file is encrypted, such as
// "AES-256 (R6)"; it is empty for a file that is not.
func (f *File) Encryption() string { return "" }

// Findings returns what was found amiss with the file's structure so far.
func (f *File) Findings() []finding.Finding { return nil }

// Resolve follows references until it meets a direct object. An object that is
// missing, damaged or refers to itself is nil, as ISO 32000-1 §7.3.10 demands.
func (f *File) Resolve(o Object) Object { return nil }

// Dict returns the dictionary o is or refers to; of a stream, its dictionary.
func (f *File) Dict(o Object) (Dict, bool) { d, ok := f.Resolve(o).(Dict); return d, ok }

// Stream returns the stream o is or refers to.
func (f *File) Stream(o Object) (*Stream, bool) { s, ok := f.Resolve(o).(*Stream); return s, ok }

// Array returns the array o is or refers to.
func (f *File) Array(o Object) (Array, bool) { a, ok := f.Resolve(o).(Array); return a, ok }

// Name returns the name o is or refers to.
func (f *File) Name(o Object) (Name, bool) { n, ok := f.Resolve(o).(Name); return n, ok }

// Str returns the string o is or refers to.
func (f *File) Str(o Object) (String, bool) { s, ok := f.Resolve(o).(String); return s, ok }

// Bool returns the boolean o is or refers to.
func (f *File) Bool(o Object) (value, ok bool) { value, ok = f.Resolve(o).(bool); return }

// Number returns the integer or real number o is or refers to.
func (f *File) Number(o Object) (float64, bool) {
	switch n := f.Resolve(o).(type) {
	case int64:
		return float64(n), true
	case float64:
		return n, true
	}
	return 0, false
}

// Int returns the number o is or refers to, a real one cut to its whole part.
func (f *File) Int(o Object) (int64, bool) {
	n, ok := f.Number(o)
	return int64(n), ok
}

// Data returns a stream's bytes, decrypted and decoded. On damage it returns
// what could be decoded and an error. Image filters (DCTDecode, JPXDecode,
// CCITTFaxDecode, JBIG2Decode) are not decoded: the bytes before them come
// with ErrImageFilter. The caller must not change the bytes.
func (f *File) Data(s *Stream) ([]byte, error) { return nil, nil }

// Page is a leaf of the page tree with what it inherits (ISO 32000-1 §7.7.3).
type Page struct {
	Ref       Ref  // zero where the page is no indirect object
	Dict      Dict // as in the file, without what is inherited
	Resources Dict // nil where there are none

	// MediaBox and CropBox are x0, y0, x1, y1 in default user space, corners in
	// order. CropBox is cut to MediaBox and equals it where none is given.
	MediaBox, CropBox [4]float64

	Rotate   int     // 0, 90, 180 or 270, clockwise
	UserUnit float64 // size of a unit in 1/72 inch, 1 by default
}

// Pages returns the pages in reading order.
func (f *File) Pages() []Page { return nil }

// Contents returns a page's content stream: its parts decoded and joined by
// line ends, as ISO 32000-1 §7.8.2 wants. On damage it returns what could be
// decoded and an error.
func (f *File) Contents(p Page) ([]byte, error) { return nil, nil }
