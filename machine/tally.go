package machine

import (
	"slices"

	"github.com/contrechamp/contrechamp/machine/electorate"
	"github.com/contrechamp/contrechamp/machine/market"
	"github.com/contrechamp/contrechamp/machine/message"
	"github.com/contrechamp/contrechamp/machine/outcome"
	"github.com/contrechamp/contrechamp/machine/strategy"
)

// tally counts an election block by block.
type tally struct {
	w     *World
	shown int
	plans []*strategy.Plan
	at    []float64 // places, of each of which there is an election

	points [][]float64 // by person and party, in a survey; only if keeps

	letters *post         // nil: none
	told    []bool        // people whom person was called for, if there are letters
	seen    []outcome.Set // by person; minors have none
	by      []*blockTally
}

// blockTally is one block's.
type blockTally struct {
	*tally
	changed []changed // by place
	dose    [][]int64 // by party and message
	points  []float64 // by party
	gained  []float64
}

// changed is what is otherwise than in the vote without ads.
type changed struct {
	votes                []int64 // by party
	moved, home, brought int64
	lost                 int64 // votes of the party shown, by those who learned of both halves
}

func (w *World) newTally(shown int, plans []*strategy.Plan, at []float64) *tally {
	return &tally{w: w, shown: shown, plans: plans, at: at, seen: make([]outcome.Set, w.Electorate.N), by: make([]*blockTally, w.Electorate.Blocks())}
}

// of is the tally of a block, on which one goroutine works at a time.
func (t *tally) of(block int) *blockTally {
	if t.by[block] == nil {
		n := len(t.w.Messages)
		b := &blockTally{tally: t, changed: make([]changed, len(t.at)), dose: make([][]int64, n), points: make([]float64, n), gained: make([]float64, n)}
		for k := range b.changed {
			b.changed[k].votes = make([]int64, n)
		}
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
	if b.told != nil {
		b.told[i] = true
	}
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
		b.points[p] = sum
	}
	if b.tally.points != nil {
		b.tally.points[i] = slices.Clone(b.points)
	}
	letter, goes := b.letters.turnout(i), e.Votes(i)
	if !goes && letter == 0 {
		return
	}
	before := w.ballot.Choice(i, nil)
	for k, place := range b.at {
		c := &b.changed[k]
		now := goes
		if turnout < 0 || letter > 0 {
			now = e.VotesAt(i, letter+float64(place*message.LogitPerPoint*turnout))
		}
		if goes && !now {
			c.votes[before]--
			c.home++
		}
		if !now {
			continue
		}
		for p, x := range b.points {
			b.gained[p] = logits(place, x)
		}
		after := w.ballot.Choice(i, b.gained)
		switch {
		case !goes:
			c.votes[after]++
			c.brought++
		case before != after:
			c.votes[before]--
			c.votes[after]++
			c.moved++
		}
	}
}

// logits are points of a survey as they are left in a place.
func logits(place, points float64) float64 { return float64(place * message.LogitPerPoint * points) }

// count adds the blocks up: an election a place, which have all but the votes in
// common.
func (t *tally) count(common *Election) (all []*Election) {
	t.close(common)
	t.only()
	t.offended(common)
	if t.letters != nil {
		common.Posted = t.letters.Posted
	}
	for k := range t.at {
		r := *common
		r.Votes = make([]int64, len(t.w.Messages))
		for block, votes := range t.w.quiet {
			for p, n := range votes {
				r.Votes[p] += n
				r.Turnout += n
			}
			if b := t.by[block]; b != nil {
				c := &b.changed[k]
				for p, n := range c.votes {
					r.Votes[p] += n
				}
				r.Moved += c.moved
				r.Home += c.home
				r.Turnout += c.brought - c.home
				r.Posted.Brought += c.brought
				r.Lost += c.lost
			}
		}
		all = append(all, &r)
	}
	return all
}

// only brings those to the polls who got a letter and saw no ad.
func (t *tally) only() {
	if t.letters == nil {
		return
	}
	e := t.w.Electorate
	for i := range e.N {
		letter := 0.0
		if !t.told[i] {
			letter = t.letters.turnout(i)
		}
		if letter == 0 || e.Votes(i) || !e.VotesAt(i, letter) {
			continue
		}
		b := t.of(i / electorate.Block)
		for k := range b.changed {
			b.changed[k].votes[t.w.ballot.Choice(i, nil)]++
			b.changed[k].brought++
		}
	}
}

// close notes what every adult saw, and who that is.
func (t *tally) close(r *Election) {
	e := t.w.Electorate
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
