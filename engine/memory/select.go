package memory

import (
	"context"
	"fmt"
	"slices"
	"sort"

	"github.com/contrechamp/contrechamp/engine"
)

func (c *columns) Select(ctx context.Context, all []engine.Condition) (engine.Selection, error) {
	if len(all) == 0 {
		return nil, nil
	}
	s, err := c.every(ctx, all)
	if err != nil {
		return nil, err
	}
	return &selection{columns: c, key: engine.KeyOf(all), set: s}, nil
}

// every gives the ads that meet all of some conditions. It may be shared.
func (c *columns) every(ctx context.Context, all []engine.Condition) (set, error) {
	var out set
	for _, x := range all {
		key := engine.KeyOf([]engine.Condition{x})
		s, err := c.conditions.Of(key, func() (set, int, error) {
			s, err := c.meeting(ctx, x)
			return s, 8*len(s) + len(key), err
		})
		switch {
		case err != nil:
			return nil, err
		case out == nil:
			out = s
		default:
			out = out.and(s)
		}
	}
	if out == nil {
		out = c.everything.set
	}
	return out, nil
}

// meeting gives the ads that meet one condition.
func (c *columns) meeting(ctx context.Context, x engine.Condition) (set, error) {
	if len(x.Any) > 0 {
		out := newSet(len(c.num))
		for _, list := range x.Any {
			s, err := c.every(ctx, list)
			if err != nil {
				return nil, err
			}
			out = out.or(s)
		}
		return out, nil
	}
	switch x.Property {
	case engine.Box:
		return within(c.box, x, len(c.small.Boxes.List)), nil
	case engine.Advertiser:
		return within(c.advertiser, x, len(c.small.Advertisers)), nil
	case engine.Payer:
		return within(c.payer, x, len(c.small.Payers)), nil
	case engine.Archive:
		return within(c.archive, x, len(c.small.Words.List)), nil
	case engine.Country:
		return within(c.country, x, len(c.small.Words.List)), nil
	case engine.Currency:
		return within(c.currency, x, len(c.small.Words.List)), nil
	case engine.Day:
		return c.begunWithin(x), nil
	case engine.MoneyLo:
		return c.where(func(p int) bool { return x.Holds(c.moneyLo[p]) }), nil
	case engine.MoneyHi:
		return c.where(func(p int) bool { return x.Holds(c.closed(p)) }), nil
	case engine.HasText:
		return c.where(func(p int) bool { return x.Holds(oneIf(c.text[p] >= 0)) }), nil
	case engine.IsGone:
		return c.where(func(p int) bool { return x.Holds(oneIf(c.gone[p])) }), nil
	case engine.HasChanged:
		changed, err := c.stored(ctx, "ChangedAds")
		return c.where(func(p int) bool { return x.Holds(oneIf(changed.has(int32(p)))) }), err
	case engine.OfMessage:
		return c.ofMessages(x), nil
	case engine.OfCreative:
		return c.stored(ctx, "OfCreative", x.Word)
	case engine.OfText:
		return c.withTexts(ctx, slices.Values(x.Values))
	case engine.OfWords:
		return c.matchText(ctx, x.Words)
	}
	return nil, fmt.Errorf("a condition on property %d, which there is not", x.Property)
}

// closed is the upper bound of an ad's money, -1 if it has none or is open.
func (c *columns) closed(p int) int64 {
	if c.moneyOpen[p] {
		return -1
	}
	return c.moneyHi[p]
}

func oneIf(yes bool) int64 {
	if yes {
		return 1
	}
	return 0
}

// stored gives the ads whose numbers a query of the store finds.
func (c *columns) stored(ctx context.Context, name string, args ...any) (set, error) {
	out := newSet(len(c.num))
	err := c.store.Each(ctx, name, func(scan func(...any) error) error {
		var num int32
		if err := scan(&num); err != nil {
			return err
		}
		if p, ok := c.at(num); ok {
			out.add(p)
		}
		return nil
	}, args...)
	return out, err
}

// begunWithin gives the ads that began on some days: they stand side by side.
func (c *columns) begunWithin(x engine.Condition) set {
	if x.Values != nil {
		return c.where(func(p int) bool { return x.Holds(int64(c.start[p])) })
	}
	first := sort.Search(len(c.start), func(p int) bool { return int64(c.start[p]) <= x.Hi })
	end := sort.Search(len(c.start), func(p int) bool { return int64(c.start[p]) < x.Lo })
	return span(len(c.num), first, max(first, end))
}

func (c *columns) ofMessages(x engine.Condition) set {
	if x.Values == nil {
		return c.where(func(p int) bool { return x.Holds(int64(c.group[p])) })
	}
	out := newSet(len(c.num))
	for _, g := range x.Values {
		if g >= 0 && int(g) < c.groups {
			for _, p := range c.groupOf[c.groupAt[g]:c.groupAt[g+1]] {
				out.add(p)
			}
		}
	}
	return out
}

func (c *columns) where(ok func(p int) bool) set {
	s := newSet(len(c.num))
	for i := range s { // 64 ads at a time, without a branch an ad
		var w uint64
		for p := i << 6; p < min(i<<6+64, len(c.num)); p++ {
			w |= uint64(oneIf(ok(p))) << (p & 63)
		}
		s[i] = w
	}
	return s
}

// within gives the ads whose value in a column, below most, meets a condition.
func within[T uint16 | int32](column []T, x engine.Condition, most int) set {
	yes := make([]bool, most)
	if x.Values == nil {
		for v := range yes {
			yes[v] = x.Holds(int64(v))
		}
	}
	for _, v := range x.Values {
		if v >= 0 && int(v) < most {
			yes[v] = true
		}
	}
	s := newSet(len(column))
	for i := range s {
		var w uint64
		for j, x := range column[i<<6 : min(i<<6+64, len(column))] {
			w |= uint64(oneIf(yes[x])) << j
		}
		s[i] = w
	}
	return s
}
