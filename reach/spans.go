package reach

import (
	"cmp"
	"slices"
	"strings"

	"github.com/contrechamp/contrechamp/audience"
)

// span is the persons from one to before the other.
type span struct{ from, to uint32 }

// home is a place and all that lies in it, which is one span of persons.
type home struct {
	person audience.Person // who lives there and says no more
	all    span
	own    span // whose home is named no closer
	parts  []*home
}

// comparePaths orders paths segment by segment.
func comparePaths(a, b string) int {
	for {
		x, restA, moreA := strings.Cut(a, "/")
		y, restB, moreB := strings.Cut(b, "/")
		if c := cmp.Compare(x, y); c != 0 {
			return c
		}
		if !moreA || !moreB {
			return len(restA) - len(restB)
		}
		a, b = restA, restB
	}
}

// newHomes makes the tree of the homes; its root is nowhere.
func newHomes(p *People) *home {
	root := &home{all: span{0, uint32(p.n)}}
	byPath := map[string]*home{}
	var place func(path string) *home
	place = func(path string) *home {
		if h := byPath[path]; h != nil {
			return h
		}
		h := &home{person: audience.Person{Lives: path}}
		byPath[path] = h
		whole := root
		if i := strings.LastIndexByte(path, '/'); i > 0 {
			whole = place(path[:i])
		}
		whole.parts = append(whole.parts, h)
		return h
	}
	for i, path := range p.homes {
		s := span{p.first[i], p.first[i+1]}
		h := place(path)
		h.own = s
		for {
			if h.all == (span{}) {
				h.all.from = s.from
			}
			h.all.to = s.to
			i := strings.LastIndexByte(path, '/')
			if i <= 0 {
				break
			}
			path = path[:i]
			h = byPath[path]
		}
	}
	return root
}

// spans lists the persons that a fact holds for, and those for whom it may.
func (h *home) spans(fact *audience.Expr, w audience.World, yes, maybe []span) ([]span, []span) {
	answer := audience.Unknown
	if h.person.Lives != "" {
		answer = audience.Eval(fact, &h.person, w)
	}
	// A circle may hold one part of a place and not another; else what lies in
	// a place is in it, or apart from it, as a whole.
	circle := fact.Fact.Area.Shape != audience.NoArea
	switch {
	case answer == audience.Yes && !circle:
		return join(yes, h.all), maybe
	case answer == audience.No && !circle:
		return yes, maybe
	case h.own.from == h.own.to:
	case answer == audience.Yes:
		yes = join(yes, h.own)
	case answer == audience.Unknown:
		maybe = join(maybe, h.own)
	}
	for _, part := range h.parts {
		yes, maybe = part.spans(fact, w, yes, maybe)
	}
	return yes, maybe
}

// join appends a span to those before it.
func join(spans []span, s span) []span {
	if n := len(spans); n > 0 && spans[n-1].to == s.from {
		spans[n-1].to = s.to
		return spans
	}
	return append(spans, s)
}

// union brings spans in order and joins those that meet.
func union(spans []span) []span {
	if len(spans) < 2 {
		return spans
	}
	slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	out := spans[:1]
	for _, s := range spans[1:] {
		if last := &out[len(out)-1]; s.from <= last.to {
			last.to = max(last.to, s.to)
		} else {
			out = append(out, s)
		}
	}
	return out
}

// without takes out of spans those of others; both are in order.
func without(spans, others []span) []span {
	if len(others) == 0 {
		return spans
	}
	var out []span
	for _, s := range spans {
		for _, o := range others {
			if o.to <= s.from || o.from >= s.to {
				continue
			}
			if s.from < o.from {
				out = append(out, span{s.from, o.from})
			}
			s.from = o.to
			if s.from >= s.to {
				break
			}
		}
		if s.from < s.to {
			out = append(out, s)
		}
	}
	return out
}
