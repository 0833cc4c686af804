package trial

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/contrechamp/contrechamp/lab"
)

// variable is a covariate as people know it: one column, or several 0/1
// columns for the labels of a categorical one.
type variable struct {
	name string
	cols []int // in Sample.X
	// groups of its values for tables by group, and their labels
	group  []int32
	labels []Text
}

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
	e.split(t, rows)
	if err := e.propensities(); err != nil {
		return nil, err
	}
	e.groups()
	e.look(p)
	return e, nil
}

func pick[T any](v []T, rows []int) []T {
	out := make([]T, len(rows))
	for r, i := range rows {
		out[r] = v[i]
	}
	return out
}

func codes(c *Column, rows []int) []int32 { return pick(c.Code, rows) }

// preparer collects problems and the rows to keep.
type preparer struct {
	t        *Table
	d        *Description
	keep     []bool
	errs     []error
	filtered int
	missing  []gone // rows dropped, by column
	// whether a row was lost for its outcome: it must not depend on the arm
	lostOutcome []bool
}

type gone struct {
	column string
	rows   int
}

func (p *preparer) isMissing(v string) bool {
	v = strings.TrimSpace(v)
	return v == "" || slices.Contains(p.d.Missing, v)
}

func (p *preparer) filter() {
	for i := range p.keep {
		p.keep[i] = true
	}
	for _, name := range sortedKeys(p.d.Keep) {
		c := p.t.Cols[name]
		ok := make([]bool, len(c.Values))
		for v, s := range c.Values {
			ok[v] = slices.Contains(p.d.Keep[name], s)
		}
		for _, want := range p.d.Keep[name] {
			if !slices.Contains(c.Values, want) {
				p.errs = append(p.errs, fmt.Errorf("\"keep\" names %q, which column %q never holds", want, name))
			}
		}
		for i, v := range c.Code {
			if p.keep[i] && !ok[v] {
				p.keep[i] = false
				p.filtered++
			}
		}
	}
}

func sortedKeys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}

func (p *preparer) dropMissing(name string) {
	c := p.t.Cols[name]
	miss := make([]bool, len(c.Values))
	for v, s := range c.Values {
		miss[v] = p.isMissing(s)
	}
	n := 0
	for i, v := range c.Code {
		if p.keep[i] && miss[v] {
			p.keep[i] = false
			n++
			if name == p.d.Outcome {
				if p.lostOutcome == nil {
					p.lostOutcome = make([]bool, p.t.Rows)
				}
				p.lostOutcome[i] = true
			}
		}
	}
	if n > 0 {
		p.missing = append(p.missing, gone{name, n})
	}
}

// used counts the kept rows with each value of a column.
func (p *preparer) used(c *Column) []int {
	n := make([]int, len(c.Values))
	for i, v := range c.Code {
		if p.keep[i] {
			n[v]++
		}
	}
	return n
}

// looksNumeric reports whether nine rows in ten that are not missing hold a
// number.
func (p *preparer) looksNumeric(name string) bool {
	c := p.t.Cols[name]
	var num, all int
	for v, n := range p.used(c) {
		if p.isMissing(c.Values[v]) {
			continue
		}
		all += n
		if _, err := parse(c.Values[v]); err == nil {
			num += n
		}
	}
	return num*10 >= all*9 && num > 0
}

func parse(s string) (float64, error) {
	x, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	if err == nil && (math.IsNaN(x) || math.IsInf(x, 0)) {
		err = errors.New("not finite")
	}
	return x, err
}

// numeric reads a column as numbers, drops its missing rows, and complains
// about texts among numbers and about codes for missing that nobody declared.
func (p *preparer) numeric(name, what string) []float64 {
	p.dropMissing(name)
	c := p.t.Cols[name]
	value := make([]float64, len(c.Values))
	var odd []string
	type vn struct {
		v float64
		n int
		s string
	}
	var seen []vn
	for v, n := range p.used(c) {
		if n == 0 || p.isMissing(c.Values[v]) {
			continue
		}
		x, err := parse(c.Values[v])
		if err != nil {
			odd = append(odd, fmt.Sprintf("%q (%d rows)", c.Values[v], n))
			continue
		}
		value[v] = x
		seen = append(seen, vn{x, n, strings.TrimSpace(c.Values[v])})
	}
	if len(odd) > 0 {
		more := ""
		if len(odd) > 5 {
			more = fmt.Sprintf(" and %d more", len(odd)-5)
			odd = odd[:5]
		}
		p.errs = append(p.errs, fmt.Errorf("%s %q holds text among numbers: %s%s; list these under \"missing\", or the column under \"categorical\"", what, name, strings.Join(odd, ", "), more))
	}
	sort.Slice(seen, func(a, b int) bool { return seen[a].v < seen[b].v })
	for i, s := range seen {
		if slices.Contains(p.d.Allow, s.s) || !missingCode(s.v) {
			continue
		}
		// A code stands apart: below zero where all else is not, or far above.
		apart := s.v < 0 && i+1 < len(seen) && nextUncoded(seen[i+1:], func(x vn) float64 { return x.v }) >= 0
		if s.v > 0 && i > 0 {
			before := seen[i-1].v
			for j := i - 1; j >= 0 && missingCode(before) && before > 0; j-- {
				before = seen[j].v
			}
			apart = s.v >= 3*max(1, before)
		}
		if apart {
			p.errs = append(p.errs, fmt.Errorf("%s %q holds %s in %d rows, which looks like a code for \"no answer\"; list it under \"missing\", or under \"allow\" if it is a real value", what, name, s.s, s.n))
		}
	}
	out := make([]float64, len(c.Code))
	for i, v := range c.Code {
		out[i] = value[v]
	}
	return out
}

func nextUncoded[T any](v []T, f func(T) float64) float64 {
	for _, x := range v {
		if !missingCode(f(x)) {
			return f(x)
		}
	}
	return math.Inf(-1)
}

// missingCode lists the numbers that published files use for "no answer".
func missingCode(x float64) bool {
	switch x {
	case -9, -99, -999, -9999, -99999, -8, -88, -888, -7, -77, -777, -98, -97, 999, 9999, 99999, 888, 8888, 777, 7777, 998, 997, 9998, 9997:
		return true
	}
	return false
}

// arms numbers the arms: control first, then by name.
func (e *experiment) arms(s *lab.Sample, c *Column, rows []int) error {
	n := map[string]int{}
	for _, i := range rows {
		n[c.At(i)]++
	}
	names := sortedKeys(n)
	if e.d.Control != nil {
		at := slices.Index(names, *e.d.Control)
		if at < 0 {
			return fmt.Errorf("no row of column %q has the control label %q; it holds %q", e.d.Arm, *e.d.Control, names)
		}
		rest := slices.Delete(slices.Clone(names), at, at+1)
		names = append([]string{*e.d.Control}, rest...)
		e.hasControl = true
	}
	var errs []error
	for k, a := range names {
		if n[a] < minArm {
			errs = append(errs, fmt.Errorf("arm %q has %d people, fewer than %d: leave it out with \"keep\", or join it with another", a, n[a], minArm))
		}
		if k > 0 || !e.hasControl {
			e.messages = append(e.messages, k)
		}
	}
	if len(errs) > 0 {
		return fmt.Errorf("arms too small: %w", errors.Join(errs...))
	}
	if len(e.messages) < 2 {
		return fmt.Errorf("column %q holds %q: targeting needs at least two messages to choose from", e.d.Arm, names)
	}
	at := make([]int, len(c.Values))
	for k, a := range names {
		at[slices.Index(c.Values, a)] = k
	}
	s.Arms = names
	for _, i := range rows {
		s.W = append(s.W, at[c.Code[i]])
	}
	return nil
}

func (e *experiment) addColumn(s *lab.Sample, v *variable, name string, x []float64) {
	lo, hi := slices.Min(x), slices.Max(x)
	if lo == hi {
		e.check("constant", Warn, textf("covariate %s is %s for everybody and is left out", "la variable %s vaut %s pour tous, elle est laissée de côté", e.d.Label(v.name), strconv.FormatFloat(lo, 'g', -1, 64)))
		return
	}
	v.cols = append(v.cols, len(s.X))
	s.X, s.Names = append(s.X, x), append(s.Names, name)
}

// addLabels gives each label but the first a 0/1 column.
func (e *experiment) addLabels(s *lab.Sample, v *variable, c *Column, rows []int) error {
	n := make([]int, len(c.Values))
	for _, i := range rows {
		n[c.Code[i]]++
	}
	var labels []string
	for l, k := range n {
		if k > 0 {
			labels = append(labels, c.Values[l])
		}
	}
	sort.Strings(labels)
	if len(labels) > maxLevels {
		return fmt.Errorf("covariate %q has %d different labels, more than %d: group them first, or leave it out", v.name, len(labels), maxLevels)
	}
	v.group = make([]int32, len(rows))
	for l, label := range labels {
		v.labels = append(v.labels, both(label))
		code := int32(slices.Index(c.Values, label))
		x := make([]float64, len(rows))
		for r, i := range rows {
			if c.Code[i] == code {
				x[r] = 1
				v.group[r] = int32(l)
			}
		}
		if l > 0 {
			v.cols = append(v.cols, len(s.X))
			s.X, s.Names = append(s.X, x), append(s.Names, v.name+" = "+label)
		}
	}
	if len(labels) < 2 {
		e.check("constant", Warn, textf("covariate %s is the same for everybody and is left out", "la variable %s est la même pour tous, elle est laissée de côté", e.d.Label(v.name)))
	}
	return nil
}

// dropCollinear leaves out columns that others determine.
func (e *experiment) dropCollinear() {
	f, err := lab.OLS(e.all.Y, e.all.X, e.all.Names)
	if err != nil || len(f.Dropped) == 0 {
		return
	}
	e.check("collinear", Warn, textf("left out, because other covariates determine them: %s", "laissées de côté, car d'autres variables les déterminent : %s", strings.Join(f.Dropped, ", ")))
	to := make([]int, len(e.all.X))
	var x [][]float64
	var names []string
	for j, n := range e.all.Names {
		to[j] = -1
		if !slices.Contains(f.Dropped, n) {
			to[j] = len(x)
			x, names = append(x, e.all.X[j]), append(names, n)
		}
	}
	e.all.X, e.all.Names = x, names
	var vars []variable
	for _, v := range e.vars {
		var cols []int
		for _, j := range v.cols {
			if to[j] >= 0 {
				cols = append(cols, to[j])
			}
		}
		if v.cols = cols; len(cols) > 0 {
			vars = append(vars, v)
		}
	}
	e.vars = vars
}

// split cuts the sample into the parts of the description.
func (e *experiment) split(t *Table, rows []int) {
	if e.d.Sub == "" {
		all := make([]int, len(rows))
		for r := range all {
			all[r] = r
		}
		e.parts = []part{{"", all, e.all}}
		return
	}
	c := t.Cols[e.d.Sub]
	by := map[string][]int{}
	for r, i := range rows {
		by[c.At(i)] = append(by[c.At(i)], r)
	}
	for _, name := range sortedKeys(by) {
		in := make([]bool, len(rows))
		for _, r := range by[name] {
			in[r] = true
		}
		e.parts = append(e.parts, part{name, by[name], e.all.Subset(func(i int) bool { return in[i] })})
	}
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
	for i := range e.parts {
		s := e.parts[i].s
		n := make([]float64, s.K())
		for _, w := range s.W {
			n[w]++
		}
		s.Prob = nil
		for k, v := range n {
			if v < minArm {
				return fmt.Errorf("%s: arm %q has %v people, fewer than %d", e.parts[i].name, s.Arms[k], v, minArm)
			}
			s.Prob = append(s.Prob, []float64{v / float64(s.N())})
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

// groups cuts each covariate into at most five groups for tables.
func (e *experiment) groups() {
	for i := range e.vars {
		v := &e.vars[i]
		if v.group != nil {
			continue
		}
		x := e.all.X[v.cols[0]]
		g, cuts := lab.Bin(x, 6, 4)
		values := slices.Clone(g)
		slices.Sort(values)
		values = slices.Compact(values)
		v.group = make([]int32, len(g))
		for r, val := range g {
			v.group[r] = int32(sort.SearchFloat64s(values, val))
		}
		for l, val := range values {
			num := func(x float64) string { return strconv.FormatFloat(x, 'g', 6, 64) }
			switch {
			case cuts == nil:
				v.labels = append(v.labels, both(num(val)))
			case l == 0:
				v.labels = append(v.labels, textf("up to %s", "jusqu'à %s", num(cuts[0])))
			case l == len(cuts):
				v.labels = append(v.labels, textf("above %s", "plus de %s", num(cuts[l-1])))
			default:
				v.labels = append(v.labels, textf("above %s, up to %s", "plus de %s, jusqu'à %s", num(cuts[l-1]), num(cuts[l])))
			}
		}
	}
}

// columnsOf returns the columns of some variables.
func (e *experiment) columnsOf(vars []int) []int {
	out := []int{}
	for _, v := range vars {
		out = append(out, e.vars[v].cols...)
	}
	slices.Sort(out)
	return out
}
