package reach

import (
	"cmp"
	mathbits "math/bits"
	"slices"

	"github.com/contrechamp/contrechamp/audience"
)

// Disjoint asks of every expression whether it is audience.Disjoint from e in a
// world: what audience.Overlap says of each, as a bitmap. Facts are brought to
// another form first, as in At. Every fact is asked once, so that a million
// boxes take less than a second.
func (t *Trees) Disjoint(e *audience.Expr, form func(audience.Fact) audience.Fact, w audience.World) []uint64 {
	out := make([]uint64, (t.Len()+63)/64)
	each := func(disjoint func(i int) bool) {
		parallel(len(out), func(word int) {
			for i := word * 64; i < min(word*64+64, t.Len()); i++ {
				if disjoint(i) {
					out[word] |= 1 << (i % 64)
				}
			}
		})
	}
	m, ok := audience.NewMeeting(e, w)
	if !ok { // so many conditions that each expression is asked by itself
		each(func(i int) bool {
			v, _ := audience.Overlap(t.At(i, form), e, w)
			return v == audience.Disjoint
		})
		return out
	}
	s := t.sketches(m, form)
	each(func(i int) bool {
		r := sketcher{shapeReader{t.shapes[t.starts[i].shape:t.starts[i+1].shape]}, t.Leaves(i), m, s}
		x := r.sketch(false)
		return m.Verdict(&x) == audience.Disjoint
	})
	return out
}

// sketches are those of all criteria. Most say nothing to the question and have
// the same one.
type sketches struct {
	of       []uint32 // by criterion
	distinct []audience.Sketch
}

func (s *sketches) at(c Criterion) *audience.Sketch { return &s.distinct[s.of[c]] }

func (t *Trees) sketches(m *audience.Meeting, form func(audience.Fact) audience.Fact) *sketches {
	used := make([]bool, 2*t.Facts())
	for _, c := range t.leaves {
		used[c] = true
	}
	const batch = 1024
	parts := make([]sketches, (t.Facts()+batch-1)/batch)
	parallel(len(parts), func(part int) {
		p := &parts[part]
		seen := map[audience.Sketch]uint32{}
		for f := part * batch; f < min(t.Facts(), (part+1)*batch); f++ {
			fact := t.Fact(uint32(f))
			if form != nil {
				fact = form(fact)
			}
			for _, c := range []Criterion{CriterionOf(uint32(f), false), CriterionOf(uint32(f), true)} {
				if !used[c] {
					p.of = append(p.of, 0)
					continue
				}
				x := m.Fact(&fact, c.Excluded())
				n, ok := seen[x]
				if !ok {
					n = uint32(len(p.distinct))
					seen[x], p.distinct = n, append(p.distinct, x)
				}
				p.of = append(p.of, n)
			}
		}
	})
	return united(parts)
}

// often is how many sketches a run of leaves is counted by. Those of most facts
// come first.
const often = 64

// united numbers the sketches of all parts anew, the most frequent first.
func united(parts []sketches) *sketches {
	all, number := &sketches{}, map[audience.Sketch]uint32{}
	var uses []int
	for _, p := range parts {
		renumbered := make([]uint32, len(p.distinct))
		for i, x := range p.distinct {
			n, ok := number[x]
			if !ok {
				n = uint32(len(all.distinct))
				number[x], all.distinct, uses = n, append(all.distinct, x), append(uses, 0)
			}
			renumbered[i] = n
		}
		for _, n := range p.of {
			if len(renumbered) > 0 { // else none of its criteria is used
				n = renumbered[n]
				uses[n]++
			}
			all.of = append(all.of, n)
		}
	}
	order := make([]uint32, len(uses))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(a, b uint32) int { return cmp.Compare(uses[b], uses[a]) })
	place, sorted := make([]uint32, len(order)), make([]audience.Sketch, len(order))
	for i, n := range order {
		place[n], sorted[i] = uint32(i), all.distinct[n]
	}
	for i, n := range all.of {
		if len(place) > 0 {
			all.of[i] = place[n]
		}
	}
	all.distinct = sorted
	return all
}

// anyOf adds a run of leaves to an or, in which their order does not count.
func (s *sketches) anyOf(j *audience.Joint, run []Criterion) {
	var times [often]uint32
	var seen uint64
	for _, c := range run {
		n := s.of[c]
		if n >= often {
			j.Add(&s.distinct[n])
			continue
		}
		times[n]++
		seen |= 1 << n
	}
	for ; seen != 0; seen &= seen - 1 {
		n := mathbits.TrailingZeros64(seen)
		j.AddAll(&s.distinct[n], int(times[n]))
	}
}

// sketcher puts an expression together from the sketches of its criteria.
type sketcher struct {
	shapeReader
	leaves []Criterion
	m      *audience.Meeting
	facts  *sketches
}

func (s *sketcher) sketch(negated bool) audience.Sketch {
	v := s.next()
	op := audience.Op(v & 3)
	switch {
	case op == audience.Is:
		c := s.leaves[0]
		s.leaves = s.leaves[1:]
		return *s.facts.at(c)
	case op == audience.Not:
		return s.sketch(!negated)
	case negated && op == audience.All:
		op = audience.Any
	case negated:
		op = audience.All
	}
	j := s.m.Joint(op)
	for n := int(v >> 2); n > 0; {
		if x := s.peek(); audience.Op(x&3) == audience.Is {
			s.next()
			if op == audience.Any {
				s.facts.anyOf(&j, s.leaves[:x>>2])
			} else {
				for _, c := range s.leaves[:x>>2] {
					j.Add(s.facts.at(c))
				}
			}
			s.leaves = s.leaves[x>>2:]
			n -= int(x >> 2)
			continue
		}
		part := s.sketch(negated)
		j.Add(&part)
		n--
	}
	return j.Sketch()
}
