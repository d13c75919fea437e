package object

import (
	"math"

	"shihyo/extract/finding"
)

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

// Pages returns the pages in reading order. A page that cannot be read is left
// out and stands in Findings.
func (f *File) Pages() []Page { return f.pages }

// letter is the page size where a file gives none, as other viewers take it.
var letter = [4]float64{0, 0, 612, 792}

// inherited is what a node of the page tree hands down.
type inherited struct {
	resources         Object
	mediaBox, cropBox Object
	rotate            Object
	depth             int
}

// inheritedKey is an entry that is handed down and where it is kept.
type inheritedKey struct {
	key Name
	to  *Object
}

func (in *inherited) keys() [4]inheritedKey {
	return [4]inheritedKey{{"Resources", &in.resources}, {"MediaBox", &in.mediaBox}, {"CropBox", &in.cropBox}, {"Rotate", &in.rotate}}
}

// walker collects pages from a page tree, which may be a graph with circles.
type walker struct {
	f       *File
	seen    map[int]bool // nodes with kids, by object number
	pages   []Page
	missing []int        // objects named as kids that are none; 0 for other things
	listed  map[int]bool // pages, by object number
	repeats int
	visits  int
	full    bool
	loose   map[int][]int // loose pages by their parent's number; nil until needed
}

// readPages walks the page tree. Only Kids is believed: Count is often wrong.
func (f *File) readPages() []Page {
	catalog, _ := f.Dict(f.trailer["Root"])
	w := walker{f: f, seen: map[int]bool{}, listed: map[int]bool{}}
	w.visit(catalog["Pages"], inherited{})
	if len(w.missing) > 0 {
		f.findings = append(f.findings, finding.New(PagesMissing, len(w.missing)))
	}
	if w.full {
		f.findings = append(f.findings, finding.New(TooManyPages, len(w.pages)))
	}
	return w.pages
}

// visit adds the pages of a node, or the node where it is a page itself.
func (w *walker) visit(o Object, in inherited) {
	if w.visits++; w.visits > MaxPageNodes {
		w.full = true
		return
	}
	ref, _ := o.(Ref)
	d, ok := w.f.Resolve(o).(Dict)
	if !ok {
		w.lost(ref.Num, in)
		return
	}
	kids, isNode := w.f.Array(d["Kids"])
	if isNode && w.f.isName(d["Type"], "Page") && d["Contents"] != nil {
		isNode = false
	}
	for _, e := range in.keys() {
		if v, ok := d[e.key]; ok {
			*e.to = v
		}
	}
	if !isNode {
		if w.f.isName(d["Type"], "Pages") || w.f.isName(d["Type"], "Catalog") {
			return // a node without kids
		}
		if w.listed[ref.Num] && ref.Num > 0 {
			w.repeats++
		}
		if len(w.pages) >= MaxPages || w.repeats > MaxRepeatedPages {
			w.full = true
			return
		}
		w.listed[ref.Num] = true
		w.pages = append(w.pages, w.f.page(ref, d, in))
		return
	}
	if ref.Num > 0 {
		if w.seen[ref.Num] {
			return
		}
		w.seen[ref.Num] = true
	}
	if in.depth++; in.depth > MaxPageDepth {
		return
	}
	for _, kid := range kids {
		if w.full {
			return
		}
		w.visit(kid, in)
	}
}

// lost notes a kid that cannot be read and takes the pages that call it their
// parent in its place: they would have come from there.
func (w *walker) lost(num int, in inherited) {
	w.missing = append(w.missing, num)
	if num == 0 {
		return
	}
	if w.loose == nil {
		w.loose = map[int][]int{}
		for _, n := range w.f.objectsOfType("Page") {
			d, _ := w.f.Dict(Ref{Num: n})
			if parent, ok := d["Parent"].(Ref); ok {
				w.loose[parent.Num] = append(w.loose[parent.Num], n)
			}
		}
	}
	found := w.loose[num]
	delete(w.loose, num)
	for _, n := range found {
		w.visit(Ref{Num: n}, in)
	}
}

// loosePages returns all page objects of a file without a page tree, in the
// order in which they stand in it.
// Parts of a tree that are left keep their order and come first.
func (f *File) loosePages() []Page {
	w := walker{f: f, seen: map[int]bool{}, listed: map[int]bool{}}
	for _, num := range f.objectsOfType("Pages") {
		d, _ := f.Dict(Ref{Num: num})
		if _, ok := f.Dict(d["Parent"]); !ok {
			w.visit(Ref{Num: num}, inherited{})
		}
	}
	for _, num := range f.objectsOfType("Page") {
		if !w.listed[num] {
			w.visit(Ref{Num: num}, f.inheritance(num))
		}
	}
	return w.pages
}

// inheritance collects what a page inherits, going up from it.
func (f *File) inheritance(num int) (in inherited) {
	d, _ := f.Dict(Ref{Num: num})
	for range 32 { // no real tree is higher; a circle ends here
		var ok bool
		if d, ok = f.Dict(d["Parent"]); !ok {
			break
		}
		for _, e := range in.keys() {
			if *e.to == nil {
				*e.to = d[e.key]
			}
		}
	}
	return in
}

// page puts a page together.
func (f *File) page(ref Ref, d Dict, in inherited) Page {
	p := Page{Ref: ref, Dict: d, UserUnit: 1}
	p.Resources, _ = f.Dict(in.resources)
	var ok bool
	if p.MediaBox, ok = f.box(in.mediaBox); !ok {
		p.MediaBox = letter
	}
	p.CropBox = p.MediaBox
	if crop, ok := f.box(in.cropBox); ok {
		crop = [4]float64{
			max(crop[0], p.MediaBox[0]), max(crop[1], p.MediaBox[1]),
			min(crop[2], p.MediaBox[2]), min(crop[3], p.MediaBox[3]),
		}
		if crop[0] < crop[2] && crop[1] < crop[3] {
			p.CropBox = crop
		}
	}
	if r, ok := f.Number(in.rotate); ok {
		turns := int(math.Round(math.Mod(r, 360) / 90))
		p.Rotate = (turns%4 + 4) % 4 * 90
	}
	if u, ok := f.Number(d["UserUnit"]); ok && u > 0 && u <= 75_000 { // Annex C
		p.UserUnit = u
	}
	return p
}

// box reads a rectangle (ISO 32000-1 §7.9.5) and reports whether it has an
// area that can be a page.
func (f *File) box(o Object) (b [4]float64, ok bool) {
	a, ok := f.Array(o)
	if !ok || len(a) < 4 {
		return b, false
	}
	for i := range b {
		if b[i], ok = f.Number(a[i]); !ok || math.Abs(b[i]) > 1e7 {
			return b, false
		}
	}
	b = [4]float64{min(b[0], b[2]), min(b[1], b[3]), max(b[0], b[2]), max(b[1], b[3])}
	return b, b[2]-b[0] > 0 && b[3]-b[1] > 0
}

// Contents returns a page's content stream: its parts decoded and joined by
// line ends, as ISO 32000-1 §7.8.2 wants. On damage it returns what could be
// decoded and the first error. Pages are read once, so one buffer serves for
// all; it may be nil. The caller must not change the bytes.
func (f *File) Contents(buf *Buffer, p Page) ([]byte, error) {
	switch c := f.Resolve(p.Dict["Contents"]).(type) {
	case *Stream:
		return f.Read(buf, c)
	case Array:
		if len(c) == 1 {
			if s, ok := f.Stream(c[0]); ok {
				return f.Read(buf, s)
			}
		}
		if buf == nil {
			buf = new(Buffer)
		}
		all := buf.mem[:0]
		defer func() { buf.hold(all) }()
		var first error
		for i, o := range c {
			if i == MaxContentParts || len(all) >= MaxDecoded {
				return all, ErrTooLarge
			}
			s, ok := f.Stream(o)
			if !ok {
				continue
			}
			part, err := f.streamDataTo(nil, s, MaxDecoded-len(all), resolver{})
			if err != nil && first == nil {
				first = err
			}
			all = append(append(all, part...), '\n')
		}
		return all, first
	}
	return nil, nil
}
