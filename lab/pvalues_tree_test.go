package lab

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

type refTree struct {
	Tree            []string
	Assigned        []float64
	Value           float64 `json:"value"`
	InSample        float64 `json:"insample_value"`
	Best            string
	Gain, SE        float64
	InsampleOrValue float64
}

// text writes a tree as policytree prints it.
func (t *Tree) lines(names, arms []string, shift int) []string {
	var out []string
	var walk func(n *Tree, id, depth int)
	walk = func(n *Tree, id, depth int) {
		pad := strings.Repeat("  ", depth)
		if n.Leaf() {
			out = append(out, fmt.Sprintf("%s(%d) * action: %d ", pad, id, n.Arm+shift))
			return
		}
		out = append(out, fmt.Sprintf("%s(%d) split_variable: %s  split_value: %g ", pad, id, names[n.Var], n.Cut))
		// policytree numbers breadth-first: children of 1 are 2 and 3, of 2 are
		// 4 and 5, unless an earlier branch was a leaf.
		walk(n.Left, 2*id, depth+1)
		walk(n.Right, 2*id+1, depth+1)
	}
	walk(t, 1, 0)
	return out
}

func treeChecks(t *testing.T) []check {
	var ref refFixture
	readRef(t, "ggl_fixture_aipw_rate_tree_maq.json", &ref)
	s, cell, g := fixtureScores(t)
	s = only(s, "p2000", "p2002", "p2004", "yob", "hh_size") // what policytree was given
	rewards := func(of *Sample, g Scores, cost func(k int) float64) [][]float64 {
		r := make([][]float64, g.K)
		for k := range r {
			r[k] = g.Arm(k)
			for i := range r[k] {
				r[k][i] -= cost(k)
			}
		}
		return r
	}
	free := func(int) float64 { return 0 }
	var cs []check
	for _, c := range []struct {
		name  string
		ref   refTree
		arms  []int
		depth int
		cost  func(int) float64
		shift int
	}{
		{"depth 0", ref.D0, []int{1, 2, 3, 4}, 0, free, 0},
		{"depth 1", ref.D1, []int{1, 2, 3, 4}, 1, free, 0},
		{"depth 2", ref.D2, []int{1, 2, 3, 4}, 2, free, 0},
		{"depth 2, control free, a letter costs .07", ref.DC, []int{0, 1, 2, 3, 4}, 2, func(k int) float64 {
			if k == 0 {
				return 0
			}
			return 0.07
		}, 1},
	} {
		r := rewards(s, g, c.cost)
		tree, v, err := BestTree(s.X, r, c.arms, c.depth)
		if err != nil {
			t.Fatal(err)
		}
		cs = append(cs, check{c.name + ": value", c.ref.InSample, v / float64(s.N()), 1e-9})
		got := tree.lines(s.Names, s.Arms, c.shift)
		if want := c.ref.Tree[4:]; strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("%s: tree\n%s\nwant\n%s", c.name, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		n := make([]float64, s.K())
		for i := range s.Y {
			n[tree.At(s.X, i)]++
		}
		for k, want := range c.ref.Assigned {
			a := k + 1 - c.shift
			cs = append(cs, check{c.name + ": people given " + s.Arms[a], want, n[a], 0})
		}
	}
	// Nothing better is found with all eight covariates.
	all, _ := ggl(t, "ggl2008_500cells.csv.gz")
	_, v8, err := BestTree(all.X, rewards(all, g, free), []int{1, 2, 3, 4}, 2)
	if err != nil {
		t.Fatal(err)
	}
	cs = append(cs, check{"depth 2, all eight covariates: value", ref.D2.InSample, v8 / float64(s.N()), 1e-9})
	// The same procedure split: learned on even cells, judged on odd ones.
	even := func(i int) bool { return (cell[i]-1)/20%2 == 0 }
	train, test := s.Subset(even), s.Subset(func(i int) bool { return !even(i) })
	gt, ge := Scores{K: g.K}, Scores{K: g.K}
	for i := range s.Y {
		row := g.V[i*g.K : i*g.K+g.K]
		if even(i) {
			gt.V = append(gt.V, row...)
		} else {
			ge.V = append(ge.V, row...)
		}
	}
	for depth, ref := range map[int]refTree{1: ref.S1, 2: ref.S2} {
		tree, _, err := BestTree(train.X, rewards(train, gt, free), []int{1, 2, 3, 4}, depth)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := tree.lines(s.Names, s.Arms, 0), ref.Tree[4:]; strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("split, depth %d: tree\n%s\nwant\n%s", depth, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		best, _ := argmaxFloat([]float64{math.Inf(-1), mean(gt.Arm(1)), mean(gt.Arm(2)), mean(gt.Arm(3)), mean(gt.Arm(4))})
		if s.Arms[best] != ref.Best {
			t.Errorf("split, depth %d: best %s, want %s", depth, s.Arms[best], ref.Best)
		}
		pi := make([]int, test.N())
		for i := range pi {
			pi[i] = tree.At(test.X, i)
		}
		d := PairedDifference(ge, pi, best, test.Cluster)
		name := fmt.Sprintf("split, depth %d: ", depth)
		cs = append(cs, check{name + "targeted - best", ref.Gain, d.Est, 1e-9}, check{name + "SE", ref.SE, d.SE, 1e-9},
			check{name + "value", ref.Value, PolicyValue(test, ge, pi).AIPW.Est, 1e-9})
	}
	sortChecks(cs)
	return cs
}

func mean(v []float64) float64 { return ClusterMean(v, nil).Est }

func sortChecks(cs []check) {
	for i := range cs { // stable insertion by title: map order must not show
		for j := i; j > 0 && strings.HasPrefix(cs[j].what, "split") && strings.HasPrefix(cs[j-1].what, "split") && cs[j].what[:14] < cs[j-1].what[:14]; j-- {
			cs[j], cs[j-1] = cs[j-1], cs[j]
		}
	}
}

func maqChecks(t *testing.T) []check {
	var ref refFixture
	readRef(t, "ggl_fixture_aipw_rate_tree_maq.json", &ref)
	s, cell := ggl(t, "ggl2008_500cells.csv.gz")
	even := func(i int) bool { return (cell[i]-1)/20%2 == 0 }
	m, err := FitArms(s, even, 0)
	if err != nil {
		t.Fatal(err)
	}
	test := s.Subset(func(i int) bool { return !even(i) })
	mu := m.Predict(test.X, test.N())
	g := IPWScores(test)
	var reward, score [][]float64
	for k := 1; k < s.K(); k++ {
		r, sc := make([]float64, test.N()), make([]float64, test.N())
		for i := range r {
			r[i] = mu[k][i] - mu[0][i]
			sc[i] = g.At(i, k) - g.At(i, 0)
		}
		reward, score = append(reward, r), append(score, sc)
	}
	b, err := NewBudget(reward, score, ref.M.Cost)
	if err != nil {
		t.Fatal(err)
	}
	flat, err := NewBudget(Averages(reward), Averages(score), ref.M.Cost)
	if err != nil {
		t.Fatal(err)
	}
	cs := []check{
		{"length of the path", ref.M.PathLength, float64(b.Len()), 0},
		{"largest spend", ref.M.MaxSpend, b.Spend[len(b.Spend)-1], 1e-9},
		{"final gain", ref.M.FinalGain, b.Gain[len(b.Gain)-1], 1e-9},
	}
	for k := range score {
		cs = append(cs, check{"IPW effect, " + s.Arms[k+1], ref.M.IPW[k], mean(score[k]), 1e-9})
	}
	for i, x := range ref.M.Spend {
		cs = append(cs, check{fmt.Sprintf("gain at budget %g", x), ref.M.Gain[i], b.At(x), 1e-9},
			check{fmt.Sprintf("gain at budget %g without targeting", x), ref.M.NoTarget[i], flat.At(x), 1e-9})
	}
	return cs
}
