package object

import (
	"bytes"
	"errors"
	"strconv"
	"sync"
	"sync/atomic"

	"shihyo/extract/finding"
)

// File is an open PDF file. It holds the file's bytes and a table of where each
// object stands; objects are parsed when they are asked for. All methods may be
// called from several goroutines at once. What they return is shared: treat it
// as read-only.
type File struct {
	data    []byte
	base    int64 // where offsets count from: the header, where junk precedes it
	table   *table
	trailer Dict
	partial bool // the table lacks sections that could not be read
	rows    int  // entries of cross-reference streams read so far

	security   *security // nil for a file that is not encrypted
	encryptNum int       // of the encryption dictionary, whose strings are plain
	version    string
	pages      []Page
	findings   []finding.Finding

	decoded atomic.Int64 // bytes made by filters so far
	parsed  atomic.Int64 // bytes parsed so far
	cached  atomic.Int64 // bytes the parsed objects in the table came from
	clock   atomic.Int64

	mu         sync.Mutex // guards what follows
	containers map[int]*container
	inflated   int // bytes of containers
	kept       map[*Stream]decodedStream
	keptBytes  int

	endOnce    sync.Once
	endStreams []int

	scanOnce   sync.Once
	scanResult *scanned
	repaired   atomic.Bool
}

// Open reads the structure of a PDF file held in data, which must not change
// while the File is in use. password may be the user's or the owner's; the
// empty one is always tried as well. The error is a *finding.Fault of code
// NotPDF, EmptyFile, NeedsPassword, WrongPassword, UnsupportedEncryption or
// Damaged.
func Open(data []byte, password string) (*File, error) {
	if len(data) == 0 {
		return nil, finding.Fail("", nil, EmptyFile)
	}
	f := &File{data: data, trailer: Dict{}, table: &table{}, encryptNum: -1,
		containers: map[int]*container{}, kept: map[*Stream]decodedStream{}}
	header := bytes.Index(data, []byte("%PDF-"))
	if header >= 0 {
		f.version = versionAt(data[header+len("%PDF-"):])
	}
	fault := f.openByTable(header, password)
	if fault != nil && fault.Code != Damaged {
		return nil, fault // a password or another program is needed
	}
	if fault != nil {
		if fault = f.openByScan(password); fault != nil && fault.Code != Damaged {
			return nil, fault
		}
	}
	if fault != nil {
		if header < 0 {
			return nil, finding.Fail("", nil, NotPDF)
		}
		return nil, fault
	}
	if catalog, ok := f.Dict(f.trailer["Root"]); ok {
		if v, ok := f.Name(catalog["Version"]); ok && later(string(v), f.version) {
			f.version = string(v)
		}
	}
	return f, nil
}

var errNoTable = errors.New("no cross-reference table")

// openByTable opens the file as its writer meant it. header is where %PDF-
// stands, or -1. The fault is Damaged where the table cannot be used.
func (f *File) openByTable(header int, password string) *finding.Fault {
	start, ok := startxref(f.data)
	if !ok {
		return finding.Fail("", errNoTable, Damaged, "startxref")
	}
	// Junk before the header shifts all offsets, unless the writer counted it.
	bases := []int64{0}
	if header > 0 {
		bases = []int64{int64(header), 0}
	}
	some, all := false, false
	for _, f.base = range bases {
		if some, all = f.readSections(start); some {
			break
		}
		f.table, f.trailer = &table{}, Dict{}
	}
	if !some {
		return finding.Fail("", errNoTable, Damaged, "xref")
	}
	f.partial = !all
	if fault := f.unlock(password); fault != nil {
		return fault
	}
	if catalog, ok := f.Dict(f.trailer["Root"]); !ok || catalog["Pages"] == nil {
		return finding.Fail("", errNoTable, Damaged, "Root")
	}
	if f.pages = f.readPages(); len(f.pages) == 0 {
		return finding.Fail("", errNoTable, Damaged, "Pages")
	}
	if f.partial {
		f.repaired.Store(true)
	}
	return nil
}

// openByScan opens the file by searching it for objects.
func (f *File) openByScan(password string) *finding.Fault {
	f.base, f.partial, f.security, f.encryptNum = 0, false, nil, -1
	f.findings = nil
	f.containers, f.inflated = map[int]*container{}, 0
	f.decoded.Store(0)
	f.parsed.Store(0)
	s := f.scanObjects()
	f.table, f.trailer = s.table, s.trailer
	f.scanOnce.Do(func() {}) // done here and now
	f.scanResult = s
	f.repaired.Store(true)
	if f.table.count == 0 {
		return finding.Fail("", errNoTable, Damaged, "obj")
	}
	// The dictionary of the encryption cannot stand in an encrypted stream, but
	// the catalogue can: decrypt first, then open the object streams.
	if fault := f.unlock(password); fault != nil {
		return fault
	}
	f.scanContainers(s)
	f.table.forget()
	if catalog, ok := f.Dict(f.trailer["Root"]); !ok || catalog["Pages"] == nil {
		if s.catalog == nil {
			if nums := f.objectsOfType("Catalog"); len(nums) > 0 {
				s.catalog = Ref{Num: nums[len(nums)-1]}
			}
		}
		if s.catalog != nil {
			f.trailer["Root"] = s.catalog
		}
	}
	if f.pages = f.readPages(); len(f.pages) == 0 {
		f.pages = f.loosePages()
	}
	if len(f.pages) == 0 {
		return finding.Fail("", errors.New("no pages"), Damaged, "Pages")
	}
	return nil
}

// unlock prepares decryption where the trailer asks for it.
func (f *File) unlock(password string) *finding.Fault {
	o, ok := f.trailer["Encrypt"]
	if !ok {
		return nil
	}
	if r, ok := o.(Ref); ok {
		f.encryptNum = r.Num
	}
	// Nothing needed here can be encrypted, so it cannot stand in an object
	// stream, and a scan would look into those before they can be read.
	via := resolver{shallow: true, noScan: true}
	d, ok := f.resolve(o, via).(Dict)
	if !ok {
		if o == nil || f.encryptNum >= 0 && f.table.entry(f.encryptNum).kind == unknown {
			return nil // a reference to nothing is null
		}
		return finding.Fail("", nil, Damaged, "/Encrypt")
	}
	var id []byte
	if a, ok := f.resolve(f.trailer["ID"], via).(Array); ok && len(a) > 0 {
		s, _ := f.resolve(a[0], via).(String)
		id = []byte(s)
	}
	s, fault := f.openSecurity(d, id, password, via)
	if fault != nil {
		return fault
	}
	f.security = s
	f.table.forget() // what was parsed so far was not decrypted
	return nil
}

// versionAt reads digits and points at the start of b.
func versionAt(b []byte) string {
	n := 0
	for n < len(b) && n < 8 && (b[n] == '.' || b[n]-'0' <= 9) {
		n++
	}
	return string(b[:n])
}

// later reports whether version a is later than b.
func later(a, b string) bool {
	x, err := strconv.ParseFloat(a, 64)
	y, err2 := strconv.ParseFloat(b, 64)
	return err == nil && (err2 != nil || x > y)
}

// Size returns the size of the file in bytes.
func (f *File) Size() int { return len(f.data) }

// Trailer returns the trailer's entries, those of the newest update winning.
func (f *File) Trailer() Dict { return f.trailer }

// Version returns the version of PDF the file claims, such as "1.7": that of
// the catalogue where it is the later one. It is empty where none is given.
func (f *File) Version() string { return f.version }

// Encryption describes for a person how the file is encrypted, such as
// "AES-256 (R6)"; it is empty for a file that is not.
func (f *File) Encryption() string {
	if f.security == nil {
		return ""
	}
	return f.security.about
}

// Findings returns what was found amiss with the file's structure so far.
func (f *File) Findings() []finding.Finding {
	list := f.findings[:len(f.findings):len(f.findings)]
	if f.repaired.Load() {
		list = append(list, finding.New(Repaired))
	}
	return list
}

// Dict returns the dictionary o is or refers to; of a stream, its dictionary.
func (f *File) Dict(o Object) (Dict, bool) {
	switch d := f.Resolve(o).(type) {
	case Dict:
		return d, true
	case *Stream:
		return d.Dict, true
	}
	return nil, false
}

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
	switch n := f.Resolve(o).(type) {
	case int64:
		return n, true
	case float64:
		return int64(max(-1<<53, min(n, 1<<53))), true
	}
	return 0, false
}
