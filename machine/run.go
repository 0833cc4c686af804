package machine

import (
	"fmt"
	"slices"
	"sync"

	"github.com/contrechamp/contrechamp/draw"
	"github.com/contrechamp/contrechamp/machine/electorate"
	"github.com/contrechamp/contrechamp/machine/market"
	"github.com/contrechamp/contrechamp/machine/message"
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
// and what messages do to turnout is added to its logit alike; only who stays at
// home for it is counted, since no message here brings anybody to the polls.
func (w *World) Run(plan []string, shown int) (*Election, error) {
	plans, err := w.Plans(plan)
	if err != nil {
		return nil, err
	}
	ads := w.Ads(plans)
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
	t := w.newTally(shown, plans)
	r.Delivery = *sale.Deliver(pi, func(block, i int, seen []market.Shown) { t.of(block).person(i, seen, r.Ads) })
	if err := w.ended(); err != nil {
		return nil, err
	}
	w.Progress("delivery", 1)
	t.count(r)
	return r, nil
}

// tally counts an election block by block.
type tally struct {
	w     *World
	shown int
	plans []*strategy.Plan
	seen  []outcome.Set // by person; minors have none
	by    []*blockTally
}

// blockTally is one block's: what changes against the vote without ads.
type blockTally struct {
	*tally
	change []int64
	moved  int64
	home   int64
	dose   [][]int64 // by party and message
	gained []float64
}

func (w *World) newTally(shown int, plans []*strategy.Plan) *tally {
	return &tally{w: w, shown: shown, plans: plans, seen: make([]outcome.Set, w.Electorate.N), by: make([]*blockTally, w.Electorate.Blocks())}
}

// of is the tally of a block, on which one goroutine works at a time.
func (t *tally) of(block int) *blockTally {
	if t.by[block] == nil {
		n := len(t.w.Messages)
		b := &blockTally{tally: t, change: make([]int64, n), dose: make([][]int64, n), gained: make([]float64, n)}
		for p := range b.dose {
			b.dose[p] = make([]int64, len(t.plans[p].Messages))
		}
		t.by[block] = b
	}
	return t.by[block]
}

// person notes what was shown to an adult, and how that changes the vote.
func (b *blockTally) person(i int, shown []market.Shown, ads []market.Ad) {
	if len(shown) == 0 {
		return
	}
	w, e := b.w, b.w.Electorate
	for _, s := range shown {
		a := &ads[s.Ad]
		if a.Party == b.shown {
			b.seen[i] |= 1 << a.Message
		}
		b.dose[a.Party][a.Message] += int64(s.Impressions) * w.phase[s.Phase]
	}
	age, ideology := electorate.AgeGroup(e.Age[i]), e.Ideology(i)
	turnout := 0.0
	for p := range b.dose {
		sum := 0.0
		for m, d := range b.dose[p] {
			if d > 0 {
				said, dose := &b.plans[p].Messages[m], doses()[min(d, doseTop)]
				sum += float64(said.Of(age, ideology) * dose)
				turnout += float64(said.Turnout * dose)
				b.dose[p][m] = 0
			}
		}
		b.gained[p] = float64(w.Place * message.LogitPerPoint * sum)
	}
	if !e.Votes(i) {
		return
	}
	if turnout < 0 && !e.VotesAt(i, float64(w.Place*message.LogitPerPoint*turnout)) {
		b.change[w.ballot.Choice(i, nil)]--
		b.home++
		return
	}
	if before, after := w.ballot.Choice(i, nil), w.ballot.Choice(i, b.gained); before != after {
		b.change[before]--
		b.change[after]++
		b.moved++
	}
}

// count adds the blocks up.
func (t *tally) count(r *Election) {
	w, e := t.w, t.w.Electorate
	r.Votes = make([]int64, len(w.Messages))
	for block, votes := range w.quiet {
		for p, n := range votes {
			r.Votes[p] += n
			r.Turnout += n
			if b := t.by[block]; b != nil {
				r.Votes[p] += b.change[p]
			}
		}
		if b := t.by[block]; b != nil {
			r.Moved += b.moved
			r.Home += b.home
			r.Turnout -= b.home
		}
	}
	// Adults close up over minors, in place.
	r.Groups = make([]uint8, 0, e.Voters)
	r.Women = make([]bool, 0, e.Voters)
	r.Seen = t.seen[:0]
	for i, s := range t.seen {
		if e.Age[i] >= electorate.Adult {
			r.Seen = append(r.Seen, s)
			r.Groups = append(r.Groups, uint8(electorate.AgeGroup(e.Age[i])))
			r.Women = append(r.Women, e.Cell[i].Sex() == 0)
		}
	}
}
