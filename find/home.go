package find

import (
	"context"
	"math"

	"github.com/contrechamp/contrechamp/engine"
	"github.com/contrechamp/contrechamp/engine/tables"
)

// Home is the front page: the state of the store and its most striking facts.
type Home struct {
	State State `json:"state"`
	// Pair is the pair of passages that a rule puts first, of the advertisers with
	// most ads; nil if none of their pairs carries a cue. It is to be read, no result.
	Pair            *Pairs         `json:"first_pair,omitempty"`
	PairsLooked     int            `json:"pairs_looked_at"`
	PairsComparable int            `json:"pairs_comparable"`
	Narrow          *BoxUse        `json:"narrowest_box,omitempty"`
	ManyBox         *AdRow         `json:"text_for_most_boxes,omitempty"`
	ManyBoxCount    int            `json:"boxes_of_that_text,omitempty"`
	Contrast        *Contrast      `json:"two_of_those_boxes,omitempty"`
	HiddenMoney     []Sum          `json:"money_of_partly_undisclosed"`
	Shut            *Shut          `json:"most_exclusions,omitempty"`
	Below           *AdRow         `json:"estimate_far_below_box,omitempty"`
	BelowCount      int            `json:"ads_with_estimate_under_a_fifth"`
	BelowOf         int            `json:"ads_with_estimate_and_size"`
	Weeks           []ArchiveWeeks `json:"weeks"`
	Gaps            []Gap          `json:"gaps"`
	Compared        int            `json:"series_compared"` // series with two copies: only of these is known what is gone
}

// Shut is the advertiser whose ads exclude most.
type Shut struct {
	Advertiser AdvertiserUse `json:"advertiser"`
	Excluding  int           `json:"excluding"`
	Facts      []FactUse     `json:"facts"`
}

// Home answers with the facts of the front page, each chosen by formula; ties
// go to the newer ad.
func (f *Finder) Home(ctx context.Context) (*Home, error) {
	c, err := f.version(ctx)
	if err != nil {
		return nil, err
	}
	return c.home.Of(func() (*Home, error) { return f.makeHome(context.WithoutCancel(ctx), c) })
}

// makeHome works the front page out, once a version of the store.
func (f *Finder) makeHome(ctx context.Context, c *version) (*Home, error) {
	state, err := f.stateOf(ctx, c)
	if err != nil {
		return nil, err
	}
	h := &Home{State: state}
	if h.HiddenMoney, err = c.hiddenMoney(ctx); err != nil {
		return nil, err
	}
	if h.Weeks, h.Gaps, err = c.archiveWeeks(ctx); err != nil {
		return nil, err
	}
	err = f.store.Each(ctx, "SeriesWithCopies", func(func(...any) error) error { h.Compared++; return nil })
	if err != nil {
		return nil, err
	}
	if err := f.homePair(ctx, c, h); err != nil {
		return nil, err
	}
	if h.Narrow, err = c.narrowest(ctx); err != nil {
		return nil, err
	}
	if err := f.homeManyBoxes(ctx, c, h); err != nil {
		return nil, err
	}
	if err := f.homeFarBelow(ctx, c, h); err != nil {
		return nil, err
	}
	h.Shut, err = c.mostShut(ctx)
	return h, err
}

// hiddenMoney is the money of ads whose box is partly undisclosed.
func (c *version) hiddenMoney(ctx context.Context) ([]Sum, error) {
	hidden := c.small.Boxes.Where(func(_ int32, b *tables.Box) bool { return b.Hidden })
	sel, err := c.Select(ctx, []engine.Condition{inBoxes(hidden)})
	if err != nil {
		return nil, err
	}
	n, err := c.Count(ctx, sel)
	if err != nil {
		return nil, err
	}
	return c.sumsOf(n), nil
}

// narrowest is the sized box with the fewest people at most, of several the one
// with the newest ad.
func (c *version) narrowest(ctx context.Context) (*BoxUse, error) {
	n, err := c.Count(ctx, nil)
	if err != nil {
		return nil, err
	}
	least := int64(-1)
	for b, ads := range n.Boxes {
		if hi := c.small.Boxes.List[b].SizeHi; ads > 0 && hi >= 0 && (least < 0 || hi < least) {
			least = hi
		}
	}
	if least < 0 {
		return nil, nil
	}
	sel, err := c.Select(ctx, []engine.Condition{inBoxes(c.small.Boxes.Where(func(_ int32, b *tables.Box) bool { return b.SizeHi == least }))})
	if err != nil {
		return nil, err
	}
	box := int32(-1)
	for number, err := range c.Each(ctx, sel) {
		if err != nil {
			return nil, err
		}
		rows, err := c.Rows(ctx, []engine.Number{number})
		if err != nil {
			return nil, err
		}
		box = rows[0].Box
		break
	}
	return c.boxUse(ctx, engine.Is(engine.Box, box))
}

// homeManyBoxes shows the words that ran for most boxes, and two of these.
func (f *Finder) homeManyBoxes(ctx context.Context, c *version, h *Home) error {
	newest, boxes, err := c.Widest(ctx)
	if err != nil || boxes < 2 {
		return err
	}
	rows, err := f.rows(ctx, c, []engine.Number{newest})
	if err != nil {
		return err
	}
	ads, err := c.Rows(ctx, []engine.Number{newest})
	if err != nil {
		return err
	}
	h.ManyBox, h.ManyBoxCount = &rows[0], boxes
	h.Contrast, err = c.contrast(ctx, ads[0].Message)
	return err
}

// homeFarBelow counts the ads whose platform estimate lies under a fifth of the
// published box, among those that have both, and picks the one where the gap
// is widest; ties go to the newer ad.
func (f *Finder) homeFarBelow(ctx context.Context, c *version, h *Home) error {
	newest, widest := engine.NoAd, 0.0
	for e, err := range c.Estimates(ctx, nil) {
		if err != nil {
			return err
		}
		b := &c.small.Boxes.List[e.Box]
		if !e.Estimate.Stated || b.SizeLo < 0 || b.SizeHi < 0 {
			continue
		}
		h.BelowOf += e.Ads
		hi := e.Estimate.Hi
		if e.Estimate.Open {
			hi = math.MaxInt64
		}
		if hi >= b.SizeLo/5 {
			continue
		}
		h.BelowCount += e.Ads
		if gap := float64(b.SizeLo) / float64(max(hi, 1)); gap > widest {
			newest, widest = e.Newest, gap
		}
	}
	if newest == engine.NoAd {
		return nil
	}
	rows, err := f.rows(ctx, c, []engine.Number{newest})
	if err != nil {
		return err
	}
	h.Below = &rows[0]
	return nil
}

// mostShut is the advertiser with most ads that exclude somebody.
func (c *version) mostShut(ctx context.Context) (*Shut, error) {
	shut := inBoxes(c.small.Boxes.Shut())
	sel, err := c.Select(ctx, []engine.Condition{shut})
	if err != nil {
		return nil, err
	}
	uses, err := c.advertiserUses(ctx, sel)
	if err != nil || len(uses) == 0 {
		return nil, err
	}
	s := &Shut{Advertiser: uses[0], Excluding: uses[0].Ads}
	own, err := c.Select(ctx, []engine.Condition{shut, engine.Is(engine.Advertiser, uses[0].num)})
	if err != nil {
		return nil, err
	}
	if s.Facts, err = c.factUses(ctx, own, true); err != nil {
		return nil, err
	}
	s.Facts = s.Facts[:min(8, len(s.Facts))]
	return s, nil
}
