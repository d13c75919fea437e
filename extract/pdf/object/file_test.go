package object

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"sync"
	"testing"
)

// writer puts a PDF file together by hand, so that a test can say exactly what
// is unusual about it.
type writer struct {
	bytes.Buffer
	offs map[int]int
	last int // offset of the last section
}

func newWriter(header string) *writer {
	w := &writer{offs: map[int]int{}}
	w.WriteString(header)
	return w
}

// obj writes an indirect object.
func (w *writer) obj(num int, body string) *writer {
	w.offs[num] = w.Len()
	fmt.Fprintf(w, "%d 0 obj\n%s\nendobj\n", num, body)
	return w
}

// stream writes a stream object with its right length.
func (w *writer) stream(num int, dict, data string) *writer {
	return w.obj(num, fmt.Sprintf("<<%s/Length %d>>stream\n%s\nendstream", dict, len(data), data))
}

// table writes a classic section for the objects since the last one and a
// trailer.
func (w *writer) table(trailer string) *writer {
	w.last = w.Len()
	w.WriteString("xref\n0 1\n0000000000 65535 f \n")
	for _, num := range w.numbers() {
		fmt.Fprintf(w, "%d 1\n%010d 00000 n \n", num, w.offs[num])
	}
	fmt.Fprintf(w, "trailer\n<<%s>>\n", trailer)
	w.offs = map[int]int{}
	return w
}

func (w *writer) numbers() []int {
	var nums []int
	for num := range w.offs {
		nums = append(nums, num)
	}
	sort.Ints(nums)
	return nums
}

// xrefStream writes a cross-reference stream for the objects since the last
// section, those of an object stream included.
func (w *writer) xrefStream(num int, dict string, container int, inside ...int) *writer {
	w.last = w.Len()
	w.offs[num] = w.Len()
	var rows bytes.Buffer
	var index []string
	for _, n := range w.numbers() {
		index = append(index, fmt.Sprint(n, 1))
		fmt.Fprintf(&rows, "\x01%c%c%c", w.offs[n]>>8, w.offs[n]&0xff, 0)
	}
	for i, n := range inside {
		index = append(index, fmt.Sprint(n, 1))
		fmt.Fprintf(&rows, "\x02%c%c%c", container>>8, container&0xff, i)
	}
	raw := []byte{}
	for _, r := range rows.String() { // %c wrote runes
		raw = append(raw, byte(r))
	}
	w.stream(num, fmt.Sprintf("/Type/XRef/W[1 2 1]/Index[%s]%s", strings.Join(index, " "), dict), string(raw))
	w.offs = map[int]int{}
	return w
}

func (w *writer) end() []byte {
	fmt.Fprintf(w, "startxref\n%d\n%%%%EOF\n", w.last)
	return w.Bytes()
}

// body writes a catalogue (1), a page tree (2) and two pages (3, 4) with the
// contents one and two (5, 6).
func body(w *writer) *writer {
	w.obj(1, "<</Type/Catalog/Pages 2 0 R>>")
	w.obj(2, "<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2/MediaBox[0 0 200 100]>>")
	w.obj(3, "<</Type/Page/Parent 2 0 R/Contents 5 0 R>>")
	w.obj(4, "<</Type/Page/Parent 2 0 R/Contents 6 0 R>>")
	return w.stream(5, "", "one").stream(6, "", "two")
}

const header = "%PDF-1.4\n"

func twoPages(trailer string) []byte {
	return body(newWriter(header)).table("/Root 1 0 R/Size 7" + trailer).end()
}

// contents returns the pages' contents joined by |.
func contents(f *File) string {
	var all []string
	for _, p := range f.Pages() {
		data, err := f.Contents(nil, p)
		s := strings.TrimSpace(string(data))
		if err != nil {
			s += "!"
		}
		all = append(all, s)
	}
	return strings.Join(all, "|")
}

// objStm returns the body of an object stream.
func objStm(objects ...string) (dict, data string) {
	var head, tail strings.Builder
	for i := 0; i < len(objects); i += 2 {
		fmt.Fprintf(&head, "%s %d ", objects[i], tail.Len())
		tail.WriteString(objects[i+1] + " ")
	}
	return fmt.Sprintf("/Type/ObjStm/N %d/First %d", len(objects)/2, head.Len()), head.String() + tail.String()
}

// Ensure that a file opens whatever way it is put together, and that a table
// that lies does not keep its pages from being read.
func TestOpen(t *testing.T) {
	plain := string(twoPages(""))
	inStream := func() *writer {
		w := newWriter("%PDF-1.5\n")
		dict, data := objStm("1", "<</Type/Catalog/Pages 2 0 R>>",
			"2", "<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>",
			"3", "<</Type/Page/Parent 2 0 R/Contents 5 0 R>>",
			"4", "<</Type/Page/Parent 2 0 R/Contents 6 0 R>>")
		return w.stream(5, "", "one").stream(6, "", "two").stream(7, dict, data)
	}
	compressed := string(inStream().xrefStream(8, "/Root 1 0 R/Size 9", 7, 1, 2, 3, 4).end())
	update := func(w *writer, prev int) *writer {
		return w.stream(6, "", "TWO").table(fmt.Sprintf("/Root 1 0 R/Size 7/Prev %d", prev))
	}
	first := body(newWriter(header)).table("/Root 1 0 R/Size 7")
	at := first.last
	updated := string(update(first, at).end())

	for _, tt := range []struct {
		name, data string
		want       string
		repaired   bool
	}{
		{"classic", plain, "one|two", false},
		{"streams", compressed, "one|two", false},
		{"update", updated, "one|TWO", false},
		{"PDF 2.0", strings.Replace(plain, "%PDF-1.4", "%PDF-2.0", 1), "one|two", false},
		{"PDF 1.0", strings.Replace(plain, "%PDF-1.4", "%PDF-1.0", 1), "one|two", false},
		{"no header", plain[len(header):], "one|two", true},
		{"junk before", strings.Repeat("junk\r\n", 100) + plain, "one|two", false},
		{"junk before that was counted", string(body(newWriter("junk\n" + header)).table("/Root 1 0 R").end()), "one|two", false},
		{"junk after", plain + strings.Repeat("junk\x00\n", 2000), "one|two", false},
		{"lines of CR", strings.ReplaceAll(plain, "\n", "\r"), "one|two", false},
		{"lines of CR LF, offsets not", strings.ReplaceAll(plain, "\n", "\r\n"), "one|two", true},
		{"no startxref", strings.Replace(plain, "startxref", "", 1), "one|two", true},
		{"startxref 0", plain[:strings.Index(plain, "startxref")] + "startxref\n0\n%%EOF", "one|two", true},
		{"startxref beyond the end", plain[:strings.Index(plain, "startxref")] + "startxref\n999999\n", "one|two", true},
		{"no table at all", plain[:strings.Index(plain, "xref")], "one|two", true},
		{"no trailer", strings.Replace(plain, "trailer", "trayler", 1), "one|two", true},
		{"all offsets one too low", strings.Replace(plain, "1 0 obj", " 1 0 obj", 1), "one|two", false},
		{"all offsets too low", strings.Replace(plain, "1 0 obj", "%%%%\n%%%%\n1 0 obj", 1), "one|two", true},
		{"all offsets too high", strings.Replace(plain, "1.4\n", "1.4", 1), "one|two", true},
		{"one object elsewhere", strings.Replace(plain, "5 0 obj", "    5 0 obj", 1), "one|two", true},
		{"root is no catalogue", strings.Replace(plain, "/Root 1 0 R", "/Root 5 0 R", 1), "one|two", true},
		{"no root", strings.Replace(plain, "/Root 1 0 R", "", 1), "one|two", true},
		{"no catalogue", strings.Replace(plain, "/Type/Catalog/Pages 2 0 R", "/Typ/Catalog", 1), "one|two", true},
		{"no page tree", strings.Replace(plain, "/Kids", "/Kinds", 1), "one|two", true},
		{"table of 19 bytes an entry", strings.ReplaceAll(plain, " n \n", " n\n"), "one|two", false},
		{"table without leading zeros", strings.ReplaceAll(plain, "\n0000000", "\n"), "one|two", false},
		{"endobj missing", strings.ReplaceAll(plain, "endobj", "      "), "one|two", false},
		{"length too long", strings.Replace(plain, "Length 3", "Length 8", 1), "one|two", false},
		{"length too short", strings.Replace(plain, "Length 3", "Length 1", 1), "one|two", false},
		{"length negative", strings.Replace(plain, "Length 3", "Length-3", 1), "one|two", false},
		{"length a name", strings.Replace(plain, "Length 3", "Length/3", 1), "one|two", false},
		{"length to itself", twoPagesWithLength("5 0 R"), "one|two", false},
		{"length elsewhere", twoPagesWithLength("7 0 R"), "one|two", false},
		{"length nowhere", twoPagesWithLength("77 0 R"), "one|two", false},
		{"endstream missing", strings.ReplaceAll(plain, "endstream", "         "), "one|two", false},
		{"no last endstream", plain[:strings.LastIndex(plain, "endstream")], "one|two", true},
		{"update without startxref", strings.ReplaceAll(updated, "startxref", ""), "one|TWO", true},
		{"update cut before its table", updated[:strings.LastIndex(updated, "xref\n0 1")], "one|TWO", true},
		{"prev to nowhere", strings.Replace(updated, fmt.Sprintf("/Prev %d", at), "/Prev 99999", 1), "one|TWO", true},
		{"prev to itself", strings.Replace(updated, fmt.Sprintf("/Prev %d", at), fmt.Sprintf("/Prev %d", strings.LastIndex(updated, "xref\n0 1")), 1), "one|TWO", true},
		{"prev 0", strings.Replace(plain, "/Size 7", "/Size 7/Prev 0", 1), "one|two", false},
		{"streams without table", strings.ReplaceAll(compressed, "startxref", ""), "one|two", true},
		{"streams, table wrong", strings.Replace(compressed, "/W[1 2 1]", "/W[2 1 1]", 1), "one|two", true},
		{"streams, table cut short", strings.Replace(compressed, "/Index[", "/Index[200 100 ", 1), "one|two", true},
		{"object stream moved", strings.Replace(compressed, "7 0 obj", "% moved\n7 0 obj", 1), "one|two", true},
	} {
		f, err := Open([]byte(tt.data), "")
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if got := contents(f); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
		if got := len(f.Findings()) > 0; got != tt.repaired {
			t.Errorf("%s: findings are %v", tt.name, f.Findings())
		}
	}
}

func twoPagesWithLength(length string) string {
	w := newWriter(header)
	w.obj(1, "<</Type/Catalog/Pages 2 0 R>>")
	w.obj(2, "<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2/MediaBox[0 0 200 100]>>")
	w.obj(3, "<</Type/Page/Parent 2 0 R/Contents 5 0 R>>")
	w.obj(4, "<</Type/Page/Parent 2 0 R/Contents 6 0 R>>")
	w.obj(5, "<</Length "+length+">>stream\r\none\nendstream").stream(6, "", "two").obj(7, "3")
	return string(w.table("/Root 1 0 R/Size 8").end())
}

// Ensure that the files other programs write in special forms read the same.
func TestOpenForms(t *testing.T) {
	for _, name := range []string{"plain", "linear", "linear-objstm", "objstm"} {
		data, err := os.ReadFile(filepath.Join("testdata", "form", name+".pdf"))
		if err != nil {
			t.Fatal(err)
		}
		for _, cut := range []string{"", "startxref"} {
			f, err := Open([]byte(strings.ReplaceAll(string(data), cut, strings.Repeat(" ", len(cut)))), "")
			if cut == "" {
				f, err = Open(data, "")
			}
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			checkPlain(t, name, f)
			if p := f.Pages()[1]; p.Rotate != 90 || p.MediaBox != [4]float64{0, 0, 200, 100} {
				t.Errorf("%s: page 2 is %+v", name, p)
			}
		}
	}
}

// Ensure that a hybrid file gives what its stream hides from old readers.
func TestHybrid(t *testing.T) {
	w := body(newWriter("%PDF-1.5\n"))
	dict, data := objStm("9", "(hidden)")
	w.stream(8, dict, data)
	classic := w.offs
	w.offs = map[int]int{}
	w.xrefStream(10, "", 8, 9)
	stream := w.last
	w.offs = classic
	w.last = w.Len()
	w.WriteString("xref\n0 1\n0000000000 65535 f \n9 1\n0000000000 00000 f \n")
	for _, num := range w.numbers() {
		fmt.Fprintf(w, "%d 1\n%010d 00000 n \n", num, w.offs[num])
	}
	fmt.Fprintf(w, "trailer\n<</Root 1 0 R/Size 11/XRefStm %d>>\n", stream)
	f, err := Open(w.end(), "")
	if err != nil {
		t.Fatal(err)
	}
	if s, _ := f.Str(Ref{Num: 9}); s != "hidden" || contents(f) != "one|two" || len(f.Findings()) > 0 {
		t.Errorf("got %q, pages %q, findings %v", s, contents(f), f.Findings())
	}
}

// Ensure that a deleted object stays deleted and a table that starts counting
// at 1 is set right.
func TestFreeObjects(t *testing.T) {
	w := body(newWriter(header)).obj(7, "(gone)").table("/Root 1 0 R/Size 8")
	prev := w.last
	w.last = w.Len()
	fmt.Fprintf(w, "xref\n7 1\n0000000000 00001 f \ntrailer\n<</Root 1 0 R/Size 8/Prev %d>>\n", prev)
	f, err := Open(w.end(), "")
	if err != nil {
		t.Fatal(err)
	}
	if o := f.Resolve(Ref{Num: 7}); o != nil {
		t.Errorf("a deleted object: got %v", o)
	}
	if len(f.Findings()) > 0 {
		t.Errorf("findings: %v", f.Findings())
	}

	w = body(newWriter(header))
	w.last = w.Len()
	w.WriteString("xref\n1 7\n0000000000 65535 f \n")
	for _, num := range w.numbers() {
		fmt.Fprintf(w, "%010d 00000 n \n", w.offs[num])
	}
	w.WriteString("trailer\n<</Root 1 0 R/Size 7>>\n")
	if f, err = Open(w.end(), ""); err != nil || contents(f) != "one|two" || len(f.Findings()) > 0 {
		t.Errorf("counting from 1: %v", err)
	}
}

// Ensure that what is no PDF, or no longer one, is called so.
func TestOpenFaults(t *testing.T) {
	for _, tt := range []struct{ name, data, code string }{
		{"empty", "", "empty_file"},
		{"text", "Dear Sir or Madam,\n", "not_pdf"},
		{"zip", "PK\x03\x04\x14\x00\x06\x00", "not_pdf"},
		{"zeros", strings.Repeat("\x00", 5000), "not_pdf"},
		{"page of a browser", "<!DOCTYPE html><html>", "not_pdf"},
		{"header alone", "%PDF-1.7\n", "damaged"},
		{"no pages", "%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n", "damaged"},
	} {
		_, err := Open([]byte(tt.data), "")
		if string(faultCode(err)) != tt.code {
			t.Errorf("%s: got %v, want %s", tt.name, err, tt.code)
		}
	}
}

func TestVersion(t *testing.T) {
	for _, tt := range []struct{ header, catalog, want string }{
		{"%PDF-1.4\n", "", "1.4"},
		{"%PDF-1.4\n", "/Version/1.7", "1.7"},
		{"%PDF-1.7\n", "/Version/1.4", "1.7"},
		{"%PDF-2.0\n", "", "2.0"},
		{"%PDF-\n", "", ""},
	} {
		data := strings.Replace(string(twoPages("")), header, tt.header, 1)
		data = strings.Replace(data, "/Type/Catalog", "/Type/Catalog"+tt.catalog, 1)
		f, err := Open([]byte(data), "")
		if err != nil {
			t.Fatal(err)
		}
		if f.Version() != tt.want {
			t.Errorf("%q %s: got %q, want %q", tt.header, tt.catalog, f.Version(), tt.want)
		}
	}
}

// Ensure that references are followed, but not in circles, and that the typed
// getters take what they say.
func TestResolve(t *testing.T) {
	w := body(newWriter(header))
	w.obj(10, "11 0 R").obj(11, "12 0 R").obj(12, "42")
	w.obj(13, "13 0 R").obj(14, "15 0 R").obj(15, "14 0 R")
	w.obj(16, "1.9").obj(17, "<</A 10 0 R>>").obj(18, "true").obj(19, "")
	f, err := Open(w.table("/Root 1 0 R/Size 20").end(), "")
	if err != nil {
		t.Fatal(err)
	}
	for num, want := range map[int]Object{10: int64(42), 13: nil, 14: nil, 16: 1.9, 18: true, 19: nil, 99: nil, -1: nil} {
		if got := f.Resolve(Ref{Num: num}); got != want {
			t.Errorf("object %d: got %v, want %v", num, got, want)
		}
	}
	if n, ok := f.Int(Ref{Num: 16}); n != 1 || !ok {
		t.Errorf("Int of 1.9: %v %v", n, ok)
	}
	if n, ok := f.Number(Ref{Num: 10}); n != 42 || !ok {
		t.Errorf("Number: %v %v", n, ok)
	}
	if d, ok := f.Dict(Ref{Num: 5}); !ok || d["Length"] != int64(3) {
		t.Errorf("Dict of a stream: %v %v", d, ok)
	}
	if _, ok := f.Stream(Ref{Num: 17}); ok {
		t.Error("Stream of a dictionary")
	}
	if b, ok := f.Bool(Ref{Num: 18}); !b || !ok {
		t.Errorf("Bool: %v %v", b, ok)
	}
}

// Ensure that goroutines can read one file at once and see the same objects.
func TestConcurrent(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("testdata", "crypt", "rc4-empty-objstm.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	// Without its table every object goes through the scan.
	for _, data := range [][]byte{data, bytes.Replace(data, []byte("startxref"), []byte("startyref"), 1), sample(t, "objstm.pdf")} {
		f, err := Open(data, "")
		if err != nil {
			t.Fatal(err)
		}
		want := contents(f)
		f.table.forget()
		var wg sync.WaitGroup
		results := make([]string, 8)
		for i := range results {
			wg.Go(func() {
				f.table.each(func(num int) bool {
					if s, ok := f.Stream(Ref{Num: num}); ok {
						f.Data(s)
					}
					return true
				})
				results[i] = contents(f)
			})
		}
		wg.Wait()
		for i, got := range results {
			if got != want {
				t.Errorf("goroutine %d: got %.40q, want %.40q", i, got, want)
			}
		}
	}
}

// Ensure that the caches stay within their limits and give the same again.
func TestCaches(t *testing.T) {
	w := newWriter("%PDF-1.5\n")
	body(w)
	var inside []int
	const many = 20
	for i := range many { // object streams of 1 MB
		dict, data := objStm(fmt.Sprint(100+i), "("+strings.Repeat("x", 1<<20)+fmt.Sprint(i)+")")
		w.stream(50+i, dict, data)
		inside = append(inside, 100+i)
	}
	data := w.table("/Root 1 0 R").end() // the scan finds what the table does not name
	f, err := Open(bytes.Replace(data, []byte("startxref"), []byte("startyref"), 1), "")
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		for i, num := range inside {
			if s, ok := f.Str(Ref{Num: num}); !ok || !strings.HasSuffix(string(s), fmt.Sprint("x", i)) {
				t.Fatalf("object %d is lost", num)
			}
		}
		if f.inflated > MaxCachedStreams+2<<20 {
			t.Errorf("object streams of %d bytes are kept", f.inflated)
		}
		if n := f.cached.Load(); n > MaxCachedObjects {
			t.Errorf("objects of %d bytes are kept", n)
		}
	}
	for i := range many {
		s, _ := f.Stream(Ref{Num: 50 + i})
		s = &Stream{Dict: Dict{"Filter": Name("FlateDecode")}, Ref: s.Ref, Raw: deflate(s.Raw[:900<<10])}
		for range 2 {
			if data, err := f.Data(s); err != nil || len(data) != 900<<10 {
				t.Fatalf("stream %d: %v", i, err)
			}
		}
		if f.keptBytes > MaxCachedData {
			t.Errorf("decoded streams of %d bytes are kept", f.keptBytes)
		}
	}
}

// Ensure that page trees give their pages in order, whatever is wrong with them.
func TestPages(t *testing.T) {
	page := func(s string) string { return "<</Type/Page/Parent 2 0 R/Contents 5 0 R" + s + ">>" }
	for _, tt := range []struct {
		name    string
		objects []string // from number 2 on, without 5
		want    []int    // object numbers
	}{
		{"flat", []string{"<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>", page(""), page("")}, []int{3, 4}},
		{"wrong count", []string{"<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2000000000>>", page(""), page("")}, []int{3, 4}},
		{"no types", []string{"<</Kids[3 0 R 4 0 R]>>", "<</Contents 5 0 R>>", "<</Kids[6 0 R]>>", "<<>>"}, []int{3, 6}},
		{"nested", []string{"<</Type/Pages/Kids[3 0 R 4 0 R]>>", "<</Type/Pages/Kids[6 0 R 7 0 R]>>", page(""), page(""), page("")}, []int{6, 7, 4}},
		{"circle to the root", []string{"<</Type/Pages/Kids[3 0 R 2 0 R 4 0 R]>>", page(""), page("")}, []int{3, 4}},
		{"circle below", []string{"<</Type/Pages/Kids[3 0 R]>>", "<</Type/Pages/Kids[4 0 R 6 0 R]>>", "<</Type/Pages/Kids[3 0 R]>>", page("")}, []int{6}},
		{"missing kid", []string{"<</Type/Pages/Kids[3 0 R 99 0 R 4 0 R]>>", page(""), page("")}, []int{3, 4}},
		{"kids that are no objects", []string{"<</Type/Pages/Kids[1 (a) null 3 0 R]>>", page("")}, []int{3}},
		{"empty node", []string{"<</Type/Pages/Kids[3 0 R 4 0 R]>>", "<</Type/Pages/Kids[]>>", page("")}, []int{4}},
		{"node without kids", []string{"<</Type/Pages/Kids[3 0 R 4 0 R]>>", "<</Type/Pages>>", page("")}, []int{4}},
		{"page with kids", []string{"<</Type/Pages/Kids[3 0 R]>>", page("/Kids[4 0 R]"), page("")}, []int{3}},
		{"pages is a page", []string{page("")}, []int{2}},
		{"same page twice", []string{"<</Type/Pages/Kids[3 0 R 3 0 R]>>", page("")}, []int{3, 3}},
		{"node lost", []string{"<</Type/Pages/Kids[3 0 R 99 0 R 4 0 R]>>", page(""), page(""),
			"<</Type/Page/Parent 99 0 R>>", "<</Type/Page/Parent 98 0 R>>", "<</Type/Page/Parent 99 0 R>>"}, []int{3, 6, 8, 4}},
	} {
		w := newWriter(header).obj(1, "<</Type/Catalog/Pages 2 0 R>>").stream(5, "", "x")
		num := 2
		for _, o := range tt.objects {
			if num == 5 {
				num++
			}
			w.obj(num, o)
			num++
		}
		f, err := Open(w.table("/Root 1 0 R").end(), "")
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		var got []int
		for _, p := range f.Pages() {
			got = append(got, p.Ref.Num)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
	}
}

// Ensure that pages are found without the root of their tree: what is left of
// the tree keeps its order, and pages keep what they inherit.
func TestLoosePages(t *testing.T) {
	w := newWriter(header).obj(1, "<</Type/Catalog>>")
	w.obj(3, "<</Type/Page/Parent 6 0 R>>")
	w.obj(4, "<</Type/Page/Parent 6 0 R>>")
	w.obj(5, "<</Type/Page/Parent 7 0 R>>")
	w.obj(6, "<</Type/Pages/Parent 2 0 R/Kids[4 0 R 3 0 R]/MediaBox[0 0 10 20]/Rotate 90>>")
	w.obj(7, "<</Type/Pages/Parent 6 0 R/Kids 99 0 R/MediaBox[0 0 30 40]>>")
	f, err := Open(w.table("/Root 1 0 R").end(), "")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range f.Pages() {
		got = append(got, fmt.Sprint(p.Ref.Num, p.MediaBox, p.Rotate))
	}
	want := []string{"4 [0 0 10 20] 90", "3 [0 0 10 20] 90", "5 [0 0 30 40] 90"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Ensure that attributes come from the nearest node that has them and that
// boxes and turns out of bounds are set right.
func TestPageAttributes(t *testing.T) {
	a4 := [4]float64{0, 0, 595, 842}
	for _, tt := range []struct {
		node, page string
		want       Page
	}{
		{"", "", Page{MediaBox: letter, CropBox: letter, UserUnit: 1}},
		{"/MediaBox[0 0 595 842]/Rotate 90", "", Page{MediaBox: a4, CropBox: a4, Rotate: 90, UserUnit: 1}},
		{"/MediaBox[0 0 1 1]/Rotate 90", "/MediaBox[0 0 595 842]/Rotate 0", Page{MediaBox: a4, CropBox: a4, UserUnit: 1}},
		{"", "/MediaBox[595 842 0 0]", Page{MediaBox: a4, CropBox: a4, UserUnit: 1}},
		{"", "/MediaBox[0 0 595 842]/CropBox[-10 100 300 9000]", Page{MediaBox: a4, CropBox: [4]float64{0, 100, 300, 842}, UserUnit: 1}},
		{"", "/MediaBox[0 0 595 842]/CropBox[600 900 700 1000]", Page{MediaBox: a4, CropBox: a4, UserUnit: 1}},
		{"", "/MediaBox[0 0 0 0]", Page{MediaBox: letter, CropBox: letter, UserUnit: 1}},
		{"", "/MediaBox[0 0 /a 1]", Page{MediaBox: letter, CropBox: letter, UserUnit: 1}},
		{"", "/MediaBox[0 0 1e30 1]", Page{MediaBox: letter, CropBox: letter, UserUnit: 1}},
		{"", "/Rotate -90", Page{MediaBox: letter, CropBox: letter, Rotate: 270, UserUnit: 1}},
		{"", "/Rotate 450", Page{MediaBox: letter, CropBox: letter, Rotate: 90, UserUnit: 1}},
		{"", "/Rotate 89.6", Page{MediaBox: letter, CropBox: letter, Rotate: 90, UserUnit: 1}},
		{"", "/Rotate/x", Page{MediaBox: letter, CropBox: letter, UserUnit: 1}},
		{"", "/UserUnit 2.5", Page{MediaBox: letter, CropBox: letter, UserUnit: 2.5}},
		{"", "/UserUnit -1", Page{MediaBox: letter, CropBox: letter, UserUnit: 1}},
		{"/UserUnit 3", "", Page{MediaBox: letter, CropBox: letter, UserUnit: 1}},
	} {
		w := newWriter(header).obj(1, "<</Type/Catalog/Pages 2 0 R>>")
		w.obj(2, "<</Type/Pages/Kids[3 0 R]"+tt.node+"/Resources<</A 1>>>>").obj(3, "<</Type/Page"+tt.page+">>")
		f, err := Open(w.table("/Root 1 0 R").end(), "")
		if err != nil {
			t.Fatal(err)
		}
		p := f.Pages()[0]
		if p.MediaBox != tt.want.MediaBox || p.CropBox != tt.want.CropBox || p.Rotate != tt.want.Rotate || p.UserUnit != tt.want.UserUnit {
			t.Errorf("%s, %s: got %+v, want %+v", tt.node, tt.page, p, tt.want)
		}
		if p.Resources["A"] != int64(1) {
			t.Errorf("%s: resources %v", tt.page, p.Resources)
		}
	}
}

// Ensure that the parts of a content are joined and damaged ones do not keep
// back the rest.
func TestContents(t *testing.T) {
	for _, tt := range []struct{ contents, want string }{
		{"5 0 R", "one"},
		{"[5 0 R]", "one"},
		{"[5 0 R 6 0 R]", "one\ntwo"},
		{"[5 0 R 99 0 R null 6 0 R]", "one\ntwo"},
		{"[7 0 R 6 0 R]", "two!"},
		{"8 0 R", "one\ntwo"},
		{"[]", ""},
		{"99 0 R", ""},
		{"1 0 R", ""},
	} {
		w := newWriter(header).obj(1, "<</Type/Catalog/Pages 2 0 R>>").obj(2, "<</Type/Pages/Kids[3 0 R]>>")
		w.obj(3, "<</Type/Page/Contents "+tt.contents+">>").stream(5, "", "one").stream(6, "", "two")
		w.stream(7, "/Filter/FlateDecode", "\xff\xff\xff").obj(8, "[5 0 R 6 0 R]")
		f, err := Open(w.table("/Root 1 0 R").end(), "")
		if err != nil {
			t.Fatal(err)
		}
		if got := contents(f); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.contents, got, tt.want)
		}
	}
}
