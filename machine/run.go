package machine

import (
	"fmt"
	"slices"
	"sync"

	"github.com/contrechamp/contrechamp/draw"
	"github.com/contrechamp/contrechamp/machine/market"
	"github.com/contrechamp/contrechamp/machine/outcome"
	"github.com/contrechamp/contrechamp/machine/strategy"
)

// Election is what came of one election.
type Election struct {
	Plan    []string // the strategy of each party
	Plans   []*strategy.Plan
	Ads     []market.Ad
	Changed int // ads that the platform's rule changed
	market.Delivery

	Voters  int
	Turnout int64   // who voted
	Votes   []int64 // by party
	Moved   int64   // who voted for another party than without any advertisement
	Home    int64   // who would have voted without any, and did not
	Posted  Posted  // letters of the party shown
	Lost    int64   // votes that the party shown lost because people learned of both halves

	// Seen is what every adult saw of the party shown, in the order of people,
	// Groups their age groups, Women who is a woman.
	Seen   []outcome.Set
	Groups []uint8
	Women  []bool
}

// Share is a party's share of the votes, in points.
func (r *Election) Share(party int) float64 {
	if r.Turnout == 0 {
		return 0
	}
	return 100 * float64(r.Votes[party]) / float64(r.Turnout)
}

// Spent is what a party's ads cost, in micro-euros.
func (r *Election) Spent(party int) (micros int64) {
	for k := range r.Ads {
		if r.Ads[k].Party == party {
			micros += r.Micros[k]
		}
	}
	return micros
}

// Boxes are a party's ads as outcome.Narrowness takes them.
func (r *Election) Boxes(party int) (boxes []outcome.Box) {
	for k := range r.Ads {
		if r.Ads[k].Party == party {
			boxes = append(boxes, outcome.Box{People: r.Targeted[k], Micros: r.Micros[k], Impressions: r.Impressions[k]})
		}
	}
	return boxes
}

// Doses are taken in whole steps of 1/doseUnit of a fresh contact, up to
// doseTop; what more contacts add is below 2^-20.
const (
	doseUnit = 1024
	doseTop  = 22 * doseUnit
)

// doses is message.Dose by steps, by operations that are the same everywhere.
var doses = sync.OnceValue(func() *[doseTop + 1]float64 {
	const ln2 = 0.6931471805599453
	t := new([doseTop + 1]float64)
	for i := range t {
		t[i] = 2 * (1 - draw.Exp(-ln2*float64(i)/doseUnit))
	}
	return t
})

// Run holds one election: parties order ads by their strategies, the market
// delivers them phase by phase, what was seen moves people, they vote. The
// outcomes of one party are kept: shown is its place.
//
// The logits that a party gains with person i are
//
//	A x .04 x sum over its messages m of e_m(i) x dose(sum over impressions of
//	what is left of them on the day)
//
// and what messages do to turnout is added to its logit alike, and what letters do.
func (w *World) Run(plan []string, shown int) (*Election, error) {
	all, err := w.runAt([]float64{w.Place}, plan, shown)
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

// runAt holds the elections that differ in how much of an effect is left in the
// field: their ads, and so what was delivered, are the same.
func (w *World) runAt(places []float64, plan []string, shown int) ([]*Election, error) {
	plans, err := w.Plans(plan)
	if err != nil {
		return nil, err
	}
	letters, err := w.newPost(shown, plans[shown])
	if err != nil {
		return nil, err
	}
	var posted Posted
	if letters != nil {
		posted = letters.Posted
	}
	ads := w.Ads(plans, shown, posted)
	rule, err := market.RuleNamed(w.Rule)
	if err != nil {
		return nil, err
	}
	r := &Election{Plan: slices.Clone(plan), Plans: plans, Voters: w.Electorate.Voters}
	r.Ads, r.Changed = rule.Apply(ads, w.People)
	w.Progress("pacing", .1)
	sale, err := market.NewSale(w.Market, w.Electorate, w.People, r.Ads, w.Seed)
	if err != nil {
		return nil, fmt.Errorf("selling ads: %w", err)
	}
	sale.Threads, sale.Ended = w.Threads, func() bool { return w.ended() != nil }
	pi := sale.Pace()
	w.Progress("delivery", .3)
	t := w.newTally(shown, plans, places)
	if t.keeps() {
		t.points = make([][]float64, w.Electorate.N)
	}
	if t.letters = letters; letters != nil {
		t.told = make([]bool, w.Electorate.N)
	}
	r.Delivery = *sale.Deliver(pi, func(block, i int, seen []market.Shown) { t.of(block).person(i, seen, r.Ads) })
	if err := w.ended(); err != nil {
		return nil, err
	}
	w.Progress("delivery", 1)
	return t.count(r), nil
}
