package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"shihyo/extract/finding"
	"shihyo/load"
)

func queryCommand(a *app) *cobra.Command {
	var db, format string
	cmd := &cobra.Command{
		Use:   "query [SQL]",
		Short: a.tr("データベースにSQLで尋ねる（読み取り専用）", "ask the database in SQL (read-only)"),
		Example: a.tr(`  shihyo query "from kpi limit 10" --db kpi.duckdb
  shihyo query "select indicator, raw, value, unit from kpi where fiscal_year = 2025"
  shihyo query "from kpi" --format csv > kpi.csv
  shihyo query < toi.sql`, `  shihyo query "from kpi limit 10" --db kpi.duckdb
  shihyo query "select indicator, raw, value, unit from kpi where fiscal_year = 2025"
  shihyo query "from kpi" --format csv > kpi.csv
  shihyo query < question.sql`),
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return a.misuse("SQLは全体を \" \" で囲んで一つの引数にしてください。", "put the whole SQL in quotes, as one argument.")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if err := a.oneOf("format", format, "table", "csv", "json"); err != nil {
				return err
			}
			var sql string
			if len(args) == 1 && args[0] != "-" {
				sql = args[0]
			} else if !a.inTerminal {
				text, err := io.ReadAll(a.in)
				if err != nil {
					return finding.Fail("stdin", err, Unreadable, err)
				}
				sql = string(text)
			}
			if strings.TrimSpace(sql) == "" {
				return a.misuse("SQLがありません（例: shihyo query \"from kpi limit 10\"）。", "there is no SQL (as in: shihyo query \"from kpi limit 10\").")
			}
			r, err := load.OpenReader(a.ctx, db)
			if err != nil {
				return err
			}
			defer r.Close()
			var p answer
			switch format {
			case "csv":
				p = &csvAnswer{w: csv.NewWriter(a.out)}
			case "json":
				p = &jsonAnswer{w: a.out}
			default:
				p = &tableAnswer{a: a}
			}
			if err := r.Query(a.ctx, sql, p.head, p.row); err != nil {
				return err
			}
			return p.end()
		},
	}
	a.dbFlag(cmd, &db)
	cmd.Flags().StringVar(&format, "format", "table", a.tr("出力の形 `table|csv|json`", "output as `table|csv|json`"))
	return cmd
}

// defaultDB is the warehouse where none is named.
const defaultDB = "kpi.duckdb"

// dbFlag declares the flag that names the warehouse.
func (a *app) dbFlag(cmd *cobra.Command, db *string) {
	cmd.Flags().StringVar(db, "db", defaultDB, a.tr("データベースの`ファイル`", "database `file`"))
}

// dbArgument names the warehouse in a command that a message proposes.
func dbArgument(db string) string {
	if db == defaultDB {
		return ""
	}
	return " --db " + shellQuote(db)
}

// answer prints the rows of a query as they come.
type answer interface {
	head([]load.Column) error
	row([]any) error
	end() error
}

// tableAnswer collects the rows, since columns are as wide as their widest cell.
type tableAnswer struct {
	a     *app
	t     columns
	types []string
}

func (p *tableAnswer) head(cols []load.Column) error {
	for _, c := range cols {
		p.t.header = append(p.t.header, c.Name)
		p.t.right = append(p.t.right, c.Numeric)
		p.types = append(p.types, c.Type)
	}
	return nil
}

func (p *tableAnswer) row(values []any) error {
	row := make([]string, len(values))
	for i, v := range values {
		row[i] = plainText(v, p.types[i])
	}
	p.t.add(row...)
	return nil
}

// readable is the width below which a column of text tells too little.
const readable = 16

// writeForScreen prints rows of a query. On a terminal that is too narrow,
// columns of text give way, the widest first; where that is not enough, each row
// is told in lines of its own. Output that goes elsewhere is never cut.
func (a *app) writeForScreen(t *columns) error {
	t.screen = a.outWidth
	widths := widest(t.all())
	t.give = nil
	for i := range widths {
		if !t.right[i] {
			t.give = append(t.give, give{i, readable})
		}
	}
	slices.SortStableFunc(t.give, func(x, y give) int { return widths[y.column] - widths[x.column] })
	if !t.fits() {
		return t.writeTall(a.out)
	}
	return t.write(a.out)
}

func (p *tableAnswer) end() error {
	if err := p.a.writeForScreen(&p.t); err != nil {
		return err
	}
	p.a.out.Flush()
	n := len(p.t.rows)
	if n == 1 {
		p.a.printf("（1 行）\n", "(1 row)\n")
	} else {
		p.a.printf("（%d 行）\n", "(%d rows)\n", n)
	}
	return nil
}

// csvAnswer writes RFC 4180 CSV; NULL is an empty field.
type csvAnswer struct {
	w     *csv.Writer
	types []string
}

func (p *csvAnswer) head(cols []load.Column) error {
	names := make([]string, len(cols))
	for i, c := range cols {
		names[i] = c.Name
		p.types = append(p.types, c.Type)
	}
	return p.w.Write(names)
}

func (p *csvAnswer) row(values []any) error {
	row := make([]string, len(values))
	for i, v := range values {
		row[i] = plainText(v, p.types[i])
	}
	return p.w.Write(row)
}

func (p *csvAnswer) end() error {
	p.w.Flush()
	return p.w.Error()
}

// jsonAnswer writes one array with an object a row; decimals are exact number
// literals, dates are ISO texts.
type jsonAnswer struct {
	w    io.Writer
	cols []load.Column
	rows int
	buf  []byte
}

func (p *jsonAnswer) head(cols []load.Column) error {
	p.cols = cols
	_, err := io.WriteString(p.w, "[")
	return err
}

func (p *jsonAnswer) row(values []any) error {
	b := p.buf[:0]
	if p.rows > 0 {
		b = append(b, ',')
	}
	p.rows++
	b = append(b, "\n{"...)
	for i, v := range values {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendJSON(b, p.cols[i].Name), ':')
		switch v := v.(type) {
		case load.Decimal:
			b = append(b, v...)
		case time.Time:
			b = appendJSON(b, plainText(v, p.cols[i].Type))
		default:
			b = appendJSON(b, v)
		}
	}
	p.buf = append(b, '}')
	_, err := p.w.Write(p.buf)
	return err
}

func (p *jsonAnswer) end() error {
	_, err := io.WriteString(p.w, "\n]\n")
	return err
}

// appendJSON appends v as JSON without escaping < > & (nothing here is HTML).
// What JSON cannot say (NaN, maps with odd keys) becomes a text.
func appendJSON(b []byte, v any) []byte {
	var s strings.Builder
	e := json.NewEncoder(&s)
	e.SetEscapeHTML(false)
	if e.Encode(v) != nil {
		s.Reset()
		if e.Encode(fmt.Sprint(v)) != nil {
			return append(b, "null"...)
		}
	}
	return append(b, strings.TrimSuffix(s.String(), "\n")...)
}

// plainText writes a value of the database for people; NULL is empty.
func plainText(v any, typ string) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case load.Decimal:
		return string(v)
	case bool, int64:
		return fmt.Sprint(v)
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	case time.Time:
		switch {
		case typ == "DATE":
			return v.Format(time.DateOnly)
		case strings.HasPrefix(typ, "TIMESTAMP"):
			return v.Format("2006-01-02 15:04:05")
		}
		return v.Format(time.RFC3339)
	}
	return string(appendJSON(nil, v))
}
