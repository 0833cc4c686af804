package memory

import (
	"cmp"
	"context"
	"iter"
	"slices"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/engine"
)

func (c *columns) Uses(_ context.Context, s engine.Selection, by engine.By) iter.Seq2[engine.Use, error] {
	return func(yield func(engine.Use, error) bool) {
		own, err := c.of(s)
		if err != nil {
			yield(engine.Use{}, err)
			return
		}
		for _, u := range c.uses(own.set, by) {
			if !yield(u, nil) {
				return
			}
		}
	}
}

// pair are two values that ads are grouped by.
type pair struct{ one, other int32 }

func (c *columns) uses(sel set, by engine.By) []engine.Use {
	of := c.grouping(by)
	groups := map[pair]int{}
	others := map[pair]bool{} // seen with a group, of a box its advertisers and the other way
	var out []engine.Use
	for p := range sel.each {
		u := of(p)
		k := pair{u.Box, u.Advertiser}
		if by == engine.OfDay {
			k.one = u.Day
		}
		i, known := groups[k]
		if !known {
			i = len(out)
			groups[k] = i
			u.First, u.Last = -1, -1
			out = append(out, u)
		}
		x := &out[i]
		x.Ads++
		if d := c.start[p]; d >= 0 {
			if x.First < 0 || d < x.First {
				x.First = d
			}
			x.Last = max(x.Last, d)
		}
		x.Money = c.pay(x.Money, p)
		other := pair{int32(i), c.advertiser[p]}
		switch by {
		case engine.OfAdvertiser:
			other.other = c.box[p]
		case engine.OfDay, engine.OfBoxAndAdvertiser:
			continue
		}
		if !others[other] {
			others[other] = true
			x.Others++
		}
	}
	return out
}

// grouping gives what an ad is grouped by, -1 by what it is not.
func (c *columns) grouping(by engine.By) func(p int32) engine.Use {
	switch by {
	case engine.OfBox:
		return func(p int32) engine.Use { return engine.Use{Box: c.box[p], Advertiser: -1, Day: -1} }
	case engine.OfAdvertiser:
		return func(p int32) engine.Use { return engine.Use{Box: -1, Advertiser: c.advertiser[p], Day: -1} }
	case engine.OfDay:
		return func(p int32) engine.Use { return engine.Use{Box: -1, Advertiser: -1, Day: c.start[p]} }
	}
	return func(p int32) engine.Use { return engine.Use{Box: c.box[p], Advertiser: c.advertiser[p], Day: -1} }
}

// pay adds the money of an ad, if it states some.
func (c *columns) pay(money []engine.CurrencySum, p int32) []engine.CurrencySum {
	if c.moneyLo[p] < 0 {
		return money
	}
	i, known := slices.BinarySearchFunc(money, c.currency[p], func(m engine.CurrencySum, code uint16) int { return cmp.Compare(m.Currency, code) })
	if !known {
		money = slices.Insert(money, i, engine.CurrencySum{Currency: c.currency[p]})
	}
	m := &money[i]
	m.MoneySum = m.Plus(engine.MoneySum{Ads: 1, Open: int32(oneIf(c.moneyOpen[p])), Lo: c.moneyLo[p], Hi: c.moneyHi[p]})
	m.Dearest = max(m.Dearest, c.moneyHi[p])
	return money
}

func (c *columns) Estimates(ctx context.Context, s engine.Selection) iter.Seq2[engine.Estimate, error] {
	return func(yield func(engine.Estimate, error) bool) {
		list, err := c.estimates(ctx, s)
		if err != nil {
			yield(engine.Estimate{}, err)
			return
		}
		for _, e := range list {
			if !yield(e, nil) {
				return
			}
		}
	}
}

// stating is what a platform says of an ad's audience.
type stating struct{ estimate, reached contrechamp.Range }

func (c *columns) estimates(ctx context.Context, s engine.Selection) ([]engine.Estimate, error) {
	own, err := c.of(s)
	if err != nil {
		return nil, err
	}
	stated := map[int32]stating{} // by position
	err = c.store.Each(ctx, "Estimates", func(scan func(...any) error) error {
		var num int32
		var lo, hi, reachedLo, reachedHi *int64
		var open bool
		if err := scan(&num, &lo, &hi, &open, &reachedLo, &reachedHi); err != nil {
			return err
		}
		if p, ok := c.at(num); ok {
			stated[p] = stating{rangeOf(lo, hi, open), rangeOf(reachedLo, reachedHi, false)}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	type key struct {
		archive uint16
		box     int32
		stating
	}
	groups := map[key]int{}
	var out []engine.Estimate
	for p := range own.set.each {
		k := key{c.archive[p], c.box[p], stated[p]}
		i, known := groups[k]
		if !known {
			i = len(out)
			groups[k] = i
			out = append(out, engine.Estimate{Archive: k.archive, Box: k.box, Estimate: k.estimate, Reached: k.reached, Newest: engine.Number(c.num[p])})
		}
		out[i].Ads++
	}
	return out, nil
}

// rangeOf is a range of the store; one without a lower bound is not stated.
func rangeOf(lo, hi *int64, open bool) contrechamp.Range {
	if lo == nil {
		return contrechamp.Range{}
	}
	r := contrechamp.Range{Lo: *lo, Open: open, Stated: true}
	if hi != nil {
		r.Hi = *hi
	}
	return r
}

func (c *columns) Cards(_ context.Context, s engine.Selection) iter.Seq2[engine.Card, error] {
	return func(yield func(engine.Card, error) bool) {
		own, err := c.of(s)
		if err != nil {
			yield(engine.Card{}, err)
			return
		}
		for _, x := range c.cards(own.set) {
			if !yield(x, nil) {
				return
			}
		}
	}
}

func (c *columns) cards(sel set) []engine.Card {
	type key struct {
		message, advertiser, box int32
		archive                  uint16
	}
	groups := map[key]int{}
	var out []engine.Card
	for p := range sel.each {
		k := key{c.group[p], c.advertiser[p], c.box[p], c.archive[p]}
		i, known := groups[k]
		if !known {
			i = len(out)
			groups[k] = i
			out = append(out, engine.Card{Message: k.message, Advertiser: k.advertiser, Box: k.box, Archive: k.archive, Newest: engine.Number(c.num[p]), Text: c.text[p]})
		}
		out[i].Ads++
	}
	return out
}

func (c *columns) Widest(context.Context) (engine.Number, int, error) {
	seen := map[pair]bool{}
	boxes := make([]int, c.groups)
	first := make([]int32, c.groups)
	for p := len(c.num) - 1; p >= 0; p-- {
		if c.text[p] < 0 {
			continue
		}
		g := c.group[p]
		first[g] = int32(p)
		if k := (pair{g, c.box[p]}); !seen[k] {
			seen[k] = true
			boxes[g]++
		}
	}
	newest, most := int32(-1), 0
	for g, n := range boxes {
		if n > most || n == most && n > 0 && first[g] < newest {
			newest, most = first[g], n
		}
	}
	if newest < 0 {
		return engine.NoAd, 0, nil
	}
	return engine.Number(c.num[newest]), most, nil
}
