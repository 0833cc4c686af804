package lab

import (
	"math"

	"github.com/contrechamp/contrechamp/sentence"
	"gonum.org/v1/gonum/stat/distuv"
)

// Multiplier returns z_(1-alpha/2) + z_power: how many standard errors a true
// effect must have for a two-sided test to find it with the power given
// (Bloom 1995, Evaluation Review 19). 2.8016 for 5 % and 80 %.
func Multiplier(alpha, power float64) float64 {
	return distuv.UnitNormal.Quantile(1-alpha/2) + distuv.UnitNormal.Quantile(power)
}

// MDE returns the minimum detectable effect of an estimate with standard error
// se: the smallest true effect that the test finds with the power given. Print
// it beside every null result.
func MDE(se, alpha, power float64) float64 { return Multiplier(alpha, power) * se }

// NormalPower returns the power of the two-sided normal test against a true
// effect, both tails counted.
func NormalPower(effect, se, alpha float64) float64 {
	z := distuv.UnitNormal.Quantile(1 - alpha/2)
	d := effect / se
	return distuv.UnitNormal.Survival(z-d) + distuv.UnitNormal.CDF(-z-d)
}

// ProportionSE returns the standard error of the difference of two shares,
// sqrt(p1 (1-p1) / n1 + p2 (1-p2) / n2).
func ProportionSE(p1 float64, n1 int, p2 float64, n2 int) float64 {
	return math.Sqrt(p1*(1-p1)/float64(n1) + p2*(1-p2)/float64(n2))
}

// ProportionPower returns the power of the two-sided test of two shares with n
// people each, the variance pooled under the hypothesis (Fleiss 1981; as R's
// power.prop.test, which counts the nearer tail only).
func ProportionPower(n float64, p1, p2, alpha float64) float64 {
	z := distuv.UnitNormal.Quantile(1 - alpha/2)
	pooled := (p1 + p2) * (1 - (p1+p2)/2)
	v := p1*(1-p1) + p2*(1-p2)
	return distuv.UnitNormal.CDF((math.Sqrt(n)*math.Abs(p1-p2) - z*math.Sqrt(pooled)) / math.Sqrt(v))
}

// ProportionN returns how many people a group the test of two shares needs for
// the power given; not rounded.
func ProportionN(p1, p2, alpha, power float64) (float64, error) {
	if !(p1 > 0 && p1 < 1 && p2 > 0 && p2 < 1 && p1 != p2 && alpha > 0 && power > alpha && power < 1) {
		return 0, sentence.Fail("people needed: two different shares between 0 and 1, and alpha < power < 1")
	}
	pooled := (p1 + p2) * (1 - (p1+p2)/2)
	v := p1*(1-p1) + p2*(1-p2)
	z, b := distuv.UnitNormal.Quantile(1-alpha/2), distuv.UnitNormal.Quantile(power)
	root := (z*math.Sqrt(pooled) + b*math.Sqrt(v)) / (p1 - p2)
	return root * root, nil
}

// TTestPower returns the power of the two-sample t test with n people a group,
// true difference delta and standard deviation sd, nearer tail only, by
// integrating the noncentral t (as R's power.t.test).
func TTestPower(n, delta, sd, alpha float64) float64 {
	nu := 2 * (n - 1)
	t := distuv.StudentsT{Sigma: 1, Nu: nu}.Quantile(1 - alpha/2)
	return noncentralTail(t, nu, math.Sqrt(n/2)*delta/sd)
}

// noncentralTail returns P(T > t), T = (Z + ncp) / sqrt(chi2_nu / nu), as the
// mean of P(Z > t s - ncp) over s = sqrt(chi2_nu / nu), by Simpson's rule.
func noncentralTail(t, nu, ncp float64) float64 {
	sd := 1 / math.Sqrt(2*nu)
	lo, hi := math.Max(0, 1-12*sd), 1+12*sd
	lg, _ := math.Lgamma(nu / 2)
	density := func(s float64) float64 {
		if s <= 0 {
			return 0
		}
		return math.Exp(math.Ln2 + nu/2*math.Log(nu/2) - lg + (nu-1)*math.Log(s) - nu*s*s/2)
	}
	const steps = 2000
	h := (hi - lo) / steps
	var sum float64
	for i := 0; i <= steps; i++ {
		s, w := lo+float64(i)*h, 4.0
		switch {
		case i == 0 || i == steps:
			w = 1
		case i%2 == 0:
			w = 2
		}
		sum += w * density(s) * distuv.UnitNormal.Survival(t*s-ncp)
	}
	return sum * h / 3
}

// TTestN returns how many people a group the two-sample t test needs for the
// power given; not rounded.
func TTestN(delta, sd, alpha, power float64) (float64, error) {
	if !(delta > 0 && sd > 0 && alpha > 0 && power > alpha && power < 1) {
		return 0, sentence.Fail("people needed: difference and spread must be positive, and alpha < power < 1")
	}
	lo, hi := 2.0, 4.0
	for TTestPower(hi, delta, sd, alpha) < power {
		if hi *= 2; hi > 1e12 {
			return 0, sentence.Fail("people needed: more than 10^12 a group")
		}
	}
	for range 200 {
		mid := (lo + hi) / 2
		if TTestPower(mid, delta, sd, alpha) < power {
			lo = mid
		} else {
			hi = mid
		}
	}
	return (lo + hi) / 2, nil
}

// DesignEffect returns 1 + (m-1) ICC: by how much clusters of m people with
// that intraclass correlation enlarge a variance (Kish 1965).
func DesignEffect(m, icc float64) float64 { return 1 + (m-1)*icc }

// ClusterVariance is a one-way analysis of variance by cluster.
type ClusterVariance struct {
	Between, Within float64 // mean squares
	Size            float64 // m0, the average size corrected for unequal sizes
	ICC             float64 // (MSB - MSW) / (MSB + (m0-1) MSW)
}

// ICC estimates the intraclass correlation of y in clusters by analysis of
// variance (Donner 1986, Int. Statistical Review 54). Needs two clusters and
// one with two rows.
func ICC(y []float64, cluster []int32) (ClusterVariance, error) {
	if len(y) != len(cluster) {
		return ClusterVariance{}, sentence.Fail("ICC: one cluster id a row is needed")
	}
	size := sizes(cluster)
	n, g := float64(len(y)), float64(len(size))
	if g < 2 || n <= g {
		return ClusterVariance{}, sentence.Fail("ICC needs at least two clusters, and one with two rows")
	}
	within := demean(y, cluster, size)
	_, total := centredMoments(y, true)
	_, ssw := centredMoments(within, false)
	var squares float64
	for _, m := range size {
		squares += float64(m) * float64(m)
	}
	v := ClusterVariance{Between: (total - ssw) / (g - 1), Within: ssw / (n - g), Size: (n - squares/n) / (g - 1)}
	v.ICC = (v.Between - v.Within) / (v.Between + (v.Size-1)*v.Within)
	return v, nil
}
