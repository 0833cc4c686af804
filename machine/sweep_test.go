package machine_test

import (
	"bytes"
	"context"
	"errors"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp/internal/parallel"
	"github.com/contrechamp/contrechamp/machine"
	"github.com/contrechamp/contrechamp/machine/outcome"
	"github.com/contrechamp/contrechamp/machine/scenario"
)

func sweep(t *testing.T, seeds int) *machine.Sweep {
	t.Helper()
	sc, err := scenario.Valombre()
	if err != nil {
		t.Fatal(err)
	}
	return &machine.Sweep{
		Swept:    machine.Swept{Voters: 1000, Seeds: seeds, First: 7, Party: "fleuve", Others: "mass", Learner: "ols"},
		Scenario: sc,
	}
}

// TestSweep: a sweep that is ended anywhere goes on to the very table that it would
// have made in one go; its runs are those of World.Run; gains are over the same
// seed's; what is packed is read back.
func TestSweep(t *testing.T) {
	if testing.Short() {
		t.Skip("1,000 elections of 1,000 voters")
	}
	whole := sweep(t, 2)
	var file bytes.Buffer
	if err := whole.Run(&file); err != nil {
		t.Fatal(err)
	}
	table := whole.Table()

	for _, end := range []int{0, 10, file.Len() / 3, file.Len() * 3 / 5, file.Len()} {
		again := sweep(t, 2)
		kept, err := again.Resume(file.Bytes()[:end])
		if err != nil {
			t.Fatal(err)
		}
		rest := bytes.NewBuffer(append([]byte(nil), file.Bytes()[:kept]...))
		if end == file.Len()/3 {
			ctx, stop := context.WithCancel(t.Context())
			again.Context = ctx
			stop()
			if err := again.Run(rest); !errors.Is(err, context.Canceled) {
				t.Errorf("ended, and %v", err)
			}
			continue
		}
		if end < file.Len()/2 {
			continue // all would be done again
		}
		if err := again.Run(rest); err != nil {
			t.Fatal(err)
		}
		if got := again.Table(); got.Pack() != table.Pack() {
			t.Errorf("ended after %d bytes and gone on with: another table", end)
		}
	}
	for what, bad := range map[string]string{
		"another sweep":   strings.Replace(file.String(), "voters=1000", "voters=2000", 1),
		"another file":    "hello\n",
		"another setting": strings.Replace(file.String(), "\tbest\tnone\t", "\tworst\tnone\t", 1),
		"a bad line":      strings.Replace(file.String(), "\tlab\t", "\tlab\tx\t", 1),
	} {
		if _, err := sweep(t, 2).Resume([]byte(bad)); err == nil {
			t.Errorf("%s was taken", what)
		}
	}

	// The runs are those of a world of the same settings.
	for _, x := range []machine.Setting{
		{Strategy: "best", H: "published", Where: "lab", Rule: "none"},
		{Strategy: "pander", H: "vendor", Where: "field", Rule: "age-sex-place"},
	} {
		var shares, gains, known []float64
		for seed := range uint64(2) {
			w := world(t, func(s *machine.Settings) {
				s.Voters, s.Seed, s.Rule = 1000, 7+seed, x.Rule
				s.Heterogeneity = map[string]float64{"published": 1, "vendor": 2}[x.H]
				s.Place = map[string]float64{"lab": 1, "field": .1}[x.Where]
			})
			r := run(t, w, x.Strategy, "mass")
			shares = append(shares, r.Share(0))
			gains = append(gains, r.Share(0)-run(t, w, "silence", "mass").Share(0))
			if n, ok := w.Known(r, 0, .5); ok {
				known = append(known, float64(n)/float64(r.Voters))
			}
		}
		for outcome, want := range map[string][]float64{"share": shares, "over_silence": gains, "known_50": known} {
			v, ok := table.Of(x, outcome)
			if len(want) == 0 {
				if ok {
					t.Errorf("%v has %s", x, outcome)
				}
				continue
			}
			if mean := (want[0] + want[1]) / 2; !ok || math.Abs(v.Mean-mean) > 1e-6*(1+math.Abs(mean)) || math.Abs(v.Half-12.706*math.Abs(want[0]-want[1])/2) > 1e-3 {
				t.Errorf("%v, %s: %+v, want mean of %v", x, outcome, v, want)
			}
		}
	}
}

// TestStored: the stored runs are whole, of what they say, and obey laws that every
// table must: silence spends nothing, A = 0 moves nobody, best gains nothing over
// itself.
func TestStored(t *testing.T) {
	s, err := machine.StoredRuns()
	if err != nil {
		t.Fatal(err)
	}
	all := machine.SweptSettings()
	if s.Len() != len(all) || len(all) != 7*4*3*3 || s.Seeds < 2 {
		t.Fatalf("%d settings of %d, %d seeds", s.Len(), len(all), s.Seeds)
	}
	for _, x := range all {
		mean := func(outcome string) float64 {
			v, ok := s.Of(x, outcome)
			if !ok || v.Count != s.Seeds {
				t.Fatalf("%v has %s for %d seeds", x, outcome, v.Count)
			}
			return v.Mean
		}
		if x.Strategy == "silence" && (mean("spent") != 0 || mean("ground") != 0 || mean("over_silence") != 0 || mean("unreached") != 1) {
			t.Errorf("%v: %v spent", x, mean("spent"))
		}
		if x.Where == "general" && (mean("moved") != 0 || mean("over_silence") != 0) {
			t.Errorf("%v moved %v", x, mean("moved"))
		}
		if x.Strategy == "best" && mean("over_best") != 0 || x.Strategy == "mass" && mean("over_mass") != 0 {
			t.Errorf("%v gains over itself", x)
		}
		if mean("spent")+mean("data")+mean("pilot") > machine.Default().Money {
			t.Errorf("%v spent %v + %v + %v", x, mean("spent"), mean("data"), mean("pilot"))
		}
		if _, ok := s.Of(x, "known_10"); ok != (x.Strategy == "pander") {
			t.Errorf("%v knows of two sides: %v", x, ok)
		}
	}
	if _, ok := s.Of(machine.Setting{Strategy: "best"}, "share"); ok || s.Has(machine.Setting{}) {
		t.Error("a setting that there is not")
	}
	if s.Pack() != machine.StoredText() {
		t.Error("what is read is not packed again to the same")
	}
}

// TestStoredNow: elections held today have the stored outcomes, so that the table is
// not of a program that there was.
func TestStoredNow(t *testing.T) {
	if os.Getenv("CONTRECHAMP_FULL") == "" {
		t.Skip("60 elections of 10^5 voters; set CONTRECHAMP_FULL")
	}
	s, err := machine.StoredRuns()
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []machine.Setting{
		{Strategy: "best", H: "published", Where: "field", Rule: "none"},
		{Strategy: "micro", H: "vendor", Where: "lab", Rule: "smallest-box"},
		{Strategy: "pander", H: "none", Where: "lab", Rule: "none"},
	} {
		shares, both := make([]float64, s.Seeds), make([]float64, s.Seeds)
		parallel.Do(s.Seeds, 2, func(i int) {
			w := world(t, func(set *machine.Settings) {
				set.Voters, set.Seed, set.Rule, set.Threads, set.Learner = s.Voters, s.First+uint64(i), x.Rule, 1, s.Learner
				set.Heterogeneity = map[string]float64{"none": 0, "published": 1, "vendor": 2}[x.H]
				set.Place = map[string]float64{"lab": 1, "field": .1}[x.Where]
			})
			r := run(t, w, x.Strategy, s.Others)
			shares[i], both[i] = r.Share(0)/float64(s.Seeds), float64(outcome.Reached(r.Seen))/float64(r.Voters)/float64(s.Seeds)
		})
		var share, reached float64
		for i := range shares {
			share, reached = share+shares[i], reached+both[i]
		}
		v, _ := s.Of(x, "share")
		u, _ := s.Of(x, "unreached")
		if math.Abs(v.Mean-share) > .006 || math.Abs(1-u.Mean-reached) > .0006 {
			t.Errorf("%v: share %.4f, stored %.4f; reached %.5f, stored %.5f", x, share, v.Mean, reached, 1-u.Mean)
		}
	}
}
