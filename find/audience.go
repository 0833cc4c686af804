package find

import (
	"cmp"
	"context"
	"slices"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/engine"
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

	Tallies int                  `json:"tallies,omitempty"` // rows in which archives state money or counts of it; none is an ad
	Stated  []contrechamp.Stated `json:"stated,omitempty"`  // their money, beside that of its ads; only in lists of advertisers
}

// Audience answers with a box by its key; ErrNotFound if no ad aims at it.
func (f *Finder) Audience(ctx context.Context, key string) (*Audience, error) {
	c, err := f.version(ctx)
	if err != nil {
		return nil, err
	}
	b, ok := c.small.Boxes.Find(key)
	if !ok {
		return nil, contrechamp.NotFound(`no box "{id}" in this store`, "id", key)
	}
	sel, err := c.Select(ctx, []engine.Condition{engine.Is(engine.Box, b)})
	if err != nil {
		return nil, err
	}
	uses, _, err := c.boxUses(ctx, sel, 1)
	if err != nil {
		return nil, err
	}
	if len(uses) == 0 {
		return nil, contrechamp.NotFound(`no box "{id}" in this store`, "id", key)
	}
	a := &Audience{BoxUse: uses[0], NoJoin: c.small.Boxes.List[b].Hidden}
	if a.Who, err = c.advertiserUses(ctx, sel); err != nil {
		return nil, err
	}
	if a.Measure, err = f.measure(ctx, c, a.Box.Audience); err != nil {
		return nil, err
	}
	counts, err := c.Count(ctx, sel)
	if err != nil {
		return nil, err
	}
	first, _, err := c.Page(ctx, sel, engine.Newest, engine.NoAd, boxesShown)
	if err != nil {
		return nil, err
	}
	a.More = counts.Messages - len(first)
	a.Rows, err = f.messageRows(ctx, c, first)
	return a, err
}

// advertiserUses are the advertisers of a selection, most ads first.
func (c *version) advertiserUses(ctx context.Context, sel engine.Selection) ([]AdvertiserUse, error) {
	byNum := map[int32]*AdvertiserUse{}
	for u, err := range c.Uses(ctx, sel, engine.OfAdvertiser) {
		if err != nil {
			return nil, err
		}
		n := c.small.Advertisers[u.Advertiser]
		byNum[u.Advertiser] = &AdvertiserUse{ID: n.ID, Name: n.Name, Ads: u.Ads, Money: c.sums(u.Money), First: isoDay(u.First), Last: isoDay(u.Last),
			Boxes: u.Others, num: u.Advertiser, narrowest: -1}
	}
	for u, err := range c.Uses(ctx, sel, engine.OfBoxAndAdvertiser) {
		if err != nil {
			return nil, err
		}
		a := byNum[u.Advertiser]
		if c.small.Boxes.List[u.Box].SizeHi >= 0 && (a.narrowest < 0 || c.small.Boxes.Narrower(u.Box, a.narrowest)) {
			a.narrowest = u.Box
		}
	}
	out := []AdvertiserUse{}
	for _, u := range byNum {
		out = append(out, *u)
	}
	slices.SortFunc(out, func(a, b AdvertiserUse) int {
		return cmp.Or(cmp.Compare(b.Ads, a.Ads), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return out, nil
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
	rows, err := c.briefUses(ctx, sel)
	if err != nil {
		return nil, err
	}
	out := &Audiences{Filter: filter, Total: len(rows)}
	if out.Ads, err = c.ads(ctx, sel); err != nil {
		return nil, err
	}
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
	Only  int             `json:"only_in_tallies,omitempty"` // of Total: of whom archives state money or counts, and no ad is here
	Rows  []AdvertiserUse `json:"rows"`
}

// Advertisers answers a filter with who advertises.
func (f *Finder) Advertisers(ctx context.Context, filter filter.Filter) (*Advertisers, error) {
	c, sel, err := f.selected(ctx, filter)
	if err != nil {
		return nil, err
	}
	rows, err := c.advertiserUses(ctx, sel)
	if err != nil {
		return nil, err
	}
	rows, only, err := f.addTallied(ctx, c, filter, rows)
	if err != nil {
		return nil, err
	}
	out := &Advertisers{Filter: filter, Total: len(rows), Only: only}
	if out.Ads, err = c.ads(ctx, sel); err != nil {
		return nil, err
	}
	if out.Rows, out.Page, err = paged(rows, filter, c.advertiserOrders(filter.Value("currency")), 200, func(a AdvertiserUse) string { return a.ID }); err != nil {
		return nil, err
	}
	return out, f.sizeAdvertisers(ctx, c, sel, out.Rows)
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
	out := &Exclusions{Filter: filter}
	if out.Ads, err = c.ads(ctx, sel); err != nil {
		return nil, err
	}
	conditions, err := f.resolve(ctx, c, filter)
	if err != nil {
		return nil, err
	}
	excluding, err := c.Select(ctx, append(conditions, inBoxes(c.small.Boxes.Shut())))
	if err != nil {
		return nil, err
	}
	if out.Excluding, err = c.ads(ctx, excluding); err != nil {
		return nil, err
	}
	rows, err := c.factUses(ctx, excluding, true)
	if err != nil {
		return nil, err
	}
	out.Total = len(rows)
	if out.Rows, out.Page, err = paged(rows, filter, nil, 200, func(x FactUse) string { return x.Fact }); err != nil {
		return nil, err
	}
	if out.Advertisers, err = c.advertiserUses(ctx, excluding); err != nil {
		return nil, err
	}
	out.Advertisers = out.Advertisers[:min(boxesShown, len(out.Advertisers))]
	return out, nil
}

// ads is how many ads a selection has.
func (c *version) ads(ctx context.Context, sel engine.Selection) (int, error) {
	n, err := c.Count(ctx, sel)
	if err != nil {
		return 0, err
	}
	return n.Ads, nil
}
