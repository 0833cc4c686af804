package reach

import (
	mathbits "math/bits"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/reach/bits"
)

// matcher runs a query over blocks. It has the bitmaps to work in and is for
// one goroutine at a time.
type matcher struct {
	q *query
	l *local

	a, b, c, d [blockWords]uint64
	both       []*uint64
	dense      []*uint64
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
	set := m.a[:c.words]
	m.gather(c, m.q.languageYes, set)
	bits.Or(set, []*uint64{&set[0], &c.none[0]})
	bits.Keep(yes, set)
	if exact {
		return
	}
	more := m.b[:c.words]
	m.gather(c, m.q.languageMaybe, more)
	bits.Or(more, []*uint64{&more[0], &set[0]})
	bits.Keep(maybe, more)
}

// gather sets set to the rows of the keys, and says whether there is any.
func (m *matcher) gather(c *column, keys []uint32, set []uint64) bool {
	m.dense, m.lists = m.dense[:0], m.lists[:0]
	for _, k := range keys {
		if bitmap, list := c.posting(k); bitmap != nil {
			m.dense = append(m.dense, &bitmap[0])
		} else if list != nil {
			m.lists = append(m.lists, list)
		}
	}
	bits.Or(set, m.dense)
	for _, list := range m.lists {
		for _, row := range list {
			set[int(row/64)-c.first] |= 1 << (row % 64)
		}
	}
	return len(m.dense)+len(m.lists) > 0
}

// must keeps the rows of which some key of the column holds.
func (m *matcher) must(c *column, yesKeys, maybeKeys []uint32, open uint64, all bool, b *block, yes, maybe []uint64, exact bool) {
	set := m.a[:c.words]
	m.gather(c, yesKeys, set)
	c.before(set)
	bits.Keep(yes[c.first:], set)
	if exact || all {
		return
	}
	more := m.b[:c.words]
	if m.possible(c, maybeKeys, open, more) {
		bits.Or(set, []*uint64{&set[0], &more[0]})
	}
	bits.Keep(maybe[c.first:], set)
}

// before sets the rows before the column's first one.
func (c *column) before(set []uint64) {
	from := c.first * 64
	for i := 0; from+64*i < c.start; i++ {
		if n := c.start - from - 64*i; n >= 64 {
			set[i] = ^uint64(0)
		} else {
			set[i] |= 1<<n - 1
		}
	}
}

// possible sets set to the rows of which some fact is unknown: a key of
// maybeKeys, or one of an open class that the person did not say no to.
func (m *matcher) possible(c *column, maybeKeys []uint32, open uint64, set []uint64) bool {
	q := m.q
	plain := open
	if open != 0 {
		for _, d := range q.no {
			plain &^= 1 << d.class
		}
	}
	m.keys = append(m.keys[:0], maybeKeys...)
	for ; plain != 0; plain &= plain - 1 {
		m.keys = append(m.keys, uint32(mathbits.TrailingZeros64(plain)))
	}
	any := m.gather(c, m.keys, set)
	if open == 0 {
		return any
	}
	for _, d := range q.no {
		part := m.c[:c.words]
		if !m.gather(c, []uint32{uint32(d.class)}, part) {
			continue
		}
		m.denied(c, d, part)
		bits.Or(set, []*uint64{&set[0], &part[0]})
		any = true
	}
	return any
}

// denied takes out of set the rows of which every fact of the class is denied:
// those with as many denied facts as facts. Both are counted in planes, bit j
// of every row's count in plane j.
func (m *matcher) denied(c *column, d denial, set []uint64) {
	planes := 0
	for _, key := range d.keys {
		carry := m.d[:c.words]
		bitmap, list := c.posting(key)
		switch {
		case bitmap != nil:
			copy(carry, bitmap)
		case len(list) > 0:
			clear(carry)
			for _, row := range list {
				carry[int(row/64)-c.first] |= 1 << (row % 64)
			}
		default:
			continue
		}
		some := true
		for j := 0; j < planes && some; j++ {
			some = bits.HalfAdd(m.counters[j][:c.words], carry)
		}
		if some {
			if planes == len(m.counters) {
				m.counters = append(m.counters, make([]uint64, blockWords))
			}
			copy(m.counters[planes], carry)
			planes++
		}
	}
	if planes == 0 {
		return
	}
	m.dense = m.dense[:0]
	for _, counter := range m.counters[:planes] {
		m.dense = append(m.dense, &counter[0])
	}
	full := m.d[:c.words]
	bits.Or(full, m.dense)
	sizes := len(c.sizes) / c.words
	for j := range max(planes, sizes) {
		switch {
		case j >= sizes:
			bits.Drop(full, m.counters[j])
		case j >= planes:
			bits.Drop(full, c.sizes[j*c.words:])
		default:
			bits.Differ(full, m.counters[j], c.sizes[j*c.words:])
		}
	}
	bits.Drop(set, full)
	for i := range c.mixed {
		x := &c.mixed[i]
		if x.class != d.class || x.size > uint32(len(d.keys)) {
			continue
		}
		w, n := int(x.row/64)-c.first, uint32(0)
		for j, counter := range m.counters[:planes] {
			n |= uint32(counter[w]>>(x.row%64)&1) << j
		}
		if n == x.size {
			set[w] &^= 1 << (x.row % 64)
		}
	}
}

// mustNot drops the rows of which some key of the column holds.
func (m *matcher) mustNot(c *column, yesKeys, maybeKeys []uint32, open uint64, yes, maybe []uint64, exact bool) {
	for _, k := range yesKeys {
		bitmap, list := c.posting(k)
		if bitmap != nil {
			bits.Drop(yes[c.first:], bitmap)
			if !exact {
				bits.Drop(maybe[c.first:], bitmap)
			}
			continue
		}
		for _, row := range list {
			yes[row/64] &^= 1 << (row % 64)
		}
		if !exact {
			for _, row := range list {
				maybe[row/64] &^= 1 << (row % 64)
			}
		}
	}
	if exact {
		return
	}
	if set := m.b[:c.words]; m.possible(c, maybeKeys, open, set) {
		bits.Drop(yes[c.first:], set)
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
