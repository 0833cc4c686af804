package lab

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// truncation is an estimate x of standard error s that could only have been
// seen in [from, to]; and, when c is finite, only within c s of its mean.
type truncation struct {
	x, s, from, to, c float64
}

// cdf returns F(mu) = P(X <= x | mu), which falls in mu.
func (t truncation) cdf(mu float64) float64 {
	return TruncatedCDF(t.x, mu, t.s, max(t.from, mu-t.c*t.s), min(t.to, mu+t.c*t.s))
}

// mean returns the mu with F(mu) = p. It is -Inf or +Inf when mu would lie
// more than 1,000 deviations away, because x is almost at an end of its range.
func (t truncation) mean(p float64) float64 {
	const far = 1000
	lo, hi, most := t.x-t.s, t.x+t.s, far*t.s
	for t.cdf(lo) < p {
		if t.x-lo >= most {
			return math.Inf(-1)
		}
		lo = max(t.x-2*(t.x-lo), t.x-most)
	}
	for t.cdf(hi) > p {
		if hi-t.x >= most {
			return math.Inf(1)
		}
		hi = min(t.x+2*(hi-t.x), t.x+most)
	}
	return t.between(p, lo, hi)
}

// between halves [lo, hi] until it holds the mu with F(mu) = p alone.
func (t truncation) between(p, lo, hi float64) float64 {
	for range 200 {
		mid := lo + (hi-lo)/2
		if mid == lo || mid == hi {
			break
		}
		if t.cdf(mid) >= p {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lo + (hi-lo)/2
}

// hybrid returns the hybrid interval for the winner of k arms. In an exact tie,
// which normal estimates never have but rounded ones may, conditioning says
// nothing: the interval is x +- c s, and the estimate its lower end.
func (t truncation) hybrid(k int, level float64) Interval {
	alpha := 1 - level
	beta := alpha / 10
	gamma := (alpha - beta) / (1 - beta)
	t.c = distuv.UnitNormal.Quantile((1 + math.Pow(1-beta, 1/float64(k))) / 2)
	// F is 1 below this range and 0 above it.
	lo, hi := t.x-t.c*t.s, t.x+t.c*t.s
	switch {
	case t.x <= t.from:
		return Interval{lo, math.NaN(), lo, hi}
	case t.x >= t.to:
		return Interval{hi, math.NaN(), lo, hi}
	}
	return Interval{t.between(0.5, lo, hi), math.NaN(), t.between(1-gamma/2, lo, hi), t.between(gamma/2, lo, hi)}
}

// TruncatedCDF returns P(X <= x) for X normal with mean mu and deviation s,
// given that it lies in [lower, upper]; either may be infinite.
func TruncatedCDF(x, mu, s, lower, upper float64) float64 {
	switch {
	case x <= lower:
		return 0
	case x >= upper:
		return 1
	case upper < mu: // the mirror image keeps the lower tail
		return 1 - TruncatedCDF(-x, -mu, s, -upper, -lower)
	}
	// (S(lower) - S(x)) / (S(lower) - S(upper)), with survival functions to keep
	// the upper tail.
	base := logSurvival((lower - mu) / s)
	whole := 1.0
	if !math.IsInf(upper, 1) {
		whole = -math.Expm1(logSurvival((upper-mu)/s) - base)
	}
	return min(1, -math.Expm1(logSurvival((x-mu)/s)-base)/whole)
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
