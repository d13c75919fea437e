package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"shihyo/extract"
	"shihyo/extract/finding"
	"shihyo/load"
)

// NoPDFs is the fault of a folder or pattern without PDF files.
var NoPDFs = finding.Register("no_pdfs", finding.Error,
	"PDFファイルがありません。PDFのあるフォルダーかファイルを指定してください。",
	"there are no PDF files in it; name a folder with PDFs or a file.")

func ingestCommand(a *app) *cobra.Command {
	var read readFlags
	var opts load.Options
	var label load.Label
	var say telling
	cmd := &cobra.Command{
		Use:   "ingest PATH…",
		Short: a.tr("PDFを読み取ってデータベースに入れる", "read PDFs into the database"),
		Example: a.tr(`  shihyo ingest keikaku.pdf --db kpi.duckdb
  shihyo ingest keikaku.pdf --plan "デジタル化推進計画" --revision "令和5年3月改定" --effective 2023-04-01
  shihyo ingest shiryo/ --db kpi.duckdb
  shihyo ingest keikaku.pdf --dry-run`, `  shihyo ingest plan.pdf --db kpi.duckdb
  shihyo ingest plan.pdf --plan "Digital plan" --revision "March 2023" --effective 2023-04-01
  shihyo ingest documents/ --db kpi.duckdb
  shihyo ingest plan.pdf --dry-run`),
		Long: a.tr("ファイル、フォルダー（下の階層も）、* を使った名前を並べられます。同じ内容の資料は読み直しません。\n読めない資料があっても、ほかの資料は入ります。",
			"Name files, folders (with those below them) or patterns with *. A document with the same content is not\nread again. When one cannot be read, the others are still loaded."),
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return a.misuse("PDFのファイルかフォルダーを指定してください（例: shihyo ingest keikaku.pdf）。", "name a PDF file or a folder (as in: shihyo ingest plan.pdf).")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if err := label.Check(); err != nil {
				return err
			}
			if err := extract.CheckSeeds(read.seeds); err != nil {
				return err
			}
			opts.Seeds, opts.Lang, opts.Version = read.seeds, a.lang, version()
			opts.Reader = read.settings().String()
			g := ingestion{a: a, read: read, opts: opts, label: label, say: say}
			return g.run(args)
		},
	}
	a.dbFlag(cmd, &opts.Path)
	f := cmd.Flags()
	f.StringVar(&label.Plan, "plan", "", a.tr("`計画`の名前（既定は表題から）", "name of the `plan` (default: from the title)"))
	f.StringVar(&label.Revision, "revision", "", a.tr("`版`の名前（既定は日付や表題から）", "name of the `revision` (default: from date or title)"))
	f.StringVar(&label.Effective, "effective", "", a.tr("版が効力を持つ`日付` 2024-04-01", "`date` the revision took effect, 2024-04-01"))
	f.BoolVar(&opts.Replace, "replace", false, a.tr("変わっていない資料も読み直す", "read documents again although they are unchanged"))
	f.BoolVar(&opts.DryRun, "dry-run", false, a.tr("何が変わるかだけを示し、書き込まない", "tell what would change and write nothing"))
	f.DurationVar(&opts.Wait, "wait", load.DefaultWait, a.tr("ほかの書き込みが終わるのを待つ`時間`", "longest `time` to wait for another writer"))
	say.add(a, cmd)
	read.add(a, cmd)
	return cmd
}

// telling is how a load tells what came of it.
type telling struct{ json, quiet bool }

// add declares the flags on a command.
func (t *telling) add(a *app, cmd *cobra.Command) {
	f := cmd.Flags()
	f.BoolVar(&t.json, "json", false, a.tr("結果をJSONで標準出力に出す", "print the summary as JSON on standard output"))
	f.BoolVarP(&t.quiet, "quiet", "q", false, a.tr("読めなかったことだけを知らせる（定時の実行向け）", "tell only what could not be read (for jobs at night)"))
}

// ingestion is one run of the command.
type ingestion struct {
	a     *app
	read  readFlags
	opts  load.Options
	label load.Label
	say   telling

	bar    *progressbar.ProgressBar
	failed int // documents and paths that could not be read
}

// reading is a file to be read, and how.
type reading struct {
	file   string
	flags  readFlags
	reader string // what the warehouse keeps of flags
	sha    string // the document it must be, "" for any
}

func (g *ingestion) run(args []string) error {
	files := g.files(args)
	if len(files) == 0 {
		if g.failed > 0 {
			return silent(exitFailed)
		}
		return finding.Fail(strings.Join(args, " "), nil, NoPDFs)
	}
	list := make([]reading, len(files))
	for i, file := range files {
		list[i] = reading{file: file, flags: g.read, reader: g.opts.Reader}
	}
	return g.load(list)
}

// load reads files into the warehouse and tells what came of it.
func (g *ingestion) load(list []reading) error {
	l, err := load.Begin(g.a.ctx, g.opts)
	if err != nil {
		return err
	}
	defer l.Close()
	g.bar = g.progress(len(list))
	for _, r := range list {
		g.bar.Describe(cells.Truncate(filepath.Base(r.file), describedName, "…"))
		err := g.one(l, r)
		if err != nil {
			g.bar.Clear()
			return err
		}
		g.bar.Add(1)
	}
	g.bar.Finish()
	summary, err := l.Commit(g.a.ctx)
	if err != nil {
		return err
	}
	switch {
	case g.say.json:
		err = g.a.summaryJSON(summary)
	case !g.say.quiet:
		g.a.summary(summary)
	}
	switch {
	case err != nil:
		return err
	case g.failed > 0, len(list) == 1 && list[0].sha == "" && summary.Count(load.NoKPI) == 1:
		return silent(exitFailed)
	}
	return nil
}

// one brings one file into the load. What is wrong with the file is reported
// and counted; only an error of the warehouse or Ctrl-C ends the run.
func (g *ingestion) one(l *load.Load, r reading) error {
	start := time.Now()
	src, err := load.Stat(r.file)
	if err != nil {
		return g.fail(l, load.Source{Name: r.file}, start, g.a.unreadable(r.file, err))
	}
	src.Reader = r.reader
	if l.Seen(src, g.label) {
		return nil
	}
	doc, err := g.a.open(r.file)
	if err != nil {
		return g.fail(l, src, start, err)
	}
	sum := sha256.Sum256(doc.Data)
	sha := hex.EncodeToString(sum[:])
	if r.sha != "" && r.sha != sha {
		g.bar.Clear()
		g.a.printf("%s: 内容が読んだときと違います。新しい内容は shihyo ingest で読んでください。\n",
			"%s: the content is no longer what was read; shihyo ingest reads the new one.\n", r.file)
		return nil
	}
	if seen, err := l.SeenContent(g.a.ctx, sha, src, g.label); seen || err != nil {
		return err
	}
	result, err := extract.Run(g.a.ctx, doc, r.flags.options())
	if err != nil {
		if errors.Is(err, context.Canceled) {
			return err
		}
		return g.fail(l, src, start, err)
	}
	_, err = l.Add(g.a.ctx, load.Document{Result: result, Source: src, Label: g.label, Took: time.Since(start)})
	return err
}

// fail reports a document that could not be read.
func (g *ingestion) fail(l *load.Load, src load.Source, start time.Time, err error) error {
	g.bar.Clear()
	g.skip(err)
	l.Fail(src, time.Since(start), err)
	return nil
}

// skip reports something that could not be read; the run goes on.
func (g *ingestion) skip(err error) {
	g.failed++
	g.a.report(err)
}

// files lists the PDF files that the arguments name, each once: files as they
// are, folders with all below them, patterns (for shells that leave * alone).
// What names nothing is reported and counted, unless it is all there was.
func (g *ingestion) files(args []string) []string {
	var files []string
	known := map[string]bool{}
	add := func(file string) {
		if !known[filepath.Clean(file)] {
			known[filepath.Clean(file)] = true
			files = append(files, file)
		}
	}
	for _, arg := range args {
		info, err := os.Stat(arg)
		var found []string
		switch {
		case err == nil && !info.IsDir():
			add(arg)
			continue
		case err == nil:
			found, err = g.pdfsBelow(arg)
		case errors.Is(err, fs.ErrNotExist) && strings.ContainsAny(arg, "*?["):
			found, err = filepath.Glob(arg)
		}
		if err != nil {
			g.skip(g.a.unreadable(arg, err))
			continue
		}
		if len(found) == 0 && len(args) > 1 {
			g.skip(finding.Fail(arg, nil, NoPDFs))
		}
		for _, f := range found {
			add(f)
		}
	}
	return files
}

// pdfsBelow lists the PDF files in a folder and below it, in order of name. A
// folder that may not be read is reported.
func (g *ingestion) pdfsBelow(folder string) ([]string, error) {
	var files []string
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil && path == folder:
			return err
		case err != nil:
			g.skip(g.a.unreadable(path, err))
		case !d.IsDir() && strings.EqualFold(filepath.Ext(path), ".pdf"):
			files = append(files, path)
		}
		return nil
	})
	return files, err
}

// describedName is the room for a file's name before the bar, in columns; with
// bar, count and times the line fits 80.
const describedName = 30

// progress returns a bar on a terminal, and one that shows nothing elsewhere.
func (g *ingestion) progress(files int) *progressbar.ProgressBar {
	if !g.a.errTerminal || files < 2 || g.say.quiet {
		return progressbar.DefaultSilent(int64(files))
	}
	return progressbar.NewOptions(files,
		progressbar.OptionSetWriter(g.a.err),
		progressbar.OptionShowCount(),
		progressbar.OptionSetPredictTime(true),
		progressbar.OptionSetWidth(20),
		progressbar.OptionClearOnFinish(),
		progressbar.OptionThrottle(100*time.Millisecond))
}
