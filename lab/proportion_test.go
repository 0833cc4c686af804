package lab

import (
	"math"
	"testing"
)

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
