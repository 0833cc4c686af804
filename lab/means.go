package lab

import (
	"math"

	"github.com/contrechamp/contrechamp/sentence"
)

// Mean is the outcome of one arm.
type Mean struct {
	Arm      string
	N        int
	Clusters int // distinct clusters with a row in the arm; N without clusters
	Mean     float64
	Var      float64 // sample variance, divisor n-1
}

// ArmMeans returns size, mean and variance of every arm.
func ArmMeans(s *Sample) []Mean {
	out := make([]Mean, s.K())
	sum := make([]float64, s.K())
	for i, w := range s.W {
		out[w].N++
		sum[w] += s.Y[i]
	}
	for k := range out {
		out[k].Arm = s.Arms[k]
		out[k].Mean = sum[k] / float64(out[k].N)
		out[k].Clusters = out[k].N
	}
	for i, w := range s.W {
		d := s.Y[i] - out[w].Mean
		out[w].Var += d * d
	}
	for k := range out {
		out[k].Var /= float64(out[k].N - 1)
	}
	if s.Cluster != nil {
		type pair struct {
			w int
			g int32
		}
		seen := make(map[pair]bool)
		for k := range out {
			out[k].Clusters = 0
		}
		for i, w := range s.W {
			if q := (pair{w, s.Cluster[i]}); !seen[q] {
				seen[q] = true
				out[w].Clusters++
			}
		}
	}
	return out
}

// DiffMeans compares two independent groups of rows: a - b with Neyman's
// variance s_a^2/n_a + s_b^2/n_b (Neyman 1923; equal to HC2 of the regression
// on a dummy) and the degrees of freedom of Welch (1947), Biometrika 34.
func DiffMeans(a, b Mean) (Estimate, error) {
	if a.N < 2 || b.N < 2 {
		return Estimate{}, sentence.Fail("difference in means of {n} and {m} rows: two of each are needed", "n", a.N, "m", b.N)
	}
	va, vb := a.Var/float64(a.N), b.Var/float64(b.N)
	v := va + vb
	df := v * v / (va*va/float64(a.N-1) + vb*vb/float64(b.N-1))
	if v == 0 {
		df = float64(a.N + b.N - 2)
	}
	return Estimate{Est: a.Mean - b.Mean, SE: math.Sqrt(v), DF: df}, nil
}

// Effects returns each arm's mean minus that of arm 0, arms 1 to K-1, taking
// rows as independent. For a clustered design use Dummies and Robust(CR2).
func Effects(s *Sample) ([]Estimate, error) {
	m := ArmMeans(s)
	out := make([]Estimate, len(m)-1)
	for k := range out {
		var err error
		if out[k], err = DiffMeans(m[k+1], m[0]); err != nil {
			return nil, sentence.Fail("arm “{arm}”: {error}", "arm", s.Arms[k+1], "error", err)
		}
	}
	return out, nil
}

// Dummies returns a 0/1 column for each arm but the first, with the arms' names.
func Dummies(s *Sample) (cols [][]float64, names []string) {
	cols = make([][]float64, s.K()-1)
	parallel(len(cols), func(k int) {
		d := make([]float64, s.N())
		for i, w := range s.W {
			if w == k+1 {
				d[i] = 1
			}
		}
		cols[k] = d
	})
	return cols, s.Arms[1:]
}
