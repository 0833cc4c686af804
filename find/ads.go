package find

import (
	"cmp"
	"context"
	"fmt"
	"strconv"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/engine"
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
	c, err := f.version(ctx)
	if err != nil {
		return nil, err
	}
	s, err := f.summary(ctx, c, filter)
	if err != nil {
		return nil, err
	}
	everything, err := c.Count(ctx, nil)
	if err != nil {
		return nil, err
	}
	out := &Ads{Filter: filter, Total: s.ads, All: everything.Ads, Messages: s.messages, Money: s.money, NoMoney: withoutMoney(s.ads, s.money), Facets: s.facets}
	after := engine.NoAd
	if filter.After != "" {
		if after, err = f.cursor(ctx, filter.After); err != nil {
			return nil, err
		}
	}
	page, before, err := c.Page(ctx, s.selection, pageOrders[filter.Sort], after, cmp.Or(filter.Limit, DefaultLimit))
	if err != nil {
		return nil, fmt.Errorf("after=%s: %w", filter.After, err)
	}
	out.From = before + 1
	if out.Rows, err = f.messageRows(ctx, c, page); err != nil {
		return nil, err
	}
	if err := f.showMatching(ctx, filter, page, out.Rows); err != nil {
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

// pageOrders are the orders of a list of ads, by the words of filter.Sorts.
var pageOrders = map[string]engine.Order{"newest": engine.Newest, "oldest": engine.Oldest, "money": engine.ByMoney, "size": engine.BySize, "criteria": engine.ByCriteria}

// cursor is the ad that after= names.
func (f *Finder) cursor(ctx context.Context, id string) (engine.Number, error) {
	n, known, err := f.number(ctx, id)
	if err != nil {
		return 0, err
	}
	if !known {
		return 0, contrechamp.Invalid("after={id}: no such ad in this store", "id", id)
	}
	return n, nil
}

// number is the number of an ad; false if the store has none of that id.
func (f *Finder) number(ctx context.Context, id string) (n engine.Number, known bool, err error) {
	known, err = store.One(ctx, f.store, "NumOfAd", []any{&n}, id)
	return n, known, err
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
