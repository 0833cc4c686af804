package lab

import (
	"fmt"
	"math"
	"testing"
)

// saidChecks are the figures that the project states in words: what targeting
// promises in sample and brings held out, to the printed digit.
func saidChecks(t *testing.T) []check {
	full, cell := ggl(t, "ggl2008.csv.gz")
	fix, fcell := ggl(t, "ggl2008_500cells.csv.gz")
	visit, spend := hillstrom(t, "visit"), hillstrom(t, "spend")
	even := func(i int) bool { return cell[i]%2 == 0 }
	fixEven := func(i int) bool { return (fcell[i]-1)/20%2 == 0 }
	row := func(i int) bool { return i%2 == 1 }
	not := func(f func(int) bool) func(int) bool { return func(i int) bool { return !f(i) } }
	msg, mail := []int{1, 2, 3, 4}, []int{1, 2}
	var cs []check
	said := func(name, what string, want, got, digits float64) {
		// Half a unit of the last printed digit, as a share of the value.
		half := 0.5000001 * math.Pow(10, -digits)
		c := check{name + ": " + what, want, got, half}
		if want != 0 {
			c.tol = half / math.Abs(want)
		}
		cs = append(cs, c)
	}
	// The smallest gain that could have been seen, with its printed digits.
	seen := map[string][2]float64{"GGL, swapped": {.50, 2}, "Hillstrom visits, first split": {.6, 1}, "Hillstrom visits, second split": {.8, 1}}
	for _, r := range []struct {
		name           string
		s              *Sample
		train          func(int) bool
		arms           []int
		scale          float64 // to percentage points or dollars
		tb, se, br, be float64
	}{
		{"GGL, learned on even blocks (points)", full, even, msg, 100, 0, 0, 3.12, 0.36},
		{"GGL, swapped", full, not(even), msg, 100, -0.55, 0.18, 4.41, 0.36},
		{"GGL without Neighbors", full, even, []int{1, 2, 3}, 100, -0.23, 0.20, 2.13, 0.33},
		{"GGL, Civic Duty and Hawthorne", full, even, []int{1, 2}, 100, -0.58, 0.36, 0.54, 0.29},
		{"GGL, 500 blocks", fix, fixEven, msg, 100, -2.89, 2.10, 1.93, 1.65},
		{"Hillstrom visits, first split", visit, row, mail, 100, -0.20, 0.22, 1.51, 0.25},
		{"Hillstrom visits, second split", visit, not(row), mail, 100, 0.28, 0.27, 1.55, 0.25},
		{"Hillstrom dollars, first split", spend, row, mail, 1, -0.02, 0.08, -0.07, 0.10},
		{"Hillstrom dollars, second split", spend, not(row), mail, 1, 0.44, 0.18, -0.40, 0.12},
	} {
		b, err := NewBench(r.s, r.arms)
		if err != nil {
			t.Fatal(err)
		}
		fold := make([]int, r.s.N())
		for i := range fold {
			fold[i] = b2i(r.train(i))
		}
		sp, err := b.SplitBy(fold, 2)
		if err != nil {
			t.Fatal(err)
		}
		ols, err := LearnerNamed("ols")
		if err != nil {
			t.Fatal(err)
		}
		pi, _, err := sp.Policy(ols, nil)
		if err != nil {
			t.Fatal(err)
		}
		// Only the half that was held out from the first.
		var tb, br []float64
		var ids []int32
		random := sp.Scores.MeanOver(r.arms)
		for i, f := range fold {
			if f == 0 {
				best := sp.Scores.At(i, sp.Best[0])
				tb = append(tb, r.scale*(sp.Scores.At(i, pi[i])-best))
				br = append(br, r.scale*(best-random[i]))
				if r.s.Cluster != nil {
					ids = append(ids, r.s.Cluster[i])
				}
			}
		}
		d, e := ClusterMean(tb, ids), ClusterMean(br, ids)
		said(r.name, "targeted - best", r.tb, d.Est, 2)
		said(r.name, "SE", r.se, d.SE, 2)
		said(r.name, "best - random", r.br, e.Est, 2)
		said(r.name, "SE", r.be, e.SE, 2)
		if m, ok := seen[r.name]; ok {
			said(r.name, "smallest gain that could have been seen", m[0], MDE(d.SE, .05, .8), m[1])
		}
	}
	for _, r := range []struct {
		name   string
		s      *Sample
		arms   []int
		want   float64
		digits float64
	}{{"GGL", full, msg, 0.0002, 4}, {"GGL, 500 blocks", fix, msg, 1.45, 2}, {"Hillstrom visits", visit, mail, 0.32, 2}} {
		b, err := NewBench(r.s, r.arms)
		if err != nil {
			t.Fatal(err)
		}
		sp, err := b.NewSplit(2, Rand(1))
		if err != nil {
			t.Fatal(err)
		}
		p, err := sp.Promise(Learners[1], nil)
		if err != nil {
			t.Fatal(err)
		}
		said(r.name, "promised on its own data (points)", r.want, 100*p.Gain(), r.digits)
	}
	for k, want := range map[int]float64{2: .5642, 5: 1.1630, 10: 1.5388, 25: 1.9653, 50: 2.2491} {
		said(fmt.Sprintf("best of %2d equal arms", k), "bias in standard errors", want, ExpectedMax(k), 4)
	}
	sortByName(cs)
	return cs
}

// sortByName puts the lines of a map in order.
func sortByName(cs []check) {
	for i := range cs {
		for j := i; j > 0 && cs[j].what < cs[j-1].what && cs[j].what[:7] == "best of" && cs[j-1].what[:7] == "best of"; j-- {
			cs[j], cs[j-1] = cs[j-1], cs[j]
		}
	}
}
