package trial

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"sort"
	"strconv"
	"strings"
)

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

// first is the first kept row of the file that holds a value, from 1; the
// header of a CSV is not counted.
func (p *preparer) first(c *Column, code int32) int {
	for i, v := range c.Code {
		if v == code && p.keep[i] {
			return i + 1
		}
	}
	return 0
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

// largest is the greatest number that is read: what is beyond it is no
// measurement, and its square would not be a number.
const largest = 1e100

func parse(s string) (float64, error) {
	x, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	if err == nil && (math.IsNaN(x) || math.Abs(x) > largest) {
		err = errors.New("not a number that can be reckoned with")
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
		v    float64
		n    int
		s    string
		code int32
	}
	var seen []vn
	for v, n := range p.used(c) {
		if n == 0 || p.isMissing(c.Values[v]) {
			continue
		}
		x, err := parse(c.Values[v])
		if err != nil {
			odd = append(odd, fmt.Sprintf("%q (%d rows, first row %d)", c.Values[v], n, p.first(c, int32(v))))
			continue
		}
		value[v] = x
		seen = append(seen, vn{x, n, strings.TrimSpace(c.Values[v]), int32(v)})
	}
	if len(odd) > 0 {
		more := ""
		if len(odd) > 5 {
			more = fmt.Sprintf(" and %d more", len(odd)-5)
			odd = odd[:5]
		}
		p.errs = append(p.errs, fmt.Errorf("%s %q holds what is no usable number: %s%s; list these under \"missing\", or the column under \"categorical\"", what, name, strings.Join(odd, ", "), more))
	}
	sort.Slice(seen, func(a, b int) bool { return seen[a].v < seen[b].v })
	if what == "outcome" && len(odd) == 0 && len(seen) == 1 {
		p.errs = append(p.errs, fmt.Errorf("outcome %q is %s for everybody: there is nothing to compare; name another column", name, seen[0].s))
	}
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
			p.errs = append(p.errs, fmt.Errorf("%s %q holds %s in %d rows (first row %d), which looks like a code for \"no answer\"; list it under \"missing\", or under \"allow\" if it is a real value", what, name, s.s, s.n, p.first(c, s.code)))
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
