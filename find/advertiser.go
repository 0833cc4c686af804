package find

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/contrechamp/contrechamp"
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
	Hidden     int                      `json:"hidden"` // ads whose box is partly undisclosed
	Payers     []NameCount              `json:"payers"`
	Weeks      []Week                   `json:"weeks"`
	Boxes      []BoxUse                 `json:"boxes"`
	MoreBoxes  int                      `json:"more_boxes,omitempty"`
	Exclusions []FactUse                `json:"exclusions"`
	Criteria   []CriteriaShare          `json:"criteria"`
	Included   []FactUse                `json:"included"`
	Reach      *Reach                   `json:"reach,omitempty"` // people in at least one of its boxes
	Cover      *Cover                   `json:"cover,omitempty"` // who is in no box
	Tallies    []TallyRow               `json:"tallies,omitempty"`
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

// TallyRow is money or a count that an archive states about an advertiser.
type TallyRow struct {
	Kind    string            `json:"kind"`
	Payer   string            `json:"payer,omitempty"`
	Country string            `json:"country,omitempty"`
	Region  string            `json:"region,omitempty"`
	From    string            `json:"from,omitempty"`
	To      string            `json:"to,omitempty"`
	Money   contrechamp.Money `json:"money"`
	Ads     contrechamp.Range `json:"ads"`
}

// boxesShown is how many boxes and facts a portrait lists.
const boxesShown = 20

// Advertiser answers with a portrait; ErrNotFound if there is none of that id.
func (f *Finder) Advertiser(ctx context.Context, id string) (*Advertiser, error) {
	c, err := f.table(ctx)
	if err != nil {
		return nil, err
	}
	num := slices.IndexFunc(c.advertisers, func(n named) bool { return n.id == id && id != "" })
	if num < 0 {
		return nil, contrechamp.NotFound(`no advertiser "{id}" in this store`, "id", id)
	}
	sel := c.where(func(p int) bool { return c.advertiser[p] == int32(num) })
	s := c.summarise(sel)
	a := &Advertiser{ID: contrechamp.AdvertiserID(id), Name: c.advertisers[num].name, Archive: contrechamp.AdvertiserID(id).Archive(),
		Ads: s.ads, Messages: s.messages, Money: s.money, NoMoney: withoutMoney(s.ads, s.money), Start: isoDay(s.from), End: isoDay(s.to)}
	currency := ""
	if len(s.money) > 0 {
		currency = s.money[0].Money.Currency
	}
	a.Payers = c.payersOf(sel)
	a.Weeks = c.weeks(sel, currency)
	a.Boxes, a.MoreBoxes = c.boxUses(sel, boxesShown)
	a.Exclusions, a.Included = c.factUses(sel, true), c.factUses(sel, false)
	a.Included = a.Included[:min(boxesShown, len(a.Included))]
	a.Criteria, a.Hidden = c.criteriaShares(sel)
	if a.Reach, a.Cover, err = f.cover(ctx, c, sel, "advertiser "+id); err != nil {
		return nil, fmt.Errorf("whom %s leaves out: %w", id, err)
	}
	if a.Tallies, err = f.tallies(ctx, num); err != nil {
		return nil, fmt.Errorf("tallies of %s: %w", id, err)
	}
	return a, nil
}

func (c *columns) payersOf(sel set) []NameCount {
	counts := map[int32]int{}
	sel.each(func(p int32) bool { counts[c.payer[p]]++; return true })
	var out []NameCount
	for num, n := range counts {
		out = append(out, NameCount{c.payers[num].name, n})
	}
	slices.SortFunc(out, func(a, b NameCount) int { return cmp.Or(cmp.Compare(b.Ads, a.Ads), cmp.Compare(a.Name, b.Name)) })
	return out
}

// weeks sums the ads of a selection by the week in which they began, without
// leaving out the weeks between.
func (c *columns) weeks(sel set, currency string) []Week {
	const monday = 4 // 1970-01-05
	byWeek := map[int32]*Week{}
	first, last := int32(1<<30), int32(-1<<30)
	code, known := c.words.code[currency]
	sel.each(func(p int32) bool {
		if c.start[p] < 0 {
			return true
		}
		w := (c.start[p] - monday + 7) / 7
		first, last = min(first, w), max(last, w)
		if byWeek[w] == nil {
			byWeek[w] = &Week{}
		}
		x := byWeek[w]
		x.Ads++
		if known && c.moneyLo[p] >= 0 && c.currency[p] == code {
			x.Money.Range = x.Money.Plus(c.moneyAt(p))
			x.Money.Currency = currency
		} else {
			x.NoMoney++
		}
		return true
	})
	var out []Week
	for w := first; w <= last; w++ {
		x := byWeek[w]
		if x == nil {
			x = &Week{}
		}
		x.Monday = isoDay((w-1)*7 + monday)
		out = append(out, *x)
	}
	return out
}

func (c *columns) moneyAt(p int32) contrechamp.Range {
	return contrechamp.Range{Lo: c.moneyLo[p], Hi: c.moneyHi[p], Open: c.moneyOpen[p], Stated: true}
}

func (c *columns) criteriaShares(sel set) (shares []CriteriaShare, hidden int) {
	byCount := map[int]*CriteriaShare{}
	money := map[int]sums{}
	c.all(sel, func(p int32) bool {
		b := &c.boxes.list[c.box[p]]
		if b.hidden {
			hidden++
		}
		n := int(b.criteria)
		if byCount[n] == nil {
			byCount[n], money[n] = &CriteriaShare{Criteria: n}, sums{}
		}
		byCount[n].Ads++
		money[n].add(c, p)
		return true
	})
	for n, s := range byCount {
		s.Money = money[n].list()
		shares = append(shares, *s)
	}
	slices.SortFunc(shares, func(a, b CriteriaShare) int { return cmp.Compare(a.Criteria, b.Criteria) })
	return shares, hidden
}

func (f *Finder) tallies(ctx context.Context, advertiser int) ([]TallyRow, error) {
	var out []TallyRow
	err := f.store.Each(ctx, "TalliesOf", func(scan func(...any) error) error {
		var t TallyRow
		var money, ads nullRange
		if err := scan(&t.Kind, &t.Payer, &t.Country, &t.Region, &t.From, &t.To, &money.lo, &money.hi, &money.open, &t.Money.Currency, &ads.lo, &ads.hi); err != nil {
			return err
		}
		t.Money.Range, t.Ads = money.Range(), ads.Range()
		out = append(out, t)
		return nil
	}, advertiser)
	return out, err
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
