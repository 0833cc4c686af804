package lab

import (
	"math"
	"math/rand/v2"
	"sort"

	"github.com/contrechamp/contrechamp/sentence"
)

// InvertedInterval turns the randomisation test of arm k against arm 0 into an
// interval: the constant effects that its two tails, each of (1-level)/2, do
// not reject (Rosenbaum 2002, Observational Studies, ch. 2). Units of other
// arms are left alone; the rest is re-drawn r times within blocks. Under an
// effect d the statistic of a re-draw is A - d B, A and B being differences in
// mean outcome and in share treated, and that observed is T - d; so each
// re-draw has one bound, (T - A) / (1 - B), and the interval lies between two
// of their order statistics. It needs r >= 2/(1-level) - 1.
func (a *Assignment) InvertedInterval(k int, level float64, r int, rng *rand.Rand) (lo, hi float64, err error) {
	tail := int(math.Floor((1 - level) / 2 * float64(r+1) * (1 + 1e-12)))
	if tail < 1 {
		return 0, 0, sentence.Fail("inverted randomisation test: too few re-draws for that level")
	}
	pair := a.pair(k)
	if len(pair.W) < 2 {
		return 0, 0, sentence.Fail("inverted randomisation test: the two arms hold fewer than two units")
	}
	treated := *pair // the outcome is the treatment itself
	treated.Sum = make([]float64, len(pair.W))
	for c, w := range pair.W {
		treated.Sum[c] = float64(w) * pair.Size[c]
	}
	t := pair.DiffMeans(pair.W, 1)
	var bound []float64
	same := 0
	for range r {
		w := pair.Draw(rng)
		b := treated.DiffMeans(w, 1)
		if b > 1-1e-12 {
			same++ // the assignment as it happened rejects nothing
			continue
		}
		bound = append(bound, (t-pair.DiffMeans(w, 1))/(1-b))
	}
	sort.Float64s(bound)
	lo, hi = math.Inf(-1), math.Inf(1)
	if at := tail - same; at >= 1 && at <= len(bound) {
		lo, hi = bound[at-1], bound[len(bound)-at]
	}
	return lo, hi, nil
}

// pair returns the randomisation of the units in arms 0 and k alone, arm k
// numbered 1.
func (a *Assignment) pair(k int) *Assignment {
	p := &Assignment{K: 2}
	var block []int32
	for b := range len(a.start) - 1 {
		for _, u := range a.units[a.start[b]:a.start[b+1]] {
			switch a.W[u] {
			case 0:
				p.W = append(p.W, 0)
			case k:
				p.W = append(p.W, 1)
			default:
				continue
			}
			p.Size, p.Sum = append(p.Size, a.Size[u]), append(p.Sum, a.Sum[u])
			block = append(block, int32(b))
		}
	}
	p.units, p.start = groups(ClusterIDs(block))
	return p
}
