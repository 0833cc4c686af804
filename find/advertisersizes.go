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
	"github.com/contrechamp/contrechamp/population"
)

// advertiserOrders are those of a list of advertisers; its own is by ads. By
// size, the first is who aims at the narrowest box, by its upper bound.
func (c *columns) advertiserOrders() orders[AdvertiserUse] {
	narrowest := func(a AdvertiserUse) int64 {
		if a.Ads == 0 || a.narrowest < 0 {
			return math.MaxInt64
		}
		return c.boxes.list[a.narrowest].sizeHi
	}
	return orders[AdvertiserUse]{
		"newest": func(a, b AdvertiserUse) int { return cmp.Compare(b.Last, a.Last) },
		"oldest": func(a, b AdvertiserUse) int { return byDay(a.First, b.First) },
		"money":  func(a, b AdvertiserUse) int { return cmp.Compare(largest(b.Money), largest(a.Money)) },
		"size":   func(a, b AdvertiserUse) int { return cmp.Compare(narrowest(a), narrowest(b)) },
	}
}

// sizeAdvertisers fills in the sizes of the rows shown: the narrowest box, and
// how many people are in at least one of the boxes that the selection has.
func (f *Finder) sizeAdvertisers(ctx context.Context, c *columns, sel set, key string, rows []AdvertiserUse) error {
	t, err := f.peopleTable(ctx, c)
	if err != nil {
		return fmt.Errorf("counting whom advertisers reach: %w", err)
	}
	var missing []int
	keyOf := func(i int) string { return strconv.Itoa(int(rows[i].num)) + " " + key }
	for i := range rows {
		a := &rows[i]
		if a.Ads == 0 {
			continue
		}
		if a.narrowest >= 0 {
			b := c.boxes.public(a.narrowest).as(contrechamp.AdvertiserID(a.ID).Archive())
			a.Narrowest = &b
		}
		if r, ok := c.reaches.get(keyOf(i)); ok {
			a.Reach = r
		} else {
			missing = append(missing, i)
		}
	}
	if t == nil || len(missing) == 0 {
		return nil
	}
	for n, u := range c.unions(t, sel, rows, missing) {
		r := reachOf(u)
		rows[missing[n]].Reach = r
		c.reaches.put(keyOf(missing[n]), r, 1000+len(keyOf(missing[n])))
	}
	return nil
}

// unions are the people of at least one box of the selection, for some rows.
func (c *columns) unions(t *population.Table, sel set, rows []AdvertiserUse, wanted []int) []population.Union {
	group := make(map[int32]int, len(wanted)) // of an advertiser
	for n, i := range wanted {
		group[rows[i].num] = n
	}
	type pair struct{ box, group int }
	ads := map[pair]int{}
	at := map[int32]int{} // of a box in boxes
	var boxes []*audience.Expr
	var sizes []population.Size
	var number []int32 // in columns: of equally used boxes the first tells its reasons
	c.all(sel, func(p int32) bool {
		g, ok := group[c.advertiser[p]]
		if !ok {
			return true
		}
		i, ok := at[c.box[p]]
		if !ok {
			i = len(boxes)
			at[c.box[p]] = i
			boxes, sizes, number = append(boxes, c.boxes.folded(c.box[p])), append(sizes, c.boxes.sizeOf(c.box[p])), append(number, c.box[p])
		}
		ads[pair{i, g}]++
		return true
	})
	uses := make([]population.Use, 0, len(ads))
	for k, n := range ads {
		uses = append(uses, population.Use{Box: k.box, Group: k.group, Ads: n})
	}
	slices.SortFunc(uses, func(a, b population.Use) int {
		return cmp.Or(cmp.Compare(b.Ads, a.Ads), cmp.Compare(number[a.Box], number[b.Box]), cmp.Compare(a.Group, b.Group))
	})
	return t.Unions(boxes, sizes, uses, len(wanted))
}
