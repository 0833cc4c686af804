package archive

import (
	"bytes"
	"context"
	"regexp"
	"slices"
	"strings"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/audience"
)

// snapFormat is Snapchat's Political and Advocacy Ads Library, a CSV a year
// (PoliticalAds.csv): 34 columns to 2020, 38 from 2023. Money and views are
// exact, the targeting is whole but for uploaded lists, texts are missing.
type snapFormat struct{}

func (snapFormat) Name() string { return "snap" }

// Silent is empty: a blank column says that the kind was not used.
func (snapFormat) Silent() []audience.Kind { return nil }

func (snapFormat) Detect(_ string, head []byte) bool {
	return hasColumns(head, ",", "ADID", "CreativeUrl", "PayingAdvertiserName", "AgeBracket", "CountryCode")
}

func (snapFormat) Read(ctx context.Context, b *Bundle, sink Sink) error {
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
	*table
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

func (s *snapReader) file(ctx context.Context, file File, sink Sink) error {
	r, err := file.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	s.table = newTable(ctx, r, file.Name, ',')
	names, err := s.header()
	if err != nil {
		return err
	}
	c := newColumns(names)
	if err := c.need(file.Name, "ADID", "Spend", "Impressions", "StartDate", "OrganizationName", "PayingAdvertiserName", "AgeBracket", "CountryCode"); err != nil {
		return err
	}
	places := func(side string) snapPlaces {
		return snapPlaces{c.find("Regions" + side), c.find("Electoral Districts" + side), c.find("Radius Targeting" + side),
			c.find("Metros" + side), c.find("Postal Codes" + side), c.find("Location Categories" + side)}
	}
	s.col = snapColumns{
		id: c.find("ADID"), creative: c.find("CreativeUrl"), currency: c.find("Currency Code"), spend: c.find("Spend"),
		views: c.find("Impressions"), start: c.find("StartDate"), end: c.find("EndDate"), organisation: c.find("OrganizationName"),
		address: c.find("BillingAddress"), payer: c.find("PayingAdvertiserName"), properties: c.find("CreativeProperties"),
		gender: c.find("Gender"), age: c.find("AgeBracket"), country: c.find("CountryCode"), interests: c.find("Interests"),
		os: c.find("OsType"), segments: c.find("Segments"), language: c.find("Language"), advanced: c.find("AdvancedDemographics"),
		connection: c.find("Targeting Connection Type"), carrier: c.find("Targeting Carrier (ISP)"),
		in: places(" (Included)"), out: places(" (Excluded)"),
	}
	return each(s, sink, func() (contrechamp.AdID, error) {
		id := s.text(s.col.id)
		if id == "" {
			return "", bad("no-id", "ADID is blank")
		}
		ad, b := s.ad(contrechamp.AdID("snap:" + id))
		if b != nil {
			return contrechamp.AdID("snap:" + id), b
		}
		return ad.ID, sink.Ad(ad)
	})
}

func (s *snapReader) text(i int) string { return string(s.cell(i)) }

func (s *snapReader) ad(id contrechamp.AdID) (*contrechamp.Ad, *rowError) {
	ad := &contrechamp.Ad{
		ID:             id,
		AdvertiserName: s.text(s.col.organisation),
		Payer:          s.text(s.col.payer),
		Creative:       s.text(s.col.creative),
		Row:            s.at(),
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
	var b *rowError
	if ad.Start, b = snapDate("StartDate", s.text(s.col.start)); b != nil {
		return nil, b
	}
	if ad.End, b = snapDate("EndDate", s.text(s.col.end)); b != nil {
		return nil, b
	}
	checkDates(ad)
	if v := s.text(s.col.spend); v != "" {
		n, b := hundredths("Spend", v)
		if b != nil {
			return nil, b
		}
		ad.Money = contrechamp.Money{Range: contrechamp.Exactly(n), Currency: strings.ToUpper(s.text(s.col.currency))}
		if s.col.currency < 0 {
			// Files without the column are of 2018, when all was billed in dollars.
			ad.Money.Currency, ad.Money.Presumed = "USD", true
		}
	}
	if v := s.text(s.col.views); v != "" {
		n, b := count("Impressions", v)
		if b != nil {
			return nil, b
		}
		ad.Impressions = contrechamp.Exactly(n)
	}
	box := s.box()
	ad.Audience, ad.Country, ad.Repairs = box.expr, box.country, slices.Clone(box.repairs)
	return ad, nil
}

// snapDate reads "2020/01/29 15:00:00Z".
func snapDate(field, s string) (contrechamp.Date, *rowError) {
	return dated(field, s, "UTC", "2006/01/02 15:04:05Z", "2006-01-02 15:04:05Z", "2006-01-02T15:04:05Z")
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

// at says where the current row stands, its billing address cut to the
// country: the rest may be somebody's home.
func (s *snapReader) at() contrechamp.Row {
	row := s.table.at()
	if s.col.address < 0 {
		return row
	}
	var country []byte
	if len(s.fields) == s.width {
		address := s.cell(s.col.address)
		country = bytes.TrimSpace(address[bytes.LastIndexByte(address, ',')+1:])
	}
	if len(country) != 2 {
		country = nil
	}
	row.Raw = withoutCell(s.table, s.col.address, country)
	return row
}
