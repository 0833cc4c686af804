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

type refTree struct {
	Tree            []string
	Assigned        []float64
	Value           float64 `json:"value"`
	InSample        float64 `json:"insample_value"`
	Best            string
	Gain, SE        float64
	InsampleOrValue float64
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

func ruleChecks(t *testing.T) []check {
	var ref struct {
		Toy struct {
			T, That, That2, Y []float64
			PAV               struct{ PAV, SD float64 }
			Raw               struct{ PAV, SD float64 } `json:"PAV_uncentered"`
			PAPE              struct{ PAPE, SD float64 }
			Budget            struct{ PAPE, SD float64 } `json:"PAPE_budget50"`
			PAPD              struct{ PAPD, SD float64 } `json:"PAPD_budget50"`
		} `json:"evalITR_toy"`
	}
	readRef(t, "calibration_blp_evalitr.json", &ref)
	toy := ref.Toy
	bools := func(v []float64) []bool {
		out := make([]bool, len(v))
		for i, x := range v {
			out[i] = x == 1
		}
		return out
	}
	rule := func(that []float64, centre bool) Rule {
		r, err := NewRule(bools(toy.T), bools(that), toy.Y, centre)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	f, raw, h := rule(toy.That, true), rule(toy.That, false), rule(toy.That2, true)
	pb, err := f.PAPEBudget(0.5)
	if err != nil {
		t.Fatal(err)
	}
	pd, err := f.PAPD(h, 0.5)
	if err != nil {
		t.Fatal(err)
	}
	return []check{
		{"PAV, centred", toy.PAV.PAV, f.PAV().Est, 1e-9}, {"SE", toy.PAV.SD, f.PAV().SE, 1e-9},
		{"PAV, raw", toy.Raw.PAV, raw.PAV().Est, 1e-9}, {"SE", toy.Raw.SD, raw.PAV().SE, 1e-9},
		{"PAPE", toy.PAPE.PAPE, f.PAPE().Est, 1e-9}, {"SE", toy.PAPE.SD, f.PAPE().SE, 1e-9},
		{"PAPE, budget .5", toy.Budget.PAPE, pb.Est, 1e-9}, {"SE", toy.Budget.SD, pb.SE, 1e-9},
		{"PAPD, budget .5", toy.PAPD.PAPD, pd.Est, 1e-9}, {"SE", toy.PAPD.SD, pd.SE, 1e-9},
	}
}

func qiniChecks(t *testing.T) []check {
	var ref struct {
		Sklift []struct {
			Arm, Score  string
			N           float64
			NTreated    float64      `json:"n_treated"`
			NegTrue     float64      `json:"qini_auc_score_negTrue"`
			NegFalse    float64      `json:"qini_auc_score_negFalse"`
			Uplift      float64      `json:"uplift_auc_score"`
			At30        *float64     `json:"uplift_at_30pct_overall"`
			At30Group   *float64     `json:"uplift_at_30pct_by_group"`
			Weighted    *float64     `json:"weighted_average_uplift_overall_10bins"`
			QiniCurve   [][2]float64 `json:"qini_curve"`
			UpliftCurve [][2]float64 `json:"uplift_curve"`
		}
	}
	readRef(t, "hillstrom_qini.json", &ref)
	s := hillstrom(t, "visit")
	var cs []check
	for _, r := range ref.Sklift {
		arm := 1
		if r.Arm == "Womens E-Mail" {
			arm = 2
		}
		var y, score []float64
		var treated []bool
		for i, w := range s.W {
			if w != 0 && w != arm {
				continue
			}
			y, treated = append(y, s.Y[i]), append(treated, w == arm)
			switch r.Score {
			case "minus_recency":
				score = append(score, -s.X[0][i])
			case "history":
				score = append(score, s.X[1][i])
			default:
				score = append(score, s.X[3][i]-s.X[2][i])
			}
		}
		rk, err := Rank(y, treated, score)
		if err != nil {
			t.Fatal(err)
		}
		name := r.Arm + ", " + r.Score + ": "
		neg, err1 := rk.QiniAUC(true)
		pos, err2 := rk.QiniAUC(false)
		up, err3 := rk.UpliftAUC()
		if err1 != nil || err2 != nil || err3 != nil {
			t.Fatal(err1, err2, err3)
		}
		cs = append(cs, check{name + "people", r.N, float64(len(y)), 0},
			check{name + "qini_auc, negative_effect", r.NegTrue, neg, 1e-9},
			check{name + "qini_auc, no negative effect", r.NegFalse, pos, 1e-9},
			check{name + "uplift_auc", r.Uplift, up, 1e-9})
		if r.At30 != nil {
			cs = append(cs, check{name + "uplift at 30 %", *r.At30, rk.UpliftAt(0.3, false), 1e-9},
				check{name + "uplift at 30 %, by group", *r.At30Group, rk.UpliftAt(0.3, true), 1e-9},
				check{name + "weighted uplift, 10 bins", *r.Weighted, rk.WeightedUplift(10), 1e-9})
		}
		for _, c := range []struct {
			what string
			want [][2]float64
			got  []Point
		}{{"qini curve", r.QiniCurve, rk.Qini()}, {"uplift curve", r.UpliftCurve, rk.Uplift()}} {
			for i, p := range c.want {
				cs = append(cs, check{fmt.Sprintf("%s%s, point %d: people", name, c.what, i), p[0], c.got[i].X, 0},
					check{fmt.Sprintf("%s%s, point %d", name, c.what, i), p[1], c.got[i].Y, 1e-9})
			}
		}
	}
	for _, u := range []struct {
		y    []float64
		t    []bool
		want float64
	}{{[]float64{0, 1}, []bool{true, false}, 0}, {[]float64{1, 0}, []bool{false, true}, 1}} {
		rk, err := Rank(u.y, u.t, []float64{.1, .3})
		if err != nil {
			t.Fatal(err)
		}
		v, err := rk.UpliftAUC()
		if err != nil {
			t.Fatal(err)
		}
		cs = append(cs, check{fmt.Sprintf("unit test of scikit-uplift, y = %v", u.y), u.want, v, 1e-9})
	}
	return cs
}

func calibrationChecks(t *testing.T) []check {
	type blp struct {
		N        float64
		Clusters float64
		SMean    float64 `json:"S_mean"`
		SSD      float64 `json:"S_sd"`
		Beta1    float64 `json:"ATE_beta1"`
		SE1      float64 `json:"se1_hh"`
		Beta2    float64 `json:"HET_beta2"`
		SE2      float64 `json:"se2_hh"`
		HC1      float64 `json:"se1_HC3"`
		HC2      float64 `json:"se2_HC3"`
		T2       float64
		Gates    []float64
		GatesSE  []float64 `json:"gates_se"`
	}
	var ref struct {
		Fix  blp `json:"blp_fixture"`
		Full blp `json:"blp_full"`
	}
	readRef(t, "calibration_blp_evalitr.json", &ref)
	var cs []check
	for _, c := range []struct {
		name, file string
		ref        blp
		even       func(cell int) bool
	}{
		{"fixture", "ggl2008_500cells.csv.gz", ref.Fix, func(c int) bool { return (c-1)/20%2 == 0 }},
		{"full", "ggl2008.csv.gz", ref.Full, func(c int) bool { return c%2 == 0 }},
	} {
		s, cell := ggl(t, c.file)
		m, err := FitArms(s, func(i int) bool { return c.even(cell[i]) }, 0)
		if err != nil {
			t.Fatal(err)
		}
		test := s.Subset(func(i int) bool { return !c.even(cell[i]) && (s.W[i] == 0 || s.W[i] == 4) })
		mu := m.Predict(test.X, test.N())
		two := Two{Y: test.Y, Prob: 1. / 6, Base: mu[0], Cluster: test.Cluster}
		for i, w := range test.W {
			two.Treated = append(two.Treated, w == 4)
			two.Effect = append(two.Effect, mu[4][i]-mu[0][i])
		}
		b, err := two.BLP()
		if err != nil {
			t.Fatal(err)
		}
		gates, err := two.GATES(4)
		if err != nil {
			t.Fatal(err)
		}
		rows := two
		rows.Cluster = nil
		hc, err := rows.BLP()
		if err != nil {
			t.Fatal(err)
		}
		e := ClusterMean(two.Effect, nil)
		n := c.name + ": "
		cs = append(cs, check{n + "people", c.ref.N, float64(test.N()), 0},
			check{n + "mean predicted effect", c.ref.SMean, e.Est, 1e-9},
			check{n + "its deviation", c.ref.SSD, e.SE * math.Sqrt(float64(test.N())), 1e-9},
			check{n + "beta 1", c.ref.Beta1, b.ATE.Est, 1e-9}, check{n + "SE", c.ref.SE1, b.ATE.SE, 1e-9},
			check{n + "beta 2", c.ref.Beta2, b.Het.Est, 1e-9}, check{n + "SE", c.ref.SE2, b.Het.SE, 1e-9},
			check{n + "beta 1, HC3 SE", c.ref.HC1, hc.ATE.SE, 1e-9}, check{n + "beta 2, HC3 SE", c.ref.HC2, hc.Het.SE, 1e-9},
			check{n + "t of beta 2", c.ref.T2, b.Het.T(), 1e-9})
		for h, g := range gates {
			cs = append(cs, check{fmt.Sprintf("%squartile %d", n, h+1), c.ref.Gates[h], g.Est, 1e-9}, check{n + "SE", c.ref.GatesSE[h], g.SE, 1e-9})
		}
	}
	return cs
}
