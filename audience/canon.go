package audience

import "slices"

// Canonical brings audiences that say the same in another order to one form.
//
// It uses only laws that hold in three values, so the form has the same answer
// for every partly known person (there is no excluded middle: a or not a stays):
//
//   - and within and, or within or are taken in; parts are sorted and
//     duplicates dropped, except undisclosed ones, of which no two are the same;
//   - not goes inward to the facts, then the negated parts of one and or or
//     are drawn together under one not: not a and not b is not (a or b);
//   - everyone and nobody vanish or win;
//   - age ranges that meet become one, but never an empty one: age 18..20 and
//     age 30.. stays, since a silent age must remain unknown;
//   - a place within another, by its path and under the same qualifier and no
//     circle, is absorbed on one side of an or, and absorbs on one side of an and.
//
// The order is facts by kind, then compound parts, then the not; facts of a
// kind by number, qualifier and circle, then label by bytes. Labels are
// compared as they are spelled; package key folds them first. The time is that
// of sorting the parts. Canonical of a canonical form is the same tree.
func Canonical(e *Expr) *Expr {
	var first simplifier
	c := first.simplify(fold(e), false)
	if !first.postponed {
		return c
	}
	// The ranges of an and that share no age leave a choice of which to join.
	// It must not depend on how they were bracketed, so they wait until all
	// brackets and duplicates are gone.
	second := simplifier{intersect: true}
	return second.simplify(c, false)
}

func dual(op Op) Op {
	if op == All {
		return Any
	}
	return All
}

// under is what op is under a not, if negate is set.
func under(op Op, negate bool) Op {
	if negate {
		return dual(op)
	}
	return op
}

// constant reports whether e is everyone or nobody.
func (e *Expr) constant() bool { return (e.Op == All || e.Op == Any) && len(e.Args) == 0 }

// fold lets everyone and nobody vanish or win, so that the result is one of
// them or holds none. Where there is none, it is e itself.
func fold(e *Expr) *Expr { return reduce(e, func(*Fact) Answer { return Unknown }) }

// simplifier is one pass over an expression without constants.
type simplifier struct {
	intersect bool // whether to join the age ranges of an and
	postponed bool // there were some, and they were not joined
}

// simplify makes e, or its opposite, canonical, from the facts upwards. A part
// is looked at again only when its neighbours were duplicates of it and
// vanished, so the whole stays linear but for sorting.
func (s *simplifier) simplify(e *Expr, negate bool) *Expr {
	switch {
	case e.Op == Not:
		return s.simplify(e.Args[0], !negate)
	case e.Op == Is && negate:
		return Except(e)
	case e.Op == Is:
		return e
	}
	g := gathered{op: under(e.Op, negate)}
	if len(e.Args) == 0 {
		return node(g.op, nil)
	}
	s.gather(&g, e, negate)
	args := s.tidy(g.op, g.facts, g.parts)
	if len(g.notFacts)+len(g.notParts) > 0 {
		args = append(args, Except(node(dual(g.op), s.tidy(dual(g.op), g.notFacts, g.notParts))))
	}
	return node(g.op, args)
}

// gathered holds the parts of one and or one or.
type gathered struct {
	op                 Op
	facts, parts       []*Expr // parts are of the dual op
	notFacts, notParts []*Expr // what stood under not; notParts are of op itself
}

// gather takes the arguments of e, and of what it holds of the same operator.
func (s *simplifier) gather(g *gathered, e *Expr, negate bool) {
	for _, x := range e.Args {
		negate := negate
		for x.Op == Not || x.Op != Is && len(x.Args) == 1 {
			negate = negate != (x.Op == Not)
			x = x.Args[0]
		}
		switch {
		case x.Op == Is && negate:
			g.notFacts = append(g.notFacts, x)
		case x.Op == Is:
			g.facts = append(g.facts, x)
		case under(x.Op, negate) == g.op:
			s.gather(g, x, negate)
		default:
			if x = s.simplify(x, negate); x.Op != g.op {
				g.put(x)
				continue
			}
			for _, y := range x.Args { // only one part was left of it
				g.put(y)
			}
		}
	}
}

// put takes one simple part.
func (g *gathered) put(x *Expr) {
	switch {
	case x.Op == Is:
		g.facts = append(g.facts, x)
	case x.Op != Not:
		g.parts = append(g.parts, x)
	case x.Args[0].Op == Is:
		g.notFacts = append(g.notFacts, x.Args[0])
	case x.Args[0].Op == g.op:
		g.notParts = append(g.notParts, x.Args[0])
	default:
		for _, y := range x.Args[0].Args {
			if y.Op == Is {
				g.notFacts = append(g.notFacts, y)
			} else {
				g.notParts = append(g.notParts, y)
			}
		}
	}
}

func node(op Op, args []*Expr) *Expr {
	if len(args) == 1 {
		return args[0]
	}
	return &Expr{Op: op, Args: args}
}

// tidy sorts and shortens the positive parts of one and or one or.
func (s *simplifier) tidy(op Op, facts, parts []*Expr) []*Expr {
	slices.SortFunc(facts, compare)
	facts = s.mergeAges(op, facts)
	facts = distinct(facts)
	facts = absorb(op, facts)
	slices.SortFunc(parts, compare)
	return append(facts, distinct(parts)...)
}

// distinct drops sorted neighbours that are equal and fully disclosed.
func distinct(xs []*Expr) []*Expr {
	return slices.CompactFunc(xs, func(a, b *Expr) bool { return compare(a, b) == 0 && !HasUndisclosed(a) })
}

// mergeAges joins the age ranges that meet among sorted facts.
func (s *simplifier) mergeAges(op Op, facts []*Expr) []*Expr {
	n := 0
	for n < len(facts) && facts[n].Fact.Kind == Age && !facts[n].Fact.AgeUnknown {
		n++
	}
	if n < 2 {
		return facts
	}
	if op == All && !s.intersect {
		s.postponed = true
		return facts
	}
	lo, hi := facts[0].Fact.Lo, facts[0].Fact.Hi
	merged := make([]*Expr, 0, len(facts))
	for _, x := range facts[1:n] {
		l, h := x.Fact.Lo, x.Fact.Hi
		switch {
		case op == Any && (hi == OpenAge || l <= hi+1):
			hi = max(hi, h)
		case op == All && l <= hi:
			lo, hi = l, min(hi, h)
		default:
			merged = append(merged, Ages(lo, hi))
			lo, hi = l, h
		}
	}
	return append(append(merged, Ages(lo, hi)), facts[n:]...)
}

// absorb drops places: in an or those within another, in an and those that
// hold another.
func absorb(op Op, facts []*Expr) []*Expr {
	type at struct {
		where Qualifier
		path  string
	}
	from, to := placesIn(facts)
	if to-from < 2 {
		return facts
	}
	present := make(map[at]bool, to-from) // true once another place lies within it
	for _, x := range facts[from:to] {
		present[at{x.Fact.Where, x.Fact.Label}] = false
	}
	within := make([]bool, to-from) // lies within another
	for i, x := range facts[from:to] {
		path := x.Fact.Label
		for j := range len(path) {
			if path[j] != '/' {
				continue
			}
			up := at{x.Fact.Where, path[:j]}
			if _, ok := present[up]; ok {
				within[i], present[up] = true, true
			}
		}
	}
	kept := facts[:from:from]
	for i, x := range facts[from:to] {
		drop := within[i]
		if op == All {
			drop = present[at{x.Fact.Where, x.Fact.Label}]
		}
		if !drop {
			kept = append(kept, x)
		}
	}
	return append(kept, facts[to:]...)
}

// placesIn finds the places without a circle, which stand together.
func placesIn(facts []*Expr) (from, to int) {
	plain := func(f *Fact) bool { return f.Kind == Place && f.Area.Shape == NoArea }
	for from < len(facts) && !plain(&facts[from].Fact) {
		from++
	}
	for to = from; to < len(facts) && plain(&facts[to].Fact); to++ {
	}
	return from, to
}
