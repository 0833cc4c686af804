package lab

import (
	"math"
	"testing"
)

// Means by group equal ClusterMean on the group's rows, and a single group's
// column equals ClusterMean on all.
func TestGroupMeans(t *testing.T) {
	const seed = 21
	rng := Rand(seed)
	n := 300
	d := [][]float64{make([]float64, n), make([]float64, n)}
	group, cluster := make([]int32, n), make([]int32, n)
	for i := range n {
		d[0][i], d[1][i] = rng.NormFloat64(), rng.ExpFloat64()
		group[i], cluster[i] = int32(rng.IntN(3)), int32(i/4)
	}
	g, err := GroupMeans(d, group, 3, cluster)
	if err != nil {
		t.Fatal(err)
	}
	all := float64(Count(cluster))
	for h := range 3 {
		for c := range 2 {
			var rows []float64
			var ids []int32
			for i := range n {
				if group[i] == int32(h) {
					rows, ids = append(rows, d[c][i]), append(ids, cluster[i])
				}
			}
			want := ClusterMean(rows, ids)
			// ClusterMean counts the clusters of the group, GroupMeans all.
			k := float64(len(distinctIDs(ids)))
			want.SE *= math.Sqrt(all / (all - 1) * (k - 1) / k)
			got := g.Estimates(c, 2)[h]
			if math.Abs(got.Est-want.Est) > 1e-12 || math.Abs(got.SE-want.SE) > 1e-12 {
				t.Errorf("seed %d group %d column %d: %v, want %v", seed, h, c, got, want)
			}
		}
	}
	one, err := GroupMeans(d, make([]int32, n), 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	if want := ClusterMean(d[1], nil); math.Abs(one.Estimates(1, 2)[0].SE-want.SE) > 1e-12 {
		t.Errorf("one group: %v, want %v", one.Estimates(1, 2)[0], want)
	}
	// Independent groups: the critical value is Sidak's.
	ind, _ := GroupMeans(d[:1], group, 3, nil)
	want := math.Sqrt2 * math.Erfinv(math.Pow(0.95, 1./3))
	if got := ind.Simultaneous(0.95, 40000, rng); math.Abs(got-want) > 0.03 {
		t.Errorf("seed %d: critical value %.3f, want %.3f", seed, got, want)
	}
	if _, err := GroupMeans(nil, group, 3, nil); err == nil {
		t.Error("no columns should be refused")
	}
}

func distinctIDs(v []int32) map[int32]bool {
	m := map[int32]bool{}
	for _, x := range v {
		m[x] = true
	}
	return m
}

// The rank test rejects no more than its level when one arm is best
// everywhere by the least margin, sees a crossing, and is deaf to effects that
// differ without a change of rank.
func TestRanks(t *testing.T) {
	const seed, reps = 31, 300
	rng := Rand(seed)
	arms := []int{1, 2, 3}
	run := func(effect func(h, k int) float64) (reject, het, proven float64) {
		for range reps {
			s := invented(rng, 600, 0, false)
			group := make([]int32, s.N())
			for i := range group {
				group[i] = int32(s.X[1][i])
				s.Y[i] += effect(int(group[i]), s.W[i])
			}
			r, err := Ranks(AIPWScores(s, zeros(s)), arms, group, 5, s.Cluster, 0.95, 400, rng)
			if err != nil {
				t.Fatal(err)
			}
			reject += float64(b2i(r.P <= 0.05)) / reps
			het += float64(b2i(r.Het.P <= 0.05)) / reps
			proven += r.ShareProven / reps
		}
		return
	}
	if p, het, _ := run(func(h, k int) float64 { return 0 }); p > 0.05+3*math.Sqrt(0.05*0.95/reps) || het > 0.05+4*math.Sqrt(0.05*0.95/reps) {
		t.Errorf("seed %d: equal arms rejected %.3f of the time, heterogeneity %.3f", seed, p, het)
	}
	p, het, proven := run(func(h, k int) float64 {
		if k == 1 {
			return 1 + float64(h)
		}
		return 0
	})
	if p > 0.05 || het < 0.9 || proven > 0.02 {
		t.Errorf("seed %d: one arm best everywhere by 1 to 5: ranks rejected %.3f, heterogeneity %.3f, proven %.3f", seed, p, het, proven)
	}
	p, _, proven = run(func(h, k int) float64 {
		if k == 1 && h < 4 || k == 2 && h == 4 {
			return 2
		}
		return 0
	})
	if p < 0.9 || math.Abs(proven-0.2) > 0.06 {
		t.Errorf("seed %d: a crossing in a fifth of people: rejected %.3f, proven %.3f", seed, p, proven)
	}
}

// zeros is a model that predicts nothing.
func zeros(s *Sample) [][]float64 {
	mu := make([][]float64, s.K())
	for k := range mu {
		mu[k] = make([]float64, s.N())
	}
	return mu
}
