package lab

import (
	"fmt"
	"math"
	"sort"

	"github.com/contrechamp/contrechamp/sentence"
)

// Calibration says whether a predicted effect is right on people it was not
// learned from.
type Calibration struct {
	ATE Estimate // average effect
	// Het is the coefficient of the predicted heterogeneity: 1 if the
	// prediction is right, 0 if it is noise.
	Het Estimate
}

// Two is a two-armed experiment with predictions made elsewhere.
type Two struct {
	Y       []float64
	Treated []bool
	Prob    float64   // P(treated), known by design
	Probs   []float64 // each row's own, in place of Prob; nil: Prob for all
	Base    []float64 // predicted outcome without treatment
	Effect  []float64 // predicted effect of the treatment
	Cluster []int32   // nil: rows are independent, and errors are HC3
}

func (t Two) check() error {
	n := len(t.Y)
	if n == 0 || len(t.Treated) != n || len(t.Base) != n || len(t.Effect) != n {
		return sentence.Fail("calibration: {n} outcomes, {arms} arms, {base} base, {effects} effects", "n", n, "arms", len(t.Treated), "base", len(t.Base), "effects", len(t.Effect))
	}
	if t.Probs != nil && len(t.Probs) != n {
		return sentence.Fail("calibration: {n} outcomes, {chances} probabilities of treatment", "n", n, "chances", len(t.Probs))
	}
	for i := range max(1, len(t.Probs)) {
		if p := t.p(i); !(p > 0 && p < 1) {
			return sentence.Fail("calibration: probability of treatment {p} is not between 0 and 1", "p", p)
		}
	}
	return nil
}

// p returns P(treated) of row i.
func (t Two) p(i int) float64 {
	if t.Probs == nil {
		return t.Prob
	}
	return t.Probs[i]
}

// centred returns D - p.
func (t Two) centred() []float64 {
	d := make([]float64, len(t.Y))
	for i, v := range t.Treated {
		d[i] = float64(b2i(v)) - t.p(i)
	}
	return d
}

// weighted fits least squares, with weights 1/(p (1-p)) where each row has its
// own p: then (D-p)^2 has the same weighted mean at every p, which makes the
// coefficients those of people and not of chances (Chernozhukov, Demirer,
// Duflo and Fernandez-Val 2018).
func (t Two) weighted(x [][]float64, names []string) (*Robust, error) {
	if t.Probs == nil {
		return t.fit(x, names, false)
	}
	one := make([]float64, len(t.Y))
	for i := range one {
		one[i] = 1
	}
	x = append(append([][]float64(nil), x...), one)
	names = append(append([]string(nil), names...), Intercept)
	scaled := make([][]float64, len(x)+1)
	for j, col := range append(x, t.Y) {
		scaled[j] = make([]float64, len(col))
		for i, v := range col {
			p := t.p(i)
			scaled[j][i] = v / math.Sqrt(p*(1-p))
		}
	}
	t.Y = scaled[len(x)]
	return t.fit(scaled[:len(x)], names, true)
}

func (t Two) fit(x [][]float64, names []string, origin bool) (*Robust, error) {
	f, err := Linear{Y: t.Y, X: x, Names: names, Origin: origin}.Fit()
	if err != nil {
		return nil, sentence.Fail("calibration: {error}", "error", err)
	}
	if t.Cluster == nil {
		return f.Robust(HC3, nil)
	}
	return f.Robust(CR1, t.Cluster)
}

// BLP fits the best linear predictor of the effect given its prediction
// (Chernozhukov, Demirer, Duflo and Fernandez-Val 2018): the outcome on 1, base
// B, effect S, D-p and (D-p)(S - mean S); weighted by 1/(p (1-p)) when p varies.
func (t Two) BLP() (Calibration, error) {
	if err := t.check(); err != nil {
		return Calibration{}, err
	}
	d, m := t.centred(), columnMeans([][]float64{t.Effect})[0]
	ds := make([]float64, len(d))
	for i := range ds {
		ds[i] = d[i] * (t.Effect[i] - m)
	}
	r, err := t.weighted([][]float64{d, ds, t.Base, t.Effect}, []string{"D-p", "(D-p)S", "B", "S"})
	if err != nil {
		return Calibration{}, err
	}
	var c Calibration
	if c.ATE, err = r.Coefficient("D-p"); err != nil {
		return c, err
	}
	c.Het, err = r.Coefficient("(D-p)S")
	return c, err
}

// GATES returns the effect in each of g groups of nearly equal number by
// predicted effect, lowest first: the regression of [Two.BLP] with (D-p) times
// a dummy for each group in place of its last two columns. Groups are cut at
// the type-7 quantiles of the ranks, ties in file order, upper ends included.
func (t Two) GATES(g int) ([]Estimate, error) {
	if err := t.check(); err != nil {
		return nil, err
	}
	if g < 2 || len(t.Y) < 4*g {
		return nil, sentence.Fail("calibration: {n} groups of {people} people", "n", g, "people", len(t.Y))
	}
	d := t.centred()
	group := rankGroups(t.Effect, g)
	x, names := make([][]float64, g), make([]string, g)
	for h := range x {
		x[h], names[h] = make([]float64, len(d)), fmt.Sprintf("group %d", h+1)
	}
	for i, h := range group {
		x[h][i] = d[i]
	}
	r, err := t.weighted(append(x, t.Base, t.Effect), append(names, "B", "S"))
	if err != nil {
		return nil, err
	}
	out := make([]Estimate, g)
	for h := range out {
		if out[h], err = r.Coefficient(names[h]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// rankGroups cuts 1..n, the ranks of v (ties in order), into g groups.
func rankGroups(v []float64, g int) []int {
	n := len(v)
	order := rowIDs(n)
	sort.SliceStable(order, func(a, b int) bool { return v[order[a]] < v[order[b]] })
	out := make([]int, n)
	h := 0
	for r, i := range order {
		// Type-7 quantile h/g of 1..n is 1 + (n-1) h/g.
		for h < g-1 && float64(r+1) > 1+float64(n-1)*float64(h+1)/float64(g) {
			h++
		}
		out[i] = h
	}
	return out
}

// Omnibus is the calibration test of Athey and Wager (grf's test_calibration):
// Y - m(X) on (W - e) taubar and (W - e)(tau - taubar), without constant. m is
// the predicted outcome whatever the arm, base + p effect. Both coefficients
// are 1 when the predictions are right; p is one-sided, against "Het <= 0".
func (t Two) Omnibus() (c Calibration, p float64, err error) {
	if err := t.check(); err != nil {
		return c, 0, err
	}
	d, m := t.centred(), columnMeans([][]float64{t.Effect})[0]
	mean, het, y := make([]float64, len(d)), make([]float64, len(d)), make([]float64, len(d))
	for i := range d {
		y[i] = t.Y[i] - t.Base[i] - t.p(i)*t.Effect[i]
		mean[i], het[i] = d[i]*m, d[i]*(t.Effect[i]-m)
	}
	t.Y = y
	r, err := t.fit([][]float64{mean, het}, []string{"mean", "heterogeneity"}, true)
	if err != nil {
		return c, 0, err
	}
	if c.ATE, err = r.Coefficient("mean"); err != nil {
		return c, 0, err
	}
	if c.Het, err = r.Coefficient("heterogeneity"); err != nil {
		return c, 0, err
	}
	if c.Het.SE == 0 {
		return c, math.NaN(), nil
	}
	p = c.Het.upperTail(math.Abs(c.Het.T()))
	if c.Het.Est < 0 {
		p = 1 - p
	}
	return c, p, nil
}
