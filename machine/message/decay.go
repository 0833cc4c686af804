package message

import "math"

// Decay is how an effect fades: a part of it exponentially, the rest stays
// until it goes at once.
type Decay struct {
	Days     float64 // of the exponential part, until 1/e of it is left
	Tail     float64 // part of 1 that does not fade
	TailDays int     // for how long it does not
}

// HillDecay keeps 32 % after a week and 15 % after two, and a tenth for six
// weeks: Hill, Lo, Vavreck and Zaller, "How Quickly We Forget" (2013), who find
// most of an effect gone within a week and a small remainder lasting weeks.
var HillDecay = Decay{Days: 5, Tail: .1, TailDays: 42}

// GerberDecay leaves nothing after a week: Gerber, Gimpel, Green and Shaw,
// "How Large and Long-lasting Are the Persuasive Effects of Televised Campaign
// Ads?" (2011).
var GerberDecay = Decay{Days: 2}

// Left is the part of 1 that is left of an effect so many days later.
func (d Decay) Left(days int) float64 {
	left := float64((1 - d.Tail) * math.Exp(-float64(days)/d.Days))
	if days <= d.TailDays {
		left += d.Tail
	}
	return left
}

// A Phase is a stretch of a campaign inside which days are exchangeable: from
// First to Last days before the vote, both included.
type Phase struct{ First, Last int }

// Phases are those of the last month, the last days first.
var Phases = []Phase{{0, 1}, {2, 4}, {5, 8}, {9, 15}, {16, 29}}

// Days is how many days a phase has.
func (p Phase) Days() int { return p.Last - p.First + 1 }

// Weight is the mean of what is left on the day of the vote of an effect made
// on a day of the phase.
func (d Decay) Weight(p Phase) float64 {
	sum := 0.0
	for day := p.First; day <= p.Last; day++ {
		sum += d.Left(day)
	}
	return sum / float64(p.Days())
}

// Dose is what contacts whose remaining parts add up to sum do, in units of one
// fresh contact: 2 (1 - 2^-sum), so the second adds half of what the first did
// and no number of them more than twice.
func Dose(sum float64) float64 { return 2 * (1 - math.Exp2(-sum)) }
