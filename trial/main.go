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

// splitResult is what one division says.
type splitResult struct {
	all      lab.Outcome
	parts    []lab.Outcome
	best     []float64        // times each arm was the best on a training half
	partBest [][]int          // best arms by part and fold
	group    [][]lab.Estimate // by covariate and group
	shown    [][][]float64    // by covariate, group and arm: share given it
	crit     []float64        // by covariate
}

func (r *runner) main(rep *Report) error {
	res := make([]splitResult, r.o.Splits)
	err := r.each("hold out", r.o.Splits, func(i int) error {
		v, err := r.view(r.benches, seedMain, i)
		if err != nil {
			return err
		}
		x := splitResult{best: make([]float64, r.e.all.K())}
		pi := make([][]int, len(v))
		for p, sp := range v {
			var o lab.Outcome
			if o, pi[p], err = sp.HeldOut(r.l, nil); err != nil {
				return partError(r.e.parts[p].name, err)
			}
			x.parts = append(x.parts, o)
			x.partBest = append(x.partBest, sp.Best)
			for _, k := range sp.Best {
				x.best[k]++
			}
		}
		x.all = r.judge(v, pi)
		if err := r.byGroup(&x, i, v, pi); err != nil {
			return err
		}
		res[i] = x
		return nil
	})
	if err != nil {
		return err
	}
	claim, err := r.claim()
	if err != nil {
		return err
	}
	r.fillMain(rep, res, claim)
	r.fillGroups(rep, res)
	return r.fillParts(rep, res)
}

// byGroup splits the difference by the groups of each covariate.
func (r *runner) byGroup(x *splitResult, i int, v view, pi [][]int) error {
	d := r.difference(v, pi)
	arm := make([]int, len(d))
	for p, a := range pi {
		for j, k := range a {
			arm[r.e.parts[p].rows[j]] = k
		}
	}
	level := math.Pow(r.o.Level, 1/float64(len(r.e.vars)))
	for j, q := range r.e.vars {
		g, err := lab.GroupMeans([][]float64{d}, q.group, len(q.labels), r.e.all.Cluster)
		if err != nil {
			return err
		}
		x.group = append(x.group, g.Estimates(0, 1))
		crit := 0.
		if i == 0 { // the same people in every division: one draw will do
			crit = g.Simultaneous(level, 20000, lab.Rand(r.rand(seedGroups, j)))
		}
		x.crit = append(x.crit, crit)
		shown := make([][]float64, len(q.labels))
		for h := range shown {
			shown[h] = make([]float64, r.e.all.K())
		}
		for row, k := range arm {
			shown[q.group[row]][k]++
		}
		for h := range shown {
			for k := range shown[h] {
				shown[h][k] /= max(1, g.N[h])
			}
		}
		x.shown = append(x.shown, shown)
	}
	return nil
}

// claim is what the learner promises after learning from everybody, over all
// parts by their people.
func (r *runner) claim() (Claim, error) {
	var c Claim
	best := map[int]bool{}
	v, err := r.view(r.benches, seedMain, 0)
	if err != nil {
		return c, err
	}
	for p, sp := range v {
		in, _, err := sp.InSample(r.l, nil)
		if err != nil {
			return c, partError(r.e.parts[p].name, err)
		}
		w := float64(r.e.parts[p].s.N()) / float64(r.e.all.N())
		c.Targeted += Real(w * in.Promise.Targeted)
		c.Best += Real(w * in.Promise.Best)
		best[in.Promise.Arm] = true
		if len(best) == 1 {
			c.Arm = r.e.all.Arms[in.Promise.Arm]
		} else {
			c.Arm = "" // another one in each issue
		}
	}
	c.Gain = c.Targeted - c.Best
	return c, nil
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

func (r *runner) fillMain(rep *Report, res []splitResult, claim Claim) {
	n := len(res)
	med := func(f func(o *lab.Outcome) lab.Estimate) lab.Estimate {
		return medianOf(n, func(i int) lab.Estimate { return f(&res[i].all) })
	}
	m := &rep.Main
	m.Promise = claim
	tb := med(func(o *lab.Outcome) lab.Estimate { return o.TB })
	br := med(func(o *lab.Outcome) lab.Estimate { return o.BR })
	m.Targeted = r.number(med(func(o *lab.Outcome) lab.Estimate { return o.Targeted }))
	m.Best = r.number(med(func(o *lab.Outcome) lab.Estimate { return o.Best }))
	m.Random = r.number(med(func(o *lab.Outcome) lab.Estimate { return o.Random }))
	m.TB, m.BR = r.number(tb), r.number(br)
	m.TR = r.number(med(func(o *lab.Outcome) lab.Estimate { return o.TR }))
	nan := Real(math.NaN())
	m.Control = Number{nan, nan, nan, nan}
	if r.e.hasControl {
		m.Control = r.number(med(func(o *lab.Outcome) lab.Estimate { return o.Control }))
	}
	m.P = Real(tb.P())
	m.Optimism = claim.Gain - Real(tb.Est)
	m.Differ = Real(medianFloat(n, func(i int) float64 { return res[i].all.Differ }))
	m.NoDiff = tb.SE == 0
	// A difference of a handful of people is no policy: where fewer than one
	// person in a hundred gets another message, what could have been seen is
	// told by best minus random.
	se := tb.SE
	if m.NoDiff || m.Differ < 0.01 {
		se, m.MDEIndirect = br.SE, true
	}
	m.MDE = Real(lab.MDE(se, 1-r.o.Level, 0.8))
	var total float64
	count := make([]float64, r.e.all.K())
	for i := range res {
		for k, c := range res[i].best {
			count[k] += c
			total += c
		}
		m.Splits = append(m.Splits, SplitPoint{Real(res[i].all.TB.Est), Real(res[i].all.TB.SE)})
	}
	for _, k := range r.e.messages {
		m.BestArms = append(m.BestArms, ArmShare{r.arm(k), Real(count[k] / total)})
		var shown float64
		for i := range res {
			shown += res[i].all.Share[k] / float64(n)
		}
		rep.Harms.Messages = append(rep.Harms.Messages, MessageHarm{r.arm(k), Real(shown), Real(1 - shown)})
	}
}

// minCount is the smallest group that is ever shown.
const minCount = 10

func (r *runner) fillGroups(rep *Report, res []splitResult) {
	for j, v := range r.e.vars {
		size := make([]int, len(v.labels))
		for _, h := range v.group {
			size[h]++
		}
		for h, label := range v.labels {
			g := GroupGain{Covariate: r.covariate(j), Group: label, Outcome: "unclear"}
			if size[h] < minCount {
				nan := Real(math.NaN())
				g.Hidden, g.TB = true, Number{nan, nan, nan, nan}
				rep.Groups = append(rep.Groups, g)
				continue
			}
			e := medianOf(len(res), func(i int) lab.Estimate { return res[i].group[j][h] })
			c := res[0].crit[j]
			g.N, g.TB = size[h], Number{Real(e.Est), Real(e.SE), Real(e.Est - c*e.SE), Real(e.Est + c*e.SE)}
			switch {
			case g.TB.Lo > 0:
				g.Outcome = "gains"
				rep.Harms.Gain++
			case g.TB.Hi < 0:
				g.Outcome = "loses"
				rep.Harms.Lose++
			}
			for _, k := range r.e.messages {
				var s float64
				for i := range res {
					s += res[i].shown[j][h][k] / float64(len(res))
				}
				g.Messages = append(g.Messages, ArmShare{r.arm(k), Real(s)})
			}
			rep.Groups = append(rep.Groups, g)
		}
	}
}

func (r *runner) fillParts(rep *Report, res []splitResult) error {
	if len(r.e.parts) < 2 {
		return nil
	}
	v, err := r.view(r.benches, seedMain, 0)
	if err != nil {
		return err
	}
	var tbs []lab.Estimate
	for p, part := range r.e.parts {
		in, _, err := v[p].InSample(r.l, nil)
		if err != nil {
			return partError(part.name, err)
		}
		med := func(f func(o *lab.Outcome) lab.Estimate) lab.Estimate {
			return medianOf(len(res), func(i int) lab.Estimate { return f(&res[i].parts[p]) })
		}
		tb := med(func(o *lab.Outcome) lab.Estimate { return o.TB })
		tbs = append(tbs, tb)
		count := make([]int, r.e.all.K())
		top := 0
		for i := range res {
			for _, k := range res[i].partBest[p] {
				if count[k]++; count[k] > count[top] {
					top = k
				}
			}
		}
		rep.Parts = append(rep.Parts, Part{Name: part.name, N: part.s.N(), Promise: Real(in.Promise.Gain()), TB: r.number(tb),
			BR:     r.number(med(func(o *lab.Outcome) lab.Estimate { return o.BR })),
			Differ: Real(medianFloat(len(res), func(i int) float64 { return res[i].parts[p].Differ })), BestArm: r.arm(top)})
	}
	fixed, err := lab.PoolFixed(tbs)
	if err != nil {
		return nil // no issue has a policy that differs: nothing to pool
	}
	random, err := lab.PoolHartungKnapp(tbs)
	if err != nil {
		return err
	}
	rep.Pooled = &Pooled{Fixed: r.number(fixed.Estimate), Random: r.number(random.Estimate), Tau: Real(random.Tau()),
		Q: Real(fixed.Q.Chi2), QP: Real(fixed.Q.P), Left: fixed.Left}
	return nil
}
