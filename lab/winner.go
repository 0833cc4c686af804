package lab

import (
	"math"

	"github.com/contrechamp/contrechamp/sentence"
	"gonum.org/v1/gonum/integrate/quad"
	"gonum.org/v1/gonum/mat"
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
	// Hybrid is the estimate and interval of Andrews, Kitagawa and McCloskey
	// that is bounded even in a dead heat, see [PickWinner]. Its SE is NaN.
	Hybrid Interval
	// From and To are where the winner's estimate can lie, given that it won.
	From, To float64
}

// PickWinner corrects the largest of independent normal estimates for having
// been chosen, in the two ways of Andrews, Kitagawa and McCloskey ("Inference
// on Winners", QJE 2024, 139, pp. 305-358).
//
// Conditional: given that arm b won over a runner-up at L, its estimate x is a
// normal truncated to [L, inf). The estimate is the mu that solves
// F(x; mu, s, L, inf) = 1/2, with F the truncated normal distribution; the ends
// of the interval solve 1 - alpha/2 and alpha/2. Right whoever wins, but
// without bound when the race is close.
//
// Hybrid: the mean also lies within mu +- c s, where c is the 1 - beta quantile
// of the largest of all arms' |errors| in standard errors, beta = alpha/10. So
// truncate to [max(L, mu - c s), mu + c s] and solve for gamma/2 and
// 1 - gamma/2, gamma = (alpha - beta)/(1 - beta). It covers at least 1 - alpha
// and at most (1 - alpha)/(1 - beta) of all truths, and never leaves
// x +- c s; the estimate is above the truth in 1/2 +- beta/2 of experiments.
//
// Estimates that share people or a control are not independent: then use
// [PickWinnerJoint].
func PickWinner(e []Estimate, level float64) (Winner, error) {
	mean := make([]float64, len(e))
	cov := mat.NewSymDense(max(1, len(e)), nil)
	for k, x := range e {
		mean[k] = x.Est
		cov.SetSym(k, k, x.SE*x.SE)
	}
	w, err := PickWinnerJoint(mean, cov, level)
	if err == nil {
		w.Naive = e[w.Arm]
	}
	return w, err
}

// PickWinnerJoint is [PickWinner] for estimates with covariance cov, such as
// those of [Scores.Means]. With v_k the covariance of arm k with the winner b,
// and z_k = x_k - v_k/v_b x_b, which is independent of x_b, arm b wins while
//
//	max over v_k < v_b of v_b z_k/(v_b - v_k)  <=  x_b  <=
//	min over v_k > v_b of v_b z_k/(v_b - v_k)
//
// (their Proposition 1), which replaces [L, inf). c is Sidak's (1967),
// Phi(c) = (1 + (1 - beta)^(1/K))/2: exact for independent arms, and too large
// rather than too small for any others.
func PickWinnerJoint(mean []float64, cov *mat.SymDense, level float64) (Winner, error) {
	if len(mean) < 2 {
		return Winner{}, sentence.Fail("winner of {n} arms: at least two are needed", "n", len(mean))
	}
	if cov.SymmetricDim() != len(mean) {
		return Winner{}, sentence.Fail("winner: {n} arms with a covariance of {size}", "n", len(mean), "size", cov.SymmetricDim())
	}
	if !(level > 0 && level < 1) {
		return Winner{}, sentence.Fail("winner: level {level} is not between 0 and 1", "level", level)
	}
	w := Winner{RunnerUp: math.Inf(-1), From: math.Inf(-1), To: math.Inf(1)}
	for k, x := range mean {
		if v := cov.At(k, k); !(v > 0) || !finite(v) || !finite(x) {
			return Winner{}, sentence.Fail("winner: arm {arm} has estimate {estimate}, variance {variance}", "arm", k, "estimate", x, "variance", v)
		}
		if x > mean[w.Arm] {
			w.Arm = k
		}
	}
	x, v := mean[w.Arm], cov.At(w.Arm, w.Arm)
	for k := range mean {
		if k == w.Arm {
			continue
		}
		w.RunnerUp = max(w.RunnerUp, mean[k])
		// v z_k / (v - v_k), written so that a tie gives x itself.
		switch d := v - cov.At(k, w.Arm); {
		case d > 1e-12*v:
			w.From = max(w.From, x-v*(x-mean[k])/d)
		case d < -1e-12*v:
			w.To = min(w.To, x-v*(x-mean[k])/d)
		}
	}
	s := math.Sqrt(v)
	w.Naive = Estimate{x, s, math.Inf(1)}
	a := (1 - level) / 2
	t := truncation{x, s, w.From, w.To, math.Inf(1)}
	w.Est, w.Lo, w.Hi = t.mean(0.5), t.mean(1-a), t.mean(a)
	w.ShortBy = x - w.Est
	w.Hybrid = t.hybrid(len(mean), level)
	return w, nil
}

// Means returns the means of the scores of the given arms with their
// covariance, clusters kept together: what [PickWinnerJoint] needs.
func (g Scores) Means(arms []int, cluster []int32) ([]float64, *mat.SymDense, error) {
	d := make([][]float64, len(arms))
	for c, k := range arms {
		d[c] = g.Arm(k)
	}
	m, err := GroupMeans(d, make([]int32, g.N()), 1, cluster)
	return m.Mean, m.Cov, err
}
