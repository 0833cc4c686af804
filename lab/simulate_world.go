package lab

import (
	"math"
	"math/rand/v2"
)

// World is an invented population from which experiments are drawn whose
// truth is known exactly: the average effect of arm k+1 is Effect[k].
//
// Each of Blocks blocks holds Units[k] clusters of arm k, assigned at random;
// a cluster has Size[0] to Size[1] rows. A row has Covariates binary
// covariates, 0 or 1 with chance 1/2. Its outcome has mean
//
//	base + block + Slope sum_j (x_j - 1/2) + Effect_k + Hetero_k (x_0 - 1/2)
//
// A binary outcome (Rate > 0) is 1 with that chance, base = Rate; two rows of a
// cluster share one uniform with chance ICC, so that the mean stays exact and
// rows of equal mean have that correlation. Otherwise base = 0 and noise of
// variance 1 is added, of which the share ICC is common to the cluster. The
// parameters of a binary outcome must keep the mean inside [0, 1].
type World struct {
	Blocks     int
	Units      []int
	Size       [2]int
	Rate       float64
	ICC        float64
	Skew       bool // noise is exponential, not normal
	BlockSD    float64
	Covariates int
	Slope      float64
	Effect     []float64
	Hetero     []float64 // nil: none
}

// Draw makes one experiment. Clusters and blocks are given even when each row
// is its own cluster.
func (w World) Draw(rng *rand.Rand) *Sample {
	s := &Sample{Arms: armNames(len(w.Units)), X: make([][]float64, w.Covariates), Names: covariateNames(w.Covariates)}
	units := 0
	for _, u := range w.Units {
		units += u
	}
	for _, u := range w.Units {
		s.Prob = append(s.Prob, []float64{float64(u) / float64(units)})
	}
	arms := make([]int, 0, units)
	cluster := int32(0)
	for b := range w.Blocks {
		shift := w.BlockSD * w.blockShock(rng)
		arms = arms[:0]
		for k, u := range w.Units {
			for range u {
				arms = append(arms, k)
			}
		}
		rng.Shuffle(len(arms), func(i, j int) { arms[i], arms[j] = arms[j], arms[i] })
		for _, k := range arms {
			w.drawCluster(s, k, cluster, int32(b), shift, rng)
			cluster++
		}
	}
	return s
}

func (w World) drawCluster(s *Sample, k int, cluster, block int32, shift float64, rng *rand.Rand) {
	common, u := w.noise(rng), rng.Float64()
	share := math.Sqrt(w.ICC)
	for range w.Size[0] + rng.IntN(w.Size[1]-w.Size[0]+1) {
		mean := w.Rate + shift
		for j := range s.X {
			x := float64(rng.IntN(2))
			s.X[j] = append(s.X[j], x)
			mean += w.Slope * (x - .5)
		}
		i := len(s.Y)
		mean += w.lift(k, s.X, i)
		var y float64
		if w.Rate > 0 {
			v := u
			if rng.Float64() >= share {
				v = rng.Float64()
			}
			if v < mean {
				y = 1
			}
		} else {
			y = mean + share*common + math.Sqrt(1-w.ICC)*w.noise(rng)
		}
		s.Y, s.W = append(s.Y, y), append(s.W, k)
		s.Cluster, s.Block = append(s.Cluster, cluster), append(s.Block, block)
	}
}

// lift returns the effect of arm k on a person with the covariates of row i.
func (w World) lift(k int, x [][]float64, i int) float64 {
	if k == 0 {
		return 0
	}
	v := w.Effect[k-1]
	if w.Hetero != nil {
		v += w.Hetero[k-1] * (x[0][i] - .5)
	}
	return v
}

func (w World) noise(rng *rand.Rand) float64 {
	if w.Skew {
		return rng.ExpFloat64() - 1
	}
	return rng.NormFloat64()
}

// blockShock has mean 0 and variance 1; bounded for a binary outcome.
func (w World) blockShock(rng *rand.Rand) float64 {
	if w.Rate > 0 {
		return math.Sqrt(3) * (2*rng.Float64() - 1)
	}
	return rng.NormFloat64()
}

func armNames(k int) []string {
	names := []string{"control"}
	for a := 1; a < k; a++ {
		names = append(names, "message "+string(rune('A'+a-1)))
	}
	return names
}

func covariateNames(p int) []string {
	names := make([]string, p)
	for j := range names {
		names[j] = "x" + string(rune('0'+j))
	}
	return names
}
