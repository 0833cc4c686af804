package lab

import (
	"math"
	"math/rand/v2"
	"slices"

	"github.com/contrechamp/contrechamp/sentence"
)

// Outcome is a policy judged on people it was not learned from, beside the
// best single message of the same training folds, a message at random, and
// the reference arm.
type Outcome struct {
	Targeted, Best, Random, Control Estimate // values
	TB, BR, TR                      Estimate // paired differences: targeted - best, best - random, targeted - random
	Differ                          float64  // share of people whose message is not the best single one
	Share                           []float64
	Promise                         float64 // mean gain promised on the training folds
}

// HeldOut judges a policy: the main number of the lab. Folds are whole
// clusters, the policy and the best arm are learned on the other folds, and
// the standard errors are those of means of clustered values, given the
// policies learned. One split is noise; see [Compare].
func (sp *Split) HeldOut(l Learner, covs []int) (Outcome, []int, error) {
	pi, promise, err := sp.Policy(l, covs)
	if err != nil {
		return Outcome{}, nil, err
	}
	o := sp.Judge(pi)
	o.Promise = promise
	return o, pi, nil
}

// Judge values a policy given as one arm for each row, learned elsewhere.
func (sp *Split) Judge(pi []int) Outcome {
	b := sp.b
	const q = 7
	n := float64(len(pi))
	sum := make([]float64, b.g*q)
	size := make([]float64, b.g)
	o := Outcome{Share: make([]float64, b.S.K())}
	arms := float64(len(b.Arms))
	for i, k := range pi {
		row := sp.Scores.V[i*sp.Scores.K : (i+1)*sp.Scores.K]
		best := sp.Best[sp.Fold[i]]
		var r float64
		for _, a := range b.Arms {
			r += row[a]
		}
		r /= arms
		t, m := row[k], row[best]
		s := sum[int(b.cluster[i])*q : int(b.cluster[i])*q+q]
		s[0] += t
		s[1] += m
		s[2] += r
		s[3] += row[0]
		s[4] += t - m
		s[5] += m - r
		s[6] += t - r
		size[b.cluster[i]]++
		o.Share[k]++
		if k != best {
			o.Differ++
		}
	}
	o.Differ /= n
	for k := range o.Share {
		o.Share[k] /= n
	}
	for c, to := range []*Estimate{&o.Targeted, &o.Best, &o.Random, &o.Control, &o.TB, &o.BR, &o.TR} {
		var mean, ss float64
		for g := range b.g {
			mean += sum[g*q+c]
		}
		mean /= n
		for g := range b.g {
			d := sum[g*q+c] - size[g]*mean
			ss += d * d
		}
		*to = Estimate{mean, math.Sqrt(float64(b.g)/float64(b.g-1)*ss) / n, math.Inf(1)}
	}
	if o.Differ == 0 {
		o.TB = Estimate{0, 0, math.Inf(1)}
	}
	return o
}

// Optimism returns the gain promised on the training folds minus the one found
// on people held out: what of the promise was only the winner's curse (Efron
// 1983, JASA 78).
func (o Outcome) Optimism() float64 { return o.Promise - o.TB.Est }

// Difference returns d_i = Gamma_{i,pi(i)} - Gamma_{i,best} of each row.
func (sp *Split) Difference(pi []int) []float64 {
	d := make([]float64, len(pi))
	for i, k := range pi {
		d[i] = sp.Scores.At(i, k) - sp.Scores.At(i, sp.Best[sp.Fold[i]])
	}
	return d
}

// Comparison is the median over repeated splits.
type Comparison struct {
	Outcome  // medians of estimates, and of standard errors, each apart
	Splits   []Outcome
	BestArms []float64 // share of training sets in which each arm was the best
	// NoDifference: in the median split the policy gives everybody the best
	// single message, so the difference is 0 by construction.
	NoDifference bool
}

// Compare repeats [Split.HeldOut] over splits and takes medians of estimates
// and of standard errors (Chernozhukov, Demirer, Duflo and Fernandez-Val
// 2018), because the result of one split is partly luck of the split.
//
// Use two folds for a claim: with halves the interval is conservative even
// where all messages are equal; with five folds the fold policies are alike
// and the interval falls short (see TestCoverageOfComparison).
func Compare(b *Bench, l Learner, covs []int, folds, splits int, rng *rand.Rand) (Comparison, error) {
	if splits < 1 {
		return Comparison{}, sentence.Fail("comparing over {n} splits: at least one is needed", "n", splits)
	}
	c := Comparison{BestArms: make([]float64, b.S.K())}
	for range splits {
		sp, err := b.NewSplit(folds, rng)
		if err != nil {
			return c, err
		}
		o, _, err := sp.HeldOut(l, covs)
		if err != nil {
			return c, err
		}
		c.Add(sp, o)
	}
	c.Finish()
	return c, nil
}

// Add takes the outcome of one split.
func (c *Comparison) Add(sp *Split, o Outcome) {
	if c.BestArms == nil {
		c.BestArms = make([]float64, sp.b.S.K())
	}
	c.Splits = append(c.Splits, o)
	for _, k := range sp.Best {
		c.BestArms[k]++
	}
}

// Finish computes the medians.
func (c *Comparison) Finish() {
	var total float64
	for _, v := range c.BestArms {
		total += v
	}
	for k := range c.BestArms {
		c.BestArms[k] /= total
	}
	med := func(f func(o *Outcome) float64) float64 {
		v := make([]float64, len(c.Splits))
		for i := range v {
			v[i] = f(&c.Splits[i])
		}
		return Median(v)
	}
	for _, p := range []func(o *Outcome) *Estimate{
		func(o *Outcome) *Estimate { return &o.Targeted }, func(o *Outcome) *Estimate { return &o.Best },
		func(o *Outcome) *Estimate { return &o.Random }, func(o *Outcome) *Estimate { return &o.Control },
		func(o *Outcome) *Estimate { return &o.TB }, func(o *Outcome) *Estimate { return &o.BR },
		func(o *Outcome) *Estimate { return &o.TR },
	} {
		*p(&c.Outcome) = Estimate{med(func(o *Outcome) float64 { return p(o).Est }), med(func(o *Outcome) float64 { return p(o).SE }), math.Inf(1)}
	}
	c.Differ = med(func(o *Outcome) float64 { return o.Differ })
	c.Promise = med(func(o *Outcome) float64 { return o.Promise })
	c.Share = make([]float64, len(c.BestArms))
	for k := range c.Share {
		for _, o := range c.Splits {
			c.Share[k] += o.Share[k] / float64(len(c.Splits))
		}
	}
	c.NoDifference = c.TB.SE == 0
}

// Median returns the median of v; of an even number, the mean of the middle
// two. NaN when v is empty.
func Median(v []float64) float64 {
	if len(v) == 0 {
		return math.NaN()
	}
	s := slices.Clone(v)
	slices.Sort(s)
	return (s[(len(s)-1)/2] + s[len(s)/2]) / 2
}
