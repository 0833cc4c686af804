package machine

import (
	"fmt"

	"github.com/contrechamp/contrechamp/machine/market"
	"github.com/contrechamp/contrechamp/machine/strategy"
)

// Costs are what a campaign pays before its first ad, in micro-euros.
type Costs struct {
	Data  int64 `json:"data"`
	Pilot int64 `json:"pilot"`
}

// Costs are those of a plan. A pilot of a country asks as many people whatever
// the sample of the country that is computed with, so a sample bears its part.
func (w *World) Costs(plan *strategy.Plan) Costs {
	pilot := float64(w.Answer*1e6) * float64(plan.Asked)
	return Costs{
		Data:  plan.Records * w.Bought.Micros,
		Pilot: int64(pilot * float64(w.Electorate.Voters) / float64(max(w.Country, w.Electorate.Voters))),
	}
}

// left is what a party has for ads, in micro-euros: nothing if data, pilot and
// letters cost more than it has.
func (w *World) left(plan *strategy.Plan, posted Posted) float64 {
	c := w.Costs(plan)
	return max(0, float64(float64(w.Money*1e6)*float64(w.Electorate.Voters))-float64(c.Data+c.Pilot+posted.Micros+posted.Records))
}

// Ads are what the parties order by their plans, with what data and pilots leave
// of their money, and the letters of one party.
func (w *World) Ads(plans []*strategy.Plan, poster int, posted Posted) (ads []market.Ad) {
	for p, plan := range plans {
		id, money := w.Electorate.Model.Parties[p].ID, w.left(plan, Posted{})
		if p == poster {
			money = w.left(plan, posted)
		}
		for k, o := range plan.Orders {
			ads = append(ads, market.Ad{
				ID: fmt.Sprintf("%s/%d", id, k), Advertiser: id, Party: p, Message: o.Message, Box: o.Box,
				Bid: w.Bid, Quality: 1, Phases: market.AllPhases,
				Budget: int64(float64(o.Share * money)),
			})
		}
	}
	return ads
}
