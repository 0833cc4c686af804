package lab

import (
	"sort"

	"github.com/contrechamp/contrechamp/sentence"
)

// Budget is the path of best spending on several arms of different cost: the
// multi-armed Qini curve of Sverdrup, Wu, Athey and Wager (2024, package
// maq). Each step moves one person to the next arm of the upper-left convex
// hull of (cost, predicted reward), in order of reward gained per cost.
type Budget struct {
	Spend, Gain []float64 // after each step, per person
	step        int       // steps of the path
}

// NewBudget builds the path. reward[k][i] is the predicted effect of arm k
// against doing nothing, cost[k] > 0 what it costs; score[k][i] is an
// unbiased estimate of the same effect from elsewhere, by which the gain is
// judged. All people of one group are moved together.
func NewBudget(reward, score [][]float64, cost []float64) (*Budget, error) {
	if len(reward) != len(cost) || len(score) != len(cost) {
		return nil, sentence.Fail("budget: {n} rewards, {scores} scores, {costs} costs", "n", len(reward), "scores", len(score), "costs", len(cost))
	}
	type move struct {
		i           int
		ratio       float64
		spend, gain float64
	}
	n := len(reward[0])
	var moves []move
	for i := range n {
		hull := upperLeft(func(k int) float64 { return reward[k][i] }, cost)
		var c, r, s float64
		for _, k := range hull {
			moves = append(moves, move{i, (reward[k][i] - r) / (cost[k] - c), cost[k] - c, score[k][i] - s})
			c, r, s = cost[k], reward[k][i], score[k][i]
		}
	}
	// The sort is stable, so the hull's order within a person is kept.
	sort.SliceStable(moves, func(a, b int) bool { return moves[a].ratio > moves[b].ratio })
	b := &Budget{step: len(moves)}
	var c, g float64
	for _, m := range moves {
		c += m.spend
		g += m.gain
		b.Spend = append(b.Spend, c/float64(n))
		b.Gain = append(b.Gain, g/float64(n))
	}
	return b, nil
}

// upperLeft returns the arms on the upper-left convex hull from (0, 0), by
// increasing cost: each gains over the one before, at a falling ratio.
func upperLeft(reward func(k int) float64, cost []float64) []int {
	arms := make([]int, len(cost))
	for k := range arms {
		arms[k] = k
	}
	sort.SliceStable(arms, func(a, b int) bool {
		if cost[arms[a]] != cost[arms[b]] {
			return cost[arms[a]] < cost[arms[b]]
		}
		return reward(arms[a]) > reward(arms[b])
	})
	var hull []int
	slope := func(from, to int) float64 {
		if from < 0 {
			return reward(to) / cost[to]
		}
		return (reward(to) - reward(from)) / (cost[to] - cost[from])
	}
	last := func(back int) int {
		if at := len(hull) - back; at >= 0 {
			return hull[at]
		}
		return -1
	}
	for _, k := range arms {
		top := 0.
		if l := last(1); l >= 0 {
			top = reward(l)
		}
		if reward(k) <= top || last(1) >= 0 && cost[k] == cost[last(1)] {
			continue
		}
		for last(1) >= 0 && slope(last(1), k) >= slope(last(2), last(1)) {
			hull = hull[:len(hull)-1]
		}
		hull = append(hull, k)
	}
	return hull
}

// Len returns the number of steps of the path.
func (b *Budget) Len() int { return b.step }

// At returns the gain per person when spend is spent per person; the last
// person moved is moved in part, and beyond the path nothing is gained.
func (b *Budget) At(spend float64) float64 {
	i := sort.SearchFloat64s(b.Spend, spend)
	if i == len(b.Spend) {
		if i == 0 {
			return 0
		}
		return b.Gain[i-1]
	}
	var s, g float64
	if i > 0 {
		s, g = b.Spend[i-1], b.Gain[i-1]
	}
	return g + (spend-s)/(b.Spend[i]-s)*(b.Gain[i]-g)
}

// Averages returns the input for the path of somebody who cannot tell people apart: the means
// of rewards and scores stand for one person.
func Averages(m [][]float64) [][]float64 {
	out := make([][]float64, len(m))
	for k, v := range m {
		var s float64
		for _, x := range v {
			s += x
		}
		out[k] = []float64{s / float64(len(v))}
	}
	return out
}
