package find

import (
	"context"
	"fmt"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/engine"
	"github.com/contrechamp/contrechamp/store"
)

// treeBytes is about what an expression takes in memory for each byte of its text.
const treeBytes = 8

// messageRows gives messages as lists show them: by their newest ads.
func (f *Finder) messageRows(ctx context.Context, c *version, messages []engine.Message) ([]AdRow, error) {
	numbers := make([]engine.Number, len(messages))
	for i, m := range messages {
		numbers[i] = m.Newest
	}
	rows, err := f.rows(ctx, c, numbers)
	if err != nil {
		return nil, err
	}
	for i, m := range messages {
		rows[i].Same = m.Same
	}
	return rows, nil
}

// rows gives some ads, in that order.
func (f *Finder) rows(ctx context.Context, c *version, numbers []engine.Number) ([]AdRow, error) {
	out := make([]AdRow, len(numbers))
	var missing []engine.Number
	for i, n := range numbers {
		row, ok := c.rows.Get(itoa(int64(n)))
		if !ok {
			missing = append(missing, n)
		}
		out[i] = row
	}
	if len(missing) > 0 {
		read, err := f.readRows(ctx, c, missing)
		if err != nil {
			return nil, fmt.Errorf("reading ads: %w", err)
		}
		for i, n := range numbers {
			if row, ok := read[n]; ok {
				out[i] = row
				c.rows.Put(itoa(int64(n)), row, 600+len(row.Text)+len(row.Title)+treeBytes*len(row.Box.Expr))
			}
		}
	}
	return out, nil
}

// readRows reads ads: what they are by the engine, what they say from the store.
func (f *Finder) readRows(ctx context.Context, c *version, numbers []engine.Number) (map[engine.Number]AdRow, error) {
	known, err := c.Rows(ctx, numbers)
	if err != nil {
		return nil, err
	}
	byNumber := make(map[engine.Number]engine.Row, len(known))
	for _, r := range known {
		byNumber[r.Number] = r
	}
	out := make(map[engine.Number]AdRow, len(numbers))
	err = f.store.Each(ctx, "Rows", func(scan func(...any) error) error {
		var num engine.Number
		var r AdRow
		var views, clicks, estimate nullRange
		if err := scan(&num, &r.ID, &r.Text, &r.Title, &r.Lang, &r.Start, &r.End,
			&views.lo, &views.hi, &views.open, &clicks.lo, &clicks.hi, &clicks.open, &estimate.lo, &estimate.hi, &estimate.open, &r.Money.Presumed); err != nil {
			return err
		}
		r.Views, r.Clicks, r.Estimate = views.Range(), clicks.Range(), estimate.Range()
		if ad, ok := byNumber[num]; ok {
			c.fill(&r, ad)
			out[num] = r
		}
		return nil
	}, listOf(numbers))
	return out, err
}

// fill tells what the engine knows of an ad.
func (c *version) fill(r *AdRow, ad engine.Row) {
	setting := c.small.Settings[ad.Setting]
	r.Archive, r.Country = c.small.Words.List[setting.Archive], c.small.Words.List[setting.Country]
	advertiser := c.small.Advertisers[ad.Advertiser]
	r.Advertiser, r.AdvertiserName = contrechamp.AdvertiserID(advertiser.ID), advertiser.Name
	r.Payer = c.small.Payers[ad.Payer].Name
	if ad.Money.Stated {
		r.Money.Range, r.Money.Currency = ad.Money, c.small.Words.List[setting.Currency]
	}
	r.Box, r.Gone = c.public(ad.Box).as(r.Archive), ad.Gone
}

// listOf are numbers as queries take them.
func listOf(numbers []engine.Number) store.List {
	out := make(store.List, len(numbers))
	for i, n := range numbers {
		out[i] = int32(n)
	}
	return out
}
