package trial

import (
	"math"
	"math/bits"

	"github.com/contrechamp/contrechamp/lab"
)

// view is one division of the people of every part.
type view []*lab.Split

// seeds of the stages: each random step has a stream of its own, so that a
// change in one does not move the others, and a stage that goes takes its number
// with it.
const (
	seedMain   = 1 // all held-out comparisons of a report
	seedErrors = 3
	seedGroups = 4
	seedRanks  = 5
	seedVendor = 6
)

func (r *runner) rand(stage, i int) uint64 {
	return bits.RotateLeft64(r.o.Seed, 32) ^ uint64(stage)<<24 ^ uint64(i) // every bit of the seed counts
}

func (r *runner) view(benches []*lab.Bench, stage, i int) (view, error) {
	rng := lab.Rand(r.rand(stage, i))
	v := make(view, len(benches))
	for p, b := range benches {
		var err error
		if v[p], err = b.NewSplit(r.o.Folds, rng); err != nil {
			return nil, partError(r.e.parts[p].name, err)
		}
	}
	return v, nil
}

// judge values one policy a part, over the people of all parts together. A
// policy that differs from the best single message for a handful of people is
// taken as that message, in pi too.
func (r *runner) judge(v view, pi [][]int) lab.Outcome {
	r.sameIfFew(v, pi)
	if len(v) == 1 {
		return v[0].Judge(pi[0])
	}
	n := r.e.all.N()
	col := make([][]float64, 6)
	for c := range col {
		col[c] = make([]float64, n)
	}
	o := lab.Outcome{Share: make([]float64, r.e.all.K())}
	for p, sp := range v {
		random := sp.Scores.MeanOver(r.e.messages)
		for i, row := range r.e.parts[p].rows {
			k, b := pi[p][i], sp.Best[sp.Fold[i]]
			t, m, q := sp.Scores.At(i, k), sp.Scores.At(i, b), random[i]
			for c, x := range []float64{t, m, q, t - m, m - q, t - q} {
				col[c][row] = x
			}
			o.Share[k]++
			if k != b {
				o.Differ++
			}
		}
	}
	o.Differ /= float64(n)
	for k := range o.Share {
		o.Share[k] /= float64(n)
	}
	for c, to := range []*lab.Estimate{&o.Targeted, &o.Best, &o.Random, &o.TB, &o.BR, &o.TR} {
		*to = lab.ClusterMean(col[c], r.e.all.Cluster)
	}
	return o
}

// gain is targeted minus best of judge alone, with the share of people whose
// message differs. Most people's message is the best single one, which makes
// this many times faster.
func (r *runner) gain(v view, pi [][]int) (tb lab.Estimate, differ float64) {
	r.sameIfFew(v, pi)
	cluster, clusters := r.e.all.Clusters()
	sum, size := make([]float64, clusters), make([]float64, clusters)
	for _, c := range cluster {
		size[c]++
	}
	n, others := float64(r.e.all.N()), 0
	for p, sp := range v {
		rows := r.e.parts[p].rows
		for i, k := range pi[p] {
			if b := sp.Best[sp.Fold[i]]; k != b {
				sum[cluster[rows[i]]] += sp.Scores.At(i, k) - sp.Scores.At(i, b)
				others++
			}
		}
	}
	if others == 0 {
		return lab.Estimate{DF: math.Inf(1)}, 0
	}
	var mean, ss float64
	for _, s := range sum {
		mean += s
	}
	mean /= n
	for g, s := range sum {
		d := s - size[g]*mean
		ss += d * d
	}
	g := float64(clusters)
	return lab.Estimate{Est: mean, SE: math.Sqrt(g/(g-1)*ss) / n, DF: math.Inf(1)}, float64(others) / n
}

// known compares the policies with the arm that is best on all data, of each
// part: a comparator that nobody could have chosen beforehand. It returns
// targeted minus known, and known minus the arm chosen on the training half,
// which is the regret of that choice.
func (r *runner) known(v view, pi [][]int) (targeted, regret lab.Estimate) {
	n := r.e.all.N()
	t, g := make([]float64, n), make([]float64, n)
	for p, sp := range v {
		o, _ := lab.BestArm(r.e.parts[p].s, nil, r.e.messages)
		for i, row := range r.e.parts[p].rows {
			k := sp.Scores.At(i, o)
			t[row] = sp.Scores.At(i, pi[p][i]) - k
			g[row] = k - sp.Scores.At(i, sp.Best[sp.Fold[i]])
		}
	}
	return lab.ClusterMean(t, r.e.all.Cluster), lab.ClusterMean(g, r.e.all.Cluster)
}

// difference returns targeted minus best of every person.
func (r *runner) difference(v view, pi [][]int) []float64 {
	if len(v) == 1 {
		return v[0].Difference(pi[0])
	}
	d := make([]float64, r.e.all.N())
	for p, sp := range v {
		for i, x := range sp.Difference(pi[p]) {
			d[r.e.parts[p].rows[i]] = x
		}
	}
	return d
}

// medianOf takes the median over n divisions. Its standard error is the median
// of theirs plus that of the median itself, so that other divisions would say
// the same: the error of a sum is at most the sum of the errors, whatever the
// two have to do with each other.
func medianOf(n int, f func(i int) lab.Estimate) lab.Estimate {
	est, se := make([]float64, n), make([]float64, n)
	for i := range n {
		e := f(i)
		est[i], se[i] = e.Est, e.SE
	}
	m := lab.Estimate{Est: lab.Median(est), SE: lab.Median(se), DF: math.Inf(1)}
	if m.SE > 0 { // 0: in most divisions nobody's message differs
		m.SE += drawError(est)
	}
	return m
}

// drawError is the standard error of a median over divisions that comes from
// their draw alone; 0 where one division leaves it unknown.
func drawError(est []float64) float64 {
	if len(est) < 2 {
		return 0
	}
	return lab.MedianSE(est)
}

func medianFloat(n int, f func(i int) float64) float64 {
	v := make([]float64, n)
	for i := range v {
		v[i] = f(i)
	}
	return lab.Median(v)
}
