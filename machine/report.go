package machine

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
