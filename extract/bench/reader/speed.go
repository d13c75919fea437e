package main

import (
	"bytes"
	"fmt"
	"maps"
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

// speed times whole processes that write a book's text to a file.
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
	out := filepath.Join(dir, "out.txt")
	ours := func(file string) []string { return []string{b.binary, "text", "--format", "txt", file} }
	theirs := func(file string) []string { return []string{"pdftotext", "-layout", file, out} }

	startOurs, _, err := b.time(ours(blank), out)
	if err != nil {
		return err
	}
	startTheirs, _, err := b.time(theirs(blank), "")
	if err != nil {
		return err
	}
	fmt.Printf("speed    start-up: ours %v, pdftotext %v (subtracted)\n", startOurs.Round(time.Millisecond), startTheirs.Round(time.Millisecond))
	var sumOurs, sumTheirs time.Duration
	total := 0
	for _, file := range append(files, joined(files, dir)...) {
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		d, err := pdf.Open(file, data, pdf.Options{})
		if err != nil || d.NumPages() < bookPages {
			continue
		}
		n := d.NumPages()
		if info, err := output("pdfinfo", file); err != nil || popplerPages(info) != n {
			fmt.Printf("speed    %-50s page counts differ: left out\n", filepath.Base(file))
			continue
		}
		a, mem, err := b.time(ours(file), out)
		if err != nil {
			return err
		}
		c, _, err := b.time(theirs(file), "")
		if err != nil {
			return err
		}
		a, c = max(a-startOurs, time.Microsecond), max(c-startTheirs, time.Microsecond)
		fmt.Printf("speed    %-50s %4d pages: ours %6.0f pages/s, pdftotext -layout %6.0f; %5.2f ×; %d MB\n",
			filepath.Base(file), n, float64(n)/a.Seconds(), float64(n)/c.Seconds(), float64(c)/float64(a), mem>>10)
		sumOurs, sumTheirs, total = sumOurs+a, sumTheirs+c, total+n
	}
	if total == 0 {
		fmt.Printf("speed    no document of %d pages or more\n", bookPages)
		return nil
	}
	fmt.Printf("speed    %d pages: ours %.0f pages/s, pdftotext -layout %.0f; %.2f ×\n", total,
		float64(total)/sumOurs.Seconds(), float64(total)/sumTheirs.Seconds(), float64(sumTheirs)/float64(sumOurs))
	return nil
}

// joined makes a book of the short documents of each folder, where qpdf is
// installed: real books are rare among test documents. Their fonts are those of
// many documents, which is harder on a reader than a real book.
func joined(files []string, dir string) []string {
	if _, err := exec.LookPath("qpdf"); err != nil {
		return nil
	}
	folders := map[string][]string{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			continue
		}
		d, err := pdf.Open(file, data, pdf.Options{})
		if err == nil && d.NumPages() > 0 && d.NumPages() < bookPages {
			folders[filepath.Dir(file)] = append(folders[filepath.Dir(file)], file)
		}
	}
	var books []string
	for _, folder := range slices.Sorted(maps.Keys(folders)) {
		if len(folders[folder]) < 2 {
			continue
		}
		book := filepath.Join(dir, "joined-"+filepath.Base(folder)+".pdf")
		args := append([]string{"--empty", "--pages"}, folders[folder]...)
		output("qpdf", append(args, "--", book)...) // its exit code tells of warnings too
		if _, err := os.Stat(book); err == nil {
			books = append(books, book)
		}
	}
	return books
}

// time runs a command on one core and returns the least processor time it took
// (user and system; on a busy machine the clock tells nothing) and its greatest
// memory in kB. Standard output goes to the file out if one is named.
func (b *bench) time(args []string, out string) (best time.Duration, memory int64, err error) {
	for range b.runs {
		cmd := exec.Command("taskset", append([]string{"-c", "0"}, args...)...)
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		var f *os.File
		if out != "" {
			if f, err = os.Create(out); err != nil {
				return 0, 0, err
			}
			cmd.Stdout = f
		}
		err = cmd.Run()
		if f != nil {
			f.Close()
		}
		if err != nil {
			return 0, 0, fmt.Errorf("%s: %w: %s", strings.Join(args, " "), err, stderr.String())
		}
		took := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
		if best == 0 || took < best {
			best = took
		}
		memory = max(memory, maxRSS(cmd.ProcessState))
	}
	return best, memory, nil
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
