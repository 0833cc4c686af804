package reach

import (
	"slices"

	"github.com/contrechamp/contrechamp/audience"
)

// normal is an audience as the index stores it: people are in it who have one
// fact of every group of in, no fact of out, and satisfy every expression of
// rest. A group without facts is nobody.
//
// Bringing an audience to this form uses only laws that hold with three
// values: not goes inward to the facts, constants and repetitions disappear.
// What is no such group, like an or of ands, stays an expression in rest.
type normal struct {
	in   [][]uint32 // facts by number, ascending
	out  []uint32
	rest []*audience.Expr
}

// flatten brings an audience to normal form, numbering its facts by number.
func flatten(e *audience.Expr, number func(audience.Fact) uint32) normal {
	f := flattener{number: number}
	f.all(e, false)
	f.tidy()
	return f.normal
}

// tidy orders the facts and the groups, each once.
func (n *normal) tidy() {
	for i, g := range n.in {
		slices.Sort(g)
		n.in[i] = slices.Compact(g)
	}
	slices.SortFunc(n.in, slices.Compare)
	n.in = slices.CompactFunc(n.in, slices.Equal)
	slices.Sort(n.out)
	n.out = slices.Compact(n.out)
}

type flattener struct {
	normal
	number func(audience.Fact) uint32
}

// all adds a condition, negated or not, to those that must hold together.
func (f *flattener) all(e *audience.Expr, negated bool) {
	switch {
	case e.Op == audience.Not:
		f.all(e.Args[0], !negated)
	case e.Op == audience.Is && negated:
		f.out = append(f.out, f.number(e.Fact))
	case e.Op == audience.Is:
		f.in = append(f.in, []uint32{f.number(e.Fact)})
	case (e.Op == audience.All) != negated || len(e.Args) == 1:
		for _, x := range e.Args {
			f.all(x, negated)
		}
	default:
		switch facts, kind := f.one(e, negated, nil); kind {
		case anyone:
		case onlyFacts:
			f.in = append(f.in, facts)
		default:
			if negated {
				e = audience.Except(e)
			}
			f.rest = append(f.rest, e)
		}
	}
}

// disjunction says what an or came out as.
type disjunction uint8

const (
	onlyFacts disjunction = iota // of facts only
	anyone                       // true of everyone
	mixed                        // of something else
)

// one adds to facts those of which one must hold for e, negated or not.
func (f *flattener) one(e *audience.Expr, negated bool, facts []uint32) ([]uint32, disjunction) {
	switch {
	case e.Op == audience.Not:
		return f.one(e.Args[0], !negated, facts)
	case e.Op == audience.Is && negated:
		return facts, mixed
	case e.Op == audience.Is:
		return append(facts, f.number(e.Fact)), onlyFacts
	case (e.Op == audience.All) != negated && len(e.Args) == 0:
		return facts, anyone
	case (e.Op == audience.All) != negated && len(e.Args) > 1:
		return facts, mixed
	}
	out := onlyFacts
	for _, x := range e.Args {
		var d disjunction
		if facts, d = f.one(x, negated, facts); d == anyone {
			return facts, anyone
		} else if d == mixed {
			out = mixed
		}
	}
	return facts, out
}
