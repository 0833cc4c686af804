package trial

import (
	"math"
	"testing"

	"github.com/contrechamp/contrechamp/lab"
)

// Eight people: two alike in both facts, and so on. Entropies by hand.
func TestBits(t *testing.T) {
	s := &lab.Sample{X: [][]float64{{0, 0, 0, 0, 1, 1, 1, 1}, {0, 0, 0, 0, 0, 0, 1, 2}}, Y: make([]float64, 8)}
	r := &runner{e: &experiment{all: s, vars: []variable{{cols: []int{0}}, {cols: []int{1}}}}}
	for _, c := range []struct {
		vars []int
		want float64
	}{
		{nil, 0},
		{[]int{0}, 1}, // two halves
		{[]int{1}, 6./8*math.Log2(8./6) + 2./8*3},   // 6, 1 and 1
		{[]int{0, 1}, 4./8*1 + 2./8*2 + 2*(1./8)*3}, // 4, 2, 1 and 1
	} {
		if got, _ := r.bits(c.vars); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("facts %v: %v bits, want %v", c.vars, got, c.want)
		}
	}
}

// More facts never read less, though another division may choose other ones.
func TestBitsGrow(t *testing.T) {
	all, err := Published()
	if err != nil {
		t.Fatal(err)
	}
	reports := []*Report{runInvented(t)}
	for _, p := range all {
		reports = append(reports, p.Report)
	}
	for _, r := range reports {
		for k := 1; k < len(r.Curve); k++ {
			if r.Curve[k].Bits < r.Curve[k-1].Bits {
				t.Errorf("%s: %d facts read %v bits, %d %v", r.Experiment.Name, k, r.Curve[k].Bits, k-1, r.Curve[k-1].Bits)
			}
		}
		if last := r.Curve[len(r.Curve)-1].Bits; math.Abs(float64(last-r.Harms.Bits)) > 1e-9 {
			t.Errorf("%s: all facts read %v bits, the policy %v", r.Experiment.Name, last, r.Harms.Bits)
		}
	}
}
