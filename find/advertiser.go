package find

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/engine"
	"github.com/contrechamp/contrechamp/engine/tables"
)

// Advertiser is the portrait of one advertiser.
type Advertiser struct {
	ID         contrechamp.AdvertiserID `json:"id"`
	Name       string                   `json:"name"`
	Archive    string                   `json:"archive"`
	Ads        int                      `json:"ads"`
	Messages   int                      `json:"messages"`
	Start      string                   `json:"start,omitempty"`
	End        string                   `json:"end,omitempty"` // last day on which an ad began
	Money      []Sum                    `json:"money"`
	NoMoney    int                      `json:"without_money"`
	Hidden     int                      `json:"hidden"`         // ads whose box is tables.Partly undisclosed
	Said       *Said                    `json:"said,omitempty"` // what it told to whom; nil if no text is known, or too many
	Payers     []NameCount              `json:"payers"`
	Weeks      []Week                   `json:"weeks"`
	Boxes      []BoxUse                 `json:"boxes"`
	MoreBoxes  int                      `json:"more_boxes,omitempty"`
	Exclusions []FactUse                `json:"exclusions"`
	Criteria   []CriteriaShare          `json:"criteria"`
	Included   []FactUse                `json:"included"`
	Reach      *Reach                   `json:"reach,omitempty"` // people in at least one of its boxes
	Cover      *Cover                   `json:"cover,omitempty"` // who is in no box

	Stated      []contrechamp.Stated `json:"stated,omitempty"`  // money in rows that are no ads, beside that of its ads
	Tallies     []TallyRow           `json:"tallies,omitempty"` // the first of these rows
	TallyCount  int                  `json:"tally_count"`       // all of them
	MoreTallies int                  `json:"more_tallies,omitempty"`
}

// NameCount is a name with the number of ads it stands on; an empty name is
// one that the archive does not disclose.
type NameCount struct {
	Name string `json:"name"`
	Ads  int    `json:"ads"`
}

// Week is the money of ads that began in a week (Monday first), in the
// currency that most of the advertiser's ads are stated in.
type Week struct {
	Monday  string            `json:"monday"`
	Ads     int               `json:"ads"`
	Money   contrechamp.Money `json:"money"`
	NoMoney int               `json:"without_money"`
}

// CriteriaShare is how many ads, and how much money, combine so many criteria.
type CriteriaShare struct {
	Criteria int   `json:"criteria"`
	Ads      int   `json:"ads"`
	Money    []Sum `json:"money"`
}

// boxesShown is how many boxes and facts a portrait lists.
const boxesShown = 20

// Advertiser answers with a portrait; ErrNotFound if there is none of that id.
func (f *Finder) Advertiser(ctx context.Context, id string) (*Advertiser, error) {
	c, err := f.version(ctx)
	if err != nil {
		return nil, err
	}
	nums, err := c.advertiserNumbers(id)
	if err != nil {
		return nil, err
	}
	sel, err := c.Select(ctx, []engine.Condition{engine.In(engine.Advertiser, nums)})
	if err != nil {
		return nil, err
	}
	s, err := c.summarise(ctx, sel)
	if err != nil {
		return nil, err
	}
	a := &Advertiser{ID: contrechamp.AdvertiserID(id), Archive: contrechamp.AdvertiserID(id).Archive(),
		Ads: s.ads, Messages: s.messages, Money: s.money, NoMoney: withoutMoney(s.ads, s.money), Start: isoDay(s.from), End: isoDay(s.to)}
	currency := ""
	if len(s.money) > 0 {
		currency = s.money[0].Money.Currency
	}
	if a.Said, err = f.Said(ctx, id); err != nil {
		return nil, err
	}
	n, err := c.Count(ctx, sel)
	if err != nil {
		return nil, err
	}
	a.Name, a.Payers = c.nameOf(nums, n.Advertisers), named(c.small.Payers, n.Payers)
	if a.Weeks, err = c.weeks(ctx, sel, currency); err != nil {
		return nil, err
	}
	if a.Boxes, a.MoreBoxes, err = c.boxUses(ctx, sel, boxesShown); err != nil {
		return nil, err
	}
	if a.Exclusions, err = c.factUses(ctx, sel, true); err != nil {
		return nil, err
	}
	if a.Included, err = c.factUses(ctx, sel, false); err != nil {
		return nil, err
	}
	a.Included = a.Included[:min(boxesShown, len(a.Included))]
	if a.Criteria, a.Hidden, err = c.criteriaShares(ctx, sel); err != nil {
		return nil, err
	}
	if a.Reach, a.Cover, err = f.cover(ctx, c, sel); err != nil {
		return nil, fmt.Errorf("whom %s leaves out: %w", id, err)
	}
	return a, f.addTallies(ctx, c, a)
}

// addTallies adds what archives state about an advertiser beside its ads.
func (f *Finder) addTallies(ctx context.Context, c *version, a *Advertiser) error {
	t, err := f.tallied(ctx, c)
	if err != nil || t.count[string(a.ID)] == 0 {
		return err
	}
	first, err := f.Tallies(ctx, string(a.ID), 0, boxesShown)
	if err != nil {
		return err
	}
	a.Stated, a.Tallies, a.TallyCount, a.MoreTallies = t.stated[string(a.ID)], first.Rows, first.Total, first.More
	return nil
}

// nameOf is how an advertiser is called in the archive of most of its ads, else
// in the first that knows it; ads are counted by its numbers.
func (c *version) nameOf(nums, ads []int32) string {
	best := nums[0]
	for _, num := range nums {
		if ads[num] > ads[best] {
			best = num
		}
	}
	return c.small.Advertisers[best].Name
}

// named are the names that some ads have, most ads first.
func named(names []tables.Named, counts []int32) []NameCount {
	var out []NameCount
	for num, n := range counts {
		if n > 0 {
			out = append(out, NameCount{names[num].Name, int(n)})
		}
	}
	slices.SortFunc(out, func(a, b NameCount) int { return cmp.Or(cmp.Compare(b.Ads, a.Ads), cmp.Compare(a.Name, b.Name)) })
	return out
}

// weeks sums the ads of a selection by the week in which they began, without
// leaving out the weeks between.
func (c *version) weeks(ctx context.Context, sel engine.Selection, currency string) ([]Week, error) {
	const monday = 4 // 1970-01-05
	byWeek := map[int32]*Week{}
	first, last := int32(1<<30), int32(-1<<30)
	code, known := c.small.Words.Code(currency)
	for u, err := range c.Uses(ctx, sel, engine.OfDay) {
		if err != nil {
			return nil, err
		}
		if u.Day < 0 {
			continue
		}
		w := (u.Day - monday + 7) / 7
		first, last = min(first, w), max(last, w)
		if byWeek[w] == nil {
			byWeek[w] = &Week{}
		}
		x := byWeek[w]
		x.Ads += u.Ads
		x.NoMoney += u.Ads
		for _, m := range u.Money {
			if known && m.Currency == code {
				x.Money.Range, x.Money.Currency = x.Money.Plus(m.Range()), currency
				x.NoMoney -= int(m.Ads)
			}
		}
	}
	var out []Week
	for w := first; w <= last; w++ {
		x := byWeek[w]
		if x == nil {
			x = &Week{}
		}
		x.Monday = isoDay((w-1)*7 + monday)
		out = append(out, *x)
	}
	return out, nil
}

func (c *version) criteriaShares(ctx context.Context, sel engine.Selection) (shares []CriteriaShare, hidden int, err error) {
	byCount := map[int]*CriteriaShare{}
	money := map[int]map[uint16]engine.MoneySum{}
	for u, err := range c.Uses(ctx, sel, engine.OfBox) {
		if err != nil {
			return nil, 0, err
		}
		b := &c.small.Boxes.List[u.Box]
		if b.Hidden {
			hidden += u.Ads
		}
		n := int(b.Criteria)
		if byCount[n] == nil {
			byCount[n], money[n] = &CriteriaShare{Criteria: n}, map[uint16]engine.MoneySum{}
		}
		byCount[n].Ads += u.Ads
		for _, m := range u.Money {
			money[n][m.Currency] = money[n][m.Currency].Plus(m.MoneySum)
		}
	}
	for n, s := range byCount {
		s.Money = c.sumsBy(money[n])
		shares = append(shares, *s)
	}
	slices.SortFunc(shares, func(a, b CriteriaShare) int { return cmp.Compare(a.Criteria, b.Criteria) })
	return shares, hidden, nil
}

func isoDay(d int32) string {
	if d < 0 {
		return ""
	}
	return time.Unix(int64(d)*86400, 0).UTC().Format(time.DateOnly)
}

func dayOf(iso string) int32 {
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return -1
	}
	return int32(t.Unix() / 86400)
}
