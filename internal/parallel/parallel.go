// Package parallel does numbered pieces of work on several threads.
package parallel

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// Do calls do for every number below n, on so many threads; 0 means as many as
// there are processors. It returns when all are done. What a piece writes must
// be its own; whatever is added up is added in the order of the pieces
// afterwards, so that the sum does not depend on the threads.
func Do(n, threads int, do func(i int)) {
	if threads <= 0 {
		threads = runtime.GOMAXPROCS(0)
	}
	if threads = min(threads, n); threads <= 1 {
		for i := range n {
			do(i)
		}
		return
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	for range threads {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	wg.Wait()
}
