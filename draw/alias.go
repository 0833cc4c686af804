package draw

import (
	"fmt"
	"math/bits"
	"slices"
)

// Alias draws one of up to 65,535 things by their weights in two looks (Walker
// 1977; Vose 1991), 4 bytes a thing. The weights are rounded so that all chances
// are multiples of 1/(65,536 n) and add up to 1; the table then holds them
// exactly.
type Alias []uint32 // chance of staying, in 1/65,536, << 16 | the other thing

// NewAlias makes the table of weights of 0 or more, of which one is more.
func NewAlias(weights []float64) (Alias, error) {
	n := len(weights)
	sum := 0.0
	for i, w := range weights {
		if !(w >= 0) {
			return nil, fmt.Errorf("drawing by weights: weight %d is %v", i, w)
		}
		sum += w
	}
	if n == 0 || n > 1<<16-1 || !(sum > 0) || sum-sum != 0 {
		return nil, fmt.Errorf("drawing by weights: %d weights with sum %v", n, sum)
	}
	return pair(round(weights, sum, uint64(n)<<16)), nil
}

// round turns weights into whole units with the given total: the largest
// remainders get the units that are left over.
func round(weights []float64, sum float64, total uint64) []uint64 {
	units := make([]uint64, len(weights))
	order := make([]int, len(weights))
	rest := make([]float64, len(weights))
	given := uint64(0)
	for i, w := range weights {
		exact := float64(float64(w/sum) * float64(total))
		units[i] = uint64(exact)
		rest[i] = exact - float64(units[i])
		order[i] = i
		given += units[i]
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case rest[a] > rest[b]:
			return -1
		case rest[a] < rest[b]:
			return 1
		}
		return 0
	})
	for i := 0; given < total; i = (i + 1) % len(order) {
		if weights[order[i]] > 0 {
			units[order[i]]++
			given++
		}
	}
	for i := len(order) - 1; given > total; i = (i + len(order) - 1) % len(order) {
		if units[order[i]] > 0 {
			units[order[i]]--
			given--
		}
	}
	return units
}

// pair fills every cell of 65,536 units with what is left of its own thing and
// units of one other that has too many.
func pair(units []uint64) Alias {
	const full = 1 << 16
	a := make(Alias, len(units))
	var small, large []int
	for i, u := range units {
		if u < full {
			small = append(small, i)
		} else {
			large = append(large, i)
		}
	}
	for len(small) > 0 {
		s, l := small[len(small)-1], large[len(large)-1]
		small = small[:len(small)-1]
		a[s] = cell(units[s], l)
		units[l] -= full - units[s]
		if units[l] < full {
			large = large[:len(large)-1]
			small = append(small, l)
		}
	}
	for _, l := range large {
		a[l] = cell(full, l) // exactly one cell of units is left
	}
	return a
}

// cell is one entry. A thing that fills its cell is its own other: staying or
// not is the same, so the 65,536 that two bytes cannot hold does not matter.
func cell(stay uint64, other int) uint32 { return uint32(stay)<<16 | uint32(other) }

// Draw turns 64 random bits into a thing.
func (a Alias) Draw(u uint64) int {
	// The bits that choose the cell are not looked at again: what is left of the
	// product is uniform inside the cell.
	i, within := bits.Mul64(u, uint64(len(a)))
	if e := a[i]; within>>48 >= uint64(e>>16) {
		return int(uint16(e))
	}
	return int(i)
}
