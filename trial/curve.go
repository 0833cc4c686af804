package trial

import (
	"cmp"
	"slices"

	"github.com/contrechamp/contrechamp/lab"
)

// rankSplits bounds the divisions that the question of ranks uses.
const rankSplits = 8

// curvePoint is one division's result with some covariates.
type curvePoint struct {
	tb     lab.Estimate
	differ float64
	chosen []float64 // by variable: share of training sets that chose it
	bits   float64   // of the sets chosen, a person
}

// curve shows targeting with 0, 1, 2 ... covariates. Which ones is decided on
// the training half alone, by the largest promise, one more at a time; so is
// the policy. The single covariates stand beside it. Divisions are those of
// the main comparison, and the promise is made the same way, after learning
// from everybody: with all covariates the last point is the main comparison.
func (r *runner) curve(rep *Report) error {
	n, p := r.o.Splits, len(r.e.vars)
	promise, promiseAlone, err := r.promises()
	if err != nil {
		return err
	}
	path, single := make([][]curvePoint, n), make([][]curvePoint, n)
	err = r.each("covariates", n, func(i int) error {
		v, err := r.view(r.benches, seedMain, i)
		if err != nil {
			return err
		}
		path[i], single[i] = make([]curvePoint, p+1), make([]curvePoint, p)
		pis, one := r.policies(p+1), r.policies(p)
		for k := range path[i] {
			path[i][k].chosen = make([]float64, p)
		}
		for q, sp := range v {
			b := r.benches[q]
			w := float64(r.e.parts[q].s.N()) / float64(r.e.all.N()) / float64(sp.Folds)
			for f := range sp.Folds {
				steps, order, alone, err := r.forward(func(covs []int) (lab.Learned, error) { return sp.Train(r.l, f, covs) })
				if err != nil {
					return partError(r.e.parts[q].name, err)
				}
				for k, l := range steps {
					for _, j := range order[:k] {
						path[i][k].chosen[j] += w
					}
					path[i][k].bits += w * r.bitsOnce(order[:k])
					fill(pis[k][q], sp, b, f, l, r.e.columnsOf(order[:k]))
				}
				for j, l := range alone {
					fill(one[j][q], sp, b, f, l, r.e.columnsOf([]int{j}))
				}
			}
		}
		for k := range pis {
			path[i][k].tb, path[i][k].differ = r.gain(v, pis[k])
		}
		for j := range one {
			single[i][j].tb, single[i][j].differ = r.gain(v, one[j])
		}
		return nil
	})
	if err != nil {
		return err
	}
	for k := range p + 1 {
		c := point(r, k, promise[k], n, func(i int) *curvePoint { return &path[i][k] })
		for j := range p {
			var share float64
			for i := range n {
				share += path[i][k].chosen[j] / float64(n)
			}
			if share > 0 {
				c.Covariates = append(c.Covariates, ArmShare{r.covariate(j), Real(share)})
			}
		}
		slices.SortStableFunc(c.Covariates, func(a, b ArmShare) int { return cmp.Compare(b.Share, a.Share) })
		for i := range n {
			c.Bits += Real(path[i][k].bits / float64(n))
		}
		rep.Curve = append(rep.Curve, c)
	}
	for j := range p {
		c := point(r, 1, promiseAlone[j], n, func(i int) *curvePoint { return &single[i][j] })
		c.Covariates = []ArmShare{{r.covariate(j), 1}}
		bits, _ := r.bits([]int{j})
		c.Bits = Real(bits)
		rep.Single = append(rep.Single, c)
	}
	return nil
}

// promises are the gains that the learner promises after learning from
// everybody, over all parts by their people: with 0, 1, 2 ... covariates,
// added by the largest promise, and with each one alone.
func (r *runner) promises() (path, alone []float64, err error) {
	v, err := r.view(r.benches, seedMain, 0)
	if err != nil {
		return nil, nil, err
	}
	path, alone = make([]float64, len(r.e.vars)+1), make([]float64, len(r.e.vars))
	for q, sp := range v {
		steps, _, one, err := r.forward(func(covs []int) (lab.Learned, error) {
			p, err := sp.Promise(r.l, covs)
			return lab.Learned{Promise: p}, err
		})
		if err != nil {
			return nil, nil, partError(r.e.parts[q].name, err)
		}
		w := float64(r.e.parts[q].s.N()) / float64(r.e.all.N())
		for k, l := range steps {
			path[k] += w * l.Promise.Gain()
		}
		for j, l := range one {
			alone[j] += w * l.Promise.Gain()
		}
	}
	return path, alone, nil
}

// policies makes room for n policies over all parts.
func (r *runner) policies(n int) [][][]int {
	out := make([][][]int, n)
	for k := range out {
		for _, p := range r.e.parts {
			out[k] = append(out[k], make([]int, p.s.N()))
		}
	}
	return out
}

func point(r *runner, k int, promise float64, n int, f func(i int) *curvePoint) CurvePoint {
	return CurvePoint{K: k, Promise: Real(promise),
		TB:     r.number(medianOf(n, func(i int) lab.Estimate { return f(i).tb })),
		Differ: shareOf(medianFloat(n, func(i int) float64 { return f(i).differ }), r.e.all.N())}
}

func fill(pi []int, sp *lab.Split, b *lab.Bench, f int, l lab.Learned, covs []int) {
	arm := b.Rows(l, covs)
	for i, fold := range sp.Fold {
		if fold == f {
			pi[i] = arm(i)
		}
	}
}

// forward adds variables one by one, each time the one whose policy promises
// most; alone holds each variable by itself. train learns from the columns
// given.
func (r *runner) forward(train func(covs []int) (lab.Learned, error)) (steps []lab.Learned, order []int, alone []lab.Learned, err error) {
	none, err := train([]int{})
	if err != nil {
		return nil, nil, nil, err
	}
	steps = append(steps, none)
	for len(order) < len(r.e.vars) {
		best, at := lab.Learned{}, -1
		for j := range r.e.vars {
			if slices.Contains(order, j) {
				continue
			}
			l, err := train(r.e.columnsOf(append(slices.Clone(order), j)))
			if err != nil {
				return nil, nil, nil, err
			}
			if len(order) == 0 {
				alone = append(alone, l)
			}
			if at < 0 || l.Promise.Gain() > best.Promise.Gain() {
				best, at = l, j
			}
		}
		order, steps = append(order, at), append(steps, best)
	}
	return steps, order, alone, nil
}
