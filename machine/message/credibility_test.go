package message

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestRatio(t *testing.T) {
	near(t, "e .5, t .7", Credibility{.5, .7}.Ratio(), 1.5, 1e-12)
	near(t, "e .5, t .3", Credibility{.5, .3}.Ratio(), 2./3, 1e-9)
	near(t, "t .5", Credibility{.9, .5}.Ratio(), 1, 1e-12)
	near(t, "no expert", Credibility{0, .9}.Ratio(), 1, 1e-12)
	near(t, "revised up", Revise(.5, 1.5), .6, 1e-12)
	near(t, "revised down", Revise(.5, 2./3), .4, 1e-12)
}

func (p pcg) Below(n int) int { return p.IntN(n) }

func share(c Contest, seed uint64) float64 {
	from := func(stream uint64) Random { return pcg{rand.New(rand.NewPCG(seed, stream))} }
	return c.Share([2]Random{from(1), from(2)}, [2]Random{from(3), from(4)}, from(5))
}

// TestSameVoters: what one side does not change the voters of the other, so
// with no contacts at all the result is the prior's whatever else is set.
func TestSameVoters(t *testing.T) {
	c := Contest{Voters: 5000, Spread: .2, PriorSpread: .1}
	c.Candidates = [2]Candidate{{Liking: .5}, {Liking: .5}}
	silent := share(c, 1)
	c.Candidates[0].Targeted, c.Candidates[1].Liking = true, .9
	if got := share(c, 1); got != silent {
		t.Errorf("nobody was contacted, and the share went from %v to %v", silent, got)
	}
	c.Candidates[0].Reach = 1
	if got := share(c, 1); got <= silent {
		t.Errorf("targeted contacts took the share from %v to %v", silent, got)
	}
}

// TestNobodyIsAFriend: a targeted campaign that knows of no friend contacts nobody.
func TestNobodyIsAFriend(t *testing.T) {
	c := Contest{Voters: 1000, PriorSpread: .1}
	c.Candidates = [2]Candidate{{Liking: .2}, {Liking: .2}}
	silent := share(c, 3)
	c.Candidates[0] = Candidate{Liking: .2, Reach: 3, Targeted: true}
	if got := share(c, 3); got != silent {
		t.Errorf("the share went from %v to %v", silent, got)
	}
}

// TestAllAbstain: of no votes there is no share.
func TestAllAbstain(t *testing.T) {
	c := Contest{Voters: 100, Abstain: 1}
	if got := share(c, 1); !math.IsNaN(got) {
		t.Errorf("a share of %v of no votes", got)
	}
}
