package population

import (
	"slices"

	"github.com/contrechamp/contrechamp/audience"
)

// reasons collects causes, each kind once.
type reasons struct{ list []Reason }

// order is the order in which reasons are told.
var order = []ReasonKind{ReasonNoTable, ReasonNoCountry, ReasonPoint, ReasonNotJoined, ReasonSmaller, ReasonRadius, ReasonVisitors, ReasonCutAge,
	ReasonUnknownAge, ReasonGender, ReasonNoShare, ReasonMargin, ReasonHeld, ReasonHidden, ReasonUnread, ReasonYear}

func (r *reasons) add(k ReasonKind, f *audience.Fact, in string) {
	for i := range r.list {
		if r.list[i].Kind == k {
			r.list[i].N++
			return
		}
	}
	r.list = append(r.list, Reason{Kind: k, Fact: f.String(), N: 1, In: in})
}

func (r *reasons) sort() {
	slices.SortStableFunc(r.list, func(a, b Reason) int { return slices.Index(order, a.Kind) - slices.Index(order, b.Kind) })
}

// gather adds the facts that are open where the answer is open: a fact that is
// undecided for cells which other facts have decided is no cause of anything.
func (r *reasons) gather(q *question, e *audience.Expr, classes []class) {
	open := make([]uint64, q.words)
	leaves := make([]uint64, (len(q.b.leaves)+63)/64)
	for _, c := range classes {
		here := false
		for i := range open {
			w := c.pair.may[i] &^ c.pair.yes[i]
			open[i] |= w
			here = here || w != 0
		}
		if here {
			for _, l := range c.leaves {
				set(leaves, int(l))
			}
		}
	}
	seen := map[audience.Fact]bool{}
	ages := false
	for _, f := range leafFacts(e) {
		if seen[*f] {
			continue
		}
		seen[*f] = true
		switch {
		case placed(f):
			g := q.t.stand(f)
			if g.country == "" {
				r.add(ReasonNotJoined, f, "")
			} else if g.block == q.b && g.why != "" && openAt(g, leaves) {
				r.add(g.why, f, g.in)
			}
		case f.Kind == audience.Age && !f.AgeUnknown:
			cut, lost := q.cutAge(f)
			if cut {
				r.add(ReasonCutAge, f, "")
			}
			ages = ages || lost
		default:
			p := q.fact(f)
			for i := range open {
				if p.may[i]&^p.yes[i]&open[i] != 0 {
					r.add(q.b.openKind(f), f, "")
					break
				}
			}
		}
	}
	if ages {
		r.add(ReasonUnknownAge, &audience.Fact{Kind: audience.Age, AgeUnknown: true}, "")
	}
	r.sort()
}

// openAt reports whether some of the leaves are open for a place.
func openAt(g *extent, leaves []uint64) bool {
	for _, r := range g.may {
		for i := r.from; i < r.to; i++ {
			if has(leaves, int(i)) && !slices.ContainsFunc(g.yes, func(y run) bool { return y.from <= i && i < y.to }) {
				return true
			}
		}
	}
	return false
}

// cutAge reports whether an age range cuts a group, and whether it leaves people
// of unknown age in doubt.
func (q *question) cutAge(f *audience.Fact) (cut, lost bool) {
	for _, g := range q.b.groups {
		touches := f.Lo <= g.hi && g.lo <= f.Hi
		holds := f.Lo <= g.lo && g.hi <= f.Hi
		if touches && !holds {
			if g.lo == 0 && g.hi == audience.OpenAge {
				lost = true
			} else {
				cut = true
			}
		}
	}
	return cut, lost
}

// openKind says why a fact that is not about age or place is open.
func (b *block) openKind(f *audience.Fact) ReasonKind {
	switch {
	case f.Kind == audience.Undisclosed:
		return ReasonHidden
	case f.Kind == audience.Other:
		return ReasonUnread
	case f.Kind == audience.Gender:
		return ReasonGender
	case f.Kind == audience.Age: // age unknown: known to the platform
		return ReasonHeld
	case f.Kind.Held():
		return ReasonHeld
	case b.marginal(f):
		return ReasonMargin
	}
	return ReasonNoShare
}
