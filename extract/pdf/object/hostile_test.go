package object

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// What may happen to a damaged file: it opens or it does not, and what opens
// can be read to the end. What may not: a panic, or more than 256 MB of memory.
// The bytes allocated on the way are an upper bound of that; where they exceed
// it the file is read again and the heap watched. Times are only told, as they
// depend on the machine; a file that is not bounded takes minutes.

const (
	maxTime = 2 * time.Second
	maxHeap = 256 << 20
)

// readAll does with a file whatever its users do and returns its pages.
func readAll(data []byte) int {
	f, err := Open(data, "user") // what the encrypted ones of the seeds ask for
	if err != nil {
		return 0
	}
	f.Version()
	f.Encryption()
	for _, p := range f.Pages() {
		contents, _ := f.Contents(nil, p)
		l := NewLexer(contents)
		for tok := l.Next(); tok.Kind != EOF; tok = l.Next() {
			switch tok.Kind {
			case Keyword:
				if string(tok.Bytes) == "BI" {
					f.Data(l.InlineImage())
				}
				l.Recycle()
			case ArrayOpen, DictOpen:
				l.Object(tok)
			}
		}
		walk(f, p.Resources, 4)
	}
	f.table.each(func(num int) bool {
		if s, ok := f.Stream(Ref{Num: num}); ok {
			f.Data(s)
		}
		return true
	})
	f.Findings()
	return len(f.Pages())
}

func walk(f *File, o Object, depth int) {
	if depth == 0 {
		return
	}
	switch v := f.Resolve(o).(type) {
	case Dict:
		for _, e := range v {
			walk(f, e, depth-1)
		}
	case Array:
		for _, e := range v {
			walk(f, e, depth-1)
		}
	case *Stream:
		walk(f, v.Dict, depth-1)
	}
}

// survive reads a file and fails the test where that takes too much.
func survive(t *testing.T, name string, data []byte) (pages int) {
	t.Helper()
	defer func() {
		if r := recover(); r != nil {
			keep := filepath.Join(os.TempDir(), "panic.pdf")
			os.WriteFile(keep, data, 0o644)
			buf := make([]byte, 8<<10)
			t.Fatalf("%s: panic: %v; file kept as %s\n%s", name, r, keep, buf[:runtime.Stack(buf, false)])
		}
	}()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	pages = readAll(data)
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	if after.TotalAlloc-before.TotalAlloc > maxHeap {
		if peak := peakHeap(func() { readAll(data) }); peak > maxHeap {
			t.Errorf("%s: took %d MB", name, peak>>20)
		}
	}
	if took > maxTime {
		t.Logf("%s: took %v", name, took)
	}
	return pages
}

// peakHeap returns the most memory that objects held while do ran, in bytes.
func peakHeap(do func()) (peak uint64) {
	defer debug.SetGCPercent(debug.SetGCPercent(50)) // what is dead counts little
	runtime.GC()
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	base := sample[0].Value.Uint64()
	done := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			select {
			case <-done:
				return
			case <-time.After(time.Millisecond):
			}
			metrics.Read(sample)
			if now := sample[0].Value.Uint64(); now > base {
				peak = max(peak, now-base)
			}
		}
	})
	do()
	close(done)
	wg.Wait()
	return peak
}

// seeds are small files of every form.
func seeds(tb testing.TB) map[string][]byte {
	tb.Helper()
	files := map[string][]byte{"built": twoPages("")}
	for _, pattern := range []string{"testdata/form/*.pdf", "testdata/crypt/*.pdf", "testdata/hostile/*.pdf"} {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			tb.Fatalf("no files %s: %v", pattern, err)
		}
		for _, name := range names {
			data, err := os.ReadFile(name)
			if err != nil {
				tb.Fatal(err)
			}
			files[filepath.Base(name)] = data
		}
	}
	return files
}

// Ensure that malicious files are survived.
func TestHostile(t *testing.T) {
	for name, data := range seeds(t) {
		survive(t, name, data)
	}
}

// Ensure that files made to cost more than they are worth do not: each would
// take minutes or gigabytes where the work is not bounded.
func TestBounds(t *testing.T) {
	if slow {
		t.Skip("this is about cost, not about races")
	}
	repeat := func(s string, n int) string { return strings.Repeat(s, n) }
	numbered := func(format string, n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format, i+10)
		}
		return b.String()
	}
	catalog := "%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]>>endobj\n3 0 obj<</Type/Page/Contents 4 0 R>>endobj\n"
	var offsets strings.Builder // a table of which each entry leads to the same string
	offsets.WriteString("xref\n10 100000\n")
	for range 100_000 {
		offsets.WriteString("0000000009 00000 n \n")
	}
	zeros := bomb(MaxDecoded>>20, "\x00")
	pairs := bomb(MaxDecoded>>20, "1 0 ")
	for name, data := range map[string]string{
		"strings never closed":     catalog + numbered("%d 0 obj (", 60_000),
		"trailers never closed":    catalog + repeat("trailer(", 30_000),
		"streams never closed":     catalog + numbered("%d 0 obj<</Length 9>>stream\n", 30_000),
		"one endstream for all":    catalog + numbered("%d 0 obj<<>>stream\n", 30_000) + "endstream",
		"entries to one string":    "%PDF-1.7\n1 1 (" + repeat("x", 1<<20) + ")" + offsets.String() + "trailer<</Root 1 0 R>>startxref\n1048593\n",
		"one long array":           catalog + "5 0 obj [" + repeat("[]", 2<<20) + "] endobj",
		"one large dictionary":     catalog + "5 0 obj <<" + numbered("/K%d 1", 150_000) + ">> endobj",
		"numbers before obj":       catalog + repeat("1 0 obj ", 150_000),
		"kids of nothing":          strings.Replace(catalog, "[3 0 R]", "["+repeat("9 0 R ", 150_000)+"]", 1),
		"kids of themselves":       strings.Replace(catalog, "[3 0 R]", " 5 0 R", 1) + "5 0 obj[" + repeat("<</Kids 5 0 R>>", 20) + "]endobj",
		"one page, many times":     strings.Replace(catalog, "[3 0 R]", "["+repeat("3 0 R ", 100_000)+"]", 1),
		"a bomb for each part":     strings.Replace(catalog, "4 0 R", "["+repeat("4 0 R ", 20_000)+"]", 1) + fmt.Sprintf("4 0 obj<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream endobj", len(zeros), zeros),
		"bombs as object streams":  catalog + numbered("%d 0 obj<</Type/ObjStm/N 1/First 9/Filter/FlateDecode/Length "+fmt.Sprint(len(zeros))+">>stream\n"+strings.ReplaceAll(string(zeros), "%", "%%")+"\nendstream endobj\n", 10),
		"an endless object stream": catalog + fmt.Sprintf("4 0 obj<</Type/ObjStm/N 99999999/First %d/Filter/FlateDecode/Length %d>>stream\n%s\nendstream endobj", MaxDecoded-8, len(pairs), pairs),
		"a table that is a bomb":   fmt.Sprintf("%%PDF-1.7\n4 0 obj<</Type/XRef/W[0 1 0]/Root 1 0 R/Index[0 99999999 0 99999999 0 99999999]/Filter/FlateDecode/Length %d>>stream\n%s\nendstream endobj startxref\n9\n", len(zeros), zeros),
	} {
		survive(t, name, []byte(data))
	}
}

// Ensure that every truncation of a file is survived, and that a file whose
// pages are still there gives them.
func TestTruncations(t *testing.T) {
	for name, data := range seeds(t) {
		if len(data) > 3000 {
			continue
		}
		step := 1
		if slow {
			step = 41
		}
		for n := 0; n < len(data); n += step {
			survive(t, fmt.Sprint(name, " cut to ", n), data[:n])
		}
	}
	data := twoPages("")
	whole := bytes.Index(data, []byte("5 0 obj")) // the page objects are before
	for n := whole; n < len(data); n++ {
		if pages := survive(t, fmt.Sprint("cut to ", n), data[:n]); pages != 2 {
			t.Fatalf("cut to %d of %d: %d pages, want 2", n, len(data), pages)
		}
	}
}

// mutate returns a damaged copy of a file.
func mutate(r *rand.Rand, data []byte) []byte {
	data = bytes.Clone(data)
	if len(data) == 0 {
		return data
	}
	words := []string{"obj", "endobj", "stream", "endstream", "<<", ">>", "[", "]", "(", ")", "0 R", "/Length", "/Kids",
		"/Prev", "/Filter", "xref", "trailer", "startxref", "99999999999", "-1", "2147483648", "/Size", "/W[8 8 8]", "/N 999999"}
	for range 1 + r.IntN(8) {
		at := r.IntN(len(data))
		switch r.IntN(8) {
		case 0, 1:
			data[at] = byte(r.IntN(256))
		case 2:
			data[at] ^= 1 << r.IntN(8)
		case 3: // a digit for a digit lies more than noise does
			for i := at; i < len(data); i++ {
				if data[i] >= '0' && data[i] <= '9' {
					data[i] = byte('0' + r.IntN(10))
					break
				}
			}
		case 4: // cut out
			n := min(len(data)-at, 1+r.IntN(64))
			data = append(data[:at], data[at+n:]...)
		case 5: // double
			n := min(len(data)-at, 1+r.IntN(200))
			data = append(data[:at+n], append(bytes.Clone(data[at:at+n]), data[at+n:]...)...)
		case 6: // overwrite with syntax
			copy(data[at:], words[r.IntN(len(words))])
		case 7: // insert syntax
			w := words[r.IntN(len(words))]
			data = append(data[:at], append([]byte(w), data[at:]...)...)
		}
		if len(data) == 0 {
			break
		}
	}
	return data
}

// Ensure that random damage is survived. PDF_MUTANTS sets how many files are
// tried, PDF_MUTANT_SEED where the random numbers begin, SHIHYO_SHARED a folder
// whose hostile/*.pdf and seed/*.pdf are damaged as well.
func TestMutants(t *testing.T) {
	count, err := strconv.Atoi(os.Getenv("PDF_MUTANTS"))
	if err != nil {
		if count = 2000; slow {
			count = 200
		}
	}
	seed, _ := strconv.ParseUint(os.Getenv("PDF_MUTANT_SEED"), 10, 64)
	var files [][]byte
	named := seeds(t)
	for _, name := range slices.Sorted(maps.Keys(named)) {
		files = append(files, named[name])
	}
	if shared := os.Getenv("SHIHYO_SHARED"); shared != "" {
		for _, folder := range []string{"hostile", "seed"} {
			names, _ := filepath.Glob(filepath.Join(shared, folder, "*.pdf"))
			for _, name := range names {
				if data, err := os.ReadFile(name); err == nil {
					files = append(files, data)
				}
			}
		}
	}
	slowest := time.Duration(0)
	opened := 0
	for i := range count {
		r := rand.New(rand.NewPCG(seed, uint64(i)))
		data := mutate(r, files[r.IntN(len(files))])
		start := time.Now()
		if survive(t, fmt.Sprint("mutant ", i), data) > 0 {
			opened++
		}
		slowest = max(slowest, time.Since(start))
	}
	t.Logf("%d mutants, %d with pages, slowest %v", count, opened, slowest)
	if opened < count/2 {
		t.Errorf("only %d of %d mutants gave pages", opened, count)
	}
}
