package lab

import "github.com/contrechamp/contrechamp/sentence"

// InSample learns from everybody and returns the policy with its promise: the
// vendor's claim. Never print it without [Split.HeldOut].
func (sp *Split) InSample(l Learner, covs []int) (Learned, []int, error) {
	covs = sp.b.allCovs(covs)
	sub := sp.b.subset(covs)
	out, err := sp.everybody(l, sub)
	if err != nil {
		return Learned{}, nil, err
	}
	return out, sp.b.expand(out.Arm, sub), nil
}

// Promise is the promise of [Split.InSample] alone.
func (sp *Split) Promise(l Learner, covs []int) (Promise, error) {
	out, err := sp.everybody(l, sp.b.subset(sp.b.allCovs(covs)))
	return out.Promise, err
}

func (sp *Split) everybody(l Learner, sub *Cells) (Learned, error) {
	if l.Binary && !sp.b.binary {
		return Learned{}, sentence.Fail("the model {name} needs outcomes 0 or 1", "name", l.Name)
	}
	d, err := sp.lessons(-1, sub, l.Scores)
	if err != nil {
		return Learned{}, err
	}
	out, err := l.Learn(d, sp.b.Arms)
	if err != nil {
		return Learned{}, sentence.Fail("learning {name} on everybody: {error}", "name", l.Name, "error", err)
	}
	return out, nil
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
		return nil, 0, sentence.Fail("the model {name} needs outcomes 0 or 1", "name", l.Name)
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
		return Learned{}, sentence.Fail("learning {name} without fold {fold}: {error}", "name", l.Name, "fold", f, "error", err)
	}
	return out, nil
}
