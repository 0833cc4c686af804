package lab

import (
	"math"
	"testing"
)

func TestRandomisationOnePlusOne(t *testing.T) {
	s := &Sample{Arms: []string{"c", "t"}}
	for i := range 40 {
		s.W, s.Y = append(s.W, i%2), append(s.Y, float64(i))
	}
	a, err := NewAssignment(s)
	if err != nil {
		t.Fatal(err)
	}
	calls := 0
	r := a.RandomisationTest(func([]int) float64 {
		if calls++; calls == 1 {
			return 5
		}
		return 0
	}, 10, 99, Rand(1))
	if r.TwoSided != .01 || r.Greater != .01 {
		t.Errorf("nothing in 99 draws as large: p %v, %v, want 1/100", r.TwoSided, r.Greater)
	}
}

// The statistics of Romano-Wolf are those of the regression on dummies with CR0.
func TestStudentizedIsCR0(t *testing.T) {
	s := invented(Rand(8), 400, 0, false)
	s.W = append([]int(nil), s.W...)
	a, err := NewAssignment(s)
	if err != nil {
		t.Fatal(err)
	}
	x, names := Dummies(s)
	f, err := OLS(s.Y, x, names)
	if err != nil {
		t.Fatal(err)
	}
	r, err := f.Robust(CR0, s.Cluster)
	if err != nil {
		t.Fatal(err)
	}
	for k, v := range a.studentized(a.W) {
		e, err := r.Coefficient(names[k])
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(v/e.T()-1) > 1e-9 {
			t.Errorf("%s: %v, regression %v", names[k], v, e.T())
		}
	}
}

// An effect is inside the inverted interval if and only if the test of it, on
// the same re-draws, does not reject: with arms of unequal clusters, where the
// share treated varies from draw to draw.
func TestInvertedIntervalIsTheTest(t *testing.T) {
	s := &Sample{Arms: []string{"c", "t"}}
	size := []int{1, 5, 2, 1, 4, 1, 3, 2, 6, 1, 2, 3}
	rng := Rand(5)
	for c, m := range size {
		for range m {
			s.W, s.Cluster = append(s.W, b2i(c%3 == 0)), append(s.Cluster, int32(c))
			s.Y = append(s.Y, rng.NormFloat64()+float64(b2i(c%3 == 0)))
		}
	}
	a, err := NewAssignment(s)
	if err != nil {
		t.Fatal(err)
	}
	const r, level = 999, .9
	lo, hi, err := a.InvertedInterval(1, level, r, Rand(6))
	if err != nil {
		t.Fatal(err)
	}
	p := func(d float64) (up, down float64) {
		b := *a
		b.Sum = append([]float64(nil), a.Sum...)
		for c, w := range a.W {
			b.Sum[c] -= d * float64(w) * a.Size[c]
		}
		draws := Rand(6)
		obs := b.DiffMeans(a.W, 1)
		for range r {
			v := b.DiffMeans(b.Draw(draws), 1)
			up += float64(b2i(v >= obs-1e-12))
			down += float64(b2i(v <= obs+1e-12))
		}
		return (1 + up) / (1 + r), (1 + down) / (1 + r)
	}
	const eps = 1e-7
	for _, c := range []struct {
		d      float64
		inside bool
	}{{lo - eps, false}, {lo + eps, true}, {hi - eps, true}, {hi + eps, false}} {
		up, down := p(c.d)
		if in := up > (1-level)/2 && down > (1-level)/2; in != c.inside {
			t.Errorf("effect %.6f (interval %.6f to %.6f): tails %.4f, %.4f, inside %v", c.d, lo, hi, up, down, in)
		}
	}
}

func TestPlanByHand(t *testing.T) {
	// Everybody differs: the gain is the same for all and adds no variance.
	p := Plan{Messages: 2, SD: 1, Differ: 1}
	a, err := p.SE(100, 0.5)
	if err != nil {
		t.Fatal(err)
	}
	if want := math.Sqrt(1 * 2 * 1 / .5 / 100); math.Abs(a-want) > 1e-12 {
		t.Errorf("SE %v, want %v", a, want)
	}
	// Half differ: (1/2 x 2/(1/2) + (2-1) gain^2)/100.
	p.Differ = .5
	if a, err = p.SE(100, 1); err != nil || math.Abs(a-math.Sqrt(.03)) > 1e-12 {
		t.Errorf("SE %v, want %v, %v", a, math.Sqrt(.03), err)
	}
}

// Hoerl, Kennard and Baldwin by hand: x 0 0 1 1, y 0 1 2 4: b = 2.5, s^2 = 2.5/2,
// b standardised has square 2.5^2/4, so k = s^2/(n 1.5625) = 0.2 and b/(1+k).
func TestRidgeByHand(t *testing.T) {
	m := newMoments(1)
	y := []float64{0, 1, 2, 4}
	yy := 0.
	for i, x := range []float64{0, 0, 1, 1} {
		m.add([]float64{x}, 1, y[i])
		yy += y[i] * y[i]
	}
	k := m.hkb(m.solve(0), yy)
	if b := m.solve(k); math.Abs(k-.2) > 1e-12 || math.Abs(b[1]-2.5/1.2) > 1e-12 {
		t.Errorf("penalty %v, slope %v; want 0.2, %v", k, b[1], 2.5/1.2)
	}
}

// A prediction that is exactly right has both coefficients 1.
func TestOmnibusExact(t *testing.T) {
	rng := Rand(2)
	two := Two{Prob: .3}
	for range 60 {
		b, e, w := rng.NormFloat64(), 1+rng.NormFloat64(), rng.Float64() < .3
		two.Base, two.Effect, two.Treated = append(two.Base, b), append(two.Effect, e), append(two.Treated, w)
		two.Y = append(two.Y, b+e*float64(b2i(w)))
	}
	c, _, err := two.Omnibus()
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(c.ATE.Est-1) > 1e-9 || math.Abs(c.Het.Est-1) > 1e-9 {
		t.Errorf("%+v, want 1 and 1", c)
	}
}

// The factor of Hartung and Knapp, written out, where it is above 1.
func TestHartungKnappFactor(t *testing.T) {
	e := []Estimate{{Est: 0, SE: 1}, {Est: 0.1, SE: 1}, {Est: 3, SE: .2}, {Est: -3.2, SE: 3}, {Est: 2.1, SE: .2}}
	reml, err := PoolREML(e)
	if err != nil {
		t.Fatal(err)
	}
	hk, err := PoolHartungKnapp(e)
	if err != nil {
		t.Fatal(err)
	}
	var q float64
	for _, x := range e {
		q += (x.Est - reml.Est) * (x.Est - reml.Est) / (x.SE*x.SE + reml.Tau2)
	}
	if q/4 <= 1.01 {
		t.Fatalf("factor %v: this example shows nothing", q/4)
	}
	if want := reml.SE * math.Sqrt(q/4); math.Abs(hk.SE/want-1) > 1e-12 {
		t.Errorf("SE %v, want %v", hk.SE, want)
	}
}

// DiffMeans counts people, not units.
func TestDiffMeansCountsPeople(t *testing.T) {
	s := &Sample{Arms: []string{"c", "t"}, Y: []float64{1, 3, 5, 10, 0, 2}, W: []int{0, 0, 0, 1, 1, 1}, Cluster: []int32{0, 0, 1, 2, 3, 3}}
	a, err := NewAssignment(s)
	if err != nil {
		t.Fatal(err)
	}
	if d := a.DiffMeans(a.W, 1); d != 4-3 {
		t.Errorf("difference %v, want 1", d)
	}
}
