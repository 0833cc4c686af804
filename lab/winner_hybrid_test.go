package lab

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"
)

// slowCDF adds up the normal density over [max(from, mu-c), min(to, mu+c)] in
// 4,000 trapezoids on either side of x: no closed form, no logarithms.
func slowCDF(x, mu, from, to, c float64) float64 {
	area := func(a, b float64) float64 {
		var sum float64
		const n = 4000
		for i := range n + 1 {
			w := 1.0
			if i == 0 || i == n {
				w = .5
			}
			z := a + (b-a)*float64(i)/n - mu
			sum += w * math.Exp(-z*z/2)
		}
		return sum * (b - a) / n
	}
	lo, hi := max(from, mu-c), min(to, mu+c)
	if x <= lo {
		return 0
	}
	if x >= hi {
		return 1
	}
	below := area(lo, x)
	return below / (below + area(x, hi))
}

// The slow twin walks along mu in steps of 1/20 and says between which two the
// end of the interval lies.
func TestHybridTwin(t *testing.T) {
	const seed, level = 31, .95
	rng := Rand(seed)
	for round := range 12 {
		k := 2 + rng.IntN(6)
		e := make([]Estimate, k)
		for i := range e {
			e[i] = Estimate{rng.NormFloat64() * (.1 + float64(round%3)), 1, math.Inf(1)}
		}
		w, err := PickWinner(e, level)
		if err != nil {
			t.Fatal(err)
		}
		c := 0.0
		for math.Pow(2*distuv.UnitNormal.CDF(c)-1, float64(k)) < .995 {
			c += 1e-5
		}
		gamma := (.05 - .005) / (1 - .005)
		x := w.Naive.Est
		for _, end := range []struct {
			name   string
			got, p float64
		}{{"low", w.Hybrid.Lo, 1 - gamma/2}, {"middle", w.Hybrid.Est, .5}, {"high", w.Hybrid.Hi, gamma / 2}} {
			const step = .05
			mu := x - c
			for mu < x+c && slowCDF(x, mu+step, w.RunnerUp, math.Inf(1), c) > end.p {
				mu += step
			}
			if end.got < mu-1e-4 || end.got > mu+step+1e-4 {
				t.Errorf("seed %d round %d: %s end %.5f, the twin says %.5f to %.5f (winner %.4f, runner-up %.4f of %d)", seed, round, end.name, end.got, mu, mu+step, x, w.RunnerUp, k)
			}
			if v := slowCDF(x, end.got, w.RunnerUp, math.Inf(1), c); math.Abs(v-end.p) > 1e-3 {
				t.Errorf("seed %d round %d: F(%s end) = %.6f, want %.6f", seed, round, end.name, v, end.p)
			}
		}
	}
}

// jointCase is a set of arms whose estimates move together.
type jointCase struct {
	name string
	mean []float64
	cov  *mat.SymDense
}

func jointCases() []jointCase {
	shared := func(sd []float64, rho float64) *mat.SymDense {
		c := mat.NewSymDense(len(sd), nil)
		for i := range sd {
			for j := i; j < len(sd); j++ {
				r := rho
				if i == j {
					r = 1
				}
				c.SetSym(i, j, r*sd[i]*sd[j])
			}
		}
		return c
	}
	return []jointCase{
		{"5 equal arms", make([]float64, 5), shared([]float64{1, 1, 1, 1, 1}, 0)},
		{"2 arms that are close", []float64{0, .3}, shared([]float64{1, 1}, 0)},
		{"5 arms with a shared control", []float64{0, .2, .4, .6, .8}, shared([]float64{1, 1, 1, 1, 1}, .5)},
		// The precise arm moves less than what it shares with the others, so
		// there is an upper end too.
		{"unequal precision, strongly shared", []float64{0, .2, .1}, shared([]float64{.5, 1, 2}, .8)},
		{"one arm far ahead", []float64{0, 0, 6}, shared([]float64{1, 1.5, 1}, .3)},
	}
}

func drawJoint(mean []float64, root *mat.TriDense, rng *rand.Rand) []float64 {
	x := append([]float64(nil), mean...)
	for j := range mean {
		z := rng.NormFloat64()
		for i := j; i < len(mean); i++ {
			x[i] += root.At(i, j) * z
		}
	}
	return x
}

// Over 4,000 experiments with known arms: the hybrid interval covers between
// 95 % and .95/.995, the conditional one 95 %, and half of the estimates are
// too high, each within 4 binomial errors. It lies inside x +- c s.
func TestPickWinnerJoint(t *testing.T) {
	const seed, reps = 32, 4000
	for _, c := range jointCases() {
		rng := Rand(seed)
		var chol mat.Cholesky
		if !chol.Factorize(c.cov) {
			t.Fatal(c.name)
		}
		var root mat.TriDense
		chol.LTo(&root)
		var hybrid, conditional, above, aboveCond, bounded float64
		k := float64(len(c.mean))
		crit := distuv.UnitNormal.Quantile((1 + math.Pow(.995, 1/k)) / 2)
		for range reps {
			w, err := PickWinnerJoint(drawJoint(c.mean, &root, rng), c.cov, .95)
			if err != nil {
				t.Fatal(err)
			}
			truth := c.mean[w.Arm]
			hybrid += float64(b2i(w.Hybrid.Lo <= truth && truth <= w.Hybrid.Hi)) / reps
			conditional += float64(b2i(w.Lo <= truth && truth <= w.Hi)) / reps
			above += float64(b2i(w.Hybrid.Est > truth)) / reps
			aboveCond += float64(b2i(w.Est > truth)) / reps
			bounded += float64(b2i(!math.IsInf(w.Lo, 0))) / reps
			if d := crit*w.Naive.SE + 1e-9; w.Hybrid.Lo < w.Naive.Est-d || w.Hybrid.Hi > w.Naive.Est+d || !(w.Hybrid.Lo < w.Hybrid.Est && w.Hybrid.Est < w.Hybrid.Hi) {
				t.Fatalf("seed %d, %s: hybrid %+v of %+v", seed, c.name, w.Hybrid, w)
			}
		}
		t.Logf("%s: hybrid %.4f, conditional %.4f, above the truth %.4f, %.4f; conditional bounded in %.3f", c.name, hybrid, conditional, above, aboveCond, bounded)
		const four = 4 * .00345
		if hybrid < .95-four || hybrid > .95/.995+four || math.Abs(conditional-.95) > four {
			t.Errorf("seed %d, %s: coverage hybrid %.4f, conditional %.4f", seed, c.name, hybrid, conditional)
		}
		if math.Abs(above-.5) > .0025+.032 || math.Abs(aboveCond-.5) > .032 {
			t.Errorf("seed %d, %s: above the truth in %.4f, %.4f", seed, c.name, above, aboveCond)
		}
	}
}

// The range in which the winner wins, against walking its estimate up and down
// while the independent part of the others stands still.
func TestWinnerRange(t *testing.T) {
	rng := Rand(33)
	upper := 0
	for _, c := range jointCases() {
		var chol mat.Cholesky
		chol.Factorize(c.cov)
		var root mat.TriDense
		chol.LTo(&root)
		for range 50 {
			x := drawJoint(c.mean, &root, rng)
			w, err := PickWinnerJoint(x, c.cov, .95)
			if err != nil {
				t.Fatal(err)
			}
			upper += b2i(!math.IsInf(w.To, 1))
			for d := -4.0; d <= 4; d += .01 {
				won, at := true, x[w.Arm]+d
				for k := range x {
					if k != w.Arm && x[k]+c.cov.At(k, w.Arm)/c.cov.At(w.Arm, w.Arm)*d > at {
						won = false
					}
				}
				if won != (w.From <= at && at <= w.To) && math.Abs(at-w.From) > 1e-9 && math.Abs(at-w.To) > 1e-9 {
					t.Fatalf("%s: at %.3f won %v, range [%.4f, %.4f]", c.name, at, won, w.From, w.To)
				}
			}
		}
	}
	if upper == 0 {
		t.Error("no case had an upper end")
	}
}

// In a close race the hybrid interval is shorter than the conditional one; with
// a clear winner both are the naive one.
func TestHybridWidth(t *testing.T) {
	at := func(margin float64) Winner {
		w, err := PickWinner([]Estimate{{margin, 1, 0}, {0, 1, 0}, {-1, 1, 0}}, .95)
		if err != nil {
			t.Fatal(err)
		}
		return w
	}
	for _, m := range []float64{.001, .01, .1, .3, 1} {
		if w := at(m); !(w.Hybrid.Hi-w.Hybrid.Lo < w.Hi-w.Lo) {
			t.Errorf("margin %v: hybrid [%.3f, %.3f], conditional [%.3f, %.3f]", m, w.Hybrid.Lo, w.Hybrid.Hi, w.Lo, w.Hi)
		}
	}
	w := at(9)
	lo, hi := w.Naive.CI(.95)
	if math.Abs(w.Lo-lo) > 1e-6 || math.Abs(w.Hi-hi) > 1e-6 || math.Abs(w.Hybrid.Lo-lo) > .05 || math.Abs(w.Hybrid.Hi-hi) > .05 {
		t.Errorf("clear winner: naive [%.4f, %.4f], %+v", lo, hi, w)
	}
	if w := at(0); !(w.Hybrid.Hi > w.Hybrid.Lo) || math.IsInf(w.Hybrid.Lo, 0) || math.IsInf(w.Hybrid.Est, 0) {
		t.Errorf("dead heat: %+v", w.Hybrid)
	}
}

// TestScoresMeans: the diagonal is ClusterMean's, arm by arm.
func TestScoresMeans(t *testing.T) {
	s := messages.Draw(Rand(34))
	g := IPWScores(s)
	arms := []int{3, 1, 2}
	mean, cov, err := g.Means(arms, s.Cluster)
	if err != nil {
		t.Fatal(err)
	}
	for i, k := range arms {
		want := ClusterMean(g.Arm(k), s.Cluster)
		near(t, "mean", mean[i], want.Est, 1e-12)
		near(t, "SE", math.Sqrt(cov.At(i, i)), want.SE, 1e-12)
	}
	if _, err := PickWinnerJoint(mean, mat.NewSymDense(2, nil), .95); err == nil {
		t.Error("covariance of another size: no error")
	}
	if _, err := PickWinnerJoint(mean, cov, 1); err == nil {
		t.Error("level 1: no error")
	}
}
