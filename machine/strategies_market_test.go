package machine_test

import (
	"math"
	"os"
	"slices"
	"testing"

	"github.com/contrechamp/contrechamp/machine"
)

// TestMarketStrategies sets what best gains over silence, and micro over best,
// beside the model's prototype: points of the votes with half of the 95 %
// interval over 20 pairs of elections of 10^5 voters, A = 1, ols on right records
// of every ideology, which is what the prototype's campaign knew; the other
// parties are silent. Points grow with the party's share and with the money,
// which were not the same there, so what is held is micro's gain as a part of
// best's: within both intervals.
func TestMarketStrategies(t *testing.T) {
	if os.Getenv("CONTRECHAMP_FULL") == "" {
		t.Skip("120 elections of 10^5 voters and more; set CONTRECHAMP_FULL")
	}
	type figure struct{ mean, half float64 }
	for _, c := range []struct {
		h           float64
		known       bool
		best, micro figure
	}{
		{0, false, figure{1.96, .42}, figure{-.72, .30}},
		{0, true, figure{2.70, .28}, figure{0, 0}},
		{1, false, figure{2.04, .39}, figure{-.27, .32}},
		{1, true, figure{2.75, .25}, figure{.43, .11}},
		{2, false, figure{2.15, .39}, figure{.64, .41}},
		{2, true, figure{2.85, .24}, figure{1.56, .19}},
	} {
		var best, micro []float64
		for seed := range uint64(20) {
			w := world(t, func(s *machine.Settings) {
				s.Voters, s.Seed, s.Heterogeneity, s.Known = 100_000, seed, c.h, c.known
				s.Bought.Wrong, s.Bought.Missing = 0, 0
			})
			quiet := run(t, w, "silence", "silence").Share(0)
			told := run(t, w, "best", "silence").Share(0)
			best = append(best, told-quiet)
			micro = append(micro, run(t, w, "micro", "silence").Share(0)-told)
		}
		gain, half := over20(best)
		more, most := over20(micro)
		t.Logf("h %v, known %v: best - silence %+.2f +- %.2f (prototype %+.2f +- %.2f); micro - best %+.2f +- %.2f (%+.2f +- %.2f); part %+.2f (%+.2f)",
			c.h, c.known, gain, half, c.best.mean, c.best.half, more, most, c.micro.mean, c.micro.half, more/gain, c.micro.mean/c.best.mean)
		if math.Abs(more/gain-c.micro.mean/c.best.mean) > most/gain+c.micro.half/c.best.mean || gain < half {
			t.Errorf("h %v, known %v: micro gains %.2f of what best does, in the prototype %.2f", c.h, c.known, more/gain, c.micro.mean/c.best.mean)
		}
		if c.h == 0 && c.known && (slices.Max(micro) != 0 || slices.Min(micro) != 0) {
			t.Errorf("nothing to gain, and gained %v", micro)
		}
	}
}

// over20 is the mean of 20 points with half of its 95 % interval.
func over20(points []float64) (mean, half float64) {
	square := 0.0
	for _, v := range points {
		mean += v / 20
	}
	for _, v := range points {
		square += (v - mean) * (v - mean)
	}
	return mean, 2.093 * math.Sqrt(square/19/20) // t of 19 degrees of freedom
}

// TestMarketAll prints what every strategy gains over best in the market, with
// the records as they are sold and the others telling all their programmes, and
// holds what is sure of it.
func TestMarketAll(t *testing.T) {
	if os.Getenv("CONTRECHAMP_FULL") == "" {
		t.Skip("320 elections of 10^5 voters; set CONTRECHAMP_FULL")
	}
	for _, h := range []float64{1, 2} {
		gains := map[string][]float64{}
		names := []string{"silence", "mass", "segments", "micro", "micro, shrunk", "pander", "demobilise"}
		for seed := range uint64(20) {
			w := world(t, func(s *machine.Settings) { s.Voters, s.Seed, s.Heterogeneity = 100_000, seed, h })
			best := run(t, w, "best", "mass").Share(0)
			for _, name := range names {
				w.Learner = "ols"
				if name == "micro, shrunk" {
					name, w.Learner = "micro", "shrunk"
				}
				gain := run(t, w, name, "mass").Share(0) - best
				if w.Learner == "shrunk" {
					name = "micro, shrunk"
				}
				gains[name] = append(gains[name], gain)
			}
		}
		for _, name := range names {
			mean, half := over20(gains[name])
			t.Logf("h %v: %s - best %+.2f +- %.2f", h, name, mean, half)
		}
		for _, name := range []string{"silence", "demobilise", "pander"} {
			if mean, half := over20(gains[name]); mean+half > 0 {
				t.Errorf("h %v: %s - best %.2f +- %.2f", h, name, mean, half)
			}
		}
	}
}
