package load

// Getting tables out. Parquet is written by DuckDB, Arrow from its Arrow
// interface, both with exact decimals; Excel row by row, so that memory does not
// grow with the table.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/duckdb/duckdb-go/v2"
	"github.com/xuri/excelize/v2"

	"shihyo/extract/finding"
)

// CodeBadFormat is a format that Export does not know.
var CodeBadFormat = finding.Register("bad_export_format", finding.Error,
	"形式「%s」はありません。parquet, csv, arrow, xlsx, json のどれかを指定してください",
	"there is no format %q; choose parquet, csv, arrow, xlsx or json")

// Export writes the answer of a query in a binary format: parquet, arrow (IPC
// file) or xlsx. Faults: CodeQuery, CodeBadFormat, CodeUnwritable.
func (r *Reader) Export(ctx context.Context, query, format string, out io.Writer) error {
	query = strings.TrimRight(strings.TrimSpace(query), ";")
	switch format {
	case "parquet":
		return r.exportParquet(ctx, query, out)
	case "arrow":
		return r.exportArrow(ctx, query, out)
	case "xlsx":
		return r.exportExcel(ctx, query, out)
	}
	return finding.Fail("", nil, CodeBadFormat, format)
}

// exportParquet lets DuckDB write a file, since it cannot write to a stream.
func (r *Reader) exportParquet(ctx context.Context, query string, out io.Writer) error {
	dir, err := os.MkdirTemp("", "shihyo")
	if err != nil {
		return finding.Fail("", err, CodeUnwritable, err)
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "export.parquet")
	if _, err := r.db.ExecContext(ctx, `COPY (`+query+"\n) TO "+literal(file)+` (FORMAT parquet, COMPRESSION zstd)`); err != nil {
		return r.queryFault(err)
	}
	in, err := os.Open(file)
	if err != nil {
		return finding.Fail("", err, CodeUnwritable, err)
	}
	defer in.Close()
	if _, err := io.Copy(out, in); err != nil {
		return finding.Fail("", err, CodeUnwritable, err)
	}
	return nil
}

func (r *Reader) exportArrow(ctx context.Context, query string, out io.Writer) error {
	conn, err := r.db.Conn(ctx)
	if err != nil {
		return r.queryFault(err)
	}
	defer conn.Close()
	return conn.Raw(func(driver any) error {
		a, err := duckdb.NewArrowFromConn(driver.(*duckdb.Conn))
		if err != nil {
			return err
		}
		rows, err := a.QueryContext(ctx, query)
		if err != nil {
			return r.queryFault(err)
		}
		defer rows.Release()
		w, err := ipc.NewFileWriter(out, ipc.WithSchema(rows.Schema()))
		if err != nil {
			return err
		}
		for rows.Next() {
			if err := w.Write(rows.RecordBatch()); err != nil {
				return finding.Fail("", err, CodeUnwritable, err)
			}
		}
		if err := rows.Err(); err != nil {
			return r.queryFault(err)
		}
		if err := w.Close(); err != nil {
			return finding.Fail("", err, CodeUnwritable, err)
		}
		return nil
	})
}

// Limits of Excel.
const (
	excelRows  = 1 << 20 // rows of a sheet, header included
	excelText  = 32767   // UTF-16 units of a cell
	excelName  = 31      // UTF-16 units of a sheet's name
	excelExact = 15      // significant digits of a number
	maxSheets  = 200     // of ours: further sections share the last sheet
)

// exportExcel writes a workbook: a sheet for each text of the column section
// (one sheet where there is no such column), its header frozen, numbers as
// numbers with the places they have, dates as dates. Texts are written as texts
// whatever they begin with, so no formula becomes live; numbers of more digits
// than Excel keeps are written as texts too.
func (r *Reader) exportExcel(ctx context.Context, query string, out io.Writer) error {
	b := &workbook{file: excelize.NewFile(), sheets: map[string]*sheet{}, names: map[string]bool{}, styles: map[string]int{}}
	defer b.file.Close()
	err := r.Query(ctx, query, func(columns []Column) error {
		b.columns = columns
		b.section = -1
		for i, c := range columns {
			if c.Name == "section" {
				b.section = i
			}
		}
		return nil
	}, b.row)
	if err == nil {
		err = b.finish()
	}
	if err != nil {
		return excelFault(err)
	}
	if _, err := b.file.WriteTo(out); err != nil {
		return excelFault(err)
	}
	return nil
}

func excelFault(err error) error {
	var f *finding.Fault
	if errors.As(err, &f) || errors.Is(err, context.Canceled) {
		return err
	}
	return finding.Fail("", err, CodeUnwritable, err)
}

// workbook is an Excel file that is being written.
type workbook struct {
	file    *excelize.File
	columns []Column
	section int // index of the column section, -1 when there is none
	sheets  map[string]*sheet
	order   []*sheet
	names   map[string]bool // of sheets, in lower case
	styles  map[string]int
}

// sheet is one sheet of it.
type sheet struct {
	name   string
	stream *excelize.StreamWriter
	rows   int // the header among them
}

// row writes a row into the sheet of its section.
func (b *workbook) row(values []any) error {
	title := ""
	if b.section >= 0 {
		title, _ = values[b.section].(string)
	}
	s := b.sheets[title]
	if s == nil && len(b.order) >= maxSheets {
		s = b.order[len(b.order)-1]
	}
	if s == nil || s.rows >= excelRows {
		var err error
		if s, err = b.begin(title); err != nil {
			return err
		}
		b.sheets[title] = s
	}
	cells := make([]any, len(values))
	for i, v := range values {
		cell, err := b.cell(v, b.columns[i].Type)
		if err != nil {
			return err
		}
		cells[i] = cell
	}
	s.rows++
	at, err := excelize.CoordinatesToCellName(1, s.rows)
	if err != nil {
		return err
	}
	return s.stream.SetRow(at, cells)
}

// begin starts a sheet with its header.
func (b *workbook) begin(title string) (*sheet, error) {
	name := b.sheetName(title)
	if len(b.order) == 0 {
		if err := b.file.SetSheetName("Sheet1", name); err != nil {
			return nil, err
		}
	} else if _, err := b.file.NewSheet(name); err != nil {
		return nil, err
	}
	stream, err := b.file.NewStreamWriter(name)
	if err != nil {
		return nil, err
	}
	for i, c := range b.columns {
		if err := stream.SetColWidth(i+1, i+1, columnWidth(c)); err != nil {
			return nil, err
		}
	}
	if err := stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return nil, err
	}
	bold, err := b.style("bold", &excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return nil, err
	}
	header := make([]any, len(b.columns))
	for i, c := range b.columns {
		header[i] = excelize.Cell{StyleID: bold, Value: excelString(c.Name)}
	}
	if err := stream.SetRow("A1", header); err != nil {
		return nil, err
	}
	s := &sheet{name: name, stream: stream, rows: 1}
	b.order = append(b.order, s)
	return s, nil
}

// columnWidth is a width in characters that suits what a column holds.
func columnWidth(c Column) float64 {
	switch {
	case c.Numeric:
		return 12
	case c.Name == "indicator", c.Name == "item", c.Name == "section", c.Name == "field", c.Name == "message":
		return 36
	}
	return 16
}

// sheetName makes a name Excel takes, and that no other sheet has.
func (b *workbook) sheetName(title string) string {
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\`, r) || r < ' ' {
			return ' '
		}
		return r
	}, title)
	name = strings.Trim(name, " '")
	if name == "" {
		name = "kpi"
	}
	for n := 1; ; n++ {
		suffix := ""
		if n > 1 {
			suffix = " (" + strconv.Itoa(n) + ")"
		}
		full := cut(name, excelName-len(suffix)) + suffix
		if !b.names[strings.ToLower(full)] {
			b.names[strings.ToLower(full)] = true
			return full
		}
	}
}

// cut shortens a text to a number of UTF-16 units.
func cut(s string, units int) string {
	n := 0
	for i, r := range s {
		n += utf16.RuneLen(r)
		if n > units {
			return s[:i]
		}
	}
	return s
}

// excelString makes a text fit for a cell: without the control characters that
// XML cannot hold, and not too long.
func excelString(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, s)
	return cut(s, excelText)
}

// cell turns a value into what a cell holds.
func (b *workbook) cell(v any, typ string) (any, error) {
	switch v := v.(type) {
	case nil:
		return nil, nil
	case string:
		return excelString(v), nil
	case Decimal:
		digits := strings.TrimLeft(strings.Trim(strings.ReplaceAll(string(v), ".", ""), "-"), "0")
		f, err := strconv.ParseFloat(string(v), 64)
		if err != nil || len(digits) > excelExact {
			return string(v), nil
		}
		format := "#,##0"
		if _, part, ok := strings.Cut(string(v), "."); ok {
			format += "." + strings.Repeat("0", len(part))
		}
		id, err := b.style(format, &excelize.Style{CustomNumFmt: &format})
		if err != nil {
			return nil, err
		}
		return excelize.Cell{StyleID: id, Value: f}, nil
	case int64:
		if v > 1e15 || v < -1e15 {
			return strconv.FormatInt(v, 10), nil
		}
		return v, nil
	case time.Time:
		format := "yyyy-mm-dd"
		if typ != "DATE" {
			format = "yyyy-mm-dd hh:mm:ss"
		}
		id, err := b.style(format, &excelize.Style{CustomNumFmt: &format})
		if err != nil {
			return nil, err
		}
		return excelize.Cell{StyleID: id, Value: v}, nil
	case bool, float64:
		return v, nil
	}
	return excelString(fmt.Sprint(v)), nil
}

// style returns a style of the workbook, made once.
func (b *workbook) style(name string, s *excelize.Style) (int, error) {
	if id, ok := b.styles[name]; ok {
		return id, nil
	}
	id, err := b.file.NewStyle(s)
	if err == nil {
		b.styles[name] = id
	}
	return id, err
}

// finish puts a filter on every header and ends the sheets.
func (b *workbook) finish() error {
	if len(b.order) == 0 {
		if _, err := b.begin("kpi"); err != nil {
			return err
		}
	}
	for _, s := range b.order {
		last, err := excelize.CoordinatesToCellName(max(1, len(b.columns)), s.rows)
		if err != nil {
			return err
		}
		if err := b.file.AutoFilter(s.name, "A1:"+last, nil); err != nil { // what comes after Flush is lost
			return err
		}
		if err := s.stream.Flush(); err != nil {
			return err
		}
	}
	return nil
}
