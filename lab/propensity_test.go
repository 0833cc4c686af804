package lab

import (
	"math"
	"math/rand/v2"
	"testing"
)

// Four people with chances of their own, by hand. People 0 and 2 got what the
// policy says: IPW is (8/.5 + 6/.2)/4, Hájek's divides by 1/.5 + 1/.2 instead.
func TestRowPropensitiesByHand(t *testing.T) {
	s := &Sample{
		Y: []float64{8, 4, 6, 2}, W: []int{1, 0, 1, 0}, Arms: []string{"none", "a"},
		Prob: [][]float64{{.5, .75, .8, .4}, {.5, .25, .2, .6}},
	}
	if err := s.Check(); err != nil {
		t.Fatal(err)
	}
	mu := [][]float64{{3, 3, 3, 3}, {5, 5, 7, 7}}
	g := AIPWScores(s, mu)
	v := PolicyValue(s, g, []int{1, 1, 1, 1})
	near(t, "IPW", v.IPW, (8/.5+6/.2)/4, 1e-15)
	near(t, "Hájek", v.Hajek, (8/.5+6/.2)/(1/.5+1/.2), 1e-15)
	near(t, "AIPW", v.AIPW.Est, (5+3/.5+5+7-1/.2+7)/4, 1e-15)
	near(t, "score of arm 0", g.At(1, 0), 3+1/.75, 1e-15)
	near(t, "IPW score", IPWScores(s).At(2, 1), 6/.2, 1e-15)
	for _, p := range []float64{0, 1, -.1, math.NaN()} {
		s.Prob[1][2], s.Prob[0][2] = p, 1-p
		if s.Check() == nil {
			t.Errorf("probability %v: no error", p)
		}
	}
	if s.Prob[1][2], s.Prob[0][2] = .2, .7; s.Check() == nil {
		t.Error("probabilities that add up to 0.9: no error")
	}
}

// chancy draws an experiment in which people with x0 = 1, whose outcome is 2
// higher, had arm 1 with chance .8 and others with .2; in households of two
// that were assigned together. In truth arm 1 does .5, and 1 more on those
// with x0 = 1.
func chancy(rng *rand.Rand) *Sample {
	s := &Sample{Arms: []string{"none", "a"}, X: [][]float64{nil}, Names: []string{"x0"}, Prob: [][]float64{nil, nil}}
	for c := range 300 {
		x := float64(rng.IntN(2))
		p := .2 + .6*x
		w := b2i(rng.Float64() < p)
		common := rng.NormFloat64()
		for range 2 {
			s.Y = append(s.Y, 2*x+float64(w)*(.5+x)+common+rng.NormFloat64())
			s.W, s.X[0], s.Cluster = append(s.W, w), append(s.X[0], x), append(s.Cluster, int32(c))
			s.Prob[0], s.Prob[1] = append(s.Prob[0], 1-p), append(s.Prob[1], p)
		}
	}
	return s
}

// With each row's own probability every estimator of a policy's value is right
// on average and its interval covers; with the share found it is not.
func TestRowPropensities(t *testing.T) {
	const seed, reps = 51, 1000
	rng := Rand(seed)
	truth := 1 + .5*1.5 // arm 1 for x0 = 1, none for others
	var ipw, hajek, aipw, blind, squares, covered float64
	for range reps {
		s := chancy(rng)
		mu, err := CrossFit(s, Folds(s.Cluster, 3, rng), 0)
		if err != nil {
			t.Fatal(err)
		}
		pi := make([]int, s.N())
		for i, x := range s.X[0] {
			pi[i] = int(x)
		}
		v := PolicyValue(s, AIPWScores(s, mu), pi)
		ipw += v.IPW / reps
		hajek += v.Hajek / reps
		aipw += v.AIPW.Est / reps
		squares += (v.IPW - truth) * (v.IPW - truth) / reps
		lo, hi := v.AIPW.CI(.95)
		covered += float64(b2i(lo <= truth && truth <= hi)) / reps
		s.Prob = [][]float64{{.5}, {.5}}
		blind += PolicyValue(s, IPWScores(s), pi).IPW / reps
	}
	t.Logf("truth %.3f: IPW %.4f, Hájek %.4f, AIPW %.4f, covered %.3f; with the share found %.3f", truth, ipw, hajek, aipw, covered, blind)
	limit := 4 * math.Sqrt(squares/reps)
	for name, v := range map[string]float64{"IPW": ipw, "Hájek": hajek, "AIPW": aipw} {
		if math.Abs(v-truth) > limit+.002 { // Hájek's bias is of order 1/n
			t.Errorf("seed %d: %s is %.4f on average, the truth %.4f", seed, name, v, truth)
		}
	}
	if math.Abs(covered-.95) > 4*math.Sqrt(.05*.95/reps) {
		t.Errorf("seed %d: AIPW interval covers %.3f", seed, covered)
	}
	if math.Abs(blind-truth) < .5 {
		t.Errorf("with the share found the value is %.3f, which should be far from %.3f", blind, truth)
	}
	// The best arm is found by weighted means: the raw ones are misled.
	s := chancy(Rand(seed))
	b, err := NewBench(s, []int{0, 1})
	if err != nil {
		t.Fatal(err)
	}
	if sp, err := b.NewSplit(2, rng); err != nil || sp.Best[0] != 1 || sp.Best[1] != 1 {
		t.Errorf("best arms %v, %v", sp.Best, err)
	}
}

// The weighted means speak of everybody, and the calibration finds the effect
// and its slope, with each row's own probability: 600 experiments, 4 errors.
func TestRowPropensitiesMeansAndSlope(t *testing.T) {
	const seed, reps = 52, 600
	rng := Rand(seed)
	type tally struct{ truth, sum, squares, covered float64 }
	all := map[string]*tally{"mean of none": {truth: 1}, "mean of a": {truth: 2}, "average effect": {truth: 1}, "slope": {truth: 2},
		"lower half": {truth: .5}, "upper half": {truth: 1.5}}
	add := func(name string, e Estimate, truth float64) {
		c := all[name]
		d := e.Est - truth
		c.sum += d
		c.squares += d * d
		lo, hi := e.CI(.95)
		c.covered += float64(b2i(lo <= truth && truth <= hi)) / reps
	}
	for range reps {
		s := chancy(rng)
		m := HajekMeans(s)
		add("mean of none", m[0], 1)
		add("mean of a", m[1], 2)
		// The prediction is half as steep as the truth, and the base is left out.
		two := Two{Y: s.Y, Treated: treatedRows(s), Probs: s.Prob[1], Cluster: s.Cluster, Base: make([]float64, s.N())}
		for _, x := range s.X[0] {
			two.Effect = append(two.Effect, x/2)
		}
		c, err := two.BLP()
		if err != nil {
			t.Fatal(err)
		}
		add("slope", c.Het, 2)
		var share float64
		for _, x := range s.X[0] {
			share += x / float64(s.N())
		}
		add("average effect", c.ATE, .5+share)
		g, err := two.GATES(2)
		if err != nil {
			t.Fatal(err)
		}
		var truth, n [2]float64
		for i, h := range rankGroups(two.Effect, 2) {
			truth[h] += .5 + s.X[0][i]
			n[h]++
		}
		add("lower half", g[0], truth[0]/n[0])
		add("upper half", g[1], truth[1]/n[1])
	}
	for name, c := range all {
		bias, limit := c.sum/reps, 4*math.Sqrt(c.squares)/reps
		t.Logf("%s: bias %.4f (%.4f), covered %.3f", name, bias, limit/4, c.covered)
		if math.Abs(bias) > limit+.003 || math.Abs(c.covered-.95) > 4*math.Sqrt(.05*.95/reps) {
			t.Errorf("seed %d: %s: bias %.4f (%.4f), covered %.3f", seed, name, bias, limit/4, c.covered)
		}
	}
	// One probability for all: the plain means, and the same fit by either road.
	s := twoArms.Draw(rng)
	for k, m := range ArmMeans(s) {
		near(t, "mean of "+s.Arms[k], HajekMeans(s)[k].Est, m.Mean, 1e-12)
	}
	one := Two{Y: s.Y, Treated: treatedRows(s), Prob: .5, Cluster: s.Cluster, Base: s.X[1], Effect: s.X[0]}
	rows := one
	for range s.Y {
		rows.Probs = append(rows.Probs, .5)
	}
	a, err := one.BLP()
	if err != nil {
		t.Fatal(err)
	}
	b, err := rows.BLP()
	if err != nil {
		t.Fatal(err)
	}
	near(t, "slope", b.Het.Est, a.Het.Est, 1e-9)
	near(t, "its SE", b.Het.SE, a.Het.SE, 1e-9)
	if rows.Probs[3] = 1; rows.check() == nil {
		t.Error("probability 1: no error")
	}
	if rows.Probs = rows.Probs[1:]; rows.check() == nil {
		t.Error("a probability missing: no error")
	}
}
