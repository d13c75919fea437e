package main

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"shihyo/extract/finding"
	"shihyo/extract/report"
	"shihyo/load"
)

func exportCommand(a *app) *cobra.Command {
	var db, format, out string
	var bom bool
	cmd := &cobra.Command{
		Use:   "export [VIEW|SQL]",
		Short: a.tr("ビューや問い合わせの結果をファイルに書き出す", "write a view or the answer to a query to a file"),
		Example: a.tr(`  shihyo export -o kpi.xlsx --db kpi.duckdb
  shihyo export kpi_wide -o kpi.csv --bom
  shihyo export "from kpi where plan = 'デジタル化推進計画'" --format parquet -o kpi.parquet`, `  shihyo export -o kpi.xlsx --db kpi.duckdb
  shihyo export kpi_wide -o kpi.csv --bom
  shihyo export "from kpi where plan = 'Digital plan'" --format parquet -o kpi.parquet`),
		Long: a.tr("何も指定しなければ kpi を書き出します。形式は --format か、-o のファイル名の終わりで決まります。\nCSVでは、表計算ソフトが数式とみなす文字列の前に ' を付けます。",
			"Without an argument the view kpi is written. --format or the ending of -o chooses the format.\nIn CSV, texts a spreadsheet would take for a formula get a ' in front."),
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return a.misuse("SQLは全体を \" \" で囲んで一つの引数にしてください。", "put the whole SQL in quotes, as one argument.")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			query := "from kpi"
			if len(args) == 1 {
				query = args[0]
				if !strings.ContainsAny(strings.TrimSpace(query), " \t\n") {
					query = `from "` + strings.ReplaceAll(strings.TrimSpace(query), `"`, `""`) + `"`
				}
			}
			if format == "" {
				format = strings.TrimPrefix(strings.ToLower(filepath.Ext(out)), ".")
			}
			if format == "" {
				format = "csv"
			}
			if err := a.oneOf("format", format, "parquet", "csv", "arrow", "xlsx", "json"); err != nil {
				return err
			}
			if bom && format != "csv" {
				return a.misuse("--bom はCSVだけに使えます。", "--bom is for CSV only.")
			}
			if out == "" && a.outTerminal && format != "csv" && format != "json" {
				return a.misuse("%s は画面に出せません。-o でファイルを指定してください。", "%s cannot go to the screen; name a file with -o", format)
			}
			r, err := load.OpenReader(a.ctx, db)
			if err != nil {
				return err
			}
			defer r.Close()
			e := exporter{a: a, r: r, query: query, format: format, bom: bom}
			if out == "" {
				return e.write(a.out)
			}
			return e.toFile(out)
		},
	}
	a.dbFlag(cmd, &db)
	f := cmd.Flags()
	f.StringVar(&format, "format", "", a.tr("形式 `parquet|csv|arrow|xlsx|json`（既定はファイル名から、なければcsv）", "`parquet|csv|arrow|xlsx|json` (default: by the file's name, else csv)"))
	f.StringVarP(&out, "output", "o", "", a.tr("書き出す`ファイル`（既定は標準出力）", "`file` to write (default: standard output)"))
	f.BoolVar(&bom, "bom", false, a.tr("CSVの先頭にBOMを付ける（日本語版Excel向け）", "begin CSV with a byte-order mark, for Excel in Japanese"))
	return cmd
}

// exporter writes the answer to a query.
type exporter struct {
	a      *app
	r      *load.Reader
	query  string
	format string
	bom    bool
	inert  int // texts that got an apostrophe
}

// toFile writes a file beside the wanted one and renames it, so that there is
// never half a file under its name. What is no file (/dev/stdout, a pipe) is
// written to as it is; a link leads to the file that is replaced.
func (e *exporter) toFile(path string) error {
	info, err := os.Stat(path)
	switch {
	case err != nil: // a new file, or else creating it tells why not
	case info.IsDir():
		return e.a.misuse("%s はフォルダーです。-o には書き出すファイルの名前を付けてください。", "%s is a folder; name a file to write with -o.", path)
	case !info.Mode().IsRegular():
		return e.toStream(path)
	}
	target := path
	if real, err := filepath.EvalSymlinks(path); err == nil {
		target = real
	}
	temp := filepath.Join(filepath.Dir(target), fmt.Sprintf(".%s.%d", filepath.Base(target), os.Getpid()))
	defer os.Remove(temp)
	if err := e.toStream(temp); err != nil {
		return unwritable(path, err)
	}
	if err == nil { // the file is replaced, not who may read it
		if err := os.Chmod(temp, info.Mode().Perm()); err != nil {
			return finding.Fail("", err, Unwritable, path, err)
		}
	}
	if err := os.Rename(temp, target); err != nil {
		return finding.Fail("", err, Unwritable, path, err)
	}
	e.a.printf("%s に書き出しました。\n", "Written to %s.\n", path)
	return nil
}

// toStream writes to what stands under a name, a new file where nothing does.
func (e *exporter) toStream(path string) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o666)
	if err != nil {
		return finding.Fail("", err, Unwritable, path, err)
	}
	w := bufio.NewWriterSize(file, 1<<20)
	err = e.write(w)
	if err == nil {
		err = w.Flush()
	}
	if cerr := file.Close(); err == nil {
		err = cerr
	}
	return unwritable(path, err)
}

// unwritable names the file where writing the export failed: it is neither the
// one beside it nor the warehouse that the user must look after.
func unwritable(path string, err error) error {
	var f *finding.Fault
	var pe *fs.PathError
	if errors.As(err, &f) && (f.Code == Unwritable || f.Code == load.CodeUnwritable) || errors.As(err, &pe) {
		cause := err
		if f != nil {
			cause = f.Err
		}
		return finding.Fail("", cause, Unwritable, path, cause)
	}
	return err
}

func (e *exporter) write(w io.Writer) error {
	var p answer
	switch e.format {
	case "csv":
		if e.bom {
			if _, err := io.WriteString(w, "\ufeff"); err != nil {
				return err
			}
		}
		p = &inertAnswer{csvAnswer{w: csv.NewWriter(w)}, e}
	case "json":
		p = &jsonAnswer{w: w}
	default:
		return e.r.Export(e.a.ctx, e.query, e.format, w)
	}
	if err := e.r.Query(e.a.ctx, e.query, p.head, p.row); err != nil {
		return err
	}
	if err := p.end(); err != nil {
		return err
	}
	if e.inert > 0 {
		e.a.printf("数式とみなされるおそれのある %d 個の文字列の前に ' を付けました。\n", "Texts that a spreadsheet could take for a formula got a ' in front: %d.\n", e.inert)
	}
	return nil
}

// inertAnswer writes CSV whose texts no spreadsheet takes for a formula.
type inertAnswer struct {
	csvAnswer
	e *exporter
}

func (p *inertAnswer) row(values []any) error {
	for i, v := range values {
		if s, ok := v.(string); ok {
			if t := report.Inert(s); t != s {
				values[i] = t
				p.e.inert++
			}
		}
	}
	return p.csvAnswer.row(values)
}
