package market

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/machine/electorate"
	"github.com/contrechamp/contrechamp/machine/scenario"
	"github.com/contrechamp/contrechamp/reach"

	"gonum.org/v1/gonum/stat/distuv"
)

var uniform = NewFloor(func(v float64) float64 { return v / 10 }, 10, 100)

func candidates(f *Floor, values ...float64) []Candidate {
	var c []Candidate
	for k, v := range values {
		x := Candidate{Ad: k, Value: v, Rate: 1}
		x.f, x.h = f.At(v)
		c = append(c, x)
	}
	return c
}

// TestSlot: the model's check values, on a floor that is uniform on 0..10.
func TestSlot(t *testing.T) {
	for _, c := range []struct{ v, pi, win, paid []float64 }{
		{[]float64{4, 6}, []float64{.5, 1}, []float64{0, .6}, []float64{0, 2.2}},
		{[]float64{4, 6}, []float64{.5, .5}, []float64{.1, .3}, []float64{.2, 1.1}},
		{[]float64{2, 5, 8}, []float64{.3, .6, .9}, []float64{.0024, .03, .72}, []float64{.0024, .0786, 3.5766}},
	} {
		win, paid := make([]float64, len(c.v)), make([]float64, len(c.v))
		Slot(candidates(uniform, c.v...), c.pi, win, paid)
		for k := range c.v {
			if math.Abs(win[k]-c.win[k]) > 1e-8 || math.Abs(paid[k]-c.paid[k]) > 1e-7 {
				t.Errorf("values %v, chances %v: win %v, paid %v", c.v, c.pi, win, paid)
			}
		}
	}
}

// TestEnumeration: the closed form is the sum over who takes part, with the
// price integrated numerically, for random candidates on a lognormal floor.
func TestEnumeration(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	floor := Lognormal(6, .7)
	for range 40 {
		n := 1 + r.IntN(4)
		values, pi := make([]float64, n), make([]float64, n)
		for k := range values {
			values[k], pi[k] = math.Exp(2+r.NormFloat64()), r.Float64()
		}
		slices.Sort(values)
		c := candidates(floor, values...)
		for k := range c {
			c[k].Rate = .5 + r.Float64()
		}
		win, paid := make([]float64, n), make([]float64, n)
		Slot(c, pi, win, paid)
		wantWin, wantPaid := make([]float64, n), make([]float64, n)
		for who := range 1 << n {
			p, top, second := 1.0, -1, 0.0
			for k := range n {
				if who>>k&1 == 0 {
					p *= 1 - pi[k]
					continue
				}
				p *= pi[k]
				if top >= 0 {
					second = values[top]
				}
				top = k
			}
			if top < 0 {
				continue
			}
			// The price is the larger of the second and the floor, if that is
			// below: second F(second) + int from second to v of x dF.
			f, _ := floor.At(values[top])
			wantWin[top] += p * f
			pay := 0.0
			const steps = 20_000
			last, _ := floor.At(second)
			pay += second * last
			for i := 1; i <= steps; i++ {
				x := second + (values[top]-second)*float64(i)/steps
				now, _ := floor.At(x)
				pay += (x - (values[top]-second)/2/steps) * (now - last)
				last = now
			}
			wantPaid[top] += p * pay / c[top].Rate
		}
		for k := range n {
			if math.Abs(win[k]-wantWin[k]) > 1e-9 || math.Abs(paid[k]-wantPaid[k]) > 1e-5*(1+wantPaid[k]) {
				t.Fatalf("values %v, chances %v: win %v, paid %v; enumerated %v, %v", values, pi, win, paid, wantWin, wantPaid)
			}
		}
	}
}

func TestFloor(t *testing.T) {
	f := Lognormal(6, .7)
	for _, v := range []float64{0, .3, 2, 6, 11.7, 90, 500} {
		want := distuv.LogNormal{Mu: math.Log(6), Sigma: .7}.CDF(v)
		if got, _ := f.At(v); math.Abs(got-want) > 2e-5 {
			t.Errorf("F(%v) = %v, want %v", v, got, want)
		}
	}
	// The integral of 1 - F is the mean, 6 exp(.7^2/2).
	_, h := f.At(1000)
	if mean := 6 * math.Exp(.245); math.Abs(1000-h-mean) > .001 {
		t.Errorf("mean %v, want %v", 1000-h, mean)
	}
}

// world is an electorate and boxes of six parties.
func world(t testing.TB, voters, boxes int, m Market) (*electorate.Electorate, *reach.People, []Ad) {
	t.Helper()
	s, err := scenario.Valombre()
	if err != nil {
		t.Fatal(err)
	}
	e, err := electorate.New(s.Margins, s.Model, electorate.Options{Voters: voters, Seed: 42})
	if err != nil {
		t.Fatal(err)
	}
	people, err := e.People(audience.World{}, 0)
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 2))
	var ads []Ad
	for p, party := range e.Model.Parties {
		for k := range boxes {
			lo := 16 + r.IntN(50)
			text := fmt.Sprintf("age %d..%d", lo, lo+8+r.IntN(30))
			switch r.IntN(4) {
			case 0:
				text += fmt.Sprintf(" and interest %q", e.Model.Names[r.IntN(120)])
			case 1:
				text += fmt.Sprintf(" and place %q and not interest %q", []string{"XV/Clairval", "XV/Les Salines", "XV/Valdor"}[r.IntN(3)], e.Model.Names[r.IntN(60)])
			case 2:
				text += " and gender " + electorate.Sexes[r.IntN(2)]
			}
			box, err := audience.Parse(text)
			if err != nil {
				t.Fatal(err)
			}
			ads = append(ads, Ad{
				ID: fmt.Sprintf("%s-%d", party.ID, k), Advertiser: party.ID, Party: p, Message: k % 20, Box: box,
				Bid: 6 + 6*r.Float64(), Quality: 1, Budget: int64(float64(voters) * 40_000 / float64(boxes) * (.5 + r.Float64())), Phases: AllPhases,
			})
		}
	}
	return e, people, ads
}

// TestTwin: what is delivered by the closed form is what auctions one by one
// bring, ad by ad. A chi-square of about as many degrees as ads; the chance of a
// false alarm of a new seed is 1e-4, the seed is fixed.
func TestTwin(t *testing.T) {
	e, people, ads := world(t, 3000, 12, Standard())
	for i := range ads {
		ads[i].Budget = 1 << 50
	}
	s, err := NewSale(Standard(), e, people, ads, 42)
	if err != nil {
		t.Fatal(err)
	}
	var pi Pacing
	r := rand.New(rand.NewPCG(3, 4))
	for p := range pi {
		for range ads {
			pi[p] = append(pi[p], r.Float64())
		}
	}
	quantile := distuv.LogNormal{Mu: math.Log(6), Sigma: .7}.Quantile
	won, paid := s.brute(&pi, quantile, 7)
	s.Threads = 0
	d := s.Deliver(&pi, func(int, int, []Shown) {})
	x, n := 0.0, 0
	var wins, wants, euros, brutes float64
	for k := range ads {
		a, b := float64(d.Impressions[k]), float64(won[k])
		if a+b > 10 {
			x += (a - b) * (a - b) / (a + b)
			n++
		}
		wins, wants, euros, brutes = wins+a, wants+b, euros+float64(d.Micros[k])/1e6, brutes+paid[k]
	}
	t.Logf("%.0f impressions, %.0f auctioned one by one; paid %.1f and %.1f; chi-square %.1f on %d ads", wins, wants, euros, brutes, x, n)
	if p := (distuv.ChiSquared{K: float64(n)}).Survival(x); p < 1e-4 || wins < 10_000 {
		t.Errorf("chi-square %.1f on %d ads, p %g", x, n, p)
	}
	if math.Abs(euros/brutes-1) > .02 {
		t.Errorf("paid %.1f, one by one %.1f", euros, brutes)
	}
}

// TestBudget: nobody pays more than his budget, whatever the throttle; most of
// the budgets that can be spent are spent; nobody under 18 is shown anything; and
// one thread delivers what two do.
func TestBudget(t *testing.T) {
	e, people, ads := world(t, 30_000, 20, Standard())
	ads[3].Budget = 0
	var first *Delivery
	for _, threads := range []int{1, 2} {
		s, err := NewSale(Standard(), e, people, ads, 42)
		if err != nil {
			t.Fatal(err)
		}
		s.Threads = threads
		pi := s.Pace()
		d := s.Deliver(pi, func(_, i int, shown []Shown) {
			if e.Age[i] < electorate.Adult {
				t.Error("a minor was shown an ad")
			}
		})
		spent, budget := 0.0, 0.0
		for k := range ads {
			if d.Micros[k] > ads[k].Budget {
				t.Errorf("ad %d paid %d of %d", k, d.Micros[k], ads[k].Budget)
			}
			if holds, _ := people.Count(audience.And(ads[k].Box, audience.Of(audience.Fact{Kind: audience.Age, Lo: 18, Hi: 254}))); int64(holds) != d.Targeted[k] {
				t.Errorf("ad %d aims at %d adults, its box holds %d", k, d.Targeted[k], holds)
			}
			spent, budget = spent+float64(d.Micros[k]), budget+float64(ads[k].Budget)
		}
		if d.Impressions[3] != 0 {
			t.Error("an ad without money was shown")
		}
		t.Logf("%d threads: spent %.3f of the budgets", threads, spent/budget)
		if spent < .8*budget {
			t.Errorf("spent %.3f", spent/budget)
		}
		if first == nil {
			first = d
		} else if !reflect.DeepEqual(d, first) {
			t.Error("two threads deliver something else than one")
		}
		// With no throttle at all the budgets still hold.
		var open Pacing
		for p := range open {
			for range ads {
				open[p] = append(open[p], 1)
			}
		}
		for k, m := range s.Deliver(&open, func(int, int, []Shown) {}).Micros {
			if m > ads[k].Budget {
				t.Errorf("unthrottled, ad %d paid %d of %d", k, m, ads[k].Budget)
			}
		}
	}
}

// TestKappa: the other side is dearer for a party than its own, and the more so
// the more the platform prefers who will react. The model's prototype, on a
// simpler electorate, has 1.15, 1.35, 1.52, 1.73 and 1.87 for people below -.45
// logits over those above .45.
func TestKappa(t *testing.T) {
	last := .99
	for _, kappa := range []float64{0, .25, .45, .6, .8, 1} {
		m := Standard()
		m.Kappa = kappa
		e, people, _ := world(t, 20_000, 0, m)
		box, _ := audience.Parse("age 18..254")
		s, err := NewSale(m, e, people, []Ad{{ID: "a", Advertiser: "a", Party: 1, Box: box, Bid: 8, Quality: 1, Budget: 1 << 50, Phases: AllPhases}}, 1)
		if err != nil {
			t.Fatal(err)
		}
		var impressions, micros [2]float64
		blocks := make([][2][2]float64, e.Blocks())
		s.Deliver(s.Pace(), func(b, i int, shown []Shown) {
			side := 0
			switch u := e.Logit(i, 1); {
			case u > .45:
				side = 1
			case u >= -.45:
				return
			}
			for _, x := range shown {
				blocks[b][0][side] += float64(x.Impressions)
				blocks[b][1][side] += float64(x.Micros)
			}
		})
		for _, b := range blocks {
			for side := range 2 {
				impressions[side] += b[0][side]
				micros[side] += b[1][side]
			}
		}
		ratio := micros[0] / impressions[0] / (micros[1] / impressions[1])
		t.Logf("kappa %.2f: %.2f", kappa, ratio)
		if ratio < last {
			t.Errorf("kappa %v: the other side costs %.3f as much, less than before", kappa, ratio)
		}
		last = ratio
	}
}

func TestRefusedAds(t *testing.T) {
	e, people, ads := world(t, 1000, 2, Standard())
	for what, change := range map[string]func(*Ad){
		"no id":         func(a *Ad) { a.ID = "" },
		"an id twice":   func(a *Ad) { a.ID = ads[1].ID },
		"no box":        func(a *Ad) { a.Box = nil },
		"a bid below 0": func(a *Ad) { a.Bid = -1 },
		"no number":     func(a *Ad) { a.Bid = math.NaN() },
		"no quality":    func(a *Ad) { a.Quality = 0 },
		"a debt":        func(a *Ad) { a.Budget = -1 },
	} {
		bad := slices.Clone(ads)
		change(&bad[0])
		if _, err := NewSale(Standard(), e, people, bad, 1); err == nil {
			t.Errorf("%s was taken", what)
		}
	}
}

// BenchmarkDeliver is one sale of 600 boxes of six parties.
func BenchmarkDeliver(b *testing.B) {
	for _, voters := range []int{100_000, 1_000_000, 10_000_000} {
		b.Run(fmt.Sprint(voters), func(b *testing.B) {
			start := time.Now()
			e, people, ads := world(b, voters, 100, Standard())
			b.Logf("people in %v, %d MB of boxes' bitmaps", time.Since(start), people.Bytes()>>20)
			for b.Loop() {
				s, err := NewSale(Standard(), e, people, ads, 42)
				if err != nil {
					b.Fatal(err)
				}
				start := time.Now()
				pi := s.Pace()
				paced := time.Since(start)
				n := make([]int64, e.Blocks())
				d := s.Deliver(pi, func(block, i int, shown []Shown) {
					for _, x := range shown {
						n[block] += int64(x.Impressions)
					}
				})
				all, targeted := int64(0), int64(0)
				for _, x := range n {
					all += x
				}
				for _, x := range d.Targeted {
					targeted += x
				}
				b.Logf("paced in %v, delivered in %v: %.1f impressions a voter, %.1f boxes", paced, time.Since(start)-paced, float64(all)/float64(e.Voters), float64(targeted)/float64(e.Voters))
			}
		})
	}
}
