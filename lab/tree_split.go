package lab

import "math"

// growingSplit keeps the best split by one covariate of a set of cells that
// grows one cell at a time.
//
// Without a segment tree it keeps the reward sums by rank and arm, and scan
// walks over the ranks. With one, note that cutting after rank s and giving
// arm a to the left and b to the right yields total_b + sum_{r <= s}
// (R_ra - R_rb): for each ordered pair of arms the best cut is a maximum
// prefix sum, which a segment tree of (sum, best prefix) keeps current in
// O(log ranks) per added cell.
type growingSplit struct {
	j, k, d int
	sum     []float64 // by rank and arm; by node and arm with a segment tree
	pre     []float64 // by node and ordered pair of arms
	size    int       // leaves of the segment tree, a power of two
}

func newGrowingSplit(f *forest, j, d int, seg bool) *growingSplit {
	s := &growingSplit{j: j, k: f.k, d: d}
	if !seg {
		s.sum = make([]float64, d*f.k)
		return s
	}
	s.size = 1
	for s.size < d {
		s.size *= 2
	}
	s.sum = make([]float64, 2*s.size*f.k)
	s.pre = make([]float64, 2*s.size*f.k*f.k)
	return s
}

func (s *growingSplit) add(f *forest, c int32) {
	r, k := f.r[int(c)*s.k:int(c)*s.k+s.k], s.k
	rank := int(f.code[s.j][c])
	if s.pre == nil {
		for a, v := range r {
			s.sum[rank*k+a] += v
		}
		return
	}
	for node := rank + s.size; node >= 1; node /= 2 {
		own := s.sum[node*k : node*k+k]
		for a, v := range r {
			own[a] += v
		}
		pre := s.pre[node*k*k : node*k*k+k*k]
		if node >= s.size {
			for a := range k {
				for b := range k {
					pre[a*k+b] = max(0, own[a]-own[b])
				}
			}
			continue
		}
		l, rgt := 2*node, 2*node+1
		lsum := s.sum[l*k : l*k+k]
		lpre, rpre := s.pre[l*k*k:l*k*k+k*k], s.pre[rgt*k*k:rgt*k*k+k*k]
		for a := range k {
			for b := range k {
				q := a*k + b
				pre[q] = max(lpre[q], lsum[a]-lsum[b]+rpre[q])
			}
		}
	}
}

// top returns the value of the best split, from the root of the segment tree.
func (s *growingSplit) top() float64 {
	k, best := s.k, math.Inf(-1)
	total, pre := s.sum[k:2*k], s.pre[k*k:2*k*k]
	for a := range k {
		for b := range k {
			best = max(best, total[b]+pre[a*k+b])
		}
	}
	return best
}

// scan returns the rank after which to cut, and the value of the best split.
func (s *growingSplit) scan() (rank int32, best float64) {
	k := s.k
	total := make([]float64, k)
	for r := 0; r < len(s.sum); r += k {
		for a := range total {
			total[a] += s.sum[r+a]
		}
	}
	_, best = argmaxFloat(total)
	rank = int32(s.d - 1)
	left := make([]float64, k)
	for r := 0; r+1 < s.d; r++ {
		lo, hi := math.Inf(-1), math.Inf(-1)
		for a := range left {
			left[a] += s.sum[r*k+a]
			lo = max(lo, left[a])
			hi = max(hi, total[a]-left[a])
		}
		if lo+hi > best {
			rank, best = int32(r), lo+hi
		}
	}
	return rank, best
}
