package market

import "math"

// Floor is the distribution of the highest other bid for a place: a table of
// F(v), the chance that it is below v, and of H(v), the integral of F from 0 to
// v, with straight lines between the entries of F.
type Floor struct {
	perStep float64 // 1 / step
	step    float64
	f, h    []float64
}

// NewFloor tabulates a distribution function on 0..top. Its values are rounded
// to 2^-30, so that the table is the same on every machine. Above top F stays
// what it was, so top should be where F is as good as 1.
func NewFloor(cdf func(v float64) float64, top float64, steps int) *Floor {
	t := &Floor{step: top / float64(steps), perStep: float64(steps) / top}
	for i := range steps + 1 {
		t.f = append(t.f, math.Round(cdf(float64(i)*t.step)*0x1p30)*0x1p-30)
		if i == 0 {
			t.h = append(t.h, 0)
			continue
		}
		t.h = append(t.h, t.h[i-1]+float64(float64(t.step*(t.f[i-1]+t.f[i]))/2))
	}
	return t
}

// Lognormal is a floor whose logarithm is normal around that of median, in euros
// per thousand.
func Lognormal(median, spread float64) *Floor {
	return NewFloor(func(v float64) float64 {
		if v == 0 {
			return 0
		}
		return math.Erfc(-math.Log(v/median)/(spread*math.Sqrt2)) / 2
	}, 66*median, 8192)
}

// At is F and H at v >= 0.
func (t *Floor) At(v float64) (f, h float64) {
	last := len(t.f) - 1
	x := float64(v * t.perStep)
	if x >= float64(last) {
		return t.f[last], t.h[last] + float64(t.f[last]*(v-float64(t.step*float64(last))))
	}
	i := int(x)
	d := v - float64(t.step*float64(i))
	slope := float64((t.f[i+1] - t.f[i]) * t.perStep)
	return t.f[i] + float64(slope*d), t.h[i] + float64(t.f[i]*d) + float64(float64(float64(slope*d)*d)/2)
}

// Candidate is an ad that may win a place.
type Candidate struct {
	Ad    int
	Value float64 // bid x quality x estimated action rate, euros per thousand
	Rate  float64 // quality x estimated action rate, by which the price is divided
	f, h  float64 // of the floor at Value
}

// Slot is what one place brings to each candidate, on average. The place goes to
// the highest value among the floor and the candidates that take part, each with
// its own chance pi, independently; the winner pays the second highest value,
// divided by its rate. With values ascending, F the distribution of the floor and
// H its integral,
//
//	I_1 = H(v_1);  I_k = (1 - pi_{k-1}) I_{k-1} + H(v_k) - H(v_{k-1})
//	win_k  = pi_k F(v_k) prod_{j>k} (1 - pi_j)
//	paid_k = pi_k (v_k F(v_k) - I_k) prod_{j>k} (1 - pi_j) / rate_k
//
// since the highest of the floor and those below k has the distribution
// F(x) prod_{j<k, v_j>x} (1 - pi_j), of which I_k is the integral up to v_k.
// paid is in euros per thousand places. win and paid are as long as the
// candidates, which are in ascending order of value.
func Slot(c []Candidate, pi []float64, win, paid []float64) {
	integral := 0.0
	for k := range c {
		if k == 0 {
			integral = c[0].h
		} else {
			integral = float64((1-pi[c[k-1].Ad])*integral) + (c[k].h - c[k-1].h)
		}
		win[k] = float64(pi[c[k].Ad] * c[k].f)
		paid[k] = float64(pi[c[k].Ad]*(float64(c[k].Value*c[k].f)-integral)) / c[k].Rate
	}
	others := 1.0
	for k := len(c) - 1; k >= 0; k-- {
		win[k] *= others
		paid[k] *= others
		others *= 1 - pi[c[k].Ad]
	}
}
