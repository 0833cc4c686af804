package trial

import (
	"errors"
	"math"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/contrechamp/contrechamp"
)

// preparer collects problems and the rows to keep.
type preparer struct {
	t        *Table
	d        *Description
	keep     []bool
	errs     []error
	filtered int
	missing  []gone // rows dropped, by column
	asked    []bool // rows that "keep" leaves
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
				p.fault("\"keep\" names {text}, which column {column} never holds", "text", quoted(want), "column", quoted(name))
			}
		}
		for i, v := range c.Code {
			if p.keep[i] && !ok[v] {
				p.keep[i] = false
				p.filtered++
			}
		}
	}
	p.asked = slices.Clone(p.keep)
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
	if err == nil && (math.IsNaN(x) || math.Abs(x) > largest || strings.ContainsAny(s, "xX")) {
		err = errors.New("not a number that can be reckoned with")
	}
	return x, err
}

// decimalComma is what a number looks like where a comma is the decimal mark.
var decimalComma = regexp.MustCompile(`^\s*[-+]?\d+,\d+\s*$`)

// numberCell is one number that a column holds, with the rows that do.
type numberCell struct {
	x    float64
	rows int
	text string
	code int32
}

// numeric reads a column as numbers, drops its missing rows, and complains
// about texts among numbers, about codes for missing that nobody declared, and
// about shares that are none. what is the column's part: outcome or covariate.
func (p *preparer) numeric(name string, what contrechamp.Sentence) []float64 {
	p.dropMissing(name)
	c := p.t.Cols[name]
	value := make([]float64, len(c.Values))
	var seen []numberCell
	var odd []error
	comma := true
	for v, n := range p.used(c) {
		if n == 0 || p.isMissing(c.Values[v]) {
			continue
		}
		x, err := parse(c.Values[v])
		if err != nil {
			odd = append(odd, contrechamp.Invalid("{text} ({rows})", "text", quoted(c.Values[v]), "rows", where(n, p.first(c, int32(v)))))
			comma = comma && decimalComma.MatchString(c.Values[v])
			continue
		}
		value[v] = x
		seen = append(seen, numberCell{x, n, strings.TrimSpace(c.Values[v]), int32(v)})
	}
	sort.Slice(seen, func(a, b int) bool { return seen[a].x < seen[b].x })
	switch {
	case len(odd) > 0 && comma:
		p.fault("{what} {column} holds numbers with a decimal comma; write them with a point: {cells}", "what", what, "column", quoted(name), "cells", listed(odd))
	case len(odd) > 0:
		p.fault("{what} {column} holds what is no usable number; list these under \"missing\", or the column under \"categorical\": {cells}",
			"what", what, "column", quoted(name), "cells", listed(odd))
	case name == p.d.Outcome && len(seen) == 1:
		p.fault("outcome {column} is {value} for everybody: there is nothing to compare; name another column", "column", quoted(name), "value", seen[0].text)
	}
	if coded := p.codes(seen, c, name, what); !coded && len(odd) == 0 && name == p.d.Outcome && p.d.Unit == Share {
		p.shares(seen, c, name)
	}
	out := make([]float64, len(c.Code))
	for i, v := range c.Code {
		out[i] = value[v]
	}
	return out
}

// codes complains about numbers that look like codes for "no answer".
func (p *preparer) codes(seen []numberCell, c *Column, name string, what contrechamp.Sentence) (found bool) {
	for i, s := range seen {
		if slices.Contains(p.d.Allow, s.text) || !missingCode(s.x) {
			continue
		}
		// A code stands apart: below zero where all else is not, or far above.
		apart := s.x < 0 && i+1 < len(seen) && nextUncoded(seen[i+1:], func(x numberCell) float64 { return x.x }) >= 0
		if s.x > 0 && i > 0 {
			before := seen[i-1].x
			for j := i - 1; j >= 0 && missingCode(before) && before > 0; j-- {
				before = seen[j].x
			}
			apart = s.x >= 3*max(1, before)
		}
		if apart {
			found = true
			p.fault("{what} {column} holds {value} ({rows}), which looks like a code for \"no answer\"; list it under \"missing\", or under \"allow\" if it is a real value",
				"what", what, "column", quoted(name), "value", s.text, "rows", where(s.rows, p.first(c, s.code)))
		}
	}
	return found
}

// noAnswer are words that published files use for "no answer".
var noAnswer = []string{"na", "n/a", "#n/a", "nan", "null", "nil", ".", "?", "-", "--", "missing"}

// labelCodes are the labels of a column that look like "no answer", of ten
// people or more.
func (p *preparer) labelCodes(name string) []string {
	c := p.t.Cols[name]
	var out []string
	for v, n := range p.used(c) {
		label := strings.TrimSpace(c.Values[v])
		if n < minCount || p.isMissing(label) || slices.Contains(p.d.Allow, label) {
			continue
		}
		x, err := parse(label)
		if slices.Contains(noAnswer, strings.ToLower(label)) || err == nil && missingCode(x) {
			out = append(out, label)
		}
	}
	return out
}

// shares complains about an outcome that is no share, as one in per cent.
func (p *preparer) shares(seen []numberCell, c *Column, name string) {
	for _, s := range seen {
		if s.x < 0 || s.x > 1 {
			p.fault("outcome {column} holds {value} ({rows}), but \"unit\" is \"share\", from 0 to 1; divide by 100 what is in per cent, or say \"points\"",
				"column", quoted(name), "value", s.text, "rows", where(s.rows, p.first(c, s.code)))
			return
		}
	}
}

// fault notes a fault of the data.
func (p *preparer) fault(english string, blanks ...any) {
	p.errs = append(p.errs, contrechamp.Invalid(english, blanks...))
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
