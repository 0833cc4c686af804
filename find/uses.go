package find

import (
	"cmp"
	"context"
	"slices"

	"github.com/contrechamp/contrechamp/engine"
)

// BoxUse is a box with the ads that aim at it.
type BoxUse struct {
	Box         Box         `json:"box"`
	Ads         int         `json:"ads"`
	Advertisers int         `json:"advertisers"`
	Money       []Sum       `json:"money"`
	First       string      `json:"first,omitempty"`
	Last        string      `json:"last,omitempty"`
	Who         []NameCount `json:"who,omitempty"`

	at int32 // of the box in columns
}

// FactUse is a fact that boxes ask for or shut out.
type FactUse struct {
	Fact        string `json:"fact"` // in the language of the box
	Kind        string `json:"kind"`
	Label       string `json:"label"`
	Ads         int    `json:"ads"`
	Boxes       int    `json:"boxes"`
	Advertisers int    `json:"advertisers"`
	Money       []Sum  `json:"money"`
	Marks       []Mark `json:"special_categories,omitempty"`
}

// largest is the upper bound of the first currency, to sort by.
func largest(s []Sum) int64 {
	if len(s) == 0 {
		return -1
	}
	return s[0].Money.Hi
}

// boxUses are the boxes of a selection, those with most money first.
func (c *version) boxUses(ctx context.Context, sel engine.Selection, limit int) (uses []BoxUse, more int, err error) {
	if uses, err = c.briefUses(ctx, sel); err != nil {
		return nil, 0, err
	}
	if len(uses) > limit {
		uses, more = uses[:limit], len(uses)-limit
	}
	c.complete(uses)
	return uses, more, nil
}

// boxUse is what the ads of a selection do in one of its boxes.
func (c *version) boxUse(ctx context.Context, conditions ...engine.Condition) (*BoxUse, error) {
	sel, err := c.Select(ctx, conditions)
	if err != nil {
		return nil, err
	}
	uses, _, err := c.boxUses(ctx, sel, 1)
	if err != nil || len(uses) == 0 {
		return nil, err
	}
	return &uses[0], nil
}

// complete fills in whole boxes, where only what lists are sorted by was told.
func (c *version) complete(uses []BoxUse) {
	for i := range uses {
		uses[i].Box = c.public(uses[i].at)
	}
}

// briefUses are all boxes of a selection, those with most money first, without
// their expressions and without what their sizes rest on.
func (c *version) briefUses(ctx context.Context, sel engine.Selection) (uses []BoxUse, err error) {
	for u, err := range c.Uses(ctx, sel, engine.OfBox) {
		if err != nil {
			return nil, err
		}
		uses = append(uses, BoxUse{Box: c.brief(u.Box), at: u.Box, Ads: u.Ads, Advertisers: u.Others, Money: c.sums(u.Money), First: isoDay(u.First), Last: isoDay(u.Last)})
	}
	slices.SortFunc(uses, func(a, b BoxUse) int {
		return cmp.Or(cmp.Compare(largest(b.Money), largest(a.Money)), cmp.Compare(b.Ads, a.Ads), cmp.Compare(a.Box.Key, b.Box.Key))
	})
	return uses, nil
}
