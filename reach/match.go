package reach

import (
	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/reach/bits"
)

// matcher runs a query over blocks. It has the bitmaps to work in and is for
// one goroutine at a time.
type matcher struct {
	q *query
	l *local

	a, b, c, d bitmap
	both       []*uint64
	dense      []*uint64
	at         []uint32 // entries of postings, and of those the lists
	listed     []int
	keys       []uint32
	lists      [][]uint16
	counters   [][]uint64 // planes: bit j of the count of each row in plane j
}

// match finds the rows of a block that hold for the person, in yes, and those
// that may, in maybe. Where nothing can be unknown, maybe is left alone and
// exact is true. Both have the block's words.
func (m *matcher) match(b *block, yes, maybe []uint64) (surely, possibly int, exact bool) {
	q := m.q
	exact = len(b.rest) == 0 && b.classes&q.open == 0 && len(q.maybe) == 0 &&
		(q.age != 0 || b.ageless == nil) && (q.gender != silent || b.genders == nil) &&
		(len(q.languageMaybe) == 0 || b.language.none == nil) && len(m.l.maybe) == 0
	m.demographics(b, yes, maybe, exact)
	if b.language.none != nil {
		m.spoken(&b.language, yes, maybe, exact)
	}
	if len(b.in.at) > 0 {
		m.must(&b.in, m.l.yes, m.l.maybe, 0, m.l.open, b, yes, maybe, exact)
	}
	for i := range b.groups {
		m.must(&b.groups[i], q.yes, q.maybe, q.open&b.classes, false, b, yes, maybe, exact)
	}
	if len(b.notIn.at) > 0 {
		m.mustNot(&b.notIn, m.l.yes, m.l.maybe, 0, yes, maybe, exact)
	}
	if len(b.out.at) > 0 {
		m.mustNot(&b.out, q.yes, q.maybe, q.open&b.classes, yes, maybe, exact)
	}
	if exact {
		return bits.Count(yes), 0, true
	}
	for i := range b.rest {
		m.ask(&b.rest[i], yes, maybe)
	}
	surely, possibly = bits.Split(yes, maybe)
	return surely, possibly, false
}

// demographics begins with the rows that are there and accept age and gender.
func (m *matcher) demographics(b *block, yes, maybe []uint64, exact bool) {
	q := m.q
	m.both = append(m.both[:0], &b.valid[0])
	if b.ageless != nil && q.age != 0 {
		m.both = append(m.both, b.ageRow(q.age))
	}
	if b.genders != nil && q.gender != silent {
		m.both = append(m.both, &b.genders[q.gender*b.words])
	}
	if !exact {
		bits.And(maybe, m.both)
	}
	if b.ageless != nil && q.age == 0 {
		m.both = append(m.both, &b.ageless[0])
	}
	if b.genders != nil && q.gender == silent {
		m.both = append(m.both, &b.genders[silent*b.words])
	}
	bits.And(yes, m.both)
}

// spoken keeps the rows that accept the person's languages.
func (m *matcher) spoken(c *column, yes, maybe []uint64, exact bool) {
	m.gather(c, m.q.languageYes, &m.a)
	set := m.a.over(c)
	bits.Or(set, []*uint64{&set[0], &c.none[0]})
	bits.Keep(yes, set)
	if exact {
		return
	}
	m.gather(c, m.q.languageMaybe, &m.b)
	more := m.b.over(c)
	bits.Or(more, []*uint64{&more[0], &set[0]})
	bits.Keep(maybe, more)
}

// must keeps the rows of which some key of the column holds.
func (m *matcher) must(c *column, yesKeys, maybeKeys []uint32, open uint64, all bool, b *block, yes, maybe []uint64, exact bool) {
	m.gather(c, yesKeys, &m.a)
	set := m.a.over(c)
	c.before(set)
	bits.Keep(yes[c.first:], set)
	if exact || all {
		return
	}
	if m.possible(c, maybeKeys, open, &m.b) {
		more := m.b.over(c)
		bits.Or(set, []*uint64{&set[0], &more[0]})
	}
	bits.Keep(maybe[c.first:], set)
}

// mustNot drops the rows of which some key of the column holds.
func (m *matcher) mustNot(c *column, yesKeys, maybeKeys []uint32, open uint64, yes, maybe []uint64, exact bool) {
	if m.gather(c, yesKeys, &m.a) {
		set := m.a.over(c)
		bits.Drop(yes[c.first:], set)
		if !exact {
			bits.Drop(maybe[c.first:], set)
		}
	}
	if exact {
		return
	}
	if m.possible(c, maybeKeys, open, &m.b) {
		bits.Drop(yes[c.first:], m.b.over(c))
	}
}

// ask settles a row of which part is no group.
func (m *matcher) ask(r *restRow, yes, maybe []uint64) {
	w, bit := r.row/64, uint64(1)<<(r.row%64)
	if maybe[w]&bit == 0 {
		return
	}
	least := audience.Yes
	for _, e := range r.asks {
		least = min(least, audience.Eval(e, m.q.person, m.q.world))
	}
	if least != audience.Yes {
		yes[w] &^= bit
	}
	if least == audience.No {
		maybe[w] &^= bit
	}
}
