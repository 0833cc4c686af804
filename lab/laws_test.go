package lab

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"reflect"
	"testing"
)

// TestAdjustments holds every correction to the same laws.
func TestAdjustments(t *testing.T) {
	rng := Rand(7)
	for _, a := range Adjustments {
		t.Run(a.Name, func(t *testing.T) {
			if got := a.Adjust(nil); len(got) != 0 {
				t.Errorf("no p-values: got %v", got)
			}
			for range 200 {
				p := make([]float64, 1+rng.IntN(12))
				for i := range p {
					p[i] = math.Pow(rng.Float64(), 3)
				}
				before := append([]float64(nil), p...)
				q := a.Adjust(p)
				if !reflect.DeepEqual(p, before) {
					t.Fatal("changed its argument")
				}
				for i := range p {
					if q[i] < p[i]*(1-1e-12) || q[i] > 1 {
						t.Fatalf("adjusted %v of %v outside [p, 1]", q[i], p[i])
					}
					for j := range p {
						if p[i] < p[j] && q[i] > q[j] {
							t.Fatalf("order not kept: %v -> %v", p, q)
						}
					}
				}
			}
		})
	}
}

// Holm written as the closed test that it shortcuts: an hypothesis is rejected
// when every set containing it is, by Bonferroni.
func TestHolmClosedTest(t *testing.T) {
	rng := Rand(8)
	for range 100 {
		p := make([]float64, 1+rng.IntN(6))
		for i := range p {
			p[i] = rng.Float64() * .2
		}
		for i, got := range Holm(p) {
			var worst float64
			for set := range 1 << len(p) {
				if set>>i&1 == 0 {
					continue
				}
				smallest, size := 1.0, 0.0
				for j := range p {
					if set>>j&1 == 1 {
						smallest, size = min(smallest, p[j]), size+1
					}
				}
				worst = max(worst, min(1, smallest*size))
			}
			near(t, fmt.Sprint(p, i), got, worst, 1e-12)
		}
	}
}

// With one hypothesis Romano-Wolf is the permutation p-value; with copies of
// one statistic nothing is paid for their number, as Holm would.
func TestRomanoWolf(t *testing.T) {
	rng := Rand(9)
	null := make([][]float64, 999)
	for r := range null {
		z := rng.NormFloat64()
		null[r] = []float64{z, z, z, z, z}
	}
	p, err := RomanoWolf([]float64{2.5, -2.5, 2.5, 2.5, 2.5}, null)
	if err != nil {
		t.Fatal(err)
	}
	count := 1
	for _, d := range null {
		if math.Abs(d[0]) >= 2.5 {
			count++
		}
	}
	for _, v := range p {
		near(t, "copies", v, float64(count)/1000, 1e-12)
	}
	if _, err := RomanoWolf([]float64{1}, nil); err == nil {
		t.Error("no re-draws: no error")
	}
}

// TestRomanoWolfFalseAlarms: with no effect at all, at most 5 % of experiments
// have any arm below 5 %. 400 experiments; the bound is 5 % plus 3 binomial
// errors, so the test itself fails about once in 1,000 seeds.
func TestRomanoWolfFalseAlarms(t *testing.T) {
	rng := Rand(10)
	const n = 400
	alarms := 0
	for range n {
		s := World{Blocks: 8, Units: []int{2, 1, 1}, Size: [2]int{1, 3}, ICC: .3, Effect: []float64{0, 0}}.Draw(rng)
		_, p, err := RomanoWolfEffects(s, 99, rng)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range p {
			if v <= .05 {
				alarms++
				break
			}
		}
	}
	if limit := .05 + 3*math.Sqrt(.05*.95/n); float64(alarms)/n > limit {
		t.Errorf("%d of %d experiments without any effect raised an alarm; limit %.3f", alarms, n, limit)
	}
}

// TestAssignment: re-draws keep each block's own counts, and Each lists
// exactly Count different assignments.
func TestAssignment(t *testing.T) {
	// Two blocks of clusters (sizes 1 and 2), arms 2/1/1 and 1/2/0.
	s := &Sample{
		Y:       []float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10},
		Cluster: []int32{0, 0, 1, 2, 3, 4, 4, 5, 6, 6},
		Block:   []int32{0, 0, 0, 0, 0, 1, 1, 1, 1, 1},
		W:       []int{0, 0, 0, 1, 2, 0, 0, 1, 1, 1},
		Arms:    []string{"a", "b", "c"},
	}
	a, err := NewAssignment(s)
	if err != nil {
		t.Fatal(err)
	}
	if want := big.NewInt(12 * 3); a.Count().Cmp(want) != 0 {
		t.Errorf("count %v, want %v", a.Count(), want)
	}
	seen := make(map[string]bool)
	legal := func(w []int) {
		var n [2][3]int
		for c, arm := range w {
			n[c/4][arm]++
		}
		if n != [2][3]int{{2, 1, 1}, {1, 2, 0}} {
			t.Fatalf("assignment %v does not keep the blocks' counts", w)
		}
	}
	a.Each(func(w []int) {
		legal(w)
		seen[fmt.Sprint(w)] = true
	})
	if len(seen) != 36 {
		t.Errorf("%d different assignments, want 36", len(seen))
	}
	rng := Rand(11)
	drawn := make(map[string]int)
	for range 36 * 200 {
		w := a.Draw(rng)
		legal(w)
		drawn[fmt.Sprint(w)]++
	}
	var chi2 float64
	for w := range seen {
		d := float64(drawn[w] - 200)
		chi2 += d * d / 200
	}
	if chi2 > 35+5*math.Sqrt(70) {
		t.Errorf("re-draws are not uniform: chi-square %.1f on 35 degrees of freedom", chi2)
	}
	s.W[1] = 1
	if _, err := NewAssignment(s); err == nil {
		t.Error("a cluster in two arms: no error")
	}
}

// The drawn p-value agrees with the exact one.
func TestRandomisationDrawn(t *testing.T) {
	s := World{Blocks: 3, Units: []int{2, 2}, Size: [2]int{1, 3}, Effect: []float64{.5}}.Draw(Rand(12))
	a, err := NewAssignment(s)
	if err != nil {
		t.Fatal(err)
	}
	stat := func(w []int) float64 { return a.DiffMeans(w, 1) }
	exact := a.RandomisationTest(stat, 1e6, 0, nil)
	drawn := a.RandomisationTest(stat, 0, 4000, Rand(13))
	if !exact.Exact || drawn.Exact {
		t.Fatalf("exact %v, drawn %v", exact, drawn)
	}
	if math.Abs(exact.TwoSided-drawn.TwoSided) > 4*drawn.MCError+1./4000 {
		t.Errorf("drawn p %.4f (%.4f), exact %.4f", drawn.TwoSided, drawn.MCError, exact.TwoSided)
	}
}

// TestPoolBCG: the 13 trials of BCG vaccine (Colditz et al. 1994, JAMA 271),
// log risk ratios, against the figures printed in the manual of the R package
// metafor (Viechtbauer 2010).
func TestPoolBCG(t *testing.T) {
	var e []Estimate
	for _, r := range [][4]float64{
		{4, 119, 11, 128}, {6, 300, 29, 274}, {3, 228, 11, 209}, {62, 13536, 248, 12619}, {33, 5036, 47, 5761},
		{180, 1361, 372, 1079}, {8, 2537, 10, 619}, {505, 87886, 499, 87892}, {29, 7470, 45, 7232}, {17, 1699, 65, 1600},
		{186, 50448, 141, 27197}, {5, 2493, 3, 2338}, {27, 16886, 29, 17825},
	} {
		a, n1, c, n2 := r[0], r[0]+r[1], r[2], r[2]+r[3]
		e = append(e, Estimate{Est: math.Log(a / n1 / (c / n2)), SE: math.Sqrt(1/a - 1/n1 + 1/c - 1/n2), DF: math.Inf(1)})
	}
	for _, c := range []struct {
		name          string
		pool          func([]Estimate) (Pooled, error)
		est, se, tau2 float64
	}{{"fixed", PoolFixed, -.4303, .0405, 0}, {"DL", PoolDL, -.7141, .1787, .3088}, {"REML", PoolREML, -.7145, .1798, .3132}} {
		p, err := c.pool(e)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range [][2]float64{{p.Est, c.est}, {p.SE, c.se}, {p.Tau2, c.tau2}, {p.Q.Chi2, 152.2330}} {
			if math.Abs(v[0]-v[1]) > .5001e-4 {
				t.Errorf("%s: %.6f, metafor prints %.4f", c.name, v[0], v[1])
			}
		}
		if c.name == "REML" {
			hk, err := PoolHartungKnapp(e)
			if err != nil || hk.Est != p.Est || hk.SE < p.SE || hk.DF != 12 {
				t.Errorf("Hartung-Knapp %+v beside %+v, %v", hk.Estimate, p.Estimate, err)
			}
		}
		if c.name == "REML" && math.Abs(p.TauSE-.1664) > .5001e-4 {
			t.Errorf("SE of tau^2 %.5f, metafor prints 0.1664", p.TauSE)
		}
	}
}

// REML against a search of its likelihood on a grid.
func TestPoolREMLGrid(t *testing.T) {
	for seed := range uint64(30) {
		rng := Rand(seed)
		e := make([]Estimate, 2+rng.IntN(10))
		for i := range e {
			e[i] = Estimate{SE: .2 + rng.Float64()}
			e[i].Est = rng.NormFloat64()*e[i].SE + rng.NormFloat64()*float64(seed%3)
		}
		p, err := PoolREML(e)
		if err != nil {
			t.Fatal(err)
		}
		for k := range 4000 {
			if tau2 := float64(k) * .005; reml(e, tau2) > reml(e, p.Tau2)+1e-9 {
				t.Fatalf("seed %d: likelihood %.9f at tau^2 %v, but %.9f at the solution %v", seed, reml(e, tau2), tau2, reml(e, p.Tau2), p.Tau2)
			}
		}
	}
}

func TestPoolLeavesOutZeroSE(t *testing.T) {
	e := []Estimate{{Est: 0, SE: 0}, {Est: 2, SE: 1}, {Est: 4, SE: 1}}
	p, err := PoolFixed(e)
	if err != nil || p.Left != 1 || p.K != 2 || math.Abs(p.Est-3) > 1e-12 {
		t.Errorf("fixed: %+v, %v", p, err)
	}
	n, err := PoolByN(e, []int{2, 1, 1})
	if err != nil || math.Abs(n.Est-1.5) > 1e-12 || math.Abs(n.SE-math.Sqrt(2)/4) > 1e-12 {
		t.Errorf("by n: %+v, %v", n, err)
	}
	if _, err := PoolFixed(e[:1]); !errors.Is(err, ErrNothingToPool) {
		t.Errorf("only SE = 0: %v", err)
	}
}

// Power and the minimum detectable effect are inverse to each other.
func TestPowerInverse(t *testing.T) {
	for _, power := range []float64{.5, .8, .9, .99} {
		near(t, "normal", NormalPower(MDE(2, .05, power), 2, .05), power, 1e-3)
		n, err := TTestN(.3, 1.5, .05, power)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "t", TTestPower(n, .3, 1.5, .05), power, 1e-9)
	}
	n, err := ProportionN(.5, .75, .05, .9)
	if err != nil || math.Abs(n-76.7) > .05 { // the example of R's help page for power.prop.test
		t.Errorf("people for .5 against .75: %.3f, %v", n, err)
	}
	near(t, "shares", ProportionPower(n, .5, .75, .05), .9, 1e-9)
	if _, err := ProportionN(.5, .5, .05, .9); err == nil {
		t.Error("equal shares: no error")
	}
	if _, err := TTestN(0, 1, .05, .8); err == nil {
		t.Error("no difference: no error")
	}
}

// Share intervals: Clopper-Pearson covers at least 95 % at every truth, by
// exact sums; Wilson close to it.
func TestShareCoverage(t *testing.T) {
	for _, n := range []int{1, 5, 20, 80} {
		for p := .005; p < 1; p += .015 {
			var cp, wilson float64
			for x := range n + 1 {
				lb, _ := math.Lgamma(float64(n + 1))
				l1, _ := math.Lgamma(float64(x + 1))
				l2, _ := math.Lgamma(float64(n - x + 1))
				prob := math.Exp(lb - l1 - l2 + float64(x)*math.Log(p) + float64(n-x)*math.Log1p(-p))
				if lo, hi := ClopperPearson(x, n, .95); lo <= p && p <= hi {
					cp += prob
				}
				if lo, hi := Wilson(x, n, .95); lo <= p && p <= hi {
					wilson += prob
				}
			}
			if cp < .95-1e-9 {
				t.Errorf("Clopper-Pearson, n %d, p %.3f: coverage %.4f", n, p, cp)
			}
			if n >= 5 && wilson < .83 {
				t.Errorf("Wilson, n %d, p %.3f: coverage %.4f", n, p, wilson)
			}
		}
	}
}
