package reach

import (
	"strings"

	"github.com/contrechamp/contrechamp/audience"
)

// placeTree is the tree of the places that audiences name. A person is asked about
// a place only if he may be in all that it lies in: what is apart from a place
// is apart from everything below it.
type placeTree struct {
	roots  []*site
	byPath map[string]*site // while building
	facts  int
}

// site is a place that a fact or a part of its path names.
type site struct {
	ask     audience.Expr // at home or now
	facts   []placeFact
	stratum int // that begins here; 0 if none does
	parts   []*site
}

type placeFact struct {
	number uint32
	ask    *audience.Expr // nil: the same as the site's
}

func newPlaceTree() *placeTree {
	return &placeTree{byPath: map[string]*site{}}
}

// site finds a place, making it and what it lies in.
func (a *placeTree) site(path string) *site {
	if s := a.byPath[path]; s != nil {
		return s
	}
	s := &site{ask: *audience.Of(audience.Fact{Kind: audience.Place, Label: path})}
	a.byPath[path] = s
	if i := strings.LastIndexByte(path, '/'); i > 0 {
		whole := a.site(path[:i])
		whole.parts = append(whole.parts, s)
	} else {
		a.roots = append(a.roots, s)
	}
	return s
}

// add numbers a fact that is a place.
func (a *placeTree) add(f audience.Fact) uint32 {
	pf := placeFact{number: uint32(a.facts)}
	if f.Where != audience.Anywhere {
		pf.ask = audience.Of(f)
	}
	s := a.site(f.Label)
	s.facts = append(s.facts, pf)
	a.facts++
	return pf.number
}

// pack ends the building: the parts of a place, which are asked one after the
// other, come to lie side by side.
func (a *placeTree) pack() {
	all := make([]site, 0, len(a.byPath))
	move := func(list []*site) {
		for i, s := range list {
			all = append(all, *s)
			list[i] = &all[len(all)-1]
		}
	}
	move(a.roots)
	for i := 0; i < len(all); i++ {
		move(all[i].parts)
	}
	a.byPath = nil
}

// whereabouts are the answers of a person about the places of a tree.
type whereabouts struct {
	answer  []audience.Answer // by number of the fact
	touched []uint32          // facts that are not a no
	strata  []int             // that the person may be in, but for the first
	several bool              // two of these are not one inside the other
}

func (w *whereabouts) ask(a *placeTree, p *audience.Person, world audience.World) {
	if len(w.answer) < a.facts {
		w.answer = make([]audience.Answer, a.facts)
	}
	for _, f := range w.touched {
		w.answer[f] = audience.No
	}
	w.touched, w.strata, w.several = w.touched[:0], w.strata[:0], false
	for _, s := range a.roots {
		w.visit(s, p, world, 0)
	}
}

// visit asks about a site and its parts. inside is how many strata it lies in.
func (w *whereabouts) visit(s *site, p *audience.Person, world audience.World, inside int) {
	here := audience.Eval(&s.ask, p, world)
	if here == audience.No {
		return
	}
	if s.stratum != 0 {
		if len(w.strata) > inside {
			w.several = true
		}
		w.strata = append(w.strata, s.stratum)
		inside++
	}
	for _, f := range s.facts {
		a := here
		if f.ask != nil {
			a = audience.Eval(f.ask, p, world)
		}
		if a != audience.No {
			w.answer[f.number] = a
			w.touched = append(w.touched, f.number)
		}
	}
	for _, part := range s.parts {
		w.visit(part, p, world, inside)
	}
}
