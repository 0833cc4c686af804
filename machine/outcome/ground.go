package outcome

import "math/bits"

// subsetSums is up to how many messages the disjoint pairs are counted by sums
// over subsets: 2^20 counters of 8 bytes. Messages that nobody saw do not count.
const subsetSums = 20

// Pairs hands out random pairs of distinct numbers below n.
type Pairs interface{ Pair(n int) (int, int) }

// CommonGround is the share of pairs of distinct voters who saw a message in
// common: 1 less the pairs whose sets are disjoint, of N(N-1). It is exact up to
// 20 messages; with more it is estimated from 200,000 pairs, with a standard
// error of at most .0011. Fewer than two voters have no pairs: ok is false.
func CommonGround(seen []Set, pairs Pairs) (share float64, ok bool) {
	n := len(seen)
	if n < 2 {
		return 0, false
	}
	some := anybody(seen)
	m := bits.OnesCount64(some)
	if m > subsetSums {
		const looks = 200_000
		common := 0
		for range looks {
			a, b := pairs.Pair(n)
			if seen[a]&seen[b] != 0 {
				common++
			}
		}
		return float64(common) / looks, true
	}
	counts := make([]int64, 1<<m)
	packed := map[Set]Set{} // a set by places among the messages that anybody saw
	for _, s := range seen {
		p, ok := packed[s]
		if !ok {
			p = pack(s, some)
			packed[s] = p
		}
		counts[p]++
	}
	// below[s] is how many voters saw a subset of s.
	below := append([]int64(nil), counts...)
	for bit := 1; bit < len(below); bit <<= 1 {
		for s := range below {
			if s&bit != 0 {
				below[s] += below[s^bit]
			}
		}
	}
	all := len(counts) - 1
	apart := -counts[0] // a voter who saw nothing is disjoint with himself, and no pair
	for s, k := range counts {
		if k != 0 {
			apart += k * below[all^s]
		}
	}
	return 1 - float64(apart)/(float64(n)*float64(n-1)), true
}

// pack moves the bits of a set that are in some to the lowest places.
func pack(s, some Set) (packed Set) {
	for at := 0; some != 0; at++ {
		bit := some & -some
		if s&bit != 0 {
			packed |= 1 << at
		}
		some ^= bit
	}
	return packed
}

// Among keeps what those saw who saw anything.
func Among(seen []Set) []Set {
	var out []Set
	for _, s := range seen {
		if s != 0 {
			out = append(out, s)
		}
	}
	return out
}
