package lab

import (
	"math"

	"github.com/contrechamp/contrechamp/sentence"
)

// Scores holds, for each of n people and each of K arms, an unbiased estimate
// of the outcome that the person would have under the arm. The mean over
// people of the score of a policy's arm estimates the policy's value.
type Scores struct {
	K int
	V []float64 // V[i*K+k]: person i, arm k
}

// N returns the number of people.
func (g Scores) N() int { return len(g.V) / g.K }

// At returns the score of person i under arm k.
func (g Scores) At(i, k int) float64 { return g.V[i*g.K+k] }

// Arm returns the scores of everybody under arm k, as a new slice.
func (g Scores) Arm(k int) []float64 {
	out := make([]float64, g.N())
	for i := range out {
		out[i] = g.V[i*g.K+k]
	}
	return out
}

// IPWScores returns 1{W = k} Y / e_k: inverse-propensity weighting (Horvitz
// and Thompson 1952). Unbiased by design and noisy; [AIPWScores] with mu = 0.
func IPWScores(s *Sample) Scores {
	k := s.K()
	g := Scores{k, make([]float64, s.N()*k)}
	for i, w := range s.W {
		g.V[i*k+w] = s.Y[i] / s.P(i, w)
	}
	return g
}

// AIPWScores returns the doubly robust scores
//
//	Gamma_ik = mu_k(X_i) + 1{W_i = k} (Y_i - mu_k(X_i)) / e_k(X_i)
//
// of Robins, Rotnitzky and Zhao (1994). mu[k][i] must not have been learned
// from row i nor from its cluster: cross-fit it (Chernozhukov et al. 2018).
// The propensities being known, the scores are unbiased whatever mu is; a
// good mu only makes them more precise.
func AIPWScores(s *Sample, mu [][]float64) Scores {
	k := s.K()
	g := Scores{k, make([]float64, s.N()*k)}
	for i, w := range s.W {
		row := g.V[i*k : i*k+k]
		for a := range row {
			row[a] = mu[a][i]
		}
		row[w] += (s.Y[i] - mu[w][i]) / s.P(i, w)
	}
	return g
}

// CrossFit predicts the outcome of every row under every arm, mu[k][i], by
// per-arm linear models learned on the rows of all other folds.
func CrossFit(s *Sample, fold []int, lambda float64) ([][]float64, error) {
	folds := 0
	for _, f := range fold {
		folds = max(folds, f+1)
	}
	mu := make([][]float64, s.K())
	for k := range mu {
		mu[k] = make([]float64, s.N())
	}
	for f := range folds {
		m, err := FitArms(s, func(i int) bool { return fold[i] != f }, lambda)
		if err != nil {
			return nil, sentence.Fail("cross-fitting without fold {fold}: {error}", "fold", f, "error", err)
		}
		for i := range s.Y {
			if fold[i] == f {
				for k := range mu {
					mu[k][i] = m.At(k, s.X, i)
				}
			}
		}
	}
	return mu, nil
}

// ClusterMean returns the mean of d with the standard error of a mean of
// clustered values,
//
//	SE = sqrt(G/(G-1) sum_g (sum_{i in g} (d_i - dbar))^2) / n.
//
// cluster holds dense ids; nil means that each row stands alone, and then the
// formula is sd/sqrt(n). The reference is the normal.
func ClusterMean(d []float64, cluster []int32) Estimate {
	n := float64(len(d))
	if n == 0 {
		return Estimate{math.NaN(), math.NaN(), math.Inf(1)}
	}
	var mean float64
	for _, v := range d {
		mean += v
	}
	mean /= n
	var ss, groups float64
	if cluster == nil {
		groups = n
		for _, v := range d {
			ss += (v - mean) * (v - mean)
		}
	} else {
		// A subset of rows leaves some ids without rows: they are not clusters.
		sum := make([]float64, Count(cluster))
		seen := make([]bool, len(sum))
		for i, v := range d {
			sum[cluster[i]] += v - mean
			if !seen[cluster[i]] {
				seen[cluster[i]] = true
				groups++
			}
		}
		for _, v := range sum {
			ss += v * v
		}
	}
	return Estimate{mean, math.Sqrt(groups/(groups-1)*ss) / n, math.Inf(1)}
}

// Value is what a policy would have yielded, estimated three ways.
type Value struct {
	AIPW  Estimate // from the scores given
	IPW   float64  // n^-1 sum 1{W = pi} Y / e
	Hajek float64  // the same, divided by n^-1 sum 1{W = pi} / e (Hájek 1971); IPW's noise from unequal e without its dependence on Y's origin
}

// PolicyValue estimates the mean outcome if person i had been given arm
// pi[i]. The policy must have been learned elsewhere.
func PolicyValue(s *Sample, g Scores, pi []int) Value {
	d := make([]float64, len(pi))
	var num, den float64
	for i, k := range pi {
		d[i] = g.At(i, k)
		if s.W[i] == k {
			num += s.Y[i] / s.P(i, k)
			den += 1 / s.P(i, k)
		}
	}
	return Value{ClusterMean(d, s.Cluster), num / float64(len(pi)), num / den}
}

// HajekMeans returns the mean outcome of each arm, weighted so that it speaks
// of everybody and not of those who were likely to get it (Hájek 1971),
//
//	m_k = sum 1{W=k} Y/e_k / sum 1{W=k}/e_k,
//
// with the error of its linearisation: that of the mean of
// 1{W=k} (Y - m_k)/e_k over the mean of 1{W=k}/e_k, clusters kept together.
// Where e_k is one number for all it is the arm's plain mean.
func HajekMeans(s *Sample) []Estimate {
	out := make([]Estimate, s.K())
	d := make([]float64, s.N())
	for k := range out {
		var sum, weight float64
		for i, w := range s.W {
			if w == k {
				sum += s.Y[i] / s.P(i, k)
				weight += 1 / s.P(i, k)
			}
		}
		m := sum / weight
		clear(d)
		for i, w := range s.W {
			if w == k {
				d[i] = (s.Y[i] - m) / s.P(i, k) * float64(s.N()) / weight
			}
		}
		out[k] = Estimate{m, ClusterMean(d, s.Cluster).SE, math.Inf(1)}
	}
	return out
}

// PairedDifference estimates how much better policy pi does than giving arm b
// to everybody: the mean of Gamma_{i,pi(i)} - Gamma_{i,b} over the same
// people. Where pi(i) = b the difference is exactly 0, so a policy that always
// says b has SE 0: this is "no policy difference", not certainty.
func PairedDifference(g Scores, pi []int, b int, cluster []int32) Estimate {
	d := make([]float64, len(pi))
	for i, k := range pi {
		d[i] = g.At(i, k) - g.At(i, b)
	}
	return ClusterMean(d, cluster)
}

// MeanOver returns, for each person, the mean of the scores of the given
// arms: what a message drawn at random from them would yield.
func (g Scores) MeanOver(arms []int) []float64 {
	out := make([]float64, g.N())
	for i := range out {
		for _, k := range arms {
			out[i] += g.At(i, k)
		}
		out[i] /= float64(len(arms))
	}
	return out
}

// ArgMax returns for each row the arm, among arms, with the largest mu[k][i];
// the lowest arm number wins a tie.
func ArgMax(mu [][]float64, arms []int) []int {
	pi := make([]int, len(mu[arms[0]]))
	for i := range pi {
		pi[i] = arms[0]
		for _, k := range arms[1:] {
			if m, best := mu[k][i], mu[pi[i]][i]; m > best || m == best && k < pi[i] {
				pi[i] = k
			}
		}
	}
	return pi
}

// BestArm returns the arm, among arms, with the largest mean outcome over the
// rows for which keep is true (nil: all), and the means of all arms: Hájek's,
// weighted by 1/e, where chances differ between rows.
func BestArm(s *Sample, keep func(i int) bool, arms []int) (best int, means []float64) {
	means = make([]float64, s.K())
	n := make([]float64, s.K())
	for i, w := range s.W {
		if keep == nil || keep(i) {
			weight := s.weight(i)
			means[w] += weight * s.Y[i]
			n[w] += weight
		}
	}
	for k := range means {
		means[k] /= n[k]
	}
	best = arms[0]
	for _, k := range arms[1:] {
		if means[k] > means[best] {
			best = k
		}
	}
	return best, means
}

// Promise is what a model says of itself on the rows it learned from: the
// claim that a vendor shows. It is biased upwards by construction, since the
// mean of a maximum is never below the maximum of the means; never print it
// without the held-out value.
type Promise struct {
	Targeted, Best float64 // mean predicted outcome, targeted and for the best single arm
	Arm            int     // that arm
}

// Gain returns the promised gain of targeting over the best single arm.
func (p Promise) Gain() float64 { return p.Targeted - p.Best }

// PlugIn returns the promise of predictions mu[k][i]: the mean over rows of the
// largest, beside the mean for the arm best, the one that the same people's
// raw means name.
func PlugIn(mu [][]float64, arms []int, best int) Promise {
	p := Promise{Arm: best}
	pi := ArgMax(mu, arms)
	n := float64(len(pi))
	for i, k := range pi {
		p.Targeted += mu[k][i] / n
		p.Best += mu[best][i] / n
	}
	return p
}
