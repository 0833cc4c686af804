package trial

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
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
	var shown Real
	for _, a := range r.Harms.Messages {
		shown += a.Shown
	}
	if math.Abs(float64(shown)-1) > 1e-9 {
		t.Errorf("messages shown add up to %v", shown)
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
		p, q := strings.Index(r.Sentence.In(l), r.Experiment.Unit.Diff(float64(r.Main.Promise.Gain), l)), strings.Index(r.Sentence.In(l), r.Experiment.Unit.Diff(float64(r.Main.TB.Est), l))
		if q < 0 || p >= 0 && p < q {
			t.Errorf("%s: the sentence puts the promise before the result, or hides it: %s", l, r.Sentence.In(l))
		}
		for _, line := range strings.Split(s, "\n") {
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

func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// The same data as CSV, gzip, tab-separated, with a byte-order mark and as
// Parquet give the same numbers.
func TestFormats(t *testing.T) {
	csvText := InventedCSV()
	dir := t.TempDir()
	desc := filepath.Join(dir, "d.json")
	put := func(name string, b []byte) string {
		p := filepath.Join(dir, name)
		if err := os.WriteFile(p, b, 0o600); err != nil {
			t.Fatal(err)
		}
		return p
	}
	put("d.json", InventedDescription())
	var z bytes.Buffer
	w := gzip.NewWriter(&z)
	if _, err := w.Write(csvText); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	paths := []string{
		put("a.csv", csvText), put("b.csv.gz", z.Bytes()),
		put("c.tsv", bytes.ReplaceAll(csvText, []byte(","), []byte("\t"))),
		put("d.csv", append([]byte("\xef\xbb\xbf"), csvText...)),
		put("e.parquet", asParquet(t, csvText)),
	}
	want := runInvented(t)
	for _, p := range paths {
		r, err := Run(context.Background(), Options{Data: p, Description: desc, Splits: 6, Seed: 3})
		if err != nil {
			t.Errorf("%s: %v", filepath.Base(p), err)
			continue
		}
		if r.Main.TB != want.Main.TB || r.Experiment.Rows != want.Experiment.Rows || r.Harms.Bits != want.Harms.Bits {
			t.Errorf("%s: %+v, want %+v", filepath.Base(p), r.Main.TB, want.Main.TB)
		}
		if len(r.Experiment.SHA256) != 64 {
			t.Errorf("%s: hash %q", filepath.Base(p), r.Experiment.SHA256)
		}
	}
	// A description beside the data is found without being named.
	put("a.json", InventedDescription())
	if _, err := Run(context.Background(), Options{Data: paths[0], Splits: 1}); err != nil {
		t.Errorf("description beside the data: %v", err)
	}
}

func asParquet(t *testing.T, text []byte) []byte {
	type row struct {
		Household int64   `parquet:"household"`
		Street    int32   `parquet:"street"`
		Leaflet   string  `parquet:"leaflet,dict"`
		Support   float64 `parquet:"support"`
		Age       int32   `parquet:"age"`
		Sex       string  `parquet:"sex"`
		Drives    bool    `parquet:"drives"`
		Party     string  `parquet:"party"`
		Tenant    *int32  `parquet:"tenant,optional"`
	}
	var rows []row
	for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n")[1:] {
		f := strings.Split(line, ",")
		num := func(i int) float64 {
			x, err := parse(f[i])
			if err != nil {
				t.Fatal(err)
			}
			return x
		}
		tenant := int32(num(8))
		rows = append(rows, row{int64(num(0)), int32(num(1)), f[2], num(3), int32(num(4)), f[5], f[6] == "1", f[7], &tenant})
	}
	var b bytes.Buffer
	if err := parquet.Write(&b, rows); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// What cannot be analysed is refused with what to do.
func TestRefusals(t *testing.T) {
	base := string(InventedCSV())
	d := string(InventedDescription())
	edit := func(old, new string) func(string) string {
		return func(s string) string {
			if !strings.Contains(s, old) {
				t.Fatalf("nothing to replace: %q", old)
			}
			return strings.ReplaceAll(s, old, new)
		}
	}
	same := func(s string) string { return s }
	for _, c := range []struct {
		name       string
		data, desc func(string) string
		want       string
	}{
		{"undeclared code", same, edit(`"missing": ["-999"]`, `"missing": []`), `"support" holds -999 in`},
		{"text among numbers", edit(",-999,", ",refused,"), edit(`"missing": ["-999"]`, `"missing": []`), `"refused"`},
		{"no such column", same, edit(`"age", "sex"`, `"age", "salary", "sex"`), `no column "salary"`},
		{"control unknown", same, edit(`"control": "none"`, `"control": "nobody"`), `control label "nobody"`},
		{"outcome as covariate", same, edit(`"age", "sex"`, `"age", "support", "sex"`), "both outcome and covariate"},
		{"propensities off", same, edit(`"comfort": "1/4"`, `"comfort": "1/5"`), "add up to"},
		{"propensity of no arm", same, edit(`"comfort": "1/4"`, `"comfy": "1/4"`), "comfort"},
		{"unknown key", same, edit(`"arm":`, `"colour": 1, "arm":`), "colour"},
		{"unit", same, edit(`"points"`, `"apples"`), "apples"},
		{"clusters over blocks", edit("\n1,1,", "\n2000,1,"), same, "one block"},
		{"small arm", edit("\n1,1,comfort,", "\n1,1,rare,"), edit(`"comfort": "1/4"`, `"comfort": "1/8", "rare": "1/8"`), `arm "rare"`},
		{"ragged row", edit("\n7,1,", "\n7,1,9,"), same, "row"},
		{"empty", func(string) string { return "" }, same, "is empty"},
		{"header only", func(s string) string { return s[:strings.Index(s, "\n")+1] }, same, "no rows"},
		{"twice in header", edit("household,street", "household,household"), same, "twice"},
	} {
		t.Run(c.name, func(t *testing.T) {
			data, desc := base, d
			if c.name == "small arm" {
				// Household 1 may have another arm; give the first rows to a rare one.
				lines := strings.Split(base, "\n")
				for i := 1; i < 9; i++ {
					f := strings.Split(lines[i], ",")
					f[2] = "rare"
					lines[i] = strings.Join(f, ",")
				}
				data, desc = strings.Join(lines, "\n"), c.desc(d)
			} else {
				data, desc = c.data(base), c.desc(d)
			}
			_, err := Run(context.Background(), Options{Data: write(t, "x.csv", data), Description: write(t, "x.json", desc), Splits: 1})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want something with %q", err, c.want)
			}
		})
	}
	for _, o := range []Options{{Data: "nowhere.csv"}, {Data: "invented", Learner: "oracle"}, {Data: "invented", Folds: 1}, {Data: "invented", Level: 2},
		{Data: "invented", Covariates: []string{"shoe"}}, {Data: "invented", Learner: "logit"}} {
		if _, err := Run(context.Background(), o); err == nil {
			t.Errorf("%+v should be refused", o)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Run(ctx, Options{Data: "invented"}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled run: %v", err)
	}
}

// Odd but usable data are analysed and marked.
func TestMarks(t *testing.T) {
	d := string(InventedDescription())
	find := func(r *Report, name string, l Level) bool {
		for _, c := range r.Checks {
			if c.Name == name && c.Level == l {
				return true
			}
		}
		return false
	}
	run := func(data, desc string) *Report {
		t.Helper()
		r, err := Run(context.Background(), Options{Data: write(t, "x.csv", data), Description: write(t, "x.json", desc), Splits: 2})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	lines := strings.Split(strings.TrimSpace(string(InventedCSV())), "\n")
	change := func(f func(i int, v []string) []string) string {
		out := []string{}
		for i, line := range lines {
			if v := f(i, strings.Split(line, ",")); v != nil {
				out = append(out, strings.Join(v, ","))
			}
		}
		return strings.Join(out, "\n") + "\n"
	}
	// A third of one arm is gone: the sample ratio.
	r := run(change(func(i int, v []string) []string {
		if v[2] == "cost" && len(v[0])%3 == 0 && v[0][len(v[0])-1] < '5' {
			return nil
		}
		return v
	}), d)
	if !find(r, "sample-ratio", Fail) {
		t.Errorf("a lost third of an arm was not marked: %+v", r.Checks)
	}
	// An arm of old people: balance.
	r = run(change(func(i int, v []string) []string {
		if v[2] == "cost" && len(v[4]) == 2 && v[4] < "40" && i > 0 {
			v[4] = "60"
		}
		return v
	}), d)
	if !find(r, "balance", Fail) {
		t.Errorf("unequal ages were not marked: %+v", r.Checks)
	}
	// A constant and a doubled covariate are left out.
	r = run(change(func(i int, v []string) []string {
		if i > 0 {
			v[5], v[8] = "female", v[6]
		}
		return v
	}), d)
	if !find(r, "constant", Warn) || !find(r, "collinear", Warn) || len(r.Experiment.Covariates) != 3 {
		t.Errorf("constant and doubled columns: %+v, %d covariates", r.Checks, len(r.Experiment.Covariates))
	}
	// No answer from one arm: attrition.
	r = run(change(func(i int, v []string) []string {
		if v[2] == "climate" && i%5 == 0 {
			v[3] = ""
		}
		return v
	}), d)
	if !find(r, "attrition", Fail) {
		t.Errorf("attrition in one arm was not marked: %+v", r.Checks)
	}
	// A rare label: hidden.
	n := 0
	r = run(change(func(i int, v []string) []string {
		if i > 0 && i%900 == 0 && n < 4 {
			v[7] = "splinter"
			n++
		}
		return v
	}), d)
	hidden := false
	for _, g := range r.Groups {
		if g.Group.EN == "splinter" {
			hidden = g.Hidden && g.N == 0 && isNaN(g.TB.Est) && g.Messages == nil
		}
	}
	if !hidden {
		t.Error("a group of four people is shown")
	}
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

func FuzzDescription(f *testing.F) {
	f.Add(InventedDescription())
	f.Add([]byte(`{"propensities": {"a": "1/0"}}`))
	f.Add([]byte(`{"arm": 3}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		d, err := ParseDescription(b)
		if err == nil && (d.Arm == "" || len(d.Covariates) == 0) {
			t.Errorf("accepted %s", b)
		}
	})
}

// FuzzRun feeds bytes as a file: an error or a report, never a panic.
func FuzzRun(f *testing.F) {
	small := InventedCSV()[:6000]
	f.Add(small)
	f.Add(bytes.ReplaceAll(small, []byte(","), []byte(";")))
	f.Add([]byte("PAR1xxxxPAR1"))
	f.Add([]byte("\x1f\x8b\x08"))
	f.Add([]byte("household,street,leaflet,support,age,sex,drives,party,tenant\n1,1,none,1e308,1,a,1,b,1\n"))
	desc := InventedDescription()
	dir := f.TempDir()
	dpath := filepath.Join(dir, "d.json")
	if err := os.WriteFile(dpath, desc, 0o600); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		p := filepath.Join(t.TempDir(), "x")
		if err := os.WriteFile(p, b, 0o600); err != nil {
			t.Fatal(err)
		}
		r, err := Run(context.Background(), Options{Data: p, Description: dpath, Splits: 1})
		if (r == nil) == (err == nil) {
			t.Errorf("report %v, error %v", r != nil, err)
		}
	})
}
