package message

import "sync/atomic"

// twice tells, with collisions, which hashes were seen at least twice.
type twice struct {
	once, more []atomic.Uint64
	mask       uint64
}

// newTwice makes room for the shingles of so many texts: eight bits a shingle of
// texts of fifty, 2^28 bits at most, which is 32 MiB a field.
func newTwice(texts int) *twice {
	bits := uint64(1 << 16)
	for bits < uint64(texts)*400 && bits < 1<<28 {
		bits <<= 1
	}
	return &twice{make([]atomic.Uint64, bits/64), make([]atomic.Uint64, bits/64), bits - 1}
}

func (t *twice) see(h uint64) {
	i := h & t.mask
	bit := uint64(1) << (i & 63)
	if t.once[i>>6].Load()&bit == 0 && t.once[i>>6].Or(bit)&bit == 0 {
		return
	}
	if t.more[i>>6].Load()&bit == 0 {
		t.more[i>>6].Or(bit)
	}
}

func (t *twice) has(h uint64) bool {
	i := h & t.mask
	return t.more[i>>6].Load()>>(i&63)&1 == 1
}

// counter maps hashes to counts, and later to ranks, by open addressing. A hash
// of 0 is kept apart.
type counter struct {
	keys   []uint64
	values []uint32
	n      int
	zero   uint32
}

func newCounter() *counter {
	return &counter{keys: make([]uint64, 1<<10), values: make([]uint32, 1<<10)}
}

func (c *counter) slot(h uint64) int {
	mask := uint64(len(c.keys) - 1)
	for i := mix(h) & mask; ; i = (i + 1) & mask {
		if c.keys[i] == h || c.keys[i] == 0 {
			return int(i)
		}
	}
}

func (c *counter) add(h uint64) {
	if h == 0 {
		c.zero++
		return
	}
	i := c.slot(h)
	if c.keys[i] == 0 {
		if 4*(c.n+1) > 3*len(c.keys) {
			c.grow()
			i = c.slot(h)
		}
		c.keys[i] = h
		c.n++
	}
	c.values[i]++
}

func (c *counter) grow() {
	old := *c
	c.keys, c.values = make([]uint64, 2*len(old.keys)), make([]uint32, 2*len(old.keys))
	for i, k := range old.keys {
		if k != 0 {
			j := c.slot(k)
			c.keys[j], c.values[j] = k, old.values[i]
		}
	}
}

func (c *counter) get(h uint64) uint32 {
	if h == 0 {
		return c.zero
	}
	i := c.slot(h)
	if c.keys[i] == 0 {
		return 0
	}
	return c.values[i]
}

func (c *counter) each(do func(h uint64, n uint32)) {
	if c.zero > 0 {
		do(0, c.zero)
	}
	for i, k := range c.keys {
		if k != 0 {
			do(k, c.values[i])
		}
	}
}

// clear sets every value to 0 and keeps the keys.
func (c *counter) clear() {
	clear(c.values)
	c.zero = 0
}

// set gives a key that is there a value.
func (c *counter) set(h uint64, v uint32) {
	if h == 0 {
		c.zero = v
		return
	}
	c.values[c.slot(h)] = v
}

// arena hands out pieces of large blocks.
type arena struct{ block []uint32 }

// take gives room for n numbers, empty.
func (a *arena) take(n int) []uint32 {
	if cap(a.block)-len(a.block) < n {
		a.block = make([]uint32, 0, max(n, 1<<20))
	}
	at := len(a.block)
	a.block = a.block[:at+n]
	return a.block[at : at : at+n]
}

// give takes back the last n numbers of the piece handed out last.
func (a *arena) give(n int) { a.block = a.block[:len(a.block)-n] }
