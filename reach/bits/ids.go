package bits

import "math/bits"

// Slack is how many elements beyond the ids that it writes IDs may touch.
const Slack = 16

// Wide marks a word whose 64 ids lie too far apart for 16-bit offsets.
const Wide = 1<<32 - 1

// Table gives the id of each bit of a bitmap: of bit i it is
// Base[i/64]+Low[i], unless that base is Wide; then it is Far[w][i%64], where
// w is the number of words before it that are wide too.
type Table struct {
	Base []uint32
	Low  []uint16 // padded to whole words
	Far  [][64]uint32
}

// NewTable packs the ids of the bits 0, 1, 2 ...
func NewTable(ids []uint32) Table {
	n := (len(ids) + 63) / 64
	t := Table{Base: make([]uint32, n), Low: make([]uint16, n*64)}
	for w := range n {
		part := ids[w*64 : min(w*64+64, len(ids))]
		lo, hi := part[0], part[0]
		for _, id := range part {
			lo, hi = min(lo, id), max(hi, id)
		}
		if hi-lo > 0xffff || lo == Wide {
			t.Base[w] = Wide
			var far [64]uint32
			copy(far[:], part)
			t.Far = append(t.Far, far)
			continue
		}
		t.Base[w] = lo
		for i, id := range part {
			t.Low[w*64+i] = uint16(id - lo)
		}
	}
	return t
}

// At gives the id of one bit.
func (t *Table) At(bit int) uint32 {
	w := bit / 64
	if t.Base[w] != Wide {
		return t.Base[w] + uint32(t.Low[bit])
	}
	far := 0
	for _, b := range t.Base[:w] {
		if b == Wide {
			far++
		}
	}
	return t.Far[far][bit%64]
}

// Bytes is the memory that the table holds.
func (t *Table) Bytes() int { return len(t.Base)*4 + len(t.Low)*2 + len(t.Far)*256 }

// Append appends to dst the ids of the set bits, in the order of the bits.
// count must be their number.
func (t *Table) Append(dst []uint32, set []uint64, count int) []uint32 {
	at := len(dst)
	if cap(dst) < at+count+Slack {
		grown := make([]uint32, at, max(at+count+Slack, cap(dst)*5/4))
		copy(grown, dst)
		dst = grown
	}
	out := dst[:cap(dst)]
	far, w := 0, 0
	for w < len(set) {
		if wide {
			var done int
			at, done = ids512(out, at, set[w:], t.Base[w:], t.Low[w*64:])
			w += done
			if w >= len(set) {
				break
			}
		}
		x := set[w]
		switch base := t.Base[w]; {
		case base == Wide:
			ids := &t.Far[far]
			far++
			for ; x != 0; x &= x - 1 {
				out[at] = ids[bits.TrailingZeros64(x)]
				at++
			}
		case x != 0:
			low := t.Low[w*64 : w*64+64]
			for ; x != 0; x &= x - 1 {
				out[at] = base + uint32(low[bits.TrailingZeros64(x)&63])
				at++
			}
		}
		w++
	}
	return out[:at]
}
