package audience

import "iter"

// Facts yields every fact from left to right, and whether it stands under an
// odd number of nots: whether having it shuts people out.
func (e *Expr) Facts() iter.Seq2[Fact, bool] {
	return func(yield func(Fact, bool) bool) { e.walk(false, yield) }
}

func (e *Expr) walk(excluded bool, yield func(Fact, bool) bool) bool {
	if e.Op == Is {
		return yield(e.Fact, excluded)
	}
	if e.Op == Not {
		excluded = !excluded
	}
	for _, x := range e.Args {
		if !x.walk(excluded, yield) {
			return false
		}
	}
	return true
}

// Map replaces every fact by f of it. Parts in which nothing changes are
// shared with e; where nothing changes at all, the result is e itself.
func Map(e *Expr, f func(Fact) Fact) *Expr {
	if e.Op == Is {
		if g := f(e.Fact); g != e.Fact {
			return Of(g)
		}
		return e
	}
	var args []*Expr
	for i, x := range e.Args {
		y := Map(x, f)
		if y != x && args == nil {
			args = make([]*Expr, len(e.Args))
			copy(args, e.Args[:i])
		}
		if args != nil {
			args[i] = y
		}
	}
	if args == nil {
		return e
	}
	return &Expr{Op: e.Op, Args: args}
}

// KindSet is a set of kinds of facts.
type KindSet uint32

const _ = uint(32 - kinds) // a KindSet has room for every kind

// KindsOf makes a set.
func KindsOf(ks ...Kind) (s KindSet) {
	for _, k := range ks {
		s |= 1 << k
	}
	return s
}

// Has reports whether k is in the set.
func (s KindSet) Has(k Kind) bool { return s>>k&1 == 1 }

// All yields the kinds of the set in canonical order.
func (s KindSet) All() iter.Seq[Kind] {
	return func(yield func(Kind) bool) {
		for k := range kinds {
			if s.Has(k) && !yield(k) {
				return
			}
		}
	}
}

// HasUndisclosed reports whether part of an audience was used and not named.
// Two such audiences may share the same published criteria; they are never
// known to be the same box.
func HasUndisclosed(e *Expr) bool {
	if e.Op == Is {
		return e.Fact.Kind == Undisclosed
	}
	for _, x := range e.Args {
		if HasUndisclosed(x) {
			return true
		}
	}
	return false
}

// Parts splits an audience for display, keeping the order. People are in it
// who have one fact of every group of include, no fact of exclude, and satisfy
// every expression of rest. Rest holds what is neither a group nor a list of
// exclusions, such as an or of ands; in most audiences it is empty.
func Parts(e *Expr) (include [][]Fact, exclude []Fact, rest []*Expr) {
	switch {
	case e.Op == All:
		for _, x := range e.Args {
			i, o, r := Parts(x)
			include, exclude, rest = append(include, i...), append(exclude, o...), append(rest, r...)
		}
	case e.Op == Not && e.Args[0].Op == Any:
		for _, x := range e.Args[0].Args {
			i, o, r := Parts(Except(x))
			include, exclude, rest = append(include, i...), append(exclude, o...), append(rest, r...)
		}
	case e.Op == Not && e.Args[0].Op == Not:
		return Parts(e.Args[0].Args[0])
	case e.Op == Not && e.Args[0].Op == Is:
		exclude = []Fact{e.Args[0].Fact}
	default:
		if g := group(e); g != nil {
			include = [][]Fact{g}
		} else {
			rest = []*Expr{e}
		}
	}
	return include, exclude, rest
}

// group lists the facts of one fact or of an or of facts; nil of anything else.
func group(e *Expr) []Fact {
	if e.Op == Is {
		return []Fact{e.Fact}
	}
	if e.Op != Any {
		return nil
	}
	var fs []Fact
	for _, x := range e.Args {
		g := group(x)
		if g == nil {
			return nil
		}
		fs = append(fs, g...)
	}
	return fs
}

// Criteria counts how many criteria an audience combines: its groups joined by
// and, each an or of any length, plus one if anything is excluded, however
// many and however written. Age, gender and place count like the others.
// A group that is nothing but undisclosed expansion or undisclosed other does
// not count: the first loosens a box, the second says that there may be more.
func Criteria(e *Expr) int {
	include, exclude, rest := Parts(e)
	n, out := 0, len(exclude) > 0
	for _, g := range include {
		for _, f := range g {
			if f.Kind != Undisclosed || f.Of != "expansion" && f.Of != "other" {
				n++
				break
			}
		}
	}
	for _, x := range rest {
		if x.Op == Not {
			out = true
		} else {
			n++
		}
	}
	if out {
		n++
	}
	return n
}
