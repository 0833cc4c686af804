// Package snap reads Snap's yearly files of political ads.
package snap

import (
	"bytes"
	"context"
	"regexp"
	"slices"
	"strings"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive/format"
	"github.com/contrechamp/contrechamp/archive/rows"
	"github.com/contrechamp/contrechamp/audience"
)

// Format is Snapchat's Political and Advocacy Ads Library, a CSV a year
// (PoliticalAds.csv): 34 columns to 2020, 38 from 2023. Money and views are
// exact, the targeting is whole but for uploaded lists, texts are missing.
type Format struct{}

func (Format) Name() string { return "snap" }

// Silent is empty: a blank column says that the kind was not used.
func (Format) Silent() []audience.Kind { return nil }

// must are columns by which a file is known.
var must = []string{"ADID", "CreativeUrl", "PayingAdvertiserName", "AgeBracket", "CountryCode"}

func (Format) Detect(_ string, head []byte) bool {
	return rows.Separator(head, must...) != 0
}

func (Format) Read(ctx context.Context, b *format.Bundle, sink format.Sink) error {
	s := &snapReader{boxes: map[string]snapBox{}}
	for _, file := range b.Files {
		if err := s.file(ctx, file, sink); err != nil {
			return err
		}
	}
	return nil
}

// snapReader reads a bundle; many of its ads share a box.
type snapReader struct {
	*rows.Table
	col   snapColumns
	boxes map[string]snapBox
	key   []byte
}

// snapColumns are the places of the columns in the file at hand.
type snapColumns struct {
	id, creative, currency, spend, views, start, end, organisation, address, payer, properties int

	gender, age, country, interests, os, segments, language, advanced, connection, carrier int

	in, out snapPlaces
}

// snapPlaces are the columns of included or of excluded places.
type snapPlaces struct{ regions, districts, radius, metros, postal, venues int }

func (s *snapReader) file(ctx context.Context, file format.File, sink format.Sink) error {
	r, err := file.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	var names []string
	if s.Table, names, err = rows.OpenTable(ctx, r, file.Name, must); err != nil {
		return err
	}
	c := rows.NewColumns(names)
	if err := c.Need(file.Name, "ADID", "Spend", "Impressions", "StartDate", "OrganizationName", "PayingAdvertiserName", "AgeBracket", "CountryCode"); err != nil {
		return err
	}
	s.Names(c.Find("OrganizationName"), c.Find("PayingAdvertiserName"))
	s.Dates(c.Find("StartDate"), c.Find("EndDate"))
	places := func(side string) snapPlaces {
		return snapPlaces{c.Find("Regions" + side), c.Find("Electoral Districts" + side), c.Find("Radius Targeting" + side),
			c.Find("Metros" + side), c.Find("Postal Codes" + side), c.Find("Location Categories" + side)}
	}
	s.col = snapColumns{
		id: c.Find("ADID"), creative: c.Find("CreativeUrl"), currency: c.Find("Currency Code"), spend: c.Find("Spend"),
		views: c.Find("Impressions"), start: c.Find("StartDate"), end: c.Find("EndDate"), organisation: c.Find("OrganizationName"),
		address: c.Find("BillingAddress"), payer: c.Find("PayingAdvertiserName"), properties: c.Find("CreativeProperties"),
		gender: c.Find("Gender"), age: c.Find("AgeBracket"), country: c.Find("CountryCode"), interests: c.Find("Interests"),
		os: c.Find("OsType"), segments: c.Find("Segments"), language: c.Find("Language"), advanced: c.Find("AdvancedDemographics"),
		connection: c.Find("Targeting Connection Type"), carrier: c.Find("Targeting Carrier (ISP)"),
		in: places(" (Included)"), out: places(" (Excluded)"),
	}
	return rows.Each(s, sink, func() (contrechamp.AdID, error) {
		id := s.text(s.col.id)
		if id == "" {
			return "", rows.Bad("no-id", "ADID is blank")
		}
		ad, b := s.ad(contrechamp.AdID("snap:" + id))
		if b != nil {
			return contrechamp.AdID("snap:" + id), b
		}
		return ad.ID, sink.Ad(ad)
	})
}

func (s *snapReader) text(i int) string { return string(s.Cell(i)) }

func (s *snapReader) ad(id contrechamp.AdID) (*contrechamp.Ad, *rows.Error) {
	ad := &contrechamp.Ad{
		ID:             id,
		AdvertiserName: s.text(s.col.organisation),
		Payer:          s.text(s.col.payer),
		Creative:       s.text(s.col.creative),
		Row:            s.At(),
	}
	if ad.AdvertiserName != "" {
		ad.Advertiser = contrechamp.AdvertiserID("snap:" + ad.AdvertiserName)
	}
	for u := range strings.SplitSeq(ad.Creative, ";") {
		if u = strings.TrimSpace(u); u != "" {
			ad.Links = append(ad.Links, u)
		}
	}
	if u := snapLink(s.text(s.col.properties)); u != "" {
		ad.Links = append(ad.Links, u)
	}
	var b *rows.Error
	if ad.Start, b = s.date("StartDate", s.text(s.col.start)); b != nil {
		return nil, b
	}
	if ad.End, b = s.date("EndDate", s.text(s.col.end)); b != nil {
		return nil, b
	}
	rows.CheckDates(ad)
	if v := string(s.Number(s.col.spend)); v != "" {
		if n, b := rows.Hundredths("Spend", v); b != nil {
			s.Note(rows.Unread("Spend", v))
		} else {
			ad.Money = s.money(n)
		}
	}
	if v := string(s.Number(s.col.views)); v != "" {
		if n, b := rows.Count("Impressions", v); b != nil {
			s.Note(rows.Unread("Impressions", v))
		} else {
			ad.Impressions = contrechamp.Exactly(n)
		}
	}
	box := s.box()
	ad.Audience, ad.Country, ad.Repairs = box.expr, box.country, s.Repaired(slices.Clone(box.repairs))
	ad.Remarks = s.Remarks(ad.Remarks)
	return ad, nil
}

// money is an exact amount in the current row's currency.
func (s *snapReader) money(hundredths int64) contrechamp.Money {
	m := contrechamp.Money{Range: contrechamp.Exactly(hundredths), Currency: strings.ToUpper(s.text(s.col.currency))}
	switch {
	case s.col.currency < 0:
		// Files without the column are of 2018, when all was billed in dollars.
		m.Currency, m.Presumed = "USD", true
	case m.Currency == "":
		m.Currency, m.Presumed = "XXX", true
	}
	return m
}

// date reads "2020/01/29 15:00:00Z".
func (s *snapReader) date(field, cell string) (contrechamp.Date, *rows.Error) {
	return s.Date(field, cell, "UTC", "2006/01/02 15:04:05Z", "2006-01-02 15:04:05Z", "2006-01-02T15:04:05Z")
}

var snapProperty = regexp.MustCompile(`(?:^|;)\s*(web_view_url|deep_link_uri)\s*:`)

// snapLink is where an ad leads, of "web_view_url:https://..." (the address
// may hold semicolons itself).
func snapLink(properties string) string {
	at := snapProperty.FindStringSubmatchIndex(properties)
	if at == nil {
		return ""
	}
	link := properties[at[1]:]
	if next := snapNext.FindStringIndex(link); next != nil {
		link = link[:next[0]]
	}
	return strings.TrimSpace(link)
}

var snapNext = regexp.MustCompile(`;\s*[a-z]+(_[a-z]+)+\s*:`)

// At says where the current row stands, its billing address cut to the
// country: the rest may be somebody's home.
func (s *snapReader) At() contrechamp.Row {
	row := s.Table.At()
	if s.col.address < 0 {
		return row
	}
	var country []byte
	if len(s.Fields) == s.Width {
		address := s.Cell(s.col.address)
		country = bytes.TrimSpace(address[bytes.LastIndexByte(address, ',')+1:])
	}
	if len(country) != 2 {
		country = nil
	}
	row.Raw = rows.WithoutCell(s.Table, s.col.address, country)
	return row
}
