package lab

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

// fixtureScores returns the cross-fitted AIPW scores of the 500-cell fixture,
// by the lab: five folds by cell, folds k mod 5 with k = (cell-1)/20.
func fixtureScores(t *testing.T) (*Sample, []int, Scores) {
	s, cell := ggl(t, "ggl2008_500cells.csv.gz")
	fold := make([]int, s.N())
	for i, c := range cell {
		fold[i] = (c - 1) / 20 % 5
	}
	mu, err := CrossFit(s, fold, 0)
	if err != nil {
		t.Fatal(err)
	}
	return s, cell, AIPWScores(s, mu)
}

// storedScores reads the score matrix of the reference itself (10 decimals).
func storedScores(t *testing.T) Scores {
	c := readTable(t, "refvalues", "ggl_fixture_dr_scores.csv.gz")
	names := []string{"Control", "Civic.Duty", "Hawthorne", "Self", "Neighbors"}
	g := Scores{5, make([]float64, 5*len(c["row"]))}
	for k, n := range names {
		for i, v := range c.num(t, n) {
			g.V[i*5+k] = v
		}
	}
	return g
}

type refFixture struct {
	Mean struct {
		Mean []float64
		SE   []float64 `json:"se_hh"`
	} `json:"aipw_crossfit5"`
	Effect struct {
		Est []float64
		SE  []float64 `json:"se_hh"`
	} `json:"aipw_effects"`
	Rate []struct {
		Priority, Target string
		Estimate         float64
		TOC              []float64
	}
	D0 refTree `json:"policy_tree_depth0"`
	D1 refTree `json:"policy_tree_depth1"`
	D2 refTree `json:"policy_tree_depth2"`
	DC refTree `json:"policy_tree_cost007_depth2"`
	S1 refTree `json:"tree_split_depth1"`
	S2 refTree `json:"tree_split_depth2"`
	M  struct {
		Cost, Spend, Gain []float64
		NoTarget          []float64 `json:"gain_notarget"`
		MaxSpend          float64   `json:"max_spend"`
		FinalGain         float64   `json:"final_gain"`
		PathLength        float64   `json:"path_length"`
		IPW               []float64 `json:"ipw_means"`
	} `json:"maq"`
}

func aipwChecks(t *testing.T) []check {
	var ref refFixture
	readRef(t, "ggl_fixture_aipw_rate_tree_maq.json", &ref)
	s, _, g := fixtureScores(t)
	stored := storedScores(t)
	var worst float64
	for i, v := range g.V {
		worst = max(worst, math.Abs(v-stored.V[i]))
	}
	cs := []check{{"largest difference among 85,870 scores (file has 10 decimals)", 0, worst, 6e-11}}
	for k, a := range s.Arms {
		e := ClusterMean(g.Arm(k), s.Cluster)
		cs = append(cs, check{"mean, " + a, ref.Mean.Mean[k], e.Est, 1e-9}, check{"SE", ref.Mean.SE[k], e.SE, 1e-9})
		if k > 0 {
			d := g.Arm(k)
			for i := range d {
				d[i] -= g.At(i, 0)
			}
			e := ClusterMean(d, s.Cluster)
			cs = append(cs, check{"effect, " + a, ref.Effect.Est[k-1], e.Est, 1e-9}, check{"SE", ref.Effect.SE[k-1], e.SE, 1e-9})
		}
	}
	return cs
}

func rateChecks(t *testing.T) []check {
	var ref refFixture
	readRef(t, "ggl_fixture_aipw_rate_tree_maq.json", &ref)
	s, _, g := fixtureScores(t)
	d := g.Arm(4)
	for i := range d {
		d[i] -= g.At(i, 0)
	}
	minus := make([]float64, s.N())
	for i, v := range s.X[5] {
		minus[i] = -v
	}
	prio := map[string][]float64{"f$yob": s.X[5], "f$p2004": s.X[4], "-f$yob": minus}
	q := []float64{.1, .2, .3, .4, .5, .6, .7, .8, .9, 1}
	var cs []check
	for _, r := range ref.Rate {
		toc := NewTOC(d, prio[r.Priority])
		w := AUTOC
		if r.Target == "QINI" {
			w = QINI
		}
		name := strings.ReplaceAll(r.Priority, "f$", "")
		cs = append(cs, check{name + ": " + r.Target, r.Estimate, toc.RATE(w, nil, 0, nil).Est, 1e-9})
		for i, v := range toc.At(q) {
			c := check{fmt.Sprintf("%s: TOC(%.1f)", name, q[i]), r.TOC[i], v, 1e-9}
			if q[i] == 1 {
				c.tol = 1e-12 // absolute: everybody minus everybody
				c.want = 0
			}
			cs = append(cs, c)
		}
	}
	return cs
}
