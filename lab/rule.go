package lab

import (
	"math"

	"github.com/contrechamp/contrechamp/sentence"
)

// Rule is a treatment rule judged in a two-armed experiment (Imai and Li,
// "Experimental evaluation of individualized treatment rules", JASA 2023).
// Their variances are Neyman's, for complete randomisation.
type Rule struct {
	treat []bool // what the experiment did
	rule  []bool // what the rule would do
	y     []float64
}

// NewRule takes outcomes, the arms and the rule's choices. With centre the
// mean outcome is taken off first: this leaves [Rule.PAPE] and [Rule.PAPD]
// nearly as they are and makes them more precise, and shifts [Rule.PAV].
func NewRule(treat, rule []bool, y []float64, centre bool) (Rule, error) {
	if len(y) < 2 || len(treat) != len(y) || len(rule) != len(y) {
		return Rule{}, sentence.Fail("rule: {n} arms, {choices} choices, {outcomes} outcomes", "n", len(treat), "choices", len(rule), "outcomes", len(y))
	}
	r := Rule{treat, rule, append([]float64(nil), y...)}
	if n1 := r.sum(true, func(int) float64 { return 1 }); n1 < 2 || n1 > float64(len(y)-2) {
		return Rule{}, sentence.Fail("rule: {treated} of {people} people treated; both arms need two", "treated", n1, "people", len(y))
	}
	if centre {
		var m float64
		for _, v := range r.y {
			m += v / float64(len(y))
		}
		for i := range r.y {
			r.y[i] -= m
		}
	}
	return r, nil
}

func (r Rule) sum(arm bool, f func(i int) float64) float64 {
	var s float64
	for i, t := range r.treat {
		if t == arm {
			s += f(i)
		}
	}
	return s
}

// over returns mean and variance of f over one arm, and its size.
func (r Rule) over(arm bool, f func(i int) float64) (mean, variance, n float64) {
	n = r.sum(arm, func(int) float64 { return 1 })
	mean = r.sum(arm, f) / n
	variance = r.sum(arm, func(i int) float64 { return (f(i) - mean) * (f(i) - mean) }) / (n - 1)
	return mean, variance, n
}

// weighted returns mean_T(w y) - mean_C(w y) with its Neyman variance.
func (r Rule) weighted(w func(rule float64) float64) (diff, variance float64) {
	f := func(i int) float64 { return w(float64(b2i(r.rule[i]))) * r.y[i] }
	m1, v1, n1 := r.over(true, f)
	m0, v0, n0 := r.over(false, f)
	return m1 - m0, v1/n1 + v0/n0
}

// PAV returns the population average value of the rule,
// mean_T(f Y) + mean_C((1-f) Y).
func (r Rule) PAV() Estimate {
	m1, v1, n1 := r.over(true, func(i int) float64 { return float64(b2i(r.rule[i])) * r.y[i] })
	m0, v0, n0 := r.over(false, func(i int) float64 { return float64(1-b2i(r.rule[i])) * r.y[i] })
	return Estimate{m1 + m0, math.Sqrt(v1/n1 + v0/n0), math.Inf(1)}
}

// PAPE returns the population average prescription effect: the value of the
// rule minus that of a random rule which treats the same share of people.
// Without the subtraction a rule looks better merely for treating more.
func (r Rule) PAPE() Estimate {
	n := float64(len(r.y))
	var p float64
	for _, f := range r.rule {
		p += float64(b2i(f)) / n
	}
	// mean_T((f-p)Y) - mean_C((f-p)Y) = PAV(f) - p mean_T(Y) - (1-p) mean_C(Y)
	d, v := r.weighted(func(f float64) float64 { return f - p })
	pape := n / (n - 1) * d
	ate, _ := r.weighted(func(float64) float64 { return 1 })
	cov := (pape*pape + 2*(n-1)*pape*ate*(2*p-1) - (1-p)*p*n*ate*ate) / (n * n)
	return Estimate{pape, math.Sqrt(max(0, (n/(n-1))*(n/(n-1))*(v+cov))), math.Inf(1)}
}

// PAPEBudget is [Rule.PAPE] for a rule that was cut to treat the share budget p
// of all people, compared with a random rule that treats this share:
// mean_T((f-p)Y) - mean_C((f-p)Y). The variance adds to Neyman's, for a cut
// that depends on the people at hand, with m = floor(np) and k1, k0 the effects
// among those whom the rule treats or not (Imai and Li 2023, as in their
// package evalITR),
//
//	m (n-m) / (n^2 (n-1)) ((2p-1) k1^2 - 2p k1 k0)
func (r Rule) PAPEBudget(budget float64) (Estimate, error) {
	if err := r.fits(budget); err != nil {
		return Estimate{}, err
	}
	n := float64(len(r.y))
	d, v := r.weighted(func(f float64) float64 { return f - budget })
	k1, k0 := r.effect(true), r.effect(false)
	m := math.Floor(n * budget)
	v += m * (n - m) / (n * n * (n - 1)) * ((2*budget-1)*k1*k1 - 2*budget*k1*k0)
	return Estimate{d, math.Sqrt(max(0, v)), math.Inf(1)}, nil
}

// PAPD returns the population average prescription difference between the
// rule f and another g, both cut to the same budget: mean_T((f-g)Y) -
// mean_C((f-g)Y). The covariance of the two cuts being unknown, it is bounded,
// so that the error is rather too large (Imai and Li 2023; their package
// evalITR).
func (r Rule) PAPD(other Rule, budget float64) (Estimate, error) {
	for _, f := range []Rule{r, other} {
		if err := f.fits(budget); err != nil {
			return Estimate{}, err
		}
	}
	n := float64(len(r.y))
	f := func(i int) float64 { return float64(b2i(r.rule[i])-b2i(other.rule[i])) * r.y[i] }
	m1, v1, n1 := r.over(true, f)
	m0, v0, n0 := r.over(false, f)
	a, b := r.effect(true), other.effect(true)
	m := math.Floor(n * budget)
	v := v1/n1 + v0/n0 - m*(n-m)/(n*n*(n-1))*(a*a+b*b) + 2*m*max(m, n-m)/(n*n*(n-1))*math.Abs(a*b)
	return Estimate{m1 - m0, math.Sqrt(max(0, v)), math.Inf(1)}, nil
}

// effect returns the difference in means among those whom the rule treats, or
// does not.
func (r Rule) effect(chosen bool) float64 {
	var y, n [2]float64
	for i, f := range r.rule {
		if f == chosen {
			y[b2i(r.treat[i])] += r.y[i]
			n[b2i(r.treat[i])]++
		}
	}
	return y[1]/n[1] - y[0]/n[0]
}

func (r Rule) fits(budget float64) error {
	var m float64
	for _, f := range r.rule {
		m += float64(b2i(f))
	}
	if !(budget >= 0 && budget <= 1) || m > math.Floor(float64(len(r.y))*budget)+1 {
		return sentence.Fail("rule: treats {treated} of {people} people, above the budget {budget}", "treated", m, "people", len(r.y), "budget", budget)
	}
	return nil
}
