package electorate

import (
	"math"
	"sync"

	"github.com/contrechamp/contrechamp/draw"
)

// Slots: how many places for advertisements a person sees in a day is lognormal
// with this median and spread, so that heavy users exist; both are choices.
const (
	slotMedian = 2.5
	slotSpread = .8
	slotsADay  = 2 // steps of Slots a place
)

// slotRates are the rates by the high 12 bits of chance.
var slotRates = sync.OnceValue(func() *[1 << 12]uint8 {
	t := new([1 << 12]uint8)
	for i := range t {
		z := float64(draw.Normal(uint16(i<<4 | 8)))
		t[i] = uint8(min(255, math.Floor(float64(slotsADay*slotMedian*draw.Exp(float64(slotSpread*z)))+.5)))
	}
	return t
})

func slotRate(u uint64) uint8 { return slotRates()[u>>52] }

// SlotsADay is how many places for advertisements an adult sees in a day.
func (e *Electorate) SlotsADay(i int) float64 { return float64(e.Slots[i]) / slotsADay }

// Turnout are the effects on the logit of voting; all are choices that give
// about 70 % and a gap of about 25 points between young and old.
var turnout = struct {
	base, perYear, interest, habit, gap float64
	education                           [educations]float64
}{base: .2, perYear: .02, interest: .3, habit: .8, gap: .4, education: [educations]float64{-.25, 0, .05, .35}}

// Votes says whether an adult goes to the polls: age, up to 75, education,
// interest in politics, habit, and how far the first choice is ahead of the
// second, which is what is at stake for this person.
func (e *Electorate) Votes(i int) bool { return e.VotesAt(i, 0) }

// VotesAt is Votes with so many logits added.
func (e *Electorate) VotesAt(i int, logits float64) bool {
	u := e.Utility[len(e.Model.Parties)*i : len(e.Model.Parties)*(i+1)]
	first, second := int8(-128), int8(-128)
	for _, x := range u {
		if x > first {
			first, second = x, first
		} else if x > second {
			second = x
		}
	}
	t := &turnout
	x := logits + t.base + float64(t.perYear*float64(min(int(e.Age[i]), 75)-45)) + t.education[e.Cell[i].Education()] + float64(t.interest*e.Trait(i, Axes-1))
	if e.Habit(i) {
		x += t.habit
	}
	if len(u) > 1 {
		x += float64(t.gap * min(float64(int(first)-int(second))/perLogit, 2))
	}
	return draw.Unit(e.keys.turnout.At(uint64(i))) < draw.Logistic(x)
}

// A Ballot is how an electorate votes: the chance of the day, one stream a party
// by its id, so that two elections of one seed differ by what was done to people
// and not by chance, and the order of the parties does not matter.
type Ballot struct {
	e     *Electorate
	noise []draw.Key
}

// Ballot is the vote of an electorate.
func (e *Electorate) Ballot() *Ballot {
	b := &Ballot{e: e}
	for _, p := range e.Model.Parties {
		b.noise = append(b.noise, draw.For(e.Seed, "electorate/vote/"+p.ID))
	}
	return b
}

// Choice is the party that an adult prefers if its parties have gained so many
// logits with this person: nil is nothing. Of two that are exactly as good the
// one whose id is greater is chosen.
func (b *Ballot) Choice(i int, gained []float64) int {
	best, top := 0, int64(math.MinInt64)
	u := b.e.Utility[len(b.noise)*i:]
	for p, k := range b.noise {
		v := int64(u[p])*(1<<20/perLogit) + int64(draw.Gumbel(uint16(k.At(uint64(i))>>48)))
		if gained != nil {
			v += int64(math.Floor(float64(gained[p]*(1<<20)) + .5))
		}
		if v > top || v == top && b.e.Model.Parties[p].ID > b.e.Model.Parties[best].ID {
			best, top = p, v
		}
	}
	return best
}
