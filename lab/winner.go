package lab

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/integrate/quad"
	"gonum.org/v1/gonum/stat/distuv"
)

// ExpectedMax returns the mean of the largest of k independent standard
// normals: by how many standard errors the best of k equal arms looks better
// than it is. 0.5642, 1.1630, 1.5388, 1.9653, 2.2491 for 2, 5, 10, 25, 50.
func ExpectedMax(k int) float64 {
	if k < 2 {
		return 0
	}
	f := func(x float64) float64 {
		return x * float64(k) * distuv.UnitNormal.Prob(x) * math.Pow(distuv.UnitNormal.CDF(x), float64(k-1))
	}
	return quad.Fixed(f, -12, 0, 400, quad.Legendre{}, 0) + quad.Fixed(f, 0, 12, 400, quad.Legendre{}, 0)
}

// Winner is the best-looking of several arms, corrected for having been
// chosen because it looked best.
type Winner struct {
	Arm      int      // index into the estimates given
	Naive    Estimate // as if the arm had been named beforehand
	RunnerUp float64  // the largest other estimate
	// Median-unbiased estimate and equal-tailed interval, given that this arm
	// won. The lower end is -Inf when the margin is so small that the data do
	// not bound it.
	Est, Lo, Hi float64
	// ShortBy is the naive estimate minus Est: the winner's curse.
	ShortBy float64
}

// PickWinner corrects the largest of independent normal estimates by
// conditioning on the choice (Andrews, Kitagawa and McCloskey, QJE 2024): given
// that arm b won over a runner-up at L, its estimate is a normal truncated to
// [L, inf); the estimate mu solves P(X <= x | mu) = 1/2, the ends of the
// interval 1 - alpha/2 and alpha/2. Correlation between the arms (a shared
// control) moves all of them together and does not change who wins; give the
// arms' own means, not their differences from control.
func PickWinner(e []Estimate, level float64) (Winner, error) {
	if len(e) < 2 {
		return Winner{}, fmt.Errorf("winner of %d arms: need at least two", len(e))
	}
	w := Winner{RunnerUp: math.Inf(-1)}
	for k, x := range e {
		if !(x.SE > 0) || !finite(x.Est) {
			return Winner{}, fmt.Errorf("winner: arm %d has estimate %v, SE %v", k, x.Est, x.SE)
		}
		if x.Est > e[w.Arm].Est {
			w.Arm = k
		}
	}
	for k, x := range e {
		if k != w.Arm {
			w.RunnerUp = max(w.RunnerUp, x.Est)
		}
	}
	w.Naive = e[w.Arm]
	a := (1 - level) / 2
	var err error
	for _, q := range []struct {
		to *float64
		p  float64
	}{{&w.Est, 0.5}, {&w.Lo, 1 - a}, {&w.Hi, a}} {
		if *q.to, err = truncatedMean(w.Naive.Est, w.Naive.SE, w.RunnerUp, q.p); err != nil {
			return Winner{}, err
		}
	}
	w.ShortBy = w.Naive.Est - w.Est
	return w, nil
}

// TruncatedCDF returns P(X <= x) for X normal with mean mu and deviation s,
// given X >= lower.
func TruncatedCDF(x, mu, s, lower float64) float64 {
	if x <= lower {
		return 0
	}
	// 1 - S(x)/S(lower), with survival functions to keep the upper tail.
	return -math.Expm1(logSurvival((x-mu)/s) - logSurvival((lower-mu)/s))
}

// logSurvival returns log P(Z > z), by the asymptotic series in the far tail
// where the probability itself underflows.
func logSurvival(z float64) float64 {
	if z < 30 {
		return math.Log(0.5 * math.Erfc(z/math.Sqrt2))
	}
	z2 := z * z
	return -z2/2 - math.Log(z*math.Sqrt(2*math.Pi)) + math.Log1p(-1/z2+3/(z2*z2)-15/(z2*z2*z2))
}

// truncatedMean returns the mu at which P(X <= x | X >= lower, mu) = p. The
// probability falls in mu. When x is so near lower that mu would lie more than
// 1,000 deviations below, it is -Inf.
func truncatedMean(x, s, lower, p float64) (float64, error) {
	if !(x >= lower) {
		return 0, errors.New("winner: the estimate lies below the truncation point")
	}
	hi, lo := x+10*s, x-s
	for TruncatedCDF(x, lo, s, lower) < p {
		lo = x - 2*(x-lo)
		if lo < x-1000*s {
			return math.Inf(-1), nil
		}
	}
	for range 200 {
		mid := lo + (hi-lo)/2
		if TruncatedCDF(x, mid, s, lower) >= p {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lo + (hi-lo)/2, nil
}
