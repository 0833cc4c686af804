package lab

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// slowFit is least squares as a textbook writes it: a dense design with a
// dummy for every block, matrices of n by n, no centring, no sums by cluster.
type slowFit struct {
	x, inv, h *mat.Dense
	b, u      []float64
}

func slowOLS(y []float64, cols [][]float64) slowFit {
	n, p := len(y), len(cols)
	x := mat.NewDense(n, p, nil)
	for j, c := range cols {
		x.SetCol(j, c)
	}
	var xx, inv, ix, h mat.Dense
	xx.Mul(x.T(), x)
	if err := inv.Inverse(&xx); err != nil {
		panic(err)
	}
	ix.Mul(&inv, x.T())
	h.Mul(x, &ix)
	var b, fitted mat.VecDense
	b.MulVec(&ix, mat.NewVecDense(n, y))
	fitted.MulVec(x, &b)
	u := make([]float64, n)
	for i := range u {
		u[i] = y[i] - fitted.AtVec(i)
	}
	return slowFit{x, &inv, &h, b.RawVector().Data, u}
}

// omega is the n by n matrix in the middle of V = (X'X)^-1 X' omega X (X'X)^-1,
// and adj, for CR2, the block diagonal of the (I - H_gg)^(-1/2).
func (f slowFit) omega(kind VCov, cluster []int32) (omega, adj *mat.Dense) {
	n, _ := f.x.Dims()
	omega = mat.NewDense(n, n, nil)
	u := append([]float64(nil), f.u...)
	if kind == CR2 {
		adj = mat.NewDense(n, n, nil)
		for g := range Count(cluster) {
			var rows []int
			for i, c := range cluster {
				if int(c) == g {
					rows = append(rows, i)
				}
			}
			m := mat.NewSymDense(len(rows), nil)
			for a, i := range rows {
				for b, j := range rows {
					v := -f.h.At(i, j)
					if i == j {
						v++
					}
					m.SetSym(a, b, v)
				}
			}
			var eig mat.EigenSym
			if !eig.Factorize(m, true) {
				panic("eigen")
			}
			var q mat.Dense
			eig.VectorsTo(&q)
			for a, i := range rows {
				for b, j := range rows {
					var v float64
					for k, l := range eig.Values(nil) {
						if l > 1e-10 {
							v += q.At(a, k) * q.At(b, k) / math.Sqrt(l)
						}
					}
					adj.Set(i, j, v)
				}
			}
		}
		var au mat.VecDense
		au.MulVec(adj, mat.NewVecDense(n, f.u))
		copy(u, au.RawVector().Data)
	}
	for i := range n {
		for j := range n {
			h := f.h.At(i, i)
			switch {
			case kind.clustered() && cluster[i] == cluster[j]:
				omega.Set(i, j, u[i]*u[j])
			case kind.clustered() || i != j:
			case kind == HC0 || kind == HC1:
				omega.Set(i, i, u[i]*u[i])
			case kind == HC2 && h < 1-1e-10:
				omega.Set(i, i, u[i]*u[i]/(1-h))
			case kind == HC3 && h < 1-1e-10:
				omega.Set(i, i, u[i]*u[i]/(1-h)/(1-h))
			}
		}
	}
	return omega, adj
}

// se returns the standard error of coefficient j and CR2's degrees of freedom.
func (f slowFit) se(kind VCov, cluster []int32, j, params int) (se, df float64) {
	n, p := f.x.Dims()
	omega, adj := f.omega(kind, cluster)
	c := mat.NewVecDense(p, nil)
	c.SetVec(j, 1)
	var w, l mat.VecDense
	w.MulVec(f.inv, c)
	l.MulVec(f.x, &w)
	v := mat.Inner(&l, omega, &l)
	g, nn, pp := float64(Count(cluster)), float64(n), float64(params)
	switch kind {
	case Classical:
		var ss float64
		for _, u := range f.u {
			ss += u * u
		}
		return math.Sqrt(ss / (nn - pp) * f.inv.At(j, j)), nn - pp
	case HC1:
		v *= nn / (nn - pp)
	case CR1, CR1Slopes:
		v *= g / (g - 1) * (nn - 1) / (nn - pp)
	case CR2:
		// Columns p_g = (I-H)_.g A_g X_g (X'X)^-1 c; P = p'p.
		var al mat.VecDense
		al.MulVec(adj, &l)
		cols := mat.NewDense(n, Count(cluster), nil)
		for i := range n {
			for k := range n {
				ih := -f.h.At(i, k)
				if i == k {
					ih++
				}
				cols.Set(i, int(cluster[k]), cols.At(i, int(cluster[k]))+ih*al.AtVec(k))
			}
		}
		var pm mat.Dense
		pm.Mul(cols.T(), cols)
		var sum float64
		for a := range Count(cluster) {
			for b := range Count(cluster) {
				sum += pm.At(a, b) * pm.At(a, b)
			}
		}
		return math.Sqrt(v), mat.Trace(&pm) * mat.Trace(&pm) / sum
	}
	return math.Sqrt(v), 0
}

// TestRegressionTwin compares every covariance, with and without absorbed
// blocks, with the slow fit on designs drawn at random.
func TestRegressionTwin(t *testing.T) {
	for seed := range uint64(40) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) { regressionTwin(t, seed) })
	}
}

func regressionTwin(t *testing.T, seed uint64) {
	rng := Rand(seed)
	var cluster, block []int32
	for c := 0; len(cluster) < 60; c++ {
		for range 1 + rng.IntN(8) {
			cluster = append(cluster, int32(c))
			block = append(block, int32(c/4))
		}
	}
	n := len(cluster)
	perm := rng.Perm(n) // clusters need not lie together in the file
	cluster, block = take(cluster, perm), take(block, perm)
	p := 1 + rng.IntN(4)
	x := make([][]float64, p)
	shock := normals(rng, Count(cluster))
	y := make([]float64, n)
	for j := range x {
		x[j] = normals(rng, n)
		for i := range x[j] {
			x[j][i] = x[j][i]*math.Pow(10, float64(j)) + 1900*float64(j)
		}
	}
	for i := range y {
		y[i] = rng.NormFloat64() + shock[cluster[i]] + x[0][i]
	}
	ones := make([]float64, n)
	for i := range ones {
		ones[i] = 1
	}
	dummies := make([][]float64, Count(block))
	for b := range dummies {
		dummies[b] = make([]float64, n)
		for i := range n {
			if int(block[i]) == b {
				dummies[b][i] = 1
			}
		}
	}
	for _, c := range []struct {
		name string
		fast Linear
		slow [][]float64
	}{
		{"constant", Linear{Y: y, X: x}, append([][]float64{ones}, x...)},
		{"origin", Linear{Y: y, X: x, Origin: true}, x},
		{"absorbed", Linear{Y: y, X: x, Absorb: block}, append(append([][]float64{}, x...), dummies...)},
		{"dependent columns", Linear{Y: y, X: append(append([][]float64{}, x...), ones, x[0])}, append([][]float64{ones}, x...)},
	} {
		fast, err := c.fast.Fit()
		if err != nil {
			t.Fatal(err)
		}
		slow := slowOLS(y, c.slow)
		for kind := Classical; kind <= CR2; kind++ {
			r := robust(t, fast, kind, cluster)
			params := len(c.slow)
			if kind == CR1Slopes && c.name == "absorbed" {
				params = p + 1
			}
			for j, e := range r.Coefficients() {
				se, df := slow.se(kind, cluster, j, params)
				near(t, fmt.Sprint(c.name, kind, e.Name), e.Est, slow.b[j], 1e-6)
				near(t, fmt.Sprint(c.name, kind, e.Name, " SE"), e.SE, se, 1e-6)
				if kind == CR2 {
					near(t, fmt.Sprint(c.name, kind, e.Name, " df"), e.DF, df, 1e-6)
				}
			}
		}
	}
}

func normals(rng *rand.Rand, n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = rng.NormFloat64()
	}
	return out
}

// near wants a relative difference below tol.
func near(t *testing.T, what string, got, want, tol float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tol*math.Max(math.Abs(want), 1e-3)) {
		t.Errorf("%s: %.12g, want %.12g", what, got, want)
	}
}
