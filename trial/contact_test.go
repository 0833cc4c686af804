package trial

import (
	"context"
	"math"
	"slices"
	"testing"

	"github.com/contrechamp/contrechamp/lab"
)

// What is predicted of the people judged owes nothing to what they did, and
// what was learned from is not judged.
func TestContactIsHeldOut(t *testing.T) {
	tab, d, err := inventedTable()
	if err != nil {
		t.Fatal(err)
	}
	d.Propensities = map[string]Prob{"none": .4, "cost": .1, "climate": .25, "comfort": .25}
	e, err := prepare(tab, d)
	if err != nil {
		t.Fatal(err)
	}
	s := e.all
	fold := lab.Folds(s.Cluster, 2, lab.Rand(4))
	const best = 3 // control first, then climate, comfort, cost
	two, err := contact(s, fold, best)
	if err != nil {
		t.Fatal(err)
	}
	// Of the two arms, .1 / (.1 + .4) were to get cost.
	if s.Arms[best] != "cost" || math.Abs(two.Prob-.2) > 1e-12 {
		t.Errorf("chance of %s between the two is %v, want 0.2", s.Arms[best], two.Prob)
	}
	other := *s
	other.Y = slices.Clone(s.Y)
	judged := 0
	var y []float64
	for i, w := range s.W {
		if fold[i] == 1 {
			other.Y[i] = 100 - s.Y[i]*s.Y[i]/50
			if w == 0 || w == best {
				y = append(y, s.Y[i])
				judged++
			}
		}
	}
	changed, err := contact(&other, fold, best)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(two.Base, changed.Base) || !slices.Equal(two.Effect, changed.Effect) {
		t.Error("what the people judged did changes what is predicted of them")
	}
	if !slices.Equal(two.Y, y) || len(two.Y) != judged || slices.Equal(two.Y, changed.Y) {
		t.Errorf("judged on %d people, want the %d of the other half", len(two.Y), judged)
	}
}

// The slope is a median over divisions, not the luck of one.
func TestContactIsAMedian(t *testing.T) {
	slopes := map[Real]bool{}
	for _, splits := range []int{1, 2} {
		r, err := Run(context.Background(), Options{Data: "invented", Splits: splits, Covariates: []string{"age", "drives"}})
		if err != nil {
			t.Fatal(err)
		}
		h := r.Heterogeneity
		if h == nil || len(h.Gates) != quarters {
			t.Fatalf("%d divisions: %+v", splits, h)
		}
		slopes[h.Beta2.Est] = true
	}
	if len(slopes) != 2 {
		t.Error("one division and two give one slope")
	}
}
