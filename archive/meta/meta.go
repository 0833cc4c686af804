// Package meta reads Meta's Ad Library as its API gives it, and the tables that
// people's programs make of it.
package meta

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
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
	return isTable(start) || linkTable(start) != nil
}

func (f Format) Read(ctx context.Context, b *format.Bundle, sink format.Sink) error {
	m := &metaReader{boxes: map[string]metaBox{}}
	var ads []format.File
	for _, file := range b.Files {
		if len(b.Files) > 1 { // a file alone is one of ads
			head, err := file.Head()
			if err != nil {
				return err
			}
			if must := linkTable(head); must != nil {
				if err := m.links(ctx, file, must, sink); err != nil {
					return err
				}
				continue
			}
		}
		ads = append(ads, file)
	}
	for _, file := range ads {
		if err := m.file(ctx, file, sink); err != nil {
			return err
		}
	}
	return nil
}

// metaReader remembers the boxes of a bundle: many ads share one.
type metaReader struct {
	boxes  map[string]metaBox
	shares map[string][]contrechamp.Band // by ad, of tables of who saw them
}

func (m *metaReader) file(ctx context.Context, file format.File, sink format.Sink) error {
	r, err := file.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	in, err := Rows(ctx, r, file.Name)
	if err != nil {
		return err
	}
	at := &metaRows{Reader: in}
	keys := rows.KnownKeys(metaAd{}).Also("ad_snapshot_url") // that one holds a key of whoever asked
	err = rows.Each(at, sink, func() (contrechamp.AdID, error) {
		if t, ok := in.(*tableReader); ok {
			object, more := t.object()
			return m.row(object, more, at.At(), sink)
		}
		keys.See(in.At().Raw)
		return m.row(in.At().Raw, sheetRow{}, at.At(), sink)
	})
	if err == nil {
		unread := keys.Unread(file.Name)
		if t, ok := in.(*tableReader); ok {
			unread = t.Unread()
		}
		err = rows.TellUnread(sink, unread)
	}
	if _, table := in.(*tableReader); err == nil && at.n == 0 && !table {
		return &contrechamp.FileError{File: file.Name, What: contrechamp.Say("holds no ads where the library's answers have them: give the answers as they came")}
	}
	return err
}

// Rows are the rows of a file of ads: of JSON, or of a table.
func Rows(ctx context.Context, r io.Reader, name string) (rows.Reader, error) {
	docs := rows.NewDocuments(ctx, r, name, listNames...).Find(isAd)
	if c, _ := docs.First(); c == '{' || c == '[' {
		return docs, nil
	}
	return newTableReader(ctx, docs.Rest(), name)
}

// metaRows are rows without the access tokens in them, counted.
type metaRows struct {
	rows.Reader
	n int
}

func (m *metaRows) Next() error {
	err := m.Reader.Next()
	if _, bad := err.(*rows.Error); err == nil || bad {
		m.n++
	}
	return err
}

func (m *metaRows) At() contrechamp.Row {
	row := m.Reader.At()
	row.Raw = withoutToken(row.Raw)
	return row
}

// row reads an ad from its JSON, and what a table's row holds besides. The id is
// returned even if the row is bad.
func (m *metaReader) row(object []byte, more sheetRow, at contrechamp.Row, sink format.Sink) (contrechamp.AdID, error) {
	var v metaAd
	if err := json.Unmarshal(object, &v); err != nil {
		var remarks []contrechamp.Remark
		if v, remarks, err = fieldByField(object); err != nil {
			return metaID(string(v.ID)), rows.Bad("bad-json", "the entry is no well-formed JSON object")
		}
		more.remarks = append(more.remarks, remarks...)
	}
	v.older()
	if remark, b := v.plainIDs(); b != nil {
		return "", b
	} else if remark != nil {
		more.remarks = append(more.remarks, *remark)
	}
	if v.ID == "" {
		if message := rows.AnswerError(object); message != "" {
			return "", rows.Bad("no-id", "the entry is an answer with an error: {message}", "message", message)
		}
	}
	ad, b := m.ad(&v)
	if b != nil {
		return metaID(string(v.ID)), b
	}
	ad.Row = at
	ad.Remarks = append(more.remarks, ad.Remarks...)
	ad.Repairs = append(more.repairs, ad.Repairs...)
	deliverMore(ad, more.bands)
	deliverMore(ad, m.shares[string(v.ID)])
	return ad.ID, sink.Ad(ad)
}

// listNames are the keys under which answers and programs put their ads.
var listNames = []string{"data", "ads", "results"}

// isAd says whether an object is an ad by its keys: an id and another field of
// an ad.
func isAd(keys []string) bool {
	id, other := false, false
	for _, k := range keys {
		switch k {
		case "id", "ad_archive_id", "_id", "ad_id":
			id = true
		case "page_id", "page_name", "ad_delivery_start_time", "ad_creation_time", "ad_snapshot_url", "snapshot", "spend", "impressions", "ad_creative_bodies":
			other = true
		}
	}
	return id && other
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
	if b != nil {
		return ad, b
	}
	// Bounds of money that are reversed are a damaged row; another side field that cannot be
	// read costs the ad that field.
	side := func(field, raw string) { ad.Remarks = append(ad.Remarks, rows.Unread(field, raw)) }
	bounds := func(field string, r metaRange, read func(string, string) (int64, *rows.Error)) contrechamp.Range {
		x, wrong := r.read(field, read)
		if wrong != nil {
			side(field, r.String())
		}
		return x
	}
	if ad.Money.Range, b = v.Spend.read("spend", rows.Hundredths); b != nil {
		if b.Has("bad-range") {
			return ad, b
		}
		side("spend", v.Spend.String())
		ad.Money.Range, b = contrechamp.Range{}, nil
	}
	ad.Impressions = bounds("impressions", v.Impressions, rows.Count)
	ad.Estimate = bounds("estimated_audience_size", v.Estimate, rows.Count)
	v.reached(ad, side)
	if ad.Money.Stated {
		// European answers name no currency: euro is presumed of them alone.
		// XXX is the code for no known currency.
		if ad.Money.Currency = string(v.Currency); !isCurrency(ad.Money.Currency) {
			ad.Money.Currency, ad.Money.Presumed = "XXX", true
			if v.Reach != "" || len(v.Locations.list) > 0 {
				ad.Money.Currency = "EUR"
			}
		}
	}
	v.delivered(ad, side)
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
