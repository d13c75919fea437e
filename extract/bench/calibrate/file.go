package main

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"

	"shihyo/extract/pdf/object"
)

// Damage done to the PDF file itself, as a broken producer or a lossy converter
// leaves it: the reader meets content streams that lack paths, are moved or lack
// codes, and everything behind it goes by what they still say. The file is
// written anew, decrypted, with the objects that can be reached from its trailer
// under their old numbers; only the content streams of pages and of the forms
// they draw differ (see content.go).

// fileDamages are the kinds of damage done to files, by name. That of none writes
// the file anew and nothing else.
var fileDamages = map[string]func(*spoiler){
	"file-none":  func(*spoiler) {},
	"file-rules": func(s *spoiler) { s.paths = ruleLoss },
	"file-shift": func(s *spoiler) { s.dx, s.dy = shift(s.rand) },
	"file-drop":  func(s *spoiler) { s.codes, s.room = glyphLoss, true },
	"file-close": func(s *spoiler) { s.codes = glyphLoss },
}

// damageFile does the named damage to the pages of a PDF file.
func damageFile(data []byte, name string, seed uint64) ([]byte, error) {
	f, err := object.Open(data, "")
	if err != nil {
		return nil, err
	}
	contents := map[object.Ref][]byte{} // of streams that are replaced
	next := 1
	w := fileWriter{file: f, contents: contents}
	if err := w.collect(f.Trailer()["Root"]); err != nil {
		return nil, err
	}
	for ref := range w.objects {
		next = max(next, ref.Num+1)
	}
	forms := map[object.Ref]bool{}
	for i, p := range f.Pages() {
		s := &spoiler{file: f, rand: rand.New(rand.NewPCG(uint64(i+1)^seed<<32, uint64(len(data))))}
		fileDamages[name](s)
		content, _ := f.Contents(nil, p)
		ref := object.Ref{Num: next}
		next++
		contents[ref] = s.spoil(content, p.Resources)
		w.objects[ref] = &object.Stream{Dict: object.Dict{}, Ref: ref}
		d := maps.Clone(p.Dict)
		d["Contents"] = ref
		w.objects[p.Ref] = d
		s.forms(p.Resources, func(form *object.Stream, resources object.Dict) {
			if forms[form.Ref] {
				return
			}
			forms[form.Ref] = true
			data, _ := f.Data(form)
			contents[form.Ref] = s.spoil(data, resources)
		}, 0)
	}
	return w.write(), nil
}

// fileWriter writes the objects of a file.
type fileWriter struct {
	file     *object.File
	objects  map[object.Ref]object.Object
	contents map[object.Ref][]byte
	out      bytes.Buffer
}

// collect finds the objects that can be reached from o.
func (w *fileWriter) collect(o object.Object) error {
	const most = 1_000_000 // objects
	w.objects = map[object.Ref]object.Object{}
	for open := []object.Object{o}; len(open) > 0; {
		o := open[len(open)-1]
		open = open[:len(open)-1]
		if len(w.objects) > most {
			return fmt.Errorf("more than %d objects", most)
		}
		switch o := o.(type) {
		case object.Ref:
			if _, ok := w.objects[o]; !ok {
				v := w.file.Resolve(o)
				w.objects[o] = v
				open = append(open, v)
			}
		case object.Array:
			open = append(open, o...)
		case object.Dict:
			open = slices.AppendSeq(open, maps.Values(o))
		case *object.Stream:
			open = slices.AppendSeq(open, maps.Values(o.Dict))
		case object.Unread:
			o.Read(func(a object.Array) { open = append(open, a...) })
		}
	}
	return nil
}

// write returns the file.
func (w *fileWriter) write() []byte {
	w.out.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	refs := slices.SortedFunc(maps.Keys(w.objects), func(a, b object.Ref) int { return a.Num - b.Num })
	at := map[object.Ref]int{}
	for _, ref := range refs {
		at[ref] = w.out.Len()
		fmt.Fprintf(&w.out, "%d %d obj\n", ref.Num, ref.Gen)
		w.object(w.objects[ref])
		w.out.WriteString("\nendobj\n")
	}
	start := w.out.Len()
	w.out.WriteString("xref\n0 1\n0000000000 65535 f \n")
	last := 0
	for _, ref := range refs {
		fmt.Fprintf(&w.out, "%d 1\n%010d %05d n \n", ref.Num, at[ref], ref.Gen)
		last = max(last, ref.Num)
	}
	w.out.WriteString("trailer\n")
	w.object(object.Dict{"Size": int64(last + 1), "Root": w.file.Trailer()["Root"]})
	fmt.Fprintf(&w.out, "\nstartxref\n%d\n%%%%EOF\n", start)
	return w.out.Bytes()
}

// object writes one object.
func (w *fileWriter) object(o object.Object) {
	switch o := o.(type) {
	case nil:
		w.out.WriteString("null")
	case object.Name:
		w.out.WriteByte('/')
		for _, c := range []byte(o) {
			if c > ' ' && c < 0x7f && !bytes.ContainsRune([]byte("#/()<>[]{}%"), rune(c)) {
				w.out.WriteByte(c)
			} else {
				fmt.Fprintf(&w.out, "#%02x", c)
			}
		}
	case object.String:
		fmt.Fprintf(&w.out, "<%x>", string(o))
	case object.Ref:
		fmt.Fprintf(&w.out, "%d %d R", o.Num, o.Gen)
	case object.Array:
		w.out.WriteByte('[')
		for _, e := range o {
			w.object(e)
			w.out.WriteByte(' ')
		}
		w.out.WriteByte(']')
	case object.Dict:
		w.dict(o)
	case *object.Stream:
		w.stream(o)
	default:
		fmt.Fprint(&w.out, o)
	}
}

func (w *fileWriter) dict(d object.Dict) {
	w.out.WriteString("<<")
	for _, k := range slices.Sorted(maps.Keys(d)) {
		w.object(k)
		w.out.WriteByte(' ')
		if u, ok := d[k].(object.Unread); ok {
			if k == "CharProcs" {
				fmt.Fprintf(&w.out, "<<%s>>", []byte(u))
			} else {
				fmt.Fprintf(&w.out, "[%s]", []byte(u))
			}
		} else {
			w.object(d[k])
		}
		w.out.WriteByte('\n')
	}
	w.out.WriteString(">>")
}

// stream writes a stream decoded, but as it stands where its filter is one of
// images.
func (w *fileWriter) stream(s *object.Stream) {
	d := maps.Clone(s.Dict)
	data, ok := w.contents[s.Ref]
	if !ok {
		var err error
		data, err = w.file.Data(s)
		if ok = err == nil; !ok {
			data = s.Raw
		}
	}
	if ok {
		delete(d, "Filter")
		delete(d, "DecodeParms")
	}
	d["Length"] = int64(len(data))
	w.dict(d)
	w.out.WriteString("\nstream\n")
	w.out.Write(data)
	w.out.WriteString("\nendstream")
}
