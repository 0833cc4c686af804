package trial

import (
	"context"
	"math"
	"testing"

	"github.com/contrechamp/contrechamp/lab"
)

// Numbers are grouped where people have too many profiles, and no further than
// needed; the report says so.
func TestLimitProfiles(t *testing.T) {
	last := math.Inf(1)
	for _, most := range []int{1 << 30, 3000, 1000, 300} {
		tab, d, err := inventedTable()
		if err != nil {
			t.Fatal(err)
		}
		e, err := prepare(tab, d)
		if err != nil {
			t.Fatal(err)
		}
		before, checks := lab.MakeCells(e.all.X, e.all.N()).Len(), len(e.checks)
		mean := lab.ClusterMean(e.all.X[0], nil).Est
		e.limitProfiles(most)
		n := lab.MakeCells(e.all.X, e.all.N()).Len()
		if grouped := n < before; grouped != (before > most) || grouped != (len(e.checks) == checks+1) {
			t.Errorf("at most %d: %d profiles become %d, %d checks more", most, before, n, len(e.checks)-checks)
		}
		if float64(n) > last {
			t.Errorf("at most %d: %d profiles, %v before", most, n, last)
		}
		last = float64(n)
		if after := lab.ClusterMean(e.all.X[0], nil).Est; math.Abs(after-mean) > 1e-9 {
			t.Errorf("the mean age moves from %v to %v", mean, after)
		}
	}
}

// The table of wrong facts is the same in one go and share by share.
func TestErrorsInBatches(t *testing.T) {
	tab, d, err := inventedTable()
	if err != nil {
		t.Fatal(err)
	}
	o := Options{Splits: 3}
	if err := o.defaults(); err != nil {
		t.Fatal(err)
	}
	e, err := prepare(tab, d)
	if err != nil {
		t.Fatal(err)
	}
	var reports [2]Report
	for i, room := range []int{wrongRoom, 0} {
		r, err := newRunner(context.Background(), o, e, "")
		if err != nil {
			t.Fatal(err)
		}
		r.room = room
		if err := r.errorsInCovariates(&reports[i]); err != nil {
			t.Fatal(err)
		}
	}
	for q, a := range reports[0].Harms.Errors {
		b := reports[1].Harms.Errors[q]
		if a.Wrong != b.Wrong || math.Abs(float64(a.TB.Est-b.TB.Est)) > 1e-9 || math.Abs(float64(a.TB.SE-b.TB.SE)) > 1e-9 {
			t.Errorf("%v wrong: %+v in one go, %+v by itself", float64(a.Wrong), a.TB, b.TB)
		}
	}
}
