package ordered

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"
)

// Ensure results arrive in order although the work ends out of order.
func TestDo(t *testing.T) {
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
	err := Do(t.Context(), numbers, 0, work, func(v int) error {
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
func TestDoEnds(t *testing.T) {
	numbers := make([]int, 100000)
	stop := errors.New("stop")
	var worked atomic.Int64
	err := Do(t.Context(), numbers, 0, func(int) int { worked.Add(1); return 0 }, func(int) error { return stop })
	if !errors.Is(err, stop) {
		t.Fatalf("error %v, want %v", err, stop)
	}
	if n := worked.Load(); n > 1000 {
		t.Fatalf("%d pages were read ahead", n)
	}
}

// Ensure a page that never comes back does not outlast the context.
func TestDoStalled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	never := make(chan int)
	defer close(never)
	work := func(int) int { cancel(); return <-never }
	if err := Do(ctx, []int{1}, 0, work, func(int) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Fatalf("error %v, want %v", err, context.Canceled)
	}
}

// Ensure work that panics does so in the caller's goroutine, in order.
func TestDoPanics(t *testing.T) {
	seen := 0
	defer func() {
		if p := recover(); p != "bad page" || seen != 2 {
			t.Errorf("recovered %v after %d results", p, seen)
		}
	}()
	_ = Do(t.Context(), []int{1, 2, 3, 4}, 0, func(n int) int {
		if n == 3 {
			panic("bad page")
		}
		return n
	}, func(int) error { seen++; return nil })
	t.Error("no panic")
}
