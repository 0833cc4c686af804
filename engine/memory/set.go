package memory

import "math/bits"

// set is a set of positions, one bit each.
type set []uint64

func newSet(n int) set { return make(set, (n+63)/64) }

// span is the set of the positions from..to-1 among n.
func span(n, from, to int) set {
	s := newSet(n)
	for i := from >> 6; i<<6 < to; i++ {
		w := ^uint64(0)
		if i<<6 < from {
			w &= ^uint64(0) << (from & 63)
		}
		if i<<6+64 > to {
			w &= 1<<(to&63) - 1
		}
		s[i] = w
	}
	return s
}

func (s set) add(p int32) { s[p>>6] |= 1 << (uint(p) & 63) }

func (s set) remove(p int32) { s[p>>6] &^= 1 << (uint(p) & 63) }

func (s set) has(p int32) bool { return s[p>>6]>>(uint(p)&63)&1 != 0 }

// and gives the positions in both sets.
func (s set) and(t set) set {
	out := make(set, len(s))
	for i, w := range s {
		out[i] = w & t[i]
	}
	return out
}

// or gives the positions in either set.
func (s set) or(t set) set {
	out := make(set, len(s))
	for i, w := range s {
		out[i] = w | t[i]
	}
	return out
}

// not gives the positions among n that are not in the set.
func (s set) not(n int) set {
	out := span(n, 0, n)
	for i := range out {
		out[i] &^= s[i]
	}
	return out
}

func (s set) len() int {
	n := 0
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return n
}

// each hands over the positions in rising order until yield says false.
func (s set) each(yield func(p int32) bool) {
	for i, w := range s {
		for ; w != 0; w &= w - 1 {
			if !yield(int32(i<<6 + bits.TrailingZeros64(w))) {
				return
			}
		}
	}
}

// backward hands over the positions in falling order until yield says false.
func (s set) backward(yield func(p int32) bool) {
	for i := len(s) - 1; i >= 0; i-- {
		for w := s[i]; w != 0; {
			top := bits.Len64(w) - 1
			if !yield(int32(i<<6 + top)) {
				return
			}
			w &^= 1 << top
		}
	}
}

// blocks hands over the positions in rising order, some thousand at a time, so
// that one column after another can be read at them; the slice is used again.
func (s set) blocks(do func(positions []int32)) {
	var buffer [4096]int32
	n := 0
	for i, w := range s {
		for ; w != 0; w &= w - 1 {
			buffer[n] = int32(i<<6 + bits.TrailingZeros64(w))
			n++
		}
		if n > len(buffer)-64 {
			do(buffer[:n])
			n = 0
		}
	}
	do(buffer[:n])
}
