package outcome

import (
	"cmp"
	"maps"
	"math"
	"slices"
)

// Leak is the mutual information, in bits, of a bought column x and a special
// category y over the same people, less the bias of the plug-in estimate,
// (r-1)(c-1) / (2 N ln 2), where r and c are the values that occur (Miller
// 1955). It can be below 0 by chance; 0 people tell nothing.
func Leak(x, y []uint16) (bits float64) {
	n := float64(len(x))
	if n == 0 {
		return 0
	}
	type pair struct{ x, y uint16 }
	joint := map[pair]int64{}
	xs, ys := map[uint16]int64{}, map[uint16]int64{}
	for i := range x {
		joint[pair{x[i], y[i]}]++
		xs[x[i]]++
		ys[y[i]]++
	}
	h := func(counts []int64) float64 {
		sum := 0.0
		for _, k := range counts {
			p := float64(k) / n
			sum -= float64(p * math.Log2(p))
		}
		return sum
	}
	return h(sorted(xs)) + h(sorted(ys)) - h(sorted(joint)) - float64((len(xs)-1)*(len(ys)-1))/(2*n*math.Ln2)
}

// sorted are a map's counts from the smallest on: the order of a map is
// random, and floating point sums depend on theirs.
func sorted[K comparable](counts map[K]int64) []int64 {
	return slices.SortedFunc(maps.Values(counts), cmp.Compare)
}
