package lab

import (
	"math"
	"math/rand/v2"

	"github.com/contrechamp/contrechamp/sentence"
)

// many has three messages without effect beside one that works.
var (
	many     = World{Blocks: 10, Units: []int{6, 3, 3, 3, 3}, Size: [2]int{1, 3}, ICC: .3, Covariates: 1, Slope: .4, Effect: []float64{0, .8, 0, 0}}
	saysMany = sentence.Say("10 blocks of 18 households, four messages, one of which works")

	crowd      = World{Blocks: 1, Units: []int{500, 500, 500, 500}, Size: [2]int{1, 3}, ICC: .3, Covariates: 2, Slope: .4, Effect: []float64{.5, .45, .2}, Hetero: []float64{1.2, -1.2, 0}}
	saysCrowd  = sentence.Say("2,000 households, three messages in four groups of people")
	saysGroups = sentence.Say("600 households, three messages in four groups of people")
	fewEach    = sentence.Say("known: a little short with 75 people for each message and group")
	oneByOne   = sentence.Say("known: twelve chances to miss, not one")
)

// jointSimulations ask that several statements be right at once.
var jointSimulations = []Simulation{
	{sentence.Say("12 intervals at once, max-t"), saysCrowd, allHold, sentence.Sentence{}, together(crowd, true)},
	{sentence.Say("12 intervals at once, max-t"), saysGroups, reported, fewEach, together(messages, true)},
	{sentence.Say("12 intervals at once, each at 95%"), saysCrowd, reported, oneByOne, together(crowd, false)},
	{sentence.Say("no false alarm in three tests, Romano-Wolf"), saysMany, allHold, sentence.Sentence{}, noAlarm(romanoWolf)},
	{sentence.Say("no false alarm in three tests, Holm"), saysMany, reported, sentence.Say("known: cautious, as it does not use that tests share a control"), noAlarm(holm)},
	{sentence.Say("no false alarm in three tests, uncorrected"), saysMany, reported, sentence.Say("known: three chances of a false alarm, not one"), noAlarm(uncorrected)},
}

// together estimates three messages in four groups of people, the cells of two
// covariates, and returns the worst of the twelve intervals: all hold if it
// does.
func together(w World, simultaneous bool) func(*rand.Rand) (Interval, float64, error) {
	return func(rng *rand.Rand) (Interval, float64, error) {
		s := w.Draw(rng)
		mu, err := CrossFit(s, Folds(s.Cluster, 5, rng), 0)
		if err != nil {
			return Interval{}, 0, err
		}
		g := AIPWScores(s, mu)
		group := make([]int32, s.N())
		var truth [4][3]float64
		d := make([][]float64, 3)
		for a := range d {
			d[a] = g.Arm(a + 1)
			for i := range d[a] {
				d[a][i] -= g.At(i, 0)
			}
		}
		for i := range group {
			group[i] = int32(2*s.X[0][i] + s.X[1][i])
			for a := range d {
				truth[group[i]][a] = w.lift(a+1, s.X, i)
			}
		}
		m, err := GroupMeans(d, group, 4, s.Cluster)
		if err != nil {
			return Interval{}, 0, err
		}
		c := Estimate{DF: math.Inf(1)}.quantile(.5 + simulationLevel/2)
		if simultaneous {
			c = m.Simultaneous(simulationLevel, 4000, rng)
		}
		var worst Interval
		var of, far float64
		for a := range d {
			for h, e := range m.Estimates(a, 3) {
				if z := math.Abs(e.Est-truth[h][a]) / e.SE; z > far {
					far, of = z, truth[h][a]
					worst = Interval{math.NaN(), math.NaN(), e.Est - c*e.SE, e.Est + c*e.SE}
				}
			}
		}
		return worst, of, nil
	}
}

// noAlarm tests four messages against none and returns the smallest p-value of
// the three that do nothing: none is called an effect if it is above 5 %.
func noAlarm(correct func(s *Sample, rng *rand.Rand) ([]float64, error)) func(*rand.Rand) (Interval, float64, error) {
	return func(rng *rand.Rand) (Interval, float64, error) {
		p, err := correct(many.Draw(rng), rng)
		if err != nil {
			return Interval{}, 0, err
		}
		smallest := 1.0
		for k, v := range p {
			if many.Effect[k] == 0 {
				smallest = min(smallest, v)
			}
		}
		return Interval{math.NaN(), math.NaN(), math.Nextafter(1-simulationLevel+1e-12, 1), 1}, smallest, nil
	}
}

func romanoWolf(s *Sample, rng *rand.Rand) ([]float64, error) {
	_, p, err := RomanoWolfEffects(s, 199, rng)
	return p, err
}

func holm(s *Sample, rng *rand.Rand) ([]float64, error) {
	p, err := uncorrected(s, rng)
	return Holm(p), err
}

// uncorrected returns the design's own p-values by re-drawing, one by one.
func uncorrected(s *Sample, rng *rand.Rand) ([]float64, error) {
	a, err := NewAssignment(s)
	if err != nil {
		return nil, err
	}
	t := a.studentized(a.W)
	count := make([]int, len(t))
	const draws = 199
	for range draws {
		for k, v := range a.studentized(a.Draw(rng)) {
			count[k] += b2i(math.Abs(v) >= math.Abs(t[k])*(1-1e-12))
		}
	}
	p := make([]float64, len(t))
	for k, c := range count {
		p[k] = float64(1+c) / (1 + draws)
	}
	return p, nil
}
