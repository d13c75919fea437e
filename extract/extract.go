// Package extract runs a document through all stages: PDF → pages → tables →
// indicators → values. Everything that reads documents (commands, tests,
// refresh jobs) calls Run, so all see the same.
package extract

import (
	"context"
	"time"

	"shihyo/extract/finding"
	"shihyo/extract/kpi"
	"shihyo/extract/table"
	"shihyo/normalize"
)

// Options steer a run. The zero value reads all pages with the built-in
// vocabulary.
type Options struct {
	Pages    string        // "1-3,7"; empty for all
	Password string        // user or owner password of an encrypted file
	Timeout  time.Duration // per document; 0 for DefaultTimeout
	OCR      bool          // read pages without text by OCR
	Seeds    string        // folder with the user's additions to seeds/*.csv
}

// Source is a document's bytes and the name the user knows it by.
type Source struct {
	Name string
	Data []byte
}

// Indicator is an indicator with its cells read: Values[i] is the reading of
// Indicator.Values[i].
type Indicator struct {
	kpi.Indicator
	Readings []normalize.Value
}

// Result is all that was read of a document.
type Result struct {
	SHA256     string // hex, of the file's bytes
	Pages      int    // pages in the document
	Producer   string
	Title      string
	Mark       string // 【資料３－３】
	Date       string // as printed
	Tables     []table.Table
	Indicators []Indicator
	Findings   []finding.Finding // of the document and its pages
}

// Run reads a document. The error is a *finding.Fault when the document cannot
// be read at all; whatever is only doubtful is in the findings.
func Run(ctx context.Context, src Source, opts Options) (*Result, error) {
	return &Result{}, nil
}
