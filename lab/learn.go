package lab

import (
	"math"
	"strings"

	"github.com/contrechamp/contrechamp/sentence"
)

// Lessons is all that a learner sees: sums over the people of the training
// folds, by cell of the covariates it may use.
type Lessons struct {
	X     [][]float64 // X[j][c]: covariate j of cell c
	N, Y  [][]float64 // N[k][c], Y[k][c]: training people of cell c given arm k, and their outcome total; weighted by 1/e where chances differ
	YY    []float64   // YY[k]: total of squared outcomes of arm k, weighted alike
	All   []float64   // training people of each cell, whatever their arm
	Score [][]float64 // Score[k][c]: total of the cross-fitted AIPW scores of All under arm k; nil unless the learner asks

	moments []moments // of X less shift, one an arm; nil: to be summed over the cells
	shift   []float64
}

// Learned is a policy: an arm for each cell, those without training people
// included, and what it promises on the data it was learned from.
type Learned struct {
	Arm     []int
	Promise Promise
	Tree    *Tree // nil unless the policy is a tree
}

// Learner is one way of making a policy from an experiment.
type Learner struct {
	Name   string // as in flags and reports
	Binary bool   // needs outcomes 0 or 1
	Scores bool   // needs Lessons.Score
	// Shrinks says that estimates are drawn towards each other, so that the
	// learner promises less than another of the list on the same data.
	Shrinks bool
	Learn   func(d *Lessons, arms []int) (Learned, error)
}

// Learners are all ways of making a policy. A new one is one line here.
var Learners = []Learner{
	{Name: "subgroups", Learn: learnSubgroups},
	{Name: "ols", Learn: func(d *Lessons, arms []int) (Learned, error) { return learnLinear(d, arms, false) }},
	{Name: "ridge", Shrinks: true, Learn: func(d *Lessons, arms []int) (Learned, error) { return learnLinear(d, arms, true) }},
	{Name: "shrunk", Shrinks: true, Learn: learnShrunk},
	{Name: "logit", Binary: true, Learn: learnLogit},
	{Name: "tree1", Scores: true, Learn: func(d *Lessons, arms []int) (Learned, error) { return learnTree(d, arms, 1) }},
	{Name: "tree2", Scores: true, Learn: func(d *Lessons, arms []int) (Learned, error) { return learnTree(d, arms, 2) }},
}

// LearnerNamed finds a learner.
func LearnerNamed(name string) (Learner, error) {
	var known []string
	for _, l := range Learners {
		if l.Name == name {
			return l, nil
		}
		known = append(known, l.Name)
	}
	return Learner{}, sentence.Fail("no model “{name}”; there are {names}", "name", name, "names", strings.Join(known, ", "))
}

// choose takes the arm with the largest prediction mu[k][c] in each cell.
func (d *Lessons) choose(mu [][]float64, arms []int) Learned {
	l := Learned{Arm: ArgMax(mu, arms)}
	l.Promise = d.promise(mu, l.Arm, arms)
	return l
}

// promise is the plug-in value over the training people of a policy and of
// the arm with the highest mean among them.
func (d *Lessons) promise(mu [][]float64, pi, arms []int) Promise {
	p := Promise{Arm: d.best(arms)}
	var n float64
	for c, w := range d.All {
		n += w
		p.Targeted += w * mu[pi[c]][c]
		p.Best += w * mu[p.Arm][c]
	}
	p.Targeted /= n
	p.Best /= n
	return p
}

// best returns the arm with the highest mean outcome, Hájek's where chances differ.
func (d *Lessons) best(arms []int) int {
	best, top := arms[0], math.Inf(-1)
	for _, k := range arms {
		var n, y float64
		for c := range d.N[k] {
			n += d.N[k][c]
			y += d.Y[k][c]
		}
		if y/n > top {
			best, top = k, y/n
		}
	}
	return best
}

// learnSubgroups takes the arm with the highest mean in each subgroup: the
// cells, after covariates with more than 8 values were cut into quarters. An
// arm without people in a subgroup has its overall mean there.
func learnSubgroups(d *Lessons, arms []int) (Learned, error) {
	x := make([][]float64, len(d.X))
	for j, col := range d.X {
		x[j] = col
		if v, _ := levels(col); len(v) > 8 {
			x[j] = binned(col, quantileCuts(col, d.All, 4))
		}
	}
	g := MakeCells(x, len(d.All))
	mu := make([][]float64, len(d.N))
	for _, k := range arms {
		n, y := make([]float64, g.Len()), make([]float64, g.Len())
		var tn, ty float64
		for c, h := range g.Of {
			n[h] += d.N[k][c]
			y[h] += d.Y[k][c]
			tn += d.N[k][c]
			ty += d.Y[k][c]
		}
		if tn == 0 {
			return Learned{}, sentence.Fail("subgroup means: arm {arm} has nobody to learn from", "arm", k)
		}
		mu[k] = make([]float64, len(d.All))
		for c, h := range g.Of {
			mu[k][c] = ty / tn
			if n[h] > 0 {
				mu[k][c] = y[h] / n[h]
			}
		}
	}
	return d.choose(mu, arms), nil
}

// armMoments sums what a linear model of arm k needs; shift is taken off the
// covariates.
func (d *Lessons) armMoments(k int, shift []float64) moments {
	m := newMoments(len(d.X))
	row := make([]float64, len(d.X))
	for c, n := range d.N[k] {
		if n == 0 {
			continue
		}
		for j := range row {
			row[j] = d.X[j][c] - shift[j]
		}
		m.add(row, n, d.Y[k][c])
	}
	return m
}

// linear returns what a linear model of arm k needs, and what was taken off the
// covariates.
func (d *Lessons) linear(k int) (moments, []float64) {
	if d.moments != nil {
		return d.moments[k], d.shift
	}
	shift := columnMeans(d.X)
	return d.armMoments(k, shift), shift
}

// learnLinear fits one linear model an arm (T-learner). The ridge penalty is
// that of Hoerl, Kennard and Baldwin (1975), p s^2 / sum b^2 on standardised
// covariates, from the least-squares fit.
func learnLinear(d *Lessons, arms []int, ridge bool) (Learned, error) {
	mu := make([][]float64, len(d.N))
	for _, k := range arms {
		m, shift := d.linear(k)
		if m.n == 0 {
			return Learned{}, sentence.Fail("linear model: arm {arm} has nobody to learn from", "arm", k)
		}
		b := m.solve(0)
		if ridge {
			b = m.solve(m.hkb(b, d.YY[k]))
		}
		mu[k] = make([]float64, len(d.All))
		for c := range mu[k] {
			v := b[0]
			for j := range d.X {
				v += b[1+j] * (d.X[j][c] - shift[j])
			}
			mu[k][c] = v
		}
	}
	return d.choose(mu, arms), nil
}

// hkb returns the ridge penalty of Hoerl, Kennard and Baldwin for the
// least-squares coefficients b, in the scale of solve.
func (m *moments) hkb(b []float64, yy float64) float64 {
	rss := yy - m.sy*m.sy/m.n
	var size float64
	for j := range m.sx {
		rss -= b[1+j] * (m.xy[j] - m.sx[j]*m.sy/m.n)
		size += b[1+j] * b[1+j] * (m.xx[j*m.p+j]/m.n - m.sx[j]*m.sx[j]/(m.n*m.n))
	}
	df := m.n - float64(m.p) - 1
	if df <= 0 || size <= 0 {
		return 1
	}
	return float64(m.p) * max(0, rss) / df / (m.n * size)
}

// learnTree finds the exact policy tree on the doubly robust scores.
func learnTree(d *Lessons, arms []int, depth int) (Learned, error) {
	// Cells without training people have no reward; they only cost time.
	var in []int
	for c, n := range d.All {
		if n > 0 {
			in = append(in, c)
		}
	}
	x, score := make([][]float64, len(d.X)), make([][]float64, len(d.Score))
	for j := range x {
		x[j] = take(d.X[j], in)
	}
	for _, k := range arms {
		score[k] = take(d.Score[k], in)
	}
	t, v, err := BestTree(x, score, arms, depth)
	if err != nil {
		return Learned{}, err
	}
	var n float64
	for _, w := range d.All {
		n += w
	}
	l := Learned{Arm: make([]int, len(d.All)), Tree: t, Promise: Promise{Targeted: v / n, Best: math.Inf(-1)}}
	for c := range l.Arm {
		l.Arm[c] = t.At(d.X, c)
	}
	for _, k := range arms {
		var m float64
		for _, s := range d.Score[k] {
			m += s
		}
		if m /= n; m > l.Promise.Best {
			l.Promise.Best, l.Promise.Arm = m, k
		}
	}
	return l, nil
}
