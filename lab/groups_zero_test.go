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
	// One group and one column is Student's test.
	d := []float64{1, 2, 4, 3, 7, -2}
	g, err := GroupMeans([][]float64{d}, make([]int32, 6), 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	zero, err := g.Zero()
	if err != nil {
		t.Fatal(err)
	}
	e := ClusterMean(d, nil)
	e.DF = 5
	near(t, "statistic", zero.Chi2, e.T()*e.T(), 1e-12)
	near(t, "p", zero.P, e.P(), 1e-9)
	few, err := GroupMeans([][]float64{{1, 2, 4}, {1, 5, 2}, {0, 1, 1}}, make([]int32, 3), 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := few.Zero(); err == nil {
		t.Error("three people cannot show three means")
	}
}
