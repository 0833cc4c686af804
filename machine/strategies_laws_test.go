package machine_test

import (
	"math"
	"testing"

	"github.com/contrechamp/contrechamp/draw"
	"github.com/contrechamp/contrechamp/machine"
	"github.com/contrechamp/contrechamp/machine/electorate"
	"github.com/contrechamp/contrechamp/machine/message"
	"github.com/contrechamp/contrechamp/machine/strategy"
)

// contest is one electorate in which strategies are tried on other messages and
// other people asked, seed by seed.
type contest struct {
	*testing.T
	w     *machine.World
	known map[float64]*strategy.Known // by share of wrong records
	age   *message.Response
	left  *message.Response
}

func newContest(t *testing.T, wrong ...float64) *contest {
	c := &contest{T: t, w: world(t, nil), known: map[float64]*strategy.Known{}}
	for _, share := range wrong {
		q := electorate.Offered("ideology")
		q.Wrong = share
		bought, err := c.w.Electorate.Buy(q)
		if err != nil {
			t.Fatal(err)
		}
		c.known[share] = strategy.Know(c.w.Electorate, bought, false, 0)
	}
	c.age, _ = message.Ages.Respond()
	c.left, _ = message.Ideologies.Respond()
	return c
}

// promise is what a strategy promises and does in the world of a seed.
func (c *contest) promise(name, learner string, h, wrong float64, each int, seed uint64) *strategy.Promise {
	c.Helper()
	e := message.Effects{Mean: message.MeanEffect, SD: message.SDOfEffects, Heterogeneity: h, Age: c.age, Ideology: c.left}
	z := &draw.Stream{Key: draw.For(seed, "contest")}
	s := &strategy.Situation{
		Electorate: c.w.Electorate, Known: c.known[wrong], Learner: learner,
		Pilot: strategy.Pilot{Each: each, SD: strategy.PilotSD, Known: each == 0}, Chance: draw.For(seed, "pilot"),
	}
	for range 20 {
		s.Messages = append(s.Messages, e.Draw(z))
	}
	by, err := strategy.Named(name)
	if err != nil {
		c.Fatal(err)
	}
	plan, err := by.Plan(s)
	if err != nil {
		c.Fatal(err)
	}
	return plan.Promise
}

// mean is a mean over seeds with its standard error.
func (c *contest) mean(seeds int, of func(seed uint64) float64) (mean, se float64) {
	var sum, squares float64
	for seed := range uint64(seeds) {
		x := of(seed)
		sum += x
		squares += x * x
	}
	n := float64(seeds)
	return sum / n, math.Sqrt((squares/n - sum*sum/n/n) / n)
}

// TestShrunk: shrunk does at least as well as ols on average, up to the published
// differences between groups. By 4 standard errors below nothing a true law
// fails in 1 of 30,000 runs; the seeds are fixed.
func TestShrunk(t *testing.T) {
	c := newContest(t, .3)
	for _, h := range []float64{0, .3, 1} {
		mean, se := c.mean(60, func(seed uint64) float64 {
			return c.promise("micro", "shrunk", h, .3, 500, seed).TrueTargeted - c.promise("micro", "ols", h, .3, 500, seed).TrueTargeted
		})
		t.Logf("h %v: shrunk - ols %.3f (se %.3f)", h, mean, se)
		if mean < -4*se || h == 0 && mean < 4*se {
			t.Errorf("h %v: shrunk - ols is %.3f (se %.3f)", h, mean, se)
		}
	}
}

// TestBySex: who knows what messages do and looks at sex too loses nothing by it, in
// any world (sex tells a little of ideologies that are wrong or missing); who has to
// learn from a pilot gains nothing by one more column that nobody's reaction depends
// on: by 4 standard errors above nothing a true law fails in 1 of 30,000 runs.
func TestBySex(t *testing.T) {
	c := newContest(t, .3)
	plain := c.known[.3]
	q := electorate.Offered("ideology")
	bought, err := c.w.Electorate.Buy(q)
	if err != nil {
		t.Fatal(err)
	}
	sexed := strategy.Know(c.w.Electorate, bought, true, 0)
	for _, h := range []float64{0, 1} {
		for _, each := range []int{0, 500} {
			least := math.Inf(1)
			mean, se := c.mean(60, func(seed uint64) float64 {
				c.known[.3] = sexed
				with := c.promise("micro", "ols", h, .3, each, seed).TrueTargeted
				c.known[.3] = plain
				gain := with - c.promise("micro", "ols", h, .3, each, seed).TrueTargeted
				least = min(least, gain)
				return gain
			})
			t.Logf("h %v, %d asked: with sex - without %+.4f (se %.4f)", h, each, mean, se)
			switch {
			case each == 0 && (least < -1e-9 || h == 0 && math.Abs(mean) > 1e-9):
				t.Errorf("h %v, known: sex brings %.6f on average, at least %.6f", h, mean, least)
			case each > 0 && mean > 4*se:
				t.Errorf("h %v: sex brings %.4f (se %.4f)", h, mean, se)
			}
		}
	}
}

// TestWrongRecords: worse data never help micro on average. Without a pilot that
// is so in every world but for 10^-9, since worse copies are wrong about more of
// the same people; with one it is a mean over worlds, and a true law would fail
// at 4 standard errors in 1 of 30,000 comparisons. Groups react as a seller says
// (h = 2), where there is most to lose.
func TestWrongRecords(t *testing.T) {
	wrong := []float64{0, .15, .3, .6}
	c := newContest(t, wrong...)
	for _, each := range []int{0, 2000} {
		for k := 1; k < len(wrong); k++ {
			mean, se := c.mean(30, func(seed uint64) float64 {
				return c.promise("micro", "ols", 2, wrong[k], each, seed).TrueTargeted - c.promise("micro", "ols", 2, wrong[k-1], each, seed).TrueTargeted
			})
			t.Logf("%d asked, %.2f wrong instead of %.2f: %.3f (se %.3f)", each, wrong[k], wrong[k-1], mean, se)
			if mean > 4*se {
				t.Errorf("%d asked: %.2f wrong instead of %.2f helps by %.3f (se %.3f)", each, wrong[k], wrong[k-1], mean, se)
			}
		}
	}
}

// TestPromises: a model promises more than it does, on the people that it learned
// from; shrunk, which believes no estimate more than the data say, by little. What
// a campaign that knows its messages promises is so.
func TestPromises(t *testing.T) {
	c := newContest(t, .3)
	for _, by := range [][2]string{{"best", ""}, {"segments", ""}, {"micro", "ols"}, {"micro", "subgroups"}, {"micro", "shrunk"}} {
		var promised, truth float64
		over, se := c.mean(40, func(seed uint64) float64 {
			p := c.promise(by[0], by[1], 0, .3, 300, seed)
			promised += (p.Targeted - p.Best) / 40
			truth += (p.TrueTargeted - p.TrueBest) / 40
			return p.Targeted - p.TrueTargeted
		})
		t.Logf("%v: promised over best %.2f, true %.2f; beyond the truth %.2f (se %.2f)", by, promised, truth, over, se)
		switch {
		case by[1] == "shrunk":
			if over > 2 {
				t.Errorf("%v promises %.2f (se %.2f) more than it does", by, over, se)
			}
		case over < 4*se:
			t.Errorf("%v promises only %.2f (se %.2f) more than it does", by, over, se)
		}
		if p := c.promise(by[0], by[1], 1, .3, 0, 1); math.Abs(p.Targeted-p.TrueTargeted) > 1e-9 {
			t.Errorf("%v, known: %+v", by, p)
		}
	}
}

// TestPander: offence is worth .12 logit at a quarter of the box; records that
// are wrong about more people than that make pandering lose, right ones gain
// their point a person.
func TestPander(t *testing.T) {
	if b := message.Backlash(message.MeanEffect, strategy.BreakEven) * message.LogitPerPoint; math.Abs(b-.12) > 1e-12 {
		t.Errorf("offence is worth %v", b)
	}
	c := newContest(t, 0, .25, .6)
	said := func(wrong float64) *strategy.Promise { return c.promise("pander", "", 1, wrong, 0, 3) }
	right, middling, awry := said(0), said(.25), said(.6)
	// The programme moves those without a record as it moves all, but for chance.
	if math.Abs(right.Targeted-right.TrueTargeted) > 5e-3 || math.Abs(right.Targeted-awry.Targeted) > 1e-9 {
		t.Errorf("all records right: %+v; wrong: %+v", right, awry)
	}
	// A record that is wrong costs the point and three more: of 70 % with one.
	known := .7 * 4.0
	if math.Abs(right.TrueTargeted-middling.TrueTargeted-.25*known) > .03 || math.Abs(right.TrueTargeted-awry.TrueTargeted-.6*known) > .03 {
		t.Errorf("none wrong %.3f, a quarter %.3f, .6 %.3f", right.TrueTargeted, middling.TrueTargeted, awry.TrueTargeted)
	}
}
