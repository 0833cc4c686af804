package lab

import (
	"math"
	"math/rand/v2"
	"sort"

	"github.com/contrechamp/contrechamp/sentence"
)

// Adjustment corrects p-values for the number of tests made.
type Adjustment struct {
	Name     string
	Controls string // what stays below the level
	Source   string
	Adjust   func(p []float64) []float64 // adjusted p-values in the order given
}

// Adjustments lists the corrections that need the p-values alone; Holm, the
// default, first. RomanoWolf needs the whole distribution.
var Adjustments = []Adjustment{
	{"Holm", "any false alarm (FWER)", "Holm (1979), Scand. J. Statistics 6", Holm},
	{"Bonferroni", "any false alarm (FWER)", "Dunn (1961), JASA 56", Bonferroni},
	{"BH", "share of false alarms (FDR), independent or positively dependent tests", "Benjamini & Hochberg (1995), JRSS B 57", BenjaminiHochberg},
	{"BY", "share of false alarms (FDR), any dependence", "Benjamini & Yekutieli (2001), Annals of Statistics 29", BenjaminiYekutieli},
}

// Bonferroni returns min(1, m p).
func Bonferroni(p []float64) []float64 {
	out := make([]float64, len(p))
	for i, v := range p {
		out[i] = min(1, v*float64(len(p)))
	}
	return out
}

// Holm steps down: the i-th smallest p is multiplied by m - i + 1 and never
// falls below its predecessor.
func Holm(p []float64) []float64 {
	out := make([]float64, len(p))
	floor := 0.0
	for i, at := range ascending(p) {
		floor = max(floor, min(1, p[at]*float64(len(p)-i)))
		out[at] = floor
	}
	return out
}

// BenjaminiHochberg steps up: the i-th smallest p times m / i, never above
// its successor.
func BenjaminiHochberg(p []float64) []float64 { return stepUp(p, 1) }

// BenjaminiYekutieli is BenjaminiHochberg times 1 + 1/2 + ... + 1/m.
func BenjaminiYekutieli(p []float64) []float64 {
	var h float64
	for i := range p {
		h += 1 / float64(i+1)
	}
	return stepUp(p, h)
}

func stepUp(p []float64, factor float64) []float64 {
	out := make([]float64, len(p))
	order := ascending(p)
	top := 1.0
	for i := len(order) - 1; i >= 0; i-- {
		at := order[i]
		top = min(top, p[at]*factor*float64(len(p))/float64(i+1))
		out[at] = top
	}
	return out
}

func ascending(p []float64) []int {
	order := make([]int, len(p))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool { return p[order[a]] < p[order[b]] })
	return order
}

// RomanoWolf returns step-down adjusted p-values that control the chance of
// any false alarm and use the dependence between the tests (Romano & Wolf
// 2005, Econometrica 73; p-values as in Romano & Wolf 2016, Statistics &
// Probability Letters 113). t holds the statistics; null[r] the statistics of
// re-draw r under the hypothesis that nothing has an effect. Large absolute
// values speak against the hypothesis; they may be infinite, but not NaN.
func RomanoWolf(t []float64, null [][]float64) ([]float64, error) {
	if len(null) == 0 {
		return nil, sentence.Fail("Romano-Wolf needs re-draws of the {n} statistics", "n", len(t))
	}
	minus := make([]float64, len(t)) // ascending in -|t|
	for i, v := range t {
		if math.IsNaN(v) {
			return nil, sentence.Fail("Romano-Wolf: statistic {i} is no number", "i", i)
		}
		minus[i] = -math.Abs(v)
	}
	order := ascending(minus)
	count := make([]int, len(t))
	for r, draw := range null {
		if len(draw) != len(t) {
			return nil, sentence.Fail("Romano-Wolf: re-draw {draw} has {n} statistics, not {want}", "draw", r, "n", len(draw), "want", len(t))
		}
		top := math.Inf(-1) // largest among the hypotheses not yet rejected
		for i := len(order) - 1; i >= 0; i-- {
			at := order[i]
			if math.IsNaN(draw[at]) {
				return nil, sentence.Fail("Romano-Wolf: statistic {i} of re-draw {draw} is no number", "i", at, "draw", r)
			}
			top = max(top, math.Abs(draw[at]))
			if top >= math.Abs(t[at])*(1-1e-12) {
				count[at]++
			}
		}
	}
	p := make([]float64, len(t))
	floor := 0.0
	for _, at := range order {
		floor = max(floor, float64(1+count[at])/float64(1+len(null)))
		p[at] = floor
	}
	return p, nil
}

// RomanoWolfEffects tests every arm against arm 0, with the design's own
// re-draws: r of them. The statistics are differences in means over their
// clustered standard errors.
func RomanoWolfEffects(s *Sample, r int, rng *rand.Rand) (t, p []float64, err error) {
	a, err := NewAssignment(s)
	if err != nil {
		return nil, nil, err
	}
	t = a.studentized(a.W)
	null := make([][]float64, r)
	for i := range null {
		null[i] = a.studentized(a.Draw(rng))
	}
	p, err = RomanoWolf(t, null)
	return t, p, err
}
