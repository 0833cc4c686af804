package lab

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
)

// invented makes an experiment with three messages: message 1 is best for
// x0 = 1, message 2 for x0 = 0, by gap; 0 makes them equal.
func invented(rng *rand.Rand, n int, gap float64, binary bool) *Sample {
	s := &Sample{Arms: []string{"none", "A", "B", "C"}, Names: []string{"x0", "x1", "x2"}, X: make([][]float64, 3)}
	for range n / 2 {
		for range 2 { // clusters of two
			x := []float64{float64(rng.IntN(2)), float64(rng.IntN(5)), rng.NormFloat64()}
			for j, v := range x {
				s.X[j] = append(s.X[j], v)
			}
			s.Cluster = append(s.Cluster, int32(len(s.Y)/2))
			w := rng.IntN(4)
			if len(s.W)%2 == 1 {
				w = s.W[len(s.W)-1]
			}
			m := 0.3 + 0.02*x[1]
			switch {
			case w == 1 && x[0] == 1, w == 2 && x[0] == 0:
				m += 0.1 + gap
			case w > 0:
				m += 0.1
			}
			y := m + 0.3*rng.NormFloat64()
			if binary {
				y = float64(b2i(rng.Float64() < m))
			}
			s.W, s.Y = append(s.W, w), append(s.Y, y)
		}
	}
	q := []float64{0.25}
	s.Prob = [][]float64{q, q, q, q}
	return s
}

// Every learner finds a strong interaction, promises at least the best single
// arm on the data it saw, gives an arm of the list to every cell, and without
// covariates falls back on one message for all.
func TestLearners(t *testing.T) {
	const seed = 5
	rng := Rand(seed)
	s := invented(rng, 4000, 0.3, true)
	b, err := NewBench(s, []int{1, 2, 3})
	if err != nil {
		t.Fatal(err)
	}
	sp, err := b.NewSplit(4, rng)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range Learners {
		t.Run(l.Name, func(t *testing.T) {
			o, pi, err := sp.HeldOut(l, nil)
			if err != nil {
				t.Fatal(err)
			}
			// The truth: the best single arm is right for half, so the gain is
			// half of the gap.
			if math.Abs(o.TB.Est-0.15) > 4*o.TB.SE || o.TB.SE > 0.03 {
				t.Errorf("seed %d: gain %.3f (%.3f), want 0.15", seed, o.TB.Est, o.TB.SE)
			}
			right := 0.
			for i, k := range pi {
				right += float64(b2i(k == 2-int(s.X[0][i]))) / float64(len(pi))
			}
			if right < 0.8 {
				t.Errorf("seed %d: right message for %.2f of people", seed, right)
			}
			in, ipi, err := sp.InSample(l, nil)
			if err != nil {
				t.Fatal(err)
			}
			if g := in.Promise.Gain(); g < 0 || math.Abs(g-0.15) > 0.1 {
				t.Errorf("promise %.3f", g)
			}
			for i, k := range ipi {
				if k < 1 || k > 3 {
					t.Fatalf("row %d gets arm %d", i, k)
				}
			}
			none, _, err := sp.HeldOut(l, []int{})
			if err != nil {
				t.Fatal(err)
			}
			if none.Differ != 0 && l.Name != "tree1" && l.Name != "tree2" || none.TB.SE != 0 && none.Differ == 0 {
				t.Errorf("without covariates: %.2f differ, SE %v", none.Differ, none.TB.SE)
			}
			if math.Abs(none.Promise) > 1e-12 {
				t.Errorf("without covariates it promises %v", none.Promise)
			}
		})
	}
	if _, err := LearnerNamed("forest"); err == nil || !strings.Contains(err.Error(), "tree2") {
		t.Errorf("unknown learner: %v", err)
	}
}

// Coverage of the main number where all messages are equal, the hardest case:
// the best arm and the policy are then chosen by chance alone. Halves with
// medians over 7 splits are conservative; five folds, or a single split, are
// not honest enough (ols 86 % and 90 % for one split of 5 and 2 folds, 92 %
// for 7 splits of 5 folds), which is why the report uses halves.
func TestCoverageOfComparison(t *testing.T) {
	const seed = 77
	reps, splits := 60, 5
	if os.Getenv("CONTRECHAMP_FULL") != "" {
		reps, splits = 2000, 7
	}
	for _, name := range []string{"ols", "subgroups", "tree2"} {
		l, err := LearnerNamed(name)
		if err != nil {
			t.Fatal(err)
		}
		rng := Rand(seed)
		covered := 0.
		for range reps {
			b, err := NewBench(invented(rng, 600, 0, false), nil)
			if err != nil {
				t.Fatal(err)
			}
			c, err := Compare(b, l, nil, 2, splits, rng)
			if err != nil {
				t.Fatal(err)
			}
			lo, hi := c.TB.CI(0.95)
			covered += float64(b2i(lo <= 0 && 0 <= hi)) / float64(reps)
		}
		err3 := 3 * math.Sqrt(0.95*0.05/float64(reps))
		t.Logf("%s: coverage %.3f over %d experiments, Monte-Carlo error %.3f", name, covered, reps, err3/3)
		if covered < 0.95-err3 {
			t.Errorf("seed %d, %s: coverage %.3f", seed, name, covered)
		}
	}
}

// Where messages are equal for all, the promise is positive and the held-out
// difference is not: the winner's curse, over many invented experiments.
func TestPromiseIsCurse(t *testing.T) {
	const seed, reps = 9, 40
	rng := Rand(seed)
	for _, name := range []string{"subgroups", "ols", "tree2"} {
		l, err := LearnerNamed(name)
		if err != nil {
			t.Fatal(err)
		}
		var promise, held, z2 float64
		for range reps {
			b, err := NewBench(invented(rng, 800, 0, false), nil)
			if err != nil {
				t.Fatal(err)
			}
			c, err := Compare(b, l, nil, 2, 3, rng)
			if err != nil {
				t.Fatal(err)
			}
			promise += c.Promise / reps
			held += c.TB.Est / reps
			z2 += c.TB.T() * c.TB.T() / reps
		}
		if promise < 0.01 || math.Abs(held) > 0.01 {
			t.Errorf("seed %d, %s: promised %.4f, held out %.4f", seed, name, promise, held)
		}
		if z2 > 1.7 { // mean of chi-square(1), 40 of them: SE .22
			t.Errorf("seed %d, %s: mean squared t is %.2f: the standard errors are too small", seed, name, z2)
		}
	}
}

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

// tenIssues returns one sample an issue with the five sources, controls
// dropped, propensities by the arm's share of the issue.
func tenIssues(t testing.TB, covariates ...string) ([]*Sample, []string) {
	c := readTable(t, "hackenburg2025-scaling", "participants.csv.gz")
	sources := []string{"Claude-3-Opus", "GPT-4-Turbo", "Llama2-70B", "Qwen1.5-72B", "human"}
	arm := c.arms("model", sources...)
	y := c.num(t, "dv_response_mean")
	var issues []string
	by := map[string]*Sample{}
	x := make([][]float64, len(covariates))
	for j, n := range covariates {
		x[j] = c.num(t, n)
	}
	for i, issue := range c["issue"] {
		if arm[i] < 0 {
			continue
		}
		s := by[issue]
		if s == nil {
			s = &Sample{Arms: sources, Names: covariates, X: make([][]float64, len(covariates))}
			by[issue] = s
			issues = append(issues, issue)
		}
		s.Y, s.W = append(s.Y, y[i]), append(s.W, arm[i])
		for j := range x {
			s.X[j] = append(s.X[j], x[j][i])
		}
	}
	var out []*Sample
	for _, issue := range issues {
		s := by[issue]
		n := make([]float64, len(sources))
		for _, w := range s.W {
			n[w]++
		}
		for _, v := range n {
			s.Prob = append(s.Prob, []float64{v / float64(s.N())})
		}
		out = append(out, s)
	}
	return out, issues
}

// tenIssuesChecks are the values of decision 29 of the project (CHECKED row 32):
// five folds by row within the issue, rows of all issues stacked.
func tenIssuesChecks(t *testing.T) []check {
	var cs []check
	for _, r := range []struct {
		covs                    []string
		tb, tbSE, br, brSE, nve float64
	}{
		{[]string{"party"}, -0.613860, 0.574232, 1.093008, 0.543583, 0.785581},
		{[]string{"party", "ideology", "knowledge"}, -1.049449, 0.581734, 1.123369, 0.524983, 1.865871},
	} {
		samples, _ := tenIssues(t, r.covs...)
		ols, err := LearnerNamed("ols")
		if err != nil {
			t.Fatal(err)
		}
		var tb, br []float64
		var naive float64
		for _, s := range samples {
			arms := []int{0, 1, 2, 3, 4}
			b, err := NewBench(s, arms)
			if err != nil {
				t.Fatal(err)
			}
			fold := make([]int, s.N())
			for i := range fold {
				fold[i] = (i + 1) % 5
			}
			sp, err := b.SplitBy(fold, 5)
			if err != nil {
				t.Fatal(err)
			}
			pi, _, err := sp.Policy(ols, nil)
			if err != nil {
				t.Fatal(err)
			}
			tb = append(tb, sp.Difference(pi)...)
			for i, v := range sp.Scores.MeanOver(arms) {
				br = append(br, sp.Scores.At(i, sp.Best[fold[i]])-v)
			}
			in, _, err := sp.InSample(ols, nil)
			if err != nil {
				t.Fatal(err)
			}
			naive += in.Promise.Gain() / float64(len(samples))
		}
		e, f := ClusterMean(tb, nil), ClusterMean(br, nil)
		n := fmt.Sprintf("%d covariate(s): ", len(r.covs))
		// The reference has six decimals.
		half := func(v float64) float64 { return 5.1e-7 / math.Abs(v) }
		cs = append(cs, check{n + "targeted - best", r.tb, e.Est, half(r.tb)}, check{n + "SE", r.tbSE, e.SE, half(r.tbSE)},
			check{n + "best - random", r.br, f.Est, half(r.br)}, check{n + "SE", r.brSE, f.SE, half(r.brSE)},
			check{n + "in-sample promise", r.nve, naive, half(r.nve)})
	}
	return cs
}
