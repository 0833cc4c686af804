package memory

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/contrechamp/contrechamp/engine"
)

// TestSpan holds spans and complements against sets filled one by one.
func TestSpan(t *testing.T) {
	for _, n := range []int{0, 1, 63, 64, 65, 200} {
		for from := 0; from <= n; from++ {
			for to := from; to <= n; to++ {
				want, rest := newSet(n), newSet(n)
				for p := range int32(n) {
					if int(p) >= from && int(p) < to {
						want.add(p)
					} else {
						rest.add(p)
					}
				}
				got := span(n, from, to)
				back := got.list()
				slices.Reverse(back)
				if !slices.Equal(got, want) || !slices.Equal(got.not(n), rest) || got.len() != to-from || !slices.Equal(slices.Collect(got.backward), back) {
					t.Fatalf("%d..%d of %d: %b", from, to, n, got)
				}
			}
		}
	}
}

// TestWhatIsLeft holds the two ways of counting against each other: what a
// selection leaves out, taken from all, is what it counts.
func TestWhatIsLeft(t *testing.T) {
	seed := rand.Uint64()
	rnd := rand.New(rand.NewPCG(seed, 1))
	c, err := load(t.Context(), manyAds(t))
	if err != nil {
		t.Fatal(err)
	}
	n := len(c.num)
	for round, density := range []float64{0, .01, .2, .5, .51, .8, .99, 1} {
		sel := newSet(n)
		for p := range int32(n) {
			if rnd.Float64() < density {
				sel.add(p)
			}
		}
		left := sel.not(n)
		if !reflect.DeepEqual(c.countEach(sel), less(c.everything.counts, c.countEach(left))) || !slices.Equal(c.firstsEach(sel), c.firstsWithout(c.everything.firsts, left)) {
			t.Fatalf("seed %d, round %d: what is left does not add up to all", seed, round)
		}
	}
}

// TestOtherVersion: a selection is of its own version.
func TestOtherVersion(t *testing.T) {
	st := manyAds(t)
	one, err := load(t.Context(), st)
	if err != nil {
		t.Fatal(err)
	}
	other, err := load(t.Context(), st)
	if err != nil {
		t.Fatal(err)
	}
	s, err := one.Select(t.Context(), []engine.Condition{engine.Is(engine.HasText, 1)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.Count(t.Context(), s); err == nil {
		t.Error("a selection was counted in another version")
	}
}

// list gives the positions in rising order.
func (s set) list() []int32 {
	out := make([]int32, 0, s.len())
	for p := range s.each {
		out = append(out, p)
	}
	return out
}
