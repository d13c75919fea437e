// Package extract runs a document through all stages: PDF → pages → tables →
// indicators → values. Everything that reads documents (commands, tests,
// refresh jobs) calls Run, so all see the same.
//
// Pages are read and gridded by as many goroutines as there are cores and
// handed on in order (see package ordered); of a page only its tables outlive it. A
// stage that panics costs its page, not the run: the page becomes a finding.
package extract

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/govalues/decimal"

	"shihyo/extract/finding"
	"shihyo/extract/kpi"
	"shihyo/extract/page"
	"shihyo/extract/pdf"
	"shihyo/extract/table"
	"shihyo/normalize"
)

// ReaderVersion tells readings apart: it is raised whenever the same document
// may be read differently than before, so that a warehouse knows what to read
// again.
const ReaderVersion = 4

// DefaultTimeout bounds the reading of one document. The largest plans (some
// 600 pages) take a few seconds; a document that takes this long is broken or
// made to stall.
const DefaultTimeout = 2 * time.Minute

// OCRTimeout takes the place of DefaultTimeout where pages are read by OCR: a
// page takes 3 to 20 seconds then.
const OCRTimeout = 30 * time.Minute

// Codes of what is found out about a document as a whole.
var (
	Timeout = finding.Register("timeout", finding.Error,
		"%v 以内に読み終わりませんでした。--timeout を延ばすか、--pages でページを絞ってください。",
		"not read within %v; allow more with --timeout or choose pages with --pages.")
	ValueFailed = finding.Register("value_failed", finding.Error,
		"この値は処理中に異常が起きたため読めませんでした（%v）。原文を確かめてください。",
		"this value could not be read, a fault occurred (%v); look at the text as printed.")
	PageFailed = finding.Register("page_failed", finding.Error,
		"このページは処理中に異常が起きたため読めませんでした（%v）。",
		"this page could not be read, a fault occurred (%v).")
	NoText = finding.Register("no_text", finding.Error,
		"文字情報がありません（画像だけのPDFのようです）。--ocr を付けて実行してください。",
		"there is no text in it (the pages seem to be images); run again with --ocr.")
	Blank = finding.Register("blank_pages", finding.Error,
		"文字も図もありません。白紙か、内容が壊れています。PDFを開いて確かめ、必要ならもう一度ダウンロードしてください。",
		"there is neither text nor picture in it: the pages are blank or damaged; open the PDF to see, and download it again if need be.")
	BadSeeds = finding.Register("bad_seeds", finding.Error,
		"見出し語・単位などの追加ファイルが読めません（%v）。CSVの見出し行と値を直してください。",
		"cannot read your additions to the seeds (%v); mend the CSV file.")
	NoSeeds = finding.Register("no_seeds_folder", finding.Error,
		"追加ファイルのフォルダーがありません。--seeds を直してください。",
		"there is no such folder of additions; mend --seeds.")
	Broken = finding.Register("reader_fault", finding.Error,
		"読み取り中に異常が起きました（%v）。ファイルを添えて開発者に知らせてください。",
		"a fault occurred while reading (%v); send the file to the developers.")
	NoKPI = finding.Register("no_kpi", finding.Warning,
		"ＫＰＩ（指標）の表が見つかりません。shihyo tables で表を確かめ、見出し語が足りなければ --seeds で追加してください。",
		"no KPI table was found; look at its tables with shihyo tables, and add header terms with --seeds if some are missing.")
)

// Options steer a run. The zero value reads all pages with the built-in
// vocabulary.
type Options struct {
	Pages    string        // "1-3,7"; empty for all
	Password string        // user or owner password of an encrypted file
	Timeout  time.Duration // per document; 0 for DefaultTimeout or OCRTimeout
	OCR      bool          // read pages without text by OCR
	Seeds    string        // folder with the user's additions to seeds/*.csv

	// Alter, if set, may change each page before its tables are built. It is how
	// the effect of damage is measured; no command sets it. It is called from
	// several goroutines.
	Alter      func(*page.Page)
	TextOnly   bool // Pages come without ruling lines and fills, which is faster
	TablesOnly bool // Layouts come without lines of text, in tables or outside, which is faster
}

// limit returns the time the document may take.
func (o Options) limit() time.Duration {
	switch {
	case o.Timeout > 0:
		return o.Timeout
	case o.OCR:
		return OCRTimeout
	}
	return DefaultTimeout
}

// Source is a document's bytes and the name the user knows it by. The bytes may
// be a mapped file's.
type Source struct {
	Name string
	Data []byte
}

// Indicator is an indicator with its cells read: Readings[i] is the reading of
// Values[i]. What is doubtful about the cell stands with the cell, what is
// doubtful about how it reads stands with the reading.
type Indicator struct {
	kpi.Indicator
	Readings []normalize.Value
}

// ValueFindings returns what a person should know of value i: the findings of
// the cell, then those of its reading.
func (ind *Indicator) ValueFindings(i int) []finding.Finding {
	return slices.Concat(ind.Values[i].Findings, ind.Readings[i].Findings)
}

// ValueConfidence returns the confidence in value i: that in the cell's text
// times that in its reading.
func (ind *Indicator) ValueConfidence(i int) float64 {
	return ind.Values[i].Confidence * ind.Readings[i].Confidence
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

// vocabulary is the reference data that a run reads by.
type vocabulary struct {
	terms  *kpi.Terms
	values *normalize.Normalizer
}

// builtIn is the vocabulary without a user's additions, loaded once.
var builtIn = sync.OnceValues(func() (*vocabulary, error) { return readVocabulary("") })

func loadVocabulary(seeds string) (*vocabulary, error) {
	if seeds == "" {
		return builtIn()
	}
	return readVocabulary(seeds)
}

func readVocabulary(seeds string) (*vocabulary, error) {
	if info, err := os.Stat(seeds); seeds != "" && (err != nil || !info.IsDir()) {
		return nil, finding.Fail(seeds, err, NoSeeds)
	}
	values, err := normalize.Load(seeds)
	if err != nil {
		return nil, finding.Fail("", err, BadSeeds, err)
	}
	terms, err := kpi.LoadTerms(seeds)
	if err != nil {
		return nil, finding.Fail("", err, BadSeeds, err)
	}
	return &vocabulary{terms, values}, nil
}

// CheckSeeds reports what is wrong with a folder of additions to the seeds, as
// a *finding.Fault, so that a batch can refuse it before its first document.
func CheckSeeds(folder string) error {
	_, err := loadVocabulary(folder)
	return err
}

// Run reads a document. The error is a *finding.Fault when the document cannot
// be read at all; whatever is only doubtful is in the findings.
func Run(ctx context.Context, src Source, opts Options) (*Result, error) {
	words, err := loadVocabulary(opts.Seeds)
	if err != nil {
		return nil, err
	}
	reader := kpi.NewReader(words.terms)
	r := &Result{}
	recognised := map[int]finding.Code{} // what to say of values on pages that are pictures
	doc, err := Layouts(ctx, src, opts, func(l *table.Layout) error {
		if code := cellFinding(l.Findings); code != "" {
			recognised[l.Page] = code
		}
		r.Tables = append(r.Tables, l.Tables...)
		r.Findings = append(r.Findings, l.Findings...)
		if p := caught(func() { reader.Add(l) }); p != nil {
			r.Findings = append(r.Findings, finding.New(PageFailed, p).At(l.Page, [4]float64{}))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var understood *kpi.Document
	if p := caught(func() { understood = reader.Finish() }); p != nil {
		return nil, finding.Fail(src.Name, p, Broken, p)
	}
	if p := caught(func() {
		sum := sha256.Sum256(src.Data)
		r.SHA256 = hex.EncodeToString(sum[:])
	}); p != nil {
		return nil, finding.Fail(src.Name, p, Broken, p)
	}
	r.Pages = doc.Pages
	r.Producer = doc.Info.Producer
	r.Title, r.Mark, r.Date = understood.Title, understood.Mark, understood.Date
	for i := range understood.Indicators {
		doubtRecognised(&understood.Indicators[i], recognised)
	}
	r.Indicators = readValues(understood.Indicators, words.values)
	r.Findings = append(append(doc.Findings, r.Findings...), understood.Findings...)
	if len(r.Indicators) == 0 && !has(r.Findings, NoText) && !has(r.Findings, Blank) {
		r.Findings = append(r.Findings, finding.New(NoKPI))
	}
	return r, nil
}

// Document is what a walk over the pages tells about the whole.
type Document struct {
	Pages    int // pages in the document, read or not
	Info     pdf.Info
	Findings []finding.Finding // of the document, not of its pages
}

// Pages reads a document up to its pages and hands each that opts asks for to
// each, in order. An error of each ends the walk and is returned; otherwise the
// error is a *finding.Fault.
func Pages(ctx context.Context, src Source, opts Options, each func(*page.Page) error) (*Document, error) {
	return walk(ctx, src, opts, func(p *page.Page) *page.Page { return p }, each)
}

// Layouts reads a document up to the tables of its pages and hands the layout
// of each page that opts asks for to each, in order. The page's own findings
// stand before the layout's. Errors are as with Pages.
func Layouts(ctx context.Context, src Source, opts Options, each func(*table.Layout) error) (*Document, error) {
	stage := func(p *page.Page) *table.Layout {
		defer pdf.Recycle(p)
		return layout(p, opts)
	}
	return walk(ctx, src, opts, stage, each)
}

// layout is the stage that builds the tables of a page.
func layout(p *page.Page, opts Options) *table.Layout {
	build := table.Build
	if opts.TablesOnly {
		build = table.BuildTables
	}
	l := build(p)
	l.Findings = slices.Concat(p.Findings, l.Findings)
	return l
}

// PagesAndLayouts is Layouts with the pages they were built from, for drawing.
func PagesAndLayouts(ctx context.Context, src Source, opts Options, each func(*page.Page, *table.Layout) error) (*Document, error) {
	type both struct {
		page   *page.Page
		layout *table.Layout
	}
	stage := func(p *page.Page) both { return both{p, layout(p, opts)} }
	return walk(ctx, src, opts, stage, func(b both) error { return each(b.page, b.layout) })
}

// readValues reads the cells of all indicators, each row with the one above it
// in the same table, which ditto marks may point to.
func readValues(indicators []kpi.Indicator, n *normalize.Normalizer) []Indicator {
	out := make([]Indicator, 0, len(indicators))
	var above []normalize.Value
	var cells []normalize.Cell
	for i := range indicators {
		ind := &indicators[i]
		if i > 0 && indicators[i-1].Table != ind.Table {
			above = nil
		}
		cells = cells[:0]
		for _, c := range ind.Values {
			cells = append(cells, normalize.Cell{Raw: c.Raw, Context: normalize.Context{
				Period: c.Period, Role: string(c.Role), FiscalYear: c.FiscalYear, Calendar: c.Calendar, YearText: c.YearText,
				Indicator: ind.Name, Unit: ind.Unit, Struck: c.Struck,
			}})
		}
		row, err := readRow(n, cells, above)
		above = row
		readings := slices.Clone(row)
		for k := range readings {
			c, v := &ind.Values[k], &readings[k]
			v.Findings = slices.Clone(v.Findings) // a ditto shares them with its source
			if err != nil {
				v.Findings = append(v.Findings, finding.New(ValueFailed, err))
			}
			for j := range v.Findings {
				v.Findings[j] = v.Findings[j].At(c.Page, [4]float64{c.Box.X0, c.Box.Top, c.Box.X1, c.Box.Bottom})
			}
		}
		out = append(out, Indicator{Indicator: *ind, Readings: readings})
	}
	return out
}

// readRow reads the cells of one row. Should that panic, the raw texts are kept
// as words and the error tells why.
func readRow(n *normalize.Normalizer, cells []normalize.Cell, above []normalize.Value) (row []normalize.Value, err error) {
	if err = caught(func() { row = n.Row(nil, cells, above) }); err == nil {
		return row, nil
	}
	row = make([]normalize.Value, len(cells))
	for i, c := range cells {
		row[i] = normalize.Value{Raw: c.Raw, Kind: normalize.Word, Status: normalize.Text, Scale: decimal.One}
	}
	return row, err
}

// has reports whether a finding of the code is among the findings.
func has(findings []finding.Finding, code finding.Code) bool {
	return slices.ContainsFunc(findings, func(f finding.Finding) bool { return f.Code == code })
}
