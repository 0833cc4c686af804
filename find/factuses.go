package find

import (
	"cmp"
	"context"
	"slices"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/engine"
	"github.com/contrechamp/contrechamp/engine/tables"
	"github.com/contrechamp/contrechamp/reach"
)

// factUses are the facts that the boxes of a selection ask for, or shut out,
// most ads first; ages and genders asked for are left to other answers.
func (c *version) factUses(ctx context.Context, sel engine.Selection, excluded bool) ([]FactUse, error) {
	type use struct {
		ads         int
		money       map[uint16]engine.MoneySum
		boxes       map[int32]bool
		advertisers map[int32]bool
	}
	byFact := map[reach.Criterion]*use{}
	for u, err := range c.Uses(ctx, sel, engine.OfBoxAndAdvertiser) {
		if err != nil {
			return nil, err
		}
		for _, x := range c.small.Boxes.Criteria(u.Box) {
			kind := c.small.Boxes.Kinds[x.Fact()]
			if x.Excluded() != excluded || kind&tables.Partly != 0 || !excluded && (kind == tables.FactKind(audience.Age) || kind == tables.FactKind(audience.Gender)) {
				continue
			}
			t := byFact[x]
			if t == nil {
				t = &use{money: map[uint16]engine.MoneySum{}, boxes: map[int32]bool{}, advertisers: map[int32]bool{}}
				byFact[x] = t
			}
			t.ads += u.Ads
			t.boxes[u.Box], t.advertisers[u.Advertiser] = true, true
			for _, m := range u.Money {
				t.money[m.Currency] = t.money[m.Currency].Plus(m.MoneySum)
			}
		}
	}
	out := []FactUse{}
	for x, u := range byFact {
		f := c.small.Boxes.Fact(x)
		out = append(out, FactUse{Fact: f.String(), Kind: f.Kind.String(), Label: f.Label, Ads: u.ads, Boxes: len(u.boxes), Advertisers: len(u.advertisers), Money: c.sumsBy(u.money), Marks: marksOf(f)})
	}
	slices.SortFunc(out, func(a, b FactUse) int { return cmp.Or(cmp.Compare(b.Ads, a.Ads), cmp.Compare(a.Fact, b.Fact)) })
	return out, nil
}
