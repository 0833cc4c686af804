package machine_test

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"math"
	"reflect"
	"slices"
	"testing"

	"github.com/contrechamp/contrechamp/internal/wasm"
	"github.com/contrechamp/contrechamp/machine"
	"github.com/contrechamp/contrechamp/machine/electorate"
	"github.com/contrechamp/contrechamp/machine/outcome"
	"github.com/contrechamp/contrechamp/machine/scenario"
)

func world(t testing.TB, change func(*machine.Settings), parties ...func([]electorate.Party)) *machine.World {
	t.Helper()
	sc, err := scenario.Valombre()
	if err != nil {
		t.Fatal(err)
	}
	for _, change := range parties {
		change(sc.Model.Parties)
	}
	s := machine.Default()
	s.Voters, s.Place = 20_000, 1
	if change != nil {
		change(&s)
	}
	w, err := machine.NewWorld(sc, s)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func run(t testing.TB, w *machine.World, first, others string) *machine.Election {
	t.Helper()
	plan := slices.Repeat([]string{others}, len(w.Messages))
	plan[0] = first
	r, err := w.Run(plan, 0)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestLaws are what must hold of any election.
func TestLaws(t *testing.T) {
	w := world(t, nil)
	quiet := run(t, w, "silence", "silence")
	if quiet.Moved != 0 || quiet.Spent(0) != 0 || outcome.Reached(quiet.Seen) != 0 {
		t.Errorf("silence moved %d, spent %d, reached %d", quiet.Moved, quiet.Spent(0), outcome.Reached(quiet.Seen))
	}
	total := int64(0)
	for _, n := range quiet.Votes {
		total += n
	}
	if total != quiet.Turnout || len(quiet.Seen) != w.Electorate.Voters {
		t.Errorf("%d votes of %d voters who went, %d seen", total, quiet.Turnout, len(quiet.Seen))
	}

	mass := run(t, w, "mass", "mass")
	if mass.Moved == 0 || mass.Turnout != quiet.Turnout {
		t.Errorf("six campaigns moved %d; turnout %d, was %d", mass.Moved, mass.Turnout, quiet.Turnout)
	}
	for k := range mass.Ads {
		if mass.Micros[k] > mass.Ads[k].Budget {
			t.Errorf("%s paid %d of %d", mass.Ads[k].ID, mass.Micros[k], mass.Ads[k].Budget)
		}
	}
	if again := run(t, w, "mass", "mass"); !reflect.DeepEqual(again, mass) {
		t.Error("the same election twice has two results")
	}

	// Without money everybody is silent, whatever the strategy.
	poor := world(t, func(s *machine.Settings) { s.Money = 0 })
	if r := run(t, poor, "best", "mass"); !slices.Equal(r.Votes, quiet.Votes) || r.Spent(0) != 0 {
		t.Errorf("no money: votes %v, silence %v", r.Votes, quiet.Votes)
	}
	// Where nothing of an effect is left, nobody's vote moves.
	general := world(t, func(s *machine.Settings) { s.Place = 0 })
	if r := run(t, general, "mass", "best"); r.Moved != 0 || outcome.Reached(r.Seen) == 0 {
		t.Errorf("A = 0 moved %d", r.Moved)
	}
}

// TestBroadcast: one message to all with enough money is common ground to nearly
// all; who has no place for ads sees none.
func TestBroadcast(t *testing.T) {
	w := world(t, func(s *machine.Settings) { s.Money, s.Bid = 10, 100 })
	r := run(t, w, "mass", "silence")
	ground, ok := outcome.CommonGround(r.Seen, nil)
	if !ok || ground < .98 {
		t.Errorf("common ground %.4f", ground)
	}
	if among, _ := outcome.CommonGround(outcome.Among(r.Seen), nil); among != 1 {
		t.Errorf("among the reached %.4f", among)
	}
	for _, d := range w.Report(r, 0, nil).Harms.Divergence {
		if d.Bits != 0 || d.Null != 0 {
			t.Errorf("by %s %v bits, %v by chance", d.By, d.Bits, d.Null)
		}
	}
}

// TestSpokenApart: messages by bought ideology set ideologies apart more than chance
// and ages hardly; right records tell all of an ideology (the entropy of the five
// groups), half of them half; the price of a vote is what was paid over what was gained.
func TestSpokenApart(t *testing.T) {
	for _, c := range []struct {
		missing, leak float64
	}{{0, 2.157}, {.5, 1.078}} {
		w := world(t, func(s *machine.Settings) { s.Bought.Wrong, s.Bought.Missing = 0, c.missing })
		r := run(t, w, "pander", "mass")
		report := w.Report(r, 0, &machine.Gain{Against: "silence", Pairs: []float64{1, 3}, Mean: 2, Half: .5})
		h := report.Harms
		if h.Leak == nil || math.Abs(*h.Leak-c.leak) > .02 {
			t.Errorf("missing %v: leak %v, want %v", c.missing, h.Leak, c.leak)
		}
		by := map[string]machine.Diverged{}
		for _, d := range h.Divergence {
			by[d.By] = d
		}
		// Five groups, each with a message of its own, but for those without a record.
		if d := by["ideology"]; math.Abs(d.Bits-(1-c.missing)*math.Log2(5)) > .1 || d.Null > .01 || by["age"].Bits > .05 {
			t.Errorf("missing %v: %+v", c.missing, by)
		}
		p, gained := report.Gain.Price, .02*float64(r.Turnout)
		paid := float64(r.Spent(0)+w.Costs(r.Plans[0]).Data) / 1e6
		if p == nil || p.Open || math.Abs(p.Euros-paid/gained) > 1e-9 || math.Abs(p.Lo-paid/gained/1.25) > 1e-6 || math.Abs(p.Hi-paid/gained/.75) > 1e-6 {
			t.Errorf("%.2f paid for %.1f votes: %+v", paid, gained, p)
		}
	}
}

// TestOrder: the parties' places do not matter, only their ids.
func TestOrder(t *testing.T) {
	sc, err := scenario.Valombre()
	if err != nil {
		t.Fatal(err)
	}
	s := machine.Default()
	s.Voters, s.Place = 20_000, 1
	votes := map[string]int64{}
	for _, back := range []bool{false, true} {
		if back {
			slices.Reverse(sc.Model.Parties)
		}
		w, err := machine.NewWorld(sc, s)
		if err != nil {
			t.Fatal(err)
		}
		r, err := w.Run([]string{"best", "mass", "silence", "silence", "mass", "best"}, 0)
		if err != nil {
			t.Fatal(err)
		}
		for p, n := range r.Votes {
			id := sc.Model.Parties[p].ID
			if back && votes[id] != n {
				t.Errorf("%s has %d votes, and %d when parties stand in another order", id, votes[id], n)
			}
			votes[id] = n
		}
	}
}

// TestRules: every rule of the platform runs, and only "none" changes nothing of
// a box by age.
func TestRules(t *testing.T) {
	w := world(t, nil)
	w.Rule = "broadcast"
	if r := run(t, w, "mass", "silence"); r.Changed != 1 || r.Spent(0) == 0 {
		t.Errorf("broadcast changed %d", r.Changed)
	}
	w.Rule = "no such rule"
	if _, err := w.Run(slices.Repeat([]string{"mass"}, 6), 0); err == nil {
		t.Error("an unknown rule was taken")
	}
}

// TestRefused: settings that mean nothing are refused.
func TestRefused(t *testing.T) {
	sc, _ := scenario.Valombre()
	for name, change := range map[string]func(*machine.Settings){
		"no voters":      func(s *machine.Settings) { s.Voters = 0 },
		"too many":       func(s *machine.Settings) { s.Voters = 1 << 40 },
		"no messages":    func(s *machine.Settings) { s.Messages = 0 },
		"65 messages":    func(s *machine.Settings) { s.Messages = 65 },
		"h below 0":      func(s *machine.Settings) { s.Heterogeneity = -1 },
		"h not a number": func(s *machine.Settings) { s.Heterogeneity = math.NaN() },
		"A above 1":      func(s *machine.Settings) { s.Place = 1.1 },
		"debt":           func(s *machine.Settings) { s.Money = -1 },
		"no pilot":       func(s *machine.Settings) { s.Pilot = 0 },
	} {
		s := machine.Default()
		s.Voters = 1000
		change(&s)
		if _, err := machine.NewWorld(sc, s); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
	w := world(t, nil)
	if _, err := w.Party("nobody"); err == nil {
		t.Error("an unknown party was found")
	}
	if _, err := w.Run(slices.Repeat([]string{"shout"}, 6), 0); err == nil {
		t.Error("an unknown strategy was taken")
	}
}

// TestPair: pairs share all chance, so a strategy gains exactly nothing over
// itself; telling all the message that a pilot found best gains over silence.
func TestPair(t *testing.T) {
	sc, err := scenario.Valombre()
	if err != nil {
		t.Fatal(err)
	}
	s := machine.Default()
	s.Voters, s.Place = 5000, 1
	plan := []string{"best", "mass", "mass", "mass", "mass", "mass"}
	same, err := machine.Pair(sc, s, 0, 2, plan, "best", nil)
	if err != nil || same.Mean != 0 || same.Half != 0 || same.Told() {
		t.Errorf("best against best: %+v, %v", same, err)
	}
	done := 0
	g, err := machine.Pair(sc, s, 0, 5, plan, "silence", func(int) { done++ })
	if err != nil || !g.Told() || g.Mean <= 0 || len(g.Pairs) != 5 {
		t.Errorf("best against silence: %+v, %v", g, err)
	}
	one, err := machine.Pair(sc, func() machine.Settings { x := s; x.Threads = 1; return x }(), 0, 5, plan, "silence", nil)
	if err != nil || !slices.Equal(one.Pairs, g.Pairs) {
		t.Errorf("one thread: %v, two: %v (%v)", one, g, err)
	}
	t.Logf("best gains %.2f +- %.2f points over silence", g.Mean, g.Half)
}

// TestEnded: a run that is not wanted any more ends with the context's error.
func TestEnded(t *testing.T) {
	ctx, end := context.WithCancel(t.Context())
	w := world(t, func(s *machine.Settings) { s.Context = ctx })
	end()
	if r, err := w.Run(slices.Repeat([]string{"mass"}, 6), 0); r != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("%v, %v", r, err)
	}
	s := machine.Default()
	s.Context = ctx
	if _, err := machine.Pair(w.Scenario, s, 0, 100, slices.Repeat([]string{"mass"}, 6), "silence", nil); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func fingerprint(r *machine.Election) string {
	h := fnv.New64a()
	fmt.Fprint(h, r.Votes, r.Turnout, r.Moved, r.Impressions, r.Micros, r.Dropped, r.Targeted, r.Seen, r.Groups)
	return fmt.Sprintf("%016x", h.Sum64())
}

// TestSameEverywhere holds the hashes of two elections, the second with a party
// of every strategy that targets, for one thread and two; it also runs as
// WebAssembly.
func TestSameEverywhere(t *testing.T) {
	const want, wantTargeted = "b04371824c0f0615", "ac29d4b65cdfbcef"
	for _, threads := range []int{1, 2} {
		w := world(t, func(s *machine.Settings) { s.Threads = threads })
		if got := fingerprint(run(t, w, "best", "mass")); got != want {
			t.Errorf("%d threads: %s, want %s", threads, got, want)
		}
		r, err := w.Run([]string{"micro", "segments", "pander", "demobilise", "best", "mass"}, 0)
		if err != nil {
			t.Fatal(err)
		}
		if got := fingerprint(r); got != wantTargeted {
			t.Errorf("%d threads, targeted: %s, want %s", threads, got, wantTargeted)
		}
	}
}

func TestWebAssembly(t *testing.T) { wasm.Test(t, "^TestSameEverywhere$") }

// BenchmarkElection holds whole elections of six campaigns of one box each.
func BenchmarkElection(b *testing.B) {
	for _, n := range []int{100_000, 1_000_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				run(b, world(b, func(s *machine.Settings) { s.Voters = n }), "best", "mass")
			}
		})
	}
}
