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
// work that is under way then finishes by itself and its result is dropped.
func Do[T any](ctx context.Context, numbers []int, workers int, work func(int) T, each func(T) error) error {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	workers = min(workers, len(numbers))
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	type task struct {
		n    int
		done chan T
	}
	tasks := make(chan task)
	queue := make(chan chan T, workers) // in order; its length is the look-ahead
	go func() {
		defer close(queue)
		defer close(tasks)
		for _, n := range numbers {
			t := task{n, make(chan T, 1)}
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
				t.done <- work(t.n)
			}
		}()
	}
	for done := range queue {
		select {
		case v := <-done:
			if err := each(v); err != nil {
				return err
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return ctx.Err()
}
