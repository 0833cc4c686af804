package machine_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/contrechamp/contrechamp/draw"
)

// resident is an agent of the sanity figure below.
type resident struct {
	id, place int
	group     uint8
	happy     bool
}

// town is Schelling's model of segregation as ABMFrameworksComparison declares it: a
// square grid with an edge, residents of two groups at random places, who move to a
// random free place until enough of their up to eight neighbours are of their group;
// who is happy stays so. It ends when all are.
type town struct {
	side, enough int
	residents    []resident
	at           []int32 // resident by place, -1 if it is free
	chance       *draw.Stream
}

func newTown(side, residents, enough int, seed uint64) *town {
	w := &town{side: side, enough: enough, at: make([]int32, side*side), chance: &draw.Stream{Key: draw.For(seed, "schelling")}}
	for p := range w.at {
		w.at[p] = -1
	}
	for i := range residents {
		r := resident{id: i, group: uint8(2 * i / residents)}
		r.place = w.free()
		w.at[r.place] = int32(i)
		w.residents = append(w.residents, r)
	}
	return w
}

func (w *town) free() int {
	for {
		if p := int(draw.Below(w.chance.Next(), uint64(len(w.at)))); w.at[p] < 0 {
			return p
		}
	}
}

func (w *town) alike(r *resident) (n int) {
	x, y := r.place%w.side, r.place/w.side
	for v := max(0, y-1); v <= min(w.side-1, y+1); v++ {
		for u := max(0, x-1); u <= min(w.side-1, x+1); u++ {
			if o := w.at[v*w.side+u]; o >= 0 && int(o) != r.id && w.residents[o].group == r.group {
				n++
			}
		}
	}
	return n
}

// run gives how many steps it took.
func (w *town) run() (steps int) {
	for unhappy := true; unhappy; steps++ {
		unhappy = false
		for i := range w.residents {
			r := &w.residents[i]
			if r.happy {
				continue
			}
			if w.alike(r) >= w.enough {
				r.happy = true
				continue
			}
			unhappy = true
			w.at[r.place] = -1
			to := w.free()
			r.place, w.at[to] = to, int32(i)
		}
	}
	return steps
}

// TestSchelling: it ends with all happy, nobody lost, more alike than by chance.
func TestSchelling(t *testing.T) {
	w := newTown(40, 1000, 3, 1)
	mean := func() float64 {
		n := 0
		for i := range w.residents {
			n += w.alike(&w.residents[i])
		}
		return float64(n) / float64(len(w.residents))
	}
	before := mean()
	steps := w.run()
	on := 0
	for p, i := range w.at {
		if i >= 0 {
			on++
			if w.residents[i].place != p || !w.residents[i].happy {
				t.Fatalf("resident %d stands at %d, is said to at %d, happy %v", i, p, w.residents[i].place, w.residents[i].happy)
			}
		}
	}
	if after := mean(); on != 1000 || steps < 2 || after < before+.5 {
		t.Errorf("%d residents, %d steps, %.2f alike, were %.2f", on, steps, after, before)
	}
}

// BenchmarkSchelling is a sanity figure, not a comparison of frameworks: this is no
// framework. It prints the median of 100 seeds, as the comparison takes it.
func BenchmarkSchelling(b *testing.B) {
	for _, c := range []struct {
		name            string
		side, residents int
		enough          int
	}{{"declared", 40, 1000, 3}, {"2000", 50, 2000, 3}} {
		b.Run(fmt.Sprintf("%s-%dx%d", c.name, c.side, c.side), func(b *testing.B) {
			var took []time.Duration
			for seed := uint64(0); b.Loop(); seed++ {
				w := newTown(c.side, c.residents, c.enough, seed%100)
				start := time.Now()
				w.run()
				took = append(took, time.Since(start))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds()), "median-us/run")
		})
	}
}
