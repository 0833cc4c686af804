package market

import (
	"math"

	"github.com/contrechamp/contrechamp/draw"
)

// auction holds one auction as a platform would, for a slow twin to be tested
// against Slot: a floor is drawn, every candidate takes part or not, the highest
// value wins and pays the second. winner is a place among the candidates, -1 for
// the floor; price is in euros per thousand. quantile is the inverse of the
// floor's distribution.
func auction(c []Candidate, pi []float64, quantile func(u float64) float64, s *draw.Stream) (winner int, price float64) {
	winner = -1
	first, second := quantile(draw.Open(s.Next())), math.Inf(-1)
	for k := range c {
		if draw.Unit(s.Next()) >= pi[c[k].Ad] {
			continue
		}
		switch v := c[k].Value; {
		case v > first:
			winner, first, second = k, v, first
		case v > second:
			second = v
		}
	}
	if winner < 0 {
		return -1, 0
	}
	return winner, second / c[winner].Rate
}

// brute auctions every place of every person one by one and gives what each ad
// won and paid, in impressions and euros. It knows no budgets.
func (s *Sale) brute(pi *Pacing, quantile func(u float64) float64, seed uint64) (won []int64, paid []float64) {
	won, paid = make([]int64, len(s.ads)), make([]float64, len(s.ads))
	key := draw.For(seed, "market/brute")
	s.Threads = 1
	s.each(func(_ int, person func(func(int, []uint64) bool)) {
		var c []Candidate
		person(func(i int, set []uint64) bool {
			r := draw.Stream{Key: key.Sub(uint64(i))}
			for p := range phases {
				c = s.candidates(i, set, p, c)
				slots := draw.PoissonAt(draw.Key(r.Next()), 0, float64(s.e.SlotsADay(i)*days(p)))
				for range slots {
					if k, price := auction(c, pi[p], quantile, &r); k >= 0 {
						ad := s.place[c[k].Ad]
						won[ad]++
						paid[ad] += price / 1000
					}
				}
			}
			return true
		})
	})
	return won, paid
}
