package strategy

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/contrechamp/contrechamp/machine/message"
)

type pcg struct{ *rand.Rand }

func (p pcg) Normal() float64 { return p.NormFloat64() }

// world is twenty messages and people of four ages and five ideologies.
type world struct {
	cells    Cells
	weight   []float64
	messages []message.Message
	z        pcg
}

func newWorld(seed uint64, h float64, messages int) *world {
	w := &world{cells: Cross(4, 5), z: pcg{rand.New(rand.NewPCG(seed, 14))}}
	for _, a := range message.Ages.Weights {
		for _, k := range message.Ideologies.Weights {
			w.weight = append(w.weight, a*k)
		}
	}
	age, _ := message.Ages.Respond()
	ideology, _ := message.Ideologies.Respond()
	e := message.Effects{Mean: message.MeanEffect, SD: message.SDOfEffects, Heterogeneity: h, Age: age, Ideology: ideology}
	for range messages {
		w.messages = append(w.messages, e.Draw(w.z))
	}
	return w
}

func (w *world) effect(m, cell int) float64 { return w.messages[m].Of(cell/5, cell%5) }

func (w *world) pilot(each int) *Choice {
	c := w.learn("ols", each)
	return &c
}

func (w *world) learn(learner string, each int) Choice {
	d := Pilot{Each: each, SD: PilotSD}.Try(w.cells, len(w.messages), w.ask, w.z)
	c, err := Learn(learner, w.cells, d)
	if err != nil {
		panic(err)
	}
	return c
}

func (w *world) ask(m, _ int) (cell int, effect float64) {
	u := w.z.Float64()
	for cell = range w.weight {
		if u -= w.weight[cell]; u < 0 {
			break
		}
	}
	return cell, w.effect(m, cell)
}

// TestGain holds the mean gain over the best message, in points, against the
// model's prototype in numpy (mean of 8,000 worlds, half widths of .03 or less):
// 300 worlds, each bound 4 standard errors of ours and the prototype's half
// width. Over 2,000 worlds ours are -1.12, -.26, -.46, .25, 1.23 and 1.15 with
// standard errors of .01 to .03: our shrunk learner is not the prototype's to
// the letter, hence its wider bound. The seed is fixed.
func TestGain(t *testing.T) {
	if testing.Short() {
		t.Skip("1,800 pilots")
	}
	for _, c := range []struct {
		h       float64
		learner string
		each    int
		want    float64
		within  float64
	}{
		{0, "ols", 500, -1.154, .035}, {0, "shrunk", 500, -.198, .1},
		{1, "ols", 500, -.476, .035}, {1, "shrunk", 2000, .276, .1},
		{2, "ols", 500, 1.243, .035}, {2, "shrunk", 500, 1.151, .1},
	} {
		const worlds = 300
		var sum, squares float64
		for seed := range uint64(worlds) {
			w := newWorld(seed, c.h, 20)
			choice := w.learn(c.learner, c.each)
			gain := choice.Value(w.weight, w.effect) - Everybody(choice.Best, w.cells).Value(w.weight, w.effect)
			sum += gain
			squares += gain * gain
		}
		mean := sum / worlds
		se := math.Sqrt((squares/worlds - mean*mean) / worlds)
		t.Logf("h %v, %s, n %d: %.3f (se %.3f), want %.3f", c.h, c.learner, c.each, mean, se, c.want)
		if math.Abs(mean-c.want) > 4*se+c.within {
			t.Errorf("h %v, %s, n %d: gain %.3f (se %.3f), want %.3f", c.h, c.learner, c.each, mean, se, c.want)
		}
	}
}

// TestKnownGain: with effects known, nothing is gained at h = 0, exactly, and at
// h = 1 and 2 what the prototype found (.908, 2.817).
func TestKnownGain(t *testing.T) {
	for _, c := range []struct{ h, want, within float64 }{{0, 0, 0}, {.3, .093, .02}, {1, .908, .05}, {2, 2.817, .1}} {
		const worlds = 2000
		sum := 0.0
		for seed := range uint64(worlds) {
			w := newWorld(seed, c.h, 20)
			best := math.Inf(-1)
			for m := range w.messages {
				best = max(best, Everybody(m, w.cells).Value(w.weight, w.effect))
			}
			known := Knowing(len(w.messages), w.cells, w.effect).Value(w.weight, w.effect)
			if known < best-1e-12 {
				t.Fatalf("seed %d: knowing %v, best %v", seed, known, best)
			}
			if c.h == 0 && math.Abs(known-best) > 1e-12 {
				t.Fatalf("seed %d: h = 0 and %v gained", seed, known-best)
			}
			sum += known - best
		}
		if mean := sum / worlds; math.Abs(mean-c.want) > c.within+1e-12 {
			t.Errorf("h %v: %.3f, want %.3f", c.h, mean, c.want)
		}
	}
}

// TestAllAlike: where all messages do the same to everybody (h = 0 and no spread),
// whatever a learner makes of the noise of a pilot gains and loses nothing.
func TestAllAlike(t *testing.T) {
	for seed := range uint64(50) {
		w := newWorld(seed, 0, 20)
		for m := range w.messages {
			w.messages[m].Mean = message.MeanEffect
		}
		for _, learner := range []string{"ols", "shrunk", "subgroups"} {
			c := w.learn(learner, 100)
			if gain := c.Value(w.weight, w.effect) - Everybody(c.Best, w.cells).Value(w.weight, w.effect); math.Abs(gain) > 1e-12 {
				t.Fatalf("seed %d, %s: %v gained", seed, learner, gain)
			}
		}
	}
}

// TestPromise: what a vendor's model promises on the people that it was learned
// from, against what it does: +5.98 for -1.11 at h = 0 and n = 300.
func TestPromise(t *testing.T) {
	const worlds = 200
	var promise, truth float64
	for seed := range uint64(worlds) {
		w := newWorld(seed, 0, 20)
		c := w.pilot(300)
		promise += (c.Promise - c.OfBest) / worlds
		truth += (c.Value(w.weight, w.effect) - Everybody(c.Best, w.cells).Value(w.weight, w.effect)) / worlds
	}
	t.Logf("promised %.2f, true %.2f", promise, truth)
	if math.Abs(truth+1.11) > .2 || math.Abs(promise-5.98) > .4 {
		t.Errorf("promised %.2f, true %.2f", promise, truth)
	}
}

func TestCross(t *testing.T) {
	c := Cross(2, 3)
	if c.Count != 6 || len(c.indicators()) != 3 {
		t.Fatalf("%+v", c)
	}
	for i, want := range []float64{0, 1, 2, 0, 1, 2} {
		if c.Columns[1][i] != want || c.Columns[0][i] != float64(i/3) {
			t.Errorf("cell %d: %v %v", i, c.Columns[0][i], c.Columns[1][i])
		}
	}
}
