package message

import (
	"fmt"
	"math"
)

// Groups are the groups of one division of the electorate and how alike they
// respond to messages.
type Groups struct {
	Names   []string
	Weights []float64   // share of the electorate, adding up to 1
	R       [][]float64 // correlation of the groups' responses over messages
}

// Ages are four age groups with the correlations of responses printed in
// Swayable's slides of November 2023 (support for a presidential candidate).
var Ages = Groups{
	Names:   []string{"18-24", "25-34", "35-54", "55+"},
	Weights: []float64{.11, .16, .34, .39},
	R: [][]float64{
		{1, .94, .72, .13},
		{.94, 1, .85, .33},
		{.72, .85, 1, .73},
		{.13, .33, .73, 1},
	},
}

// Ideologies are five groups from left to right. The correlations of
// neighbours are Swayable's; groups farther apart have the product of those
// between them, which is a choice.
var Ideologies = Groups{
	Names:   []string{"very left", "left", "middle", "right", "very right"},
	Weights: []float64{.1, .22, .36, .22, .1},
	R:       chain(.67, .86, .87, .68),
}

// chain is the correlation matrix in which every step along a line multiplies.
func chain(neighbours ...float64) [][]float64 {
	n := len(neighbours) + 1
	r := make([][]float64, n)
	for i := range r {
		r[i] = make([]float64, n)
		r[i][i] = 1
	}
	for i := range n {
		for j := i + 1; j < n; j++ {
			r[i][j] = r[i][j-1] * neighbours[j-1]
			r[j][i] = r[i][j]
		}
	}
	return r
}

// Response is how the groups of a division respond to messages whose mean
// effect varies with standard deviation 1: group a moves by
// mean + h (Beta[a] mean + r[a]), with r normal of covariance C. Both are
// orthogonal to the weights, so the mean effect over the electorate is mean
// whatever h; and at h = 1 the groups' effects correlate exactly as R:
//
//	q = w'R w,  beta = R w / q - 1,  C = (R - R w w'R / q) / q
//
// which is the regression of the groups' effects on their weighted mean.
type Response struct {
	Beta []float64
	C    [][]float64
	root [][]float64 // lower triangular, root root' = C
}

// Respond works out the response of a division. It fails if R is no
// correlation matrix of the size of the weights.
func (g Groups) Respond() (*Response, error) {
	n := len(g.Weights)
	rw := make([]float64, n) // R w
	q := 0.0
	for i := range n {
		if len(g.R) != n || len(g.R[i]) != n {
			return nil, fmt.Errorf("correlations of %d groups are not %d x %d", n, n, n)
		}
		for j := range n {
			rw[i] += float64(g.R[i][j] * g.Weights[j])
		}
		q += float64(g.Weights[i] * rw[i])
	}
	r := &Response{Beta: make([]float64, n), C: make([][]float64, n)}
	for i := range n {
		r.Beta[i] = rw[i]/q - 1
		r.C[i] = make([]float64, n)
		for j := range n {
			r.C[i][j] = (g.R[i][j] - float64(rw[i]*rw[j])/q) / q
		}
	}
	var err error
	if r.root, err = root(r.C); err != nil {
		return nil, fmt.Errorf("correlations of the groups: %w", err)
	}
	return r, nil
}

// root is the Cholesky factor of a matrix that may be singular: C always is,
// since C w = 0. A column whose pivot is as good as 0 is 0.
func root(c [][]float64) ([][]float64, error) {
	const nothing = 1e-9
	n := len(c)
	l := make([][]float64, n)
	for i := range l {
		l[i] = make([]float64, n)
	}
	for j := range n {
		d := c[j][j]
		for k := range j {
			d -= float64(l[j][k] * l[j][k])
		}
		if d < -nothing {
			return nil, fmt.Errorf("not a covariance: pivot %d is %g", j, d)
		}
		if d < nothing {
			continue
		}
		l[j][j] = math.Sqrt(d)
		for i := j + 1; i < n; i++ {
			s := c[i][j]
			for k := range j {
				s -= float64(l[i][k] * l[j][k])
			}
			l[i][j] = s / l[j][j]
		}
	}
	return l, nil
}

// Within is the variance of the effect inside one message, over people, at
// h = 1 and standard deviation 1 of the messages' means: sum of w (beta^2 + C).
func (g Groups) Within(r *Response) float64 {
	v := 0.0
	for i, w := range g.Weights {
		v += float64(w * (float64(r.Beta[i]*r.Beta[i]) + r.C[i][i]))
	}
	return v
}
