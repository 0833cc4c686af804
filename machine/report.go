package machine

import (
	"github.com/contrechamp/contrechamp/draw"
	"github.com/contrechamp/contrechamp/machine/electorate"
	"github.com/contrechamp/contrechamp/machine/message"
	"github.com/contrechamp/contrechamp/machine/outcome"
)

// Report is an election as it is told: the votes, the gain with its interval,
// the harms of one party's campaign.
type Report struct {
	Country  string  `json:"country"`
	Seed     uint64  `json:"seed"`
	People   int     `json:"people"`
	Voters   int     `json:"voters"`
	Turnout  int64   `json:"turnout"`
	Moved    int64   `json:"moved"` // by all campaigns together
	H        float64 `json:"heterogeneity"`
	A        float64 `json:"left_in_the_field"`
	Rule     string  `json:"rule"`
	Changed  int     `json:"ads_changed_by_the_rule"`
	Party    string  `json:"party"`
	Strategy string  `json:"strategy"`

	Parties []PartyReport `json:"parties"`
	Gain    *GainReport   `json:"gain"`    // nil if no pairs were asked for
	Promise *PromiseLine  `json:"promise"` // nil if the strategy had none
	Home    int64         `json:"kept_at_home"`
	Letters *Posted       `json:"letters"` // nil: none were posted
	Lost    int64         `json:"votes_lost_because_people_compared"`
	Harms   Harms         `json:"harms"`
}

// PartyReport is one party's election.
type PartyReport struct {
	ID          string  `json:"id"`
	Name        string  `json:"name"`
	Strategy    string  `json:"strategy"`
	Votes       int64   `json:"votes"`
	Share       float64 `json:"share_percent"`
	Without     int64   `json:"votes_without_advertising"` // if nobody advertises
	Ads         int     `json:"ads"`
	Impressions int64   `json:"impressions"`
	Micros      int64   `json:"micro_euros"` // for ads
	Costs       Costs   `json:"micro_euros_before"`
}

// GainReport is a Gain with the price of a vote.
type GainReport struct {
	Against string    `json:"against"`
	Pairs   []float64 `json:"pairs_points"`
	Voters  int       `json:"voters_of_each_pair"`
	Mean    float64   `json:"points"`
	Lo      float64   `json:"lo"`
	Hi      float64   `json:"hi"`
	Told    bool      `json:"can_be_told_from_nothing"`

	Price *PriceReport `json:"price_of_a_vote"` // over silence only
}

// PromiseLine is what a model promised of what it chose, on the people that it
// learned from, beside what that does to the electorate: points of support an
// adult in a survey, if everybody is told what was chosen for them.
type PromiseLine struct {
	Learner  string  `json:"learner"` // "": one message for all
	Asked    int     `json:"asked"`   // people in the pilot; 0: the effects were known
	Targeted float64 `json:"promised"`
	Best     float64 `json:"promised_of_best_message"`

	TrueTargeted float64 `json:"true"`
	TrueBest     float64 `json:"true_of_best_message"`
}

// Harms are what a party's campaign did to the electorate.
type Harms struct {
	CommonGround *float64       `json:"common_ground"` // share of pairs of voters with a message in common
	AmongReached *float64       `json:"common_ground_among_reached"`
	Unreached    float64        `json:"unreached"`
	ByAge        []UnreachedAge `json:"unreached_by_age"`
	Boxes        int            `json:"boxes"`
	Smallest     int64          `json:"smallest_box"`
	Bits         *float64       `json:"bits"`                           // how much a box tells of whom it was shown to
	Below        [3]int64       `json:"micro_euros_in_boxes_below"`     // 100, 1,000 and 10,000 people
	Dropped      int64          `json:"impressions_beyond_the_budget"`  // that were not delivered
	Women        *float64       `json:"women_reached_over_men_reached"` // nil: nobody of one sex to compare
	Marked       bool           `json:"outside_four_fifths"`            // of that ratio
	TwoFaced     *TwoFaced      `json:"told_left_and_right"`            // nil: no message takes a side
	Divergence   []Diverged     `json:"divergence"`                     // empty: fewer than two groups saw anything
	Leak         *float64       `json:"leak_bits"`                      // what the bought ideologies tell of the real ones; nil: none were bought
}

// TwoFaced is who was told what the left likes to hear, and who what the right
// does, by the same party.
type TwoFaced struct {
	Left  int64 `json:"left"`
	Right int64 `json:"right"`
	Both  int64 `json:"both"`
	Ties  int64 `json:"acquainted_pairs_told_opposite_halves"`

	Known []Knowing `json:"told_one_half_who_learn_of_the_other"` // if all could see
}

// Knowing is how many of those who were told only one half learn of the other, if a
// share of adults reads what everybody was told and speaks of it to those they know.
type Knowing struct {
	Readers float64 `json:"readers"`
	Voters  int64   `json:"voters"`
}

// Diverged is how differently groups were spoken to.
type Diverged struct {
	By   string  `json:"by"`             // age, ideology
	Bits float64 `json:"bits"`           // outcome.Divergence
	Null float64 `json:"bits_by_chance"` // mean if groups are drawn anew in the same shares
}

// PriceReport is what a vote cost, in euros: all that the party paid over the votes
// that it gained. Open: it has no upper bound. Nil if not even the upper end of the
// gain is above 0.
type PriceReport struct {
	Euros float64 `json:"euros"`
	Lo    float64 `json:"lo"`
	Hi    float64 `json:"hi"`
	Open  bool    `json:"no_upper_bound"`
}

// UnreachedAge is the share of an age group that saw nothing.
type UnreachedAge struct {
	Ages  string  `json:"ages"`
	Share float64 `json:"share"`
}

// Report tells an election of a world.
func (w *World) Report(r *Election, party int, g *Gain) *Report {
	out := w.votes(r, party, g)
	out.Harms = w.harms(r, party)
	return out
}

// votes is a report without the harms.
func (w *World) votes(r *Election, party int, g *Gain) *Report {
	e := w.Electorate
	out := &Report{
		Country: w.Scenario.Country, Seed: w.Seed, People: e.N, Voters: e.Voters, Turnout: r.Turnout, Moved: r.Moved,
		H: w.Heterogeneity, A: w.Place, Rule: w.Rule, Changed: r.Changed, Party: e.Model.Parties[party].ID, Strategy: r.Plan[party],
	}
	if r.Posted.Letters > 0 {
		out.Letters = &r.Posted
	}
	for p := range e.Model.Parties {
		x := PartyReport{ID: e.Model.Parties[p].ID, Name: e.Model.Parties[p].Name, Strategy: r.Plan[p], Votes: r.Votes[p], Share: r.Share(p), Micros: r.Spent(p), Costs: w.Costs(r.Plans[p])}
		for _, votes := range w.quiet {
			x.Without += votes[p]
		}
		for k := range r.Ads {
			if r.Ads[k].Party == p {
				x.Ads++
				x.Impressions += r.Impressions[k]
			}
		}
		out.Parties = append(out.Parties, x)
	}
	if g != nil {
		out.Gain = &GainReport{g.Against, g.Pairs, g.Voters, g.Mean, g.Mean - g.Half, g.Mean + g.Half, g.Told(), w.price(out, g)}
	}
	if p := r.Plans[party].Promise; p != nil {
		out.Promise = &PromiseLine{Learner: p.Learner, Targeted: p.Targeted, Best: p.Best, TrueTargeted: p.TrueTargeted, TrueBest: p.TrueBest}
		if !w.Settings.Known {
			out.Promise.Asked = w.Pilot * len(w.Messages[party])
		}
	}
	out.Home, out.Lost = r.Home, r.Lost
	return out
}

func (w *World) harms(r *Election, party int) Harms {
	var h Harms
	pairs := &draw.Stream{Key: draw.For(w.Seed, "machine/pairs")}
	if x, ok := outcome.CommonGround(r.Seen, pairs); ok {
		h.CommonGround = &x
	}
	if x, ok := outcome.CommonGround(outcome.Among(r.Seen), pairs); ok {
		h.AmongReached = &x
	}
	h.Unreached = 1 - outcome.Share{Part: int64(outcome.Reached(r.Seen)), Whole: int64(len(r.Seen))}.Value()
	for g, s := range outcome.Unreached(r.Seen, r.Groups, len(message.Ages.Names)) {
		h.ByAge = append(h.ByAge, UnreachedAge{message.Ages.Names[g], s.Value()})
	}
	n := outcome.Narrowness(r.Boxes(party), int64(r.Voters))
	h.Boxes, h.Smallest, h.Below = len(r.Boxes(party)), n.Smallest, n.Below
	if n.Ok {
		h.Bits = &n.Bits
	}
	for k := range r.Ads {
		if r.Ads[k].Party == party {
			h.Dropped += r.Dropped[k]
		}
	}
	sex := outcome.Exclusion(r.Seen, func(voter int) bool { return r.Women[voter] })
	if x, ok := sex.Ratio(); ok {
		h.Women = &x
	}
	h.Marked = sex.Marked()
	h.TwoFaced = w.twoFaced(r, party)
	h.Divergence = w.diverged(r)
	h.Leak = w.leak(r, party)
	return h
}

// nullDraws is how often groups are drawn anew for the divergence by chance.
const nullDraws = 5

// diverged compares what age groups and ideologies saw.
func (w *World) diverged(r *Election) []Diverged {
	_, person := w.voters()
	out := []Diverged{}
	for _, by := range []struct {
		name   string
		groups int
		of     func(voter int) int
	}{
		{"age", len(message.Ages.Names), func(v int) int { return int(r.Groups[v]) }},
		{"ideology", len(message.Ideologies.Names), func(v int) int { return w.Electorate.Ideology(int(person[v])) }},
	} {
		bits, ok := outcome.Divergence(r.Seen, by.of, by.groups)
		if !ok {
			continue
		}
		d := Diverged{By: by.name, Bits: bits}
		shares := make([]int, by.groups) // people up to each group
		for v := range r.Seen {
			shares[by.of(v)]++
		}
		for g := 1; g < by.groups; g++ {
			shares[g] += shares[g-1]
		}
		for k := range nullDraws {
			key := draw.For(w.Seed, "machine/divergence/"+by.name).Sub(uint64(k))
			null, _ := outcome.Divergence(r.Seen, func(v int) int {
				at := int(draw.Below(key.At(uint64(v)), uint64(len(r.Seen))))
				g := 0
				for shares[g] <= at {
					g++
				}
				return g
			}, by.groups)
			d.Null += null / nullDraws
		}
		out = append(out, d)
	}
	return out
}

// leak is what the ideologies that a party bought tell of the real ones, in bits an
// adult; "no record" is a value too.
func (w *World) leak(r *Election, party int) *float64 {
	if r.Plans[party].Records == 0 {
		return nil
	}
	e := w.Electorate
	bought, err := e.Buy(w.Bought)
	if err != nil {
		return nil // NewWorld bought the same
	}
	var x, y []uint16
	for i, age := range e.Age {
		if age < electorate.Adult {
			continue
		}
		v, known := bought.Of(i)
		if !known {
			v = len(bought.Values())
		}
		x, y = append(x, uint16(v)), append(y, uint16(e.Ideology(i)))
	}
	bits := outcome.Leak(x, y)
	return &bits
}

// price is what a vote gained over silence cost the party of a report.
func (w *World) price(r *Report, g *Gain) *PriceReport {
	if g.Against != "silence" {
		return nil
	}
	for _, p := range r.Parties {
		if p.ID != r.Party {
			continue
		}
		paid := float64(p.Micros+p.Costs.Data+p.Costs.Pilot) / 1e6
		if r.Letters != nil {
			paid += float64(r.Letters.Micros+r.Letters.Records) / 1e6
		}
		vote := float64(r.Turnout) / 100 // votes a point
		t := float64(g.Half * vote)
		i, ok := outcome.PriceOfVote(paid, float64(g.Mean*vote), t, 1) // half a width, at one of it
		if paid == 0 || !ok {
			return nil
		}
		return &PriceReport{i.Estimate, i.Lo, i.Hi, i.Open}
	}
	return nil
}

// stands are what a party's messages say of left and right; ok is false if they
// are not about that.
func (w *World) stands(r *Election, party int) (stands []outcome.Stand, ok bool) {
	for _, side := range r.Plans[party].Sides {
		stands = append(stands, outcome.Stand{Side: side})
	}
	return stands, stands != nil
}

// voters are the places of people among adults, -1 for minors, and back.
func (w *World) voters() (voter, person []int32) {
	e := w.Electorate
	voter, person = make([]int32, e.N), make([]int32, 0, e.Voters)
	for i, age := range e.Age {
		voter[i] = -1
		if age >= electorate.Adult {
			voter[i] = int32(len(person))
			person = append(person, int32(i))
		}
	}
	return voter, person
}

// acquainted is who knows whom.
func (w *World) acquainted() *electorate.Ties {
	if w.ties != nil {
		return w.ties
	}
	return w.Electorate.Ties(w.Threads)
}

func (w *World) twoFaced(r *Election, party int) *TwoFaced {
	stands, ok := w.stands(r, party)
	if !ok {
		return nil
	}
	voter, _ := w.voters()
	c := outcome.Contradict(r.Seen, stands, 0, func(yield func(a, b int) bool) {
		w.acquainted().Each(func(a, b int) bool {
			return voter[a] < 0 || voter[b] < 0 || yield(int(voter[a]), int(voter[b]))
		})
	})
	out := &TwoFaced{Left: c.Minus, Right: c.Plus, Both: c.Both, Ties: c.OppositeTies}
	for _, share := range readers {
		n, _ := w.Known(r, party, share)
		out.Known = append(out.Known, Knowing{share, n})
	}
	return out
}
