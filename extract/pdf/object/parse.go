package object

import "bytes"

// ParseObject returns the next object; ok is false at the end of the input and
// at a token that begins no object, which is consumed.
func (l *Lexer) ParseObject() (o Object, ok bool) { return l.Object(l.Next()) }

// Object returns the object that t begins, reading on for arrays, dictionaries
// and references (1 0 R); ok is false for a token that begins none, such as an
// operator. A composite object that is not closed ends before endobj, stream
// and the like, or with the input.
func (l *Lexer) Object(t Token) (o Object, ok bool) {
	l.items = 0
	return l.object(t, 0)
}

func (l *Lexer) object(t Token, depth int) (Object, bool) {
	switch t.Kind {
	case Integer:
		if r, ok := l.reference(t); ok {
			return r, true
		}
		return boxed(t.Int), true
	case Real:
		return t.Num, true
	case NameToken:
		return l.nameObject(t.Bytes), true
	case StringToken:
		return String(t.Bytes), true
	case Keyword:
		switch string(t.Bytes) {
		case "true":
			return true, true
		case "false":
			return false, true
		case "null":
			return nil, true
		}
	case ArrayOpen, ProcOpen:
		if depth >= MaxNesting {
			l.skip()
			return nil, true
		}
		return l.array(depth + 1), true
	case DictOpen:
		if depth >= MaxNesting {
			l.skip()
			return nil, true
		}
		return l.dict(depth + 1), true
	}
	return nil, false
}

// reference reads the rest of a reference whose object number is t, or nothing.
func (l *Lexer) reference(t Token) (Ref, bool) {
	if t.Int < 0 || t.Int > MaxObjectNumber {
		return Ref{}, false
	}
	// Most integers are followed by no integer: look before cutting tokens.
	p := l.pos
	for p < len(l.data) && class[l.data[p]] == space {
		p++
	}
	if p >= len(l.data) || l.data[p]-'0' > 9 {
		return Ref{}, false
	}
	back := l.pos
	if g := l.Next(); g.Kind == Integer {
		if r := l.Next(); r.Kind == Keyword && len(r.Bytes) == 1 && r.Bytes[0] == 'R' {
			return Ref{Num: int(t.Int), Gen: int(min(g.Int, 65535))}, true
		}
	}
	l.pos = back
	return Ref{}, false
}

// array reads the rest of an array or a procedure. Elements are gathered on a
// stack that the lexer keeps, so that an array is allocated once, in its size.
func (l *Lexer) array(depth int) Array {
	from := len(l.stack)
	l.elements(from, depth)
	a := make(Array, len(l.stack)-from)
	copy(a, l.stack[from:])
	l.drop(from)
	return a
}

// Read calls do with the elements of an array, which may be kept; the slice may
// not.
func (u Unread) Read(do func(Array)) {
	l := lexers.Get().(*Lexer)
	defer putLexer(l)
	l.Reset(u)
	l.items = 0
	l.elements(0, 1)
	do(l.stack)
	l.drop(0)
}

// unread passes over what t opens, if it is the value of a key that is left
// unread, is long and flat, and if its end is certain.
func (l *Lexer) unread(key []byte, t Token) (Unread, bool) {
	end := ""
	switch string(key) {
	case "Widths", "Differences":
		if t.Kind == ArrayOpen {
			end = "]"
		}
	case "CharProcs":
		if t.Kind == DictOpen {
			end = ">>"
		}
	}
	const long = 64 // bytes
	if end == "" {
		return nil, false
	}
	n := bytes.Index(l.data[l.pos:], []byte(end))
	if n < long {
		return nil, false
	}
	u := l.data[l.pos : l.pos+n : l.pos+n]
	for _, c := range []byte("([<>{}%") {
		if bytes.IndexByte(u, c) >= 0 {
			return nil, false
		}
	}
	if bytes.Contains(u, []byte("obj")) || bytes.Contains(u, []byte("stream")) {
		return nil, false // it is not closed
	}
	l.pos += n + len(end)
	return u, true
}

// drop takes the objects from the given height on off the stack.
func (l *Lexer) drop(from int) {
	clear(l.stack[from:]) // what they point to is kept by their owner alone
	l.stack = l.stack[:from]
}

// elements puts the elements of an array on the stack, which has the given
// height.
func (l *Lexer) elements(from, depth int) {
	for {
		if l.items++; l.items > MaxItems {
			l.skip()
			return
		}
		if l.plain() {
			continue
		}
		t := l.Next()
		switch t.Kind {
		case EOF, ArrayClose, ProcClose:
			return
		case DictClose: // of a dictionary around the array, which was not closed
			l.pos = t.Pos
			return
		case Integer:
			// References are put together when their R comes, so that long
			// arrays of numbers are read once.
			l.stack = append(l.stack, boxed(t.Int))
			continue
		case Keyword:
			if n := len(l.stack); string(t.Bytes) == "R" && n-from >= 2 {
				num, ok1 := l.stack[n-2].(int64)
				gen, ok2 := l.stack[n-1].(int64)
				if ok1 && ok2 && num >= 0 && num <= MaxObjectNumber && gen >= 0 {
					l.stack[n-2] = Ref{Num: int(num), Gen: int(min(gen, 65535))}
					l.stack = l.stack[:n-1]
					continue
				}
			}
			if endsObject(t.Bytes) {
				l.pos = t.Pos
				return
			}
		}
		if o, ok := l.object(t, depth); ok {
			l.stack = append(l.stack, o)
		}
	}
}

// plain puts the next element on the stack if it is what nearly all elements of
// long arrays are, a small integer or the name made last, and there is no doubt
// about it. It saves the tokens; widths and /Differences are a fifth of what
// there is to parse.
func (l *Lexer) plain() bool {
	data, p := l.data, l.pos
	for p < len(data) && class[data[p]] == space {
		p++
	}
	if p >= len(data) {
		return false
	}
	if data[p] == '/' {
		end := p + 1 + len(l.lastName)
		if l.last == nil || end >= len(data) || class[data[end]] == regular || string(data[p+1:end]) != l.lastName {
			return false
		}
		l.stack = append(l.stack, l.last)
		l.pos = end
		return true
	}
	start, n := p, int64(0)
	for ; p < len(data) && p < start+9 && data[p]-'0' <= 9; p++ {
		n = n*10 + int64(data[p]-'0')
	}
	if p == start || p >= len(data) || class[data[p]] != space && data[p] != ']' {
		return false
	}
	l.stack = append(l.stack, boxed(n))
	l.pos = p
	return true
}

// dict reads the rest of a dictionary. Of equal keys the last one counts.
//
// Keys and values are gathered on the stack as in array.
func (l *Lexer) dict(depth int) Dict {
	from := len(l.stack)
	l.entries(depth)
	pairs := l.stack[from:]
	d := make(Dict, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		d[pairs[i].(Name)] = pairs[i+1]
	}
	l.drop(from)
	return d
}

// entries puts the keys and values of a dictionary on the stack.
func (l *Lexer) entries(depth int) {
	for {
		if l.items++; l.items > MaxItems {
			l.skip()
			return
		}
		key := l.Next()
		switch key.Kind {
		case EOF, DictClose:
			return
		case Keyword:
			if endsObject(key.Bytes) {
				l.pos = key.Pos
				return
			}
			continue
		case NameToken:
		default:
			continue // a value without a key
		}
		name := l.nameObject(key.Bytes)
		t := l.Next()
		switch t.Kind {
		case EOF, DictClose:
			return
		case Keyword:
			if endsObject(t.Bytes) {
				l.pos = t.Pos
				return
			}
		case ArrayOpen, DictOpen:
			if u, ok := l.unread(key.Bytes, t); ok {
				l.stack = append(l.stack, name, u)
				continue
			}
		}
		if o, ok := l.object(t, depth); ok && o != nil {
			l.stack = append(l.stack, name, o) // a null value means no entry (ISO 32000-1 §7.3.7)
		}
	}
}

// skip reads to the end of a composite object that is nested too deeply or too
// large.
func (l *Lexer) skip() {
	for open := 1; open > 0; {
		t := l.Next()
		switch t.Kind {
		case EOF:
			return
		case ArrayOpen, DictOpen, ProcOpen:
			open++
		case ArrayClose, DictClose, ProcClose:
			open--
		case Keyword:
			if endsObject(t.Bytes) {
				l.pos = t.Pos
				return
			}
		}
	}
}

// endsObject reports whether a keyword can only follow an object.
func endsObject(k []byte) bool {
	switch string(k) {
	case "endobj", "stream", "endstream", "obj", "xref", "trailer", "startxref":
		return true
	}
	return false
}

// common holds the names most dictionaries are made of, so that they are
// allocated once for all files.
var common = func() map[string]Object {
	m := make(map[string]Object, 256)
	for _, n := range []Name{
		"Type", "Subtype", "Length", "Length1", "Length2", "Length3", "Filter", "FlateDecode", "DecodeParms",
		"Page", "Pages", "Parent", "Kids", "Count", "Resources", "MediaBox", "CropBox", "Rotate", "Contents",
		"BleedBox", "TrimBox", "ArtBox", "Group", "Transparency", "CS", "DeviceRGB", "DeviceGray", "DeviceCMYK",
		"Font", "XObject", "ExtGState", "ColorSpace", "Pattern", "Shading", "ProcSet", "Properties", "PDF", "Text",
		"ImageB", "ImageC", "ImageI", "BaseFont", "Encoding", "ToUnicode", "DescendantFonts", "FontDescriptor",
		"Type0", "Type1", "Type3", "TrueType", "CIDFontType0", "CIDFontType2", "CIDSystemInfo", "CIDToGIDMap",
		"Registry", "Ordering", "Supplement", "Identity", "Identity-H", "Identity-V", "DW", "W", "FontName",
		"FontFamily", "FontWeight", "FontBBox", "Flags", "Ascent", "Descent", "CapHeight", "XHeight", "ItalicAngle",
		"StemV", "AvgWidth", "MaxWidth", "Leading", "FontFile", "FontFile2", "FontFile3", "FirstChar", "LastChar",
		"Widths", "WinAnsiEncoding", "MacRomanEncoding", "Differences", "BaseEncoding", "Form", "Image", "Matrix",
		"BBox", "Width", "Height", "BitsPerComponent", "DCTDecode", "Predictor", "Columns", "Colors", "K",
		"StructElem", "StructParents", "StructParent", "S", "P", "Pg", "MCID", "MCR", "OBJR", "Obj", "A", "O", "ID",
		"TD", "TR", "TH", "Table", "Span", "Span1", "Lang", "Alt", "ActualText", "Annots", "Annot", "Link", "Rect",
		"Border", "Dest", "Action", "URI", "GoTo", "D", "XYZ", "Tabs", "N", "First", "ObjStm", "XRef", "Size", "Root",
		"Info", "Index", "Prev", "Catalog", "Metadata", "ICCBased", "Indexed", "Name", "F", "H", "V", "R", "BM",
		"Normal", "ca", "CA", "SMask", "AIS", "SA", "OP", "op", "OPM",
	} {
		m[string(n)] = n
	}
	return m
}()

func internName(b []byte) Name {
	if n, ok := common[string(b)]; ok {
		return n.(Name)
	}
	return Name(b)
}

// nameObject returns a name as an object, without allocating one for common
// names and for those repeated one after the other, as in the /Differences of
// Skia's fonts.
func (l *Lexer) nameObject(b []byte) Object {
	if string(b) == l.lastName && l.last != nil {
		return l.last
	}
	if n, ok := common[string(b)]; ok {
		return n
	}
	var o Object = Name(b)
	if bytes.IndexByte(b, '#') < 0 { // else not as it stands in the input
		l.lastName, l.last = string(o.(Name)), o
	}
	return o
}

// small holds the integers that make up most arrays, widths above all, as
// objects: Go allocates those over 255 when they become an interface.
var small = func() (t [1025]Object) {
	for i := range t {
		t[i] = int64(i)
	}
	return t
}()

// boxed returns an integer as an object.
func boxed(n int64) Object {
	if n >= 0 && n < int64(len(small)) {
		return small[n]
	}
	return n
}
