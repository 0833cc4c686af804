package reach

import (
	"github.com/contrechamp/contrechamp/audience"
)

// plan is an audience as a population counts it: the persons of spans who are
// in all rows of in, in no row of out, in some row of each of or, have a label
// of each of groups and none of not, and satisfy rest. A plan is of one bound:
// of the persons it surely holds, or of those that it possibly does.
type plan struct {
	upper    bool
	spans    []span
	in, out  [][]uint64
	or       [][][]uint64
	groups   [][]uint32
	not      []uint32
	rest     []*audience.Expr
	blurred  bool // the two bounds differ
	everyone bool // spans are the whole population
}

// residents are the persons of a place.
type residents struct{ yes, possible []span }

// at finds the residents of a place, once for each fact.
func (p *People) at(f audience.Fact) *residents {
	if r, ok := p.places.Load(f); ok {
		return r.(*residents)
	}
	r := &residents{}
	var maybe []span
	r.yes, maybe = p.tree.spans(audience.Of(f), p.world, nil, nil)
	r.possible = union(append(append([]span(nil), r.yes...), maybe...))
	p.places.Store(f, r)
	return r
}

func (r *residents) bound(upper bool) []span {
	if upper {
		return r.possible
	}
	return r.yes
}

// planner makes plans of boxes whose facts are numbered. Once made it may be
// shared.
type planner struct {
	p     *People
	facts []audience.Fact
	at    []*residents // of a fact that is a place
	label []label      // of any other
}

// label is what a population knows of a fact.
type label struct {
	sort labelSort
	key  uint32 // if held
}

type labelSort uint8

const (
	noLabel labelSort = iota // it is another sort of fact
	unknown                  // the population says nothing of it
	lacking                  // nobody has it
	held
)

func newPlanner(p *People, facts []audience.Fact) *planner {
	l := &planner{p, facts, make([]*residents, len(facts)), make([]label, len(facts))}
	const batch = 256
	parallel((len(facts)+batch-1)/batch, func(i int) {
		for f := i * batch; f < min(len(facts), (i+1)*batch); f++ {
			if roleOf(&facts[f]) == place {
				l.at[f] = p.at(facts[f])
			} else {
				l.label[f] = p.label(&facts[f])
			}
		}
	})
	return l
}

func (p *People) label(f *audience.Fact) label {
	switch {
	case f.Kind == audience.Gender && f.Label != "unknown" && roleOf(f) == general:
		return label{sort: lacking} // a gender that no population knows
	case roleOf(f) != general || f.Kind == audience.Place:
		return label{}
	case !p.kinds.Has(f.Kind) || !f.Kind.Labelled():
		return label{sort: unknown}
	}
	if key, ok := p.labels[*f]; ok {
		return label{held, key}
	}
	return label{sort: lacking}
}

// plan prepares a box for one bound.
func (l *planner) plan(n *normal, upper bool) *plan {
	x := &plan{upper: upper, spans: []span{{0, uint32(l.p.n)}}, everyone: true}
	for _, g := range n.in {
		l.include(x, g)
	}
	for _, f := range n.out {
		l.exclude(x, f)
	}
	for _, e := range n.rest {
		x.rest = append(x.rest, e)
		x.blurred = true
	}
	return x
}

func (x *plan) nobody() { x.spans, x.everyone = nil, false }

// within keeps only these persons.
func (l *planner) within(x *plan, s []span) {
	if x.everyone {
		x.spans, x.everyone = s, false
		return
	}
	x.spans = without(x.spans, without([]span{{0, uint32(l.p.n)}}, s))
}

func (l *planner) include(x *plan, g []uint32) {
	p := l.p
	switch r := groupRole(l.facts, g); {
	case len(g) == 0:
		x.nobody()
	case r == age && len(g) == 1:
		f := &l.facts[g[0]]
		from, above := p.from(int(f.Lo)), p.from(int(f.Hi)+1)
		if from == nil || f.Lo > f.Hi {
			x.nobody()
			return
		}
		if &from[0] != &p.atLeast[0][0] {
			x.in = append(x.in, from)
		}
		if above != nil {
			x.out = append(x.out, above)
		}
	case r == gender || r == language:
		var rows [][]uint64
		for _, f := range g {
			rows = append(rows, l.rows(x, &l.facts[f], x.upper)...)
		}
		if len(rows) == 1 {
			x.in = append(x.in, rows[0])
		} else {
			x.or = append(x.or, rows)
		}
	case r == place:
		var all []span
		for _, f := range g {
			at := l.at[f]
			x.blurred = x.blurred || len(at.possible) != len(at.yes) || len(at.yes) > 0 && at.possible[0] != at.yes[0]
			all = append(all, at.bound(x.upper)...)
		}
		l.within(x, union(all))
	default:
		l.labels(x, g)
	}
}

// rows gives the persons of a gender or language: for languages, those who
// surely speak it or, possibly, also those who may.
func (l *planner) rows(x *plan, f *audience.Fact, possible bool) (rows [][]uint64) {
	if roleOf(f) == gender {
		return [][]uint64{l.p.gender[genderOf(f.Label)]}
	}
	ask := audience.Of(*f)
	for i, tag := range l.p.languages {
		switch a := audience.Eval(ask, &audience.Person{Languages: []string{tag}}, l.p.world); {
		case a == audience.Unknown && !possible:
			x.blurred = true
		case a == audience.Unknown:
			x.blurred = true
			rows = append(rows, l.p.language[i])
		case a == audience.Yes:
			rows = append(rows, l.p.language[i])
		}
	}
	return rows
}

// labels includes a group of labels; one of other facts, or of several sorts,
// is left to be asked as it is.
func (l *planner) labels(x *plan, g []uint32) {
	var keys []uint32
	open := false
	for _, f := range g {
		switch l.label[f].sort {
		case noLabel:
			x.rest = append(x.rest, audience.Or(leaves(l.facts, g)...))
			x.blurred = true
			return
		case unknown:
			open = true
		case held:
			keys = append(keys, l.label[f].key)
		}
	}
	x.blurred = x.blurred || open
	if !open || !x.upper {
		x.groups = append(x.groups, keys)
	}
}

func (l *planner) exclude(x *plan, number uint32) {
	f := &l.facts[number]
	switch roleOf(f) {
	case gender, language:
		x.out = append(x.out, l.rows(x, f, !x.upper)...)
	case place:
		at := l.at[number]
		x.blurred = x.blurred || len(at.possible) != len(at.yes) || len(at.yes) > 0 && at.possible[0] != at.yes[0]
		x.spans, x.everyone = without(x.spans, at.bound(!x.upper)), false
	default:
		switch l.label[number].sort {
		case noLabel:
			x.rest = append(x.rest, audience.Except(audience.Of(*f)))
			x.blurred = true
		case unknown:
			x.blurred = true
			if !x.upper {
				x.nobody()
			}
		case held:
			x.not = append(x.not, l.label[number].key)
		}
	}
}
