package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"shihyo/extract"
	"shihyo/extract/finding"
)

// readFlags are the flags of every command that reads a PDF.
type readFlags struct {
	pages    string
	password string
	timeout  time.Duration
	seeds    string
	ocr      bool
}

// add declares the flags on a command.
func (f *readFlags) add(a *app, cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.StringVar(&f.pages, "pages", "", a.tr("読むページ `1-3,7`（既定は全ページ）", "pages to read, `1-3,7` (default: all)"))
	fl.StringVar(&f.password, "password", "", a.tr("PDFの`パスワード`", "`password` of the PDF"))
	fl.DurationVar(&f.timeout, "timeout", 0, a.tr(
		fmt.Sprintf("資料１件に掛ける`時間`の上限（既定 %s、--ocr では %s）", short(extract.DefaultTimeout), short(extract.OCRTimeout)),
		fmt.Sprintf("longest `time` for one document (default %s, with --ocr %s)", short(extract.DefaultTimeout), short(extract.OCRTimeout))))
	fl.StringVar(&f.seeds, "seeds", "", a.tr("見出し語や単位を追加したCSVのある`フォルダー`", "`folder` with your additions to header terms and units (CSV)"))
	fl.BoolVar(&f.ocr, "ocr", false, a.tr("文字情報のないページをTesseractで読む", "read pages without text by Tesseract"))
}

// short writes a duration without its zero parts: 2m instead of 2m0s.
func short(d time.Duration) string {
	s := d.String()
	s = strings.TrimSuffix(s, "0s")
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

// options returns what the pipeline wants to know.
func (f *readFlags) options() extract.Options {
	return extract.Options{Pages: f.pages, Password: f.password, Timeout: f.timeout, OCR: f.ocr, Seeds: f.seeds}
}

// exactlyOneFile is the argument check of commands that read one PDF.
func (a *app) exactlyOneFile(cmd *cobra.Command, args []string) error {
	if len(args) != 1 {
		return a.misuse("PDFファイルを一つ指定してください（例: shihyo %s keikaku.pdf）。", "name one PDF file (as in: shihyo %s plan.pdf).", cmd.Name())
	}
	return nil
}

// noArgs is the argument check of commands that take flags only.
func (a *app) noArgs(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return a.misuse("shihyo %s に余分な引数「%s」があります。", "shihyo %s takes no argument, but there is %q.", cmd.Name(), args[0])
	}
	return nil
}

// open reads a document's bytes; "-" is standard input.
func (a *app) open(name string) (extract.Source, error) { return a.openBy(os.ReadFile, name) }

// openPages is open for commands that only walk over the pages: they need not
// have all of a large file in memory. They call walked after each page.
func (a *app) openPages(name string) (extract.Source, error) {
	return a.openBy(func(name string) ([]byte, error) {
		data, mapped, err := mapFile(name)
		if mapped {
			a.mapped = data
		}
		return data, err
	}, name)
}

// forgetEvery is after how many pages what was read of a mapped file is taken out
// of memory: few enough that a book takes no more than a report, enough for the
// fonts that the next pages ask for again to cost nothing to speak of.
const forgetEvery = 30

// walked counts a page that was read, so that of a long file only what its last
// pages needed is in memory.
func (a *app) walked() {
	if a.pages++; a.mapped != nil && a.pages%forgetEvery == 0 {
		forget(a.mapped)
	}
}

func (a *app) openBy(read func(string) ([]byte, error), name string) (extract.Source, error) {
	if name == "-" {
		data, err := io.ReadAll(a.in)
		if err != nil {
			return extract.Source{}, finding.Fail("stdin", err, Unreadable, err)
		}
		return extract.Source{Name: "stdin", Data: data}, nil
	}
	data, err := read(name)
	if err != nil {
		return extract.Source{}, a.unreadable(name, err)
	}
	return extract.Source{Name: name, Data: data}, nil
}

// unreadable turns an error of the file system into a fault with a remedy.
func (a *app) unreadable(name string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return finding.Fail(name, err, NotFound)
	}
	if info, serr := os.Stat(name); serr == nil && info.IsDir() {
		return finding.Fail(name, err, IsFolder)
	}
	return finding.Fail(name, err, Unreadable, err)
}

// warn prints what a person should know about a document to standard error:
// one line a finding, led by file and page.
func (a *app) warn(file string, findings []finding.Finding) {
	for _, f := range findings {
		if f.Severity == finding.Info {
			continue
		}
		if f.Page > 0 {
			a.printf("%s: %dページ: %s\n", "%s: page %d: %s\n", file, f.Page, oneLine(f.Message(a.lang)))
		} else {
			a.printf("%s: %s\n", "%s: %s\n", file, oneLine(f.Message(a.lang)))
		}
	}
}
