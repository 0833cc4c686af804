package lab

import (
	"math"
	"math/rand/v2"

	"github.com/contrechamp/contrechamp/sentence"
)

// In messages, A is best for x0 = 1 and B for x0 = 0: targeting has something
// to gain. In equals all messages do the same.
var (
	messages = World{Blocks: 1, Units: []int{150, 150, 150, 150}, Size: [2]int{1, 3}, ICC: .3, Covariates: 2, Slope: .4, Effect: []float64{.5, .45, .2}, Hetero: []float64{1.2, -1.2, 0}}
	alike    = World{Blocks: 1, Units: []int{100, 100, 100, 100}, Size: [2]int{1, 3}, ICC: .3, Covariates: 2, Slope: .4, Effect: []float64{.3, .3, .3}}
	twoArms  = World{Blocks: 1, Units: []int{250, 250}, Size: [2]int{1, 3}, ICC: .3, Covariates: 2, Slope: .4, Effect: []float64{.4}, Hetero: []float64{.8}}
	alone    = World{Blocks: 1, Units: []int{200, 200}, Size: [2]int{1, 1}, Covariates: 2, Slope: .4, Effect: []float64{.4}, Hetero: []float64{.8}}

	saysMessages   = sentence.Say("600 households, three messages, the best one differs")
	saysAlike      = sentence.Say("400 households, three messages that do the same")
	saysTwoArms    = sentence.Say("500 households, one message, effects differ")
	saysAlone      = sentence.Say("400 people, one message, effects differ")
	saysEqual      = sentence.Say("5 equal arms")
	saysUnequal    = sentence.Say("5 arms, one or two SE apart")
	oneSplit       = sentence.Say("known: one split is partly luck, and its error leaves out the learning")
	cautiousSplits = sentence.Say("known: cautious, which is why reports use it")
	chosen         = sentence.Say("known: the arm was chosen because it looked best (winner's curse)")
)

// policySimulations are the intervals of policies, winners and rankings.
var policySimulations = []Simulation{
	{sentence.Say("value of a policy learned elsewhere, AIPW"), saysMessages, unbiased, sentence.Sentence{}, heldOutPolicy(false)},
	{sentence.Say("targeted minus best, paired AIPW"), saysMessages, unbiased, sentence.Sentence{}, heldOutPolicy(true)},
	{sentence.Say("targeted minus best, halves, median of 7 splits"), saysAlike, reported, cautiousSplits, splits(2, 7)},
	{sentence.Say("targeted minus best, one split in halves"), saysAlike, reported, oneSplit, splits(2, 1)},
	{sentence.Say("targeted minus best, one split of 5 folds"), saysAlike, reported, oneSplit, splits(5, 1)},
	{sentence.Say("RATE (AUTOC), half-sample bootstrap"), saysTwoArms, unbiased, sentence.Sentence{}, ranking(AUTOC, math.Ln2/2)},
	{sentence.Say("RATE (QINI), half-sample bootstrap"), saysTwoArms, unbiased, sentence.Sentence{}, ranking(QINI, 1./8)},
	{sentence.Say("winner of several arms, conditional"), saysEqual, medianUnbiased, sentence.Sentence{}, winner([]float64{0, 0, 0, 0, 0}, conditional)},
	{sentence.Say("winner of several arms, conditional"), saysUnequal, medianUnbiased, sentence.Sentence{}, winner([]float64{0, 1, 2, 3, 4}, conditional)},
	{sentence.Say("winner of several arms, hybrid"), saysEqual, medianUnbiased, sentence.Sentence{}, winner([]float64{0, 0, 0, 0, 0}, hybrid)},
	{sentence.Say("winner of several arms, hybrid"), saysUnequal, medianUnbiased, sentence.Sentence{}, winner([]float64{0, 1, 2, 3, 4}, hybrid)},
	{sentence.Say("winner of three messages, hybrid, from AIPW scores"), saysAlike, medianUnbiased, sentence.Sentence{}, scoredWinner},
	{sentence.Say("winner of several arms, naive"), saysEqual, reported, chosen, winner([]float64{0, 0, 0, 0, 0}, naive)},
	{sentence.Say("winner of several arms, naive"), saysUnequal, reported, chosen, winner([]float64{0, 1, 2, 3, 4}, naive)},
}

// value returns the true mean outcome, in w, when people with covariates x get
// arm pi(x): the average over all combinations of the binary covariates.
func (w World) value(pi func(x [][]float64) int) float64 {
	var sum float64
	combinations := 1 << w.Covariates
	for c := range combinations {
		x := make([][]float64, w.Covariates)
		for j := range x {
			x[j] = []float64{float64(c >> j & 1)}
		}
		sum += w.lift(pi(x), x, 0)
	}
	return w.Rate + sum/float64(combinations)
}

// heldOutPolicy learns a policy and the best arm on one experiment and judges
// them on another, with cross-fitted scores: the value, or the gain.
func heldOutPolicy(gain bool) func(*rand.Rand) (Interval, float64, error) {
	w := messages
	arms := []int{1, 2, 3}
	return func(rng *rand.Rand) (Interval, float64, error) {
		train, s := w.Draw(rng), w.Draw(rng)
		m, err := FitArms(train, nil, 0)
		if err != nil {
			return Interval{}, 0, err
		}
		best, _ := BestArm(train, nil, arms)
		choose := func(x [][]float64) int { return ArgMax(m.Predict(x, 1), arms)[0] }
		mu, err := CrossFit(s, Folds(s.Cluster, 5, rng), 0)
		if err != nil {
			return Interval{}, 0, err
		}
		g := AIPWScores(s, mu)
		pi := ArgMax(m.Predict(s.X, s.N()), arms)
		truth := w.value(choose)
		if !gain {
			return PolicyValue(s, g, pi).AIPW.at(simulationLevel), truth, nil
		}
		truth -= w.value(func([][]float64) int { return best })
		e := PairedDifference(g, pi, best, s.Cluster)
		if e.SE == 0 {
			return Interval{}, 0, sentence.Fail("the policy is the best single arm")
		}
		return e.at(simulationLevel), truth, nil
	}
}

// splits compares targeting with the best message, policy and best message
// learned on the other folds, in a world where nothing can be gained.
func splits(folds, times int) func(*rand.Rand) (Interval, float64, error) {
	return func(rng *rand.Rand) (Interval, float64, error) {
		b, err := NewBench(alike.Draw(rng), nil)
		if err != nil {
			return Interval{}, 0, err
		}
		l, err := LearnerNamed("ols")
		if err != nil {
			return Interval{}, 0, err
		}
		c, err := Compare(b, l, nil, folds, times, rng)
		return c.TB.at(simulationLevel), 0, err
	}
}

// ranking ranks by x0, on which the effect differs by h. Then TOC(q) is h/2 up
// to q = 1/2 and h/2 (1-q)/q beyond: the integral of TOC is h/2 ln 2, that of
// q TOC is h/8. of is the integral in units of h.
func ranking(weight Weight, of float64) func(*rand.Rand) (Interval, float64, error) {
	return func(rng *rand.Rand) (Interval, float64, error) {
		w := twoArms
		s := w.Draw(rng)
		mu, err := CrossFit(s, Folds(s.Cluster, 2, rng), 0)
		if err != nil {
			return Interval{}, 0, err
		}
		g := AIPWScores(s, mu)
		score := g.Arm(1)
		for i := range score {
			score[i] -= g.At(i, 0)
		}
		e := NewTOC(score, s.X[0]).RATE(weight, s.Cluster, 100, rng)
		return e.at(simulationLevel), w.Hetero[0] * of, nil
	}
}

// The three intervals of a winner.
func naive(w Winner) Interval { return w.Naive.at(simulationLevel) }

func conditional(w Winner) Interval { return Interval{w.Est, math.NaN(), w.Lo, w.Hi} }

func hybrid(w Winner) Interval { return w.Hybrid }

// winner draws estimates with SE 1 around mu and asks for the truth of the arm
// that came out best.
func winner(mu []float64, interval func(Winner) Interval) func(*rand.Rand) (Interval, float64, error) {
	return func(rng *rand.Rand) (Interval, float64, error) {
		e := make([]Estimate, len(mu))
		for k, m := range mu {
			e[k] = Estimate{m + rng.NormFloat64(), 1, math.Inf(1)}
		}
		w, err := PickWinner(e, simulationLevel)
		if err != nil {
			return Interval{}, 0, err
		}
		return interval(w), mu[w.Arm], nil
	}
}

// scoredWinner takes the best of messages that do the same, as a report does.
func scoredWinner(rng *rand.Rand) (Interval, float64, error) {
	s := alike.Draw(rng)
	mu, err := CrossFit(s, Folds(s.Cluster, 5, rng), 0)
	if err != nil {
		return Interval{}, 0, err
	}
	mean, cov, err := AIPWScores(s, mu).Means([]int{1, 2, 3}, s.Cluster)
	if err != nil {
		return Interval{}, 0, err
	}
	w, err := PickWinnerJoint(mean, cov, simulationLevel)
	return w.Hybrid, alike.Rate + alike.Effect[0], err
}
