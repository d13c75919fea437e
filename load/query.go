package load

// Asking. A Reader opens the published file read-only, so it can stand beside
// any number of others and never in the way of a load.

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"math/big"
	"os"
	"strings"

	"github.com/duckdb/duckdb-go/v2"

	"shihyo/extract/finding"
	sqlfiles "shihyo/sql"
)

// Reader answers questions about a published warehouse. It holds the file open
// read-only: it never blocks a load, and keeps the state it opened.
type Reader struct {
	name string
	db   *sql.DB
}

// OpenReader opens a warehouse for reading. Faults: CodeMissing, CodeForeign,
// CodeNewer, CodeOlder, CodeCorrupt, CodeOpenElsewhere, CodeUnsupported.
func OpenReader(ctx context.Context, path string) (*Reader, error) {
	r, version, err := openReader(ctx, path)
	if err == nil && version < sqlfiles.Latest() {
		r.Close()
		return nil, finding.Fail(path, nil, CodeOlder, version, sqlfiles.Latest())
	}
	return r, err
}

// openReader is OpenReader for every schema up to this program's, whose version
// it returns.
func openReader(ctx context.Context, path string) (*Reader, int, error) {
	file, err := resolve(path)
	if err != nil {
		return nil, 0, err
	}
	if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
		return nil, 0, finding.Fail(path, err, CodeMissing)
	}
	db, err := openFile(ctx, path, file, "READ_ONLY")
	if err != nil {
		return nil, 0, err
	}
	version, err := schemaVersion(ctx, db, path)
	if err == nil {
		err = checkVersion(version, path)
	}
	if err != nil {
		db.Close()
		return nil, 0, err
	}
	return &Reader{name: path, db: db}, version, nil
}

// Close gives the file back.
func (r *Reader) Close() error { return r.db.Close() }

// Column is a column of an answer.
type Column struct {
	Name    string
	Type    string // DuckDB's name of the type, e.g. DECIMAL(38,10)
	Numeric bool   // numbers, to be set flush right
}

// Query runs SQL read-only and calls row for each row of the answer of its last
// statement; head is called first, with the columns. Values are nil, string,
// bool, int64, float64, Decimal, time.Time, or for nested types what the driver
// gives. The slice is reused. CodeQuery is what the database has to say against
// the SQL.
func (r *Reader) Query(ctx context.Context, query string, head func([]Column) error, row func([]any) error) error {
	rows, err := r.db.QueryContext(ctx, query)
	if err != nil {
		return r.queryFault(err)
	}
	defer rows.Close()
	types, err := rows.ColumnTypes()
	if err != nil {
		return r.queryFault(err)
	}
	columns := make([]Column, len(types))
	for i, t := range types {
		columns[i] = Column{Name: t.Name(), Type: t.DatabaseTypeName(), Numeric: numeric(t.DatabaseTypeName())}
	}
	if err := head(columns); err != nil {
		return err
	}
	values := make([]any, len(columns))
	into := make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return r.queryFault(err)
		}
		for i, v := range values {
			values[i] = plain(v)
		}
		if err := row(values); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return r.queryFault(err)
	}
	return nil
}

func (r *Reader) queryFault(err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	// DuckDB points at the place with ^ below the line, which one line cannot.
	return finding.Fail(r.name, err, CodeQuery, strings.TrimRight(err.Error(), " \n^"))
}

// numeric reports whether a type holds numbers.
func numeric(t string) bool {
	switch {
	case strings.HasPrefix(t, "DECIMAL"), strings.HasSuffix(t, "INT"), t == "INTEGER", t == "UINTEGER", t == "DOUBLE", t == "FLOAT":
		return true
	}
	return false
}

// Decimal is an exact number of the warehouse, written without the zeros that
// the column's scale adds.
type Decimal string

// plain turns what the driver gives into the types Query promises.
func plain(v any) any {
	switch v := v.(type) {
	case int8:
		return int64(v)
	case int16:
		return int64(v)
	case int32:
		return int64(v)
	case int:
		return int64(v)
	case uint8:
		return int64(v)
	case uint16:
		return int64(v)
	case uint32:
		return int64(v)
	case uint64:
		return Decimal(new(big.Int).SetUint64(v).String())
	case float32:
		return float64(v)
	case *big.Int:
		return Decimal(v.String())
	case duckdb.Decimal:
		return Decimal(decimalText(v))
	case []byte:
		return string(v)
	}
	return v
}

// decimalText writes a decimal without trailing zeros.
func decimalText(d duckdb.Decimal) string {
	digits := d.Value.String()
	sign := ""
	if strings.HasPrefix(digits, "-") {
		sign, digits = "-", digits[1:]
	}
	scale := int(d.Scale)
	if pad := scale + 1 - len(digits); pad > 0 {
		digits = strings.Repeat("0", pad) + digits
	}
	whole, part := digits[:len(digits)-scale], strings.TrimRight(digits[len(digits)-scale:], "0")
	if part != "" {
		part = "." + part
	}
	return sign + whole + part
}
