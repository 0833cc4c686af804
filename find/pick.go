package find

import (
	"context"
	"slices"

	"github.com/contrechamp/contrechamp/filter"
)

// asked is what a condition is asked of.
type asked struct {
	ctx     context.Context
	finder  *Finder
	columns *columns
	how     string // the filter's how, which belongs to aims
}

// picker gives the positions of the ads that meet a condition; nil is all.
type picker func(q asked, t filter.Term) (set, error)

// pickers are what the keys of a filter select: one for each row of Keys.
var pickers = map[string]picker{
	"q":     func(q asked, t filter.Term) (set, error) { return q.finder.matchText(q.ctx, q.columns, t.Value) },
	"topic": func(q asked, t filter.Term) (set, error) { return q.finder.topicSet(q.ctx, q.columns, t.Words) },

	"advertiser": byAd(func(c *columns, t filter.Term) set { return whereIn(c.advertiser, c.advertisersNamed(t.Value)) }),
	"payer":      byAd(func(c *columns, t filter.Term) set { return whereIn(c.payer, c.payersNamed(t.Value)) }),
	"archive":    byAd(func(c *columns, t filter.Term) set { return whereIn(c.archive, c.wordsAre(t.Words)) }),
	"country":    byAd(func(c *columns, t filter.Term) set { return whereIn(c.country, c.wordsList(t.Words)) }),
	"currency":   byAd(func(c *columns, t filter.Term) set { return whereIn(c.currency, c.wordsAre(t.Words)) }),

	"from":  byAd(func(c *columns, t filter.Term) set { return c.beganFrom(t.From) }),
	"to":    byAd(func(c *columns, t filter.Term) set { return c.beganUntil(t.To) }),
	"month": byAd(func(c *columns, t filter.Term) set { return c.beganFrom(t.From).and(c.beganUntil(t.To)) }),

	"min": byAd(func(c *columns, t filter.Term) set {
		return c.where(func(p int) bool { return c.moneyLo[p] >= t.Number })
	}),
	"max": byAd(func(c *columns, t filter.Term) set {
		return c.where(func(p int) bool { return c.moneyHi[p] >= 0 && !c.moneyOpen[p] && c.moneyHi[p] <= t.Number })
	}),
	"text": yesOrNo(func(c *columns, want bool) set {
		return c.where(func(p int) bool { return (c.text[p] >= 0) == want })
	}),
	"creative": func(q asked, t filter.Term) (set, error) {
		return q.finder.listed(q.ctx, q.columns, "OfCreative", t.Value)
	},
	"removed": func(q asked, t filter.Term) (set, error) { return q.finder.removedSet(q.ctx, q.columns, t.Words) },

	"includes": byAd(func(c *columns, t filter.Term) set { return whereIn(c.box, c.boxes.with(c.boxes.named(t, false))) }),
	"excludes": byAd(func(c *columns, t filter.Term) set { return whereIn(c.box, c.boxes.with(c.boxes.named(t, true))) }),
	"aims": func(q asked, t filter.Term) (set, error) {
		return whereIn(q.columns.box, q.columns.boxes.aimedAt(t.Expr, q.how)), nil
	},
	"how": func(asked, filter.Term) (set, error) { return nil, nil }, // says how aims is read
	"size_max": byBox(func(t filter.Term) func(*box) bool {
		return func(b *box) bool { return b.sizeHi >= 0 && b.sizeHi <= t.Number }
	}),
	"narrow": byBox(func(t filter.Term) func(*box) bool {
		most := mostOf(t.Words)
		return func(b *box) bool { return b.sizeHi >= 0 && b.sizeHi < most }
	}),
	"criteria": byBox(func(t filter.Term) func(*box) bool {
		return func(b *box) bool { return int64(b.criteria) >= t.From && int64(b.criteria) <= t.To }
	}),
	"hidden": yesOrNo(func(c *columns, want bool) set {
		return c.whereBox(func(b *box) bool { return b.hidden == want })
	}),
	"box": byAd(func(c *columns, t filter.Term) set {
		i, ok := c.boxes.find(t.Value)
		return c.where(func(p int) bool { return ok && c.box[p] == i })
	}),
}

// byAd picks by the columns alone.
func byAd(pick func(*columns, filter.Term) set) picker {
	return func(q asked, t filter.Term) (set, error) { return pick(q.columns, t), nil }
}

// byBox picks the ads of those boxes that a condition accepts.
func byBox(accepts func(filter.Term) func(*box) bool) picker {
	return func(q asked, t filter.Term) (set, error) { return q.columns.whereBox(accepts(t)), nil }
}

// yesOrNo picks what is so or is not; asked for both it is every ad.
func yesOrNo(pick func(c *columns, want bool) set) picker {
	return func(q asked, t filter.Term) (set, error) {
		yes, no := slices.Contains(t.Words, "yes"), slices.Contains(t.Words, "no")
		if yes && no {
			return nil, nil
		}
		return pick(q.columns, yes), nil
	}
}

// listed gives the ads whose numbers a named query finds in the store.
func (f *Finder) listed(ctx context.Context, c *columns, name string, args ...any) (set, error) {
	out := newSet(len(c.num))
	err := f.store.Each(ctx, name, func(scan func(...any) error) error {
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
