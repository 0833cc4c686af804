package lab

import (
	"math"
	"math/rand/v2"
	"slices"

	"github.com/contrechamp/contrechamp/sentence"
)

// Designs of the simulations.
var (
	individuals = World{Blocks: 1, Units: []int{150, 150}, Size: [2]int{1, 1}, Skew: true, Covariates: 3, Slope: .5, Effect: []float64{.2}, Hetero: []float64{.3}}
	households  = World{Blocks: 1, Units: []int{100, 60}, Size: [2]int{1, 5}, Rate: .3, ICC: .5, Covariates: 2, Slope: .1, Effect: []float64{.08}}
	crowded     = World{Blocks: 1, Units: []int{4700, 300}, Size: [2]int{1, 3}, Rate: .3, ICC: .5, Covariates: 2, Slope: .1, Effect: []float64{.08}, Hetero: []float64{.1}}
	blocked     = World{Blocks: 40, Units: []int{10, 2, 2, 2, 2}, Size: [2]int{1, 4}, Rate: .35, ICC: .5, BlockSD: .08, Covariates: 2, Slope: .1, Effect: []float64{.02, .03, .05, .08}}
	manyBlocks  = World{Blocks: 160, Units: []int{4, 2}, Size: [2]int{1, 4}, Rate: .35, ICC: .5, BlockSD: .08, Covariates: 2, Slope: .1, Effect: []float64{.06}}
	bigBlocks   = World{Blocks: 20, Units: []int{40, 20}, Size: [2]int{1, 4}, Rate: .35, ICC: .5, BlockSD: .08, Covariates: 2, Slope: .1, Effect: []float64{.06}}
	split       = World{Blocks: 20, Units: []int{4, 4}, Size: [2]int{1, 1}, BlockSD: 1, Effect: []float64{.3}}
	villages    = World{Blocks: 1, Units: []int{7, 7}, Size: [2]int{5, 25}, ICC: .2, Effect: []float64{.3}}
	lopsided    = World{Blocks: 1, Units: []int{12, 3}, Size: [2]int{5, 25}, ICC: .2, Effect: []float64{.3}}
	rare        = World{Blocks: 1, Units: []int{4000, 4000}, Size: [2]int{1, 1}, Rate: .01, Effect: []float64{.004}}
	rareHomes   = World{Blocks: 1, Units: []int{800, 800}, Size: [2]int{1, 4}, Rate: .02, ICC: .4, Effect: []float64{.01}}
	tiny        = World{Blocks: 1, Units: []int{200, 200}, Size: [2]int{1, 1}, Rate: .01, Effect: []float64{.004}}

	saysIndividuals = sentence.Say("300 people drawn singly, skewed outcome")
	saysHouseholds  = sentence.Say("160 households of 1 to 5, 30% vote, ICC .5")
	saysCrowded     = sentence.Say("5,000 households, 300 of them treated, 30% vote")
	saysBlocked     = sentence.Say("40 blocks of 18 households, five arms")
	saysManyBlocks  = sentence.Say("160 blocks of 6 households, a third treated")
	saysBigBlocks   = sentence.Say("20 blocks of 60 households, a third treated")
	saysSplit       = sentence.Say("20 blocks of 8 people that differ much")
	saysVillages    = sentence.Say("14 villages of 5 to 25, half treated")
	saysLopsided    = sentence.Say("15 villages of 5 to 25, three treated")
	saysRare        = sentence.Say("8,000 people, 1% against 1.4% buy")
	saysRareHomes   = sentence.Say("1,600 households of 1 to 4, 2% against 3%, ICC .4")
	saysTiny        = sentence.Say("400 people, 1% against 1.4%")

	ignoresClusters = sentence.Say("known: takes the members of a household as independent")
	fewClusters     = sentence.Say("known: too short with few clusters")
	fewInArm        = sentence.Say("known: too short with 80 households in the arm; CR2 is right")
	smallBlocks     = sentence.Say("known: too short with few households a block; CR2 is right")
	cautious        = sentence.Say("known: cautious with three treated villages")
	fewEvents       = sentence.Say("known: a handful of events")
	ignoresBlocks   = sentence.Say("known: too wide, as the blocks explain part of the outcome")
)

// Simulations lists every simulated interval. A new one is one line in one of
// these lists.
var Simulations = slices.Concat(effectSimulations, jointSimulations, ruleSimulations, policySimulations)

// effectSimulations are the intervals of effects, shares and pools.
var effectSimulations = []Simulation{
	{sentence.Say("difference in means (Neyman, Welch)"), saysIndividuals, unbiased, sentence.Sentence{}, effect(individuals, neyman)},
	{sentence.Say("least squares HC2"), saysIndividuals, unbiased, sentence.Sentence{}, effect(individuals, dummies(HC2, false))},
	{sentence.Say("least squares HC3"), saysIndividuals, unbiased, sentence.Sentence{}, effect(individuals, dummies(HC3, false))},
	{sentence.Say("Lin, HC2"), saysIndividuals, unbiased, sentence.Sentence{}, effect(individuals, lin(HC2))},
	{sentence.Say("randomisation test, inverted"), sentence.Say("60 people drawn singly, skewed outcome"), unbiased, sentence.Sentence{}, effect(World{Blocks: 1, Units: []int{30, 30}, Size: [2]int{1, 1}, Skew: true, Effect: []float64{.3}}, inverted)},

	{sentence.Say("least squares CR1"), saysHouseholds, unbiased, sentence.Sentence{}, effect(households, dummies(CR1, false))},
	{sentence.Say("least squares CR2, Satterthwaite"), saysHouseholds, unbiased, sentence.Sentence{}, effect(households, dummies(CR2, false))},
	{sentence.Say("Lin, CR2"), saysHouseholds, unbiased, sentence.Sentence{}, effect(households, lin(CR2))},
	{sentence.Say("Lin, CR1"), saysCrowded, unbiased, sentence.Sentence{}, effect(crowded, lin(CR1))},
	{sentence.Say("least squares HC2"), saysHouseholds, reported, ignoresClusters, effect(households, dummies(HC2, false))},

	{sentence.Say("absorbed blocks, CR1"), saysBigBlocks, unbiased, sentence.Sentence{}, effect(bigBlocks, dummies(CR1, true))},
	{sentence.Say("absorbed blocks, CR1"), saysManyBlocks, reported, smallBlocks, effect(manyBlocks, dummies(CR1, true))},
	{sentence.Say("absorbed blocks, CR2, Satterthwaite"), saysManyBlocks, unbiased, sentence.Sentence{}, effect(manyBlocks, dummies(CR2, true))},
	{sentence.Say("absorbed blocks, CR1"), saysBlocked, reported, fewInArm, effect(blocked, dummies(CR1, true))},
	{sentence.Say("absorbed blocks, CR1, blocks not counted"), saysBlocked, reported, fewInArm, effect(blocked, dummies(CR1Slopes, true))},
	{sentence.Say("absorbed blocks, CR2, Satterthwaite"), saysBlocked, unbiased, sentence.Sentence{}, effect(blocked, dummies(CR2, true))},
	{sentence.Say("least squares CR2, without the blocks"), saysSplit, reported, ignoresBlocks, effect(split, dummies(CR2, false))},
	{sentence.Say("absorbed blocks, CR2, Satterthwaite"), saysSplit, unbiased, sentence.Sentence{}, effect(split, dummies(CR2, true))},

	{sentence.Say("least squares CR0"), saysVillages, reported, fewClusters, effect(villages, dummies(CR0, false))},
	{sentence.Say("least squares CR1"), saysVillages, reported, fewClusters, effect(villages, dummies(CR1, false))},
	{sentence.Say("least squares CR2, Satterthwaite"), saysVillages, unbiased, sentence.Sentence{}, effect(villages, dummies(CR2, false))},
	{sentence.Say("least squares CR0"), saysLopsided, reported, fewClusters, effect(lopsided, dummies(CR0, false))},
	{sentence.Say("least squares CR1"), saysLopsided, reported, fewClusters, effect(lopsided, dummies(CR1, false))},
	{sentence.Say("least squares CR2, Satterthwaite"), saysLopsided, reported, cautious, effect(lopsided, dummies(CR2, false))},

	{sentence.Say("difference in means (Neyman, Welch)"), saysRare, unbiased, sentence.Sentence{}, effect(rare, neyman)},
	{sentence.Say("least squares CR2, Satterthwaite"), saysRareHomes, unbiased, sentence.Sentence{}, effect(rareHomes, dummies(CR2, false))},
	{sentence.Say("difference in means (Neyman, Welch)"), saysTiny, reported, fewEvents, effect(tiny, neyman)},
	{sentence.Say("least squares HC0"), saysTiny, reported, fewEvents, effect(tiny, dummies(HC0, false))},
	{sentence.Say("Wilson"), sentence.Say("share of 30% in 200"), unbiased, sentence.Sentence{}, share(.3, 200, Wilson)},
	{sentence.Say("Wilson"), sentence.Say("share of 1% in 200"), reported, fewEvents, share(.01, 200, Wilson)},
	{sentence.Say("Clopper-Pearson"), sentence.Say("share of 1% in 200"), reported, sentence.Say("exact: at least 95%, often more"), share(.01, 200, ClopperPearson)},

	{sentence.Say("pooling, fixed effect"), sentence.Say("10 issues, one truth"), unbiased, sentence.Sentence{}, pooling(10, 0, PoolFixed)},
	{sentence.Say("pooling, DerSimonian-Laird"), sentence.Say("40 issues, truths differ"), unbiased, sentence.Sentence{}, pooling(40, 1, PoolDL)},
	{sentence.Say("pooling, REML"), sentence.Say("40 issues, truths differ"), unbiased, sentence.Sentence{}, pooling(40, 1, PoolREML)},
	{sentence.Say("pooling, REML with Hartung-Knapp"), sentence.Say("10 issues, truths differ"), unbiased, sentence.Sentence{}, pooling(10, 1, PoolHartungKnapp)},
	{sentence.Say("pooling, REML"), sentence.Say("10 issues, truths differ"), reported, sentence.Say("known: few issues and a normal quantile"), pooling(10, 1, PoolREML)},
	{sentence.Say("pooling, fixed effect"), sentence.Say("10 issues, truths differ"), reported, sentence.Say("known: takes all truths as equal"), pooling(10, 1, PoolFixed)},
	{sentence.Say("pooling by people"), sentence.Say("10 issues of 40 to 400 people, truths differ"), unbiased, sentence.Sentence{}, poolingByN},
}

// method makes an interval for the effect of arm 1.
type method func(s *Sample, rng *rand.Rand) (Interval, error)

func effect(w World, m method) func(*rand.Rand) (Interval, float64, error) {
	return func(rng *rand.Rand) (Interval, float64, error) {
		v, err := m(w.Draw(rng), rng)
		return v, w.Effect[0], err
	}
}

func neyman(s *Sample, _ *rand.Rand) (Interval, error) {
	e, err := Effects(s)
	if err != nil {
		return Interval{}, err
	}
	return e[0].at(simulationLevel), nil
}

func dummies(kind VCov, blocks bool) method {
	return func(s *Sample, _ *rand.Rand) (Interval, error) {
		x, names := Dummies(s)
		m := Linear{Y: s.Y, X: x, Names: names}
		if blocks {
			m.Absorb = s.Block
		}
		return firstArm(m, kind, s)
	}
}

func lin(kind VCov) method {
	return func(s *Sample, _ *rand.Rand) (Interval, error) { return firstArm(Lin(s), kind, s) }
}

func firstArm(m Linear, kind VCov, s *Sample) (Interval, error) {
	f, err := m.Fit()
	if err != nil {
		return Interval{}, err
	}
	r, err := f.Robust(kind, s.Cluster)
	if err != nil {
		return Interval{}, err
	}
	e, err := r.Coefficient(s.Arms[1])
	if err != nil {
		return Interval{}, err
	}
	return e.at(simulationLevel), nil
}

func inverted(s *Sample, rng *rand.Rand) (Interval, error) {
	a, err := NewAssignment(s)
	if err != nil {
		return Interval{}, err
	}
	lo, hi, err := a.InvertedInterval(1, simulationLevel, 399, rng)
	return Interval{Est: a.DiffMeans(a.W, 1), SE: math.NaN(), Lo: lo, Hi: hi}, err
}

// share draws x of n and asks for the interval of the share p.
func share(p float64, n int, f func(x, n int, level float64) (lo, hi float64)) func(*rand.Rand) (Interval, float64, error) {
	return func(rng *rand.Rand) (Interval, float64, error) {
		x := 0
		for range n {
			if rng.Float64() < p {
				x++
			}
		}
		lo, hi := f(x, n, simulationLevel)
		est := float64(x) / float64(n)
		return Interval{est, math.Sqrt(est * (1 - est) / float64(n)), lo, hi}, p, nil
	}
}

// poolingByN draws ten issues of different size whose truths differ, one of them
// without people whose message differs, and asks for the average over people.
func poolingByN(rng *rand.Rand) (Interval, float64, error) {
	e, n := make([]Estimate, 10), make([]int, 10)
	var truth, people float64
	for i := range e {
		n[i] = 40 + rng.IntN(361)
		if i > 0 { // the first has nothing to gain or lose, and SE 0
			own := rng.NormFloat64()
			e[i].SE = 20 / math.Sqrt(float64(n[i]))
			e[i].Est = own + e[i].SE*rng.NormFloat64()
			truth += float64(n[i]) * own
		}
		people += float64(n[i])
	}
	p, err := PoolByN(e, n)
	return p.at(simulationLevel), truth / people, err
}

// pooling draws k estimates with standard errors from .5 to 1.5 around truths
// of mean 1 and standard deviation tau.
func pooling(k int, tau float64, f func([]Estimate) (Pooled, error)) func(*rand.Rand) (Interval, float64, error) {
	return func(rng *rand.Rand) (Interval, float64, error) {
		e := make([]Estimate, k)
		for i := range e {
			e[i].SE = .5 + rng.Float64()
			e[i].Est = 1 + tau*rng.NormFloat64() + e[i].SE*rng.NormFloat64()
		}
		p, err := f(e)
		return p.at(simulationLevel), 1, err
	}
}
