package reach

import (
	"cmp"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/contrechamp/contrechamp/audience"
)

// segment is an index that does not change, but for rows that go.
type segment struct {
	said      map[audience.Fact]uint32 // keys of the facts that a person can speak of
	asked     []ask                    // general facts that are asked one by one
	spots     []ask                    // the same, of places: circles, recent stays, travels
	languages []ask
	atlas     *atlas
	strata    []stratum // the first is of the boxes that name no place
	split     bool      // some box stands in several strata
	nobody    []uint32  // ads that reach no one, in no stratum

	factInfo // only while building
}

type ask struct {
	fact *audience.Expr
	key  uint32
}

// stratum holds the boxes that aim at places within one country or region.
type stratum struct {
	blocks []*block
	facts  []uint32          // places that its rows name, by number; key 1 is the first
	key    map[uint32]uint32 // of a place, from 1
	inside int               // how many of facts its rows ask for; those come first
}

// factInfo says what a build knows of each fact, by its number in Boxes.
type factInfo struct {
	facts          []audience.Fact
	role           []role
	class          []class
	key            []uint32
	keys           int // one more than the last key
	placeNumber    []uint32
	languageNumber []uint32
	own, country   []int // strata of a place
}

func (s *segment) roleOfGroup(g []uint32) role {
	if len(g) == 0 {
		return general
	}
	r := s.role[g[0]]
	for _, f := range g[1:] {
		if s.role[f] != r {
			return general
		}
	}
	return r
}

// within reports whether a place fact belongs to a stratum.
func (s *segment) within(f uint32, st *stratum) bool {
	return st == &s.strata[s.own[f]] || st == &s.strata[s.country[f]]
}

// newSegment indexes boxes; of gives the box of each ad and ids their names.
func newSegment(b *Boxes, ids []uint32) *segment {
	s := &segment{said: map[audience.Fact]uint32{}, atlas: newAtlas(), strata: make([]stratum, 1)}
	s.facts = b.facts
	s.classify(b)
	m := newMembers(b, ids)
	rows := s.distribute(b, m)
	type part struct {
		st   *stratum
		at   int
		rows []rowOf
	}
	var parts []part
	for i := range s.strata {
		cuts := cut(rows[i], m)
		s.strata[i].blocks = make([]*block, len(cuts))
		for j, r := range cuts {
			parts = append(parts, part{&s.strata[i], j, r})
		}
	}
	parallel(len(s.strata), func(i int) { s.number(b, &s.strata[i], rows[i]) })
	parallel(len(parts), func(i int) {
		p := parts[i]
		p.st.blocks[p.at] = s.draft(b, p.st, p.rows, m)
	})
	s.factInfo = factInfo{}
	return s
}

// parallel calls do for 0 to n-1 on all processors.
func parallel(n int, do func(i int)) {
	var wg sync.WaitGroup
	var next atomic.Int64
	for range min(n, runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			for i := next.Add(1) - 1; int(i) < n; i = next.Add(1) - 1 {
				do(int(i))
			}
		})
	}
	wg.Wait()
}

// classify gives every fact its role and its number there. General facts are
// numbered from the most used one on, which keeps the tables of keys short.
func (s *segment) classify(b *Boxes) {
	n := len(b.facts)
	s.role, s.class, s.key = make([]role, n), make([]class, n), make([]uint32, n)
	s.placeNumber, s.languageNumber = make([]uint32, n), make([]uint32, n)
	s.own, s.country = make([]int, n), make([]int, n)
	for i := range b.facts {
		s.role[i], s.class[i] = roleOf(&b.facts[i]), classOf(&b.facts[i])
	}
	uses := make([]uint32, n)
	asPlace := make([]bool, n)
	var x normal
	for id := range b.Distinct() {
		b.box(uint32(id), &x)
		placed, spoken := false, false
		for _, g := range x.in {
			switch r := s.roleOfGroup(g); {
			case r == age, r == gender:
			case r == place && !placed:
				placed = true
				for _, f := range g {
					asPlace[f] = true
				}
			case r == language && !spoken:
				spoken = true
			default:
				for _, f := range g {
					uses[f]++
				}
			}
		}
		for _, f := range x.out {
			switch s.role[f] {
			case age, gender:
			case place:
				asPlace[f] = true
			default:
				uses[f]++
			}
		}
	}
	s.numberGeneral(uses)
	for i, f := range b.facts {
		if asPlace[i] {
			s.placeNumber[i] = s.atlas.add(f)
			own, country := stratumOf(f.Label)
			s.own[i], s.country[i] = s.stratumAt(own), s.stratumAt(country)
		}
		if s.role[i] == language {
			s.languageNumber[i] = uint32(len(s.languages))
			s.languages = append(s.languages, ask{audience.Of(f), s.languageNumber[i]})
		}
	}
}

func (s *segment) numberGeneral(uses []uint32) {
	var order []uint32
	for f, n := range uses {
		if n > 0 {
			order = append(order, uint32(f))
		}
	}
	slices.SortStableFunc(order, func(a, b uint32) int { return cmp.Compare(uses[b], uses[a]) })
	key := uint32(classes)
	for _, f := range order {
		switch s.class[f] {
		case veiled:
			continue
		case formed:
			a := ask{audience.Of(s.facts[f]), key}
			if s.facts[f].Kind == audience.Place {
				s.spots = append(s.spots, a)
			} else {
				s.asked = append(s.asked, a)
			}
		default:
			if k, twice := s.said[s.facts[f]]; twice {
				s.key[f] = k
				continue
			}
			s.said[s.facts[f]] = key
		}
		s.key[f] = key
		key++
	}
	s.keys = int(key)
}

// stratumAt finds or makes the stratum of a country or region.
func (s *segment) stratumAt(path string) int {
	site := s.atlas.site(path)
	if site.stratum == 0 {
		s.strata = append(s.strata, stratum{})
		site.stratum = len(s.strata) - 1
	}
	return site.stratum
}

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
// a row for each is faster: ids of single rows come 16 at a step.
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

// draft builds one block.
func (s *segment) draft(b *Boxes, st *stratum, rows []rowOf, m *members) *block {
	d := &draft{
		s:     s,
		b:     &block{words: (len(rows) + 511) / 512 * 8},
		masks: make([][4]uint64, 0, len(rows)),
		tally: make([]uint32, max(s.keys, len(st.facts)+1, len(s.languages))),
	}
	ads := make([]uint32, len(rows))
	var shared [][]uint32
	var x normal
	for i, r := range rows {
		b.box(r.box, &x)
		d.row(&x, st)
		ads[i] = r.ad
		if m.shares(r.box) {
			shared = append(shared, m.of(r.box))
		}
	}
	return d.finish(ads, shared)
}
