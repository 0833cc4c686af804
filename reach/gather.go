package reach

import (
	mathbits "math/bits"

	"github.com/contrechamp/contrechamp/reach/bits"
)

// find looks the postings of keys up, for m.dense and m.lists. They are looked
// up in steps, all keys at a time: what each step waits for is memory, and so
// they wait together.
func (m *matcher) find(c *column, keys []uint32) {
	m.at, m.listed, m.dense, m.lists = m.at[:0], m.listed[:0], m.dense[:0], m.lists[:0]
	for _, k := range keys {
		if i, ok := c.place(k); ok {
			m.at = append(m.at, c.at[i])
		}
	}
	for _, at := range m.at {
		if dense, i := at&1 == 1, int(at>>1); dense {
			m.dense = append(m.dense, &c.dense[i*c.words])
		} else {
			m.listed = append(m.listed, i)
		}
	}
	for _, i := range m.listed {
		m.lists = append(m.lists, c.list(i))
	}
}

// bitmap is room for the rows of a block.
type bitmap [blockWords]uint64

// over gives the words that a column covers.
func (a *bitmap) over(c *column) []uint64 { return a[c.first : c.first+c.words] }

// gather sets the words of a that the column covers to the rows of the keys,
// and says whether there is any.
func (m *matcher) gather(c *column, keys []uint32, a *bitmap) bool {
	m.find(c, keys)
	bits.Or(a.over(c), m.dense)
	for _, list := range m.lists {
		for _, row := range list {
			a[row/64] |= 1 << (row % 64)
		}
	}
	return len(m.dense)+len(m.lists) > 0
}

// possible sets a to the rows of which some fact is unknown: a key of
// maybeKeys, or one of an open class that the person did not say no to.
func (m *matcher) possible(c *column, maybeKeys []uint32, open uint64, a *bitmap) bool {
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
	any := m.gather(c, m.keys, a)
	if open == 0 {
		return any
	}
	for _, d := range q.no {
		if !m.gather(c, []uint32{uint32(d.class)}, &m.c) {
			continue
		}
		set, part := a.over(c), m.c.over(c)
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
		if !m.gather(c, []uint32{key}, &m.d) {
			continue
		}
		carry := m.d.over(c)
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
	full := m.d.over(c)
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
