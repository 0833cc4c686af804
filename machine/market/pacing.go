package market

import (
	"github.com/contrechamp/contrechamp/draw"
	"github.com/contrechamp/contrechamp/internal/parallel"
)

// Pacing: throttles are found on a systematic sample of so many people, in so
// many rounds; a throttle is multiplied by (goal/spend)^pacingPower in a round.
const (
	pacingSample = 20_000
	pacingRounds = 8
	pacingPower  = .8
)

// Pacing is by phase and ad the chance with which the ad takes part in an
// auction, such that its money lasts over the days on which it runs.
type Pacing [phases][]float64

// sampled is the candidates of one person in one phase.
type sampled struct {
	slots float64 // in the phase
	c     []Candidate
}

// Pace finds the throttles.
func (s *Sale) Pace() *Pacing {
	every := max(1, s.e.N/pacingSample)
	blocks := make([][phases][]sampled, s.e.Blocks())
	s.each(func(block int, person func(func(int, []uint64) bool)) {
		var c []Candidate
		person(func(i int, set []uint64) bool {
			if i%every != 0 || s.e.Slots[i] == 0 {
				return true
			}
			for p := range phases {
				if c = s.candidates(i, set, p, c); len(c) > 0 {
					blocks[block][p] = append(blocks[block][p], sampled{float64(s.e.SlotsADay(i) * days(p)), append([]Candidate(nil), c...)})
				}
			}
			return true
		})
	})
	goal := make([][phases]float64, len(s.ads))
	for k := range s.ads {
		for p, share := range s.ads[k].shares() {
			goal[k][p] = float64(share*float64(s.ads[k].Budget)) / float64(every) // micro-euros on the sample
		}
	}
	var pi Pacing
	parallel.Do(phases, s.Threads, func(p int) {
		pi[p] = make([]float64, len(s.ads))
		for k := range pi[p] {
			if pi[p][k] = 1; s.ads[k].Budget == 0 {
				pi[p][k] = 0
			}
		}
		spend := make([]float64, len(s.ads))
		var win, paid []float64
		for range pacingRounds {
			clear(spend)
			for b := range blocks {
				for _, x := range blocks[b][p] {
					for len(win) < len(x.c) {
						win, paid = append(win, 0), append(paid, 0)
					}
					Slot(x.c, pi[p], win, paid)
					for k := range x.c {
						spend[x.c[k].Ad] += float64(x.slots * paid[k])
					}
				}
			}
			for k := range spend {
				if spent := spend[k] * perThousand; spent > 0 {
					f := draw.Exp(pacingPower * draw.Log(goal[k][p]/spent))
					pi[p][k] = min(1, float64(pi[p][k]*f))
				}
			}
		}
	})
	return &pi
}
