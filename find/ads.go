package find

import (
	"cmp"
	"context"
	"fmt"
	"strconv"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/filter"
	"github.com/contrechamp/contrechamp/store"
)

// Ads is a page of a list of ads: rows of equal words and payer are one row.
type Ads struct {
	Filter    filter.Filter `json:"-"`
	Total     int           `json:"total"`    // ads in the selection
	All       int           `json:"all"`      // ads in the store
	Messages  int           `json:"messages"` // rows in the selection
	From      int           `json:"from"`     // number of the first row shown, from 1
	Money     []Sum         `json:"money"`
	NoMoney   int           `json:"without_money"`
	Rows      []AdRow       `json:"rows"`
	Next      string        `json:"next,omitempty"` // cursor of the next page
	NextURL   string        `json:"next_url,omitempty"`
	Truncated bool          `json:"truncated"`
	Facets    []Facet       `json:"facets"`
}

// AdRow is an ad as a list shows it.
type AdRow struct {
	ID             contrechamp.AdID         `json:"id"`
	Archive        string                   `json:"archive"`
	Advertiser     contrechamp.AdvertiserID `json:"advertiser"`
	AdvertiserName string                   `json:"advertiser_name"`
	Payer          string                   `json:"payer,omitempty"`
	Country        string                   `json:"country,omitempty"`
	Text           string                   `json:"text,omitempty"`
	Title          string                   `json:"title,omitempty"`
	Lang           string                   `json:"lang,omitempty"`
	Start          string                   `json:"start,omitempty"`
	End            string                   `json:"end,omitempty"`
	Money          contrechamp.Money        `json:"money"`
	Views          contrechamp.Range        `json:"views"`
	Clicks         contrechamp.Range        `json:"clicks"`
	Estimate       contrechamp.Range        `json:"platform_estimate"`
	Box            Box                      `json:"box"`
	Gone           bool                     `json:"gone,omitempty"` // not in the newest copy of its series
	Same           int                      `json:"same"`           // ads of this selection with the same words and payer
}

// Box is an audience as lists show it.
type Box struct {
	Key        string            `json:"key"`
	Expr       string            `json:"expr"`
	Criteria   int               `json:"criteria"`
	Exclusions int               `json:"exclusions"`
	Hidden     bool              `json:"hidden,omitempty"` // some part is undisclosed
	Size       contrechamp.Range `json:"size"`             // people in the published box
	Basis      Basis             `json:"size_basis"`       // what the size rests on, why it is wide or missing
	Silent     []string          `json:"silent,omitempty"` // kinds of fact that the ad's archive never publishes
	Real       contrechamp.Range `json:"real_size"`        // where something is silent or undisclosed: 0 to the published upper bound

	Audience *audience.Expr `json:"-"` // what Expr says
}

// Ads answers a filter with a page of rows, totals and facets.
func (f *Finder) Ads(ctx context.Context, filter filter.Filter) (*Ads, error) {
	c, err := f.table(ctx)
	if err != nil {
		return nil, err
	}
	s, err := f.summary(ctx, c, filter)
	if err != nil {
		return nil, err
	}
	out := &Ads{Filter: filter, Total: s.ads, All: len(c.num), Messages: s.messages, Money: s.money, NoMoney: withoutMoney(s.ads, s.money), Facets: s.facets}
	after := int32(-1)
	if filter.After != "" {
		if after, err = f.position(ctx, c, filter.After); err != nil {
			return nil, err
		}
	}
	page, before, err := c.page(s, filter.Sort, after, cmp.Or(filter.Limit, DefaultLimit))
	if err != nil {
		return nil, fmt.Errorf("after=%s: %w", filter.After, err)
	}
	out.From = before + 1
	if out.Rows, err = f.rows(ctx, c, page); err != nil {
		return nil, err
	}
	for i, p := range page {
		out.Rows[i].Same = c.same(s, p)
	}
	if err := f.showMatching(ctx, c, filter, page, out.Rows); err != nil {
		return nil, err
	}
	if before+len(page) < s.messages {
		out.Truncated = true
		out.Next = string(out.Rows[len(out.Rows)-1].ID)
		next := filter
		next.After = out.Next
		out.NextURL = "?" + next.Values().Encode()
	}
	return out, nil
}

// position finds the ad that after= names.
func (f *Finder) position(ctx context.Context, c *columns, id string) (int32, error) {
	var num int32
	known, err := store.One(ctx, f.store, "NumOfAd", []any{&num}, id)
	if err != nil {
		return 0, err
	}
	if p, ok := c.at(num); known && ok {
		return p, nil
	}
	return 0, contrechamp.Invalid("after={id}: no such ad in this store", "id", id)
}

// treeBytes is about what an expression takes in memory for each byte of its text.
const treeBytes = 8

// rows gives the ads at some positions, in that order.
func (f *Finder) rows(ctx context.Context, c *columns, positions []int32) ([]AdRow, error) {
	out := make([]AdRow, len(positions))
	var missing []int32
	for i, p := range positions {
		row, ok := c.rows.get(itoa(int64(p)))
		if !ok {
			missing = append(missing, p)
		}
		out[i] = row
	}
	if len(missing) > 0 {
		read, err := f.readRows(ctx, c, missing)
		if err != nil {
			return nil, fmt.Errorf("reading ads: %w", err)
		}
		for i, p := range positions {
			if row, ok := read[p]; ok {
				out[i] = row
				c.rows.put(itoa(int64(p)), row, 600+len(row.Text)+len(row.Title)+treeBytes*len(row.Box.Expr))
			}
		}
	}
	return out, nil
}

// readRows reads ads from the store, by position.
func (f *Finder) readRows(ctx context.Context, c *columns, positions []int32) (map[int32]AdRow, error) {
	nums := make(store.List, len(positions))
	for i, p := range positions {
		nums[i] = c.num[p]
	}
	out := make(map[int32]AdRow, len(positions))
	err := f.store.Each(ctx, "Rows", func(scan func(...any) error) error {
		var num int32
		var r AdRow
		var views, clicks, estimate nullRange
		if err := scan(&num, &r.ID, &r.Text, &r.Title, &r.Lang, &r.Start, &r.End,
			&views.lo, &views.hi, &views.open, &clicks.lo, &clicks.hi, &clicks.open, &estimate.lo, &estimate.hi, &estimate.open, &r.Money.Presumed); err != nil {
			return err
		}
		r.Views, r.Clicks, r.Estimate = views.Range(), clicks.Range(), estimate.Range()
		p, ok := c.at(num)
		if !ok {
			return nil
		}
		r.Archive, r.Country = c.words.list[c.archive[p]], c.words.list[c.country[p]]
		r.Advertiser, r.AdvertiserName = contrechamp.AdvertiserID(c.advertisers[c.advertiser[p]].id), c.advertisers[c.advertiser[p]].name
		r.Payer = c.payers[c.payer[p]].name
		if c.moneyLo[p] >= 0 {
			r.Money.Range, r.Money.Currency = c.moneyAt(p), c.words.list[c.currency[p]]
		}
		r.Box, r.Gone = c.boxes.public(c.box[p]).as(r.Archive), c.gone[p]
		out[p] = r
		return nil
	}, nums)
	return out, err
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
