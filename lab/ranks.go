package lab

import (
	"math"
	"math/rand/v2"
	"sort"

	"github.com/contrechamp/contrechamp/sentence"
)

// ErrSmallGroups is returned when no group has enough people to be tested.
var ErrSmallGroups = sentence.Fail("rank test: the groups are too small")

// RankTest says whether the best arm differs between groups.
type RankTest struct {
	Best int  // arm with the highest mean overall
	Het  Test // do the differences between arms vary between groups at all ([Grouped.Equal])? P NaN: too few clusters to say
	// Max is the largest (m_hk - m_hb)/se over groups h and arms k; P the
	// probability of one as large when b is as good as any arm in every group
	// (a qualitative interaction, Gail and Simon 1985).
	Max, P float64
	Arm    []int     // apparent best arm of each group
	N      []float64 // people of each group
	// Share of people in groups whose apparent best arm is not b, and in those
	// where an arm beats b beyond chance, simultaneously at the level given.
	ShareDiffers, ShareProven float64
}

// minTested is the smallest group that a rank test looks at: below it a mean
// of scores is far from normal.
const minTested = 50

// Ranks tests whether the arm that is best overall is best in every group,
// on unbiased scores. Effects that differ in size do not matter here; only a
// change of rank gives targeting something to gain.
//
// With b the best arm overall and m_hk the mean score of arm k in group h, the
// statistic is the largest (m_hk - m_hb)/se over h and k (a qualitative
// interaction: Gail and Simon 1985, Biometrics 41), compared with its
// distribution when all differences are 0, by the Gaussian multiplier
// bootstrap (Chernozhukov, Chetverikov and Kato 2013) with draws draws. Groups
// of fewer than 50 people are left out, their N set to 0.
func Ranks(g Scores, arms []int, group []int32, groups int, cluster []int32, level float64, draws int, rng *rand.Rand) (RankTest, error) {
	if len(arms) < 2 || groups < 1 {
		return RankTest{}, sentence.Fail("rank test: {n} arms in {groups} groups", "n", len(arms), "groups", groups)
	}
	var r RankTest
	r.Best = arms[0]
	top := math.Inf(-1)
	for _, k := range arms {
		if m := ClusterMean(g.Arm(k), nil).Est; m > top {
			r.Best, top = k, m
		}
	}
	var d [][]float64
	var others []int
	base := g.Arm(r.Best)
	for _, k := range arms {
		if k == r.Best {
			continue
		}
		c := g.Arm(k)
		for i := range c {
			c[i] -= base[i]
		}
		d, others = append(d, c), append(others, k)
	}
	gm, err := GroupMeans(d, group, groups, cluster)
	if err != nil {
		return r, err
	}
	q := len(d)
	for h, n := range gm.N {
		if n < minTested {
			gm.leaveOut(h, q)
		}
	}
	r.N, r.Arm, r.Max = gm.N, make([]int, groups), math.Inf(-1)
	m := maxima(gm.Cov, false, draws, rng)
	var n float64
	for h := range groups {
		r.Arm[h] = r.Best
		if gm.N[h] == 0 {
			continue
		}
		lead, z := 0., math.Inf(-1)
		for c, k := range others {
			v := gm.Mean[h*q+c]
			if v > lead {
				lead, r.Arm[h] = v, k
			}
			if s := gm.Cov.At(h*q+c, h*q+c); s > 0 {
				z = max(z, v/math.Sqrt(s))
			}
		}
		r.Max = max(r.Max, z)
		n += gm.N[h]
		if r.Arm[h] != r.Best {
			r.ShareDiffers += gm.N[h]
		}
		if len(m) > 0 && z > m[min(len(m)-1, int(math.Ceil(level*float64(len(m))))-1)] {
			r.ShareProven += gm.N[h]
		}
	}
	if n == 0 {
		return r, sentence.Fail("{error}: none of {groups} has {people} people", "error", ErrSmallGroups, "groups", groups, "people", minTested)
	}
	r.ShareDiffers /= n
	r.ShareProven /= n
	above := len(m) - sort.SearchFloat64s(m, r.Max)
	r.P = float64(1+above) / float64(1+len(m))
	if r.Het, err = gm.Equal(q); err != nil { // fewer clusters than differences
		r.Het = Test{P: math.NaN()}
	}
	return r, nil
}
