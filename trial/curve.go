package trial

import (
	"slices"

	"github.com/contrechamp/contrechamp/lab"
)

// curveSplits bounds the divisions that the curve and the error table use.
const curveSplits = 8

// curvePoint is one division's result with k covariates.
type curvePoint struct {
	out     lab.Outcome
	promise float64
	chosen  []float64 // by variable: share of training sets that chose it
}

// curve shows targeting with 0, 1, 2 ... covariates. Which ones is decided on
// the training half alone, by the largest promise, one more at a time; so is
// the policy. The single covariates stand beside it.
func (r *runner) curve(rep *Report) error {
	n := min(r.o.Splits, curveSplits)
	p := len(r.e.vars)
	path, single := make([][]curvePoint, n), make([][]curvePoint, n)
	err := r.each("covariates", n, func(i int) error {
		v, err := r.view(r.benches, seedCurve, i)
		if err != nil {
			return err
		}
		path[i] = make([]curvePoint, p+1)
		pis := make([][][]int, p+1)
		for k := range pis {
			path[i][k].chosen = make([]float64, p)
			pis[k] = make([][]int, len(v))
		}
		one := make([][][]int, p)
		single[i] = make([]curvePoint, p)
		for j := range one {
			one[j] = make([][]int, len(v))
		}
		for q, sp := range v {
			b := r.benches[q]
			w := float64(r.e.parts[q].s.N()) / float64(r.e.all.N()) / float64(sp.Folds)
			for k := range pis {
				pis[k][q] = make([]int, r.e.parts[q].s.N())
			}
			for f := range sp.Folds {
				steps, order, alone, err := r.forward(sp, f)
				if err != nil {
					return err
				}
				for k, l := range steps {
					path[i][k].promise += w * l.Promise.Gain()
					for _, j := range order[:k] {
						path[i][k].chosen[j] += w
					}
					covs := r.e.columnsOf(order[:k])
					fill(pis[k][q], sp, b, f, l, covs)
				}
				for j, l := range alone {
					if one[j][q] == nil {
						one[j][q] = make([]int, r.e.parts[q].s.N())
					}
					single[i][j].promise += w * l.Promise.Gain()
					fill(one[j][q], sp, b, f, l, r.e.columnsOf([]int{j}))
				}
			}
		}
		for k := range pis {
			path[i][k].out = r.judge(v, pis[k])
		}
		for j := range one {
			single[i][j].out = r.judge(v, one[j])
		}
		return nil
	})
	if err != nil {
		return err
	}
	for k := range p + 1 {
		c := r.point(k, n, func(i int) *curvePoint { return &path[i][k] })
		for j := range p {
			var share float64
			for i := range n {
				share += path[i][k].chosen[j] / float64(n)
			}
			if share > 0 {
				c.Covariates = append(c.Covariates, ArmShare{r.covariate(j), Real(share)})
			}
		}
		slices.SortStableFunc(c.Covariates, func(a, b ArmShare) int {
			switch {
			case a.Share > b.Share:
				return -1
			case a.Share < b.Share:
				return 1
			}
			return 0
		})
		var top []int
		for _, a := range c.Covariates[:min(k, len(c.Covariates))] {
			top = append(top, r.variableNamed(a.Key))
		}
		bits, _ := r.bits(top)
		c.Bits = Real(bits)
		rep.Curve = append(rep.Curve, c)
	}
	for j := range p {
		c := r.point(1, n, func(i int) *curvePoint { return &single[i][j] })
		c.Covariates = []ArmShare{{r.covariate(j), 1}}
		bits, _ := r.bits([]int{j})
		c.Bits = Real(bits)
		rep.Single = append(rep.Single, c)
	}
	return nil
}

func (r *runner) variableNamed(name string) int {
	return slices.IndexFunc(r.e.vars, func(v variable) bool { return v.name == name })
}

func (r *runner) point(k, n int, f func(i int) *curvePoint) CurvePoint {
	return CurvePoint{K: k, Promise: Real(medianFloat(n, func(i int) float64 { return f(i).promise })),
		TB:     r.number(medianOf(n, func(i int) lab.Estimate { return f(i).out.TB })),
		Differ: Real(medianFloat(n, func(i int) float64 { return f(i).out.Differ }))}
}

func fill(pi []int, sp *lab.Split, b *lab.Bench, f int, l lab.Learned, covs []int) {
	arm := b.Rows(l, covs)
	for i, fold := range sp.Fold {
		if fold == f {
			pi[i] = arm(i)
		}
	}
}

// forward adds variables one by one on the training folds of f, each time the
// one whose policy promises most; alone holds each variable by itself.
func (r *runner) forward(sp *lab.Split, f int) (steps []lab.Learned, order []int, alone []lab.Learned, err error) {
	none, err := sp.Train(r.l, f, []int{})
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
			l, err := sp.Train(r.l, f, r.e.columnsOf(append(slices.Clone(order), j)))
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
