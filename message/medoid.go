package message

import "slices"

// medoidOf is with how many texts each one is compared at most: the work of a
// message of many variants grows with their number, not with its square.
const medoidOf = 300

// Medoid is the text that is most like the others: the sum of its Jaccard
// indices with them is largest; of equal ones that whose terms come first. Texts
// of the same terms count once. Among more than 300 different ones the sums are
// over 300 of them, evenly spaced in the order of their terms. -1 for no text.
func Medoid(texts [][]string) int {
	order := make([]int, len(texts))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return slices.Compare(texts[a], texts[b]) })
	order = slices.CompactFunc(order, func(a, b int) bool { return slices.Equal(texts[a], texts[b]) })
	sets := make([][]uint64, len(order))
	for k, i := range order {
		sets[k] = setOf(texts[i])
	}
	against := sets
	if len(sets) > medoidOf {
		against = nil
		for k := range medoidOf {
			against = append(against, sets[k*len(sets)/medoidOf])
		}
	}
	best, most := -1, -1.0
	for k, set := range sets {
		sum := 0.0
		for _, other := range against {
			sum += jaccard(set, other)
		}
		if sum > most+1e-9 {
			best, most = order[k], sum
		}
	}
	return best
}

// setOf is the shingles of a text, rising, each once.
func setOf(terms []string) []uint64 {
	hashes := make([]uint64, len(terms))
	for i, t := range terms {
		hashes[i] = hashTerm([]byte(t))
	}
	var out []uint64
	for i := 0; i < len(terms) && (i == 0 || i+size <= len(terms)); i++ {
		out = append(out, join(hashes[i:min(i+size, len(terms))]))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// jaccard is the share of common members among all members of two rising sets.
func jaccard(a, b []uint64) float64 {
	common, all := 0, len(a)+len(b)
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case a[0] > b[0]:
			b = b[1:]
		default:
			common++
			a, b = a[1:], b[1:]
		}
	}
	if all == 0 {
		return 1
	}
	return float64(common) / float64(all-common)
}
