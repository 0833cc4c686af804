package trial

import (
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/lab"
)

// propensities sets the probabilities by design, or the shares found.
func (e *experiment) propensities() error {
	if len(e.d.Propensities) > 0 {
		var prob [][]float64
		for _, a := range e.all.Arms {
			p, ok := e.d.Propensities[a]
			if !ok {
				return contrechamp.Invalid("\"propensities\" has no entry for arm {label}", "label", quoted(a))
			}
			prob = append(prob, []float64{float64(p)})
		}
		if len(prob) != len(e.d.Propensities) {
			return contrechamp.Invalid("\"propensities\" names {named}, the data hold {labels}", "named", names(sortedKeys(e.d.Propensities)), "labels", names(e.all.Arms))
		}
		e.all.Prob = prob
		for i := range e.parts {
			e.parts[i].s.Prob = prob
		}
		return nil
	}
	if done, err := e.blockShares(); done || err != nil {
		return err
	}
	for i := range e.parts {
		s := e.parts[i].s
		s.Prob = nil
		for _, n := range armSizes(s) {
			s.Prob = append(s.Prob, []float64{float64(n) / float64(s.N())})
		}
	}
	if e.all.Prob == nil { // with parts, the whole has shares by part
		k := e.all.K()
		e.all.Prob = make([][]float64, k)
		for a := range k {
			e.all.Prob[a] = make([]float64, e.all.N())
			for _, p := range e.parts {
				for _, r := range p.rows {
					e.all.Prob[a][r] = p.s.Prob[a][0]
				}
			}
		}
	}
	return nil
}

// blockShares uses the arms' shares within each block when these differ more
// than chance allows, as then one share for all would confound the arms with
// the blocks.
func (e *experiment) blockShares() (done bool, err error) {
	s := e.all
	if s.Block == nil || len(e.parts) > 1 {
		return false, nil
	}
	b, k := lab.Count(s.Block), s.K()
	n := make([]float64, b*k)
	size, arm := make([]float64, b), make([]float64, k)
	for i, w := range s.W {
		n[int(s.Block[i])*k+w]++
		size[s.Block[i]]++
		arm[w]++
	}
	var chi2 float64
	empty := 0
	for g := range b {
		for w := range k {
			want := size[g] * arm[w] / float64(s.N())
			d := n[g*k+w] - want
			chi2 += d * d / want
			if n[g*k+w] == 0 {
				empty++
			}
		}
	}
	df := float64((b - 1) * (k - 1))
	if df == 0 || s.Cluster != nil && lab.Count(s.Cluster) < 5*b*k {
		return false, nil // blocks of a few households: their shares say nothing
	}
	// Clusters make counts vary more than the chi-square expects.
	if s.Cluster != nil {
		chi2 *= float64(lab.Count(s.Cluster)) / float64(s.N())
	}
	if (distuv.ChiSquared{K: df}).Survival(chi2) > 0.001 {
		return false, nil
	}
	if empty > 0 {
		return false, contrechamp.Invalid("the shares of the arms differ between blocks, column {column}, and some block lacks an arm: give \"propensities\", or keep only blocks with all arms", "column", quoted(e.d.Block))
	}
	prob := make([][]float64, k)
	for w := range prob {
		prob[w] = make([]float64, s.N())
		for i, g := range s.Block {
			prob[w][i] = n[int(g)*k+w] / size[g]
		}
	}
	e.all.Prob = prob
	e.check("block-shares", Warn, Text{"the shares of the arms differ between blocks: those of each block are used", "les parts des messages diffèrent entre les blocs : celles de chaque bloc sont utilisées"})
	return true, nil
}
