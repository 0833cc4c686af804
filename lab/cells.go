package lab

import (
	"math"
	"slices"
	"sort"
)

// Cells groups the people whose covariates are all equal. No rule can tell
// people of one cell apart, so everything that is learned is learned on sums
// over cells: the voters of a state have far fewer cells than voters.
type Cells struct {
	Of []int32     // cell of each person
	X  [][]float64 // X[j][c]: covariate j of cell c
	N  []float64   // people of each cell

	covs []int // of a Bench, when these are cells of some of its covariates
}

// MakeCells finds the cells of n people with covariates x[j][i], numbered by
// first appearance.
func MakeCells(x [][]float64, n int) *Cells {
	of := make([]int32, n)
	count := min(1, n)
	for _, col := range x {
		// Join the grouping so far with the values of this column.
		code := make(map[float64]int32)
		pair := make(map[int64]int32, count)
		for i, v := range col {
			c, ok := code[v]
			if !ok {
				c = int32(len(code))
				code[v] = c
			}
			key := int64(of[i])<<32 | int64(c)
			id, ok := pair[key]
			if !ok {
				id = int32(len(pair))
				pair[key] = id
			}
			of[i] = id
		}
		count = len(pair)
	}
	c := &Cells{Of: of, N: make([]float64, count), X: make([][]float64, len(x))}
	for j := range x {
		c.X[j] = make([]float64, count)
	}
	for i, id := range of {
		if c.N[id] == 0 {
			for j := range x {
				c.X[j][id] = x[j][i]
			}
		}
		c.N[id]++
	}
	return c
}

// Len returns the number of cells.
func (c *Cells) Len() int { return len(c.N) }

// levels returns the sorted distinct values of a column and the rank of each
// entry among them.
func levels(x []float64) (values []float64, code []int32) {
	values = slices.Clone(x)
	sort.Float64s(values)
	values = slices.Compact(values)
	code = make([]int32, len(x))
	for i, v := range x {
		code[i] = int32(sort.SearchFloat64s(values, v))
	}
	return values, code
}

// quantileCuts returns the interior quantiles (inverse distribution function) that cut the weighted
// values into g groups of nearly equal weight, without repetitions.
func quantileCuts(x, weight []float64, g int) []float64 {
	values, code := levels(x)
	w := make([]float64, len(values))
	var total float64
	for i, c := range code {
		w[c] += weight[i]
		total += weight[i]
	}
	var cuts []float64
	var cum float64
	next := 1
	for v := range values {
		cum += w[v]
		for next < g && cum >= total*float64(next)/float64(g) {
			if len(cuts) == 0 || cuts[len(cuts)-1] != values[v] {
				cuts = append(cuts, values[v])
			}
			next++
		}
	}
	if len(cuts) > 0 && cuts[len(cuts)-1] == values[len(values)-1] {
		cuts = cuts[:len(cuts)-1]
	}
	return cuts
}

// binned returns the number of cuts below each value: 0 for x <= cuts[0].
func binned(x, cuts []float64) []float64 {
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = float64(sort.Search(len(cuts), func(c int) bool { return v <= cuts[c] }))
	}
	return out
}

// Bin returns x as it stands when it has at most most distinct values, else
// the number (0, 1, ...) of the quantile group, of g, that each value is in,
// with the upper borders of the groups but the last.
func Bin(x []float64, most, g int) (groups, cuts []float64) {
	if v, _ := levels(x); len(v) <= most {
		return x, nil
	}
	one := make([]float64, len(x))
	for i := range one {
		one[i] = 1
	}
	cuts = quantileCuts(x, one, g)
	return binned(x, cuts), cuts
}

func argmaxFloat(v []float64) (at int, best float64) {
	best = math.Inf(-1)
	for i, x := range v {
		if x > best {
			at, best = i, x
		}
	}
	return at, best
}
