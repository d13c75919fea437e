package load_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/govalues/decimal"

	"shihyo/extract"
	"shihyo/extract/kpi"
	"shihyo/extract/page"
	"shihyo/extract/table"
	"shihyo/load"
	"shihyo/normalize"
)

// seedResult makes what the pipeline reads of the seed document out of its
// truth, so that these tests test the warehouse alone. The name tells documents
// apart.
func seedResult(t testing.TB, name string) *extract.Result {
	t.Helper()
	data, err := os.ReadFile("../testdata/seed/seed.truth.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(name))
	r := &extract.Result{SHA256: hex.EncodeToString(sum[:]), Pages: 5, Producer: "test", Title: "県ＤＸ推進計画 ＫＰＩ一覧", Mark: "【資料３－３】", Date: "令和４年３月"}
	for n, line := range bytes.Split(bytes.TrimSpace(data), []byte("\n")) {
		var rec struct {
			Page           int
			Section, Field string
			Items          []struct{ No, Name string }
			Indicator      string
			Values         []struct {
				Period, Raw, Role, Comparator string
				Unit, AsOf                    *string
				As_of                         *string
				Value, Cumulative             *json.Number
				Fiscal_year                   *int
				Components                    []struct {
					Label string
					Value json.Number
				}
			}
		}
		if err := json.Unmarshal(line, &rec); err != nil {
			t.Fatal(err)
		}
		ind := extract.Indicator{Indicator: kpi.Indicator{Page: rec.Page, Section: rec.Section, Field: rec.Field, Name: rec.Indicator,
			Confidence: 0.99, Box: page.Box{X0: 10, Top: float64(10 * n), X1: 500, Bottom: float64(10*n + 9)}}}
		for _, it := range rec.Items {
			ind.Items = append(ind.Items, kpi.Item{No: it.No, Name: it.Name})
		}
		for i, v := range rec.Values {
			x := float64(100 + 50*i)
			cell := kpi.Cell{Period: v.Period, Role: kpi.Role(v.Role), Raw: v.Raw, Page: rec.Page, Confidence: 0.99,
				Box: page.Box{X0: x, Top: float64(10 * n), X1: x + 49, Bottom: float64(10*n + 9)}}
			val := normalize.Value{Raw: v.Raw, Kind: normalize.Number, Status: normalize.OK, Comparator: v.Comparator, Confidence: 0.98}
			if v.Fiscal_year != nil {
				cell.FiscalYear, val.FiscalYear = *v.Fiscal_year, *v.Fiscal_year
			}
			if v.Unit != nil {
				val.Unit, val.CanonicalUnit, val.Scale = *v.Unit, *v.Unit, decimal.One
			}
			if v.As_of != nil {
				val.AsOf = *v.As_of
			}
			val.Value, val.Cumulative = number(t, v.Value), number(t, v.Cumulative)
			if val.Value.Valid {
				val.Decimals = val.Value.Decimal.Scale()
			}
			switch {
			case v.Components != nil:
				val.Kind = normalize.Components
				for _, c := range v.Components {
					val.Components = append(val.Components, normalize.Component{Label: c.Label, Raw: c.Value.String(), Value: number(t, &c.Value)})
				}
			case v.Raw == "":
				val.Kind, val.Status = normalize.Blank, normalize.StatusBlank
			case v.Raw == "-":
				val.Kind, val.Status = normalize.Missing, normalize.None
			}
			ind.Values = append(ind.Values, cell)
			ind.Readings = append(ind.Readings, val)
		}
		r.Indicators = append(r.Indicators, ind)
	}
	r.Tables = []table.Table{{Page: 1, Box: page.Box{X0: 10, Top: 10, X1: 500, Bottom: 700}, Rows: 2, Cols: 2, Ruled: true, Confidence: 0.9,
		Cells: []table.Cell{{RowSpan: 1, ColSpan: 2, Text: "分野'; DROP TABLE kpi; --", Box: page.Box{X0: 10, Top: 10, X1: 500, Bottom: 30}, Confidence: 1}}}}
	return r
}

func number(t testing.TB, n *json.Number) decimal.NullDecimal {
	t.Helper()
	if n == nil {
		return decimal.NullDecimal{}
	}
	d, err := decimal.Parse(n.String())
	if err != nil {
		t.Fatal(err)
	}
	return decimal.NullDecimal{Decimal: d, Valid: true}
}

// document wraps a result as if read from a file of that name.
func document(r *extract.Result, name string, label load.Label) load.Document {
	return load.Document{Result: r, Label: label, Took: time.Second,
		Source: load.Source{Name: name, Path: "/in/" + name, Bytes: 1000, Modified: time.Unix(1700000000, 0), Inode: 7}}
}

// options are the options every test loads with.
func options(path string) load.Options {
	return load.Options{Path: path, Version: "test", Reader: "1", Wait: 2 * time.Second}
}

// warehouse returns a path for a new warehouse.
func warehouse(t testing.TB) string { return filepath.Join(t.TempDir(), "kpi.duckdb") }

// ingest loads documents and fails the test on error.
func ingest(t testing.TB, opts load.Options, docs ...load.Document) *load.Summary {
	t.Helper()
	s, err := load.Ingest(context.Background(), opts, docs)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// query returns an answer as one line a row, columns separated by |.
func query(t testing.TB, path, sql string) string {
	t.Helper()
	r, err := load.OpenReader(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var b strings.Builder
	err = r.Query(context.Background(), sql, func([]load.Column) error { return nil }, func(row []any) error {
		for i, v := range row {
			if i > 0 {
				b.WriteByte('|')
			}
			switch v := v.(type) {
			case nil:
			case time.Time:
				b.WriteString(v.Format(time.DateOnly))
			default:
				fmt.Fprint(&b, v)
			}
		}
		b.WriteByte('\n')
		return nil
	})
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return b.String()
}
