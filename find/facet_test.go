package find

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
)

// TestFacetListsTheMost holds the values of a facet against those of a sorted
// list, ties by label.
func TestFacetListsTheMost(t *testing.T) {
	seed := rand.Uint64()
	rnd := rand.New(rand.NewPCG(seed, 3))
	for range 200 {
		counts := make([]int32, rnd.IntN(60))
		all := Facet{}
		value := func(i int) FacetValue { return FacetValue{Label: fmt.Sprintf("%03d", i)} }
		keep := func(i int) bool { return i%5 != 0 }
		for i := range counts {
			counts[i] = int32(rnd.IntN(12))
			if v := value(i); counts[i] > 0 && keep(i) {
				v.Count = int(counts[i])
				all.Values = append(all.Values, v)
			}
		}
		if got, want := topFacet("", "", counts, keep, value), all.trim(); !reflect.DeepEqual(got, want) {
			t.Fatalf("seed %d: counts %v: %+v, want %+v", seed, counts, got, want)
		}
	}
}
