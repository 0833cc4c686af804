package trial

import (
	"slices"

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
	y := p.numeric(d.Outcome, contrechamp.Say("outcome"))
	type raw struct {
		name  string
		num   []float64
		isNum bool
	}
	covs := make([]raw, len(d.Covariates))
	for j, c := range d.Covariates {
		covs[j].name = c
		if !slices.Contains(d.Categorical, c) && p.looksNumeric(c) {
			covs[j].num, covs[j].isNum = p.numeric(c, contrechamp.Say("covariate")), true
		} else {
			p.dropMissing(c)
			for _, label := range p.labelCodes(c) {
				e.check("no-answer", Warn, textf("“%s” is taken for a value of “%s” like any other; if it means no answer, list it under \"missing\" in the description, otherwise under \"allow\"",
					"« %s » est pris pour une valeur de « %s » comme une autre ; si c'est une absence de réponse, nommez-la sous « missing » dans la description, sinon sous « allow »", shown(label), d.Label(c)))
			}
		}
	}
	for _, c := range []string{d.Arm, d.Cluster, d.Block, d.Sub} {
		if c != "" && !(c == d.Arm && d.Control != nil && *d.Control == "") {
			p.dropMissing(c)
		}
	}
	if len(p.errs) > 0 {
		return nil, contrechamp.Invalid("the data need a decision first: {faults}", "faults", listed(p.errs))
	}
	var rows []int
	for i, k := range p.keep {
		if k {
			rows = append(rows, i)
		}
	}
	if len(rows) == 0 {
		return nil, contrechamp.Invalid("no row is left after \"keep\" and \"missing\"")
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
		return nil, contrechamp.Invalid("every covariate is the same for everybody: nothing to target by")
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
