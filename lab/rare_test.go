package lab

import (
	"fmt"
	"math"
	"testing"
)

// One event among three arms of twelve: wherever a re-draw puts it, the largest
// statistic is the one observed, so that both p-values are 1.
func TestRomanoWolfOfOneEvent(t *testing.T) {
	s := &Sample{Arms: []string{"none", "a", "b"}}
	for i := range 36 {
		s.W, s.Y = append(s.W, i%3), append(s.Y, float64(b2i(i == 1)))
	}
	const seed = 91
	stat, p, err := RomanoWolfEffects(s, 199, Rand(seed))
	if err != nil {
		t.Fatal(err)
	}
	// (1/12) / (sqrt(11/12) / 12), and nothing against nothing.
	near(t, "statistic of a", stat[0], math.Sqrt(12./11), 1e-12)
	if stat[1] != 0 || p[0] != 1 || p[1] != 1 {
		t.Errorf("seed %d: statistics %v, p %v, want 0 for b and 1, 1", seed, stat, p)
	}
}

// Statistics by hand, for arms and clusters of unequal size: totals of 2, 6 and
// 1 in clusters of 1, 2 and 1 without a message, 3 and 9 in clusters of 1 and 2
// under a. Means 9/4 and 4; residual totals -1/4, 3/2, -5/4 and -1, 1.
func TestStudentizedByHand(t *testing.T) {
	s := &Sample{Arms: []string{"none", "a"}, Y: []float64{2, 4, 2, 1, 3, 5, 4}, Cluster: []int32{0, 1, 1, 2, 3, 4, 4}, W: []int{0, 0, 0, 0, 1, 1, 1}}
	a, err := NewAssignment(s)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "statistic", a.studentized(a.W)[0], (4-9./4)/math.Sqrt((1./16+9./4+25./16)/16+2./9), 1e-14)
}

// Outcomes that are the same for a whole arm, given as fractions that do not
// add up exactly: alike is 0, unlike is infinite, and never rounding over
// rounding.
func TestStudentizedWithoutSpread(t *testing.T) {
	s := &Sample{Arms: []string{"none", "like", "more"}}
	for i := range 33 {
		s.W, s.Y = append(s.W, i%3), append(s.Y, []float64{.1, .1, .7}[i%3])
	}
	s.W, s.Y = append(s.W, 1), append(s.Y, .1) // arms of 11 and 12
	a, err := NewAssignment(s)
	if err != nil {
		t.Fatal(err)
	}
	if got := a.studentized(a.W); got[0] != 0 || !math.IsInf(got[1], 1) {
		t.Errorf("statistics %v, want 0 and +Inf", got)
	}
	// Infinite statistics are ranked like others; what is no number is refused.
	p, err := RomanoWolf([]float64{math.Inf(1), 1}, [][]float64{{math.Inf(-1), 0}, {2, 2}, {0, 0}})
	if err != nil || fmt.Sprint(p) != "[0.5 0.5]" {
		t.Errorf("p %v, %v, want 2/4 twice", p, err)
	}
	for _, c := range []struct{ t, draw float64 }{{math.NaN(), 1}, {1, math.NaN()}} {
		if p, err := RomanoWolf([]float64{c.t}, [][]float64{{c.draw}}); err == nil {
			t.Errorf("%v: no error but %v", c, p)
		}
	}
}
