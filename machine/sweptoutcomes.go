package machine

import (
	"math"

	"github.com/contrechamp/contrechamp/draw"
	"github.com/contrechamp/contrechamp/machine/outcome"
)

// Outcome is something that a sweep measures of each of its elections. An election
// may not have it: then it is NaN.
type Outcome struct {
	Name string
	Unit string
	over string // a gain in points of the votes over this strategy; "": see of
	of   func(*swept) float64
}

// swept is one election of a sweep.
type swept struct {
	r      *Election
	report *Report
	party  int
}

// Outcomes are all, in the order of the columns. Points are percentage points;
// shares are from 0 to 1.
var Outcomes = []Outcome{
	{"share", "points of the votes", "", func(s *swept) float64 { return s.r.Share(s.party) }},
	{"over_silence", "points of the votes", "silence", nil},
	{"over_mass", "points of the votes", "mass", nil},
	{"over_best", "points of the votes", "best", nil},
	{"moved", "share of those who went to the polls", "", func(s *swept) float64 { return float64(s.r.Moved) / float64(max(1, s.r.Turnout)) }},
	{"spent", "euros a voter, for ads", "", func(s *swept) float64 { return s.a(float64(s.report.Parties[s.party].Micros) / 1e6) }},
	{"data", "euros a voter", "", func(s *swept) float64 { return s.a(float64(s.report.Parties[s.party].Costs.Data) / 1e6) }},
	{"pilot", "euros a voter", "", func(s *swept) float64 { return s.a(float64(s.report.Parties[s.party].Costs.Pilot) / 1e6) }},
	{"shown", "impressions a voter", "", func(s *swept) float64 { return s.a(float64(s.report.Parties[s.party].Impressions)) }},
	{"ground", "share of pairs of voters", "", func(s *swept) float64 { return pointed(s.report.Harms.CommonGround) }},
	{"ground_reached", "share of pairs of voters", "", func(s *swept) float64 { return pointed(s.report.Harms.AmongReached) }},
	{"unreached", "share of voters", "", func(s *swept) float64 { return s.report.Harms.Unreached }},
	{"boxes", "boxes", "", func(s *swept) float64 { return float64(s.report.Harms.Boxes) }},
	{"smallest", "adults", "", func(s *swept) float64 { return s.some(float64(s.report.Harms.Smallest)) }},
	{"bits", "bits", "", func(s *swept) float64 { return pointed(s.report.Harms.Bits) }},
	{"women", "times as often as men", "", func(s *swept) float64 { return pointed(s.report.Harms.Women) }},
	{"promised", "points a person in a survey", "", promised(func(p *PromiseLine) float64 { return p.Targeted })},
	{"promised_best", "points a person in a survey", "", promised(func(p *PromiseLine) float64 { return p.Best })},
	{"true", "points a person in a survey", "", promised(func(p *PromiseLine) float64 { return p.TrueTargeted })},
	{"true_best", "points a person in a survey", "", promised(func(p *PromiseLine) float64 { return p.TrueBest })},
	{"left", "share of voters", "", faced(func(t *TwoFaced) int64 { return t.Left })},
	{"right", "share of voters", "", faced(func(t *TwoFaced) int64 { return t.Right })},
	{"both", "share of voters", "", faced(func(t *TwoFaced) int64 { return t.Both })},
	{"opposite_ties", "pairs a voter", "", faced(func(t *TwoFaced) int64 { return t.Ties })},
	{"apart_age", "bits", "", diverged("age", func(d Diverged) float64 { return d.Bits })},
	{"apart_age_by_chance", "bits", "", diverged("age", func(d Diverged) float64 { return d.Null })},
	{"apart_ideology", "bits", "", diverged("ideology", func(d Diverged) float64 { return d.Bits })},
	{"apart_ideology_by_chance", "bits", "", diverged("ideology", func(d Diverged) float64 { return d.Null })},
	{"leak", "bits", "", func(s *swept) float64 { return pointed(s.report.Harms.Leak) }},
	{"known_1", "share of voters, if 1 % read", "", knows(.01)},
	{"known_10", "share of voters, if 10 % read", "", knows(.1)},
	{"known_50", "share of voters, if 50 % read", "", knows(.5)},
}

// a is a sum a voter.
func (s *swept) a(sum float64) float64 { return sum / float64(s.r.Voters) }

// some is a number that there is if there is a box.
func (s *swept) some(x float64) float64 {
	if s.report.Harms.Boxes == 0 {
		return math.NaN()
	}
	return x
}

func pointed(x *float64) float64 {
	if x == nil {
		return math.NaN()
	}
	return *x
}

func promised(of func(*PromiseLine) float64) func(*swept) float64 {
	return func(s *swept) float64 {
		if s.report.Promise == nil {
			return math.NaN()
		}
		return of(s.report.Promise)
	}
}

func faced(of func(*TwoFaced) int64) func(*swept) float64 {
	return func(s *swept) float64 {
		if s.report.Harms.TwoFaced == nil {
			return math.NaN()
		}
		return s.a(float64(of(s.report.Harms.TwoFaced)))
	}
}

func diverged(by string, of func(Diverged) float64) func(*swept) float64 {
	return func(s *swept) float64 {
		for _, d := range s.report.Harms.Divergence {
			if d.By == by {
				return of(d)
			}
		}
		return math.NaN()
	}
}

// readers are the shares of adults who may read what everybody was told.
var readers = []float64{.01, .1, .5}

func knows(share float64) func(*swept) float64 {
	return faced(func(t *TwoFaced) int64 {
		for _, k := range t.Known {
			if k.Readers == share {
				return k.Voters
			}
		}
		return 0
	})
}

// Known is how many voters who were told only one half of what a party says to
// left and right learn of the other half, if a share of all adults reads what
// everybody was told and speaks of it to those they know. Of two shares, those who
// read at the smaller read at the larger too. ok is false if the party takes no
// sides.
func (w *World) Known(r *Election, party int, readers float64) (n int64, ok bool) {
	ok = w.eachKnowing(r, party, readers, func(int) { n++ })
	return n, ok
}

// eachKnowing calls do with the number of each person among all, minors too.
func (w *World) eachKnowing(r *Election, party int, readers float64, do func(person int)) (ok bool) {
	stands, ok := w.stands(r, party)
	if !ok {
		return false
	}
	voter, person := w.voters()
	ties, key := w.ties(), draw.For(w.Seed, "machine/readers")
	var of []int
	outcome.EachKnowing(r.Seen, stands, 0, func(v int) bool { return draw.Unit(key.At(uint64(person[v]))) < readers }, func(v int) []int {
		of = ties.Of(int(person[v]), of[:0])
		kept := of[:0]
		for _, i := range of {
			if voter[i] >= 0 {
				kept = append(kept, int(voter[i]))
			}
		}
		return kept
	}, func(v int) { do(int(person[v])) })
	return true
}
