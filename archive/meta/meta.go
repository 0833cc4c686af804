// Package meta reads Meta's Ad Library as its API gives it, and the tables that
// people's programs make of it.
package meta

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive/format"
	"github.com/contrechamp/contrechamp/archive/rows"
	"github.com/contrechamp/contrechamp/audience"
)

// Format is the Meta Ad Library, as its interface answers: JSON lines, an
// array, answers with their "data", or the CSV that tools make of them.
type Format struct{}

func (Format) Name() string { return "meta" }

// Silent: the library says where, how old and of which gender people were to
// be, and nothing of the rest, neither included nor excluded.
func (Format) Silent() []audience.Kind {
	return []audience.Kind{audience.Interest, audience.Behaviour, audience.Education, audience.Job, audience.Employer,
		audience.Relation, audience.Income, audience.Life, audience.Likes, audience.FriendOf, audience.Attends,
		audience.List, audience.Lookalike, audience.Visited, audience.Engaged, audience.Device, audience.Language}
}

func (Format) Detect(_ string, head []byte) bool {
	start := bytes.TrimLeft(head, " \t\r\n")
	if len(start) == 0 {
		return false
	}
	if start[0] == '{' || start[0] == '[' {
		return bytes.Contains(start, []byte(`"page_id"`)) &&
			(bytes.Contains(start, []byte(`"ad_delivery_start_time"`)) || bytes.Contains(start, []byte(`"ad_creation_time"`)) || bytes.Contains(start, []byte(`"ad_snapshot_url"`)))
	}
	line, _, _ := bytes.Cut(start, []byte("\n"))
	return bytes.Contains(line, []byte("page_id")) && bytes.Contains(line, []byte("ad_delivery_start_time")) && bytes.IndexByte(line, ',') > 0
}

func (f Format) Read(ctx context.Context, b *format.Bundle, sink format.Sink) error {
	m := &metaReader{boxes: map[string]metaBox{}}
	for _, file := range b.Files {
		if err := m.file(ctx, file, sink); err != nil {
			return err
		}
	}
	return nil
}

// metaReader remembers the boxes of a bundle: many ads share one.
type metaReader struct {
	boxes map[string]metaBox
}

func (m *metaReader) file(ctx context.Context, file format.File, sink format.Sink) error {
	r, err := file.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	docs := rows.NewDocuments(ctx, r, file.Name, "data")
	if c, _ := docs.First(); c == '{' || c == '[' {
		return rows.Each(metaRows{docs}, sink, func() (contrechamp.AdID, error) {
			return m.row(docs.Raw, metaRows{docs}.At(), sink)
		})
	}
	t := docs.AsTable(',')
	names, err := t.Header()
	if err != nil {
		return err
	}
	return rows.Each(metaRows{t}, sink, func() (contrechamp.AdID, error) {
		return m.row(metaObject(names, t.Fields), metaRows{t}.At(), sink)
	})
}

// metaRows are rows without the access tokens in them.
type metaRows struct{ rows.Reader }

func (m metaRows) At() contrechamp.Row {
	row := m.Reader.At()
	row.Raw = withoutToken(row.Raw)
	return row
}

// row reads an ad from its JSON. The id is returned even if the row is bad.
func (m *metaReader) row(object []byte, at contrechamp.Row, sink format.Sink) (contrechamp.AdID, error) {
	var v metaAd
	if err := json.Unmarshal(object, &v); err != nil {
		return metaID(string(v.ID)), rows.Bad("bad-json", "the entry cannot be read: {error}", "error", err)
	}
	v.older()
	ad, b := m.ad(&v)
	if b != nil {
		return metaID(string(v.ID)), b
	}
	ad.Row = at
	return ad.ID, sink.Ad(ad)
}

func metaID(id string) contrechamp.AdID {
	if id == "" {
		return ""
	}
	return contrechamp.AdID("meta:" + id)
}

func (m *metaReader) ad(v *metaAd) (*contrechamp.Ad, *rows.Error) {
	if v.ID == "" {
		return nil, rows.Bad("no-id", "the entry has no id")
	}
	ad := &contrechamp.Ad{
		ID:             metaID(string(v.ID)),
		AdvertiserName: string(v.PageName),
		Payer:          v.payer(),
		Texts:          v.texts(),
		Links:          []string{"https://www.facebook.com/ads/library/?id=" + string(v.ID)},
		Platforms:      strings.Join(v.Platforms, ", "),
	}
	if v.PageID != "" {
		ad.Advertiser = contrechamp.AdvertiserID("meta:" + string(v.PageID))
	}
	var b *rows.Error
	date := func(field string, s str) contrechamp.Date {
		if b != nil {
			return contrechamp.Date{}
		}
		var d contrechamp.Date
		d, b = rows.Dated(field, string(s), "", time.DateOnly, "2006-01-02T15:04:05-0700", time.RFC3339, "2006-01-02 15:04:05")
		return d
	}
	ad.Created = date("ad_creation_time", v.Created)
	ad.Start = date("ad_delivery_start_time", v.Start)
	ad.End = date("ad_delivery_stop_time", v.End)
	bounds := func(field string, r metaRange, read func(string, string) (int64, *rows.Error)) contrechamp.Range {
		if b != nil {
			return contrechamp.Range{}
		}
		var x contrechamp.Range
		x, b = r.read(field, read)
		return x
	}
	ad.Money.Range = bounds("spend", v.Spend, rows.Hundredths)
	ad.Impressions = bounds("impressions", v.Impressions, rows.Count)
	ad.Estimate = bounds("estimated_audience_size", v.Estimate, rows.Count)
	if b != nil {
		return ad, b
	}
	if v.Reach != "" {
		n, b := rows.Count("eu_total_reach", string(v.Reach))
		if b != nil {
			return ad, b
		}
		ad.Reached = contrechamp.Exactly(n)
	}
	if ad.Money.Stated {
		// European answers name no currency: euro is presumed of them alone.
		// XXX is the code for no known currency.
		if ad.Money.Currency = string(v.Currency); ad.Money.Currency == "" {
			ad.Money.Currency, ad.Money.Presumed = "XXX", true
			if v.Reach != "" || len(v.Locations.list) > 0 {
				ad.Money.Currency = "EUR"
			}
		}
	}
	if b := v.delivered(ad); b != nil {
		return ad, b
	}
	rows.CheckDates(ad)
	box := m.box(v)
	ad.Audience, ad.Country, ad.Repairs = box.expr, box.countries, slices.Clone(box.repairs)
	if ad.Country == "" && len(v.Breakdown) == 1 {
		ad.Country = v.Breakdown[0].Country
	}
	if len(v.Platforms) > 0 {
		places := make([]*audience.Expr, len(v.Platforms))
		for i, p := range v.Platforms {
			places[i] = audience.Label(audience.Placement, p)
		}
		ad.Context = audience.Or(places...)
	}
	return ad, nil
}

// payer is the disclaimer, or who the EU's field says pays now.
func (v *metaAd) payer() string {
	if v.Bylines != "" {
		return string(v.Bylines)
	}
	for _, p := range v.Payers {
		if p.Current == nil || *p.Current {
			return string(p.Payer)
		}
	}
	if len(v.Payers) > 0 {
		return string(v.Payers[len(v.Payers)-1].Payer)
	}
	return ""
}

// texts pairs the lists of bodies, titles, descriptions and captions by their
// place in the list, as many as the longest has.
func (v *metaAd) texts() []contrechamp.Text {
	n := max(len(v.Bodies), len(v.Titles), len(v.Descriptions), len(v.Captions))
	if n == 0 {
		return nil
	}
	lang := ""
	if len(v.Languages) == 1 {
		lang = v.Languages[0]
	}
	part := func(list metaTexts, i int) string {
		if i < len(list) {
			return list[i]
		}
		return ""
	}
	texts := make([]contrechamp.Text, n)
	for i := range texts {
		texts[i] = contrechamp.Text{Body: part(v.Bodies, i), Title: part(v.Titles, i), Description: part(v.Descriptions, i), Caption: part(v.Captions, i), Lang: lang}
	}
	return slices.DeleteFunc(texts, func(t contrechamp.Text) bool {
		return t == contrechamp.Text{Lang: lang}
	})
}

// delivered sets who saw the ad: accounts by country, age and gender, and
// shares by age and gender and by region.
func (v *metaAd) delivered(ad *contrechamp.Ad) *rows.Error {
	var sum int64
	for _, c := range v.Breakdown {
		for _, a := range c.Bands {
			for _, g := range []struct {
				gender string
				n      *str
			}{{"male", a.Male}, {"female", a.Female}, {"unknown", a.Unknown}} {
				if g.n == nil {
					continue
				}
				n, b := rows.Count("age_country_gender_reach_breakdown", string(*g.n))
				if b != nil {
					return b
				}
				sum += n
				ad.Delivered = append(ad.Delivered, contrechamp.Band{Country: c.Country, Age: a.Age, Gender: g.gender, People: n})
			}
		}
	}
	if len(v.Breakdown) > 0 && ad.Reached.Stated && sum != ad.Reached.Lo {
		ad.Remarks = append(ad.Remarks, contrechamp.Remark{Kind: "sums-differ",
			Detail: contrechamp.Say("eu_total_reach is {n}, its breakdown adds up to {sum}", "n", ad.Reached.Lo, "sum", sum)})
	}
	for _, d := range v.Demographics {
		share, b := d.share("demographic_distribution")
		if b != nil {
			return b
		}
		ad.Delivered = append(ad.Delivered, contrechamp.Band{Age: d.Age, Gender: d.Gender, Share: share})
	}
	for _, d := range v.Regions {
		share, b := d.share("delivery_by_region")
		if b != nil {
			return b
		}
		ad.Delivered = append(ad.Delivered, contrechamp.Band{Region: d.Region, Share: share})
	}
	return nil
}

// withoutToken blots out the access token that addresses of answers carry: it
// is the key of whoever asked, not a fact about the ad.
func withoutToken(raw []byte) []byte {
	const key = "access_token="
	i := bytes.Index(raw, []byte(key))
	if i < 0 {
		return raw
	}
	var out []byte
	for i >= 0 {
		i += len(key)
		out = append(out, raw[:i]...)
		raw = raw[i:]
		n := bytes.IndexFunc(raw, func(c rune) bool {
			return !(c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '-' || c == '|' || c == '%' || c == '.')
		})
		if n < 0 {
			n = len(raw)
		}
		if n > 0 {
			out = append(out, "REDACTED"...)
		}
		raw = raw[n:]
		i = bytes.Index(raw, []byte(key))
	}
	return append(out, raw...)
}
