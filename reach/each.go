package reach

import (
	procs "github.com/contrechamp/contrechamp/internal/parallel"
	"github.com/contrechamp/contrechamp/reach/bits"
)

// BlockPersons is how many persons Each hands out together.
const BlockPersons = blockRows

// Each hands out, block by block of BlockPersons persons in the order of their
// homes, whom every ad surely reaches: sets[ad] is the bitmap of the block's
// persons, or nil if the ad reaches none of them. Ads of one box share a bitmap.
// Several blocks are worked on at once, on so many threads (0: as many as there
// are processors); the sets belong to do until it returns.
func Each(b *Boxes, p *People, threads int, do func(block int, sets [][]uint64)) {
	plans := make([]*plan, b.Distinct())
	l := newPlanner(p, b.facts)
	var n normal
	for id := range plans {
		b.box(uint32(id), &n)
		plans[id] = l.plan(&n, false)
	}
	aims := aimed(plans, len(p.blocks))
	procs.Do(len(p.blocks), threads, func(block int) {
		c := counter{p: p}
		words := min(p.words-block*blockWords, blockWords)
		of := make([][]uint64, len(plans))
		for _, id := range aims[block] {
			of[id] = c.fill(plans[id], block, words)
		}
		sets := make([][]uint64, b.Len())
		for ad, box := range b.of {
			sets[ad] = of[box]
		}
		do(block, sets)
	})
}

// fill gives the persons of a block whom a plan holds; nil is none.
func (c *counter) fill(x *plan, block, words int) []uint64 {
	var set []uint64
	for _, s := range x.spans {
		from, to := max(int(s.from)-block*blockRows, 0), min(int(s.to)-block*blockRows, blockRows)
		if from >= to {
			continue
		}
		w0, w1, n := c.window(x, block, from, to)
		if n == 0 {
			continue
		}
		if set == nil {
			set = make([]uint64, words)
		}
		bits.Or(set[w0:w1], []*uint64{&set[w0], &c.set[w0]})
	}
	return set
}

// Transpose turns 64 bitmaps of 64 bits about: bit j of word i becomes bit i of
// word j (Warren, "Hacker's Delight", 7-3).
func Transpose(m *[64]uint64) {
	mask := uint64(0x00000000ffffffff)
	for j := 32; j != 0; j >>= 1 {
		for k := 0; k < 64; k = (k + j + 1) &^ j {
			t := (m[k]>>j ^ m[k+j]) & mask
			m[k] ^= t << j
			m[k+j] ^= t
		}
		mask ^= mask << (j / 2)
	}
}
