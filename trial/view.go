package trial

import (
	"math"

	"github.com/contrechamp/contrechamp/lab"
)

// view is one division of the people of every part.
type view []*lab.Split

// seeds of the stages: each random step has a stream of its own, so that a
// change in one does not move the others.
const (
	seedMain = iota + 1
	seedCurve
	seedErrors
	seedGroups
	seedRanks
	seedVendor
)

func (r *runner) rand(stage, i int) uint64 {
	return r.o.Seed<<32 ^ uint64(stage)<<24 ^ uint64(i)
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

// judge values one policy a part, over the people of all parts together.
func (r *runner) judge(v view, pi [][]int) lab.Outcome {
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

// medians of estimates and of standard errors, each apart.
func medianOf(n int, f func(i int) lab.Estimate) lab.Estimate {
	est, se := make([]float64, n), make([]float64, n)
	for i := range n {
		e := f(i)
		est[i], se[i] = e.Est, e.SE
	}
	return lab.Estimate{Est: lab.Median(est), SE: lab.Median(se), DF: math.Inf(1)}
}

func medianFloat(n int, f func(i int) float64) float64 {
	v := make([]float64, n)
	for i := range v {
		v[i] = f(i)
	}
	return lab.Median(v)
}
