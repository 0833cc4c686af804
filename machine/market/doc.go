// Package market sells places for advertisements to campaigns as a platform
// does: who is in the box of an ad, what the platform thinks of how this person
// will react, an auction for every place, a throttle so that the money lasts.
// So what is delivered differs from what was targeted.
//
// The places that a person sees in a stretch of days are Poisson in number, and
// the auctions on them are alike; so the impressions of every ad are Poisson too,
// with a mean that has a closed form (slot.go). Nothing is auctioned one by one
// but in the slow twin that the closed form is tested against.
package market

import (
	"fmt"

	"github.com/contrechamp/contrechamp/audience"
)

// Ad is one advertisement with its box.
type Ad struct {
	ID         string // of its own: its chance is drawn by it
	Advertiser string // ads of one stand together
	Party      int    // whose supporters react to it; -1: nobody in particular
	Message    int    // of its party
	Box        *audience.Expr
	Bid        float64 // euros per thousand impressions
	Quality    float64 // what the platform multiplies the bid by; 1 is usual
	Budget     int64   // micro-euros, never exceeded
	Phases     uint    // bit p: it runs in phase p
}

// Shown is one ad on one person in one phase.
type Shown struct {
	Ad, Phase   int
	Impressions int
	Micros      int64 // paid for them
}

// Market is what a platform is like; its numbers are choices, but for Kappa.
type Market struct {
	// Kappa is how strongly a platform prefers who will react: the estimated
	// action rate is exp(Kappa x logit). Ali et al. (2021) saw an audience of the
	// other side cost 15.39 / 10.98 = 1.40 times as much.
	Kappa float64
	Floor *Floor // of commercial bids
}

// Of the floor of the standard market: euros per thousand, and the spread of its
// logarithm.
const (
	floorMedian = 6
	floorSpread = .7
)

// Standard is a market with kappa .5 and a lognormal floor.
func Standard() Market { return Market{Kappa: .5, Floor: Lognormal(floorMedian, floorSpread)} }

func check(ads []Ad) error {
	ids := map[string]bool{}
	for i := range ads {
		a := &ads[i]
		switch {
		case a.ID == "" || ids[a.ID]:
			return fmt.Errorf("ad %d needs an id of its own, not %q", i, a.ID)
		case !(a.Bid >= 0) || !(a.Quality > 0) || a.Bid > 1e6 || a.Quality > 1e3 || a.Budget < 0:
			return fmt.Errorf("ad %q: bid %v, quality %v, budget %d", a.ID, a.Bid, a.Quality, a.Budget)
		case a.Box == nil:
			return fmt.Errorf("ad %q has no box", a.ID)
		}
		ids[a.ID] = true
	}
	return nil
}
