package lab

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// Wilson's interval by its equation: its ends are the shares at which the test
// statistic is just z; and, by hand, of 5 in 10 with z^2 = 3.841459,
// 1/2 +- sqrt(z^2/4 / (10 + z^2)).
func TestWilsonSolvesItsEquation(t *testing.T) {
	z := distuv.UnitNormal.Quantile(.975)
	for _, c := range [][2]int{{1, 7}, {3, 10}, {5, 10}, {40, 41}} {
		x, n := float64(c[0]), float64(c[1])
		lo, hi := Wilson(c[0], c[1], .95)
		for _, p := range []float64{lo, hi} {
			near(t, fmt.Sprint("z at an end of ", c), math.Abs(x/n-p)/math.Sqrt(p*(1-p)/n), z, 1e-9)
		}
	}
	lo, hi := Wilson(5, 10, .95)
	near(t, "5 in 10, lower", lo, .5-math.Sqrt(3.841458821/4/13.841458821), 1e-8)
	near(t, "5 in 10, upper", hi, .5+math.Sqrt(3.841458821/4/13.841458821), 1e-8)
}

// Share intervals: Clopper-Pearson covers at least 95 % at every truth, by
// exact sums; Wilson close to it.
func TestShareCoverage(t *testing.T) {
	for _, n := range []int{1, 5, 20, 80} {
		for p := .005; p < 1; p += .015 {
			var cp, wilson float64
			for x := range n + 1 {
				lb, _ := math.Lgamma(float64(n + 1))
				l1, _ := math.Lgamma(float64(x + 1))
				l2, _ := math.Lgamma(float64(n - x + 1))
				prob := math.Exp(lb - l1 - l2 + float64(x)*math.Log(p) + float64(n-x)*math.Log1p(-p))
				if lo, hi := ClopperPearson(x, n, .95); lo <= p && p <= hi {
					cp += prob
				}
				if lo, hi := Wilson(x, n, .95); lo <= p && p <= hi {
					wilson += prob
				}
			}
			if cp < .95-1e-9 {
				t.Errorf("Clopper-Pearson, n %d, p %.3f: coverage %.4f", n, p, cp)
			}
			if n >= 5 && wilson < .83 {
				t.Errorf("Wilson, n %d, p %.3f: coverage %.4f", n, p, wilson)
			}
		}
	}
}
