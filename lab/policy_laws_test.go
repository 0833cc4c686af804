package lab

import (
	"math"
	"testing"
)

// What a Split computes by sums over cells is what the plain functions compute
// row by row, with propensities that differ from row to row.
func TestSplitIsRowByRow(t *testing.T) {
	const seed = 41
	rng := Rand(seed)
	s := invented(rng, 600, 0.2, false)
	for k := range s.Prob {
		s.Prob[k] = make([]float64, s.N())
	}
	for i := range s.Y {
		p := 0.2 + 0.1*rng.Float64()
		for k := range s.Prob {
			s.Prob[k][i] = (1 - p) / 3
		}
		s.Prob[2][i] = p
	}
	b, err := NewBench(s, nil)
	if err != nil {
		t.Fatal(err)
	}
	sp, err := b.NewSplit(3, rng)
	if err != nil {
		t.Fatal(err)
	}
	mu, err := CrossFit(s, sp.Fold, 0)
	if err != nil {
		t.Fatal(err)
	}
	g := AIPWScores(s, mu)
	for i, v := range g.V {
		if math.Abs(v-sp.Scores.V[i]) > 1e-9 {
			t.Fatalf("seed %d: score %d is %v, row by row %v", seed, i, sp.Scores.V[i], v)
		}
	}
	ols, _ := LearnerNamed("ols")
	o, pi, err := sp.HeldOut(ols, nil)
	if err != nil {
		t.Fatal(err)
	}
	for f := range sp.Folds {
		m, err := FitArms(s, func(i int) bool { return sp.Fold[i] != f }, 0)
		if err != nil {
			t.Fatal(err)
		}
		want := ArgMax(m.Predict(s.X, s.N()), b.Arms)
		best, top := 0, math.Inf(-1)
		for _, k := range b.Arms {
			var num, den float64
			for i, w := range s.W {
				if w == k && sp.Fold[i] != f {
					num += s.Y[i] / s.P(i, k)
					den += 1 / s.P(i, k)
				}
			}
			if num/den > top {
				best, top = k, num/den
			}
		}
		if best != sp.Best[f] {
			t.Errorf("seed %d: fold %d: best arm %d, row by row %d", seed, f, sp.Best[f], best)
		}
		for i := range pi {
			if sp.Fold[i] == f && pi[i] != want[i] {
				t.Fatalf("seed %d: row %d gets %d, row by row %d", seed, i, pi[i], want[i])
			}
		}
	}
	v := PolicyValue(s, g, pi).AIPW
	tb := ClusterMean(sp.Difference(pi), s.Cluster)
	for _, c := range []struct {
		what      string
		got, want Estimate
	}{{"targeted", o.Targeted, v}, {"targeted - best", o.TB, tb}, {"control", o.Control, ClusterMean(g.Arm(0), s.Cluster)}} {
		if math.Abs(c.got.Est-c.want.Est) > 1e-10 || math.Abs(c.got.SE-c.want.SE) > 1e-10 {
			t.Errorf("seed %d: %s %v, row by row %v", seed, c.what, c.got, c.want)
		}
	}
	// The totals that trees learn from, against scores of two-fold-out models.
	for f := range sp.Folds {
		got, err := sp.trainScore(f)
		if err != nil {
			t.Fatal(err)
		}
		var want, sum float64
		for h := range sp.Folds {
			if h == f {
				continue
			}
			m, err := FitArms(s, func(i int) bool { return sp.Fold[i] != f && sp.Fold[i] != h }, 0)
			if err != nil {
				t.Fatal(err)
			}
			gh := AIPWScores(s, m.Predict(s.X, s.N()))
			for i, fold := range sp.Fold {
				if fold == h {
					want += gh.At(i, 1)
				}
			}
		}
		for _, v := range got[1] {
			sum += v
		}
		if math.Abs(sum-want) > 1e-7 {
			t.Errorf("seed %d: fold %d: training scores add up to %v, row by row %v", seed, f, sum, want)
		}
	}
}

// At the fitted coefficients the penalised likelihood is flat.
func TestLogitIsAtItsMaximum(t *testing.T) {
	const seed = 6
	rng := Rand(seed)
	s := invented(rng, 500, 0.3, true)
	b, err := NewBench(s, nil)
	if err != nil {
		t.Fatal(err)
	}
	sp, err := b.NewSplit(2, rng)
	if err != nil {
		t.Fatal(err)
	}
	d, err := sp.lessons(-1, b.subset([]int{0, 1, 2}), false)
	if err != nil {
		t.Fatal(err)
	}
	shift := columnMeans(d.X)
	m := d.armMoments(1, shift)
	pen := func(j int) float64 { return m.xx[j*3+j]/m.n - m.sx[j]*m.sx[j]/(m.n*m.n) }
	loglik := func(c []float64) float64 {
		v := 0.5*math.Log(1/(1+math.Exp(-c[0]))) + 0.5*math.Log(1/(1+math.Exp(c[0])))
		for j := range 3 {
			v -= pen(j) * c[1+j] * c[1+j] / 2
		}
		for cell, n := range d.N[1] {
			eta := c[0]
			for j := range 3 {
				eta += c[1+j] * (d.X[j][cell] - shift[j])
			}
			v += d.Y[1][cell]*eta - n*math.Log1p(math.Exp(eta))
		}
		return v
	}
	c, err := d.logit(1, shift)
	if err != nil {
		t.Fatal(err)
	}
	at := loglik(c)
	for j := range c {
		for _, h := range []float64{-1e-3, 1e-3} {
			e := append([]float64(nil), c...)
			e[j] += h
			if loglik(e) > at+1e-9 {
				t.Errorf("seed %d: moving coefficient %d by %v raises the likelihood by %v", seed, j, h, loglik(e)-at)
			}
		}
	}
}

// The half-sample standard error of RATE is the spread over experiments.
func TestRATESE(t *testing.T) {
	const seed, reps, n = 13, 200, 400
	rng := Rand(seed)
	for _, w := range []Weight{AUTOC, QINI} {
		var est, se []float64
		for range reps {
			score, prio := make([]float64, n), make([]float64, n)
			cluster := make([]int32, n)
			for i := range score {
				cluster[i] = int32(i / 2)
				prio[i] = rng.NormFloat64()
				score[i] = 0.3*prio[i] + rng.NormFloat64()
				if i%2 == 1 {
					score[i] += score[i-1] // alike within the cluster
				}
			}
			e := NewTOC(score, prio).RATE(w, cluster, 60, rng)
			est, se = append(est, e.Est), append(se, e.SE)
		}
		e := ClusterMean(est, nil)
		sd := e.SE * math.Sqrt(reps)
		if got := mean(se); math.Abs(got/sd-1) > 0.2 { // a deviation of 200 has 5 % error
			t.Errorf("seed %d, weight %d: mean SE %.4f, spread %.4f", seed, w, got, sd)
		}
		if want := 0.3; w == AUTOC && math.Abs(e.Est-want) > 0.05 {
			// E[TOC] for a normal ranking: AUTOC = slope times 1.
			t.Errorf("seed %d: AUTOC %.3f, want %.3f", seed, e.Est, want)
		}
	}
	if !math.IsNaN(NewTOC([]float64{1, 2}, []float64{1, 2}).RATE(QINI, nil, 0, nil).SE) {
		t.Error("without draws there is no standard error")
	}
}

// The hull is what a search over all pairs of arms finds.
func TestUpperLeft(t *testing.T) {
	const seed = 17
	rng := Rand(seed)
	for trial := range 300 {
		k := 1 + rng.IntN(5)
		cost, reward := make([]float64, k), make([]float64, k)
		for a := range cost {
			cost[a], reward[a] = float64(1+rng.IntN(6)), float64(rng.IntN(9)-3)
		}
		hull := upperLeft(func(a int) float64 { return reward[a] }, cost)
		// Best value of a lottery over arms and nothing, at each budget.
		value := func(x float64, arms []int) float64 {
			best := 0.
			pts := [][2]float64{{0, 0}}
			for _, a := range arms {
				pts = append(pts, [2]float64{cost[a], reward[a]})
			}
			for _, p := range pts {
				for _, q := range pts {
					switch {
					case p[0] <= x && p[1] > best:
						best = p[1]
					case p[0] < x && q[0] > x:
						f := (x - p[0]) / (q[0] - p[0])
						best = max(best, p[1]+f*(q[1]-p[1]))
					}
				}
			}
			return best
		}
		all := make([]int, k)
		for a := range all {
			all[a] = a
		}
		for x := 0.; x <= 7; x += 0.5 {
			if got, want := value(x, hull), value(x, all); math.Abs(got-want) > 1e-9 {
				t.Fatalf("seed %d trial %d: at budget %v the hull %v yields %v, all arms %v (cost %v, reward %v)", seed, trial, x, hull, got, want, cost, reward)
			}
		}
		for a := 1; a < len(hull); a++ {
			if cost[hull[a]] <= cost[hull[a-1]] || reward[hull[a]] <= reward[hull[a-1]] {
				t.Fatalf("seed %d trial %d: hull %v does not rise", seed, trial, hull)
			}
			before := reward[hull[a-1]] / cost[hull[a-1]]
			if a > 1 {
				before = (reward[hull[a-1]] - reward[hull[a-2]]) / (cost[hull[a-1]] - cost[hull[a-2]])
			}
			if (reward[hull[a]]-reward[hull[a-1]])/(cost[hull[a]]-cost[hull[a-1]]) >= before {
				t.Fatalf("seed %d trial %d: hull %v bends upwards", seed, trial, hull)
			}
		}
	}
}
