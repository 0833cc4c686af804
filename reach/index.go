package reach

import (
	"slices"
	"sync"
	"sync/atomic"

	"github.com/contrechamp/contrechamp/audience"
)

// Index finds the ads that reach a person. Ads can be added and removed; any
// number of goroutines may match meanwhile, each sees the ads of one moment.
type Index struct {
	mu    sync.Mutex // held by writers
	state atomic.Pointer[state]
}

// state is the ads of a moment. It does not change.
type state struct {
	parts []part
	tail  []added // the latest, asked one by one
	next  uint32  // the number of the next ad
	live  int
}

// part is a segment. Those of added ads keep them, to be merged into larger ones.
type part struct {
	*segment
	added []added
}

type added struct {
	ad  uint32
	box *audience.Expr
}

// NewIndex indexes the ads of boxes under their numbers there. The boxes are
// not needed by the index afterwards.
func NewIndex(b *Boxes) *Index {
	ids := make([]uint32, b.Len())
	for i := range ids {
		ids[i] = uint32(i)
	}
	x := &Index{}
	s := &state{next: uint32(len(ids)), live: len(ids)}
	if len(ids) > 0 {
		s.parts = []part{{segment: newSegment(b, ids)}}
	}
	x.state.Store(s)
	return x
}

// Len is the number of ads.
func (x *Index) Len() int { return x.state.Load().live }

// Bytes is the memory of the index, without the dictionaries of facts, which
// do not grow with the ads.
func (x *Index) Bytes() int {
	n := 0
	for _, p := range x.state.Load().parts {
		for i := range p.strata {
			for _, b := range p.strata[i].blocks {
				n += b.bytes()
			}
		}
	}
	return n
}

// tailLength is how many added ads are asked one by one before they are
// indexed together.
const tailLength = 256

// Add takes one more ad and returns its number, the next one.
func (x *Index) Add(box *audience.Expr) uint32 {
	x.mu.Lock()
	defer x.mu.Unlock()
	s := *x.state.Load()
	ad := s.next
	s.next++
	s.live++
	s.tail = append(s.tail, added{ad, box}) // readers of older states see fewer
	if len(s.tail) == tailLength {
		s.settle()
	}
	x.state.Store(&s)
	return ad
}

// settle indexes the tail together with the segments of added ads that are not
// larger than what comes to them, so that there are few, growing by twos.
func (s *state) settle() {
	all := slices.Clone(s.tail)
	n := len(s.parts)
	for n > 0 && s.parts[n-1].added != nil && len(s.parts[n-1].added) <= len(all) {
		all = append(all, s.parts[n-1].added...)
		n--
	}
	s.tail = nil
	s.parts = slices.Clone(s.parts[:n])
	if len(all) == 0 {
		return
	}
	slices.SortFunc(all, func(a, b added) int { return int(int64(a.ad) - int64(b.ad)) })
	boxes, ids := NewBoxes(), make([]uint32, len(all))
	for i, a := range all {
		boxes.Add(a.box)
		ids[i] = a.ad
	}
	s.parts = append(s.parts, part{newSegment(boxes, ids), all})
}

// Remove takes ads out and returns how many there were. Their numbers are not
// used again. It looks at every row once, so many ads are better removed
// together.
func (x *Index) Remove(ads ...uint32) int {
	x.mu.Lock()
	defer x.mu.Unlock()
	s := *x.state.Load()
	gone := make([]uint64, s.next/64+1)
	for _, ad := range ads {
		if ad < s.next {
			gone[ad/64] |= 1 << (ad % 64)
		}
	}
	is := func(ad uint32) bool { return gone[ad/64]>>(ad%64)&1 == 1 }
	out := make([]uint64, len(gone)) // of those, the ones that there were
	isAdded := func(a added) bool {
		if is(a.ad) {
			out[a.ad/64] |= 1 << (a.ad % 64)
			return true
		}
		return false
	}
	s.tail = slices.DeleteFunc(slices.Clone(s.tail), isAdded)
	s.parts = slices.Clone(s.parts)
	for i, p := range s.parts {
		if p.added != nil {
			p.added = slices.DeleteFunc(slices.Clone(p.added), isAdded)
		}
		p.segment = p.segment.without(is, out)
		s.parts[i] = p
	}
	n := 0
	for ad := range s.next {
		n += int(out[ad/64] >> (ad % 64) & 1)
	}
	s.live -= n
	x.state.Store(&s)
	return n
}

// without copies a segment, but for the ads that are gone, and notes in out
// which were there. Blocks without any of them are shared.
func (s *segment) without(gone func(uint32) bool, out []uint64) *segment {
	c := *s
	c.strata = slices.Clone(s.strata)
	var ads []uint32
	for i := range c.strata {
		st := &c.strata[i]
		st.blocks = slices.Clone(st.blocks)
		for j, b := range st.blocks {
			ads = b.table.Append(ads[:0], b.full(), b.rows)
			st.blocks[j] = b.without(ads, gone, out)
		}
	}
	c.nobody = slices.DeleteFunc(slices.Clone(s.nobody), func(ad uint32) bool {
		if gone(ad) {
			out[ad/64] |= 1 << (ad % 64)
		}
		return gone(ad)
	})
	return &c
}

// full is a bitmap of all rows, gone ones included.
func (b *block) full() []uint64 {
	set := make([]uint64, b.words)
	fill(set, b.rows)
	return set[:(b.rows+63)/64]
}

func (b *block) without(ads []uint32, gone func(uint32) bool, out []uint64) *block {
	c := *b
	c.valid = slices.Clone(b.valid)
	if b.shared != nil {
		c.shared = &shared{}
	}
	touched := false
	is := func(ad uint32) bool {
		if gone(ad) {
			out[ad/64] |= 1 << (ad % 64)
			touched = true
			return true
		}
		return false
	}
	for row, ad := range ads {
		there := b.valid[row/64]>>(row%64)&1 == 1
		if b.shared == nil {
			if there && is(ad) {
				c.valid[row/64] &^= 1 << (row % 64)
			}
			continue
		}
		left := slices.DeleteFunc(slices.Clone(b.shared.of(row)), is)
		if c.shared.add(left); len(left) == 0 {
			c.valid[row/64] &^= 1 << (row % 64)
		}
	}
	if !touched {
		return b
	}
	return &c
}
