package lab

import (
	"math"

	"github.com/contrechamp/contrechamp/sentence"
	"gonum.org/v1/gonum/stat/distuv"
)

// ErrNothingToPool is returned when no estimate with a standard error is left.
var ErrNothingToPool = sentence.Fail("no estimate with a standard error to pool")

// Pooled is the average of several independent estimates.
type Pooled struct {
	Estimate           // normal reference
	K        int       // estimates pooled
	Left     int       // left out because SE = 0: no policy difference, not certainty
	Weight   []float64 // share of each estimate, 0 for those left out
	Q        Test      // Cochran's test that all share one truth
	I2       float64   // share of the variation beyond chance (Higgins & Thompson 2002)
	Tau2     float64   // variance between truths; 0 for a fixed effect
	TauSE    float64   // standard error of Tau2 (REML only)
}

// Tau returns the standard deviation between truths.
func (p Pooled) Tau() float64 { return math.Sqrt(p.Tau2) }

// PoolFixed weighs by precision 1/SE^2, as Tappin et al. (2023, PNAS 120) do.
// Estimates with SE = 0 are left out and counted: a policy that equals the
// best arm measured nothing.
func PoolFixed(e []Estimate) (Pooled, error) { return pool(e, 0) }

// PoolByN weighs by the number of people, n_i / sum n; estimates with SE = 0
// stay in. The truth that it estimates is the average over people.
func PoolByN(e []Estimate, n []int) (Pooled, error) {
	if len(e) != len(n) {
		return Pooled{}, sentence.Fail("pooling {n} estimates with {sizes} sizes", "n", len(e), "sizes", len(n))
	}
	var total float64
	for _, m := range n {
		total += float64(m)
	}
	if total <= 0 {
		return Pooled{}, ErrNothingToPool
	}
	p := Pooled{K: len(e), Weight: make([]float64, len(e))}
	var v float64
	for i, m := range n {
		w := float64(m) / total
		p.Weight[i] = w
		p.Est += w * e[i].Est
		v += w * w * e[i].SE * e[i].SE
	}
	p.SE, p.DF = math.Sqrt(v), math.Inf(1)
	if f, err := pool(e, 0); err == nil {
		p.Q, p.I2 = f.Q, f.I2
	}
	return p, nil
}

// PoolDL is the random-effects average of DerSimonian & Laird (1986,
// Controlled Clinical Trials 7): tau^2 = max(0, (Q - (k-1)) / (S1 - S2/S1)),
// S_r = sum w^r, weights 1/(SE^2 + tau^2).
func PoolDL(e []Estimate) (Pooled, error) {
	f, err := PoolFixed(e)
	if err != nil {
		return Pooled{}, err
	}
	var s1, s2 float64
	for _, x := range e {
		if x.SE > 0 {
			w := 1 / (x.SE * x.SE)
			s1 += w
			s2 += w * w
		}
	}
	if f.K < 2 {
		return f, nil
	}
	return pool(e, math.Max(0, (f.Q.Chi2-float64(f.K-1))/(s1-s2/s1)))
}

// PoolREML is the random-effects average with tau^2 by restricted maximum
// likelihood: Fisher scoring (Viechtbauer 2005, J. Educational & Behavioral
// Statistics 30), halving steps that lower the likelihood.
func PoolREML(e []Estimate) (Pooled, error) {
	p, err := PoolDL(e)
	if err != nil || p.K < 2 {
		return p, err
	}
	tau2 := p.Tau2
	for range 500 {
		step, _ := remlStep(e, tau2)
		next := math.Max(0, tau2+step)
		for range 60 {
			if reml(e, next) >= reml(e, tau2) {
				break
			}
			next = (next + tau2) / 2
		}
		done := math.Abs(next-tau2) <= 1e-14*(next+tau2+1e-300)
		tau2 = next
		if done {
			break
		}
	}
	if p, err = pool(e, tau2); err != nil {
		return p, err
	}
	_, info := remlStep(e, tau2)
	p.TauSE = math.Sqrt(1 / info)
	return p, nil
}

// PoolHartungKnapp is PoolREML with an interval that also holds for a dozen
// estimates: Student's t with k-1 degrees of freedom and the weighted spread
// around the mean, s^2 = sum w (y-mu)^2 / (k-1), as factor of the variance
// (Hartung & Knapp 2001, Statistics in Medicine 20), never below 1 (Roever,
// Knapp & Friede 2015, BMC Medical Research Methodology 15).
func PoolHartungKnapp(e []Estimate) (Pooled, error) {
	p, err := PoolREML(e)
	if err != nil || p.K < 2 {
		return p, err
	}
	var s2 float64
	for _, x := range e {
		if x.SE > 0 {
			d := x.Est - p.Est
			s2 += d * d / (x.SE*x.SE + p.Tau2)
		}
	}
	p.SE *= math.Sqrt(math.Max(1, s2/float64(p.K-1)))
	p.DF = float64(p.K - 1)
	return p, nil
}

// remlStep returns Fisher's step for tau^2 and the expected information:
// with P = W - W1 1'W / sum w, score = (y'PPy - tr P)/2, information = tr(PP)/2.
func remlStep(e []Estimate, tau2 float64) (step, info float64) {
	var s1, s2, s3, sy float64
	for _, x := range e {
		if x.SE > 0 {
			w := 1 / (x.SE*x.SE + tau2)
			s1, s2, s3, sy = s1+w, s2+w*w, s3+w*w*w, sy+w*x.Est
		}
	}
	mu := sy / s1
	var ypp, wr float64
	for _, x := range e {
		if x.SE > 0 {
			w := 1 / (x.SE*x.SE + tau2)
			d := w * (x.Est - mu)
			ypp += d * d
			wr += d
		}
	}
	trP := s1 - s2/s1
	trPP := s2 - 2*s3/s1 + s2*s2/(s1*s1)
	return (ypp - trP) / trPP, trPP / 2
}

// reml is the restricted log-likelihood up to a constant.
func reml(e []Estimate, tau2 float64) float64 {
	var s1, sy, logs float64
	for _, x := range e {
		if x.SE > 0 {
			v := x.SE*x.SE + tau2
			s1, sy, logs = s1+1/v, sy+x.Est/v, logs+math.Log(v)
		}
	}
	mu := sy / s1
	var q float64
	for _, x := range e {
		if x.SE > 0 {
			q += (x.Est - mu) * (x.Est - mu) / (x.SE*x.SE + tau2)
		}
	}
	return -(logs + math.Log(s1) + q) / 2
}

// pool averages with weights 1/(SE^2 + tau2).
func pool(e []Estimate, tau2 float64) (Pooled, error) {
	p := Pooled{Weight: make([]float64, len(e)), Tau2: tau2}
	var sum float64
	for i, x := range e {
		if !finite(x.Est) || !finite(x.SE) || x.SE < 0 {
			return Pooled{}, sentence.Fail("estimate {i} ({estimate}, SE {se}) cannot be pooled", "i", i, "estimate", x.Est, "se", x.SE)
		}
		if x.SE == 0 {
			p.Left++
			continue
		}
		p.K++
		p.Weight[i] = 1 / (x.SE*x.SE + tau2)
		sum += p.Weight[i]
	}
	if p.K == 0 {
		return Pooled{}, ErrNothingToPool
	}
	var fixed, fixedSum float64
	for i, x := range e {
		p.Weight[i] /= sum
		p.Est += p.Weight[i] * x.Est
		if x.SE > 0 {
			fixed += x.Est / (x.SE * x.SE)
			fixedSum += 1 / (x.SE * x.SE)
		}
	}
	p.SE, p.DF = 1/math.Sqrt(sum), math.Inf(1)
	for _, x := range e {
		if x.SE > 0 {
			d := (x.Est - fixed/fixedSum) / x.SE
			p.Q.Chi2 += d * d
		}
	}
	if p.Q.DF, p.Q.P = p.K-1, 1; p.K > 1 {
		p.Q.P = distuv.ChiSquared{K: float64(p.K - 1)}.Survival(p.Q.Chi2)
		p.I2 = math.Max(0, 1-float64(p.K-1)/p.Q.Chi2)
	}
	return p, nil
}
