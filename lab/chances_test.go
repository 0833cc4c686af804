package lab

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// misled draws an experiment whose raw means mislead: arm b does 3 more than
// arm a for everybody, but people with x0 = 1, whose outcomes are 20 higher,
// mostly got a. x1 says nothing. As yes or no, these are .15 and .6.
func misled(rng *rand.Rand, n int, binary bool) *Sample {
	s := &Sample{Arms: []string{"none", "a", "b"}, Names: []string{"x0", "x1"}, X: make([][]float64, 2), Prob: make([][]float64, 3)}
	for range n {
		high := float64(rng.IntN(2))
		p := []float64{.2, .1 + .6*high, .7 - .6*high}
		w, u := 0, rng.Float64()
		for u > p[w] {
			u -= p[w]
			w++
		}
		y := 20*high + []float64{0, 2, 5}[w] + rng.NormFloat64()
		if binary {
			y = float64(b2i(rng.Float64() < .1+.6*high+[]float64{0, .05, .2}[w]))
		}
		s.Y = append(s.Y, y)
		s.W = append(s.W, w)
		s.X[0], s.X[1] = append(s.X[0], high), append(s.X[1], float64(rng.IntN(3)))
		for k := range p {
			s.Prob[k] = append(s.Prob[k], p[k])
		}
	}
	return s
}

// Where chances differed from person to person, nothing is learned from who
// got what: every learner, knowing what decided the chances or not, gives b to
// all and promises nothing, since b is better by 3 for everybody.
func TestLearnersUnderChances(t *testing.T) {
	const seed = 61
	rng := Rand(seed)
	s := misled(rng, 2000, false)
	if raw := ArmMeans(s); raw[1].Mean < raw[2].Mean {
		t.Fatalf("seed %d: the raw means %v do not mislead", seed, raw)
	}
	if best, means := BestArm(s, nil, []int{1, 2}); best != 2 || math.Abs(means[2]-15) > 2 || math.Abs(means[1]-12) > 2 {
		t.Errorf("seed %d: best arm %d of means %.2f, want b of about 10, 12 and 15", seed, best, means)
	}
	b, err := NewBench(s, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, folds := range []int{2, 3} {
		sp, err := b.NewSplit(folds, rng)
		if err != nil {
			t.Fatal(err)
		}
		for f, k := range sp.Best {
			if k != 2 {
				t.Errorf("seed %d, %d folds: best arm outside fold %d is %d, want b", seed, folds, f, k)
			}
		}
		for _, l := range Learners {
			if l.Binary {
				continue // see below
			}
			for _, covs := range [][]int{{}, {1}, {0, 1}} {
				what := fmt.Sprintf("seed %d, %d folds, %s knowing %v", seed, folds, l.Name, covs)
				o, _, err := sp.HeldOut(l, covs)
				if err != nil {
					t.Fatal(what, err)
				}
				in, _, err := sp.InSample(l, covs)
				if err != nil {
					t.Fatal(what, err)
				}
				// A tree may part with a message for a group where scores say so by chance.
				if o.Differ > .35 || math.Abs(o.TB.Est) > .5 {
					t.Errorf("%s: %.2f get another message than the best, which brings %.2f", what, o.Differ, o.TB.Est)
				}
				if g := in.Promise.Gain(); in.Promise.Arm != 2 || g < -1e-9 || g > .5 {
					t.Errorf("%s: promises %.2f over arm %d", what, g, in.Promise.Arm)
				}
			}
		}
	}
}

// The same for a yes-or-no outcome, and so for logit too.
func TestLearnersUnderChancesOfYesAndNo(t *testing.T) {
	const seed = 64
	rng := Rand(seed)
	s := misled(rng, 8000, true)
	if raw := ArmMeans(s); raw[1].Mean < raw[2].Mean {
		t.Fatalf("seed %d: the raw means %v do not mislead", seed, raw)
	}
	b, err := NewBench(s, nil)
	if err != nil {
		t.Fatal(err)
	}
	sp, err := b.NewSplit(2, rng)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range Learners {
		for _, covs := range [][]int{{}, {1}, {0, 1}} {
			what := fmt.Sprintf("seed %d, %s knowing %v", seed, l.Name, covs)
			o, _, err := sp.HeldOut(l, covs)
			if err != nil {
				t.Fatal(what, err)
			}
			in, _, err := sp.InSample(l, covs)
			if err != nil {
				t.Fatal(what, err)
			}
			if o.Differ > .35 || math.Abs(o.TB.Est) > .03 {
				t.Errorf("%s: %.2f get another message than the best, which brings %.3f", what, o.Differ, o.TB.Est)
			}
			if g := in.Promise.Gain(); in.Promise.Arm != 2 || g < -1e-9 || g > .03 {
				t.Errorf("%s: promises %.3f over arm %d", what, g, in.Promise.Arm)
			}
		}
	}
}

// A person whose arm had half the chance counts double: what learners see of
// such an experiment is, but for the number of people, what they would see of
// one with equal chances in which that person stands twice.
func TestChancesAreRepetitions(t *testing.T) {
	const seed = 62
	rng := Rand(seed)
	one := invented(rng, 300, .2, true)
	for k := range one.Prob {
		one.Prob[k] = make([]float64, one.N())
	}
	twice := *one
	twice.Y, twice.W, twice.Cluster, twice.Prob = nil, nil, nil, [][]float64{{.25}, {.25}, {.25}, {.25}}
	twice.X = make([][]float64, 3)
	var fold, foldTwice []int
	for i, w := range one.W {
		fold = append(fold, i%2)
		times := 1 + b2i(i%5 < 2)
		p := .5 / float64(times) // 1/e is 2 or 4
		for k := range one.Prob {
			one.Prob[k][i] = (1 - p) / 3
		}
		one.Prob[w][i] = p
		for range times {
			twice.Y, twice.W, foldTwice = append(twice.Y, one.Y[i]), append(twice.W, w), append(foldTwice, i%2)
			for j := range one.X {
				twice.X[j] = append(twice.X[j], one.X[j][i])
			}
		}
	}
	one.Cluster = nil
	a, err := NewBench(one, nil)
	if err != nil {
		t.Fatal(err)
	}
	b, err := NewBench(&twice, nil)
	if err != nil {
		t.Fatal(err)
	}
	x, err := a.SplitBy(fold, 2)
	if err != nil {
		t.Fatal(err)
	}
	y, err := b.SplitBy(foldTwice, 2)
	if err != nil {
		t.Fatal(err)
	}
	for f := -1; f < 2; f++ {
		if f >= 0 && x.Best[f] != y.Best[f] {
			t.Errorf("seed %d: best arm without fold %d: %d, of repeated rows %d", seed, f, x.Best[f], y.Best[f])
		}
		dx, err := x.lessons(f, a.subset(a.allCovs(nil)), false)
		if err != nil {
			t.Fatal(err)
		}
		dy, err := y.lessons(f, b.subset(b.allCovs(nil)), false)
		if err != nil {
			t.Fatal(err)
		}
		for k := range dx.N {
			var people, weight, repeated float64
			for i, w := range one.W {
				people += float64(b2i(w == k && fold[i] != f))
			}
			for c := range dx.N[k] {
				weight += dx.N[k][c]
				repeated += dy.N[k][c]
			}
			near(t, fmt.Sprintf("people of arm %d outside fold %d", k, f), weight, people, 1e-12)
			for c := range dx.N[k] {
				near(t, fmt.Sprintf("arm %d outside fold %d, cell %d", k, f, c), dx.N[k][c]/people, dy.N[k][c]/repeated, 1e-12)
				near(t, fmt.Sprintf("outcomes of arm %d outside fold %d, cell %d", k, f, c), dx.Y[k][c]/people, dy.Y[k][c]/repeated, 1e-12)
			}
			near(t, fmt.Sprintf("squares of arm %d outside fold %d", k, f), dx.YY[k]/people, dy.YY[k]/repeated, 1e-12)
		}
	}
	m, err := FitArms(one, nil, .1)
	if err != nil {
		t.Fatal(err)
	}
	n, err := FitArms(&twice, nil, .1)
	if err != nil {
		t.Fatal(err)
	}
	for k := range m.Coef {
		// Both are shifted by means of their own rows: another origin, the same line.
		for i := range 5 {
			near(t, fmt.Sprintf("model of arm %d, row %d", k, i), m.At(k, one.X, i), n.At(k, one.X, i), 1e-9)
		}
	}
	_, means := BestArm(one, nil, a.Arms)
	for k, v := range ArmMeans(&twice) {
		near(t, "mean of arm "+v.Arm, means[k], v.Mean, 1e-12)
	}
}

// Chances written row by row but all alike change nothing for any learner.
func TestEqualChancesByRow(t *testing.T) {
	const seed = 63
	s := invented(Rand(seed), 400, .1, true)
	rows := *s
	rows.Prob = make([][]float64, s.K())
	for k := range rows.Prob {
		for range s.Y {
			rows.Prob[k] = append(rows.Prob[k], .25)
		}
	}
	outcome := func(s *Sample, l Learner) (Outcome, Promise) {
		b, err := NewBench(s, nil)
		if err != nil {
			t.Fatal(err)
		}
		sp, err := b.NewSplit(3, Rand(seed))
		if err != nil {
			t.Fatal(err)
		}
		o, _, err := sp.HeldOut(l, nil)
		if err != nil {
			t.Fatal(err)
		}
		p, err := sp.Promise(l, nil)
		if err != nil {
			t.Fatal(err)
		}
		return o, p
	}
	for _, l := range Learners {
		a, p := outcome(s, l)
		b, q := outcome(&rows, l)
		near(t, l.Name+": targeted", b.Targeted.Est, a.Targeted.Est, 1e-10)
		near(t, l.Name+": targeted - best", b.TB.Est, a.TB.Est, 1e-10)
		near(t, l.Name+": its SE", b.TB.SE, a.TB.SE, 1e-10)
		near(t, l.Name+": promise", b.Promise, a.Promise, 1e-10)
		near(t, l.Name+": promise on everybody", q.Gain(), p.Gain(), 1e-10)
	}
}
