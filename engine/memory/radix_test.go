package memory

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestArranged holds the radix sort against the library's stable sort.
func TestArranged(t *testing.T) {
	seed := rand.Uint64()
	rnd := rand.New(rand.NewPCG(seed, 2))
	for _, largest := range []uint64{1, 2, 200, 1 << 9, 1 << 33, 1<<64 - 1} {
		keys := make([]uint64, rnd.IntN(2000))
		list := make([]int32, len(keys))
		for i := range keys {
			keys[i], list[i] = rnd.Uint64N(largest), int32(i)
		}
		rnd.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		key := func(p int32) uint64 { return keys[p] }
		want := slices.Clone(list)
		slices.SortStableFunc(want, func(a, b int32) int { return cmp.Compare(key(a), key(b)) })
		if got := arranged(list, key); !slices.Equal(got, want) {
			t.Fatalf("seed %d, %d keys below %d: not as the stable sort has them", seed, len(keys), largest)
		}
	}
}
