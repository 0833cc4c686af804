package lab

import (
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
)

// invented makes an experiment with three messages: message 1 is best for
// x0 = 1, message 2 for x0 = 0, by gap; 0 makes them equal.
func invented(rng *rand.Rand, n int, gap float64, binary bool) *Sample {
	s := &Sample{Arms: []string{"none", "A", "B", "C"}, Names: []string{"x0", "x1", "x2"}, X: make([][]float64, 3)}
	for range n / 2 {
		for range 2 { // clusters of two
			x := []float64{float64(rng.IntN(2)), float64(rng.IntN(5)), rng.NormFloat64()}
			for j, v := range x {
				s.X[j] = append(s.X[j], v)
			}
			s.Cluster = append(s.Cluster, int32(len(s.Y)/2))
			w := rng.IntN(4)
			if len(s.W)%2 == 1 {
				w = s.W[len(s.W)-1]
			}
			m := 0.3 + 0.02*x[1]
			switch {
			case w == 1 && x[0] == 1, w == 2 && x[0] == 0:
				m += 0.1 + gap
			case w > 0:
				m += 0.1
			}
			y := m + 0.3*rng.NormFloat64()
			if binary {
				y = float64(b2i(rng.Float64() < m))
			}
			s.W, s.Y = append(s.W, w), append(s.Y, y)
		}
	}
	q := []float64{0.25}
	s.Prob = [][]float64{q, q, q, q}
	return s
}

// Every learner finds a strong interaction, promises at least the best single
// arm on the data it saw, gives an arm of the list to every cell, and without
// covariates falls back on one message for all.
func TestLearners(t *testing.T) {
	const seed = 5
	rng := Rand(seed)
	s := invented(rng, 4000, 0.3, true)
	b, err := NewBench(s, []int{1, 2, 3})
	if err != nil {
		t.Fatal(err)
	}
	sp, err := b.NewSplit(4, rng)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range Learners {
		t.Run(l.Name, func(t *testing.T) {
			o, pi, err := sp.HeldOut(l, nil)
			if err != nil {
				t.Fatal(err)
			}
			// The truth: the best single arm is right for half, so the gain is
			// half of the gap.
			if math.Abs(o.TB.Est-0.15) > 4*o.TB.SE || o.TB.SE > 0.03 {
				t.Errorf("seed %d: gain %.3f (%.3f), want 0.15", seed, o.TB.Est, o.TB.SE)
			}
			right := 0.
			for i, k := range pi {
				right += float64(b2i(k == 2-int(s.X[0][i]))) / float64(len(pi))
			}
			if right < 0.8 {
				t.Errorf("seed %d: right message for %.2f of people", seed, right)
			}
			in, ipi, err := sp.InSample(l, nil)
			if err != nil {
				t.Fatal(err)
			}
			if g := in.Promise.Gain(); g < 0 || math.Abs(g-0.15) > 0.1 {
				t.Errorf("promise %.3f", g)
			}
			for i, k := range ipi {
				if k < 1 || k > 3 {
					t.Fatalf("row %d gets arm %d", i, k)
				}
			}
			none, _, err := sp.HeldOut(l, []int{})
			if err != nil {
				t.Fatal(err)
			}
			if none.Differ != 0 && l.Name != "tree1" && l.Name != "tree2" || none.TB.SE != 0 && none.Differ == 0 {
				t.Errorf("without covariates: %.2f differ, SE %v", none.Differ, none.TB.SE)
			}
			if math.Abs(none.Promise) > 1e-12 {
				t.Errorf("without covariates it promises %v", none.Promise)
			}
		})
	}
	if _, err := LearnerNamed("forest"); err == nil || !strings.Contains(err.Error(), "tree2") {
		t.Errorf("unknown learner: %v", err)
	}
}

// Coverage of the main number where all messages are equal, the hardest case:
// the best arm and the policy are then chosen by chance alone. Halves with
// medians over 7 splits are conservative; five folds, or a single split, are
// not honest enough (ols 86 % and 90 % for one split of 5 and 2 folds, 92 %
// for 7 splits of 5 folds), which is why the report uses halves.
func TestCoverageOfComparison(t *testing.T) {
	const seed = 77
	reps, splits := 60, 5
	if os.Getenv("CONTRECHAMP_FULL") != "" {
		reps, splits = 2000, 7
	}
	for _, name := range []string{"ols", "subgroups", "tree2"} {
		l, err := LearnerNamed(name)
		if err != nil {
			t.Fatal(err)
		}
		rng := Rand(seed)
		covered := 0.
		for range reps {
			b, err := NewBench(invented(rng, 600, 0, false), nil)
			if err != nil {
				t.Fatal(err)
			}
			c, err := Compare(b, l, nil, 2, splits, rng)
			if err != nil {
				t.Fatal(err)
			}
			lo, hi := c.TB.CI(0.95)
			covered += float64(b2i(lo <= 0 && 0 <= hi)) / float64(reps)
		}
		err3 := 3 * math.Sqrt(0.95*0.05/float64(reps))
		t.Logf("%s: coverage %.3f over %d experiments, Monte-Carlo error %.3f", name, covered, reps, err3/3)
		if covered < 0.95-err3 {
			t.Errorf("seed %d, %s: coverage %.3f", seed, name, covered)
		}
	}
}

// Where messages are equal for all, the promise is positive and the held-out
// difference is not: the winner's curse, over many invented experiments.
func TestPromiseIsCurse(t *testing.T) {
	const seed, reps = 9, 40
	rng := Rand(seed)
	for _, name := range []string{"subgroups", "ols", "tree2"} {
		l, err := LearnerNamed(name)
		if err != nil {
			t.Fatal(err)
		}
		var promise, held, optimism, z2 float64
		for range reps {
			b, err := NewBench(invented(rng, 800, 0, false), nil)
			if err != nil {
				t.Fatal(err)
			}
			c, err := Compare(b, l, nil, 2, 3, rng)
			if err != nil {
				t.Fatal(err)
			}
			promise += c.Promise / reps
			held += c.TB.Est / reps
			optimism += c.Optimism() / reps
			z2 += c.TB.T() * c.TB.T() / reps
		}
		if promise < 0.01 || math.Abs(held) > 0.01 || math.Abs(optimism-(promise-held)) > 1e-12 {
			t.Errorf("seed %d, %s: promised %.4f, held out %.4f, optimism %.4f", seed, name, promise, held, optimism)
		}
		if z2 > 1.7 { // mean of chi-square(1), 40 of them: SE .22
			t.Errorf("seed %d, %s: mean squared t is %.2f: the standard errors are too small", seed, name, z2)
		}
	}
}
