package lab

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
)

// Bench compares policies on one experiment: learned on some clusters, judged
// on the others. It keeps the cells of the covariates and can be used for many
// splits, learners and sets of covariates.
type Bench struct {
	S     *Sample
	Arms  []int // the messages that a policy may choose from
	Cells *Cells
	// Extra[e] holds the cells of the e-th set of invented rows given to
	// NewBench: people as they would be known with errors.
	Extra [][]int32

	cluster []int32
	g       int
	binary  bool
	mu      sync.Mutex // of subsets: splits may run side by side
	subsets map[string]*Cells
}

// NewBench checks the sample and finds the cells of its covariates. arms are
// the messages to choose from: all but the reference when nil. Each extra set
// has the covariates of the same people as they might be known with errors;
// nothing is learned from it, but policies can be asked about it, see
// [Split.PolicyOn].
func NewBench(s *Sample, arms []int, extra ...[][]float64) (*Bench, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	if s.Prob == nil {
		return nil, fmt.Errorf("comparing policies needs the probability of each arm: set Prob")
	}
	if arms == nil {
		for k := 1; k < s.K(); k++ {
			arms = append(arms, k)
		}
	}
	if len(arms) < 2 {
		return nil, fmt.Errorf("comparing policies needs at least two messages, not %d", len(arms))
	}
	for _, k := range arms {
		if k < 0 || k >= s.K() {
			return nil, fmt.Errorf("message %d is not one of the %d arms", k, s.K())
		}
	}
	b := &Bench{S: s, Arms: arms, subsets: map[string]*Cells{}, binary: true}
	x := s.X
	if len(extra) > 0 {
		x = make([][]float64, len(s.X))
		for j := range x {
			x[j] = slices.Clone(s.X[j])
			for _, e := range extra {
				if len(e) != len(s.X) || len(e[j]) != s.N() {
					return nil, fmt.Errorf("invented rows need the %d covariates of %d people", len(s.X), s.N())
				}
				x[j] = append(x[j], e[j]...)
			}
		}
	}
	b.Cells = MakeCells(x, s.N()*(1+len(extra)))
	for e := range extra {
		b.Extra = append(b.Extra, b.Cells.Of[(e+1)*s.N():(e+2)*s.N()])
	}
	b.Cells.Of = b.Cells.Of[:s.N()]
	clear(b.Cells.N)
	for _, c := range b.Cells.Of {
		b.Cells.N[c]++
	}
	b.cluster, b.g = s.Clusters()
	for _, y := range s.Y {
		if y != 0 && y != 1 {
			b.binary = false
			break
		}
	}
	return b, nil
}

// Binary reports whether every outcome is 0 or 1.
func (b *Bench) Binary() bool { return b.binary }

// subset returns the cells of some covariates, as groups of the full cells.
func (b *Bench) subset(covs []int) *Cells {
	key := fmt.Sprint(covs)
	b.mu.Lock()
	defer b.mu.Unlock()
	if c, ok := b.subsets[key]; ok {
		return c
	}
	x := make([][]float64, len(covs))
	for r, j := range covs {
		x[r] = b.Cells.X[j]
	}
	c := MakeCells(x, b.Cells.Len())
	b.subsets[key] = c
	return c
}

// Split is one division of the clusters into folds, with everything that all
// learners share: nuisance models, scores, sums over cells.
type Split struct {
	b      *Bench
	Fold   []int // fold of each row
	Folds  int
	Scores Scores // row i by nuisance models that never saw its fold
	Best   []int  // best arm over the training folds, for each held-out fold

	all     [][]float64   // [fold][cell] people
	n, y    [][][]float64 // [fold][arm][cell]
	wn, wy  [][][]float64 // the same, weighted by 1/e
	yy      [][]float64   // [fold][arm]
	moments [][]moments   // [fold][arm]
	shift   []float64     // of the moments
	score   [][][]float64 // [held-out fold][arm][cell], filled on demand
}

// NewSplit draws folds of whole clusters and cross-fits the nuisance models,
// per-arm least squares on all covariates.
func (b *Bench) NewSplit(folds int, rng *rand.Rand) (*Split, error) {
	if folds < 2 || folds > b.g {
		return nil, fmt.Errorf("%d folds of %d clusters", folds, b.g)
	}
	return b.SplitBy(Folds(b.cluster, folds, rng), folds)
}

// SplitBy is NewSplit with the folds given, 0 to folds-1.
func (b *Bench) SplitBy(fold []int, folds int) (*Split, error) {
	s, k, cells := b.S, b.S.K(), b.Cells.Len()
	sp := &Split{b: b, Fold: fold, Folds: folds, shift: columnMeans(b.Cells.X), score: make([][][]float64, folds)}
	grid := func() [][][]float64 {
		out := make([][][]float64, folds)
		for f := range out {
			out[f] = make([][]float64, k)
			for a := range out[f] {
				out[f][a] = make([]float64, cells)
			}
		}
		return out
	}
	sp.n, sp.y, sp.wn, sp.wy = grid(), grid(), grid(), grid()
	for range folds {
		sp.all, sp.yy = append(sp.all, make([]float64, cells)), append(sp.yy, make([]float64, k))
	}
	for i, w := range s.W {
		f, c, y := fold[i], b.Cells.Of[i], s.Y[i]
		e := s.P(i, w)
		sp.all[f][c]++
		sp.n[f][w][c]++
		sp.y[f][w][c] += y
		sp.wn[f][w][c] += 1 / e
		sp.wy[f][w][c] += y / e
		sp.yy[f][w] += y * y
	}
	row := make([]float64, len(s.X))
	sp.moments = make([][]moments, folds)
	for f := range folds {
		sp.moments[f] = make([]moments, k)
		for a := range k {
			m := newMoments(len(s.X))
			for c, n := range sp.n[f][a] {
				if n == 0 {
					continue
				}
				for j := range row {
					row[j] = b.Cells.X[j][c] - sp.shift[j]
				}
				m.add(row, n, sp.y[f][a][c])
			}
			sp.moments[f][a] = m
		}
	}
	if err := sp.cross(); err != nil {
		return nil, err
	}
	return sp, nil
}

// nuisance fits arm k without the folds given and predicts every cell.
func (sp *Split) nuisance(k int, without ...int) ([]float64, error) {
	m := newMoments(len(sp.shift))
	for f := range sp.Folds {
		if !containsInt(without, f) {
			m.plus(&sp.moments[f][k])
		}
	}
	if m.n == 0 {
		return nil, fmt.Errorf("arm %q has no people outside fold %v: fewer folds, or leave the arm out", sp.b.S.Arms[k], without)
	}
	b := m.solve(0)
	mu := make([]float64, sp.b.Cells.Len())
	for c := range mu {
		v := b[0]
		for j, x := range sp.b.Cells.X {
			v += b[1+j] * (x[c] - sp.shift[j])
		}
		mu[c] = v
	}
	return mu, nil
}

// cross computes the held-out scores of every row and the best arm of each
// training set.
func (sp *Split) cross() error {
	s, k := sp.b.S, sp.b.S.K()
	mu := make([][][]float64, sp.Folds)
	for f := range mu {
		mu[f] = make([][]float64, k)
		for a := range k {
			var err error
			if mu[f][a], err = sp.nuisance(a, f); err != nil {
				return err
			}
		}
	}
	sp.Scores = Scores{k, make([]float64, s.N()*k)}
	for i, w := range s.W {
		m, c := mu[sp.Fold[i]], sp.b.Cells.Of[i]
		row := sp.Scores.V[i*k : i*k+k]
		for a := range row {
			row[a] = m[a][c]
		}
		row[w] += (s.Y[i] - m[w][c]) / s.P(i, w)
	}
	sp.Best = make([]int, sp.Folds)
	for f := range sp.Best {
		top := math.Inf(-1)
		for _, a := range sp.b.Arms {
			var n, y float64
			for g := range sp.Folds {
				if g != f {
					n += sp.moments[g][a].n
					y += sp.moments[g][a].sy
				}
			}
			if y/n > top {
				sp.Best[f], top = a, y/n
			}
		}
	}
	return nil
}

// trainScore returns the totals by arm and cell of the scores of the training
// people of held-out fold f, each by models that saw neither f nor the
// person's own fold.
func (sp *Split) trainScore(f int) ([][]float64, error) {
	if sp.score[f] != nil {
		return sp.score[f], nil
	}
	k, cells := sp.b.S.K(), sp.b.Cells.Len()
	out := make([][]float64, k)
	for a := range out {
		out[a] = make([]float64, cells)
		for g := range sp.Folds {
			if g == f {
				continue
			}
			without := []int{f, g}
			if sp.Folds == 2 { // nothing is left then: use the training half itself
				without = []int{f}
			}
			mu, err := sp.nuisance(a, without...)
			if err != nil {
				return nil, err
			}
			for c, n := range sp.all[g] {
				if n > 0 {
					out[a][c] += n*mu[c] + sp.wy[g][a][c] - sp.wn[g][a][c]*mu[c]
				}
			}
		}
	}
	sp.score[f] = out
	return out, nil
}

// lessons gathers what a learner sees when fold f is held out (-1: none).
func (sp *Split) lessons(f int, sub *Cells, scores bool) (*Lessons, error) {
	k, n := sp.b.S.K(), sub.Len()
	d := &Lessons{X: sub.X, All: make([]float64, n), YY: make([]float64, k)}
	gather := func(to []float64, from []float64) {
		for c, v := range from {
			if v != 0 {
				to[sub.Of[c]] += v
			}
		}
	}
	for range k {
		d.N, d.Y = append(d.N, make([]float64, n)), append(d.Y, make([]float64, n))
	}
	for g := range sp.Folds {
		if g == f {
			continue
		}
		gather(d.All, sp.all[g])
		for a := range k {
			gather(d.N[a], sp.n[g][a])
			gather(d.Y[a], sp.y[g][a])
			d.YY[a] += sp.yy[g][a]
		}
	}
	if !scores {
		return d, nil
	}
	var score [][]float64
	if f >= 0 {
		var err error
		if score, err = sp.trainScore(f); err != nil {
			return nil, err
		}
	} else {
		score = make([][]float64, k)
		for a := range score {
			score[a] = make([]float64, sp.b.Cells.Len())
		}
		for i := range sp.b.S.W {
			for a := range score {
				score[a][sp.b.Cells.Of[i]] += sp.Scores.At(i, a)
			}
		}
	}
	for a := range k {
		d.Score = append(d.Score, make([]float64, n))
		gather(d.Score[a], score[a])
	}
	return d, nil
}

// allCovs returns 0 to p-1 when covs is nil.
func (b *Bench) allCovs(covs []int) []int {
	if covs != nil {
		return covs
	}
	covs = make([]int, len(b.S.X))
	for j := range covs {
		covs[j] = j
	}
	return covs
}

// InSample learns from everybody and returns the policy with its promise: the
// vendor's claim. Never print it without [Split.HeldOut].
func (sp *Split) InSample(l Learner, covs []int) (Learned, []int, error) {
	covs = sp.b.allCovs(covs)
	sub := sp.b.subset(covs)
	d, err := sp.lessons(-1, sub, l.Scores)
	if err != nil {
		return Learned{}, nil, err
	}
	out, err := l.Learn(d, sp.b.Arms)
	if err != nil {
		return Learned{}, nil, fmt.Errorf("learning %s on everybody: %w", l.Name, err)
	}
	return out, sp.b.expand(out.Arm, sub), nil
}

func (b *Bench) expand(arm []int, sub *Cells) []int {
	pi := make([]int, b.S.N())
	for i, c := range b.Cells.Of {
		pi[i] = arm[sub.Of[c]]
	}
	return pi
}

// Policy learns, for each fold, on the other folds, and returns for each row
// the arm that the policy which never saw it would choose, and the mean of
// the promises made on the training folds.
func (sp *Split) Policy(l Learner, covs []int) (pi []int, promise float64, err error) {
	all, promise, err := sp.PolicyOn(l, covs, sp.b.Cells.Of)
	if err != nil {
		return nil, 0, err
	}
	return all[0], promise, nil
}

// PolicyOn is [Split.Policy] for people seen in other cells than their own,
// such as those of [Bench.Extra]: one policy for each assignment of cells.
func (sp *Split) PolicyOn(l Learner, covs []int, of ...[]int32) (pi [][]int, promise float64, err error) {
	if l.Binary && !sp.b.binary {
		return nil, 0, fmt.Errorf("learner %s needs outcomes 0 or 1", l.Name)
	}
	covs = sp.b.allCovs(covs)
	sub := sp.b.subset(covs)
	arm := make([][]int, sp.Folds)
	for f := range sp.Folds {
		out, err := sp.Train(l, f, covs)
		if err != nil {
			return nil, 0, err
		}
		arm[f] = out.Arm
		promise += out.Promise.Gain() / float64(sp.Folds)
	}
	for _, cells := range of {
		p := make([]int, sp.b.S.N())
		for i, c := range cells {
			p[i] = arm[sp.Fold[i]][sub.Of[c]]
		}
		pi = append(pi, p)
	}
	return pi, promise, nil
}

// Train learns from all folds but f. The policy is by cell of the covariates
// covs; see [Bench.Rows].
func (sp *Split) Train(l Learner, f int, covs []int) (Learned, error) {
	covs = sp.b.allCovs(covs)
	d, err := sp.lessons(f, sp.b.subset(covs), l.Scores)
	if err != nil {
		return Learned{}, err
	}
	out, err := l.Learn(d, sp.b.Arms)
	if err != nil {
		return Learned{}, fmt.Errorf("learning %s without fold %d: %w", l.Name, f, err)
	}
	return out, nil
}

// Rows returns the arm that a policy on the covariates covs gives to each row.
func (b *Bench) Rows(p Learned, covs []int) func(i int) int {
	sub := b.subset(b.allCovs(covs))
	return func(i int) int { return p.Arm[sub.Of[b.Cells.Of[i]]] }
}

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
		return Comparison{}, fmt.Errorf("comparing over %d splits", splits)
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
