package find

import (
	"cmp"
	"context"
	"github.com/contrechamp/contrechamp"
	"slices"
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

	Tallies int `json:"tallies,omitempty"` // rows in which archives state money or counts of it; none is an ad
}

// Audience answers with a box by its key; ErrNotFound if no ad aims at it.
func (f *Finder) Audience(ctx context.Context, key string) (*Audience, error) {
	c, err := f.table(ctx)
	if err != nil {
		return nil, err
	}
	b, ok := c.boxOf[key]
	if !ok {
		return nil, contrechamp.NotFound(`no box "{id}" in this store`, "id", key)
	}
	sel := c.where(func(p int) bool { return c.box[p] == b })
	uses, _ := c.boxUses(sel, 1)
	if len(uses) == 0 {
		return nil, contrechamp.NotFound(`no box "{id}" in this store`, "id", key)
	}
	a := &Audience{BoxUse: uses[0], Who: c.advertiserUses(sel), NoJoin: c.boxes[b].hidden}
	if a.Measure, err = f.measure(ctx, c, &c.boxes[b]); err != nil {
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
	}
	byNum := map[int32]*use{}
	c.all(sel, func(p int32) bool {
		u := byNum[c.advertiser[p]]
		if u == nil {
			n := c.advertisers[c.advertiser[p]]
			u = &use{AdvertiserUse: AdvertiserUse{ID: n.id, Name: n.name}, money: sums{}, first: 1 << 30, last: -1}
			byNum[c.advertiser[p]] = u
		}
		u.Ads++
		u.money.add(c, p)
		if d := c.start[p]; d >= 0 {
			u.first, u.last = min(u.first, d), max(u.last, d)
		}
		return true
	})
	out := []AdvertiserUse{}
	for _, u := range byNum {
		u.Money = u.money.list()
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

// Audiences is a list of boxes.
type Audiences struct {
	Filter Filter `json:"-"`
	Page
	Total int      `json:"total"`
	Ads   int      `json:"ads"`
	Rows  []BoxUse `json:"rows"`
}

// Audiences answers a filter with the boxes that its ads aim at.
func (f *Finder) Audiences(ctx context.Context, filter Filter) (*Audiences, error) {
	c, sel, err := f.selected(ctx, filter)
	if err != nil {
		return nil, err
	}
	rows, _ := c.boxUses(sel, len(c.boxes))
	out := &Audiences{Filter: filter, Total: len(rows), Ads: c.count(sel)}
	out.Rows, out.Page, err = paged(rows, filter, 100, func(b BoxUse) string { return b.Box.Key })
	return out, err
}

// Advertisers is a list of advertisers.
type Advertisers struct {
	Filter Filter `json:"-"`
	Page
	Total int             `json:"total"`
	Ads   int             `json:"ads"`
	Rows  []AdvertiserUse `json:"rows"`
}

// Advertisers answers a filter with who advertises.
func (f *Finder) Advertisers(ctx context.Context, filter Filter) (*Advertisers, error) {
	c, sel, err := f.selected(ctx, filter)
	if err != nil {
		return nil, err
	}
	rows, err := f.addTallied(ctx, c, filter, c.advertiserUses(sel))
	if err != nil {
		return nil, err
	}
	out := &Advertisers{Filter: filter, Total: len(rows), Ads: c.count(sel)}
	out.Rows, out.Page, err = paged(rows, filter, 200, func(a AdvertiserUse) string { return a.ID })
	return out, err
}

// Exclusions is who is shut out: the facts that boxes exclude.
type Exclusions struct {
	Filter Filter `json:"-"`
	Page
	Total       int             `json:"total"` // facts that some box excludes
	Ads         int             `json:"ads"`   // of the selection
	Excluding   int             `json:"excluding"`
	Rows        []FactUse       `json:"rows"`
	Advertisers []AdvertiserUse `json:"advertisers"` // those with most excluding ads
}

// Exclusions answers a filter with what its ads exclude.
func (f *Finder) Exclusions(ctx context.Context, filter Filter) (*Exclusions, error) {
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
	if out.Rows, out.Page, err = paged(rows, filter, 200, func(x FactUse) string { return x.Fact }); err != nil {
		return nil, err
	}
	out.Advertisers = c.advertiserUses(excluding)
	out.Advertisers = out.Advertisers[:min(boxesShown, len(out.Advertisers))]
	return out, nil
}

func (f *Finder) selected(ctx context.Context, filter Filter) (*columns, set, error) {
	c, err := f.table(ctx)
	if err != nil {
		return nil, nil, err
	}
	sel, err := f.selection(ctx, c, filter)
	return c, sel, err
}

func (c *columns) count(sel set) int {
	if sel == nil {
		return len(c.num)
	}
	return sel.len()
}
