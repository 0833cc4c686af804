package find

import (
	"iter"
	"math"

	"github.com/contrechamp/contrechamp"
)

// sorted gives all ads in the orders that are not by date. Positions come
// newest first, so ties stay by date, then id.
func (c *columns) sorted() map[string][]int32 {
	all := make([]int32, len(c.num))
	var top int64
	for p := range all {
		all[p] = int32(p)
		top = max(top, c.moneyHi[p])
	}
	return map[string][]int32{
		"money":    arranged(all, func(p int32) uint64 { return falling(c.moneyHi[p], top) }),
		"size":     arranged(all, func(p int32) uint64 { return uint64(c.boxes.list[c.box[p]].sizeHi) }), // smallest first; no size (-1) last
		"criteria": arranged(all, func(p int32) uint64 { return falling(int64(c.boxes.list[c.box[p]].criteria), math.MaxInt16) }),
	}
}

// inOrder hands over the rows of a summary (the first ads of its groups) in an order.
func (c *columns) inOrder(s *summary, sort string) iter.Seq[int32] {
	switch sort {
	case "", "newest":
		return s.rows.each
	case "oldest":
		return s.rows.backward
	}
	return func(yield func(int32) bool) {
		for _, p := range c.orders[sort] {
			if s.rows.has(p) && !yield(p) {
				return
			}
		}
	}
}

// page reads up to limit rows of a summary in an order, those behind the ad
// after (-1: from the beginning); before is how many stand in front of them.
// ErrInvalid if after is no row of the list.
func (c *columns) page(s *summary, sort string, after int32, limit int) (page []int32, before int, err error) {
	for p := range c.inOrder(s, sort) {
		switch {
		case after >= 0:
			before++
			if p == after {
				after = -1
			}
		case len(page) == limit:
			return page, before, nil
		default:
			page = append(page, p)
		}
	}
	if after >= 0 {
		return nil, 0, contrechamp.Invalid("that ad is not in this list")
	}
	return page, before, nil
}
