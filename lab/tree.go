package lab

import (
	"fmt"
	"math"
	"strings"

	"github.com/contrechamp/contrechamp/sentence"
)

// Tree is a policy tree: a leaf names an arm, an inner node sends people with
// covariate Var <= Cut to the left.
type Tree struct {
	Var         int
	Cut         float64
	Left, Right *Tree // both nil in a leaf
	Arm         int
}

// Leaf reports whether t names an arm.
func (t *Tree) Leaf() bool { return t.Left == nil }

// At returns the arm for row i of the columns x.
func (t *Tree) At(x [][]float64, i int) int {
	for !t.Leaf() {
		if x[t.Var][i] <= t.Cut {
			t = t.Left
		} else {
			t = t.Right
		}
	}
	return t.Arm
}

// Text writes the tree on one line: "p2004 <= 0 ? Self : Neighbors".
func (t *Tree) Text(covariates, arms []string) string {
	if t.Leaf() {
		return arms[t.Arm]
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s <= %g ? ", covariates[t.Var], t.Cut)
	for i, s := range []*Tree{t.Left, t.Right} {
		if i == 1 {
			b.WriteString(" : ")
		}
		if s.Leaf() {
			b.WriteString(s.Text(covariates, arms))
		} else {
			fmt.Fprintf(&b, "(%s)", s.Text(covariates, arms))
		}
	}
	return b.String()
}

// BestTree returns the tree of depth 0, 1 or 2 with the largest total reward,
// and that total. x[j][c] are the covariates of cell c and reward[k][c] the
// total score of its people under arm k; only the given arms may be leaves.
// It is exact: all trees are compared (empirical welfare maximisation,
// Kitagawa and Tetenov 2018; on doubly robust scores Athey and Wager 2021,
// Zhou, Athey and Wager 2023). The first of equal trees wins, in the order of
// covariates, cuts and arms.
//
// For depth 2 the naive search costs the square of the number of cells. Here
// cells enter one by one in the order of the first covariate, and the best
// second split of those inside is kept up to date: see [growingSplit].
func BestTree(x, reward [][]float64, arms []int, depth int) (*Tree, float64, error) {
	if depth < 0 || depth > 2 {
		return nil, 0, sentence.Fail("policy tree of depth {depth}: exact trees have depth 0, 1 or 2", "depth", depth)
	}
	if len(arms) == 0 {
		return nil, 0, sentence.Fail("policy tree: no arms to choose from")
	}
	f := newForest(x, reward, arms)
	all := make([]int32, f.n)
	for c := range all {
		all[c] = int32(c)
	}
	t, v := f.grow(all, depth)
	return t, v, nil
}

// forest is the search state: ranks of the covariates and rewards by cell.
type forest struct {
	n, k   int
	arms   []int
	values [][]float64 // sorted distinct values of each covariate
	code   [][]int32   // rank of each cell's value
	r      []float64   // r[c*k+a]: reward of cell c under arms[a]
}

func newForest(x, reward [][]float64, arms []int) *forest {
	f := &forest{n: len(reward[arms[0]]), k: len(arms), arms: arms}
	for _, col := range x {
		v, c := levels(col)
		f.values, f.code = append(f.values, v), append(f.code, c)
	}
	f.r = make([]float64, f.n*f.k)
	for a, k := range arms {
		for c, v := range reward[k] {
			f.r[c*f.k+a] = v
		}
	}
	return f
}

func (f *forest) total(cells []int32) []float64 {
	sum := make([]float64, f.k)
	for _, c := range cells {
		for a, v := range f.r[int(c)*f.k : int(c)*f.k+f.k] {
			sum[a] += v
		}
	}
	return sum
}

func (f *forest) grow(cells []int32, depth int) (*Tree, float64) {
	a, leaf := argmaxFloat(f.total(cells))
	best, at := leaf, &Tree{Arm: f.arms[a]}
	if depth == 0 {
		return at, best
	}
	// A split must gain more than rounding could make up.
	eps := 1e-12 * (1 + math.Abs(leaf))
	split := func(j int, rank int32, sub int) {
		var l, r []int32
		for _, c := range cells {
			if f.code[j][c] <= rank {
				l = append(l, c)
			} else {
				r = append(r, c)
			}
		}
		lt, lv := f.grow(l, sub)
		rt, rv := f.grow(r, sub)
		at, best = &Tree{Var: j, Cut: f.values[j][rank], Left: lt, Right: rt}, lv+rv
	}
	if depth == 1 {
		bj, brank, found := 0, int32(0), false
		for j := range f.code {
			s := newGrowingSplit(f, j, len(f.values[j]), false)
			for _, c := range cells {
				s.add(f, c)
			}
			if rank, v := s.scan(); v > best+eps {
				bj, brank, best, found = j, rank, v, true
			}
		}
		if found {
			split(bj, brank, 0)
		}
		return at, best
	}
	t1, v1 := f.grow(cells, 1)
	at, best = t1, v1
	bj, brank, found := 0, int32(0), false
	for j := range f.code {
		left, right := f.prefixBest(cells, j, false), f.prefixBest(cells, j, true)
		for rank := 0; rank+1 < len(f.values[j]); rank++ {
			if v := left[rank] + right[rank+1]; v > best+eps {
				bj, brank, best, found = j, int32(rank), v, true
			}
		}
	}
	if found {
		split(bj, brank, 1)
	}
	return at, best
}

// prefixBest returns, for each rank of covariate j, the value of the best tree
// of depth 1 on the cells at or below that rank (at or above, from the end).
func (f *forest) prefixBest(cells []int32, j int, fromEnd bool) []float64 {
	code, d := f.code[j], len(f.values[j])
	order := byRank(cells, code, d, fromEnd)
	best := make([]float64, d)
	for r := range best {
		best[r] = math.Inf(-1)
	}
	if len(f.code) == 0 {
		return best
	}
	for j2 := range f.code {
		d2 := len(f.values[j2])
		// Scanning all cuts at each rank costs d d2 k; keeping a segment tree
		// costs n k^2 log d2. Both are exact.
		bits := 1
		for 1<<bits < d2 {
			bits++
		}
		seg := d*d2 > len(cells)*(f.k+1)*bits*2
		s := newGrowingSplit(f, j2, d2, seg)
		at := 0
		for step := range d {
			rank := step
			if fromEnd {
				rank = d - 1 - step
			}
			for at < len(order) && int(code[order[at]]) == rank {
				s.add(f, order[at])
				at++
			}
			var v float64
			if seg {
				v = s.top()
			} else {
				_, v = s.scan()
			}
			best[rank] = math.Max(best[rank], v)
		}
	}
	return best
}

// byRank orders cells by their rank among d, lowest first or last.
func byRank(cells, code []int32, d int, fromEnd bool) []int32 {
	start := make([]int32, d+1)
	place := func(c int32) int32 {
		if fromEnd {
			return int32(d) - 1 - code[c]
		}
		return code[c]
	}
	for _, c := range cells {
		start[place(c)+1]++
	}
	for r := range d {
		start[r+1] += start[r]
	}
	order := make([]int32, len(cells))
	for _, c := range cells {
		order[start[place(c)]] = c
		start[place(c)]++
	}
	return order
}
