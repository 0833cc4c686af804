package lab

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// Two groups and one column are Welch's test: the same statistic, degrees of
// freedom and p-value as the difference of two means.
func TestEqualIsWelch(t *testing.T) {
	const seed = 81
	rng := Rand(seed)
	d, group := make([]float64, 31), make([]int32, 31)
	s := &Sample{Arms: []string{"0", "1"}}
	for i := range d {
		group[i] = int32(b2i(i >= 9))
		d[i] = (1 + 3*float64(group[i])) * rng.NormFloat64()
		s.Y, s.W = append(s.Y, d[i]), append(s.W, int(group[i]))
	}
	g, err := GroupMeans([][]float64{d}, group, 2, nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := g.Equal(1)
	if err != nil {
		t.Fatal(err)
	}
	e, err := Effects(s)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "statistic", got.Chi2, e[0].T()*e[0].T(), 1e-12)
	near(t, "degrees of freedom", got.DF2, e[0].DF, 1e-12)
	near(t, "p", got.P, e[0].P(), 1e-9)
	// A third group without people changes nothing.
	h, err := GroupMeans([][]float64{d}, group, 3, nil)
	if err != nil {
		t.Fatal(err)
	}
	if three, err := h.Equal(1); err != nil || three != got {
		t.Errorf("with an empty group %v, %v; without %v", three, err, got)
	}
	// A group that is one cluster has no variance of its own.
	h, err = GroupMeans([][]float64{d}, group, 2, group)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Equal(1); err == nil {
		t.Error("two clusters: no error")
	}
}

// F with 2 and n degrees of freedom has the tail (1 + 2x/n)^(-n/2), also where
// one minus the distribution function is nothing but rounding.
func TestUpperF(t *testing.T) {
	for _, c := range [][2]float64{{0, 10}, {1, 10}, {3, 400}, {90, 400}, {200, 5000}} {
		x, n := c[0], c[1]
		near(t, fmt.Sprintf("P(F(2, %v) > %v)", n, x)+", log", math.Log(upperF(x, 2, n)), -n/2*math.Log1p(2*x/n), 1e-10)
	}
}

// Groups that do not differ are called different in 5 % of experiments, also
// when they are small, many, vary differently and cut through households: 32
// groups of 55 people with a yes-or-no outcome, five messages, households of
// two. The chi-square says so in a fifth of them.
func TestEqualFalseAlarms(t *testing.T) {
	const seed, reps, groups, people, arms = 82, 200, 32, 32 * 55, 5
	rng := Rand(seed)
	var alarms, chi2 float64
	for range reps {
		d := make([][]float64, arms-1)
		for c := range d {
			d[c] = make([]float64, people)
		}
		group, cluster := make([]int32, people), make([]int32, people)
		var arm int
		var common float64
		for i := range people {
			if i%2 == 0 {
				arm, common = rng.IntN(arms), rng.NormFloat64()
			}
			group[i], cluster[i] = int32(rng.IntN(groups)), int32(i/2)
			y := float64(b2i(rng.NormFloat64()+.7*common < -1+.5*float64(group[i]%4))) - .4
			switch arm {
			case 0: // the best arm, weighed by 1/e against each of the others
				for c := range d {
					d[c][i] = -y * arms
				}
			default:
				d[arm-1][i] = y * arms
			}
		}
		g, err := GroupMeans(d, group, groups, cluster)
		if err != nil {
			t.Fatal(err)
		}
		e, err := g.Equal(len(d))
		if err != nil {
			t.Fatal(err)
		}
		alarms += float64(b2i(e.P <= .05)) / reps
		chi2 += float64(b2i(distuv.ChiSquared{K: float64(e.DF)}.Survival(e.Chi2) <= .05)) / reps
	}
	t.Logf("false alarms at 5 %%: %.3f, by the chi-square %.3f", alarms, chi2)
	if limit := 4 * math.Sqrt(.05*.95/reps); math.Abs(alarms-.05) > limit {
		t.Errorf("seed %d: false alarms in %.3f of the experiments, the limit is .05 +- %.3f", seed, alarms, limit)
	}
	if chi2 < .12 {
		t.Errorf("seed %d: the chi-square has false alarms in %.3f: this test shows nothing", seed, chi2)
	}
}
