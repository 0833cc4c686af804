package lab

import (
	"fmt"
	"math"
	"testing"
)

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
			check{n + "in-sample promise", r.nve, naive, half(r.nve)},
			check{n + "smallest gain that could have been seen", 1.6, MDE(e.SE, .05, .8), .05 / 1.6})
	}
	return cs
}
