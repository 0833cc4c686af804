package find

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/contrechamp/contrechamp"
)

// Ads is a page of a list of ads: rows of equal words and payer are one row.
type Ads struct {
	Filter    Filter  `json:"-"`
	Total     int     `json:"total"`    // ads in the selection
	All       int     `json:"all"`      // ads in the store
	Messages  int     `json:"messages"` // rows in the selection
	From      int     `json:"from"`     // number of the first row shown, from 1
	Money     []Sum   `json:"money"`
	NoMoney   int     `json:"without_money"`
	Rows      []AdRow `json:"rows"`
	Next      string  `json:"next,omitempty"` // cursor of the next page
	NextURL   string  `json:"next_url,omitempty"`
	Truncated bool    `json:"truncated"`
	Facets    []Facet `json:"facets"`
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
}

// Ads answers a filter with a page of rows, totals and facets.
func (f *Finder) Ads(ctx context.Context, filter Filter) (*Ads, error) {
	c, err := f.table(ctx)
	if err != nil {
		return nil, err
	}
	s, err := f.summary(ctx, c, filter)
	if err != nil {
		return nil, err
	}
	out := &Ads{Filter: filter, Total: s.ads, All: len(c.num), Messages: len(s.groups), Money: s.money, NoMoney: s.ads, Facets: s.facets}
	for _, m := range s.money {
		out.NoMoney -= m.Ads
	}
	order := c.order(s, filter.Sort)
	begin := 0
	if filter.After != "" {
		if begin, err = f.after(ctx, c, order, filter.After); err != nil {
			return nil, err
		}
	}
	limit := cmp.Or(filter.Limit, DefaultLimit)
	page := order[begin:min(begin+limit, len(order))]
	out.From = begin + 1
	if out.Rows, err = f.rows(ctx, c, page, s.size); err != nil {
		return nil, err
	}
	if err := f.showMatching(ctx, c, filter, page, out.Rows); err != nil {
		return nil, err
	}
	if begin+limit < len(order) {
		out.Truncated = true
		out.Next = string(out.Rows[len(out.Rows)-1].ID)
		next := filter
		next.After = out.Next
		out.NextURL = "?" + next.Values().Encode()
	}
	return out, nil
}

// summary counts what a filter selects; what was counted before is kept.
func (f *Finder) summary(ctx context.Context, c *columns, filter Filter) (*summary, error) {
	if len(filter.Terms) == 0 {
		return c.everything, nil
	}
	key := filter.cacheKey()
	if x, ok := c.selections.get(key); ok {
		return x.summary, nil
	}
	sel, err := f.selection(ctx, c, filter)
	if err != nil {
		return nil, err
	}
	x := &selectedAds{set: sel, summary: c.everything}
	if sel != nil {
		x.summary = c.summarise(sel)
		c.selections.put(key, x, x.bytes())
	}
	return x.summary, nil
}

// order gives the first positions of groups in an order, sorted once a
// selection. Positions come newest first, so ties stay by date, then id.
func (c *columns) order(s *summary, sort string) []int32 {
	if sort == "" || sort == "newest" {
		return s.groups
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if out, ok := s.orders[sort]; ok {
		return out
	}
	out := slices.Clone(s.groups)
	switch sort {
	case "oldest":
		slices.Reverse(out)
	case "money":
		var top int64
		for _, p := range out {
			top = max(top, c.moneyHi[p])
		}
		out = arranged(out, func(p int32) uint64 { return falling(c.moneyHi[p], top) })
	case "size": // smallest first; no size last
		out = arranged(out, func(p int32) uint64 { return uint64(c.boxes[c.box[p]].sizeHi) })
	case "criteria":
		out = arranged(out, func(p int32) uint64 { return falling(int64(c.boxes[c.box[p]].criteria), math.MaxInt16) })
	}
	if s.orders == nil {
		s.orders = map[string][]int32{}
	}
	s.orders[sort] = out
	return out
}

func (f *Finder) after(ctx context.Context, c *columns, order []int32, id string) (int, error) {
	var num int32
	if err := f.db.QueryRowContext(ctx, query("NumOfAd"), id).Scan(&num); err != nil {
		return 0, fmt.Errorf("%w: after=%s: no such ad in this store", contrechamp.ErrInvalid, id)
	}
	i := slices.Index(order, c.positions[num])
	if i < 0 {
		return 0, fmt.Errorf("%w: after=%s: that ad is not in this list", contrechamp.ErrInvalid, id)
	}
	return i + 1, nil
}

// rows gives the ads at some positions, in that order; same is how many ads of
// the selection each group has, nil if that is not asked.
func (f *Finder) rows(ctx context.Context, c *columns, positions []int32, same []int32) ([]AdRow, error) {
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
				c.rows.put(itoa(int64(p)), row, 600+len(row.Text)+len(row.Title))
			}
		}
	}
	if same != nil {
		for i, p := range positions {
			out[i].Same = int(same[c.group[p]])
		}
	}
	return out, nil
}

// readRows reads ads from the store, by position.
func (f *Finder) readRows(ctx context.Context, c *columns, positions []int32) (map[int32]AdRow, error) {
	nums := make([]string, len(positions))
	for i, p := range positions {
		nums[i] = strconv.Itoa(int(c.num[p]))
	}
	rows, err := f.db.QueryContext(ctx, strings.Replace(query("Rows"), "$nums", strings.Join(nums, ","), 1))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := make(map[int32]AdRow, len(positions))
	for rows.Next() {
		var num int32
		var r AdRow
		var views, clicks, estimate nullRange
		if err := rows.Scan(&num, &r.ID, &r.Text, &r.Title, &r.Lang, &r.Start, &r.End,
			&views.lo, &views.hi, &views.open, &clicks.lo, &clicks.hi, &clicks.open, &estimate.lo, &estimate.hi, &estimate.open, &r.Money.Presumed); err != nil {
			return nil, err
		}
		r.Views, r.Clicks, r.Estimate = views.Range(), clicks.Range(), estimate.Range()
		p := c.positions[num]
		r.Archive, r.Country = c.words.list[c.archive[p]], c.words.list[c.country[p]]
		r.Advertiser, r.AdvertiserName = contrechamp.AdvertiserID(c.advertisers[c.advertiser[p]].id), c.advertisers[c.advertiser[p]].name
		r.Payer = c.payers[c.payer[p]].name
		if c.moneyLo[p] >= 0 {
			r.Money.Range, r.Money.Currency = c.moneyAt(p), c.words.list[c.currency[p]]
		}
		r.Box, r.Gone = c.boxes[c.box[p]].public().as(r.Archive), c.gone[p]
		out[p] = r
	}
	return out, rows.Err()
}

func (b *box) public() Box {
	out := Box{Key: b.key, Expr: b.expr, Criteria: b.criteria, Exclusions: b.exclusions, Hidden: b.hidden}
	if b.sizeHi >= 0 {
		out.Size = contrechamp.Between(b.sizeLo, b.sizeHi)
	}
	out.Basis = basisOf(b.why, out.Size)
	return out
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
