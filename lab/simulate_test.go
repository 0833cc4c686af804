package lab

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
)

const simulationSeed = 20260806

// TestSimulations runs every simulation: 10,000 replications with
// CONTRECHAMP_FULL=1, where the asserted ones must lie between 94 and 96 %
// (Monte-Carlo error 0.22 points); else 200, with a band wider by 3 errors.
// The full run also compares or, with -update-estimates, writes the table of
// docs/lab.md; the short one sees that every simulation has its line there, with
// a coverage that its own replications could come from.
func TestSimulations(t *testing.T) {
	reps := 200
	slack := 3 * math.Sqrt(.05*.95/float64(reps))
	file, err := os.ReadFile("../docs/lab.md")
	if err != nil {
		t.Fatal(err)
	}
	full := os.Getenv("CONTRECHAMP_FULL") == "1"
	if full {
		reps, slack = printedReps, 0
	}
	var doc strings.Builder
	fmt.Fprintf(&doc, "\n10,000 replications each, seed %d; Monte-Carlo error of a coverage near 95 %%: 0.22 points.\n\n"+
		"| interval | design | coverage | asserted | bias (its error) | spread | mean SE | remark |\n|---|---|---:|---|---:|---:|---:|---|\n", simulationSeed)
	for i := range Simulations {
		s := &Simulations[i]
		t.Run(s.Interval.String()+"; "+s.Design.String(), func(t *testing.T) {
			c, err := s.Run(t.Context(), reps, simulationSeed, nil)
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("seed %d: coverage %.4f (%.4f), above %.3f, bias %.5f (%.5f), SD %.5f, mean SE %.5f, width %.4f, failed %d of %d %s",
				c.Seed, c.Coverage, c.CoverageError, c.Above, c.Bias, c.BiasError, c.SD, c.MeanSE, c.Width, c.Failed, reps, s.Why)
			doc.WriteString(coverageRow(c))
			checkCoverage(t, c, slack)
			if !full {
				checkPrinted(t, c, string(file))
			}
		})
	}
	if full {
		compareDoc(t, "coverage", doc.String(), *updateEstimates)
	}
}

// printedReps is how many replications the table of docs/lab.md takes.
const printedReps = 10000

// checkPrinted compares the line of docs/lab.md with a shorter run: coverage, and
// where it is printed the share of estimates too high, within four errors of
// their difference; and the line's other words as they would be printed now.
func checkPrinted(t *testing.T, c Coverage, file string) {
	t.Helper()
	start := "| " + c.Interval.String() + " | " + c.Design.String() + " |"
	at := strings.Index(file, start)
	if at < 0 {
		t.Errorf("docs/lab.md has no line %q: run with CONTRECHAMP_FULL=1 -update-estimates", start)
		return
	}
	line, _, _ := strings.Cut(file[at:], "\n")
	was, now := strings.Split(line, "|"), strings.Split(coverageRow(c), "|")
	if len(was) != len(now) {
		t.Errorf("docs/lab.md: line %q has %d columns, not %d", line, len(was), len(now))
		return
	}
	if was[4] != now[4] || was[8] != now[8] {
		t.Errorf("docs/lab.md says %q and %q, now %q and %q", was[4], was[8], now[4], now[8])
	}
	compare := func(what, cell string, got float64) {
		v, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(cell), "too high in "), " %"), 64)
		if err != nil {
			t.Errorf("docs/lab.md: %s %q of %q: %v", what, cell, start, err)
			return
		}
		n := float64(c.Replications)
		p := (v/100*printedReps + got*n) / (printedReps + n)
		// Half of the last digit, and one replication, as a share of 200 comes in steps.
		if limit := .0005 + 1/n + 4*math.Sqrt(p*(1-p)*(1/n+1./printedReps)); math.Abs(v/100-got) > limit {
			t.Errorf("docs/lab.md prints %s %.1f %%, %d replications have %.1f %%: more than %.1f points apart", what, v, c.Replications, 100*got, 100*limit)
		}
	}
	compare("coverage", was[3], c.Coverage)
	if c.Claim == medianUnbiased {
		compare("estimates too high", was[5], c.Above)
	}
}

func coverageRow(c Coverage) string {
	asserted, bias, spread, se := "no", "", "", ""
	if c.Asserted() {
		asserted = "94 to 96 %"
	}
	if finite(c.BiasError) {
		bias, spread = fmt.Sprintf("%.2g (%.1g)", c.Bias, c.BiasError), fmt.Sprintf("%.3g", c.SD)
	}
	if c.Claim == medianUnbiased {
		bias, spread = fmt.Sprintf("too high in %.1f %%", 100*c.Above), ""
	}
	if finite(c.MeanSE) {
		se = fmt.Sprintf("%.3g", c.MeanSE)
	}
	return fmt.Sprintf("| %s | %s | %.1f %% | %s | %s | %s | %s | %s |\n", c.Interval.String(), c.Design.String(), 100*c.Coverage, asserted, bias, spread, se, c.Why)
}

func checkCoverage(t *testing.T, c Coverage, slack float64) {
	t.Helper()
	if !c.Asserted() {
		if c.Why.English == "" {
			t.Error("not asserted, and no reason given")
		}
		return
	}
	if c.Coverage < .94-slack || c.Coverage > .96+slack {
		t.Errorf("coverage %.4f outside the band", c.Coverage)
	}
	if c.Claim == unbiased && finite(c.BiasError) && math.Abs(c.Bias) > 4*c.BiasError {
		t.Errorf("bias %.5f is %.1f Monte-Carlo errors", c.Bias, c.Bias/c.BiasError)
	}
	// The hybrid's median may be off by beta/2 = 0.0025.
	if c.Claim == medianUnbiased && math.Abs(c.Above-.5) > .0025+4*.5/math.Sqrt(float64(c.Replications)) {
		t.Errorf("%.4f of the estimates are too high, not one half", c.Above)
	}
	if c.Failed > 0 {
		t.Errorf("%d replications failed", c.Failed)
	}
}

// A simulation gives the same figures again, whatever the order of work.
func TestSimulationRepeats(t *testing.T) {
	last := 0
	a, err := Simulations[0].Run(t.Context(), 125, 5, func(done, total int) {
		if done < last || done > total || total != 125 {
			t.Errorf("progress: %d after %d, of %d", done, last, total)
		}
		last = done
	})
	if err != nil {
		t.Fatal(err)
	}
	if last != 125 {
		t.Errorf("progress ended at %d of 125", last)
	}
	b, err := Simulations[0].Run(t.Context(), 125, 5, nil)
	if err != nil {
		t.Fatal(err)
	}
	if a != b {
		t.Errorf("two runs with one seed differ: %+v, %+v", a, b)
	}
	if _, err := Simulations[0].Run(t.Context(), 1, 5, nil); err == nil {
		t.Error("one replication: no error")
	}
}

// Every simulation stops soon after its context ends, and says why: no more
// than one experiment for each processor is still begun.
func TestSimulationStops(t *testing.T) {
	for i := range Simulations {
		s := Simulations[i]
		ctx, cancel := context.WithCancel(t.Context())
		var drawn, late atomic.Int64 // late: begun when the context had ended
		var ended atomic.Bool
		draw := s.draw
		s.draw = func(rng *rand.Rand) (Interval, float64, error) {
			if ended.Load() {
				late.Add(1)
			}
			if drawn.Add(1) == 3 {
				cancel()
				ended.Store(true)
			}
			return draw(rng)
		}
		_, err := s.Run(ctx, 1_000_000, 5, nil)
		cancel()
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", s.Interval.String(), err)
		}
		if n := late.Load(); n > int64(runtime.GOMAXPROCS(0)) {
			t.Errorf("%s: %d experiments drawn after the context had ended", s.Interval.String(), n)
		}
	}
}

// TestWorld: what a world claims of itself is true of its draws.
func TestWorld(t *testing.T) {
	w := World{Blocks: 50, Units: []int{6, 2, 2}, Size: [2]int{1, 4}, Rate: .3, ICC: .4, Covariates: 2, Slope: .1, BlockSD: .05, Effect: []float64{.05, .1}, Hetero: []float64{.1, 0}}
	rng := Rand(3)
	var effect [2]float64
	const reps = 300
	for range reps {
		s := w.Draw(rng)
		if err := s.Check(); err != nil {
			t.Fatal(err)
		}
		if _, err := NewAssignment(s); err != nil {
			t.Fatal(err)
		}
		e, err := Effects(s)
		if err != nil {
			t.Fatal(err)
		}
		for k := range effect {
			effect[k] += e[k].Est / reps
		}
	}
	for k, v := range effect {
		if math.Abs(v-w.Effect[k]) > 4*.04/math.Sqrt(reps) {
			t.Errorf("arm %d: average effect %.4f, claimed %.4f", k+1, v, w.Effect[k])
		}
	}
	plain := World{Blocks: 1, Units: []int{4000, 10}, Size: [2]int{2, 4}, Rate: .3, ICC: .4, Effect: []float64{0}}
	s := plain.Draw(rng)
	v, err := ICC(s.Y, s.Cluster)
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(v.ICC-.4) > .05 {
		t.Errorf("ICC %.3f, claimed 0.4", v.ICC)
	}
}
