package draw

import "math"

// ln2 in two parts: the first has 32 bits, so its products with small integers
// are exact.
const (
	ln2Hi = 0x1.62e42feep-1
	ln2Lo = 0x1.a39ef35793c76p-33
)

// Exp is e^x, within 2 units in the last place, by the four operations alone and
// so the same everywhere. Beyond the range of float64 it is 0 or +Inf.
func Exp(x float64) float64 {
	switch {
	case x != x:
		return x
	case x > 709.7:
		return math.Inf(1)
	case x < -708:
		return 0
	}
	k := math.Floor(float64(x*(1/math.Ln2)) + .5)
	r := (x - float64(k*ln2Hi)) - float64(k*ln2Lo)
	// Taylor's series: the 14th term is below 2^-57 for |r| <= ln2/2.
	sum := 0.0
	for i := len(inverse) - 1; i >= 0; i-- {
		sum = float64(sum*r) + inverse[i]
	}
	return float64(sum * math.Float64frombits(uint64(int64(k)+1023)<<52))
}

// inverse is 1/n! for n from 0.
var inverse = [...]float64{1, 1, 1. / 2, 1. / 6, 1. / 24, 1. / 120, 1. / 720, 1. / 5040, 1. / 40320,
	1. / 362880, 1. / 3628800, 1. / 39916800, 1. / 479001600, 1. / 6227020800}

// Log is the natural logarithm of x > 0, within 3 units in the last place or
// 2^-60, by the four operations alone and so the same everywhere.
func Log(x float64) float64 {
	if !(x > 0) || math.IsInf(x, 1) {
		return math.Log(x) // the special values
	}
	frac, exp := math.Frexp(x) // in [1/2, 1)
	if frac < math.Sqrt2/2 {
		frac *= 2
		exp--
	}
	// ln f = 2 atanh(s), s = (f-1)/(f+1), |s| < .1716: the 11th term is below 2^-57.
	s := (frac - 1) / (frac + 1)
	s2 := float64(s * s)
	sum := 0.0
	for n := 21; n >= 3; n -= 2 {
		sum = float64((sum + 1/float64(n)) * s2)
	}
	k := float64(exp)
	small := float64(2 * s * sum)
	return float64(k*ln2Hi) + (2*s + (small + float64(k*ln2Lo)))
}

// Logistic is 1 / (1 + e^-x).
func Logistic(x float64) float64 { return 1 / (1 + Exp(-x)) }
