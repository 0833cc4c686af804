package reach

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/contrechamp/contrechamp/reach/bits"
)

const rounds = 9

// engine is one row of a table.
type engine struct {
	name   string
	memory string
	setup  func()
	run    func(i int) int // question i; gives the size of the answer
	want   int             // column of answers that it must give; -1 for none
	p50    []time.Duration // of each round
	mean   []time.Duration
}

func median[T time.Duration | float64](xs []T) T {
	s := slices.Clone(xs)
	slices.Sort(s)
	return s[len(s)/2]
}

// measure runs every engine on every question, round by round.
func measure(t *testing.T, engines []*engine, questions int) {
	wants := make([][]int, questions) // answers of the first engine of each kind
	for range rounds {
		for _, e := range engines {
			if e.setup != nil {
				e.setup()
			}
			for q := range questions {
				e.run(q) // so that all begin with caches of their own
			}
			times := make([]time.Duration, questions)
			sum := time.Duration(0)
			for q := range questions {
				start := time.Now()
				n := e.run(q)
				times[q] = time.Since(start)
				sum += times[q]
				if e.want < 0 {
					continue
				}
				for len(wants[q]) <= e.want {
					wants[q] = append(wants[q], n)
				}
				if wants[q][e.want] != n {
					t.Fatalf("%s: question %d has %d answers, want %d", e.name, q, n, wants[q][e.want])
				}
			}
			bits.Plain(false)
			e.p50 = append(e.p50, median(times))
			e.mean = append(e.mean, sum/time.Duration(questions))
		}
	}
}

// print writes the table; the ratios are to the first engine, which is naive.
func printTable(title, what string, engines []*engine, of func(*engine) []time.Duration) {
	fmt.Printf("\n### %s\n\n| engine | %s | best round | times naive | worst and best round | memory |\n| --- | --- | --- | --- | --- | --- |\n", title, what)
	for _, e := range engines {
		var ratios []float64
		for i, d := range of(e) {
			ratios = append(ratios, float64(of(engines[0])[i])/float64(d))
		}
		fmt.Printf("| %s | %s | %s | %.1f | %.1f to %.1f | %s |\n", e.name, us(median(of(e))), us(slices.Min(of(e))),
			median(ratios), slices.Min(ratios), slices.Max(ratios), e.memory)
	}
}

func us(d time.Duration) string { return fmt.Sprintf("%.1f µs", float64(d.Nanoseconds())/1000) }

// quotient is the median over rounds of a's time over b's.
func quotient(a, b *engine, of func(*engine) []time.Duration) float64 {
	var qs []float64
	for i := range of(a) {
		qs = append(qs, float64(of(a)[i])/float64(of(b)[i]))
	}
	return median(qs)
}

func p50(e *engine) []time.Duration  { return e.p50 }
func mean(e *engine) []time.Duration { return e.mean }
