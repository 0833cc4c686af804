package lab

import (
	"math"

	"github.com/contrechamp/contrechamp/sentence"
)

// learnLogit fits one logistic regression an arm, by Newton's method, with a
// standard normal prior on the standardised slopes (penalty sum b^2 / 2, the
// C = 1 of other packages).
func learnLogit(d *Lessons, arms []int) (Learned, error) {
	shift := columnMeans(d.X)
	mu := make([][]float64, len(d.N))
	for _, k := range arms {
		b, err := d.logit(k, shift)
		if err != nil {
			return Learned{}, sentence.Fail("logistic regression of arm {arm}: {error}", "arm", k, "error", err)
		}
		mu[k] = make([]float64, len(d.All))
		for c := range mu[k] {
			v := b[0]
			for j := range d.X {
				v += b[1+j] * (d.X[j][c] - shift[j])
			}
			mu[k][c] = 1 / (1 + math.Exp(-v))
		}
	}
	return d.choose(mu, arms), nil
}

func (d *Lessons) logit(k int, shift []float64) ([]float64, error) {
	m := d.armMoments(k, shift)
	if m.n == 0 {
		return nil, sentence.Fail("there is nobody to learn from")
	}
	p := len(d.X)
	// The penalty on slope j is its variance: b_j^2 var_j / 2 = (b_j sd_j)^2 / 2.
	// A column without spread gets a huge one and stays out.
	pen := make([]float64, p)
	for j := range pen {
		pen[j] = m.xx[j*p+j]/m.n - m.sx[j]*m.sx[j]/(m.n*m.n)
		if pen[j] <= 1e-12*(1+m.xx[j*p+j]/m.n) {
			pen[j] = 1e12
		}
	}
	rate := (m.sy + 0.5) / (m.n + 1)
	b := make([]float64, p+1)
	b[0] = math.Log(rate / (1 - rate))
	row := make([]float64, p+1)
	row[0] = 1
	q := p + 1
	for range 50 {
		h, grad := make([]float64, q*q), make([]float64, q)
		h[0] = 0.5 // as if half a person of each outcome more: no infinite intercept
		grad[0] = 0.5 - 1/(1+math.Exp(-b[0]))
		for j := range p {
			h[(j+1)*q+j+1] = pen[j]
			grad[j+1] = -pen[j] * b[j+1]
		}
		for c, n := range d.N[k] {
			if n == 0 {
				continue
			}
			v := b[0]
			for j := range p {
				row[j+1] = d.X[j][c] - shift[j]
				v += b[j+1] * row[j+1]
			}
			pr := 1 / (1 + math.Exp(-v))
			w, r := n*pr*(1-pr), d.Y[k][c]-n*pr
			for a := range q {
				grad[a] += r * row[a]
				for e := range a + 1 {
					h[a*q+e] += w * row[a] * row[e]
				}
			}
		}
		// Unit diagonal, as cholSolve wants it.
		scale := make([]float64, q)
		for a := range q {
			scale[a] = 1 / math.Sqrt(h[a*q+a])
		}
		for a := range q {
			grad[a] *= scale[a]
			for e := range a + 1 {
				h[a*q+e] *= scale[a] * scale[e]
			}
		}
		step := cholSolve(h, grad, q)
		var size float64
		for a := range q {
			size = max(size, math.Abs(step[a]))
			b[a] += min(max(step[a]*scale[a], -5), 5)
		}
		if size < 1e-9*(1+math.Sqrt(m.n)) {
			return b, nil
		}
	}
	return nil, sentence.Fail("the logistic regression did not settle in 50 steps of Newton’s method")
}
