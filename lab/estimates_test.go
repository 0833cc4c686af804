package lab

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

// estimateChecks are all known-good values of sections 5.1 to 5.3 and 5.12 to
// 5.15, with the published tables that the data can reproduce.
var estimateChecks = []checkGroup{
	{"Gerber, Green, Larimer 2008 as published (APSR 102(1), Tables 2 and 3), to the printed digit", gglPublished},
	{"The 500-cell excerpt, regressions (stat_tests.json)", fixtureChecks},
	{"Tests and intervals (stat_tests.json)", statChecks},
	{"Groups (subgroups.json)", subgroupChecks},
	{"E-mail challenge (Hillstrom 2008), counts and rates", hillstromChecks},
	{"Hackenburg et al. 2025: 730 message effects, HC2 (published_message_estimates.csv)", hackenburgChecks},
	{"Standard errors that lab power foretells, beside those found (policy_values.json)", planChecks},
	{"The whole experiment, 344,084 rows: every coefficient, SE, degree of freedom and p (ggl_full_regressions.json)", gglChecks},
}

func TestEstimateValues(t *testing.T) {
	var doc strings.Builder
	bad, total := 0, 0
	for _, g := range estimateChecks {
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
	compareDoc(t, "estimates", doc.String(), *updateEstimates)
}

// refTerm is one row of R's coefficient tables.
type refTerm struct {
	Term           string
	Est, SE, DF, P float64
	T              float64
	CR0            float64 `json:"se_CR0"`
	CR1            float64 `json:"se_CR1_countingFE"`
	CR1Slopes      float64 `json:"se_CR1_notcountingFE"`
}

// ourName turns R's term names into those of our columns.
func ourName(term string) string {
	return strings.ReplaceAll(strings.TrimPrefix(term, "arm"), "_c", "")
}

// printed is a published figure of so many decimals.
func printed(what string, ref, got float64, decimals int) check {
	return check{what, ref, got, 0.5000001 * math.Pow(10, -float64(decimals)) / math.Abs(ref)}
}

// tableChecks compares a whole table: 1e-9 for estimates and errors, 1e-7 for
// degrees of freedom. Far in the tail a p-value multiplies the relative error
// of t by t squared, so that it has 1e-9 of that.
func tableChecks(t *testing.T, title string, fit *Fit, kind VCov, cluster []int32, ref []refTerm) []check {
	t.Helper()
	r, err := fit.Robust(kind, cluster)
	if err != nil {
		t.Fatal(err)
	}
	if len(ref) != len(r.Coef) || len(ref) == 0 {
		t.Errorf("%s: %d coefficients, reference has %d", title, len(r.Coef), len(ref))
	}
	table := r.Coefficients()
	var out []check
	for _, want := range ref {
		j, err := r.Index(ourName(want.Term))
		if err != nil {
			t.Fatal(err)
		}
		e := table[j]
		name := title + ", " + e.Name
		out = append(out, check{name, want.Est, e.Est, 1e-9}, check{name + ": SE", want.SE, e.SE, 1e-9},
			check{name + ": df", want.DF, e.DF, 1e-7})
		if want.T != 0 {
			out = append(out, check{name + ": t", want.T, e.T(), 1e-9})
		}
		if want.P > 1e-300 {
			out = append(out, check{name + ": p", want.P, e.P(), 1e-9 * max(1, e.T()*e.T())})
		}
	}
	return out
}

func mustFit(t testing.TB, m Linear) *Fit {
	t.Helper()
	f, err := m.Fit()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// armModel regresses on arm dummies and the covariates named.
func armModel(s *Sample, covariates ...string) Linear {
	x, names := Dummies(s)
	m := Linear{Y: s.Y, X: x, Names: append([]string(nil), names...)}
	c := only(s, covariates...)
	m.X, m.Names = append(m.X, c.X...), append(m.Names, c.Names...)
	return m
}

var votes = []string{"g2002", "g2000", "p2004", "p2002", "p2000"}

func gglPublished(t *testing.T) []check {
	s, _ := ggl(t, "ggl2008.csv.gz")
	var out []check
	for k, m := range ArmMeans(s) {
		n := []int{191243, 38218, 38204, 38218, 38201}[k]
		hh := []int{99999, 20001, 20002, 20000, 20000}[k]
		out = append(out, printed("Table 2: "+m.Arm+", % voted", []float64{29.7, 31.5, 32.2, 34.5, 37.8}[k], 100*m.Mean, 1),
			check{"Table 2: " + m.Arm + ", N", float64(n), float64(m.N), 0},
			check{"Table 1: " + m.Arm + ", households", float64(hh), float64(m.Clusters), 0})
	}
	for _, c := range []struct {
		name  string
		model Linear
		ref   [4]float64
	}{
		{"Table 3 (a)", armModel(s), [4]float64{.018, .026, .049, .081}},
		{"Table 3 (b), block effects", withBlocks(armModel(s), s), [4]float64{.018, .026, .049, .082}},
		{"Table 3 (c), block effects and past votes", withBlocks(armModel(s, votes...), s), [4]float64{.018, .025, .048, .081}},
	} {
		r, err := mustFit(t, c.model).Robust(CR1, s.Cluster)
		if err != nil {
			t.Fatal(err)
		}
		for k, arm := range s.Arms[1:] {
			e, err := r.Coefficient(arm)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, printed(c.name+": "+arm, c.ref[k], e.Est, 3), printed(c.name+": "+arm+", SE", .003, e.SE, 3))
		}
	}
	return out
}

func withBlocks(m Linear, s *Sample) Linear {
	m.Absorb = s.Block
	return m
}

func gglChecks(t *testing.T) []check {
	s, cell := ggl(t, "ggl2008.csv.gz")
	var ref struct {
		Classical []refTerm `json:"a_classical"`
		HC0       []refTerm `json:"a_HC0"`
		HC1       []refTerm `json:"a_HC1"`
		HC2       []refTerm `json:"a_HC2"`
		HC3       []refTerm `json:"a_HC3"`
		CR0       []refTerm `json:"a_hh_CR0"`
		CR1       []refTerm `json:"a_hh_stata"`
		Cell      []refTerm `json:"a_cell_stata"`
		B         []refTerm `json:"b_fe_hh"`
		C         []refTerm `json:"c_fe_hh"`
		Lin       []refTerm `json:"lin_hh_stata"`
		LinHC2    []refTerm `json:"lin_HC2"`
		Diag      []float64 `json:"vcovCL_HC1_diag"`
		Contrasts map[string][3]float64
		Counts    []struct {
			Arm                  string
			N, Voted, Households int
			Mean                 float64
		}
	}
	readRef(t, "ggl_full_regressions.json", &ref)
	var out []check
	for k, m := range ArmMeans(s) {
		c := ref.Counts[k]
		out = append(out, check{c.Arm + ": mean", c.Mean, m.Mean, 1e-9}, check{c.Arm + ": N", float64(c.N), float64(m.N), 0},
			check{c.Arm + ": voted", float64(c.Voted), math.Round(m.Mean * float64(m.N)), 0},
			check{c.Arm + ": households", float64(c.Households), float64(m.Clusters), 0})
	}
	a := mustFit(t, armModel(s))
	for _, c := range []struct {
		kind    VCov
		cluster []int32
		name    string
		ref     []refTerm
	}{
		{Classical, nil, "(a) classical", ref.Classical}, {HC0, nil, "(a) HC0", ref.HC0}, {HC1, nil, "(a) HC1", ref.HC1},
		{HC2, nil, "(a) HC2", ref.HC2}, {HC3, nil, "(a) HC3", ref.HC3},
		{CR0, s.Cluster, "(a) household CR0", ref.CR0}, {CR1, s.Cluster, "(a) household CR1", ref.CR1},
		{CR1, ClusterIDs(cell), "(a) cell CR1", ref.Cell},
	} {
		out = append(out, tableChecks(t, c.name, a, c.kind, c.cluster, c.ref)...)
	}
	r, err := a.Robust(CR1, s.Cluster)
	if err != nil {
		t.Fatal(err)
	}
	for j, se := range ref.Diag {
		out = append(out, check{"sandwich::vcovCL, " + r.Names[j] + ": SE", se, math.Sqrt(r.Cov.At(j, j)), 1e-9})
	}
	out = append(out, contrastChecks(t, r, ref.Contrasts)...)
	out = append(out, absorbedChecks(t, "(b)", withBlocks(armModel(s), s), s, ref.B)...)
	out = append(out, absorbedChecks(t, "(c)", withBlocks(armModel(s, votes...), s), s, ref.C)...)
	lin := mustFit(t, Lin(only(s, gglLin...)))
	out = append(out, tableChecks(t, "Lin, household CR1", lin, CR1, s.Cluster, ref.Lin)...)
	return append(out, tableChecks(t, "Lin, HC2", lin, HC2, nil, ref.LinHC2)...)
}

var gglLin = []string{"g2000", "g2002", "p2000", "p2002", "p2004", "yob", "hh_size"}

// contrastChecks: estimate, SE and z of neighbouring arms.
func contrastChecks(t *testing.T, r *Robust, ref map[string][3]float64) []check {
	t.Helper()
	var out []check
	for _, c := range []struct {
		key, plus, minus string
	}{{"haw_minus_civic", "Hawthorne", "Civic Duty"}, {"self_minus_haw", "Self", "Hawthorne"}, {"neigh_minus_self", "Neighbors", "Self"}} {
		w := make([]float64, len(r.Coef))
		for name, v := range map[string]float64{c.plus: 1, c.minus: -1} {
			j, err := r.Index(name)
			if err != nil {
				t.Fatal(err)
			}
			w[j] = v
		}
		e, err := r.Linear(w)
		if err != nil {
			t.Fatal(err)
		}
		for i, got := range []float64{e.Est, e.SE, e.T()} {
			out = append(out, check{c.plus + " - " + c.minus + []string{"", ": SE", ": z"}[i], ref[c.key][i], got, 1e-9})
		}
	}
	return out
}

func absorbedChecks(t *testing.T, name string, m Linear, s *Sample, ref []refTerm) []check {
	t.Helper()
	fit := mustFit(t, m)
	var out []check
	for _, k := range []VCov{CR0, CR1, CR1Slopes} {
		r, err := fit.Robust(k, s.Cluster)
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range ref {
			e, err := r.Coefficient(want.Term)
			if err != nil {
				t.Fatal(err)
			}
			if k == CR0 {
				out = append(out, check{name + ", " + want.Term, want.Est, e.Est, 1e-9})
			}
			se := map[VCov]float64{CR0: want.CR0, CR1: want.CR1, CR1Slopes: want.CR1Slopes}[k]
			out = append(out, check{fmt.Sprintf("%s, %s: SE %v", name, want.Term, k), se, e.SE, 1e-9})
		}
	}
	return out
}
