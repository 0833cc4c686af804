package trial

import (
	"math"
	"testing"

	"github.com/contrechamp/contrechamp/lab"
)

// An issue in which hardly anybody's message differs has a small error for that
// reason alone. It does not outweigh the others: by people, (100·1 + 300·3 + 400·0.1) / 800.
func TestPooledByPeople(t *testing.T) {
	r := &runner{o: Options{Level: .95}}
	wide, wider, lazy := lab.Estimate{Est: 1, SE: .4}, lab.Estimate{Est: 3, SE: .2}, lab.Estimate{Est: .1, SE: .01}
	p, err := r.pooled([]lab.Estimate{wide, wider, lazy}, []int{100, 300, 400}, []lab.Estimate{wide, wider})
	if err != nil {
		t.Fatal(err)
	}
	if want := 1040. / 800; math.Abs(float64(p.ByN.Est)-want) > 1e-12 {
		t.Errorf("by people %v, want %v", p.ByN.Est, want)
	}
	if want := math.Sqrt(40*40+60*60+4*4) / 800; math.Abs(float64(p.ByN.SE)-want) > 1e-12 {
		t.Errorf("its error %v, want %v", p.ByN.SE, want)
	}
	// By precision, weights 1/.16 and 1/.04: (1 + 4·3) / 5.
	if math.Abs(float64(p.Fixed.Est)-2.6) > 1e-12 || p.Left != 1 {
		t.Errorf("by precision %v, %d left out", p.Fixed.Est, p.Left)
	}
	// Q = sum w (x - mean)² = 6.25·1.6² + 25·0.4² = 20; between-issue variance by
	// REML of two estimates: (3-1)²/2 - (.16+.04)/2 = 1.9.
	if math.Abs(float64(p.Q)-20) > 1e-9 || math.Abs(float64(p.Tau*p.Tau)-1.9) > 1e-6 {
		t.Errorf("Q %v, tau² %v", p.Q, p.Tau*p.Tau)
	}
	// Then weights 1/2.06 and 1/1.94.
	if want := (1/2.06 + 3/1.94) / (1/2.06 + 1/1.94); math.Abs(float64(p.Random.Est)-want) > 1e-6 {
		t.Errorf("random effects %v, want %v", p.Random.Est, want)
	}
	alone, err := r.pooled([]lab.Estimate{wide, lazy}, []int{100, 400}, []lab.Estimate{wide})
	if err != nil || !isNaN(alone.Fixed.Est) || math.Abs(float64(alone.ByN.Est)-.28) > 1e-12 {
		t.Errorf("one differing issue: %+v, %v", alone, err)
	}
}
