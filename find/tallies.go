package find

import (
	"context"
	"fmt"
	"strconv"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/store"
)

// TallyRow is money or a count that an archive states about an advertiser.
type TallyRow struct {
	Kind     string            `json:"kind"`
	Archive  string            `json:"archive"`
	Payer    string            `json:"payer,omitempty"`
	Country  string            `json:"country,omitempty"`
	Region   string            `json:"region,omitempty"`
	Election string            `json:"election,omitempty"`
	From     string            `json:"from,omitempty"`
	To       string            `json:"to,omitempty"`
	Money    contrechamp.Money `json:"money"`
	Ads      contrechamp.Range `json:"ads"`
	// Criterion is to what the ads counted were aimed, in the language of the
	// box, and Share the part of the page's money that went to them, of 1; both
	// only in rows of kind page-targeting. Shares overlap: they are never added.
	Criterion string   `json:"criterion,omitempty"`
	Share     *float64 `json:"share,omitempty"`
}

// Tallies are the rows in which archives state money or counts of one
// advertiser, a part of them.
type Tallies struct {
	ID   contrechamp.AdvertiserID `json:"id"`
	Name string                   `json:"name"`
	Page
	Total int        `json:"total"`
	Rows  []TallyRow `json:"rows"`
}

const (
	talliesShown = 500   // a page of them
	talliesMost  = 10000 // of one answer, as of ads
)

// Tallies answers with the rows behind after, the number of a row from 1, or 0;
// limit 0 is talliesShown. ErrNotFound if there is no advertiser of that id.
func (f *Finder) Tallies(ctx context.Context, id string, after, limit int) (*Tallies, error) {
	c, err := f.version(ctx)
	if err != nil {
		return nil, err
	}
	nums, err := c.advertiserNumbers(id)
	if err != nil {
		return nil, err
	}
	out := &Tallies{ID: contrechamp.AdvertiserID(id), Name: c.small.Advertisers[nums[0]].Name}
	t, err := f.tallied(ctx, c)
	if err != nil {
		return nil, err
	}
	out.Total = t.count[id]
	if limit == 0 {
		limit = talliesShown
	}
	if limit < 1 || limit > talliesMost {
		return nil, contrechamp.Invalid("limit={limit}: must be a number from 1 to {most}", "limit", limit, "most", talliesMost)
	}
	if after < 0 || after > 0 && after >= out.Total {
		return nil, contrechamp.Invalid("after={after}: that row is not in this list", "after", after)
	}
	if out.Rows, err = f.tallyRows(ctx, nums, after, limit); err != nil {
		return nil, err
	}
	end := after + len(out.Rows)
	out.Page = Page{From: after + 1, More: out.Total - end, Truncated: end < out.Total}
	if out.Truncated {
		out.Next = strconv.Itoa(end)
		out.NextURL = "?after=" + out.Next
		if limit != talliesShown {
			out.NextURL += "&limit=" + strconv.Itoa(limit)
		}
	}
	return out, nil
}

func (f *Finder) tallyRows(ctx context.Context, advertiser []int32, after, limit int) ([]TallyRow, error) {
	out := []TallyRow{}
	err := f.store.Each(ctx, "TalliesOf", func(scan func(...any) error) error {
		var t TallyRow
		var money, ads nullRange
		if err := scan(&t.Kind, &t.Archive, &t.Payer, &t.Country, &t.Region, &t.Election, &t.From, &t.To,
			&money.lo, &money.hi, &money.open, &t.Money.Currency, &ads.lo, &ads.hi, &t.Criterion, &t.Share); err != nil {
			return err
		}
		t.Money.Range, t.Ads = money.Range(), ads.Range()
		out = append(out, t)
		return nil
	}, store.List(advertiser), limit, after)
	if err != nil {
		return nil, fmt.Errorf("tallies of an advertiser: %w", err)
	}
	return out, nil
}

// advertiserNumbers are those of an advertiser's id, of which it has one in each
// kind of archive that knows it; ErrNotFound if there is none.
func (c *version) advertiserNumbers(id string) (nums []int32, err error) {
	for num, n := range c.small.Advertisers {
		if n.ID == id && id != "" {
			nums = append(nums, int32(num))
		}
	}
	if nums == nil {
		return nil, contrechamp.NotFound(`no advertiser "{id}" in this store`, "id", id)
	}
	return nums, nil
}
