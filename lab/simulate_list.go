package lab

import (
	"math"
	"math/rand/v2"
	"slices"
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

	saysIndividuals = Text{"300 people drawn singly, skewed outcome", "300 personnes tirées une à une, résultat asymétrique"}
	saysHouseholds  = Text{"160 households of 1 to 5, 30% vote, ICC .5", "160 foyers de 1 à 5, 30 % votent, ICC 0,5"}
	saysCrowded     = Text{"5,000 households, 300 of them treated, 30% vote", "5 000 foyers, dont 300 traités, 30 % votent"}
	saysBlocked     = Text{"40 blocks of 18 households, five arms", "40 blocs de 18 foyers, cinq bras"}
	saysManyBlocks  = Text{"160 blocks of 6 households, a third treated", "160 blocs de 6 foyers, un tiers traité"}
	saysBigBlocks   = Text{"20 blocks of 60 households, a third treated", "20 blocs de 60 foyers, un tiers traité"}
	saysSplit       = Text{"20 blocks of 8 people that differ much", "20 blocs de 8 personnes, très différents"}
	saysVillages    = Text{"14 villages of 5 to 25, half treated", "14 villages de 5 à 25, la moitié traités"}
	saysLopsided    = Text{"15 villages of 5 to 25, three treated", "15 villages de 5 à 25, trois traités"}
	saysRare        = Text{"8,000 people, 1% against 1.4% buy", "8 000 personnes, 1 % contre 1,4 % achètent"}
	saysRareHomes   = Text{"1,600 households of 1 to 4, 2% against 3%, ICC .4", "1 600 foyers de 1 à 4, 2 % contre 3 %, ICC 0,4"}
	saysTiny        = Text{"400 people, 1% against 1.4%", "400 personnes, 1 % contre 1,4 %"}

	ignoresClusters = Text{"known: takes the members of a household as independent", "connu : tient les membres d'un foyer pour indépendants"}
	fewClusters     = Text{"known: too short with few clusters", "connu : trop court quand les grappes sont peu nombreuses"}
	fewInArm        = Text{"known: too short with 80 households in the arm; CR2 is right", "connu : trop court avec 80 foyers dans le bras ; CR2 convient"}
	smallBlocks     = Text{"known: too short with few households a block; CR2 is right", "connu : trop court avec peu de foyers par bloc ; CR2 convient"}
	cautious        = Text{"known: cautious with three treated villages", "connu : prudent avec trois villages traités"}
	fewEvents       = Text{"known: a handful of events", "connu : une poignée d'événements"}
	ignoresBlocks   = Text{"known: too wide, as the blocks explain part of the outcome", "connu : trop large, les blocs expliquant une part du résultat"}
)

// Simulations lists every simulated interval. A new one is one line in one of
// these lists.
var Simulations = slices.Concat(effectSimulations, jointSimulations, ruleSimulations, policySimulations)

// effectSimulations are the intervals of effects, shares and pools.
var effectSimulations = []Simulation{
	{Text{"difference in means (Neyman, Welch)", "différence de moyennes (Neyman, Welch)"}, saysIndividuals, unbiased, Text{}, effect(individuals, neyman)},
	{Text{"least squares HC2", "moindres carrés HC2"}, saysIndividuals, unbiased, Text{}, effect(individuals, dummies(HC2, false))},
	{Text{"least squares HC3", "moindres carrés HC3"}, saysIndividuals, unbiased, Text{}, effect(individuals, dummies(HC3, false))},
	{Text{"Lin, HC2", "Lin, HC2"}, saysIndividuals, unbiased, Text{}, effect(individuals, lin(HC2))},
	{Text{"randomisation test, inverted", "test de randomisation inversé"}, Text{"60 people drawn singly, skewed outcome", "60 personnes tirées une à une, résultat asymétrique"}, unbiased, Text{}, effect(World{Blocks: 1, Units: []int{30, 30}, Size: [2]int{1, 1}, Skew: true, Effect: []float64{.3}}, inverted)},

	{Text{"least squares CR1", "moindres carrés CR1"}, saysHouseholds, unbiased, Text{}, effect(households, dummies(CR1, false))},
	{Text{"least squares CR2, Satterthwaite", "moindres carrés CR2, Satterthwaite"}, saysHouseholds, unbiased, Text{}, effect(households, dummies(CR2, false))},
	{Text{"Lin, CR2", "Lin, CR2"}, saysHouseholds, unbiased, Text{}, effect(households, lin(CR2))},
	{Text{"Lin, CR1", "Lin, CR1"}, saysCrowded, unbiased, Text{}, effect(crowded, lin(CR1))},
	{Text{"least squares HC2", "moindres carrés HC2"}, saysHouseholds, reported, ignoresClusters, effect(households, dummies(HC2, false))},

	{Text{"absorbed blocks, CR1", "blocs absorbés, CR1"}, saysBigBlocks, unbiased, Text{}, effect(bigBlocks, dummies(CR1, true))},
	{Text{"absorbed blocks, CR1", "blocs absorbés, CR1"}, saysManyBlocks, reported, smallBlocks, effect(manyBlocks, dummies(CR1, true))},
	{Text{"absorbed blocks, CR2, Satterthwaite", "blocs absorbés, CR2, Satterthwaite"}, saysManyBlocks, unbiased, Text{}, effect(manyBlocks, dummies(CR2, true))},
	{Text{"absorbed blocks, CR1", "blocs absorbés, CR1"}, saysBlocked, reported, fewInArm, effect(blocked, dummies(CR1, true))},
	{Text{"absorbed blocks, CR1, blocks not counted", "blocs absorbés, CR1, blocs non comptés"}, saysBlocked, reported, fewInArm, effect(blocked, dummies(CR1Slopes, true))},
	{Text{"absorbed blocks, CR2, Satterthwaite", "blocs absorbés, CR2, Satterthwaite"}, saysBlocked, unbiased, Text{}, effect(blocked, dummies(CR2, true))},
	{Text{"least squares CR2, without the blocks", "moindres carrés CR2, sans les blocs"}, saysSplit, reported, ignoresBlocks, effect(split, dummies(CR2, false))},
	{Text{"absorbed blocks, CR2, Satterthwaite", "blocs absorbés, CR2, Satterthwaite"}, saysSplit, unbiased, Text{}, effect(split, dummies(CR2, true))},

	{Text{"least squares CR0", "moindres carrés CR0"}, saysVillages, reported, fewClusters, effect(villages, dummies(CR0, false))},
	{Text{"least squares CR1", "moindres carrés CR1"}, saysVillages, reported, fewClusters, effect(villages, dummies(CR1, false))},
	{Text{"least squares CR2, Satterthwaite", "moindres carrés CR2, Satterthwaite"}, saysVillages, unbiased, Text{}, effect(villages, dummies(CR2, false))},
	{Text{"least squares CR0", "moindres carrés CR0"}, saysLopsided, reported, fewClusters, effect(lopsided, dummies(CR0, false))},
	{Text{"least squares CR1", "moindres carrés CR1"}, saysLopsided, reported, fewClusters, effect(lopsided, dummies(CR1, false))},
	{Text{"least squares CR2, Satterthwaite", "moindres carrés CR2, Satterthwaite"}, saysLopsided, reported, cautious, effect(lopsided, dummies(CR2, false))},

	{Text{"difference in means (Neyman, Welch)", "différence de moyennes (Neyman, Welch)"}, saysRare, unbiased, Text{}, effect(rare, neyman)},
	{Text{"least squares CR2, Satterthwaite", "moindres carrés CR2, Satterthwaite"}, saysRareHomes, unbiased, Text{}, effect(rareHomes, dummies(CR2, false))},
	{Text{"difference in means (Neyman, Welch)", "différence de moyennes (Neyman, Welch)"}, saysTiny, reported, fewEvents, effect(tiny, neyman)},
	{Text{"least squares HC0", "moindres carrés HC0"}, saysTiny, reported, fewEvents, effect(tiny, dummies(HC0, false))},
	{Text{"Wilson", "Wilson"}, Text{"share of 30% in 200", "part de 30 % dans 200"}, unbiased, Text{}, share(.3, 200, Wilson)},
	{Text{"Wilson", "Wilson"}, Text{"share of 1% in 200", "part de 1 % dans 200"}, reported, fewEvents, share(.01, 200, Wilson)},
	{Text{"Clopper-Pearson", "Clopper-Pearson"}, Text{"share of 1% in 200", "part de 1 % dans 200"}, reported, Text{"exact: at least 95%, often more", "exact : au moins 95 %, souvent plus"}, share(.01, 200, ClopperPearson)},

	{Text{"pooling, fixed effect", "moyenne pondérée, effet fixe"}, Text{"10 issues, one truth", "10 sujets, une seule vérité"}, unbiased, Text{}, pooling(10, 0, PoolFixed)},
	{Text{"pooling, DerSimonian-Laird", "moyenne, DerSimonian-Laird"}, Text{"40 issues, truths differ", "40 sujets, vérités différentes"}, unbiased, Text{}, pooling(40, 1, PoolDL)},
	{Text{"pooling, REML", "moyenne, REML"}, Text{"40 issues, truths differ", "40 sujets, vérités différentes"}, unbiased, Text{}, pooling(40, 1, PoolREML)},
	{Text{"pooling, REML with Hartung-Knapp", "moyenne, REML et Hartung-Knapp"}, Text{"10 issues, truths differ", "10 sujets, vérités différentes"}, unbiased, Text{}, pooling(10, 1, PoolHartungKnapp)},
	{Text{"pooling, REML", "moyenne, REML"}, Text{"10 issues, truths differ", "10 sujets, vérités différentes"}, reported, Text{"known: few issues and a normal quantile", "connu : peu de sujets et un quantile normal"}, pooling(10, 1, PoolREML)},
	{Text{"pooling, fixed effect", "moyenne pondérée, effet fixe"}, Text{"10 issues, truths differ", "10 sujets, vérités différentes"}, reported, Text{"known: takes all truths as equal", "connu : tient toutes les vérités pour égales"}, pooling(10, 1, PoolFixed)},
	{Text{"pooling by people", "moyenne selon les effectifs"}, Text{"10 issues of 40 to 400 people, truths differ", "10 sujets de 40 à 400 personnes, vérités différentes"}, unbiased, Text{}, poolingByN},
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
