package lab

import (
	"math"

	"github.com/contrechamp/contrechamp/sentence"
)

// ArmModel predicts the outcome under each arm by a linear model of its own
// (the "T-learner"): Coef[k] is the intercept of arm k and then one slope for
// each covariate.
type ArmModel struct{ Coef [][]float64 }

// FitArms fits the outcome on the covariates, arm by arm, over the rows for
// which keep is true (nil: all). lambda = 0 is least squares; above 0 it is
// ridge regression on standardised covariates, minimising
// sum (y - Xb)^2 + lambda n sum b^2, intercept free (Hoerl and Kennard 1970).
// A covariate that is a linear combination of earlier ones gets slope 0. Where
// chances differ between rows, s.Prob being set, each row counts 1/e.
func FitArms(s *Sample, keep func(i int) bool, lambda float64) (ArmModel, error) {
	p := len(s.X)
	shift := columnMeans(s.X)
	m := make([]moments, s.K())
	for k := range m {
		m[k] = newMoments(p)
	}
	row := make([]float64, p)
	for i, w := range s.W {
		if keep != nil && !keep(i) {
			continue
		}
		for j, x := range s.X {
			row[j] = x[i] - shift[j]
		}
		weight := s.weight(i)
		m[w].add(row, weight, weight*s.Y[i])
	}
	out := ArmModel{make([][]float64, s.K())}
	for k := range m {
		if m[k].n == 0 {
			return ArmModel{}, sentence.Fail("arm “{arm}” has no rows to learn from", "arm", s.Arms[k])
		}
		out.Coef[k] = m[k].solve(lambda)
		for j := range shift {
			out.Coef[k][0] -= out.Coef[k][1+j] * shift[j]
		}
	}
	return out, nil
}

// At predicts the outcome of row i of the columns x under arm k.
func (m ArmModel) At(k int, x [][]float64, i int) float64 {
	c := m.Coef[k]
	v := c[0]
	for j := range x {
		v += c[1+j] * x[j][i]
	}
	return v
}

// Predict returns mu[k][i] for every arm and row of the columns x, which has
// n rows.
func (m ArmModel) Predict(x [][]float64, n int) [][]float64 {
	mu := make([][]float64, len(m.Coef))
	for k := range mu {
		mu[k] = make([]float64, n)
		for i := range mu[k] {
			mu[k][i] = m.At(k, x, i)
		}
	}
	return mu
}

func columnMeans(x [][]float64) []float64 {
	out := make([]float64, len(x))
	for j, c := range x {
		for _, v := range c {
			out[j] += v
		}
		out[j] /= float64(max(1, len(c)))
	}
	return out
}

// moments are the sums that a linear model needs. They add up over folds, so
// that leaving one out costs a subtraction of nothing: sums of the others.
// Covariates must come shifted near zero, or the sums lose digits.
type moments struct {
	p      int
	n, sy  float64
	sx, xy []float64
	xx     []float64 // p x p, upper triangle
}

func newMoments(p int) moments {
	return moments{p: p, sx: make([]float64, p), xy: make([]float64, p), xx: make([]float64, p*p)}
}

// add takes w people with covariates x and outcome total sumY.
func (m *moments) add(x []float64, w, sumY float64) {
	m.n += w
	m.sy += sumY
	for j, v := range x {
		m.xy[j] += v * sumY
		if v == 0 {
			continue
		}
		wv := w * v
		m.sx[j] += wv
		r := m.xx[j*m.p : j*m.p+m.p]
		for l := j; l < len(x); l++ {
			r[l] += wv * x[l]
		}
	}
}

func (m *moments) plus(o *moments) {
	m.n += o.n
	m.sy += o.sy
	for j := range m.sx {
		m.sx[j] += o.sx[j]
		m.xy[j] += o.xy[j]
	}
	for j := range m.xx {
		m.xx[j] += o.xx[j]
	}
}

// on returns the moments of some of the covariates.
func (m *moments) on(covs []int) moments {
	out := newMoments(len(covs))
	out.n, out.sy = m.n, m.sy
	for r, j := range covs {
		out.sx[r], out.xy[r] = m.sx[j], m.xy[j]
		for c := r; c < len(covs); c++ {
			out.xx[r*out.p+c] = m.xx[min(j, covs[c])*m.p+max(j, covs[c])]
		}
	}
	return out
}

// solve returns the intercept and the slopes, using all covariates.
func (m *moments) solve(lambda float64) []float64 {
	cols := make([]int, m.p)
	for j := range cols {
		cols[j] = j
	}
	return m.solveOn(cols, lambda)
}

// solveOn is solve on some of the covariates; the others get slope 0. It
// works on the centred and scaled normal equations by Cholesky, dropping a
// column whose remaining variance is below 1e-10 of its own.
func (m *moments) solveOn(cols []int, lambda float64) []float64 {
	q := len(cols)
	b := make([]float64, 1+m.p)
	if m.n == 0 {
		return b
	}
	a := make([]float64, q*q)
	rhs := make([]float64, q)
	sd := make([]float64, q)
	cov := func(j, l int) float64 {
		if j > l {
			j, l = l, j
		}
		return m.xx[j*m.p+l] - m.sx[j]*m.sx[l]/m.n
	}
	for r, j := range cols {
		// Scaled by n sd: a variance that is only rounding is no variance.
		sd[r] = math.Sqrt(max(0, cov(j, j)))
		if sd[r]*sd[r] <= 1e-12*m.xx[j*m.p+j] {
			sd[r] = 0
		}
	}
	for r, j := range cols {
		if sd[r] == 0 {
			continue
		}
		rhs[r] = (m.xy[j] - m.sx[j]*m.sy/m.n) / sd[r]
		for c, l := range cols[:r+1] {
			if sd[c] != 0 {
				a[r*q+c] = cov(j, l) / (sd[r] * sd[c])
			}
		}
		a[r*q+r] += lambda
	}
	beta := cholSolve(a, rhs, q)
	b[0] = m.sy / m.n
	for r, j := range cols {
		if sd[r] != 0 {
			b[1+j] = beta[r] / sd[r]
			b[0] -= b[1+j] * m.sx[j] / m.n
		}
	}
	return b
}

// cholSolve solves a b = rhs for a symmetric positive semidefinite a of order
// q with unit scale, given by its lower triangle, which it overwrites with
// its factor. A pivot below 1e-10 drops its row: b = 0 there.
func cholSolve(a, rhs []float64, q int) []float64 {
	b := append([]float64(nil), rhs...)
	drop := make([]bool, q)
	for r := range q {
		for c := range r + 1 {
			if drop[c] {
				continue
			}
			v := a[r*q+c]
			for t := range c {
				if !drop[t] {
					v -= a[r*q+t] * a[c*q+t]
				}
			}
			switch {
			case r == c && v < 1e-10:
				drop[r] = true
			case r == c:
				a[r*q+r] = math.Sqrt(v)
			default:
				a[r*q+c] = v / a[c*q+c]
			}
		}
	}
	for r := range q {
		if drop[r] {
			b[r] = 0
			continue
		}
		for t := range r {
			if !drop[t] {
				b[r] -= a[r*q+t] * b[t]
			}
		}
		b[r] /= a[r*q+r]
	}
	for r := q - 1; r >= 0; r-- {
		if drop[r] {
			continue
		}
		for t := r + 1; t < q; t++ {
			if !drop[t] {
				b[r] -= a[t*q+r] * b[t]
			}
		}
		b[r] /= a[r*q+r]
	}
	return b
}
