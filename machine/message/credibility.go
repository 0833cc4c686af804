package message

import "math"

// Credibility is what a voter thinks of a candidate as a source: how likely the
// candidate tells the truth, and how likely the candidate knows it.
type Credibility struct{ Expert, Trust float64 }

// Ratio is the likelihood ratio that a statement of such a source has for the
// one who hears it: an honest expert reports the truth, a dishonest one the
// reverse, and who is no expert reports either by chance,
//
//	(e t + (1-e)/2) / (e (1-t) + (1-e)/2).
//
// Below 1, where trust is below a half, the statement backfires. The form is
// our reading of the Bayesian source credibility model that Madsen and
// Pilditch's simulations use (CogSci 2017; PLOS ONE 13(4), e0193909, 2018); we
// have seen the abstracts, not the code.
func (c Credibility) Ratio() float64 {
	chance := float64((1 - c.Expert) / 2)
	return (float64(c.Expert*c.Trust) + chance) / (float64(c.Expert*(1-c.Trust)) + chance)
}

// Revise is a belief after a statement of likelihood ratio lr.
func Revise(belief, lr float64) float64 { return belief * lr / (float64(belief*lr) + 1 - belief) }

// A Contest is an election between two candidates whom voters believe more or
// less, one contact at a time. The zero value of a field is the ordinary case.
type Contest struct {
	Voters     int
	Candidates [2]Candidate
	// Spread is the standard deviation of expertise and trust over voters.
	Spread float64
	// PriorSpread is that of beliefs before the campaign, around a half.
	PriorSpread float64
	// Camps moves the prior of every voter towards one candidate and away from
	// the other by this much, half of them each way.
	Camps float64
	// Abstain is the share of voters who do not vote, whatever they hear.
	Abstain float64
	// Strength multiplies what a contact does, on the logit scale; 0 is 1.
	Strength float64
	// NoBackfire makes a statement that would backfire do nothing.
	NoBackfire bool
	// Wearing makes each contact count half of the one before.
	Wearing bool
}

// Candidate is one side of a contest.
type Candidate struct {
	Liking float64 // mean expertise and trust over voters
	Reach  float64 // contacts, a voter on average
	// Targeted campaigns contact only those who trust the candidate by more
	// than a half, as far as they know.
	Targeted bool
	// Error is the standard deviation of what they know of trust.
	Error float64
	// Overheard makes each contact reach a random voter too.
	Overheard bool
}

// Random hands out independent random numbers.
type Random interface {
	Normals
	Below(n int) int // whole numbers from 0 to n-1, alike
}

// Share is the first candidate's share of the votes, 0 to 1. The two
// candidates' numbers come from streams of their own, and contacts from two
// more, so that contests that differ in one side's plan have the same voters.
func (c *Contest) Share(voters, contacts [2]Random, abstain Random) float64 {
	logits := [2][]float64{c.side(0, voters[0], contacts[0]), c.side(1, voters[1], contacts[1])}
	won, votes := 0, 0
	const fine = 1 << 20
	for i := range c.Voters {
		if c.Abstain > 0 && float64(abstain.Below(fine)) < c.Abstain*fine {
			continue
		}
		votes++
		if logits[0][i] > logits[1][i] {
			won++
		}
	}
	if votes == 0 {
		return math.NaN()
	}
	return float64(won) / float64(votes)
}

// side is every voter's belief in one candidate after the campaign, in logits.
func (c *Contest) side(k int, voters, contacts Random) []float64 {
	side := c.Candidates[k]
	strength := c.Strength
	if strength == 0 {
		strength = 1
	}
	belief := make([]float64, c.Voters)
	moved := make([]float64, c.Voters) // logits a contact
	var friends []int                  // whom the campaign thinks that it has
	for i := range belief {
		prior := .5 + float64(c.PriorSpread*voters.Normal())
		if c.Camps > 0 {
			if i%2 == k {
				prior += c.Camps
			} else {
				prior -= c.Camps
			}
		}
		prior = min(max(prior, .001), .999)
		belief[i] = math.Log(prior / (1 - prior))
		of := Credibility{
			Expert: within01(side.Liking + float64(c.Spread*voters.Normal())),
			Trust:  within01(side.Liking + float64(c.Spread*voters.Normal())),
		}
		known := of.Trust + float64(side.Error*voters.Normal())
		if known > .5 {
			friends = append(friends, i)
		}
		moved[i] = strength * math.Log(min(max(of.Ratio(), 1e-9), 1e9)) // an expert of perfect trust has no finite ratio
		if c.NoBackfire {
			moved[i] = max(moved[i], 0)
		}
	}
	heard := make([]int, c.Voters)
	for range int(math.Round(side.Reach * float64(c.Voters))) {
		switch {
		case !side.Targeted:
			heard[contacts.Below(c.Voters)]++
		case len(friends) > 0:
			heard[friends[contacts.Below(len(friends))]]++
		}
		if side.Overheard {
			heard[contacts.Below(c.Voters)]++
		}
	}
	for i, n := range heard {
		dose := float64(n)
		if c.Wearing {
			dose = Dose(dose)
		}
		belief[i] += float64(moved[i] * dose)
	}
	return belief
}

func within01(x float64) float64 { return min(max(x, 0), 1) }
