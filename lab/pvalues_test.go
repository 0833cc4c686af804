package lab

import (
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var updatePolicies = flag.Bool("update-policies", false, "rewrite the policies part of docs/lab.md")

// A check is one known-good value, its source, and what the lab gives.
type check struct {
	what      string
	want, got float64
	tol       float64 // allowed |got/want - 1|; the absolute error where want is 0
}

func (c check) err() float64 {
	if c.want == 0 {
		return math.Abs(c.got)
	}
	return math.Abs(c.got/c.want - 1)
}

// A checkGroup makes checks from one file of reference values.
type checkGroup struct {
	title string
	make  func(t *testing.T) []check
}

// policyChecks are all known-good values of sections 5.4 to 5.11.
var policyChecks = []checkGroup{
	{"What targeting promises and what it brings, to the printed digit", saidChecks},
	{"Policy values: targeted, best, random (policy_values.json)", policyValueChecks},
	{"Cross-fitted AIPW scores of the fixture (ggl_fixture_aipw_rate_tree_maq.json)", aipwChecks},
	{"RATE and TOC on those scores, Neighbors against control", rateChecks},
	{"Exact policy trees on those scores", treeChecks},
	{"Multi-armed Qini, fixture, learned on even cells", maqChecks},
	{"Qini and uplift, Hillstrom (hillstrom_qini.json)", qiniChecks},
	{"BLP and GATES, Neighbors against control (calibration_blp_evalitr.json)", calibrationChecks},
	{"Ten issues, five sources, targeted against best (project data notes, row 32)", tenIssuesChecks},
	{"Rules against random treatment (calibration_blp_evalitr.json)", ruleChecks},
}

// TestPolicyValues compares every value with the lab's and writes or compares
// the table of docs/lab.md.
func TestPolicyValues(t *testing.T) {
	var doc strings.Builder
	bad, total := 0, 0
	for _, g := range policyChecks {
		cs := g.make(t)
		fmt.Fprintf(&doc, "\n### %s\n\n| value | reference | computed | relative error | tolerance |\n|---|---|---|---|---|\n", g.title)
		for _, c := range cs {
			total++
			if !(c.err() <= c.tol) {
				bad++
				t.Errorf("%s: %s = %.15g, want %.15g (relative error %.2g, allowed %.0g)", g.title, c.what, c.got, c.want, c.err(), c.tol)
			}
			fmt.Fprintf(&doc, "| %s | %.12g | %.9g | %s | %.0g |\n", c.what, c.want, c.got, bound(c.err()), c.tol)
		}
	}
	t.Logf("%d values, %d wrong", total, bad)
	compareDoc(t, "policies", doc.String(), *updatePolicies)
}

// bound writes an error as the power of ten that it stays under, so that the
// table does not change with the machine's last digit.
func bound(e float64) string {
	for _, b := range []float64{1e-9, 1e-6, 1e-3} {
		if e <= b {
			return fmt.Sprintf("< %.0g", b)
		}
	}
	return fmt.Sprintf("%.1g", e)
}

// compareDoc compares text with what stands in docs/lab.md between the
// markers of name, or puts it there.
func compareDoc(t *testing.T, name, text string, update bool) {
	t.Helper()
	path := filepath.Join("..", "docs", "lab.md")
	begin, end := "<!-- values:begin "+name+" -->", "<!-- values:end "+name+" -->"
	old, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, ok := strings.Cut(string(old), begin)
	_, tail, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatalf("docs/lab.md lacks the markers %s and %s", begin, end)
	}
	fresh := head + begin + "\n" + text + "\n" + end + tail
	if fresh == string(old) {
		return
	}
	if !update {
		t.Errorf("docs/lab.md differs from what the lab computes; run go test ./lab -run %s with -update-policies or -update-estimates", t.Name())
		return
	}
	if err := os.WriteFile(path, []byte(fresh), 0o644); err != nil {
		t.Fatal(err)
	}
}

type refValue struct{ Est, SE, AIPW, IPW, Hajek float64 }

type refPolicy struct {
	NTrain     int       `json:"n_train"`
	NTest      int       `json:"n_test"`
	Clusters   int       `json:"clusters_test"`
	TrainMeans []float64 `json:"train_means"`
	BestArm    string    `json:"best_arm"`
	Assigned   []float64
	ArmAIPW    []refValue `json:"arm_aipw"`
	Targeted   refValue   `json:"value_targeted"`
	Best       refValue   `json:"value_best"`
	Random     refValue   `json:"value_random_message"`
	TB         struct {
		AIPW, SE, IPW float64
		IPWSE         float64 `json:"ipw_se"`
	} `json:"targeted_minus_best"`
	TR   refValue `json:"targeted_minus_random"`
	BR   refValue `json:"best_minus_random"`
	Coef [][]float64
}

func policyValueChecks(t *testing.T) []check {
	var refs struct {
		A refPolicy `json:"ggl_full"`
		B refPolicy `json:"ggl_full_swapped"`
		C refPolicy `json:"ggl_full_noNeighbors"`
		D refPolicy `json:"ggl_full_civic_haw"`
		E refPolicy `json:"ggl_fixture"`
		F refPolicy `json:"hillstrom_visit"`
		G refPolicy `json:"hillstrom_conversion"`
		H refPolicy `json:"hillstrom_spend"`
		I refPolicy `json:"hillstrom_visit_swapped"`
		J refPolicy `json:"hillstrom_conversion_swapped"`
		K refPolicy `json:"hillstrom_spend_swapped"`
		L refPolicy `json:"hillstrom_visit_one_covariate_womens"`
		M refPolicy `json:"hillstrom_visit_two_covariates"`

		GI map[string]any `json:"ggl_full_insample"`
		FI map[string]any `json:"ggl_fixture_insample"`
		HI map[string]any `json:"hillstrom_insample_visit"`
	}
	readRef(t, "policy_values.json", &refs)
	full, cell := ggl(t, "ggl2008.csv.gz")
	fix, fcell := ggl(t, "ggl2008_500cells.csv.gz")
	even := func(i int) bool { return cell[i]%2 == 0 }
	fixEven := func(i int) bool { return (fcell[i]-1)/20%2 == 0 }
	row := func(i int) bool { return i%2 == 1 } // even 1-based row number
	not := func(f func(int) bool) func(int) bool { return func(i int) bool { return !f(i) } }
	msg := []int{1, 2, 3, 4}
	mail := []int{1, 2}
	visit := hillstrom(t, "visit")
	var cs []check
	for _, r := range []struct {
		name  string
		ref   *refPolicy
		s     *Sample
		train func(int) bool
		arms  []int
	}{
		{"GGL", &refs.A, full, even, msg},
		{"GGL swapped", &refs.B, full, not(even), msg},
		{"GGL without Neighbors", &refs.C, full, even, []int{1, 2, 3}},
		{"GGL Civic Duty, Hawthorne", &refs.D, full, even, []int{1, 2}},
		{"GGL fixture", &refs.E, fix, fixEven, msg},
		{"Hillstrom visit", &refs.F, visit, row, mail},
		{"Hillstrom conversion", &refs.G, hillstrom(t, "conversion"), row, mail},
		{"Hillstrom spend", &refs.H, hillstrom(t, "spend"), row, mail},
		{"Hillstrom visit swapped", &refs.I, visit, not(row), mail},
		{"Hillstrom conversion swapped", &refs.J, hillstrom(t, "conversion"), not(row), mail},
		{"Hillstrom spend swapped", &refs.K, hillstrom(t, "spend"), not(row), mail},
		{"Hillstrom visit, womens only", &refs.L, only(visit, "womens"), row, mail},
		{"Hillstrom visit, womens and mens", &refs.M, only(visit, "womens", "mens"), row, mail},
	} {
		cs = append(cs, policyChecksOf(t, r.name, r.ref, r.s, r.train, r.arms)...)
	}
	for _, r := range []struct {
		name string
		ref  map[string]any
		s    *Sample
		arms []int
	}{{"GGL", refs.GI, full, msg}, {"GGL fixture", refs.FI, fix, msg}, {"Hillstrom visit", refs.HI, visit, mail}} {
		m, err := FitArms(r.s, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		best, _ := BestArm(r.s, nil, r.arms)
		p := PlugIn(m.Predict(r.s.X, r.s.N()), r.arms, best)
		if r.s.Arms[p.Arm] != r.ref["best"] {
			t.Errorf("%s in sample: best %s, want %v", r.name, r.s.Arms[p.Arm], r.ref["best"])
		}
		for _, v := range []struct {
			key string
			got float64
		}{{"plugin_targeted", p.Targeted}, {"plugin_best", p.Best}, {"plugin_gain", p.Gain()}} {
			cs = append(cs, check{r.name + ", in sample: " + v.key, r.ref[v.key].(float64), v.got, 1e-9})
		}
	}
	return cs
}

func policyChecksOf(t *testing.T, name string, r *refPolicy, s *Sample, inTrain func(int) bool, arms []int) []check {
	m, err := FitArms(s, inTrain, 0)
	if err != nil {
		t.Fatal(err)
	}
	train, test := s.Subset(inTrain), s.Subset(func(i int) bool { return !inTrain(i) })
	_, clusters := test.Clusters()
	best, means := BestArm(train, nil, arms)
	if s.Arms[best] != r.BestArm {
		t.Errorf("%s: best arm %s, want %s", name, s.Arms[best], r.BestArm)
	}
	mu := m.Predict(test.X, test.N())
	g := AIPWScores(test, mu)
	pi := ArgMax(mu, arms)
	all := make([]int, len(pi))
	assigned := make([]float64, s.K())
	for i, k := range pi {
		assigned[k]++
		all[i] = best
	}
	var cs []check
	add := func(what string, want, got float64) {
		cs = append(cs, check{name + ": " + what, want, got, 1e-9})
	}
	for _, c := range []struct {
		what      string
		want, got int
	}{{"people learned from", r.NTrain, train.N()}, {"people judged", r.NTest, test.N()}, {"clusters judged", r.Clusters, clusters}} {
		cs = append(cs, check{name + ": " + c.what, float64(c.want), float64(c.got), 0})
	}
	for k, a := range s.Arms {
		add("training mean, "+a, r.TrainMeans[k], means[k])
		add("people given "+a, r.Assigned[k], assigned[k])
		e := ClusterMean(g.Arm(k), test.Cluster)
		add("AIPW mean, "+a, r.ArmAIPW[k].Est, e.Est)
		add("its SE", r.ArmAIPW[k].SE, e.SE)
		for j, c := range m.Coef[k] {
			add(fmt.Sprintf("coefficient %d, %s", j, a), r.Coef[k][j], c)
		}
	}
	tv, bv := PolicyValue(test, g, pi), PolicyValue(test, g, all)
	add("targeted, AIPW", r.Targeted.AIPW, tv.AIPW.Est)
	add("targeted, SE", r.Targeted.SE, tv.AIPW.SE)
	add("targeted, IPW", r.Targeted.IPW, tv.IPW)
	add("targeted, Hájek", r.Targeted.Hajek, tv.Hajek)
	add("best, AIPW", r.Best.AIPW, bv.AIPW.Est)
	add("best, SE", r.Best.SE, bv.AIPW.SE)
	add("best, IPW", r.Best.IPW, bv.IPW)
	add("best, Hájek", r.Best.Hajek, bv.Hajek)
	random := g.MeanOver(arms)
	rv := ClusterMean(random, test.Cluster)
	add("random message, AIPW", r.Random.AIPW, rv.Est)
	add("random message, SE", r.Random.SE, rv.SE)
	tb := PairedDifference(g, pi, best, test.Cluster)
	add("targeted - best", r.TB.AIPW, tb.Est)
	add("targeted - best, SE", r.TB.SE, tb.SE)
	ipw := PairedDifference(IPWScores(test), pi, best, test.Cluster)
	add("targeted - best, IPW", r.TB.IPW, ipw.Est)
	add("targeted - best, IPW SE", r.TB.IPWSE, ipw.SE)
	minus := func(of []int) Estimate {
		d := make([]float64, len(of))
		for i, k := range of {
			d[i] = g.At(i, k) - random[i]
		}
		return ClusterMean(d, test.Cluster)
	}
	tr, br := minus(pi), minus(all)
	add("targeted - random", r.TR.AIPW, tr.Est)
	add("targeted - random, SE", r.TR.SE, tr.SE)
	add("best - random", r.BR.AIPW, br.Est)
	add("best - random, SE", r.BR.SE, br.SE)
	return cs
}
