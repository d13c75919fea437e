package extract

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"shihyo/extract/finding"
	"shihyo/extract/page"
	"shihyo/normalize"
)

// Ensure results arrive in order although the work ends out of order.
func TestInOrder(t *testing.T) {
	numbers := make([]int, 100)
	for i := range numbers {
		numbers[i] = i
	}
	work := func(n int) int {
		if n%3 == 0 {
			time.Sleep(time.Millisecond)
		}
		return n * n
	}
	next := 0
	err := inOrder(context.Background(), numbers, work, func(v int) error {
		if v != next*next {
			t.Fatalf("got %d, want %d", v, next*next)
		}
		next++
		return nil
	})
	if err != nil || next != len(numbers) {
		t.Fatalf("%d results, error %v", next, err)
	}
}

// Ensure a failing consumer ends the walk, and work does not run far ahead.
func TestInOrderEnds(t *testing.T) {
	numbers := make([]int, 100000)
	stop := errors.New("stop")
	var worked atomic.Int64
	err := inOrder(context.Background(), numbers, func(int) int { worked.Add(1); return 0 }, func(int) error { return stop })
	if !errors.Is(err, stop) {
		t.Fatalf("error %v, want %v", err, stop)
	}
	if n := worked.Load(); n > 1000 {
		t.Fatalf("%d pages were read ahead", n)
	}
}

// Ensure a page that never comes back does not outlast the context.
func TestInOrderStalled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	never := make(chan int)
	defer close(never)
	work := func(int) int { cancel(); return <-never }
	if err := inOrder(ctx, []int{1}, work, func(int) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Fatalf("error %v, want %v", err, context.Canceled)
	}
}

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
