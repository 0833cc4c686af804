package lab

import (
	"math"

	"github.com/contrechamp/contrechamp/sentence"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/mathext"
)

// Equal tests that each of the q columns has the same mean in all groups that
// have people: Wald's statistic, with an F reference, as the chi-square calls
// groups different too often when they are many and small. Groups may vary
// differently, and clusters may lie in several. With r restrictions and
//
//	eta = r (r+1) / sum_g (tr(A_g)^2 + tr(A_g A_g))
//
// the degrees of freedom of a Wishart matrix as uncertain as the covariance of
// the differences, W (eta-r+1)/(eta r) is F(r, eta-r+1) (Pustejovsky and Tipton
// 2018, J. Business & Economic Statistics 36, their AHT). A_g is what cluster
// g adds to that covariance, in its own units, if a person's variance is that
// of the group. For two groups and one column this is Welch's test.
func (g Grouped) Equal(q int) (Test, error) {
	groups := len(g.N)
	var in []int
	for h, n := range g.N {
		if n > 0 {
			in = append(in, h)
		}
	}
	r, p := (len(in)-1)*q, len(in)*q
	if r < 1 {
		return Test{P: 1}, nil
	}
	// The covariance of the means in use, each group with its own n/(n-1) in
	// place of that of all clusters.
	k := float64(g.clusters)
	own := make([]float64, len(in))
	for a, h := range in {
		s := g.share[h*groups+h]
		if s > 1-1e-9 {
			return Test{}, sentence.Fail("equal means: group {group} is a single cluster", "group", h)
		}
		own[a] = math.Sqrt((k - 1) / k / (1 - s))
	}
	v := mat.NewSymDense(p, nil)
	for a := range p {
		for b := a; b < p; b++ {
			v.SetSym(a, b, own[a/q]*own[b/q]*g.Cov.At(in[a/q]*q+a%q, in[b/q]*q+b%q))
		}
	}
	c, d := mat.NewDense(r, p, nil), make([]float64, r)
	for t := range r {
		c.Set(t, q+t, 1)
		c.Set(t, t%q, -1)
		d[t] = g.Mean[in[1+t/q]*q+t%q] - g.Mean[in[0]*q+t%q]
	}
	var cv, cvc mat.Dense
	cv.Mul(c, v)
	cvc.Mul(&cv, c.T())
	omega := mat.NewSymDense(r, nil)
	for a := range r {
		for e := a; e < r; e++ {
			omega.SetSym(a, e, cvc.At(a, e))
		}
	}
	test, err := WaldTest(d, omega)
	if err != nil {
		return test, err
	}
	var chol mat.Cholesky
	chol.Factorize(omega) // WaldTest would have failed
	var x, b mat.Dense
	if err := chol.SolveTo(&x, c); err != nil {
		return test, sentence.Fail("equal means: {error}", "error", err)
	}
	b.Mul(c.T(), &x)
	// m[a][e] is the block of groups a and e of C' omega^-1 C V, V without the
	// covariance between groups; its diagonal blocks sum up to A.
	m := mat.NewDense(p, p, nil)
	for a := range p {
		for e := range p {
			var s float64
			for f := e / q * q; f < e/q*q+q; f++ {
				s += b.At(a, f) * v.At(f, e)
			}
			m.Set(a, e, s)
		}
	}
	trace := make([]float64, len(in))
	for a := range p {
		trace[a/q] += m.At(a, a)
	}
	var spread float64
	for a, h := range in {
		for e, l := range in {
			s := g.share[h*groups+l]
			if s == 0 {
				continue
			}
			if a == e {
				s /= 1 - s
			}
			t := trace[a] * trace[e]
			for i := a * q; i < a*q+q; i++ {
				for j := e * q; j < e*q+q; j++ {
					t += m.At(i, j) * m.At(j, i)
				}
			}
			spread += s * t
		}
	}
	f := float64(r)
	eta := f * (f + 1) / spread
	test.DF2 = eta - f + 1
	if test.DF2 <= 0 {
		return Test{}, sentence.Fail("equal means: too few clusters for so many groups and columns")
	}
	test.P = upperF(max(0, test.Chi2)*test.DF2/(eta*f), f, test.DF2)
	return test, nil
}

// upperF returns P(F > x) for F with d1 and d2 degrees of freedom, by the tail
// itself: one minus the rest would leave nothing below 1e-16.
func upperF(x, d1, d2 float64) float64 { return mathext.RegIncBeta(d2/2, d1/2, d2/(d2+d1*x)) }
