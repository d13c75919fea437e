// Package object reads the objects of a PDF file: cross-reference tables and
// streams, object streams, filters and encryption (ISO 32000-1 clause 7).
package object

// Object is one PDF object: nil (null), bool, int64, float64, Name, String,
// Array, Dict, Ref or *Stream.
type Object any

// Name is a PDF name without its slash, #xx escapes resolved.
type Name string

// String is a PDF string's bytes, escapes resolved and decrypted.
type String string

// Array is a PDF array. Its elements may be references.
type Array []Object

// Dict is a PDF dictionary. Its values may be references.
type Dict map[Name]Object

// Ref points to an indirect object.
type Ref struct{ Num, Gen int }

// Stream is a stream object. Use File.Data to decode it.
type Stream struct {
	Dict Dict
	Ref  Ref    // where it stands in the file; zero for inline images
	Raw  []byte // as stored: encrypted and filtered
}
