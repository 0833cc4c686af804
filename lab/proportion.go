package lab

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Wilson returns the score interval of a share of x in n: the values p0 that
// the normal test with variance p0 (1-p0) / n does not reject (Wilson 1927,
// JASA 22). It needs n > 0.
func Wilson(x, n int, level float64) (lo, hi float64) {
	z := distuv.UnitNormal.Quantile(0.5 + level/2)
	p, m := float64(x)/float64(n), float64(n)
	d := 1 + z*z/m
	mid := (p + z*z/(2*m)) / d
	half := z / d * math.Sqrt(p*(1-p)/m+z*z/(4*m*m))
	lo, hi = mid-half, mid+half
	if x == 0 {
		lo = 0
	}
	if x == n {
		hi = 1
	}
	return lo, hi
}

// ClopperPearson returns the exact interval of a share, from quantiles of the
// beta distribution (Clopper & Pearson 1934, Biometrika 26). It covers at
// least the level, often more. It needs n > 0.
func ClopperPearson(x, n int, level float64) (lo, hi float64) {
	a := (1 - level) / 2
	hi = 1
	if x > 0 {
		lo = distuv.Beta{Alpha: float64(x), Beta: float64(n - x + 1)}.Quantile(a)
	}
	if x < n {
		hi = distuv.Beta{Alpha: float64(x + 1), Beta: float64(n - x)}.Quantile(1 - a)
	}
	return lo, hi
}
