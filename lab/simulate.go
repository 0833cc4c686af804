package lab

import (
	"context"
	"math"
	"math/rand/v2"
	"sync"

	"github.com/contrechamp/contrechamp/sentence"
)

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
	Interval sentence.Sentence // the method
	Design   sentence.Sentence // the world
	Claim    Claim
	Why      sentence.Sentence // why coverage is not asserted, when it is not

	// draw makes one experiment and returns the interval and the truth that it
	// is about. An error counts as a failed replication.
	draw func(rng *rand.Rand) (Interval, float64, error)
}

// Claim is what a simulation holds its interval to.
type Claim uint8

const (
	reported       Claim = iota // known to fall short or to be too wide: reported with the reason
	unbiased                    // coverage between 94 and 96 %, estimates right on average
	medianUnbiased              // the same coverage, half of the estimates too high
	allHold                     // several statements are all right in 94 to 96 % of experiments
)

// Asserted reports whether coverage must lie between 94 and 96 %.
func (s *Simulation) Asserted() bool { return s.Claim != reported }

// MedianUnbiased reports whether half of the estimates must be too high; they
// may be off on average.
func (s *Simulation) MedianUnbiased() bool { return s.Claim == medianUnbiased }

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

// MaxReplications bounds the memory of a simulation to about a gigabyte.
const MaxReplications = 10_000_000

// Run makes reps replications. Replication r uses the stream (seed, r), so the
// result depends on neither the order nor the number of processors. When ctx
// ends no further replication is begun and its error is returned; one takes
// milliseconds. progress, unless nil, is told now and then how many are done,
// by one goroutine at a time.
func (s *Simulation) Run(ctx context.Context, reps int, seed uint64, progress func(done, total int)) (Coverage, error) {
	c := Coverage{Simulation: s, Level: simulationLevel, Seed: seed}
	if reps < 2 || reps > MaxReplications {
		return c, sentence.Fail("a simulation needs at least two replications and takes at most {most}, not {n}", "most", MaxReplications, "n", reps)
	}
	out := make([]replication, reps)
	var mu sync.Mutex
	done := 0
	const batch = 10
	parallel((reps+batch-1)/batch, func(b int) {
		n := 0
		for r := b * batch; r < min((b+1)*batch, reps) && ctx.Err() == nil; r++ {
			rng := rand.New(rand.NewPCG(seed, uint64(r)))
			out[r].Interval, out[r].truth, out[r].err = s.draw(rng)
			n++
		}
		if progress != nil {
			mu.Lock()
			defer mu.Unlock()
			done += n
			progress(done, reps)
		}
	})
	if err := ctx.Err(); err != nil {
		return c, sentence.Fail("simulating {interval}: {error}", "interval", s.Interval, "error", err)
	}
	return c.count(out)
}

// replication is one experiment drawn.
type replication struct {
	Interval
	truth float64
	err   error
}

// count fills in c from the replications.
func (c Coverage) count(out []replication) (Coverage, error) {
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
		return c, sentence.Fail("simulating {interval}: every replication failed: {error}", "interval", c.Interval, "error", firstErr)
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

// Off returns the bias in units of the estimates' spread, with its Monte-Carlo
// error; NaN where there is none to say.
func (c Coverage) Off() (bias, err float64) {
	if !finite(c.BiasError) || c.SD == 0 {
		return math.NaN(), math.NaN()
	}
	return c.Bias / c.SD, c.BiasError / c.SD
}

// InBand reports whether coverage is between 94 and 96 %, give or take three of
// the simulation's own errors.
func (c Coverage) InBand() bool {
	slack := 3 * math.Sqrt(.05*.95/float64(c.Replications))
	return c.Coverage >= .94-slack && c.Coverage <= .96+slack
}
