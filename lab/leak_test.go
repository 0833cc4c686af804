package lab

import (
	"fmt"
	"math"
	"reflect"
	"testing"
)

// Nothing that is learned for a held-out fold has seen it: with its outcomes
// and its messages drawn anew, every learner returns the same policy and the
// same promise, the best arm of its training set stays, and so does the part
// of its scores that models predict.
func TestNothingSeesTheHeldOutFold(t *testing.T) {
	const seed = 71
	rng := Rand(seed)
	equal := invented(rng, 400, .1, true)
	byRow := *equal
	byRow.Prob = make([][]float64, 4)
	for range equal.Y {
		p := .1 + .3*rng.Float64()
		for k := range byRow.Prob {
			byRow.Prob[k] = append(byRow.Prob[k], []float64{p, .5 - p, .5 - p, p}[k])
		}
	}
	for c, folds := range []int{2, 3, 5, 2, 3} {
		s := equal
		if c > 2 {
			s = &byRow
		}
		fold := Folds(s.Cluster, folds, rng)
		split := func(s *Sample) *Split {
			b, err := NewBench(s, nil)
			if err != nil {
				t.Fatal(err)
			}
			sp, err := b.SplitBy(fold, folds)
			if err != nil {
				t.Fatal(err)
			}
			return sp
		}
		was := split(s)
		for f := range folds {
			other := *s
			other.Y, other.W = append([]float64(nil), s.Y...), append([]int(nil), s.W...)
			for i := range other.Y {
				if fold[i] == f {
					other.W[i] = rng.IntN(s.K())
					other.Y[i] = float64(b2i(other.W[i] == 3)) // the arm that is not the best
				}
			}
			is := split(&other)
			if was.Best[f] != is.Best[f] {
				t.Errorf("seed %d: best arm without fold %d of %d was %d, is %d", seed, f, folds, was.Best[f], is.Best[f])
			}
			for _, l := range Learners {
				for _, covs := range [][]int{nil, {0}} {
					a, err := was.Train(l, f, covs)
					if err != nil {
						t.Fatal(err)
					}
					b, err := is.Train(l, f, covs)
					if err != nil {
						t.Fatal(err)
					}
					what := fmt.Sprintf("seed %d: %s on %v without fold %d of %d", seed, l.Name, covs, f, folds)
					if !reflect.DeepEqual(a.Arm, b.Arm) {
						t.Errorf("%s: another policy when that fold's outcomes change", what)
					}
					if a.Promise != b.Promise {
						t.Errorf("%s: promised %v, with other outcomes there %v", what, a.Promise, b.Promise)
					}
				}
			}
			for i, w := range s.W {
				for k := range s.K() {
					if a, b := was.Scores.At(i, k), is.Scores.At(i, k); fold[i] == f && k != w && k != other.W[i] && math.Abs(a-b) > 1e-12 {
						t.Fatalf("seed %d: what is predicted of row %d under arm %d was %v, is %v", seed, i, k, a, b)
					}
				}
			}
		}
	}
}
