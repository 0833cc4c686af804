package outcome

import "math"

// Interval is an estimate with its bounds; an Open one has no upper bound.
type Interval struct {
	Estimate, Lo, Hi float64
	Open             bool
}

// Fieller is the interval of the ratio a/b of two estimates with variances va,
// vb and covariance vab, at the quantile t (Fieller 1954). With g = t^2 vb /
// b^2, where g >= 1 the denominator cannot be told from 0 and the ratio has no
// interval: ok is false.
func Fieller(a, b, va, vb, vab, t float64) (i Interval, ok bool) {
	i.Estimate = a / b
	g := t * t * vb / (b * b)
	if !(g < 1) {
		return i, false
	}
	middle := i.Estimate - float64(g*vab)/vb
	if vb == 0 {
		middle = i.Estimate
	}
	under := va - float64(2*i.Estimate*vab) + float64(i.Estimate*i.Estimate*vb)
	if vb > 0 {
		under -= float64(g * (va - float64(vab*vab)/vb))
	}
	half := float64(t / math.Abs(b) * math.Sqrt(max(under, 0)))
	i.Lo, i.Hi = (middle-half)/(1-g), (middle+half)/(1-g)
	return i, true
}

// PriceOfVote is what a vote cost: a budget over the votes moved, known with a
// standard error. Where the votes cannot be told from nothing the price has no
// upper bound, and begins where the budget buys the most votes that it may have
// moved; if not even those are above 0, no vote was bought at any price: ok is
// false.
func PriceOfVote(budget, votes, se, t float64) (i Interval, ok bool) {
	if i, ok = Fieller(budget, votes, 0, se*se, 0, t); ok && votes > 0 {
		return i, true
	}
	most := votes + float64(t*se)
	if most <= 0 {
		return Interval{}, false
	}
	return Interval{Estimate: budget / votes, Lo: budget / most, Open: true}, true
}
