package find

import (
	"cmp"
	"context"
	"slices"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/filter"
)

// summary is what can be said of a selection as a whole.
type summary struct {
	ads, messages int
	selection     set // nil: all
	rows          set // the first ad of each group
	money         []Sum
	facets        []Facet
	from, to      int32 // days on which the first and the last ad began, -1: not known
}

// Sum is money of one currency over many ads.
type Sum struct {
	Money    contrechamp.Money `json:"money"`
	Ads      int               `json:"ads"`
	NotKnown int               `json:"-"`
}

// summarise counts a selection (nil: everything): ad by ad, or, where it has
// most ads, by those that it leaves out.
func (c *columns) summarise(sel set) *summary {
	if sel == nil {
		return c.everything
	}
	if n := sel.len(); n == len(c.num) {
		return c.everything
	} else if 2*n > len(c.num) {
		left := sel.not(len(c.num))
		return c.summaryOf(sel, c.firstsWithout(c.everything.rows, left), c.counts.less(c.countEach(left)))
	}
	return c.summaryOf(sel, c.firstsEach(sel), c.countEach(sel))
}

func (c *columns) summaryOf(sel, rows set, n *counts) *summary {
	s := &summary{ads: n.ads, messages: rows.len(), selection: sel, rows: rows, money: c.sumsOf(n), facets: c.facets(n), from: -1, to: -1}
	for d, ads := range n.days {
		if ads > 0 {
			if s.from < 0 {
				s.from = int32(d)
			}
			s.to = int32(d)
		}
	}
	return s
}

// sumsOf adds money up by currency, the one of most ads first.
func (c *columns) sumsOf(n *counts) []Sum {
	byCurrency := make([]moneySum, len(c.words.list))
	for i, m := range n.money {
		to := &byCurrency[c.settings[i].currency]
		to.ads, to.open, to.lo, to.hi = to.ads+m.ads, to.open+m.open, to.lo+m.lo, to.hi+m.hi
	}
	out := []Sum{}
	for code, m := range byCurrency {
		if m.ads > 0 {
			sum := Sum{Ads: int(m.ads)}
			sum.Money.Range = contrechamp.Range{Lo: m.lo, Hi: m.hi, Open: m.open > 0, Stated: true}
			sum.Money.Currency = c.words.list[code]
			out = append(out, sum)
		}
	}
	slices.SortFunc(out, func(a, b Sum) int {
		return cmp.Or(cmp.Compare(b.Ads, a.Ads), cmp.Compare(a.Money.Currency, b.Money.Currency))
	})
	return out
}

// same is how many ads of the selection have the words and payer of an ad.
func (c *columns) same(s *summary, p int32) int {
	ads := c.sameGroup(p)
	if s.selection == nil {
		return len(ads)
	}
	n := 0
	for _, q := range ads {
		if s.selection.has(q) {
			n++
		}
	}
	return n
}

// withoutMoney is how many ads of a number state none.
func withoutMoney(ads int, money []Sum) int {
	for _, m := range money {
		ads -= m.Ads
	}
	return ads
}

// summary counts what a filter selects; what was counted before is kept.
func (f *Finder) summary(ctx context.Context, c *columns, filter filter.Filter) (*summary, error) {
	if len(filter.Terms) == 0 {
		return c.everything, nil
	}
	key := filter.Conditions()
	if s, ok := c.summaries.get(key); ok {
		return s, nil
	}
	sel, err := f.selection(ctx, c, filter)
	if err != nil {
		return nil, err
	}
	s := c.summarise(sel)
	c.summaries.put(key, s, s.bytes())
	return s, nil
}

func (s *summary) bytes() int { return 8*len(s.selection) + 8*len(s.rows) + 16<<10 }
