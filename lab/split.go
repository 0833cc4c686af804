package lab

import (
	"fmt"
	"math"
	"math/rand/v2"
	"sync"

	"github.com/contrechamp/contrechamp/sentence"
	"gonum.org/v1/gonum/floats"
)

// Split is one division of the clusters into folds, with everything that all
// learners share: nuisance models, scores, sums over cells. Where the chances
// of an arm differ between rows, each row counts 1/e in whatever is learned of
// its arm: else the arm that went to people with high outcomes would look good.
type Split struct {
	b      *Bench
	Fold   []int // fold of each row
	Folds  int
	Scores Scores // row i by nuisance models that never saw its fold
	Best   []int  // best arm over the training folds, for each held-out fold

	all     [][]float64   // [fold][cell] people
	n, y    [][][]float64 // [fold][arm][cell] people and outcomes, each person counting Sample.weight
	yy, one [][]float64   // [fold][arm] squared outcomes, weighted alike; people, each counting 1
	wn, wy  [][][]float64 // n and y with each person counting 1/e
	moments [][]moments   // [fold][arm]
	shift   []float64     // of the moments
	mu      sync.Mutex    // of score
	score   [][][]float64 // [held-out fold, or folds for none][arm][cell], filled on demand
}

// NewSplit draws folds of whole clusters and cross-fits the nuisance models,
// per-arm least squares on all covariates.
func (b *Bench) NewSplit(folds int, rng *rand.Rand) (*Split, error) {
	if folds < 2 || folds > b.g {
		return nil, sentence.Fail("{n} folds of {clusters} clusters", "n", folds, "clusters", b.g)
	}
	return b.SplitBy(Folds(b.cluster, folds, rng), folds)
}

// SplitBy is NewSplit with the folds given, 0 to folds-1.
func (b *Bench) SplitBy(fold []int, folds int) (*Split, error) {
	s, k, cells := b.S, b.S.K(), b.Cells.Len()
	sp := &Split{b: b, Fold: fold, Folds: folds, shift: columnMeans(b.Cells.X), score: make([][][]float64, folds+1)}
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
		sp.all = append(sp.all, make([]float64, cells))
		sp.yy, sp.one = append(sp.yy, make([]float64, k)), append(sp.one, make([]float64, k))
	}
	for i, w := range s.W {
		f, c, y := fold[i], b.Cells.Of[i], s.Y[i]
		e, weight := s.P(i, w), s.weight(i)
		sp.all[f][c]++
		sp.one[f][w]++
		sp.n[f][w][c] += weight
		sp.y[f][w][c] += weight * y
		sp.yy[f][w] += weight * y * y
		sp.wn[f][w][c] += 1 / e
		sp.wy[f][w][c] += y / e
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
		return nil, sentence.Fail("arm “{arm}” has nobody outside fold {fold}: take fewer folds, or leave the arm out", "arm", sp.b.S.Arms[k], "fold", fmt.Sprint(without))
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
	sp.mu.Lock()
	defer sp.mu.Unlock()
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

// totals is trainScore, and for f = -1 the totals of everybody's scores.
func (sp *Split) totals(f int) ([][]float64, error) {
	if f >= 0 {
		return sp.trainScore(f)
	}
	sp.mu.Lock()
	defer sp.mu.Unlock()
	if sp.score[sp.Folds] != nil {
		return sp.score[sp.Folds], nil
	}
	score := make([][]float64, sp.Scores.K)
	for a := range score {
		score[a] = make([]float64, sp.b.Cells.Len())
	}
	for i, c := range sp.b.Cells.Of {
		for a := range score {
			score[a][c] += sp.Scores.At(i, a)
		}
	}
	sp.score[sp.Folds] = score
	return score, nil
}

// count makes the weights of each arm add up to its training people, the
// sample size that ridge and logit weigh their penalties against.
func (sp *Split) count(d *Lessons, f int) {
	for a := range d.N {
		var people, weight float64
		for g := range sp.Folds {
			if g != f {
				people += sp.one[g][a]
				weight += sp.moments[g][a].n
			}
		}
		if weight == 0 {
			continue
		}
		floats.Scale(people/weight, d.N[a])
		floats.Scale(people/weight, d.Y[a])
		d.YY[a] *= people / weight
	}
}

// linear returns the moments of each arm without fold f (-1: none left out) on
// some covariates, from those of all, and what was taken off them.
func (sp *Split) linear(f int, covs []int) (m []moments, shift []float64) {
	for _, j := range covs {
		shift = append(shift, sp.shift[j])
	}
	for k := range sp.b.S.K() {
		all := newMoments(len(sp.shift))
		for g := range sp.Folds {
			if g != f {
				all.plus(&sp.moments[g][k])
			}
		}
		m = append(m, all.on(covs))
	}
	return m, shift
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
	if sp.b.S.chancy() {
		sp.count(d, f)
	} else if sub.covs != nil {
		d.moments, d.shift = sp.linear(f, sub.covs)
	}
	if !scores {
		return d, nil
	}
	score, err := sp.totals(f)
	if err != nil {
		return nil, err
	}
	for a := range k {
		d.Score = append(d.Score, make([]float64, n))
		gather(d.Score[a], score[a])
	}
	return d, nil
}
