// Command bench-reader measures the PDF reader against poppler and mupdf on a
// folder of documents:
//
//	go run ./extract/bench/reader [-only open,text,origins,speed] DIR…
//
// It prints which files open that poppler opens; for each file how far the text
// agrees with pdftotext's (F1 over the bags of characters) and how many glyph
// origins lie within a point of mutool's; and pages a second of `shihyo text`
// beside `pdftotext -layout`, and of `shihyo tables` beside `pdftotext
// -bbox-layout`, all pinned to one core, start-up subtracted, on documents of 50
// pages and more and on the shorter ones of each folder joined.
// Only files that fall short are listed unless -v is given.
package main

import (
	"context"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strings"
	"time"
)

// timeout bounds a reference program on one file.
const timeout = 60 * time.Second

func main() {
	only := flag.String("only", "open,text,origins,speed", "what to measure")
	verbose := flag.Bool("v", false, "list every file")
	binary := flag.String("shihyo", "bin/shihyo", "the program to time")
	runs := flag.Int("runs", 7, "timed rounds, in which the programs take turns; the least time counts")
	flag.Usage = func() {
		fmt.Fprintln(os.Stderr, "usage: bench-reader [flags] DIR…   (make bench-reader BENCH_DATA=DIR)")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() == 0 {
		fmt.Fprintln(os.Stderr, "bench-reader: no documents; name a folder of PDFs: make bench-reader BENCH_DATA=DIR")
		os.Exit(2)
	}
	for _, tool := range []string{"pdftotext", "mutool", "taskset"} {
		if _, err := exec.LookPath(tool); err != nil {
			fmt.Fprintf(os.Stderr, "bench-reader: %s is missing; install poppler-utils, mupdf-tools and util-linux\n", tool)
			os.Exit(2)
		}
	}
	files, err := pdfs(flag.Args())
	if err != nil || len(files) == 0 {
		fmt.Fprintln(os.Stderr, "bench-reader: no PDF files found:", err)
		os.Exit(2)
	}
	b := &bench{verbose: *verbose, binary: *binary, runs: *runs}
	fmt.Printf("%d files\n", len(files))
	for _, what := range strings.Split(*only, ",") {
		switch what {
		case "open":
			b.open(files)
		case "text":
			b.text(files)
		case "origins":
			b.origins(files)
		case "speed":
			if err := b.speed(files); err != nil {
				fmt.Fprintln(os.Stderr, "bench-reader:", err)
				os.Exit(1)
			}
		default:
			fmt.Fprintf(os.Stderr, "bench-reader: nothing called %q to measure\n", what)
			os.Exit(2)
		}
	}
}

// bench holds the settings of a run.
type bench struct {
	verbose bool
	binary  string
	runs    int
}

// pdfs returns the PDF files named or under the folders named, in order.
func pdfs(names []string) ([]string, error) {
	var files []string
	for _, name := range names {
		err := filepath.WalkDir(name, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if !d.IsDir() && strings.EqualFold(filepath.Ext(path), ".pdf") {
				files = append(files, path)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	sort.Strings(files)
	return files, nil
}

// output runs a reference program and returns what it wrote.
func output(name string, args ...string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	return exec.CommandContext(ctx, name, args...).Output()
}
