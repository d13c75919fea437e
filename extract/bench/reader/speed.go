package main

import (
	"bytes"
	"fmt"
	"maps"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"shihyo/extract/pdf"
)

// bookPages is the length from which a document counts as a book.
const bookPages = 50

// race is one of our commands against the program of poppler's that does the
// like of it, on one core each.
type race struct {
	name         string
	ours, theirs func(file string) []string
	least        float64 // how many times as fast we mean to be
}

// book is a document to read and what reading it took.
type book struct {
	name, file   string
	pages        int
	ours, theirs []time.Duration // processor time, by round
	memory       int64           // greatest of our rounds, kB
}

// speed times whole processes that write what they read in a book to a file. The
// programs take turns, book by book and round by round, so that what else the
// machine does meets both; the least time of each counts. What a document of one
// empty page takes is subtracted as start-up.
func (b *bench) speed(files []string) error {
	if _, err := os.Stat(b.binary); err != nil {
		return fmt.Errorf("no program to time: run make build first (%w)", err)
	}
	dir, err := os.MkdirTemp("", "bench-reader")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	blank := filepath.Join(dir, "blank.pdf")
	if err := os.WriteFile(blank, onePage(), 0o644); err != nil {
		return err
	}
	books := books(append(files, joined(files, dir)...))
	if len(books) == 0 {
		fmt.Printf("speed    no document of %d pages or more\n", bookPages)
		return nil
	}
	out := filepath.Join(dir, "out")
	for _, r := range []race{
		{"text ÷ pdftotext -layout",
			func(file string) []string { return []string{b.binary, "text", "--format", "txt", file} },
			func(file string) []string { return []string{"pdftotext", "-layout", file, out} }, 5},
		{"tables ÷ pdftotext -bbox-layout",
			func(file string) []string { return []string{b.binary, "tables", "--format", "json", file} },
			func(file string) []string { return []string{"pdftotext", "-bbox-layout", file, out} }, 3},
	} {
		start := &book{name: "start-up", file: blank}
		for i := range books {
			books[i].ours, books[i].theirs, books[i].memory = nil, nil, 0
		}
		for range b.runs {
			for _, k := range append([]*book{start}, books...) {
				if err := b.round(k, r, out); err != nil {
					return err
				}
			}
		}
		report(r, start, books)
	}
	return nil
}

// round lets both programs read a book once.
func (b *bench) round(k *book, r race, out string) error {
	took, memory, err := pinned(r.ours(k.file), out)
	if err != nil {
		return err
	}
	k.ours, k.memory = append(k.ours, took), max(k.memory, memory)
	took, _, err = pinned(r.theirs(k.file), "")
	k.theirs = append(k.theirs, took)
	return err
}

// report prints the rates of a race. "Worst" is the rate of the round that went
// worst for us, which on a busy machine tells more of the machine.
func report(r race, start *book, books []*book) {
	startOurs, startTheirs := slices.Min(start.ours), slices.Min(start.theirs)
	net := func(took, start time.Duration) time.Duration { return max(took-start, time.Microsecond) }
	rate := func(ours, theirs time.Duration) float64 {
		return float64(net(theirs, startTheirs)) / float64(net(ours, startOurs))
	}
	fmt.Printf("speed    %s, at least %.0f ×; start-up %v and %v, subtracted; least of %d rounds\n", r.name, r.least,
		startOurs.Round(100*time.Microsecond), startTheirs.Round(100*time.Microsecond), len(start.ours))
	var sumOurs, sumTheirs time.Duration
	total := 0
	for _, k := range books {
		ours, theirs := slices.Min(k.ours), slices.Min(k.theirs)
		worst := math.Inf(1)
		for i := range k.ours {
			worst = min(worst, rate(k.ours[i], k.theirs[i]))
		}
		fmt.Printf("speed    %-48s %4d pages: %6.0f and %5.0f pages/s; %5.2f × (worst %5.2f ×, with start-up %5.2f ×); %d MB\n",
			k.name, k.pages, float64(k.pages)/net(ours, startOurs).Seconds(), float64(k.pages)/net(theirs, startTheirs).Seconds(),
			rate(ours, theirs), worst, float64(theirs)/float64(ours), k.memory>>10)
		sumOurs, sumTheirs, total = sumOurs+net(ours, startOurs), sumTheirs+net(theirs, startTheirs), total+k.pages
	}
	fmt.Printf("speed    %-48s %4d pages: %6.0f and %5.0f pages/s; %5.2f ×\n", "all", total,
		float64(total)/sumOurs.Seconds(), float64(total)/sumTheirs.Seconds(), float64(sumTheirs)/float64(sumOurs))
}

// books returns the files long enough whose pages both readers count alike: one
// that leaves pages out has less to do.
func books(files []string) (list []*book) {
	for _, file := range files {
		n := pageCount(file)
		if n < bookPages {
			continue
		}
		name := filepath.Base(file)
		if info, err := output("pdfinfo", file); err != nil || popplerPages(info) != n {
			fmt.Printf("speed    %-48s page counts differ: left out\n", name)
			continue
		}
		list = append(list, &book{name: name, file: file, pages: n})
	}
	return list
}

// pageCount returns how many pages we find in a file, 0 if it does not open.
func pageCount(file string) int {
	data, err := os.ReadFile(file)
	if err != nil {
		return 0
	}
	d, err := pdf.Open(file, data, pdf.Options{})
	if err != nil {
		return 0
	}
	return d.NumPages()
}

// joined makes a book of the short documents of each folder, where qpdf is
// installed: real books are rare among test documents. Their fonts are those of
// many documents, which is harder on a reader than a real book. Folders with too
// few pages are taken as often as fills a book.
func joined(files []string, dir string) []string {
	if _, err := exec.LookPath("qpdf"); err != nil {
		return nil
	}
	folders, count := map[string][]string{}, map[string]int{}
	for _, file := range files {
		if n := pageCount(file); n > 0 && n < bookPages {
			folder := filepath.Dir(file)
			folders[folder] = append(folders[folder], file)
			count[folder] += n
		}
	}
	var books []string
	for _, folder := range slices.Sorted(maps.Keys(folders)) {
		times := (bookPages + count[folder] - 1) / count[folder]
		book := filepath.Join(dir, fmt.Sprintf("joined-%s.pdf", filepath.Base(folder)))
		args := append([]string{"--empty", "--pages"}, slices.Repeat(folders[folder], times)...)
		output("qpdf", append(args, "--", book)...) // its exit code tells of warnings too
		if _, err := os.Stat(book); err == nil {
			books = append(books, book)
		}
	}
	return books
}

// pinned runs a command on one core and returns the processor time it took (user
// and system; on a busy machine the clock tells nothing) and its greatest memory
// in kB. Standard output goes to the file out if one is named.
func pinned(args []string, out string) (took time.Duration, memory int64, err error) {
	cmd := exec.Command("taskset", append([]string{"-c", "0"}, args...)...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if out != "" {
		f, err := os.Create(out)
		if err != nil {
			return 0, 0, err
		}
		defer f.Close()
		cmd.Stdout = f
	}
	if err := cmd.Run(); err != nil {
		return 0, 0, fmt.Errorf("%s: %w: %s", strings.Join(args, " "), err, stderr.String())
	}
	return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), maxRSS(cmd.ProcessState), nil
}

// popplerPages reads the page count from pdfinfo's output.
func popplerPages(info []byte) int {
	for line := range strings.Lines(string(info)) {
		if rest, ok := strings.CutPrefix(line, "Pages:"); ok {
			n, _ := strconv.Atoi(strings.TrimSpace(rest))
			return n
		}
	}
	return 0
}

// onePage returns a PDF of one empty page, to measure start-up with.
func onePage() []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	var at []int
	for i, s := range []string{
		"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
	} {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, s)
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, o := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, xref)
	return b.Bytes()
}
