package trial

import (
	"github.com/contrechamp/contrechamp/lab"
)

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
		rep.Parts = append(rep.Parts, Part{Name: part.name, Label: r.e.d.Value(r.e.d.Sub, part.name, false), N: part.s.N(), Promise: Real(in.Promise.Gain()), TB: r.number(tb),
			BR:     r.number(med(func(o *lab.Outcome) lab.Estimate { return o.BR })),
			Differ: shareOf(medianFloat(len(res), func(i int) float64 { return res[i].parts[p].Differ }), part.s.N()), BestArm: r.arm(top)})
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
