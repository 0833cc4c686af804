package lab

import (
	"errors"
	"math"
	"testing"
)

// planChecks compares the standard error that a plan foretells with that of
// published experiments, held out. The plan knows one variance and one size of
// household where people and households differ, so 8 % is allowed.
func planChecks(t *testing.T) []check {
	var ref map[string]struct {
		NTest    int `json:"n_test"`
		Assigned []float64
		TB       struct{ SE float64 } `json:"targeted_minus_best"`
	}
	readRef(t, "policy_values.json", &ref)
	var out []check
	for _, c := range []struct {
		name, title string
		plan        Plan
		best        int // arm number
	}{
		{"ggl_full_civic_haw", "GGL, Civic Duty and Hawthorne", Plan{Messages: 2, Control: 7. / 9, Rate: .318, R2: .06, Size: 1.91, ICC: .4}, 2},
		{"ggl_full_noNeighbors", "GGL, three messages", Plan{Messages: 3, Control: 6. / 9, Rate: .325, R2: .06, Size: 1.91, ICC: .4}, 3},
		{"hillstrom_visit", "e-mail challenge, visits", Plan{Messages: 2, Control: 1. / 3, Rate: .14, R2: .02}, 1},
		{"hillstrom_visit_swapped", "e-mail challenge, visits, halves swapped", Plan{Messages: 2, Control: 1. / 3, Rate: .147, R2: .02}, 1},
	} {
		r, ok := ref[c.name]
		if !ok {
			t.Fatalf("no reference %s", c.name)
		}
		c.plan.Differ = 1 - r.Assigned[c.best]/float64(r.NTest)
		se, err := c.plan.SE(r.NTest, 0)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, check{c.title + ": SE of targeted minus best, planned", r.TB.SE, se, .08})
	}
	return out
}

// TestPlanPower carries the planned experiment out: with the people that the
// plan asks for, the paired difference of the right policy finds the gain
// about as often as promised. 300 experiments; the band is 3 binomial errors
// and 3 points for what the plan neglects.
func TestPlanPower(t *testing.T) {
	p := Plan{Messages: 3, Control: .25, SD: 1, Differ: .5, R2: .138}
	// A is better than B for x0 = 1 and worse for x0 = 0, by .4 and .2.
	w := World{Blocks: 1, Size: [2]int{1, 1}, Covariates: 2, Slope: .565, Effect: []float64{.5, .4, .1}, Hetero: []float64{.3, -.3, 0}}
	p.SD = math.Sqrt(1 + 2*w.Slope*w.Slope/4)
	gain := w.value(func(x [][]float64) int { return 2 - int(x[0][0]) }) - w.value(func([][]float64) int { return 1 })
	need, err := p.People(gain)
	if err != nil {
		t.Fatal(err)
	}
	w.Units = []int{need.People / 4, need.People / 4, need.People / 4, need.People / 4}
	rng := Rand(21)
	const reps = 300
	found := 0
	for range reps {
		s := w.Draw(rng)
		mu, err := CrossFit(s, Folds(s.Cluster, 5, rng), 0)
		if err != nil {
			t.Fatal(err)
		}
		pi := make([]int, s.N())
		for i := range pi {
			pi[i] = 2 - int(s.X[0][i])
		}
		if e := PairedDifference(AIPWScores(s, mu), pi, 1, nil); e.P() < .05 && e.Est > 0 {
			found++
		}
	}
	share := float64(found) / reps
	t.Logf("gain %.3f, %d people, foretold SE %.4f: found in %.2f of %d experiments", gain, need.People, need.SE, share, reps)
	if math.Abs(share-.8) > 3*math.Sqrt(.16/reps)+.03 {
		t.Errorf("power %.3f, planned 0.8", share)
	}
}

func TestPlanLaws(t *testing.T) {
	p := Plan{Messages: 4, Rate: .3, Size: 2, ICC: .5}
	before := 0
	for _, gain := range []float64{.05, .02, .01, .005, .001} {
		n, err := p.People(gain)
		if err != nil {
			t.Fatal(err)
		}
		if n.People <= before {
			t.Errorf("gain %v takes %d people, no more than a larger one", gain, n.People)
		}
		before = n.People
		back, err := p.Smallest(n.People)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "smallest gain of the people needed", back.Gain, gain, 1e-3)
		near(t, "gain in standard errors", n.Gain/n.SE, Multiplier(.05, .8), 1e-3)
		near(t, "power against half", n.Half, .288, .01)
	}
	for _, bad := range []Plan{{}, {Messages: 1, Rate: .3}, {Messages: 2}, {Messages: 2, Rate: 1.5}, {Messages: 2, Rate: .3, SD: 1}, {Messages: 2, SD: 1, Control: 1}, {Messages: 2, SD: 1, ICC: 2}, {Messages: 2, SD: 1, Size: .5}} {
		if _, err := bad.People(.01); !errors.Is(err, ErrPlan) {
			t.Errorf("%+v: %v", bad, err)
		}
	}
	if _, err := p.People(0); !errors.Is(err, ErrPlan) {
		t.Errorf("no gain: %v", err)
	}
	if _, err := p.People(.6); !errors.Is(err, ErrPlan) {
		t.Errorf("half of the people gain 120 points: %v", err)
	}
	if _, err := p.Smallest(3); !errors.Is(err, ErrPlan) {
		t.Errorf("three people: %v", err)
	}
}
