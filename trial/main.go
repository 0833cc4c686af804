package trial

import (
	"math"

	"github.com/contrechamp/contrechamp/lab"
)

// splitResult is what one division says.
type splitResult struct {
	all      lab.Outcome
	known    lab.Estimate // targeted minus the arm best on all data
	regret   lab.Estimate // that arm minus the one chosen on the training half
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
			if pi[p], _, err = sp.Policy(r.l, nil); err != nil {
				return partError(r.e.parts[p].name, err)
			}
			x.partBest = append(x.partBest, sp.Best)
			for _, k := range sp.Best {
				x.best[k]++
			}
		}
		x.all = r.judge(v, pi)
		x.parts = []lab.Outcome{x.all}
		if len(v) > 1 {
			x.parts = x.parts[:0]
			for p, sp := range v {
				x.parts = append(x.parts, sp.Judge(pi[p]))
			}
		}
		x.known, x.regret = r.known(v, pi)
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
	m.TK = r.number(medianOf(n, func(i int) lab.Estimate { return res[i].known }))
	m.Regret = r.number(medianOf(n, func(i int) lab.Estimate { return res[i].regret }))
	nan := Real(math.NaN())
	m.Control = Number{nan, nan, nan, nan}
	if r.e.hasControl {
		m.Control = r.number(med(func(o *lab.Outcome) lab.Estimate { return o.Control }))
	}
	m.P = Real(tb.P())
	m.Optimism = claim.Gain - Real(tb.Est)
	people := r.e.all.N()
	m.Differ = shareOf(medianFloat(n, func(i int) float64 { return res[i].all.Differ }), people)
	m.NoDiff = tb.SE == 0
	// A difference of a handful of people is no policy: where fewer than one
	// person in a hundred gets another message, what could have been seen is
	// told by best minus random.
	se := tb.SE
	if m.NoDiff || m.Differ < 0.01 {
		se, m.MDEIndirect = br.SE, true
	}
	m.MDE = Real(lab.MDE(se, 1-r.o.Level, 0.8))
	gains := make([]float64, n)
	for i := range res {
		gains[i] = res[i].all.TB.Est
	}
	if !m.NoDiff {
		m.DrawError = Real(drawError(gains))
	}
	var total float64
	count := make([]float64, r.e.all.K())
	for i := range res {
		for k, c := range res[i].best {
			count[k] += c
			total += c
		}
		m.Splits = append(m.Splits, SplitPoint{Real(res[i].all.TB.Est), Real(res[i].all.TB.SE)})
	}
	audience := people
	for _, k := range r.e.messages {
		m.BestArms = append(m.BestArms, ArmShare{r.arm(k), Real(count[k] / total)})
		var shown float64
		for i := range res {
			shown += res[i].all.Share[k] / float64(n)
		}
		rep.Harms.Messages = append(rep.Harms.Messages, MessageHarm{r.arm(k), shareOf(shown, people), shareOf(1-float64(shareOf(shown, people)), people)})
		if shown > 0 {
			audience = min(audience, int(math.Round(shown*float64(people))))
		}
	}
	rep.Harms.SmallestAudience = hideSmall(audience)
}
