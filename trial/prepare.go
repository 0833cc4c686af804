package trial

import (
	"errors"
	"fmt"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/lab"
)

// part is one experiment: the whole file, or one issue of it.
type part struct {
	name string
	rows []int // in the kept rows of the file
	s    *lab.Sample
}

// experiment is a file made ready for the lab.
type experiment struct {
	d          *Description
	all        *lab.Sample // every kept row, all parts together
	vars       []variable
	parts      []part
	hasControl bool // arm 0 got no message
	messages   []int
	read       int // rows of the file
	checks     []Check
}

const (
	maxLevels = 40 // labels of a categorical covariate
	minArm    = 30 // people: fewer and no policy can be learned
	fewArm    = 200
)

// prepare turns a table into samples. What cannot be analysed is an error that
// names every problem found and what to do; what is odd is a Check.
func prepare(t *Table, d *Description) (*experiment, error) {
	e := &experiment{d: d, read: t.Rows}
	p := &preparer{t: t, d: d, keep: make([]bool, t.Rows)}
	p.filter()
	y := p.numeric(d.Outcome, "outcome")
	type raw struct {
		name  string
		num   []float64
		isNum bool
	}
	covs := make([]raw, len(d.Covariates))
	for j, c := range d.Covariates {
		covs[j].name = c
		if !slices.Contains(d.Categorical, c) && p.looksNumeric(c) {
			covs[j].num, covs[j].isNum = p.numeric(c, "covariate"), true
		} else {
			p.dropMissing(c)
		}
	}
	for _, c := range []string{d.Arm, d.Cluster, d.Block, d.Sub} {
		if c != "" && !(c == d.Arm && d.Control != nil && *d.Control == "") {
			p.dropMissing(c)
		}
	}
	if len(p.errs) > 0 {
		return nil, fmt.Errorf("the data need a decision first: %w", errors.Join(p.errs...))
	}
	var rows []int
	for i, k := range p.keep {
		if k {
			rows = append(rows, i)
		}
	}
	if len(rows) == 0 {
		return nil, errors.New("no row is left after \"keep\" and \"missing\"")
	}
	s := &lab.Sample{Y: pick(y, rows)}
	if err := e.arms(s, t.Cols[d.Arm], rows); err != nil {
		return nil, err
	}
	for _, c := range covs {
		v := variable{name: c.name}
		if c.isNum {
			e.addColumn(s, &v, c.name, pick(c.num, rows))
		} else if err := e.addLabels(s, &v, t.Cols[c.name], rows); err != nil {
			return nil, err
		}
		if len(v.cols) > 0 {
			e.vars = append(e.vars, v)
		}
	}
	if len(e.vars) == 0 {
		return nil, errors.New("every covariate is constant: nothing to target by")
	}
	if d.Cluster != "" {
		s.Cluster = lab.ClusterIDs(codes(t.Cols[d.Cluster], rows))
	}
	if d.Block != "" {
		s.Block = lab.ClusterIDs(codes(t.Cols[d.Block], rows))
	}
	e.all = s
	e.dropCollinear()
	if err := e.design(s); err != nil {
		return nil, err
	}
	if err := e.split(t, rows); err != nil {
		return nil, err
	}
	if len(d.PropensityColumns) > 0 {
		err := e.propensityColumns(t, rows)
		if err != nil {
			return nil, err
		}
	} else if err := e.propensities(); err != nil {
		return nil, err
	}
	e.groups()
	e.limitProfiles(maxProfiles)
	e.look(p)
	return e, nil
}

// split cuts the sample into the parts of the description.
func (e *experiment) split(t *Table, rows []int) error {
	if e.d.Sub == "" {
		all := make([]int, len(rows))
		for r := range all {
			all[r] = r
		}
		e.parts = []part{{"", all, e.all}}
		return nil
	}
	c := t.Cols[e.d.Sub]
	n, first := tally(c, rows)
	var errs []error
	by := map[string][]int{}
	for r, i := range rows {
		by[c.At(i)] = append(by[c.At(i)], r)
	}
	for _, name := range sortedKeys(by) {
		in := make([]bool, len(rows))
		for _, r := range by[name] {
			in[r] = true
		}
		p := part{name, by[name], e.all.Subset(func(i int) bool { return in[i] })}
		e.parts = append(e.parts, p)
		least := p.s.N()
		for _, k := range armSizes(p.s) {
			least = min(least, k)
		}
		if least < minArm {
			errs = append(errs, contrechamp.Invalid("{label} has {people}", "label", held(name, n[name], first[name]), "people", people(n[name])))
		}
	}
	if len(errs) > 0 {
		return contrechamp.Invalid("column {column}, \"sub\", splits the file into experiments of which some have fewer than {least} people an arm; leave these out with \"keep\", or leave out \"sub\": {faults}",
			"column", quoted(e.d.Sub), "least", minArm, "faults", listed(errs))
	}
	return nil
}

// propensities sets the probabilities by design, or the shares found.
func (e *experiment) propensities() error {
	if len(e.d.Propensities) > 0 {
		var prob [][]float64
		for _, a := range e.all.Arms {
			p, ok := e.d.Propensities[a]
			if !ok {
				return fmt.Errorf("\"propensities\" has no entry for arm %q", a)
			}
			prob = append(prob, []float64{float64(p)})
		}
		if len(prob) != len(e.d.Propensities) {
			return fmt.Errorf("\"propensities\" names %q, the data hold %q", sortedKeys(e.d.Propensities), e.all.Arms)
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
		return false, fmt.Errorf("the shares of the arms differ between blocks (%q) and some block lacks an arm: give \"propensities\", or keep only blocks with all arms", e.d.Block)
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
