package find

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

// randomFinder holds n ads of few texts, payers, boxes and days.
func randomFinder(t *testing.T, rnd *rand.Rand, n int) *Finder {
	var lines []string
	for i := range n {
		ages := []string{`"18","65"`, `"18","34"`, `"45","65"`}[rnd.IntN(3)]
		places := []string{germany, bavaria, germany + "," + noBerlin}[rnd.IntN(3)]
		lo := 100 * rnd.IntN(12)
		lines = append(lines, ad(i+1, fmt.Sprint(rnd.IntN(30)), []string{"", "Fleuve", "Delta", "Rues"}[rnd.IntN(4)],
			fmt.Sprintf("Un texte numéro %d", rnd.IntN(40)), ages, []string{"All", "Men", "Women"}[rnd.IntN(3)], places, 1+rnd.IntN(20), lo, lo+99))
	}
	return finder(t, lines...)
}

// naive is a summary as anybody would count it.
func (c *columns) naive(sel set) (ads int, rows []int32, same map[int32]int, payers map[string]int, lo, hi int64) {
	same, payers = map[int32]int{}, map[string]int{}
	for p := range int32(len(c.num)) {
		if !sel.has(p) {
			continue
		}
		ads++
		if same[c.group[p]]++; same[c.group[p]] == 1 {
			rows = append(rows, p)
		}
		payers[c.payers[c.payer[p]].name]++
		if c.moneyLo[p] >= 0 {
			lo, hi = lo+c.moneyLo[p], hi+c.moneyHi[p]
		}
	}
	return ads, rows, same, payers, lo, hi
}

// TestSummary holds the summary of selections from empty to whole against a
// naive count, and the two ways of counting against each other.
func TestSummary(t *testing.T) {
	seed := rand.Uint64()
	rnd := rand.New(rand.NewPCG(seed, 1))
	c, err := randomFinder(t, rnd, 700).table(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	n := len(c.num)
	for round, density := range []float64{0, .01, .2, .5, .51, .8, .99, 1} {
		sel := newSet(n)
		for p := range int32(n) {
			if rnd.Float64() < density {
				sel.add(p)
			}
		}
		left := sel.not(n)
		if !reflect.DeepEqual(c.countEach(sel), c.counts.less(c.countEach(left))) || !slices.Equal(c.firstsEach(sel), c.firstsWithout(c.everything.rows, left)) {
			t.Fatalf("seed %d, round %d: what is left does not add up to all", seed, round)
		}
		s := c.summarise(sel)
		ads, rows, same, payers, lo, hi := c.naive(sel)
		if s.ads != ads || s.messages != len(rows) || !slices.Equal(s.rows.list(), rows) {
			t.Fatalf("seed %d, round %d: %d ads in %d messages, want %d in %d", seed, round, s.ads, s.messages, ads, len(rows))
		}
		for _, p := range rows {
			if got := c.same(s, p); got != same[c.group[p]] {
				t.Fatalf("seed %d, round %d: %d ads of one message, want %d", seed, round, got, same[c.group[p]])
			}
		}
		if len(s.money) > 0 && (s.money[0].Money.Lo != lo || s.money[0].Money.Hi != hi) || len(s.money) == 0 && ads > 0 {
			t.Fatalf("seed %d, round %d: money %+v, want %d to %d", seed, round, s.money, lo, hi)
		}
		for _, v := range s.facets[2].Values {
			if v.Count != payers[v.Label] {
				t.Fatalf("seed %d, round %d: payer %q has %d ads, want %d", seed, round, v.Label, v.Count, payers[v.Label])
			}
		}
		if len(s.facets[2].Values) != len(payers) {
			t.Fatalf("seed %d, round %d: %d payers, want %d", seed, round, len(s.facets[2].Values), len(payers))
		}
		c.checkPages(t, fmt.Sprintf("seed %d, round %d", seed, round), s, rows)
	}
}

// checkPages reads a list page by page in every order.
func (c *columns) checkPages(t *testing.T, at string, s *summary, rows []int32) {
	t.Helper()
	oldest := slices.Clone(rows)
	slices.Reverse(oldest)
	by := func(key func(p int32) uint64) []int32 {
		return slices.SortedStableFunc(slices.Values(rows), func(a, b int32) int { return cmp.Compare(key(a), key(b)) })
	}
	for sort, want := range map[string][]int32{
		"": rows, "newest": rows, "oldest": oldest,
		"money":    by(func(p int32) uint64 { return uint64(1<<40 - c.moneyHi[p]) }),
		"size":     by(func(p int32) uint64 { return uint64(c.boxes.list[c.box[p]].sizeHi) }),
		"criteria": by(func(p int32) uint64 { return uint64(1<<40 - int64(c.boxes.list[c.box[p]].criteria)) }),
	} {
		var got []int32
		after := int32(-1)
		for {
			page, before, err := c.page(s, sort, after, 7)
			if err != nil {
				t.Fatalf("%s: %v", at, err)
			}
			if before != len(got) {
				t.Fatalf("%s, sort=%s: %d rows before, want %d", at, sort, before, len(got))
			}
			if len(page) == 0 {
				break
			}
			got, after = append(got, page...), page[len(page)-1]
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%s, sort=%s: pages do not add up to the sorted list", at, sort)
		}
	}
}

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

// TestSpan holds spans and complements against sets filled one by one.
func TestSpan(t *testing.T) {
	for _, n := range []int{0, 1, 63, 64, 65, 200} {
		for from := 0; from <= n; from++ {
			for to := from; to <= n; to++ {
				want, rest := newSet(n), newSet(n)
				for p := range int32(n) {
					if int(p) >= from && int(p) < to {
						want.add(p)
					} else {
						rest.add(p)
					}
				}
				got := span(n, from, to)
				back := got.list()
				slices.Reverse(back)
				if !slices.Equal(got, want) || !slices.Equal(got.not(n), rest) || got.len() != to-from || !slices.Equal(slices.Collect(got.backward), back) {
					t.Fatalf("%d..%d of %d: %b", from, to, n, got)
				}
			}
		}
	}
}

// list gives the positions in rising order.
func (s set) list() []int32 {
	out := make([]int32, 0, s.len())
	for p := range s.each {
		out = append(out, p)
	}
	return out
}
