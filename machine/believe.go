package machine

import (
	"context"
	"math"
	"sync"

	"github.com/contrechamp/contrechamp/draw"
	"github.com/contrechamp/contrechamp/machine/message"
)

// What must one believe for a targeted candidate to beat a better liked one? The
// contest of belief (message.Contest) is held under one assumption after another,
// each changed alone from the first: both candidates alike, as many contacts.

// Assumption is one of them.
type Assumption struct {
	Name   string // of its sentence, "believe-NAME"
	change func(c *message.Contest)
}

func liking(first, second float64) func(*message.Contest) {
	return func(c *message.Contest) { c.Candidates[0].Liking, c.Candidates[1].Liking = first, second }
}

// also makes one change of several.
func also(changes ...func(*message.Contest)) func(*message.Contest) {
	return func(c *message.Contest) {
		for _, change := range changes {
			change(c)
		}
	}
}

var (
	disliked   = liking(.45, .55)
	noBackfire = func(c *message.Contest) { c.NoBackfire = true }
	asTold     = func(c *message.Contest) { c.Strength = .1 } // one point a contact
	dearer     = func(c *message.Contest) { c.Candidates[0].Reach = .4 }
	guesses    = func(c *message.Contest) { c.Candidates[0].Error = .6 }
)

func contacts(first, second float64) func(*message.Contest) {
	return func(c *message.Contest) { c.Candidates[0].Reach, c.Candidates[1].Reach = first, second }
}

// Assumptions are all that are tried, in the order of the table. The first is
// the ordinary one.
var Assumptions = []Assumption{
	{"base", func(*message.Contest) {}},
	{"disliked", disliked},
	{"very-disliked", liking(.4, .6)},
	{"liked-other", liking(.5, .6)},
	{"liked-other-2", also(liking(.5, .6), contacts(1, 2))},
	{"liked-other-4", also(liking(.5, .6), contacts(1, 4))},
	{"swing", func(c *message.Contest) { c.PriorSpread = .03 }},
	{"camps", func(c *message.Contest) { c.Camps = .25 }},
	{"abstain", func(c *message.Contest) { c.Abstain = 1. / 3 }},
	{"no-backfire", noBackfire},
	{"no-backfire-disliked", also(noBackfire, disliked)},
	{"trusted", func(c *message.Contest) { liking(.8, .8)(c); c.Spread = .05 }},
	{"knows-less", func(c *message.Contest) { c.Candidates[0].Error = .2 }},
	{"guesses", guesses},
	{"guesses-disliked", also(guesses, disliked)},
	{"wearing", func(c *message.Contest) { c.Wearing = true }},
	{"same-money", dearer},
	{"same-money-disliked", also(dearer, disliked)},
	{"overheard-disliked", also(disliked, func(c *message.Contest) { c.Candidates[0].Overheard = true })},
	{"as-published", asTold},
	{"as-published-disliked", also(asTold, disliked)},
	{"as-published-no-backfire-disliked", also(asTold, noBackfire, disliked)},
	{"both", func(c *message.Contest) { c.Candidates[1].Targeted = true }},
	{"low-reach", contacts(.1, .1)},
	{"high-reach", contacts(5, 5)},
}

// Belief is what comes of an assumption: means over seeds, in points, with half
// widths of their 95 % intervals.
type Belief struct {
	Name      string  `json:"assumption"`
	Share     float64 `json:"share"` // of the votes for the targeted candidate
	ShareHalf float64 `json:"share_half_width"`
	Wins      int     `json:"wins"`
	Gain      float64 `json:"gain"` // over the same candidate who contacts anybody
	GainHalf  float64 `json:"gain_half_width"`
}

// Believed is the table.
type Believed struct {
	Voters int      `json:"voters"`
	Seeds  int      `json:"seeds"`
	Seed   uint64   `json:"seed"`
	Rows   []Belief `json:"rows"`
}

// t19 is the 97.5 % point of Student's t with 19 degrees of freedom.
const t19 = 2.093024054408263

// believeSeeds is how many pairs of contests a row rests on.
const believeSeeds = 20

// Believe holds the contests of all assumptions. Contests that are compared share
// their voters: each seed's numbers are those of the row's twin without aim.
func Believe(ctx context.Context, voters int, seed uint64) (*Believed, error) {
	out := &Believed{Voters: voters, Seeds: believeSeeds, Seed: seed, Rows: make([]Belief, len(Assumptions))}
	var wait sync.WaitGroup
	next := make(chan int)
	for range 2 {
		wait.Go(func() {
			for i := range next {
				out.Rows[i] = believe(Assumptions[i], voters, seed)
			}
		})
	}
	for i := range Assumptions {
		if ctx.Err() != nil {
			break
		}
		next <- i
	}
	close(next)
	wait.Wait()
	return out, ctx.Err()
}

func believe(a Assumption, voters int, seed uint64) Belief {
	contest := message.Contest{Voters: voters, Spread: .2, PriorSpread: .1}
	contest.Candidates = [2]message.Candidate{{Liking: .5, Reach: 1, Targeted: true}, {Liking: .5, Reach: 1}}
	a.change(&contest)
	anybody := contest
	anybody.Candidates[0].Targeted, anybody.Candidates[0].Overheard = false, false

	b := Belief{Name: a.Name}
	var shares, gains []float64
	for s := range uint64(believeSeeds) {
		with, without := float64(100*share(&contest, seed+s)), float64(100*share(&anybody, seed+s))
		shares, gains = append(shares, with), append(gains, with-without)
		if with > 50 {
			b.Wins++
		}
	}
	b.Share, b.ShareHalf = interval(shares)
	b.Gain, b.GainHalf = interval(gains)
	return b
}

// share holds one contest with the numbers of a seed.
func share(c *message.Contest, seed uint64) float64 {
	k := draw.For(seed, "credibility")
	from := func(purpose uint64) message.Random { return random{&draw.Stream{Key: k.Sub(purpose)}} }
	return c.Share([2]message.Random{from(1), from(2)}, [2]message.Random{from(3), from(4)}, from(5))
}

type random struct{ *draw.Stream }

// Below is a whole number from 0 to n-1.
func (r random) Below(n int) int { return int(draw.Below(r.Next(), uint64(n))) }

// interval is the mean of some numbers and the half width of its 95 % interval.
func interval(x []float64) (mean, half float64) {
	n := float64(len(x))
	for _, v := range x {
		mean += v / n
	}
	sum := 0.0
	for _, v := range x {
		sum += float64((v - mean) * (v - mean))
	}
	return mean, t19 * math.Sqrt(sum/(n-1)/n)
}
