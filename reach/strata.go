package reach

import (
	"cmp"
	"slices"
)

// members are the ads of each box.
type members struct {
	start []uint32
	ads   []uint32 // names of ads, box after box, ascending
	slots []uint8  // general groups of each box, up to mostGroups
}

func newMembers(b *Boxes, ids []uint32) *members {
	m := &members{start: make([]uint32, b.Distinct()+1), ads: make([]uint32, len(ids)), slots: make([]uint8, b.Distinct())}
	for _, box := range b.of {
		m.start[box+1]++
	}
	for i := range b.Distinct() {
		m.start[i+1] += m.start[i]
	}
	next := slices.Clone(m.start)
	for ad, box := range b.of {
		m.ads[next[box]] = ids[ad]
		next[box]++
	}
	return m
}

func (m *members) of(box uint32) []uint32 { return m.ads[m.start[box]:m.start[box+1]] }

// shareFrom is from how many ads on a box has one row for all of them. Below,
// a row for each is faster: ids of single rows come 32 at a step.
const shareFrom = 8

func (m *members) shares(box uint32) bool { return len(m.of(box)) >= shareFrom }

// rowOf is a row to be: a box, and its ad or the first of those that share it.
type rowOf struct{ box, ad uint32 }

// distribute lists the rows of each stratum, those with one ad first, then by
// the number of general groups, then by ad. Boxes of nobody are left out.
func (s *segment) distribute(b *Boxes, m *members) [][]rowOf {
	rows := make([][]rowOf, len(s.strata))
	var x normal
	var at []int
	for id := range uint32(b.Distinct()) {
		b.box(id, &x)
		at = append(at[:0], 0)
		slots, placed, spoken, nobody := 0, false, false, false
		for _, g := range x.in {
			switch r := s.roleOfGroup(g); {
			case len(g) == 0:
				nobody = true
			case r == age, r == gender:
			case r == place && !placed:
				placed = true
				at = s.strataOf(g, at[:0])
			case r == language && !spoken:
				spoken = true
			default:
				slots++
			}
		}
		if nobody {
			s.nobody = append(s.nobody, m.of(id)...)
			continue
		}
		m.slots[id] = uint8(min(slots, mostGroups))
		s.split = s.split || len(at) > 1
		for _, st := range at {
			for _, ad := range m.of(id) {
				rows[st] = append(rows[st], rowOf{id, ad})
				if m.shares(id) {
					break
				}
			}
		}
	}
	parallel(len(rows), func(i int) {
		slices.SortFunc(rows[i], func(a, b rowOf) int {
			if a, b := m.shares(a.box), m.shares(b.box); a != b {
				if a {
					return 1
				}
				return -1
			}
			return cmp.Or(cmp.Compare(m.slots[a.box], m.slots[b.box]), cmp.Compare(a.ad, b.ad))
		})
	})
	return rows
}

// strataOf lists the strata of a group of places; a region is left out where
// the whole country is there.
func (s *segment) strataOf(g []uint32, at []int) []int {
	for _, f := range g {
		own := s.own[f]
		for _, o := range g {
			if s.own[o] == s.country[f] {
				own = s.country[f]
				break
			}
		}
		if !slices.Contains(at, own) {
			at = append(at, own)
		}
	}
	return at
}

// number gives the places that the rows of a stratum name their keys there.
func (s *segment) number(b *Boxes, st *stratum, rows []rowOf) {
	st.key = map[uint32]uint32{}
	name := func(f uint32) {
		p := s.placeNumber[f]
		if st.key[p] == 0 {
			st.facts = append(st.facts, p)
			st.key[p] = uint32(len(st.facts))
		}
	}
	var x normal
	var out []uint32
	for _, r := range rows {
		b.box(r.box, &x)
		for _, g := range x.in {
			if s.roleOfGroup(g) == place {
				for _, f := range g {
					if s.within(f, st) {
						name(f)
					}
				}
				break
			}
		}
		for _, f := range x.out {
			if s.role[f] == place {
				out = append(out, f)
			}
		}
	}
	st.inside = len(st.facts)
	for _, f := range out {
		name(f)
	}
}

// cut divides the rows of a stratum into blocks, those with one ad apart.
func cut(rows []rowOf, m *members) (parts [][]rowOf) {
	single := 0
	for single < len(rows) && !m.shares(rows[single].box) {
		single++
	}
	for _, r := range [][]rowOf{rows[:single], rows[single:]} {
		n := (len(r) + blockRows - 513) / (blockRows - 512)
		for i := range n {
			from, to := len(r)*i/n, len(r)*(i+1)/n
			if i > 0 {
				from = from / 512 * 512
			}
			if i < n-1 {
				to = to / 512 * 512
			}
			parts = append(parts, r[from:to])
		}
	}
	return parts
}
