package outcome

import (
	"math"
	"math/bits"
)

// Divergence is how differently groups of voters were spoken to: the
// Jensen-Shannon divergence, in bits, of the shares of messages that each group saw,
// all groups weighing the same (Lin 1991). A message counts once for every voter who
// saw it. 0 is that all saw the same shares, log2 of the number of groups that no
// two have a message in common. Groups that saw nothing are left out; of fewer than
// two there is none: ok is false.
func Divergence(seen []Set, group func(voter int) int, groups int) (bits float64, ok bool) {
	counts := make([][MaxMessages]int64, groups)
	for i, s := range seen {
		tally(&counts[group(i)], s)
	}
	var mix [MaxMessages]float64
	within, n := 0.0, 0.0
	for g := range counts {
		all := int64(0)
		for _, k := range counts[g] {
			all += k
		}
		if all == 0 {
			continue
		}
		n++
		for m, k := range counts[g] {
			p := float64(k) / float64(all)
			mix[m] += p
			within += entropy(p)
		}
	}
	if n < 2 {
		return 0, false
	}
	between := 0.0
	for _, p := range mix {
		between += entropy(p / n)
	}
	return max(0, between-within/n), true
}

func tally(counts *[MaxMessages]int64, s Set) {
	for ; s != 0; s &= s - 1 {
		counts[bits.TrailingZeros64(s)]++
	}
}

func entropy(p float64) float64 {
	if p <= 0 {
		return 0
	}
	return -float64(p * math.Log2(p))
}
