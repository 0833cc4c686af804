// Package atc reads the table of the Google Ads Transparency Center, as BigQuery
// exports it: all ads, not political ones alone, without money.
package atc

import (
	"bytes"
	"context"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive/format"
	"github.com/contrechamp/contrechamp/archive/rows"
	"github.com/contrechamp/contrechamp/audience"
)

// Format is the table's rows as JSON: creative_stats and removed_creative_stats.
type Format struct{}

// Name is the archive's word in ids and addresses.
func (Format) Name() string { return "atc" }

// Silent: of every criterion only whether it was used is told.
func (Format) Silent() []audience.Kind {
	return []audience.Kind{audience.Age, audience.Gender, audience.Likes, audience.Lookalike, audience.Job, audience.Education}
}

// Detect knows a row by what only this table has.
func (Format) Detect(_ string, head []byte) bool {
	start := bytes.TrimLeft(head, " \t\r\n")
	return len(start) > 0 && (start[0] == '{' || start[0] == '[') && bytes.Contains(start, []byte(`"creative_page_url"`)) && bytes.Contains(start, []byte(`"region_stats"`))
}

type entry struct {
	Advertiser rows.Word `json:"advertiser_id"`
	Creative   rows.Word `json:"creative_id"`
	Page       rows.Word `json:"creative_page_url"`
	Kind       rows.Word `json:"ad_format_type"`
	Name       rows.Word `json:"advertiser_disclosed_name"`
	Legal      rows.Word `json:"advertiser_legal_name"`
	Regions    []region  `json:"region_stats"`
	Info       *approach `json:"audience_selection_approach_info"`
}

type region struct {
	Code  rows.Word `json:"region_code"`
	First rows.Word `json:"first_shown"`
	Last  rows.Word `json:"last_shown"`
	Lower rows.Word `json:"times_shown_lower_bound"`
	Upper rows.Word `json:"times_shown_upper_bound"`
}

type approach struct {
	Demographic rows.Word `json:"demographic_info"`
	Place       rows.Word `json:"geo_location"`
	Context     rows.Word `json:"contextual_signals"`
	Lists       rows.Word `json:"customer_lists"`
	Topics      rows.Word `json:"topics_of_interest"`
}

// inPage are the ids in a page's address, which removed creatives have alone.
var inPage = regexp.MustCompile(`/advertiser/(AR[0-9]+)/creative/(CR[0-9]+)`)

// Read hands over the ads of every file.
func (Format) Read(ctx context.Context, b *format.Bundle, sink format.Sink) error {
	for _, file := range b.Files {
		if err := rows.EachObject(ctx, file, sink, rows.HasKey("creative_page_url"), nil, entry{}, read); err != nil {
			return err
		}
	}
	return nil
}

func read(object []byte) (*contrechamp.Ad, contrechamp.AdID, *rows.Error) {
	var e entry
	if err := json.Unmarshal(object, &e); err != nil {
		return nil, "", rows.Bad("bad-json", "the entry is no well-formed JSON object")
	}
	if m := inPage.FindStringSubmatch(string(e.Page)); m != nil {
		if e.Advertiser == "" {
			e.Advertiser = rows.Word(m[1])
		}
		if e.Creative == "" {
			e.Creative = rows.Word(m[2])
		}
	}
	if e.Creative == "" {
		return nil, "", rows.Bad("no-id", "the entry has no id")
	}
	ad := &contrechamp.Ad{ID: contrechamp.AdID("atc:" + e.Creative), AdvertiserName: string(e.Name), Kind: string(e.Kind), Audience: e.Info.box()}
	if ad.AdvertiserName == "" {
		ad.AdvertiserName = string(e.Legal)
	}
	if e.Advertiser != "" {
		ad.Advertiser = contrechamp.AdvertiserID("atc:" + e.Advertiser)
	}
	if e.Page != "" {
		ad.Links = []string{string(e.Page)}
	}
	if b := e.shown(ad); b != nil {
		return nil, ad.ID, b
	}
	if e.Info != nil && used(e.Info.Context) {
		ad.Context = audience.Hidden("keyword", "")
	}
	return ad, ad.ID, nil
}

// begins is the day from which on the Center counts.
var begins = time.Date(2023, 3, 1, 0, 0, 0, 0, time.UTC)

// shown sets countries, days and impressions. The European Economic Area as a
// whole stands beside its countries: where it states a count, that is the count.
func (e *entry) shown(ad *contrechamp.Ad) *rows.Error {
	var countries []string
	var sum, whole contrechamp.Range
	for _, r := range e.Regions {
		first, b := rows.Dated("first_shown", string(r.First), "", time.DateOnly, "20060102")
		if b != nil {
			return b
		}
		last, b := rows.Dated("last_shown", string(r.Last), "", time.DateOnly, "20060102")
		if b != nil {
			return b
		}
		if first.Known() && first.Time.Before(begins) {
			first = contrechamp.Date{Time: begins, Precision: contrechamp.ToDay}
		}
		if first.Known() && (!ad.Start.Known() || first.Time.Before(ad.Start.Time)) {
			ad.Start = first
		}
		if last.Known() && last.Time.After(ad.End.Time) {
			ad.End = last
		}
		shown := r.times(ad)
		if code := strings.ToUpper(string(r.Code)); code == "EEA" || code == "EU" {
			whole = shown
		} else if code != "" {
			countries = append(countries, code)
			sum = sum.Plus(shown)
		}
	}
	slices.Sort(countries)
	ad.Country = strings.Join(slices.Compact(countries), ",")
	if ad.Impressions = whole; !whole.Stated {
		ad.Impressions = sum
	}
	for _, d := range []*contrechamp.Date{&ad.Start, &ad.End} {
		if d.Known() {
			d.Precision = contrechamp.ToDay
		}
	}
	rows.CheckDates(ad)
	return nil
}

// times is how often an ad was shown in a region; null is not stated, never 0.
func (r region) times(ad *contrechamp.Ad) contrechamp.Range {
	if r.Lower == "" && r.Upper == "" {
		return contrechamp.Range{}
	}
	var lo int64
	if r.Lower != "" {
		n, b := rows.Count("times_shown_lower_bound", string(r.Lower))
		if b != nil {
			ad.Remarks = append(ad.Remarks, rows.Unread("times_shown_lower_bound", string(r.Lower)))
			return contrechamp.Range{}
		}
		lo = n
	}
	if r.Upper == "" {
		return contrechamp.AtLeast(lo)
	}
	hi, b := rows.Count("times_shown_upper_bound", string(r.Upper))
	if b != nil || hi < lo {
		ad.Remarks = append(ad.Remarks, rows.Unread("times_shown_upper_bound", string(r.Upper)))
		return contrechamp.Range{}
	}
	return contrechamp.Between(lo, hi)
}

// used says whether a criterion was used to include.
func used(w rows.Word) bool { return strings.HasPrefix(string(w), "CRITERIA_INCLUDED") }

// box says which criteria were used, none of which is disclosed.
func (a *approach) box() *audience.Expr {
	if a == nil {
		return audience.Hidden("other", "")
	}
	var in, out []*audience.Expr
	for _, c := range []struct {
		word rows.Word
		box  func() *audience.Expr
	}{
		{a.Demographic, func() *audience.Expr { return audience.Hidden("other", "demographics") }},
		{a.Lists, func() *audience.Expr { return audience.Hidden("list", "") }},
		{a.Place, func() *audience.Expr { return audience.Hidden("place", "") }},
		{a.Topics, func() *audience.Expr { return audience.Hidden("interest", "") }},
	} {
		word := string(c.word)
		if used(c.word) {
			in = append(in, c.box())
		}
		if strings.HasSuffix(word, "_EXCLUDED") {
			out = append(out, c.box())
		}
	}
	if len(out) > 0 {
		in = append(in, audience.Except(audience.Or(out...)))
	}
	return audience.And(in...)
}
