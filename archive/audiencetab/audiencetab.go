// Package audiencetab reads the tab "Audience" of Meta's Ad Library, page by
// page: to which criteria a page's ads of some days were aimed.
package audiencetab

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive/format"
	"github.com/contrechamp/contrechamp/archive/rows"
	"github.com/contrechamp/contrechamp/audience"
)

// Format is a table of one row a page and value of its targeting, as favstats'
// metatargetr and the copies made with it write it. It knows no ads: a value is
// one of the page, never of a single ad, and shares of values overlap, so that
// nothing of it is summed. Pages have the ids of the Ad Library.
type Format struct{}

func (Format) Name() string { return "meta-audience" }

// Silent is empty: the table has no audiences of ads at all.
func (Format) Silent() []audience.Kind { return nil }

var must = []string{"page_id", "type", "value", "num_ads", "total_spend_pct"}

func (Format) Detect(_ string, head []byte) bool { return rows.Separator(head, must...) != 0 }

func (Format) Read(ctx context.Context, b *format.Bundle, sink format.Sink) error {
	for _, f := range b.Files {
		if err := read(ctx, f, sink); err != nil {
			return err
		}
	}
	return nil
}

func read(ctx context.Context, file format.File, sink format.Sink) error {
	in, err := file.Open()
	if err != nil {
		return err
	}
	defer in.Close()
	t, names, err := rows.OpenTable(ctx, in, file.Name, must)
	if err != nil {
		return err
	}
	c := rows.NewColumns(names)
	if err := c.Need(file.Name, must...); err != nil {
		return err
	}
	t.Dates(c.Find("ds"))
	t.Names(c.Find("page_name"), c.Find("disclaimer"))
	r := &reader{Table: t, columns: c, pages: map[string]*page{}}
	if err := rows.Each(t, sink, r.row); err != nil {
		return err
	}
	return r.tell(sink)
}

// reader keeps what the rows say until the file is read: ages of a page that
// follow one another are one tally.
type reader struct {
	*rows.Table
	columns rows.Columns
	pages   map[string]*page
	order   []*page
	tallies []*contrechamp.Tally
}

// page is what all rows of a page in one country and window say alike.
type page struct {
	total *contrechamp.Tally
	seen  map[string]bool // what rows say, to keep those that repeat one once
	ages  []*age
}

func (r *reader) cell(name string) string { return string(r.Cell(r.columns.Find(name))) }

func (r *reader) row() (contrechamp.AdID, error) {
	raw := r.cell("page_id")
	id, lost := rows.PlainID(raw)
	if id == "" || lost {
		return "", rows.Bad("no-id", `page_id is "{x}", which names no page`, "x", rows.Short(raw))
	}
	p, b := r.page(id)
	if b != nil {
		return "", b
	}
	share, b := r.share()
	if b != nil {
		return "", b
	}
	var ads contrechamp.Range
	if n := r.Number(r.columns.Find("num_ads")); len(n) > 0 {
		if ads, b = rows.Bucket("num_ads", n, 1); b != nil {
			return "", b
		}
	}
	if !ads.Stated || ads.Hi == 0 && !ads.Open {
		return "", nil // the tab's own list of values, which no ad of the page used
	}
	said := r.said()
	if p.seen[said] {
		return "", nil
	}
	p.seen[said] = true
	if a := r.age(ads, share); a != nil {
		p.ages = append(p.ages, a)
		return "", nil
	}
	r.keep(p.about(r.criterion(), ads, share, r.place()))
	return "", nil
}

// said is what the current row says of its page, without the copy's own columns.
func (r *reader) said() string {
	var b strings.Builder
	for _, name := range []string{"type", "value", "detailed_type", "location_type", "custom_audience_type", "is_exclusion", "num_ads", "total_spend_pct", "num_obfuscated"} {
		b.WriteString(r.cell(name))
		b.WriteByte(0)
	}
	return b.String()
}

// place is the current row, kept beyond the next.
func (r *reader) place() contrechamp.Row {
	row := r.At()
	row.Raw = slices.Clone(row.Raw)
	return row
}

func (r *reader) keep(x *contrechamp.Tally) { r.tallies = append(r.tallies, x) }

// page finds the page of the current row in its country and window. Its first
// row tells its total.
func (r *reader) page(id string) (*page, *rows.Error) {
	key := strings.Join([]string{id, r.cell("cntry"), r.cell("ds"), r.cell("tframe"), r.cell("main_currency"), r.cell("disclaimer")}, "\x00")
	if p := r.pages[key]; p != nil {
		return p, nil
	}
	x := &contrechamp.Tally{Kind: "page-audience", Archive: "meta-audience", Advertiser: contrechamp.AdvertiserID("meta:" + id),
		AdvertiserName: r.cell("page_name"), Payer: r.cell("disclaimer"), Country: strings.ToUpper(r.cell("cntry")), Share: -1, Row: r.place()}
	var b *rows.Error
	if x.To, b = r.Date("ds", r.cell("ds"), "", "2006-01-02"); b != nil {
		return nil, b
	}
	if days, err := strconv.ParseFloat(strings.TrimSpace(r.cell("tframe")), 64); err == nil && days >= 1 && days < 4000 && days == float64(int(days)) && x.To.Known() {
		x.From = contrechamp.Date{Time: x.To.Time.AddDate(0, 0, 1-int(days)), Precision: contrechamp.ToDay}
	}
	if n := r.Number(r.columns.Find("total_num_ads")); len(n) > 0 {
		if x.Ads, b = rows.Bucket("total_num_ads", n, 1); b != nil {
			return nil, b
		}
	}
	if x.Money, b = amount(string(r.Number(r.columns.Find("total_spend_formatted"))), strings.ToUpper(r.cell("main_currency"))); b != nil {
		return nil, b
	}
	p := &page{total: x, seen: map[string]bool{}}
	r.pages[key] = p
	r.order = append(r.order, p)
	r.keep(x)
	return p, nil
}

var (
	currencyCode = regexp.MustCompile(`^[A-Z]{3}$`)
	signs        = map[string]string{"€": "EUR", "£": "GBP", "₹": "INR", "zł": "PLN", "Kč": "CZK", "₫": "VND", "₺": "TRY"} // $ and kr are of several
	signed       = regexp.MustCompile(`^([^0-9.,<>≤≥-]*)(.*?)([^0-9.,<>≤≥-]*)$`)
)

// amount reads the page's money, which stands with a sign where no currency is
// given: "€111". Money of a currency that is not told is not stated.
func amount(s, currency string) (contrechamp.Money, *rows.Error) {
	m := signed.FindStringSubmatch(s)
	if m == nil || m[2] == "" {
		return contrechamp.Money{}, nil
	}
	if !currencyCode.MatchString(currency) {
		currency = signs[strings.TrimSpace(m[1]+m[3])]
	}
	if currency == "" {
		return contrechamp.Money{}, nil
	}
	x, b := rows.Bucket("total_spend_formatted", []byte(m[2]), 100)
	if b != nil {
		return contrechamp.Money{}, b
	}
	return contrechamp.Money{Range: x, Currency: currency}, nil
}

// share is the part of the page's money that went to ads of the value, -1 if it
// is not told.
func (r *reader) share() (float64, *rows.Error) {
	s := string(r.Number(r.columns.Find("total_spend_pct")))
	if s == "" {
		return -1, nil
	}
	x, err := strconv.ParseFloat(s, 64)
	if err != nil || !(x >= 0 && x <= 1.0005) {
		return 0, rows.Bad("bad-number", `total_spend_pct is "{x}", which is no share of 1`, "x", rows.Short(s))
	}
	return min(x, 1), nil
}

// about is a value of the page: its ads and the share of its money, of which no
// amount is made.
func (p *page) about(e *audience.Expr, ads contrechamp.Range, share float64, at contrechamp.Row) *contrechamp.Tally {
	x := *p.total
	x.Kind, x.Criterion, x.Ads, x.Share, x.Money, x.Row = "page-targeting", e, ads, share, contrechamp.Money{}, at
	return &x
}

// tell hands all to the sink, in the order of the rows.
func (r *reader) tell(sink format.Sink) error {
	for _, p := range r.order {
		for _, a := range ranges(p.ages) {
			r.keep(p.about(audience.Ages(a.lo, a.hi), a.ads, a.share, a.row))
		}
	}
	slices.SortStableFunc(r.tallies, func(x, y *contrechamp.Tally) int { return x.Row.Line - y.Row.Line })
	for _, x := range r.tallies {
		if err := sink.Tally(x); err != nil {
			return err
		}
	}
	return nil
}
