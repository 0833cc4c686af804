package trial

import "math"

// minCount is the smallest number of people that is ever told.
const minCount = 10

// hidden says which groups of a whole are not shown: those of fewer than ten
// people and, because what is left of a whole is a group too, the next smallest
// ones until at least two are hidden that hold ten people together.
func hidden(size []int) []bool {
	out := make([]bool, len(size))
	few, people := 0, 0
	for h, n := range size {
		if n < minCount {
			out[h] = true
			few++
			people += n
		}
	}
	for few > 0 && few < len(size) && (few < 2 || people < minCount) {
		next := -1
		for h, n := range size {
			if !out[h] && (next < 0 || n < size[next]) {
				next = h
			}
		}
		out[next] = true
		few++
		people += size[next]
	}
	return out
}

// hideSmall returns 0 for counts below ten.
func hideSmall(n int) int {
	if n < minCount {
		return 0
	}
	return n
}

// shareOf writes a share of n people in steps of at least ten of them, and of
// at least a ten-thousandth, so that neither it nor the difference of two tells of
// fewer.
func shareOf(x float64, n int) Real {
	steps := float64(min(10_000, max(1, n/minCount)))
	return Real(math.Round(x*steps) / steps)
}

// sameIfFew makes a policy that gives fewer than ten people of a part another
// message than the best single one the best single one: the difference of the
// two would be the answers of a handful.
func (r *runner) sameIfFew(v view, pi [][]int) {
	for p, sp := range v {
		differ := 0
		for i, k := range pi[p] {
			if k != sp.Best[sp.Fold[i]] {
				differ++
			}
		}
		if differ == 0 || differ >= minCount {
			continue
		}
		for i := range pi[p] {
			pi[p][i] = sp.Best[sp.Fold[i]]
		}
	}
}
