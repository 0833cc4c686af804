package find

import (
	"cmp"
	"context"
	"slices"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/engine"
	"github.com/contrechamp/contrechamp/filter"
)

// summary is what can be said of a selection as a whole.
type summary struct {
	ads, messages int
	selection     engine.Selection // nil: all
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

// summary counts what a filter selects; what was counted before is kept.
func (f *Finder) summary(ctx context.Context, c *version, filter filter.Filter) (*summary, error) {
	key := filter.Conditions()
	return c.summaries.Of(key, func() (*summary, int, error) {
		ctx := context.WithoutCancel(ctx) // others may wait for it
		conditions, err := f.resolve(ctx, c, filter)
		if err != nil {
			return nil, 0, err
		}
		sel, err := c.Select(ctx, conditions)
		if err != nil {
			return nil, 0, err
		}
		s, err := c.summarise(ctx, sel)
		if err != nil {
			return nil, 0, err
		}
		bytes := 16 << 10
		if sel != nil {
			bytes += sel.Bytes()
		}
		return s, bytes, nil
	})
}

// summarise counts a selection.
func (c *version) summarise(ctx context.Context, sel engine.Selection) (*summary, error) {
	n, err := c.Count(ctx, sel)
	if err != nil {
		return nil, err
	}
	s := &summary{ads: n.Ads, messages: n.Messages, selection: sel, money: c.sumsOf(n), facets: c.facets(n), from: -1, to: -1}
	for d, ads := range n.Days {
		if ads > 0 {
			if s.from < 0 {
				s.from = int32(d)
			}
			s.to = int32(d)
		}
	}
	return s, nil
}

// sumsOf adds money up by currency, the one of most ads first.
func (c *version) sumsOf(n *engine.Counts) []Sum {
	byCurrency := make([]engine.MoneySum, len(c.small.Words.List))
	for i, m := range n.Money {
		to := &byCurrency[c.small.Settings[i].Currency]
		*to = to.Plus(m)
	}
	var money []engine.CurrencySum
	for code, m := range byCurrency {
		if m.Ads > 0 {
			money = append(money, engine.CurrencySum{Currency: uint16(code), MoneySum: m})
		}
	}
	return c.sums(money)
}

// sums tells money by currency, the one of most ads first.
func (c *version) sums(money []engine.CurrencySum) []Sum {
	out := []Sum{}
	for _, m := range money {
		sum := Sum{Ads: int(m.Ads)}
		sum.Money.Range, sum.Money.Currency = m.Range(), c.small.Words.List[m.Currency]
		out = append(out, sum)
	}
	slices.SortFunc(out, func(a, b Sum) int {
		return cmp.Or(cmp.Compare(b.Ads, a.Ads), cmp.Compare(a.Money.Currency, b.Money.Currency))
	})
	return out
}

// sumsBy tells money by the code of its currency.
func (c *version) sumsBy(byCurrency map[uint16]engine.MoneySum) []Sum {
	var money []engine.CurrencySum
	for currency, m := range byCurrency {
		money = append(money, engine.CurrencySum{Currency: currency, MoneySum: m})
	}
	return c.sums(money)
}

// pay adds the money of an ad, if it states some, by currency.
func (c *version) pay(money map[uint16]engine.MoneySum, ad engine.Row) {
	if ad.Money.Stated {
		currency := c.small.Settings[ad.Setting].Currency
		money[currency] = money[currency].Plus(engine.SumOf(ad.Money))
	}
}

// withoutMoney is how many ads of a number state none.
func withoutMoney(ads int, money []Sum) int {
	for _, m := range money {
		ads -= m.Ads
	}
	return ads
}
