package trial

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/contrechamp/contrechamp/internal/realdata"
)

var updateWords = flag.Bool("update-words", false, "write the sentences of trial/published again from its numbers")

var updateReports = flag.Bool("update-reports", false, "like -update, but keep the vendor's tables")

var update = flag.Bool("update", false, "compute trial/published again from the real data")

var publishedData = map[string][]string{
	"ggl2008":         {"ggl2008", "ggl2008.csv.gz"},
	"ten-issues":      {"hackenburg2025-scaling", "participants.csv.gz"},
	"hillstrom":       {"hillstrom2008", "hillstrom.csv.gz"},
	"hillstrom-spend": {"hillstrom2008", "hillstrom.csv.gz"},
}

const vendorSplits = 5

func options(t testing.TB, name string) Options {
	return Options{Data: realdata.Dir(t, append([]string{"experiments"}, publishedData[name]...)...), Description: name}
}

// The results that come with the program are what the program computes. With
// CONTRECHAMP_FULL=1 everything is computed again, the vendor's table
// included; otherwise the ten issues alone.
func TestPublished(t *testing.T) {
	full := os.Getenv("CONTRECHAMP_FULL") != "" || *update || *updateReports
	for _, name := range publishedOrder {
		t.Run(name, func(t *testing.T) {
			if !full && name != "ten-issues" {
				t.Skip("the whole takes minutes: CONTRECHAMP_FULL=1")
			}
			o := options(t, name)
			r, err := Run(context.Background(), o)
			if err != nil {
				t.Fatal(err)
			}
			now := PublishedResult{Report: r}
			if full && !*updateReports {
				o.Splits = vendorSplits
				if now.Vendor, err = TryVendor(context.Background(), o, r); err != nil {
					t.Fatal(err)
				}
			}
			if *update {
				writeResult(t, name, now)
				return
			}
			all, err := Published()
			if err != nil {
				t.Fatal(err)
			}
			was := all[slices.Index(publishedOrder, name)]
			if now.Vendor == nil {
				now.Vendor = was.Vendor
			}
			if *updateReports {
				for i := range now.Vendor.Rows {
					row := &now.Vendor.Rows[i]
					row.Differ = shareOf(float64(row.Differ), r.Experiment.Rows)
				}
				// The report's own choice in the game is the report.
				if v := now.Vendor; len(v.Covariates) == len(r.Curve)-1 {
					for i, l := range v.Learners {
						if l == r.Method.Learner {
							row := &v.Rows[slices.IndexFunc(v.Rows, func(x VendorRow) bool { return x.Mask == 1<<len(v.Covariates)-1 && x.Learner == i })]
							*row = vendorRow(r, row.Mask, i)
						}
					}
				}
				writeResult(t, name, now)
				return
			}
			same(t, name, generic(t, was), generic(t, now))
		})
	}
}

func writeResult(t *testing.T, name string, r PublishedResult) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(r); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join("published", name+".json"), b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

func generic(t *testing.T, v any) any {
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var out any
	if err := json.Unmarshal(b, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// same compares two JSON values; numbers may differ by rounding, since another
// processor adds in another way.
func same(t *testing.T, at string, a, b any) {
	t.Helper()
	switch x := a.(type) {
	case map[string]any:
		y, ok := b.(map[string]any)
		if !ok || len(x) != len(y) {
			t.Errorf("%s: other keys", at)
			return
		}
		for k := range x {
			same(t, at+"."+k, x[k], y[k])
		}
	case []any:
		y, ok := b.([]any)
		if !ok || len(x) != len(y) {
			t.Errorf("%s: other length", at)
			return
		}
		for i := range x {
			same(t, at, x[i], y[i])
		}
	case float64:
		y, ok := b.(float64)
		if !ok || math.Abs(x-y) > 1e-6*(1e-3+math.Abs(x)) {
			t.Errorf("%s: %v, was %v", at, b, a)
		}
	default:
		if a != b {
			t.Errorf("%s: %v, was %v", at, b, a)
		}
	}
}

// What the shipped results say is what the design found on the same data by
// other programs: see lab.md, section 4.
func TestPublishedSays(t *testing.T) {
	all, err := Published()
	if err != nil {
		t.Fatal(err)
	}
	files, err := publishedFiles()
	if err != nil || len(files) != len(publishedOrder) {
		t.Errorf("files %q, list %q, %v", files, publishedOrder, err)
	}
	by := map[string]*Report{}
	for i, p := range all {
		r := p.Report
		if v, words := conclude(r); v != r.Verdict || words != r.Sentence {
			if *updateWords {
				r.Verdict, r.Sentence = v, words
				writeResult(t, publishedOrder[i], p)
			} else {
				t.Errorf("%s: says %q, should say %q", r.Experiment.Name, r.Sentence.EN, words.EN)
			}
		}
		by[publishedOrder[i]] = r
		m := r.Main
		if m.TB.Lo > 0 || r.Verdict == Gain {
			t.Errorf("%s: says that targeting gains", r.Experiment.Name)
		}
		if m.Promise.Gain < 0 || m.Optimism < 0 {
			t.Errorf("%s: promise %v, optimism %v", r.Experiment.Name, m.Promise.Gain, m.Optimism)
		}
		if len(p.Vendor.Rows) != len(p.Vendor.Learners)<<len(p.Vendor.Covariates) {
			t.Errorf("%s: vendor table has %d rows for %d models and %d covariates", r.Experiment.Name, len(p.Vendor.Rows), len(p.Vendor.Learners), len(p.Vendor.Covariates))
		}
		if own, ok := p.Vendor.Find(1<<len(p.Vendor.Covariates)-1, slices.Index(p.Vendor.Learners, r.Method.Learner)); !ok || (own.Promise != round(float64(m.Promise.Gain)) || own.Gain != round(float64(m.TB.Est)) || own.SE != round(float64(m.TB.SE))) {
			t.Errorf("%s: the game's row of the report's choice is %+v, the report says %+v", r.Experiment.Name, own, m.TB)
		}
		for _, v := range p.Vendor.Rows {
			if v.Mask == 0 && v.Promise > 1e-9 || v.Promise < 0 {
				t.Errorf("%s: vendor row %+v", r.Experiment.Name, v)
			}
		}
	}
	between := func(name, what string, x Real, lo, hi float64) {
		if !(float64(x) >= lo && float64(x) <= hi) {
			t.Errorf("%s: %s is %.4f, not in %v to %v", name, what, float64(x), lo, hi)
		}
	}
	g := by["ggl2008"]
	if g.Experiment.Rows != 344084 || g.Experiment.Clusters != 180002 || g.Experiment.Blocks != 10000 {
		t.Errorf("ggl2008: %+v", g.Experiment)
	}
	// Table 3 to the printed digit: (a) without adjustment, (c) with the effects
	// of the blocks and past votes, errors by household.
	published := map[string][3]float64{"Civic Duty": {.018, .018, .003}, "Hawthorne": {.026, .025, .003}, "Self": {.049, .048, .003}, "Neighbors": {.081, .081, .003}}
	for _, e := range g.Effects {
		digits := func(x Real) float64 { return math.Round(float64(x)*1000) / 1000 }
		want := published[e.Key]
		if digits(e.Raw.Est) != want[0] || digits(e.Raw.SE) != want[2] {
			t.Errorf("ggl2008: %s %v (%v), published %v", e.Key, e.Raw.Est, e.Raw.SE, want)
		}
		if digits(e.Adj.Est) != want[1] || digits(e.Adj.SE) != want[2] {
			t.Errorf("ggl2008: %s adjusted %v (%v), published %v", e.Key, e.Adj.Est, e.Adj.SE, want)
		}
		if e.Key == "Neighbors" {
			between("ggl2008", "error of the adjusted effect of Neighbors", e.Adj.SE, .00303, .00306)
		}
	}
	between("ggl2008", "promise", g.Main.Promise.Gain, 0, .0005)
	between("ggl2008", "targeted - best", g.Main.TB.Est, -.0055, .0005)
	between("ggl2008", "best - random", g.Main.BR.Est, .031, .0445)
	between("ggl2008", "each cell's own best letter", g.Ranks.OwnBest.Est, -.02, 0)
	between("ggl2008", "people in cells where Neighbors is the apparent best", g.Ranks.Agree, .97, .98)
	if g.Ranks.Groups < 26 || g.Heterogeneity.P > 1e-2 { // of the median of eight halves
		t.Errorf("ggl2008: %d groups, heterogeneity p %v", g.Ranks.Groups, g.Heterogeneity.P)
	}
	between("ggl2008", "slope of predicted heterogeneity", g.Heterogeneity.Beta2.Est, .4, 1.3)
	h := by["hillstrom"]
	between("hillstrom", "promise", h.Main.Promise.Gain, .0031, .0033)
	between("hillstrom", "targeted - best", h.Main.TB.Est, -.0022, .0029)
	between("hillstrom", "best - random", h.Main.BR.Est, .0150, .0156)
	between("hillstrom", "smallest gain", h.Main.MDE, .004, .008)
	x := by["ten-issues"]
	var promise Real // the plain mean of the ten, as other programs found
	for _, p := range x.Parts {
		promise += p.Promise / Real(len(x.Parts))
	}
	between("ten-issues", "mean promise", promise, 1.86587, 1.865872)
	if len(x.Parts) != 10 || x.Pooled == nil || x.Pooled.Left != 0 {
		t.Errorf("ten-issues: %d parts, pooled %+v", len(x.Parts), x.Pooled)
	}
	between("ten-issues", "targeted - best", x.Main.TB.Est, -1.05-.58, .2)
	between("ten-issues", "best - random", x.Main.BR.Est, .5, 1.5)
	between("ten-issues", "smallest gain", x.Main.MDE, 1.4, 2.1) // 1.6 from one division; the margin of the median over forty is wider
}
