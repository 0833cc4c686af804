package lab

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

func TestMedianByHand(t *testing.T) {
	for _, c := range []struct {
		v    []float64
		want float64
	}{{[]float64{3, 1, 2, 10}, 2.5}, {[]float64{7, -1}, 3}, {[]float64{3, 1, 2}, 2}, {[]float64{5}, 5}} {
		if got := Median(c.v); got != c.want {
			t.Errorf("median of %v is %v, want %v", c.v, got, c.want)
		}
	}
	if v := Median(nil); !math.IsNaN(v) {
		t.Errorf("median of nothing is %v", v)
	}
}

// Outcomes that are exactly base + effect of the treated: then both
// coefficients are 1, whatever the probabilities.
func TestOmnibusByHand(t *testing.T) {
	two := Two{
		Treated: []bool{true, false, true, true, false, true, false, true},
		Base:    []float64{3, 1, 4, 1, 5, 9, 2, 6}, Effect: []float64{1, 2, -1, 4, 0, 3, 5, -2}, Prob: .7,
	}
	for i, b := range two.Base {
		two.Y = append(two.Y, b+float64(b2i(two.Treated[i]))*two.Effect[i])
	}
	for _, probs := range [][]float64{nil, {.2, .3, .7, .5, .6, .4, .3, .8}} {
		two.Probs = probs
		c, _, err := two.Omnibus()
		if err != nil {
			t.Fatal(err)
		}
		near(t, "mean", c.ATE.Est, 1, 1e-12)
		near(t, "heterogeneity", c.Het.Est, 1, 1e-12)
	}
}

// Three groups of 60 people in which arm 1 is better than arm 0 by -1, .1 and
// m, each difference +-1 about its mean: the largest z is m over
// sqrt(180/179/60), and the chance of one as large, P = 1 - Phi(z)^3.
func TestRanksByHand(t *testing.T) {
	const seed, draws = 93, 20000
	run := func(m, level float64) RankTest {
		g := Scores{K: 2}
		var group []int32
		for i := range 180 {
			d := []float64{-1, .1, m}[i/60] + 2*float64(i%2) - 1
			g.V, group = append(g.V, 1, 1+d), append(group, int32(i/60))
		}
		r, err := Ranks(g, []int{0, 1}, group, 3, nil, level, draws, Rand(seed))
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	r := run(.25, .95)
	z := .25 / math.Sqrt(180./179/60)
	near(t, "largest z", r.Max, z, 1e-12)
	want := 1 - math.Pow(distuv.UnitNormal.CDF(z), 3)
	if math.Abs(r.P-want) > 4*math.Sqrt(want*(1-want)/draws) {
		t.Errorf("seed %d: P %.4f, want %.4f", seed, r.P, want)
	}
	if r.Best != 0 || r.Arm[0] != 0 || r.Arm[1] != 1 || r.Arm[2] != 1 {
		t.Errorf("best %d, by group %v, want 0 and 0 1 1", r.Best, r.Arm)
	}
	near(t, "share where another looks best", r.ShareDiffers, 2./3, 1e-12)
	// z is 1.93: proven at 90 % (1.82 with three groups), not at 95 % (2.12).
	near(t, "proven at 95 %", r.ShareProven, 0, 0)
	near(t, "proven at 90 %", run(.25, .9).ShareProven, 1./3, 1e-12)
	near(t, "proven at 95 % when it is .6", run(.6, .95).ShareProven, 1./3, 1e-12)
}

// Four people with scores 4, 2, 0 and -2, ranked so: TOC is 3, 2, 1, 0.
func TestRATEByHand(t *testing.T) {
	toc := NewTOC([]float64{0, 4, -2, 2}, []float64{2, 4, 1, 3})
	near(t, "AUTOC", toc.RATE(AUTOC, nil, 0, nil).Est, (3+2+1+0)/4., 1e-15)
	near(t, "QINI", toc.RATE(QINI, nil, 0, nil).Est, (3*.25+2*.5+1*.75)/4, 1e-15)
}

// Curves and their areas by hand. Six people, highest score first: treated 1,
// control 0, treated 1, control 1, treated 0, control 0.
func TestUpliftByHand(t *testing.T) {
	rank := func(treated, y string) *Ranking {
		var d []bool
		var out, score []float64
		for i := range y {
			d, out, score = append(d, treated[i] == 'T'), append(out, float64(y[i]-'0')), append(score, float64(-i))
		}
		r, err := Rank(out, d, score)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	r := rank("TCTCTC", "101100")
	for i, want := range []float64{0, 1, 1, 2, 1, .5, 1} {
		near(t, "Qini curve", r.Qini()[i].Y, want, 1e-15)
	}
	for i, want := range []float64{0, 1, 2, 3, 2, 5. / 6, 2} {
		near(t, "uplift curve", r.Uplift()[i].Y, want, 1e-14)
	}
	// Area 6, the line's 3; perfect: all at once (5.5), or 2 after the two
	// treated with 1, level to the fifth and 1 at the end (9.5).
	for negative, want := range map[bool]float64{false: 3 / 2.5, true: 3 / 6.5} {
		got, err := r.QiniAUC(negative)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "Qini AUC", got, want, 1e-14)
	}
	// Area 59/6, the line's 6; perfect 2, 2, 4, 4, 10/3, 2: 43/3.
	got, err := r.UpliftAUC()
	if err != nil {
		t.Fatal(err)
	}
	near(t, "uplift AUC", got, (59./6-6)/(43./3-6), 1e-14)
	// More responders among controls (3) than silent treated (1): those controls
	// come before. Area 85/24, the line's -49/24, perfect 281/24.
	if got, err = rank("TCTCTCC", "1110011").UpliftAUC(); err != nil {
		t.Fatal(err)
	}
	near(t, "uplift AUC, many responders", got, (85.+49)/(281+49), 1e-13)
}

// The three paired differences are the differences of the four values.
func TestJudgeAddsUp(t *testing.T) {
	const seed = 94
	s := invented(Rand(seed), 400, .2, false)
	b, err := NewBench(s, nil)
	if err != nil {
		t.Fatal(err)
	}
	sp, err := b.NewSplit(2, Rand(seed))
	if err != nil {
		t.Fatal(err)
	}
	l, err := LearnerNamed("subgroups")
	if err != nil {
		t.Fatal(err)
	}
	o, pi, err := sp.HeldOut(l, nil)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "targeted - best", o.TB.Est, o.Targeted.Est-o.Best.Est, 1e-12)
	near(t, "best - random", o.BR.Est, o.Best.Est-o.Random.Est, 1e-12)
	near(t, "targeted - random", o.TR.Est, o.Targeted.Est-o.Random.Est, 1e-12)
	near(t, "optimism", o.Optimism(), o.Promise-o.TB.Est, 1e-12)
	random := sp.Scores.MeanOver(b.Arms)
	best, br := make([]float64, s.N()), make([]float64, s.N())
	var differ float64
	for i := range br {
		best[i] = sp.Scores.At(i, sp.Best[sp.Fold[i]])
		br[i] = best[i] - random[i]
		differ += float64(b2i(pi[i] != sp.Best[sp.Fold[i]])) / float64(s.N())
	}
	near(t, "best", o.Best.Est, ClusterMean(best, s.Cluster).Est, 1e-12)
	near(t, "random", o.Random.Est, ClusterMean(random, s.Cluster).Est, 1e-12)
	near(t, "SE of best - random", o.BR.SE, ClusterMean(br, s.Cluster).SE, 1e-12)
	near(t, "share with another message", o.Differ, differ, 1e-12)
}
