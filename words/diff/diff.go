// Package diff says in which words two texts differ: one longest common
// subsequence of words, for pages, messages and the browser program alike. It
// holds no tables, so that the browser program stays small.
package diff

import "slices"

// Limits on work, so that no text can hold a page up: two texts that differ in
// more than maxEdits words, or that take more than maxSteps comparisons, are
// compared at their beginnings and ends only.
const (
	maxEdits = 2000
	maxSteps = 1 << 26
)

// Match gives for each word of a the index in b of the word that it is matched
// with, or -1 if it stands in a alone. The indices rise. They are a longest
// common subsequence, found by the greedy algorithm of Myers, An O(ND) Difference
// Algorithm and Its Variations (Algorithmica 1, 1986), in time (len(a)+len(b))·D
// for D words that differ, and memory D².
//
// Texts that differ too much for that match in their common beginning and end
// only, and exact is false: the words between are left unmatched, so what is
// matched is always common, but not all that is common is matched.
func Match(a, b []string) (with []int, exact bool) {
	with = slices.Repeat([]int{-1}, len(a))
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		with[head] = head
		head++
	}
	endA, endB := len(a), len(b)
	for endA > head && endB > head && a[endA-1] == b[endB-1] {
		endA, endB = endA-1, endB-1
		with[endA] = endB
	}
	x, y := numbered(a[head:endA], b[head:endB])
	exact = greedy(x, y, func(i, j int) { with[head+i] = head + j })
	return with, exact
}

// Marks says for each word of two texts whether the other text lacks it.
func Marks(a, b []string) (inA, inB []bool) {
	with, _ := Match(a, b)
	inA, inB = make([]bool, len(a)), slices.Repeat([]bool{true}, len(b))
	for i, j := range with {
		if j < 0 {
			inA[i] = true
		} else {
			inB[j] = false
		}
	}
	return inA, inB
}

// numbered replaces words by numbers, equal for equal words.
func numbered(a, b []string) (x, y []int32) {
	number := make(map[string]int32, len(a))
	of := func(words []string) []int32 {
		out := make([]int32, len(words))
		for i, w := range words {
			n, known := number[w]
			if !known {
				n = int32(len(number))
				number[w] = n
			}
			out[i] = n
		}
		return out
	}
	return of(a), of(b)
}

// greedy hands over the matches of a shortest edit script, or none and false if
// it goes beyond the limits. On diagonal k = i-j, far[k] is the furthest i that d
// edits reach; rows keeps it for every d, to walk back.
func greedy(x, y []int32, match func(i, j int)) bool {
	n, m := len(x), len(y)
	most := min(n+m, maxEdits)
	far := make([]int32, 2*most+3)
	zero := most + 1
	var rows [][]int32
	for d, steps := 0, 0; d <= most; d++ {
		for k := -d; k <= d; k += 2 {
			i := int(far[zero+k+1]) // a word of y alone
			if k == d || k != -d && far[zero+k-1] >= far[zero+k+1] {
				i = int(far[zero+k-1]) + 1 // a word of x alone
			}
			if d == 0 {
				i = 0
			}
			from := i
			for j := i - k; i < n && j < m && x[i] == y[j]; j++ {
				i++
			}
			far[zero+k] = int32(i)
			if i >= n && i-k >= m {
				back(rows, d, n, m, match)
				return true
			}
			if steps += i - from + 1; steps > maxSteps {
				return false
			}
		}
		rows = append(rows, slices.Clone(far[zero-d:zero+d+1]))
	}
	return false
}

// back walks from the ends of both texts to their beginnings; rows[d][d+k] is
// how far d edits reach on diagonal k.
func back(rows [][]int32, d, i, j int, match func(i, j int)) {
	for ; d > 0; d-- {
		k, row := i-j, rows[d-1]
		reach := func(k int) int {
			if k < -(d-1) || k > d-1 {
				return -1
			}
			return int(row[d-1+k])
		}
		before := k + 1
		if k == d || k != -d && reach(k-1) >= reach(k+1) {
			before = k - 1
		}
		fromI := reach(before)
		for fromJ := fromI - before; i > fromI && j > fromJ; {
			i, j = i-1, j-1
			match(i, j)
		}
		i, j = fromI, fromI-before
	}
	for i > 0 && j > 0 {
		i, j = i-1, j-1
		match(i, j)
	}
}
