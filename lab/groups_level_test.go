package lab

import (
	"math"
	"testing"
)

// The chance that means of many columns, all the same in truth, look unequal
// is the one stated, with few clusters for the columns too.
func TestBalanceKeepsItsLevel(t *testing.T) {
	const seed, reps, alpha = 17, 300, .05
	for _, c := range []struct{ clusters, size, groups, columns int }{{200, 2, 5, 20}, {300, 1, 3, 40}, {160, 1, 4, 8}} {
		rng := Rand(seed)
		rejected := 0.
		for range reps {
			n := c.clusters * c.size
			d := make([][]float64, c.columns)
			group, cluster := make([]int32, n), make([]int32, n)
			for i := range n {
				cluster[i] = int32(i / c.size)
				group[i] = int32(i / c.size % c.groups)
			}
			for j := range d {
				d[j] = make([]float64, n)
				for i := range n {
					d[j][i] = float64(b2i(rng.Float64() < .3))
				}
			}
			g, err := GroupMeans(d, group, c.groups, cluster)
			if err != nil {
				t.Fatal(err)
			}
			eq, err := g.Equal(c.columns)
			if err != nil {
				t.Fatal(err)
			}
			rejected += float64(b2i(eq.P < alpha)) / reps
		}
		t.Logf("%+v: rejects in %.3f", c, rejected)
		if slack := 4 * math.Sqrt(alpha*(1-alpha)/reps); rejected > alpha+slack {
			t.Errorf("seed %d, %+v: rejects in %.3f", seed, c, rejected)
		}
	}
}
