package extract

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"shihyo/extract/finding"
	"shihyo/extract/page"
	"shihyo/normalize"
)

// seed returns the bytes of a seed document.
func seed(t *testing.T) Source {
	t.Helper()
	name := filepath.Join("..", "testdata", "seed", "seed-calc.pdf")
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return Source{Name: name, Data: data}
}

// Ensure a stage that panics on a page costs that page only, and is told.
func TestWalkPanic(t *testing.T) {
	stage := func(p *page.Page) *page.Page {
		if p.Number == 2 && len(p.Glyphs) > 0 {
			panic("oh")
		}
		return p
	}
	var got []int
	doc, err := walk(context.Background(), seed(t), Options{}, stage, func(p *page.Page) error {
		got = append(got, p.Number)
		if lost := has(p.Findings, PageFailed); lost != (p.Number == 2) {
			t.Errorf("page %d: lost is %v", p.Number, lost)
		}
		return nil
	})
	if err != nil || doc.Pages != 5 || !slices.Equal(got, []int{1, 2, 3, 4, 5}) {
		t.Fatalf("pages %v of %+v, %v", got, doc, err)
	}
}

// Ensure a stage that panics on everything is a fault and no crash.
func TestWalkPanicAlways(t *testing.T) {
	_, err := walk(context.Background(), seed(t), Options{}, func(*page.Page) int { panic("oh") }, func(int) error { return nil })
	var f *finding.Fault
	if !errors.As(err, &f) || f.Code != Broken {
		t.Fatalf("error %v, want %s", err, Broken)
	}
}

// Ensure only the pages asked for are read.
func TestWalkPages(t *testing.T) {
	var got []int
	doc, err := Pages(context.Background(), seed(t), Options{Pages: "2,4-"}, func(p *page.Page) error {
		got = append(got, p.Number)
		return nil
	})
	if err != nil || doc.Pages != 5 || !slices.Equal(got, []int{2, 4, 5}) {
		t.Fatalf("pages %v of %+v, %v", got, doc, err)
	}
}

// Ensure a document that stalls ends in time with a remedy.
func TestWalkTimeout(t *testing.T) {
	never := make(chan int)
	defer close(never)
	_, err := walk(context.Background(), seed(t), Options{Timeout: 50 * time.Millisecond}, func(*page.Page) int { return <-never }, func(int) error { return nil })
	var f *finding.Fault
	if !errors.As(err, &f) || f.Code != Timeout {
		t.Fatalf("error %v, want %s", err, Timeout)
	}
}

// Ensure a normalizer that panics leaves the texts as printed.
func TestReadRowPanic(t *testing.T) {
	row, err := readRow(nil, []normalize.Cell{{Raw: "令和４年 12人"}}, nil) // a nil Normalizer
	if err == nil || len(row) != 1 || row[0].Raw != "令和４年 12人" || row[0].Value.Valid {
		t.Fatalf("%+v, %v", row, err)
	}
}
