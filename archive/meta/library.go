package meta

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive/format"
	"github.com/contrechamp/contrechamp/archive/rows"
	"github.com/contrechamp/contrechamp/audience"
)

// Library is the Ad Library as its web page keeps it: the records that scrapers
// and metatargetr take from the page, as JSON or as a table. Each is made the
// object that the interface gives of the ad, and read as that.
type Library struct{}

func (Library) Name() string { return "meta" }

// Silent are the same kinds as those of the interface.
func (Library) Silent() []audience.Kind { return Format{}.Silent() }

// libraryTable are the columns by which a table of records is known.
var libraryTable = []string{"ad_archive_id", "start_date", "publisher_platform"}

func (Library) Detect(_ string, head []byte) bool {
	start := bytes.TrimLeft(head, " \t\r\n")
	if len(start) > 0 && (start[0] == '{' || start[0] == '[') {
		return bytes.Contains(start, []byte(`"ad_archive_id"`)) && bytes.Contains(start, []byte(`"snapshot"`)) && !Format{}.Detect("", head)
	}
	return rows.Separator(head, libraryTable...) != 0 && !Format{}.Detect("", head)
}

func (Library) Read(ctx context.Context, b *format.Bundle, sink format.Sink) error {
	m := &metaReader{boxes: map[string]metaBox{}}
	for _, file := range b.Files {
		if err := m.library(ctx, file, sink); err != nil {
			return err
		}
	}
	return nil
}

// library reads a file of records.
func (m *metaReader) library(ctx context.Context, file format.File, sink format.Sink) error {
	r, err := file.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	docs := rows.NewDocuments(ctx, r, file.Name, listNames...).Find(func(keys []string) bool {
		return slices.Contains(keys, "ad_archive_id") && slices.Contains(keys, "snapshot")
	})
	if c, _ := docs.First(); c != '{' && c != '[' {
		return m.libraryTable(ctx, docs.Rest(), file.Name, sink)
	}
	at := &metaRows{Reader: docs}
	keys := rows.KnownKeys(libraryAd{}).Also("ad_snapshot_url", "url")
	err = rows.Each(at, sink, func() (contrechamp.AdID, error) {
		keys.See(docs.Raw)
		var v libraryAd
		if err := json.Unmarshal(docs.Raw, &v); err != nil {
			return metaID(string(v.ID)), rows.Bad("bad-json", "the entry is no well-formed JSON object")
		}
		object, err := json.Marshal(v.fields())
		if err != nil {
			return "", err
		}
		return m.row(object, sheetRow{}, at.At(), sink)
	})
	if err != nil {
		return err
	}
	return rows.TellUnread(sink, keys.Unread(file.Name))
}

// libraryTable reads a table of records: the same, flat.
func (m *metaReader) libraryTable(ctx context.Context, r io.Reader, name string, sink format.Sink) error {
	t, names, err := rows.OpenTable(ctx, r, name, libraryTable)
	if err != nil {
		return err
	}
	c := rows.NewColumns(names)
	if err := c.Need(name, libraryTable...); err != nil {
		return err
	}
	t.Names(c.Find("page_name"), c.Find("library_page_name"), c.Find("byline"))
	cell := func(name string) str { return str(t.Cell(c.Find(name))) }
	at := &metaRows{Reader: t}
	err = rows.Each(at, sink, func() (contrechamp.AdID, error) {
		v := libraryAd{ID: cell("ad_archive_id"), PageID: cmp.Or(cell("page_id"), cell("library_page_id")), PageName: cmp.Or(cell("page_name"), cell("library_page_name")), Start: cell("start_date"), End: cell("end_date"), Currency: cell("currency")}
		v.Spend, v.Estimate = quoted(cell("spend")), quoted(cell("reach_estimate"))
		v.Views.Text = cell("impressions_text")
		v.Platforms = rows.SplitOutside(string(cell("publisher_platform")))
		v.Snapshot = librarySnapshot{Body: libraryText(cell("body")), Title: cell("title"), Caption: cell("caption"), Description: cell("link_description"), Link: cell("link_url"), Byline: cell("byline")}
		fields := v.fields()
		if lo := cell("impressions_lower"); lo != "" {
			fields["impressions"] = map[string]any{"lower_bound": lo, "upper_bound": cell("impressions_upper")}
		}
		object, err := json.Marshal(fields)
		if err != nil {
			return "", err
		}
		return m.row(object, sheetRow{remarks: t.Remarks(nil), repairs: t.Repaired(nil)}, at.At(), sink)
	})
	if err != nil {
		return err
	}
	return rows.TellUnread(sink, t.Unread())
}

func quoted(s str) json.RawMessage {
	if s == "" {
		return nil
	}
	b, _ := json.Marshal(string(s)) // a string is always JSON
	return b
}

// libraryAd is a record of the page.
type libraryAd struct {
	ID        str             `json:"ad_archive_id"`
	PageID    str             `json:"page_id"`
	PageName  str             `json:"page_name"`
	Start     str             `json:"start_date"`
	End       str             `json:"end_date"`
	Spend     json.RawMessage `json:"spend"`
	Currency  str             `json:"currency"`
	Estimate  json.RawMessage `json:"reach_estimate"`
	Platforms metaWords       `json:"publisher_platform"`
	Views     struct {
		Text str `json:"impressions_text"` // its index beside it is no count
	} `json:"impressions_with_index"`
	Snapshot librarySnapshot `json:"snapshot"`
	libraryDetails
	Details libraryDetails `json:"ad_details"`
	Data    struct {
		Main struct {
			Details libraryDetails `json:"ad_details"`
		} `json:"ad_library_main"`
	} `json:"data"`
}

type librarySnapshot struct {
	Body        libraryText `json:"body"`
	Title       str         `json:"title"`
	Caption     str         `json:"caption"`
	Description str         `json:"link_description"`
	Link        str         `json:"link_url"`
	Byline      str         `json:"byline"`
	PageName    str         `json:"page_name"`
	Cards       []struct {
		Body  libraryText `json:"body"`
		Title str         `json:"title"`
	} `json:"cards"`
}

// libraryText is a text, or an object that holds one.
type libraryText string

func (t *libraryText) UnmarshalJSON(b []byte) error {
	var in struct {
		Text str `json:"text"`
	}
	if len(b) > 0 && b[0] == '{' {
		err := json.Unmarshal(b, &in)
		*t = libraryText(in.Text)
		return err
	}
	var s str
	err := json.Unmarshal(b, &s)
	*t = libraryText(s)
	return err
}

// libraryDetails are what the page shows of an ad when it is opened.
type libraryDetails struct {
	Places struct {
		Union   *libraryReach `json:"eu_transparency"`
		Britain *libraryReach `json:"uk_transparency"`
		Brazil  *libraryReach `json:"br_transparency"`
	} `json:"transparency_by_location"`
	Payers struct {
		Data []struct {
			Payer str `json:"payer"`
		} `json:"payer_beneficiary_data"`
	} `json:"aaa_info"`
}

// libraryReach is whom an ad was aimed at, and whom it reached, under the law of
// a place.
type libraryReach struct {
	UnionReach str             `json:"eu_total_reach"`
	Reach      str             `json:"total_reach"`
	Gender     str             `json:"gender_audience"`
	Locations  json.RawMessage `json:"location_audience"`
	Breakdown  json.RawMessage `json:"age_country_gender_reach_breakdown"`
	Ages       *struct {
		Min str `json:"min"`
		Max str `json:"max"`
	} `json:"age_audience"`
}

// template is a place that a catalogue fills: no text that anybody was shown.
var template = regexp.MustCompile(`^\s*\{\{[^{}]*\}\}\s*$`)

// fields is the ad as the interface gives it.
func (v *libraryAd) fields() map[string]any {
	f := map[string]any{"ad_archive_id": v.ID, "page_id": v.PageID, "page_name": v.PageName, "currency": v.Currency, "publisher_platforms": []string(v.Platforms),
		"ad_delivery_start_time": libraryDay(v.Start), "ad_delivery_stop_time": libraryDay(v.End), "bylines": v.Snapshot.Byline}
	if v.PageName == "" {
		f["page_name"] = v.Snapshot.PageName
	}
	put := func(name string, raw json.RawMessage) {
		if len(raw) > 0 && !bytes.Equal(raw, []byte("null")) {
			f[name] = raw
		}
	}
	put("spend", v.Spend)
	put("estimated_audience_size", v.Estimate)
	if v.Views.Text != "" {
		f["impressions"] = v.Views.Text
	}
	v.Snapshot.texts(f)
	for _, d := range []*libraryDetails{&v.Data.Main.Details, &v.Details, &v.libraryDetails} {
		d.fields(f, put)
	}
	return f
}

// texts are those of the cards, where an ad has some that are shown.
func (s *librarySnapshot) texts(f map[string]any) {
	var bodies, titles []string
	shown := func(text, title string) {
		if template.MatchString(text) {
			text = ""
		}
		if template.MatchString(title) {
			title = ""
		}
		if text != "" || title != "" {
			bodies, titles = append(bodies, text), append(titles, title)
		}
	}
	for _, c := range s.Cards {
		shown(string(c.Body), string(c.Title))
	}
	if len(bodies) == 0 {
		shown(string(s.Body), string(s.Title))
	}
	f["ad_creative_bodies"], f["ad_creative_link_titles"] = bodies, titles
	if s.Caption != "" {
		f["ad_creative_link_captions"] = []str{s.Caption}
	}
	if s.Description != "" && !template.MatchString(string(s.Description)) {
		f["ad_creative_link_descriptions"] = []str{s.Description}
	}
}

func (d *libraryDetails) fields(f map[string]any, put func(string, json.RawMessage)) {
	for _, p := range d.Payers.Data {
		if p.Payer != "" {
			f["bylines"] = p.Payer // the law's own word on who pays comes before the byline
			break
		}
	}
	aimed := false
	for _, at := range []struct {
		reach *libraryReach
		total string
	}{{d.Places.Union, "eu_total_reach"}, {d.Places.Britain, "uk_total_reach"}, {d.Places.Brazil, "br_total_reach"}} {
		r := at.reach
		if r == nil {
			continue
		}
		if r.UnionReach != "" && at.reach == d.Places.Union {
			f[at.total] = r.UnionReach
		} else if r.Reach != "" {
			f[at.total] = r.Reach
		}
		if aimed || r.Gender == "" && r.Ages == nil && len(r.Locations) == 0 {
			continue
		}
		aimed = true
		f["target_gender"] = r.Gender
		if r.Ages != nil {
			f["target_ages"] = []str{r.Ages.Min, r.Ages.Max}
		}
		put("target_locations", r.Locations)
		put("age_country_gender_reach_breakdown", r.Breakdown)
	}
}

// libraryDay is the day of seconds since 1970 in UTC. The page writes midnight in
// California, which is the same day there and in UTC; other forms stay as they are.
func libraryDay(s str) string {
	text := strings.TrimSuffix(strings.TrimSpace(string(s)), ".0")
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 1e8 {
		return string(s)
	}
	if n > 1e11 { // milliseconds
		n /= 1000
	}
	return time.Unix(n, 0).UTC().Format(time.DateOnly)
}
