// Package bits holds the loops over bitmaps that matching and counting spend
// their time in: and, or, population count, and the step from set bits to the
// ids behind them.
//
// Each has a plain Go form and, on amd64 processors with AVX-512, one in
// assembly that is chosen when the program starts; the build tag purego leaves
// the assembly out. Both forms are tested against each other.
//
// Bitmaps are slices of 64-bit words, bit i of the set in word i/64. The
// kernels take any length; those that are a multiple of 8 words, 512 bits, are
// the fast ones.
package bits

import "math/bits"

// Or sets dst to the union of the bitmaps that srcs point to, each at least as
// long as dst; without any, dst is cleared. Dst may be the first of them.
func Or(dst []uint64, srcs []*uint64) {
	if len(srcs) == 0 {
		clear(dst)
		return
	}
	if n := len(dst) &^ 7; wide && n > 0 {
		or512(dst[:n], srcs)
		orTail(dst, srcs, n)
		return
	}
	orTail(dst, srcs, 0)
}

func orTail(dst []uint64, srcs []*uint64, from int) {
	if from == len(dst) {
		return
	}
	copy(dst[from:], words(srcs[0], len(dst))[from:])
	for _, s := range srcs[1:] {
		src := words(s, len(dst))
		for i := from; i < len(dst); i++ {
			dst[i] |= src[i]
		}
	}
}

// And sets dst to the intersection of the bitmaps that srcs point to, of which
// there must be one at least. Dst may be the first of them.
func And(dst []uint64, srcs []*uint64) {
	from := 0
	if n := len(dst) &^ 7; wide && n > 0 {
		and512(dst[:n], srcs)
		from = n
	}
	if from == len(dst) {
		return
	}
	copy(dst[from:], words(srcs[0], len(dst))[from:])
	for _, s := range srcs[1:] {
		src := words(s, len(dst))
		for i := from; i < len(dst); i++ {
			dst[i] &= src[i]
		}
	}
}

// Keep leaves in dst what is also in src, which is at least as long.
func Keep(dst, src []uint64) {
	src = src[:len(dst)]
	from := 0
	if n := len(dst) &^ 7; wide && n > 0 {
		keep512(dst[:n], src)
		from = n
	}
	for i := from; i < len(dst); i++ {
		dst[i] &= src[i]
	}
}

// Drop takes out of dst what is in src, which is at least as long.
func Drop(dst, src []uint64) {
	src = src[:len(dst)]
	from := 0
	if n := len(dst) &^ 7; wide && n > 0 {
		drop512(dst[:n], src)
		from = n
	}
	for i := from; i < len(dst); i++ {
		dst[i] &^= src[i]
	}
}

// Differ takes out of dst the bits in which a and b differ; both are at least
// as long.
func Differ(dst, a, b []uint64) {
	a, b = a[:len(dst)], b[:len(dst)]
	from := 0
	if n := len(dst) &^ 7; wide && n > 0 {
		differ512(dst[:n], a, b)
		from = n
	}
	for i := from; i < len(dst); i++ {
		dst[i] &^= a[i] ^ b[i]
	}
}

// HalfAdd adds bits to bits: sum becomes the last digit of each, carry the
// next. It reports whether there is any of those. They are of one length.
func HalfAdd(sum, carry []uint64) bool {
	carry = carry[:len(sum)]
	from, some := 0, uint64(0)
	if n := len(sum) &^ 7; wide && n > 0 {
		some = halfAdd512(sum[:n], carry)
		from = n
	}
	for i := from; i < len(sum); i++ {
		sum[i], carry[i] = sum[i]^carry[i], sum[i]&carry[i]
		some |= carry[i]
	}
	return some != 0
}

// FullAdd adds three bits at each place: sum becomes the last digit of sum,
// a and b, and b the next. They are of one length.
func FullAdd(sum, a, b []uint64) {
	a, b = a[:len(sum)], b[:len(sum)]
	from := 0
	if n := len(sum) &^ 7; wide && n > 0 {
		fullAdd512(sum[:n], a, b)
		from = n
	}
	for i := from; i < len(sum); i++ {
		x := sum[i] ^ a[i]
		sum[i], b[i] = x^b[i], x&b[i]|sum[i]&a[i]
	}
}

// Count counts the set bits.
func Count(a []uint64) int {
	n, from := 0, 0
	if m := len(a) &^ 7; wide && m > 0 {
		n, from = count512(a[:m]), m
	}
	for _, x := range a[from:] {
		n += bits.OnesCount64(x)
	}
	return n
}

// Split takes the surely set bits out of the possibly set ones, and counts
// both: yes stays, maybe becomes maybe without yes. They are of one length.
func Split(yes, maybe []uint64) (surely, possibly int) {
	maybe = maybe[:len(yes)]
	from := 0
	if n := len(yes) &^ 7; wide && n > 0 {
		surely, possibly = split512(yes[:n], maybe)
		from = n
	}
	for i := from; i < len(yes); i++ {
		maybe[i] &^= yes[i]
		surely += bits.OnesCount64(yes[i])
		possibly += bits.OnesCount64(maybe[i])
	}
	return surely, possibly
}

// Fold counts the bits of n words that are in every bitmap of in, of which
// there must be one at least, and in none of out. With a dst of n words it
// also stores them there.
func Fold(dst []uint64, n int, in, out []*uint64) int {
	count, from := 0, 0
	if m := n &^ 7; wide && m > 0 {
		if dst == nil {
			count = fold512(m, in, out)
		} else {
			count = foldTo512(dst[:m], in, out)
		}
		from = m
	}
	for i := from; i < n; i++ {
		w := words(in[0], n)[i]
		for _, s := range in[1:] {
			w &= words(s, n)[i]
		}
		for _, s := range out {
			w &^= words(s, n)[i]
		}
		if dst != nil {
			dst[i] = w
		}
		count += bits.OnesCount64(w)
	}
	return count
}
