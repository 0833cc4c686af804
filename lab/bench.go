package lab

import (
	"fmt"
	"slices"
	"sync"

	"github.com/contrechamp/contrechamp/sentence"
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
		return nil, sentence.Fail("comparing policies needs the probability of each arm")
	}
	if arms == nil {
		for k := 1; k < s.K(); k++ {
			arms = append(arms, k)
		}
	}
	if len(arms) < 2 {
		return nil, sentence.Fail("comparing policies needs at least two messages, not {n}", "n", len(arms))
	}
	for _, k := range arms {
		if k < 0 || k >= s.K() {
			return nil, sentence.Fail("message {k} is not one of the {n} arms", "k", k, "n", s.K())
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
					return nil, sentence.Fail("invented rows need the {n} covariates of {people} people", "n", len(s.X), "people", s.N())
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
	c.covs = append([]int{}, covs...)
	b.subsets[key] = c
	return c
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

func (b *Bench) expand(arm []int, sub *Cells) []int {
	pi := make([]int, b.S.N())
	for i, c := range b.Cells.Of {
		pi[i] = arm[sub.Of[c]]
	}
	return pi
}

// Rows returns the arm that a policy on the covariates covs gives to each row.
func (b *Bench) Rows(p Learned, covs []int) func(i int) int {
	sub := b.subset(b.allCovs(covs))
	return func(i int) int { return p.Arm[sub.Of[b.Cells.Of[i]]] }
}
