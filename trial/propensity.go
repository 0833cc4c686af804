package trial

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/lab"
)

const (
	// rounded is how far probabilities in a file may be from adding up to 1.
	rounded = 1e-3
	// rareArm is the probability below which few people carry an arm's result.
	rareArm = 0.01
)

// propensityColumns reads each row's own probability of each arm. Rounded ones
// are brought to add up to exactly 1.
func (e *experiment) propensityColumns(t *Table, rows []int) error {
	s, named := e.all, e.d.PropensityColumns
	for _, arm := range sortedKeys(named) {
		if !slices.Contains(s.Arms, arm) {
			return contrechamp.Invalid("\"propensity_columns\" names arm {label}; the data hold {labels}", "label", quoted(arm), "labels", names(s.Arms))
		}
	}
	s.Prob = make([][]float64, s.K())
	rest := -1
	for k, arm := range s.Arms {
		s.Prob[k] = make([]float64, s.N())
		name, ok := named[arm]
		if !ok && rest >= 0 {
			return contrechamp.Invalid("\"propensity_columns\" has no column for arms {one} and {other}; one arm at most may be left out", "one", quoted(s.Arms[rest]), "other", quoted(arm))
		}
		if !ok {
			rest = k
			continue
		}
		if err := readProbs(s.Prob[k], t.Cols[name], rows); err != nil {
			return contrechamp.Invalid("column {column}, the probability of arm {label}: {error}", "column", quoted(name), "label", quoted(arm), "error", err)
		}
	}
	small := 0
	for i := range s.N() {
		var sum float64
		for k := range s.Prob {
			sum += s.Prob[k][i]
		}
		if rest >= 0 {
			if s.Prob[rest][i] = 1 - sum; sum >= 1 {
				return contrechamp.Invalid("row {row}: the probabilities add up to {sum}, which leaves nothing for arm {label}", "row", rows[i]+1, "sum", fmt.Sprint(sum), "label", quoted(s.Arms[rest]))
			}
			sum = 1
		}
		if math.Abs(sum-1) > rounded {
			return contrechamp.Invalid("row {row}: the probabilities of the arms add up to {sum}, not 1", "row", rows[i]+1, "sum", fmt.Sprint(sum))
		}
		low := false
		for k := range s.Prob {
			s.Prob[k][i] /= sum
			low = low || s.Prob[k][i] < rareArm
		}
		small += b2i(low)
	}
	if small > 0 {
		var n any = small
		if small < minCount {
			n = Text{"a few", "quelques"}
		}
		e.check("propensity", Warn, textf("%v people had a chance below 1 in 100 of some message: the few who got it carry its result", "%v personnes avaient moins d'une chance sur 100 de recevoir un message : les rares qui l'ont eu en portent le résultat", n))
	}
	e.lookClusterChance()
	for i := range e.parts {
		p := &e.parts[i]
		if p.s == s {
			continue
		}
		p.s.Prob = make([][]float64, s.K())
		for k := range s.Prob {
			p.s.Prob[k] = pick(s.Prob[k], p.rows)
		}
	}
	return nil
}

// readProbs reads a column of probabilities, numbers or fractions.
func readProbs(to []float64, c *Column, rows []int) error {
	value := make([]float64, len(c.Values))
	fault := make([]error, len(c.Values))
	for v, text := range c.Values {
		x, err := parseProb(text)
		switch {
		case err != nil:
			fault[v] = err
		case !(x > 0 && x < 1):
			fault[v] = contrechamp.Invalid("{text} is not between 0 and 1: whoever could not get a message says nothing of it; leave such rows out with \"keep\"", "text", quoted(text))
		}
		value[v] = x
	}
	var errs []error
	for r, i := range rows {
		v := c.Code[i]
		if fault[v] != nil { // told of the first row that holds it
			errs = append(errs, contrechamp.Invalid("row {row}: {error}", "row", i+1, "error", fault[v]))
			fault[v] = nil
		}
		to[r] = value[v]
	}
	if len(errs) > 0 {
		return contrechamp.Invalid("{faults}", "faults", listed(errs))
	}
	return nil
}

// lookClusterChance warns when people who were assigned together did not have
// the same chances.
func (e *experiment) lookClusterChance() {
	s := e.all
	if s.Cluster == nil {
		return
	}
	first := make([]int, lab.Count(s.Cluster))
	for c := range first {
		first[c] = -1
	}
	odd := 0
	for i, c := range s.Cluster {
		if first[c] < 0 {
			first[c] = i
		}
		for k := range s.Prob {
			if math.Abs(s.Prob[k][i]-s.Prob[k][first[c]]) > 1e-9 {
				odd++
				break
			}
		}
	}
	if odd > 0 {
		e.check("propensity-clusters", Warn, textf("%d rows have other probabilities than their cluster, which was assigned as a whole", "%d lignes ont d'autres probabilités que leur groupe, pourtant tiré d'un bloc", odd))
	}
}

// lookRowRatio compares the numbers in the arms with the sums of the
// probabilities: a Wald test with the covariance sum of diag(p) - pp' over
// those assigned, whole clusters where clusters were.
func (e *experiment) lookRowRatio() {
	s := e.all
	ids, g := s.Clusters()
	seen := make([]bool, g)
	d, v := make([]float64, s.K()-1), mat.NewSymDense(s.K()-1, nil)
	for i, c := range ids {
		if seen[c] {
			continue
		}
		seen[c] = true
		for a := range d {
			p := s.Prob[a+1][i]
			d[a] += float64(b2i(s.W[i] == a+1)) - p
			v.SetSym(a, a, v.At(a, a)+p)
			for b := range a + 1 {
				v.SetSym(a, b, v.At(a, b)-p*s.Prob[b+1][i])
			}
		}
	}
	t, err := lab.WaldTest(d, v)
	if err != nil {
		e.check("sample-ratio", Warn, textf("the numbers in the arms could not be tested: %v", "les effectifs n'ont pas pu être testés : %v", err))
		return
	}
	e.sayRatio(t.Chi2, float64(t.DF), t.P)
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}
