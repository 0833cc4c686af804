package machine_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/machine"
	"github.com/contrechamp/contrechamp/machine/electorate"
	"github.com/contrechamp/contrechamp/machine/strategy"
)

// TestStrategies holds every strategy to the same laws, whether campaigns look at
// sex or not.
func TestStrategies(t *testing.T) {
	for _, bySex := range []bool{false, true} {
		t.Run(fmt.Sprintf("by sex %v", bySex), func(t *testing.T) { testStrategies(t, bySex) })
	}
}

func testStrategies(t *testing.T, bySex bool) {
	of := func(change func(*machine.Settings)) *machine.World {
		return world(t, func(s *machine.Settings) {
			s.BySex = bySex
			change(s)
		})
	}
	w := of(func(*machine.Settings) {})
	one := of(func(s *machine.Settings) { s.Threads = 1 })
	poor := of(func(s *machine.Settings) { s.Money = 0 })
	small := of(func(s *machine.Settings) { s.Rule = "smallest-box" })
	quiet := run(t, w, "silence", "silence")
	adults := audience.Ages(electorate.Adult, 254)
	for _, s := range strategy.All {
		t.Run(s.Name, func(t *testing.T) {
			plan := planOf(t, w, s.Name)
			if again := planOf(t, one, s.Name); !reflect.DeepEqual(written(plan), written(again)) {
				t.Errorf("on one thread %v, else %v", written(again), written(plan))
			}
			// Boxes hold the people that the money is shared out by, nobody twice,
			// and are in the language of package audience.
			all, share := 0, 0.0
			var boxes []*audience.Expr
			for _, o := range plan.Orders {
				n, _ := w.People.Count(audience.And(o.Box, adults))
				all += n
				share += o.Share
				boxes = append(boxes, o.Box)
				if parsed, err := audience.Parse(o.Box.String()); err != nil || !audience.Equal(parsed, o.Box) {
					t.Errorf("%s is read as %v (%v)", o.Box, parsed, err)
				}
				if _, _, rest := audience.Parts(o.Box); len(rest) > 0 {
					t.Errorf("%s has what no platform takes: %v", o.Box, rest)
				}
				if o.Message < 0 || o.Message >= len(plan.Messages) {
					t.Errorf("message %d of %d", o.Message, len(plan.Messages))
				}
			}
			for _, o := range plan.Orders {
				if n, _ := w.People.Count(audience.And(o.Box, adults)); n == 0 || float64(n)/float64(all)-o.Share > 1e-9 {
					t.Errorf("%s: %d of %d people, %.4f of the money", o.Box, n, all, o.Share)
				}
			}
			if joint, _ := w.People.Count(audience.And(audience.Or(boxes...), adults)); len(boxes) > 0 && joint != all {
				t.Errorf("%d people in all boxes, %d one by one", joint, all)
			}
			if s.Name != "silence" && s.Name != "demobilise" && all != w.Electorate.Voters || len(boxes) > 0 && (share < 1-1e-9 || share > 1+1e-9) {
				t.Errorf("%d of %d adults in boxes, %.4f of the money", all, w.Electorate.Voters, share)
			}
			r := run(t, w, s.Name, "silence")
			if r.Home != 0 || r.Turnout != quiet.Turnout {
				t.Errorf("%d stayed at home", r.Home)
			}
			for k := range r.Ads {
				if r.Micros[k] > r.Ads[k].Budget {
					t.Errorf("%s paid %d of %d", r.Ads[k].ID, r.Micros[k], r.Ads[k].Budget)
				}
			}
			if r := run(t, poor, s.Name, "silence"); !slices.Equal(r.Votes, quiet.Votes) || r.Spent(0) != 0 {
				t.Errorf("without money: votes %v, silence %v", r.Votes, quiet.Votes)
			}
			if r := run(t, small, s.Name, "silence"); r.Changed != 0 {
				t.Errorf("the smallest box changed %d ads of a campaign that knows of it", r.Changed)
			}
		})
	}
}

func planOf(t testing.TB, w *machine.World, name string) *strategy.Plan {
	t.Helper()
	plans, err := w.Plans(append([]string{name}, slices.Repeat([]string{"silence"}, len(w.Messages)-1)...))
	if err != nil {
		t.Fatal(err)
	}
	return plans[0]
}

// written is a plan with its boxes in words.
func written(p *strategy.Plan) []string {
	out := []string{fmt.Sprint(p.Messages)}
	if p.Promise != nil {
		out = append(out, fmt.Sprintf("%x", *p.Promise))
	}
	for _, o := range p.Orders {
		out = append(out, fmt.Sprintf("%s %d %x", o.Box, o.Message, o.Share))
	}
	return out
}

// TestNothingToGain: where everybody reacts alike, the campaign knows what
// messages do and data cost nothing, targeting buys the same ads as telling all
// the best message.
func TestNothingToGain(t *testing.T) {
	w := world(t, func(s *machine.Settings) { s.Heterogeneity, s.Known, s.Bought.Micros = 0, true, 0 })
	one, all := run(t, w, "micro", "mass"), run(t, w, "best", "mass")
	if fingerprint(one) != fingerprint(all) || one.Share(0) != all.Share(0) {
		t.Errorf("micro %v, best %v", one.Votes, all.Votes)
	}
	w = world(t, func(s *machine.Settings) { s.Heterogeneity, s.Known = 1, true })
	if p := planOf(t, w, "micro").Promise; p.Targeted != p.TrueTargeted || p.TrueTargeted <= p.TrueBest {
		t.Errorf("known and groups differ: %+v", p)
	}
}

// TestCosts: data and pilots are paid before any ad. Of 800 euros of 20,000
// voters, a pilot of 20 x 500 answers at a euro costs the country of a million
// 10,000 and these voters 200; records cost a cent each.
func TestCosts(t *testing.T) {
	w := world(t, nil)
	voters := int64(w.Electorate.Voters)
	for name, want := range map[string][2]bool{"silence": {}, "mass": {}, "best": {true, false}, "segments": {true, true}, "micro": {true, true}, "pander": {false, true}, "demobilise": {false, true}} {
		plan := planOf(t, w, name)
		got := w.Costs(plan)
		var pilot, records int64
		if want[0] {
			pilot = 10_000 * voters
		}
		if want[1] {
			bought, err := w.Electorate.Buy(w.Bought)
			if err != nil {
				t.Fatal(err)
			}
			for i, age := range w.Electorate.Age {
				if _, known := bought.Of(i); known && age >= electorate.Adult {
					records++
				}
			}
		}
		if got.Pilot != pilot || got.Data != records*10_000 {
			t.Errorf("%s: %+v, want a pilot of %d and %d records", name, got, pilot, records)
		}
		left := int64(0)
		for _, a := range w.Ads([]*strategy.Plan{plan}, 0, machine.Posted{}) {
			left += a.Budget
		}
		if all := 40_000*voters - got.Pilot - got.Data; name != "silence" && (left > all || left < all-int64(len(plan.Orders))) {
			t.Errorf("%s: %d for ads, want %d", name, left, all)
		}
	}
	// Who cannot pay for them has nothing left.
	dear := world(t, func(s *machine.Settings) { s.Answer = 100 })
	if r := run(t, dear, "best", "silence"); r.Spent(0) != 0 || len(r.Ads) != 1 {
		t.Errorf("a pilot that costs more than there is, and %d for ads", r.Spent(0))
	}
}

// TestStayAtHome: an effect that is assumed keeps people from the polls (none is,
// in TestStrategies: nobody stays), and by right records those are other parties'
// voters more often than the party's own.
func TestStayAtHome(t *testing.T) {
	w := world(t, func(s *machine.Settings) { s.Kept, s.Bought.Wrong, s.Bought.Missing = 8, 0, 0 })
	quiet, r := run(t, w, "silence", "silence"), run(t, w, "demobilise", "silence")
	if r.Home == 0 || r.Turnout != quiet.Turnout-r.Home || r.Moved != 0 {
		t.Fatalf("%d stayed at home of %d, %d went, %d moved", r.Home, quiet.Turnout, r.Turnout, r.Moved)
	}
	sum := int64(0)
	for p := range r.Votes {
		sum += quiet.Votes[p] - r.Votes[p]
	}
	if sum != r.Home || r.Share(0) <= quiet.Share(0) {
		t.Errorf("%d votes lost for %d; share %.3f, was %.3f", sum, r.Home, r.Share(0), quiet.Share(0))
	}
}

// TestTwoFaced: who panders tells left and right opposite things, and people who
// know each other; with right records, nobody hears what was meant for another.
func TestTwoFaced(t *testing.T) {
	w := world(t, func(s *machine.Settings) { s.Bought.Wrong, s.Bought.Missing = 0, 0 })
	r := run(t, w, "pander", "silence")
	c := w.Report(r, 0, nil).Harms.TwoFaced
	if c == nil || c.Left == 0 || c.Right == 0 || c.Both != 0 || c.Ties == 0 {
		t.Fatalf("%+v", c)
	}
	left, right, at := int64(0), int64(0), 0
	for i, age := range w.Electorate.Age {
		if age < electorate.Adult {
			continue
		}
		if r.Seen[at] != 0 {
			switch g := w.Electorate.Ideology(i); {
			case g < 2:
				left++
			case g > 2:
				right++
			}
		}
		at++
	}
	if c.Left != left || c.Right != right {
		t.Errorf("%+v, want left %d, right %d", c, left, right)
	}
	if c := w.Report(run(t, w, "micro", "silence"), 0, nil).Harms.TwoFaced; c != nil {
		t.Errorf("messages about nothing: %+v", c)
	}
}
