package extract

import (
	"context"
	"errors"

	"shihyo/extract/finding"
	"shihyo/extract/pdf"
)

// Inspect tells how a document is made and what could not be read of it. The
// error is a *finding.Fault.
func Inspect(ctx context.Context, src Source, opts Options) (*pdf.Inspection, error) {
	ctx, cancel := context.WithTimeout(ctx, opts.limit())
	defer cancel()
	in, err := inspect(ctx, src, opts)
	if errors.Is(err, context.DeadlineExceeded) {
		return nil, finding.Fail(src.Name, err, Timeout, opts.limit())
	}
	return in, err
}

func inspect(ctx context.Context, src Source, opts Options) (in *pdf.Inspection, err error) {
	doc, err := open(ctx, src, opts)
	if err != nil {
		return nil, err
	}
	numbers, err := selection(src.Name, opts.Pages, doc.NumPages())
	if err != nil {
		return nil, err
	}
	if p := caught(func() { in, err = doc.Inspect(ctx, numbers) }); p != nil {
		return nil, finding.Fail(src.Name, p, Broken, p)
	}
	return in, err
}
