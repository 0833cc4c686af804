package lab

import (
	"math"
	"math/rand/v2"
	"sort"
)

// Weight names the weighting of ranks in a rank-weighted average effect.
type Weight int

const (
	AUTOC Weight = iota // area under the TOC: dwells on the few ranked first
	QINI                // weight q: as the Qini curve
)

// TOC is the targeting operator characteristic of Yadlowsky, Fleming, Shah,
// Brunskill and Wager (JASA 2025): TOC(q) is the effect among the share q of
// people ranked first, minus the effect among all. Tied people share the
// mean of their scores.
type TOC struct {
	order []int     // people, highest priority first
	prio  []float64 // by person
	score []float64 // by person: estimate of the own effect, Gamma_1 - Gamma_0
}

// NewTOC ranks people by priority, highest first. score holds doubly robust
// scores of the effect, see [AIPWScores].
func NewTOC(score, priority []float64) *TOC {
	order := make([]int, len(score))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool { return priority[order[a]] > priority[order[b]] })
	return &TOC{order, priority, score}
}

// walk returns TOC after each person among those kept, in rank order.
func (t *TOC) walk(keep func(i int) bool, out []float64) []float64 {
	out = out[:0]
	for from := 0; from < len(t.order); {
		to, n, sum := from, 0, 0.
		for ; to < len(t.order) && t.prio[t.order[to]] == t.prio[t.order[from]]; to++ {
			if i := t.order[to]; keep == nil || keep(i) {
				n++
				sum += t.score[i]
			}
		}
		for range n {
			out = append(out, sum/float64(n))
		}
		from = to
	}
	var cum, all float64
	for _, v := range out {
		all += v
	}
	all /= float64(len(out))
	for i, v := range out {
		cum += v
		out[i] = cum/float64(i+1) - all
	}
	return out
}

// At returns TOC at the shares q, a share that ends within a
// person taking that part of the person's score.
func (t *TOC) At(q []float64) []float64 {
	toc := t.walk(nil, make([]float64, 0, len(t.order)))
	out := make([]float64, len(q))
	for a, v := range q {
		rank := min(max(v*float64(len(toc)), 1), float64(len(toc)))
		lo := int(rank)
		sum := toc[lo-1] * float64(lo)
		if f := rank - float64(lo); f > 0 {
			sum += f * (toc[lo]*float64(lo+1) - sum)
		}
		out[a] = sum / rank
	}
	return out
}

func rate(toc []float64, w Weight) float64 {
	var sum float64
	n := float64(len(toc))
	for i, v := range toc {
		if w == QINI {
			v *= float64(i+1) / n
		}
		sum += v
	}
	return sum / n
}

// RATE returns the rank-weighted average effect: the integral of TOC(q), or
// of q TOC(q), over q; 0 if the ranking does not matter. The standard error is
// that of draws half-samples of whole clusters (nil: of people), whose spread
// is that of the whole sample; rng may be nil when draws is 0.
func (t *TOC) RATE(w Weight, cluster []int32, draws int, rng *rand.Rand) Estimate {
	buf := make([]float64, 0, len(t.order))
	e := Estimate{Est: rate(t.walk(nil, buf), w), SE: math.NaN(), DF: math.Inf(1)}
	if draws < 2 {
		return e
	}
	if cluster == nil {
		cluster = rowIDs(len(t.order))
	}
	g := Count(cluster)
	in := make([]bool, g)
	ids := make([]int, g)
	for i := range ids {
		ids[i] = i
	}
	var sum, sum2 float64
	for range draws {
		clear(in)
		for i := range g / 2 {
			j := i + rng.IntN(g-i)
			ids[i], ids[j] = ids[j], ids[i]
			in[ids[i]] = true
		}
		v := rate(t.walk(func(i int) bool { return in[cluster[i]] }, buf), w) - e.Est
		sum += v
		sum2 += v * v
	}
	n := float64(draws)
	e.SE = math.Sqrt(max(0, sum2-sum*sum/n) / (n - 1))
	return e
}
