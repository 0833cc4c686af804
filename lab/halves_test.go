package lab

import (
	"math"
	"testing"
)

// The two folds of one split are the two halves of the reference policies.
func TestSplitIsBothHalves(t *testing.T) {
	s, cell := ggl(t, "ggl2008.csv.gz")
	var ref map[string]refPolicy
	readRefSome(t, &ref)
	fold := make([]int, s.N())
	for i, c := range cell {
		fold[i] = 1 - c%2 // held-out fold 0: odd cells
	}
	b, err := NewBench(s, nil)
	if err != nil {
		t.Fatal(err)
	}
	sp, err := b.SplitBy(fold, 2)
	if err != nil {
		t.Fatal(err)
	}
	l, _ := LearnerNamed("ols")
	o, _, err := sp.HeldOut(l, nil)
	if err != nil {
		t.Fatal(err)
	}
	x, y := ref["ggl_full"], ref["ggl_full_swapped"]
	n := float64(x.NTest + y.NTest)
	join := func(a, b float64) float64 { return (a*float64(x.NTest) + b*float64(y.NTest)) / n }
	for _, c := range []struct {
		what      string
		want, got float64
	}{
		{"targeted - best", join(x.TB.AIPW, y.TB.AIPW), o.TB.Est}, {"best - random", join(x.BR.AIPW, y.BR.AIPW), o.BR.Est},
		{"targeted", join(x.Targeted.AIPW, y.Targeted.AIPW), o.Targeted.Est}, {"control", join(x.ArmAIPW[0].Est, y.ArmAIPW[0].Est), o.Control.Est},
	} {
		if math.Abs(c.got/c.want-1) > 1e-9 {
			t.Errorf("%s: %.15g, want %.15g", c.what, c.got, c.want)
		}
	}
	if got, want := o.Share[4]*n, x.Assigned[4]+y.Assigned[4]; math.Abs(got-want) > 0.5 {
		t.Errorf("Neighbors for %v, want %v", got, want)
	}
	// Its rows are in the right order: the difference by row averages to TB.
	pi, _, err := sp.Policy(l, nil)
	if err != nil {
		t.Fatal(err)
	}
	if e := ClusterMean(sp.Difference(pi), s.Cluster); math.Abs(e.Est-o.TB.Est) > 1e-15 || math.Abs(e.SE/o.TB.SE-1) > 1e-9 {
		t.Errorf("row by row %v, at once %v", e, o.TB)
	}
}

func readRefSome(t *testing.T, into *map[string]refPolicy) {
	var all struct {
		A refPolicy `json:"ggl_full"`
		B refPolicy `json:"ggl_full_swapped"`
	}
	readRef(t, "policy_values.json", &all)
	*into = map[string]refPolicy{"ggl_full": all.A, "ggl_full_swapped": all.B}
}

func TestBenchErrors(t *testing.T) {
	s := invented(Rand(1), 40, 0, false)
	for _, c := range []struct {
		arms []int
		edit func(s *Sample)
	}{
		{[]int{1}, nil}, {[]int{1, 9}, nil}, {nil, func(s *Sample) { s.Prob = nil }}, {nil, func(s *Sample) { s.Y = s.Y[:3] }},
	} {
		u := *s
		if c.edit != nil {
			c.edit(&u)
		}
		if _, err := NewBench(&u, c.arms); err == nil {
			t.Errorf("NewBench(arms %v) should fail", c.arms)
		}
	}
	b, err := NewBench(s, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.NewSplit(1, Rand(1)); err == nil {
		t.Error("one fold should be refused")
	}
	sp, err := b.NewSplit(2, Rand(1))
	if err != nil {
		t.Fatal(err)
	}
	logit, _ := LearnerNamed("logit")
	if _, _, err := sp.HeldOut(logit, nil); err == nil {
		t.Error("logit on measured outcomes should be refused")
	}
	if _, err := Compare(b, Learners[0], nil, 2, 0, Rand(1)); err == nil {
		t.Error("no splits should be refused")
	}
}
