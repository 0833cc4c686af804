package lab

import (
	"math"
	"math/rand/v2"
	"sort"

	"github.com/contrechamp/contrechamp/sentence"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"
)

// Grouped holds means by group of people and their joint covariance, which
// keeps that one cluster may have people in several groups.
type Grouped struct {
	N    []float64     // people of each group
	Mean []float64     // Mean[h*q+c]: column c in group h
	Cov  *mat.SymDense // of Mean

	// share[h*groups+l] is the sum over clusters of the product of the shares
	// of group h and of group l that the cluster holds: 1/N on the diagonal for
	// people who stand alone.
	share    []float64
	clusters int
}

// GroupMeans returns the mean of each column d[c][i] in each of the groups,
// with the cluster-robust covariance of all of them: for clusters g, with
// s_g = sum_{i in g} (d_i - mean of the group of i),
//
//	Cov = G/(G-1) sum_g s_g s_g' / (n_h n_h').
//
// A group without people has mean NaN and covariance 0.
func GroupMeans(d [][]float64, group []int32, groups int, cluster []int32) (Grouped, error) {
	q, n := len(d), len(group)
	if q == 0 || len(d[0]) != n {
		return Grouped{}, sentence.Fail("group means: {n} columns for {people} people", "n", q, "people", n)
	}
	g := Grouped{N: make([]float64, groups), Mean: make([]float64, groups*q), Cov: mat.NewSymDense(groups*q, nil),
		share: make([]float64, groups*groups)}
	for i, h := range group {
		g.N[h]++
		for c := range d {
			g.Mean[int(h)*q+c] += d[c][i]
		}
	}
	for h := range groups {
		for c := range q {
			g.Mean[h*q+c] /= g.N[h]
		}
	}
	order, ends := byCluster(cluster, n)
	raw := g.Cov.RawSymmetric()
	sum, held := make([]float64, groups*q), make([]float64, groups)
	var touched []int
	at := 0
	for _, end := range ends {
		touched = touched[:0]
		for ; at < end; at++ {
			i := at
			if order != nil {
				i = int(order[at])
			}
			h := int(group[i])
			if !containsInt(touched, h) {
				touched = append(touched, h)
			}
			held[h]++
			for c := range d {
				sum[h*q+c] += d[c][i] - g.Mean[h*q+c]
			}
		}
		sort.Ints(touched)
		for a, h := range touched {
			for _, l := range touched[a:] {
				for c := range q {
					row := raw.Data[(h*q+c)*raw.Stride:]
					for e := range q {
						row[l*q+e] += sum[h*q+c] * sum[l*q+e]
					}
				}
			}
		}
		for _, h := range touched {
			for _, l := range touched {
				g.share[h*groups+l] += held[h] * held[l] / (g.N[h] * g.N[l])
			}
		}
		for _, h := range touched {
			clear(sum[h*q : h*q+q])
			held[h] = 0
		}
	}
	g.clusters = len(ends)
	k := float64(g.clusters)
	for a := range groups * q {
		for b := a; b < groups*q; b++ {
			na, nb := g.N[a/q], g.N[b/q]
			if na == 0 || nb == 0 {
				raw.Data[a*raw.Stride+b] = 0
				continue
			}
			raw.Data[a*raw.Stride+b] *= k / (k - 1) / (na * nb)
		}
	}
	return g, nil
}

// byCluster returns the rows cluster by cluster and the end of each; a nil
// order means the rows as they stand.
func byCluster(cluster []int32, n int) (order []int32, ends []int) {
	if cluster == nil {
		ends = make([]int, n)
		for i := range ends {
			ends[i] = i + 1
		}
		return nil, ends
	}
	start := make([]int, Count(cluster)+1)
	for _, c := range cluster {
		start[c+1]++
	}
	for c := 1; c < len(start); c++ {
		start[c] += start[c-1]
	}
	order = make([]int32, n)
	at := append([]int(nil), start...)
	for i, c := range cluster {
		order[at[c]] = int32(i)
		at[c]++
	}
	for c := 1; c < len(start); c++ {
		if start[c] > start[c-1] {
			ends = append(ends, start[c])
		}
	}
	return order, ends
}

func containsInt(v []int, x int) bool {
	for _, y := range v {
		if x == y {
			return true
		}
	}
	return false
}

// Estimates returns column c of q columns, one estimate for each group.
func (g Grouped) Estimates(c, q int) []Estimate {
	out := make([]Estimate, len(g.N))
	for h := range out {
		out[h] = Estimate{g.Mean[h*q+c], math.Sqrt(g.Cov.At(h*q+c, h*q+c)), math.Inf(1)}
	}
	return out
}

// maxima draws the largest of the standardised coordinates of a centred
// normal with covariance cov, draws times, sorted; two-sided takes absolute
// values. It is the Gaussian multiplier bootstrap of Chernozhukov, Chetverikov
// and Kato (2013), given the data. Coordinates without variance do not count.
func maxima(cov *mat.SymDense, twoSided bool, draws int, rng *rand.Rand) []float64 {
	var keep []int
	for a := range cov.SymmetricDim() {
		if cov.At(a, a) > 0 {
			keep = append(keep, a)
		}
	}
	if len(keep) == 0 {
		return nil
	}
	n := len(keep)
	cor := mat.NewSymDense(n, nil)
	for a, i := range keep {
		for b := a; b < n; b++ {
			cor.SetSym(a, b, cov.At(i, keep[b])/math.Sqrt(cov.At(i, i)*cov.At(keep[b], keep[b])))
		}
	}
	// The square root by eigenvectors, as a correlation may be singular.
	var e mat.EigenSym
	root := mat.NewDense(n, n, nil)
	if e.Factorize(cor, true) {
		e.VectorsTo(root)
		for c, v := range e.Values(nil) {
			s := math.Sqrt(max(0, v))
			for r := range n {
				root.Set(r, c, root.At(r, c)*s)
			}
		}
	} else {
		for a := range n { // independent: wider, never narrower (Sidak 1967)
			root.Set(a, a, 1)
		}
	}
	out := make([]float64, draws)
	z := make([]float64, n)
	x := mat.NewVecDense(n, nil)
	for t := range out {
		for a := range z {
			z[a] = rng.NormFloat64()
		}
		x.MulVec(root, mat.NewVecDense(n, z))
		best := math.Inf(-1)
		for a := range n {
			v := x.AtVec(a)
			if twoSided {
				v = math.Abs(v)
			}
			best = max(best, v)
		}
		out[t] = best
	}
	sort.Float64s(out)
	return out
}

// Simultaneous returns the critical value c such that all intervals
// mean +- c SE hold together with the given level: the quantile of the largest
// |mean|/SE (max-t: Hothorn, Bretz and Westfall 2008) over draws normal draws of
// their joint distribution; at least the value for a single interval. Expect a
// little less than the level where a group has fewer than 100 people an arm.
func (g Grouped) Simultaneous(level float64, draws int, rng *rand.Rand) float64 {
	single := distuv.UnitNormal.Quantile(0.5 + level/2)
	m := maxima(g.Cov, true, draws, rng)
	if len(m) == 0 {
		return single
	}
	return max(single, m[min(len(m)-1, int(math.Ceil(level*float64(len(m))))-1)])
}

// leaveOut makes group h one without people.
func (g Grouped) leaveOut(h, q int) {
	g.N[h] = 0
	for c := range q {
		g.Mean[h*q+c] = math.NaN()
		for b := range len(g.Mean) {
			g.Cov.SetSym(h*q+c, b, 0)
		}
	}
}
