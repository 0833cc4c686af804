package lab

import (
	"fmt"
	"math"
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
