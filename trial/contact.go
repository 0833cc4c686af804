package trial

import (
	"fmt"
	"math"

	"github.com/contrechamp/contrechamp/lab"
)

// contactSplits bounds the divisions that the question of whom to contact uses.
const contactSplits = 8

// heterogeneity asks the other question, whom to contact: does the effect of
// the best message against none vary as predicted from half of the people? The
// answers are medians over divisions.
func (r *runner) heterogeneity(rep *Report) error {
	if !r.e.hasControl || len(r.e.parts) > 1 {
		return nil
	}
	s := r.e.all
	best := 0
	for _, k := range r.e.messages {
		if s.Arms[k] == rep.Winner.Key {
			best = k
		}
	}
	cluster, _ := s.Clusters()
	type answer struct {
		ate, slope lab.Estimate
		gates      []lab.Estimate
	}
	n := min(r.o.Splits, contactSplits)
	all := make([]*answer, n)
	err := r.each("whom to contact", n, func(i int) error {
		two, err := contact(s, lab.Folds(cluster, 2, lab.Rand(r.rand(seedMain, i))), best)
		if err != nil {
			return err
		}
		c, err := two.BLP()
		if err != nil || math.IsNaN(c.Het.Est) {
			return nil // no predicted heterogeneity at all: nothing to calibrate
		}
		all[i] = &answer{ate: c.ATE, slope: c.Het}
		if gates, err := two.GATES(quarters); err == nil {
			all[i].gates = gates
		}
		return nil
	})
	if err != nil {
		return err
	}
	var found []*answer
	graded := true
	for _, a := range all {
		if a != nil {
			found = append(found, a)
			graded = graded && len(a.gates) == quarters
		}
	}
	if 2*len(found) <= n {
		return nil
	}
	med := func(f func(a *answer) lab.Estimate) lab.Estimate {
		return medianOf(len(found), func(i int) lab.Estimate { return f(found[i]) })
	}
	slope := med(func(a *answer) lab.Estimate { return a.slope })
	h := &Heterogeneity{Arm: r.arm(best), ATE: r.number(med(func(a *answer) lab.Estimate { return a.ate })), Beta2: r.number(slope), P: Real(slope.P())}
	for q := range quarters {
		if graded {
			h.Gates = append(h.Gates, r.number(med(func(a *answer) lab.Estimate { return a.gates[q] })))
		}
	}
	rep.Heterogeneity = h
	return nil
}

// quarters are the groups of people by predicted effect.
const quarters = 4

// contact learns from fold 0 what each person would do with arm best and with
// none, and sets it beside what those of fold 1 who got one of the two did.
func contact(s *lab.Sample, fold []int, best int) (lab.Two, error) {
	var two lab.Two
	m, err := lab.FitArms(s, func(i int) bool { return fold[i] == 0 }, 0)
	if err != nil {
		return two, fmt.Errorf("heterogeneity: %w", err)
	}
	var ids []int32
	for i, w := range s.W {
		if fold[i] == 1 && (w == 0 || w == best) {
			b := m.At(0, s.X, i)
			two.Y, two.Treated = append(two.Y, s.Y[i]), append(two.Treated, w == best)
			two.Base, two.Effect = append(two.Base, b), append(two.Effect, m.At(best, s.X, i)-b)
			if two.Prob = s.P(i, best) / (s.P(i, best) + s.P(i, 0)); len(s.Prob[0]) > 1 {
				two.Probs = append(two.Probs, two.Prob)
			}
			if s.Cluster != nil {
				ids = append(ids, s.Cluster[i])
			}
		}
	}
	if ids != nil {
		two.Cluster = lab.ClusterIDs(ids)
	}
	return two, nil
}
