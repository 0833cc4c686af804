package lab

import (
	"math"

	"github.com/contrechamp/contrechamp/sentence"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"
)

// Test is a test of several restrictions at once.
type Test struct {
	Chi2 float64 // Wald's statistic
	DF   int     // restrictions
	P    float64
	DF2  float64 // P is that of an F with DF and DF2 degrees of freedom; 0: of a chi-square
}

// Wald tests that the named coefficients are all 0: (Rb)'(R V R')^-1 (Rb),
// chi-square with as many degrees of freedom as names (Wald 1943). V is the
// covariance that r was made with.
func (r *Robust) Wald(names ...string) (Test, error) {
	idx := make([]int, len(names))
	for k, name := range names {
		j, err := r.Index(name)
		if err != nil {
			return Test{}, sentence.Fail("Wald test: {error}", "error", err)
		}
		idx[k] = j
	}
	b := make([]float64, len(idx))
	v := mat.NewSymDense(max(1, len(idx)), nil)
	for a, i := range idx {
		b[a] = r.Coef[i]
		for c := a; c < len(idx); c++ {
			v.SetSym(a, c, r.Cov.At(i, idx[c]))
		}
	}
	return WaldTest(b, v)
}

// WaldTest tests that all of b, with covariance v, is 0.
func WaldTest(b []float64, v *mat.SymDense) (Test, error) {
	if len(b) == 0 {
		return Test{}, sentence.Fail("Wald test of no coefficient")
	}
	var chol mat.Cholesky
	if !chol.Factorize(v) {
		return Test{}, sentence.Fail("Wald test: the covariance is singular; fewer clusters than restrictions, or a restriction twice")
	}
	x, bv := mat.NewVecDense(len(b), nil), mat.NewVecDense(len(b), append([]float64(nil), b...))
	if err := chol.SolveVecTo(x, bv); err != nil {
		return Test{}, sentence.Fail("Wald test: {error}", "error", err)
	}
	chi2 := mat.Dot(bv, x)
	df := len(b)
	return Test{Chi2: chi2, DF: df, P: distuv.ChiSquared{K: float64(df)}.Survival(math.Max(0, chi2))}, nil
}
