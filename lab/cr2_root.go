package lab

import (
	"math"

	"gonum.org/v1/gonum/floats"
)

// rooter applies (I - H_gg)^(-1/2) to one cluster after another, keeping its
// scratch space. Matrices are slices, row by row.
type rooter struct {
	b, h, v, f, t []float64
}

// adjust writes E_g = (I - H_gg)^(-1/2) Z_g into e, which holds p numbers for
// each row of the cluster. With B = [Z_g L, 1/sqrt(n_b)], L L' = (Z'Z)^-1,
// H_gg = B B'. The root is taken of B B' when the cluster has few rows, else
// by way of B'B: (I - BB')^(-1/2) = I + B phi(B'B) B', phi(h) =
// ((1-h)^(-1/2) - 1) / h. It returns false if eigenvalues did not converge.
func (r *rooter) adjust(f *Fit, rows []int32, e []float64) bool {
	n, p := len(rows), len(f.cols)
	q := p
	if f.block != nil {
		q++
	}
	r.b = resize(r.b, n*q)
	for i, row := range rows {
		z, b := e[i*p:(i+1)*p], r.b[i*q:(i+1)*q]
		for j := range z {
			z[j] = f.z(int(row), j)
		}
		for k := range p {
			b[k] = 0
			for j := k; j < p; j++ {
				b[k] += z[j] * f.half[j*p+k]
			}
		}
		if f.block != nil {
			b[p] = 1 / math.Sqrt(float64(f.bsize[f.block[row]]))
		}
	}
	switch {
	case n == 1:
		floats.Scale(inverseRoot(1-floats.Dot(r.b, r.b)), e)
		return true
	case n <= q:
		return r.byRows(n, p, q, e)
	}
	return r.byColumns(n, p, q, e)
}

// byRows multiplies e by the n by n root.
func (r *rooter) byRows(n, p, q int, e []float64) bool {
	r.h = resize(r.h, n*n)
	for i := range n {
		for k := range n {
			r.h[i*n+k] = floats.Dot(r.b[i*q:(i+1)*q], r.b[k*q:(k+1)*q])
		}
	}
	if !r.spectral(n, func(h float64) float64 { return inverseRoot(1 - h) }) {
		return false
	}
	r.t = resize(r.t, n*p)
	multiply(r.t, r.f, e, n, n, p)
	copy(e, r.t)
	return true
}

// byColumns adds B phi(B'B) B'e to e.
func (r *rooter) byColumns(n, p, q int, e []float64) bool {
	r.h = resize(r.h, q*q)
	clear(r.h)
	for i := range n {
		b := r.b[i*q : (i+1)*q]
		for j, v := range b {
			floats.AddScaled(r.h[j*q:(j+1)*q], v, b)
		}
	}
	ok := r.spectral(q, func(h float64) float64 {
		if h < 1e-12 {
			return 0.5
		}
		return (inverseRoot(1-h) - 1) / h
	})
	if !ok {
		return false
	}
	be := make([]float64, q*p)
	for i := range n {
		for j, v := range r.b[i*q : (i+1)*q] {
			floats.AddScaled(be[j*p:(j+1)*p], v, e[i*p:(i+1)*p])
		}
	}
	r.t = resize(r.t, q*p)
	multiply(r.t, r.f, be, q, q, p)
	for i := range n {
		for j, v := range r.b[i*q : (i+1)*q] {
			floats.AddScaled(e[i*p:(i+1)*p], v, r.t[j*p:(j+1)*p])
		}
	}
	return true
}

// spectral sets r.f to the symmetric n by n matrix r.h with f applied to its
// eigenvalues, which cyclic Jacobi rotations find (Golub & Van Loan, Matrix
// Computations, 8.5). r.h is lost.
func (r *rooter) spectral(n int, f func(float64) float64) bool {
	r.v, r.f = resize(r.v, n*n), resize(r.f, n*n)
	h, v := r.h, r.v
	clear(v)
	for i := range n {
		v[i*n+i] = 1
	}
	for sweep := 0; ; sweep++ {
		var off, all float64
		for i := range n {
			for j := range n {
				all += h[i*n+j] * h[i*n+j]
				if i != j {
					off += h[i*n+j] * h[i*n+j]
				}
			}
		}
		if off <= 1e-30*all {
			break
		}
		if sweep == 60 || !finite(off) {
			return false
		}
		for i := range n {
			for j := i + 1; j < n; j++ {
				rotate(h, v, n, i, j)
			}
		}
	}
	clear(r.f)
	for k := range n {
		g := f(h[k*n+k])
		for i := range n {
			for j := range n {
				r.f[i*n+j] += v[i*n+k] * g * v[j*n+k]
			}
		}
	}
	return true
}

// rotate makes element (i, j) of h zero and multiplies v by the rotation.
func rotate(h, v []float64, n, i, j int) {
	a := h[i*n+j]
	if a == 0 {
		return
	}
	theta := (h[j*n+j] - h[i*n+i]) / (2 * a)
	t := 1 / (math.Abs(theta) + math.Hypot(theta, 1))
	if theta < 0 {
		t = -t
	}
	c := 1 / math.Hypot(t, 1)
	s := t * c
	for k := range n {
		x, y := h[k*n+i], h[k*n+j]
		h[k*n+i], h[k*n+j] = c*x-s*y, s*x+c*y
	}
	for k := range n {
		x, y := h[i*n+k], h[j*n+k]
		h[i*n+k], h[j*n+k] = c*x-s*y, s*x+c*y
	}
	h[i*n+j], h[j*n+i] = 0, 0
	for k := range n {
		x, y := v[k*n+i], v[k*n+j]
		v[k*n+i], v[k*n+j] = c*x-s*y, s*x+c*y
	}
}

// inverseRoot returns 1/sqrt(v), or 0 for a v that is 0 up to rounding: the
// row or direction is fitted exactly and its residual is 0.
func inverseRoot(v float64) float64 {
	if v < 1e-10 {
		return 0
	}
	return 1 / math.Sqrt(v)
}

// multiply sets c = a b, a of n by m, b of m by p.
func multiply(c, a, b []float64, n, m, p int) {
	clear(c)
	for i := range n {
		for k := range m {
			floats.AddScaled(c[i*p:(i+1)*p], a[i*m+k], b[k*p:(k+1)*p])
		}
	}
}

func resize(s []float64, n int) []float64 {
	if cap(s) < n {
		return make([]float64, n)
	}
	return s[:n]
}
