// Package pdf reads PDF documents as a person sees them: every page becomes
// placed glyphs, ruling lines and filled areas (page.Page), after rotation and
// crop were applied.
//
// The work is done by three packages below it: object (the file's objects),
// font (codes to characters and widths) and content (what the operators of a
// page draw). This package ties them together for one document and says what
// could not be read.
package pdf

import (
	"context"
	"iter"

	"shihyo/extract/finding"
	"shihyo/extract/page"
)

// Options steer the reading of a document. The zero value opens files that
// need no password.
type Options struct {
	Password string // user or owner password, tried after the empty one
}

// Document is an open PDF. Its methods may be called by several goroutines at
// once; it keeps fonts and shared streams, but no pages.
type Document struct {
	name string
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
	Encryption string `json:"encryption"` // "" where there is none, else e.g. "AES-256 R6"
	Tagged     bool   `json:"tagged"`
}

// Open reads a document's structure; pages are read one by one with Page. The
// name is used in messages only. The error is a *finding.Fault.
func Open(name string, data []byte, o Options) (*Document, error) {
	return &Document{name: name}, nil
}

// NumPages returns the number of pages.
func (d *Document) NumPages() int { return 0 }

// Info returns what the document says about itself.
func (d *Document) Info() Info { return Info{} }

// Page reads page n (1 for the first). A damaged page gives what is still
// readable, with findings; the error is a *finding.Fault and not nil only where
// the document has no such page.
func (d *Document) Page(n int) (*page.Page, error) { return &page.Page{Number: n}, nil }

// Pages reads the given pages (all when nil) with the given number of
// goroutines (all cores when 0) and yields them in the given order, looking
// ahead only as far as keeps the goroutines busy. It ends early with the
// context's error.
func (d *Document) Pages(ctx context.Context, numbers []int, workers int) iter.Seq2[*page.Page, error] {
	return func(yield func(*page.Page, error) bool) {}
}

// Findings returns what could not be read of the document as a whole (rebuilt
// cross-reference table, lost pages); findings of pages are with the pages.
func (d *Document) Findings() []finding.Finding { return nil }
