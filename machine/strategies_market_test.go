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
// parties are silent. Each figure must lie as near the prototype's as both
// intervals together allow, twice over: the prototype's market, whose 100 boxes
// were the same for every strategy, is not this one.
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
		for _, x := range []struct {
			name   string
			points []float64
			want   figure
		}{{"best - silence", best, c.best}, {"micro - best", micro, c.micro}} {
			mean := 0.0
			for _, v := range x.points {
				mean += v / 20
			}
			square := 0.0
			for _, v := range x.points {
				square += (v - mean) * (v - mean)
			}
			half := 2.093 * math.Sqrt(square/19/20) // t of 19 degrees of freedom
			t.Logf("h %v, known %v: %s %+.2f +- %.2f, prototype %+.2f +- %.2f", c.h, c.known, x.name, mean, half, x.want.mean, x.want.half)
			if math.Abs(mean-x.want.mean) > 2*(half+x.want.half) {
				t.Errorf("h %v, known %v: %s %.2f, prototype %.2f", c.h, c.known, x.name, mean, x.want.mean)
			}
			if c.h == 0 && c.known && x.name == "micro - best" && slices.Max(x.points) != 0 {
				t.Errorf("nothing to gain, and gained %v", x.points)
			}
		}
	}
}
