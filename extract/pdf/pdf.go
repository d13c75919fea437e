// Package pdf reads PDF documents as a person sees them: every page becomes
// placed glyphs, ruling lines and filled areas (page.Page), after rotation and
// crop were applied.
//
//	d, err := pdf.Open(name, data, pdf.Options{})
//	for p, err := range d.Pages(ctx, nil, 0) {
//		for _, g := range p.Glyphs { … }
//	}
//
// The work is done by three packages below it: object (the file's objects),
// font (codes to characters and widths, with cmap for the tables of Adobe's
// character collections) and content (what the operators of a page draw). This
// package ties them together for one document and says what could not be read.
// It needs no other program, no cgo and no data but its own.
//
// # What is read
//
// PDF 1.0 to 2.0 with every kind of cross-reference table, object streams and
// updates; where the table lies, the file is searched for its objects. The
// standard encryption of all revisions, with the empty password or one given.
// All filters but those of images. Composite fonts with the predefined CMaps of
// Adobe-Japan1 and the collections of China and Korea, embedded or not; simple
// and Type3 fonts. Text in either direction of writing, forms, patterns,
// annotations and form fields (with values that viewers are to draw, too),
// layers, replacement texts in the content and in the structure tree. Lines from
// strokes, thin fills, dots, images and what areas leave uncovered; those that the
// picture of a scan shows, where it has a text layer.
//
// # What is seen
//
// Nothing is rendered. Whether something can be seen is decided by boxes: text
// off the page or the clip, under an opaque area, or in the colour of what lies
// under it is left out and counted in a finding. Invisible text, as scans have
// it, is kept apart (page.Page.Hidden).
//
// # What is not certain
//
// A character that the file does not tell comes as an unknown glyph at its
// place, never as a guess. Damage, limits and doubt are findings of the page or
// of the document. Only a file that cannot be read at all is an error.
//
// # Hostile files
//
// Input is never trusted: no file makes the reader panic, and time and memory
// for a page are bounded by constants that stand with their reasons in object
// (limits.go) and content (content.go).
package pdf

import (
	"context"
	"errors"
	"iter"
	"strings"

	"shihyo/extract/finding"
	"shihyo/extract/ordered"
	"shihyo/extract/page"
	"shihyo/extract/pdf/content"
	"shihyo/extract/pdf/object"
)

// NoPage is the code of the fault for a page the document does not have.
var NoPage = finding.Register("no_page", finding.Error,
	"%vページはありません（全%vページ）。--pages を確かめてください。",
	"there is no page %v (the document has %v); check --pages.")

// Options steer the reading of a document. The zero value opens files that
// need no password.
type Options struct {
	Password string // user or owner password, tried after the empty one

	// TextOnly leaves out ruling lines, diagonals and fills, for those who want
	// nothing but text: it saves a sixth of the time.
	TextOnly bool
}

// Document is an open PDF. Its methods may be called by several goroutines at
// once; it keeps fonts and shared streams, but no pages.
type Document struct {
	name   string
	file   *object.File
	pages  []object.Page
	reader *content.Reader
}

// Info is what a document says about itself.
type Info struct {
	Version    string `json:"version"` // "1.7"
	Producer   string `json:"producer"`
	Creator    string `json:"creator"`
	Title      string `json:"title"`
	Author     string `json:"author"`
	Created    string `json:"created"`    // as written: D:20240401093000+09'00'
	Modified   string `json:"modified"`   // as written
	Encryption string `json:"encryption"` // "" where there is none, else e.g. "AES-256 (R6)"
	Tagged     bool   `json:"tagged"`
}

// Open reads a document's structure; pages are read one by one with Page. The
// name is used in messages only. data must not change while the document is in
// use. The error is a *finding.Fault with one of the codes of object.Open.
func Open(name string, data []byte, o Options) (*Document, error) {
	f, err := object.Open(data, o.Password)
	if err != nil {
		var fault *finding.Fault
		if errors.As(err, &fault) {
			named := *fault
			named.File = name
			return nil, &named
		}
		return nil, finding.Fail(name, err, object.Damaged, err)
	}
	return &Document{name: name, file: f, pages: f.Pages(), reader: content.NewReader(f, o.TextOnly)}, nil
}

// NumPages returns the number of pages.
func (d *Document) NumPages() int { return len(d.pages) }

// Info returns what the document says about itself.
func (d *Document) Info() Info {
	info := Info{Version: d.file.Version(), Encryption: d.file.Encryption()}
	if dict, ok := d.file.Dict(d.file.Trailer()["Info"]); ok {
		for _, e := range []struct {
			key object.Name
			to  *string
		}{
			{"Producer", &info.Producer}, {"Creator", &info.Creator}, {"Title", &info.Title},
			{"Author", &info.Author}, {"CreationDate", &info.Created}, {"ModDate", &info.Modified},
		} {
			if s, ok := d.file.Str(dict[e.key]); ok {
				*e.to = printable(content.TextString([]byte(s)))
			}
		}
	}
	if root, ok := d.file.Dict(d.file.Trailer()["Root"]); ok {
		if mark, ok := d.file.Dict(root["MarkInfo"]); ok {
			info.Tagged, _ = d.file.Bool(mark["Marked"])
		}
	}
	return info
}

// printable drops what upsets a terminal and bounds a text to one line.
func printable(s string) string {
	const longest = 2000 // bytes: a producer's name is some 50
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\t':
			return ' '
		case r < ' ' || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069:
			return -1
		}
		return r
	}, s)
	if len(s) > longest {
		s = strings.ToValidUTF8(s[:longest], "")
	}
	return strings.TrimSpace(s)
}

// Page reads page n (1 for the first). A damaged page gives what is still
// readable, with findings; the error is a *finding.Fault of code NoPage, where
// the document has no such page.
func (d *Document) Page(n int) (*page.Page, error) {
	r, err := d.read(n)
	if err != nil {
		return nil, err
	}
	return r.Page, nil
}

// Recycle takes back a page that nobody uses any more: reading the next page is
// cheaper then. Giving pages back is optional.
func Recycle(p *page.Page) { content.Recycle(p) }

func (d *Document) read(n int) (content.Result, error) {
	if n < 1 || n > len(d.pages) {
		return content.Result{}, finding.Fail(d.name, nil, NoPage, n, len(d.pages))
	}
	return d.reader.Page(d.pages[n-1], n), nil
}

// Pages reads the given pages (all when nil) with the given number of
// goroutines (all cores when 0) and yields them in the given order, looking
// ahead only as far as keeps the goroutines busy. It ends early with the
// context's error.
func (d *Document) Pages(ctx context.Context, numbers []int, workers int) iter.Seq2[*page.Page, error] {
	return func(yield func(*page.Page, error) bool) {
		for r, err := range d.results(ctx, numbers, workers) {
			if !yield(r.Page, err) {
				return
			}
		}
	}
}

// results is Pages with what Inspect wants to know besides.
func (d *Document) results(ctx context.Context, numbers []int, workers int) iter.Seq2[content.Result, error] {
	if numbers == nil {
		numbers = make([]int, len(d.pages))
		for i := range numbers {
			numbers[i] = i + 1
		}
	}
	type outcome struct {
		result content.Result
		err    error
	}
	work := func(n int) outcome {
		r, err := d.read(n)
		return outcome{r, err}
	}
	return func(yield func(content.Result, error) bool) {
		err := ordered.Do(ctx, numbers, workers, work, func(o outcome) error {
			if !yield(o.result, o.err) {
				return errStopped
			}
			return nil
		})
		if err != nil && err != errStopped {
			yield(content.Result{}, err)
		}
	}
}

// errStopped tells that whoever walks over the pages wants no more.
var errStopped = errors.New("stopped")

// Findings returns what could not be read of the document as a whole (rebuilt
// cross-reference table, lost pages); findings of pages are with the pages.
func (d *Document) Findings() []finding.Finding { return d.file.Findings() }
