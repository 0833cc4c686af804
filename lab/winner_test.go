package lab

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// Exact values: Teichroew (1956), as corrected in the project's data notes.
func TestExpectedMax(t *testing.T) {
	for k, want := range map[int]float64{1: 0, 2: 1 / math.Sqrt(math.Pi), 3: 1.5 / math.Sqrt(math.Pi), 5: 1.16296447364, 10: 1.53875273084, 25: 1.96531, 50: 2.24907} {
		if got := ExpectedMax(k); math.Abs(got-want) > 1e-5 {
			t.Errorf("ExpectedMax(%d) = %.6f, want %.6f", k, got, want)
		}
	}
	for _, k := range []int{2, 3} {
		want := []float64{0, 0, 1, 1.5}[k] / math.Sqrt(math.Pi)
		if got := ExpectedMax(k); math.Abs(got-want) > 1e-10 {
			t.Errorf("ExpectedMax(%d) = %.15f, want %.15f", k, got, want)
		}
	}
}

// Over many experiments with known arms, the conditional interval covers the
// chosen arm's mean at its nominal rate, half of the estimates lie below it,
// and the naive ones are too high by the theory's amount.
func TestPickWinner(t *testing.T) {
	const seed, reps = 7, 10000
	rng := Rand(seed)
	n := distuv.Normal{Mu: 0, Sigma: 1, Src: rng}
	for _, mu := range [][]float64{{0, 0, 0, 0, 0}, {0, 0.5, 1, 1.5}, {0, 0, 4}} {
		var covered, below, curse float64
		for range reps {
			e := make([]Estimate, len(mu))
			for k, m := range mu {
				e[k] = Estimate{m + n.Rand(), 1, math.Inf(1)}
			}
			w, err := PickWinner(e, 0.95)
			if err != nil {
				t.Fatal(err)
			}
			truth := mu[w.Arm]
			covered += float64(b2i(w.Lo <= truth && truth <= w.Hi)) / reps
			below += float64(b2i(w.Est < truth)) / reps
			curse += (w.Naive.Est - truth) / reps
		}
		if math.Abs(covered-0.95) > 0.0088 || math.Abs(below-0.5) > 0.02 { // 4 binomial errors
			t.Errorf("seed %d, means %v: coverage %.4f, below %.4f", seed, mu, covered, below)
		}
		if mu[len(mu)-1] == 0 && math.Abs(curse-ExpectedMax(len(mu))) > 0.03 {
			t.Errorf("seed %d: naive bias %.3f, want %.3f", seed, curse, ExpectedMax(len(mu)))
		}
	}
}

func TestTruncatedCDF(t *testing.T) {
	// Against the plain formula where it does not underflow.
	for _, c := range [][4]float64{{1, 0, 1, 0}, {2, 1, 0.5, 1.5}, {0.1, -2, 1, 0}} {
		x, mu, s, l := c[0], c[1], c[2], c[3]
		f := func(v float64) float64 { return distuv.Normal{Mu: mu, Sigma: s}.CDF(v) }
		want := (f(x) - f(l)) / (1 - f(l))
		if got := TruncatedCDF(x, mu, s, l, math.Inf(1)); math.Abs(got-want) > 1e-12 {
			t.Errorf("TruncatedCDF%v = %v, want %v", c, got, want)
		}
	}
	// The far tail: nearly exponential with rate (lower-mu)/s^2.
	if got, want := TruncatedCDF(0.01, -100, 1, 0, math.Inf(1)), 1-math.Exp(-1.0); math.Abs(got-want) > 1e-3 {
		t.Errorf("far tail: %v, want about %v", got, want)
	}
	if a, b := logSurvival(29.999999), logSurvival(30.000001); math.Abs(a-b) > 1e-3 {
		t.Errorf("the two formulas of logSurvival part at 30: %v, %v", a, b)
	}
}

// The search goes as far as it says: to 1,000 standard errors and not only to
// the last power of two before, and no further.
func TestConditionalIntervalFarAway(t *testing.T) {
	w, err := PickWinner([]Estimate{{1, .3, 0}, {.999, .3, 0}}, .9)
	if err != nil {
		t.Fatal(err)
	}
	// Nearly exponential beyond .999: P(X <= 1 | X >= .999, mu) = 1 - exp(-(.999-mu)/.09 .001), .95 at mu = -268.6.
	if math.Abs(w.Lo+268.6) > .2 {
		t.Errorf("lower end %v, want -268.6", w.Lo)
	}
	near(t, "chance at the lower end", TruncatedCDF(1, w.Lo, .3, .999, math.Inf(1)), .95, 1e-9)
	// Closer still the lower end lies beyond: 3 / .0001 x .3 = 9,000 errors.
	if w, err = PickWinner([]Estimate{{1, .3, 0}, {.9999, .3, 0}}, .9); err != nil || !math.IsInf(w.Lo, -1) {
		t.Errorf("lower end %v, %v, want -Inf", w.Lo, err)
	}
	// The mirror image: an estimate just below the upper end of its range.
	m := truncation{-1, .3, math.Inf(-1), -.999, math.Inf(1)}
	if hi := m.mean(.05); math.Abs(hi-268.6) > .2 {
		t.Errorf("upper end %v, want 268.6", hi)
	}
}

func TestPickWinnerErrors(t *testing.T) {
	for _, e := range [][]Estimate{nil, {{1, 1, 0}}, {{1, 1, 0}, {0, 0, 0}}, {{math.NaN(), 1, 0}, {0, 1, 0}}} {
		if _, err := PickWinner(e, 0.95); err == nil {
			t.Errorf("PickWinner(%v) should fail", e)
		}
	}
	// A dead heat: nothing bounds the winner from below.
	w, err := PickWinner([]Estimate{{1, 1, 0}, {1, 1, 0}}, 0.95)
	if err != nil || !math.IsInf(w.Lo, -1) {
		t.Errorf("dead heat: %+v, %v", w, err)
	}
}
