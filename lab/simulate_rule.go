package lab

import (
	"math/rand/v2"
	"sort"

	"github.com/contrechamp/contrechamp/sentence"
)

// ruleSimulations are the intervals of predicted effects and of rules that
// say whom to treat.
var ruleSimulations = []Simulation{
	{sentence.Say("best linear predictor: average effect"), saysTwoArms, unbiased, sentence.Sentence{}, predictor(false)},
	{sentence.Say("best linear predictor: heterogeneity"), saysTwoArms, unbiased, sentence.Sentence{}, predictor(true)},
	{sentence.Say("GATES: quarter of the lowest predicted effect"), saysTwoArms, unbiased, sentence.Sentence{}, quarter(0)},
	{sentence.Say("GATES: quarter of the highest predicted effect"), saysTwoArms, unbiased, sentence.Sentence{}, quarter(3)},
	{sentence.Say("PAV of a rule"), saysAlone, unbiased, sentence.Sentence{}, ruleOf(false)},
	{sentence.Say("PAPE of a rule"), saysAlone, unbiased, sentence.Sentence{}, ruleOf(true)},
	{sentence.Say("PAPE of a rule cut to a quarter of the people"), saysAlone, unbiased, sentence.Sentence{}, budgeted(false)},
	{sentence.Say("PAPD of two rules cut to a quarter of the people"), saysAlone, unbiased, sentence.Sentence{}, budgeted(true)},
}

// predictor calibrates a prediction that is twice too flat: the truth of the
// slope is 2.
func predictor(slope bool) func(*rand.Rand) (Interval, float64, error) {
	w := twoArms
	return func(rng *rand.Rand) (Interval, float64, error) {
		s := w.Draw(rng)
		t := Two{Y: s.Y, Treated: treatedRows(s), Prob: .5, Cluster: s.Cluster}
		for i := range s.Y {
			t.Base = append(t.Base, w.Slope*s.X[1][i])
			t.Effect = append(t.Effect, w.Hetero[0]/2*s.X[0][i])
		}
		c, err := t.BLP()
		if slope {
			return c.Het.at(simulationLevel), 2, err
		}
		return c.ATE.at(simulationLevel), w.Effect[0], err
	}
}

// quarter cuts people into four by a predicted effect that is twice too flat
// and partly wrong: it also rises with x1, on which the effect does not hang.
// The truth is the mean effect on the people of the quarter.
func quarter(h int) func(*rand.Rand) (Interval, float64, error) {
	w := twoArms
	return func(rng *rand.Rand) (Interval, float64, error) {
		s := w.Draw(rng)
		t := Two{Y: s.Y, Treated: treatedRows(s), Prob: .5, Cluster: s.Cluster}
		for i := range s.Y {
			t.Base = append(t.Base, w.Slope*s.X[1][i])
			t.Effect = append(t.Effect, w.Hetero[0]/2*s.X[0][i]+.1*s.X[1][i])
		}
		e, err := t.GATES(4)
		if err != nil {
			return Interval{}, 0, err
		}
		var truth, n float64
		for i, g := range rankGroups(t.Effect, 4) {
			if g == h {
				truth += w.lift(1, s.X, i)
				n++
			}
		}
		return e[h].at(simulationLevel), truth / n, nil
	}
}

// ruleOf judges the rule "treat those with x0 = 1".
func ruleOf(pape bool) func(*rand.Rand) (Interval, float64, error) {
	w := alone
	return func(rng *rand.Rand) (Interval, float64, error) {
		s := w.Draw(rng)
		rule := make([]bool, s.N())
		for i := range rule {
			rule[i] = s.X[0][i] == 1
		}
		r, err := NewRule(treatedRows(s), rule, s.Y, false)
		if err != nil {
			return Interval{}, 0, err
		}
		if pape {
			return r.PAPE().at(simulationLevel), w.Hetero[0] / 4, nil
		}
		return r.PAV().at(simulationLevel), w.value(func(x [][]float64) int { return int(x[0][0]) }), nil
	}
}

func treatedRows(s *Sample) []bool {
	out := make([]bool, s.N())
	for i, k := range s.W {
		out[i] = k == 1
	}
	return out
}

// budgeted judges two rules that treat a quarter of all people: some of those
// with x0 = 1, drawn by lot, and some of those with x1 = 1. The first is
// compared with a random quarter, or with the second, which does no better.
func budgeted(papd bool) func(*rand.Rand) (Interval, float64, error) {
	w := alone
	const budget = .25
	return func(rng *rand.Rand) (Interval, float64, error) {
		s := w.Draw(rng)
		var rules [2]Rule
		for j := range rules {
			rule := cut(s.X[j], s.N()/4, rng)
			var err error
			if rules[j], err = NewRule(treatedRows(s), rule, s.Y, false); err != nil {
				return Interval{}, 0, err
			}
		}
		truth := budget * w.Hetero[0] / 2
		if papd {
			e, err := rules[0].PAPD(rules[1], budget)
			return e.at(simulationLevel), truth, err
		}
		e, err := rules[0].PAPEBudget(budget)
		return e.at(simulationLevel), truth, err
	}
}

// cut chooses the n people of highest score, ties by lot.
func cut(score []float64, n int, rng *rand.Rand) []bool {
	order := rng.Perm(len(score))
	sort.SliceStable(order, func(a, b int) bool { return score[order[a]] > score[order[b]] })
	out := make([]bool, len(score))
	for _, i := range order[:n] {
		out[i] = true
	}
	return out
}
