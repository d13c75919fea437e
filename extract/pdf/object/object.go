// Package object reads the objects of a PDF file (ISO 32000-1 clause 7): the
// cross-reference tables and streams that tell where they stand, object streams,
// filters, encryption and the page tree. It knows nothing of what pages draw.
//
// Open reads the table and the page tree (file.go, xref.go, pages.go). Objects
// are parsed when they are asked for (load.go, objstm.go) by a lexer that serves
// content streams, CMaps and font programs as well (lexer.go, parse.go,
// inline.go). Streams are decrypted (crypt.go) and decoded (filter.go and the
// files named after filters). What the table says is checked against what stands
// there; where it lies, the file is searched (scan.go).
//
// No input makes the package panic or hang, and limits.go holds what it costs at
// most. Damage is not an error where something can still be read: getters report
// false, Data returns what it could decode, File.Findings tells what was mended.
package object

// Object is one PDF object: nil (null), bool, int64, float64, Name, String,
// Array, Dict, Ref or *Stream, or in the place of an Array or Dict an Unread.
type Object any

// Name is a PDF name without its slash, #xx escapes resolved.
type Name string

// String is a PDF string's bytes, escapes resolved and decrypted.
type String string

// Array is a PDF array. Its elements may be references.
type Array []Object

// Unread is an array or a dictionary of numbers, names and references that was
// left as it stands in the file, without its brackets. Only what fonts have under
// /Widths, /Differences and /CharProcs is: it is a third of what there is to
// parse in files from Chromium, and little is wanted of it.
type Unread []byte

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
