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
