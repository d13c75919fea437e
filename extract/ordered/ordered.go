// Package ordered does work on numbered things side by side and gives the
// results in order: pages are read by all cores, but a table that goes on over a
// page break must meet its beginning first.
package ordered

import (
	"context"
	"runtime"
)

// Do runs work on every number, on several goroutines at a time (workers; 0 for
// one a core), and hands the results to each in the order of the numbers. It
// looks ahead by no more than the number of goroutines, so memory does not grow
// with the document. It ends with the first error of each or the context's;
// work that is under way then finishes by itself and its result is dropped. Work
// that panics panics in Do, where the caller can recover, not in a goroutine,
// where nobody could.
func Do[T any](ctx context.Context, numbers []int, workers int, work func(int) T, each func(T) error) error {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	workers = min(workers, len(numbers))
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	type outcome struct {
		value T
		fault any // what work panicked with
	}
	type task struct {
		n    int
		done chan outcome
	}
	tasks := make(chan task)
	queue := make(chan chan outcome, workers) // in order; its length is the look-ahead
	go func() {
		defer close(queue)
		defer close(tasks)
		for _, n := range numbers {
			t := task{n, make(chan outcome, 1)}
			select {
			case queue <- t.done:
			case <-ctx.Done():
				return
			}
			select {
			case tasks <- t:
			case <-ctx.Done():
				return
			}
		}
	}()
	for range workers {
		go func() {
			for t := range tasks {
				var o outcome
				func() {
					defer func() { o.fault = recover() }()
					o.value = work(t.n)
				}()
				t.done <- o
			}
		}()
	}
	for done := range queue {
		select {
		case o := <-done:
			if o.fault != nil {
				panic(o.fault)
			}
			if err := each(o.value); err != nil {
				return err
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return ctx.Err()
}
