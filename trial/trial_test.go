package trial

import (
	"bytes"
	"context"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// invented runs the built-in example once for all tests.
func runInvented(t *testing.T) *Report {
	t.Helper()
	r, err := Run(context.Background(), Options{Data: "invented", Splits: 6, Seed: 3})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// The built-in example has a known truth: one leaflet is best for everybody.
func TestInvented(t *testing.T) {
	r := runInvented(t)
	m := r.Main
	if !r.Experiment.Invented || r.Experiment.Rows < 3500 || r.Experiment.Clusters < 1950 || r.Experiment.Blocks != 250 {
		t.Errorf("experiment: %+v", r.Experiment)
	}
	if r.Verdict == Gain || m.TB.Lo > 0 {
		t.Errorf("found a gain where there is none: %+v", m.TB)
	}
	if m.Promise.Gain <= 0 || m.Promise.Gain <= m.TB.Est {
		t.Errorf("promise %v is not above the held-out value %v", m.Promise.Gain, m.TB.Est)
	}
	if len(r.Curve) != 6 || r.Curve[0].Differ != 0 || r.Curve[0].TB.SE != 0 || len(r.Single) != 5 {
		t.Errorf("curve: %d points, first %+v", len(r.Curve), r.Curve[0])
	}
	// True effects: 5 for cost, 4 + 12/70 for climate, 4 for comfort.
	for _, e := range r.Effects {
		truth := map[string]float64{"cost": 5, "climate": 4 + 12./70, "comfort": 4}[e.Key]
		if math.Abs(float64(e.Adj.Est)-truth) > 4*float64(e.Adj.SE) || e.Adj.SE > e.Raw.SE {
			t.Errorf("%s: %.2f (%.2f), raw SE %.2f, truth %.2f", e.Key, e.Adj.Est, e.Adj.SE, e.Raw.SE, truth)
		}
	}
	for _, c := range r.Checks {
		if c.Level != OK {
			t.Errorf("check %s: %s", c.Name, c.Text)
		}
	}
}

// In one division the parts add up: targeted - best in hindsight + regret =
// targeted - best.
func TestHindsight(t *testing.T) {
	r, err := Run(context.Background(), Options{Data: "invented", Splits: 1, Seed: 12})
	if err != nil {
		t.Fatal(err)
	}
	m := r.Main
	if d := m.TK.Est + m.Regret.Est - m.TB.Est; math.Abs(float64(d)) > 1e-12 {
		t.Errorf("%v + %v is not %v", m.TK.Est, m.Regret.Est, m.TB.Est)
	}
	if d := m.TB.Est + m.BR.Est - m.TR.Est; math.Abs(float64(d)) > 1e-12 {
		t.Errorf("%v + %v is not %v", m.TB.Est, m.BR.Est, m.TR.Est)
	}
}

// One question has one answer in a report: targeting by all covariates is the
// same number in the main comparison, at the end of the curve and in the table
// of errors without any.
func TestOneNumberEverywhere(t *testing.T) {
	reports := []*Report{runInvented(t)}
	all, err := Published()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range all {
		reports = append(reports, p.Report)
	}
	for _, r := range reports {
		m, name := r.Main, r.Experiment.Name
		last := r.Curve[len(r.Curve)-1]
		near := func(a, b Real) bool { return math.Abs(float64(a-b)) < 1e-9 }
		if !near(last.TB.Est, m.TB.Est) || !near(last.TB.SE, m.TB.SE) || !near(last.Promise, m.Promise.Gain) || last.Differ != m.Differ {
			t.Errorf("%s: the curve ends at %+v (promise %v), the main comparison is %+v (promise %v)", name, last.TB, last.Promise, m.TB, m.Promise.Gain)
		}
		if e := r.Harms.Errors[0]; e.Wrong != 0 || !near(e.TB.Est, m.TB.Est) || !near(e.TB.SE, m.TB.SE) {
			t.Errorf("%s: without errors %+v, the main comparison is %+v", name, e.TB, m.TB)
		}
		if first := r.Curve[0]; first.TB.Est != 0 || first.TB.SE != 0 || first.Promise != 0 {
			t.Errorf("%s: without any covariate %+v", name, first)
		}
	}
}

// Nothing in a report is as long as the list of people, and no cluster, street
// or row can be found in it.
func TestNoPersonLeaves(t *testing.T) {
	r := runInvented(t)
	var walk func(at string, v reflect.Value)
	walk = func(at string, v reflect.Value) {
		switch v.Kind() {
		case reflect.Pointer:
			if !v.IsNil() {
				walk(at, v.Elem())
			}
		case reflect.Struct:
			for i := range v.NumField() {
				walk(at+"."+v.Type().Field(i).Name, v.Field(i))
			}
		case reflect.Slice:
			if v.Len() > 64 {
				t.Errorf("%s has %d entries", at, v.Len())
			}
			for i := range v.Len() {
				walk(at, v.Index(i))
			}
		case reflect.Map, reflect.Func, reflect.Interface:
			t.Errorf("%s: a report holds plain fields only", at)
		}
	}
	walk("Report", reflect.ValueOf(*r))
	for _, g := range r.Groups {
		if !g.Hidden && g.N < minCount {
			t.Errorf("group %s shown with %d people", g.Group, g.N)
		}
	}
}

// The same options give the same report, whatever the order of work.
func TestRunTwice(t *testing.T) {
	a, err := json.Marshal(runInvented(t))
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(runInvented(t))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a, b) {
		t.Error("two runs with one seed differ")
	}
	var back Report
	if err := json.Unmarshal(a, &back); err != nil {
		t.Fatalf("reading the report back: %v", err)
	}
	if c, _ := json.Marshal(back); !bytes.Equal(a, c) {
		t.Error("the report does not survive being written and read")
	}
}

// No in-sample number stands without a held-out one, in any language; and no
// person's row or id leaves the package.
func TestTextNeverPromisesAlone(t *testing.T) {
	r := runInvented(t)
	for _, l := range []Lang{EN, FR} {
		var b bytes.Buffer
		if err := r.Text(&b, l); err != nil {
			t.Fatal(err)
		}
		s := b.String()
		words := map[Lang][2]string{EN: {"promised", "found"}, FR: {"promis", "trouvé"}}[l]
		if !strings.Contains(s, words[0]) || !strings.Contains(s, words[1]) {
			t.Errorf("%s: the text lacks %v", l, words)
		}
		p, q := strings.Index(r.Sentence.In(l), r.Experiment.Unit.Than(float64(r.Main.Promise.Gain), l)), strings.Index(r.Sentence.In(l), r.Experiment.Unit.Than(float64(r.Main.TB.Est), l))
		if q < 0 || p >= 0 && p < q {
			t.Errorf("%s: the sentence puts the promise before the result, or hides it: %s", l, r.Sentence.In(l))
		}
		for _, line := range strings.Split(s, "\n") {
			if f := strings.TrimLeft(line, " "); l == FR && f != "" && strings.ContainsAny(f[:1], ":;?!%") || strings.HasPrefix(f, "»") || strings.HasSuffix(line, "«") {
				t.Errorf("%s: a mark alone at the end of a line: %q", l, line)
			}
			if n := len([]rune(line)); n > 110 {
				t.Errorf("%s: line of %d columns: %s", l, n, line)
			}
		}
		if strings.Contains(s, "%!") || strings.Contains(s, "NaN") || strings.Contains(s, "%s") {
			t.Errorf("%s: bad format in\n%s", l, s)
		}
	}
	if regexp.MustCompile(`\d,\d`).MatchString(r.Sentence.EN) || regexp.MustCompile(`\d\.\d`).MatchString(r.Sentence.FR) {
		t.Errorf("decimal marks: %s / %s", r.Sentence.EN, r.Sentence.FR)
	}
}

// What a terminal would obey, and a line break, is written out, whether it
// comes from the file or from the description.
func TestControlCharacters(t *testing.T) {
	data := strings.NewReplacer(",left,", ",\x1b[31mleft\x1b[0m,", ",right,", ",\"ri\nght\u202e\",", ",climate,", ",\x07climate,").Replace(string(InventedCSV()))
	d, err := ParseDescription(InventedDescription())
	if err != nil {
		t.Fatal(err)
	}
	d.Values, d.Messages = nil, nil
	d.Title = Text{"Title\x1b]0;x\a in\ntwo lines", "Titre\x1b]0;x\a en\ndeux lignes"}
	d.Labels["age"] = both("a\tge\x9b2J")
	b, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	desc := strings.Replace(string(b), `"climate":`, `"\u0007climate":`, 1)
	r, err := Run(context.Background(), Options{Data: write(t, "x.csv", data), Description: write(t, "x.json", desc), Splits: 2})
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range []Lang{EN, FR} {
		var out bytes.Buffer
		if err := r.Text(&out, l); err != nil {
			t.Fatal(err)
		}
		for _, c := range out.String() {
			if !strconv.IsGraphic(c) && c != '\n' {
				t.Errorf("%s: %q reaches the terminal", l, c)
			}
		}
		for _, want := range []string{`\x1b[31mleft\x1b[0m`, `ri\nght\u202e`, `\aclimate`} {
			if !strings.Contains(out.String(), want) {
				t.Errorf("%s: %s is not written out in\n%s", l, want, out.String())
			}
		}
		if first, _, _ := strings.Cut(out.String(), "\n"); !strings.Contains(first, "li") {
			t.Errorf("%s: the title is broken: %q", l, first)
		}
	}
	if s := shown(strings.Repeat("é", 5000)); len([]rune(s)) != longest+1 {
		t.Errorf("a long label stands as %d letters", len([]rune(s)))
	}
}

func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestKnownDescriptions(t *testing.T) {
	if len(Known()) < 4 {
		t.Fatalf("known: %q", Known())
	}
	for _, n := range Known() {
		d, err := KnownDescription(n)
		if err != nil {
			t.Errorf("%s: %v", n, err)
			continue
		}
		for _, x := range []Text{d.Title, d.Domain, d.OutcomeLabel} {
			if x.EN == "" || x.FR == "" {
				t.Errorf("%s: a text lacks a language: %+v", n, x)
			}
		}
		for _, c := range d.Covariates {
			if l, ok := d.Labels[c]; !ok || l.EN == "" || l.FR == "" {
				t.Errorf("%s: covariate %s has no label", n, c)
			}
		}
		if d.Name != n {
			t.Errorf("%s is named %s", n, d.Name)
		}
	}
	if _, err := KnownDescription("nothing"); err == nil || !strings.Contains(err.Error(), "ggl2008") {
		t.Errorf("unknown name: %v", err)
	}
}
