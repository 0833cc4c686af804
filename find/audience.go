package find

import (
	"cmp"
	"context"
	"slices"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/filter"
)

// Audience is one box with everyone who aims at it.
type Audience struct {
	BoxUse
	Who     []AdvertiserUse `json:"who"`
	Measure *Measure        `json:"measure,omitempty"` // its size, step by step
	Rows    []AdRow         `json:"rows"`
	More    int             `json:"more,omitempty"`                    // ads that are not in rows
	NoJoin  bool            `json:"published_criteria_only,omitempty"` // some part is undisclosed: never the same people
}

// AdvertiserUse is an advertiser with what it did in some selection.
type AdvertiserUse struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Ads   int    `json:"ads"`
	Money []Sum  `json:"money"`
	First string `json:"first,omitempty"`
	Last  string `json:"last,omitempty"`

	Boxes     int    `json:"boxes"`               // different ones
	Narrowest *Box   `json:"narrowest,omitempty"` // that with the smallest upper bound; nil if none has a size
	Reach     *Reach `json:"reach,omitempty"`     // people in at least one of its boxes; only in lists of advertisers

	num, narrowest int32 // in columns; narrowest is -1 if there is none

	Tallies int `json:"tallies,omitempty"` // rows in which archives state money or counts of it; none is an ad
}

// Audience answers with a box by its key; ErrNotFound if no ad aims at it.
func (f *Finder) Audience(ctx context.Context, key string) (*Audience, error) {
	c, err := f.table(ctx)
	if err != nil {
		return nil, err
	}
	b, ok := c.boxes.find(key)
	if !ok {
		return nil, contrechamp.NotFound(`no box "{id}" in this store`, "id", key)
	}
	sel := c.where(func(p int) bool { return c.box[p] == b })
	uses, _ := c.boxUses(sel, 1)
	if len(uses) == 0 {
		return nil, contrechamp.NotFound(`no box "{id}" in this store`, "id", key)
	}
	a := &Audience{BoxUse: uses[0], Who: c.advertiserUses(sel), NoJoin: c.boxes.list[b].hidden}
	if a.Measure, err = f.measure(ctx, c, a.Box.Audience); err != nil {
		return nil, err
	}
	s := c.summarise(sel)
	first, _, err := c.page(s, "newest", -1, boxesShown)
	if err != nil {
		return nil, err
	}
	a.More = s.messages - len(first)
	if a.Rows, err = f.rows(ctx, c, first); err != nil {
		return nil, err
	}
	for i, p := range first {
		a.Rows[i].Same = c.same(s, p)
	}
	return a, nil
}

// advertiserUses are the advertisers of a selection, most ads first.
func (c *columns) advertiserUses(sel set) []AdvertiserUse {
	type use struct {
		AdvertiserUse
		money       sums
		first, last int32
		boxes       map[int32]bool
	}
	byNum := map[int32]*use{}
	c.all(sel, func(p int32) bool {
		u := byNum[c.advertiser[p]]
		if u == nil {
			n := c.advertisers[c.advertiser[p]]
			u = &use{AdvertiserUse: AdvertiserUse{ID: n.id, Name: n.name, num: c.advertiser[p], narrowest: -1}, money: sums{}, first: 1 << 30, last: -1, boxes: map[int32]bool{}}
			byNum[c.advertiser[p]] = u
		}
		u.Ads++
		u.money.add(c, p)
		u.boxes[c.box[p]] = true
		if d := c.start[p]; d >= 0 {
			u.first, u.last = min(u.first, d), max(u.last, d)
		}
		return true
	})
	out := []AdvertiserUse{}
	for _, u := range byNum {
		u.Money, u.Boxes = u.money.list(), len(u.boxes)
		for b := range u.boxes {
			if c.boxes.list[b].sizeHi >= 0 && (u.narrowest < 0 || c.narrower(b, u.narrowest)) {
				u.narrowest = b
			}
		}
		if u.last >= 0 {
			u.First, u.Last = isoDay(u.first), isoDay(u.last)
		}
		out = append(out, u.AdvertiserUse)
	}
	slices.SortFunc(out, func(a, b AdvertiserUse) int {
		return cmp.Or(cmp.Compare(b.Ads, a.Ads), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// narrower orders boxes that have a size by its upper bound, then by key.
func (c *columns) narrower(a, b int32) bool {
	x, y := &c.boxes.list[a], &c.boxes.list[b]
	return cmp.Or(cmp.Compare(x.sizeHi, y.sizeHi), cmp.Compare(x.sizeLo, y.sizeLo), x.key.compare(y.key)) < 0
}

// Audiences is a list of boxes.
type Audiences struct {
	Filter filter.Filter `json:"-"`
	Page
	Total int      `json:"total"`
	Ads   int      `json:"ads"`
	Rows  []BoxUse `json:"rows"`
}

// Audiences answers a filter with the boxes that its ads aim at.
func (f *Finder) Audiences(ctx context.Context, filter filter.Filter) (*Audiences, error) {
	c, sel, err := f.selected(ctx, filter)
	if err != nil {
		return nil, err
	}
	rows := c.briefUses(sel)
	out := &Audiences{Filter: filter, Total: len(rows), Ads: c.count(sel)}
	if out.Rows, out.Page, err = paged(rows, filter, boxOrders, 100, func(b BoxUse) string { return b.Box.Key }); err != nil {
		return nil, err
	}
	c.complete(out.Rows)
	return out, nil
}

// boxOrders are those of a list of boxes; its own is by money. The first box of
// an order by size is the smallest by its upper bound; boxes without one are last.
var boxOrders = orders[BoxUse]{
	"newest":   func(a, b BoxUse) int { return cmp.Compare(b.Last, a.Last) },
	"oldest":   func(a, b BoxUse) int { return byDay(a.First, b.First) },
	"money":    func(a, b BoxUse) int { return cmp.Compare(largest(b.Money), largest(a.Money)) },
	"size":     func(a, b BoxUse) int { return bySize(a.Box.Size, b.Box.Size) },
	"criteria": func(a, b BoxUse) int { return cmp.Compare(b.Box.Criteria, a.Box.Criteria) },
}

// bySize orders sizes by their upper bounds, the smallest first.
func bySize(a, b contrechamp.Range) int {
	switch {
	case a.Stated && b.Stated:
		return cmp.Or(cmp.Compare(a.Hi, b.Hi), cmp.Compare(a.Lo, b.Lo))
	case a.Stated:
		return -1
	case b.Stated:
		return 1
	}
	return 0
}

// byDay orders days, the first first; none is last.
func byDay(a, b string) int {
	return cmp.Or(compareBool(a == "", b == ""), cmp.Compare(a, b))
}

// Advertisers is a list of advertisers.
type Advertisers struct {
	Filter filter.Filter `json:"-"`
	Page
	Total int             `json:"total"`
	Ads   int             `json:"ads"`
	Rows  []AdvertiserUse `json:"rows"`
}

// Advertisers answers a filter with who advertises.
func (f *Finder) Advertisers(ctx context.Context, filter filter.Filter) (*Advertisers, error) {
	c, sel, err := f.selected(ctx, filter)
	if err != nil {
		return nil, err
	}
	rows, err := f.addTallied(ctx, c, filter, c.advertiserUses(sel))
	if err != nil {
		return nil, err
	}
	out := &Advertisers{Filter: filter, Total: len(rows), Ads: c.count(sel)}
	if out.Rows, out.Page, err = paged(rows, filter, c.advertiserOrders(), 200, func(a AdvertiserUse) string { return a.ID }); err != nil {
		return nil, err
	}
	return out, f.sizeAdvertisers(ctx, c, sel, filter.Conditions(), out.Rows)
}

// Exclusions is who is shut out: the facts that boxes exclude.
type Exclusions struct {
	Filter filter.Filter `json:"-"`
	Page
	Total       int             `json:"total"` // facts that some box excludes
	Ads         int             `json:"ads"`   // of the selection
	Excluding   int             `json:"excluding"`
	Rows        []FactUse       `json:"rows"`
	Advertisers []AdvertiserUse `json:"advertisers"` // those with most excluding ads
}

// Exclusions answers a filter with what its ads exclude.
func (f *Finder) Exclusions(ctx context.Context, filter filter.Filter) (*Exclusions, error) {
	c, sel, err := f.selected(ctx, filter)
	if err != nil {
		return nil, err
	}
	out := &Exclusions{Filter: filter, Ads: c.count(sel)}
	excluding := c.whereBox(func(b *box) bool { return b.exclusions > 0 })
	if sel != nil {
		excluding = excluding.and(sel)
	}
	out.Excluding = c.count(excluding)
	rows := c.factUses(excluding, true)
	out.Total = len(rows)
	if out.Rows, out.Page, err = paged(rows, filter, nil, 200, func(x FactUse) string { return x.Fact }); err != nil {
		return nil, err
	}
	out.Advertisers = c.advertiserUses(excluding)
	out.Advertisers = out.Advertisers[:min(boxesShown, len(out.Advertisers))]
	return out, nil
}
