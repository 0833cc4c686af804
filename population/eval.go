package population

import (
	"slices"
	"strings"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/place"
)

// question is one expression asked of one block. The cells of a leaf are cut at
// the ages that the expression names, so that an age group is certainly in the
// box when all its parts are, and possibly when some part is: "age 18..22 or age
// 23.." holds everybody of 20..24.
type question struct {
	t          *Table
	b          *block
	segments   []group // ages, cut
	words      int     // of a mask over combo x sex x segment
	full       []uint64
	placeParts map[*audience.Expr]int // largest parts that only speak of places
	answers    []leafAnswer           // of each place part
	cache      map[*audience.Expr]pair
}

// pair is a three-valued answer over the cells of a leaf: yes within may.
type pair struct{ yes, may []uint64 }

// audienceAnswer is no, unknown, yes.
type audienceAnswer uint8

const (
	no audienceAnswer = iota
	unknown
	yes
)

func (t *Table) ask(b *block, e *audience.Expr) *question {
	q := &question{t: t, b: b, placeParts: map[*audience.Expr]int{}, cache: map[*audience.Expr]pair{}}
	q.cut(e)
	n := len(b.combos) * len(b.sexes) * len(q.segments)
	q.words = (n + 63) / 64
	q.full = make([]uint64, q.words)
	setRange(q.full, 0, n)
	q.plan(e)
	return q
}

// cut makes the age segments: between any two neighbouring bounds of age groups
// or of the expression's ages.
func (q *question) cut(e *audience.Expr) {
	var at [257]bool
	at[0] = true
	for _, g := range q.b.groups {
		at[g.lo], at[int(g.hi)+1] = true, true
	}
	var walk func(*audience.Expr)
	walk = func(x *audience.Expr) {
		if x.Op == audience.Is && x.Fact.Kind == audience.Age && !x.Fact.AgeUnknown {
			at[x.Fact.Lo], at[int(x.Fact.Hi)+1] = true, true
		}
		for _, y := range x.Args {
			walk(y)
		}
	}
	walk(e)
	lo := 0
	for a := 1; a <= 256; a++ {
		if a == 256 || at[a] {
			q.segments = append(q.segments, group{uint8(lo), uint8(a - 1)})
			lo = a
		}
	}
}

// plan finds the largest parts that only speak of places, and their answers.
func (q *question) plan(e *audience.Expr) {
	if onlyPlaces(e) {
		if _, ok := q.placeParts[e]; !ok {
			q.placeParts[e] = len(q.answers)
			q.answers = append(q.answers, q.atLeaves(e))
		}
		return
	}
	for _, x := range e.Args {
		q.plan(x)
	}
}

// answer evaluates the expression over the cells of a leaf, given the answers of
// the place parts there.
func (q *question) answer(e *audience.Expr, state []audienceAnswer) pair {
	if s, ok := q.placeParts[e]; ok {
		switch state[s] {
		case yes:
			return pair{q.full, q.full}
		case unknown:
			return pair{make([]uint64, q.words), q.full}
		}
		z := make([]uint64, q.words)
		return pair{z, z}
	}
	switch e.Op {
	case audience.Is:
		p, ok := q.cache[e]
		if !ok {
			p = q.fact(&e.Fact)
			q.cache[e] = p
		}
		return p
	case audience.Not:
		p := q.answer(e.Args[0], state)
		return pair{q.without(p.may), q.without(p.yes)}
	}
	if e.Op == audience.All {
		out := pair{slices.Clone(q.full), slices.Clone(q.full)}
		for _, x := range e.Args {
			p := q.answer(x, state)
			andInto(out.yes, p.yes)
			andInto(out.may, p.may)
		}
		return out
	}
	out := pair{make([]uint64, q.words), make([]uint64, q.words)}
	for _, x := range e.Args {
		p := q.answer(x, state)
		orInto(out.yes, p.yes)
		orInto(out.may, p.may)
	}
	return out
}

func (q *question) without(m []uint64) []uint64 {
	out := slices.Clone(q.full)
	clearFrom(out, m)
	return out
}

// fact answers a fact that is not about places.
func (q *question) fact(f *audience.Fact) pair {
	p := pair{make([]uint64, q.words), make([]uint64, q.words)}
	switch {
	case f.Kind == audience.Age && !f.AgeUnknown:
		q.each(func(i, _, _ int, segment group) {
			if f.Lo <= segment.lo && segment.hi <= f.Hi {
				set(p.yes, i)
				set(p.may, i)
			}
		})
	case f.Kind == audience.Gender && (f.Label == "female" || f.Label == "male"):
		q.each(func(i, _, sex int, _ group) {
			switch q.b.sexes[sex] {
			case f.Label:
				set(p.yes, i)
				set(p.may, i)
			case "":
				set(p.may, i)
			}
		})
	case q.b.kinds[f.Kind]:
		answers := make([]audienceAnswer, len(q.b.combos))
		for c, combo := range q.b.combos {
			answers[c] = jointly(combo, f)
		}
		q.each(func(i, combo, _ int, _ group) {
			if answers[combo] == yes {
				set(p.yes, i)
			}
			if answers[combo] != no {
				set(p.may, i)
			}
		})
	default:
		p.may = q.full
	}
	return p
}

// jointly asks whether people of a combination of joint facts have a fact. A
// column divides people, so one value of a kind denies the others.
func jointly(combo []Joint, f *audience.Fact) audienceAnswer {
	answer := unknown
	for _, j := range combo {
		switch {
		case j.Kind != f.Kind || j.Value == "":
		case f.Kind == audience.Language:
			switch {
			case tagIn(j.Value, f.Label):
				return yes
			case tagIn(f.Label, j.Value):
			default:
				answer = no
			}
		case place.Fold(j.Value) == place.Fold(f.Label):
			return yes
		default:
			answer = no
		}
	}
	return answer
}

// tagIn reports whether a language tag is in a range (RFC 4647, basic).
func tagIn(tag, within string) bool {
	return len(tag) >= len(within) && strings.EqualFold(tag[:len(within)], within) && (len(tag) == len(within) || tag[len(within)] == '-')
}

// each walks the cells of a mask.
func (q *question) each(f func(i, combo, sex int, segment group)) {
	i := 0
	for c := range q.b.combos {
		for s := range q.b.sexes {
			for _, segment := range q.segments {
				f(i, c, s, segment)
				i++
			}
		}
	}
}
