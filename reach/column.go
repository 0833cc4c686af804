package reach

import (
	mathbits "math/bits"
	"slices"

	"github.com/contrechamp/contrechamp/reach/bits"
)

// blockWords is the number of words of the bitmap of a full block, blockRows
// that of its rows.
const (
	blockRows  = 1 << 16
	blockWords = blockRows / 64
)

// denseFrom is the share of the rows of a column, one in so many, from which a
// posting is kept as a bitmap; below, it is a list of rows. Memory alone would
// put it at 16, speed alone near 250.
const denseFrom = 128

// column is one condition of the rows of a block: for every key, the rows that
// name it. It covers the rows from start on; those before ask nothing here.
type column struct {
	start int // first row
	first int // first word: that of start, rounded down to 8 words
	words int // words of a dense posting

	present []uint64 // bit of a key: it has a posting
	rank    []uint32 // keys before each word of present
	at      []uint32 // of each posting: dense number<<1|1, or place in lists<<1
	dense   []uint64
	lists   []uint16 // each its length, then its rows

	// sizes counts the facts of a row's group, where they are of one class that
	// a person can say no to, in planes of words: bit j of the count in plane j.
	// Other groups count 0 there and stand in mixed.
	sizes []uint64
	mixed []mixedSize // ascending by row

	none []uint64 // rows that ask nothing, where not all rows from start on ask
}

// mixedSize counts the facts of one class in the group of a row.
type mixedSize struct {
	row   uint16
	class class
	size  uint32
}

// place is where a key stands in at.
func (c *column) place(key uint32) (int, bool) {
	w := key / 64
	if w >= uint32(len(c.present)) || c.present[w]>>(key%64)&1 == 0 {
		return 0, false
	}
	return int(c.rank[w]) + mathbits.OnesCount64(c.present[w]&(1<<(key%64)-1)), true
}

// posting finds the rows of a key: a bitmap from the column's first word on,
// or a list, or neither.
func (c *column) posting(key uint32) (bitmap []uint64, list []uint16) {
	i, ok := c.place(key)
	if !ok {
		return nil, nil
	}
	if at := c.at[i]; at&1 == 1 {
		return c.dense[int(at>>1)*c.words:][:c.words], nil
	}
	return nil, c.list(int(c.at[i] >> 1))
}

// list gives the rows of the list that begins at i.
func (c *column) list(i int) []uint16 {
	n := c.lists[i]
	return c.lists[i+1:][:n]
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

// bytes is the memory of the column.
func (c *column) bytes() int {
	return 8*(len(c.present)+len(c.dense)+len(c.none)+len(c.sizes)) + 4*(len(c.rank)+len(c.at)) + 2*len(c.lists) + 12*len(c.mixed)
}

// columnBuilder collects the keys of rows, in the order of the rows.
type columnBuilder struct {
	keys  []uint32
	rows  []uint16
	sizes []uint8
	mixed []mixedSize
}

func (cb *columnBuilder) add(key uint32, row int) {
	cb.keys = append(cb.keys, key)
	cb.rows = append(cb.rows, uint16(row))
}

// build makes the column of a block of so many words. tally is zero for every
// key, and again afterwards. A sparse column, which rows ask of here and
// there, gets the bitmap of those that do not; its dense postings include it.
func (cb *columnBuilder) build(words, rows, start int, sparse bool, tally []uint32) column {
	c := column{start: start, first: start / 512 * 8}
	c.words = words - c.first
	c.mixed = cb.mixed
	if len(cb.keys) == 0 {
		return c
	}
	var keys []uint32
	for _, k := range cb.keys {
		if tally[k] == 0 {
			keys = append(keys, k)
		}
		tally[k]++
	}
	slices.Sort(keys)
	top := int(keys[len(keys)-1])/64 + 1
	c.present, c.rank = make([]uint64, top), make([]uint32, top)
	c.at = make([]uint32, len(keys))
	limit := max(1, (rows-start)/denseFrom)
	dense, listed := 0, 0
	for i, k := range keys {
		c.present[k/64] |= 1 << (k % 64)
		if n := int(tally[k]); n >= limit && n > 8 {
			c.at[i] = uint32(dense)<<1 | 1
			dense++
		} else {
			c.at[i] = uint32(listed) << 1
			listed += n + 1
		}
		tally[k] = uint32(i)
	}
	sum := uint32(0)
	for w, x := range c.present {
		c.rank[w] = sum
		sum += uint32(mathbits.OnesCount64(x))
	}
	c.dense, c.lists = make([]uint64, dense*c.words), make([]uint16, listed)
	for i, k := range cb.keys {
		row := int(cb.rows[i])
		if at := c.at[tally[k]]; at&1 == 1 {
			c.dense[int(at>>1)*c.words+row/64-c.first] |= 1 << (row % 64)
		} else {
			c.lists[at>>1]++
			c.lists[at>>1+uint32(c.lists[at>>1])] = uint16(row)
		}
	}
	for _, k := range keys {
		tally[k] = 0
	}
	if sparse {
		c.exempt(cb.rows, rows)
	}
	c.planes(cb.sizes)
	return c
}

// largest is the largest size that planes hold.
const largest = 31

// planes writes the sizes of the groups of the rows from start on.
func (c *column) planes(sizes []uint8) {
	if len(sizes) == 0 {
		return
	}
	c.sizes = make([]uint64, mathbits.Len8(slices.Max(sizes))*c.words)
	for i, n := range sizes {
		row := c.start + i
		for j := 0; n>>j != 0; j++ {
			c.sizes[j*c.words+row/64-c.first] |= uint64(n>>j&1) << (row % 64)
		}
	}
}

// exempt notes the rows that ask nothing, and adds them to dense postings.
func (c *column) exempt(asking []uint16, rows int) {
	c.none = make([]uint64, c.words)
	fill(c.none, rows)
	for _, row := range asking {
		c.none[row/64] &^= 1 << (row % 64)
	}
	for i := 0; i < len(c.dense); i += c.words {
		bits.Or(c.dense[i:i+c.words], []*uint64{&c.dense[i], &c.none[0]})
	}
}

// fill sets the first n bits and clears the others.
func fill(set []uint64, n int) {
	for i := range set {
		switch {
		case n >= 64*(i+1):
			set[i] = ^uint64(0)
		case n > 64*i:
			set[i] = 1<<(n-64*i) - 1
		default:
			set[i] = 0
		}
	}
}
