package lab

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mathext"
)

// MedianSE returns the standard error of the median of v after Maritz and
// Jarrett (1978, JASA 73, 194-196): the moments of the middle order statistic
// of a sample drawn from v. With a = (n+1)/2, the i-th smallest value is the
// median with weight I(i/n; a, a) - I((i-1)/n; a, a), I the incomplete beta
// function. It asks nothing of the shape of the distribution. NaN for fewer
// than two values, which say nothing of it.
func MedianSE(v []float64) float64 {
	n := len(v)
	if n < 2 {
		return math.NaN()
	}
	s := slices.Clone(v)
	slices.Sort(s)
	a := (float64(n) + 1) / 2
	var below, mean float64
	weight := make([]float64, n)
	for i := range s {
		upto := mathext.RegIncBeta(a, a, float64(i+1)/float64(n))
		weight[i], below = upto-below, upto
		mean += weight[i] * s[i]
	}
	var ss float64
	for i, w := range weight {
		ss += w * (s[i] - mean) * (s[i] - mean)
	}
	return math.Sqrt(ss)
}
