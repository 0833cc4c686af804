package words

import "strings"

// Near numbers the components of texts, given as lists of terms, that are near
// one another: of which at least half the three-word shingles are common to
// both (Jaccard, in whole numbers). A list of fewer than three terms is one
// shingle. The number of a component is the least index in it. Empty lists are
// near each other.
//
// It keeps every shingle in a map: for an advertiser's texts or a small
// archive, not for a million.
func Near(lists [][]string) []int {
	sets := make([]map[string]bool, len(lists))
	having := map[string][]int{}
	of := make([]int, len(lists))
	root := func(i int) int {
		for of[i] != i {
			of[i] = of[of[i]]
			i = of[i]
		}
		return i
	}
	for i, terms := range lists {
		of[i] = i
		sets[i] = map[string]bool{}
		for at := 0; at == 0 || at+3 <= len(terms); at++ {
			sets[i][strings.Join(terms[at:min(len(terms), at+3)], " ")] = true
		}
		common := map[int]int{}
		for s := range sets[i] {
			for _, j := range having[s] {
				common[j]++
			}
			having[s] = append(having[s], i)
		}
		for j, n := range common {
			if a, b := root(i), root(j); a != b && 2*n >= len(sets[i])+len(sets[j])-n {
				of[max(a, b)] = min(a, b)
			}
		}
	}
	for i := range of {
		of[i] = root(i)
	}
	return of
}
