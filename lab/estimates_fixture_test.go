package lab

import (
	"flag"
	"fmt"
	"math"
	"testing"
)

var updateEstimates = flag.Bool("update-estimates", false, "rewrite the estimates part of docs/lab.md")

type refTest struct {
	Terms   []string
	Est, SE []float64
	Chi2    float64
	DF      int
	P       float64
}

func fixtureChecks(t *testing.T) []check {
	s, _ := ggl(t, "ggl2008_500cells.csv.gz")
	var ref struct {
		Counts []struct {
			Arm          string
			N, Voted, HH int
		} `json:"fixture_counts"`
		Classical   []refTerm `json:"fixture_classical"`
		HC0         []refTerm `json:"fixture_HC0"`
		HC1         []refTerm `json:"fixture_HC1"`
		HC2         []refTerm `json:"fixture_HC2"`
		HC3         []refTerm `json:"fixture_HC3"`
		CR0         []refTerm `json:"fixture_hh_CR0"`
		CR1         []refTerm `json:"fixture_hh_stata"`
		CR2         []refTerm `json:"fixture_hh_CR2"`
		CovCR0      []refTerm `json:"fixture_cov_hh_CR0"`
		CovCR1      []refTerm `json:"fixture_cov_hh_stata"`
		CovCR2      []refTerm `json:"fixture_cov_hh_CR2"`
		LinCR0      []refTerm `json:"fixture_lin_hh_CR0"`
		LinCR1      []refTerm `json:"fixture_lin_hh_stata"`
		LinCR2      []refTerm `json:"fixture_lin_hh_CR2"`
		LinHC2      []refTerm `json:"fixture_lin_HC2"`
		Neyman      refTerm   `json:"fixture_dim_neyman"`
		Clustered   refTerm   `json:"fixture_dim_clustered"`
		Wald        refTest   `json:"fixture_wald_CR2"`
		Interaction refTest   `json:"fixture_interaction_p2004"`
	}
	readRef(t, "stat_tests.json", &ref)
	var out []check
	for k, m := range ArmMeans(s) {
		c := ref.Counts[k]
		out = append(out, check{c.Arm + ": N", float64(c.N), float64(m.N), 0}, check{c.Arm + ": households", float64(c.HH), float64(m.Clusters), 0},
			check{c.Arm + ": voted", float64(c.Voted), math.Round(m.Mean * float64(m.N)), 0})
	}
	arms := mustFit(t, armModel(s))
	cov := mustFit(t, armModel(s, "g2000", "g2002", "p2000", "p2002", "p2004", "yob", "hh_size"))
	lin := mustFit(t, Lin(only(s, gglLin...)))
	for _, c := range []struct {
		name string
		fit  *Fit
		kind VCov
		ref  []refTerm
	}{
		{"arms, classical", arms, Classical, ref.Classical}, {"arms, HC0", arms, HC0, ref.HC0}, {"arms, HC1", arms, HC1, ref.HC1},
		{"arms, HC2", arms, HC2, ref.HC2}, {"arms, HC3", arms, HC3, ref.HC3},
		{"arms, CR0", arms, CR0, ref.CR0}, {"arms, CR1", arms, CR1, ref.CR1}, {"arms, CR2", arms, CR2, ref.CR2},
		{"covariates, CR0", cov, CR0, ref.CovCR0}, {"covariates, CR1", cov, CR1, ref.CovCR1}, {"covariates, CR2", cov, CR2, ref.CovCR2},
		{"Lin, CR0", lin, CR0, ref.LinCR0}, {"Lin, CR1", lin, CR1, ref.LinCR1}, {"Lin, CR2", lin, CR2, ref.LinCR2}, {"Lin, HC2", lin, HC2, ref.LinHC2},
	} {
		out = append(out, tableChecks(t, c.name, c.fit, c.kind, s.Cluster, c.ref)...)
	}
	eff, err := Effects(s)
	if err != nil {
		t.Fatal(err)
	}
	two := s.Subset(func(i int) bool { return s.W[i] == 0 || s.W[i] == 4 })
	for i, w := range two.W {
		two.W[i] = w / 4
	}
	two.Arms = []string{"Control", "Neighbors"}
	cl := robust(t, mustFit(t, armModel(two)), CR2, two.Cluster)
	e, err := cl.Coefficient("Neighbors")
	if err != nil {
		t.Fatal(err)
	}
	for i, d := range []struct {
		name string
		ref  refTerm
		got  Estimate
	}{{"Neyman difference in means, Neighbors", ref.Neyman, eff[3]}, {"clustered difference in means, Neighbors", ref.Clustered, e}} {
		_ = i
		out = append(out, check{d.name, d.ref.Est, d.got.Est, 1e-9}, check{d.name + ": SE", d.ref.SE, d.got.SE, 1e-9}, check{d.name + ": df", d.ref.DF, d.got.DF, 1e-7})
	}
	w, err := robust(t, arms, CR2, s.Cluster).Wald(s.Arms[1:]...)
	if err != nil {
		t.Fatal(err)
	}
	out = append(out, testChecks("Wald test of all arms, CR2", ref.Wald, w)...)
	return append(out, interactionChecks(t, s, ref.Interaction)...)
}

func robust(t testing.TB, f *Fit, kind VCov, cluster []int32) *Robust {
	t.Helper()
	r, err := f.Robust(kind, cluster)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func testChecks(name string, ref refTest, got Test) []check {
	return []check{{name + ": chi2", ref.Chi2, got.Chi2, 1e-9}, {name + ": df", float64(ref.DF), float64(got.DF), 0}, {name + ": p", ref.P, got.P, 1e-8}}
}

func interactionChecks(t *testing.T, s *Sample, ref refTest) []check {
	t.Helper()
	m := armModel(s, "p2004")
	var names []string
	for k, arm := range s.Arms[1:] {
		x := make([]float64, s.N())
		for i := range x {
			x[i] = m.X[k][i] * m.X[4][i]
		}
		names = append(names, arm+":p2004")
		m.X, m.Names = append(m.X, x), append(m.Names, arm+":p2004")
	}
	r := robust(t, mustFit(t, m), CR1, s.Cluster)
	w, err := r.Wald(names...)
	if err != nil {
		t.Fatal(err)
	}
	out := testChecks("arm x p2004 interaction, CR1", ref, w)
	for k, name := range names {
		e, err := r.Coefficient(name)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, check{"interaction " + name, ref.Est[k], e.Est, 1e-9}, check{fmt.Sprintf("interaction %s: SE", name), ref.SE[k], e.SE, 1e-9})
	}
	return out
}
