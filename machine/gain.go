package machine

import (
	"fmt"
	"math"

	"github.com/contrechamp/contrechamp/internal/parallel"
	"github.com/contrechamp/contrechamp/lab"
	"github.com/contrechamp/contrechamp/machine/scenario"
)

// Gain is what a party gains by one strategy over another, in points of the
// votes: the mean over pairs of elections that share all chance, with a t
// interval over the pairs. Where the interval holds 0 the gain cannot be told
// from nothing.
type Gain struct {
	Against string
	Pairs   []float64 // points
	Voters  int       // of each pair
	Mean    float64
	Half    float64 // of the 95 % interval
}

// Told says whether the gain can be told from nothing.
func (g *Gain) Told() bool { return g.Mean-g.Half > 0 || g.Mean+g.Half < 0 }

// Pair holds pairs of elections, from the seed of the settings on: the party by
// one strategy and by another, the others by the plan. Each pair has an
// electorate and messages of its own. A progress is called after each pair.
func Pair(sc *scenario.Scenario, s Settings, party, pairs int, plan []string, against string, progress func(done int)) (*Gain, error) {
	if pairs < 2 || pairs > 10_000 {
		return nil, fmt.Errorf("%d pairs: at least 2, at most 10,000", pairs)
	}
	g := &Gain{Against: against, Voters: s.Voters, Pairs: make([]float64, pairs)}
	errs := make([]error, pairs)
	done := make(chan struct{}, pairs)
	threads := s.Threads
	s.Threads, s.Progress = 1, nil // pairs are side by side, not people
	go func() {
		for i := range pairs {
			<-done
			if progress != nil {
				progress(i + 1)
			}
		}
	}()
	parallel.Do(pairs, threads, func(i int) {
		defer func() { done <- struct{}{} }()
		s := s
		s.Seed += uint64(i)
		g.Pairs[i], errs[i] = pair(sc, s, party, plan, against)
	})
	for i, err := range errs {
		if err != nil {
			return nil, fmt.Errorf("pair %d: %w", i, err)
		}
	}
	g.Mean, g.Half = meanInterval(g.Pairs)
	return g, nil
}

func pair(sc *scenario.Scenario, s Settings, party int, plan []string, against string) (float64, error) {
	if err := s.ended(); err != nil {
		return 0, err
	}
	w, err := NewWorld(sc, s)
	if err != nil {
		return 0, err
	}
	one, err := w.Run(plan, party)
	if err != nil {
		return 0, err
	}
	other := append([]string(nil), plan...)
	other[party] = against
	two, err := w.Run(other, party)
	if err != nil {
		return 0, err
	}
	return one.Share(party) - two.Share(party), nil
}

// meanInterval is a mean and half of its 95 % t interval.
func meanInterval(x []float64) (mean, half float64) {
	n := float64(len(x))
	for _, v := range x {
		mean += v / n
	}
	square := 0.0
	for _, v := range x {
		square += float64((v - mean) * (v - mean))
	}
	lo, _ := lab.Estimate{Est: mean, SE: math.Sqrt(square / (n - 1) / n), DF: n - 1}.CI(.95)
	return mean, mean - lo
}
