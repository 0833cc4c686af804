// Package linkedin reads LinkedIn's ad library as its interface answers.
package linkedin

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
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

// Format is the library's JSON.
type Format struct{}

// Name is the archive's word in ids and addresses.
func (Format) Name() string { return "linkedin" }

// Silent: place and language are told; of jobs, companies, schools, interests
// and lists only that they were used.
func (Format) Silent() []audience.Kind {
	return []audience.Kind{audience.Age, audience.Gender, audience.Lookalike, audience.Likes, audience.Behaviour}
}

// Detect knows an answer by what only this library has.
func (Format) Detect(_ string, head []byte) bool {
	start := bytes.TrimLeft(head, " \t\r\n")
	return len(start) > 0 && (start[0] == '{' || start[0] == '[') && bytes.Contains(start, []byte(`"adUrl"`)) &&
		(bytes.Contains(start, []byte(`"details"`)) || bytes.Contains(start, []byte(`"isRestricted"`)))
}

type entry struct {
	URL        rows.Word `json:"adUrl"`
	Restricted bool      `json:"isRestricted"`
	Details    struct {
		Type       rows.Word `json:"type"`
		Advertiser struct {
			Name  rows.Word `json:"advertiserName"`
			URL   rows.Word `json:"advertiserUrl"`
			Payer rows.Word `json:"adPayer"`
		} `json:"advertiser"`
		Statistics struct {
			First rows.Word `json:"firstImpressionAt"`
			Last  rows.Word `json:"latestImpressionAt"`
			Total *struct {
				From rows.Word `json:"from"`
				To   rows.Word `json:"to"`
			} `json:"totalImpressions"`
			ByCountry []struct {
				Country rows.Word `json:"country"`
				Percent rows.Word `json:"impressionPercentage"`
			} `json:"impressionsDistributionByCountry"`
		} `json:"adStatistics"`
		Targeting []facet `json:"adTargeting"`
	} `json:"details"`
}

var (
	detail  = regexp.MustCompile(`/detail/([0-9]+)`)
	company = regexp.MustCompile(`/company/([0-9]+)`)
)

// Read hands over the ads of every file.
func (Format) Read(ctx context.Context, b *format.Bundle, sink format.Sink) error {
	for _, file := range b.Files {
		if err := rows.EachObject(ctx, file, sink, rows.HasKey("adUrl"), []string{"elements"}, entry{}, read); err != nil {
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
	m := detail.FindStringSubmatch(string(e.URL))
	if m == nil {
		return nil, "", rows.Bad("no-id", "the entry has no id")
	}
	d := &e.Details
	ad := &contrechamp.Ad{
		ID:             contrechamp.AdID("linkedin:" + m[1]),
		AdvertiserName: string(d.Advertiser.Name),
		Payer:          string(d.Advertiser.Payer),
		Kind:           string(d.Type),
		Links:          []string{string(e.URL)},
	}
	if m := company.FindStringSubmatch(string(d.Advertiser.URL)); m != nil {
		ad.Advertiser = contrechamp.AdvertiserID("linkedin:" + m[1])
	}
	var b *rows.Error
	if ad.Start, b = moment("firstImpressionAt", d.Statistics.First); b != nil {
		return nil, ad.ID, b
	}
	if ad.End, b = moment("latestImpressionAt", d.Statistics.Last); b != nil {
		return nil, ad.ID, b
	}
	rows.CheckDates(ad)
	if t := d.Statistics.Total; t != nil {
		from, b := rows.Count("from", string(t.From))
		to, b2 := rows.Count("to", string(t.To))
		switch {
		case b == nil && t.To == "":
			ad.Impressions = contrechamp.AtLeast(from)
		case b == nil && b2 == nil && from <= to:
			ad.Impressions = contrechamp.Between(from, to)
		default:
			ad.Remarks = append(ad.Remarks, rows.Unread("totalImpressions", string(t.From+".."+t.To)))
		}
	}
	var countries []string
	for _, c := range d.Statistics.ByCountry {
		code := strings.ToUpper(string(c.Country)[strings.LastIndex(string(c.Country), ":")+1:])
		share, err := strconv.ParseFloat(string(c.Percent), 64)
		if err != nil || !(share >= 0 && share <= 100.1) {
			ad.Remarks = append(ad.Remarks, rows.Unread("impressionPercentage", string(c.Percent)))
			continue
		}
		// Shares add up to less than 1 where an ad ran outside of the Union too.
		ad.Delivered = append(ad.Delivered, contrechamp.Band{Country: code, Share: share / 100})
		countries = append(countries, code)
	}
	slices.Sort(countries)
	ad.Country = strings.Join(slices.Compact(countries), ",")
	ad.Audience = audience.Hidden("other", "")
	if len(d.Targeting) > 0 && !e.Restricted {
		ad.Audience = box(d.Targeting)
	}
	return ad, ad.ID, nil
}

// moment reads milliseconds since 1970.
func moment(field string, w rows.Word) (contrechamp.Date, *rows.Error) {
	if w == "" || w == "0" {
		return contrechamp.Date{}, nil
	}
	ms, err := strconv.ParseInt(string(w), 10, 64)
	if err != nil {
		return rows.Dated(field, string(w), "", time.RFC3339, time.DateOnly)
	}
	return rows.Dated(field, time.UnixMilli(ms).UTC().Format(time.RFC3339), "UTC", time.RFC3339)
}

// facet is one criterion of an ad's targeting.
type facet struct {
	Name     string     `json:"facetName"`
	Included bool       `json:"isIncluded"`
	Excluded bool       `json:"isExcluded"`
	In       rows.Words `json:"includedSegments"`
	Out      rows.Words `json:"excludedSegments"`
}

// hidden are the facets of which the library only says that they were used.
var hidden = map[string]string{"job": "job", "company": "employer", "education": "education", "interests": "interest", "audience": "list"}

// box is the audience that the facets ask for together.
func box(facets []facet) *audience.Expr {
	var parts, out []*audience.Expr
	countries := []string{}
	for _, f := range facets {
		if strings.EqualFold(f.Name, "Location") {
			countries = append(append(countries, f.In...), f.Out...)
		}
	}
	slices.SortStableFunc(facets, func(a, b facet) int { return cmp.Compare(order(a.Name), order(b.Name)) })
	for _, f := range facets {
		one := func(segment string) *audience.Expr {
			switch strings.ToLower(f.Name) {
			case "location":
				return rows.PlaceOf(segment, countries)
			case "language":
				if tag, ok := rows.Language(segment); ok {
					return audience.Label(audience.Language, tag)
				}
			}
			return rows.Other(f.Name + ": " + segment)
		}
		side := func(used bool, segments []string, to *[]*audience.Expr) {
			var boxes []*audience.Expr
			for _, s := range segments {
				boxes = append(boxes, one(s))
			}
			switch {
			case len(boxes) > 0:
				*to = append(*to, audience.Or(boxes...))
			case used:
				kind, known := hidden[strings.ToLower(f.Name)]
				if known {
					*to = append(*to, audience.Hidden(kind, ""))
				} else {
					*to = append(*to, audience.Hidden("other", f.Name))
				}
			}
		}
		side(f.Included, f.In, &parts)
		side(f.Excluded, f.Out, &out)
	}
	if len(out) > 0 {
		parts = append(parts, audience.Except(audience.Or(out...)))
	}
	if len(parts) == 0 {
		return audience.Hidden("other", "")
	}
	return audience.And(parts...)
}

// order puts what is told before what is only said to have been used.
func order(facet string) int {
	switch strings.ToLower(facet) {
	case "location":
		return 0
	case "language":
		return 1
	}
	return 2
}
