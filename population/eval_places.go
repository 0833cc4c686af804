package population

import (
	"slices"

	"github.com/contrechamp/contrechamp/audience"
)

// leafAnswer is a three-valued answer over the leaves of a block.
type leafAnswer struct{ yes, may []uint64 }

// class is a set of leaves in which the placed parts of the expression have the
// same answers.
type class struct {
	leaves []int32
	state  []audienceAnswer // of each place part
	pair   pair
}

func onlyPlaces(e *audience.Expr) bool {
	if e.Op == audience.Is {
		return placed(&e.Fact)
	}
	for _, x := range e.Args {
		if !onlyPlaces(x) {
			return false
		}
	}
	return len(e.Args) > 0
}

// atLeaves answers a part that only speaks of places, for every leaf at once.
func (q *question) atLeaves(e *audience.Expr) leafAnswer {
	n := len(q.b.leaves)
	words := (n + 63) / 64
	out := leafAnswer{make([]uint64, words), make([]uint64, words)}
	switch e.Op {
	case audience.Is:
		q.mark(out, &e.Fact)
	case audience.Any:
		for _, x := range e.Args {
			if x.Op == audience.Is {
				q.mark(out, &x.Fact)
				continue
			}
			l := q.atLeaves(x)
			orInto(out.yes, l.yes)
			orInto(out.may, l.may)
		}
	case audience.All:
		setRange(out.yes, 0, n)
		setRange(out.may, 0, n)
		for _, x := range e.Args {
			l := q.atLeaves(x)
			andInto(out.yes, l.yes)
			andInto(out.may, l.may)
		}
	case audience.Not:
		l := q.atLeaves(e.Args[0])
		setRange(out.yes, 0, n)
		setRange(out.may, 0, n)
		clearFrom(out.yes, l.may)
		clearFrom(out.may, l.yes)
	}
	return out
}

func (q *question) mark(l leafAnswer, f *audience.Fact) {
	g := q.t.stand(f)
	if g.country == "" { // a place that the table does not know may be anywhere
		setRange(l.may, 0, len(q.b.leaves))
		return
	}
	if g.block != q.b {
		return
	}
	for _, r := range g.yes {
		setRange(l.yes, int(r.from), int(r.to))
	}
	for _, r := range g.may {
		setRange(l.may, int(r.from), int(r.to))
	}
}

// partition groups the leaves by the answers of the place parts, with the answer of the
// whole expression in each group.
func (q *question) partition(e *audience.Expr) []class {
	n := len(q.b.leaves)
	of := make([]int32, n)
	count := 1
	states := [][]audienceAnswer{nil}
	for _, l := range q.answers {
		next := map[int32]int32{} // old class * 3 + answer -> new class
		var grown [][]audienceAnswer
		for i := range n {
			a := no
			if has(l.yes, i) {
				a = yes
			} else if has(l.may, i) {
				a = unknown
			}
			k := of[i]*3 + int32(a)
			c, ok := next[k]
			if !ok {
				c = int32(len(grown))
				next[k] = c
				grown = append(grown, append(slices.Clone(states[of[i]]), a))
			}
			of[i] = c
		}
		states, count = grown, len(grown)
	}
	out := make([]class, count)
	for i, c := range of {
		out[c].leaves = append(out[c].leaves, int32(i))
	}
	for c := range out {
		out[c].state = states[c]
		out[c].pair = q.answer(e, states[c])
	}
	return out
}

// alive keeps the groups in which somebody may be in the box.
func alive(parts []class) []class {
	return slices.DeleteFunc(slices.Clone(parts), func(c class) bool { return none(c.pair.may) })
}
