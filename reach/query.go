package reach

import (
	"reflect"
	"slices"

	"github.com/contrechamp/contrechamp/audience"
)

// query is a person as a segment sees him: which keys he answers with yes and
// which with unknown. Facts that he does not speak of are unknown if their
// class is open, else a no.
type query struct {
	person *audience.Person
	world  audience.World

	age    uint8
	gender int

	open  uint64   // classes of which silence is unknown
	yes   []uint32 // keys of general facts
	maybe []uint32 // the same, unknown one by one
	no    []denial // of open classes

	languageYes, languageMaybe []uint32

	place                whereabouts
	placeYes, placeMaybe []uint32
	asker                placesAsked // for which the places were answered
}

// placesAsked is all that the answers about places hang on.
type placesAsked struct {
	segment           *segment
	world             audience.World
	lives, now        string
	recently, travels []string
}

// same reports whether the places need not be asked again: whoever changes
// another fact about himself stays where he is. Places that cannot be compared
// are asked again.
func (a *placesAsked) same(b *placesAsked) bool {
	nilness := (a.recently == nil) == (b.recently == nil) && (a.travels == nil) == (b.travels == nil)
	return a.segment == b.segment && a.lives == b.lives && a.now == b.now && nilness &&
		slices.Equal(a.recently, b.recently) && slices.Equal(a.travels, b.travels) &&
		(b.world.Places == nil || reflect.ValueOf(b.world.Places).Comparable()) && a.world == b.world
}

// denial lists the facts of a class that the person said no to.
type denial struct {
	class class
	keys  []uint32
}

// prepare asks a person all that a segment wants to know.
func (q *query) prepare(s *segment, p *audience.Person, w audience.World) {
	q.person, q.world = p, w
	q.age, q.gender, q.open = p.Age, genderOf(p.Gender), unsaid(p)
	q.yes, q.maybe, q.no = q.yes[:0], q.maybe[:0], q.no[:0]
	for f, holds := range p.Said {
		key, ok := s.said.key(&f)
		switch {
		case !ok:
		case holds:
			q.yes = append(q.yes, key)
		case q.open>>classOf(&f)&1 == 1:
			q.deny(classOf(&f), key)
		}
	}
	q.yes, q.maybe = answers(s.asked, p, w, q.yes, q.maybe)
	q.languageYes, q.languageMaybe = answers(s.languages, p, w, q.languageYes[:0], q.languageMaybe[:0])
	if a := (placesAsked{s, w, p.Lives, p.Now, p.Recently, p.Travels}); !a.same(&q.asker) {
		q.place.ask(s.placeTree, p, w)
		q.placeYes, q.placeMaybe = answers(s.askedPlaces, p, w, q.placeYes[:0], q.placeMaybe[:0])
		a.recently, a.travels = slices.Clone(p.Recently), slices.Clone(p.Travels)
		q.asker = a
	}
	q.yes, q.maybe = append(q.yes, q.placeYes...), append(q.maybe, q.placeMaybe...)
}

func (q *query) deny(c class, key uint32) {
	for i := range q.no {
		if q.no[i].class == c {
			q.no[i].keys = append(q.no[i].keys, key)
			return
		}
	}
	q.no = append(q.no, denial{c, []uint32{key}})
}

// answers asks facts one by one.
func answers(asks []ask, p *audience.Person, w audience.World, yes, maybe []uint32) ([]uint32, []uint32) {
	for _, a := range asks {
		switch audience.Eval(a.fact, p, w) {
		case audience.Yes:
			yes = append(yes, a.key)
		case audience.Unknown:
			maybe = append(maybe, a.key)
		}
	}
	return yes, maybe
}

// local is what a person answers about the places of one stratum.
type local struct {
	yes, maybe []uint32 // keys
	open       bool     // no place that its rows ask for is a no
}

// anyPlace is the key of the rows that shut out some place.
const anyPlace = 0

// locate looks up the answers for a stratum.
func (q *query) locate(st *stratum, l *local) {
	l.yes, l.maybe, l.open = l.yes[:0], l.maybe[:0], false
	inside := 0
	note := func(key, place uint32) {
		if int(key) <= st.inside {
			inside++
		}
		if q.place.answer[place] == audience.Yes {
			l.yes = append(l.yes, key)
		} else {
			l.maybe = append(l.maybe, key)
		}
	}
	if len(q.place.touched) < len(st.facts)/2 {
		for _, p := range q.place.touched {
			if key := st.key[p]; key != 0 {
				note(key, p)
			}
		}
	} else {
		for i, p := range st.facts {
			if q.place.answer[p] != audience.No {
				note(uint32(i+1), p)
			}
		}
	}
	l.open = inside == st.inside
	if len(l.maybe) == len(st.facts) && len(l.maybe) > 0 {
		l.maybe = append(l.maybe[:0], anyPlace)
	}
}
