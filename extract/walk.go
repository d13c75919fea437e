package extract

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"

	"shihyo/extract/finding"
	"shihyo/extract/ordered"
	"shihyo/extract/page"
	"shihyo/extract/pdf"
)

// walk opens a document, runs stage on the pages that opts asks for, several at
// a time, and hands the results to each in the order of the pages.
//
// A context that ends stops the walk at once, even while a page is being read:
// its goroutine is left to finish by itself, since there is no way to break
// into it, and its result is dropped.
func walk[T any](ctx context.Context, src Source, opts Options, stage func(*page.Page) T, each func(T) error) (*Document, error) {
	limit := opts.limit()
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()

	d, err := walkUntil(ctx, src, opts, stage, each)
	if errors.Is(err, context.DeadlineExceeded) {
		return nil, finding.Fail(src.Name, err, Timeout, limit)
	}
	return d, err
}

func walkUntil[T any](ctx context.Context, src Source, opts Options, stage func(*page.Page) T, each func(T) error) (*Document, error) {
	doc, err := open(ctx, src, opts)
	if err != nil {
		return nil, err
	}
	numbers, err := selection(src.Name, opts.Pages, doc.NumPages())
	if err != nil {
		return nil, err
	}
	work := func(n int) sheet[T] { return readPage(ctx, doc, n, src, opts, stage) }
	glyphs, blank := 0, true
	err = ordered.Do(ctx, numbers, 0, work, func(s sheet[T]) error {
		if s.err != nil {
			return s.err
		}
		glyphs += s.glyphs
		blank = blank && s.blank
		return each(s.result)
	})
	if err != nil {
		return nil, err
	}
	d := &Document{Pages: doc.NumPages()}
	if p := caught(func() { d.Info = doc.Info() }); p != nil {
		return nil, finding.Fail(src.Name, p, Broken, p)
	}
	d.Findings = doc.Findings()
	switch {
	case blank:
		d.Findings = append(d.Findings, finding.New(Blank))
	case glyphs == 0:
		d.Findings = append(d.Findings, finding.New(NoText))
	}
	return d, nil
}

// open opens the document in a goroutine of its own, so that a file on which
// the reader stalls does not outlast the context.
func open(ctx context.Context, src Source, opts Options) (*pdf.Document, error) {
	type opened struct {
		doc *pdf.Document
		err error
	}
	done := make(chan opened, 1)
	go func() {
		var o opened
		if p := caught(func() {
			o.doc, o.err = pdf.Open(src.Name, src.Data, pdf.Options{Password: opts.Password, TextOnly: opts.TextOnly})
		}); p != nil {
			o.err = finding.Fail(src.Name, p, Broken, p)
		}
		done <- o
	}()
	select {
	case o := <-done:
		return o.doc, o.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// sheet is what became of one page.
type sheet[T any] struct {
	result T
	glyphs int
	blank  bool // nothing at all is shown
	err    error
}

// readPage reads a page and runs stage on it. If either panics, stage gets a
// page that holds nothing but the finding.
func readPage[T any](ctx context.Context, doc *pdf.Document, n int, src Source, opts Options, stage func(*page.Page) T) (s sheet[T]) {
	p := caught(func() {
		var pg *page.Page
		if pg, s.err = doc.Page(n); s.err != nil {
			return
		}
		pg = scanned(ctx, src, opts, pg)
		for i := range pg.Findings {
			if pg.Findings[i].Page == 0 {
				pg.Findings[i].Page = n
			}
		}
		if opts.Alter != nil {
			opts.Alter(pg)
		}
		s.glyphs = len(pg.Glyphs)
		s.blank = len(pg.Glyphs)+len(pg.Hidden)+len(pg.Rules)+len(pg.Fills)+len(pg.Shapes)+len(pg.Images) == 0
		s.result = stage(pg)
	})
	if p == nil {
		return s
	}
	lost := &page.Page{Number: n, Findings: []finding.Finding{finding.New(PageFailed, p).At(n, [4]float64{})}}
	if again := caught(func() { s.result = stage(lost) }); again != nil {
		s.err = finding.Fail("", again, Broken, again)
	}
	return s
}

// caught runs f and returns what it panicked with, nil if it did not. The bytes
// of a document may be those of a file that is mapped into memory: to read what
// somebody has cut off the file in the meantime is a panic as well.
func caught(f func()) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = &panicked{p, debug.Stack()}
		}
	}()
	f()
	return nil
}

// panicked is a panic as an error. The stack is kept for developers; the
// message for users leaves it out.
type panicked struct {
	value any
	Stack []byte
}

func (p *panicked) Error() string { return fmt.Sprint(p.value) }
