package trial

import (
	"math"

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
	var tbs, differing []lab.Estimate
	var people []int
	for p, part := range r.e.parts {
		in, _, err := v[p].InSample(r.l, nil)
		if err != nil {
			return partError(part.name, err)
		}
		med := func(f func(o *lab.Outcome) lab.Estimate) lab.Estimate {
			return medianOf(len(res), func(i int) lab.Estimate { return f(&res[i].parts[p]) })
		}
		tb := med(func(o *lab.Outcome) lab.Estimate { return o.TB })
		tbs, people = append(tbs, tb), append(people, part.s.N())
		differ := shareOf(medianFloat(len(res), func(i int) float64 { return res[i].parts[p].Differ }), part.s.N())
		if differ >= fewDiffer {
			differing = append(differing, tb)
		}
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
			Differ: differ, BestArm: r.arm(top)})
	}
	rep.Pooled, err = r.pooled(tbs, people, differing)
	return err
}

// fewDiffer is the share of people whose message must differ for an issue to be
// weighed by its precision.
const fewDiffer = 0.05

// pooled averages issues: all by their people, the differing ones by precision.
func (r *runner) pooled(all []lab.Estimate, people []int, differing []lab.Estimate) (*Pooled, error) {
	byN, err := lab.PoolByN(all, people)
	if err != nil {
		return nil, err
	}
	nan := Real(math.NaN())
	p := &Pooled{ByN: r.number(byN.Estimate), Fixed: Number{nan, nan, nan, nan}, Random: Number{nan, nan, nan, nan}, Tau: nan, Q: nan, QP: nan, Left: len(all) - len(differing)}
	if len(differing) < 2 {
		return p, nil
	}
	fixed, err := lab.PoolFixed(differing)
	if err != nil {
		return p, nil // none has an error: nothing to weigh by
	}
	random, err := lab.PoolHartungKnapp(differing)
	if err != nil {
		return nil, err
	}
	p.Fixed, p.Random, p.Tau = r.number(fixed.Estimate), r.number(random.Estimate), Real(random.Tau())
	p.Q, p.QP = Real(fixed.Q.Chi2), Real(fixed.Q.P)
	return p, nil
}
