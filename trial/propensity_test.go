package trial

import (
	"context"
	"encoding/csv"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp/lab"
)

const chanceDescription = `{
  "name": "chances", "title": {"en": "chances", "fr": "chances"}, "domain": {"en": "invented", "fr": "inventé"}, "source": "invented", "invented": true,
  "arm": "sent", "control": "none", "outcome": "y", "unit": "points", "covariates": ["rich", "old"],
  "propensity_columns": {"none": "p_none", "a": "p_a", "b": "p_b"}
}`

// chances is an experiment in which the rich, whose outcome is 10 points
// higher, were often sent a and the poor b. In truth a does 1 point and b 3.
func chances(seed uint64) string {
	rng := lab.Rand(seed)
	var b strings.Builder
	b.WriteString("sent,y,rich,old,p_none,p_a,p_b\n")
	for range 6000 {
		rich, old := rng.IntN(2), rng.IntN(2)
		p := []float64{.3, .6, .1}
		if rich == 0 {
			p = []float64{.3, .1, .6}
		}
		arm, u := 0, rng.Float64()
		for u > p[arm] {
			u -= p[arm]
			arm++
		}
		y := 50 + 10*float64(rich) + []float64{0, 1, 3}[arm] + 5*rng.NormFloat64()
		fmt.Fprintf(&b, "%s,%.3f,%d,%d,%v,%v,%v\n", []string{"none", "a", "b"}[arm], y, rich, old, p[0], p[1], p[2])
	}
	return b.String()
}

func runChances(t *testing.T, data, desc string) (*Report, error) {
	t.Helper()
	return Run(context.Background(), Options{Data: write(t, "x.csv", data), Description: write(t, "x.json", desc), Splits: 3})
}

// With each row's own probabilities the effects are right and the checks find
// nothing; without them the arms differ by whom they were sent to.
func TestPropensityColumns(t *testing.T) {
	const seed = 41
	data := chances(seed)
	r, err := runChances(t, data, chanceDescription)
	if err != nil {
		t.Fatal(err)
	}
	truth := map[string]float64{"a": 1, "b": 3}
	for _, e := range r.Effects {
		for name, n := range map[string]Number{"weighted": e.Raw, "doubly robust": e.Adj} {
			if d := float64(n.Est) - truth[e.Key]; math.Abs(d) > 4*float64(n.SE) {
				t.Errorf("seed %d: %s effect of %s is %.3f (%.3f), in truth %v", seed, name, e.Key, n.Est, n.SE, truth[e.Key])
			}
		}
	}
	// Half of all people are rich, so 55 without a message, 56 and 58 with one.
	for _, e := range r.Effects {
		if d := float64(e.Mean.Est) - 55 - truth[e.Key]; math.Abs(d) > 4*float64(e.Mean.SE) {
			t.Errorf("seed %d: mean of %s is %.3f (%.3f), in truth %v", seed, e.Key, e.Mean.Est, e.Mean.SE, 55+truth[e.Key])
		}
	}
	if h := r.Heterogeneity; h == nil || math.Abs(float64(h.ATE.Est)-3) > 4*float64(h.ATE.SE) {
		t.Errorf("seed %d: calibration of b, which does 3: %+v", seed, h)
	}
	// b is best for everybody, though those who got a did better: nothing to gain,
	// nothing promised, and the best in hindsight is b too.
	if m := r.Main; math.Abs(float64(m.TK.Est)) > .3 || math.Abs(float64(m.Regret.Est)) > .3 || m.Promise.Gain > .3 || m.Promise.Arm != "b" || r.Curve[0].TB.Est != 0 || r.Curve[0].Differ != 0 {
		t.Errorf("seed %d: in hindsight %+v, regret %+v, promise %+v, curve from %+v", seed, m.TK, m.Regret, m.Promise, r.Curve[0])
	}
	parts, err := runChances(t, data, strings.Replace(chanceDescription, `"covariates": ["rich", "old"]`, `"covariates": ["rich"], "sub": "old"`, 1))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range parts.Effects {
		if d := float64(e.Mean.Est) - 55 - truth[e.Key]; math.Abs(d) > 4*float64(e.Mean.SE) {
			t.Errorf("seed %d, in parts: mean of %s is %.3f (%.3f), in truth %v", seed, e.Key, e.Mean.Est, e.Mean.SE, 55+truth[e.Key])
		}
	}
	if r.Winner.Key != "b" {
		t.Errorf("best message %q, in truth b", r.Winner.Key)
	}
	level := func(r *Report, name string) Level {
		for _, c := range r.Checks {
			if c.Name == name {
				return c.Level
			}
		}
		return ""
	}
	if level(r, "balance") != OK || level(r, "sample-ratio") != OK {
		t.Errorf("checks: %+v", r.Checks)
	}
	left, err := runChances(t, data, strings.Replace(chanceDescription, `, "b": "p_b"`, "", 1))
	if err != nil {
		t.Fatal(err)
	}
	if a, b := left.Main.TB, r.Main.TB; math.Abs(float64(a.Est-b.Est)) > 1e-9 || math.Abs(float64(a.SE-b.SE)) > 1e-9 {
		t.Errorf("one arm as the rest: %+v, all named: %+v", a, b)
	}
	blind, err := runChances(t, data, strings.Replace(chanceDescription, "  \"propensity_columns\": {\"none\": \"p_none\", \"a\": \"p_a\", \"b\": \"p_b\"}\n", "  \"licence\": \"none\"\n", 1))
	if err != nil {
		t.Fatal(err)
	}
	if level(blind, "balance") != Fail {
		t.Errorf("without the probabilities the arms are as unlike as the rich and the poor: %+v", blind.Checks)
	}
}

// Columns that say 1/4 for everybody give what "propensities" of 1/4 give.
func TestConstantColumns(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(string(InventedCSV())), "\n")
	for i := range lines {
		lines[i] += []string{",1/4", ",quarter"}[b2i(i == 0)]
	}
	data := strings.Join(lines, "\n") + "\n"
	run := func(desc string) *Report {
		r, err := runChances(t, data, desc)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	desc := string(InventedDescription())
	old := `"propensities": {"none": "1/4", "cost": "1/4", "climate": "1/4", "comfort": "1/4"}`
	if !strings.Contains(desc, old) {
		t.Fatalf("the model changed: %s", desc)
	}
	a, b := run(desc), run(strings.Replace(desc, old, `"propensity_columns": {"none": "quarter", "cost": "quarter", "climate": "quarter"}`, 1))
	for _, v := range [][2]Number{{a.Main.TB, b.Main.TB}, {a.Main.BR, b.Main.BR}, {a.Winner.Naive, b.Winner.Naive}} {
		if math.Abs(float64(v[0].Est-v[1].Est)) > 1e-9 || math.Abs(float64(v[0].SE-v[1].SE)) > 1e-9 {
			t.Errorf("one number for all %+v, a column %+v", v[0], v[1])
		}
	}
}

func TestPropensityRefusals(t *testing.T) {
	data := chances(42)
	replace := func(old, new string) func(string) string {
		return func(s string) string { return strings.Replace(s, old, new, 1) }
	}
	same := func(s string) string { return s }
	cell := func(column, row int, text string) func(string) string {
		return func(s string) string {
			rows, err := csv.NewReader(strings.NewReader(s)).ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			rows[row][column] = text
			var b strings.Builder
			if err := csv.NewWriter(&b).WriteAll(rows); err != nil {
				t.Fatal(err)
			}
			return b.String()
		}
	}
	for _, c := range []struct {
		name       string
		data, desc func(string) string
		want       string
	}{
		{"certain", cell(4, 7, "1"), same, "row 7: “1” is not between 0 and 1"},
		{"impossible", cell(5, 7, "0"), same, "row 7: “0” is not between 0 and 1"},
		{"negative", cell(5, 7, "-0.1"), same, "“-0.1” is not between"},
		{"no number", cell(5, 7, "often"), same, "“often” is neither a number"},
		{"blank", cell(5, 7, ""), same, "neither a number"},
		{"not finite", cell(5, 7, "NaN"), same, "not between 0 and 1"},
		{"sum", cell(4, 7, "0.5"), same, "row 7: the probabilities of the arms add up to"},
		{"nothing left", cell(4, 7, "0.95"), replace(`, "b": "p_b"`, ""), "leaves nothing for arm “b”"},
		{"two left out", same, replace(`, "a": "p_a", "b": "p_b"`, ""), "no column for arms “a” and “b”"},
		{"no such arm", same, replace(`"b": "p_b"`, `"c": "p_b"`), "names arm “c”"},
		{"no such column", same, replace(`"p_b"`, `"p_c"`), "“p_c”"},
		{"outcome", same, replace(`"p_b"`, `"y"`), "which is “outcome”"},
		{"covariate", same, replace(`"p_b"`, `"rich"`), "which is “covariate”"},
		{"both kinds", same, replace(`"propensity_columns"`, `"propensities": {"none": 0.4, "a": 0.3, "b": 0.3}, "propensity_columns"`), "one of the two"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := runChances(t, c.data(data), c.desc(chanceDescription))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want something with %q", err, c.want)
			}
		})
	}
}
