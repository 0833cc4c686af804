package population

// Masks are bit sets of a length that their maker knows.

func set(m []uint64, i int)      { m[i>>6] |= 1 << (i & 63) }
func has(m []uint64, i int) bool { return m[i>>6]>>(i&63)&1 == 1 }

func setRange(m []uint64, from, to int) {
	for i := from; i < to; {
		if i&63 == 0 && to-i >= 64 {
			m[i>>6] = ^uint64(0)
			i += 64
			continue
		}
		m[i>>6] |= 1 << (i & 63)
		i++
	}
}

func orInto(dst, src []uint64) {
	for i, w := range src {
		dst[i] |= w
	}
}

func andInto(dst, src []uint64) {
	for i, w := range src {
		dst[i] &= w
	}
}

func clearFrom(dst, src []uint64) {
	for i, w := range src {
		dst[i] &^= w
	}
}

func none(m []uint64) bool {
	for _, w := range m {
		if w != 0 {
			return false
		}
	}
	return true
}
