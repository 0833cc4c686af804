package lab

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
)

// Text says one thing in both languages.
type Text struct{ EN, FR string }

// Interval is an estimate with its confidence interval.
type Interval struct {
	Est, SE, Lo, Hi float64
}

// at returns e with its interval of the level.
func (e Estimate) at(level float64) Interval {
	lo, hi := e.CI(level)
	return Interval{e.Est, e.SE, lo, hi}
}

// Simulation checks one interval in one invented world: over many replications
// it must hold the truth as often as its level says.
type Simulation struct {
	Interval Text // the method
	Design   Text // the world
	// Asserted: coverage must lie between 94 and 96 %. False for known
	// shortfalls (or excess), which are reported with Why.
	Asserted bool
	Why      Text

	// draw makes one experiment and returns the interval and the truth that it
	// is about. An error counts as a failed replication.
	draw func(rng *rand.Rand) (Interval, float64, error)
}

// Coverage is the result of a Simulation.
type Coverage struct {
	*Simulation
	Level         float64
	Seed          uint64
	Replications  int // that gave an interval
	Failed        int
	Coverage      float64 // share of intervals that hold the truth
	CoverageError float64 // its Monte-Carlo standard error
	Above         float64 // share of estimates above the truth: 1/2 when median-unbiased
	Bias          float64 // mean of estimate - truth; not finite when an estimate is not
	BiasError     float64 // its Monte-Carlo standard error
	SD            float64 // spread of estimate - truth
	MeanSE        float64 // average standard error: close to SD when honest
	Width         float64 // average width of the interval
}

// simulationLevel is the level of every simulated interval.
const simulationLevel = 0.95

// Run makes reps replications. Replication r uses the stream (seed, r), so the
// result depends on neither the order nor the number of processors.
func (s *Simulation) Run(reps int, seed uint64) (Coverage, error) {
	c := Coverage{Simulation: s, Level: simulationLevel, Seed: seed}
	if reps < 2 {
		return c, errors.New("lab: a simulation needs at least two replications")
	}
	type result struct {
		Interval
		truth float64
		err   error
	}
	out := make([]result, reps)
	const batch = 50
	parallel((reps+batch-1)/batch, func(b int) {
		for r := b * batch; r < min((b+1)*batch, reps); r++ {
			rng := rand.New(rand.NewPCG(seed, uint64(r)))
			out[r].Interval, out[r].truth, out[r].err = s.draw(rng)
		}
	})
	var firstErr error
	var sum, squares, hits, above float64
	for _, r := range out {
		if r.err != nil {
			if firstErr == nil {
				firstErr = r.err
			}
			c.Failed++
			continue
		}
		c.Replications++
		d := r.Est - r.truth
		sum += d
		squares += d * d
		if d > 0 {
			above++
		}
		c.MeanSE += r.SE
		c.Width += r.Hi - r.Lo
		if r.Lo <= r.truth && r.truth <= r.Hi {
			hits++
		}
	}
	if c.Replications < 2 {
		return c, fmt.Errorf("lab: simulating %s: every replication failed: %w", s.Interval.EN, firstErr)
	}
	n := float64(c.Replications)
	c.Above = above / n
	c.Bias = sum / n
	c.SD = math.Sqrt(math.Max(0, (squares-sum*sum/n)/(n-1)))
	c.BiasError = c.SD / math.Sqrt(n)
	c.MeanSE /= n
	c.Width /= n
	c.Coverage = hits / n
	c.CoverageError = math.Sqrt(c.Coverage * (1 - c.Coverage) / n)
	return c, nil
}

// Line says the result in one line.
func (c Coverage) Line() Text {
	var en, fr string
	if finite(c.BiasError) && c.BiasError > 0 {
		en = fmt.Sprintf("; bias %+.2g (± %.1g)", c.Bias, c.BiasError)
		fr = comma(fmt.Sprintf(" ; biais %+.2g (± %.1g)", c.Bias, c.BiasError))
	}
	return Text{
		EN: fmt.Sprintf("%s, %s: the 95%% interval holds the truth in %.1f%% (± %.1f) of %d experiments%s%s", c.Interval.EN, c.Design.EN, 100*c.Coverage, 100*c.CoverageError, c.Replications, en, note(c.Why.EN)),
		FR: fmt.Sprintf("%s, %s : l'intervalle à 95 %% contient la vérité dans %s %% (± %s) de %d expériences%s%s", c.Interval.FR, c.Design.FR, comma(fmt.Sprintf("%.1f", 100*c.Coverage)), comma(fmt.Sprintf("%.1f", 100*c.CoverageError)), c.Replications, fr, note(c.Why.FR)),
	}
}

// comma writes a number as French does.
func comma(s string) string { return strings.ReplaceAll(s, ".", ",") }

func note(s string) string {
	if s == "" {
		return ""
	}
	return " (" + s + ")"
}
