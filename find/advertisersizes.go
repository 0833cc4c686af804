package find

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/engine"
	"github.com/contrechamp/contrechamp/population"
)

// advertiserOrders are those of a list of advertisers; its own is by ads. By
// size, the first is who aims at the narrowest box, by its upper bound. By money
// it is the greatest single amount in the currency asked for, by its upper bound:
// the sum of its ads or what an archive states, which are never added.
func (c *version) advertiserOrders(currency string) orders[AdvertiserUse] {
	narrowest := func(a AdvertiserUse) int64 {
		if a.Ads == 0 || a.narrowest < 0 {
			return math.MaxInt64
		}
		return c.small.Boxes.List[a.narrowest].SizeHi
	}
	most := func(a AdvertiserUse) int64 { return max(largest(a.Money), greatestStated(a.Stated, currency)) }
	return orders[AdvertiserUse]{
		"newest": func(a, b AdvertiserUse) int { return cmp.Compare(b.Last, a.Last) },
		"oldest": func(a, b AdvertiserUse) int { return byDay(a.First, b.First) },
		"money":  func(a, b AdvertiserUse) int { return cmp.Compare(most(b), most(a)) },
		"size":   func(a, b AdvertiserUse) int { return cmp.Compare(narrowest(a), narrowest(b)) },
	}
}

// sizeAdvertisers fills in the sizes of the rows shown: the narrowest box, and
// how many people are in at least one of the boxes that the selection has.
func (f *Finder) sizeAdvertisers(ctx context.Context, c *version, sel engine.Selection, rows []AdvertiserUse) error {
	t, err := f.peopleTable(ctx, c)
	if err != nil {
		return fmt.Errorf("counting whom advertisers reach: %w", err)
	}
	var missing []int
	reachKey := func(i int) string { return strconv.Itoa(int(rows[i].num)) + " " + keyOf(sel) }
	for i := range rows {
		a := &rows[i]
		if a.Ads == 0 {
			continue
		}
		if a.narrowest >= 0 {
			b := c.public(a.narrowest).as(contrechamp.AdvertiserID(a.ID).Archive())
			a.Narrowest = &b
		}
		if r, ok := c.reaches.Get(reachKey(i)); ok {
			a.Reach = r
		} else {
			missing = append(missing, i)
		}
	}
	if t == nil || len(missing) == 0 {
		return nil
	}
	unions, err := c.unions(ctx, t, sel, rows, missing)
	if err != nil {
		return fmt.Errorf("counting whom advertisers reach: %w", err)
	}
	for n, u := range unions {
		r := reachOf(u)
		rows[missing[n]].Reach = r
		c.reaches.Put(reachKey(missing[n]), r, 1000+len(reachKey(missing[n])))
	}
	return nil
}

// unions are the people of at least one box of the selection, for some rows.
func (c *version) unions(ctx context.Context, t *population.Table, sel engine.Selection, rows []AdvertiserUse, wanted []int) ([]population.Union, error) {
	group := make(map[int32]int, len(wanted)) // of an advertiser
	for n, i := range wanted {
		group[rows[i].num] = n
	}
	at := map[int32]int{} // of a box in boxes
	var boxes []*audience.Expr
	var sizes []population.Size
	var number []int32 // in the table of boxes: of equally used ones the first tells its reasons
	var uses []population.Use
	for u, err := range c.Uses(ctx, sel, engine.OfBoxAndAdvertiser) {
		if err != nil {
			return nil, err
		}
		g, ok := group[u.Advertiser]
		if !ok {
			continue
		}
		i, ok := at[u.Box]
		if !ok {
			i = len(boxes)
			at[u.Box] = i
			boxes, sizes, number = append(boxes, c.small.Boxes.Folded(u.Box)), append(sizes, c.small.Boxes.SizeOf(u.Box)), append(number, u.Box)
		}
		uses = append(uses, population.Use{Box: i, Group: g, Ads: u.Ads})
	}
	slices.SortFunc(uses, func(a, b population.Use) int {
		return cmp.Or(cmp.Compare(b.Ads, a.Ads), cmp.Compare(number[a.Box], number[b.Box]), cmp.Compare(a.Group, b.Group))
	})
	return t.Unions(boxes, sizes, uses, len(wanted)), nil
}
