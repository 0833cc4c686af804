package lab

import (
	"errors"
	"math"
	"testing"
)

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
