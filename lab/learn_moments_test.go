package lab

import (
	"math"
	"testing"
)

// Linear models learned from the moments of a split are those learned from the
// sums over cells, on any covariates in any order.
func TestMomentsTwin(t *testing.T) {
	const seed = 20260612
	rng := Rand(seed)
	n := 600
	s := &Sample{Arms: []string{"none", "a", "b", "c"}, Names: []string{"x", "y", "z"}, X: make([][]float64, 3), Prob: [][]float64{{.25}, {.25}, {.25}, {.25}}}
	for range n {
		x := []float64{float64(1940 + rng.IntN(60)), float64(rng.IntN(2)), rng.NormFloat64()}
		w := rng.IntN(4)
		for j := range x {
			s.X[j] = append(s.X[j], x[j])
		}
		s.W, s.Y = append(s.W, w), append(s.Y, float64(w)*x[1]+x[2]*float64(w-1)+.01*x[0]+rng.NormFloat64())
	}
	b, err := NewBench(s, nil)
	if err != nil {
		t.Fatal(err)
	}
	sp, err := b.NewSplit(2, rng)
	if err != nil {
		t.Fatal(err)
	}
	for _, covs := range [][]int{{}, {0}, {2}, {0, 2}, {2, 0, 1}, {0, 1, 2}} {
		for f := -1; f < 2; f++ {
			for _, ridge := range []bool{false, true} {
				fast, err := sp.lessons(f, b.subset(covs), false)
				if err != nil {
					t.Fatal(err)
				}
				slow := *fast
				slow.moments, slow.shift = nil, nil
				x, err := learnLinear(fast, b.Arms, ridge)
				if err != nil {
					t.Fatal(err)
				}
				y, err := learnLinear(&slow, b.Arms, ridge)
				if err != nil {
					t.Fatal(err)
				}
				if math.Abs(x.Promise.Targeted-y.Promise.Targeted) > 1e-9 || math.Abs(x.Promise.Best-y.Promise.Best) > 1e-9 || x.Promise.Arm != y.Promise.Arm {
					t.Errorf("seed %d, %v, fold %d: promise %+v, over cells %+v", seed, covs, f, x.Promise, y.Promise)
				}
				for c := range x.Arm {
					if x.Arm[c] != y.Arm[c] {
						t.Errorf("seed %d, %v, fold %d: cell %d gets %d, over cells %d", seed, covs, f, c, x.Arm[c], y.Arm[c])
					}
				}
			}
		}
	}
}
