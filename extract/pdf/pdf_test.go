package pdf

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"shihyo/extract/finding"
	"shihyo/extract/page"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func open(t testing.TB, name string) *Document {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	d, err := Open(name, data, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func seeds(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob("../../testdata/seed/*.pdf")
	if err != nil || len(files) != 4 {
		t.Fatalf("seed documents: %d, %v", len(files), err)
	}
	return files
}

// Ensure pages of the seed documents read as they did when their output was
// last looked at: text as laid out, then the ruling lines.
func TestGolden(t *testing.T) {
	for _, name := range []string{"seed-calc", "seed-chromium"} {
		t.Run(name, func(t *testing.T) {
			p, err := open(t, "../../testdata/seed/"+name+".pdf").Page(1)
			if err != nil {
				t.Fatal(err)
			}
			var b bytes.Buffer
			if err := page.WriteText(&b, p); err != nil {
				t.Fatal(err)
			}
			for _, r := range p.Rules {
				fmt.Fprintf(&b, "%.1f %.1f %.1f %.1f\n", r.X0, r.Top, r.X1, r.Bottom)
			}
			golden := filepath.Join("testdata", name+".golden")
			if *update {
				if err := os.WriteFile(golden, b.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(b.Bytes(), want) {
				t.Errorf("page 1 reads otherwise than in %s; if that is right, run the test with -update and read the difference", golden)
			}
		})
	}
}

// Ensure a document reads the same however its file is written.
func TestRewritten(t *testing.T) {
	for _, pair := range [][2]string{
		{"seed-calc.pdf", "seed-calc-objstm.pdf"},
		{"seed-chromium.pdf", "seed-chromium-aes256.pdf"},
	} {
		a, b := open(t, "../../testdata/seed/"+pair[0]), open(t, "../../testdata/seed/"+pair[1])
		if a.NumPages() != b.NumPages() || a.NumPages() == 0 {
			t.Fatalf("%v: %d and %d pages", pair, a.NumPages(), b.NumPages())
		}
		for n := 1; n <= a.NumPages(); n++ {
			if x, y := asJSON(t, a, n), asJSON(t, b, n); x != y {
				t.Errorf("%v: page %d differs", pair, n)
			}
		}
	}
}

func asJSON(t testing.TB, d *Document, n int) string {
	t.Helper()
	p, err := d.Page(n)
	if err != nil {
		t.Fatal(err)
	}
	return string(page.AppendJSON(nil, p))
}

// Ensure pages come in the order asked for, whatever the number of goroutines,
// and as Page gives them.
func TestPages(t *testing.T) {
	d := open(t, "../../testdata/seed/seed-calc.pdf")
	for _, numbers := range [][]int{nil, {3, 1, 2, 3}, {5}, {}} {
		want := numbers
		if numbers == nil {
			want = []int{1, 2, 3, 4, 5}
		}
		for _, workers := range []int{0, 1, 2, 8} {
			var got []int
			for p, err := range d.Pages(context.Background(), numbers, workers) {
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, p.Number)
				if string(page.AppendJSON(nil, p)) != asJSON(t, d, p.Number) {
					t.Errorf("page %d differs with %d workers", p.Number, workers)
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("%d workers: pages %v, want %v", workers, got, want)
			}
		}
	}
}

// Ensure reading in parallel ends with its context and when the caller has
// enough.
func TestPagesEnd(t *testing.T) {
	d := open(t, "../../testdata/seed/seed-calc.pdf")
	for _, workers := range []int{1, 3} {
		ctx, cancel := context.WithCancel(context.Background())
		n := 0
		var last error
		for _, err := range d.Pages(ctx, nil, workers) {
			n++
			last = err
			cancel()
		}
		cancel()
		if !errors.Is(last, context.Canceled) || n > d.NumPages() {
			t.Errorf("%d workers: %d pages, then %v", workers, n, last)
		}
		n = 0
		for range d.Pages(context.Background(), nil, workers) {
			if n++; n == 2 {
				break
			}
		}
		if n != 2 {
			t.Errorf("%d workers: %d pages after break", workers, n)
		}
	}
}

// Ensure a page that is not there is a fault that names the document.
func TestNoPage(t *testing.T) {
	d := open(t, "../../testdata/seed/seed-calc.pdf")
	for _, n := range []int{-1, 0, 6} {
		_, err := d.Page(n)
		var fault *finding.Fault
		if !errors.As(err, &fault) || fault.Code != NoPage || !strings.Contains(fault.File, "seed-calc") {
			t.Errorf("page %d: %v", n, err)
		}
	}
}

// Ensure what cannot be opened is a fault with the file's name.
func TestOpenFaults(t *testing.T) {
	for _, data := range []string{"", "hello", "%PDF-1.7\n"} {
		_, err := Open("x.pdf", []byte(data), Options{})
		var fault *finding.Fault
		if !errors.As(err, &fault) || fault.File != "x.pdf" {
			t.Errorf("%q: %v", data, err)
		}
	}
}

// Ensure inspection tells how the seed documents are made.
func TestInspect(t *testing.T) {
	for _, file := range seeds(t) {
		in, err := open(t, file).Inspect(context.Background(), nil)
		if err != nil {
			t.Fatal(err)
		}
		wantRuling, wantProducer, wantEncryption := RulingStrokes, "LibreOffice", ""
		if strings.Contains(file, "chromium") {
			wantRuling, wantProducer = RulingFills, "Skia"
		}
		if strings.Contains(file, "aes256") {
			wantEncryption = "AES-256"
		}
		if len(in.Pages) != 5 || len(in.Fonts) == 0 || len(in.Findings) != 0 {
			t.Errorf("%s: %d pages, %d fonts, findings %v", file, len(in.Pages), len(in.Fonts), in.Findings)
		}
		if !strings.Contains(in.Info.Producer, wantProducer) || !strings.HasPrefix(in.Info.Encryption, wantEncryption) || (in.Info.Encryption == "") != (wantEncryption == "") {
			t.Errorf("%s: producer %q, encryption %q", file, in.Info.Producer, in.Info.Encryption)
		}
		glyphs, used := 0, 0
		for _, p := range in.Pages {
			if p.Ruling != wantRuling || p.Glyphs == 0 || p.Unknown != 0 || p.Rules == 0 {
				t.Errorf("%s: %+v", file, p)
			}
			glyphs += p.Glyphs
		}
		for _, f := range in.Fonts {
			used += f.Glyphs
			if !f.Embedded || !f.ToUnicode || f.Name == "" || f.Pages == 0 {
				t.Errorf("%s: %+v", file, f)
			}
		}
		if used < glyphs {
			t.Errorf("%s: fonts used for %d glyphs of %d", file, used, glyphs)
		}
	}
}

// readAll does with a file what the commands do and checks that what comes out
// makes sense. It returns the number of pages and of glyphs.
func readAll(t testing.TB, name string, data []byte) (pages, glyphs int) {
	t.Helper()
	d, err := Open(name, data, Options{})
	if err != nil {
		var fault *finding.Fault
		if !errors.As(err, &fault) {
			t.Fatalf("%s: %v is no fault", name, err)
		}
		return 0, 0
	}
	d.Info()
	const enough = 50 // pages: a mutated page tree may name one page many times
	var out bytes.Buffer
	var js []byte
	for n := 1; n <= min(d.NumPages(), enough); n++ {
		p, err := d.Page(n)
		if err != nil {
			t.Fatalf("%s: page %d: %v", name, n, err)
		}
		if !(p.Width > 0 && p.Height > 0) {
			t.Fatalf("%s: page %d is %g × %g", name, n, p.Width, p.Height)
		}
		for i := range p.Glyphs {
			g := &p.Glyphs[i]
			if !finite(g.X0, g.X1, g.Top, g.Bottom, g.OriginX, g.OriginY, g.Size) || int(g.Font) >= len(p.Fonts) {
				t.Fatalf("%s: page %d: glyph %+v", name, n, *g)
			}
		}
		for _, r := range p.Rules {
			if !finite(r.X0, r.X1, r.Top, r.Bottom, r.Thickness) || r.X1 < r.X0 || r.Bottom < r.Top {
				t.Fatalf("%s: page %d: rule %+v", name, n, r)
			}
		}
		for _, f := range p.Findings {
			f.Message(finding.Japanese)
		}
		glyphs += len(p.Glyphs)
		out.Reset()
		if err := page.WriteText(&out, p); err != nil {
			t.Fatal(err)
		}
		js = page.AppendJSON(js[:0], p)
	}
	d.Findings()
	return d.NumPages(), glyphs
}

func finite(v ...float64) bool {
	for _, x := range v {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return false
		}
	}
	return true
}

// hostile returns damaged and malicious files by name.
func hostile(t testing.TB) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	names, _ := filepath.Glob("testdata/hostile/*.pdf")
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files[filepath.Base(name)] = data
	}
	if len(files) < 20 {
		t.Fatalf("only %d hostile files", len(files))
	}
	return files
}

// maxAllocated bounds what reading a small file may allocate, and so the memory
// it can take.
const maxAllocated = 256 << 20

// Ensure hostile files, and what random damage makes of them, are read without
// a panic and within bounds. SHIHYO_MUTANTS sets the number of mutants,
// SHIHYO_MUTANTS_FROM the first one's seed, and SHIHYO_FILES a folder with more
// files to damage.
func TestMutants(t *testing.T) {
	files := hostile(t)
	more, _ := filepath.Glob(filepath.Join(os.Getenv("SHIHYO_FILES"), "*.pdf"))
	for _, name := range more {
		if data, err := os.ReadFile(name); err == nil {
			files[filepath.Base(name)] = data
		}
	}
	names := slices.Sorted(maps.Keys(files))
	var slowest time.Duration
	var which string
	check := func(name string, data []byte) {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := time.Now()
		readAll(t, name, data)
		if took := time.Since(start); took > slowest {
			slowest, which = took, name
		}
		runtime.ReadMemStats(&after)
		if n := after.TotalAlloc - before.TotalAlloc; n > maxAllocated {
			t.Errorf("%s: %d MB allocated", name, n>>20)
			if dir := os.Getenv("SHIHYO_KEEP"); dir != "" {
				os.WriteFile(filepath.Join(dir, strings.ReplaceAll(name, " ", "_")), data, 0o644)
			}
		}
	}
	for _, name := range names {
		check(name, files[name])
	}
	count := 200
	if s := os.Getenv("SHIHYO_MUTANTS"); s != "" {
		var err error
		if count, err = strconv.Atoi(s); err != nil {
			t.Fatal(err)
		}
	} else if testing.Short() {
		count = 50
	}
	from, _ := strconv.Atoi(os.Getenv("SHIHYO_MUTANTS_FROM"))
	for seed := from; seed < from+count; seed++ {
		r := rand.New(rand.NewPCG(uint64(seed), 1))
		name := names[r.IntN(len(names))]
		check(fmt.Sprintf("%s mutant %d", name, seed), mutate(r, files[name]))
	}
	t.Logf("%d mutants, the slowest took %v: %s", count, slowest, which) // told, not tested: it depends on the machine
}

// mutate damages a file in one to ten places.
func mutate(r *rand.Rand, data []byte) []byte {
	data = bytes.Clone(data)
	for range 1 + r.IntN(10) {
		if len(data) == 0 {
			return data
		}
		at := r.IntN(len(data))
		switch r.IntN(7) {
		case 0:
			data[at] ^= 1 << r.IntN(8)
		case 1:
			data[at] = byte(r.IntN(256))
		case 2: // digits: lengths, references, coordinates
			for i := at; i < min(at+40, len(data)); i++ {
				if data[i] >= '0' && data[i] <= '9' {
					data[i] = byte('0' + r.IntN(10))
					break
				}
			}
		case 3:
			end := min(at+1+r.IntN(100), len(data))
			data = slices.Delete(data, at, end)
		case 4:
			end := min(at+1+r.IntN(100), len(data))
			data = slices.Insert(data, at, bytes.Clone(data[at:end])...)
		case 5:
			data = data[:at]
		case 6:
			for i := at; i < min(at+1+r.IntN(16), len(data)); i++ {
				data[i] = ' '
			}
		}
	}
	return data
}

// Ensure every beginning of a small file is read without a panic.
func TestTruncations(t *testing.T) {
	data := hostile(t)["ok.pdf"]
	if len(data) == 0 {
		t.Fatal("ok.pdf is missing")
	}
	step := 1
	if testing.Short() {
		step = 17
	}
	for n := 0; n < len(data); n += step {
		readAll(t, fmt.Sprintf("ok.pdf cut to %d bytes", n), data[:n])
	}
	if pages, glyphs := readAll(t, "ok.pdf", data); pages != 1 || glyphs == 0 {
		t.Errorf("the whole file: %d pages, %d glyphs", pages, glyphs)
	}
}

// Ensure the reader takes any bytes for a PDF without a panic.
func FuzzRead(f *testing.F) {
	for _, data := range hostile(f) {
		if len(data) < 64<<10 {
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) { readAll(t, "fuzzed", data) })
}

// BenchmarkPage reads the pages of the seed documents; with lines as tables
// need them, and for text alone.
func BenchmarkPage(b *testing.B) {
	for _, textOnly := range []bool{false, true} {
		for _, name := range []string{"seed-calc", "seed-chromium"} {
			b.Run(fmt.Sprintf("%s/textOnly=%v", name, textOnly), func(b *testing.B) {
				data, err := os.ReadFile("../../testdata/seed/" + name + ".pdf")
				if err != nil {
					b.Fatal(err)
				}
				d, err := Open(name, data, Options{TextOnly: textOnly})
				if err != nil {
					b.Fatal(err)
				}
				b.ReportAllocs()
				for i := 0; b.Loop(); i++ {
					p, err := d.Page(i%d.NumPages() + 1)
					if err != nil {
						b.Fatal(err)
					}
					Recycle(p)
				}
			})
		}
	}
}
