package reach

import (
	"cmp"
	"slices"

	"github.com/contrechamp/contrechamp/audience"
	procs "github.com/contrechamp/contrechamp/internal/parallel"
)

// segment is an index that does not change, but for rows that go.
type segment struct {
	said        dictionary // keys of the facts that a person can speak of
	asked       []ask      // general facts that are asked one by one
	askedPlaces []ask      // the same, of places: circles, recent stays, travels
	languages   []ask
	placeTree   *placeTree
	strata      []stratum // the first is of the boxes that name no place
	split       bool      // some box stands in several strata
	nobody      []uint32  // ads that reach no one, in no stratum

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
	s := &segment{placeTree: newPlaceTree(), strata: make([]stratum, 1)}
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
	s.placeTree.pack()
	return s
}

// parallel calls do for 0 to n-1 on all processors.
func parallel(n int, do func(i int)) { procs.Do(n, 0, do) }

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
			s.placeNumber[i] = s.placeTree.add(f)
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
		case unknowable:
			continue
		case ownAnswers:
			a := ask{audience.Of(s.facts[f]), key}
			if s.facts[f].Kind == audience.Place {
				s.askedPlaces = append(s.askedPlaces, a)
			} else {
				s.asked = append(s.asked, a)
			}
		default:
			if k, twice := s.said.key(&s.facts[f]); twice {
				s.key[f] = k
				continue
			}
			s.said.put(&s.facts[f], key)
		}
		s.key[f] = key
		key++
	}
	s.keys = int(key)
}

// stratumAt finds or makes the stratum of a country or region.
func (s *segment) stratumAt(path string) int {
	site := s.placeTree.site(path)
	if site.stratum == 0 {
		s.strata = append(s.strata, stratum{})
		site.stratum = len(s.strata) - 1
	}
	return site.stratum
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
	var several *shared
	var x normal
	for i, r := range rows {
		b.box(r.box, &x)
		d.row(&x, st)
		ads[i] = r.ad
		if m.shares(r.box) {
			if several == nil {
				several = &shared{}
			}
			several.add(m.of(r.box))
		}
	}
	return d.finish(ads, several)
}
