package memory

import (
	"context"
	"iter"
	"math"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/engine"
)

// sorted gives all ads in the orders that are not by date. Positions come
// newest first, so ties stay by date, then id.
func (c *columns) sorted() [][]int32 {
	all := make([]int32, len(c.num))
	var top int64
	for p := range all {
		all[p] = int32(p)
		top = max(top, c.moneyHi[p])
	}
	boxes := c.small.Boxes.List
	return [][]int32{
		engine.ByMoney:    arranged(all, func(p int32) uint64 { return falling(c.moneyHi[p], top) }),
		engine.BySize:     arranged(all, func(p int32) uint64 { return uint64(boxes[c.box[p]].SizeHi) }), // smallest first; no size (-1) last
		engine.ByCriteria: arranged(all, func(p int32) uint64 { return falling(int64(boxes[c.box[p]].Criteria), math.MaxInt16) }),
	}
}

// inOrder hands over the first ads of a selection's messages in an order.
func (s *selection) inOrder(o engine.Order) iter.Seq[int32] {
	switch o {
	case engine.Newest:
		return s.firsts.each
	case engine.Oldest:
		return s.firsts.backward
	}
	return func(yield func(int32) bool) {
		for _, p := range s.columns.orders[o] {
			if s.firsts.has(p) && !yield(p) {
				return
			}
		}
	}
}

func (c *columns) Page(_ context.Context, s engine.Selection, o engine.Order, after engine.Number, n int) (rows []engine.Message, before int, err error) {
	own, err := c.of(s)
	if err != nil {
		return nil, 0, err
	}
	own.summarise()
	behind := int32(-1)
	if after != engine.NoAd {
		p, ok := c.at(int32(after))
		if !ok {
			return nil, 0, errNotInList()
		}
		behind = p
	}
	for p := range own.inOrder(o) {
		switch {
		case behind >= 0:
			before++
			if p == behind {
				behind = -1
			}
		case len(rows) == n:
			return rows, before, nil
		default:
			rows = append(rows, engine.Message{Newest: engine.Number(c.num[p]), Same: own.same(p)})
		}
	}
	if behind >= 0 {
		return nil, 0, errNotInList()
	}
	return rows, before, nil
}

func errNotInList() error { return contrechamp.Invalid("that ad is not in this list") }
