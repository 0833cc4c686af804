package machine_test

import (
	"fmt"
	"math"
	"os"
	"testing"

	"github.com/contrechamp/contrechamp/internal/parallel"
	"github.com/contrechamp/contrechamp/machine"
	"github.com/contrechamp/contrechamp/machine/electorate"
)

// figure is a mean with half of its 95 % interval.
type figure struct{ mean, half float64 }

func (f figure) String() string { return fmt.Sprintf("%+.2f ± %.2f", f.mean, f.half) }

// TestMarketStrategies sets what best gains over silence, and micro over best,
// beside the model's prototype, in points of the votes: 20 pairs of elections of
// 10^5 voters, A = 1, ols on right records of every ideology, a party with the
// prototype's share. Held is that each pair of figures agrees within both half
// widths. Where the others are silent or the party has Valombre's share the points
// are larger, which is printed.
func TestMarketStrategies(t *testing.T) {
	if os.Getenv("CONTRECHAMP_FULL") == "" {
		t.Skip("1,080 elections of 10^5 voters; set CONTRECHAMP_FULL")
	}
	for _, setting := range []struct {
		others  string
		valence float64
		held    bool
	}{{"silence", 0, false}, {"mass", 0, false}, {"mass", prototypeShare, true}} {
		for _, c := range prototype {
			var best, micro [20]float64
			parallel.Do(20, 2, func(seed int) {
				w := world(t, func(s *machine.Settings) {
					s.Voters, s.Seed, s.Heterogeneity, s.Known, s.Threads = 100_000, uint64(seed), c.h, c.known, 1
					s.Bought.Wrong, s.Bought.Missing, s.Bought.Micros, s.Answer = 0, 0, 0, 0 // as in the prototype, nothing is paid but ads
				}, func(p []electorate.Party) { p[0].Valence += setting.valence })
				told := run(t, w, "best", setting.others).Share(0)
				best[seed] = told - run(t, w, "silence", setting.others).Share(0)
				micro[seed] = run(t, w, "micro", setting.others).Share(0) - told
			})
			var b, m figure
			b.mean, b.half = over20(best[:])
			m.mean, m.half = over20(micro[:])
			t.Logf("others %s, valence %+.2f, h %v, known %-5v: best - silence %v (prototype %v); micro - best %v (%v)",
				setting.others, setting.valence, c.h, c.known, b, c.best, m, c.micro)
			for _, x := range [][2]figure{{b, c.best}, {m, c.micro}} {
				if setting.held && math.Abs(x[0].mean-x[1].mean) > x[0].half+x[1].half {
					t.Errorf("h %v, known %v: %v, prototype %v", c.h, c.known, x[0], x[1])
				}
			}
			if c.h == 0 && c.known && m != (figure{}) {
				t.Errorf("nothing to gain, and gained %v", m)
			}
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
			w := world(t, func(s *machine.Settings) {
				s.Voters, s.Seed, s.Heterogeneity, s.Answer, s.Bought.Micros = 100_000, seed, h, 0, 0
			})
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
