package lab

import (
	"github.com/contrechamp/contrechamp/sentence"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// ErrNotNested is returned when CR2 is asked for with absorbed blocks that cut
// through clusters.
var ErrNotNested = sentence.Fail("CR2 with absorbed blocks needs every cluster inside one block; use CR1")

// clusterAdjust holds E_g = A_g Z_g for every cluster, with
// A_g = (I - H_gg)^(-1/2) the symmetric (pseudo-)inverse root and H the
// projection on all columns, absorbed block constants included.
type clusterAdjust struct {
	f     *Fit
	rows  []int32 // grouped by cluster
	start []int32
	e     []float64 // E, one row of p numbers for each of rows
}

func (f *Fit) adjust(cluster []int32) (*clusterAdjust, error) {
	a := &clusterAdjust{f: f}
	a.rows, a.start = groups(cluster)
	if f.block != nil {
		for g := range len(a.start) - 1 {
			for _, i := range a.cluster(g) {
				if f.block[i] != f.block[a.cluster(g)[0]] {
					return nil, ErrNotNested
				}
			}
		}
	}
	p := len(f.Coef)
	a.e = make([]float64, len(a.rows)*p)
	failed := make([]bool, a.chunks())
	parallel(a.chunks(), func(c int) {
		var r rooter
		for g := c * blockRows; g < min((c+1)*blockRows, len(a.start)-1); g++ {
			if !r.adjust(f, a.cluster(g), a.e[int(a.start[g])*p:int(a.start[g+1])*p]) {
				failed[c] = true
			}
		}
	})
	for _, bad := range failed {
		if bad {
			return nil, sentence.Fail("CR2: the eigenvalues of a cluster’s leverages did not converge")
		}
	}
	return a, nil
}

func (a *clusterAdjust) cluster(g int) []int32 { return a.rows[a.start[g]:a.start[g+1]] }

func (a *clusterAdjust) chunks() int { return (len(a.start) - 2 + blockRows) / blockRows }

// meat sums (E_g'u_g)(E_g'u_g)'.
func (a *clusterAdjust) meat() *mat.SymDense {
	p := len(a.f.Coef)
	return a.sum(func(g int, s []float64) {
		for r, i := range a.cluster(g) {
			row := (int(a.start[g]) + r) * p
			floats.AddScaled(s, a.f.Resid[i], a.e[row:row+p])
		}
	})
}

// sum adds v v' over clusters, v as set by body (given zeroed, length p).
func (a *clusterAdjust) sum(body func(g int, v []float64)) *mat.SymDense {
	p := len(a.f.Coef)
	parts := make([]*gram, a.chunks())
	parallel(len(parts), func(c int) {
		z := scratch(p)
		v := make([]float64, p)
		lo, hi := c*blockRows, min((c+1)*blockRows, len(a.start)-1)
		for g := lo; g < hi; g++ {
			clear(v)
			body(g, v)
			for j := range v {
				z[j][g-lo] = v[j]
			}
		}
		for j := range z {
			z[j] = z[j][:hi-lo]
		}
		parts[c] = newGram(p)
		parts[c].add(z)
	})
	sum := newGram(p)
	for _, g := range parts {
		floats.Add(sum.v, g.v)
	}
	return sum.sym()
}

// satterthwaite returns the degrees of freedom of the scaled contrast t:
// tr(P)^2 / tr(P^2), P_gh = a_g'(I - H)_gh a_h, a_g = E_g (Z'Z)^-1 t (Bell &
// McCaffrey 2002; Pustejovsky & Tipton 2018, eq. 11, working model I). With
// v_g = Z_g'a_g and H = Z (Z'Z)^-1 Z' the sum over all pairs of clusters is
// tr of (Z'Z)^-1 M (Z'Z)^-1 M, M = sum v_g v_g'; absorbed block constants add
// (sum a_g)(sum a_h)/n_b for clusters of one block.
func (a *clusterAdjust) satterthwaite(t []float64) float64 {
	f, p := a.f, len(t)
	w := make([]float64, p)
	mat.NewVecDense(p, w).MulVec(f.inv, mat.NewVecDense(p, t))

	clusters := len(a.start) - 1
	diag := make([]float64, clusters) // s_g = a_g'a_g
	own := make([]float64, clusters)  // a_g'H_gg a_g
	beta := make([]float64, clusters) // sum of a_g
	var inner [][]float64             // v_g, for block terms
	if f.block != nil {
		inner = make([][]float64, clusters)
	}
	m := a.sum(func(g int, v []float64) {
		for r, i := range a.cluster(g) {
			row := (int(a.start[g]) + r) * p
			d := floats.Dot(a.e[row:row+p], w)
			diag[g] += d * d
			beta[g] += d
			for j := range v {
				v[j] += d * f.z(int(i), j)
			}
		}
		for k := range p { // v'(Z'Z)^-1 v = |L'v|^2
			var l float64
			for j := k; j < p; j++ {
				l += f.half[j*p+k] * v[j]
			}
			own[g] += l * l
		}
		if f.block != nil {
			own[g] += beta[g] * beta[g] / float64(f.bsize[f.block[a.cluster(g)[0]]])
			inner[g] = append([]float64(nil), v...)
		}
	})
	var im mat.Dense
	im.Mul(f.inv, m)
	var trace, square float64
	for i := range p {
		for j := range p {
			square += im.At(i, j) * im.At(j, i)
		}
	}
	for g := range clusters {
		d := diag[g] - own[g]
		trace += d
		square += d*d - own[g]*own[g]
	}
	if f.block != nil {
		square += a.blockTerms(beta, inner)
	}
	return trace * trace / square
}

// blockTerms adds the terms of tr(P^2) that the absorbed constants make.
func (a *clusterAdjust) blockTerms(beta []float64, v [][]float64) float64 {
	f, p := a.f, len(a.f.Coef)
	sq := make([]float64, len(f.bsize))
	bv := make([]float64, len(f.bsize)*p)
	for g := range beta {
		b := int(f.block[a.cluster(g)[0]])
		sq[b] += beta[g] * beta[g]
		floats.AddScaled(bv[b*p:(b+1)*p], beta[g], v[g])
	}
	var sum float64
	for b, n := range f.bsize {
		vec := mat.NewVecDense(p, bv[b*p:(b+1)*p])
		sum += sq[b]*sq[b]/float64(n)/float64(n) + 2*mat.Inner(vec, f.inv, vec)/float64(n)
	}
	return sum
}
